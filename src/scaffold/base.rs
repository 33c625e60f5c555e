//! The request that scenarios of an operation begin with, and what a difference breaks.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::contract::place::{first, put};
use crate::contract::template::Made;
use crate::contract::{Api, Contract, Node, Operation, sample, template, violations};
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
    /// What it breaks all the same: what the target has to fill in.
    open: BTreeSet<String>,
}

/// What says of a resource that a step can name it.
fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c == ' ' || c == '-')
}

impl<'a> Base<'a> {
    pub fn of(contract: &Contract, operation: &'a Operation) -> Result<Self, String> {
        if let Some(media_types) = &operation.unsendable {
            return Err(format!("it takes {media_types}, and docproof writes JSON bodies only"));
        }
        let mut draft = operation.draft();
        if let Some(request) = &operation.request {
            let mut sample =
                request.sample.clone().ok_or("its request has no example; give its body one")?;
            match &mut sample {
                Value::Array(records) if operation.many() => {
                    records.iter_mut().for_each(|record| filled(&request.root, record));
                }
                record => filled(&request.root, record),
            }
            draft.headers.insert("Content-Type".into(), request.media_type.clone());
            draft.body = Body::Json(sample);
        }
        let api = contract.apis.get(&operation.api).ok_or("it is of no API")?;
        let needed = needed(api, operation, &draft)?;
        let shown = state_steps(contract, operation);
        let mut base = Self { operation, shown, needed, draft, open: BTreeSet::new() };
        base.open = base.broken(&base.draft);
        Ok(base)
    }

    /// The steps to a valid request, and whatever differs.
    pub fn given(&self, differences: &[&str]) -> Vec<String> {
        self.steps(format!("a valid {} request", self.operation.id), differences)
    }

    /// The steps to a valid request for so many records.
    pub fn given_several(&self, count: usize) -> Vec<String> {
        self.steps(format!("a valid {} request for {count} records", self.operation.id), &[])
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
        let is_plain = |name: &str| !name.contains(['"', '\\', '{', '<', '>', '\n']);
        let has_place = |node: &&Node| {
            let parent = node.field.rsplit_once('.').map_or("", |(parent, _)| parent);
            let record = self.record();
            record.and_then(|record| first(record, parent)).is_some()
        };
        let nodes = nodes.filter(|node| !node.is_item && !node.field.is_empty());
        nodes.filter(|node| is_plain(&node.field)).filter(has_place).collect()
    }

    /// The clauses that a changed request breaks and the valid one doesn't.
    pub fn breaks(&self, change: impl FnOnce(&mut Draft) -> Option<()>) -> BTreeSet<String> {
        let mut draft = self.draft.clone();
        match change(&mut draft) {
            Some(()) => self.broken(&draft).difference(&self.open).cloned().collect(),
            None => BTreeSet::new(),
        }
    }

    /// The same of a changed record.
    pub fn record_breaks(&self, change: impl FnOnce(&mut Value) -> Option<()>) -> BTreeSet<String> {
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

    /// The credentials that a request carries, where there is one way to be admitted.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
}

/// Fills in what a sample hides, as far as that is known without a target.
fn filled(root: &Node, record: &mut Value) {
    sample::rename(root, record);
    for node in root.all() {
        let Some(text) = first(record, &node.field).and_then(Value::as_str) else { continue };
        let template = node.text("x-fill").or_else(|| node.text("x-fresh"));
        let value = template.filter(|_| sample::is_masked(text) || sample::is_placeholder(text));
        let value = value.and_then(|template| {
            template::fill(template, |word| match Made::read(word)? {
                Made::Digits => Some("1234567890".into()),
                Made::Label => Some("docproof".into()),
                Made::Uuid => Some("00000000-0000-4000-8000-000000000000".into()),
                Made::Hex(length) => Some("a".repeat(length)),
            })
        });
        if let Some(value) = value {
            // A field that has a text already has a place.
            let _ = put(record, &node.field, value.into());
        }
    }
}

/// The records that an operation names and that others make.
fn needed(api: &Api, operation: &Operation, draft: &Draft) -> Result<Vec<String>, String> {
    let mut wanted: Vec<(String, usize)> = Vec::new();
    for (name, _) in operation.named_in_path() {
        want(api, name, 1, &mut wanted, 0);
    }
    if let Some(records) = operation.records.as_ref().filter(|records| records.sent_id.is_some())
        && let Some(name) = &records.resource
    {
        let count = draft.json().and_then(Value::as_array).map_or(1, Vec::len);
        want(api, name, count, &mut wanted, 0);
    }
    let steps = wanted.into_iter().map(|(name, count)| match count {
        _ if !is_word(&name) => Err(format!(
            "it names a `{name}`, and no step can: a resource is called in small letters, `-` and blanks"
        )),
        1 => Ok(format!("an existing {name}")),
        _ => Ok(format!("{count} existing {name}s")),
    });
    steps.collect()
}

/// What a resource belongs to comes before it.
fn want(api: &Api, name: &str, count: usize, wanted: &mut Vec<(String, usize)>, depth: usize) {
    let maker = api.resources.get(name).and_then(|resource| resource.made_by.as_ref());
    let Some(maker) = maker.and_then(|id| api.operations.get(id)) else { return };
    // A contract may lead in circles.
    if depth > api.resources.len() {
        return;
    }
    for (above, _) in maker.named_in_path().filter(|(above, _)| *above != name) {
        want(api, above, 1, wanted, depth + 1);
    }
    match wanted.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = count.max(*known),
        None => wanted.push((name.to_owned(), count)),
    }
}
