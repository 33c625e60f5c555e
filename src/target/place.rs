//! Where in a target file something stands.

use toml::de::{DeTable, DeValue};

use crate::position::line_and_column;

/// The line of a setting by its dotted name, or of the nearest table around it.
pub fn line_of(text: &str, key: &str) -> usize {
    let Ok(document) = DeTable::parse(text) else { return 1 };
    let offset = find(document.get_ref(), key).unwrap_or(document.span().start);
    line_and_column(text, offset).0
}

/// Names may hold dots and quotes themselves, so the whole rest is compared, not its parts.
fn find(table: &DeTable<'_>, key: &str) -> Option<usize> {
    table.iter().find_map(|(name, value)| {
        let plain = name.get_ref();
        let quoted = format!("{plain:?}");
        let rest = [plain.as_ref(), quoted.as_str()]
            .into_iter()
            .find_map(|spelling| key.strip_prefix(spelling))?;
        let inside = match (rest.strip_prefix('.'), value.get_ref()) {
            (Some(rest), DeValue::Table(inner)) => find(inner, rest),
            (Some(_), _) => None,
            (None, _) if rest.is_empty() => None,
            (None, _) => return None,
        };
        Some(inside.unwrap_or(name.span().start))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# a target\n[api]\nbase-url = \"x\"\n\n[api.credentials.auth.only.\"Some Scope\"]\ntoken = \"y\"\n";

    #[test]
    fn a_setting_is_found_by_its_name_and_else_the_table_around_it() {
        assert_eq!(line_of(TEXT, "api.base-url"), 3);
        assert_eq!(line_of(TEXT, "api.credentials.auth.only.Some Scope.token"), 6);
        assert_eq!(line_of(TEXT, "api.credentials.auth.only.\"Some Scope\".token"), 6);
        assert_eq!(line_of(TEXT, "api.credentials.auth.client-id"), 5);
        assert_eq!(line_of(TEXT, "api.values"), 2);
        assert_eq!(line_of(TEXT, "apis"), 1);
    }
}
