//! What is kept between requests: values that must be unique, changes that must last.

use serde_json::json;

use super::List;
use crate::contract::{Check, Operation};
use crate::model::Level;
use crate::mutate::change::{Change, Duplicate};
use crate::mutate::edit::Edit;
use crate::mutate::sort::Position;

impl List<'_> {
    pub(super) fn state(&mut self) {
        self.duplicates();
        self.changes();
        self.later();
    }

    fn duplicates(&mut self) {
        let unique =
            self.operation.rules.iter().find(|rule| matches!(rule.check, Some(Check::Unique(_))));
        let Some((clauses, level)) = unique.map(|rule| (rule.clauses.clone(), rule.level)) else {
            return;
        };
        let mut sorts = vec![
            ("duplicates accepted".to_owned(), Duplicate::All),
            ("duplicates of the same names accepted".into(), Duplicate::SameNames),
            ("duplicates of other names accepted".into(), Duplicate::OtherNames),
        ];
        let many = self.operation.records.as_ref().is_some_and(crate::contract::Records::many);
        if many {
            sorts.push(("duplicates within a request accepted".into(), Duplicate::SameRequest));
            let places = [
                ("first", Position::First),
                ("middle", Position::Middle),
                ("last", Position::Last),
            ];
            for (name, place) in places {
                // A bulk update of two has no middle.
                if self.operation.makes_records() || place != Position::Middle {
                    sorts.push((
                        format!("a duplicate that is the {name} of several accepted"),
                        Duplicate::At(place),
                    ));
                }
            }
        }
        if self.operation.makes_records() {
            let again = "a request that is sent again accepted again";
            sorts.push((again.into(), Duplicate::Again));
        }
        let makers: Vec<String> = self.savers().map(|other| other.id.clone()).collect();
        for maker in makers {
            sorts.push((
                format!("duplicates of a value that {maker} gave accepted"),
                Duplicate::MadeBy(maker),
            ));
        }
        for (name, sort) in sorts {
            let mut clauses = clauses.clone();
            // A value that another operation gave is then not kept, one could say as well.
            if let Duplicate::MadeBy(maker) = &sort {
                clauses.push(format!("{maker}.rule.change-is-kept"));
            }
            let change = Change::AcceptDuplicates(sort);
            self.add("duplicates", &name, clauses, level, change);
        }
        let raced = "both of two at the same moment accepted";
        self.add("duplicates", raced, clauses, level, Change::AcceptRaced);
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
        self.add("state", "changes forgotten", clauses.clone(), level, Change::Forget);
        let watched: Vec<String> = self
            .savers()
            .flat_map(|other| &other.rules)
            .filter(|rule| rule.check == Some(Check::AsLastWritten))
            .flat_map(|rule| rule.fields.clone())
            .collect();
        clauses.extend(self.savers().map(|other| format!("{}.response.body.*:kept", other.id)));
        for field in watched {
            let change = Change::Lose(field.clone());
            self.add("state", &format!("changes of {field} lost"), clauses.clone(), level, change);
        }
    }

    /// What holds for the first answer about a record and no longer for the next.
    fn later(&mut self) {
        let mut found = Vec::new();
        for rule in &self.operation.rules {
            let edit = match rule.check {
                Some(Check::Unchanged | Check::After) => None,
                _ => continue,
            };
            for (field, clause) in rule.fields.iter().zip(&rule.clauses) {
                let edit = edit.clone().unwrap_or_else(|| {
                    if field.ends_with("At") {
                        Edit::Shift(-3600)
                    } else {
                        Edit::Set(json!("another"))
                    }
                });
                found.push((field.clone(), clause.clone(), rule.level, edit));
            }
        }
        for (field, clause, level, edit) in found {
            let own: Vec<String> =
                vec![format!("{}:*", clause.split(':').next().unwrap_or(&clause))];
            let name = format!("{field} wrong from the second answer on");
            self.add("state", &name, own, level.min(Level::Must), Change::Later { field, edit });
        }
    }
}
