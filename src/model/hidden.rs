//! Characters that a report can't show as they are.

/// Characters that nobody sees but a terminal, an XML parser or the order of the text feels.
pub fn is_hidden(c: char) -> bool {
    let non_character = u32::from(c) & 0xfffe == 0xfffe;
    non_character
        || matches!(c,
            '\u{80}'..='\u{9f}'
            | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{fff9}'..='\u{fffb}')
}

/// A text of several lines as one, where nothing else may stand: in a comment, a name, a message.
pub fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() || is_hidden(c) { ' ' } else { c };
    let text: String = text.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
