//! Mutations that break a clause, derived from the contract.

mod clients;
mod fields;
mod printed;
mod requests;
mod sorts;
mod state;
mod twice;
mod wrong;

use serde_json::json;

use super::change::{Bytes, Change};
use super::edit::Edit;
use super::{Expectation, Mutation};
use crate::contract::{Check, Contract, Node, Operation, Rule};
use crate::model::Level;

pub(super) fn mutations(contract: &Contract, operation: &Operation) -> Vec<Mutation> {
    let mut list = List { contract, operation, mutations: Vec::new() };
    list.fields();
    list.records();
    list.whole_answers();
    list.requests();
    list.as_printed();
    list.state();
    list.clients();
    list.mutations
}

struct List<'a> {
    contract: &'a Contract,
    operation: &'a Operation,
    mutations: Vec<Mutation>,
}

impl List<'_> {
    fn add(
        &mut self,
        kind: &'static str,
        name: &str,
        clauses: Vec<String>,
        level: Level,
        change: Change,
    ) {
        self.mutations.push(Mutation {
            id: format!("{} {name}", self.operation.id),
            operation: self.operation.id.clone(),
            kind,
            expectation: Expectation::Breaks { clauses, level },
            change,
        });
    }

    fn field(
        &mut self,
        kind: &'static str,
        name: &str,
        node: &Node,
        clauses: Vec<String>,
        level: Level,
        edit: Edit,
    ) {
        let change = Change::Field { field: node.field.clone(), edit };
        self.add(kind, &format!("{} {name}", node.field), clauses, level, change);
    }

    /// The list of answered records.
    fn records(&mut self) {
        let Some(records) = &self.operation.records else { return };
        if !records.answered.ends_with("[]") {
            return;
        }
        let field = records.answered_field().to_owned();
        let id = &self.operation.id;
        let clauses = vec![
            format!("{id}.rule.*"),
            format!("{id}.request.accepted"),
            format!("{id}.response.body.*:count"),
            format!("{id}.response.body.*"),
        ];
        for (name, edit) in
            [("shortened", Edit::Shorten), ("doubled", Edit::Double), ("emptied", Edit::Empty)]
        {
            let change = Change::Field { field: field.clone(), edit };
            self.add("arrays", &format!("records {name}"), clauses.clone(), Level::Must, change);
        }
        let order = self.operation.rules.iter().find(|rule| rule.check == Some(Check::InOrder));
        if let Some((clauses, level)) = order.map(|rule| (rule.clauses.clone(), rule.level)) {
            let change = Change::Field { field: field.clone(), edit: Edit::Reverse };
            self.add("arrays", "records reversed", clauses.clone(), level, change);
            let request = self.operation.request.as_ref();
            for node in request.into_iter().flat_map(|request| request.root.all()) {
                if crate::mutate::right::is_free(node) || self.is_any_text(node) {
                    let edit = Edit::SortBy(node.field.clone());
                    let change = Change::Field { field: field.clone(), edit };
                    let name = format!("records sorted by {}", node.field);
                    self.add("arrays", &name, clauses.clone(), level, change);
                }
            }
        }
        let is_sorted = |rule: &&Rule| matches!(rule.check, Some(Check::Sorted(_)));
        if let Some(rule) = self.operation.rules.iter().find(is_sorted) {
            let (clauses, level) = (rule.clauses.clone(), rule.level);
            let change = Change::Field { field: field.clone(), edit: Edit::Reverse };
            self.add("arrays", "records in reverse", clauses, level, change);
        }
        let whole = if field.is_empty() {
            format!("{id}.response.body:type")
        } else {
            format!("{id}.response.body.{field}:type")
        };
        let change = Change::Field { field: field.clone(), edit: Edit::Objectify };
        self.add("arrays", "records as an object", vec![whole], Level::Must, change);
        let own = self.operation.rules.iter().find(|rule| rule.check == Some(Check::OwnIds));
        if let (Some(own), Some(id_field)) = (own, &records.id) {
            let (clauses, level) = (own.clauses.clone(), own.level);
            let place =
                crate::contract::place::join(&field, records.content.as_deref().unwrap_or(""));
            let place = crate::contract::place::join(&place, id_field);
            let change =
                Change::Field { field: place, edit: Edit::Set(json!("0123456789abcdef01234567")) };
            self.add("ids", "the same id for all", clauses, level, change);
            if self.operation.makes_records() {
                // Who has which id shows where one is changed.
                let clauses: Vec<String> =
                    self.savers().map(|other| format!("{}.*", other.id)).collect();
                let edit = Edit::Rotate(id_field.clone());
                let change = Change::Field { field: field.clone(), edit };
                self.add("ids", "ids of each other", clauses, Level::Should, change);
            }
        }
    }

    fn whole_answers(&mut self) {
        let id = self.operation.id.clone();
        let http = |rest: &str| vec![format!("{id}.http.{rest}")];
        let must = Level::Must;
        for status in [500, 502, 503] {
            self.add(
                "statuses",
                &format!("status {status}"),
                http("no-server-error"),
                must,
                Change::Status(status),
            );
        }
        let answers = &self.operation.answers;
        for status in [301, 302, 304, 307].into_iter().filter(|one| !answers.redirects_with(*one)) {
            self.add(
                "statuses",
                &format!("status {status}"),
                http("no-redirect"),
                must,
                Change::Status(status),
            );
        }
        self.bodies();
        self.add("bodies", "too late", http("whole-answer"), must, Change::TooLate);
        self.add(
            "statuses",
            "every 10th answer a 500",
            http("no-server-error"),
            must,
            Change::EveryNth(10),
        );
    }

    /// Bodies that are none, or no such: what has none, or any, has no wrong one.
    fn bodies(&mut self) {
        let answers = &self.operation.answers;
        let content = answers.main().and_then(|main| main.content.as_ref());
        let Some(content) = content.filter(|_| self.operation.method != "HEAD") else { return };
        let id = self.operation.id.clone();
        let http = |rest: &str| vec![format!("{id}.http.{rest}")];
        let body = vec![format!("{id}.response.body"), format!("{id}.response.body:*")];
        let header = vec![format!("{id}.response.header.Content-Type")];
        let must = Level::Must;
        self.add("bodies", "connection cut", http("whole-answer"), must, Change::Bytes(Bytes::Cut));
        if !answers.names(204) {
            let none = match &answers.exact {
                Some(_) => vec![format!("{id}.response.status")],
                None => body.clone(),
            };
            self.add("statuses", "status 204", none, must, Change::Status(204));
        }
        if !content.says_json() || content.is_open() {
            return;
        }
        let others = ["text/html", "text/plain", "application/xml", "application/octet-stream"];
        for kind in others.into_iter().filter(|kind| !content.has(kind)) {
            self.add("content types", kind, header.clone(), must, Change::ContentType(Some(kind)));
        }
        self.add("content types", "none", header, must, Change::ContentType(None));
        let declared = http("body-as-declared");
        for (name, bytes) in
            [("half", Bytes::Half), ("no JSON", Bytes::Text), ("trailing", Bytes::Trailing)]
        {
            self.add(
                "bodies",
                &format!("body {name}"),
                declared.clone(),
                must,
                Change::Bytes(bytes),
            );
        }
        let names = http("unique-names");
        self.add("bodies", "a key twice", names, Level::Should, Change::Bytes(Bytes::DuplicateKey));
        self.add("bodies", "body empty", body, must, Change::Bytes(Bytes::None));
    }
}
