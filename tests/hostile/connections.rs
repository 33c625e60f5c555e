//! Connections that end, stall or speak something else, and framing that lies.

use std::time::Duration;

use crate::case::Case;
use crate::server::{Asked, Wire, with};

const WHOLE: &str = "http.whole-answer";
const JSON: &str = "Content-Type: application/json";

/// Writes byte by byte, each after a time, until the other end has gone.
fn drip(wire: &mut dyn Wire, bytes: impl IntoIterator<Item = u8>) {
    for byte in bytes {
        if wire.write_all(&[byte]).and_then(|()| wire.flush()).is_err() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Waits until the other end has gone.
fn wait(wire: &mut dyn Wire) {
    let _ = wire.flush();
    let _ = wire.read(&mut [0; 1]);
}

fn chunked(body: &str, end: &str) -> Vec<u8> {
    let mut bytes =
        format!("HTTP/1.1 200 OK\r\n{JSON}\r\nTransfer-Encoding: chunked\r\n\r\n").into_bytes();
    for piece in body.as_bytes().chunks(7) {
        bytes.extend(format!("{:x};a=b\r\n", piece.len()).into_bytes());
        bytes.extend(piece);
        bytes.extend(b"\r\n");
    }
    bytes.extend(end.as_bytes());
    bytes
}

fn chunks(name: &'static str, end: &'static str) -> Case {
    Case::new(name, move |wire, asked| drop(wire.write_all(&chunked(&asked.good(), end))))
}

fn head(name: &'static str, head: &'static str) -> Case {
    Case::new(name, move |wire, asked: &Asked| {
        let body = asked.good();
        let head = head.replace("LENGTH", &body.len().to_string());
        let _ = write!(wire, "{head}\r\n{body}");
    })
}

pub fn cases() -> Vec<Case> {
    let mut cases = endings();
    cases.extend(framing());
    cases.extend(other_protocols());
    cases
}

fn endings() -> Vec<Case> {
    let short = "timeout = \"1s\"\n";
    vec![
        Case::new("silent", |wire, _| wait(wire))
            .settings(short)
            .breaks(WHOLE, "no whole answer within 1s: not even its head"),
        Case::new("no first byte", |wire, _| wait(wire))
            .settings("timeout = \"20s\"\n[limits]\nfirst-byte = \"300ms\"\n")
            .breaks(WHOLE, "no answer began within 300ms"),
        Case::new("dripping head", |wire, _| {
            drip(wire, b"HTTP/1.1 200 OK\r\nA: ".iter().copied().chain(std::iter::repeat(b'a')))
        })
        .settings(short)
        .breaks(WHOLE, "no whole answer within 1s: not even its head"),
        Case::new("dripping body", |wire, _| {
            let _ = write!(wire, "HTTP/1.1 200 OK\r\n{JSON}\r\nContent-Length: 9999\r\n\r\n");
            drip(wire, std::iter::repeat(b' '));
        })
        .settings(short)
        .breaks(WHOLE, "no whole answer within 1s: its head and "),
        Case::new("dripping but whole", |wire, asked| {
            let answer = with(JSON, asked.good());
            let (start, rest) = answer.split_at(answer.len() - 5);
            let _ = wire.write_all(start);
            drip(wire, rest.iter().copied());
        }),
        Case::new("body that never ends", |wire, _| {
            let _ = write!(wire, "HTTP/1.1 200 OK\r\n{JSON}\r\nContent-Length: 50\r\n\r\n[{{}}]");
            wait(wire);
        })
        .settings(short)
        .breaks(WHOLE, "no whole answer within 1s: its head and 4 bytes of its body"),
        Case::bytes(
            "cut in the body",
            format!("HTTP/1.1 200 OK\r\n{JSON}\r\nContent-Length: 50\r\n\r\n[{{}}]"),
        )
        .breaks(WHOLE, "the body can't be read to its end (4 bytes of it came)"),
        Case::bytes("cut in the head", "HTTP/1.1 200 OK\r\nContent-Ty")
            .breaks(WHOLE, "closed before the head of an answer was whole"),
        Case::bytes("cut in the status line", "HTT")
            .breaks(WHOLE, "closed before the head of an answer was whole"),
        Case::bytes("closed without a word", "")
            .breaks(WHOLE, "closed before the head of an answer was whole"),
        head(
            "two answers at once",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: LENGTH\r\n",
        ),
    ]
}

fn framing() -> Vec<Case> {
    vec![
        chunks("chunks with extensions", "0\r\n\r\n"),
        chunks("chunks with trailers", "0\r\nX-Late: yes\r\n\r\n"),
        chunks("chunks with a trailer that steers", "0\r\nX-Late: \u{1b}[2J\r\n\r\n")
            .breaks(WHOLE, "can't be read to its end"),
        chunks("chunk size that is none", "xyz\r\n").breaks(WHOLE, "can't be read to its end"),
        chunks("chunk that is cut", "ff\r\nabc").breaks(WHOLE, "can't be read to its end"),
        chunks("chunks without an end", "").breaks(WHOLE, "can't be read to its end"),
        chunks("chunk size beyond all numbers", "fffffffffffffffff\r\n")
            .breaks(WHOLE, "can't be read to its end"),
        head(
            "Content-Length too short",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n",
        )
        .breaks("http.body-as-declared", "its Content-Length of 20 bytes ends it there"),
        head("Content-Length that is none", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n")
            .breaks(WHOLE, "what came is no HTTP: invalid content-length"),
        head("Content-Length below zero", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n")
            .breaks(WHOLE, "what came is no HTTP: invalid content-length"),
        head(
            "two Content-Lengths",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n",
        )
        .breaks(WHOLE, "what came is no HTTP: invalid content-length"),
        head(
            "no Content-Length, closed at the end",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
        ),
        head(
            "HTTP/1.0",
            "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: LENGTH\r\n",
        ),
        head(
            "no reason phrase",
            "HTTP/1.1 200\r\nContent-Type: application/json\r\nContent-Length: LENGTH\r\n",
        ),
        head(
            "line feeds alone",
            "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: LENGTH\n",
        ),
    ]
}

fn other_protocols() -> Vec<Case> {
    vec![
        Case::bytes("SSH", "SSH-2.0-OpenSSH_9.6\r\n").breaks(WHOLE, "what came is no HTTP"),
        Case::bytes("a page without a head", "<html><script>alert(1)</script></html>\r\n\r\n")
            .breaks(WHOLE, "what came is no HTTP"),
        Case::bytes("bytes", vec![0_u8, 255, 27, 91, 50, 74, 13, 10, 13, 10])
            .breaks(WHOLE, "what came is no HTTP"),
        Case::bytes("HTTP/9.9", "HTTP/9.9 200 OK\r\n\r\n").breaks(WHOLE, "what came is no HTTP"),
        Case::bytes("a status in words", "HTTP/1.1 fine OK\r\n\r\n")
            .breaks(WHOLE, "what came is no HTTP: invalid HTTP status-code"),
        Case::bytes("a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n")
            .breaks(WHOLE, "what came is no HTTP: invalid HTTP status-code"),
        Case::bytes("HTTP/2 unasked", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            .breaks(WHOLE, "what came is no HTTP"),
        Case::bytes("TLS unasked", vec![0x15_u8, 3, 3, 0, 2, 2, 40])
            .breaks(WHOLE, "what came is no HTTP"),
    ]
}
