//! What has to be refused.

use std::collections::{BTreeSet, HashSet};
use std::mem::discriminant;

use serde_json::Value;

use super::base::{Base, is_plain};
use super::wrong::{Valued, too_long, wrong, wrong_counts, wrong_lists};
use super::{Rule, Scenario, members};
use crate::contract::place::{first, refill, remove};
use crate::contract::{Api, Operation, Parameter, ParameterPlace};
use crate::model::{Body, Credential, CredentialKind, CredentialState};

const WHEN: &str = "When the request is sent";
const THEN: &str = "Then the request is refused";
/// Ways to be wrong that most servers with tokens, and with keys, have to tell.
const TOKEN: [&str; 7] = [
    "missing",
    "empty",
    "garbage",
    "tampered",
    "unsigned",
    "stripped of its signature",
    "cut short in its signature",
];
const KEY: [&str; 6] =
    ["missing", "empty", "unknown", "cut short", "extended", "in the other case"];
/// Texts that are no value of some sort.
const TEXTS: [&str; 5] = ["docproof", "1.5", "-1", "0", "999999999999"];

/// The rules of an operation that refusals prove.
pub(super) fn rules(base: &Base<'_>, api: &Api) -> Vec<Rule> {
    let rule = |name: &str, scenarios: Vec<Scenario>| Rule { name: name.into(), scenarios };
    let body = match base.draft().form {
        Some(_) => "The body is a form",
        None => "The body is JSON of the documented kind",
    };
    vec![
        rule("What is required can't be left out", required(base)),
        rule("Every field is as it is documented", fields(base)),
        rule("Every parameter is as it is documented", parameters(base)),
        rule("What a request names is there", unknown(base)),
        rule(body, bodies(base)),
        rule("Nobody is admitted without the right credential", credentials(base, api)),
    ]
}

/// Whether a request could be changed, and breaks something now.
fn is_broken(clauses: Option<BTreeSet<String>>) -> bool {
    clauses.is_some_and(|clauses| !clauses.is_empty())
}

fn steps(base: &Base<'_>, difference: &str) -> Vec<String> {
    base.given(&[difference]).into_iter().chain([WHEN.to_owned(), THEN.to_owned()]).collect()
}

/// The same, and nothing has changed, where later answers show it. What would have been made may lack just what
/// it could be found by.
fn changeless(base: &Base<'_>, difference: &str) -> Vec<String> {
    let shows = base.shown.nothing && !base.operation.makes_records();
    let nothing = shows.then(|| "And nothing has changed".to_owned());
    steps(base, difference).into_iter().chain(nothing).collect()
}

/// An outline of refusals: where a list would show what one made, another that asks for that. `field` of a row is in its
/// first cell.
fn outlines(
    base: &Base<'_>,
    name: &str,
    difference: &str,
    columns: &[&str],
    rows: Vec<Vec<String>>,
) -> Vec<Scenario> {
    let marks = &base.shown.marks;
    let is_found =
        |row: &Vec<String>| row.first().is_some_and(|field| marks.iter().any(|mark| mark != field));
    let (found, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_found);
    let mut looked_for = steps(base, difference);
    looked_for.push("And nothing has changed".to_owned());
    let more = name.replacen("is refused", "is refused and makes nothing", 1);
    let outlines = [
        Scenario::outline(name, changeless(base, difference), columns, others),
        Scenario::outline(&more, looked_for, columns, found),
    ];
    outlines.into_iter().flatten().collect()
}

fn required(base: &Base<'_>) -> Vec<Scenario> {
    let missing = base.fields().into_iter().filter(|node| {
        is_broken(base.record_breaks(|record| remove(record, &node.field).map(drop)))
    });
    let mut fields: Vec<Vec<String>> = missing.map(|node| vec![node.field.clone()]).collect();
    fields.extend(members::needed(base).into_iter().map(|field| vec![field]));
    let (mut parameters, mut empty) = (Vec::new(), Vec::new());
    for parameter in judged(base).filter(|parameter| parameter.required) {
        if parameter.place != ParameterPlace::Path {
            parameters.push(vec![named(parameter)]);
        }
        if parameter.place == ParameterPlace::Header {
            empty.push(vec![parameter.name.clone()]);
        }
    }
    let fields = outlines(
        base,
        "A request without <field> is refused",
        "without the field \"<field>\"",
        &["field"],
        fields,
    );
    let parameters = Scenario::outline(
        "A request without the <what> is refused",
        steps(base, "without the <what>"),
        &["what"],
        parameters,
    );
    let empty = Scenario::outline(
        "A request with an empty header <header> is refused",
        steps(base, "with the header \"<header>\" left empty"),
        &["header"],
        empty,
    );
    fields.into_iter().chain(parameters).chain(empty).collect()
}

fn fields(base: &Base<'_>) -> Vec<Scenario> {
    let (mut rows, mut long) = (Vec::new(), Vec::new());
    let mut counts = Vec::new();
    for node in base.fields() {
        let field = &node.field;
        let broken = |value: Value| base.field_breaks(field, value);
        let sample = base.record().and_then(|record| first(record, field));
        let all = wrong(&node.schema).into_iter().chain(wrong_lists(node, sample));
        let all: Vec<(Valued, BTreeSet<String>)> = all
            .filter_map(|wrong| broken(wrong.value.clone()).map(|broken| (wrong, broken)))
            .collect();
        let telling = telling(&all);
        rows.extend(
            all.into_iter()
                .zip(telling)
                .filter(|(_, telling)| *telling)
                .map(|((wrong, _), _)| vec![field.clone(), wrong.what, wrong.value.to_string()]),
        );
        if let Some(length) = too_long(node)
            && let Ok(letters) = usize::try_from(length)
            && is_broken(broken("a".repeat(letters).into()))
        {
            long.push(vec![field.clone(), length.to_string()]);
        }
        for count in wrong_counts(node, sample) {
            let broken = base.record_breaks(|record| refill(record, field, count).ok());
            // Of two reasons at once neither is shown.
            if broken.is_some_and(|broken| broken.len() == 1) {
                counts.push(vec![field.clone(), count.to_string()]);
            }
        }
    }
    rows.extend(
        members::wrong(base)
            .into_iter()
            .map(|(field, wrong)| vec![field, wrong.what, wrong.value.to_string()]),
    );
    let wrong = outlines(
        base,
        "A request whose <field> is <what> is refused: <value>",
        "with the field \"<field>\" set to <value>",
        &["field", "what", "value"],
        rows,
    );
    let long = Scenario::outline(
        "A request whose <field> has <length> letters is refused",
        steps(base, "with the field \"<field>\" <length> letters long"),
        &["field", "length"],
        long,
    );
    let counts = Scenario::outline(
        "A request whose <field> has <count> items is refused",
        steps(base, "with <count> items in the field \"<field>\""),
        &["field", "count"],
        counts,
    );
    wrong.into_iter().chain(long).chain(counts).collect()
}

/// Which wrong values prove something that none before does. Two ways to break one and the same promise prove no more
/// than one; null, an empty text and a fraction are often ways of their own. A refusal of what breaks two promises
/// proves neither, so those that break one come first.
fn telling(all: &[(Valued, BTreeSet<String>)]) -> Vec<bool> {
    let mut proven = HashSet::new();
    let mut telling = vec![false; all.len()];
    for is_turn in [|count: usize| count == 1, |count: usize| count > 1] {
        for ((wrong, broken), telling) in all.iter().zip(&mut telling) {
            if is_turn(broken.len()) {
                let way = |clause: &String| (clause.clone(), alone(&wrong.value));
                let news = broken.iter().filter(|clause| proven.insert(way(clause))).count();
                *telling = news > 0;
            }
        }
    }
    telling
}

/// What a value is, if servers that see others often miss it.
fn alone(value: &Value) -> Option<Value> {
    (value.is_null() || value.is_f64() || value.as_str() == Some("")).then(|| value.clone())
}

/// The parameters that a target can be asked about, by names that a step can hold.
pub(super) fn judged<'a>(base: &Base<'a>) -> impl Iterator<Item = &'a Parameter> {
    let parameters = base.operation.parameters.iter();
    parameters.filter(|one| one.not_observable.is_none() && is_plain(&one.name))
}

/// As steps name it: `query parameter "page"`.
pub(super) fn named(parameter: &Parameter) -> String {
    let kind = match parameter.place {
        ParameterPlace::Path => "path parameter",
        ParameterPlace::Query => "query parameter",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    };
    format!("{kind} \"{}\"", parameter.name)
}

fn parameters(base: &Base<'_>) -> Vec<Scenario> {
    let mut rows = Vec::new();
    for parameter in judged(base) {
        let Some(schema) = &parameter.schema else { continue };
        let mut proven = HashSet::new();
        let bounds = wrong(&schema.root.schema).into_iter().map(|wrong| match wrong.value {
            Value::String(text) => text,
            other => other.to_string(),
        });
        let texts = bounds.chain(TEXTS.iter().map(|text| (*text).to_owned()));
        for text in texts.filter(|text| is_plain(text)) {
            let broken = base.parameter_breaks(parameter, &text).into_iter().flatten();
            // Of an id that nothing has there is a scenario of its own.
            let broken = broken.filter(|clause| !clause.ends_with(":exists"));
            let is_word = text == TEXTS[0];
            if broken.filter(|clause| proven.insert((clause.clone(), is_word))).count() > 0 {
                rows.push(vec![named(parameter), text]);
            }
        }
    }
    let scenario = Scenario::outline(
        "A request with the <parameter> set to <value> is refused",
        steps(base, "with the <parameter> set to \"<value>\""),
        &["parameter", "value"],
        rows,
    );
    scenario.into_iter().collect()
}

fn unknown(base: &Base<'_>) -> Vec<Scenario> {
    let operation = base.operation;
    // What isn't there needs no deletion: many servers accept it.
    if operation.method == "DELETE" && !operation.answers.names(404) {
        return Vec::new();
    }
    let in_path = operation.named_in_path();
    let known = in_path.filter(|(_, one)| one.unknown.is_some() && is_plain(&one.name));
    let scenario = |(resource, parameter): (&str, &Parameter)| {
        let steps = steps(base, &format!("with an unknown \"{}\"", parameter.name));
        Scenario::plain(format!("A request that names no {resource} is refused"), steps)
    };
    let of_fields = base.fields().into_iter().filter(|node| node.text("x-unknown").is_some());
    let of_fields = of_fields.filter_map(|node| {
        let resource = node.text("x-resource")?;
        let steps = steps(base, &format!("with an unknown \"{}\"", node.field));
        let name = format!("A request whose {} is that of no {resource} is refused", node.field);
        Some(Scenario::plain(name, steps))
    });
    known.map(scenario).chain(of_fields).collect()
}

/// Bodies of another kind, with what they are.
const BODIES: [(&str, &str); 7] = [
    ("cut off", "{\"name\":"),
    ("no JSON", "docproof"),
    ("a list", "[]"),
    ("an object", "{}"),
    ("a text", "\"docproof\""),
    ("a number", "42"),
    ("null", "null"),
];

fn bodies(base: &Base<'_>) -> Vec<Scenario> {
    let Some(body) = base.draft().json() else { return Vec::new() };
    let is_form = base.draft().form.is_some();
    let mut rows = Vec::new();
    // Whatever is sent as a form is one, if of other fields.
    for (what, text) in BODIES.into_iter().filter(|_| !is_form) {
        let sent = serde_json::from_str(text).map_or_else(|_| Body::Raw(text.into()), Body::Json);
        // Another body of the same kind is about its fields.
        let is_alike =
            matches!(&sent, Body::Json(sent) if discriminant(sent) == discriminant(body));
        let broken = base.breaks(|draft| {
            draft.body = sent;
            Some(())
        });
        let has_to_have = base.operation.request.as_ref().is_some_and(|request| {
            request.root.schema.contains_key("minProperties") && text == "{}"
        });
        if (!is_alike || has_to_have) && is_broken(broken) {
            rows.push(vec![what.to_owned(), text.to_owned()]);
        }
    }
    let wrong = Scenario::outline(
        "A body that is <what> is refused",
        steps(base, "with the body <body>"),
        &["what", "body"],
        rows,
    );
    let nothing = base.breaks(|draft| {
        draft.body = Body::Absent;
        Some(())
    });
    let nothing = is_broken(nothing).then(|| {
        Scenario::plain("A request without a body is refused", steps(base, "without a body"))
    });
    let kind = if is_form { "form" } else { "JSON" };
    let media_type = Scenario::plain(
        format!("A body that is said to be no {kind} is refused"),
        steps(base, "with the header \"Content-Type\" set to \"text/plain\""),
    );
    let is_told = is_broken(base.breaks(|draft| {
        draft.headers.insert("Content-Type".into(), "text/plain".into());
        Some(())
    }));
    nothing.into_iter().chain(wrong).chain(is_told.then_some(media_type)).collect()
}

/// What is wrong of each credential, whichever way there is to be admitted, and what others are admitted with.
fn credentials(base: &Base<'_>, api: &Api) -> Vec<Scenario> {
    let ways = &base.operation.security;
    // Whom a certificate admits, that shows with every request.
    if ways.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut scenarios = Vec::new();
    for (way, credentials) in ways.iter().enumerate() {
        let instead = credentials.first().filter(|_| way > 0);
        let instead = instead.map(|one| format!("with the credential \"{}\" instead", one.scheme));
        for index in 0..credentials.len() {
            scenarios.extend(wrong_credential(base, credentials, index, instead.as_deref()));
        }
    }
    let asked = || ways.iter().flatten();
    let is_asked = asked().next().is_some() && asked().all(|one| one.required);
    // What travels as one that is asked for may be that one, by another name.
    let travels = |one: &Credential| (one.place, one.name.to_ascii_lowercase(), one.auth_scheme);
    let is_other = |one: &&Credential| !asked().any(|asked| travels(asked) == travels(one));
    let all = api.operations.values().flat_map(Operation::credentials);
    let others: BTreeSet<&String> =
        all.filter(is_other).filter(|_| is_asked).map(|one| &one.scheme).collect();
    let others = others.into_iter().map(|one| vec![one.clone()]).collect();
    let name = "A request with the credential <credential> instead is refused";
    let step = "with the credential \"<credential>\" instead";
    scenarios.extend(Scenario::outline(name, steps(base, step), &["credential"], others));
    scenarios
}

/// What is wrong of one of the credentials that are asked for together.
fn wrong_credential(
    base: &Base<'_>,
    together: &[Credential],
    index: usize,
    instead: Option<&str>,
) -> Option<Scenario> {
    let credential = &together[index];
    let states: &[&str] = if credential.kind == CredentialKind::Key { &KEY } else { &TOKEN };
    let broken = |name: &str| {
        let named = CredentialState::NAMED.iter().find(|(known, _)| *known == name);
        named.is_some_and(|(_, state)| {
            is_broken(base.breaks(|draft| {
                draft.credentials = together.to_vec();
                draft.credentials.get_mut(index)?.state = *state;
                Some(())
            }))
        })
    };
    let rows = states.iter().filter(|name| broken(name)).map(|name| vec![(*name).to_owned()]);
    let own = &credential.scheme;
    let (name, step) = match together.len() {
        1 if base.operation.security.len() == 1 => {
            ("credential".to_owned(), "with a credential that is <wrong>".to_owned())
        }
        _ => (
            format!("credential \"{own}\""),
            format!("with the credential \"{own}\" that is <wrong>"),
        ),
    };
    let given: Vec<&str> = instead.into_iter().chain([step.as_str()]).collect();
    let steps = base.given(&given).into_iter().chain([WHEN.to_owned(), THEN.to_owned()]).collect();
    let name = format!("A {name} that is <wrong> is refused");
    Scenario::outline(&name, steps, &["wrong"], rows.collect())
}
