//! The files that a run writes, read back by readers that aren't ours.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::servers::{NOT_FOUND, Server, reference, reference_at};
use crate::support::{CREATE, LIST, Place, TAKEN};

/// What a JUnit file says in numbers.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    suites: usize,
    cases: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

fn counts(place: &Place) -> Counts {
    let xml = place.read("reports/junit.xml");
    let mut reader = Reader::from_str(&xml);
    let (mut counted, mut told) = (Counts::default(), Counts::default());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                b"testsuite" => {
                    counted.suites += 1;
                    told.suites += 1;
                    told.cases += number(&element, "tests");
                    told.failures += number(&element, "failures");
                    told.errors += number(&element, "errors");
                }
                b"testcase" => counted.cases += 1,
                b"failure" => counted.failures += 1,
                b"error" => counted.errors += 1,
                b"skipped" => counted.skipped += 1,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    // The suites don't say how many were skipped.
    told.skipped = counted.skipped;
    assert_eq!(counted, told, "the numbers of the suites are those of their cases");
    counted
}

fn number(element: &BytesStart<'_>, name: &str) -> usize {
    let value = element.try_get_attribute(name).unwrap().unwrap_or_else(|| panic!("no {name}"));
    std::str::from_utf8(&value.value).unwrap().parse().unwrap()
}

/// The report, held to its schema, and its own numbers.
fn report(place: &Place) -> Value {
    let report: Value = serde_json::from_str(&place.read("reports/report.json")).unwrap();
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/report.schema.json")).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let wrong: Vec<String> =
        validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    report
}

/// Holds both files of a run to each other.
#[track_caller]
fn agreed(place: &Place, expected: Counts) {
    let report = report(place);
    let number = |name: &str| usize::try_from(report["counts"][name].as_u64().unwrap()).unwrap();
    let said = Counts {
        suites: report["features"].as_array().unwrap().len(),
        cases: number("scenarios"),
        failures: number("failed"),
        errors: number("errors"),
        skipped: number("skipped"),
    };
    assert_eq!(said, expected, "report.json");
    assert_eq!(counts(place), expected, "junit.xml");
}

fn place() -> Place {
    Place::empty()
        .file("features/create.feature", CREATE)
        .file("features/list.feature", LIST)
        .file("features/taken.feature", TAKEN)
}

#[test]
fn a_green_run() {
    let place = place();
    place.docproof("run --features features").exits(0);
    agreed(&place, Counts { suites: 3, cases: 3, ..Counts::default() });
    assert_eq!(report(&place)["exit_code"], 0);
}

#[test]
fn a_red_run() {
    let place = place();
    place.docproof("run --features features --fault create-accepts-taken-number").exits(1);
    agreed(&place, Counts { suites: 3, cases: 3, failures: 1, ..Counts::default() });
    let xml = place.read("reports/junit.xml");
    assert!(xml.contains("type=\"createContacts.rule.one-contact-per-number\""), "{xml}");
}

#[test]
fn a_strict_run_with_a_warning() {
    let place = place();
    let run = "run --features features --fault create-inactive";
    place.docproof(run).exits(0);
    agreed(&place, Counts { suites: 3, cases: 3, ..Counts::default() });
    place.docproof(&format!("{run} --strict")).exits(1);
    // No scenario asks about that clause, so it fails those that saw it.
    agreed(&place, Counts { suites: 3, cases: 3, failures: 2, ..Counts::default() });
}

#[test]
fn a_run_with_skipped_scenarios() {
    let target = reference().replace("contactListId = ", "# ");
    let place = place().file("t.toml", target);
    place.docproof("run --features features --target t.toml").exits(0);
    agreed(&place, Counts { suites: 3, cases: 3, skipped: 1, ..Counts::default() });
    let xml = place.read("reports/junit.xml");
    assert!(xml.contains("the target has no value `contactListId`"), "{xml}");
}

#[test]
fn a_run_whose_target_goes_away() {
    // It answers the first look, and nothing listens from then on.
    let server = Server::once(NOT_FOUND);
    let place = place().file("t.toml", reference_at(&server.url()));
    let ran = place.docproof("run --features features --target t.toml --api agentassist").exits(3);
    assert!(ran.verdict().starts_with("ERROR"), "{}", ran.verdict());
    agreed(&place, Counts { suites: 3, cases: 3, errors: 3, ..Counts::default() });
}

#[test]
fn reports_of_another_run_are_replaced_whole() {
    let place = place().file("reports/junit.xml", "not xml").file("reports/notes.txt", "kept");
    place.docproof("run --features features").exits(0);
    agreed(&place, Counts { suites: 3, cases: 3, ..Counts::default() });
    let mut files: Vec<_> = std::fs::read_dir(place.path("reports"))
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    files.sort();
    assert_eq!(files, ["junit.xml", "notes.txt", "report.html", "report.json"]);
}

#[test]
fn the_step_that_asks_about_what_is_broken_is_the_one_that_failed() {
    let place = Place::empty();
    let faults = ["country-code-without-plus", "names-trimmed", "auth-optional"]
        .map(|fault| format!(" --fault {fault}"));
    place
        .docproof(&format!("run --name 'come back as they were sent' --quiet{}", faults.concat()))
        .exits(1);
    let report = report(&place);
    let features = report["features"].as_array().unwrap().iter();
    let failed: Vec<&Value> = features
        .flat_map(|feature| feature["scenarios"].as_array().unwrap())
        .filter(|scenario| scenario["status"] == "failed")
        .collect();
    assert!(failed.len() > 5, "{}", failed.len());
    for scenario in failed {
        let steps = scenario["steps"].as_array().unwrap();
        for finding in scenario["findings"].as_array().unwrap() {
            if finding["incidental"] != true {
                let step = &steps[usize::try_from(finding["step"].as_u64().unwrap()).unwrap()];
                assert_eq!(step["status"], "failed", "{} {finding}", scenario["id"]);
                let asks = step["text"].as_str().unwrap().contains("returns what was sent");
                let is_echo = finding["clause"].as_str().unwrap().ends_with(":echo");
                assert!(asks || !is_echo, "{step} {finding}");
            }
        }
    }
}
