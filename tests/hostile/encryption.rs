//! TLS: certificates that can't be believed, those that can, and servers that speak none.

use std::collections::HashSet;
use std::io::Write;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};

use rcgen::date_time_ymd;

use crate::case::{at, reports, run};
use crate::certificates::{Authority, Pair};
use crate::server::{Behaviour, Server, answer, json};
use crate::support::{CREATE, Place, Ran};

fn conforming() -> Behaviour {
    Arc::new(|wire, asked| drop(wire.write_all(&json(asked.good()))))
}

/// A conforming server that shows a certificate.
fn showing(pair: &Pair, clients: Option<&Authority>) -> Server {
    let config = pair.shown(clients, "http/1.1");
    let behaviour = conforming();
    Server::serving(usize::MAX, move |stream, requests: &AtomicUsize| {
        let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut wire = rustls::StreamOwned::new(connection, stream);
        answer(&mut wire, &behaviour, requests);
        wire.conn.send_close_notify();
        let _ = wire.flush();
    })
}

fn place(server: &Server, settings: &str) -> Place {
    let url = server.url("https");
    let target = at(&url).replace(&format!("\"{url}\"\n"), &format!("\"{url}\"\n{settings}\n"));
    assert!(target.contains(settings));
    let target = format!("timeout = \"20s\"\n{target}");
    Place::empty().file("features/f.feature", CREATE).file("t.toml", target)
}

fn refused(place: &Place) -> String {
    let (ran, _) = run(place, "").unwrap();
    ran.refused(3)
}

#[test]
fn a_certificate_that_cant_be_believed_is_told_before_anything_is_sent() {
    let authority = Authority::new("ours");
    let expired = authority.signs("localhost", |params| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    });
    let early = authority.signs("localhost", |params| {
        params.not_before = date_time_ymd(3020, 1, 1);
        params.not_after = date_time_ymd(3021, 1, 1);
    });
    let wrong_host = authority.signs("elsewhere.example", |_| {});
    let unknown = Authority::new("somebody else").signs("localhost", |_| {});
    for (pair, said) in [
        (expired, "the server's certificate has expired"),
        (early, "the server's certificate is not valid yet"),
        (wrong_host, "the server's certificate is for elsewhere.example, not for localhost"),
        (unknown, "signed by nobody who is trusted here"),
        (Pair::of_its_own("localhost"), "signed by nobody who is trusted here"),
    ] {
        let server = showing(&pair, None);
        let place = place(&server, "ca-file = \"ca.pem\"").file("ca.pem", authority.pem());
        let message = refused(&place);
        assert!(message.contains(said) && message.contains("ca-file"), "{said}: {message}");
        assert_eq!(server.requests(), 0);
    }
}

#[test]
fn an_authority_of_ones_own_is_believed_where_the_target_file_names_it() {
    let authority = Authority::new("ours");
    let server = showing(&authority.signs("localhost", |_| {}), None);
    assert!(refused(&place(&server, "")).contains("certificate"));
    let place = place(&server, "ca-file = \"ca.pem\"").file("ca.pem", authority.pem());
    let (ran, _) = run(&place, "").unwrap();
    ran.exits(0);
    let report = reports(&place).unwrap();
    assert!(report.apis.iter().all(|api| !api.insecure));
    assert!(!place.read("r/junit.xml").contains("insecure"));
    assert!(place.read("r/report.json").contains("--cacert"), "a curl line works as it stands");
}

#[test]
fn insecure_believes_anything_and_every_report_says_so() {
    let server = showing(&Pair::of_its_own("elsewhere.example"), None);
    let place = place(&server, "");
    let ran = |more: &str| -> Ran {
        let (ran, _) = run(&place, &format!("--insecure {more}")).unwrap();
        ran.exits(0)
    };
    let of_api = "(--insecure: its certificate was not checked)";
    let of_run = "--insecure: certificates not checked: agentassist";
    let out = ran("").out;
    assert!(out.contains(of_api), "{out}");
    assert!(reports(&place).unwrap().apis.iter().all(|api| api.insecure));
    let junit = place.read("r/junit.xml");
    assert!(junit.contains("<property name=\"docproof.insecure\" value=\"agentassist"), "{junit}");
    let page = place.read("r/report.html");
    let header = page.split("</header>").next().unwrap();
    assert!(header.contains(&format!("</span> {of_run}")), "{header}");
    for quiet in ["--quiet", "--format tap"] {
        let out = ran(quiet).out;
        assert!(out.lines().any(|line| line.trim_start_matches("# ").starts_with(of_run)), "{out}");
    }
    let out = ran("--format json-lines").out;
    let last: serde_json::Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    assert_eq!(last["insecure"][0], "agentassist", "{out}");
}

#[test]
fn a_server_that_asks_who_we_are_is_shown_the_certificate_of_the_target_file() {
    let authority = Authority::new("ours");
    let server = showing(&authority.signs("localhost", |_| {}), Some(&authority));
    let ours = authority.signs("docproof", |_| {});
    let files = |place: Place| {
        place
            .file("tls/ca.pem", authority.pem())
            .file("tls/us.pem", ours.pem())
            .file("tls/us.key", ours.key_pem())
    };
    let ca = "ca-file = \"tls/ca.pem\"";
    let without = files(place(&server, ca));
    let message = refused(&without);
    // In TLS 1.3 the server says what it wants when the connection is made already, which may be
    // too late to be told.
    assert!(message.contains("`client-cert-file`"), "{message}");
    let told = message.contains("it asks for a certificate and was shown none");
    let too_late = message.contains("can't be reached: the connection ");
    assert!(told || too_late, "its own certificate is believed: {message}");
    assert_eq!(server.requests(), 0);
    let both = "client-cert-file = \"tls/us.pem\"\nclient-key-file = \"tls/us.key\"";
    let place = files(place(&server, &format!("{ca}\n{both}")));
    let (ran, _) = run(&place, "").unwrap();
    ran.exits(0);
    assert_eq!(server.requests(), 1);
}

#[test]
fn tls_files_that_cant_be_used_are_told_with_their_line() {
    let authority = Authority::new("ours");
    let (one, other) = (authority.signs("a", |_| {}), authority.signs("b", |_| {}));
    let said = |settings: &str| {
        let target = format!("[agentassist]\nbase-url = \"https://localhost\"\n{settings}\n");
        let place = Place::empty()
            .file("features/f.feature", CREATE)
            .file("t.toml", target)
            .file("one.pem", one.pem())
            .file("one.key", one.key_pem())
            .file("other.key", other.key_pem());
        place.docproof("run --features features --target t.toml").refused(2)
    };
    for (settings, message) in [
        ("ca-file = \"none.pem\"", "t.toml:3: `agentassist.ca-file`: none.pem: No such file"),
        ("ca-file = \"one.key\"", "`agentassist.ca-file`: one.key: it holds no certificate"),
        ("ca-file = \"t.toml\"", "`agentassist.ca-file`: t.toml: it holds no certificate"),
        ("client-cert-file = \"one.pem\"", "it needs its client-key-file"),
        ("client-key-file = \"one.key\"", "it needs its client-cert-file"),
        (
            "client-cert-file = \"t.toml\"\nclient-key-file = \"one.key\"",
            "t.toml and one.key hold no certificate with its key",
        ),
        (
            "client-cert-file = \"one.pem\"\nclient-key-file = \"other.key\"",
            "`agentassist.client-cert-file`: TLS can't use it",
        ),
    ] {
        let got = said(settings);
        assert!(got.contains(message), "{settings}: {got}");
        assert!(!got.contains("PRIVATE KEY"), "{got}");
    }
}

#[test]
fn what_is_no_tls_or_never_finishes_it_is_told_as_that() {
    let garbage = Server::serving(usize::MAX, |mut stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        let _ = std::io::Read::read(&mut stream, &mut [0; 1024]);
    });
    let message = refused(&place(&garbage, ""));
    assert!(message.contains("is it https that answers there"), "{message}");
    let stalling = Server::serving(usize::MAX, |mut stream, _| {
        while matches!(std::io::Read::read(&mut stream, &mut [0; 1024]), Ok(1..)) {}
    });
    let stalled = place(&stalling, "");
    let (ran, _) = run(&stalled, "--connect-timeout 300ms").unwrap();
    let message = ran.refused(3);
    assert!(message.contains("no connection within 300ms"), "{message}");
}

#[test]
fn a_target_that_goes_away_half_way_is_trouble_and_no_broken_promise() {
    let behaviour = conforming();
    // The look, one request, and then nothing listens.
    let server = Server::serving(2, move |mut stream, requests| {
        answer(&mut stream, &behaviour, requests);
    });
    let two = CREATE.to_owned()
        + "\n  Scenario: Another\n    Given a valid createContacts request\n    When the request is sent\n    Then the request is accepted\n";
    let place =
        Place::empty().file("features/f.feature", two).file("t.toml", at(&server.url("http")));
    let (ran, _) = run(&place, "--jobs 1").unwrap();
    let ran = ran.exits(3);
    assert!(ran.out.contains("Connection refused"), "{}", ran.out);
    let report = reports(&place).unwrap();
    assert_eq!((report.counts.passed, report.counts.errors, report.counts.failed), (1, 1, 0));
}

#[test]
fn connections_closed_between_requests_are_no_broken_promise() {
    // Keep-alive is promised and the connection closed after each answer.
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let server = Server::start(Arc::new(move |wire, asked| {
        noted.lock().unwrap().push(asked.body.clone());
        let (status, body) = asked.try_good();
        let _ = write!(
            wire,
            "{status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
    }));
    let place = Place::empty()
        .file("features/f.feature", crate::support::TAKEN)
        .file("t.toml", at(&server.url("http")));
    let (ran, _) = run(&place, "").unwrap();
    ran.exits(0);
    // A request that met the closing was lost; its scenario began anew, with values of its own.
    let bodies = seen.lock().unwrap();
    let different: HashSet<_> = bodies.iter().collect();
    assert!(bodies.len() >= 2 && different.len() == bodies.len(), "none was repeated: {bodies:?}");
}

#[test]
fn a_certificate_that_names_a_secret_gives_nothing_away() {
    // The key of the other API: whoever has it can have a certificate made for it.
    let key = "in-19921d26-5f61-46c6-9b93-0b6653fddd02";
    assert!(at("https://host").contains(key));
    let authority = Authority::new("ours");
    let server = showing(&authority.signs(&format!("{key}.example"), |_| {}), None);
    let place = place(&server, "ca-file = \"ca.pem\"").file("ca.pem", authority.pem());
    let message = refused(&place);
    assert!(message.contains("certificate is for ***"), "{message}");
    assert!(!message.contains("19921d26"), "{message}");
}
