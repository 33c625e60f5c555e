//! What a document costs, before the YAML reader is let at it: that takes the square of the depth.

use super::error::ContractError;

/// Brackets open at once. The reader of values goes less deep; this is what is never worth a look.
const OPEN: usize = 400;
/// Values of a document, with those of its aliases.
pub(super) const VALUES: usize = 1_000_000;
/// Bytes of their texts.
pub(super) const TEXT: usize = 32 << 20;
/// Values of a sample: as many as an answer may have.
pub(super) const SAMPLE_VALUES: usize = 50_000;

/// Refuses a text that isn't worth reading as YAML.
pub(super) fn yaml(file: &str, text: &str) -> Result<(), ContractError> {
    let refused = |line: usize, column: usize, message: String| ContractError::Syntax {
        file: file.into(),
        line,
        column,
        message,
    };
    // In three ways: as if nothing were quoted, with quotes that end with their line, and with
    // quotes that don't. None is how YAML reads, and no document of people comes near the limit by
    // any.
    let mut open = [0_usize; 3];
    let mut quoted = Quoted::default();
    for (index, line) in text.lines().enumerate() {
        let mut quote = None;
        quoted.before = ' ';
        for (column, c) in line.chars().enumerate() {
            if c.is_control() && !['\t', '\r', '\u{85}'].contains(&c) {
                let message = format!(
                    "the control character U+{:04X} can't stand in YAML; in a text in double \
                     quotes write \\x{:02x}",
                    u32::from(c),
                    u32::from(c)
                );
                return Err(refused(index + 1, column + 1, message));
            }
            match (c, quote) {
                ('"' | '\'', None) => quote = Some(c),
                (c, Some(mark)) if c == mark => quote = None,
                _ => {}
            }
            quoted.read(c);
            let counted = [true, quote.is_none(), quoted.by.is_none()];
            for (open, counts) in open.iter_mut().zip(counted) {
                match c {
                    '[' | '{' if counts => *open += 1,
                    ']' | '}' if counts => *open = open.saturating_sub(1),
                    _ => {}
                }
            }
            if open.iter().any(|open| *open > OPEN) {
                return Err(refused(index + 1, column + 1, too_deep()));
            }
        }
    }
    Ok(())
}

/// A quoted text, which may go on over lines. It begins where a value can: `don't` begins none.
#[derive(Default)]
struct Quoted {
    by: Option<char>,
    before: char,
}

impl Quoted {
    fn read(&mut self, c: char) {
        let begins = self.before.is_whitespace() || ['[', '{', ',', ':'].contains(&self.before);
        match (self.by, c) {
            (None, '"' | '\'') if begins => self.by = Some(c),
            (Some('"'), '"') if self.before == '\\' => {}
            (Some(mark), c) if c == mark => self.by = None,
            _ => {}
        }
        // An escaped backslash escapes nothing.
        self.before = if self.before == '\\' && c == '\\' { ' ' } else { c };
    }
}

/// The words for what is nested deeper than any reader goes.
pub(super) fn too_deep() -> String {
    "arrays and objects stand deeper in each other than the limit of 127 levels".into()
}

#[cfg(test)]
mod tests {
    use super::yaml;

    #[test]
    fn brackets_are_counted_however_they_are_quoted() {
        for hidden in
            ["[", "{", "['[',", "[\"]\", ", "[\"]\n]\", ", "- [']\n', ", "[\"\\\"]\\\\\", "]
        {
            assert!(yaml("a.yaml", &hidden.repeat(1000)).is_err(), "{hidden}");
        }
        for plain in ["[]", "[a, {b: c}]\n", "don't [\n]", "x: |\n  say \"[\n  ]\n"] {
            assert!(yaml("a.yaml", &plain.repeat(1000)).is_ok(), "{plain}");
        }
    }
}
