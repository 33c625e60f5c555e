//! An accepted answer held to its documented schema.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::Value;

use crate::contract::place::{field_of_pointer, readable, step};
use crate::contract::{Blame, BodySchema, Facet, Node, Offence, Schema, blame, offences};
use crate::model::{Judgement, Level};

/// Judges every clause of the schema that the body reaches.
pub(super) fn schema(documented: &BodySchema, body: &Value) -> Vec<Judgement> {
    held(&documented.root, &documented.schema, body)
}

/// The same of any value: by its fields, and by all that the compiled schema says.
pub(super) fn held(root: &Node, schema: &Schema, body: &Value) -> Vec<Judgement> {
    let mut tally = Tally::new();
    walk(root, body, None, &mut tally);
    for offence in offences(root, schema, body) {
        let blame = blame(root, &offence);
        if blame.level == Level::May {
            tally.noted(&blame.clause, offence.message);
            continue;
        }
        let (expected, actual) = words(root, &blame, &offence, body);
        tally.broken(&blame.clause, &offence.pointer, expected, actual);
    }
    tally.judgements()
}

/// So many undocumented fields of one body are noted.
const NOTED: usize = 200;

/// Judgements by clause: many places of one body make one judgement.
struct Tally<'a> {
    seen: HashMap<Cow<'a, str>, usize, foldhash::fast::RandomState>,
    notes: usize,
    list: Vec<Judgement>,
    more: Vec<usize>,
}

impl<'a> Tally<'a> {
    fn new() -> Self {
        // Most bodies have no more clauses than so many.
        const MOST: usize = 32;
        Self {
            seen: HashMap::with_capacity_and_hasher(MOST, foldhash::fast::RandomState::default()),
            notes: 0,
            list: Vec::with_capacity(MOST),
            more: Vec::with_capacity(MOST),
        }
    }

    fn kept(&mut self, clause: &'a str) {
        if let Entry::Vacant(place) = self.seen.entry(Cow::Borrowed(clause)) {
            place.insert(self.list.len());
            self.push(Judgement::kept(clause));
        }
    }

    fn noted(&mut self, clause: &str, note: String) {
        self.notes += 1;
        if self.notes > NOTED {
            return;
        }
        self.list.push(Judgement::noted(clause, note));
        self.more.push(0);
    }

    fn broken(&mut self, clause: &str, pointer: &str, expected: String, actual: String) {
        let judgement = Judgement::broken(clause, expected, actual).at(readable(pointer));
        match self.seen.get(clause).copied() {
            Some(index) if self.list[index].is_broken() => self.more[index] += 1,
            Some(index) => self.list[index] = judgement,
            None => {
                self.seen.insert(Cow::Owned(judgement.clause.clone()), self.list.len());
                self.push(judgement);
            }
        }
    }

    fn push(&mut self, judgement: Judgement) {
        self.list.push(judgement);
        self.more.push(0);
    }

    fn judgements(self) -> Vec<Judgement> {
        self.list
            .into_iter()
            .zip(self.more)
            .map(|(mut judgement, more)| {
                if let (crate::model::Outcome::Broken { at: Some(at), .. }, true) =
                    (&mut judgement.outcome, more > 0)
                {
                    at.push_str(&format!(" and {more} more"));
                }
                judgement
            })
            .collect()
    }
}

/// The place of a value: most are never told, so it is put together where one is.
struct Place<'a> {
    above: Option<&'a Place<'a>>,
    step: Step<'a>,
}

enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

impl Place<'_> {
    /// As a JSON pointer.
    fn pointer(place: Option<&Self>) -> String {
        let Some(Self { above, step: last }) = place else { return String::new() };
        let above = Self::pointer(*above);
        match last {
            Step::Name(name) => format!("{above}/{}", step(name)),
            Step::Index(index) => format!("{above}/{index}"),
        }
    }
}

/// What of a value the schema's library doesn't judge, where it is broken: expected and actual.
fn unlike(node: &Node, facet: &Facet, value: &Value) -> Option<(String, String)> {
    match (facet.name.as_str(), &node.shape, value) {
        ("shape", Some(shape), Value::String(text)) if !shape.is_match(text) => {
            Some((format!("text that matches {shape}"), value.to_string()))
        }
        // What it is may be a secret.
        ("writeOnly", ..) => Some((facet.text.clone(), "it is there".into())),
        _ => None,
    }
}

fn walk<'a>(node: &'a Node, value: &Value, place: Option<&Place<'_>>, tally: &mut Tally<'a>) {
    for facet in &node.facets {
        match unlike(node, facet, value) {
            Some((expected, actual)) => {
                tally.broken(&facet.clause, &Place::pointer(place), expected, actual);
            }
            None if facet.judges(value) => tally.kept(&facet.clause),
            None => {}
        }
    }
    match value {
        Value::Object(members) if !node.properties.is_empty() => {
            for (name, child) in &node.properties {
                let place = Place { above: place, step: Step::Name(name) };
                match members.get(name) {
                    Some(member) => {
                        if child.required || child.level == Level::Should {
                            tally.kept(&child.clause);
                        }
                        walk(child, member, Some(&place), tally);
                    }
                    None if !child.required && child.level == Level::Should => {
                        let expected = format!("{} is there, as in the sample", child.field);
                        let actual = "it is missing".into();
                        tally.broken(
                            &child.clause,
                            &Place::pointer(Some(&place)),
                            expected,
                            actual,
                        );
                    }
                    None => {
                        let hidden = child.facets.iter().find(|facet| facet.name == "writeOnly");
                        if let Some(hidden) = hidden {
                            tally.kept(&hidden.clause);
                        }
                    }
                }
            }
            for name in members.keys().filter(|name| !node.properties.contains_key(*name)) {
                let place = crate::contract::place::join(&node.field, name);
                tally.noted(&node.clause, format!("undocumented field {place}"));
            }
        }
        Value::Array(items) => {
            if let Some(child) = &node.items {
                for (index, item) in items.iter().enumerate() {
                    walk(
                        child,
                        item,
                        Some(&Place { above: place, step: Step::Index(index) }),
                        tally,
                    );
                }
            }
        }
        _ => {}
    }
}

fn words(root: &Node, blame: &Blame<'_>, offence: &Offence, body: &Value) -> (String, String) {
    if offence.keyword == "required" {
        let field = field_of_pointer(&offence.pointer);
        let what = root.find(&field).and_then(|node| node.text("type")).unwrap_or("value");
        return (format!("{field} is there ({what})"), "it is missing".into());
    }
    let shown = body
        .pointer(&offence.pointer)
        .map_or_else(|| "nothing".into(), |value| super::envelope::beginning(&value.to_string()));
    let expected = match blame.facet {
        Some(facet) if facet.name == offence.keyword => facet.text.clone(),
        // Why the schemas that it is made of aren't met.
        Some(facet) => format!("{}: {}", facet.text, offence.message),
        None => offence.message.clone(),
    };
    (expected, shown)
}
