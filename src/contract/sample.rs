//! Samples as printed: masks (`98765xxxxx`) and placeholders (`<string>`) hide real values.

use serde_json::Value;

use super::node::Node;
use super::place::{join, remove, set};

/// Whether a printed value hides the real one.
pub fn hides(printed: &str) -> bool {
    is_masked(printed) || is_placeholder(printed)
}

/// Whether the end of a printed value is masked.
pub fn is_masked(printed: &str) -> bool {
    printed.ends_with("xxx")
}

/// Whether a printed value only names its type.
pub fn is_placeholder(printed: &str) -> bool {
    let inside = printed.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let fits = |c: char| c.is_ascii_lowercase() || c == ' ' || c == '-';
    inside.is_some_and(|inside| !inside.is_empty() && inside.chars().all(fits))
}

/// What is printed before the mask.
pub fn unmasked_part(printed: &str) -> &str {
    if is_masked(printed) { printed.trim_end_matches('x') } else { printed }
}

/// A sample, of a record or several, with every field under the name that its table has.
pub fn under_documented_names(root: &Node, printed: &Value) -> Value {
    let mut named = printed.clone();
    match &mut named {
        Value::Array(items) => items.iter_mut().for_each(|record| rename(root, record)),
        record => rename(root, record),
    }
    named
}

/// Gives each field of a record the name that its table has.
pub fn rename(root: &Node, record: &mut Value) {
    for node in root.all() {
        let Some(printed_as) = node.text("x-printed-as") else { continue };
        let parent = node.field.rsplit_once('.').map_or("", |(parent, _)| parent);
        if let Some(value) = remove(record, &join(parent, printed_as)) {
            set(record, &node.field, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_x_at_the_end_is_a_mask_and_elsewhere_is_not() {
        assert!(is_masked("98765xxxxx"));
        assert!(is_masked("u-5304b2ff-3647-53eb-9ef1-7ae63175xxxx"));
        assert!(!is_masked("Alex"));
        assert!(!is_masked("xxxxx-1"));
        assert_eq!(unmasked_part("98765xxxxx"), "98765");
    }

    #[test]
    fn a_type_in_angle_brackets_is_a_placeholder() {
        assert!(is_placeholder("<string>"));
        assert!(!is_placeholder("<b>bold</b>"));
    }
}
