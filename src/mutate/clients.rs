//! What each client has asked before, and what it asks at the same moment: real servers mix up
//! what belongs to one session, one connection, one cache entry.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::duplicates::same_names;
use super::right::records;
use super::state::values;
use super::story::fingerprint;
use crate::contract::Operation;
use crate::model::Draft;

/// How long a request waits for another one of its client, where a change is about the two.
pub(super) const WAIT: Duration = Duration::from_millis(40);

/// All clients, by what they call themselves.
#[derive(Debug, Default)]
pub(super) struct Clients {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    next: usize,
    under_way: HashMap<usize, UnderWay>,
    before: HashMap<String, Before>,
}

#[derive(Debug)]
struct UnderWay {
    client: String,
    draft: Arc<Draft>,
    met: Vec<Arc<Draft>>,
    company: Arc<Notify>,
}

/// What a client was answered before.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// Requests that were accepted.
    pub accepted: Vec<Arc<Draft>>,
    /// Ids of the records that it made, request by request.
    pub made: Vec<Vec<String>>,
}

/// A request that is under way, until this is dropped.
#[derive(Debug)]
pub(super) struct Here {
    inner: Arc<Mutex<Inner>>,
    number: usize,
    client: String,
}

/// Which other request is under way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fellow {
    /// Any of the operation.
    Any,
    /// One that names its record alike.
    SameNames,
    /// One that names it otherwise.
    OtherNames,
}

fn lock(inner: &Mutex<Inner>) -> MutexGuard<'_, Inner> {
    inner.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Clients {
    /// Takes down a request that came.
    pub(super) fn enter(&self, client: &str, draft: &Draft) -> Here {
        let draft = Arc::new(draft.clone());
        let mut inner = lock(&self.inner);
        inner.next += 1;
        let number = inner.next;
        let mut met = Vec::new();
        for other in inner.under_way.values_mut().filter(|other| other.client == client) {
            other.met.push(Arc::clone(&draft));
            other.company.notify_one();
            met.push(Arc::clone(&other.draft));
        }
        let company = Arc::default();
        let client = client.to_owned();
        let entry = UnderWay { client: client.clone(), draft, met, company };
        inner.under_way.insert(number, entry);
        Here { inner: Arc::clone(&self.inner), number, client }
    }
}

impl Here {
    /// Waits for another request of the client, if none is there.
    pub(super) async fn wait(&self) {
        let company = lock(&self.inner)
            .under_way
            .get(&self.number)
            .filter(|entry| entry.met.is_empty())
            .map(|entry| Arc::clone(&entry.company));
        if let Some(company) = company {
            // Nobody may come.
            let _ = tokio::time::timeout(WAIT, company.notified()).await;
        }
    }

    /// The requests that were under way with it.
    pub(super) fn met(&self) -> Vec<Arc<Draft>> {
        lock(&self.inner).under_way.get(&self.number).map(|e| e.met.clone()).unwrap_or_default()
    }

    /// What the client was answered before.
    pub(super) fn before(&self) -> Before {
        lock(&self.inner).before.get(&self.client).cloned().unwrap_or_default()
    }

    /// Takes down that the request was accepted, and what it made.
    pub(super) fn accepted(&self, draft: &Draft, made: Vec<String>) {
        let mut inner = lock(&self.inner);
        let before = inner.before.entry(self.client.clone()).or_default();
        before.accepted.push(Arc::new(draft.clone()));
        if !made.is_empty() {
            before.made.push(made);
        }
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        lock(&self.inner).under_way.remove(&self.number);
    }
}

impl Fellow {
    /// The other request of the sort.
    pub(super) fn of<'a>(
        self,
        operation: &Operation,
        draft: &Draft,
        met: &'a [Arc<Draft>],
    ) -> Option<&'a Draft> {
        let own = values(operation, draft);
        met.iter().map(Arc::as_ref).find(|other| {
            if other.operation != operation.id {
                return false;
            }
            // Who wants one value of two is refused anyway.
            let rivals = values(operation, other)
                .iter()
                .any(|(_, value)| own.iter().any(|(_, wanted)| wanted == value));
            let (one, two) = (records(draft), records(other));
            let alike = one
                .first()
                .zip(two.first())
                .is_some_and(|(one, two)| same_names(operation, one, two));
            match self {
                Self::Any => true,
                Self::SameNames => !rivals && alike,
                Self::OtherNames => !rivals && !alike,
            }
        })
    }
}

impl Before {
    /// Whether another request about the same record was accepted.
    pub(super) fn knows_another(&self, draft: &Draft) -> bool {
        self.accepted.iter().any(|other| {
            other.operation == draft.operation
                && other.path == draft.path
                && fingerprint(other) != fingerprint(draft)
        })
    }

    /// Whether the record is one that the client made, and not with the first.
    pub(super) fn made_later(&self, id: &str) -> bool {
        self.made.iter().skip(1).flatten().any(|made| made == id)
    }

    /// The ids of the last request that made several records.
    pub(super) fn last_ids(&self) -> Option<&[String]> {
        self.made.iter().rev().find(|made| made.len() > 1).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Body;

    fn draft(text: &str) -> Draft {
        Draft {
            api: "notes".into(),
            operation: "createNote".into(),
            method: "POST".into(),
            path_template: "/notes".into(),
            body: Body::Json(json!({"title": text})),
            ..Draft::default()
        }
    }

    fn titles(here: &Here) -> Vec<String> {
        here.met().iter().map(|draft| draft.text()).collect()
    }

    #[test]
    fn requests_of_one_client_that_overlap_meet_and_stay_met() {
        let clients = Clients::default();
        let first = clients.enter("a", &draft("1"));
        let second = clients.enter("a", &draft("2"));
        let stranger = clients.enter("b", &draft("3"));
        drop(second);
        let third = clients.enter("a", &draft("4"));
        assert_eq!(titles(&first), [r#"{"title":"2"}"#, r#"{"title":"4"}"#]);
        assert_eq!(titles(&third), [r#"{"title":"1"}"#]);
        assert!(titles(&stranger).is_empty());
    }

    #[tokio::test]
    async fn who_waits_goes_on_when_another_comes() {
        let clients = Clients::default();
        let first = clients.enter("a", &draft("1"));
        let (_, second) = tokio::join!(first.wait(), async { clients.enter("a", &draft("2")) });
        assert_eq!(titles(&first).len(), 1);
        second.wait().await;
        assert_eq!(titles(&second).len(), 1);
    }

    #[test]
    fn what_a_client_was_answered_is_its_own() {
        let clients = Clients::default();
        let here = clients.enter("a", &draft("1"));
        here.accepted(&draft("1"), vec!["id1".into()]);
        here.accepted(&draft("2"), vec!["id2".into(), "id3".into()]);
        here.accepted(&draft("3"), Vec::new());
        assert_eq!(here.before().last_ids(), Some(["id2".to_owned(), "id3".to_owned()].as_slice()));
        assert!(here.before().made_later("id2") && !here.before().made_later("id1"));
        assert!(here.before().knows_another(&draft("1")));
        let stranger = clients.enter("b", &draft("1"));
        assert!(!stranger.before().made_later("id2"));
        assert!(!stranger.before().knows_another(&draft("1")));
    }
}
