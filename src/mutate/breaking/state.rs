//! What is kept between requests: values that must be unique, changes that must last.

use serde_json::{Value, json};

use super::List;
use crate::contract::{Check, Operation};
use crate::mutate::change::{Change, Fault, Right};
use crate::mutate::clients::Fellow;
use crate::mutate::edit::Edit;
use crate::mutate::right::is_free;

impl List<'_> {
    pub(super) fn state(&mut self) {
        self.duplicates();
        self.changes();
        self.taken_over();
        self.defaults();
        self.documented_defaults();
        self.later();
    }

    /// Operations that save records of the same kind.
    pub(super) fn savers(&self) -> impl Iterator<Item = &Operation> {
        let resource = self.operation.records.as_ref().and_then(|own| own.resource.clone());
        self.contract.operations().filter(move |other| {
            other.api == self.operation.api
                && resource.is_some()
                && other.records.as_ref().is_some_and(|records| records.resource == resource)
        })
    }

    fn changes(&mut self) {
        let id = self.operation.id.clone();
        let kept =
            self.operation.rules_named("change-is-kept").find(|rule| rule.not_observable.is_none());
        let resource =
            self.operation.records.as_ref().and_then(|records| records.resource.as_ref());
        let (Some((mut clauses, level)), Some(_)) =
            (kept.map(|rule| (rule.clauses.clone(), rule.level)), resource)
        else {
            return;
        };
        if self.operation.makes_records() {
            return;
        }
        clauses.push(format!("{id}.rule.change-is-kept"));
        let forgotten = Change::Forget(Right::All);
        self.add("state", "changes forgotten", clauses.clone(), level, forgotten);
        let watched: Vec<String> = self
            .savers()
            .flat_map(|other| &other.rules)
            .filter(|rule| rule.check == Some(Check::AsLastWritten))
            .flat_map(|rule| rule.fields.clone())
            .collect();
        clauses.extend(self.savers().map(|other| format!("{}.response.body.*:kept", other.id)));
        let many = self.operation.many();
        if !many {
            // A cache that knows the first record of a client, and takes it for the others.
            let alone = Right::Not(Box::new(Right::Together(Fellow::Any)));
            let later = Right::Both(Box::new(Right::MadeLater), Box::new(alone));
            let name = "changes of a record that was made after another forgotten";
            self.add("state", name, clauses.clone(), level, Change::Forget(later));
        }
        if let (true, Some(field)) = (many, watched.first()) {
            let change = Change::LoseOf(field.clone(), Right::One);
            let name = format!("changes of {field} lost in a request of one record");
            self.add("state", &name, clauses.clone(), level, change);
            for (name, fault) in [
                ("a wrong record", Fault::Wrong),
                ("a wrong one of a few records", Fault::WrongAmongFew),
                ("a wrong one of many records", Fault::WrongAmongMany),
                ("an unknown id", Fault::Unknown),
                ("another's value", Fault::Duplicate),
            ] {
                let change = Change::LoseBeside(field.clone(), fault);
                let name = format!("changes of {field} lost beside {name}");
                self.add("state", &name, clauses.clone(), level, change);
            }
        }
        for field in watched {
            let change = Change::Lose(field.clone());
            self.add("state", &format!("changes of {field} lost"), clauses.clone(), level, change);
        }
    }

    /// What a new record gets, and isn't kept.
    fn defaults(&mut self) {
        if !self.operation.makes_records() {
            return;
        }
        let mut found = Vec::new();
        for other in self.savers() {
            let kept = other.rules.iter().filter(|rule| rule.check == Some(Check::AsLastWritten));
            for rule in kept {
                for field in &rule.fields {
                    found.push((field.clone(), rule.clauses.clone(), rule.level));
                }
            }
        }
        let request = self.operation.request.as_ref();
        found.retain(|(field, ..)| {
            request.and_then(|request| request.root.find(field)).is_some_and(|node| !is_free(node))
        });
        for (field, clauses, level) in found {
            let name = format!("{field} of a new record kept as the sample prints it");
            self.add("state", &name, clauses, level, Change::Default(field));
        }
    }

    /// A new record has another value than the default in what its request left out.
    fn documented_defaults(&mut self) {
        let Some(request) = self.operation.request.as_ref() else { return };
        for node in request.root.all() {
            let Some(default) = self.operation.shown_default(node) else { continue };
            let level = self.contract.clauses.get(&node.facet("default")).map(|own| own.level);
            let (Some(level), false) = (level, self.operation.many()) else { continue };
            let other = match default.value {
                Value::Number(number) => json!(number.as_f64().unwrap_or_default() + 1.0),
                Value::Bool(value) => json!(!value),
                _ => json!("another"),
            };
            let right = Right::Exercising(node.clause.clone());
            let change = Change::Tell(right, vec![(default.shown.field.clone(), Edit::Set(other))]);
            let name = format!("{} has another default", node.field);
            self.add("defaults", &name, vec![node.facet("default")], level, change);
        }
    }

    /// What is refused and stored all the same.
    fn taken_over(&mut self) {
        let operation = self.operation;
        if operation.makes_records() {
            return;
        }
        let Some(rule) = operation
            .rules_named("refused-changes-nothing")
            .find(|rule| rule.not_observable.is_none())
        else {
            return;
        };
        let mut clauses = vec![format!("{}.rule.*", operation.id)];
        clauses.extend(rule.clauses.iter().cloned());
        let parts = operation.unique().map(|(_, unique)| unique.fields()).unwrap_or_default();
        let maker = self.savers().find(|other| other.makes_records()).map(|other| other.id.clone());
        let free = |field: &str| {
            let request = operation.request.as_ref();
            request.and_then(|request| request.root.find(field)).is_some_and(is_free)
        };
        let echoed = operation.rules.iter().filter(|rule| rule.check == Some(Check::Echo));
        for field in echoed.flat_map(|rule| &rule.fields) {
            let mut faults =
                vec![("a wrong record", Fault::Wrong), ("another's value", Fault::Duplicate)];
            if operation.many() && !parts.contains(field) {
                faults.push(("another's value alone", Fault::DuplicateAlone));
                faults.push(("another's value beside others", Fault::DuplicateBeside));
            }
            if let (true, Some(maker)) = (free(field), &maker) {
                let plain = Fault::PlainDuplicate(maker.clone());
                faults.push(("another's value from the beginning", plain));
            }
            for (name, fault) in faults {
                let change = Change::TakeOver(field.clone(), fault);
                let name = format!("{field} stored where {name} is refused");
                self.add("state", &name, clauses.clone(), rule.level, change);
            }
        }
    }

    /// What holds for the first answer about a record and no longer for the next.
    fn later(&mut self) {
        let mut found = Vec::new();
        for rule in &self.operation.rules {
            if !matches!(rule.check, Some(Check::Unchanged | Check::After)) {
                continue;
            }
            for (field, clause) in rule.fields.iter().zip(&rule.clauses) {
                let edit = match field.ends_with("At") {
                    true => Edit::Shift(-3600),
                    false => Edit::Set(json!("another")),
                };
                found.push((field.clone(), clause.clone(), rule.level, edit));
            }
        }
        for (field, clause, level, edit) in found {
            let own: Vec<String> =
                vec![format!("{}:*", clause.split(':').next().unwrap_or(&clause))];
            if clause.ends_with(":after") {
                let name = format!("{field} not moved by the first change of a record");
                // A big batch may be written in another way.
                let few = Right::Not(Box::new(Right::MoreThan(20)));
                let change = Change::Stuck(field.clone(), few);
                self.add("state", &name, vec![clause.clone()], level, change);
            }
            let name = format!("{field} wrong from the second answer on");
            self.add("state", &name, own, level, Change::Later { field, edit });
        }
    }
}
