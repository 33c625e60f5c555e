//! Whether an answer says itself that there is more than it lists.

use serde_json::Value;

use crate::check::Seen;

/// What is called so tells where the rest is, or that there is some.
const NEXT: [&str; 9] = [
    "next",
    "nextpage",
    "nextlink",
    "nexturl",
    "nextcursor",
    "nexttoken",
    "nextpagetoken",
    "hasmore",
    "hasnext",
];
/// What is called so counts all that there is.
const TOTAL: [&str; 6] =
    ["total", "totalcount", "totalitems", "totalresults", "xtotal", "xtotalcount"];

/// A `Link` to the next page (RFC 8288), a total that is more than the list has, or a member of the answer that says so.
pub(super) fn says_more(seen: &Seen<'_>, body: &Value, listed: usize) -> bool {
    let headers = seen.exchange.response().map_or(&[][..], |response| &response.headers);
    let by_header = headers.iter().any(|(name, value)| {
        let links = name.eq_ignore_ascii_case("link")
            && value.to_ascii_lowercase().split([';', ',', ' ']).any(|part| {
                part.trim().strip_prefix("rel=").is_some_and(|rel| rel.trim_matches('"') == "next")
            });
        links || (is_called(name, &TOTAL) && is_more(value.trim(), listed))
    });
    let Some(members) = body.as_object() else { return by_header };
    // Beside the list, or in an object of their own (`page`, `meta`, `_links`).
    let inner = members.values().filter_map(Value::as_object);
    let mut all = std::iter::once(members).chain(inner).flatten();
    by_header || all.any(|(name, value)| says(name, value, listed))
}

fn says(name: &str, value: &Value, listed: usize) -> bool {
    match value {
        Value::Number(total) if is_called(name, &TOTAL) => is_more(&total.to_string(), listed),
        Value::Bool(more) => *more && is_called(name, &NEXT),
        Value::String(place) => !place.is_empty() && is_called(name, &NEXT),
        Value::Number(_) | Value::Object(_) => is_called(name, &NEXT),
        Value::Null | Value::Array(_) => false,
    }
}

fn is_more(total: &str, listed: usize) -> bool {
    total.parse::<u64>().is_ok_and(|total| total > listed as u64)
}

/// Whether a name is one of these, however its words are set apart.
pub(super) fn is_called(name: &str, names: &[&str]) -> bool {
    names.contains(&plain(name).as_str())
}

/// A name without what sets its words apart: `createdTime` and `created_time` are one.
pub(super) fn plain(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    letters.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_member_tells_of_more_by_its_name_and_value() {
        for (name, value) in [
            ("total", json!(3)),
            ("nextCursor", json!("abc")),
            ("next_page", json!(2)),
            ("hasMore", json!(true)),
            ("next", json!({"href": "/notes?page=2"})),
        ] {
            assert!(says(name, &value, 2), "{name}");
        }
        for (name, value) in [
            ("total", json!(2)),
            ("nextCursor", json!(null)),
            ("nextCursor", json!("")),
            ("hasMore", json!(false)),
            ("title", json!("next")),
        ] {
            assert!(!says(name, &value, 2), "{name}");
        }
    }
}
