//! How the state of records is seen: through an operation that answers one, and through what may be
//! made beside it.

use serde_json::Value;

use super::lookup::unknown_operation;
use crate::check::{self, Remembered};
use crate::contract::place::get;
use crate::contract::{Api, Check, Contract, Node, Operation, Rule, Unique, template, whole_field};
use crate::model::{Judgement, Level};

/// The rule that a refusal changes nothing.
pub(super) const NOTHING: &str = "refused-changes-nothing";
/// The rule that a change is kept.
pub(super) const KEPT: &str = "change-is-kept";

/// What later answers show of an operation, by its contract.
#[derive(Clone, Debug, Default)]
pub struct StateSteps {
    /// That a change is kept.
    pub kept: bool,
    /// That a refusal changed nothing, where the records that a request names exist.
    pub nothing: bool,
    /// Fields by which a list shows that a refusal made nothing: each request has a text of its own in them.
    pub marks: Vec<String>,
}

/// Which steps on the state of records judge anything of an operation.
pub fn state_steps(contract: &Contract, operation: &Operation) -> StateSteps {
    let Ok(ways) = Ways::of(contract, operation) else { return StateSteps::default() };
    let promises = |name: &str| {
        let clause = operation.rules_named(name).find_map(|rule| rule.clauses.first());
        let clause = clause.and_then(|clause| contract.clauses.get(clause));
        clause.is_some_and(|clause| clause.not_observable.is_none())
    };
    let is_named = operation.path_id_of(&ways.resource).is_some()
        || operation.records.as_ref().is_some_and(|records| records.sent_id.is_some());
    let is_listed = ways.listing.is_some() && operation.makes_records();
    let is_known = ways.rivals.is_some() || is_listed || (ways.is_made && is_named);
    let listing = ways.listing.as_ref().and_then(|id| contract.operation(id));
    let listing = listing.filter(|listing| {
        operation.makes_records() && promises(NOTHING) && !check::lists_in_pages(listing)
    });
    let is_mark = |node: &&Node| {
        let shows = |listing| is_listed_by(listing, &node.field);
        node.text("x-fresh").is_some_and(|text| text.contains("{label}"))
            && listing.is_some_and(shows)
    };
    let fields = operation.request.iter().flat_map(|request| request.root.all());
    let marks = fields.filter(is_mark).map(|node| node.field.clone()).collect();
    StateSteps { kept: promises(KEPT), nothing: promises(NOTHING) && is_known, marks }
}

/// Whether a list documents a field of its records.
pub(super) fn is_listed_by(listing: &Operation, field: &str) -> bool {
    let whole = whole_field(field, listing.records.as_ref());
    listing.response.as_ref().is_some_and(|body| body.root.find(&whole).is_some())
}

/// How the records that an operation changes can be looked at.
pub(super) struct Ways {
    /// What they are (`contact`).
    pub resource: String,
    /// Whether an operation makes one.
    pub is_made: bool,
    /// The operation whose answers show one.
    pub observer: Option<Observer>,
    /// What shows whether a value is taken.
    pub rivals: Option<Rivals>,
    /// The operation that lists all of them, by a rule of it.
    pub listing: Option<String>,
}

/// An operation whose answers show a record, by its id.
pub(super) enum Observer {
    /// It reads one.
    Reading(String),
    /// It writes some fields of one and answers all.
    Writing(String),
}

/// What makes a second record, where a rule says that none may have the first one's value.
pub(super) struct Rivals {
    pub maker: String,
    pub rule: Rule,
    pub unique: Unique,
}

impl Ways {
    /// The ways in which the contract lets an operation's records be seen.
    ///
    /// # Errors
    /// What the contract lacks, and what to write there.
    pub fn of(contract: &Contract, operation: &Operation) -> Result<Self, String> {
        let id = &operation.id;
        let Some(api) = contract.apis.get(&operation.api) else { return Err(String::new()) };
        let file = &api.file;
        let Some(name) = resource_of(api, operation) else {
            return Err(format!(
                "nothing says which records {id} is about, so no later answer can show them; give it \
                 `x-records` with a `resource` in {file}"
            ));
        };
        if operation.records.is_none() && operation.request.is_some() {
            return Err(format!(
                "nothing says how a request of {id} holds a `{name}`: give it `x-records` \
                 (`{{sent: body, answered: body, resource: {name}}}`) in {file}"
            ));
        }
        let Some(resource) = api.resources.get(name) else {
            return Err(format!(
                "no later answer can show a `{name}`: `x-resources` in {file} doesn't have it"
            ));
        };
        let observer = match &resource.observed_by {
            Some(observer) => Some(Observer::of(contract, name, observer).map_err(|why| {
                format!("`observed-by: {observer}` of `{name}` in {file}: {why}")
            })?),
            None => None,
        };
        let removes = operation.method == "DELETE";
        let maker = resource.made_by.as_ref().and_then(|maker| contract.operation(maker));
        let rivals = maker.filter(|_| !removes).and_then(|maker| {
            let (rule, unique) = maker.unique()?;
            Some(Rivals { maker: maker.id.clone(), rule: rule.clone(), unique: unique.clone() })
        });
        if removes && !matches!(observer, Some(Observer::Reading(_))) {
            return Err(format!(
                "nothing shows whether a `{name}` is still there: name an operation that reads one in \
                 `x-resources` in {file} (`observed-by`)"
            ));
        }
        let lists = |other: &&Operation| {
            let own = other.records.as_ref().and_then(|records| records.resource.as_deref());
            own == Some(name)
                && other.reads()
                && other.rules.iter().any(|rule| rule.check == Some(Check::ListsKnown))
        };
        let listing = api.operations.values().find(lists).map(|other| other.id.clone());
        let shows_made = listing.is_some() && operation.makes_records();
        if observer.is_none() && rivals.is_none() && !shows_made {
            return Err(format!(
                "no operation shows a `{name}`: name one in `x-resources` in {file} (`observed-by`: it \
                 reads one, or updates single fields of one), or give what makes one a rule with \
                 `check: {{unique: …}}`"
            ));
        }
        let is_made = resource.made_by.is_some();
        Ok(Self { resource: name.into(), is_made, observer, rivals, listing })
    }
}

impl Observer {
    fn of(contract: &Contract, resource: &str, id: &str) -> Result<Self, String> {
        let operation = contract.operation(id).ok_or_else(|| unknown_operation(contract, id))?;
        if operation.path_id_of(resource).is_none() {
            return Err(format!(
                "it can't be asked for one of them; a parameter of its path needs `x-resource: {resource}`"
            ));
        }
        if operation.response.is_none() {
            return Err("its answer has no documented body that could show one".into());
        }
        if operation.method == "GET" {
            return Ok(Self::Reading(id.into()));
        }
        if operation.request.is_none() || operation.many() || operation.method == "DELETE" {
            return Err(
                "it must be a GET, or an update of one record that takes single fields".into()
            );
        }
        if state_rules(operation).all(|rule| rule.fields.is_empty()) {
            return Err(
                "no rule says that its answer shows the record's fields; give it one with `fields` and \
                 `check: echo` or `as-last-written`, or name a GET"
                    .into(),
            );
        }
        Ok(Self::Writing(id.into()))
    }
}

/// What an operation is about: as its records say, or else by an id in its path.
fn resource_of<'a>(api: &Api, operation: &'a Operation) -> Option<&'a str> {
    let told = operation.records.as_ref().and_then(|records| records.resource.as_deref());
    told.or_else(|| {
        let mut named = operation.named_in_path().rev().map(|(resource, _)| resource);
        named.find(|resource| api.resources.contains_key(*resource))
    })
}

/// Rules on what was written. An id or an account is the request's own.
fn state_rules(operation: &Operation) -> impl Iterator<Item = &Rule> {
    operation.rules.iter().filter(|rule| match &rule.check {
        Some(Check::Echo | Check::AsLastWritten | Check::Unchanged) => true,
        Some(Check::Equals(text)) => {
            template::words(text).iter().all(|word| word.starts_with("sent."))
        }
        _ => false,
    })
}

/// The first, one in the middle and the last.
pub(super) fn spread(records: &[Remembered]) -> impl Iterator<Item = &Remembered> {
    let count = records.len();
    let chosen = [0, count / 2, count.saturating_sub(1)];
    records.iter().enumerate().filter(move |(at, _)| chosen.contains(at)).map(|(_, record)| record)
}

/// Two text fields that may be written alone: what one overwrites, the other shows.
pub(super) fn probe_fields(
    operation: &Operation,
    record: &Remembered,
) -> impl Iterator<Item = String> {
    let fields = operation.request.iter().flat_map(|request| request.root.properties.values());
    let mut names: Vec<String> = fields
        .filter(|node| {
            node.properties.is_empty()
                && get(&record.sent, &node.field).is_some_and(Value::is_string)
        })
        .map(|node| node.field.clone())
        .collect();
    names.reverse();
    names.into_iter().take(2)
}

/// What an answer shows of a record's state.
pub(super) enum Shown {
    /// None of the fields that are known.
    Nothing,
    /// Some of them, all as they were known.
    AsKnown,
    /// This field is another.
    Otherwise(String, Judgement),
}

impl Shown {
    fn otherwise(field: &str, known: &Value, answered: &Value) -> Self {
        let expected = format!("{field} is still {known}");
        let judgement = Judgement::broken("", expected, answered.to_string()).at(field);
        Self::Otherwise(field.to_owned(), judgement)
    }
}

/// Holds the answer to a partial update against what is known of a record. The field that was just
/// written (`written`) may betray a fault, but shows nothing of what was there before.
pub(super) fn differences(
    operation: &Operation,
    told: Option<&Operation>,
    record: &Remembered,
    written: Option<&str>,
    seen: &check::Seen<'_>,
    body: &Value,
) -> Shown {
    let Some(root) = operation.response.as_ref().map(|body| &body.root) else {
        return Shown::Nothing;
    };
    let pairs = check::pairs(seen, body);
    let Some(pair) = pairs.first() else { return Shown::Nothing };
    let rules = state_rules(operation);
    let mut shown = Shown::Nothing;
    for field in rules.flat_map(|rule| &rule.fields).filter(|field| !field.contains("body.")) {
        if !is_told(told, field) {
            continue;
        }
        let (Some(known), Some(answered)) =
            (get(&record.answered, field), get(pair.content, field))
        else {
            continue;
        };
        let documented = root.find(&whole_field(field, operation.records.as_ref()));
        if !check::compare::same_as_told(known, answered, documented) {
            return Shown::otherwise(field, known, answered);
        }
        if Some(field.split('.').next().unwrap_or(field)) != written {
            shown = Shown::AsKnown;
        }
    }
    shown
}

/// Looks in what an operation reads for what the record's last request left out.
pub(super) fn without(
    operation: &Operation,
    record: &Remembered,
    seen: &check::Seen<'_>,
    body: &Value,
) -> Shown {
    let content = content(operation, seen, body);
    let still = content.and_then(|content| check::still_there(seen, &record.given_up, content));
    match still {
        None => Shown::Nothing,
        Some(None) => Shown::AsKnown,
        Some(Some((field, before))) => {
            let expected = check::gone_line(field);
            let judgement = Judgement::broken("", expected, format!("it is still {before}"));
            Shown::Otherwise(field.clone(), judgement.at(field))
        }
    }
}

/// The record in what an operation reads. Without `x-records` the body is it.
fn content<'a>(
    operation: &Operation,
    seen: &check::Seen<'a>,
    body: &'a Value,
) -> Option<&'a Value> {
    match operation.records {
        None => Some(body),
        Some(_) => Some(check::pairs(seen, body).first()?.content),
    }
}

/// Holds what an operation reads against what is known of a record: every field that was written,
/// and that the answer documents. One that is absent there says nothing.
pub(super) fn read(
    operation: &Operation,
    told: Option<&Operation>,
    record: &Remembered,
    seen: &check::Seen<'_>,
    body: &Value,
) -> Shown {
    let Some(root) = operation.response.as_ref().map(|body| &body.root) else {
        return Shown::Nothing;
    };
    let Some(content) = content(operation, seen, body) else { return Shown::Nothing };
    let mut shown = Shown::Nothing;
    for field in leaves(&record.sent) {
        let documented = root.find(&whole_field(&field, operation.records.as_ref()));
        let judged = |node: &&Node| node.level != Level::May && node.not_observable.is_none();
        let Some(node) = documented.filter(judged) else { continue };
        let (Some(known), Some(answered)) = (get(&record.answered, &field), get(content, &field))
        else {
            continue;
        };
        if !is_told(told, &field) {
            continue;
        }
        if !check::compare::same_as_told(known, answered, Some(node)) {
            return Shown::otherwise(&field, known, answered);
        }
        shown = Shown::AsKnown;
    }
    shown
}

/// Whether the operation that last answered a record documents this field: what it said beyond that
/// means nothing. One that answers nothing is known by what it was sent.
fn is_told(told: Option<&Operation>, field: &str) -> bool {
    told.is_none_or(|told| {
        let whole = whole_field(field, told.records.as_ref());
        told.response.as_ref().is_none_or(|body| body.root.find(&whole).is_some())
    })
}

/// The dotted paths of everything in a record that is no object.
pub(super) fn leaves(record: &Value) -> Vec<String> {
    let Value::Object(members) = record else { return Vec::new() };
    let mut found = Vec::new();
    for (name, value) in members {
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                found.extend(leaves(value).into_iter().map(|leaf| format!("{name}.{leaf}")));
            }
            _ => found.push(name.clone()),
        }
    }
    found
}
