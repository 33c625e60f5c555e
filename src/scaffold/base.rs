//! The request that scenarios of an operation begin with, and what a difference breaks.

use std::collections::BTreeSet;

use serde_json::Value;

use super::needed::needed;
use crate::contract::place::{first, put};
use crate::contract::template::Made;
use crate::contract::{
    Api, Contract, Node, Operation, Parameter, ParameterPlace, Rule, sample, template, text_of,
    violations,
};
use crate::model::{Body, Draft};
use crate::suite::{StateSteps, state_steps};

/// A request that meets what its schemas say, and how a scenario comes to it.
pub(super) struct Base<'a> {
    pub operation: &'a Operation,
    /// What later answers show of it.
    pub shown: StateSteps,
    /// What there has to be first, as steps without their keyword.
    needed: Vec<String>,
    draft: Draft,
    /// Whether no second record may have what its sample prints.
    pub is_once: bool,
    /// Whether what its sample prints is likely another's by now, though nothing says so.
    pub is_taken: bool,
    /// What it breaks all the same: what the target has to fill in.
    open: BTreeSet<String>,
}

/// Whether a step can hold a name, as a cell of a table can.
pub(super) fn is_plain(name: &str) -> bool {
    let fits = |c: char| !c.is_control() && !['"', '\\', '{', '<', '>'].contains(&c);
    !name.is_empty() && name.trim() == name && name.chars().all(fits)
}

/// Whether a value arrives as it is written: a path has steps that lead nowhere (RFC 3986, section 3.3), a cookie ends
/// at some characters (RFC 6265, section 4.1.1).
pub(super) fn travels(place: ParameterPlace, value: &str) -> bool {
    match place {
        ParameterPlace::Path => !matches!(value, "." | ".."),
        ParameterPlace::Cookie => !value.contains([' ', ',', ';', '"', '\\']),
        ParameterPlace::Query | ParameterPlace::Header => true,
    }
}

impl<'a> Base<'a> {
    pub fn of(contract: &Contract, api: &Api, operation: &'a Operation) -> Result<Self, String> {
        if let Some(media_types) = &operation.unsendable {
            return Err(format!("it takes {media_types}, and docproof writes JSON and forms only"));
        }
        let mut draft = operation.draft();
        if let Some(request) = &operation.request {
            let mut sample = request.example().cloned().ok_or(
                "its request has no example, and none could be made of its schema; give its body one",
            )?;
            match &mut sample {
                Value::Array(records) if operation.many() => {
                    records.iter_mut().for_each(|record| filled(&request.root, record));
                }
                record => filled(&request.root, record),
            }
            draft.headers.insert("Content-Type".into(), request.media_type.clone());
            draft.body = Body::Json(sample);
            operation.settle(&mut draft);
        }
        let needed = needed(api, operation, &draft)?;
        let shown = state_steps(contract, operation);
        let is_once = is_once(api, operation);
        let is_taken = is_taken(api, operation);
        let open = BTreeSet::new();
        let mut base = Self { operation, shown, needed, draft, is_once, is_taken, open };
        base.open = base.broken(&base.draft);
        match base.spoilt() {
            Some(why) => Err(why),
            None => Ok(base),
        }
    }

    /// Why no request can be made from the example, if none can: what nobody fills in has to be right in it.
    fn spoilt(&self) -> Option<String> {
        let root = &self.operation.request.as_ref()?.root;
        let is_filled = |node: &Node| {
            let mut words = node.templates().flat_map(template::words);
            words.any(|word| Made::read(&word).is_none())
        };
        let filled: Vec<&str> = root
            .all()
            .into_iter()
            .filter(|node| is_filled(node))
            .map(|node| node.clause.as_str())
            .collect();
        let records = match self.draft.json() {
            Some(Value::Array(records)) if self.operation.many() => records.iter().collect(),
            record => record.into_iter().collect::<Vec<_>>(),
        };
        for node in root.all().into_iter().filter(|node| !filled.contains(&node.clause.as_str())) {
            let mut texts = records.iter().flat_map(|record| {
                let places = node.places(record).into_iter();
                places.filter_map(|at| record.pointer(&at)?.as_str())
            });
            if texts.any(sample::hides) {
                let field = &node.field;
                return Some(format!(
                    "its example hides `{field}`; give that property an `x-fill`"
                ));
            }
        }
        let broken = violations(self.operation, &self.draft).into_iter();
        let of_body = broken.filter(|one| one.clause.contains(".request.body"));
        let mut wrong = of_body.filter(|one| {
            let clause = one.clause.split(':').next().unwrap_or_default();
            !filled.contains(&clause)
        });
        wrong.next().map(|one| format!("its example breaks its schema ({})", one.message))
    }

    /// The steps to a valid request, and whatever differs.
    pub fn given(&self, differences: &[&str]) -> Vec<String> {
        self.steps(format!("a valid {} request", self.operation.id), differences)
    }

    /// The steps to a valid request for so many records; nothing where there can't be so many.
    pub fn given_several(&self, count: usize) -> Option<Vec<String>> {
        let records = self.draft.json()?.as_array().filter(|records| !records.is_empty())?;
        let several: Vec<Value> = records.iter().cycle().take(count).cloned().collect();
        let broken = self.breaks(|draft| {
            draft.body = Body::Json(several.into());
            Some(())
        })?;
        let request = format!("a valid {} request for {count} records", self.operation.id);
        broken.is_empty().then(|| self.steps(request, &[]))
    }

    /// The steps to more records (`an existing note`, `3 existing notes`), and a valid request with what differs.
    pub fn given_beside(&self, existing: &str, differences: &[&str]) -> Vec<String> {
        let mut steps = self.given(differences);
        let place = self.needed.len();
        let keyword = if place == 0 { "Given" } else { "And" };
        if let Some(step) = steps.first_mut().filter(|_| place == 0) {
            *step = step.replacen("Given", "And", 1);
        }
        steps.insert(place, format!("{keyword} {existing}"));
        steps
    }

    /// The steps to the documented sample.
    pub fn given_sample(&self) -> Vec<String> {
        self.steps(format!("the documented {} sample", self.operation.id), &[])
    }

    fn steps(&self, request: String, differences: &[&str]) -> Vec<String> {
        let all = self.needed.iter().cloned().chain([request]);
        let all = all.chain(differences.iter().map(|difference| (*difference).to_owned()));
        let keywords = std::iter::once("Given").chain(std::iter::repeat("And"));
        keywords.zip(all).map(|(keyword, step)| format!("{keyword} {step}")).collect()
    }

    /// What is sent of a record: the first, of several.
    pub fn record(&self) -> Option<&Value> {
        let body = self.draft.json()?;
        if self.operation.many() { body.get(0) } else { Some(body) }
    }

    /// The fields of what is sent that steps can name and change.
    pub fn fields(&self) -> Vec<&'a Node> {
        let nodes = self.operation.request.iter().flat_map(|request| request.root.all());
        let has_place = |node: &&Node| {
            let parent = node.field.rsplit_once('.').map_or("", |(parent, _)| parent);
            let record = self.record();
            record.and_then(|record| first(record, parent)).is_some()
        };
        let nodes = nodes.filter(|node| !node.is_item && !node.field.is_empty());
        nodes.filter(|node| is_plain(&node.field)).filter(has_place).collect()
    }

    /// The clauses that a changed request breaks and the valid one doesn't; nothing where it can't be changed
    /// like that.
    pub fn breaks(
        &self,
        change: impl FnOnce(&mut Draft) -> Option<()>,
    ) -> Option<BTreeSet<String>> {
        let mut draft = self.draft.clone();
        change(&mut draft)?;
        self.operation.settle(&mut draft);
        Some(self.broken(&draft).difference(&self.open).cloned().collect())
    }

    /// The same of another value of a parameter.
    pub fn parameter_breaks(&self, parameter: &Parameter, value: &str) -> Option<BTreeSet<String>> {
        self.breaks(|draft| {
            let map = match parameter.place {
                ParameterPlace::Path => &mut draft.path,
                ParameterPlace::Query => &mut draft.query,
                ParameterPlace::Header => &mut draft.headers,
                ParameterPlace::Cookie => &mut draft.cookies,
            };
            map.insert(parameter.name.clone(), value.to_owned());
            Some(())
        })
    }

    /// The same of another value of a field; nothing where what is sent can't say it.
    pub fn field_breaks(&self, field: &str, value: Value) -> Option<BTreeSet<String>> {
        let request = self.operation.request.as_ref()?;
        self.record_breaks(|record| {
            put(record, field, value).ok()?;
            request.unsaid(record).is_none().then_some(())
        })
    }

    /// The same of a changed record.
    pub fn record_breaks(
        &self,
        change: impl FnOnce(&mut Value) -> Option<()>,
    ) -> Option<BTreeSet<String>> {
        let many = self.operation.many();
        self.breaks(|draft| {
            let Body::Json(body) = &mut draft.body else { return None };
            change(if many { body.get_mut(0)? } else { body })
        })
    }

    fn broken(&self, draft: &Draft) -> BTreeSet<String> {
        let found = violations(self.operation, draft).into_iter();
        found.filter(|one| !one.stands_in).map(|one| one.clause).collect()
    }

    /// The request itself.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
}

/// Whether the records that an operation makes or changes are refused where another has their values, and its
/// sample prints such values, or a time to come: then it is accepted for once, or for a while, and never again.
fn is_once(api: &Api, operation: &Operation) -> bool {
    let resource =
        |one: &Operation| one.records.as_ref().and_then(|records| records.resource.clone());
    let sample = operation.request.as_ref().and_then(|request| request.sample.as_ref());
    let is_printed = |field: &String| {
        let printed = sample.and_then(|sample| first(sample, field)).and_then(text_of);
        printed.is_some_and(|text| !sample::hides(&text))
    };
    let refuses = |one: &Operation| {
        let mut unique = one.rules.iter().filter_map(Rule::unique);
        unique.any(|unique| !unique.existing_may_answer && unique.fields().iter().all(is_printed))
    };
    let of_same = |one: &&Operation| one.id == operation.id || resource(one) == resource(operation);
    let is_time = |word: &String| Made::read(word).is_some_and(Made::is_to_come);
    let fields = operation.request.iter().flat_map(|request| request.root.all());
    // What is printed for a time to come is past by now.
    let is_past = |node: &Node| {
        let fresh = node.text("x-fresh").map(template::words).unwrap_or_default();
        fresh.iter().any(is_time) && is_printed(&node.field)
    };
    fields.into_iter().any(is_past)
        || (resource(operation).is_some() && api.operations.values().filter(of_same).any(refuses))
}

/// Whether a sample prints a name that others may have, in a document that doesn't say which may be there once.
fn is_taken(api: &Api, operation: &Operation) -> bool {
    api.is_plain && fresh(operation).next().is_some()
}

/// The fields of a request that have to be new.
pub(super) fn fresh(operation: &Operation) -> impl Iterator<Item = &str> {
    let nodes = operation.request.iter().flat_map(|request| request.root.all());
    let fresh = nodes.filter(|node| node.text("x-fresh").is_some());
    fresh.map(|node| node.field.as_str())
}

/// Fills in what a sample hides, as far as that is known without a target.
fn filled(root: &Node, record: &mut Value) {
    sample::rename(root, record);
    for node in root.all() {
        let Some(template) = node.text("x-fill").or_else(|| node.text("x-fresh")) else { continue };
        let value = template::fill(template, |word| match Made::read(word)? {
            Made::Digits => Some("1234567890".into()),
            Made::Label => Some("docproof".into()),
            Made::Uuid => Some("00000000-0000-4000-8000-000000000000".into()),
            Made::Hex(length) => Some("a".repeat(length)),
            Made::DateTime(_) => Some("2030-01-02T03:04:05Z".into()),
            Made::Date(_) => Some("2030-01-02".into()),
        });
        let Some(value) = value else { continue };
        for at in node.places(record) {
            if let Some(Value::String(text)) = record.pointer_mut(&at)
                && sample::hides(text)
            {
                text.clone_from(&value);
            }
        }
    }
}
