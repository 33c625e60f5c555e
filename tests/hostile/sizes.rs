//! Too much of everything: bodies, bombs, heads, names and items.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use crate::case::Case;
use crate::server::{Wire, json, with};

const DECLARED: &str = "http.body-as-declared";
const WHOLE: &str = "http.whole-answer";
const MUCH: u64 = 200 * 1024 * 1024;
/// What the program itself has, and the limit of 10 MiB with room to grow.
const MEMORY: u64 = 120;
const TOO_LONG: &str = "the body is longer than the limit of 10.0 MiB (limits.body)";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    brotli::BrotliCompress(
        &mut &*bytes,
        &mut out,
        &brotli::enc::BrotliEncoderParams { quality: 1, ..Default::default() },
    )
    .unwrap();
    out
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A conforming body, packed, under the name of a coding.
fn coded(name: &'static str, coding: &'static str, pack: fn(&[u8]) -> Vec<u8>) -> Case {
    Case::new(name, move |wire, asked| {
        let headers = format!("Content-Type: application/json\r\nContent-Encoding: {coding}");
        let _ = wire.write_all(&with(&headers, pack(asked.good().as_bytes())));
    })
}

/// 200 MiB of blanks, packed.
fn bomb(name: &'static str, coding: &'static str, pack: fn(&[u8]) -> Vec<u8>) -> Case {
    let packed = pack(&vec![b' '; usize::try_from(MUCH).unwrap()]);
    let headers = format!("Content-Type: application/json\r\nContent-Encoding: {coding}");
    Case::bytes(name, with(&headers, packed)).breaks(WHOLE, TOO_LONG).within(MEMORY)
}

/// Blanks for as long as somebody reads them, at most so many.
fn pour(wire: &mut dyn Wire, many: u64) {
    let blanks = vec![b' '; 64 * 1024];
    for _ in 0..many / blanks.len() as u64 {
        if wire.write_all(&blanks).is_err() {
            return;
        }
    }
}

pub fn cases() -> Vec<Case> {
    let mut cases = bodies();
    cases.extend(codings());
    cases.extend(heads());
    cases.extend(items());
    cases
}

fn bodies() -> Vec<Case> {
    vec![
        Case::new("200 MiB", |wire, _| {
            let _ = write!(wire, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {MUCH}\r\n\r\n");
            pour(wire, MUCH);
        })
        .breaks(WHOLE, TOO_LONG).within(MEMORY),
        Case::new("chunks without end", |wire, _| {
            let _ = write!(wire, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{MUCH:x}\r\n");
            pour(wire, MUCH);
        })
        .breaks(WHOLE, TOO_LONG).within(MEMORY),
        Case::new("a refusal without end", |wire, _| {
            let _ = write!(wire, "HTTP/1.1 400 Bad Request\r\n\r\n");
            pour(wire, u64::MAX);
        })
        .breaks(WHOLE, TOO_LONG).within(MEMORY),
        Case::bytes("more than is wanted", json(" ".repeat(1001)))
            .settings("[limits]\nbody = \"1kB\"\n")
            .breaks(WHOLE, "the body is longer than the limit of 1000 B (limits.body)"),
    ]
}

fn codings() -> Vec<Case> {
    vec![
        coded("gzip", "gzip", gzip),
        coded("br", "br", brotli),
        coded("deflate", "deflate", zlib),
        coded("identity", "identity", <[u8]>::to_vec),
        coded("deflate without its frame", "deflate", deflate)
            .breaks(DECLARED, "not compressed as its Content-Encoding says"),
        coded("gzip in name only", "gzip", <[u8]>::to_vec)
            .breaks(DECLARED, "not compressed as its Content-Encoding says"),
        coded("br in name only", "br", <[u8]>::to_vec)
            .breaks(DECLARED, "not compressed as its Content-Encoding says"),
        coded("gzip that is cut", "gzip", |bytes| gzip(bytes)[..40].to_vec())
            .breaks(DECLARED, "not compressed as its Content-Encoding says"),
        coded("gzip with a wrong sum", "gzip", |bytes| {
            let mut packed = gzip(bytes);
            let end = packed.len() - 6;
            packed[end] ^= 0xff;
            packed
        })
        .breaks(DECLARED, "not compressed as its Content-Encoding says"),
        coded("zstd, which nobody asked for", "zstd", |_| vec![0x28, 0xb5, 0x2f, 0xfd])
            .breaks(DECLARED, "Content-Encoding `zstd`"),
        coded("gzip in capitals", "GZIP", gzip),
        coded("gzip by its old name", "x-gzip", gzip),
        coded("gzip in two members", "gzip", |bytes| {
            let (first, second) = bytes.split_at(bytes.len() / 2);
            [gzip(first), gzip(second)].concat()
        }),
        coded("gzip with something behind it", "gzip", |bytes| {
            [&gzip(bytes), &b"\0\0"[..]].concat()
        }),
        coded("deflate and then br", "deflate, br", |bytes| brotli(&zlib(bytes))),
        coded("gzip over and over", "gzip,gzip,gzip,gzip,gzip", |bytes| {
            (0..5).fold(bytes.to_vec(), |bytes, _| gzip(&bytes))
        })
        .breaks(DECLARED, "Content-Encoding `gzip,gzip,gzip,gzip,gzip`"),
        bomb("a bomb in a bomb", "gzip, br", |bytes| brotli(&gzip(bytes))),
        bomb("a gzip bomb", "gzip", gzip),
        bomb("a br bomb", "br", brotli),
        bomb("a deflate bomb", "deflate", zlib),
        Case::new("gzip that is cut with its connection", |wire, asked| {
            let packed = gzip(asked.good().as_bytes());
            let _ = write!(
                wire,
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                packed.len()
            );
            let _ = wire.write_all(&packed[..40]);
        })
        .breaks(WHOLE, "the body can't be read to its end"),
    ]
}

fn heads() -> Vec<Case> {
    let head = |line: &str, headers: &str| {
        format!("HTTP/1.1 {line}\r\n{headers}Content-Length: 0\r\n\r\n")
    };
    let long = |length: usize| format!("X: {}\r\n", "x".repeat(length));
    vec![
        Case::bytes("a header of 100 kB", head("200 OK", &long(100_000)))
            .breaks(WHOLE, "the headers are longer than the limit of 64.0 KiB (limits.head)"),
        Case::bytes("a header of 2 MB", head("200 OK", &long(2_000_000)))
            .breaks(WHOLE, "more bytes than are ever read"),
        Case::bytes("a thousand headers", head("200 OK", &"X: y\r\n".repeat(1000)))
            .breaks(WHOLE, "more than 100 headers"),
        Case::bytes("a reason of 100 kB", head(&format!("404 {}", "x".repeat(100_000)), ""))
            .breaks("request.accepted", "status 404"),
        Case::new("a status line without end", |wire, _| {
            let _ = wire.write_all(b"HTTP/1.1 200 ");
            pour(wire, u64::MAX);
        })
        .breaks(WHOLE, "more bytes than are ever read"),
    ]
}

/// A body with so many more fields in its first record.
fn fields(body: &str, many: usize) -> String {
    let more: String = (0..many).map(|n| format!("\"field-{n}\":{n},")).collect();
    body.replacen('{', &format!("{{{more}"), 1)
}

/// A body with so many records before its own.
fn records(body: &str, many: usize) -> String {
    body.replacen('[', &format!("[{}", "{},".repeat(many)), 1)
}

/// A body whose first name is longer.
fn longer(body: &str, by: &str) -> String {
    let start = "\"firstName\":\"";
    body.replacen(start, &format!("{start}{by}"), 1)
}

/// A scenario that uses the id that an answer gave.
const UPDATE: &str = "\
Feature: Updates

  Scenario: A contact is updated
    Given an existing contact
    And a valid updateContact request
    When the request is sent
    Then the request is accepted
";

fn items() -> Vec<Case> {
    vec![
        Case::body("an id of 9 MB", |body| {
            body.replacen("\"id\":\"", &format!("\"id\":\"{}", "x".repeat(9_000_000)), 1)
        })
        .feature(UPDATE)
        .troubles("the request can't be sent"),
        Case::body("a hundred thousand fields", |body| fields(&body, 100_000))
            .breaks(DECLARED, "more values than the limit of 50000 (limits.json-values)"),
        Case::body("forty thousand fields", |body| fields(&body, 40_000)).says("notes on what"),
        Case::body("a hundred thousand records", |body| records(&body, 100_000))
            .breaks(DECLARED, "more values than the limit of 50000 (limits.json-values)"),
        Case::body("ten thousand records", |body| records(&body, 10_000))
            .breaks("response.body.firstName", "it is missing"),
        Case::bytes("a million numbers", json(format!("[{}1]", "1,".repeat(1_000_000))))
            .breaks(DECLARED, "more values than the limit of 50000 (limits.json-values)"),
        Case::bytes(
            "a thousand numbers where fewer are wanted",
            json(format!("[{}1]", "1,".repeat(999))),
        )
        .settings("[limits]\njson-values = 1000\n")
        .breaks(DECLARED, "more values than the limit of 1000 (limits.json-values)"),
        Case::body("a text of 9 MB", |body| longer(&body, &"x".repeat(9_000_000)))
            .breaks("response.body.firstName:echo", "xxx"),
        Case::body("nine million bytes of marks of a cut", |body| {
            longer(&body, &"\u{2026}".repeat(3_000_000))
        })
        .breaks("response.body.firstName:echo", "\u{2026}"),
        Case::bytes("a number of 5 MB", json(format!("[{}]", "9".repeat(5_000_000))))
            .breaks("response.body:item-type", "999"),
    ]
}
