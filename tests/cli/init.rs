//! `docproof init`: a target file to fill in.

use insta::assert_snapshot;

use crate::servers::reference;
use crate::support::Place;

#[test]
fn it_writes_a_file_that_only_its_owner_reads() {
    let place = Place::new();
    assert_snapshot!(place.docproof("init").exits(0).out, @"
    wrote docproof.toml; fill it in and say
      docproof run --target docproof.toml
    ");
    let text = place.read("docproof.toml");
    assert!(text.contains("[agentassist]") && text.contains("[contact.credentials.api_key]"));
    #[cfg(unix)]
    assert_eq!(mode(&place, "docproof.toml"), 0o600);
}

#[test]
fn it_replaces_nothing_unless_told_to() {
    let place = Place::new().file("t.toml", "mine");
    assert_snapshot!(place.docproof("init t.toml").refused(2), @"error: t.toml is there already; --force replaces it");
    assert_eq!(place.read("t.toml"), "mine");
    place.docproof("init t.toml --force").exits(0);
    assert!(place.read("t.toml").contains("base-url"));
    #[cfg(unix)]
    assert_eq!(mode(&place, "t.toml"), 0o600, "whatever it was before");
}

#[test]
fn documentation_of_several_lines_stays_in_comments() {
    let contract = "\
openapi: 3.1.0
info: {title: \"Notes\\nof mine\", version: v1}
x-api: notes
paths:
  /notes/{id}:
    get:
      operationId: readNote
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}, description: \"The note.\\n\\nOne = of mine.\"}
      responses: {2XX: {description: It.}}
";
    let place = Place::empty().file("c/notes.yaml", contract);
    let text = place.docproof("init --schemas c -").exits(0).out;
    assert!(text.contains("# Notes of mine\n"), "{text}");
    assert!(text.contains("# The note. One = of mine.\nid = \"\"\n"), "{text}");
    toml::from_str::<toml::Value>(&text).unwrap();
}

#[test]
fn a_dash_prints_it() {
    let place = Place::new();
    let ran = place.docproof("init -").exits(0);
    place.docproof("init").exits(0);
    assert_eq!(ran.out, place.read("docproof.toml"));
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    assert_snapshot!(Place::new().docproof("init nowhere/t.toml").refused(3), @"error: nowhere/t.toml: No such file or directory (os error 2); name a file in a folder that exists and can be written to");
}

#[test]
fn what_it_wrote_is_read_again_once_the_variables_are_set() {
    let place = Place::new();
    place.docproof("init t.toml").exits(0);
    let unset = place.docproof("run --features features --target t.toml").refused(2);
    assert!(unset.contains("needs the environment variable AGENTASSIST_AUTH"), "{unset}");

    let reference = reference();
    let (_, rest) = reference.split_once("base-url = \"").unwrap();
    let url = rest.split('"').next().unwrap();
    let run = format!(
        "run --features features --target t.toml --base-url agentassist={url} --base-url contact={url}"
    );
    let set = [("AGENTASSIST_AUTH", "a.b.c"), ("CONTACT_API_KEY", "in-123456")];
    let ran = place.with(&run, &set).exits(4);
    assert!(ran.out.contains("the target has no value `streamId`"), "{}", ran.out);
}

#[test]
fn a_file_that_is_not_filled_in_is_refused_with_all_that_is_to_be_done() {
    let place = Place::new();
    place.docproof("init t.toml").exits(0);
    let run = "run --features features --target t.toml --yes";
    assert_snapshot!(place.docproof(run).refused(2), @"
    error: t.toml: it is not filled in yet, so nothing was sent; still to do:
           t.toml:21: agentassist.base-url is still https://example.com
           t.toml:29: agentassist.values.streamId is empty
           t.toml:31: agentassist.values.accountId is empty
           t.toml:33: agentassist.values.IID is empty
           t.toml:35: agentassist.values.contactListId is empty
           t.toml:39: agentassist.credentials.auth.token needs the environment variable AGENTASSIST_AUTH, which is not set or empty
           t.toml:62: contact.base-url is still https://example.com
           t.toml:70: contact.values.contact_id is empty
           t.toml:73: contact.credentials.api_key.key needs the environment variable CONTACT_API_KEY, which is not set or empty
           leave out the table of an API that this target doesn't have
    ");
    // What isn't run needs nothing, and what is elsewhere by a flag is no longer the placeholder.
    let set = [("CONTACT_API_KEY", "in-123456"), ("AGENTASSIST_AUTH", "a.b.c")];
    assert_snapshot!(place.with(&format!("{run} --api contact"), &set).refused(2), @"
    error: t.toml: it is not filled in yet, so nothing was sent; still to do:
           t.toml:62: contact.base-url is still https://example.com
           t.toml:70: contact.values.contact_id is empty
           leave out the table of an API that this target doesn't have
    ");
    let elsewhere =
        "--base-url agentassist=http://127.0.0.1:9 --base-url contact=http://127.0.0.1:9";
    let said = place.with(&format!("{run} {elsewhere}"), &set).refused(3);
    assert!(said.contains("can't be reached"), "{said}");
}

#[test]
fn every_commented_setting_is_one_that_can_be_read() {
    let place = Place::new();
    let text = place.docproof("init -").exits(0).out;
    let settings = |line: &str| {
        let bare = line.strip_prefix("# ").unwrap_or(line).to_owned();
        let key = bare.split([' ', '=']).next().unwrap_or_default().to_owned();
        let is_setting = bare.starts_with('[') || bare.contains(" = ") && !key.is_empty();
        (is_setting && key != "token" && !key.is_empty()).then_some(bare)
    };
    let lines: Vec<String> = text.lines().filter_map(settings).collect();
    place.write("t.toml", lines.join("\n"));
    let names = [
        "AGENTASSIST_AUTH_SECRET",
        "AGENTASSIST_AUTH_EXPIRED",
        "AGENTASSIST_AUTH_OTHER",
        "CONTACT_API_KEY",
    ];
    let set = names.map(|name| (name, "x.y.z-123456"));
    // `only` has lost its token with the others, and that is all that is missed.
    let said = place.with("run --features features --target t.toml", &set).refused(2);
    assert!(
        said.contains("give a token, or a client-id and client-secret"),
        "{said}\n{}",
        lines.join("\n")
    );
}

#[cfg(unix)]
fn mode(place: &Place, file: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(place.path(file)).unwrap().permissions().mode() & 0o777
}

#[test]
fn names_that_toml_would_not_read_are_quoted() {
    let contract = "\
openapi: 3.1.0
info: {title: Shop, version: v1}
x-api: shop.v2
paths: {/a: {get: {operationId: a, parameters: [{name: 'ids[]', in: query, required: true}], responses: {'200': {description: d.}}}}}
";
    let place = Place::new().file("c/shop.yaml", contract);
    place.docproof("init t.toml --schemas c").exits(0);
    let text = place.read("t.toml");
    assert!(text.contains("[\"shop.v2\".values]") && text.contains("\"ids[]\" = \"\""), "{text}");
    assert!(text.parse::<toml::Table>().is_ok(), "{text}");
}
