//! `docproof serve` in one process, `docproof run` in another.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::Child;

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{CREATE, LIST, Place, TAKEN};

/// A server of its own process; ends with the test.
pub struct Serving {
    child: Child,
    /// Everything that it printed.
    pub printed: String,
}

impl Serving {
    /// Starts it and waits until it listens.
    pub fn start(place: &Place, arguments: &str) -> Self {
        let mut child = place.command(&format!("serve --port 0 {arguments}")).spawn().unwrap();
        let mut printed = String::new();
        for line in BufReader::new(child.stdout.as_mut().unwrap()).lines() {
            let line = line.unwrap();
            printed.push_str(&line);
            printed.push('\n');
            // The last setting of the target file.
            if line.starts_with("key = ") {
                break;
            }
        }
        Self { child, printed }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came of each scenario and each clause.
fn verdicts(place: &Place, reports: &str) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let report: Value =
        serde_json::from_str(&place.read(&format!("{reports}/report.json"))).unwrap();
    let pick = |list: &Value, name: &str, what: &str| -> Vec<(String, String)> {
        let items = list.as_array().unwrap().iter();
        items.map(|item| (item[name].to_string(), item[what].to_string())).collect()
    };
    let features = report["features"].as_array().unwrap();
    let scenarios = features.iter().flat_map(|feature| pick(&feature["scenarios"], "id", "status"));
    (scenarios.collect(), pick(&report["clauses"], "id", "verdict").into_iter().collect())
}

#[test]
fn another_process_gives_the_same_verdicts() {
    let place = Place::empty()
        .file("features/create.feature", CREATE)
        .file("features/list.feature", LIST)
        .file("features/taken.feature", TAKEN);
    for (fault, code) in [("", 0), ("--fault create-accepts-taken-number", 1)] {
        place.docproof(&format!("run --features features --reports embedded {fault}")).exits(code);
        let serving = Serving::start(&place, fault);
        place.write("reference.toml", &serving.printed);
        let run = "run --features features --reports served --target reference.toml";
        place.docproof(run).exits(code);
        assert_eq!(verdicts(&place, "embedded"), verdicts(&place, "served"), "{fault}");
    }
}

#[test]
fn it_says_how_to_point_a_run_at_it() {
    let place = Place::empty();
    let serving = Serving::start(&place, "");
    let said: Vec<&str> = serving.printed.lines().take_while(|line| !line.is_empty()).collect();
    let said = crate::support::tidy(&said.join("\n"), &place.path(""));
    assert_snapshot!(said, @"
    # The reference implementation listens on http://127.0.0.1:PORT; Ctrl-C ends it.
    # To run docproof against it, save the lines below as reference.toml and say
    #   docproof run --target reference.toml
    ");
}

#[test]
fn what_it_stores_in_a_file_is_there_the_next_time() {
    let place = Place::empty().file("features/create.feature", CREATE);
    for _ in 0..2 {
        let serving = Serving::start(&place, "--db store.db");
        place.write("reference.toml", &serving.printed);
        place.docproof("run -q --features features --target reference.toml").exits(0);
    }
    assert!(place.path("store.db").exists());
}

#[test]
fn a_taken_port_and_an_unusable_file_are_told() {
    let place = Place::empty();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    assert_snapshot!(place.docproof(&format!("serve --port {port}")).refused(3), @"error: the reference implementation can't start: cannot listen on 127.0.0.1:PORT: Address already in use (os error 98)");
    assert_snapshot!(place.docproof("serve --port 0 --db nowhere/store.db").refused(3), @"error: the reference implementation can't start: cannot open the database nowhere/store.db: unable to open database file: nowhere/store.db");
    assert_snapshot!(place.docproof("serve --port 70000").refused(2), @"
    error: invalid value '70000' for '--port <N>': it takes a whole number from 0 to 65535

    For more information, try '--help'.
    ");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_well() {
    let place = Place::empty();
    let mut serving = Serving::start(&place, "");
    serving.child.stdin = None;
    crate::running::signal(&serving.child, "TERM");
    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
}
