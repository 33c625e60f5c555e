//! What a feature says that can be sent, and is likely a slip.

use std::sync::Arc;

use serde_json::Value;

use crate::contract::template::{Made, Told, is_of_sample, words};
use crate::contract::{Node, ParameterPlace};
use crate::spelling::slip;
use crate::suite::world::World;

impl World {
    /// Of a name that is documented nowhere, and a slip away from one that is.
    pub(super) fn hint_at_name(&mut self, place: ParameterPlace, name: &str) {
        if !self.takes_hints() {
            return;
        }
        let context = Arc::clone(&self.context);
        let Some(operation) = self.documented(&context) else { return };
        let parameters = operation.parameters.iter().filter(|one| one.place == place);
        let credentials = operation.credentials().filter(|one| one.place.name() == place.name());
        let known = parameters
            .map(|one| one.name.as_str())
            .chain(credentials.map(|one| one.name.as_str()))
            .chain((place == ParameterPlace::Header).then_some("Content-Type"));
        if let Some(meant) = meant(name, &known.collect::<Vec<_>>()) {
            let what = match place {
                ParameterPlace::Query => "query parameter",
                other => other.name(),
            };
            self.hint_at(&operation.id, what, name, meant);
        }
    }

    /// The same of a field.
    pub(super) fn hint_at_field(&mut self, field: &str) {
        if !self.takes_hints() {
            return;
        }
        let context = Arc::clone(&self.context);
        let Some(operation) = self.documented(&context) else { return };
        let Some(documented) = &operation.request else { return };
        let (above, own) = field.rsplit_once('.').unwrap_or(("", field));
        let Some(above) =
            documented.root.find(above).map(Node::item_or_self).filter(|node| is_closed(node))
        else {
            return;
        };
        let known: Vec<&str> = above.properties.keys().map(String::as_str).collect();
        if let Some(meant) = meant(own, &known) {
            let meant = field.strip_suffix(own).unwrap_or_default().to_owned() + meant;
            self.hint_at(&operation.id, "field", field, &meant);
        }
    }

    fn hint_at(&mut self, operation: &str, what: &str, name: &str, meant: &str) {
        self.hint(format!(
            "{operation} has no {what} `{name}`, which is sent all the same; did you mean `{meant}`?"
        ));
    }

    /// Of words in braces that only a contract fills.
    pub(super) fn hint_at_words(&mut self, text: &str) {
        if !self.takes_hints() {
            return;
        }
        if let Some(word) = words(text).into_iter().find(|word| is_filled(word)) {
            self.hint(format!(
                "`{{{word}}}` is sent as it stands here: such words are filled where a contract says `x-fill`"
            ));
        }
    }

    /// The same of all texts in a value.
    pub(super) fn hint_at_words_in(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.hint_at_words(text),
            Value::Array(items) => items.iter().for_each(|item| self.hint_at_words_in(item)),
            Value::Object(members) => {
                members.values().for_each(|member| self.hint_at_words_in(member));
            }
            _ => {}
        }
    }

    /// Of a status that is documented nowhere, where others like it are.
    pub(super) fn hint_at_status(&mut self, operation: &str, status: Option<u16>) {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(operation) else { return };
        let Some(status) = status.filter(|status| operation.answers.to(*status).is_none()) else {
            return;
        };
        let named = (status / 100 * 100..).take(100).filter(|one| operation.answers.names(*one));
        let named: Vec<String> = named.map(|status| status.to_string()).collect();
        if !named.is_empty() {
            self.hint(format!(
                "{} documents no answer with {status} but with {}; the rule is held to it all the same",
                operation.id,
                named.join(", ")
            ));
        }
    }

    /// Hints are given before a run, once; the run itself has other things to tell.
    fn takes_hints(&self) -> bool {
        self.context.options.dry_run.is_some()
    }

    fn hint(&mut self, text: String) {
        if self.takes_hints() {
            self.hints.push((self.step, text));
        }
    }
}

/// The name that is likely meant. What differs in its letters' case or in digits alone is another on purpose, and
/// so is one that has more behind it.
fn meant<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    if known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return None;
    }
    let without_digits = |name: &str| name.replace(|c: char| c.is_ascii_digit(), "");
    slip(name, known.iter().copied()).filter(|meant| {
        let more = name.strip_prefix(*meant).unwrap_or_default();
        // A letter twice is a slip.
        let doubled = more.len() == 1 && meant.ends_with(more);
        (more.is_empty() || doubled) && without_digits(name) != without_digits(meant)
    })
}

/// Whether its fields are all that is documented of it.
fn is_closed(node: &Node) -> bool {
    let open = ["patternProperties", "oneOf", "anyOf"];
    let more = node.schema.get("additionalProperties");
    more.is_none_or(|more| *more == Value::Bool(false))
        && !open.iter().any(|key| node.schema.contains_key(*key))
}

/// Whether contracts have such a word in their templates.
fn is_filled(word: &str) -> bool {
    Made::read(word).is_some() || Told::read(word).is_some() || is_of_sample(word)
}
