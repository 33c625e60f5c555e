//! Places in texts, as messages name them.

/// Line and column, both from 1 and the column in characters, of a byte in a text. A place within a
/// character is where that begins, one beyond the text its end.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let end = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let before = &text[..end.unwrap_or_default()];
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}

#[cfg(test)]
mod tests {
    use super::line_and_column;

    #[test]
    fn columns_count_characters_and_no_place_is_outside_the_text() {
        let text = "a\nZoë = 1";
        let equals = text.find('=').unwrap_or_default();
        assert_eq!(line_and_column(text, 0), (1, 1));
        assert_eq!(line_and_column(text, 2), (2, 1));
        assert_eq!(line_and_column(text, equals), (2, 5));
        let within = text.find('ë').unwrap_or_default() + 1;
        assert_eq!(line_and_column(text, within), (2, 3));
        assert_eq!(line_and_column(text, 99), (2, 8));
    }
}
