//! Documented answers: one for each key of `responses` that is judged.

use std::sync::Arc;

use serde_json::Value;

use super::Loader;
use super::bodies::{json_of, media_types};
use crate::contract::answer::{
    Answers, Content, DocumentedAnswer, Exact, Statuses, TextBody, may_have_a_body,
};
use crate::contract::error::{At, ContractError};
use crate::contract::inherit::Inherited;
use crate::contract::media;
use crate::contract::node::{followed, resolve};
use crate::contract::one_way::Way;
use crate::model::Level;

/// An entry of `responses`.
struct Entry<'a> {
    key: &'a str,
    statuses: Statuses,
    value: &'a Value,
    at: At<'a>,
    /// Whether HTTP has a body there, whatever is documented.
    has_body: bool,
}

impl Entry<'_> {
    /// Whether its body can be read by a schema.
    fn is_json(&self) -> bool {
        self.has_body && json_of(self.value).is_some()
    }
}

impl Loader<'_> {
    pub(super) fn answers(
        &self,
        id: &str,
        method: &str,
        operation: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Answers, ContractError> {
        let at = at.down("responses");
        let Some(responses) = operation.get("responses") else { return Ok(Answers::default()) };
        let own = above.refine(responses, &self.pages, &at)?;
        let entries = self.entries(method, responses, &at)?;
        // Where nothing else is documented of an acceptance, `default` is.
        let by_default = !entries.iter().any(|entry| entry.statuses.are_of(2));
        let accepts = |entry: &Entry<'_>| {
            entry.statuses.are_of(2) || (by_default && entry.statuses == Statuses::Rest)
        };
        let of_acceptance = || (0..entries.len()).filter(|index| accepts(&entries[*index]));
        let main = of_acceptance().find(|index| entries[*index].is_json());
        let main = main.or_else(|| of_acceptance().next());
        let alone = of_acceptance().count() == 1;
        let mut list = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let is_main = main == Some(index);
            let mut answer = self.answer(id, entry, is_main, &own.inherit())?;
            answer.accepts = accepts(entry);
            if is_main && alone {
                answer.told = None;
            }
            list.push(answer);
        }
        Ok(Answers { list, main, exact: self.exact(&entries, &own)? })
    }

    /// One entry; the main one has the ids that say nothing of a status.
    fn answer(
        &self,
        id: &str,
        entry: &Entry<'_>,
        is_main: bool,
        above: &Inherited,
    ) -> Result<DocumentedAnswer, ContractError> {
        let (value, at) = (entry.value, &entry.at);
        let clause = match is_main {
            true => format!("{id}.response"),
            false => format!("{id}.response.{}", entry.key),
        };
        let content = self.content(entry, above)?;
        let mut body = None;
        if let Some(content) = &content {
            let clause = format!("{clause}.body");
            body = match is_main {
                true => self.printed_body(Way::Answer, &clause, value, true, above, at)?,
                false => self.body(Way::Answer, &clause, value, above, at)?,
            };
            if let Some(body) = &mut body {
                body.root.level = content.level;
            }
        }
        let text = match (&content, &body) {
            (Some(_), None) => self.text_body(&format!("{clause}.body"), entry, above)?,
            _ => None,
        };
        Ok(DocumentedAnswer {
            statuses: entry.statuses,
            told: Some(match entry.statuses {
                Statuses::Rest => "any other status".into(),
                Statuses::One(_) | Statuses::Class(_) => entry.key.into(),
            }),
            accepts: false,
            content,
            body: body.map(Arc::new),
            text,
            headers: self.headers(&clause, value, above, at)?,
            clause,
        })
    }

    /// The entries that say something of an acceptance, a redirect or a refusal.
    fn entries<'a>(
        &'a self,
        method: &str,
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
            let is_judged = [2, 3, 4].into_iter().any(|class| statuses.are_of(class));
            if !is_judged && statuses != Statuses::Rest {
                continue;
            }
            let (value, at) = followed(&self.document, value, &at)?;
            let none = matches!(statuses, Statuses::One(status) if !may_have_a_body(status));
            let has_body = !none && method != "head";
            entries.push(Entry { key, statuses, value, at, has_body });
        }
        Ok(entries)
    }

    /// What is documented of a body besides its fields.
    fn content(
        &self,
        entry: &Entry<'_>,
        above: &Inherited,
    ) -> Result<Option<Content>, ContractError> {
        let media_types = media_types(entry.value);
        if !entry.has_body || media_types.is_empty() {
            return Ok(None);
        }
        let own = above.refine(entry.value, &self.pages, &entry.at)?;
        let content = entry.value.get("content").and_then(Value::as_object);
        let listed = content.into_iter().flatten();
        let may_be_empty: Vec<String> = listed
            .filter(|(name, said)| !media::is_json(name) && self.may_be_empty(said, &entry.at))
            .map(|(name, _)| name.clone())
            .collect();
        // Where every one may be, an empty body is no more than odd.
        let level = match may_be_empty.len() == media_types.len() {
            true => own.level.min(Level::Should),
            false => own.level,
        };
        Ok(Some(Content { media_types, may_be_empty, level, source: own.source }))
    }

    /// A body that is a text, if anything is said of that.
    fn text_body(
        &self,
        clause: &str,
        entry: &Entry<'_>,
        above: &Inherited,
    ) -> Result<Option<TextBody>, ContractError> {
        let own = above.refine(entry.value, &self.pages, &entry.at)?.inherit();
        let content = entry.value.get("content").and_then(Value::as_object);
        for (name, said) in content.into_iter().flatten() {
            let at = entry.at.down("content").down(name);
            if !media::is_of("text/*", name) {
                continue;
            }
            if let Some(value) = self.printed(Way::Answer, ("", clause), said, &own, &at)? {
                return Ok(Some(TextBody { media_type: name.clone(), value }));
            }
        }
        Ok(None)
    }

    /// Whether an empty text is one of these, by their schema.
    fn may_be_empty(&self, media: &Value, at: &At<'_>) -> bool {
        let Some(schema) = media.get("schema") else { return true };
        let schema = resolve(&self.document, schema, at).unwrap_or(schema);
        schema.get("type").is_none_or(|kind| {
            kind == "string"
                || kind.as_array().is_some_and(|kinds| kinds.contains(&"string".into()))
        })
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
            if entry.statuses.are_of(3) || entry.statuses.are_of(4) {
                continue;
            }
            let Statuses::One(status) = entry.statuses else { return Ok(None) };
            let level = own.inherit().refine(entry.value, &self.pages, &entry.at)?.level;
            exact.level = exact.level.min(level);
            exact.statuses.push(status);
        }
        Ok(Some(exact).filter(|exact| !exact.statuses.is_empty() && exact.level != Level::May))
    }
}
