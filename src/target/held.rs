//! Whether a target file holds secrets itself, and not only the names of variables that do.

use toml::{Table, Value};

/// Settings of a credential that are secret.
const SECRET: [&str; 4] = ["token", "key", "client-secret", "expired"];

/// Whether a secret stands in the text of a target file.
pub fn holds_secrets(text: &str) -> bool {
    let table: Table = text.parse().unwrap_or_default();
    let apis = table.values().filter_map(Value::as_table);
    let credentials = apis.filter_map(|api| api.get("credentials")?.as_table());
    credentials.flat_map(Table::values).filter_map(Value::as_table).any(secret)
}

fn secret(credential: &Table) -> bool {
    credential.iter().any(|(name, value)| match value {
        Value::String(text) => {
            SECRET.contains(&name.as_str()) && !text.is_empty() && !text.contains("${")
        }
        Value::Table(inner) => inner.values().filter_map(Value::as_table).any(secret),
        _ => false,
    })
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
        assert!(!holds_secrets("[a]\nbase-url = \"https://a\"\n"));
        assert!(holds_secrets("[a.credentials.auth.only.\"Two words\"]\ntoken = \"t\"\n"));
    }
}
