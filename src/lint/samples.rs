//! Samples against tables, rules and each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;
use serde_json::Value;

use super::{Contradiction, Kind, command};
use crate::check::{self, Memory, Seen};
use crate::contract::place::{field_of_pointer, readable};
use crate::contract::{BodySchema, Contract, Node, Operation, blame, instant, offences, sample};
use crate::model::{Answer, Body, Draft, Exchange, Level, Outcome, Request, Response};

#[allow(clippy::unwrap_used, reason = "a literal, tested below")]
static NEARLY_UUID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:[a-z]{1,4}-)?([0-9a-f]+)-([0-9a-f]+)-([0-9a-f]+)-([0-9a-f]+)-([0-9a-fx]+)$")
        .unwrap()
});

pub(super) fn contradictions(contract: &Contract, operation: &Operation) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let sides =
        [("request", operation.request.as_ref()), ("response", operation.response.as_deref())];
    for (side, body) in sides {
        let Some(body) = body else { continue };
        let Some(printed) = &body.sample else { continue };
        let mut walk =
            Walk { side, found: &mut found, said: BTreeSet::new(), texts: BTreeMap::new() };
        walk.value(&body.root, printed, "");
        walk.compare_masks(body);
    }
    if let Some(request) = &operation.request {
        found.extend(against_table(operation, request));
    }
    found.extend(pair(contract, operation));
    found
}

/// The place of a clause: its id without the operation's.
fn place<'a>(operation: &Operation, clause: &'a str) -> &'a str {
    clause.strip_prefix(&operation.id).map_or(clause, |rest| rest.trim_start_matches('.'))
}

/// A walk through a sample beside its table.
struct Walk<'a> {
    side: &'a str,
    found: &'a mut Vec<Contradiction>,
    said: BTreeSet<(Kind, String)>,
    /// Every text by field, for comparison.
    texts: BTreeMap<String, Vec<String>>,
}

impl Walk<'_> {
    fn clause(&self, field: &str) -> String {
        if field.is_empty() {
            format!("{}.body", self.side)
        } else {
            format!("{}.body.{field}", self.side)
        }
    }

    fn add(&mut self, kind: Kind, field: &str, text: String, node: &Node) {
        let found = Contradiction::new(kind, self.clause(field), text, &node.source);
        if self.said.insert((kind, found.place.clone())) {
            self.found.push(found);
        }
    }

    fn value(&mut self, node: &Node, printed: &Value, at: &str) {
        match printed {
            Value::Object(members) => {
                for (name, value) in members {
                    let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                    self.member(node, name, value, &at);
                }
            }
            Value::Array(items) => {
                let Some(inner) = &node.items else { return };
                for (index, item) in items.iter().enumerate() {
                    self.value(inner, item, &format!("{at}[{index}]"));
                }
            }
            Value::String(text) => self.text(node, text, at),
            _ => {}
        }
    }

    fn member(&mut self, parent: &Node, name: &str, value: &Value, at: &str) {
        let renamed =
            parent.properties.iter().find(|(_, child)| child.text("x-printed-as") == Some(name));
        if let Some((documented, child)) = renamed {
            let text = format!("the sample calls it {name}, the table {documented}");
            self.add(Kind::NamesDiffer, &child.field, text, child);
            return self.value(child, value, at);
        }
        let Some(child) = parent.properties.get(name) else {
            // An object without documented members holds what it likes.
            if !parent.properties.is_empty() {
                let field = if parent.field.is_empty() {
                    name.to_owned()
                } else {
                    format!("{}.{name}", parent.field)
                };
                self.add(Kind::SampleAdds, &field, format!("the table lacks {at}"), parent);
            }
            return;
        };
        // Where others of the table bind more, a field that binds less is known from the sample.
        let bound = parent.properties.values().any(|other| other.level == Level::Must);
        if child.level == Level::Should && bound {
            let text = format!("the table lacks {at}: only the sample has it");
            self.add(Kind::SampleAdds, &child.field, text, child);
        }
        self.value(child, value, at);
    }

    fn text(&mut self, node: &Node, text: &str, at: &str) {
        if sample::is_masked(text) {
            self.add(Kind::Masked, &node.field, format!("{at} is printed as {text:?}"), node);
        } else if sample::is_placeholder(text) {
            let shown = format!("{at} is printed as {text:?}, a placeholder");
            self.add(Kind::Masked, &node.field, shown, node);
        }
        if let Some(groups) = odd_groups(text) {
            let shown =
                format!("the groups of {at}, {text:?}, have {groups} digits, not 8-4-4-4-12");
            self.add(Kind::OddId, &node.field, shown, node);
        }
        let says_time = node
            .description
            .as_ref()
            .is_some_and(|words| words.to_lowercase().starts_with("timestamp"));
        if says_time && !instant::is_date_time(text) {
            let shown = format!("{at} is described as a timestamp; the sample has {text:?}");
            self.add(Kind::DescribedOtherwise, &node.field, shown, node);
        }
        self.texts.entry(node.field.clone()).or_default().push(text.to_owned());
    }

    /// One field, several values: they should be hidden alike.
    fn compare_masks(&mut self, body: &BodySchema) {
        for (field, texts) in std::mem::take(&mut self.texts) {
            let Some(node) = body.root.find(&field) else { continue };
            let masked: Vec<&String> =
                texts.iter().filter(|text| sample::is_masked(text)).collect();
            let Some(first) = masked.first() else { continue };
            if let Some(whole) = texts.iter().find(|text| !sample::is_masked(text)) {
                let text = format!("{whole:?} is printed whole, {first:?} masked");
                self.add(Kind::MaskDiffers, &field, text, node);
            } else if let Some(other) = masked.iter().find(|text| text.len() != first.len()) {
                let text = format!("{first:?} and {other:?} are not of one length");
                self.add(Kind::MaskDiffers, &field, text, node);
            }
        }
    }
}

/// The lengths of the groups of what looks like a UUID and is none.
fn odd_groups(text: &str) -> Option<String> {
    let groups = NEARLY_UUID.captures(text)?;
    let lengths: Vec<usize> =
        groups.iter().skip(1).flatten().map(|group| group.as_str().len()).collect();
    let near =
        lengths.iter().zip([8, 4, 4, 4, 12]).all(|(length, whole)| length.abs_diff(whole) <= 2);
    let odd = lengths != [8, 4, 4, 4, 12];
    let shown: Vec<String> = lengths.iter().map(ToString::to_string).collect();
    (near && odd).then(|| shown.join("-"))
}

/// The sample request as printed against its table.
fn against_table(operation: &Operation, request: &BodySchema) -> Vec<Contradiction> {
    let Some(printed) = &request.sample else { return Vec::new() };
    let named = sample::under_documented_names(&request.root, printed);
    let mut found: Vec<Contradiction> = Vec::new();
    for offence in offences(&request.root, &request.schema, &named) {
        let blame = blame(&request.root, &offence);
        let at = readable(&offence.pointer);
        let (kind, text) = if offence.keyword == "required" {
            (Kind::SampleLacks, format!("{at} is required; the sample lacks it"))
        } else {
            (Kind::SampleBreaks, format!("the sample's {at}: {}", offence.message))
        };
        let place = place(operation, &blame.clause);
        if !found.iter().any(|other| other.kind == kind && other.place == place) {
            let node = request.root.find(&field_of_pointer(&offence.pointer));
            let source = &node.unwrap_or(&request.root).source;
            found.push(Contradiction::new(kind, place, text, source));
        }
    }
    found
}

/// The sample answer as the answer to the sample request: every table and rule is held to it.
fn pair(contract: &Contract, operation: &Operation) -> Vec<Contradiction> {
    let Some(answered) = operation.response.as_ref().and_then(|body| body.sample.as_ref()) else {
        return Vec::new();
    };
    let sent = operation.request.as_ref().and_then(|request| {
        let printed = request.sample.as_ref()?;
        Some(unmasked(&sample::under_documented_names(&request.root, printed)))
    });
    let draft = Draft {
        headers: command::headers_as_sent(operation)
            .into_iter()
            .map(|(name, value)| (name, whole(&value)))
            .collect(),
        credentials: Vec::new(),
        body: sent.map_or(Body::Absent, Body::Json),
        ..operation.draft()
    };
    let body = unmasked(answered).to_string();
    let exchange = Exchange {
        operation: operation.id.clone(),
        request: Request {
            method: draft.method.clone(),
            url: String::new(),
            headers: Vec::new(),
            body: None,
            curl: String::new(),
        },
        answer: Answer::Response(Response::new(
            operation.answers.status(),
            vec![("content-type".into(), "application/json".into())],
            body.clone().into_bytes(),
            body,
        )),
        started_ms: 0,
        duration_ms: 0,
    };
    let memory = Memory::default();
    let seen = Seen {
        operation,
        draft: &draft,
        exchange: &exchange,
        memory: &memory,
        sent_at: Duration::ZERO,
    };
    check::accepted(&seen, None)
        .into_iter()
        // A sample is a body, and nothing but the fields of one can contradict it.
        .filter(|judgement| !judgement.clause.contains(".response.header."))
        .filter_map(|judgement| {
            let Outcome::Broken { expected, actual, at, .. } = judgement.outcome else {
                return None;
            };
            let at = at.map_or(String::new(), |at| format!("{at}: "));
            let text = match actual.as_str() {
                "it is missing" => format!("{at}the sample answer lacks it; expected {expected}"),
                _ => format!("{at}the sample answer has {actual}; expected {expected}"),
            };
            let place = place(operation, &judgement.clause);
            // A clause without a facet is the field's presence.
            let absent = place.starts_with("response.body.") && !place.contains(':');
            let kind = if absent { Kind::SampleLacks } else { Kind::SampleBreaks };
            let clause = contract.clauses.get(&judgement.clause);
            let source = clause.map_or(&operation.source, |clause| &clause.source);
            Some(Contradiction::new(kind, place, text, source))
        })
        .collect()
}

/// A text with something in place of its mask: digits, which every documented id may have.
fn whole(printed: &str) -> String {
    let shown = sample::unmasked_part(printed);
    format!("{shown}{}", "0".repeat(printed.len() - shown.len()))
}

fn unmasked(printed: &Value) -> Value {
    match printed {
        Value::String(text) => Value::String(whole(text)),
        Value::Array(items) => items.iter().map(unmasked).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), unmasked(value))).collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::odd_groups;

    #[test]
    fn an_id_one_digit_short_of_a_uuid_is_odd() {
        assert_eq!(
            odd_groups("a-6c63a33-c2a7-49e8-a5ab-82449c8xxxxx").as_deref(),
            Some("7-4-4-4-12")
        );
        assert_eq!(odd_groups("u-cc6ebd6c-656c-5364-abfc-ad5f80exxxxx"), None);
        assert_eq!(odd_groups("63c7c8119187ebc8bae1xxxx"), None);
        assert_eq!(odd_groups("2026-01-12"), None);
    }
}
