//! Steps about what is there afterwards, or in an answer, on contracts of one's own: they see it, or
//! say what the contract lacks. None passes without having judged anything.

use insta::assert_snapshot;

use crate::notes::{Keeps, UNIQUE, place, scenario, served};
use crate::servers::Server;
use crate::support::Ran;

const READ: &str = "made-by: createNote, observed-by: getNote";
const RUN: &str = "run --schemas c --features f --target t.toml";

const TARGET: &str = "[notes]\nbase-url = \"http://127.0.0.1:9\"\n";

const CHANGED: &str = "\
Given an existing note
And a valid updateNote request
And with the field \"text\" set to \"three bottles\"
When the request is sent
Then the request is accepted
And the change is kept";

const REFUSED: &str = "\
Given an existing note
And a valid updateNote request
And with the field \"title\" set to \"\"
When the request is sent
Then the request is refused
And nothing has changed";

const MADE: &str = "\
Given a valid createNote request
When the request is sent
Then the request is accepted
And the change is kept";

const NOT_MADE: &str = "\
Given a valid createNote request
And with the field \"text\" set to 42
When the request is sent
Then the request is refused
And nothing has changed";

const REMOVED: &str = "\
Given an existing note
And a valid deleteNote request
When the request is sent
Then the request is accepted
And the change is kept";

/// What comes of a scenario where notes are kept like this and can be read.
#[track_caller]
fn read(keeps: Keeps, steps: &str) -> Ran {
    let place = place(READ, "").file("f/x.feature", scenario(steps)).file("t.toml", served(keeps));
    place.docproof(RUN)
}

/// What is said of a scenario before anything is sent, with `note` in `x-resources` and these rules.
#[track_caller]
fn said_of(resource: &str, rules: &str, steps: &str) -> String {
    let server = Server::silent();
    let target = format!("[notes]\nbase-url = \"{}\"\n", server.url());
    let place = place(resource, rules).file("f/x.feature", scenario(steps)).file("t.toml", target);
    let said = place.docproof(RUN).refused(2);
    assert_eq!(server.connections(), 0);
    said
}

#[test]
fn a_record_is_seen_through_an_operation_that_reads_it() {
    for steps in [CHANGED, REFUSED, MADE, REMOVED] {
        let out = read(Keeps::Well, steps).exits(0).out;
        assert!(out.contains("scenarios 1: 1 passed"), "{steps}\n{out}");
    }
}

#[test]
fn what_was_removed_is_not_told_as_still_there() {
    assert!(!read(Keeps::Well, REMOVED).exits(0).out.contains("CREATED"));
    assert!(read(Keeps::Well, MADE).exits(0).out.contains("CREATED"));
}

#[test]
fn what_was_changed_and_is_not_there_breaks_the_rule() {
    let out = read(Keeps::NoChange, CHANGED).exits(1).out;
    assert!(out.contains("✗ MUST updateNote.rule.change-is-kept"), "{out}");
    assert!(out.contains("  expected  title is still \"docproof-RUN-N\""), "{out}");
    assert!(out.contains("  at        title"), "{out}");
    assert!(out.contains("curl -X GET"), "{out}");
}

#[test]
fn what_was_refused_and_done_all_the_same_breaks_the_rule() {
    let out = read(Keeps::EvenWhatItRefuses, REFUSED).exits(1).out;
    assert!(out.contains("✗ MUST updateNote.rule.refused-changes-nothing"), "{out}");
    assert!(out.contains("  actual    \"\""), "{out}");
}

#[test]
fn what_was_removed_and_can_still_be_read_breaks_the_rule() {
    let out = read(Keeps::WhatWasRemoved, REMOVED).exits(1).out;
    assert!(out.contains("✗ MUST deleteNote.rule.change-is-kept"), "{out}");
    assert!(out.contains("  expected  the note n-0 is gone"), "{out}");
}

#[test]
fn a_look_that_shows_nothing_skips_the_scenario_and_says_why() {
    let out = read(Keeps::ToItself, CHANGED).exits(4).out;
    assert!(out.contains("the request that would show it was answered with 403"), "{out}");
    assert!(out.contains("scenarios 1: 1 skipped"), "{out}");
}

#[test]
fn an_answer_that_shows_nothing_of_a_rule_skips_the_scenario_that_asks_about_it() {
    let echo = "{rule: echo, text: The text comes back., fields: [text], check: echo}";
    let steps = "Given a valid createNote request\nAnd without the field \"text\"\n\
        When it is sent\nThen it is accepted\nAnd the answer returns what was sent";
    let place = place(READ, echo).file("f/x.feature", scenario(steps));
    let out = place.file("t.toml", served(Keeps::Well)).docproof(RUN).exits(4).out;
    assert!(out.contains("the answer shows nothing of what this step asks about"), "{out}");
}

#[test]
fn a_request_of_one_record_that_was_refused_and_done_shows_by_its_value_being_taken() {
    let run = |keeps| {
        let place = place("made-by: createNote", UNIQUE);
        place.file("f/x.feature", scenario(NOT_MADE)).file("t.toml", served(keeps)).docproof(RUN)
    };
    run(Keeps::Well).exits(0);
    let out = run(Keeps::EvenWhatItRefuses).exits(1).out;
    assert!(out.contains("✗ MUST createNote.rule.refused-changes-nothing"), "{out}");
}

#[test]
fn a_state_that_nothing_shows_is_a_mistake_told_before_anything_is_sent() {
    assert_snapshot!(said_of("made-by: createNote", "", CHANGED), @"error: f/x.feature:10: this step would judge nothing: no operation shows a `note`: name one in `x-resources` in c/notes.yaml (`observed-by`: it reads one, or updates single fields of one), or give what makes one a rule with `check: {unique: …}`");
    assert_snapshot!(said_of("made-by: createNote, observed-by: getNte", "", REFUSED), @"error: c/notes.yaml:5: at #/x-resources/note/observed-by: no operation is called `getNte`; did you mean `getNote`?");
    assert_snapshot!(said_of("made-by: createNote, observed-by: updateNote", "", REFUSED), @"error: f/x.feature:10: this step would judge nothing: `observed-by: updateNote` of `note` in c/notes.yaml: its answer has no documented body that could show one");
    assert_snapshot!(said_of("made-by: createNote, observed-by: createNote", "", REFUSED), @"error: f/x.feature:10: this step would judge nothing: `observed-by: createNote` of `note` in c/notes.yaml: it can't be asked for one of them; a parameter of its path needs `x-resource: note`");
    assert_snapshot!(said_of("made-by: createNote", UNIQUE, REMOVED), @"error: f/x.feature:9: this step would judge nothing: nothing shows whether a `note` is still there: name an operation that reads one in `x-resources` in c/notes.yaml (`observed-by`)");
    assert_snapshot!(said_of(READ, "", NOT_MADE), @"error: f/x.feature:9: this step would judge nothing: the scenario knows no `note` to look at (begin with `Given an existing note`), and neither a rule with `check: {unique: …}` nor a list with `check: lists-known` would show whether one was made");
}

#[test]
fn a_rule_that_is_not_there_or_not_observable_is_a_mistake() {
    let removed = REMOVED.replace("the change is kept", "nothing has changed");
    assert_snapshot!(said_of(READ, "", &removed), @"error: f/x.feature:9: deleteNote has no rule `refused-changes-nothing` (there are change-is-kept); this step judges that rule");
    let place = place(READ, "").file("f/x.feature", scenario(MADE)).file("t.toml", TARGET);
    let contract = place.read("c/notes.yaml");
    let text = "text: A note that was made can be read.";
    let hidden = contract.replace(text, &format!("{text}, not-observable: Nobody reads."));
    place.write("c/notes.yaml", hidden);
    assert_snapshot!(place.docproof(RUN).refused(2), @"error: f/x.feature:8: createNote.rule.change-is-kept can't be observed, so this step would judge nothing; leave it out (the contract says: Nobody reads.)");
}

#[test]
fn a_step_about_the_answer_needs_something_that_is_documented_of_it() {
    let said = |operation: &str, then: &str| {
        said_of(
            READ,
            "",
            &format!(
                "Given an existing note\nAnd a valid {operation} request\nWhen it is sent\n{then}"
            ),
        )
    };
    let accepted = "Then it is accepted\nAnd the answer";
    assert_snapshot!(said("createNote", &format!("{accepted} returns what was sent")), @"error: f/x.feature:9: no rule of createNote says what its answer returns; give it `x-rules` with `fields` and `check: echo` in c/notes.yaml");
    assert_snapshot!(said("updateNote", &format!("{accepted} has the documented fields and types")), @"error: f/x.feature:9: the answer of updateNote has no documented form; give its 2XX response a schema in c/notes.yaml");
    assert_snapshot!(said("updateNote", &format!("{accepted} is like the documented sample")), @"error: f/x.feature:9: the answer of updateNote has no documented form; give its 2XX response a schema in c/notes.yaml");
    assert_snapshot!(said("getNote", &format!("{accepted} is like the documented sample")), @"error: f/x.feature:9: getNote has no sample of its answer to compare with; give that an example in c/notes.yaml");
    assert_snapshot!(said("getNote", "Then it is answered without a server error\nAnd the answer has the documented fields and types"), @"error: f/x.feature:9: nothing has held the answer to its documentation yet; `Then the request is accepted` comes first");
}
