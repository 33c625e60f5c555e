//! What a server has been asked and has answered, as far as its faults may depend on it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::Value;

use super::answers::Answer;
use super::change::Rival;
use super::duplicates::same_names;
use super::right::records;
use super::state::{exchange, values};
use super::story::fingerprint;
use crate::check::{self, Memory, Seen};
use crate::contract::Operation;
use crate::model::Draft;

/// All of it.
#[derive(Debug, Default)]
pub(super) struct History {
    told: HashMap<String, Told>,
    claimed: HashSet<String>,
    announced: HashMap<String, Vec<Announced>>,
}

/// What was told of a record.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// How often each operation has.
    pub times: HashMap<String, usize>,
    /// Where it stood in the last request about it.
    pub at: usize,
    /// Among how many records.
    pub of: usize,
}

/// A request that would give a record a value.
#[derive(Debug)]
struct Announced {
    operation: String,
    request: String,
    record: Value,
    of: usize,
}

impl History {
    /// Takes down a request before it is sent on.
    pub(super) fn announce(&mut self, operation: &Operation, draft: &Draft, duplicates: &[String]) {
        let all = records(draft);
        for (position, value) in values(operation, draft) {
            let Some(record) = all.get(position) else { continue };
            let announced = Announced {
                operation: operation.id.clone(),
                request: fingerprint(draft),
                record: (*record).clone(),
                of: all.len(),
            };
            self.announced.entry(value).or_default().push(announced);
        }
        self.claimed.extend(duplicates.iter().cloned());
    }

    /// Takes down an accepting answer.
    pub(super) fn learn(&mut self, operation: &Operation, draft: &Draft, answer: &Answer) {
        let exchange = exchange(operation, answer);
        let memory = Memory::default();
        let sent_at = Duration::ZERO;
        let seen = Seen { operation, draft, exchange: &exchange, memory: &memory, sent_at };
        let Some(body) = seen.body().filter(|_| answer.accepted()) else { return };
        let of = records(draft).len();
        for pair in check::pairs(&seen, body) {
            let (Some(id), Some(at)) = (check::record_id(&seen, &pair), pair.position) else {
                continue;
            };
            let told = self.told.entry(id).or_default();
            (told.at, told.of) = (at, of);
            *told.times.entry(operation.id.clone()).or_default() += 1;
        }
    }

    /// What was told of a record.
    pub(super) fn of(&self, id: &str) -> Option<&Told> {
        self.told.get(id)
    }

    /// Whether another record was to have the value, and had not.
    pub(super) fn is_claimed(&self, value: &str) -> bool {
        self.claimed.contains(value)
    }

    /// Whether every value of the request that others would have too is wanted by such a rival.
    pub(super) fn is_rival(&self, rival: &Rival, operation: &Operation, draft: &Draft) -> bool {
        let all = records(draft);
        let own = fingerprint(draft);
        let mut contested = values(operation, draft).into_iter().filter_map(|(position, value)| {
            let wanting = self.announced.get(&value).filter(|wanting| wanting.len() > 1)?;
            Some((*all.get(position)?, wanting))
        });
        contested.any(|(record, wanting)| {
            let others = || wanting.iter().filter(|other| other.request != own);
            let identical = others().next().is_none();
            match rival {
                Rival::Any => true,
                Rival::Of(id) => {
                    let of = |other: &Announced| other.operation == *id;
                    if operation.id == *id {
                        !identical && others().all(of)
                    } else {
                        others().any(of)
                    }
                }
                Rival::Identical => identical,
                Rival::Crowd => identical && wanting.len() > 2,
                Rival::SameNames | Rival::OtherNames => others().any(|other| {
                    let same = same_names(operation, record, &other.record);
                    other.of == 1
                        && other.operation == operation.id
                        && same == (*rival == Rival::SameNames)
                }),
                Rival::Many => all.len() > 1 && others().any(|other| other.of > 1),
            }
        })
    }
}
