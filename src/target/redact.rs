//! Secrets masked at the border: nothing that leaves this room holds one.

use std::collections::BTreeSet;
use std::sync::RwLock;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

use crate::model::{Answer, Exchange};

/// What stands in place of a secret.
const MASK: &str = "***";
/// What stands at the end of a text that was cut.
const CUT: char = '…';
/// Shorter texts are no secrets worth the name, and masking them would garble the evidence.
const SHORTEST: usize = 6;
/// How much of a body a report keeps.
const BODY_KEPT: usize = 64 * 1024;
/// How much of a request.
const REQUEST_KEPT: usize = 1024 * 1024;

/// Knows every secret of a run, in every spelling.
#[derive(Debug, Default)]
pub struct Redactor {
    // Longest first, so that a secret inside another doesn't leave its ends.
    spellings: RwLock<BTreeSet<(std::cmp::Reverse<usize>, String)>>,
}

impl Redactor {
    /// Learns a secret.
    pub fn learn(&self, secret: &SecretString) {
        let secret = secret.expose_secret();
        if secret.len() < SHORTEST {
            return;
        }
        let known = |spellings: &BTreeSet<(std::cmp::Reverse<usize>, String)>| {
            spellings.contains(&(std::cmp::Reverse(secret.len()), secret.to_owned()))
        };
        if known(&self.spellings.read().unwrap_or_else(std::sync::PoisonError::into_inner)) {
            return;
        }
        let mut spellings =
            self.spellings.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut forms = vec![
            secret.to_owned(),
            utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
            STANDARD.encode(secret),
            STANDARD_NO_PAD.encode(secret),
            URL_SAFE.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
        ];
        // JSON escapes what HTML-minded servers escape.
        forms.push(secret.replace('/', "\\/"));
        for form in forms {
            spellings.insert((std::cmp::Reverse(form.len()), form));
        }
    }

    /// A text without secrets.
    pub fn text(&self, text: &str) -> String {
        let spellings = self.spellings.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut text = text.to_owned();
        for (_, secret) in spellings.iter() {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), MASK);
            }
            if text.contains(CUT) {
                text = without_cut_off(text, secret);
            }
        }
        text
    }

    /// A text without secrets, cut at a bound. What is cut off is cut off first: a target may send
    /// much. A secret that the cut parts is masked as [`Redactor::text`] does at its mark.
    pub fn within(&self, bound: usize, text: &str) -> String {
        if text.len() <= bound {
            return self.text(text);
        }
        let end = (0..=bound).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let kept = self.text(&format!("{}{CUT}", &text[..end]));
        format!("{kept} cut here: {} bytes in all", text.len())
    }

    /// An exchange for the report: without secrets, its body cut at a bound.
    pub fn exchange(&self, exchange: &Exchange) -> Exchange {
        let mut shown = Exchange {
            operation: exchange.operation.clone(),
            request: exchange.request.clone(),
            answer: Answer::Failure(crate::model::Failure::new(
                crate::model::FailureKind::Unsendable,
                "",
            )),
            started_ms: exchange.started_ms,
            duration_ms: exchange.duration_ms,
        };
        // An id that a target gave comes back in requests, however long it is.
        shown.request.url = self.within(REQUEST_KEPT, &shown.request.url);
        shown.request.curl = self.within(REQUEST_KEPT, &shown.request.curl);
        shown.request.body = shown.request.body.map(|body| self.within(REQUEST_KEPT, &body));
        for (_, value) in &mut shown.request.headers {
            *value = self.text(value);
        }
        shown.answer = match &exchange.answer {
            Answer::Failure(failure) => {
                let mut failure = failure.clone();
                failure.message = self.text(&failure.message);
                Answer::Failure(failure)
            }
            Answer::Response(response) => {
                let headers = response.headers.iter();
                Answer::Response(crate::model::Response {
                    status: response.status,
                    headers: headers
                        .map(|(name, value)| (name.clone(), self.text(value)))
                        .collect(),
                    bytes: Vec::new(),
                    body: self.within(BODY_KEPT, &response.body),
                    unread: None,
                })
            }
        };
        shown
    }
}

/// Masks what is left of a secret where a text was cut in the middle of it.
fn without_cut_off(text: String, secret: &str) -> String {
    let Some(shortest) = secret.get(..SHORTEST) else { return text };
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices(CUT) {
        let before = &text[done..at];
        let from = (0..=before.len().saturating_sub(secret.len()))
            .rev()
            .find(|from| before.is_char_boundary(*from))
            .unwrap_or(0);
        // A target may send a million marks, and few have a secret before them.
        if !before[from..].contains(shortest) {
            continue;
        }
        let left = (SHORTEST..secret.len())
            .rev()
            .find(|length| secret.get(..*length).is_some_and(|start| before.ends_with(start)));
        if let Some(length) = left {
            out.push_str(&text[done..at - length]);
            out.push_str(MASK);
            done = at;
        }
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_masked_in_every_spelling() {
        let redactor = Redactor::default();
        let secret = "in-a/b+c d?e";
        redactor.learn(&SecretString::from(secret));
        for spelling in [
            secret.to_owned(),
            utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
            STANDARD.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
        ] {
            let shown = redactor.text(&format!("before {spelling} after"));
            assert_eq!(shown, "before *** after", "{spelling}");
        }
    }

    #[test]
    fn what_is_left_of_a_secret_in_a_cut_text_is_masked() {
        let redactor = Redactor::default();
        redactor.learn(&SecretString::from("eyJhbGciOi.secret"));
        assert_eq!(redactor.text("auth: eyJhbGciO… and eyJhbGci…"), "auth: ***… and ***…");
        assert_eq!(redactor.text("… eyJ… eyJhbGciO"), "… eyJ… eyJhbGciO");
    }
}
