//! Answers to requests that only look at what others have done.

use std::sync::Arc;

use docproof::model::{ClauseReport, ClauseVerdict, RunReport, ScenarioStatus};

use crate::case::{at, reports, run};
use crate::server::{Asked, Server, Wire, json};
use crate::support::Place;

const CHANGED: &str = "\
Feature: Changes

  Scenario: A change is kept
    Given an existing contact
    And a valid updateContact request
    When the request is sent
    Then the request is accepted
    And the change is kept
";

const REFUSED: &str = "\
Feature: Refusals

  Scenario: A refusal changes nothing
    Given an existing contact
    And a valid updateContact request
    And with the field \"firstName\" set to 5
    When the request is sent
    Then the request is refused
    And nothing has changed
";

/// What is said of a server that answers the first two requests as it should, and every look so.
fn said_of(
    feature: &str,
    look: impl Fn(&mut dyn Wire, &Asked) + Send + Sync + 'static,
) -> RunReport {
    let server = Server::start(Arc::new(move |wire: &mut dyn Wire, asked: &Asked| {
        if asked.before < 2 {
            let (line, body) = asked.try_good();
            let length = body.len();
            let head = "Connection: close\r\nContent-Type: application/json";
            let _ = write!(wire, "{line}\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}");
        } else {
            look(wire, asked);
        }
    }));
    let place = Place::empty()
        .file("features/f.feature", feature)
        .file("t.toml", format!("timeout = \"20s\"\n{}", at(&server.url("http"))));
    run(&place, "").unwrap();
    reports(&place).unwrap()
}

fn clause<'a>(report: &'a RunReport, id: &str) -> &'a ClauseReport {
    report.clauses.iter().find(|clause| clause.id == id).unwrap()
}

const KEPT: &str = "updateContact.rule.change-is-kept";
const NOTHING: &str = "updateContact.rule.refused-changes-nothing";

#[test]
fn a_conforming_look_shows_that_all_is_as_it_was() {
    for (feature, id) in [(CHANGED, KEPT), (REFUSED, NOTHING)] {
        let report = said_of(feature, |wire, asked| {
            let (line, body) = asked.try_good();
            let length = body.len();
            let head = "Connection: close\r\nContent-Type: application/json";
            let _ = write!(wire, "{line}\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}");
        });
        assert_eq!(clause(&report, id).verdict, ClauseVerdict::Kept);
        assert_eq!(report.exit_code, 0);
    }
}

#[test]
fn an_answer_that_holds_nothing_proves_nothing() {
    for (feature, id) in [(CHANGED, KEPT), (REFUSED, NOTHING)] {
        let report = said_of(feature, |wire, _| drop(wire.write_all(&json("{}"))));
        let clause = clause(&report, id);
        assert_eq!(clause.verdict, ClauseVerdict::NotTried, "{id}");
        let reason = clause.reason.as_deref().unwrap();
        assert!(reason.contains("that would show it holds nothing of it"), "{reason}");
    }
}

#[test]
fn what_http_promises_of_a_look_is_judged_too() {
    let redirect =
        "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n";
    let error = "HTTP/1.1 500 Oh\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    let cut = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 50\r\n\r\n{";
    let bad = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{";
    let nothing = "that would show it holds nothing of it";
    for (answer, broken, why) in [
        (error, "no-server-error", "the request that would show it was answered with 500"),
        (redirect, "no-redirect", "the request that would show it was answered with 302"),
        (cut, "whole-answer", "the request that would show it got no whole answer"),
        (bad, "body-as-declared", nothing),
    ] {
        for (feature, id) in [(CHANGED, KEPT), (REFUSED, NOTHING)] {
            let report = said_of(feature, move |wire, _| drop(wire.write_all(answer.as_bytes())));
            let promise = clause(&report, &format!("updateContact.http.{broken}"));
            assert_eq!(promise.verdict, ClauseVerdict::Broken, "{broken}");
            let shown = clause(&report, id);
            assert_eq!(shown.verdict, ClauseVerdict::NotTried, "{broken}");
            assert!(shown.reason.as_deref().unwrap().contains(why), "{:?}", shown.reason);
            assert_eq!(report.exit_code, 1);
        }
    }
}

#[test]
fn a_scenario_that_another_ones_finding_stops_was_not_tried() {
    let feature = "\
Feature: Stopped

  Scenario: Two want one number
    Given an existing contact
    And a valid updateContact request
    And another valid createContacts request
    And with the same \"cellPhone\" as the other request
    When both requests are sent at the same moment
    Then the rule \"one-contact-per-number\" is kept
    And a refusal has changed nothing

  Scenario: An update is accepted
    Given an existing contact
    And a valid updateContact request
    When the request is sent
    Then the request is accepted
";
    let server = Server::start(Arc::new(|wire: &mut dyn Wire, asked: &Asked| {
        let _ = match asked.head.starts_with("PUT ") {
            true => {
                wire.write_all(b"HTTP/1.1 500 Oh\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            }
            false => wire.write_all(&json(asked.good())),
        };
    }));
    let place =
        Place::empty().file("features/f.feature", feature).file("t.toml", at(&server.url("http")));
    run(&place, "").unwrap();
    let report = reports(&place).unwrap();
    let scenarios: Vec<_> = report.scenarios().collect();
    assert_eq!(scenarios[0].status, ScenarioStatus::Skipped);
    let reason = scenarios[0].reason.as_deref().unwrap();
    assert_eq!(
        reason,
        "it could not go on: updateContact.http.no-server-error was broken, which other scenarios are about"
    );
    assert_eq!(scenarios[1].status, ScenarioStatus::Failed);
}
