//! Derives the clauses of an operation: none is listed by hand.

mod answers;

use super::answer::DocumentedAnswer;
use super::body::BodySchema;
use super::media;
use super::node::Node;
use super::operation::{Operation, Parameter, ParameterPlace};
use super::printed::PrintedSchema;
use crate::model::{Clause, ClauseKind, Credential, CredentialKind, Level, Source};

/// Every clause of an operation, in the order of its page.
pub(super) fn derive(operation: &Operation) -> Vec<Clause> {
    let mut list = List { operation, clauses: Vec::new() };
    list.parameters();
    for credential in operation.credentials() {
        list.credential(credential);
    }
    if let Some(request) = &operation.request {
        list.request(request);
    }
    list.accepted();
    list.http();
    list.answers();
    list.rules();
    list.clauses
}

struct List<'a> {
    operation: &'a Operation,
    clauses: Vec<Clause>,
}

impl List<'_> {
    fn add(&mut self, id: String, kind: ClauseKind, level: Level, text: String, source: &Source) {
        if level == Level::May {
            return;
        }
        self.clauses.push(Clause {
            id,
            api: self.operation.api.clone(),
            operation: self.operation.id.clone(),
            level,
            kind,
            text,
            source: source.clone(),
            not_observable: None,
        });
    }

    fn not_observable(&mut self, reason: Option<&String>) {
        if let (Some(reason), Some(last)) = (reason, self.clauses.last_mut()) {
            last.not_observable = Some(reason.clone());
        }
    }

    fn parameters(&mut self) {
        for parameter in &self.operation.parameters {
            let text = parameter_text(parameter);
            self.add(
                parameter.clause.clone(),
                ClauseKind::Request,
                parameter.level,
                text,
                &parameter.source,
            );
            self.not_observable(parameter.not_observable.as_ref());
            for facet in parameter.schema.iter().flat_map(PrintedSchema::facets) {
                self.add(
                    facet.clause.clone(),
                    ClauseKind::Request,
                    facet.level,
                    format!("{}; anything else is refused", facet.text),
                    &parameter.source,
                );
            }
            let is_said = !parameter.is_implied || parameter.unknown.is_some();
            if parameter.place == ParameterPlace::Path && parameter.resource.is_some() && is_said {
                self.add(
                    format!("{}:exists", parameter.clause),
                    ClauseKind::Request,
                    Level::Must,
                    format!(
                        "{} is that of something that exists: any other is refused",
                        parameter.name
                    ),
                    &parameter.source,
                );
            }
        }
    }

    fn credential(&mut self, credential: &Credential) {
        let name = &credential.name;
        let source = self.operation.source.clone();
        let mut facets: Vec<(&str, String)> = Vec::new();
        let alone = self.operation.security.len() == 1;
        match credential.required {
            true if alone => {
                facets.push(("", format!("{name} is required: a request without it is refused")));
            }
            true => facets.push((
                "",
                format!(
                    "{name}, or another credential, is required: a request without any is refused"
                ),
            )),
            false => {}
        }
        match credential.kind {
            CredentialKind::Jwt => {
                facets.push((":token", format!("{name} is a JWT: anything else is refused")));
                facets.push((
                    ":signature",
                    format!("{name} is signed: a forged or unsigned token is refused"),
                ));
                facets.push((":expiry", format!("{name} expires: an expired token is refused")));
            }
            CredentialKind::Key => {
                facets
                    .push((":key", format!("{name} is checked: a key that nobody has is refused")));
            }
        }
        if let Some(scope) = &credential.scope {
            facets.push((
                ":scope",
                format!("the scope {scope} is needed: a credential without it is refused"),
            ));
        }
        for (facet, text) in facets {
            let clause = self.operation.credential_clause(credential, facet);
            // Two alternatives may travel in one header.
            if !self.clauses.iter().any(|known| known.id == clause) {
                self.add(clause, ClauseKind::Request, Level::Must, text, &source);
            }
        }
    }

    fn request(&mut self, body: &BodySchema) {
        let source = body.root.source.clone();
        let op = self.operation;
        let header = op.clause("request.header.Content-Type");
        self.add(
            header.clone(),
            ClauseKind::Request,
            Level::Should,
            "a request without Content-Type is refused".into(),
            &source,
        );
        if !body.media_types.iter().any(|documented| documented == media::ANY) {
            let types = body.media_types.join(" or ");
            let text = format!("Content-Type is {types}: another media type is refused");
            self.add(format!("{header}:type"), ClauseKind::Request, Level::Should, text, &source);
        }
        if body.form.is_none() {
            self.add(
                op.clause("request.body:json"),
                ClauseKind::Request,
                Level::Must,
                "the body is JSON: a malformed one is refused".into(),
                &source,
            );
        }
        self.nodes(&body.root, None);
        if !body.required
            && let Some(own) = self.clauses.iter_mut().find(|one| one.id == body.root.clause)
        {
            own.text = "the body may be left out".into();
        }
    }

    /// Of every operation: a request without a body may be refused as wrongly as any.
    fn accepted(&mut self) {
        let op = self.operation;
        self.add(
            op.clause("request.accepted"),
            ClauseKind::Request,
            Level::Must,
            "a request that meets everything documented is accepted".into(),
            &op.source.clone(),
        );
    }

    /// The fields of a request, or of an answer.
    fn nodes(&mut self, root: &Node, answer: Option<&DocumentedAnswer>) {
        let is_request = answer.is_none();
        let kind = if is_request { ClauseKind::Request } else { ClauseKind::Response };
        for node in root.all() {
            // An item of an array has no presence of its own, and a field that may be absent
            // promises nothing by it.
            let has_presence =
                !node.is_item && (is_request || node.required || node.level == Level::Should);
            if has_presence {
                let text = presence_text(node, answer);
                self.add(node.clause.clone(), kind, node.level, text, &node.source);
                self.not_observable(node.not_observable.as_ref());
            }
            for facet in &node.facets {
                let text = if is_request {
                    format!("{}; anything else is refused", facet.text)
                } else {
                    facet.text.clone()
                };
                self.add(facet.clause.clone(), kind, facet.level, text, &node.source);
                if node.is_item {
                    self.not_observable(node.not_observable.as_ref());
                }
            }
            if is_request && let Some(resource) = node.text("x-resource") {
                self.add(
                    node.facet("exists"),
                    kind,
                    Level::Must,
                    format!(
                        "{} is that of an existing {resource}: any other is refused",
                        node.field
                    ),
                    &node.source,
                );
            }
            if is_request && node.is_read_only() {
                let text = format!(
                    "{} is the server's to set: what a request sends in it is ignored or refused \
                     (JSON Schema Validation, section 9.4)",
                    node.field
                );
                let level = node.level_of("readOnly").unwrap_or(Level::Should);
                self.add(node.facet("readOnly"), kind, level, text, &node.source);
            }
            if is_request && let Some(default) = self.operation.shown_default(node) {
                let text = format!("{} is {} where it is left out", node.field, default.value);
                let level = node.level_of("default").unwrap_or(Level::Should);
                self.add(node.facet("default"), kind, level, text, &node.source);
            }
            if is_request && node.allows_type("null") && node.schema.contains_key("type") {
                self.add(
                    node.facet("null"),
                    kind,
                    Level::Must,
                    format!("{} may be null", node.field),
                    &node.source,
                );
            }
        }
    }

    fn http(&mut self) {
        let promises: [(&str, Level, &str); 7] = [
            (
                "http.no-server-error",
                Level::Must,
                "no request is answered with a server error (5xx)",
            ),
            ("http.whole-answer", Level::Must, "every request gets a whole answer in time"),
            (
                "http.no-redirect",
                Level::Must,
                "no request is redirected (3xx) unless that is documented",
            ),
            ("http.body-as-declared", Level::Must, "a body is what its Content-Type says"),
            (
                "http.unique-names",
                Level::Should,
                "no object in a body has a name twice (RFC 8259, section 4)",
            ),
            (
                "response.status:unauthorised",
                Level::Should,
                "a bad credential is answered with 401 or 403",
            ),
            (
                "response.status:not-found",
                Level::Should,
                "an id that nothing has is answered with 404",
            ),
        ];
        for (rest, level, text) in promises {
            if (rest.ends_with("not-found") && self.operation.named_in_path().next().is_none())
                || (rest.ends_with("unauthorised") && self.operation.credentials().next().is_none())
            {
                continue;
            }
            let source = Source { page: "HTTP (RFC 9110)".into(), section: None };
            self.add(self.operation.clause(rest), ClauseKind::Http, level, text.into(), &source);
        }
    }

    fn rules(&mut self) {
        for rule in &self.operation.rules {
            for clause in &rule.clauses {
                self.add(
                    clause.clone(),
                    ClauseKind::Rule,
                    rule.level,
                    rule.text.clone(),
                    &rule.source,
                );
                self.not_observable(rule.not_observable.as_ref());
            }
        }
    }
}

fn parameter_text(parameter: &Parameter) -> String {
    let what = match parameter.place {
        ParameterPlace::Path => "path parameter",
        ParameterPlace::Query => "query parameter",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    };
    if let (Some(_), false) = (&parameter.not_observable, parameter.required) {
        format!("the request goes to the {what} {}", parameter.name)
    } else if parameter.required {
        format!("the {what} {} is required: a request without it is refused", parameter.name)
    } else {
        format!("the {what} {} may be left out", parameter.name)
    }
}

fn presence_text(node: &Node, answer: Option<&DocumentedAnswer>) -> String {
    let name = if node.field.is_empty() { "the body" } else { &node.field };
    let text = match (answer, node.required) {
        (None, true) => format!("{name} is required: a request without it is refused"),
        (None, false) => format!("{name} may be left out"),
        (Some(answer), _) if node.field.is_empty() => answers::body(answer),
        (Some(answer), _) => answers::presence(name, answer),
    };
    match &node.description {
        Some(description) => format!("{text} ({})", description.trim().trim_end_matches('.')),
        None => text,
    }
}
