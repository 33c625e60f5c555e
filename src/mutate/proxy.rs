//! The proxy: one change, one port.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::answers::{Answer, canned};
use super::change::{Change, Right};
use super::clients::{Clients, Fellow, Here};
use super::history::History;
use super::incoming::{self, Incoming};
use super::story::Story;
use super::{Mutation, duplicates, right, state};
use crate::check::Memory;
use crate::contract::{Contract, Operation, Violation, violations};
use crate::model::Draft;
use crate::suite::Fresh;
use crate::target::{Client, Target};

/// A proxy at work; it ends when this is dropped.
pub(super) struct Proxy {
    /// The target that leads through it.
    pub target: Target,
    task: JoinHandle<()>,
    done: Arc<AtomicBool>,
}

impl Proxy {
    /// Whether the change was carried out at all.
    pub(super) fn has_changed(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(super) struct Shared {
    contract: Arc<Contract>,
    pub upstream: Arc<Target>,
    pub client: Client,
    pub mutation: Mutation,
    memory: Mutex<Memory>,
    story: Story,
    history: Mutex<History>,
    /// How a request of each operation was accepted last.
    accepted: Mutex<HashMap<String, Answer>>,
    clients: Clients,
    pub fresh: Fresh,
    pub count: AtomicUsize,
    pub timeout: Duration,
    /// Whether anything was answered, or sent on, otherwise than without the change.
    pub done: Arc<AtomicBool>,
}

impl Proxy {
    /// Starts a proxy in front of `upstream`.
    pub(super) async fn start(
        contract: Arc<Contract>,
        upstream: Arc<Target>,
        client: Client,
        mutation: Mutation,
        timeout: Duration,
    ) -> Result<Self, std::io::Error> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let mut target = (*upstream).clone();
        for (name, api) in &mut target.apis {
            api.base_url = url::Url::parse(&format!("http://127.0.0.1:{port}/{name}"))
                .map_err(std::io::Error::other)?;
        }
        let done = Arc::new(AtomicBool::new(false));
        let shared = Arc::new(Shared {
            contract,
            upstream,
            client,
            mutation,
            memory: Mutex::default(),
            story: Story::default(),
            history: Mutex::default(),
            accepted: Mutex::default(),
            clients: Clients::default(),
            fresh: Fresh::new(),
            count: AtomicUsize::new(0),
            timeout,
            done: Arc::clone(&done),
        });
        let app = Router::new().fallback(handle).with_state(shared);
        let task = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { target, task, done })
    }
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    match shared.answer(request).await {
        Ok(answer) => answer.into_response(),
        Err(problem) => Answer::json(502, &json!({"proxy": problem})).into_response(),
    }
}

impl Shared {
    async fn answer(&self, request: Request) -> Result<Answer, String> {
        let uri = request.uri().clone();
        let incoming = Incoming::of(request).await?;
        let (api, method) = (&incoming.api, &incoming.method);
        let found = incoming::operation(&self.contract, api, method, &incoming.path);
        let Some((operation, values)) = found else { return self.forward(&incoming, None).await };
        let known = self.known_ids(operation);
        let draft = incoming::draft(
            operation,
            values,
            &uri,
            &incoming.headers,
            &incoming.body,
            &self.client,
            known,
        );
        let mine = self.is_mine(operation);
        {
            let duplicates = state::duplicates(operation, &draft, &self.memory());
            let values: Vec<String> = duplicates.into_iter().map(|(_, value)| value).collect();
            self.history().announce(operation, &draft, &values);
        }
        let here = self.clients.enter(incoming.client(), &draft);
        if self.may_be_of_two(mine, operation, &draft) {
            here.wait().await;
        }
        let apt = mine && self.is_apt(operation, &draft, &here);
        let mut answer = if mine {
            self.mutated(operation, &draft, &incoming, &here).await?
        } else {
            self.forward(&incoming, None).await?
        };
        {
            // What was really done is known; what is told may differ.
            let mut memory = self.memory();
            let learnt = answer.clone();
            let change = &self.mutation.change;
            let mine = (mine, apt);
            self.story.tell(change, mine, operation, &draft, &memory, &mut answer);
            state::learn(&mut memory, operation, &draft, &learnt);
            let may_be_said_again = mine.0 && matches!(change, Change::Accept(_));
            if may_be_said_again && learnt.accepted() && learnt.is_plain() {
                self.accepted().insert(operation.id.clone(), learnt.clone());
            }
            self.history().learn(operation, &draft, &learnt);
            self.take_down(operation, &draft, &learnt, &mut answer, &here);
        }
        let mut done = false;
        if mine {
            done = self.tell(operation, &mut answer).await;
        }
        if done || !answer.is_plain() {
            self.done.store(true, Ordering::Relaxed);
        }
        Ok(answer)
    }

    /// Whether the change concerns the operation.
    fn is_mine(&self, operation: &Operation) -> bool {
        match &self.mutation.change {
            Change::AcceptRacedBetween(one, other) => [one, other].contains(&&operation.id),
            _ => operation.id == self.mutation.operation,
        }
    }

    fn accepted(&self) -> std::sync::MutexGuard<'_, HashMap<String, Answer>> {
        self.accepted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn history(&self) -> std::sync::MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the change does to a request before, or instead of, sending it on.
    async fn mutated(
        &self,
        operation: &Operation,
        draft: &Draft,
        incoming: &Incoming,
        here: &Here,
    ) -> Result<Answer, String> {
        let broken: Vec<Violation> = violations(operation, draft);
        let refusal = || Ok(Answer::json(422, &json!({"error": "refused"})));
        match &self.mutation.change {
            Change::Accept(wrong) if wrong.is(operation, draft, &broken) => {
                let accepted = self.accepted().get(&operation.id).cloned();
                match canned(operation, draft, accepted.as_ref()) {
                    Some(answer) => Ok(answer),
                    // Nobody knows yet what an acceptance looks like.
                    None => self.forward(incoming, None).await,
                }
            }
            Change::RefuseWhole(wrong) if wrong.is(operation, draft, &broken) => refusal(),
            Change::Refuse(right)
                if broken.is_empty() && self.is(right, operation, draft, here) =>
            {
                refusal()
            }
            Change::Tell(right, edits) if broken.is_empty() => {
                let told = self.is(right, operation, draft, here);
                let mut answer = self.forward(incoming, None).await?;
                if told {
                    answer.change(&Change::Fields(edits.clone()));
                }
                Ok(answer)
            }
            Change::Cache if broken.is_empty() => match self.story.answered(draft) {
                Some(answer) => Ok(answer.unasked()),
                None => self.forward(incoming, None).await,
            },
            Change::Fall(odd) if odd.is(operation, draft) => {
                Ok(Answer::json(500, &json!({"error": "this was not foreseen"})))
            }
            Change::MixUp if broken.is_empty() => {
                self.mixed_up(operation, draft, incoming, here).await
            }
            Change::FallTogether
                if broken.is_empty() && Fellow::Any.of(operation, draft, &here.met()).is_some() =>
            {
                Ok(Answer::json(500, &json!({"error": "somebody else is at it"})))
            }
            Change::Forget(right)
                if broken.is_empty() && self.is(right, operation, draft, here) =>
            {
                // A duplicate isn't acknowledged: only what would have been done.
                let duplicates = state::duplicates(operation, draft, &self.memory());
                let known = state::acknowledge(operation, draft, &self.memory());
                match known {
                    Some(answer) if duplicates.is_empty() => Ok(answer),
                    _ => self.forward(incoming, None).await,
                }
            }
            Change::AcceptDuplicates(sort) if broken.is_empty() => {
                let found = {
                    let memory = self.memory();
                    let history = self.history();
                    let past = self.story.past(operation, draft, &memory, &history, here);
                    duplicates::of(sort, operation, draft, &past)
                };
                self.forward_fresh(operation, draft, incoming, found).await
            }
            Change::AcceptRaced(_) | Change::AcceptRacedBetween(..) if broken.is_empty() => {
                self.raced(operation, draft, incoming).await
            }
            Change::AnswerExisting if broken.is_empty() => {
                let answer = self.forward(incoming, None).await?;
                let existing = state::existing(operation, draft, &self.memory());
                Ok(existing.filter(|_| answer.refused()).unwrap_or(answer))
            }
            _ => self.forward(incoming, None).await,
        }
    }

    fn is(&self, right: &Right, operation: &Operation, draft: &Draft, here: &Here) -> bool {
        let (memory, history) = (self.memory(), self.history());
        let past = self.story.past(operation, draft, &memory, &history, here);
        right::is(right, operation, draft, &past)
    }

    /// Whether another request of the client, if one comes, would matter.
    fn may_be_of_two(&self, mine: bool, operation: &Operation, draft: &Draft) -> bool {
        let matters = match &self.mutation.change {
            // Whoever gives the value, it must not be done with before the rival comes.
            Change::AcceptDuplicates(sort) => sort.is_of_before() && operation.unique().is_some(),
            _ if !mine => false,
            Change::MixUp | Change::FallTogether => true,
            Change::AcceptRaced(_) | Change::AcceptRacedBetween(..) => true,
            Change::Refuse(right) | Change::Tell(right, _) | Change::Forget(right) => {
                right.is_of_two()
            }
            _ => false,
        };
        matters && violations(operation, draft).is_empty()
    }

    /// Whether a change that shows in later answers alone is about the request.
    fn is_apt(&self, operation: &Operation, draft: &Draft, here: &Here) -> bool {
        match &self.mutation.change {
            Change::LoseOf(_, right) | Change::Stuck(_, right) => {
                // Where a record is refused, the others may be written in another way.
                violations(operation, draft).is_empty()
                    && state::duplicates(operation, draft, &self.memory()).is_empty()
                    && self.is(right, operation, draft, here)
            }
            _ => false,
        }
    }

    /// Ids that exist, for telling an unknown one.
    fn known_ids(&self, operation: &Operation) -> Vec<(String, String)> {
        let memory = self.memory();
        let mut known = memory.ids(self.contract.apis.get(&operation.api));
        let Some(api) = self.upstream.apis.get(&operation.api) else { return known };
        for parameter in &operation.parameters {
            let settings = operation.settings(parameter);
            let value = settings.iter().find_map(|setting| api.values.get(setting));
            if let (Some(resource), Some(value)) = (&parameter.resource, value) {
                known.push((resource.clone(), value.clone()));
            }
        }
        known
    }
}
