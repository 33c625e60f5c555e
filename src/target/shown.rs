//! What a message may repeat of a target file: a secret is easily put in the wrong place.

/// Settings, variables and values like `RS256` or `10s` are no longer.
const LONGEST: usize = 24;

/// A value in quotes, or words in its place where it could be a secret.
pub(super) fn value(text: &str) -> String {
    // A word or a number, as durations, sizes and algorithms are.
    let short = text.chars().count() <= LONGEST / 2;
    if short { format!("`{text}`") } else { "what stands there".into() }
}

/// The name of a setting, as people write one.
pub(super) fn is_name(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
    text.len() <= LONGEST && text.chars().all(letter)
}

/// The name of an environment variable.
pub(super) fn is_variable(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.chars().all(letter) && text.starts_with(|c: char| !c.is_ascii_digit())
}

/// A base URL that is none: what stands before an `@` may be a password, what stands behind a `?` a
/// key, and what doesn't look like a URL at all a token.
pub(super) fn base_url(text: &str) -> String {
    let hidden = || String::from("(hidden)");
    if text.contains('@') {
        return hidden();
    }
    let (before, rest) = match text.find(['?', '#']) {
        Some(at) => (&text[..at], format!("{}…", &text[at..=at])),
        None => (text, String::new()),
    };
    let is_url = before.contains("://");
    let host = before.split(['/', ':']).next().unwrap_or_default();
    let parts = before.contains(['.', ':']) || before.len() <= LONGEST / 2;
    let is_host = parts && (before.len() <= LONGEST || (before.len() < 64 && is_domain(host)));
    if is_url || is_host { format!("{before}{rest}") } else { hidden() }
}

/// `host.example.com`, and no token with its two dots: names have few letters between theirs.
fn is_domain(host: &str) -> bool {
    host.contains('.') && host.split('.').all(|label| label.len() <= 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_a_secret_is_not_repeated() {
        for text in [
            "https://me:pass@host",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl",
            "in-19921d26-5f61-46c6-9b93-0b6653fddd02",
        ] {
            assert_eq!(base_url(text), "(hidden)", "{text}");
        }
        assert_eq!(base_url("https://host/?api_key=in-19921d26"), "https://host/?…");
        assert_eq!(base_url("api.staging.host.example.com/v1"), "api.staging.host.example.com/v1");
        assert_eq!(value("RS256"), "`RS256`");
        assert!(!value("in-19921d26-5f61").contains("in-"));
        assert!(is_variable("AGENTASSIST_AUTH") && !is_variable("eyJ.eyJ.x") && !is_variable(""));
        assert!(is_name("base_url") && !is_name("in-19921d26"));
    }
}
