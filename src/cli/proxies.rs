//! Proxies that the environment names: their credentials are secrets like any other.

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::Url;

use super::error::CliError;
use crate::target::{Target, is_loopback};

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

/// Sees that the proxies on the way to a target can be used: the HTTP library goes around one that it
/// can't read, and says nothing.
///
/// # Errors
/// The variable that names one which can't be.
pub(super) fn check(target: &Target) -> Result<(), CliError> {
    // The library heeds none then: a server could be made to name one by a header.
    if std::env::var_os("REQUEST_METHOD").is_some() {
        return Ok(());
    }
    for api in target.apis.values().filter(|api| !is_loopback(&api.base_url)) {
        let own = match api.base_url.scheme() {
            "https" => ["HTTPS_PROXY", "https_proxy"],
            _ => ["HTTP_PROXY", "http_proxy"],
        };
        for names in [own, ["ALL_PROXY", "all_proxy"]] {
            let set = |name: &&str| std::env::var_os(name).map(|value| ((*name).to_owned(), value));
            let Some((name, value)) = names.iter().find_map(set) else { continue };
            match value.to_str() {
                Some("") => {}
                Some(value) if is_usable(value) => break,
                _ => {
                    return Err(CliError::Usage(format!(
                        "the environment variable {name} names no proxy that can be used; write it like \
                         http://host:port, or unset it"
                    )));
                }
            }
        }
    }
    Ok(())
}

/// As the HTTP library reads it.
fn is_usable(value: &str) -> bool {
    let Ok(uri) = value.parse::<hyper::Uri>() else { return false };
    let Some(authority) = uri.authority() else { return false };
    let place = authority.as_str().rsplit('@').next().unwrap_or_default();
    // A port that is no number is left out by the library, and the default one taken.
    let port = place.strip_prefix(authority.host()).and_then(|rest| rest.strip_prefix(':'));
    ["http", "https"].contains(&uri.scheme_str().unwrap_or("http"))
        && !authority.host().is_empty()
        && port.is_none_or(|port| port.parse::<u16>().is_ok())
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
