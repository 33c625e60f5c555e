//! Which clauses a `Then` asks about.

use std::collections::HashMap;
use std::sync::Arc;

use super::world::World;
use crate::contract::Contract;
use crate::model::ClauseKind;

/// Clauses of an operation that are asked about together, by their indices in the contract.
#[derive(Debug, Default)]
pub(super) struct Group {
    http: Vec<usize>,
    response: Vec<usize>,
    answer_rules: Vec<usize>,
}

/// The groups of every operation.
pub(super) fn groups(contract: &Contract) -> HashMap<String, Group> {
    let mut groups: HashMap<String, Group> = HashMap::new();
    for (index, clause) in contract.clauses.values().enumerate() {
        let group = groups.entry(clause.operation.clone()).or_default();
        match clause.kind {
            ClauseKind::Http => group.http.push(index),
            ClauseKind::Response => group.response.push(index),
            ClauseKind::Rule if clause.id.contains(".response.body.") => {
                group.answer_rules.push(index);
            }
            ClauseKind::Rule | ClauseKind::Request => {}
        }
    }
    groups
}

impl World {
    fn ask_group(&mut self, operation: &str, pick: impl Fn(&Group) -> &Vec<usize>) -> Vec<usize> {
        let asked = self.context.groups.get(operation).map(|group| pick(group).clone());
        let asked = asked.unwrap_or_default();
        self.ask_known(asked.iter().copied());
        asked
    }

    /// HTTP's own promises, which every answer is held to.
    pub(super) fn ask_http(&mut self, operation: &str) {
        self.ask_group(operation, |group| &group.http);
    }

    /// Acceptance.
    pub(super) fn ask_accepted(&mut self, operation: &str) {
        self.ask_http(operation);
        self.ask([format!("{operation}.request.accepted")]);
    }

    /// The form of the answer. Gives the clauses.
    pub(super) fn ask_schema(&mut self, operation: &str) -> Vec<usize> {
        self.ask_group(operation, |group| &group.response)
    }

    /// What the answer says of what was sent. Gives the clauses.
    pub(super) fn ask_answer_rules(&mut self, operation: &str) -> Vec<usize> {
        self.ask_group(operation, |group| &group.answer_rules)
    }

    /// The clauses of a rule, by its name: of this operation, or `operation.rule`.
    pub(super) fn rule_clauses(&self, operation: &str, name: &str) -> Vec<String> {
        let context = Arc::clone(&self.context);
        let (operation, name) = match name.split_once('.') {
            Some((other, name)) if context.contract.operation(other).is_some() => (other, name),
            _ => (operation, name),
        };
        let Some(documented) = context.contract.operation(operation) else { return Vec::new() };
        documented.rules_named(name).flat_map(|rule| rule.clauses.clone()).collect()
    }

    /// The same, none of which is the author's mistake; the first is what is blamed.
    pub(super) fn known_rule(
        &mut self,
        operation: &str,
        name: &str,
    ) -> Option<(String, Vec<String>)> {
        let clauses = self.rule_clauses(operation, name);
        let Some(first) = clauses.first().cloned() else {
            let message = self.unknown_rule(operation, name);
            self.mistake(message);
            return None;
        };
        Some((first, clauses))
    }

    /// An unknown rule, in words.
    pub(super) fn unknown_rule(&self, operation: &str, name: &str) -> String {
        let context = Arc::clone(&self.context);
        let Some(documented) = context.contract.operation(operation) else { return String::new() };
        let mut names: Vec<&str> = documented.rules.iter().map(|rule| rule.name.as_str()).collect();
        names.dedup();
        if names.is_empty() {
            return format!(
                "{operation} has no rule `{name}`, nor any other; `x-rules` in the contract has them"
            );
        }
        format!(
            "{operation} has no rule `{name}`{} (there are {})",
            crate::spelling::hint(name, names.iter().copied()),
            names.join(", ")
        )
    }
}
