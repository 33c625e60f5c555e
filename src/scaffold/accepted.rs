//! What has to be accepted.

use serde_json::Value;

use super::base::Base;
use super::wrong::allowed;
use super::{Rule, Scenario};
use crate::contract::place::{first, put, remove};
use crate::contract::{self, Check};
use crate::model::Level;

/// How many records are sent at once, where an operation takes many.
const SEVERAL: usize = 3;
/// Beyond these a table says no more.
const ROWS: usize = 60;

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
    if operation.many() && operation.makes_records() {
        let several = end(base.given_several(SEVERAL), returned);
        scenarios.push(Scenario::plain(format!("{SEVERAL} records are accepted"), several));
    }
    if operation.request.is_some() {
        let is_printed = has_form && response.is_some_and(|body| body.sample.is_some());
        let like = is_printed.then_some("And the answer is like the documented sample");
        let steps = end(base.given_sample(), like);
        scenarios.push(Scenario::plain("The documented sample is accepted", steps));
    }
    Rule { name: "A request that meets the documentation is accepted".into(), scenarios }
}

/// What may be left out or have another value.
pub(super) fn variants(base: &Base<'_>) -> Vec<Rule> {
    let accepted = ["When the request is sent".to_owned(), "Then the request is accepted".into()];
    let steps = |difference: &str| -> Vec<String> {
        base.given(&[difference]).into_iter().chain(accepted.clone()).collect()
    };
    let mut optional = Vec::new();
    let mut values = Vec::new();
    for node in base.fields() {
        let field = &node.field;
        // What is undocumented as well is no promise.
        if node.level == Level::May {
            continue;
        }
        let there = base.record().is_some_and(|record| first(record, field).is_some());
        let broken = base.record_breaks(|record| remove(record, field).map(drop));
        if !node.required && there && broken.is_empty() {
            optional.push(vec![field.clone()]);
        }
        for allowed in allowed(&node.schema) {
            let value = &allowed.value;
            let broken = base.record_breaks(|record| put(record, field, value.clone()).ok());
            if broken.is_empty() && may_be(base, field, value) {
                values.push(vec![field.clone(), allowed.what, value.to_string()]);
            }
        }
    }
    optional.truncate(ROWS);
    values.truncate(ROWS);
    let optional = Scenario::outline(
        "A request without <field> is accepted",
        steps("without the field \"<field>\""),
        &["field"],
        optional,
    );
    let values = Scenario::outline(
        "A request whose <field> is <what> is accepted: <value>",
        steps("with the field \"<field>\" set to <value>"),
        &["field", "what", "value"],
        values,
    );
    let rule = |name: &str, scenario: Option<Scenario>| Rule {
        name: name.into(),
        scenarios: scenario.into_iter().collect(),
    };
    vec![
        rule("What is not required may be left out", optional),
        rule("Every documented value is accepted", values),
    ]
}

/// Whether a value can be put where a field is.
fn may_be(base: &Base<'_>, field: &str, value: &Value) -> bool {
    let mut record = base.record().cloned().unwrap_or_default();
    put(&mut record, field, value.clone()).is_ok()
}

/// No second record has what only one may have.
pub(super) fn unique(base: &Base<'_>) -> Option<Rule> {
    let operation = base.operation;
    let (rule, unique) = operation.unique().filter(|_| operation.makes_records())?;
    let resource = operation.records.as_ref()?.resource.as_deref()?;
    let fields = unique.fields();
    let differences: Vec<String> = fields
        .iter()
        .map(|field| format!("with the same \"{field}\" as the first {resource}"))
        .collect();
    let mut steps = vec![format!("Given an existing {resource}")];
    let given = base.given(&differences.iter().map(String::as_str).collect::<Vec<_>>());
    steps.extend(given.into_iter().map(|step| match step.strip_prefix("Given ") {
        Some(rest) => format!("And {rest}"),
        None => step,
    }));
    steps.push("When the request is sent".into());
    steps.push(format!("Then the rule \"{}\" is kept", rule.name));
    let scenario = Scenario::plain("A second one with the same values is not made", steps);
    Some(Rule { name: rule.text.trim_end_matches('.').to_owned(), scenarios: vec![scenario] })
}
