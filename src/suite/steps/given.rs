//! What there is before the request.

use std::sync::Arc;

use cucumber::given;

use super::number::Count;
use crate::check::{self, Remembered};
use crate::contract::violations;
use crate::spelling::hint;
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
    world.prepare(&operation, None, 0, false).await;
}

#[given(regex = r"^(?:a|another) valid ([^ <>]+) request for ([0-9]+) records?$")]
async fn a_valid_request_for(world: &mut World, operation: String, records: Count) {
    world.prepare(&operation, Some(records.0), 0, false).await;
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
    world.prepare(&operation, None, first, false).await;
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
    world.prepare(&operation, Some(records.0), first, false).await;
}

#[given(regex = r"^the documented ([^ <>]+) sample$")]
async fn the_documented_sample(world: &mut World, operation: String) {
    world.prepare(&operation, None, 0, true).await;
}

impl World {
    async fn prepare(
        &mut self,
        operation: &str,
        records: Option<usize>,
        first: usize,
        printed: bool,
    ) {
        if self.ended() {
            // Later steps still say what they would have asked about: this request, no earlier one.
            self.last.clear();
            self.drafts.clear();
            self.template = self.blank(operation).map(Arc::new);
            return;
        }
        match self.build(operation, records, first, printed).await {
            Some(draft) => self.drafts.push(draft),
            None => self.template = self.blank(operation).map(Arc::new),
        }
    }

    /// A draft that only names its operation, for scenarios that end before they have one.
    fn blank(&self, operation: &str) -> Option<crate::model::Draft> {
        Some(self.context.contract.operation(operation)?.draft())
    }

    /// Makes records of a resource, or sees that the target's settings name one.
    async fn make(&mut self, name: &str, count: usize) {
        if self.ended() {
            return;
        }
        if !(1..=MOST).contains(&count) {
            return self.mistake(format!("a scenario begins with 1 to {MOST} of a kind"));
        }
        let context = Arc::clone(&self.context);
        let found = context.contract.apis.values().find_map(|api| {
            let resource = api.resources.get(name)?;
            // The same word may mean different things in two APIs; one that is made comes first.
            resource.made_by.as_ref().map(|maker| (api, maker))
        });
        let Some((_, maker)) = found else {
            let known: Vec<&str> = context
                .contract
                .apis
                .values()
                .flat_map(|api| api.resources.iter())
                .filter(|(_, resource)| resource.made_by.is_some())
                .map(|(name, _)| name.as_str())
                .collect();
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
            self.mistake(format!("no operation makes a `{name}`{which}"));
            return;
        };
        for _ in 0..count {
            // The id of one that is taken for granted is no id that an answer would have told.
            let is_named = !self.memory.all().any(Remembered::is_assumed);
            let Some(draft) = self.build(maker, Some(1), 0, false).await else { return };
            let documented = context.contract.operation(maker).filter(|_| is_named);
            let broken = documented.and_then(|one| violations(one, &draft).into_iter().next());
            if let Some(violation) = broken {
                return self.mistake(format!(
                    "the request that makes a {name} ({maker}) breaks the documentation ({}), so nothing says \
                     that it is accepted; mend its sample or `x-fresh` in the contract",
                    violation.message
                ));
            }
            if context.options.dry_run.is_some() {
                let sent = draft.json().map(|body| body.get(0).unwrap_or(body).clone());
                let sent = sent.unwrap_or_default();
                self.memory.assume(
                    name,
                    format!(
                        "ID-OF-{}-{}",
                        name.to_uppercase(),
                        context.fresh.label().to_uppercase()
                    ),
                    sent,
                );
            }
            let Some(sent) = self.send(vec![Arc::new(draft)]).await.pop() else { continue };
            let Some(operation) = context.contract.operation(maker) else { return };
            if self.was_too_fast(operation, &sent) {
                return;
            }
            let memory = self.memory.clone();
            let judgements = check::accepted(&Self::seen(operation, &sent, &memory), None);
            self.judge(judgements, Some(sent.index));
            let before = self.memory.of(name).count();
            if sent.exchange.response().is_some_and(crate::model::Response::accepted) {
                self.learn(&sent);
            }
            if self.memory.of(name).count() == before {
                self.skip(format!("the scenario needs a {name}, and {maker} made none"));
                return;
            }
        }
    }
}
