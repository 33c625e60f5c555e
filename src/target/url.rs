//! URLs of requests.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::ApiTarget;
use crate::model::Draft;

/// What a parameter in a path may hold as it is (RFC 3986, unreserved).
const PATH_SAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where a request goes, without its credential.
pub(super) fn url(api: &ApiTarget, draft: &Draft) -> Url {
    let mut path = api.base_url.path().trim_end_matches('/').to_owned();
    let mut rest = draft.path_template.as_str();
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        path.push_str(&rest[..start]);
        let value = draft.path.get(&rest[start + 1..start + length]).map_or("", String::as_str);
        path.push_str(&utf8_percent_encode(value, PATH_SAFE).to_string());
        rest = &rest[start + length + 1..];
    }
    path.push_str(rest);
    let mut url = api.base_url.clone();
    url.set_path(&path);
    for (name, value) in &draft.query {
        url.query_pairs_mut().append_pair(name, value);
    }
    url
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
