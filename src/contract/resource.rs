//! Things with an id, and the states that operations put them in.

use indexmap::IndexMap;
use serde_json::Value;

use super::error::{At, ContractError};
use super::node::Node;
use super::operation::{Api, Operation};
use super::place::get;
use crate::spelling::{a, hint};

/// A thing with an id, and where a run finds one.
#[derive(Clone, Debug, Default)]
pub struct Resource {
    /// The operation that makes one.
    pub made_by: Option<String>,
    /// The field that is its id, in the answer of the one that makes it.
    pub id: Option<String>,
    /// The target's value that names an existing one.
    pub setting: Option<String>,
    /// The operation whose partial update shows a record's present state.
    pub observed_by: Option<String>,
    /// Whether scenarios that change it take turns.
    pub turns: bool,
    /// The resource that this is a state of: a published event is an event.
    pub is: Option<String>,
    /// What puts one in this state, in this order.
    pub after: Vec<Change>,
    /// Whether the document shows it by its paths and says nothing of it: it tells where ids come from, and the
    /// target's values will do as well.
    pub is_implied: bool,
}

/// A request that puts a record in another state.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The operation.
    pub operation: String,
    /// Fields that make this change of an operation that makes others too, with their values.
    pub with: Vec<(String, Value)>,
}

impl Change {
    /// Whether a request of an operation makes this change of the record that it sends.
    fn is_made_by(&self, operation: &str, sent: Option<&Value>) -> bool {
        let has = |field: &str, value| sent.and_then(|sent| get(sent, field)) == Some(value);
        operation == self.operation && self.with.iter().all(|(field, value)| has(field, value))
    }

    /// Whether it writes what this change writes, so that the record is no longer in the state that it made.
    fn is_undone_by(&self, operation: &str, sent: Option<&Value>) -> bool {
        let has = |field: &str| sent.is_some_and(|sent| get(sent, field).is_some());
        !self.with.is_empty()
            && operation == self.operation
            && self.with.iter().all(|(field, _)| has(field))
            && !self.is_made_by(operation, sent)
    }
}

impl Api {
    /// What a resource is, if it is a state of another, or else itself.
    pub fn base<'a>(&'a self, resource: &'a str) -> &'a str {
        let state = self.resources.get(resource);
        state.and_then(|state| state.is.as_deref()).unwrap_or(resource)
    }

    /// The name of a resource, where it is a state of another.
    pub fn state<'a>(&self, resource: &'a str) -> Option<&'a str> {
        (self.base(resource) != resource).then_some(resource)
    }

    /// The operation that makes a resource, or what it is a state of.
    pub fn maker(&self, resource: &str) -> Option<&Operation> {
        let maker = self.resources.get(self.base(resource))?.made_by.as_ref()?;
        self.operations.get(maker)
    }

    /// The states of a resource, by their names.
    pub fn states<'a>(
        &'a self,
        resource: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Resource)> {
        let states = self.resources.iter().map(|(name, state)| (name.as_str(), state));
        states.filter(move |(_, state)| state.is.as_deref() == Some(resource))
    }

    /// The state that an accepted request of an operation puts the record in that it sends; `Some(None)` where it is none
    /// that has a name, and nothing where the request leaves it in its own.
    pub fn state_after<'a>(
        &'a self,
        resource: &'a str,
        before: Option<&str>,
        operation: &str,
        sent: Option<&Value>,
    ) -> Option<Option<&'a str>> {
        let made = |state: &Resource| {
            state.after.last().is_some_and(|last| last.is_made_by(operation, sent))
        };
        if let Some((name, _)) = self.states(resource).find(|(_, state)| made(state)) {
            return Some(Some(name));
        }
        let last = self.resources.get(before?)?.after.last()?;
        last.is_undone_by(operation, sent).then_some(None)
    }
}

/// Reads `x-resources`, whose shape is known to be right.
pub(super) fn read(document: &Value) -> IndexMap<String, Resource> {
    let Some(Value::Object(map)) = document.get("x-resources") else { return IndexMap::new() };
    let resource = |(name, value): (&String, &Value)| {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let resource = Resource {
            made_by: text("made-by"),
            id: text("id"),
            setting: text("setting"),
            observed_by: text("observed-by"),
            turns: value.get("turns").and_then(Value::as_bool).unwrap_or(false),
            is: text("is"),
            after: changes(value.get("after")),
            is_implied: false,
        };
        (name.clone(), resource)
    };
    map.iter().map(resource).collect()
}

fn changes(value: Option<&Value>) -> Vec<Change> {
    match value {
        Some(Value::Array(items)) => items.iter().filter_map(change).collect(),
        Some(one) => change(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// An operation by its name, or with the fields that it is sent with.
fn change(value: &Value) -> Option<Change> {
    if let Value::String(operation) = value {
        return Some(Change { operation: operation.clone(), with: Vec::new() });
    }
    let operation = value.get("operation")?.as_str()?.to_owned();
    let with = value.get("with").and_then(Value::as_object).into_iter().flatten();
    Some(Change { operation, with: with.map(|(name, one)| (name.clone(), one.clone())).collect() })
}

/// Has parameters and records name what a state is one of, beside the state.
pub(super) fn settle(api: &mut Api) {
    let names = api.resources.iter().filter_map(|(name, state)| Some((name, state.is.as_ref()?)));
    let names: IndexMap<String, String> =
        names.map(|(name, base)| (name.clone(), base.clone())).collect();
    if names.is_empty() {
        return;
    }
    let split = |resource: &mut Option<String>, state: &mut Option<String>| {
        if let Some(base) = resource.as_ref().and_then(|name| names.get(name)) {
            *state = resource.replace(base.clone());
        }
    };
    for operation in api.operations.values_mut() {
        for parameter in &mut operation.parameters {
            split(&mut parameter.resource, &mut parameter.state);
        }
        if let Some(records) = &mut operation.records {
            split(&mut records.resource, &mut records.state);
        }
    }
}

/// Holds what resources name to what there is.
///
/// # Errors
/// The first operation, resource or field that isn't there, and two states that nothing tells apart.
pub(super) fn check(api: &Api, root: &At<'_>) -> Result<(), ContractError> {
    for (name, resource) in &api.resources {
        let at = root.down("x-resources").down(name);
        let named = [("made-by", &resource.made_by), ("observed-by", &resource.observed_by)];
        for (key, operation) in named {
            if let Some(operation) = operation {
                known(api, operation, &at.down(key))?;
            }
        }
        if let Some(maker) = api.maker(name).filter(|_| resource.is.is_none()) {
            makes(maker, name, resource, &at)?;
        }
        let Some(base) = &resource.is else {
            match resource.after.is_empty() {
                true => continue,
                false => {
                    return Err(at.error(format!(
                        "`after` makes a state of another resource: name it (`{name}: {{is: RESOURCE, after: \
                         OPERATION}}`)"
                    )));
                }
            }
        };
        state(api, name, resource, base, &at)?;
        let mut earlier = api.states(base).take_while(|(other, _)| *other != name);
        if let Some((other, _)) =
            earlier.find(|(_, other)| other.after.last() == resource.after.last())
        {
            return Err(at.down("after").error(format!(
                "`{other}` ends with the same change, so nothing tells which of the two {} is then",
                a(base)
            )));
        }
    }
    Ok(())
}

fn known<'a>(api: &'a Api, operation: &str, at: &At<'_>) -> Result<&'a Operation, ContractError> {
    api.operations.get(operation).ok_or_else(|| {
        let hint = hint(operation, api.operations.keys().map(String::as_str));
        at.error(format!("no operation is called `{operation}`{hint}"))
    })
}

/// What makes a resource makes no other.
fn makes(
    maker: &Operation,
    name: &str,
    resource: &Resource,
    at: &At<'_>,
) -> Result<(), ContractError> {
    let at = at.down("made-by");
    let id = &maker.id;
    let made = maker.records.as_ref().and_then(|records| records.resource.as_deref());
    match (&maker.records, made) {
        (Some(_), Some(made)) if made != name => {
            Err(at.error(format!("{id} makes {} (`resource` of its `x-records`)", a(made))))
        }
        (Some(records), Some(_)) => match (&resource.id, &records.id) {
            (Some(own), Some(other)) if own != other => {
                let at = at.above().down("id");
                Err(at.error(format!("the `x-records` of {id} have the id in `{other}`")))
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// A state is of something that is made, and what puts records in it names them.
fn state(
    api: &Api,
    name: &str,
    state: &Resource,
    base: &str,
    at: &At<'_>,
) -> Result<(), ContractError> {
    let Some(resource) = api.resources.get(base) else {
        let hint = hint(base, api.resources.keys().map(String::as_str));
        return Err(at.down("is").error(format!("there is no `{base}` in `x-resources`{hint}")));
    };
    if let Some(other) = &resource.is {
        return Err(at.down("is").error(format!(
            "`{base}` is a state of `{other}` itself: write `is: {other}`, and all that leads to `{name}` in `after`"
        )));
    }
    if resource.made_by.is_none() {
        return Err(at.down("is").error(format!(
            "nothing makes `{base}`, so none can be put in this state; a target's own is a resource with \
             a `setting`"
        )));
    }
    if state.made_by.is_some() || state.setting.is_some() || state.observed_by.is_some() {
        return Err(at.error(format!(
            "a state takes `is` and `after` alone: what makes and shows `{base}` says so"
        )));
    }
    if state.after.is_empty() {
        return Err(at.error(format!(
            "nothing says what puts {} in this state: name it in `after`",
            a(base)
        )));
    }
    for change in &state.after {
        let at = at.down("after");
        let operation = known(api, &change.operation, &at)?;
        let by_field = |node: &Node| {
            node.named_record().is_some_and(|(resource, _)| api.base(resource) == base)
        };
        let fields = || operation.request.iter().flat_map(|request| request.root.all());
        if operation.path_id_of(base).is_none() && !fields().any(by_field) {
            return Err(at.error(format!(
                "{} names no {base}: a parameter of its path or a field needs `x-resource: {base}`",
                change.operation
            )));
        }
        for (field, _) in &change.with {
            if !fields().any(|node| node.field == *field) {
                return Err(at.down("with").error(format!(
                    "a request of {} has no `{field}`{}",
                    change.operation,
                    hint(field, fields().map(|node| node.field.as_str()))
                )));
            }
        }
    }
    Ok(())
}
