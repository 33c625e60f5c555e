//! `${NAME}` and `${NAME:-default}` in a target file's values.

use toml::{Table, Value};

/// A variable that is not set.
pub(super) struct Unset {
    pub name: String,
    pub key: String,
}

/// Replaces variables in every text of a table. `$${` is a literal `${`.
pub(super) fn expand(
    table: &mut Table,
    lookup: &dyn Fn(&str) -> Option<String>,
    key: &str,
) -> Result<(), Unset> {
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
) -> Result<(), Unset> {
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
) -> Result<String, Unset> {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        if rest[..start].ends_with('$') {
            expanded.push_str(&rest[..start]);
            expanded.push('{');
            rest = &rest[start + 2..];
            continue;
        }
        let Some(length) = rest[start..].find('}') else { break };
        expanded.push_str(&rest[..start]);
        let inside = &rest[start + 2..start + length];
        let (name, default) = match inside.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (inside, None),
        };
        match lookup(name).filter(|value| !value.is_empty()).or(default.map(str::to_owned)) {
            Some(value) => expanded.push_str(&value),
            None => return Err(Unset { name: name.into(), key: key.into() }),
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
        expand_text(text, &lookup, "key").map_err(|unset| unset.name)
    }

    #[test]
    fn variables_are_replaced_and_defaults_step_in() {
        assert_eq!(expanded("x-${TOKEN}-y").as_deref(), Ok("x-abc-y"));
        assert_eq!(expanded("${OTHER:-none}").as_deref(), Ok("none"));
        assert_eq!(expanded("$${TOKEN}").as_deref(), Ok("${TOKEN}"));
        assert_eq!(expanded("${OTHER}"), Err("OTHER".into()));
    }
}
