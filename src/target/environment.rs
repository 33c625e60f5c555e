//! `${NAME}` and `${NAME:-default}` in a target file's values.

use toml::{Table, Value};

/// What a variable may hold, and what a value may grow to by them.
const LONGEST: usize = 64 * 1024;

/// A value whose variables can't be filled in.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Unfilled {
    pub key: String,
    pub why: Why,
}

/// Why.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Why {
    /// A variable of this name is not set.
    Unset(String),
    /// The value itself is wrong.
    Wrong(&'static str),
}

/// Replaces variables in every text of a table. `$${` is a literal `${`.
pub(super) fn expand(
    table: &mut Table,
    lookup: &dyn Fn(&str) -> Option<String>,
    key: &str,
) -> Result<(), Unfilled> {
    for (name, value) in table {
        let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
        expand_value(value, lookup, &key)?;
    }
    Ok(())
}

fn expand_value(
    value: &mut Value,
    lookup: &dyn Fn(&str) -> Option<String>,
    key: &str,
) -> Result<(), Unfilled> {
    match value {
        Value::String(text) => *text = expand_text(text, lookup, key)?,
        Value::Table(table) => expand(table, lookup, key)?,
        Value::Array(items) => {
            for item in items {
                expand_value(item, lookup, key)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn expand_text(
    text: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
    key: &str,
) -> Result<String, Unfilled> {
    let unfilled = |why| Unfilled { key: key.into(), why };
    let wrong = |message| Err(unfilled(Why::Wrong(message)));
    let mut expanded = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        if rest[..start].ends_with('$') {
            expanded.push_str(&rest[..start]);
            expanded.push('{');
            rest = &rest[start + 2..];
            continue;
        }
        let Some(length) = rest[start..].find('}') else {
            return wrong(
                "a `${` has no `}`; close it, or write `$${` for the characters themselves",
            );
        };
        expanded.push_str(&rest[..start]);
        let inside = &rest[start + 2..start + length];
        let (name, default) = match inside.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (inside, None),
        };
        if name.is_empty() || name.contains(['=', '\0', '$', '{']) {
            return wrong("a `${…}` holds no variable's name; write ${NAME} or ${NAME:-default}");
        }
        if default.is_some_and(|default| default.contains("${")) {
            return wrong("a default can't hold a variable of its own");
        }
        match lookup(name).filter(|value| !value.is_empty()).or(default.map(str::to_owned)) {
            Some(value) => expanded.push_str(&value),
            None => return Err(unfilled(Why::Unset(name.into()))),
        }
        if expanded.len() > LONGEST {
            return wrong("with its variables filled in it is longer than the limit of 64 KiB");
        }
        rest = &rest[start + length + 1..];
    }
    expanded.push_str(rest);
    Ok(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> Result<String, String> {
        let lookup = |name: &str| (name == "TOKEN").then(|| "abc".to_owned());
        expand_text(text, &lookup, "key").map_err(|unfilled| match unfilled.why {
            Why::Unset(name) => name,
            Why::Wrong(message) => message.to_owned(),
        })
    }

    #[test]
    fn variables_are_replaced_and_defaults_step_in() {
        assert_eq!(expanded("x-${TOKEN}-y").as_deref(), Ok("x-abc-y"));
        assert_eq!(expanded("${OTHER:-none}").as_deref(), Ok("none"));
        assert_eq!(expanded("$${TOKEN}").as_deref(), Ok("${TOKEN}"));
        assert_eq!(expanded("${OTHER}"), Err("OTHER".into()));
    }

    #[test]
    fn what_names_no_variable_is_told_and_not_sent() {
        assert!(expanded("x-${TOKEN").unwrap_err().contains("has no `}`"));
        assert!(expanded("${}").unwrap_err().contains("no variable's name"));
        assert!(expanded("${A:-${TOKEN}}").unwrap_err().contains("a default"));
        assert!(expanded("${A${TOKEN}}").unwrap_err().contains("no variable's name"));
        assert!(expanded(&"${TOKEN}".repeat(30_000)).unwrap_err().contains("64 KiB"));
    }
}
