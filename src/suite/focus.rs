//! Which clauses a `Then` asks about.

use std::sync::Arc;

use super::world::World;
use crate::model::{Clause, ClauseKind};

impl World {
    /// Ids of an operation's clauses that a test picks.
    pub(super) fn clauses_where(
        &self,
        operation: &str,
        pick: impl Fn(&Clause) -> bool,
    ) -> Vec<String> {
        let clauses = self.context.contract.clauses.values();
        clauses
            .filter(|clause| clause.operation == operation && pick(clause))
            .map(|clause| clause.id.clone())
            .collect()
    }

    /// HTTP's own promises, which every answer is held to.
    pub(super) fn ask_http(&mut self, operation: &str) {
        let clauses = self.clauses_where(operation, |clause| clause.kind == ClauseKind::Http);
        self.ask(clauses);
    }

    /// Acceptance.
    pub(super) fn ask_accepted(&mut self, operation: &str) {
        self.ask_http(operation);
        self.ask([format!("{operation}.request.accepted")]);
    }

    /// The form of the answer.
    pub(super) fn ask_schema(&mut self, operation: &str) {
        let clauses = self.clauses_where(operation, |clause| clause.kind == ClauseKind::Response);
        self.ask(clauses);
    }

    /// What the answer says of what was sent.
    pub(super) fn ask_answer_rules(&mut self, operation: &str) {
        let clauses = self.clauses_where(operation, |clause| {
            clause.kind == ClauseKind::Rule && clause.id.contains(".response.body.")
        });
        self.ask(clauses);
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

    /// An unknown rule, in words.
    pub(super) fn unknown_rule(&self, operation: &str, name: &str) -> String {
        let context = Arc::clone(&self.context);
        let Some(documented) = context.contract.operation(operation) else { return String::new() };
        let mut names: Vec<&str> = documented.rules.iter().map(|rule| rule.name.as_str()).collect();
        names.dedup();
        format!(
            "{operation} has no rule `{name}`{} (there are {})",
            super::lookup::hint(name, names.iter().copied()),
            names.join(", ")
        )
    }
}
