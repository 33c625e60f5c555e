//! Documented answers: one for each key of `responses` that is judged.

use std::sync::Arc;

use serde_json::Value;

use super::Loader;
use super::bodies::json_of;
use crate::contract::answer::{Answers, DocumentedAnswer, Exact, Statuses, may_have_a_body};
use crate::contract::error::{At, ContractError};
use crate::contract::inherit::Inherited;
use crate::contract::node::followed;
use crate::model::Level;

/// An entry of `responses`.
struct Entry<'a> {
    key: &'a str,
    statuses: Statuses,
    value: &'a Value,
    at: At<'a>,
}

impl Entry<'_> {
    fn has_body(&self) -> bool {
        !matches!(self.statuses, Statuses::One(status) if !may_have_a_body(status))
    }

    /// Whether its body can be read by a schema.
    fn is_json(&self) -> bool {
        self.has_body() && json_of(self.value).is_some()
    }
}

impl Loader<'_> {
    pub(super) fn answers(
        &self,
        id: &str,
        operation: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Answers, ContractError> {
        let at = at.down("responses");
        let Some(responses) = operation.get("responses") else { return Ok(Answers::default()) };
        let own = above.refine(responses, &self.pages, &at)?;
        let entries = self.entries(responses, &at)?;
        let accepts = |entry: &&Entry<'_>| entry.statuses.are_of(2);
        // Where nothing else is documented of an acceptance, `default` is.
        let by_default = !entries.iter().any(|entry| accepts(&entry));
        let accepting: Vec<usize> = (0..entries.len())
            .filter(|index| {
                let entry = &entries[*index];
                accepts(&entry) || (by_default && entry.statuses == Statuses::Rest)
            })
            .collect();
        let main = accepting.iter().copied().find(|index| entries[*index].is_json());
        let main = main.or(accepting.first().copied());
        let alone = accepting.len() == 1;
        let mut answers = Answers { main, ..Answers::default() };
        for (index, entry) in entries.iter().enumerate() {
            let is_main = main == Some(index);
            let clause = match is_main {
                true => format!("{id}.response"),
                false => format!("{id}.response.{}", entry.key),
            };
            let body = match entry.has_body() {
                true => {
                    let clause = format!("{clause}.body");
                    self.body(&clause, entry.value, true, &own.inherit(), &entry.at)?
                }
                false => None,
            };
            let told = match entry.statuses {
                _ if is_main && alone => None,
                Statuses::Rest => Some("any other status".to_owned()),
                Statuses::One(_) | Statuses::Class(_) => Some(entry.key.to_owned()),
            };
            answers.list.push(DocumentedAnswer {
                statuses: entry.statuses,
                told,
                body: body.map(Arc::new),
                headers: self.headers(&clause, entry.value, &own.inherit(), &entry.at)?,
                clause,
            });
        }
        answers.exact = self.exact(&entries, &own)?;
        Ok(answers)
    }

    /// The entries that say something of an acceptance.
    fn entries<'a>(
        &'a self,
        responses: &'a Value,
        at: &At<'a>,
    ) -> Result<Vec<Entry<'a>>, ContractError> {
        let mut entries = Vec::new();
        for (key, value) in responses.as_object().into_iter().flatten() {
            if key.starts_with("x-") {
                continue;
            }
            let at = at.down(key);
            let statuses = Statuses::read(key).ok_or_else(|| {
                at.error(format!(
                    "{key:?} is no status; write one (\"201\"), a range (\"2XX\") or \"default\""
                ))
            })?;
            if !statuses.are_of(2) && statuses != Statuses::Rest {
                continue;
            }
            let (value, at) = followed(&self.document, value, &at)?;
            entries.push(Entry { key, statuses, value, at });
        }
        Ok(entries)
    }

    /// The promise of a status: only where every one is named.
    fn exact(
        &self,
        entries: &[Entry<'_>],
        own: &Inherited,
    ) -> Result<Option<Exact>, ContractError> {
        let mut exact =
            Exact { statuses: Vec::new(), level: own.level, source: own.source.clone() };
        for entry in entries {
            let Statuses::One(status) = entry.statuses else { return Ok(None) };
            let level = own.inherit().refine(entry.value, &self.pages, &entry.at)?.level;
            exact.level = exact.level.min(level);
            exact.statuses.push(status);
        }
        Ok(Some(exact).filter(|exact| !exact.statuses.is_empty() && exact.level != Level::May))
    }
}
