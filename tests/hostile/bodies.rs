//! Bodies that are not what their Content-Type says, or not quite.

use serde_json::Value;

use crate::case::Case;
use crate::server::{json, with};

const DECLARED: &str = "http.body-as-declared";
const HEADER: &str = "response.header.Content-Type";
const TYPE: &str = "response.body:type";
const BODY: &str = "response.body";

/// A conforming body with other headers.
fn headers(name: &'static str, headers: &'static str) -> Case {
    Case::new(name, move |wire, asked| drop(wire.write_all(&with(headers, asked.good()))))
}

fn raw(name: &'static str, body: impl AsRef<[u8]>) -> Case {
    Case::bytes(name, json(body))
}

/// A conforming body with one field of its first record set to a JSON text.
fn field(name: &'static str, field: &'static str, json: &'static str) -> Case {
    Case::body(name, move |body| {
        let mut value: Value = serde_json::from_str(&body).unwrap();
        value[0][field] = "PLACE".into();
        value.to_string().replace("\"PLACE\"", json)
    })
}

pub fn cases() -> Vec<Case> {
    let deep = |open: &str, close: &str, times: usize| open.repeat(times) + &close.repeat(times);
    vec![
        headers("no Content-Type", "X: y").breaks(HEADER, "no Content-Type"),
        headers("text/html", "Content-Type: text/html; charset=utf-8").breaks(HEADER, "text/html"),
        headers("a Content-Type that is none", "Content-Type: \u{1F680};;=")
            .breaks(HEADER, "\u{1F680}"),
        headers("an empty Content-Type", "Content-Type: ").breaks(HEADER, ""),
        headers("another charset in name only", "Content-Type: application/json; charset=utf-16"),
        headers(
            "a Content-Type given twice",
            "Content-Type: application/json\r\nContent-Type: text/html",
        ),
        Case::body("Latin-1", |_| b"[{\"firstName\":\"Zo\xeb\"}]".to_vec())
            .breaks(DECLARED, "not UTF-8"),
        Case::body("UTF-16", |body| {
            body.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()
        })
        .breaks(DECLARED, "not JSON"),
        Case::body("a byte order mark", |body| format!("\u{feff}{body}"))
            .breaks(DECLARED, "it begins with a byte order mark"),
        raw("no body", "").breaks(BODY, "status 200 without a body"),
        raw("blanks", " \r\n\t ").breaks(BODY, "status 200"),
        raw("bytes", [0xff, 0xfe, 0x00, 0x1b]).breaks(DECLARED, "not UTF-8"),
        raw("a page", "<!doctype html><title>Login</title>").breaks(DECLARED, "not JSON"),
        raw("half of it", "[{\"firstName\": \"Jo").breaks(DECLARED, "not JSON: EOF"),
        raw("NaN", "[{\"n\": NaN}]").breaks(DECLARED, "not JSON"),
        raw("a comma too many", "[{},]")
            .breaks(DECLARED, "not JSON: expected value at line 1 column 5"),
        Case::body("something after it", |body| format!("{body}]"))
            .breaks(DECLARED, "not JSON: trailing characters"),
        Case::body("two of it", |body| format!("{body}{body}"))
            .breaks(DECLARED, "not JSON: trailing characters"),
        Case::body("a NUL in a text", |body| body.replace("ACTIVE", "ACT\0IVE"))
            .breaks(DECLARED, "control character"),
        Case::body("an escape in a text", |body| body.replace("ACTIVE", "\u{1b}[2J"))
            .breaks(DECLARED, "control character"),
        raw("null", "null").breaks(TYPE, "null"),
        raw("a number", "42").breaks(TYPE, "42"),
        raw("true", "true").breaks(TYPE, "true"),
        raw("an object", "{}").breaks(TYPE, "{}"),
        raw("an empty list", "[]").breaks("rule.one-contact-per-submitted", ""),
        raw("lists in lists", deep("[", "]", 100_000))
            .breaks(DECLARED, "deeper than the limit of 127 levels"),
        raw("lists without end", "[".repeat(5_000_000))
            .breaks(DECLARED, "deeper than the limit of 127 levels"),
        raw("objects in objects", deep("{\"a\":", "}", 100_000))
            .breaks(DECLARED, "deeper than the limit of 127 levels"),
        raw("as deep as may be", deep("[", "]", 127)).breaks("response.body:item-type", "[["),
        raw("deeper than is wanted", deep("[", "]", 11))
            .settings("[limits]\njson-depth = 10\n")
            .breaks(DECLARED, "the limit of 10 levels (limits.json-depth)"),
        field("a name given twice", "x", "1,\"x\":2")
            .warns("http.unique-names", "`x` is given twice"),
        field("a huge number", "x", "123456789012345678901234567890.12345e9999"),
        field("a number instead of a text", "firstName", "1e1000000000")
            .breaks("response.body.firstName:type", "1e+1000000000"),
        field("half a surrogate pair", "x", "\"\\ud800\"").says("notes on what"),
        field("half a surrogate pair in a field", "firstName", "\"\\udc00\"")
            .breaks("response.body.firstName:echo", "\u{fffd}"),
        field("NUL as an escape", "firstName", "\"\\u0000\"")
            .breaks("response.body.firstName:echo", "\\u0000"),
    ]
}
