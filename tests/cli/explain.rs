//! `docproof explain`, `completions` and `man`: what a person asks for besides a run.

use insta::assert_snapshot;

use crate::support::{CREATE, Place};

const ECHO: &str = "createContacts.response.body.cellPhone.countryCode:echo";

#[test]
fn a_clause_is_told_with_its_place_and_how_it_is_judged() {
    let ran = Place::empty().docproof(&format!("explain {ECHO}")).exits(0);
    assert!(ran.out.starts_with(&format!("MUST {ECHO}\n")), "{}", ran.out);
    assert!(ran.out.contains("Create Contacts API, Sample Response"), "{}", ran.out);
    assert!(ran.out.contains("Every accepting answer is compared with its request"), "{}", ran.out);
    assert!(ran.out.contains("there is no reports/report.json"), "{}", ran.out);
}

#[test]
fn after_a_run_it_is_told_who_judged_it_and_what_came_of_it() {
    let place = Place::empty().file("features/create.feature", CREATE);
    place.docproof("run -q --features features --fault country-code-without-plus").exits(1);
    let said = place.docproof(&format!("explain {ECHO}")).exits(0).out;
    assert!(said.contains("broken"), "{said}");
    let said = place.docproof("explain createContacts.request.accepted").exits(0).out;
    assert!(said.contains("kept, judged by 1 scenario that asks about it"), "{said}");
    assert!(said.contains("features/create.feature:3  A contact is created\n"), "{said}");
}

#[test]
fn its_sentences_are_as_wide_as_the_terminal() {
    let place = Place::empty();
    for columns in ["60", "200"] {
        let explain = "explain createContacts.request.header.accountId";
        let said = place.with(explain, &[("COLUMNS", columns)]).exits(0).out;
        let widest = said.lines().skip(1).map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= columns.parse().unwrap() && (columns == "60" || widest > 100), "{said}");
    }
}

#[test]
fn a_part_of_an_id_lists_the_clauses_that_have_it() {
    let said = Place::empty().docproof("explain countryCode:echo").exits(0).out;
    assert!(said.contains(ECHO), "{said}");
    assert!(said.contains("updateContact.response.body.cellPhone.countryCode:echo"), "{said}");
}

#[test]
fn a_mistyped_clause_is_answered_with_the_nearest() {
    let said = Place::empty().docproof("explain createContacts.request.header.acountId").refused(2);
    assert_snapshot!(said, @"error: no clause is called `createContacts.request.header.acountId`, nor has it in its name; did you mean `createContacts.request.header.accountId`? (`docproof list clauses` shows them all); --schemas DIR reads other contracts than the built-in ones");
    // The command that it names is one.
    let all = Place::empty().docproof("list clauses").exits(0).out;
    assert!(all.contains("createContacts.request.header.accountId"), "{all}");
}

#[test]
fn shells_complete_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = Place::empty().docproof(&format!("completions {shell}")).exits(0).out;
        assert!(script.contains("coverage") && script.contains("matrix"), "{shell}");
    }
    Place::empty().docproof("completions tcsh").refused(2);
}

#[test]
fn every_command_has_a_manual_page() {
    let place = Place::empty();
    assert!(place.docproof("man").exits(0).out.contains(".TH docproof 1"));
    place.docproof("man pages").exits(0);
    let whole = place.read("pages/docproof.1");
    assert!(whole.contains("Exit codes"));
    assert!(place.read("pages/docproof-run.1").contains("\\-\\-base\\-url"));
    let commands: Vec<&str> = whole
        .lines()
        .filter_map(|line| line.strip_prefix("docproof\\-")?.strip_suffix("(1)"))
        .collect();
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        assert!(place.read(&format!("pages/docproof-{command}.1")).contains(".TH"), "{command}");
    }
}
