//! What a feature says that is right as it stands, and likely meant otherwise.

use std::sync::Arc;

use crate::contract::ParameterPlace;
use crate::contract::template::{Made, Told, words};
use crate::spelling::slip;
use crate::suite::world::World;

/// Its names are the same in any letters.
const HEADER: &str = "header";

impl World {
    /// Of a name that is documented nowhere, and a slip away from one that is.
    pub(super) fn hint_at_name(&mut self, place: ParameterPlace, name: &str) {
        let context = Arc::clone(&self.context);
        let Some(operation) = self.documented(&context) else { return };
        let parameters = operation.parameters.iter().filter(|one| one.place == place);
        let credentials = operation.credentials().filter(|one| one.place.name() == place.name());
        let known = parameters
            .map(|one| one.name.as_str())
            .chain(credentials.map(|one| one.name.as_str()))
            .chain((place == ParameterPlace::Header).then_some("Content-Type"));
        let known: Vec<&str> = known.collect();
        let what = match place {
            ParameterPlace::Query => "query parameter",
            ParameterPlace::Path => "path parameter",
            ParameterPlace::Header => HEADER,
            ParameterPlace::Cookie => "cookie",
        };
        self.hint_at_slip(name, &known, what, &operation.id);
    }

    /// The same of a field. One in other letters is asked for as it stands: that is a test of its own.
    pub(super) fn hint_at_field(&mut self, field: &str) {
        let context = Arc::clone(&self.context);
        let Some(operation) = self.documented(&context) else { return };
        let Some(documented) = &operation.request else { return };
        let known: Vec<&str> =
            documented.root.all().into_iter().map(|node| node.field.as_str()).collect();
        if known.iter().any(|known| known.eq_ignore_ascii_case(field)) {
            return;
        }
        self.hint_at_slip(field, &known, "field", &operation.id);
    }

    fn hint_at_slip(&mut self, name: &str, known: &[&str], what: &str, operation: &str) {
        let is_known = known.iter().any(|known| match what {
            HEADER => known.eq_ignore_ascii_case(name),
            _ => *known == name,
        });
        // With something behind it a name is another on purpose.
        let is_longer = |meant: &str| name.starts_with(meant) || meant.starts_with(name);
        if !is_known
            && let Some(meant) = slip(name, known.iter().copied()).filter(|meant| !is_longer(meant))
        {
            self.hint(format!(
                "{operation} has no {what} `{name}`, which is sent all the same; did you mean `{meant}`?"
            ));
        }
    }

    /// Of a value with words in braces that only a contract fills.
    pub(super) fn hint_at_words(&mut self, value: &str) {
        let is_filled = |word: &str| {
            Made::read(word).is_some()
                || Told::read(word).is_some()
                || word.starts_with("sent.")
                || word == "resource"
        };
        if let Some(word) = words(value).into_iter().find(|word| is_filled(word)) {
            self.hint(format!(
                "`{{{word}}}` is sent as it stands here: such words are filled where a contract says `x-fill`"
            ));
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

    /// Said before a run, once; the run itself has other things to tell.
    fn hint(&mut self, text: String) {
        // A rehearsal ends its scenarios with the first request, and goes on for what may be said.
        if self.context.options.dry_run.is_some() {
            self.hints.push((self.step, text));
        }
    }
}
