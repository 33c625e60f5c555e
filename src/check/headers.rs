//! The documented headers of an answer.

use super::schema::held;
use crate::contract::{DocumentedAnswer, Header, PrintedSchema};
use crate::model::{Judgement, Level, Response};

/// Judges every header that is documented of an answer. One that may be left out and is says nothing.
pub(super) fn headers(documented: &DocumentedAnswer, response: &Response) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    for header in &documented.headers {
        let of_it = |(name, _): &&(String, String)| name.eq_ignore_ascii_case(&header.name);
        let texts: Vec<&str> =
            response.headers.iter().filter(of_it).map(|(_, text)| text.as_str()).collect();
        match (texts.is_empty(), header.required && header.level != Level::May) {
            (true, true) => {
                let expected = format!("a header {}", header.name);
                judgements.push(Judgement::broken(&header.clause, expected, "it is missing"));
            }
            (false, true) => judgements.push(Judgement::kept(&header.clause)),
            (_, false) => {}
        }
        if let (Some(value), false) = (&header.value, texts.is_empty()) {
            judgements.extend(facets(header, value, &texts));
        }
    }
    judgements
}

/// Judges the facts about a header's value. Where it is given more than once each has to be right; or,
/// where they speak of a list, all in one line (RFC 9110, section 5.3).
fn facets(header: &Header, value: &PrintedSchema, texts: &[&str]) -> Vec<Judgement> {
    let judged = |text: &str| held(&value.root, &value.schema, &value.reading(&[text]));
    let is_wrong = |judgements: &Vec<Judgement>| judgements.iter().any(Judgement::is_broken);
    if value.items.is_some() {
        // What stands in quotes may hold commas (RFC 9110, section 5.6.4): then nobody can tell the items.
        if texts.iter().any(|text| text.contains('"')) {
            return Vec::new();
        }
        let judgements = judged(&texts.join(","));
        return judgements.into_iter().map(|one| one.at(header.name.clone())).collect();
    }
    let mut each: Vec<Vec<Judgement>> = texts.iter().map(|text| judged(text)).collect();
    let judgements = if texts.len() > 1 && each.iter().all(is_wrong) {
        judged(&texts.join(", "))
    } else {
        let wrong = each.iter().position(is_wrong);
        each.swap_remove(wrong.unwrap_or_default())
    };
    judgements.into_iter().map(|judgement| judgement.at(header.name.clone())).collect()
}
