//! Proxies that the environment names: their credentials are secrets like any other.

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::Url;

use crate::target::is_loopback;

/// The variables that the HTTP library heeds, and those that others do.
const VARIABLES: [&str; 6] =
    ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// The credentials in them.
pub(super) fn secrets() -> Vec<SecretString> {
    let values = VARIABLES.iter().filter_map(|name| std::env::var(name).ok());
    values.flat_map(|value| of(&value)).collect()
}

/// Who may stand between, in words for who can't reach a URL; nothing where the environment names nobody.
pub(super) fn between(url: &Url) -> String {
    let names: &[&str] = match url.scheme() {
        "https" => &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
        _ => &["http_proxy", "all_proxy", "ALL_PROXY"],
    };
    let is_set = |name: &&&str| std::env::var_os(**name).is_some_and(|value| !value.is_empty());
    match names.iter().find(is_set).filter(|_| !is_loopback(url)) {
        Some(name) => {
            format!("; {name} names a proxy: NO_PROXY names hosts that it isn't asked for")
        }
        None => String::new(),
    }
}

fn of(value: &str) -> Vec<SecretString> {
    // The scheme may be left out.
    let url = Url::parse(value)
        .ok()
        .filter(|url| url.has_host())
        .or_else(|| Url::parse(&format!("http://{value}")).ok());
    let Some(url) = url else { return Vec::new() };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    // Without a password the name is the secret.
    let secret = url.password().unwrap_or(url.username());
    match secret {
        "" => Vec::new(),
        secret => vec![SecretString::from(decoded(secret))],
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::of;

    #[test]
    fn the_password_is_the_secret_and_without_one_the_name() {
        let secret = |value: &str| of(value).first().map(|s| s.expose_secret().to_owned());
        assert_eq!(secret("http://me:pa%2Fss@host:3128").as_deref(), Some("pa/ss"));
        assert_eq!(secret("me:pass@host:3128").as_deref(), Some("pass"));
        assert_eq!(secret("http://token@host").as_deref(), Some("token"));
        assert_eq!(secret("http://host:3128"), None);
        assert_eq!(secret(""), None);
    }
}
