//! Wrong requests that seem accepted, right ones that are refused, odd ones that bring the server
//! down.

use super::List;
use crate::contract::{Check, Node, ParameterPlace};
use crate::model::{ClauseKind, CredentialKind, CredentialState, Level};
use crate::mutate::change::{Change, Odd, Right};
use crate::mutate::right::{is_free, is_printed};
use crate::mutate::sort::{How, Position, Script, Signs, Wrong};

const TYPES: [&str; 6] = ["string", "number", "boolean", "object", "array", "null"];

impl List<'_> {
    pub(super) fn requests(&mut self) {
        self.clauses();
        self.wrong_parameters();
        self.wrong_credentials();
        self.wrong_bodies();
        self.right_requests();
        self.odd_requests();
    }

    fn wrong(&mut self, name: &str, clause: &str, level: Level, how: How) {
        let change = Change::Accept(Wrong::How(clause.to_owned(), how));
        self.add("accepted", &format!("{name} let pass"), vec![clause.to_owned()], level, change);
    }

    fn wrong_parameters(&mut self) {
        let parameters: Vec<_> = self
            .operation
            .parameters
            .iter()
            .filter(|parameter| parameter.not_observable.is_none() && parameter.required)
            .cloned()
            .collect();
        for parameter in parameters {
            let (name, level) = (&parameter.name, parameter.level);
            match parameter.place {
                ParameterPlace::Header => {
                    self.wrong(
                        &format!("header {name} left out"),
                        &parameter.clause,
                        level,
                        How::LeftOut,
                    );
                    self.wrong(
                        &format!("header {name} empty"),
                        &parameter.clause,
                        level,
                        How::Empty,
                    );
                }
                ParameterPlace::Path if parameter.resource.is_some() => {
                    let exists = format!("{}:exists", parameter.clause);
                    self.wrong(&format!("unknown {name}"), &exists, level, How::Unknown);
                    let malformed = match &parameter.format {
                        Some(_) => format!("{}:format", parameter.clause),
                        None => exists,
                    };
                    self.wrong(&format!("malformed {name}"), &malformed, level, How::Malformed);
                }
                _ => {}
            }
        }
    }

    fn wrong_credentials(&mut self) {
        let Some(credential) = self.operation.credential.clone() else { return };
        let place = match credential.place {
            crate::model::CredentialPlace::Header => "header",
            crate::model::CredentialPlace::Query => "query",
        };
        let base = self.operation.clause(&format!("request.{place}.{}", credential.name));
        let states: &[(CredentialState, &str, &str)] = match credential.kind {
            CredentialKind::Key => &[
                (CredentialState::Missing, "", "missing"),
                (CredentialState::Empty, "", "empty"),
                (CredentialState::Garbage, ":key", "garbage"),
                (CredentialState::TamperedMiddle, ":key", "slightly different"),
                (CredentialState::CutShort, ":key", "shortened"),
                (CredentialState::Extended, ":key", "extended"),
            ],
            CredentialKind::Jwt => &[
                (CredentialState::Missing, "", "missing"),
                (CredentialState::Empty, "", "empty"),
                (CredentialState::Garbage, ":token", "garbage"),
                (CredentialState::Tampered, ":signature", "tampered"),
                (CredentialState::TamperedMiddle, ":signature", "tampered (in its middle)"),
                (CredentialState::TamperedEnd, ":signature", "tampered (at its end)"),
                (CredentialState::OtherClaims, ":signature", "refilled"),
                (CredentialState::Unsigned, ":signature", "unsigned"),
                (CredentialState::UnsignedCapitalised, ":signature", "unsigned (None)"),
                (CredentialState::UnsignedCapitals, ":signature", "unsigned (NONE)"),
                (CredentialState::Stripped, ":signature", "stripped"),
            ],
        };
        for (state, facet, name) in states {
            let clause = format!("{base}{facet}");
            self.wrong(
                &format!("{name} credential"),
                &clause,
                Level::Must,
                How::Credential(*state),
            );
        }
    }

    fn wrong_bodies(&mut self) {
        let Some(request) = &self.operation.request else { return };
        let id = self.operation.id.clone();
        let body = format!("{id}.request.body");
        let root_type = request.root.facet("type");
        let allowed: Vec<&str> =
            TYPES.into_iter().filter(|name| request.root.allows_type(name)).collect();
        let many = self.operation.records.as_ref().is_some_and(crate::contract::Records::many);
        let nodes: Vec<Node> = request.root.all().into_iter().cloned().collect();
        let json = format!("{body}:json");
        for (name, how) in [
            ("a body that breaks off", How::CutOff),
            ("a body with something behind it", How::Behind),
            ("a body that is no JSON", How::NoJson),
        ] {
            self.wrong(name, &json, Level::Must, how);
        }
        for name in TYPES.into_iter().filter(|name| !allowed.contains(name)) {
            self.wrong(&format!("{name} as the body"), &root_type, Level::Must, How::As(name));
        }
        for node in nodes.iter().filter(|node| !node.field.is_empty() && !node.is_item) {
            self.wrong_field(node);
        }
        let anywhere = vec![format!("{body}.*"), format!("{id}.rule.*")];
        if many {
            for (name, place) in [
                ("the only record", Position::Only),
                ("the first of several", Position::First),
                ("one in the middle", Position::Middle),
                ("the last of several", Position::Last),
                ("several records", Position::Several),
            ] {
                let change = Change::Accept(Wrong::In(place));
                let name = format!("what is wrong in {name} let pass");
                self.add("accepted", &name, anywhere.clone(), Level::Must, change);
            }
        }
        if nodes.iter().filter(|node| node.required && !node.field.is_empty()).count() > 1 {
            let change = Change::Accept(Wrong::Several);
            self.add("accepted", "several wrong fields let pass", anywhere, Level::Must, change);
        }
    }

    fn wrong_field(&mut self, node: &Node) {
        let field = &node.field;
        let level = |facet: &str| {
            node.facets
                .iter()
                .find(|known| known.name == facet)
                .map_or(Level::Must, |known| known.level)
        };
        if node.schema.contains_key("type") {
            for name in TYPES.into_iter().filter(|name| !node.allows_type(name)) {
                // Every integer is a number, and a number without a fraction may be an integer.
                if name == "number" && node.allows_type("integer") {
                    continue;
                }
                let clause = node.facet("type");
                self.wrong(&format!("{field} as {name}"), &clause, level("type"), How::As(name));
            }
        }
        if node.schema.contains_key("pattern") {
            let clause = node.facet("pattern");
            let level = level("pattern");
            for (name, signs) in [
                ("letters", Signs::Letters),
                ("white space", Signs::Space),
                ("a plus sign", Signs::Plus),
                ("marks", Signs::Marks),
            ] {
                self.wrong(&format!("{field} with {name}"), &clause, level, How::Signs(signs));
            }
        }
        if node.schema.contains_key("x-resource") && node.schema.contains_key("x-unknown") {
            let clause = format!("{}:exists", node.clause);
            for (name, how) in [("unknown", How::Unknown), ("malformed", How::Malformed)] {
                self.wrong(&format!("{name} {field}"), &clause, Level::Must, how);
            }
        }
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
        if request.root.items.is_none() && !required && request.root.level != Level::May {
            sorts.push(("a request without any field".into(), Right::Nothing));
        }
        let many = self.operation.records.as_ref().is_some_and(crate::contract::Records::many);
        if many {
            sorts.push(("one record".into(), Right::One));
        }
        if self.operation.rules.iter().any(|rule| matches!(rule.check, Some(Check::Unique(_)))) {
            sorts.push(("the names of another".into(), Right::NamesOfAnother));
            if self.operation.makes_records() {
                sorts.push(("a value of which another has a part".into(), Right::OtherPrefix));
            } else {
                sorts.push(("a record's own value".into(), Right::OwnValue));
            }
        }
        for (name, sort) in sorts {
            let name = format!("{name} refused");
            self.add("refused", &name, clauses.clone(), Level::Must, Change::Refuse(sort));
        }
    }

    fn odd_requests(&mut self) {
        let error = vec![self.operation.clause("http.no-server-error")];
        for (odd, name) in Odd::ALL {
            let many = self.operation.records.as_ref().is_some_and(crate::contract::Records::many);
            if odd == Odd::NoRecords && !many {
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
        if self.operation.records.as_ref().is_some_and(crate::contract::Records::many) {
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
