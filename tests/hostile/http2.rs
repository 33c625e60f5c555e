//! HTTP/2, frame by frame: whole answers, and streams and connections that end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::case::{at, reports, run};
use crate::certificates::Pair;
use crate::server::{Server, Wire};
use crate::support::{CREATE, Place};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// `:method GET`, `:status 200` and `:status 404` in HPACK's static table.
const GET: u8 = 0x82;
const OK: u8 = 0x88;
const NOT_FOUND: u8 = 0x8d;

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(payload.len()).unwrap().to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// The next frame: kind, flags, stream and payload.
fn read(wire: &mut dyn Wire) -> Option<(u8, u8, u32, Vec<u8>)> {
    let mut head = [0; 9];
    wire.read_exact(&mut head).ok()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let mut payload = vec![0; usize::try_from(length).unwrap()];
    wire.read_exact(&mut payload).ok()?;
    Some((head[3], head[4], u32::from_be_bytes([head[5], head[6], head[7], head[8]]), payload))
}

/// What a server sends when a request has come whole; the stream is its own.
type Reply = fn(u32) -> Vec<u8>;

/// Answers the look as it should, every whole request with `reply`, and closes then if `closes`.
fn serve(
    wire: &mut dyn Wire,
    reply: &dyn Fn(u32) -> Vec<u8>,
    closes: bool,
    requests: &AtomicUsize,
) -> Option<()> {
    wire.read_exact(&mut [0; 24]).ok()?;
    wire.write_all(&frame(SETTINGS, 0, 0, &[])).ok()?;
    let mut looks = false;
    loop {
        wire.flush().ok()?;
        let (kind, flags, stream, payload) = read(wire)?;
        if kind == SETTINGS && flags == 0 {
            wire.write_all(&frame(SETTINGS, 1, 0, &[])).ok()?;
        }
        if kind == HEADERS {
            looks = payload.first() == Some(&GET);
        }
        if !matches!(kind, HEADERS | DATA) || flags & END_STREAM == 0 {
            continue;
        }
        if looks {
            wire.write_all(&frame(HEADERS, END_STREAM | END_HEADERS, stream, &[NOT_FOUND])).ok()?;
            continue;
        }
        requests.fetch_add(1, Ordering::SeqCst);
        wire.write_all(&reply(stream)).ok()?;
        if closes {
            return wire.flush().ok();
        }
    }
}

/// A server that replies so; what is said of it, and how many requests came.
fn said_of(reply: Reply, closes: bool, code: i32, clause: &str) -> (String, usize) {
    let config = Pair::of_its_own("localhost").shown(None, "h2");
    let server = Server::serving(usize::MAX, move |stream, requests| {
        let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut wire = rustls::StreamOwned::new(connection, stream);
        serve(&mut wire, &reply, closes, requests);
    });
    let target = format!("timeout = \"3s\"\n{}", at(&server.url("https")));
    let place = Place::empty().file("features/f.feature", CREATE).file("t.toml", target);
    let (ran, _) = run(&place, "--insecure").unwrap();
    ran.exits(code);
    let report = reports(&place).unwrap();
    let clause = format!("createContacts.{clause}");
    let findings: Vec<_> = report.scenarios().flat_map(|scenario| &scenario.findings).collect();
    let found = findings.iter().find(|finding| finding.clause == clause);
    (found.unwrap_or_else(|| panic!("{findings:#?}")).actual.clone(), server.requests())
}

const WHOLE: &str = "http.whole-answer";

#[test]
fn a_whole_answer_is_read() {
    let reply = |stream| {
        let mut bytes = frame(HEADERS, END_HEADERS, stream, &[OK]);
        bytes.extend(frame(DATA, END_STREAM, stream, b"[]"));
        bytes
    };
    let (said, requests) = said_of(reply, false, 1, "response.header.Content-Type");
    assert_eq!((said.as_str(), requests), ("no Content-Type", 1));
}

#[test]
fn a_write_is_never_repeated_but_a_scenario_begins_anew_where_nothing_was_done() {
    // "I have done everything up to stream 0 and go": the library below would send it again, and
    // again. What comes here is another request, over a connection of its own, and just once.
    let gone = |_| frame(GOAWAY, 0, 0, &[0; 8]);
    let (said, requests) = said_of(gone, true, 1, WHOLE);
    assert!(said.contains("the connection broke before an answer came"), "{said}");
    assert_eq!(requests, 2);
    let refused = |stream| frame(RST_STREAM, 0, stream, &7_u32.to_be_bytes());
    let (said, requests) = said_of(refused, false, 1, WHOLE);
    assert!(said.contains("refused"), "{said}");
    assert_eq!(requests, 2);
}

#[test]
fn streams_and_connections_that_end_are_told() {
    let ended = |stream| frame(RST_STREAM, 0, stream, &2_u32.to_be_bytes());
    assert!(said_of(ended, false, 1, WHOLE).0.contains("internal error"));
    let cut = |stream| {
        let mut bytes = frame(HEADERS, END_HEADERS, stream, &[OK]);
        bytes.extend(frame(DATA, 0, stream, b"[{"));
        bytes
    };
    assert!(said_of(cut, true, 1, WHOLE).0.contains("(2 bytes of it came)"));
    assert!(said_of(cut, false, 1, WHOLE).0.contains("its head and 2 bytes of its body"));
    let garbage = |_| vec![0x55; 4096];
    assert!(said_of(garbage, false, 1, WHOLE).0.contains("http2 error"));
    let undecodable = |stream| frame(HEADERS, END_HEADERS | END_STREAM, stream, &[0xff; 16]);
    assert!(said_of(undecodable, false, 1, WHOLE).0.contains("http2 error"));
    let flood = |stream| {
        let mut bytes = frame(HEADERS, 0, stream, &[OK]);
        for _ in 0..10_000 {
            bytes.extend(frame(CONTINUATION, 0, stream, &[]));
        }
        bytes
    };
    assert!(said_of(flood, false, 1, WHOLE).0.contains("http2 error"));
}

#[test]
fn a_server_that_leaves_a_connection_kept_open_breaks_nothing() {
    const TWICE: &str = "\
Feature: Twice

  Scenario: Sent twice
    Given a valid createContacts request
    When the request is sent
    Then the request is answered without a server error
    When the same request is sent again
    Then the request is answered without a server error
";
    // The stream before this one is the last that was served; RFC 9113, sections 6.8 and 8.7.
    let gone: Reply = |stream| {
        let mut payload = (stream - 2).to_be_bytes().to_vec();
        payload.extend(0_u32.to_be_bytes());
        frame(GOAWAY, 0, 0, &payload)
    };
    let refused: Reply = |stream| frame(RST_STREAM, 0, stream, &7_u32.to_be_bytes());
    for goodbye in [gone, refused] {
        let config = Pair::of_its_own("localhost").shown(None, "h2");
        let server = Server::serving(usize::MAX, move |stream, requests| {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut wire = rustls::StreamOwned::new(connection, stream);
            let served = AtomicUsize::new(0);
            // The first request of a connection is answered.
            let reply = |stream| match served.fetch_add(1, Ordering::SeqCst) {
                0 => {
                    let mut bytes = frame(HEADERS, END_HEADERS, stream, &[OK]);
                    bytes.extend(frame(DATA, END_STREAM, stream, b"[]"));
                    bytes
                }
                _ => goodbye(stream),
            };
            serve(&mut wire, &reply, false, requests);
        });
        let target = format!("timeout = \"3s\"\n{}", at(&server.url("https")));
        let place = Place::empty().file("features/f.feature", TWICE).file("t.toml", target);
        let (ran, _) = run(&place, "--insecure").unwrap();
        ran.exits(0);
        let report = reports(&place).unwrap();
        let scenario = report.scenarios().next().unwrap();
        assert!(scenario.findings.is_empty(), "{:#?}", scenario.findings);
        let told = scenario.notes.iter().any(|note| note.text.contains("was begun anew"));
        assert!(told, "{:#?}", scenario.notes);
        assert_eq!(server.requests(), 4, "two that ended so, and two on connections of their own");
    }
}
