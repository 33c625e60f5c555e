//! What is still to be filled in of a target file that was begun by a template.

use toml::{Table, Value};

use super::environment::{self, Unfilled, Why};
use super::place::line_of;
use super::shown;

/// The base URL that stands in a template. It is somebody's, so nothing may be sent there.
pub const PLACEHOLDER: &str = "https://example.com";

/// A setting that is still to be filled in.
#[derive(Debug, Eq, PartialEq)]
pub struct Gap {
    /// The line that it stands in.
    pub line: usize,
    /// What it is called, and what is missing.
    pub what: String,
}

/// What is still to be filled in of some APIs' tables, in the order of the file: base URLs that are the
/// template's, values that are empty and must not be, and variables that are not set.
///
/// `needs` tells whether a value of an API is one that it can't do without.
pub fn gaps(
    text: &str,
    apis: &[&str],
    needs: &dyn Fn(&str, &str) -> bool,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Vec<Gap> {
    let Ok(table) = text.parse::<Table>() else { return Vec::new() };
    let mut gaps = Vec::new();
    for (api, settings) in table.iter().filter(|(api, _)| apis.contains(&api.as_str())) {
        let mut gap = |key: String, what: &str| {
            gaps.push(Gap { line: line_of(text, &key), what: format!("{key} {what}") });
        };
        if settings.get("base-url").and_then(Value::as_str).map(str::trim) == Some(PLACEHOLDER) {
            gap(format!("{api}.base-url"), &format!("is still {PLACEHOLDER}"));
        }
        let values = settings.get("values").and_then(Value::as_table);
        for (name, value) in values.into_iter().flatten() {
            let inner = value.as_table().into_iter().flatten();
            let inner = inner.map(|(inner, value)| (format!("{name}.{inner}"), value));
            for (name, value) in inner.chain([(name.clone(), value)]) {
                if value.as_str() == Some("") && needs(api, &name) {
                    gap(format!("{api}.values.{name}"), "is empty");
                }
            }
        }
        unset(settings, api, lookup, &mut gap);
    }
    gaps.sort_by_key(|gap| gap.line);
    gaps
}

/// The variables in a value, and in those below it, that are not set.
fn unset(
    value: &Value,
    key: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
    gap: &mut dyn FnMut(String, &str),
) {
    match value {
        Value::Table(table) => {
            for (name, value) in table {
                unset(value, &format!("{key}.{name}"), lookup, gap);
            }
        }
        value => {
            let mut alone = Table::from_iter([(key.to_owned(), value.clone())]);
            if let Err(Unfilled { why: Why::Unset(name), .. }) =
                environment::expand(&mut alone, lookup, "")
                && shown::is_variable(&name)
            {
                let what =
                    format!("needs the environment variable {name}, which is not set or empty");
                gap(key.to_owned(), &what);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gap_is_told_with_its_line_and_what_is_filled_in_is_none() {
        let text = "[a]\nbase-url = \"https://example.com\"\n[a.values]\nid = \"\"\nother = \"\"\nfull = \"x\"\n[a.credentials.key]\nkey = \"${KEY}\"\n[b]\nbase-url = \"https://example.com\"\n[c]\nbase-url = \"https://c.example\"\n";
        let needs = |_: &str, value: &str| value != "other";
        let found = gaps(text, &["a", "c"], &needs, &|_| None);
        let said: Vec<(usize, &str)> = found.iter().map(|gap| (gap.line, &*gap.what)).collect();
        assert_eq!(
            said,
            [
                (2, "a.base-url is still https://example.com"),
                (4, "a.values.id is empty"),
                (
                    8,
                    "a.credentials.key.key needs the environment variable KEY, which is not set or empty"
                ),
            ]
        );
        assert_eq!(gaps(text, &["c"], &needs, &|_| None), []);
    }
}
