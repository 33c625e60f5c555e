//! The first screen of the HTML page: its banner, and the list of what failed.

use docproof::model::{Counts, RunReport, ScenarioReport};
use docproof::report::html;

use crate::fixture;
use crate::html::text;

/// The list on the first screen, with what it stands under.
fn first(page: &str) -> String {
    let text = text(page);
    let end = text.find("\nScenarios\n").unwrap();
    let starts = ["What failed", "In error", "Warnings", "Known deviations", "Result"];
    let text = &text[..end];
    let start = starts.iter().filter_map(|title| text.find(&format!("\n{title}\n"))).min().unwrap();
    text[start + 1..].to_owned()
}

#[test]
fn the_first_screen_tells_apart_what_fails_one_promise() {
    let mut report = fixture::red();
    let [first_one, second, ..] = report.features[0].scenarios.as_mut_slice() else { panic!() };
    second.findings[0].clause = "updateContact.rule.full-name".into();
    second.findings[0].at = Some("fullName".into());
    first_one.findings[0].actual = format!("\"{}\"", "Jane ".repeat(40));
    report.features[0].scenarios.truncate(2);
    insta::assert_snapshot!(first(&html::render(&report).unwrap()), @r#"
    What failed
    `fullName` is the first name, a space and the last name, in every contact that any operation of this API returns.
    MUST createContacts.rule.full-name
    [0].fullName: expected "Jane Doe" →, actual "Jane Jane Jane Jane Jane Jane Jane Jane Jane Jane Jane Jane Jane Jane…
    MUST updateContact.rule.full-name
    fullName: expected "Jane Doe" →, actual "Ann"
    ○ 1 scenario skipped, with their reasons
    ○ 8 clauses not tried
    "#);
}

#[test]
fn the_first_screen_is_headed_by_what_there_is() {
    let head = |report: &RunReport| {
        first(&html::render(report).unwrap()).lines().next().unwrap().to_owned()
    };
    let mut down = fixture::red();
    down.features[0].scenarios.retain(|one| one.reason.is_some());
    down.counts = Counts::of(&down);
    let runs = [
        (fixture::red(), "What failed"),
        (fixture::known(), "What failed"),
        (down, "In error"),
        (fixture::warned(false), "Warnings"),
        (fixture::accepted(), "Known deviations"),
        (fixture::green(), "Result"),
    ];
    for (run, title) in runs {
        assert_eq!(head(&run), title);
    }
    let warned = first(&html::render(&fixture::warned(false)).unwrap());
    assert!(warned.contains("Contacts come back in the order sent."), "{warned}");
}

#[test]
fn the_banner_names_the_cause_of_most_errors() {
    let mut report = fixture::red();
    let error = report.features[0].scenarios[7].clone();
    let other =
        ScenarioReport { reason: Some("a step was not understood".into()), ..error.clone() };
    report.features[0].scenarios.splice(7..8, [other, error.clone(), error]);
    let page = text(&html::render(&report).unwrap());
    let banner = &page[..page.find("\nTarget\n").unwrap()];
    let cause =
        "Most often no connection to http://127.0.0.1:8080: connection refused 2 of 3 in error";
    assert!(banner.contains(cause), "{banner}");
    assert!(!text(&html::render(&fixture::green()).unwrap()).contains("Most often"));
}
