//! What a client asks at the same moment, or one after the other.

use serde_json::json;

use super::List;
use crate::contract::{Check, Operation};
use crate::model::Level;
use crate::mutate::change::{Change, Right};
use crate::mutate::clients::Fellow;
use crate::mutate::edit::Edit;

/// Rules without a check that speak of what was done, not of what must be accepted.
const OF_STATE: [&str; 2] = ["refused-changes-nothing", "change-is-kept"];

impl List<'_> {
    pub(super) fn clients(&mut self) {
        if self.operation.makes_records() {
            self.made_together();
        } else if self.takes_turns() {
            self.one_record();
        } else if !self.operation.many() && self.savers().any(Operation::makes_records) {
            let clauses = vec![format!("{}.response.body.*:echo", self.operation.id)];
            let name = "what another request at the same moment sent told";
            self.add("altered", name, clauses, Level::Must, Change::MixUp);
        }
    }

    fn made_together(&mut self) {
        let allowing: Vec<String> = self
            .operation
            .rules
            .iter()
            .filter(|rule| rule.check.is_none() && !OF_STATE.contains(&rule.name.as_str()))
            .flat_map(|rule| rule.clauses.clone())
            .collect();
        if !allowing.is_empty() {
            let name = "the names of another at the same moment refused";
            let change = Change::Refuse(Right::Together(Fellow::SameNames));
            self.add("refused", name, allowing, Level::Must, change);
        }
        let own = self.operation.rules.iter().find(|rule| rule.check == Some(Check::OwnIds));
        let records = self.operation.records.as_ref();
        let id = records.and_then(|records| records.id.as_ref());
        let (Some(own), Some(id)) = (own, id) else { return };
        let (clauses, level) = (own.clauses.clone(), own.level);
        let edit = (self.answered(id), Edit::Set(json!("0123456789abcdef01234567")));
        let change = Change::Tell(Right::Together(Fellow::OtherNames), vec![edit]);
        let name = "the same id for two at the same moment";
        self.add("ids", name, clauses.clone(), level, change);
        if self.operation.many() {
            let name = "the ids of an earlier request of several given again";
            self.add("ids", name, clauses, level, Change::ReuseIds);
        }
    }

    /// Whether there is one record, that nothing documented makes.
    fn takes_turns(&self) -> bool {
        let resource = self.operation.records.as_ref().and_then(|own| own.resource.as_ref());
        let api = self.contract.apis.get(&self.operation.api);
        api.zip(resource).and_then(|(api, name)| api.resources.get(name)).is_some_and(|it| it.turns)
    }

    /// What may go wrong where all requests are about one record.
    fn one_record(&mut self) {
        let error = vec![self.operation.clause("http.no-server-error")];
        let name = "a server error at two requests at the same moment";
        self.add("statuses", name, error, Level::Must, Change::FallTogether);
        let another = Right::Both(Box::new(Right::First), Box::new(Right::AfterAnother));
        self.refuse("another change after a first", another);
    }
}
