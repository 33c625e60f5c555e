//! Requests by clause: wrong ones that seem accepted, right ones that are refused, odd ones that
//! bring the server down.

use super::List;
use super::sorts::all_optional;
use crate::model::{ClauseKind, Level};
use crate::mutate::change::{Change, Odd, Right};
use crate::mutate::clients::Fellow;
use crate::mutate::right::{is_free, is_printed};
use crate::mutate::script::Script;
use crate::mutate::shape::Shape;
use crate::mutate::sort::Wrong;

impl List<'_> {
    pub(super) fn requests(&mut self) {
        self.clauses();
        self.wrong_parameters();
        self.wrong_credentials();
        self.wrong_bodies();
        self.right_requests();
        self.sorts();
        self.odd_requests();
    }

    fn right_requests(&mut self) {
        let id = self.operation.id.clone();
        let clauses = vec![
            format!("{id}.request.*"),
            format!("{id}.rule.*"),
            format!("{id}.response.body.*"),
        ];
        let mut sorts: Vec<(String, Right)> =
            vec![("another spelling of the Content-Type".into(), Right::MediaSpelling)];
        if !self.operation.makes_records() {
            sorts.push(("a request that is sent again".into(), Right::Again));
        }
        let Some(request) = &self.operation.request else { return };
        for node in request.root.all() {
            // Of a field whose values the documentation names, others need not be accepted.
            let open = !node.schema.contains_key("examples");
            let leaf =
                open && node.properties.is_empty() && !node.is_item && !node.field.is_empty();
            if leaf && is_printed(self.operation, &node.field) && !is_free(node) {
                let sort = Right::Unprinted(node.field.clone());
                sorts.push((format!("a {} other than the sample's", node.field), sort));
            }
        }
        if request.root.all().into_iter().any(is_free) {
            for (script, name) in Script::ALL {
                sorts.push((format!("a text with {name}"), Right::Text(script)));
            }
        }
        let required = request.root.properties.values().any(|node| node.required);
        let any = request.root.level != Level::May || all_optional(&request.root);
        if request.root.items.is_none() && !required && any {
            sorts.push(("a request without any field".into(), Right::Nothing));
        }
        let many = self.operation.many();
        if many {
            sorts.push(("one record".into(), Right::One));
        }
        if self.operation.unique().is_some() {
            sorts.push(("the names of another".into(), Right::NamesOfAnother));
            if self.operation.makes_records() {
                sorts.push(("a value of which another has a part".into(), Right::OtherPrefix));
                sorts.extend(self.near_values());
            } else {
                sorts.push(("a record's own value".into(), Right::OwnValue));
                let after = "a record's own value after another was refused it";
                sorts.push((after.into(), Right::OwnValueAfterClaim));
                let part = "a value of which another has a part";
                sorts.push((part.into(), Right::OtherPrefix));
                let given = Right::Both(
                    Box::new(Right::OwnValue),
                    Box::new(Right::Both(
                        Box::new(Right::LastToldBy(id.clone())),
                        Box::new(Right::First),
                    )),
                );
                sorts.push(("a record's own value that an update gave".into(), given));
                if !many {
                    sorts.extend(self.values_since_made());
                }
            }
            sorts.push(("a value that ends like another's".into(), Right::Suffix));
            if many {
                sorts.push(("a name that is another's of the request".into(), Right::NamesWithin));
                if !self.operation.makes_records() {
                    sorts.push((
                        "several records' own values".into(),
                        Right::Both(Box::new(Right::OwnValues), Box::new(Right::First)),
                    ));
                    sorts.push(("own values beside others".into(), Right::SomeOwnValues));
                }
            }
        }
        for (name, sort) in sorts {
            let name = format!("{name} refused");
            self.add("refused", &name, clauses.clone(), Level::Must, Change::Refuse(sort));
        }
    }

    /// New records that come near to another one.
    fn near_values(&self) -> Vec<(String, Right)> {
        let apart = both(
            Right::Not(Box::new(Right::NamesWithin)),
            Right::Not(Box::new(Right::Together(Fellow::Any))),
        );
        let named = both(Right::NamesOfAnother, apart);
        let mut sorts = vec![("the names of another one that is there".to_owned(), named)];
        let parts = self.operation.unique().map(|(_, unique)| unique.fields()).unwrap_or_default();
        for part in parts.iter().rev().skip(1) {
            let shorter = Right::Shaped(part.clone(), Shape::Shorter);
            let name = format!("a value of which another has all but a longer {part}");
            sorts.push((name, both(Right::OtherPrefix, shorter)));
        }
        sorts
    }

    /// Updates with the value that a record has since it was made.
    fn values_since_made(&self) -> Vec<(String, Right)> {
        let makers = self.savers().filter(|saver| saver.makes_records());
        let mut sorts = Vec::new();
        for maker in makers {
            let since = both(Right::OwnValue, Right::LastToldBy(maker.id.clone()));
            let unclaimed = Right::Not(Box::new(Right::OwnValueAfterClaim));
            let since = both(since, both(Right::First, unclaimed));
            let name = format!("a record's own value that {} gave", maker.id);
            sorts.push((format!("{name} to it alone"), both(since.clone(), Right::ToldAlone)));
            if maker.many() {
                let among = Right::Not(Box::new(Right::ToldAlone));
                sorts.push((format!("{name} to it among others"), both(since, among)));
            }
        }
        sorts
    }

    fn odd_requests(&mut self) {
        let error = vec![self.operation.clause("http.no-server-error")];
        for (odd, name) in Odd::ALL {
            let many = self.operation.many();
            let nested = self.operation.request.as_ref().is_some_and(|request| {
                request.root.all().into_iter().any(|node| node.field.contains('.') && !node.is_item)
            });
            if ([Odd::NoRecords, Odd::Lists].contains(&odd) && !many)
                || (odd == Odd::Incomplete && !nested)
            {
                continue;
            }
            let name = format!("a server error at {name}");
            self.add("statuses", &name, error.clone(), Level::Must, Change::Fall(odd));
        }
    }

    /// Requests that break a clause and seem accepted; right requests that are refused.
    fn clauses(&mut self) {
        let id = self.operation.id.clone();
        let allowing = self.allowing();
        let clauses: Vec<(String, Level)> = self
            .contract
            .clauses
            .values()
            .filter(|clause| {
                clause.operation == id
                    && clause.kind == ClauseKind::Request
                    && clause.not_observable.is_none()
                    // No request breaks these: they say what becomes of one.
                    && ![":readOnly", ":default"].iter().any(|facet| clause.id.ends_with(facet))
            })
            .map(|clause| (clause.id.clone(), clause.level))
            .collect();
        let accepted = format!("{id}.request.accepted");
        for (clause, level) in clauses {
            let name = clause.strip_prefix(&format!("{id}.request.")).unwrap_or(&clause).to_owned();
            if clause == accepted {
                self.add(
                    "refused",
                    "everything refused",
                    vec![clause],
                    level,
                    Change::Refuse(Right::All),
                );
            } else if allowing.contains(&clause) {
                let change = Change::Refuse(Right::Exercising(clause.clone()));
                // A clause that binds less explains no refusal of a right request.
                let (clauses, level) = match level {
                    Level::Must => (vec![clause], level),
                    _ => (vec![clause, accepted.clone()], Level::Must),
                };
                self.add("refused", &format!("{name} demanded"), clauses, level, change);
            } else {
                self.add(
                    "accepted",
                    &format!("{name} let pass"),
                    vec![clause.clone()],
                    level,
                    Change::Accept(Wrong::Clause(clause)),
                );
            }
        }
        if self.operation.many() {
            let clauses = vec![format!("{id}.rule.*"), format!("{id}.request.accepted")];
            self.add(
                "refused",
                "more than 20 records refused",
                clauses,
                Level::Must,
                Change::Refuse(Right::MoreThan(20)),
            );
        }
    }

    /// Clauses that allow something: optional fields and nulls.
    fn allowing(&self) -> Vec<String> {
        let mut clauses = Vec::new();
        for parameter in self.operation.parameters.iter().filter(|parameter| !parameter.required) {
            clauses.push(parameter.clause.clone());
        }
        let Some(request) = &self.operation.request else { return clauses };
        for node in request.root.all() {
            if !node.required && !node.is_item && !node.field.is_empty() {
                clauses.push(node.clause.clone());
            }
            if node.allows_type("null") {
                clauses.push(node.facet("null"));
            }
        }
        clauses
    }
}

fn both(one: Right, other: Right) -> Right {
    Right::Both(Box::new(one), Box::new(other))
}
