//! SIGINT, SIGTERM and SIGKILL at every stage: reports are whole and say that the run did not
//! finish, or those of an earlier run are as they were.

use std::io::{BufRead, Read};
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::gate::{Gate, Stop};
use crate::running::Running;
use crate::support::{CREATE, Place};

const REPORTS: [&str; 3] = ["report.json", "junit.xml", "report.html"];
/// How many requests a whole run sends.
const REQUESTS: usize = 12;

/// Twelve scenarios of one request each, and the reports of an earlier run.
fn place(gate: &Gate) -> Place {
    let scenario = CREATE.split_once("\n\n").unwrap().1;
    let many: String = (0..REQUESTS)
        .map(|index| format!("{}\n", scenario.replace("created", &format!("created {index}"))))
        .collect();
    let place = Place::empty()
        .file("f/many.feature", format!("Feature: Many\n\n{many}"))
        .file("t.toml", &gate.target);
    for name in REPORTS {
        place.write(&format!("reports/{name}"), format!("the {name} of an earlier run"));
    }
    place
}

/// However slow the machine, what the gate holds back comes in time.
const RUN: &str = "run --features f --target t.toml --jobs 1 --timeout 10m";

fn reports(place: &Place) -> Vec<String> {
    REPORTS.map(|name| place.read(&format!("reports/{name}"))).to_vec()
}

/// What is in the folder of reports beside them.
fn others(place: &Place) -> Vec<String> {
    let entries = std::fs::read_dir(place.path("reports")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !REPORTS.contains(&name.as_str())).collect()
}

/// The ids in the file that a killed run leaves, each line whole.
fn journal(place: &Place) -> Vec<String> {
    let files = others(place);
    let file = files.iter().find(|name| name.starts_with("created-"));
    let text = file.map(|name| place.read(&format!("reports/{name}"))).unwrap_or_default();
    assert!(text.is_empty() || text.ends_with('\n'));
    let line = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].to_string();
    text.lines().map(line).map(|id| id.trim_matches('"').to_owned()).collect()
}

/// All three are whole and tell of a run that was interrupted. Gives the first.
#[track_caller]
fn interrupted(place: &Place) -> Value {
    let report: Value = serde_json::from_str(&place.read("reports/report.json")).unwrap();
    assert_eq!(report["completion"], "interrupted");
    assert_eq!(report["exit_code"], 130);
    let xml = place.read("reports/junit.xml");
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut depth, mut cases) = (0, 0);
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                depth += 1;
                cases += usize::from(element.name().as_ref() == b"testcase");
            }
            Event::Empty(element) => cases += usize::from(element.name().as_ref() == b"testcase"),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "junit.xml is whole");
    assert_eq!(report["counts"]["scenarios"], cases - 1, "one says that the run was interrupted");
    let page = place.read("reports/report.html");
    assert!(page.trim_end().ends_with("</html>") && page.contains("INTERRUPTED"));
    report
}

fn created(report: &Value) -> Vec<String> {
    let created = report["created"].as_array().unwrap().iter();
    created.map(|created| created["id"].as_str().unwrap().to_owned()).collect()
}

/// Eight moments at which the run waits for its target. None was chosen by the clock.
const STOPS: [Stop; 8] = [
    Stop::Before(1),
    Stop::Amid(1),
    Stop::Before(2),
    Stop::Later(3),
    Stop::Before(5),
    Stop::Amid(8),
    Stop::Before(REQUESTS),
    Stop::Amid(REQUESTS),
];

#[test]
fn a_run_that_is_interrupted_or_terminated_reports_what_was_done() {
    for signal in ["INT", "TERM"] {
        for stop in STOPS {
            let gate = Gate::stopping(stop);
            let place = place(&gate);
            let mut run = Running::start(&place, RUN);
            gate.reached();
            run.signal(signal);
            let said = run.said();
            assert!(said.starts_with("interrupted: waiting for the answers under way"), "{said}");
            let before = gate.requests();
            gate.open();
            let ran = run.exits(&place, 130);
            assert!(ran.verdict().starts_with("INTERRUPTED"), "{stop:?}: {}", ran.out);
            assert_eq!(gate.requests(), before, "{stop:?}: nothing is sent any more");
            let report = interrupted(&place);
            assert_eq!(report["selected"], REQUESTS);
            let count = report["counts"]["scenarios"].as_u64().unwrap();
            let told = format!("the run did not finish: {count} of {REQUESTS} scenarios");
            assert_eq!(ran.verdict().contains(&told), count < REQUESTS as u64, "{}", ran.out);
            assert_eq!(created(&report), gate.answered(), "{signal} at {stop:?}");
            assert_eq!(others(&place), [""; 0], "nothing else is left");
        }
    }
}

#[test]
fn a_run_that_ends_killed_leaves_the_earlier_reports_and_every_id() {
    for stop in STOPS {
        let gate = Gate::stopping(stop);
        let place = place(&gate);
        let earlier = reports(&place);
        let run = Running::start(&place, RUN);
        gate.reached();
        let answered = gate.answered();
        run.signal("KILL");
        run.ends_killed();
        assert!(reports(&place) == earlier, "{stop:?}");
        assert_eq!(journal(&place), answered, "{stop:?}");
        let left = others(&place);
        assert_eq!(left.len(), usize::from(!answered.is_empty()), "{stop:?}: {left:?}");
    }
}

#[test]
fn the_next_run_tells_of_the_ids_that_a_killed_one_left() {
    let gate = Gate::stopping(Stop::Before(2));
    let place = place(&gate);
    let run = Running::start(&place, RUN);
    gate.reached();
    run.signal("KILL");
    run.ends_killed();
    gate.open();
    let ran = place.docproof(RUN).exits(0);
    let file = others(&place).pop().unwrap();
    let note = format!("reports/{file} has the ids that an earlier run created and never reported");
    assert!(ran.err.lines().any(|line| line == note), "{}", ran.err);
}

#[test]
fn before_the_first_request_an_end_is_an_end() {
    for signal in ["INT", "TERM", "KILL"] {
        // The look before the run has no answer yet.
        let gate = Gate::stopping(Stop::Before(0));
        let place = place(&gate);
        let earlier = reports(&place);
        let mut run = Running::start(&place, RUN);
        gate.reached();
        run.signal(signal);
        if signal == "KILL" {
            run.ends_killed();
        } else {
            let said = run.said();
            assert_eq!(said, "interrupted before anything was tried: no report is written\n");
            run.exits(&place, 130);
        }
        assert!(reports(&place) == earlier);
        assert_eq!(others(&place), [""; 0]);
    }
}

#[test]
fn the_first_line_of_a_run_can_be_its_last() {
    for signal in ["INT", "TERM", "KILL"] {
        let gate = Gate::stopping(Stop::Before(3));
        let place = place(&gate);
        let earlier = reports(&place);
        let mut run = Running::start(&place, RUN);
        let mut line = String::new();
        run.out.read_line(&mut line).unwrap();
        assert!(line.starts_with("ok    f/many.feature:3"), "{line}");
        run.signal(signal);
        if signal == "KILL" {
            run.ends_killed();
            assert!(reports(&place) == earlier);
            let (kept, answered) = (journal(&place), gate.answered());
            assert!(answered.starts_with(&kept) && !kept.is_empty(), "{kept:?} of {answered:?}");
        } else {
            assert!(run.said().starts_with("interrupted: "));
            gate.open();
            run.exits(&place, 130);
            assert_eq!(created(&interrupted(&place)), gate.answered());
        }
    }
}

/// Makes a pipe in place of a report, and the report longer than what a pipe takes: whoever writes
/// it waits until somebody reads.
fn with_pipe(place: &Place, path: &str) -> PathBuf {
    for name in ["long", "longer"] {
        let long = CREATE.replace("A contact", &name.repeat(10_000));
        place.write(&format!("f/{name}.feature"), long);
    }
    let path = place.path(path);
    let _ = std::fs::remove_file(&path);
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

#[test]
fn while_reports_are_written_each_is_whole() {
    for signal in ["INT", "TERM", "KILL"] {
        let gate = Gate::stopping(Stop::Never);
        let place = place(&gate);
        let earlier = reports(&place);
        let pipe = with_pipe(&place, "reports/junit.xml");
        let mut run = Running::start(&place, &format!("{RUN} --quiet"));
        // Opens when the run does: report.json is in its place then, report.html is not.
        let mut junit = std::fs::File::open(&pipe).unwrap();
        run.signal(signal);
        let mut xml = String::new();
        if signal == "KILL" {
            run.ends_killed();
            assert!(place.read("reports/report.html") == earlier[2], "the earlier one");
            let left = others(&place);
            assert!(left.iter().any(|name| name.ends_with(".part")), "{left:?}");
            assert_eq!(journal(&place), gate.answered(), "not all is reported");
            std::fs::remove_file(&pipe).unwrap();
            place.docproof(RUN).exits(0);
            let left = others(&place);
            assert!(!left.iter().any(|name| name.ends_with(".part")), "{left:?}");
        } else {
            assert_eq!(run.said(), "interrupted: waiting for the reports (again: end at once)\n");
            junit.read_to_string(&mut xml).unwrap();
            // Everything was done, so the run is what it is.
            let ran = run.exits(&place, 0);
            assert!(ran.verdict().starts_with("PASSED"), "{}", ran.out);
            assert!(xml.trim_end().ends_with("</testsuites>"));
            assert!(place.read("reports/report.html") != earlier[2]);
            assert_eq!(others(&place), [""; 0]);
        }
        let report: Value = serde_json::from_str(&place.read("reports/report.json")).unwrap();
        assert_eq!(report["completion"], "complete");
        assert_eq!(report["counts"]["passed"], REQUESTS + 2);
    }
}

#[test]
fn a_second_signal_ends_at_once() {
    for (first, second) in [("INT", "INT"), ("TERM", "INT"), ("INT", "TERM")] {
        let gate = Gate::stopping(Stop::Before(4));
        let place = place(&gate);
        let earlier = reports(&place);
        let mut run = Running::start(&place, RUN);
        gate.reached();
        run.signal(first);
        assert!(run.said().starts_with("interrupted: "));
        run.signal(second);
        // The gate stays closed: nothing else could end it.
        run.exits(&place, 130);
        assert!(reports(&place) == earlier);
        assert_eq!(journal(&place), gate.answered());
    }
}

#[test]
fn requests_that_wait_for_their_turn_are_not_sent_any_more() {
    let gate = Gate::stopping(Stop::Before(1));
    let place = place(&gate);
    let mut run = Running::start(&place, "run --features f --target t.toml --rate 1");
    gate.reached();
    run.signal("INT");
    assert!(run.said().starts_with("interrupted: "));
    gate.open();
    run.exits(&place, 130);
    let report = interrupted(&place);
    assert_eq!(created(&report), gate.answered());
    let skipped = report["counts"]["skipped"].as_u64().unwrap();
    assert!(skipped > 0, "{}", report["counts"]);
    let xml = place.read("reports/junit.xml");
    assert!(xml.contains("the run was interrupted"), "{xml}");
}

#[test]
fn mutate_tells_what_it_tried() {
    for signal in ["INT", "TERM", "KILL"] {
        let gate = Gate::stopping(Stop::Before(REQUESTS + 1));
        let place = place(&gate).file("reports/mutation.json", "earlier");
        // The unchanged implementation passes with the first twelve; then something is changed.
        let mutate =
            "mutate --features f --target t.toml --api agentassist --only fullName --jobs 1";
        let mut run = Running::start(&place, mutate);
        gate.reached();
        run.signal(signal);
        if signal == "KILL" {
            run.ends_killed();
            assert_eq!(place.read("reports/mutation.json"), "earlier");
        } else {
            assert!(run.said().starts_with("the unchanged implementation passes; "));
            assert!(run.said().starts_with("interrupted: "));
            gate.open();
            let ran = run.exits(&place, 130);
            assert!(ran.verdict().starts_with("INTERRUPTED"), "{}", ran.out);
            let report: Value = serde_json::from_str(&place.read("reports/mutation.json")).unwrap();
            assert_eq!(report["completion"], "interrupted");
            let tried = report["mutations"].as_array().unwrap().len() as u64;
            assert!(tried < report["chosen"].as_u64().unwrap());
        }
    }
}

#[test]
fn mutate_says_nothing_where_the_unchanged_implementation_was_not_seen_through() {
    let gate = Gate::stopping(Stop::Before(3));
    let place = place(&gate).file("reports/mutation.json", "earlier");
    let mutate = "mutate --features f --target t.toml --api agentassist --only fullName";
    let mut run = Running::start(&place, mutate);
    gate.reached();
    run.signal("INT");
    assert!(run.said().starts_with("interrupted: "));
    gate.open();
    let ran = run.exits(&place, 130);
    assert_eq!(ran.err, "interrupted before any mutation was tried\n");
    assert_eq!(place.read("reports/mutation.json"), "earlier");
}

#[test]
fn a_saved_run_is_written_again_whole_or_not_at_all() {
    // No SIGINT: where a shell started the tests in the background, that stays ignored.
    for signal in ["TERM", "KILL"] {
        let gate = Gate::stopping(Stop::Never);
        let place = place(&gate);
        let pipe = with_pipe(&place, "pipe");
        place.docproof("run --quiet --features f").exits(0);
        let earlier = reports(&place);
        let again =
            "report reports/report.json --json c.json --junit pipe --html reports/report.html";
        let run = Running::start(&place, again);
        let junit = std::fs::File::open(&pipe).unwrap();
        run.signal(signal);
        run.ends_killed();
        drop(junit);
        assert!(place.read("c.json") == earlier[0], "{signal}: what is there is whole");
        assert!(place.read("reports/report.html") == earlier[2]);
        std::fs::remove_file(&pipe).unwrap();
        place.docproof(again).exits(0);
        assert_eq!(others(&place), [""; 0], "{signal}: nothing is left");
    }
}
