//! What has to be accepted.

use serde_json::{Value, json};

use super::base::{Base, fresh, is_plain, travels};
use super::needed::can_exist;
use super::refused::{judged, named};
use super::wrong::{allowed, longest};
use super::{Rule, Scenario};
use crate::contract::place::{first, remove};
use crate::contract::{self, Api, BodySchema, Check, text_of};
use crate::model::{Level, Spelling};

/// How many records are sent at once, where an operation takes many.
const SEVERAL: usize = 3;
/// How many values of one field are tried.
const VALUES: usize = 20;

/// A request that meets everything documented.
pub(super) fn rule(base: &Base<'_>) -> Rule {
    let operation = base.operation;
    let response = operation.response.as_ref();
    let mut then =
        vec!["When the request is sent".to_owned(), "Then the request is accepted".into()];
    let has_form = response.is_some_and(|body| {
        !body.root.facets.is_empty()
            || !body.root.properties.is_empty()
            || body.root.items.is_some()
    });
    if has_form {
        then.push("And the answer has the documented fields and types".into());
    }
    // Other rules on fields may say nothing of a first answer.
    let returns = |rule: &contract::Rule| {
        let of_sent = matches!(rule.check, Some(Check::Echo | Check::Returned));
        of_sent && rule.clauses.iter().any(|id| id.contains(".response.body."))
    };
    let returned = operation.rules.iter().any(returns);
    let end = |mut steps: Vec<String>, more: Option<&str>| {
        steps.extend(then.iter().cloned());
        steps.extend(more.map(str::to_owned));
        steps
    };
    let returned = returned.then_some("And the answer returns what was sent");
    let mut valid = end(base.given(&[]), returned);
    if base.shown.kept {
        valid.push("And the change is kept".into());
    }
    let mut scenarios = vec![Scenario::plain("A valid request is accepted", valid)];
    let several =
        base.given_several(SEVERAL).filter(|_| operation.many() && operation.makes_records());
    if let Some(several) = several {
        let several = end(several, returned);
        scenarios.push(Scenario::plain(format!("{SEVERAL} records are accepted"), several));
    }
    let is_printed = |body: &BodySchema| body.sample.is_some();
    if operation.request.as_ref().is_some_and(is_printed) && !base.is_once && !base.is_taken {
        let shows_it = has_form && response.is_some_and(|body| is_printed(body));
        let like = shows_it.then_some("And the answer is like the documented sample");
        let steps = end(base.given_sample(), like);
        scenarios.push(Scenario::plain("The documented sample is accepted", steps));
    }
    // Each of several ways to be admitted; the first is that of every other scenario.
    let ways = operation.security.iter().skip(1).filter_map(|way| way.first());
    let ways = ways.map(|one| vec![one.scheme.clone()]).collect();
    let steps = end(base.given(&["with the credential \"<credential>\" instead"]), None);
    let name = "A request with the credential <credential> instead is accepted";
    scenarios
        .extend(Scenario::outline(name, steps, &["credential"], ways).filter(|_| !base.is_once));
    let draft = base.draft();
    let is_written = draft.form.is_none() && draft.json().is_some_and(|body| body != &json!({}));
    if is_written && !base.is_once {
        let steps = end(base.given(&["with the same body <how>"]), None);
        let rows = Spelling::NAMED.map(|(how, _)| vec![how.to_owned()]).into();
        let name = "A request whose body is written <how> is accepted";
        scenarios.extend(Scenario::outline(name, steps, &["how"], rows));
    }
    Rule { name: "A request that meets the documentation is accepted".into(), scenarios }
}

/// What may be left out or have another value.
pub(super) fn variants(base: &Base<'_>) -> Vec<Rule> {
    let steps = |difference: &str, then: &str| -> Vec<String> {
        let sent = ["When the request is sent".to_owned(), then.to_owned()];
        base.given(&[difference]).into_iter().chain(sent).collect()
    };
    let accepted = "Then the request is accepted";
    // A value may meet what is there as no example does: another has it, or there is not enough of something.
    let in_the_way = base.operation.answers.in_the_way();
    let in_the_way: Vec<String> = in_the_way.map(|status| status.to_string()).collect();
    let taken = match in_the_way.join(" or ") {
        none if none.is_empty() => accepted.to_owned(),
        statuses => format!("{accepted}, or refused with {statuses} for what is there"),
    };
    let mut optional = Vec::new();
    let (mut values, mut long) = (Vec::new(), Vec::new());
    // What only one record may have is taken once it was sent.
    let unique = base.operation.unique().map_or_else(Vec::new, |(_, unique)| unique.fields());
    let is_unique = |field: &str| {
        let within = |a: &str, b: &str| {
            a == b || a.strip_prefix(b).is_some_and(|rest| rest.starts_with('.'))
        };
        unique.iter().any(|one| within(one, field) || within(field, one))
    };
    for node in base.fields() {
        let field = &node.field;
        // What is undocumented as well is no promise.
        if node.level == Level::May {
            continue;
        }
        let holds = |value: Value| {
            let broken = base.field_breaks(field, value);
            broken.is_some_and(|broken| broken.is_empty())
        };
        let without = base.record_breaks(|record| remove(record, field).map(drop));
        if !node.required && without.is_some_and(|broken| broken.is_empty()) {
            optional.push(vec![field.clone()]);
        }
        if let Some(length) = longest(&node.schema).filter(|_| !is_unique(field)) {
            let text = "a".repeat(usize::try_from(length).unwrap_or_default());
            if holds(text.into()) {
                long.push(vec![field.clone(), length.to_string()]);
            }
        }
        let is_taken = base.is_taken && fresh(base.operation).any(|one| one == field.as_str());
        let is_open = !is_unique(field) && !is_taken;
        for allowed in allowed(&node.schema).into_iter().take(VALUES).filter(|_| is_open) {
            if holds(allowed.value.clone()) {
                values.push(vec![field.clone(), allowed.what, allowed.value.to_string()]);
            }
        }
    }
    let mut parameters = Vec::new();
    for parameter in judged(base).filter(|parameter| parameter.resource.is_none()) {
        let Some(schema) = &parameter.schema else { continue };
        for allowed in allowed(&schema.root.schema).into_iter().take(VALUES) {
            let text = text_of(&allowed.value);
            let text = text.filter(|text| is_plain(text) && travels(parameter.place, text));
            let holds = |text: &String| {
                base.parameter_breaks(parameter, text).is_some_and(|broken| broken.is_empty())
            };
            if let Some(text) = text.filter(holds) {
                parameters.push(vec![named(parameter), text]);
            }
        }
    }
    let optional = Scenario::outline(
        "A request without <field> is accepted",
        steps("without the field \"<field>\"", accepted),
        &["field"],
        optional,
    );
    let values = Scenario::outline(
        "A request whose <field> is <what> is accepted: <value>",
        steps("with the field \"<field>\" set to <value>", &taken),
        &["field", "what", "value"],
        values,
    );
    let long = Scenario::outline(
        "A request whose <field> has <length> letters is accepted",
        steps("with the field \"<field>\" <length> letters long", &taken),
        &["field", "length"],
        long,
    );
    let parameters = Scenario::outline(
        "A request with the <parameter> set to <value> is accepted",
        steps("with the <parameter> set to \"<value>\"", &taken),
        &["parameter", "value"],
        parameters,
    );
    let rule = |name: &str, scenarios: Vec<Option<Scenario>>| Rule {
        name: name.into(),
        scenarios: scenarios.into_iter().flatten().collect(),
    };
    vec![
        rule("What is not required may be left out", vec![optional]),
        rule("Every documented value is accepted", vec![values, long, parameters]),
    ]
}

/// No second record has what only one may have.
pub(super) fn unique(base: &Base<'_>, api: &Api) -> Option<Rule> {
    let operation = base.operation;
    let (rule, unique) = operation.unique().filter(|_| operation.makes_records())?;
    let resource = operation.records.as_ref()?.resource.as_deref()?;
    let fields = unique.fields();
    let is_sent = |field: &String| {
        is_plain(field) && base.record().is_some_and(|record| first(record, field).is_some())
    };
    if !can_exist(api, resource) || !is_plain(&rule.name) || !fields.iter().all(is_sent) {
        return None;
    }
    let differences: Vec<String> = fields
        .iter()
        .map(|field| format!("with the same \"{field}\" as the first {resource}"))
        .collect();
    let differences: Vec<&str> = differences.iter().map(String::as_str).collect();
    let mut steps = base.given_beside(&format!("an existing {resource}"), &differences);
    steps.push("When the request is sent".into());
    steps.push(format!("Then the rule \"{}\" is kept", rule.name));
    let scenario = Scenario::plain("A second one with the same values is not made", steps);
    Some(Rule { name: rule.text.trim_end_matches('.').to_owned(), scenarios: vec![scenario] })
}
