//! Saved reports, read and rendered again.

use docproof::model::RunReport;
use docproof::report::{Style, Verbosity, html, json, junit, read, terminal};
use proptest::prelude::*;
use serde_json::Value;

use crate::engine::holds;
use crate::fixture;
use crate::mangle::{grafted, mangled};

fn values() -> Vec<Value> {
    let reports = [fixture::red(), fixture::green(), fixture::interrupted(), fixture::warned(true)];
    reports.iter().map(|report| serde_json::to_value(report).unwrap()).collect()
}

#[test]
fn a_saved_report_is_rendered_in_every_form_or_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.json");
    let texts = || {
        let written =
            values().into_iter().map(|value| serde_json::to_string_pretty(&value).unwrap());
        let grafted = grafted(values()).prop_map(|value| value.to_string());
        prop_oneof![1 => mangled(written.collect()), 2 => grafted]
    };
    holds("saved reports", texts, |text| {
        std::fs::write(&path, &text).unwrap();
        match read(&path) {
            Ok(report) => rendered(&report),
            Err(error) => {
                let said = error.to_string();
                prop_assert!(said.starts_with(&path.display().to_string()), "{}", said);
                prop_assert!(said.lines().count() == 2, "what is wrong and what to do: {}", said);
                Ok(())
            }
        }
    });
}

fn rendered(report: &RunReport) -> Result<(), TestCaseError> {
    for verbosity in [Verbosity::Quiet, Verbosity::Normal, Verbosity::Verbose] {
        for width in [1, 80] {
            let style = Style { colour: false, verbosity, width };
            let said = terminal::render(report, &style);
            let raw = said.chars().find(|c| c.is_control() && *c != '\n');
            prop_assert!(raw.is_none(), "{:?} goes to the terminal", raw);
        }
    }
    let page = html::render(report).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert!(page.contains("</html>"));
    let xml = junit::render(report).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let mut reader = quick_xml::Reader::from_str(&xml);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        }
    }
    let again = json::render(report).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let again: RunReport = serde_json::from_str(&again)
        .map_err(|error| TestCaseError::fail(format!("not read back: {error}")))?;
    prop_assert!(
        serde_json::to_value(&again).unwrap() == serde_json::to_value(report).unwrap(),
        "nothing is lost"
    );
    Ok(())
}
