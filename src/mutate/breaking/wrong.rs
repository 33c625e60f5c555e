//! Wrong requests that seem accepted, by the way in which they are wrong.

use super::List;
use super::sorts::all_optional;
use crate::contract::{Node, ParameterPlace, PrintedSchema};
use crate::model::{Credential, CredentialKind, CredentialState, Level};
use crate::mutate::change::Change;
use crate::mutate::sort::{Position, Wrong};
use crate::mutate::way::{How, Signs};

const TYPES: [&str; 6] = ["string", "number", "boolean", "object", "array", "null"];

/// Ids that nothing can have: what compares a part of them takes one for another.
const IDS: [(&str, How); 5] = [
    ("malformed", How::Malformed),
    ("shortened", How::CutShort),
    ("lengthened", How::Longer),
    ("padded", How::Padded),
    ("overlong", How::Overlong),
];

impl List<'_> {
    fn wrong(&mut self, name: &str, clause: &str, level: Level, how: How) {
        let change = Change::Accept(Wrong::How(clause.to_owned(), how));
        self.add("accepted", &format!("{name} let pass"), vec![clause.to_owned()], level, change);
    }

    pub(super) fn wrong_parameters(&mut self) {
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
                ParameterPlace::Header | ParameterPlace::Cookie => {
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
                    let facets = parameter.schema.iter().flat_map(PrintedSchema::facets);
                    let mut formats = facets.filter(|facet| facet.name == "format");
                    let malformed = formats.next().map_or(exists, |format| format.clause.clone());
                    for (sort, how) in IDS {
                        self.wrong(&format!("{sort} {name}"), &malformed, level, how);
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn wrong_credentials(&mut self) {
        let operation = self.operation;
        for credential in operation.security.first().into_iter().flatten() {
            self.wrong_credential(credential);
        }
    }

    fn wrong_credential(&mut self, credential: &Credential) {
        let states: &[(CredentialState, &str, &str)] = match credential.kind {
            CredentialKind::Key => &[
                (CredentialState::Missing, "", "missing"),
                (CredentialState::Empty, "", "empty"),
                (CredentialState::Garbage, ":key", "garbage"),
                (CredentialState::TamperedMiddle, ":key", "slightly different"),
                (CredentialState::CutShort, ":key", "shortened"),
                (CredentialState::Extended, ":key", "extended"),
                (CredentialState::OtherCase, ":key", "differently capitalised"),
                (CredentialState::Padded, ":key", "padded"),
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
                (CredentialState::UnsignedKept, ":signature", "unsigned beside its signature"),
                (CredentialState::EmptySecret, ":signature", "signed with an empty secret"),
                (CredentialState::Stripped, ":signature", "stripped"),
            ],
        };
        for (state, facet, name) in states {
            let clause = self.operation.credential_clause(credential, facet);
            self.wrong(
                &format!("{name} credential"),
                &clause,
                Level::Must,
                How::Credential(*state),
            );
        }
    }

    pub(super) fn wrong_bodies(&mut self) {
        let Some(request) = &self.operation.request else { return };
        let id = self.operation.id.clone();
        let body = format!("{id}.request.body");
        let many = self.operation.many();
        let nodes: Vec<Node> = request.root.all().into_iter().cloned().collect();
        let is_needed = request.required && request.root.level != Level::May;
        match request.form {
            None => self.no_json(&request.root, is_needed),
            // Of one whose fields are all optional, nothing is one without fields.
            Some(_) if is_needed && !all_optional(&request.root) => {
                self.wrong("a missing body", &body, Level::Must, How::LeftOut);
            }
            Some(_) => {}
        }
        for node in nodes.iter().filter(|node| !node.field.is_empty() && !node.is_item) {
            self.wrong_field(node);
            if many {
                self.wrong_place(node);
            }
        }
        if let Some(item) = nodes.iter().find(|node| node.is_item && node.field.is_empty()) {
            self.places(&item.facet("type"), Level::Must, "an item of another type", None);
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
            let name = "several wrong fields let pass";
            self.add("accepted", name, anywhere.clone(), Level::Must, change);
        }
        if !many && all_optional(&request.root) {
            let change = Change::Accept(Wrong::Lone);
            let name = "a lone wrong field let pass";
            self.add("accepted", name, anywhere.clone(), Level::Must, change);
        }
        if !many && nodes.iter().any(|node| node.required && !node.field.is_empty()) {
            let change = Change::Accept(Wrong::Misspelt);
            self.add("accepted", "a misspelt field let pass", anywhere, Level::Must, change);
        }
    }

    /// Bodies that are no JSON, or JSON of another kind.
    fn no_json(&mut self, root: &Node, is_needed: bool) {
        let body = &root.clause;
        let root_type = root.facet("type");
        let json = format!("{body}:json");
        for (name, how) in [
            ("a body that breaks off", How::CutOff),
            ("a body with something behind it", How::Behind),
            ("a body that is no JSON", How::NoJson),
            ("a body that never was JSON", How::Foreign),
            ("a body that isn't UTF-8", How::NotUtf8),
        ] {
            self.wrong(name, &json, Level::Must, how);
        }
        for name in TYPES.into_iter().filter(|name| !root.allows_type(name)) {
            self.wrong(&format!("{name} as the body"), &root_type, Level::Must, How::As(name));
        }
        self.wrong("JSON within a JSON text", &root_type, Level::Must, How::Doubled);
        if self.operation.many() {
            self.wrong("a record without a list", &root_type, Level::Must, How::Bare);
            self.wrong("a list within an object", &root_type, Level::Must, How::Wrapped);
        }
        if is_needed {
            // Nothing at all is no JSON, sent as a body or not.
            let change = Change::Accept(Wrong::How(body.clone(), How::LeftOut));
            self.add("accepted", "an empty text let pass", vec![json], Level::Must, change);
        }
    }

    /// What is wrong alone, or beside records that are right.
    fn places(&mut self, clause: &str, level: Level, name: &str, how: Option<How>) {
        for (place, at) in
            [("the only record", Position::Only), ("beside others", Position::Beside)]
        {
            let change = Change::Accept(Wrong::Here(clause.to_owned(), how, at));
            let name = format!("{name} ({place}) let pass");
            self.add("accepted", &name, vec![clause.to_owned()], level, change);
        }
    }

    fn wrong_place(&mut self, node: &Node) {
        let field = &node.field;
        if node.required {
            self.places(
                &node.clause,
                Level::Must,
                &format!("{field} left out"),
                Some(How::LeftOut),
            );
        }
        if node.schema.contains_key("type") && !node.allows_type("null") {
            let clause = node.facet("type");
            self.places(
                &clause,
                facet_level(node, "type"),
                &format!("{field} null"),
                Some(How::As("null")),
            );
        }
        if node.schema.contains_key("x-resource") && node.schema.contains_key("x-unknown") {
            self.unknown_places(node);
        }
        if node.schema.contains_key("pattern") {
            let clause = node.facet("pattern");
            for (place, at) in [
                ("the only record", Position::Only),
                ("the first of several", Position::First),
                ("the middle of several", Position::Middle),
                ("the last of several", Position::Last),
                ("several records", Position::Several),
                ("one of many records", Position::AmongMany),
            ] {
                // Of many, one is overlooked where each is judged by itself.
                if at == Position::AmongMany && !self.operation.refuses_records_apart() {
                    continue;
                }
                let change = Change::Accept(Wrong::Here(clause.clone(), None, at));
                let name = format!("a bad {field} in {place} let pass");
                self.add("accepted", &name, vec![clause.clone()], Level::Must, change);
            }
        }
    }

    /// Unknown ids: all of them, or one, which stops no other.
    fn unknown_places(&mut self, node: &Node) {
        let field = &node.field;
        let clause = format!("{}:exists", node.clause);
        let here = |at| Wrong::Here(clause.clone(), Some(How::Unknown), at);
        for (place, at) in [("the only record", Position::Only), ("several", Position::Several)] {
            let name = format!("unknown {field} in {place} let pass");
            let change = Change::Accept(here(at));
            self.add("accepted", &name, vec![clause.clone()], Level::Must, change);
        }
        if !self.operation.refuses_records_apart() {
            return;
        }
        let clauses = vec![format!("{}.rule.*", self.operation.id)];
        for (place, at) in [
            ("the first record", Position::First),
            ("a middle record", Position::Middle),
            ("the last record", Position::Last),
            ("one of many records", Position::AmongMany),
        ] {
            let name = format!("everything refused where {field} of {place} is unknown");
            let change = Change::RefuseWhole(here(at));
            self.add("refused", &name, clauses.clone(), Level::Must, change);
        }
    }

    fn wrong_field(&mut self, node: &Node) {
        let field = &node.field;
        let level = |facet: &str| facet_level(node, facet);
        if node.schema.contains_key("type") {
            let is_form = self.operation.request.as_ref().is_some_and(|body| body.form.is_some());
            // In a form there are only texts, which are wrong where no text may stand.
            let is_sent =
                |name: &&str| !is_form || (*name == "string" && !node.allows_type("array"));
            let others = TYPES.into_iter().filter(|name| !node.allows_type(name));
            for name in others.filter(is_sent) {
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
            self.wrong(&format!("{field} without digits"), &clause, level, How::NoDigits);
            self.wrong(&format!("{field} empty"), &clause, level, How::Empty);
        }
        if node.schema.contains_key("x-resource") && node.schema.contains_key("x-unknown") {
            let clause = format!("{}:exists", node.clause);
            for (name, how) in [("unknown", How::Unknown)].into_iter().chain(IDS) {
                self.wrong(&format!("{name} {field}"), &clause, Level::Must, how);
            }
        }
    }
}

fn facet_level(node: &Node, facet: &str) -> Level {
    let known = node.facets.iter().find(|known| known.name == facet);
    known.map_or(Level::Must, |known| known.level)
}
