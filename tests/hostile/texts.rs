//! Texts that steer terminals, end sections or run scripts, in values and headers.

use serde_json::Value;

use crate::case::Case;
use crate::server::{json, with};

/// Everything that steers, hides or runs.
const POISON: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\r\n\u{8}\0]]><script>alert('x')</script><!-- ${x} $(id) `id` \u{202e}\u{2066}\u{fffe}\u{feff}\u{2028} &amp;&#27;";

/// The same without what no header may hold.
const HEADER_POISON: &str =
    "\u{9b}31m]]><script>alert('x')</script><!-- \u{202e}\u{fffe}\u{feff}\u{2028} &#27;\t|";

fn everywhere(value: &mut Value) {
    match value {
        Value::String(text) => *text = POISON.into(),
        Value::Array(items) => items.iter_mut().for_each(everywhere),
        Value::Object(members) => {
            members.values_mut().for_each(everywhere);
            members.insert(POISON.into(), POISON.into());
        }
        _ => {}
    }
}

fn poisoned(body: &str) -> String {
    let mut value: Value = serde_json::from_str(body).unwrap();
    everywhere(&mut value);
    value.to_string()
}

pub fn cases() -> Vec<Case> {
    vec![
        Case::body("in every text and name", |body| poisoned(&body)).breaks("response.body.firstName:echo", "[2J"),
        Case::new("in headers", |wire, asked| {
            let headers = format!("Content-Type: application/json; {HEADER_POISON}\r\nX-P: {HEADER_POISON}\r\nSet-Cookie: {HEADER_POISON}");
            let _ = wire.write_all(&with(&headers, asked.good()));
        }),
        Case::new("in the reason of a refusal", |wire, _| {
            let body = format!("{{\"error\":{}}}", Value::from(POISON));
            let _ = write!(wire, "HTTP/1.1 400 {HEADER_POISON}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        })
        .breaks("request.accepted", "status 400"),
        Case::new("in the page of a server error", |wire, _| {
            let _ = write!(wire, "HTTP/1.1 500 {HEADER_POISON}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{POISON}", POISON.len());
        })
        .breaks("http.no-server-error", "status 500"),
        Case::bytes("a control character in a header", "HTTP/1.1 200 OK\r\nX: \u{1b}[2J\r\nContent-Length: 0\r\n\r\n")
            .breaks("http.whole-answer", "what came is no HTTP: invalid HTTP header"),
        Case::new("header bytes above 127", |wire, asked| {
            let body = asked.good();
            let _ = wire.write_all(b"HTTP/1.1 200 \xff\xfe\r\nContent-Type: application/json\r\nX: \xff\x80\xc3(\r\n");
            let _ = write!(wire, "Content-Length: {}\r\n\r\n{body}", body.len());
        }),
        Case::bytes("a header without a name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n").breaks("http.whole-answer", "what came is no HTTP"),
        Case::bytes("a folded header", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n").breaks("http.whole-answer", "what came is no HTTP"),
        Case::body("names of different halves of pairs", |body| {
            body.replacen('{', r#"{"\ud800": 1, "\udc00": 2, "#, 1)
        })
        .strictly(),
        Case::body("a name twice, beside half a pair", |body| {
            body.replacen('{', r#"{"x": "\ud800", "twice": 1, "twice": 2, "#, 1)
        })
        .warns("http.unique-names", "`twice` is given twice"),
        Case::body("one half of a pair twice", |body| {
            body.replacen('{', r#"{"\ud800": 1, "\uD800": 2, "#, 1)
        })
        .warns("http.unique-names", "is given twice"),
        Case::bytes("a page in place of JSON", json(POISON)).breaks("http.body-as-declared", "not JSON"),
    ]
}
