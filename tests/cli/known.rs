//! Known deviations, end to end: the embedded reference with a rule broken, and what is agreed on.

use insta::assert_snapshot;

use crate::support::{CREATE, Place, TAKEN};

const CLAUSE: &str = "createContacts.rule.one-contact-per-number";
const FAULT: &str = "--fault create-accepts-taken-number";

fn entry(clause: &str, expires: &str) -> String {
    format!(
        "[[known]]\nclause = \"{clause}\"\nreason = \"numbers are merged at night\"\nowner = \"team-a\"\nexpires = {expires}\n"
    )
}

fn place() -> Place {
    Place::new().file("features/taken.feature", TAKEN)
}

fn knowing(text: &str) -> Place {
    place().file("known.toml", text)
}

const RUN: &str = "run --features features --known known.toml";

#[test]
fn a_known_deviation_fails_nothing_and_is_shown() {
    let place = knowing(&entry(CLAUSE, "2999-12-31"));
    let ran = place.docproof(&format!("{RUN} {FAULT}")).exits(0);
    assert_eq!(ran.verdict(), "PASSED — N of N promises tried, all kept, except 1 known deviation");
    let known = ran.out.find("\nKNOWN 1 deviation").unwrap()..ran.out.find("\nNOT TRIED").unwrap();
    // How long an answer is, is the reference's business.
    let known: Vec<&str> =
        ran.out[known].lines().filter(|line| !line.contains("status 200")).collect();
    assert_snapshot!(known.join("\n"), @"

    KNOWN 1 deviation, let be until its day

    ≈ createContacts.rule.one-contact-per-number
      MUST No second contact is created for a country code and number that a contact already has,
      whether the names differ or are identical, within one request, in a later one or in one sent at
      the same moment.
      actual    +91NUMBER is now the value of ID and ID;
      reason    numbers are merged at night
      owner     team-a · until 2999-12-31
      seen by   features/taken.feature:3  A number is taken once
    ");
    assert!(ran.out.contains("scenarios 2: 1 passed · 1 failed as known"), "{}", ran.out);
    let junit = place.read("reports/junit.xml");
    assert!(junit.contains("<skipped ") && !junit.contains("<failure"), "{junit}");
    let report = place.read("reports/report.json");
    assert!(report.contains("\"verdict\": \"broken\"") && report.contains("\"state\": \"seen\""));
    // Read and rendered again, it is the same.
    place.docproof("report reports/report.json --junit again.xml").exits(0);
    assert_eq!(place.read("again.xml"), junit);
    let coverage = place.docproof("coverage").exits(0).out;
    assert!(coverage.contains(&format!("known           MUST   {CLAUSE}")), "{coverage}");
    let explained = place.docproof(&format!("explain {CLAUSE}")).exits(0).out;
    let told = "known deviation: numbers are merged at night (team-a, until 2999-12-31)";
    assert!(explained.contains(": broken, judged by 1 scenario"), "{explained}");
    assert!(explained.contains(&format!("\n  {told}\n")), "{explained}");
    place.docproof("matrix ours=reports/report.json --json m.json --csv m.csv").exits(0);
    let cell: serde_json::Value = serde_json::from_str(&place.read("m.json")).unwrap();
    let row = cell["clauses"].as_array().unwrap().iter().find(|row| row["clause"] == CLAUSE);
    let cell = &row.unwrap()["verdicts"]["ours"];
    assert_eq!((&cell["verdict"], &cell["known"]["owner"]), (&"broken".into(), &"team-a".into()));
    assert!(place.read("m.csv").contains(",\"broken, as is known\""), "{}", place.read("m.csv"));
}

#[test]
fn an_unknown_deviation_beside_it_fails() {
    let place = knowing(&entry(CLAUSE, "2999-12-31"));
    let ran = place.docproof(&format!("{RUN} {FAULT} --fault country-code-without-plus")).exits(1);
    assert_eq!(ran.verdict(), "FAILED — 1 promise broken (1 MUST), 1 known; N of N not tried");
}

#[test]
fn an_expired_entry_fails_whether_it_happens_or_not() {
    let place = knowing(&entry(CLAUSE, "2020-01-31"));
    let happens = place.docproof(&format!("{RUN} {FAULT}")).exits(1);
    assert_eq!(
        happens.verdict(),
        "FAILED — 1 promise broken (1 MUST); 1 known deviation has expired; N of N not tried"
    );
    let kept = place.docproof(&format!("{RUN} --quiet")).exits(1);
    assert_snapshot!(kept.out, @"
    OUT OF DATE 1 known deviation

    ✗ createContacts.rule.one-contact-per-number
      known.toml:1: it expired on 2020-01-31; see that the deviation is mended, or agree on another day
      with team-a and write it there
      reason    numbers are merged at night
      owner     team-a · until 2020-01-31

    FAILED — 1 known deviation has expired; N of N not tried
    ");
}

#[test]
fn an_entry_that_no_longer_happens_fails() {
    let place = knowing(&entry(CLAUSE, "2999-12-31"));
    assert_snapshot!(place.docproof(&format!("{RUN} --quiet")).exits(1).out, @"
    OUT OF DATE 1 known deviation

    ✗ createContacts.rule.one-contact-per-number
      known.toml:1: it no longer happens: the run judged it kept; take the entry out (or, if it doesn't
      show in every run, add `intermittent = true`)
      reason    numbers are merged at night
      owner     team-a · until 2999-12-31

    FAILED — 1 known deviation no longer happens; N of N not tried
    ");
}

#[test]
fn what_was_not_judged_is_not_gone() {
    let place = knowing(&entry(CLAUSE, "2999-12-31"));
    for narrowed in ["--name created", "--api agentassist --name created"] {
        let ran = place.docproof(&format!("{RUN} {narrowed} --verbose")).exits(0);
        assert!(ran.out.contains("KNOWN, NOT JUDGED 1 deviation"), "{}", ran.out);
    }
    let elsewhere = entry(CLAUSE, "2999-12-31") + "target = \"other.example.com\"\n";
    let place = knowing(&elsewhere);
    place.docproof(RUN).exits(0);
    place.docproof(&format!("{RUN} {FAULT}")).exits(1);
    let here = knowing(&(entry(CLAUSE, "2999-12-31") + "target = \"127.0.0.1\"\n"));
    here.docproof(&format!("{RUN} {FAULT}")).exits(0);
}

#[test]
fn a_run_of_some_features_lets_be_what_the_others_could_show() {
    let both = entry(CLAUSE, "2999-12-31")
        + &entry("", "2999-12-31")
            .replace("clause = \"\"", "scenario = \"features/b/other.feature: Another one\"");
    let other = TAKEN.replace("A number is taken once", "Another one");
    let place = Place::empty()
        .file("features/a/taken.feature", TAKEN)
        .file("features/b/other.feature", other)
        .file("known.toml", both);
    let run = |features: &str| {
        place.docproof(&format!("run --features {features} --known known.toml --verbose"))
    };
    for part in ["features/a", "features/a/taken.feature"] {
        let ran = run(part).exits(0);
        assert!(ran.out.contains("KNOWN, NOT JUDGED 2 deviations"), "{}", ran.out);
        assert!(ran.out.contains("--features narrowed the run"), "{}", ran.out);
    }
    // Nor is it kept quiet without being asked for all.
    let place_of = "run --features features/a --known known.toml";
    let out = place.docproof(place_of).exits(0).out;
    assert_snapshot!(out.lines().find(|line| line.starts_with("KNOWN")).unwrap(), @"KNOWN, NOT JUDGED 2 deviations: 1 × --features narrowed the run: features/b has features too; 1 × the scenario was not selected (--verbose lists them)");
    // A name in a file that was read is a typing error.
    place.write("known.toml", place.read("known.toml").replace("Another one", "Another on"));
    let said = run("features/b").refused(2);
    assert!(said.contains("did you mean `features/b/other.feature: Another one`?"), "{said}");
    place.write("known.toml", place.read("known.toml").replace("Another on", "Another one"));
    assert_eq!(
        run("features").exits(1).verdict(),
        "FAILED — 2 known deviations no longer happen; N of N not tried"
    );
}

#[test]
fn what_a_failed_scenario_did_not_come_to_is_not_gone() {
    let early = "Feature: Early\n\n  Scenario: It fails before it comes to the rule\n    \
                 Given an existing contact\n    And a valid createContacts request\n    \
                 And without the field \"firstName\"\n    When the request is sent\n    \
                 Then the request is refused\n    \
                 And the rule \"one-contact-per-number\" is kept\n";
    let place = knowing(&entry(CLAUSE, "2999-12-31")).file("features/early.feature", early);
    let ran =
        place.docproof(&format!("{RUN} --verbose --fault create-first-name-optional")).exits(1);
    assert_eq!(ran.verdict(), "FAILED — 1 promise broken (1 MUST); N of N not tried");
    assert!(ran.out.contains("KNOWN, NOT JUDGED 1 deviation"), "{}", ran.out);
    assert!(ran.out.contains("a scenario that asks about it did not judge it"), "{}", ran.out);
}

#[test]
fn a_scenario_can_be_known() {
    let scenario = "scenario = \"features/taken.feature: A number is taken once\"";
    let text = entry("", "2999-12-31").replace("clause = \"\"", scenario);
    let place = knowing(&text);
    place.docproof(&format!("{RUN} {FAULT}")).exits(0);
    let gone = place.docproof(RUN).exits(1);
    assert_eq!(gone.verdict(), "FAILED — 1 known deviation no longer happens; N of N not tried");
}

#[test]
fn a_known_warning_passes_a_strict_run() {
    let run = "run --features features --fault create-inactive --strict";
    let place = Place::new()
        .file("known.toml", entry("createContacts.response.body.status:new", "2999-12-31"));
    place.docproof(run).exits(1);
    let ran = place.docproof(&format!("{run} --known known.toml")).exits(0);
    assert!(ran.out.contains("1 warned as known"), "{}", ran.out);
}

#[test]
fn a_known_failure_does_not_stop_a_run_that_fails_fast() {
    let scenario = CREATE.split_once("\n\n").unwrap().1;
    let many: String =
        (0..20).map(|index| scenario.replace("created", &format!("created {index}"))).collect();
    let clause = "createContacts.response.body.cellPhone.countryCode:echo";
    let place = Place::empty()
        .file("features/many.feature", format!("Feature: Many\n\n{many}"))
        .file("known.toml", entry(clause, "2999-12-31"));
    let fault = "--jobs 1 --fail-fast --fault country-code-without-plus";
    let ran = place.docproof(&format!("{RUN} {fault}")).exits(0);
    assert!(ran.out.contains("scenarios 20: 20 failed as known"), "{}", ran.out);
}

#[test]
fn new_entries_are_proposed_and_have_to_be_filled_in() {
    let place = place();
    let ran = place.docproof(&format!("{RUN} {FAULT} --update-known --quiet")).exits(1);
    assert_snapshot!(ran.err, @"known.toml: 1 entry added; fill in `reason` and `owner`, and look at `expires`");
    let proposed = place.read("known.toml");
    assert!(proposed.contains("# seen by features/taken.feature:3\n[[known]]\n"), "{proposed}");
    assert_snapshot!(place.docproof(RUN).refused(2), @"
    error: known.toml:5:10: the `reason` of the entry for clause `createContacts.rule.one-contact-per-number` is empty; say why it is let be for now
           known.toml:6:9: the `owner` of the entry for clause `createContacts.rule.one-contact-per-number` is empty; say who answers for it
    ");
    let filled = proposed.replace("\"\"", "\"team-a\"");
    place.write("known.toml", &filled);
    place.docproof(&format!("{RUN} {FAULT}")).exits(0);
    // Nothing is added twice, and nothing is taken out.
    let again = place.docproof(&format!("{RUN} --update-known --quiet")).exits(1);
    assert_snapshot!(again.err, @"
    known.toml: nothing to add
    known.toml:3: createContacts.rule.one-contact-per-number no longer happens: its entry could go
    ");
    assert_eq!(place.read("known.toml"), filled);
}

#[test]
fn a_file_that_cannot_be_used_is_refused_before_anything_is_sent() {
    assert_snapshot!(place().docproof(RUN).refused(2), @"error: known.toml: No such file or directory (os error 2); name a file of known deviations; --update-known writes one");
    let misspelt = entry("createContacts.rule.one-contact-per-nmber", "2999-12-31");
    assert_snapshot!(knowing(&misspelt).docproof(RUN).refused(2), @"error: known.toml:2:10: no clause is called `createContacts.rule.one-contact-per-nmber`; did you mean `createContacts.rule.one-contact-per-number`? (`docproof list clauses` shows all); --schemas DIR reads other contracts than the built-in ones");
    assert_snapshot!(knowing("[[known]\n").docproof(RUN).refused(2), @"error: known.toml:1:9: this is not TOML: unclosed array table, expected `]`");
    place().docproof("run --update-known").exits(2);
    let same = "run --known reports/report.json --update-known";
    assert_snapshot!(place().docproof(same).refused(2), @"error: reports/report.json: this file is read, and would be written over; name another for one of them");
}
