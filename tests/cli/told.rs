//! Requests that are filled with what answers told, and with values that the contract names.

use insta::assert_snapshot;

use crate::pages::{CONTRACT, Keeps, RUN, place};
use crate::support::Place;

#[track_caller]
fn is_refused(contract: &str, what: &str) {
    let said = place(Keeps::Well, STALE).file("c/pages.yaml", contract).docproof(RUN).refused(2);
    assert!(said.contains(what), "{said}");
}

const CHANGED_TWICE: &str = "\
Given an existing page
And a valid updatePage request
When it is sent
Then it is accepted
And the change is kept
Given a valid updatePage request
When it is sent
Then it is accepted";

const READ_TWICE: &str = "\
Given an existing page
And a valid readPage request
When it is sent
Then it is answered with 200, as the rule \"not-modified\" says
Given a valid readPage request
When it is sent
Then it is answered with STATUS, as the rule \"not-modified\" says";

const STALE: &str = "\
Given an existing page
And a valid readPage request
When it is sent
Then it is accepted
Given a valid updatePage request
When it is sent
Then it is accepted
When the same request is sent again
Then it is refused with 412, as the rule \"no-lost-update\" says";

#[test]
fn a_record_is_known_by_the_header_that_names_it_and_changed_by_its_version() {
    let place = place(Keeps::Well, CHANGED_TWICE);
    let out = place.docproof(RUN).exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    assert!(out.contains("1 × pages page\n      p-0"), "what was made is told\n{out}");
}

#[test]
fn a_change_of_an_old_version_has_to_be_refused() {
    let out = place(Keeps::Well, STALE).docproof(RUN).exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    let out = place(Keeps::NoVersions, STALE).docproof(RUN).exits(1).out;
    assert!(out.contains("MUST updatePage.rule.no-lost-update"), "{out}");
}

#[test]
fn an_acceptance_may_be_asked_for_by_its_status() {
    let run =
        |status: &str| place(Keeps::Well, &READ_TWICE.replace("STATUS", status)).docproof(RUN);
    let out = run("304").exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    let out = run("200").exits(1).out;
    assert!(out.contains("MUST readPage.rule.not-modified"), "{out}");
    assert!(out.contains("expected  the request is answered with 200"), "{out}");
    // What answers nothing has a status all the same.
    let made = "Given a valid createPage request\nWhen it is sent\nThen it is answered with STATUS, as the rule \"change-is-kept\" says";
    let run_made = |status: &str| place(Keeps::Well, &made.replace("STATUS", status)).docproof(RUN);
    run_made("201").exits(0);
    let out = run_made("204").exits(1).out;
    assert!(out.contains("MUST createPage.rule.change-is-kept"), "{out}");
    for (status, what) in [
        ("412", "412 is the status of no acceptance; write 200 to 399, or `is refused with …`"),
        ("99999", "99999 is the status of no acceptance"),
    ] {
        let said = run(status).refused(2);
        assert!(said.contains(what), "{said}");
    }
}

#[test]
fn what_is_made_without_an_answer_is_looked_at_by_its_id() {
    let steps = "Given a valid createPage request\nWhen it is sent\nThen it is accepted\nAnd the change is kept";
    let out = place(Keeps::Well, steps).docproof(RUN).exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    let out = place(Keeps::Nothing, steps).docproof(RUN).exits(1).out;
    assert!(out.contains("MUST createPage.rule.change-is-kept"), "{out}");
}

#[test]
fn counters_and_times_that_are_numbers_move_on_with_a_change() {
    let later = "Given an existing page\nAnd a valid updatePage request\nWhen enough time passes for a later timestamp\nAnd it is sent\nThen it is accepted";
    place(Keeps::Well, later).docproof(RUN).exits(0);
    let out = place(Keeps::Firsts, later).docproof(RUN).exits(1).out;
    assert!(out.contains("MUST updatePage.response.body.revision:moves-on"), "{out}");
    assert!(out.contains("expected  more than 1"), "{out}");
    assert!(out.contains("MUST updatePage.response.body.changed:moves-on"), "{out}");
}

#[test]
fn a_version_that_no_answer_has_told_is_read_first() {
    let steps = "Given 2 existing pages\nAnd a valid updatePage request for the second page\nWhen it is sent\nThen it is accepted";
    let place = place(Keeps::Well, steps);
    let out = place.docproof(RUN).exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    let report = place.read("reports/report.json");
    assert!(report.contains("GET") && report.contains("/v2/pages/p-1"), "{report}");
}

#[test]
fn what_stands_below_a_record_has_a_version_of_its_own() {
    let steps = "Given an existing page\nAnd a valid listLinks request\nWhen it is sent\nThen it is accepted\n\
                 Given a valid updatePage request\nWhen it is sent\nThen it is accepted";
    place(Keeps::Well, steps).docproof(RUN).exits(0);
}

#[test]
fn what_an_answer_told_and_no_request_may_say_is_no_mistake_of_the_author() {
    let steps = "Given an existing page\nAnd a valid updatePage request\nWhen it is sent\nThen it is accepted";
    let out = place(Keeps::FromZero, steps).docproof(RUN).exits(4).out;
    let reason =
        "an answer told what updatePage may not repeat (rev: 0 is less than the minimum of 1)";
    assert!(out.replace("\n      ", " ").contains(reason), "{out}");
}

#[test]
fn what_no_text_can_hold_is_no_mistake_of_the_author_either() {
    let steps = "Given an existing page\nAnd a valid updatePage request\nWhen it is sent\nThen it is accepted";
    let out = place(Keeps::Flags, steps).docproof(RUN).exits(1).out;
    assert!(out.contains("✗ MUST readPage.response.body.revision:type"), "{out}");
    assert!(out.contains("SKIP  f/pages.feature:4"), "{out}");
}

#[test]
fn a_condition_that_an_answer_spoilt_is_left_out_where_it_is_optional() {
    let steps = "Given an existing page\nAnd a valid readPage request\nWhen it is sent\nThen it is accepted\n\
                 Given a valid readPage request\nWhen it is sent\nThen it is accepted";
    let weak = CONTRACT.replace(
        "schema: {type: string}, x-fill: '{answered-header.ETag}'}\n      x-records",
        "schema: {type: string, pattern: '^W/'}, x-fill: '{answered-header.ETag}'}\n      x-records",
    );
    assert_ne!(weak, CONTRACT);
    let place = place(Keeps::Well, steps).file("c/pages.yaml", weak);
    let out = place.docproof(RUN).exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    let report = place.read("reports/report.json");
    assert!(report.contains("curl -X GET") && !report.contains("-H 'If-None-Match"), "{report}");
}

#[test]
fn a_version_that_nothing_tells_skips_the_scenario() {
    let steps = "Given an existing page\nAnd a valid updatePage request\nWhen it is sent\nThen it is accepted";
    let unread = CONTRACT.replace(", observed-by: readPage", "");
    let place = place(Keeps::Well, steps).file("c/pages.yaml", unread);
    let out = place.docproof(RUN).exits(4).out;
    let reason = "the last answer about the page that updatePage names had no header ETag";
    assert!(out.contains(reason), "{out}");
}

#[test]
fn a_rule_may_be_about_a_header() {
    let steps = "Given a valid createPage request\nWhen it is sent\nThen it is accepted\nAnd the rule \"names-it\" is kept";
    let place = place(Keeps::Well, steps);
    place.docproof(RUN).exits(0);
    let elsewhere = CONTRACT.replace("/{path.version}/pages/'", "/{path.version}/leaves/'");
    let out = place.file("c/pages.yaml", elsewhere).docproof(RUN).exits(1).out;
    assert!(out.contains("MUST createPage.response.header.Location:names-it"), "{out}");
    assert!(out.contains("text that holds \"/v2/leaves/\""), "{out}");
}

#[test]
fn a_rule_about_a_header_takes_either_spelling_of_a_url() {
    let steps = "Given a valid createPage request\nWhen it is sent\nThen it is accepted";
    for (spelt, code) in [("/pages/p-", 0), ("/pages/p%2D", 0), ("/pages/p_", 1)] {
        let contract = CONTRACT.replace("/{path.version}/pages/'}", &format!("{spelt}'}}"));
        place(Keeps::Well, steps).file("c/pages.yaml", contract).docproof(RUN).exits(code);
    }
}

#[test]
fn a_rule_about_a_header_is_of_one_that_there_is_and_says_what_it_holds() {
    for (wrong, what) in [
        ("header: Locations, check: {contains: a}", "has a header `Locations`"),
        ("header: Location, check: echo", "the check of a `header` is `equals` or `contains`"),
        ("header: Location", "the check of a `header` is `equals` or `contains`"),
        ("header: Location, fields: [], check: {equals: '{sent.titel}'}", "no field `titel`"),
    ] {
        let right = "header: Location, check: {contains: '/{path.version}/pages/'}";
        is_refused(&CONTRACT.replace(right, wrong), what);
    }
}

#[test]
fn a_dry_run_takes_for_granted_what_answers_would_tell() {
    let steps = "Given an existing page\nAnd a valid updatePage request\nWhen it is sent\nThen it is accepted";
    let out = place(Keeps::Well, steps).docproof(&format!("{RUN} --dry-run")).exits(0).out;
    assert!(out.contains("-H 'If-Match: docproof'"), "{out}");
    assert!(out.contains("Prefer: return=minimal"), "{out}");
}

#[test]
fn words_of_what_answers_tell_have_to_be_told_by_one() {
    for (word, what) in [
        ("answered-header.ETagg", "no answer of the API has a header `ETagg`"),
        ("answered.revison", "no answer of the API has a field `revison`"),
        ("printed", "stands for nothing here"),
        ("hex:99999999999", "stands for nothing here"),
        ("hex:0", "stands for nothing here"),
    ] {
        is_refused(&CONTRACT.replace("answered-header.ETag", word), what);
    }
    for (text, what) in [
        ("{hex:4} {hex:4", "a `{` in it is never closed"),
        ("{hex:4}\\n", "which no header may hold"),
    ] {
        let fill = format!("x-fill: \"{text}\"");
        is_refused(&CONTRACT.replace("x-fill: '{answered-header.ETag}'", &fill), what);
    }
    let contract = CONTRACT.replace("id-header: Location", "id-header: Locations");
    is_refused(&contract, "no answer of an acceptance has a header `Locations`");
}

#[test]
fn a_target_file_need_not_name_what_the_contract_fills_in() {
    let place = Place::empty().file("c/pages.yaml", CONTRACT);
    let out = place.docproof("init --schemas c -").exits(0).out;
    for line in
        ["# version = \"v2\"", "# Idempotency-Key = \"{uuid}\"", "# Prefer = \"return=minimal\""]
    {
        assert!(out.contains(line), "{out}");
    }
}

#[test]
fn a_status_or_a_parameter_of_the_query_that_is_likely_a_slip_is_noted() {
    let noted = |steps: &str| {
        let err = place(Keeps::Well, steps).docproof(&format!("{RUN} --dry-run")).exits(0).err;
        err.lines().filter(|line| line.starts_with("f/")).collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(noted(&READ_TWICE.replace("STATUS", "303")), @"f/pages.feature:11: readPage documents no answer with 303 but with 304; the rule is held to it all the same");
    assert_eq!(noted(&READ_TWICE.replace("STATUS", "304")), "");
    let with = "a valid updatePage request\nAnd with the query parameter \"rve\" set to \"1\"";
    assert_snapshot!(noted(&CHANGED_TWICE.replacen("a valid updatePage request", with, 1)), @"f/pages.feature:7: updatePage has no query parameter `rve`, which is sent all the same; did you mean `rev`?");
    assert_eq!(noted(STALE), "", "no refusal is documented by its status");
}
