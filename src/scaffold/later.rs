//! Rules that need more than one request to be wrong: what lists hold, what a request takes from a record, and
//! what it may not set.

use serde_json::Value;

use super::base::{Base, is_plain};
use super::needed::can_exist;
use super::{Rule, Scenario};
use crate::contract::place::remove;
use crate::contract::{
    self, Api, BodySchema, Check, Node, Order, ParameterPlace, template, text_of, whole_field,
};

/// How many records tell an order, or that there are more than were asked for.
const SEVERAL: u64 = 3;
/// No more are made to go beyond what is listed by default.
const MOST: u64 = 25;
/// How many orders of one rule are tried.
const ORDERS: usize = 12;

/// A parameter of the query set to a value.
type Asked = (String, String);

/// The rules of an operation that only records made before can show.
pub(super) fn rules(base: &Base<'_>, api: &Api) -> Vec<Rule> {
    let rules = base.operation.rules.iter().filter(|rule| is_plain(&rule.name));
    let rules = rules.map(|rule| Rule {
        name: rule.text.trim_end_matches('.').to_owned(),
        scenarios: match &rule.check {
            Some(Check::GoneUnlessSent) => gone(base, rule),
            Some(Check::After) => after(base, api, rule),
            Some(check) => listed(base, api, rule, check),
            None => Vec::new(),
        },
    });
    rules.collect()
}

fn kept(mut steps: Vec<String>, rule: &contract::Rule) -> Vec<String> {
    steps.push("When the request is sent".into());
    steps.push("Then the request is accepted".into());
    steps.push(format!("And the rule \"{}\" is kept", rule.name));
    steps
}

fn listed(base: &Base<'_>, api: &Api, rule: &contract::Rule, check: &Check) -> Vec<Scenario> {
    let records = base.operation.records.as_ref().filter(|_| base.operation.reads());
    let resource =
        records.and_then(|records| records.state.as_deref().or(records.resource.as_deref()));
    let Some(resource) = resource.filter(|resource| can_exist(api, resource)) else {
        return Vec::new();
    };
    let scenario = |name: String, count: u64, asked: &[Asked]| {
        let existing = match count {
            1 => format!("an existing {resource}"),
            count => format!("{count} existing {resource}s"),
        };
        let set = |(name, value): &Asked| {
            format!("with the query parameter \"{name}\" set to \"{value}\"")
        };
        let differences: Vec<String> = asked.iter().map(set).collect();
        let differences: Vec<&str> = differences.iter().map(String::as_str).collect();
        Scenario::plain(name, kept(base.given_beside(&existing, &differences), rule))
    };
    match check {
        Check::ListsKnown => {
            vec![scenario(format!("A {resource} that was made is listed"), 1, &[])]
        }
        Check::AtMost(name) => {
            let fewer = (1..SEVERAL).rev().map(|fewer| fewer.to_string());
            let fewer =
                fewer.map(|value| (name.clone(), value)).find(|asked| is_right(base, asked));
            let by_default = default_of(base, name).and_then(|text| text.parse::<u64>().ok());
            let by_default = by_default.filter(|most| (1..MOST).contains(most));
            let asked = fewer.map(|asked| {
                scenario("No more are listed than are asked for".into(), SEVERAL, &[asked])
            });
            let unasked = by_default.map(|most| {
                scenario(format!("No more than {most} are listed by default"), most + 1, &[])
            });
            asked.into_iter().chain(unasked).collect()
        }
        Check::Pages(_) => {
            // A page has to be shorter than what was made: how long it is, another rule has to say.
            let few = bound(base)
                .into_iter()
                .flat_map(|name| (1..SEVERAL).rev().map(|fewer| (name.clone(), fewer.to_string())));
            let few = few.into_iter().find(|asked| is_right(base, asked));
            let paged = few.map(|asked| {
                scenario("What was made is listed page by page".into(), SEVERAL, &[asked])
            });
            paged.into_iter().collect()
        }
        Check::Sorted(order) => orders(base, order)
            .into_iter()
            .map(|asked| {
                let said: Vec<String> =
                    asked.iter().map(|(name, value)| format!("{name} {value}")).collect();
                let name = match said.is_empty() {
                    true => "What is listed is in order".to_owned(),
                    false => format!("What is listed is in order with {}", said.join(" and ")),
                };
                let asked: Vec<Asked> = asked.into_iter().chain(as_many_as_can_be(base)).collect();
                scenario(name, SEVERAL, &asked)
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The parameter that says how many there are at most.
fn bound<'a>(base: &Base<'a>) -> Option<&'a String> {
    base.operation.rules.iter().find_map(|rule| match &rule.check {
        Some(Check::AtMost(name)) => Some(name),
        _ => None,
    })
}

/// The longest list that can be asked for: a short one may be of records that are all alike.
fn as_many_as_can_be(base: &Base<'_>) -> Option<Asked> {
    let bound = bound(base)?;
    let most = text_of(schema_of(base, bound)?.get("maximum")?)?;
    Some((bound.clone(), most)).filter(|asked| is_right(base, asked))
}

/// What can be asked for to have an order, also that nothing is asked where there is one by default.
fn orders(base: &Base<'_>, order: &Order) -> Vec<Vec<Asked>> {
    let mut all: Vec<Vec<Asked>> = vec![Vec::new()];
    let words =
        std::iter::once(&order.by).chain(&order.order).flat_map(|text| template::words(text));
    for word in words {
        let Some(name) = word.strip_prefix("query.") else { return Vec::new() };
        let ways = default_of(base, name).map(|_| None).into_iter();
        let ways: Vec<Option<Asked>> = ways.chain(values_of(base, name).map(Some)).collect();
        all = all
            .into_iter()
            .flat_map(|before| {
                ways.iter().map(move |way| before.iter().cloned().chain(way.clone()).collect())
            })
            .collect();
    }
    all.truncate(ORDERS);
    all
}

fn schema_of<'a>(base: &Base<'a>, name: &str) -> Option<&'a serde_json::Map<String, Value>> {
    let parameter = base.operation.parameter(ParameterPlace::Query, name)?;
    parameter.schema.as_ref().map(|schema| &schema.root.schema)
}

fn default_of(base: &Base<'_>, name: &str) -> Option<String> {
    schema_of(base, name)?.get("default").and_then(text_of)
}

/// The values that a parameter is documented to take, but for the one that it has by default.
fn values_of<'a>(base: &'a Base<'_>, name: &'a str) -> impl Iterator<Item = Asked> + 'a {
    let by_default = default_of(base, name);
    let values = schema_of(base, name).and_then(|schema| schema.get("enum")?.as_array());
    let texts = values.into_iter().flatten().filter_map(text_of);
    let asked = texts.filter(move |text| is_plain(text) && Some(text) != by_default.as_ref());
    asked.map(|text| (name.to_owned(), text)).filter(|asked| is_right(base, asked))
}

fn is_right(base: &Base<'_>, (name, value): &Asked) -> bool {
    let parameter = base.operation.parameter(ParameterPlace::Query, name);
    let broken = parameter.and_then(|parameter| base.parameter_breaks(parameter, value));
    is_plain(name) && broken.is_some_and(|broken| broken.is_empty())
}

/// What only the server sets.
pub(super) fn read_only(base: &Base<'_>) -> Rule {
    let operation = base.operation;
    let answered = operation.response.as_ref().map(|body| &body.root);
    let rows = base.fields().into_iter().filter(|node| node.is_read_only()).filter_map(|node| {
        let whole = whole_field(&node.field, operation.records.as_ref());
        let value = nobody_sets(answered?.find(&whole)?)?;
        let broken = base.field_breaks(&node.field, value.clone())?;
        broken.is_empty().then(|| vec![node.field.clone(), value.to_string()])
    });
    let mut steps = base.given(&["with the field \"<field>\" set to <value>"]);
    steps.push("When the request is sent".into());
    steps.push("Then the sent \"<field>\" is not taken".into());
    let name = "A <field> that a request sends is not taken";
    let scenario = Scenario::outline(name, steps, &["field", "value"], rows.collect());
    Rule {
        name: "What only the server sets is not taken from a request".into(),
        scenarios: scenario.into_iter().collect(),
    }
}

/// A value of the documented type that no server has by chance.
fn nobody_sets(node: &Node) -> Option<Value> {
    let closed = ["enum", "const", "pattern", "x-resource"];
    if closed.iter().any(|key| node.schema.contains_key(*key)) || !node.schema.contains_key("type")
    {
        return None;
    }
    match node.format.as_deref() {
        Some("date-time") => Some("2001-02-03T04:05:06Z".into()),
        Some("date") => Some("2001-02-03".into()),
        Some("uuid") => Some("d0c0f00d-0000-4000-8000-00000000d0c5".into()),
        _ if node.allows_type("string") => Some("docproof-was-here".into()),
        _ if node.allows_type("integer") || node.allows_type("number") => Some(987_654_321.into()),
        _ => None,
    }
}

/// What moves on, where who makes the record tells where it was.
fn after(base: &Base<'_>, api: &Api, rule: &contract::Rule) -> Vec<Scenario> {
    let operation = base.operation;
    let named = operation.named_in_path().next_back().map(|(resource, _)| resource);
    let maker = named.and_then(|resource| api.maker(resource));
    let is_told = |field: &String| {
        maker.is_some_and(|maker| {
            let whole = whole_field(field, maker.records.as_ref());
            maker.response.as_ref().is_some_and(|body| body.root.find(&whole).is_some())
        })
    };
    if operation.reads() || operation.method == "DELETE" || !rule.fields.iter().any(is_told) {
        return Vec::new();
    }
    let mut steps = base.given(&[]);
    steps.push("When enough time passes for a later timestamp".into());
    steps.push("And the request is sent".into());
    steps.push("Then the request is accepted".into());
    steps.push(format!("And the rule \"{}\" is kept", rule.name));
    vec![Scenario::plain("A change is later than what was there", steps)]
}

/// What may be left out is gone then.
fn gone(base: &Base<'_>, rule: &contract::Rule) -> Vec<Scenario> {
    let fields = base.fields().into_iter();
    let may_go = fields.filter(|node| {
        let in_list = |request: &BodySchema| request.root.has_in_list(&node.field);
        let is_own = !node.required
            && !base.operation.request.as_ref().is_some_and(in_list)
            && base.operation.can_lose(&node.field, node);
        let broken = base.record_breaks(|record| remove(record, &node.field).map(drop));
        is_own && broken.is_some_and(|broken| broken.is_empty())
    });
    let rows = may_go.map(|node| vec![node.field.clone()]).collect();
    let steps = kept(base.given(&["without the field \"<field>\""]), rule);
    let name = "A <field> that a request leaves out is gone";
    Scenario::outline(name, steps, &["field"], rows).into_iter().collect()
}
