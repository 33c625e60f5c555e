//! The request for the page behind another.

use serde_json::Value;
use url::Url;

use super::{Seen, pairs};
use crate::contract::place::get;
use crate::contract::{Pages, ParameterPlace, field_of, text_of};
use crate::model::{CredentialPlace, Draft};

/// What is asked to see the page behind the one that was answered; nothing where the answer says that it is the last.
pub fn next_page(seen: &Seen<'_>, body: &Value, pages: &Pages) -> Option<Draft> {
    let mut draft = seen.draft.clone();
    if let Some(name) = &pages.number {
        let next = number(seen, name).unwrap_or(1) + 1;
        draft.query.insert(name.clone(), next.to_string());
    } else if let Some(name) = &pages.offset {
        let next = number(seen, name).unwrap_or(0) + pairs(seen, body).len() as u64;
        draft.query.insert(name.clone(), next.to_string());
    } else if let Some(name) = &pages.cursor {
        let told = told(seen, body, pages.from.as_ref()?)?;
        draft.query.insert(name.clone(), told);
    } else {
        let url = told(seen, body, pages.url.as_ref()?)?;
        // It may be no more than a path, or a query.
        let url = Url::parse("http://docproof.invalid").ok()?.join(&url).ok()?;
        let is_credential = |name: &str| {
            let mut own = draft.credentials.iter();
            own.any(|one| one.place == CredentialPlace::Query && one.name == name)
        };
        let query: Vec<(String, String)> =
            url.query_pairs().into_owned().filter(|(name, _)| !is_credential(name)).collect();
        draft.query.extend(query);
    }
    Some(draft)
}

/// A number of the query, as it was sent or is by default; the least that there may be is the first.
fn number(seen: &Seen<'_>, name: &str) -> Option<u64> {
    if let Some(sent) = seen.draft.query.get(name) {
        return sent.parse().ok();
    }
    let parameter = seen.operation.parameter(ParameterPlace::Query, name)?;
    let schema = &parameter.schema.as_ref()?.root.schema;
    schema.get("default").or_else(|| schema.get("minimum"))?.as_u64()
}

/// What an answer tells at a place: a text, a number, or the link to the next page.
fn told(seen: &Seen<'_>, body: &Value, place: &str) -> Option<String> {
    let told = match place.strip_prefix("header.") {
        None => text_of(get(body, field_of(place))?)?,
        Some(name) => {
            let value = seen.exchange.response()?.header(name)?;
            if name.eq_ignore_ascii_case("link") { linked(value)? } else { value.to_owned() }
        }
    };
    (!told.is_empty()).then_some(told)
}

/// The target of `rel=next` in a `Link` (RFC 8288, section 3).
fn linked(value: &str) -> Option<String> {
    value.split('<').skip(1).find_map(|link| {
        let (target, parameters) = link.split_once('>')?;
        let mut parameters = parameters.split([';', ',']).filter_map(|one| one.split_once('='));
        let is_next = parameters.any(|(name, value)| {
            let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("rel")
                && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
        });
        is_next.then(|| target.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn the_next_link_is_found_among_others() {
        let next = |value: &str| linked(value);
        assert_eq!(next("</n?page=2>; rel=\"next\""), Some("/n?page=2".into()));
        assert_eq!(
            next(
                "<https://h/n?page=1,5>; rel=prev, <https://h/n?page=3>; title=x; rel=\"last next\""
            ),
            Some("https://h/n?page=3".into())
        );
        assert_eq!(next("</n?page=1>; rel=\"prev\""), None);
        assert_eq!(next("no link"), None);
    }
}
