//! What a scenario knows of the records that it has made or changed.

use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::rules::given_up;
use super::{Seen, pairs, record_id, unique_values};
use crate::contract::place::remove;
use crate::contract::{Api, Operation, Rule, text_of, whole_field};
use crate::model::Draft;

/// A record as its last answer and its writes tell.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// What it is (`contact`).
    pub resource: String,
    /// Its id.
    pub id: String,
    /// Every field as last written.
    pub sent: Value,
    /// The record as last answered.
    pub answered: Value,
    /// The operation that answered it.
    pub operation: String,
    /// When that answer had come, since the start of the run.
    pub received: Duration,
    /// The state that an operation has put it in, by its name in the contract.
    pub state: Option<String>,
    /// The values that no other record may have, by the rule's template.
    pub unique: Vec<String>,
    /// The parameters of the path of the request by which it became known.
    pub made_at: IndexMap<String, String>,
    /// Whether an accepted request removed it.
    pub removed: bool,
    /// What its last request took from it by leaving it out: fields with what they were.
    pub given_up: Vec<(String, Value)>,
    /// Headers of its last answer that requests are filled with, by their names in small letters.
    headers: Vec<(String, String)>,
    /// The operation that told them.
    headers_by: String,
}

impl Remembered {
    /// A header of its last answer, if requests are filled with it.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether its headers are what this operation told last: with them it may be asked whether that still
    /// holds.
    pub fn was_read_by(&self, operation: &str) -> bool {
        self.headers_by == operation
    }

    /// Whether it is taken for granted, where nothing is sent.
    pub fn is_assumed(&self) -> bool {
        self.operation.is_empty()
    }
}

/// A resource and an id of it.
type Key = (String, String);

/// The records of a scenario, in the order in which they became known. What was known before an exchange is
/// kept beside what is learnt from it, so a copy shares what stays.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    records: IndexMap<Arc<Key>, Arc<Remembered>>,
}

impl Memory {
    /// A record by resource and id.
    pub fn get(&self, resource: &str, id: &str) -> Option<&Remembered> {
        self.records.get(&(resource.to_owned(), id.to_owned())).map(Arc::as_ref)
    }

    /// Every record.
    pub fn all(&self) -> impl Iterator<Item = &Remembered> {
        self.records.values().map(Arc::as_ref)
    }

    /// The records of a resource.
    pub fn of<'a>(&'a self, resource: &'a str) -> impl Iterator<Item = &'a Remembered> {
        self.all().filter(move |record| record.resource == resource)
    }

    /// The records of a resource that are in a state, where one is named.
    pub fn in_state<'a>(
        &'a self,
        resource: &'a str,
        state: Option<&'a str>,
    ) -> impl Iterator<Item = &'a Remembered> {
        self.of(resource)
            .filter(move |record| state.is_none_or(|state| record.state.as_deref() == Some(state)))
    }

    /// The ids of all records with what they are, also by the names of its states: one that isn't in a state is there
    /// all the same.
    pub fn ids(&self, api: Option<&Api>) -> Vec<(String, String)> {
        let mut known = Vec::new();
        for record in self.all() {
            let states = api.into_iter().flat_map(|api| api.states(&record.resource));
            known.extend(states.map(|(name, _)| (name.to_owned(), record.id.clone())));
            known.push((record.resource.clone(), record.id.clone()));
        }
        known
    }

    /// The record that has a unique value. One that was removed has none.
    pub fn holder(&self, resource: &str, unique: &str) -> Option<&Remembered> {
        self.all().find(|record| {
            record.resource == resource
                && !record.removed
                && record.unique.iter().any(|value| value == unique)
        })
    }

    /// Takes a record for granted, where nothing is sent.
    pub fn assume(&mut self, resource: &str, id: String, sent: Value) {
        let record = Remembered {
            resource: resource.to_owned(),
            id: id.clone(),
            answered: sent.clone(),
            sent,
            operation: String::new(),
            received: Duration::ZERO,
            state: None,
            unique: Vec::new(),
            made_at: IndexMap::new(),
            removed: false,
            given_up: Vec::new(),
            headers: Vec::new(),
            headers_by: String::new(),
        };
        self.records.insert(Arc::new((resource.to_owned(), id)), Arc::new(record));
    }

    fn get_mut(&mut self, key: &Key) -> Option<&mut Remembered> {
        self.records.get_mut(key).map(Arc::make_mut)
    }

    /// An accepted request may have put records that it names in another state.
    pub fn change_states(&mut self, api: &Api, operation: &Operation, draft: &Draft) {
        let mut named = Vec::new();
        for (resource, parameter) in operation.named_in_path() {
            if let Some(id) = draft.path.get(&parameter.name) {
                named.push(((resource.to_owned(), id.clone()), draft.json()));
            }
        }
        let sent: &[Value] = match draft.json() {
            Some(Value::Array(items)) if operation.many() => items,
            Some(record) => std::slice::from_ref(record),
            None => &[],
        };
        let nodes = operation.request.as_ref().map(|request| request.root.all());
        for node in nodes.iter().flatten() {
            let Some((resource, _)) = node.named_record() else { continue };
            for record in sent {
                let ids = node.places(record).into_iter().filter_map(|at| record.pointer(&at));
                let ids = ids.filter_map(text_of);
                named.extend(ids.map(|id| ((api.base(resource).to_owned(), id), Some(record))));
            }
        }
        for (key, sent) in named {
            let Some(record) = self.get_mut(&key) else { continue };
            let before = record.state.as_deref();
            if let Some(state) = api.state_after(&key.0, before, &operation.id, sent) {
                record.state = state.map(str::to_owned);
            }
        }
    }

    /// An accepted request removed a record.
    pub fn note_removed(&mut self, resource: &str, id: &str) {
        if let Some(record) = self.get_mut(&(resource.to_owned(), id.to_owned())) {
            record.removed = true;
        }
    }

    /// Learns from an accepted exchange. A list that is read tells of known records alone: the others are somebody
    /// else's. What of the answer is known to be wrong (`wrong`: fields of the
    /// body) is told already, and nothing else is held to it.
    pub fn learn(&mut self, seen: &Seen<'_>, body: &Value, received: Duration, wrong: &[&str]) {
        let Some(records) = &seen.operation.records else { return self.learn_headers(seen) };
        let Some(resource) = &records.resource else { return };
        let is_one = !records.many() && !records.answered.ends_with("[]");
        let is_list = seen.operation.reads() && records.answered.ends_with("[]");
        let place = whole_field("", Some(records));
        let inside = |field: &&str| match place.is_empty() {
            true => Some((*field).to_owned()),
            false => field.strip_prefix(&place)?.strip_prefix('.').map(str::to_owned),
        };
        let wrong: Vec<String> = wrong.iter().filter_map(inside).collect();
        for pair in pairs(seen, body) {
            let Some(id) = record_id(seen, &pair) else { continue };
            let key = Arc::new((resource.clone(), id.clone()));
            let known = self.records.get(&key);
            if is_list && known.is_none() {
                continue;
            }
            let mut sent =
                known.map_or_else(|| Value::Object(Map::new()), |known| known.sent.clone());
            let given_up = match (known, pair.sent) {
                (Some(known), _) if seen.operation.reads() => known.given_up.clone(),
                (Some(known), Some(new)) => given_up(seen, known, new),
                _ => Vec::new(),
            };
            for (name, _) in &given_up {
                remove(&mut sent, name);
            }
            if let (Value::Object(all), Some(Value::Object(new))) = (&mut sent, pair.sent) {
                for (name, value) in new {
                    all.insert(name.clone(), value.clone());
                }
            }
            let mut unique = Vec::new();
            for rule in seen.operation.rules.iter().filter_map(Rule::unique) {
                unique.extend(unique_values(&rule.sent, &sent));
            }
            // What was given up may be of it.
            if unique.is_empty() && given_up.is_empty() {
                unique =
                    self.records.get(&key).map(|known| known.unique.clone()).unwrap_or_default();
            }
            let mut answered = pair.content.clone();
            for field in wrong.iter().filter(|field| !field.is_empty()) {
                remove(&mut answered, field);
            }
            let state = self.records.get(&key).and_then(|known| known.state.clone());
            let made_at = self
                .records
                .get(&key)
                .map_or_else(|| seen.draft.path.clone(), |known| known.made_at.clone());
            let (headers, headers_by) = match self.get_mut(&key) {
                Some(known) if is_one || seen.operation.reads() => {
                    (std::mem::take(&mut known.headers), std::mem::take(&mut known.headers_by))
                }
                _ => (Vec::new(), String::new()),
            };
            let record = Remembered {
                resource: resource.clone(),
                id,
                sent,
                answered,
                operation: seen.operation.id.clone(),
                received,
                state,
                unique,
                made_at,
                removed: false,
                given_up,
                headers,
                headers_by,
            };
            self.records.insert(Arc::clone(&key), Arc::new(record));
            if is_one {
                self.note_headers(seen, &key);
            }
        }
    }

    /// Learns the headers of an accepting answer about the record that a request's path names.
    pub fn learn_headers(&mut self, seen: &Seen<'_>) {
        if let Some((resource, parameter)) = seen.operation.named_in_path().next_back()
            && let Some(id) = seen.draft.path.get(&parameter.name)
        {
            let key = (resource.to_owned(), id.clone());
            // What goes on behind the record tells of something else, and may have changed it.
            if seen.operation.path.ends_with(&format!("{{{}}}", parameter.name)) {
                self.note_headers(seen, &key);
            } else if let Some(record) = self.get_mut(&key)
                && !seen.operation.reads()
            {
                record.headers.clear();
            }
        }
    }

    /// What a reading doesn't tell is as it was; what a change doesn't tell is unknown.
    fn note_headers(&mut self, seen: &Seen<'_>, key: &Key) {
        let names = &seen.operation.kept_headers;
        let (Some(response), false) = (seen.exchange.response(), names.is_empty()) else { return };
        let Some(record) = self.get_mut(key) else { return };
        let told = names.iter().filter_map(|name| {
            let own = || record.header(name).filter(|_| seen.operation.reads());
            let value = response.header(name).or_else(own)?;
            Some((name.clone(), value.to_owned()))
        });
        record.headers = told.collect();
        record.headers_by.clone_from(&seen.operation.id);
    }
}
