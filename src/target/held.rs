//! Whether a target file holds secrets itself, and not only the names of variables that do.

use toml::{Table, Value};

/// Settings of a credential that are secret.
const SECRET: [&str; 5] = ["token", "key", "password", "client-secret", "expired"];

/// Whether a secret stands in the text of a target file.
pub fn holds_secrets(text: &str) -> bool {
    let table: Table = text.parse().unwrap_or_default();
    let apis = table.values().filter_map(Value::as_table);
    let credentials = apis.filter_map(|api| api.get("credentials")?.as_table());
    credentials.flat_map(Table::values).filter_map(Value::as_table).any(secret)
}

fn secret(credential: &Table) -> bool {
    credential.iter().any(|(name, value)| match value {
        Value::String(text) => SECRET.contains(&name.as_str()) && is_own(text),
        Value::Table(inner) => inner.values().filter_map(Value::as_table).any(secret),
        _ => false,
    })
}

/// Whether a text says more than the names of variables: a default is as good as a value.
fn is_own(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        let (inside, after) = behind.split_once('}').unwrap_or((behind, ""));
        let default = inside.split_once(":-").map_or("", |(_, default)| default);
        if !is_word(before) || !default.is_empty() {
            return true;
        }
        rest = after;
    }
    !is_word(rest)
}

/// `Bearer ` before a variable is no secret, nor is nothing.
fn is_word(text: &str) -> bool {
    text.trim().is_empty() || text.trim().eq_ignore_ascii_case("bearer")
}

#[cfg(test)]
mod tests {
    use super::holds_secrets;

    #[test]
    fn a_variable_is_no_secret() {
        let file = |value: &str| {
            format!("[a]\nbase-url = \"https://a\"\n[a.credentials.auth]\ntoken = \"{value}\"\n")
        };
        assert!(holds_secrets(&file("eyJ…")));
        assert!(!holds_secrets(&file("${TOKEN}")));
        assert!(!holds_secrets(&file("Bearer ${TOKEN}")));
        assert!(holds_secrets(&file("${TOKEN:-eyJ…}")));
        assert!(holds_secrets(&file("eyJ${REST}")));
        assert!(!holds_secrets("[a]\nbase-url = \"https://a\"\n"));
        assert!(holds_secrets("[a.credentials.basic]\nuser = \"me\"\npassword = \"pw\"\n"));
        assert!(holds_secrets("[a.credentials.auth.only.\"Two words\"]\ntoken = \"t\"\n"));
    }
}
