//! Values that must be unique, given twice.

use super::List;
use crate::contract::Unique;
use crate::model::Level;
use crate::mutate::change::{Change, Duplicate, Rival};
use crate::mutate::sort::Position;

impl List<'_> {
    pub(super) fn duplicates(&mut self) {
        let Some((rule, unique)) = self.operation.unique() else { return };
        let (clauses, level) = (rule.clauses.clone(), rule.level);
        let mut sorts = vec![
            ("duplicates accepted".to_owned(), Duplicate::All),
            ("duplicates of the same names accepted".into(), Duplicate::SameNames),
            ("duplicates of other names accepted".into(), Duplicate::OtherNames),
        ];
        let many = self.operation.many();
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
            sorts.extend(self.known_duplicates());
        } else if many {
            let first = both(Duplicate::Among(2), Duplicate::At(Position::First));
            sorts.push(("a duplicate that is the first of two accepted".into(), first));
        }
        sorts.extend(self.near_duplicates(unique));
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
            if let Duplicate::MadeBy(maker)
            | Duplicate::ToldLater(maker)
            | Duplicate::ToldAmongMany(maker)
            | Duplicate::ToldTimes(maker, _) = &sort
            {
                clauses.push(format!("{maker}.rule.change-is-kept"));
            }
            let change = Change::AcceptDuplicates(sort);
            self.add("duplicates", &name, clauses, level, change);
        }
        self.raced(&clauses, level);
    }

    /// Duplicates of records that were made or changed in a request of their own.
    fn known_duplicates(&self) -> Vec<(String, Duplicate)> {
        let own = &self.operation.id;
        let made = both(Duplicate::New, Duplicate::MadeBy(own.clone()));
        let mut sorts = vec![
            (
                "duplicates of the same names in another request accepted".to_owned(),
                both(Duplicate::SameNames, made),
            ),
            (
                "duplicates of other names and a record that was made alone accepted".to_owned(),
                both(Duplicate::Plain(own.clone()), Duplicate::ToldAlone),
            ),
        ];
        for saver in self.savers().filter(|saver| !saver.makes_records()) {
            let name = format!(
                "duplicates of other names and a value that {} gave once accepted",
                saver.id
            );
            let once = Duplicate::ToldOnce(saver.id.clone());
            sorts.push((name, both(Duplicate::OtherNames, once)));
        }
        sorts
    }

    /// Duplicates that differ in something, or whose holder got the value in a special way.
    fn near_duplicates(&self, unique: &Unique) -> Vec<(String, Duplicate)> {
        let mut sorts = Vec::new();
        let request = self.operation.request.as_ref();
        let many = self.operation.many();
        let parts = unique.fields();
        for node in request.into_iter().flat_map(|request| request.root.all()) {
            let leaf = node.properties.is_empty() && !node.is_item && !node.field.is_empty();
            let beside = parts.iter().any(|part| {
                part.rsplit_once('.').map(|(parent, _)| parent)
                    == node.field.rsplit_once('.').map(|(parent, _)| parent)
            });
            if !leaf || !beside {
                continue;
            }
            if !parts.contains(&node.field) {
                let name = format!("duplicates with another {} accepted", node.field);
                sorts.push((name, Duplicate::Differing(node.field.clone())));
            } else if self.operation.makes_records() && !node.schema.contains_key("pattern") {
                let name =
                    format!("duplicates with a {} other than the sample's accepted", node.field);
                let other = Duplicate::Unprinted(node.field.clone());
                sorts.push((name, both(Duplicate::Again, other)));
            }
        }
        if many && self.operation.makes_records() {
            let name = "duplicates within a request that stand apart accepted";
            sorts.push((name.into(), Duplicate::Apart));
            for (name, names) in [("same", Duplicate::SameNames), ("other", Duplicate::OtherNames)]
            {
                let sort = both(both(Duplicate::SameRequest, Duplicate::Among(2)), names);
                sorts.push((format!("two records of {name} names and one value accepted"), sort));
            }
        }
        if !self.operation.makes_records() {
            let name = "duplicates of a record that has a part of the value accepted";
            sorts.push((name.into(), Duplicate::OwnPart));
            return sorts;
        }
        for saver in self.savers() {
            let id = &saver.id;
            if saver.many() {
                let name = format!("duplicates of a later of several records of {id} accepted");
                sorts.push((name, Duplicate::ToldLater(id.clone())));
                let name = format!("duplicates of one of many records of {id} accepted");
                sorts.push((name, Duplicate::ToldAmongMany(id.clone())));
            }
            if !saver.makes_records() {
                let name = format!("duplicates of a value that {id} changed twice accepted");
                sorts.push((name, Duplicate::ToldTimes(id.clone(), 2)));
            }
        }
        sorts
    }

    /// Requests at the same moment.
    fn raced(&mut self, clauses: &[String], level: Level) {
        let raced = "both of two at the same moment accepted";
        self.add("duplicates", raced, clauses.to_vec(), level, Change::AcceptRaced(Rival::Any));
        if self.operation.makes_records() {
            for (name, rival) in [
                ("identical ones", Rival::Identical),
                ("identical ones of more", Rival::Crowd),
                ("ones of other names", Rival::OtherNames),
                ("ones of the same names", Rival::SameNames),
                ("ones of several records", Rival::Many),
            ] {
                let name = format!("both of two {name} at the same moment accepted");
                let change = Change::AcceptRaced(rival);
                self.add("duplicates", &name, clauses.to_vec(), level, change);
            }
        }
        let own = self.operation.id.clone();
        let others: Vec<(String, Vec<String>)> = self
            .savers()
            .map(|other| {
                let rules = other.rules.iter().filter(|rule| rule.unique().is_some());
                (other.id.clone(), rules.flat_map(|rule| rule.clauses.clone()).collect())
            })
            .collect();
        // Each pair once.
        for (other, theirs) in others.into_iter().skip_while(|(id, _)| *id != own) {
            let both: Vec<String> = clauses.iter().cloned().chain(theirs).collect();
            let name = format!("both accepted where {other} wants the value at the same moment");
            let change = if other == own {
                Change::AcceptRaced(Rival::Of(other))
            } else {
                Change::AcceptRacedBetween(own.clone(), other)
            };
            self.add("duplicates", &name, both, level, change);
        }
    }
}

fn both(one: Duplicate, other: Duplicate) -> Duplicate {
    Duplicate::Both(Box::new(one), Box::new(other))
}
