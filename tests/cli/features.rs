//! Feature files: what can be wrong with them.

use insta::assert_snapshot;

use crate::servers::{Server, reference_at};
use crate::support::Place;

/// What is said of a feature file.
#[track_caller]
fn said_of(feature: &str) -> String {
    Place::empty().file("f/x.feature", feature).docproof("run --features f").refused(2)
}

/// A feature with one scenario of these lines.
fn scenario(steps: &str) -> String {
    let steps: Vec<String> = steps.lines().map(|line| format!("    {}\n", line.trim())).collect();
    format!("Feature: Creating contacts\n\n  Scenario: It works\n{}", steps.concat())
}

const START: &str = "Given a valid createContacts request\nWhen the request is sent\n";

#[test]
fn an_undefined_step_is_told_its_place_and_its_nearest() {
    assert_snapshot!(said_of(&scenario(&format!("{START}Then the request is acepted"))), @"error: f/x.feature:6: no step reads `the request is acepted`; the nearest is `Then the request is accepted` (`docproof steps` lists all)");
    assert_snapshot!(said_of(&scenario(&format!("{START}Then pigs fly"))), @"error: f/x.feature:6: no step reads `pigs fly`; `docproof steps` lists all");
}

#[test]
fn every_undefined_step_is_told_at_once() {
    let steps = "Given a walid createContacts request\nWhen it is send\nThen it is acepted";
    assert_snapshot!(said_of(&scenario(steps)), @"
    error: f/x.feature:4: no step reads `a walid createContacts request`; the nearest is `Given a valid createContacts request` (`docproof steps` lists all)
           f/x.feature:5: no step reads `it is send`; the nearest is `When it is sent` (`docproof steps` lists all)
           f/x.feature:6: no step reads `it is acepted`; the nearest is `Then it is accepted` (`docproof steps` lists all)
    ");
}

#[test]
fn a_step_under_the_wrong_keyword_is_told_the_right_one() {
    assert_snapshot!(said_of(&scenario(&format!("{START}Then the request is sent"))), @"error: f/x.feature:6: no step reads `the request is sent`; it is a When step and stands here as a Then");
    assert_snapshot!(said_of(&scenario("Given the request is accepted\nThen it is accepted")), @"error: f/x.feature:4: no step reads `the request is accepted`; it is a Then step and stands here as a Given");
}

/// An outline with these steps and two columns.
fn outline(steps: &str) -> String {
    let steps = steps.replace('\n', "\n    ");
    format!(
        "Feature: A\n\n  Scenario Outline: <operation>\n    {steps}\n\n    Examples:\n      \
         | operation | value |\n      | createContacts | \"<b>\" |\n"
    )
}

#[test]
fn a_column_that_the_outline_lacks_is_named() {
    let lacking = "Given a valid <operatoin> request\nWhen it is sent\nThen it is accepted";
    assert_snapshot!(said_of(&outline(lacking)), @"error: f/x.feature:4: `<operatoin>` is filled by no column; did you mean `operation`? (there are operation, value); what is meant to the letter comes out of a column");
    let value = "Given a valid <operation> request\nAnd with the field \"firstName\" set to \"<wert>\"\n\
        When it is sent\nThen it is accepted";
    assert_snapshot!(said_of(&outline(value)), @"error: f/x.feature:5: `<wert>` is filled by no column (there are operation, value); what is meant to the letter comes out of a column");
    let block = "Given a valid <operation> request\nAnd with this body:\n\"\"\"\n[<valeu>]\n\"\"\"\n\
        When it is sent\nThen it is refused";
    assert_snapshot!(said_of(&outline(block)), @"error: f/x.feature:5: `<valeu>` is filled by no column; did you mean `value`? (there are operation, value); what is meant to the letter comes out of a column");
    assert_snapshot!(said_of(&scenario(lacking)), @"error: f/x.feature:4: no step reads `a valid <operatoin> request`: `<operatoin>` is filled in the steps of an outline only, from its `Examples`");
}

#[test]
fn angles_are_sent_to_the_letter_outside_of_outlines_and_out_of_columns() {
    let steps = "Given a valid createContacts request\nAnd with the field \"firstName\" set to \"<b>\"\n\
        When it is sent\nThen it is accepted";
    let column = outline(&steps.replace("\"<b>\"", "<value>"));
    let place = Place::empty().file("f/x.feature", scenario(steps)).file("f/y.feature", column);
    place.docproof("run -q --features f").exits(0);
}

#[test]
fn what_stands_below_a_step_that_takes_nothing_is_refused() {
    let steps = "\
        Given a valid createContacts request\n| attendees | 99 |\nWhen it is sent\n\"\"\"\n{}\n\"\"\"\n\
        Then it is acepted";
    assert_snapshot!(said_of(&scenario(steps)), @r#"
    error: f/x.feature:4: a table stands below `a valid createContacts request`, which takes none; say each of its rows in a step, like `And with the field "title" set to "Milk"`
           f/x.feature:6: a block of text stands below `it is sent`, which takes none; a body is given by `And with this body:` and the block below it
           f/x.feature:10: no step reads `it is acepted`; the nearest is `Then it is accepted` (`docproof steps` lists all)
    "#);
    let body = "Given a valid createContacts request\nAnd with this body:\n| a |\nWhen it is sent\nThen it is refused";
    assert_snapshot!(said_of(&scenario(body)), @r#"error: f/x.feature:5: a table stands below `with this body:`, which takes none; put a block of text (`"""`) there"#);
}

#[test]
fn what_is_no_gherkin_is_told_its_line() {
    assert_snapshot!(said_of(""), @"error: f/x.feature:1:1: the file is empty; a feature file begins with `Feature: its name`");
    assert_snapshot!(said_of("# only a comment\n"), @"error: f/x.feature:1:1: the file is empty; a feature file begins with `Feature: its name`");
    assert_snapshot!(said_of(&format!("Scenario: It works\n{START}Then it is accepted\n")), @"error: f/x.feature:1:1: `Scenario: It works` can't begin a feature file; `Feature: its name` does");
    assert_snapshot!(said_of("Faeture: A\n"), @"error: f/x.feature:1:1: `Faeture: A` can't begin a feature file; `Feature: its name` does");
    assert_snapshot!(said_of(&scenario("Given a valid createContacts request\nWehn it is sent\nThen it is accepted")), @"error: f/x.feature:5:5: `Wehn it is sent` can't stand here; did you mean `When`? (a step, a table, a comment, or a heading like `Scenario:` could)");
    assert_snapshot!(said_of(&scenario(&format!("{START}Then it is accepted\n\nExample\n"))), @"error: f/x.feature:8:5: `Example` can't stand here (a step, a table, a comment, or a heading like `Scenario:` could)");
    let two = format!("{}\nFeature: B\n", scenario(&format!("{START}Then it is accepted")));
    assert_snapshot!(said_of(&two), @"error: f/x.feature:8:1: a file holds one feature, and this is its second");
}

#[test]
fn a_table_row_of_another_width_is_told() {
    let outline = "Feature: A\n\n  Scenario Outline: <a>\n    Given a valid <a> request\n    When it is sent\n    \
        Then it is accepted\n\n    Examples:\n      | a | b |\n      | createContacts |\n";
    assert_snapshot!(said_of(outline), @"error: f/x.feature:10:7: this row has 1 cell, and those above it have 2");
}

#[test]
fn a_block_of_text_that_never_ends_is_told() {
    let steps = "Given a valid createContacts request\nAnd with this body:\n\"\"\"\n[]\nWhen it is sent\nThen it is refused";
    assert_snapshot!(said_of(&scenario(steps)), @r#"error: f/x.feature:6:5: the block of text that begins here has no end (`"""`)"#);
}

#[test]
fn a_mistyped_first_keyword_would_make_the_step_a_description() {
    assert_snapshot!(said_of(&scenario("Givn a valid createContacts request\nWhen it is sent\nThen it is accepted")), @"error: f/x.feature:4: `Givn a valid createContacts request` is read as description, not as a step; did you mean `Given`?");
    let background = format!(
        "Feature: A\n\n  Background:\n    Givne an existing contact\n\n  Scenario: B\n    {}",
        START.replace('\n', "\n    ")
    );
    assert_snapshot!(said_of(&format!("{background}Then it is accepted\n")), @"error: f/x.feature:4: `Givne an existing contact` is read as description, not as a step; did you mean `Given`?");
}

#[test]
fn a_mistyped_scenario_would_be_lost_in_the_description() {
    let steps = format!("{START}Then it is accepted").replace('\n', "\n    ");
    let feature =
        format!("Feature: A\n\n  Scenari: Lost\n    {steps}\n\n  Scenario: B\n    {steps}\n");
    assert_snapshot!(said_of(&feature), @"error: f/x.feature:3: `Scenari: Lost` is read as description; did you mean `Scenario:`?");
    assert_snapshot!(said_of("Feature: A\n  Senario: Lost\n"), @"
    error: f/x.feature:1: the feature has no scenario
           f/x.feature:2: `Senario: Lost` is read as description; did you mean `Scenario:`?
    ");
}

#[test]
fn prose_is_no_mistake() {
    let steps = format!("{START}Then it is accepted").replace('\n', "\n    ");
    let feature = format!(
        "Feature: A\n  The first of them: a contact.\n  When there are two, both are kept, and\n  then some.\n\n  \
         Scenario: B\n    The request is accepted whatever the weather.\n    An example: none.\n    They say so.\n    {steps}\n"
    );
    Place::empty().file("f/x.feature", feature).docproof("run -q --features f").exits(0);
}

#[test]
fn a_scenario_that_would_check_nothing_is_refused() {
    assert_snapshot!(said_of("Feature: A\n"), @"error: f/x.feature:1: the feature has no scenario");
    assert_snapshot!(said_of(&scenario("")), @"error: f/x.feature:3: the scenario `It works` has no steps");
    assert_snapshot!(said_of(&scenario(START)), @"error: f/x.feature:3: the scenario `It works` has no Then: it would check nothing");
}

#[test]
fn an_outline_without_rows_is_refused() {
    let outline = "Feature: A\n\n  Scenario Outline: <a>\n    Given a valid <a> request\n    When it is sent\n    Then it is accepted\n";
    assert_snapshot!(said_of(outline), @"error: f/x.feature:3: the outline `<a>` has no example rows; give it `Examples:` with a table");
    for examples in ["\n    Examples:\n", "\n    Examples:\n      | a |\n"] {
        assert_eq!(said_of(&format!("{outline}{examples}")), said_of(outline));
    }
}

#[test]
fn a_folder_without_features_is_refused() {
    let place = Place::empty().file("f/notes.txt", "nothing");
    assert_snapshot!(place.docproof("run --features f").refused(2), @"error: f: it holds no .feature file; name a folder that does");
    assert_snapshot!(place.docproof("run --features g").refused(2), @"error: g: No such file or directory (os error 2); name a folder (or one file) that can be read");
    assert_snapshot!(place.docproof("list --features f/notes.txt").refused(2), @"error: f/notes.txt: it holds no .feature file; name a folder that does");
}

#[test]
fn a_file_that_is_no_text_is_named() {
    let place = Place::empty().file("f/x.feature", b"Feature: \xff\n");
    assert_snapshot!(place.docproof("run --features f").refused(2), @"error: f/x.feature:1:10: this is no UTF-8; save it as UTF-8");
}

#[test]
fn a_file_may_begin_with_a_mark_and_have_the_line_ends_of_windows() {
    let text = scenario(&format!("{START}Then it is accepted")).replace('\n', "\r\n");
    let place = Place::empty().file("f/x.feature", format!("\u{feff}{text}"));
    place.docproof("run -q --features f").exits(0);
}

#[test]
fn one_file_may_be_named_instead_of_a_folder() {
    Place::new().docproof("run -q --features features/create.feature").exits(0);
}

#[test]
fn what_the_contract_does_not_know_is_told_with_its_step() {
    let said = |given: &str, then: &str| {
        said_of(&scenario(&format!("Given a valid {given}\nWhen it is sent\nThen {then}")))
    };
    let refused = "the request is refused";
    assert_snapshot!(said("createContact request", refused), @"error: f/x.feature:4: no operation is called `createContact`; did you mean `createContacts`? (there are createContacts, updateContact, bulkUpdateContacts, updateContactList, updateContactById)");
    assert_snapshot!(said("createContacts request\nAnd without the field \"firstNam\"", refused), @"error: f/x.feature:5: the request has no field `firstNam`; did you mean `firstName`?");
    assert_snapshot!(said("createContacts request\nAnd with the path parameter \"stream\" set to \"x\"", refused), @"error: f/x.feature:5: createContacts has no path parameter `stream` (it has streamId)");
    assert_snapshot!(said("createContacts request\nAnd with the field \"firstName\" set to Zoe", refused), @r#"error: f/x.feature:5: `Zoe` is no JSON value (expected value at line 1 column 1); a text is written with quotes: "Zoe""#);
    assert_snapshot!(said("createContacts request\nAnd with a credential that is stolen", refused), @"error: f/x.feature:5: a credential can't be `stolen`; it can be missing, empty, garbage, tampered, tampered in its middle, tampered at its end, filled with other claims, unsigned, unsigned as None, unsigned as NONE, unsigned beside its signature, signed with an empty secret, stripped of its signature, cut short in its signature, expired, for another scope, for no scope, unknown, cut short, extended, in the other case, followed by a blank");
    assert_snapshot!(said("createContacts request", "the rule \"one-contact-per-nmber\" is kept"), @"error: f/x.feature:6: createContacts has no rule `one-contact-per-nmber`; did you mean `one-contact-per-number`? (there are echo, value, new, one-contact-per-submitted, in-order, own-ids, one-contact-per-number, names-may-repeat, refused-changes-nothing)");
    assert_snapshot!(said("createContacts request", "the request is accepted, as the rule \"names\" says"), @"error: f/x.feature:6: createContacts has no rule `names`; did you mean `names-may-repeat`? (there are echo, value, new, one-contact-per-submitted, in-order, own-ids, one-contact-per-number, names-may-repeat, refused-changes-nothing)");
    assert_snapshot!(said_of(&scenario("Given an existing contct\nWhen it is sent\nThen it is accepted")), @"error: f/x.feature:4: no operation makes a `contct`; did you mean `contact`? (x-resources says which do: contact)");
    assert_snapshot!(said_of(&scenario("When the request is sent\nThen it is accepted")), @"error: f/x.feature:4: there is no request to send; begin with `Given a valid … request`");
}

#[test]
fn a_header_that_no_request_can_have_is_told_with_its_step() {
    let said = |step: &str| {
        said_of(&scenario(&format!(
            "{START}Given a valid createContacts request\nAnd {step}\nWhen it is sent\nThen it is refused"
        )))
    };
    assert_snapshot!(said("with the header \"na me\" set to \"x\""), @r#"error: f/x.feature:7: "na me" is no name of a header: ASCII letters, digits and !#$%&'*+-.^_`|~ may stand in one"#);
    assert_snapshot!(said("with the header \"\" left empty"), @r#"error: f/x.feature:7: "" is no name of a header: ASCII letters, digits and !#$%&'*+-.^_`|~ may stand in one"#);
    assert_snapshot!(said("with the header \"Größe\" 3 letters long"), @r#"error: f/x.feature:7: "Größe" is no name of a header: ASCII letters, digits and !#$%&'*+-.^_`|~ may stand in one"#);
    assert_snapshot!(said("with the header \"note\" set to \"a\0b\""), @"error: f/x.feature:7: the value of `note` can't be sent: there is the control character U+0000 in it");
    assert_snapshot!(said("with the cookie \"note\" set to \"a\u{7f}\""), @r#"error: f/x.feature:7: the value of the cookie "note" can't be sent: there is the control character U+007F in it"#);
    let column = outline(
        "Given a valid <operation> request\nAnd with the header \"note\" set to <value>\nWhen it is sent\nThen it is refused",
    );
    assert_snapshot!(said_of(&column.replace("<b>", "a\\nb")), @"error: f/x.feature:5: the value of `note` can't be sent: there is a line break in it");
}

#[test]
fn a_mistake_is_told_before_anything_reaches_the_target() {
    let server = Server::silent();
    let feature =
        scenario("Given a valid createContact request\nWhen it is sent\nThen it is accepted");
    let place = Place::new()
        .file("features/x.feature", feature)
        .file("t.toml", reference_at(&server.url()));
    place.docproof("run --features features --target t.toml").refused(2);
    place.docproof("run --features features --target t.toml --dry-run").exits(2);
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_request_that_nothing_says_is_refused_is_a_mistake() {
    let feature = scenario(&format!("{START}Then the request is refused"));
    let ran = Place::empty().file("f/x.feature", feature).docproof("run -q --features f").exits(2);
    assert!(ran.out.contains("nothing says that it is refused; name the rule"), "{}", ran.out);
}

#[test]
fn every_row_of_an_outline_is_its_own_case_and_a_mistake_in_its_step_is_told_once() {
    let outline = "Feature: A\n\n  Scenario Outline: <field>\n    Given a valid createContacts request\n    And without the field \"<field>\"\n    \
        When it is sent\n    Then it is refused\n\n    Examples:\n      | field |\n      | first |\n      | first |\n      | last |\n";
    assert_snapshot!(said_of(outline), @"
    error: f/x.feature:5: the request has no field `first`; did you mean `firstName`?
           f/x.feature:5: the request has no field `last`; did you mean `lastName`?
    ");
}

/// What is noted of a feature before it is run, or a run would be.
fn noted(place: &Place, run: &str) -> String {
    let err = place.docproof(run).exits(0).err;
    let lines = err.lines().filter(|line| line.starts_with("f/"));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_likely_slip_is_noted_with_its_line_and_is_no_mistake() {
    let steps = "Given a valid createContacts request
        And with the header \"acountId\" set to \"{answered-header.ETag}\"
        And with the field \"frstName\" set to \"{uuid}\"
        And with the field \"cellPhone.countryCod\" set to {\"a\": [\"{printed}\"]}
        And with the field \"firstNamee\" set to \"Zo\u{eb}\"
        When it is sent
        Then it may be accepted or refused";
    let place = Place::empty().file("f/x.feature", scenario(steps));
    let said = noted(&place, "run --features f");
    assert_snapshot!(said, @r#"
    f/x.feature:5: `{answered-header.ETag}` is sent as it stands here: such words are filled where a contract says `x-fill`
    f/x.feature:5: createContacts has no header `acountId`, which is sent all the same; did you mean `accountId`?
    f/x.feature:6: `{uuid}` is sent as it stands here: such words are filled where a contract says `x-fill`
    f/x.feature:6: createContacts has no field `frstName`, which is sent all the same; did you mean `firstName`?
    f/x.feature:7: `{printed}` is sent as it stands here: such words are filled where a contract says `x-fill`
    f/x.feature:7: createContacts has no field `cellPhone.countryCod`, which is sent all the same; did you mean `cellPhone.countryCode`?
    f/x.feature:8: createContacts has no field `firstNamee`, which is sent all the same; did you mean `firstName`?
    "#);
    assert_eq!(noted(&place, "run --features f --dry-run"), said);
    assert_eq!(noted(&place, "run --features f --quiet"), "");
}

#[test]
fn what_is_another_name_on_purpose_is_not_noted() {
    let steps = "Given a valid createContacts request
        And with the header \"X-Trace\" set to \"{id}\"
        And with the header \"ACCOUNTID\" set to \"7\"
        And with the field \"FIRSTNAME\" set to \"Zo\u{eb}\"
        And with the field \"nickname\" set to \"Zo\u{eb}\"
        And with the field \"firstName2\" set to \"Zo\u{eb}\"
        And with the field \"firstNameLast\" set to \"Zo\u{eb}\"
        And with the query parameter \"page\" set to \"1\"
        When it is sent
        Then it may be accepted or refused";
    let place = Place::empty().file("f/x.feature", scenario(steps));
    assert_eq!(noted(&place, "run --features f"), "");
}

#[test]
fn scenarios_of_one_name_are_numbered_past_those_that_are_called_so() {
    let scenario = |name: &str| {
        format!(
            "  Scenario: {name}\n    Given a valid createContacts request\n    When it is sent\n    Then it is accepted\n"
        )
    };
    let feature = format!("Feature: A\n{}", ["It", "It", "It #2", "It"].map(scenario).concat());
    let listed =
        Place::empty().file("f/x.feature", feature).docproof("list --features f scenarios");
    let names = listed.exits(0).out;
    let names: Vec<&str> = names.lines().filter_map(|line| line.split("  ").last()).collect();
    assert_eq!(names[1..5], ["It", "It #2", "It #2 #2", "It #3"]);
}

#[test]
fn rows_that_are_alike_are_noted_twice_and_counted() {
    let feature = "Feature: A\n\n  Scenario Outline: <name>\n    Given a valid createContacts request\n    \
        And with the header \"<name>\" set to \"7\"\n    When it is sent\n    \
        Then it may be accepted or refused\n\n    Examples:\n      | name |\n      | acountId |\n      \
        | accuntId |\n      | accontId |\n      | accoutId |\n";
    let place = Place::empty().file("f/x.feature", feature);
    assert_snapshot!(noted(&place, "run --features f"), @r#"
    f/x.feature:5: createContacts has no header `accontId`, which is sent all the same; did you mean `accountId`?
    f/x.feature:5: createContacts has no header `accoutId`, which is sent all the same; did you mean `accountId`?
    f/x.feature:5: and 2 more like it
    "#);
}

#[test]
fn nothing_is_noted_of_the_built_in_features() {
    let ran = Place::empty().docproof("run --dry-run").exits(0);
    assert!(!ran.err.contains("features/"), "{}", ran.err);
}
