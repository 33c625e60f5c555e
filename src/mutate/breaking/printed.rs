//! Requests as the documentation prints them, or with one thing else; texts of any kind.

use super::List;
use super::sorts::is_code;
use crate::contract::place::join;
use crate::contract::{Check, Node};
use crate::model::Level;
use crate::mutate::change::{Change, Lacking, Right};
use crate::mutate::edit::Edit;
use crate::mutate::printed::is_telling;
use crate::mutate::right::is_free;
use crate::mutate::script::{COLUMN, Script};
use crate::mutate::shape::sample;

impl List<'_> {
    pub(super) fn as_printed(&mut self) {
        let nodes: Vec<Node> = match &self.operation.request {
            Some(request) => request.root.all().into_iter().cloned().collect(),
            None => return,
        };
        if is_telling(self.operation) {
            self.refuse("the documented sample", Right::Sample);
        }
        for node in nodes.iter().filter(|node| !node.field.is_empty() && !node.is_item) {
            if self.operation.many() {
                self.in_records(node);
            }
            self.cut_off(node);
            self.prose(node);
        }
    }

    /// What one record of several has, or lacks.
    fn in_records(&mut self, node: &Node) {
        if !node.required && node.level != Level::May {
            for (name, lacking) in [("some", Lacking::Some), ("all", Lacking::All)] {
                let right = Right::OtherwisePrinted(node.field.clone(), lacking);
                let name = format!("{name} records like the sample's without {}", node.field);
                self.refuse(&name, right);
            }
        }
        let Some(level) = self.echoed(node).filter(|_| self.is_any_text(node)) else { return };
        let Some(records) = &self.operation.records else { return };
        let place = join(records.content.as_deref().unwrap_or(""), &node.field);
        let edit = (records.answered_field().to_owned(), Edit::Rotate(place));
        let change = Change::Tell(Right::EveryUnprinted(node.field.clone()), vec![edit]);
        let clauses = vec![format!("{}.response.body.*:echo", self.operation.id)];
        let name = format!("{} of each other's record where all are new", node.field);
        self.add("altered", &name, clauses, level, change);
    }

    /// Texts that are longer than a server may foresee: refused, or told whole.
    fn cut_off(&mut self, node: &Node) {
        let Some(level) = self.echoed(node) else { return };
        if !is_free(node) && !self.is_any_text(node) {
            return;
        }
        let right = Right::TextOf(node.field.clone(), Script::Longer);
        let edit = (self.answered(&node.field), Edit::CutAfter(COLUMN));
        let clauses = vec![format!("{}.response.body.*:echo", self.operation.id)];
        let name = format!("{} cut after {COLUMN} characters", node.field);
        self.add("altered", &name, clauses, level, Change::Tell(right, vec![edit]));
    }

    /// Sentences that the sender writes and nothing answers.
    fn prose(&mut self, node: &Node) {
        let printed = sample(self.operation, &node.field).unwrap_or_default();
        if !is_code(node) || node.text("x-fresh").is_some() || !printed.trim().contains(' ') {
            return;
        }
        for (script, name) in Script::ALL.into_iter().filter(|(script, _)| !script.is_in(&printed))
        {
            let right = Right::TextOf(node.field.clone(), script);
            self.refuse(&format!("{} with {name}", node.field), right);
        }
    }

    /// How binding it is that a field comes back as it was sent, if that is said.
    fn echoed(&self, node: &Node) -> Option<Level> {
        let mut rules = self.operation.rules.iter().filter(|rule| rule.check == Some(Check::Echo));
        rules.find(|rule| rule.fields.contains(&node.field)).map(|rule| rule.level)
    }

    /// Whether any text may stand there, though the suite writes the sample's: a first name.
    pub(super) fn is_any_text(&self, node: &Node) -> bool {
        let printed = sample(self.operation, &node.field).unwrap_or_default();
        is_code(node)
            && !node.field.contains('.')
            && !["format", "pattern"].iter().any(|key| node.schema.contains_key(*key))
            && printed.chars().any(char::is_alphabetic)
            && !printed.contains(['@', ' '])
            && !self.is_named(node)
    }

    /// Whether the documentation names the values of a field, as those of a title.
    pub(super) fn is_named(&self, node: &Node) -> bool {
        let Some(printed) = sample(self.operation, &node.field) else { return false };
        let printed = printed.to_lowercase();
        let own = self.operation.request.iter().filter_map(|body| body.root.find(&node.field));
        let others =
            self.savers().filter_map(|other| other.request.as_ref()?.root.find(&node.field));
        own.chain(others)
            .filter_map(|node| node.description.as_deref())
            .any(|text| text.to_lowercase().contains(&printed))
    }
}
