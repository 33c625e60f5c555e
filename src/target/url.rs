//! URLs of requests.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::ApiTarget;
use crate::model::{Draft, ListStyle, items_of};

/// What a parameter in a path may hold as it is (RFC 3986, unreserved).
const PATH_SAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where a request goes, without its credential.
pub(super) fn url(api: &ApiTarget, draft: &Draft) -> Url {
    let mut path = api.base_url.path().trim_end_matches('/').to_owned();
    let mut rest = draft.path_template.as_str();
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        path.push_str(&rest[..start]);
        let name = &rest[start + 1..start + length];
        let value = draft.path.get(name).map_or("", String::as_str);
        let encoded = |text: &str| utf8_percent_encode(text, PATH_SAFE).to_string();
        path.push_str(&match draft.path_lists.iter().any(|list| list == name) {
            true => items_of(value).map(encoded).collect::<Vec<_>>().join(","),
            false => encoded(value),
        });
        rest = &rest[start + length + 1..];
    }
    path.push_str(rest);
    let mut url = api.base_url.clone();
    url.set_path(&path);
    url.set_query(query(draft, |_, value| value).as_deref());
    url
}

/// The query without the credentials, with what `shown` makes of names and values; nothing where
/// there is none.
pub(super) fn query<'a>(
    draft: &'a Draft,
    shown: impl Fn(&str, &'a str) -> &'a str,
) -> Option<String> {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pairs = draft.query.iter().flat_map(|(name, value)| {
        let value = shown(name, value);
        let style = draft.query_lists.iter().find(|(list, _)| list == name);
        let items = || items_of(value).map(encoded).collect::<Vec<_>>();
        let values = match style.map(|(_, style)| style) {
            None => vec![encoded(value)],
            Some(ListStyle::Repeated) => items(),
            Some(ListStyle::Commas) => vec![items().join(",")],
            Some(ListStyle::Spaces) => vec![items().join("%20")],
            Some(ListStyle::Pipes) => vec![items().join("%7C")],
        };
        let name = encoded(name);
        values.into_iter().map(move |value| format!("{name}={value}"))
    });
    let pairs: Vec<String> = pairs.collect();
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

/// Whether a URL's host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}
