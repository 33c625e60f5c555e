//! Whether a credential opens anything at all: one that doesn't is a mistake in the settings, and
//! a hundred failures wouldn't say more.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use crate::contract::{Operation, violations};
use crate::model::{Draft, Exchange};

/// How many first answers must all refuse. One could be a server that refuses one request wrongly.
const FIRST: usize = 3;

/// What answers to requests that should be accepted said of their credential.
#[derive(Debug, Default)]
pub struct Access {
    known: Mutex<HashMap<Key, State>>,
}

#[derive(Clone, Debug)]
enum State {
    /// So many scenarios were refused, and none accepted.
    Refused(Vec<String>),
    /// It opens.
    Open,
}

impl Access {
    /// Notes an answer to a request with a valid credential that breaks no clause.
    pub(super) fn note(
        &self,
        operation: &Operation,
        draft: &Draft,
        exchange: &Exchange,
        scenario: &str,
    ) {
        let (Some(key), Some(response)) = (key(draft), exchange.response()) else { return };
        let refused = matches!(response.status, 401 | 403);
        if !refused && !response.accepted() {
            return;
        }
        let mut known = self.known();
        let state = known.entry(key).or_insert_with(|| State::Refused(Vec::new()));
        if matches!(state, State::Open) || !violations(operation, draft).is_empty() {
            return;
        }
        match state {
            State::Open => {}
            // Once it is closed nobody asks any more; answers under way change nothing.
            State::Refused(by) if by.len() >= FIRST => {}
            State::Refused(by) if refused => {
                if !by.iter().any(|known| known == scenario) {
                    by.push(scenario.to_owned());
                }
            }
            State::Refused(_) => *state = State::Open,
        }
    }

    /// Why a request with this credential is not sent any more.
    pub(super) fn closed(&self, draft: &Draft) -> Option<String> {
        let key = key(draft)?;
        self.known().get(&key).and_then(|state| reason(&key, state))
    }

    /// Why nothing was opened by what requests of an operation were sent with: one of its alternatives, which the
    /// settings choose.
    pub(super) fn closed_of(&self, operation: &Operation) -> Option<String> {
        let mut alternatives = operation.security.iter();
        alternatives.find_map(|alternative| {
            self.closed(&Draft { credentials: alternative.clone(), ..operation.draft() })
        })
    }

    /// Every credential that opened nothing, in words.
    pub(super) fn all_closed(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.known().iter().filter_map(|(key, state)| reason(key, state)).collect();
        all.sort();
        all
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Key, State>> {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn reason(key: &Key, state: &State) -> Option<String> {
    let State::Refused(by) = state else { return None };
    let Key { api, scheme, scope } = key;
    let scope = scope.as_ref().map_or(String::new(), |scope| format!(" for {scope}"));
    (by.len() >= FIRST).then(|| {
        format!(
            "{api} refused the first {FIRST} requests with the credential `{scheme}`{scope} as unauthorised: is it right?"
        )
    })
}

/// An API's credential with its scope.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Key {
    api: String,
    scheme: String,
    scope: Option<String>,
}

/// The key of valid credentials; only such say anything.
fn key(draft: &Draft) -> Option<Key> {
    let sent = &draft.credentials;
    if sent.is_empty() || draft.bad_credential().is_some() {
        return None;
    }
    let schemes: Vec<&str> = sent.iter().map(|credential| credential.scheme.as_str()).collect();
    Some(Key {
        api: draft.api.clone(),
        scheme: schemes.join("` and `"),
        scope: sent.iter().find_map(|credential| credential.scope.clone()),
    })
}
