//! What there is before the request.

use std::sync::Arc;

use cucumber::given;
use serde_json::Value;

use super::number::Count;
use crate::check::{self, Remembered};
use crate::contract::place::set;
use crate::contract::{Change, Operation, violations};
use crate::model::{Body, Draft, Response};
use crate::spelling::{a, hint};
use crate::suite::build::Wish;
use crate::suite::world::World;

/// How many things of a kind a scenario may make before it begins.
const MOST: usize = 1000;

#[given(regex = r"^(?:an|another) existing ([a-z][a-z -]*)$")]
async fn an_existing(world: &mut World, resource: String) {
    world.make(&resource, 1).await;
}

#[given(regex = r"^([0-9]+) existing ([a-z][a-z -]*)s$")]
async fn some_existing(world: &mut World, count: Count, resource: String) {
    world.make(&resource, count.0).await;
}

#[given(regex = r"^(?:a|another) valid ([^ <>]+) request$")]
async fn a_valid_request(world: &mut World, operation: String) {
    world.prepare(&operation, Wish::default()).await;
}

#[given(regex = r"^(?:a|another) valid ([^ <>]+) request for ([0-9]+) records?$")]
async fn a_valid_request_for(world: &mut World, operation: String, records: Count) {
    world.prepare(&operation, Wish { records: Some(records.0), ..Wish::default() }).await;
}

#[given(
    regex = r"^(?:a|another) valid ([^ <>]+) request for the (first|second|third|fourth|last) ([a-z][a-z -]*)$"
)]
async fn a_valid_request_naming(
    world: &mut World,
    operation: String,
    which: String,
    resource: String,
) {
    let first = world.position(&which, &resource);
    world.prepare(&operation, Wish::about(&resource, first)).await;
}

#[given(
    regex = r"^(?:a|another) valid ([^ <>]+) request for ([0-9]+) records?, beginning with the (first|second|third|fourth|last) ([a-z][a-z -]*)$"
)]
async fn a_valid_request_beginning_with(
    world: &mut World,
    operation: String,
    records: Count,
    which: String,
    resource: String,
) {
    let first = world.position(&which, &resource);
    let wish = Wish { records: Some(records.0), ..Wish::about(&resource, first) };
    world.prepare(&operation, wish).await;
}

#[given(regex = r"^the documented ([^ <>]+) sample$")]
async fn the_documented_sample(world: &mut World, operation: String) {
    world.prepare(&operation, Wish { as_printed: true, ..Wish::default() }).await;
}

impl World {
    async fn prepare(&mut self, operation: &str, wish: Wish<'_>) {
        if self.ended() {
            // Later steps still say what they would have asked about: this request, no earlier one.
            self.last.clear();
            self.drafts.clear();
            self.template = self.blank(operation).map(Arc::new);
            return;
        }
        match self.build(operation, wish).await {
            Some(draft) => self.drafts.push(draft),
            None => self.template = self.blank(operation).map(Arc::new),
        }
    }

    /// A draft that only names its operation, for scenarios that end before they have one.
    fn blank(&self, operation: &str) -> Option<crate::model::Draft> {
        Some(self.context.contract.operation(operation)?.draft())
    }

    /// Makes records of a resource, and puts each in its state, if it is one.
    async fn make(&mut self, name: &str, count: usize) {
        if self.ended() {
            return;
        }
        if !(1..=MOST).contains(&count) {
            return self.mistake(format!("a scenario begins with 1 to {MOST} of a kind"));
        }
        let context = Arc::clone(&self.context);
        // The same word may mean different things in two APIs; one that is made comes first.
        let found = context.contract.apis.values().find_map(|api| Some((api, api.maker(name)?)));
        let Some((api, maker)) = found else { return self.made_by_nothing(name) };
        let base = api.base(name);
        if maker.records.as_ref().is_none_or(|records| records.resource.is_none()) {
            let (id, file) = (&maker.id, &api.file);
            return self.mistake(format!(
                "nothing says which {base} {id} has made: give it `x-records` in {file} (`{{sent: body, answered: \
                 body, id: id, resource: {base}}}`)"
            ));
        }
        let changes = api.resources.get(name).map_or(&[][..], |resource| &resource.after);
        for _ in 0..count {
            let Some(draft) = self.build(&maker.id, Wish::ONE).await else { return };
            if !self.is_right(maker, &draft, name) {
                return;
            }
            if context.options.dry_run.is_some() {
                let sent = draft.json().map(|body| body.get(0).unwrap_or(body).clone());
                let label = context.fresh.label().to_uppercase();
                let id = format!("ID-OF-{}-{label}", base.to_uppercase());
                self.memory.assume(base, id, sent.unwrap_or_default());
            }
            let before = self.memory.of(base).count();
            if self.begin_with(maker, Arc::new(draft)).await.is_some()
                && self.memory.of(base).count() == before
            {
                let maker = &maker.id;
                // What only the paths show the target may name as well.
                if api.resources.get(base).is_some_and(|resource| resource.is_implied) {
                    return self.unmade.push(base.to_owned());
                }
                return self.skip(format!("the scenario needs {}, and {maker} made none", a(name)));
            }
            for change in changes {
                self.change_state(base, name, change).await;
            }
            if self.ended() {
                return;
            }
        }
    }

    /// The resource that a step wants is none that can be made.
    fn made_by_nothing(&mut self, name: &str) {
        let context = Arc::clone(&self.context);
        let apis = context.contract.apis.values();
        let known = apis.flat_map(|api| {
            api.resources.keys().filter(|name| api.maker(name).is_some()).map(String::as_str)
        });
        let known: Vec<&str> = known.collect();
        let which = match known.as_slice() {
            [] => format!(
                "; name one in `x-resources` of the contract: `{name}: {{made-by: OPERATION, id: id}}`"
            ),
            _ => format!(
                "{} (x-resources says which do: {})",
                hint(name, known.iter().copied()),
                known.join(", ")
            ),
        };
        self.mistake(format!("no operation makes {}{which}", a(&format!("`{name}`"))));
    }

    /// Sends one of the requests that put the newest record of a resource in a state.
    async fn change_state(&mut self, base: &str, name: &str, change: &Change) {
        if self.ended() {
            return;
        }
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&change.operation) else { return };
        let newest = self.memory.of(base).count().saturating_sub(1);
        let wish = Wish { records: Some(1), ..Wish::about(base, newest) };
        let Some(mut draft) = self.build(&operation.id, wish).await else { return };
        let record = match &mut draft.body {
            Body::Json(Value::Array(items)) if operation.many() => items.first_mut(),
            Body::Json(record) => Some(record),
            _ => None,
        };
        if let Some(record) = record {
            for (field, value) in &change.with {
                set(record, field, value.clone());
            }
        }
        if !self.is_right(operation, &draft, name) {
            return;
        }
        let draft = Arc::new(draft);
        if context.options.dry_run.is_some() {
            self.change_states(operation, &draft);
        }
        if self.begin_with(operation, draft).await == Some(false) {
            let id = &operation.id;
            self.skip(format!("the scenario needs {}, and {id} was refused", a(name)));
        }
    }

    /// Whether a request by which a scenario begins keeps to the documentation; otherwise the contract is at fault.
    fn is_right(&mut self, operation: &Operation, draft: &Draft, name: &str) -> bool {
        // The id of one that is taken for granted is no id that an answer would have told.
        if self.memory.all().any(Remembered::is_assumed) {
            return true;
        }
        let Some(violation) = violations(operation, draft).into_iter().next() else { return true };
        self.mistake(format!(
            "the request that makes {} ({}) breaks the documentation ({}), so nothing says that it is \
             accepted; mend its sample or `x-fresh` in the contract",
            a(name),
            operation.id,
            violation.message
        ));
        false
    }

    /// Sends a request by which a scenario begins, and whether it was accepted; nothing where none was sent.
    async fn begin_with(&mut self, operation: &Operation, draft: Arc<Draft>) -> Option<bool> {
        let sent = self.send(vec![draft]).await.pop()?;
        if self.was_too_fast(operation, &sent) || self.lacked(operation, &sent) {
            return None;
        }
        let memory = self.memory.clone();
        let judgements = check::accepted(&Self::seen(operation, &sent, &memory), None);
        self.judge(judgements, Some(sent.index));
        let accepted = sent.exchange.response().is_some_and(Response::accepted);
        if accepted {
            self.learn(&sent);
        }
        Some(accepted)
    }
}
