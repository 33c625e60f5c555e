//! `docproof compare` and `docproof matrix`: saved runs against each other and side by side.

use crate::support::{CREATE, Place, TAKEN};

/// Runs of the reference as it is, with a rule broken, and narrowed to one scenario.
fn place() -> Place {
    let place = Place::empty()
        .file("features/create.feature", CREATE)
        .file("features/taken.feature", TAKEN);
    let run = "run -q --features features";
    place.docproof(&format!("{run} --reports green")).exits(0);
    let broken = "--fault create-accepts-taken-number --fault country-code-without-plus";
    place.docproof(&format!("{run} {broken} --reports red")).exits(1);
    place
}

#[test]
fn a_newly_broken_promise_fails_the_comparison_with_its_evidence() {
    let place = place();
    let ran = place.docproof("compare green/report.json red/report.json").exits(1);
    assert!(ran.out.contains("NEWLY BROKEN 2 clauses"), "{}", ran.out);
    assert!(ran.out.contains("MUST createContacts.response.body.cellPhone.countryCode:echo"));
    assert!(ran.out.contains("expected  \"+91\"") && ran.out.contains("actual    \"91\""));
    assert!(ran.out.contains("features/create.feature:"), "{}", ran.out);
    assert!(ran.verdict().starts_with("WORSE — 2 newly broken"), "{}", ran.verdict());
}

#[test]
fn what_was_mended_and_what_stayed_broken_fail_nothing() {
    let place = place();
    let ran = place.docproof("compare red/report.json green/report.json").exits(0);
    assert!(ran.out.contains("FIXED 2 clauses"), "{}", ran.out);
    assert!(ran.verdict().starts_with("NOT WORSE — 2 fixed"), "{}", ran.verdict());
    let ran = place.docproof("compare red/report.json red/report.json").exits(0);
    assert!(ran.out.contains("STILL BROKEN 2 clauses"), "{}", ran.out);
    let ran = place.docproof("compare green/report.json green/report.json").exits(0);
    assert_eq!(ran.verdict(), "NOT WORSE — no clause has changed");
}

#[test]
fn an_api_that_is_left_out_is_tested_no_longer() {
    let update = "Feature: Contacts\n  Scenario: One is updated\n    Given a valid updateContactById request\n    When it is sent\n    Then it is accepted\n";
    let place = Place::empty().file("f/create.feature", CREATE).file("f/update.feature", update);
    place.docproof("run -q --features f --reports all").exits(0);
    place.docproof("run -q --features f --reports part --api contact").exits(0);
    let compared = "compare all/report.json part/report.json";
    let ran = place.docproof(compared).exits(0);
    assert!(ran.verdict().contains("newly untested"), "{}", ran.verdict());
    let ran = place.docproof(&format!("{compared} --strict")).exits(1);
    assert!(ran.verdict().starts_with("WORSE — "), "{}", ran.verdict());
    assert!(!ran.verdict().contains("no longer among the clauses"), "{}", ran.verdict());
}

#[test]
fn what_the_newer_run_knows_is_told_and_is_no_new_breakage() {
    let taken = "createContacts.rule.one-contact-per-number";
    let entry = format!(
        "[[known]]\nclause = \"{taken}\"\nreason = \"merged at night\"\nowner = \"team-a\"\nexpires = 2999-12-31\n"
    );
    let place = place().file("known.toml", entry);
    let run = "run -q --features features --known known.toml --fault create-accepts-taken-number";
    place.docproof(&format!("{run} --reports known")).exits(0);
    let files = "--strict --markdown c.md --html c.html";
    let ran =
        place.docproof(&format!("compare green/report.json known/report.json {files}")).exits(0);
    let who = "known deviation: merged at night (team-a, until 2999-12-31)";
    assert!(ran.out.contains("KNOWN 1 clause\n"), "{}", ran.out);
    assert!(ran.out.contains(&format!("was kept; {who}")), "{}", ran.out);
    assert_eq!(ran.verdict(), "NOT WORSE — 1 known");
    assert!(place.read("c.md").contains("<br>known deviation&#58; merged at night (team-a, "));
    assert!(place.read("c.html").contains(&format!("</span> {who}</p>")));

    // One that nobody answers for is new all the same, and shown with what shows it.
    place.docproof(&format!("{run} --fault country-code-without-plus --reports both")).exits(1);
    let ran = place.docproof("compare green/report.json both/report.json").exits(1);
    assert_eq!(ran.verdict(), "WORSE — 1 newly broken · 1 known");
    // Known before is no excuse now, and mended is mended.
    let ran = place.docproof("compare known/report.json red/report.json").exits(1);
    assert!(ran.out.contains("STILL BROKEN 1 clause"), "{}", ran.out);
    let ran = place.docproof("compare known/report.json green/report.json").exits(0);
    assert_eq!(ran.verdict(), "NOT WORSE — 1 fixed");
}

#[test]
fn what_is_no_longer_tried_is_told_and_fails_when_strict() {
    let place = place();
    place.docproof("run -q --features features --name created --reports part").exits(0);
    let ran = place.docproof("compare green/report.json part/report.json").exits(0);
    assert!(ran.out.contains("NEWLY UNTESTED"), "{}", ran.out);
    assert!(ran.out.contains("the older run selected"), "{}", ran.out);
    place.docproof("compare --strict green/report.json part/report.json").exits(1);
}

#[test]
fn a_run_that_did_not_finish_is_never_taken_for_a_good_one() {
    let place = place();
    let cut = place.read("green/report.json").replace("\"complete\"", "\"interrupted\"");
    place.write("cut.json", cut);
    let ran = place.docproof("compare green/report.json cut.json").exits(3);
    assert!(ran.verdict().starts_with("CAN'T SAY — the newer run did not finish"), "{}", ran.out);
    let ran = place.docproof("matrix green/report.json cut.json").exits(0);
    assert!(ran.out.contains("| cut | did not finish"), "{}", ran.out);
}

#[test]
fn a_comparison_is_written_as_markdown_and_as_a_page() {
    let place = place();
    let files = "--markdown out/c.md --html out/c.html";
    let ran =
        place.docproof(&format!("compare green/report.json red/report.json {files}")).exits(1);
    assert_eq!(ran.err, "wrote out/c.md\nwrote out/c.html\n");
    let markdown = place.read("out/c.md");
    assert!(markdown.starts_with("## ❌ docproof: WORSE\n"), "{markdown}");
    assert!(
        markdown.contains(
            "| MUST <code>createContacts.response.body.cellPhone.countryCode:echo</code> |"
        )
    );
    let page = place.read("out/c.html");
    assert!(page.contains("default-src &#39;none&#39;") && !page.contains("<script"), "{page}");
    assert!(page.contains("<span class=\"word\">WORSE</span>"));
}

#[test]
fn implementations_stand_side_by_side_in_four_forms() {
    let place = place();
    let files = "--html m.html --markdown m.md --csv m.csv --json m.json";
    place.docproof(&format!("matrix ours=green/report.json red/report.json {files}")).exits(0);
    let markdown = place.read("m.md");
    assert!(markdown.contains("| ours | keeps every MUST that was tried, "), "{markdown}");
    assert!(markdown.contains("| red | breaks 2 MUST, "), "{markdown}");
    assert!(markdown.contains("| ✅ kept | ❌ broken |"), "{markdown}");
    let clause = "createContacts.response.body.cellPhone.countryCode:echo";
    let sheet = place.read("m.csv");
    let row = sheet.lines().find(|line| line.contains(clause)).unwrap();
    assert!(row.starts_with("createContacts,") && row.ends_with(",kept,broken"), "{row}");
    let data: serde_json::Value = serde_json::from_str(&place.read("m.json")).unwrap();
    let row = data["clauses"].as_array().unwrap().iter().find(|row| row["clause"] == clause);
    assert_eq!(row.unwrap()["verdicts"]["red"]["verdict"], "broken");
    assert_eq!(row.unwrap()["verdicts"]["ours"]["verdict"], "kept");
    let page = place.read("m.html");
    assert!(page.contains("default-src &#39;none&#39;") && !page.contains("<script"), "{page}");
    assert!(page.contains("breaks 2 MUST"));
}

#[test]
fn wrong_files_are_named_and_nothing_is_written() {
    let place = place();
    let said = place.docproof("compare nothing.json red/report.json --html c.html").refused(2);
    assert!(said.contains("cannot read nothing.json"), "{said}");
    let said = place
        .docproof("compare green/report.json red/report.json --html red/report.json")
        .refused(2);
    assert!(said.contains("red/report.json: this file is read"), "{said}");
    let said = place
        .docproof("compare green/report.json red/report.json --html ./red/../red/report.json")
        .refused(2);
    assert!(said.contains("red/report.json: this file is read"), "{said}");
    let said = place.docproof("matrix red/report.json --csv m --json ./m").refused(2);
    assert_eq!(said, "error: ./m: two things can't be one file; name another for one of them\n");
    let said = place.docproof("matrix a=green/report.json a=red/report.json").refused(2);
    assert!(said.contains("another implementation of the name `a`"), "{said}");
    assert!(!place.path("c.html").exists());
}
