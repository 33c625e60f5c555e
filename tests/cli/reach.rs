//! Targets that aren't there, or aren't what they should be.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use docproof::model::{Answer, RunReport};
use insta::assert_snapshot;

use crate::servers::{NOT_FOUND, Server, nothing_there, reference_at};
use crate::support::{CREATE, Place};

/// What is said of a base URL at which nothing useful answers.
#[track_caller]
fn said_of(url: &str, code: i32) -> String {
    let place = Place::new();
    place.docproof(&format!("run --features features --base-url agentassist={url}")).refused(code)
}

#[test]
fn nothing_listening_is_one_message() {
    assert_snapshot!(said_of(&nothing_there(), 3), @"error: agentassist: http://127.0.0.1:PORT/ can't be reached: tcp connect error: Connection refused (os error 111); is it running, and is the base URL right?");
}

#[test]
fn a_host_that_nobody_knows_is_one_message() {
    let said = said_of("https://nowhere.invalid", 3);
    assert!(said.contains("https://nowhere.invalid/ can't be reached: "), "{said}");
}

#[test]
fn a_proxy_that_stands_between_is_named() {
    let proxy = [("https_proxy", "http://127.0.0.1:9")];
    let run = |url: &str| {
        let ran = Place::new()
            .with(&format!("run --features features --base-url agentassist={url}"), &proxy);
        ran.exits(3).err
    };
    let said = run("https://nowhere.invalid");
    assert!(
        said.contains("; https_proxy names a proxy: NO_PROXY names hosts that it isn't asked for"),
        "{said}"
    );
    assert!(!run(&nothing_there()).contains("proxy"));
}

#[test]
fn a_proxy_that_cannot_be_used_is_refused_and_not_gone_around() {
    let run = |url: &str, name: &str, value: &str| {
        let run =
            format!("run --features features --allow-plain-http --base-url agentassist={url}");
        Place::new().with(&run, &[(name, value)])
    };
    let plain = "http://nowhere.invalid";
    assert_snapshot!(run(plain, "http_proxy", "notaproxy::").refused(2), @"error: the environment variable http_proxy names no proxy that can be used; write it like http://host:port, or unset it");
    for (url, name, value) in [
        (plain, "HTTP_PROXY", "ftp://host:21"),
        (plain, "all_proxy", "http://me:hush-hush@host:port"),
        ("https://nowhere.invalid", "https_proxy", "http://"),
    ] {
        let said = run(url, name, value).refused(2);
        assert!(said.contains(name) && !said.contains("hush"), "{said}");
    }
    // Of what is not asked for it doesn't matter: another scheme's, and any on the way to this machine.
    assert!(!run(plain, "https_proxy", "notaproxy::").refused(3).contains("https_proxy"));
    assert!(!run(&nothing_there(), "http_proxy", "notaproxy::").refused(3).contains("proxy"));
}

#[test]
fn a_server_that_accepts_and_says_nothing_is_given_up_in_time() {
    let server = Server::silent();
    let place = Place::new();
    let url = server.url();
    let run = format!("run --features features --timeout 1s --base-url agentassist={url}");
    let told = place.docproof(&run).refused(3);
    assert_snapshot!(told, @"error: agentassist: http://127.0.0.1:PORT/ can't be reached: no answer began within 1s; is it HTTP that answers there? --timeout gives it longer");
    place.write("t.toml", format!("timeout = \"1s\"\n[agentassist]\nbase-url = \"{url}\"\n"));
    assert_eq!(place.docproof("run --features features --target t.toml").refused(3), told);
}

#[test]
fn what_is_no_http_is_one_message() {
    assert_snapshot!(said_of(&Server::answering("SSH-2.0-OpenSSH_9.6\r\n").url(), 3), @"error: agentassist: http://127.0.0.1:PORT/ can't be reached: what came is no HTTP: invalid HTTP version parsed; is it HTTP that answers there?");
    assert_snapshot!(said_of(&Server::answering("").url(), 3), @"error: agentassist: http://127.0.0.1:PORT/ can't be reached: the connection was closed before the head of an answer was whole; is it HTTP that answers there?");
}

#[test]
fn half_an_answer_to_the_look_is_an_answer() {
    let server = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    let run = format!("run --features features --base-url agentassist={}", server.url());
    Place::new().docproof(&run).exits(4);
}

#[test]
fn a_server_that_hangs_up_is_told_in_one_way_whether_it_was_asked_or_not() {
    let server = Server::hanging_up();
    let scenario = CREATE.split_once("\n\n").unwrap().1;
    let many: String =
        (0..200).map(|n| format!("{}\n", scenario.replace("created", &format!("{n}")))).collect();
    let place = Place::empty()
        .file("features/many.feature", format!("Feature: Many\n\n{many}"))
        .file("t.toml", reference_at(&server.url()));
    place.docproof("run -q --features features --target t.toml --jobs 64").exits(1);
    let report: RunReport = serde_json::from_str(&place.read("reports/report.json")).unwrap();
    let exchanges = report.scenarios().flat_map(|scenario| &scenario.exchanges);
    let told: BTreeSet<String> = exchanges
        .map(|exchange| match &exchange.answer {
            Answer::Failure(failure) => failure.message.clone(),
            Answer::Response(response) => response.status.to_string(),
        })
        .collect();
    assert_eq!(
        told,
        BTreeSet::from(["the connection was closed before the head of an answer was whole".into()])
    );
}

#[test]
fn a_redirecting_base_url_is_told_where_it_leads() {
    let server = Server::redirecting_to("https://example.com/new");
    assert_snapshot!(said_of(&server.url(), 2), @"error: agentassist: http://127.0.0.1:PORT/ redirects to https://example.com/new; redirects are never followed, so give that as the base URL");
    assert_eq!(server.connections(), 1);
    assert_snapshot!(said_of(&Server::redirecting_to("/v2").url(), 2), @"error: agentassist: http://127.0.0.1:PORT/ redirects to http://127.0.0.1:PORT/v2; redirects are never followed, so give that as the base URL");
}

#[test]
fn a_redirect_to_a_login_page_says_nothing_of_the_base_url() {
    let server = Server::answering(
        "HTTP/1.1 302 Found\r\nLocation: /login?next=/contacts\r\nContent-Length: 0\r\n\r\n",
    );
    let run = format!("run --features features --base-url agentassist={}", server.url());
    Place::new().docproof(&run).exits(4);
}

#[test]
fn https_where_plain_http_answers_is_told_apart() {
    let server = Server::answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    assert_snapshot!(said_of(&server.secure_url(), 3), @"error: agentassist: https://127.0.0.1:PORT/ can't be reached: what answers there speaks no TLS; is it https that answers there, with a certificate that is valid for this host? `ca-file` in the target file names an authority of your own, `--insecure` accepts any certificate, `client-cert-file` names one for a server that asks for it");
}

#[test]
fn an_api_that_no_scenario_is_about_need_not_be_there() {
    let place = Place::new();
    let run = format!(
        "run --features features --base-url contact={} --base-url agentassist={}",
        nothing_there(),
        Server::answering(NOT_FOUND).url()
    );
    let ran = place.docproof(&run).exits(4);
    assert!(ran.out.contains("the target has no value `streamId`"), "{}", ran.out);
}

#[test]
fn reports_tell_of_a_target_that_is_not_there_and_not_of_an_earlier_run() {
    let place = Place::new().file("reports/junit.xml", "all was well yesterday");
    let run = format!("run --features features --base-url agentassist={}", nothing_there());
    place.docproof(&run).refused(3);
    assert!(place.read("reports/junit.xml").contains("can't be reached"));
    let report: RunReport = serde_json::from_str(&place.read("reports/report.json")).unwrap();
    assert_eq!((report.exit_code, report.counts.errors, report.counts.kept), (3, 1, 0));
    let told = report.clauses.iter().filter_map(|clause| clause.reason.as_deref());
    assert!(told.into_iter().any(|reason| reason == "the target was not reached"));
}

const PING: &str = "\
openapi: 3.1.0
info: {title: Ping, version: v1}
x-api: ping
paths: {/ping: {get: {operationId: ping, responses: {'200': {description: Pong.}}}}}
";

const PINGS: &str = "\
Feature: Ping
  Scenario Outline: Ping <count>
    Given a valid ping request
    When it is sent
    Then it is accepted
    Examples:
      | count |
      | 1     |
      | 2     |
      | 3     |
";

#[test]
fn a_target_that_goes_away_breaks_no_promise() {
    let pong = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    // The look, and the first scenario.
    let server = Server::gone_after(2, pong);
    let place = Place::empty().file("f/ping.feature", PINGS).file("c/ping.yaml", PING);
    let run = format!("run --features f --schemas c --jobs 1 --base-url ping={}", server.url());
    let out = place.docproof(&run).exits(3).out;
    assert!(out.contains("scenarios 3: 1 passed · 2 in error"), "{out}");
    assert!(out.contains("the target went away: "), "{out}");
    // One that answers again was there.
    let server = Server::hanging_up();
    let run = format!("run --features f --schemas c --jobs 1 --base-url ping={}", server.url());
    let out = place.docproof(&run).exits(1).out;
    assert!(out.contains("MUST ping.http.whole-answer"), "{out}");
}

/// A server that only answers who looks at it, or each tenth who asks.
fn hanging(each_tenth: bool) -> Server {
    let asked = Arc::new(AtomicUsize::new(0));
    Server::deciding(move |request| {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        let answers = request.starts_with("GET") || (each_tenth && number.is_multiple_of(10));
        if answers {
            return (404, "{}");
        }
        loop {
            std::thread::park();
        }
    })
}

#[test]
fn a_target_that_hangs_is_left_alone_after_a_while() {
    let scenario = CREATE.split_once("\n\n").unwrap().1;
    let many: String =
        (0..40).map(|n| format!("{}\n", scenario.replace("created", &format!("{n}")))).collect();
    let run = |server: &Server| {
        let place = Place::empty().file("f/many.feature", format!("Feature: Many\n\n{many}"));
        let target = reference_at(&server.url());
        let place = place.file("t.toml", target);
        place.docproof("run --features f --target t.toml --timeout 300ms --jobs 4").exits(1).out
    };
    let server = hanging(false);
    let out = run(&server);
    assert!(server.connections() < 20, "{} connections", server.connections());
    let said = "agentassist left 12 requests in a row without an answer: it hangs, so nothing more is sent to it";
    assert!(out.contains(said), "{out}");
    assert!(out.contains("MUST createContacts.http.whole-answer"), "{out}");
    let now_and_then = hanging(true);
    assert!(!run(&now_and_then).contains("it hangs"));
    assert!(now_and_then.connections() > 40);
}

#[test]
fn many_scenarios_with_one_trouble_are_told_once() {
    let server = Server::gone_after(1, NOT_FOUND);
    let many = PINGS.replace("      | 3     |\n", &"      | 3     |\n".repeat(30));
    let place = Place::empty().file("f/ping.feature", many).file("c/ping.yaml", PING);
    let run = format!("run --features f --schemas c --jobs 1 --base-url ping={}", server.url());
    let out = place.docproof(&run).exits(3).out;
    assert!(
        out.contains("the same in 30 other scenarios:") && out.contains("and 25 more"),
        "{out}"
    );
}

#[test]
fn an_api_that_can_t_be_reached_leaves_the_other_one_alone() {
    let both = "\
Feature: Both

  Scenario: A contact is created
    Given a valid createContacts request
    When the request is sent
    Then the request is accepted

  Scenario: A contact is updated
    Given a valid updateContactById request
    When the request is sent
    Then the request is accepted
";
    let target = reference_at(&nothing_there());
    let place = Place::empty().file("features/both.feature", both).file("t.toml", target);
    let ran = place.docproof("run --no-ci --features features --target t.toml").exits(3);
    assert_eq!(ran.err.matches("agentassist: http://127.0.0.1:PORT/ can't be reached").count(), 1);
    assert!(ran.out.contains("ERROR features/both.feature:3"), "{}", ran.out);
    assert!(ran.out.contains("ok    features/both.feature:8"), "{}", ran.out);
}

#[test]
fn a_base_url_at_which_nothing_takes_any_request_is_doubted() {
    let examples: String = (1..6).map(|count| format!("      | {count} |\n")).collect();
    let outline = format!(
        "Feature: Contacts\n\n  Scenario Outline: <count> are created\n    Given a valid createContacts request for \
         <count> records\n    When it is sent\n    Then it is accepted\n\n    Examples:\n      | count \
         |\n{examples}"
    );
    let server = Server::answering(NOT_FOUND);
    let place = Place::empty()
        .file("features/create.feature", outline)
        .file("t.toml", reference_at(&server.url()));
    let run = "run --no-ci --features features --target t.toml";
    let said = place.docproof(run).exits(1).out;
    let told = "nothing at http://127.0.0.1:PORT takes any request (all were answered with 404, 405 or 501): is that \
                the base URL of agentassist?";
    assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{said}");
}
