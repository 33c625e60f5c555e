//! Secrets masked at the border: nothing that leaves this room holds one.

mod beginnings;
mod pieces;
mod plain;

use std::sync::{PoisonError, RwLock};

use secrecy::{ExposeSecret, SecretString};

use self::pieces::Pieces;
use crate::model::{Answer, Exchange, Failure, Request, Response};

/// What stands in place of a secret.
pub(super) const MASK: &str = "***";
/// How much of a body a report keeps.
const BODY_KEPT: usize = 64 * 1024;
/// How much of a request.
const REQUEST_KEPT: usize = 1024 * 1024;

/// Knows every secret of a run, in every spelling and by every piece.
#[derive(Default)]
pub struct Redactor {
    pieces: RwLock<Pieces>,
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

impl Redactor {
    /// Learns a secret.
    pub fn learn(&self, secret: &SecretString) {
        let secret = secret.expose_secret();
        if self.pieces.read().unwrap_or_else(PoisonError::into_inner).know(secret) {
            return;
        }
        self.pieces.write().unwrap_or_else(PoisonError::into_inner).learn(secret);
    }

    /// Takes a text for public: what a secret has in common with it is not masked.
    pub fn spare(&self, text: &str) {
        self.pieces.write().unwrap_or_else(PoisonError::into_inner).spare(text);
    }

    /// A text without secrets.
    pub fn text(&self, text: &str) -> String {
        let found = self.pieces.read().unwrap_or_else(PoisonError::into_inner).found(text);
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (from, to) in found {
            // A piece may begin or end within a character.
            let from = boundary(text, from).max(done);
            let to = (to..=text.len()).find(|to| text.is_char_boundary(*to)).unwrap_or(to);
            out.push_str(text.get(done..from).unwrap_or_default());
            out.push_str(MASK);
            done = to;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        out
    }

    /// A text without secrets, cut at a bound. What is cut off is cut off first: a target may send
    /// much. What a cut leaves of a secret is masked as a piece of it.
    pub fn within(&self, bound: usize, text: &str) -> String {
        if text.len() <= bound {
            return self.text(text);
        }
        let kept = self.text(&text[..boundary(text, bound)]);
        format!("{kept}… cut here: {} bytes in all", text.len())
    }

    /// An exchange for the report: without secrets, its body cut at a bound.
    pub fn exchange(&self, exchange: &Exchange) -> Exchange {
        let Exchange { operation, request, answer, started_ms, duration_ms } = exchange;
        let sent = request.headers.iter().map(|(name, value)| (name.clone(), self.text(value)));
        Exchange {
            operation: operation.clone(),
            // An id that a target gave comes back in requests, however long it is.
            request: Request {
                method: request.method.clone(),
                url: self.within(REQUEST_KEPT, &request.url),
                headers: sent.collect(),
                body: request.body.as_ref().map(|body| self.within(REQUEST_KEPT, body)),
                curl: self.within(REQUEST_KEPT, &request.curl),
            },
            answer: match answer {
                Answer::Failure(failure) => Answer::Failure(Failure {
                    message: self.text(&failure.message),
                    ..failure.clone()
                }),
                Answer::Response(response) => {
                    let headers = response.headers.iter();
                    Answer::Response(Response::new(
                        response.status,
                        headers.map(|(name, value)| (self.text(name), self.text(value))).collect(),
                        Vec::new(),
                        self.within(BODY_KEPT, &response.body),
                    ))
                }
            },
            started_ms: *started_ms,
            duration_ms: *duration_ms,
        }
    }
}

/// The end of the last whole character up to a place.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "in-a/b+c d?e\"f_Zx90";

    fn knowing(secret: &str) -> Redactor {
        let redactor = Redactor::default();
        redactor.learn(&SecretString::from(secret));
        redactor
    }

    #[test]
    fn pieces_of_a_secret_are_masked_wherever_it_is_cut() {
        let redactor = knowing(SECRET);
        for length in 8..=SECRET.len() {
            for from in 0..=SECRET.len() - length {
                let piece = &SECRET[from..from + length];
                assert_eq!(redactor.text(&format!("<{piece}>")), "<***>", "{piece}");
            }
        }
        assert_eq!(redactor.text("in-a/b+ and nothing else"), "in-a/b+ and nothing else");
    }

    #[test]
    fn public_words_in_a_secret_stay_readable() {
        let redactor = knowing("agentassist-8d1f0c77e2");
        redactor.spare("/agentassist/api");
        assert_eq!(
            redactor.text("/agentassist/api?k=agentassist-8d1f0c77e2"),
            "/agentassist/api?k=agen***"
        );
    }

    #[test]
    fn a_short_secret_is_masked_where_it_stands_alone() {
        let redactor = knowing("ab-1");
        assert_eq!(redactor.text("{\"key\":\"ab-1\"} cab-12 AB-1"), "{\"key\":\"***\"} cab-12 ***");
    }

    #[test]
    fn a_text_of_many_bytes_is_cut_between_characters() {
        let redactor = knowing(SECRET);
        let text = format!("{}{SECRET}", "é".repeat(10));
        assert_eq!(
            redactor.within(20, &text),
            format!("{}… cut here: 39 bytes in all", "é".repeat(10))
        );
        assert!(redactor.within(29, &text).starts_with(&format!("{}***…", "é".repeat(10))));
    }
}
