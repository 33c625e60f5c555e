//! Target files and base URLs: what can be wrong with them.

use insta::assert_snapshot;

use crate::servers::{nothing_there, reference};
use crate::support::Place;

/// What is said of a target file.
#[track_caller]
fn said_of(target: &str) -> String {
    let place = Place::new().file("t.toml", target);
    place.docproof("run --features features --target t.toml").refused(2)
}

#[test]
fn a_missing_file_is_told_how_to_get_one() {
    let place = Place::new();
    assert_snapshot!(place.docproof("run --target t.toml").refused(2), @"error: t.toml: No such file or directory (os error 2); `docproof init` writes a target file to fill in");
    assert_snapshot!(place.docproof("run --target features").refused(2), @"error: features: Is a directory (os error 21); `docproof init` writes a target file to fill in");
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    let place = Place::new().file("t.toml", b"timeout = \"\xff\"\n");
    assert_snapshot!(place.docproof("run --target t.toml").refused(2), @"error: t.toml:1:12: this is no UTF-8; save it as UTF-8");
}

#[test]
fn the_file_may_be_named_by_the_environment() {
    let place = Place::new();
    let said = place.with("run", &[("DOCPROOF_TARGET", "elsewhere.toml")]).refused(2);
    assert!(said.starts_with("error: elsewhere.toml: "), "{said}");
}

#[test]
fn toml_that_is_none_is_shown_with_line_and_column() {
    assert_snapshot!(said_of("timeout = \"10s\"\n[agentassist\nbase-url = \"x\"\n"), @"error: t.toml:2:13: unclosed table, expected `]`");
    assert_snapshot!(said_of("[agentassist]\nbase-url = https://host\n"), @"error: t.toml:2:12: string values must be quoted, expected literal string");
    assert_snapshot!(said_of("[contact]\nbase-url = \"https://a\"\nbase-url = \"https://b\"\n"), @"error: t.toml:3:1: duplicate key");
}

#[test]
fn a_key_that_means_nothing_is_refused_with_those_that_do() {
    assert_snapshot!(said_of("[agentassist]\nbase_url = \"https://host\"\n"), @"error: t.toml:2:1: unknown field `base_url`, expected one of `base-url`, `ca-file`, `client-cert-file`, `client-key-file`, `values`, `credentials`; did you mean `base-url`?");
    let credential = "[agentassist]\nbase-url = \"https://host\"\n[agentassist.credentials.auth]\n";
    assert_snapshot!(said_of(&format!("timout = \"5s\"\n{credential}key = \"x\"\n")), @"error: t.toml:1:10: expected a table, not a string; did you mean `timeout`?");
    assert_snapshot!(said_of(&format!("{credential}key = \"\"\n")), @"error: t.toml:4: `agentassist.credentials.auth.key`: it is empty");
    assert_snapshot!(said_of(&format!("{credential}user = \"ann\"\n")), @"error: t.toml:3: `agentassist.credentials.auth.password`: a `user` needs a `password`");
    assert_snapshot!(said_of(&format!("{credential}client = \"x\"\n")), @"error: t.toml:4:1: unknown field `client`, expected one of `token`, `key`, `user`, `password`, `client-id`, `client-secret`, `algorithm`, `lifetime`, `scope-claim`, `key-id`, `claims`, `expired`, `only`; did you mean `client-id`?");
}

#[test]
fn a_value_of_another_type_is_refused() {
    assert_snapshot!(said_of("[agentassist]\nbase-url = 5\n"), @"error: t.toml:2:12: expected a string, not an integer; write it in quotes");
    assert_snapshot!(said_of("timeout = 10\n[agentassist]\nbase-url = \"https://host\"\n"), @"error: t.toml:1:11: expected a string, not an integer; write it in quotes");
    assert_snapshot!(said_of("agentassist = \"https://host\"\n"), @"error: t.toml:1:15: expected a table, not a string");
    assert_snapshot!(said_of("[agentassist.values]\nstreamId = \"x\"\n"), @r#"error: t.toml:1:2: this table needs a base-url, e.g. base-url = "https://host/prefix""#);
    assert_snapshot!(said_of("timeout = \"soon\"\n[agentassist]\nbase-url = \"https://host\"\n"), @"error: t.toml:1: `timeout`: `soon` is no time; write 250ms, 10s or 2m");
}

#[test]
fn a_limit_that_is_none_is_refused() {
    let said = |limit: &str| {
        said_of(&format!("[limits]\n{limit}\n[agentassist]\nbase-url = \"https://host\"\n"))
    };
    assert_snapshot!(said("body = \"much\""), @"error: t.toml:2: `limits.body`: `much` is no size; write 64kB or 10MiB");
    assert_snapshot!(said("head = \"1MiB\""), @"error: t.toml:2: `limits.head`: more than 400.0 KiB of headers are never read");
    assert_snapshot!(said("connect = \"0s\""), @"error: t.toml:2: `limits.connect`: `0s` is no time; write 250ms, 10s or 2m");
    assert_snapshot!(said("json-depth = 128"), @"error: t.toml:2: `limits.json-depth`: it takes a number from 1 to 127");
    assert_snapshot!(said("json-values = 0"), @"error: t.toml:2: `limits.json-values`: it takes a number from 1");
    assert_snapshot!(said("retry-after = \"soon\""), @"error: t.toml:2: `limits.retry-after`: `soon` is no time; write 250ms, 10s or 2m");
    assert_snapshot!(said("bodies = \"1MB\""), @"error: t.toml:2:1: unknown field `bodies`, expected one of `connect`, `first-byte`, `body`, `head`, `json-depth`, `json-values`, `retry-after`; did you mean `body`?");
}

#[test]
fn a_base_url_that_is_none_is_refused() {
    let said = |url: &str| said_of(&format!("# a target\n\n[contact]\nbase-url = \"{url}\"\n"));
    assert_snapshot!(said("host.example.com"), @"error: t.toml:4: `contact.base-url`: `host.example.com` is no base URL: it does not begin with http:// or https://; it looks like https://host/prefix");
    assert_snapshot!(said("localhost:8080"), @"error: t.toml:4: `contact.base-url`: `localhost:PORT` is no base URL: it does not begin with http:// or https://; it looks like https://host/prefix");
    assert_snapshot!(said("ftp://host"), @"error: t.toml:4: `contact.base-url`: `ftp://host` is no base URL: it does not begin with http:// or https://; it looks like https://host/prefix");
    assert_snapshot!(said("https://"), @"error: t.toml:4: `contact.base-url`: `https://` is no base URL: empty host; it looks like https://host/prefix");
    assert_snapshot!(said("https://host:99999"), @"error: t.toml:4: `contact.base-url`: `https://host:99999` is no base URL: invalid port number; it looks like https://host/prefix");
    assert_snapshot!(said("https://host/?page=1"), @"error: t.toml:4: `contact.base-url`: `https://host/?…` is no base URL: it has a query or a fragment; it looks like https://host/prefix");
}

#[test]
fn a_base_url_with_a_password_is_refused_and_not_repeated() {
    for url in ["https://me:pass-word@host", "https://me:pass-word@host:99999", "me:pass-word@host"]
    {
        let in_file = said_of(&format!("[contact]\nbase-url = \"{url}\"\n"));
        let flag = format!("run --base-url contact={url}");
        let in_flag = Place::new().docproof(&flag).refused(2);
        for said in [in_file, in_flag] {
            assert!(said.contains("(hidden)") && !said.contains("pass-word"), "{said}");
        }
    }
    assert_snapshot!(said_of("[contact]\nbase-url = \"https://me:pass-word@host\"\n"), @"error: t.toml:2: `contact.base-url`: `(hidden)` is no base URL: it holds a user name or password; credentials have settings of their own; it looks like https://host/prefix");
}

#[test]
fn an_api_that_no_contract_describes_is_refused() {
    assert_snapshot!(said_of("\n[agentasist]\nbase-url = \"https://host\"\n"), @"error: t.toml:2: the contract knows no API `agentasist`; did you mean `agentassist`? (there are agentassist, contact)");
    assert_snapshot!(said_of("# nothing yet\n"), @"error: t.toml: it names no API; give it a table [agentassist] with a base-url");
    let place = Place::new();
    assert_snapshot!(place.docproof("run --base-url agentasist=https://host").refused(2), @"error: --base-url agentasist=…: the contract knows no API `agentasist`; did you mean `agentassist`? (there are agentassist, contact)");
    assert_snapshot!(place.docproof("run --base-url https://host").refused(2), @"error: --base-url https://host: write it as API=URL, e.g. agentassist=https://host");
    assert_snapshot!(place.docproof("run --base-url contact=host").refused(2), @"error: --base-url contact=…: `host` is no base URL: it does not begin with http:// or https://; it looks like https://host/prefix");
}

#[test]
fn an_api_that_the_target_lacks_cannot_be_asked_for() {
    let place = Place::new().file("t.toml", "[contact]\nbase-url = \"https://host\"\n");
    assert_snapshot!(place.docproof("run --target t.toml --api agentassist").refused(2), @"error: the target has no API `agentassist`; give it a table [agentassist] with a base-url");
}

#[test]
fn names_that_the_contract_does_not_know_are_refused() {
    let start = "[agentassist]\nbase-url = \"https://host\"\n\n";
    assert_snapshot!(said_of(&format!("{start}[agentassist.values]\naccountId = \"1\"\nstreamid = \"2\"\n")), @"error: t.toml:6: the contract knows no value `streamid`; did you mean `streamId`? (there are streamId, accountId, host, id, IID, contactListId)");
    assert_snapshot!(said_of(&format!("{start}[agentassist.credentials.oauth]\ntoken = \"1234567\"\n")), @"error: t.toml:4: the contract knows no credential `oauth`; did you mean `auth`? (there are auth)");
}

#[test]
fn credentials_that_cannot_work_are_refused() {
    let said = |lines: &str| {
        said_of(&format!(
            "[agentassist]\nbase-url = \"https://host\"\n[agentassist.credentials.auth]\n{lines}\n"
        ))
    };
    assert_snapshot!(said("client-secret = \"hush-hush\""), @"error: t.toml:3: `agentassist.credentials.auth.client-id`: a client-secret needs its client-id");
    assert_snapshot!(said("token = \"hush-hush\"\nclient-id = \"me\"\nclient-secret = \"hush-hush\""), @"error: t.toml:6: `agentassist.credentials.auth.client-secret`: give a token or a client-secret, not both");
    assert_snapshot!(said("client-id = \"me\"\nclient-secret = \"hush-hush\"\nalgorithm = \"RS256\""), @"error: t.toml:6: `agentassist.credentials.auth.algorithm`: `RS256` can't be minted; HS256, HS384 and HS512 can");
    assert_snapshot!(said("client-id = \"me\"\nclient-secret = \"hush-hush\"\nlifetime = \"long\""), @"error: t.toml:6: `agentassist.credentials.auth.lifetime`: `long` is no time; write 250ms, 10s or 2m");
    assert_snapshot!(said("token = \"\""), @"error: t.toml:4: `agentassist.credentials.auth.token`: it is empty");
    assert_snapshot!(said("[agentassist.credentials.auth.only.\"Campaign Management\"]\nclient-id = \"me\""), @r#"error: t.toml:4: `agentassist.credentials.auth.only."Campaign Management"`: give a token, or a client-id and client-secret"#);
}

#[test]
fn no_message_repeats_a_secret() {
    let start = "[agentassist]\nbase-url = \"https://host\"\n[agentassist.credentials.auth]\n";
    let end = "\n[agentassist.values]\nstreamId = \"x\"\n";
    for line in [
        "token = hush-hush",
        "token = \"hush-hush",
        "token = \"hush-hush\" x",
        "tokens = \"hush-hush\"",
        "token = \"hush-hush\"\ntoken = \"hush-hush\"",
        "only = \"hush-hush\"",
        "claims = \"hush-hush\"",
        "client-secret = \"hush-hush\"",
        "token = [\"hush-hush\"]",
    ] {
        let said = said_of(&format!("{start}{line}{end}"));
        assert!(!said.contains("hush"), "{said}");
        assert!(said.starts_with("error: t.toml:"), "{said}");
    }
}

#[test]
fn a_variable_that_is_not_set_is_named_with_its_line() {
    let target = "# ${NOT_MEANT}\n[contact]\nbase-url = \"https://${DOCPROOF_TEST_HOST}/v1\"\n";
    assert_snapshot!(said_of(target), @"error: t.toml:3: `contact.base-url` needs the environment variable DOCPROOF_TEST_HOST, which is not set or empty; set it, or write ${DOCPROOF_TEST_HOST:-default}");
    let place = Place::new().file("t.toml", target);
    let empty = place.with("run --target t.toml", &[("DOCPROOF_TEST_HOST", "")]);
    assert!(empty.refused(2).contains("not set or empty"));
}

#[test]
fn variables_and_their_defaults_fill_values_in() {
    let target = reference();
    let (start, url) = target.split_once("base-url = \"").unwrap();
    let (url, rest) = url.split_once('"').unwrap();
    let place = Place::new();
    let run = "run --quiet --features features --target t.toml";

    place.write("t.toml", format!("{start}base-url = \"${{DOCPROOF_TEST_URL}}\"{rest}"));
    place.with(run, &[("DOCPROOF_TEST_URL", url)]).exits(0);

    place.write("t.toml", format!("{start}base-url = \"${{DOCPROOF_TEST_URL:-{url}}}\"{rest}"));
    place.docproof(run).exits(0);
    let elsewhere = nothing_there();
    place.with(run, &[("DOCPROOF_TEST_URL", elsewhere.as_str())]).refused(3);
}
