//! Statuses: informational, empty, elsewhere, refused, and broken.

use std::sync::Arc;

use crate::case::{Case, at, reports, run};
use crate::server::{Asked, Server, Wire, json};
use crate::support::{CREATE, Place, TAKEN};

const ACCEPTED: &str = "request.accepted";
const WHOLE: &str = "http.whole-answer";
const ELSEWHERE: &str = "http.no-redirect";
const SERVER_ERROR: &str = "http.no-server-error";

fn status(name: &'static str, line: &str, headers: &str, body: &str) -> Case {
    let length = body.len();
    Case::bytes(
        name,
        format!(
            "HTTP/1.1 {line}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        ),
    )
}

/// Something before a conforming answer.
fn before(name: &'static str, first: &'static str) -> Case {
    Case::new(name, move |wire, asked| {
        let _ = wire.write_all(first.as_bytes());
        let _ = wire.write_all(&json(asked.good()));
    })
}

/// A 429 with this Retry-After as often as that, and then a conforming answer.
/// It says that it closes: a request sent at once on a connection that closes unannounced is lost, and
/// its scenario rightly begun anew.
fn later(name: &'static str, times: usize, retry_after: &'static str) -> Case {
    Case::new(name, move |wire, asked| {
        if asked.before < times {
            let _ = write!(
                wire,
                "HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\n{retry_after}Content-Length: 0\r\n\r\n"
            );
        } else {
            let _ = wire.write_all(&json(asked.good()));
        }
    })
}

pub fn cases() -> Vec<Case> {
    let page = "<h1>\u{1b}[31mInternal</h1><script>alert(1)</script>]]>";
    let mut cases = vec![
        before("100 before the answer", "HTTP/1.1 100 Continue\r\n\r\n"),
        before(
            "103 three times",
            "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
        ),
        status(
            "101 in the end",
            "101 Switching Protocols",
            "Upgrade: x\r\nConnection: upgrade\r\n",
            "",
        )
        .breaks(WHOLE, "status 101, which announces an answer and is none"),
        Case::new("100 without end", |wire, _| {
            while wire.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").is_ok() {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
        })
        .settings("timeout = \"1s\"\n")
        .breaks(WHOLE, "no whole answer within 1s: not even its head"),
        status("204", "204 No Content", "", "")
            .breaks("response.body", "status 204 without a body"),
        status("204 with a body", "204 No Content", "Content-Type: application/json\r\n", "[{}]")
            .breaks("response.body", "status 204 without a body"),
        status("205", "205 Reset Content", "", "")
            .breaks("response.body", "status 205 without a body"),
        status("304", "304 Not Modified", "", "")
            .breaks(ELSEWHERE, "status 304, redirected to nowhere"),
        status("a loop", "307 Temporary Redirect", "Location: ?again\r\n", "")
            .breaks(ELSEWHERE, "status 307, redirected to ?again"),
        status(
            "elsewhere with escapes",
            "302 Found",
            "Location: javascript:alert('\u{9b}2J]]>')\r\n",
            "",
        )
        .breaks(ELSEWHERE, "redirected to javascript:alert"),
        status("300 to nowhere", "300 Multiple Choices", "", "")
            .breaks(ELSEWHERE, "redirected to nowhere"),
        status("401", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"\u{7f}\"\r\n", "")
            .breaks(WHOLE, "what came is no HTTP"),
        status("401 plainly", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "")
            .breaks(ACCEPTED, "status 401 without a body"),
        status("407", "407 Proxy Authentication Required", "Proxy-Authenticate: Basic\r\n", "")
            .breaks(ACCEPTED, "status 407 without a body"),
        Case::bytes("a refusal in lists in lists", {
            let deep = "[".repeat(100_000) + &"]".repeat(100_000);
            format!("HTTP/1.1 400 Bad\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n{deep}")
        })
        .breaks(ACCEPTED, "status 400: [[["),
        status("500 with a page", "500 Internal Server Error", "Content-Type: text/html\r\n", page)
            .breaks(SERVER_ERROR, "status 500: <h1>"),
        status("600", "600 Beyond", "", "").breaks(SERVER_ERROR, "status 600"),
        status("999", "999 Request denied", "", "{}").breaks(SERVER_ERROR, "status 999"),
    ];
    cases.extend([
        later("429 without Retry-After", 9, "").breaks(ACCEPTED, "status 429"),
        later("429 that asks for an hour", 9, "Retry-After: 3600\r\n").troubles("Retry-After: 3600"),
        later("429 that asks for nonsense", 9, "Retry-After: soon\r\n").breaks(ACCEPTED, "status 429"),
        later("429 that asks for more than there is", 9, "Retry-After: 99999999999999999999\r\n").breaks(ACCEPTED, "status 429"),
        later("429 once", 1, "Retry-After: 1\r\n").says("1 note on what").requests(2),
        later("429 until a day gone by", 2, "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n").says("1 note on what").requests(3),
        later("429 for ever", 99, "Retry-After: 0\r\n").breaks(ACCEPTED, "status 429").requests(4),
        later("429 where nothing is waited for", 1, "Retry-After: 0\r\n")
            .settings("[limits]\nretry-after = \"0s\"\n")
            .troubles("send less at once"),
        Case::new("5xx now and then", |wire, asked| {
            let _ = match asked.before % 2 {
                0 => wire.write_all(&json(asked.good())),
                _ => wire.write_all(b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"),
            };
        })
        .feature(TAKEN)
        .breaks(SERVER_ERROR, "status 503")
        .requests(2),
    ]);
    cases
}

#[test]
fn what_is_sent_again_keeps_the_rate_too() {
    let later = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
    let server = Server::start(Arc::new(|wire: &mut dyn Wire, asked: &Asked| {
        let _ = match asked.before {
            0..3 => wire.write_all(later.as_bytes()),
            _ => wire.write_all(&json(asked.good())),
        };
    }));
    let place =
        Place::empty().file("features/f.feature", CREATE).file("t.toml", at(&server.url("http")));
    run(&place, "--rate 1").unwrap();
    let report = reports(&place).unwrap();
    let exchanges = &report.scenarios().next().unwrap().exchanges;
    let moments: Vec<u64> = exchanges.iter().map(|exchange| exchange.started_ms).collect();
    assert_eq!(moments.len(), 4);
    // Three seconds, less what the first was late.
    assert!(moments[3] - moments[0] > 1000, "{moments:?}");
}
