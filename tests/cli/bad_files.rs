//! Files that are too long, too deep, of another encoding, or no files: what is said, and that
//! nothing is waited for.

use std::os::unix::fs::symlink;
use std::process::Command;

use insta::assert_snapshot;

use crate::contracts::NOTES;
use crate::support::{CREATE, Place};

const TARGET: &str = "[agentassist]\nbase-url = \"http://127.0.0.1:9\"\n";

fn notes() -> Place {
    let feature = CREATE.replace("createContacts", "updateNote");
    let place = Place::empty().file("f/notes.feature", feature);
    place.file("c/notes.yaml", NOTES).file("c/samples/note.json", "{\"text\": \"hello\"}\n")
}

/// What is said of a contract that has this in place of that.
#[track_caller]
fn contract(with: impl AsRef<[u8]>) -> String {
    notes().file("c/notes.yaml", with).docproof("list --features f --schemas c").refused(2)
}

#[track_caller]
fn sample(text: impl AsRef<[u8]>) -> String {
    notes().file("c/samples/note.json", text).docproof("list --features f --schemas c").refused(2)
}

/// What is said of a schema in place of the note's.
#[track_caller]
fn schema(text: &str) -> String {
    let (before, _) = NOTES.split_once("    Note:\n").unwrap();
    contract(format!("{before}    Note: {text}\n"))
}

#[track_caller]
fn feature(text: impl AsRef<[u8]>) -> String {
    Place::empty().file("f/x.feature", text).docproof("list --features f").refused(2)
}

#[track_caller]
fn target(text: impl AsRef<[u8]>) -> String {
    let place = Place::new().file("t.toml", text);
    place.docproof("run --features features --dry-run --target t.toml").refused(2)
}

fn utf16(text: &str) -> Vec<u8> {
    let units = [0xfeff].into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn pipe(place: &Place, path: &str) {
    assert!(Command::new("mkfifo").arg(place.path(path)).status().unwrap().success());
}

#[test]
fn a_file_in_utf16_is_told_to_be_saved_as_utf8() {
    assert_snapshot!(feature(utf16(CREATE)), @"error: f/x.feature:1:1: this is UTF-16; save it as UTF-8");
    assert_snapshot!(contract(utf16(NOTES)), @"error: c/notes.yaml:1:1: this is UTF-16; save it as UTF-8");
    assert_snapshot!(sample(utf16("{}")), @"error: c/samples/note.json:1:1: this is UTF-16; save it as UTF-8");
    assert_snapshot!(target(utf16(TARGET)), @"error: t.toml:1:1: this is UTF-16; save it as UTF-8");
    let place = Place::empty().file("r.json", utf16("{}"));
    assert_snapshot!(place.docproof("report r.json").refused(2), @"
    error: r.json:1:1: this is UTF-16
           it was changed after it was written: take it again from where it was made
    ");
}

#[test]
fn a_byte_order_mark_before_utf8_is_no_matter() {
    let marked = |text: &str| format!("\u{feff}{text}");
    let place = notes().file("c/notes.yaml", marked(NOTES));
    place.write("c/samples/note.json", marked("{\"text\": \"a\"}"));
    place.write("f/notes.feature", marked(&CREATE.replace("createContacts", "updateNote")));
    place.docproof("list --features f --schemas c").exits(0);
}

#[test]
fn a_pipe_or_device_among_features_and_samples_is_refused_unread() {
    let place = Place::empty().file("f/a.feature", CREATE);
    pipe(&place, "f/x.feature");
    assert_snapshot!(place.docproof("list --features f").refused(2), @"error: f/x.feature: it is a pipe, not a file; name a folder (or one file) that can be read");
    let place = Place::empty().file("f/a.feature", CREATE);
    symlink("/dev/zero", place.path("f/x.feature")).unwrap();
    assert_snapshot!(place.docproof("list --features f").refused(2), @"error: f/x.feature: it is a device, not a file; name a folder (or one file) that can be read");
    let place = Place::new().file("t.toml", format!("{TARGET}ca-file = \"ca.pem\"\n"));
    pipe(&place, "ca.pem");
    assert_snapshot!(place.docproof("run --dry-run --target t.toml").refused(2), @"error: t.toml:3: `agentassist.ca-file`: ca.pem: it is a pipe, not a file; name a PEM file");
}

#[test]
fn a_target_or_report_without_an_end_is_read_to_its_limit() {
    let place = Place::new();
    assert_snapshot!(place.docproof("run --target /dev/zero").refused(2), @"error: /dev/zero: it is longer than the limit of 1 MiB for such a file; make it shorter");
}

#[test]
fn links_in_a_circle_are_followed_once() {
    let place = Place::empty().file("f/a.feature", CREATE);
    for name in ["one", "two", "three"] {
        symlink(".", place.path(&format!("f/{name}"))).unwrap();
    }
    let ran = place.docproof("list --features f scenarios").exits(0);
    assert!(ran.out.ends_with("1 scenario\n"), "{}", ran.out);
}

#[test]
fn a_link_that_leads_out_of_the_contracts_folder_is_refused() {
    let place = notes().file("secret.json", "{}");
    std::fs::remove_file(place.path("c/samples/note.json")).unwrap();
    symlink(place.path("secret.json"), place.path("c/samples/note.json")).unwrap();
    let said = place.docproof("list --features f --schemas c").refused(2);
    assert!(said.contains("c/samples/note.json: this link leads out of its folder"), "{said}");
    std::fs::remove_dir_all(place.path("c/samples")).unwrap();
    symlink("/etc", place.path("c/samples")).unwrap();
    let said = place.docproof("list --features f --schemas c").refused(2);
    assert!(said.contains("c/samples: this link leads out of its folder, to /etc"), "{said}");
}

#[test]
fn a_dangling_link_to_what_is_never_read_is_no_matter() {
    let place = Place::empty().file("f/a.feature", CREATE);
    symlink("nowhere", place.path("f/README")).unwrap();
    place.docproof("list --features f").exits(0);
}

#[test]
fn a_folder_that_is_called_samples_may_hold_contracts() {
    let place = notes();
    std::fs::rename(place.path("c"), place.path("my-samples")).unwrap();
    place.docproof("list --features f --schemas my-samples").exits(0);
    std::fs::create_dir(place.path("samples")).unwrap();
    std::fs::rename(place.path("my-samples"), place.path("samples/c")).unwrap();
    place.docproof("list --features f --schemas samples/c").exits(0);
}

#[test]
fn an_external_sample_is_named_below_the_contract() {
    let named = |path: &str| NOTES.replace("samples/note.json", path);
    for path in ["./samples/note.json", "samples//note.json"] {
        let place = notes().file("c/notes.yaml", named(path));
        place.docproof("list --features f --schemas c").exits(0);
    }
    for path in ["../x.json", "/etc/passwd", "samples/../../x.json", "https://a/b.json"] {
        let said = contract(named(path));
        assert!(said.contains("is outside the contract's folder"), "{path}: {said}");
    }
    assert!(contract(named("'samples\\note.json'")).contains("folders are parted by `/`"));
    assert!(contract(named("5")).contains("5 is no path of a file"));
}

#[test]
fn a_reference_out_of_the_document_is_refused_wherever_it_stands() {
    let below = |target: &str| {
        schema(&format!("{{properties: {{text: {{allOf: [{{$ref: '{target}'}}]}}}}}}"))
    };
    assert_snapshot!(below("../other.yaml#/A"), @"error: c/notes.yaml:31: at #/components/schemas/Note/properties/text/allOf/0: `$ref: ../other.yaml#/A` points outside the document; put what it names into `components`");
    assert_snapshot!(below("https://example.com/A"), @"error: c/notes.yaml:31: at #/components/schemas/Note/properties/text/allOf/0: `$ref: https://example.com/A` points outside the document; put what it names into `components`");
    assert_snapshot!(below("#/nothing"), @"error: c/notes.yaml:31: at #/components/schemas/Note/properties/text/allOf/0: `$ref: #/nothing` names nothing in the document");
    assert_snapshot!(below("#/components/schemas/Note/properties/text/allOf/x"), @"error: c/notes.yaml:31: at #/components/schemas/Note/properties/text/allOf/0: `$ref: #/components/schemas/Note/properties/text/allOf/x` names nothing in the document");
    assert_snapshot!(below("#anchor"), @"error: c/notes.yaml:31: at #/components/schemas/Note/properties/text/allOf/0: `$ref: #anchor` names nothing in the document");
    assert_snapshot!(below("#/no%20thing"), @"error: c/notes.yaml:31: at #/components/schemas/Note/properties/text/allOf/0: `$ref: #/no%20thing` names nothing in the document");
}

#[test]
fn schemas_that_hold_themselves_are_read_as_far_as_they_say_more() {
    let reference = "{$ref: '#/components/schemas/Note'}";
    let three =
        format!("properties: {{text: {{}}, a: {reference}, b: {reference}, c: {reference}}}");
    let (before, _) = NOTES.split_once("    Note:\n").unwrap();
    let place = notes().file("c/notes.yaml", format!("{before}    Note: {{{three}}}\n"));
    place.docproof("list --features f --schemas c").exits(0);
    place.docproof("lint --schemas c").exits(0);
    assert_snapshot!(schema(reference), @"error: c/notes.yaml:14: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/schema: a `$ref` that only leads to other `$ref`s: it names nothing in the end");
}

#[test]
fn references_that_multiply_are_bounded() {
    let ten = |level: usize| {
        let members = (0..10).map(|at| format!("p{at}: {{$ref: '#/components/schemas/L{level}'}}"));
        format!("{{properties: {{{}}}}}", members.collect::<Vec<_>>().join(", "))
    };
    let levels: String = (0..8).map(|at| format!("\n    L{at}: {}", ten(at + 1))).collect();
    let said = schema(&format!("{}{levels}\n    L8: {{type: string}}", ten(0)));
    assert!(said.contains("this body has more than 5000 fields"), "{said}");
}

#[test]
fn yaml_that_grows_or_nests_beyond_measure_is_refused() {
    assert_snapshot!(contract("[".repeat(1_000_000)), @"error: c/notes.yaml:1:401: arrays and objects stand deeper in each other than the limit of 127 levels");
    assert_snapshot!(contract(format!("x: {}\n", "['[',".repeat(100_000))), @"error: c/notes.yaml:1:1004: arrays and objects stand deeper in each other than the limit of 127 levels");
    let big = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), ["*a"; 1000].join(", "));
    assert_snapshot!(contract(format!("{big}{NOTES}")), @"error: c/notes.yaml:1:4: b[334]: more than 32 MiB of text, that of aliases counted");
    let mut laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, last) in ["b", "c", "d", "e", "f", "g"].iter().zip(["a", "b", "c", "d", "e", "f"]) {
        laughs
            .push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{last}"); 10].join(", ")));
    }
    assert_snapshot!(contract(format!("{laughs}{NOTES}")), @"error: c/notes.yaml:1:1: its aliases (`*name`) stand for far more than is written; write out what is meant");
    let many = format!("a: &a [{}]\nb: [{}]\n", ["x"; 1000].join(", "), ["*a"; 1000].join(", "));
    assert_snapshot!(contract(format!("{many}{NOTES}")), @"error: c/notes.yaml:1:2999: b[997][997]: more than 1000000 values, those of aliases counted");
}

#[test]
fn yaml_that_json_has_no_word_for_is_told_its_place() {
    assert_snapshot!(contract(NOTES.replace("Changed.", "!name x")), @"error: c/notes.yaml:19:24: paths./notes/{id}.put.responses.2XX.description: a tag (`!name`) that means nothing here; take it out");
    assert_snapshot!(contract(NOTES.replace("Changed.", "\u{7}")), @r"error: c/notes.yaml:19:24: the control character U+0007 can't stand in YAML; in a text in double quotes write \x07");
    assert_snapshot!(contract(format!("{NOTES}---\n{NOTES}")), @"error: c/notes.yaml:37:1: a second document begins here; a file holds one contract");
    assert_snapshot!(contract(format!("{NOTES}x: *nothing\n")), @"error: c/notes.yaml:37:4: this alias (`*name`) has no anchor (`&name`) before it");
    let huge = NOTES.replace("Changed.", "99999999999999999999999");
    notes().file("c/notes.yaml", huge).docproof("list --features f --schemas c").exits(0);
}

/// U+0085 ends a line for the YAML reader, and for no editor.
#[test]
fn lines_of_yaml_are_those_of_an_editor() {
    let text = format!("{}{NOTES}", "#\u{85}".repeat(50)).replace("Changed.", "a: b: c");
    let said = contract(text);
    assert!(said.contains("c/notes.yaml:19:"), "{said}");
}

#[test]
fn a_sample_that_is_none_is_told_what_it_lacks() {
    assert_snapshot!(sample(""), @"error: c/samples/note.json:1:1: the JSON ends in the middle (EOF while parsing a value)");
    assert_snapshot!(sample("{\"text\": \"a"), @"error: c/samples/note.json:1:11: the JSON ends in the middle (EOF while parsing a string)");
    assert_snapshot!(sample(format!("{}1{}", "[".repeat(200), "]".repeat(200))), @"error: c/samples/note.json:1:128: arrays and objects stand deeper in each other than the limit of 127 levels");
    assert_snapshot!(sample(format!("[1{}]", ", 1".repeat(50_000))), @"error: c/notes.yaml:16: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/examples/documented/externalValue: c/samples/note.json has more than 50000 values; print fewer");
}

#[test]
fn a_name_that_no_step_could_hold_is_refused() {
    assert_snapshot!(contract(NOTES.replace("updateNote", "'update*note'")), @r#"error: c/notes.yaml:7: at #/paths/~1notes~1{id}/put/operationId: "update*note" is no name that a step or a tag could hold; use letters, digits, `-`, `_` and `.`, `/` and `:`"#);
    assert_snapshot!(contract(NOTES.replace("x-api: notes", "x-api: ''")), @r#"error: c/notes.yaml:3: at #/x-api: "" is no name of a target file's table; use letters, digits, `-`, `_` and `.`"#);
}

#[test]
fn what_a_contract_prints_is_short() {
    let place =
        notes().file("c/samples/note.json", format!("{{\"text\": \"{}\"}}", "x".repeat(1_000_000)));
    let ran = place.docproof("lint --schemas c").exits(1);
    assert!(ran.out.len() < 5000, "{} bytes", ran.out.len());
}

#[test]
fn a_feature_that_is_too_long_is_refused_with_the_limit() {
    assert_snapshot!(feature(format!("{CREATE}# {}\n", "x".repeat(2 << 20))), @"error: f/x.feature: it is longer than the limit of 1 MiB for such a file; make it shorter");
    assert_snapshot!(feature(format!("{CREATE}# {}\n", "x".repeat(70_000))), @"error: f/x.feature:7: this line is longer than the limit of 64 KiB");
    assert_snapshot!(feature(format!("{CREATE}{}", "#\n".repeat(20_000))), @"error: f/x.feature:20001: a feature has no more than 20000 lines; split it into several files");
}

#[test]
fn an_outline_that_grows_beyond_measure_is_refused() {
    let outline = |step: &str, rows: &str, times: usize| {
        format!(
            "Feature: A\n  Scenario Outline: B\n    Given {step}\n    When it is sent\n    \
             Then it is accepted\n    Examples:\n      | a |\n{}",
            rows.repeat(times)
        )
    };
    assert_snapshot!(feature(outline(
        &"<a>".repeat(10_000),
        &format!("| {} |\n", "y".repeat(50_000)),
        2
    )), @"error: f/x.feature:2: with the rows of this outline in them the steps are longer than the limit of 64 MiB; use fewer or shorter rows");
    let place = Place::empty();
    let rows = outline("a <a>", "|1|\n", 19_000);
    for part in 'a'..='f' {
        place.write(&format!("f/{part}.feature"), rows.clone());
    }
    assert_snapshot!(place.docproof("list --features f").refused(2), @"error: f/f.feature:2: with this scenario the features have more than 100000 scenarios and rows; select fewer with --features");
}

/// Each `<` looked for its `>` through all that follows.
#[test]
fn angles_that_never_close_take_no_time() {
    let text = format!(
        "Feature: A\n  Scenario Outline: B\n    Given {}\n    When it is sent\n    Then it is accepted\n    \
         Examples:\n      | a |\n{}",
        "<".repeat(60_000),
        "      | 1 |\n".repeat(200)
    );
    assert!(feature(text).contains("no step reads"));
}

#[test]
fn a_long_step_is_told_without_its_middle() {
    let said = feature(CREATE.replace("the request is accepted", &"pigs ".repeat(10_000)));
    assert!(said.len() < 3000, "{} bytes", said.len());
    assert!(said.contains(" characters) …") && said.ends_with("lists all\n"), "{said}");
}

#[test]
fn so_many_undefined_steps_are_told_and_the_rest_counted() {
    let steps = "    And pigs fly\n".repeat(1000);
    let said = feature(CREATE.replace("    When", &format!("{steps}    When")));
    assert_eq!(said.lines().count(), 101);
    assert!(said.ends_with("and 900 more\n"), "{said}");
}

#[test]
fn a_tag_expression_nests_no_deeper_than_it_may_be_long() {
    let place = Place::new();
    let said = |tags: String| place.docproof(&format!("list --features features --tags '{tags}'"));
    assert_snapshot!(said("(".repeat(40_000)).refused(2), @"error: --tags: this expression is longer than the limit of 2000 bytes; tag the scenarios instead");
    assert_snapshot!(said("not ".repeat(30_000)).refused(2), @"error: --tags: this expression is longer than the limit of 2000 bytes; tag the scenarios instead");
    said(format!("{}@x", "(".repeat(1900))).exits(2);
    said(format!("{}@x{}", "not (".repeat(300), ")".repeat(300))).exits(2);
}

#[test]
fn a_variable_that_is_none_is_told_before_anything_is_sent() {
    let with = |value: &str| format!("{TARGET}[agentassist.values]\nstreamId = \"{value}\"\n");
    assert_snapshot!(target(with("a${B")), @"error: t.toml:4: `agentassist.values.streamId`: a `${` has no `}`; close it, or write `$${` for the characters themselves");
    assert_snapshot!(target(with("${}")), @"error: t.toml:4: `agentassist.values.streamId`: a `${…}` holds no variable's name; write ${NAME} or ${NAME:-default}");
    assert_snapshot!(target(with("${A:-${B}}")), @"error: t.toml:4: `agentassist.values.streamId`: a default can't hold a variable of its own");
    assert_snapshot!(target(with(&"${A:-xxxxxxxxxx}".repeat(10_000))), @"error: t.toml:4: `agentassist.values.streamId`: with its variables filled in it is longer than the limit of 64 KiB");
    let place = Place::new().file("t.toml", with("${HELD}"));
    let mut command = place.command("run --features features --dry-run --target t.toml");
    let bytes: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"a\xff");
    let output = command.env("HELD", bytes).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @"error: t.toml:4: `agentassist.values.streamId` needs the environment variable HELD, which is no UTF-8");
}

#[test]
fn a_saved_report_that_denies_itself_is_refused() {
    let place = Place::new();
    place.docproof("run --features features --reports r -q").exits(0);
    let written = place.read("r/report.json");
    let said = |text: &str| {
        place.write("x.json", text);
        let said = place.docproof("report x.json --html x.html").refused(2);
        assert_eq!(place.docproof("coverage x.json").refused(2), said);
        assert!(!place.path("x.html").exists());
        said
    };
    assert_snapshot!(said(&written.replace("\"passed\": 1", "\"passed\": 99")), @"
    error: x.json: at counts.passed: it says 99, and there are 1
           it was changed after it was written: take it again from where it was made, or run again
    ");
    assert_snapshot!(said(&written.replace("\"known_broken\": 0", "\"known_broken\": 2")), @"
    error: x.json: at counts.known_broken: it says 2, and there are 0
           it was changed after it was written: take it again from where it was made, or run again
    ");
    assert_snapshot!(said(&written.replacen("\"strict\"", "\"selected\": 0,\n  \"strict\"", 1)), @"
    error: x.json: at selected: it says 0, and there are 1
           it was changed after it was written: take it again from where it was made, or run again
    ");
    let (before, rest) = written.split_once("\"started\": \"").unwrap();
    let (_, after) = rest.split_once('"').unwrap();
    assert_snapshot!(said(&format!("{before}\"started\": \"yesterday\"{after}")), @r#"
    error: x.json: at started: "yesterday" is no RFC 3339 time: the 'year' component could not be parsed
           it was changed after it was written: take it again from where it was made, or run again
    "#);
    // A member that no answer has is no mistake of JSON.
    let odd = said(&written.replacen("\"response\":{", "\"respons\\ne\":{", 1));
    assert!(odd.contains("this is no report that this version reads"), "{odd}");
    assert_eq!(odd.lines().count(), 2, "{odd}");
}
