//! Reading an answer within its limits: no more is kept than they allow.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use reqwest::header::HeaderMap;

use super::coding::{Undecoded, decoded};
use super::failure::{before_the_head, in_the_body, late, too_large};
use super::limits::Limits;
use crate::model::{Answer, Failure, Response, Unread};

/// Headers that say how a body travelled.
const CODED: [&str; 2] = ["content-encoding", "content-length"];

/// How far an answer came.
#[derive(Debug, Default)]
struct Progress {
    head: AtomicBool,
    body: AtomicUsize,
}

/// Sends a request and reads its whole answer.
pub(super) async fn whole(
    http: &reqwest::Client,
    request: reqwest::Request,
    limits: &Limits,
) -> Answer {
    let progress = Progress::default();
    let read = async {
        // A deadline that is no earlier than that of the whole is that of the whole.
        let first_byte = limits.first_byte.filter(|time| *time < limits.timeout);
        let response = match first_byte {
            Some(_) => begun(http, request, limits).await?,
            None => head(http, request, limits).await?,
        };
        progress.head.store(true, Ordering::Relaxed);
        body(response, limits, &progress).await
    };
    match tokio::time::timeout(limits.timeout, read).await {
        Ok(Ok(response)) => Answer::Response(response),
        Ok(Err(failure)) => Answer::Failure(failure),
        Err(_) => Answer::Failure(late(too_late(limits, &progress))),
    }
}

/// Sends a request and waits for the head of its answer, no longer than it may take.
pub(super) async fn begun(
    http: &reqwest::Client,
    request: reqwest::Request,
    limits: &Limits,
) -> Result<reqwest::Response, Failure> {
    let time = limits.first_byte.map_or(limits.timeout, |time| time.min(limits.timeout));
    tokio::time::timeout(time, head(http, request, limits))
        .await
        .map_err(|_| late(format!("no answer began within {time:?}")))?
}

/// The head of an answer, held to its limit.
async fn head(
    http: &reqwest::Client,
    request: reqwest::Request,
    limits: &Limits,
) -> Result<reqwest::Response, Failure> {
    let response = http.execute(request).await.map_err(|error| before_the_head(&error, limits))?;
    let length: usize =
        response.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if length > limits.head {
        return Err(too_large("the headers are", limits.head, "limits.head"));
    }
    Ok(response)
}

/// The headers as text; bytes that are none are replaced.
pub(super) fn headers(map: &HeaderMap) -> Vec<(String, String)> {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    map.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect()
}

async fn body(
    mut response: reqwest::Response,
    limits: &Limits,
    progress: &Progress,
) -> Result<Response, Failure> {
    let status = response.status().as_u16();
    let mut headers = headers(response.headers());
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > limits.body => {
                return Err(too_large("the body is", limits.body, "limits.body"));
            }
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) => return Err(in_the_body(&error, bytes.len())),
        }
        progress.body.store(bytes.len(), Ordering::Relaxed);
    }
    let mut unread = None;
    let codings = headers.iter().filter(|(name, _)| name == "content-encoding");
    let coding = codings.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(",");
    if !coding.is_empty() && !bytes.is_empty() {
        match decoded(&coding, std::mem::take(&mut bytes), limits.body) {
            Ok(decoded) => {
                bytes = decoded;
                // They speak of the body as it travelled.
                headers.retain(|(name, _)| !CODED.contains(&name.as_str()));
            }
            Err(Undecoded::TooLong) => {
                return Err(too_large("the body is", limits.body, "limits.body"));
            }
            Err(Undecoded::Unknown) => {
                unread = Some(format!(
                    "the body has the Content-Encoding `{coding}`, and gzip, br and deflate are read"
                ));
            }
            Err(Undecoded::Broken(error)) => {
                unread = Some(format!(
                    "the body is not compressed as its Content-Encoding says: {error}"
                ));
            }
        }
    }
    let body = String::from_utf8_lossy(&bytes).into_owned();
    let unread = unread.map(Unread::Coding);
    let unread = unread.or_else(|| too_much(&bytes, limits).map(Unread::Beyond));
    Ok(Response { unread, ..Response::new(status, headers, bytes, body) })
}

/// Brackets and commas are counted before a reader that goes as deep as they do, and keeps as much
/// as they separate, is let at them.
fn too_much(bytes: &[u8], limits: &Limits) -> Option<String> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    let mut values = 1;
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'[' | b'{' => (depth, values) = (depth + 1, values + 1),
            b',' => values += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits.json_depth {
            let most = limits.json_depth;
            return Some(format!(
                "the body is nested deeper than the limit of {most} levels (limits.json-depth)"
            ));
        }
        if values > limits.json_values {
            let most = limits.json_values;
            return Some(format!(
                "the body has more values than the limit of {most} (limits.json-values)"
            ));
        }
    }
    None
}

fn too_late(limits: &Limits, progress: &Progress) -> String {
    let time = limits.timeout;
    let read = progress.body.load(Ordering::Relaxed);
    match (progress.head.load(Ordering::Relaxed), read) {
        (false, _) => format!("no whole answer within {time:?}: not even its head"),
        (true, 0) => format!("no whole answer within {time:?}: its head and nothing of its body"),
        (true, read) => {
            format!("no whole answer within {time:?}: its head and {read} bytes of its body")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, too_much};

    fn too_deep(text: &str, limit: usize) -> bool {
        too_much(text.as_bytes(), &Limits { json_depth: limit, ..Limits::default() }).is_some()
    }

    #[test]
    fn depth_is_that_of_brackets_outside_texts() {
        assert!(!too_deep(r#"{"a": [{"b": "[[[[[["}]}"#, 3));
        assert!(too_deep(r#"{"a": [{"b\"": "[[["}, {"c": [1]}]}"#, 3));
        assert!(too_deep(r#"["\\", [[1]]]"#, 2));
        assert!(too_deep(&"[".repeat(1_000_000), 127));
        assert!(!too_deep(&"]".repeat(1_000_000), 127));
    }

    #[test]
    fn values_are_counted_outside_texts() {
        let limits = Limits { json_values: 4, ..Limits::default() };
        assert_eq!(too_much(br#"[1, 2, ",,,,"]"#, &limits), None);
        assert!(too_much(b"[1, 2, 3, 4]", &limits).is_some());
    }
}
