//! Names as a target file has them.

use toml_edit::Key;

/// A name, in quotes where it needs them.
pub fn key(name: &str) -> String {
    Key::new(name).display_repr().into_owned()
}

/// The name of a value of an operation or a step of a path (`readNote.id`), in quotes as a whole where the first of its
/// dots doesn't part the two.
pub fn value_key(of: &str, name: &str) -> String {
    match key(of) == of {
        true => format!("{of}.{}", key(name)),
        false => key(&format!("{of}.{name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_dots_of_its_own_is_quoted_as_a_whole() {
        assert_eq!(value_key("readNote", "id"), "readNote.id");
        assert_eq!(value_key("notes.read", "id"), "\"notes.read.id\"");
        assert_eq!(value_key("repos/delete", "id"), "\"repos/delete.id\"");
        assert_eq!(value_key("readNote", "X-Größe"), "readNote.\"X-Größe\"");
    }
}
