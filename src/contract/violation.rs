//! What a request breaks of the documentation: the clauses that its refusal would prove.

use serde_json::Value;

use super::blame::blame;
use super::offences::offences;
use super::operation::{Operation, Parameter, ParameterPlace};
use super::place::first;
use super::printed::text_of;
use super::{form, media};
use crate::model::{Body, Credential, CredentialKind, CredentialState, Draft};

/// One clause that a request breaks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// The clause's id.
    pub clause: String,
    /// The record that breaks it, in a request of many.
    pub record: Option<usize>,
    /// What is wrong with the request, in words.
    pub message: String,
    /// The clause only stands nearest to what is broken: a refusal doesn't prove it.
    pub stands_in: bool,
}

/// Everything that a request breaks; nothing when it meets all that is documented.
pub fn violations(operation: &Operation, draft: &Draft) -> Vec<Violation> {
    let mut found = Vec::new();
    parameters(operation, draft, &mut found);
    let is_asked = |one: &Credential| operation.credentials().any(|own| own.scheme == one.scheme);
    let other = draft.credentials.iter().find(|one| !is_asked(one));
    for sent in &draft.credentials {
        credential(operation, sent, other, &mut found);
    }
    body(operation, draft, &mut found);
    found
}

fn add(found: &mut Vec<Violation>, clause: String, record: Option<usize>, message: String) {
    if !found.iter().any(|violation| violation.clause == clause && violation.record == record) {
        found.push(Violation { clause, record, message, stands_in: false });
    }
}

fn parameters(operation: &Operation, draft: &Draft, found: &mut Vec<Violation>) {
    for parameter in &operation.parameters {
        if parameter.not_observable.is_some() {
            continue;
        }
        let value = parameter.value_in(draft).filter(|value| !value.is_empty());
        let Some(value) = value else {
            if parameter.required {
                let message = format!("{} is missing or empty", parameter.name);
                add(found, parameter.clause.clone(), None, message);
            }
            continue;
        };
        let schema = parameter.schema.as_ref();
        let broken = schema.map(|schema| (schema, schema.offences(value)));
        if let Some((schema, broken)) = broken.filter(|(_, broken)| !broken.is_empty()) {
            for offence in broken {
                let clause = blame(&schema.root, &offence).clause;
                add(found, clause, None, format!("{}: {}", parameter.name, offence.message));
            }
        } else if let (ParameterPlace::Path, Some(resource)) =
            (parameter.place, &parameter.resource)
            && !is_known(draft, resource, value)
            // One that nobody made may be there all the same.
            && (!parameter.is_implied || draft.unknown_id)
        {
            let message = format!("no {resource} has the id {value}");
            add(found, format!("{}:exists", parameter.clause), None, message);
        }
    }
}

/// An optional parameter of a request that is sent without a value where its schema has none such, if there is one:
/// servers take it for one that is left out, or for a wrong value, and both may.
pub fn open_parameter<'a>(operation: &'a Operation, draft: &Draft) -> Option<&'a str> {
    let mut optional = operation.parameters.iter().filter(|one| !one.required && !one.may_be_empty);
    let is_open = |parameter: &&Parameter| {
        let schema = parameter.schema.as_ref().filter(|_| parameter.not_observable.is_none());
        parameter.value_in(draft) == Some("")
            && schema.is_some_and(|schema| !schema.offences("").is_empty())
    };
    optional.find(is_open).map(|parameter| parameter.name.as_str())
}

fn is_known(draft: &Draft, resource: &str, value: &str) -> bool {
    draft.known_ids.iter().any(|(kind, id)| kind == resource && id == value)
}

/// What is wrong of a credential; `other` is sent in its place.
fn credential(
    operation: &Operation,
    sent: &Credential,
    other: Option<&Credential>,
    found: &mut Vec<Violation>,
) {
    let is_key = sent.kind == CredentialKind::Key;
    let (facet, message) = match sent.state {
        CredentialState::Valid => return,
        CredentialState::Missing | CredentialState::Empty if !sent.required => return,
        CredentialState::Missing => match other {
            Some(other) => {
                let message = format!(
                    "the credential is missing, and `{}` is none that this operation asks for",
                    other.scheme
                );
                return add(found, operation.credential_clause(sent, ""), None, message);
            }
            None => ("", "the credential is missing"),
        },
        CredentialState::Empty => ("", "the credential is empty"),
        CredentialState::Garbage if is_key => (":key", "the key is garbage"),
        CredentialState::Garbage => (":token", "the credential is no token"),
        CredentialState::Wrong => (":key", "the key is nobody's"),
        CredentialState::CutShort if is_key => (":key", "the key lacks its last character"),
        CredentialState::Extended if is_key => (":key", "the key goes on after its end"),
        CredentialState::OtherCase if is_key => (":key", "the key is in the other case"),
        CredentialState::Padded if is_key => (":key", "the key has a blank behind it"),
        CredentialState::OtherCase | CredentialState::Padded => {
            (":token", "the credential is no token")
        }
        CredentialState::Uneven => (":signature", "the token's signature is cut short"),
        CredentialState::Tampered
        | CredentialState::TamperedMiddle
        | CredentialState::TamperedEnd
            if is_key =>
        {
            (":key", "the key is another in one character")
        }
        CredentialState::Tampered
        | CredentialState::TamperedMiddle
        | CredentialState::TamperedEnd
        | CredentialState::CutShort
        | CredentialState::Extended => (":signature", "the token's signature is forged"),
        CredentialState::OtherClaims => {
            (":signature", "the token's signature is that of other claims")
        }
        CredentialState::Unsigned => (":signature", "the token is unsigned (alg none)"),
        CredentialState::UnsignedCapitalised => (":signature", "the token is unsigned (alg None)"),
        CredentialState::UnsignedCapitals => (":signature", "the token is unsigned (alg NONE)"),
        CredentialState::UnsignedKept => {
            (":signature", "the token is unsigned (alg none), whatever stands behind it")
        }
        CredentialState::EmptySecret => {
            (":signature", "the token is signed with an empty secret, as anybody could")
        }
        CredentialState::Stripped => (":signature", "the token's signature is taken away"),
        CredentialState::Expired => (":expiry", "the token has expired"),
        CredentialState::OtherScope => (":scope", "the credential lacks the scope"),
        CredentialState::NoScope => (":scope", "the credential has no scope at all"),
    };
    add(found, operation.credential_clause(sent, facet), None, message.into());
}

fn body(operation: &Operation, draft: &Draft, found: &mut Vec<Violation>) {
    let Some(documented) = &operation.request else { return };
    // What isn't sent needs no name.
    if draft.body == Body::Absent && !documented.required {
        return;
    }
    let header = operation.clause("request.header.Content-Type");
    match draft.header("content-type").filter(|value| !value.is_empty()) {
        None => add(found, header, None, "Content-Type is missing".into()),
        Some(value) if !documented.media_types.iter().any(|of| media::is_of(of, value)) => {
            add(found, format!("{header}:type"), None, format!("Content-Type is {value}"));
        }
        Some(_) => {}
    }
    let parsed;
    let value = match &draft.body {
        Body::Absent => {
            let nothing = Value::Object(serde_json::Map::new());
            let is_read = documented.is_written_as_nothing()
                && offences(&documented.root, &documented.schema, &nothing).is_empty();
            if documented.required && !is_read {
                add(found, operation.clause("request.body"), None, "there is no body".into());
            }
            return;
        }
        Body::Json(value) if documented.form.is_some() => {
            parsed = form::as_may_be_read(&documented.root, value);
            &parsed
        }
        Body::Json(value) => value,
        Body::Raw(bytes) => match documented.read(bytes) {
            Ok(value) => {
                parsed = value;
                &parsed
            }
            Err(error) => {
                let facet = if documented.form.is_some() { "" } else { ":json" };
                let clause = operation.clause(&format!("request.body{facet}"));
                add(found, clause, None, format!("the body is {error}"));
                return;
            }
        },
    };
    let many = operation.many();
    for offence in offences(&documented.root, &documented.schema, value) {
        let record = if many { first_index(&offence.pointer) } else { None };
        let blame = blame(&documented.root, &offence);
        add(found, blame.clause.clone(), record, offence.message);
        // Of two that stand under one clause, one may be all that is broken.
        let of_it = |one: &&mut Violation| one.clause == blame.clause && one.record == record;
        if let Some(violation) = found.iter_mut().find(of_it) {
            violation.stands_in |= blame.stands_in || offence.is_ambiguous;
        }
    }
    unknown_ids(operation, draft, value, found);
}

fn first_index(pointer: &str) -> Option<usize> {
    pointer.split('/').nth(1).and_then(|step| step.parse().ok())
}

/// Ids in the records that nothing has: those of the records that are changed, and what a step made unknown. What an
/// example names besides may exist on the target.
fn unknown_ids(operation: &Operation, draft: &Draft, value: &Value, found: &mut Vec<Violation>) {
    let Some(documented) = &operation.request else { return };
    let of_records = operation.records.as_ref().and_then(|records| records.sent_id.as_ref());
    let many = operation.many();
    let list = match many {
        true => value.as_array().map_or(&[][..], Vec::as_slice),
        false => std::slice::from_ref(value),
    };
    let others = draft.unknown_fields.iter().filter(|(field, _)| Some(field) != of_records);
    let others = others.map(|(field, record)| (field, Some(*record)));
    for (field, only) in of_records.map(|field| (field, None)).into_iter().chain(others) {
        let Some(node) = documented.root.find(field) else { continue };
        let Some(resource) = node.text("x-resource") else { continue };
        // What is of no documented type is no id: its type is what is wrong with it.
        let of_type = |value: &&Value| match value {
            Value::Number(_) => node.allows_type("integer") || node.allows_type("number"),
            _ => true,
        };
        let list = list.iter().enumerate();
        for (index, record) in list.filter(|(index, _)| only.is_none_or(|only| only == *index)) {
            if let Some(id) = first(record, field).filter(of_type).and_then(text_of)
                && !is_known(draft, resource, &id)
            {
                let message = format!("no {resource} has the id {id}");
                add(found, node.facet("exists"), many.then_some(index), message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::violations;
    use crate::contract::Contract;
    use crate::model::{Body, Draft};

    /// Clauses that requests break, by their Content-Type and field `n`.
    fn broken_by(documented: &str, sent: &[(&str, i32)]) -> Vec<String> {
        let text = format!(
            "openapi: 3.1.0
paths:
  /a:
    patch:
      operationId: change
      requestBody:
        content:
          {documented}: {{schema: {{type: object, properties: {{n: {{maximum: 9}}}}}}}}
"
        );
        let files = BTreeMap::from([("c/a.yaml".to_owned(), text)]);
        let contract = Contract::load(&files, "c").unwrap();
        let operation = contract.operation("change").unwrap();
        let broken = sent.iter().flat_map(|(kind, n)| {
            let mut draft =
                Draft { body: Body::Json(serde_json::json!({"n": n})), ..operation.draft() };
            draft.headers.insert("Content-Type".into(), (*kind).into());
            violations(operation, &draft).into_iter().map(|violation| violation.clause)
        });
        broken.collect()
    }

    #[test]
    fn a_request_has_the_documented_media_type_or_one_of_its_range() {
        let kind = ["change.request.header.Content-Type:type"];
        let patch = "application/merge-patch+json";
        assert!(broken_by(patch, &[(patch, 1), ("Application/Merge-Patch+JSON", 1)]).is_empty());
        assert_eq!(broken_by(patch, &[("application/json", 1)]), kind);
        assert!(broken_by("'application/*'", &[("application/json", 1)]).is_empty());
        assert_eq!(broken_by("'application/*'", &[("text/plain", 1)]), kind);
        assert!(broken_by("'*/*'", &[("text/plain", 1)]).is_empty());
    }

    #[test]
    fn a_schema_under_a_range_is_that_of_the_request() {
        for range in ["'*/*'", "'application/*'"] {
            let broken = broken_by(range, &[("application/json", 10)]);
            assert_eq!(broken, ["change.request.body.n:maximum"], "{range}");
        }
    }
}
