//! Care with live systems: what is asked, refused and reported before and while a run writes.

use insta::assert_snapshot;

use crate::servers::{NOT_FOUND, Server, reference, reference_at};
use crate::support::Place;

#[test]
fn credentials_do_not_go_over_plain_http_to_another_machine() {
    let place = Place::new().file("t.toml", reference_at("http://docproof.invalid:8080"));
    assert_snapshot!(place.docproof("run --features features --target t.toml --yes").refused(2), @"error: agentassist: http://docproof.invalid:8080/ is plain HTTP to another machine, and whoever listens would read the credentials; use https://, or say --allow-plain-http");
    let allowed = place
        .docproof("run --features features --target t.toml --yes --allow-plain-http")
        .refused(3);
    assert!(allowed.contains("can't be reached"), "{allowed}");
    let local = place.docproof("run --features features --base-url agentassist=http://[::1]:9");
    assert_eq!(local.code, 3, "{}", local.err);
}

#[test]
fn nothing_is_written_elsewhere_before_somebody_agrees() {
    let server = Server::answering(NOT_FOUND);
    // A proxy of the environment leads to it under a name that is no loopback's.
    let place = Place::new().file("t.toml", reference_at("http://live.example.com"));
    let run = "run --features features --target t.toml --allow-plain-http";
    let url = server.url();
    let through = [("http_proxy", url.as_str())];
    let ran = place.with(run, &through);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_snapshot!(ran.err, @"
    1 scenario with about 1 request will write to
      agentassist  http://live.example.com/
    What is created there stays, and what the target file names is overwritten.
    error: nothing was written: nobody is there to ask; say --yes if this is meant
    ");
    assert_eq!(server.connections(), 1, "one look, which writes nothing");
    let ran = place.with(&format!("{run} --yes"), &through);
    assert!(ran.err.contains("will write to"), "{}", ran.err);
    assert!(server.connections() > 2, "the run was sent");
}

#[cfg(unix)]
#[test]
fn a_file_with_secrets_that_everybody_can_write_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new().file("t.toml", reference());
    let open = || {
        let mode = std::fs::Permissions::from_mode(0o666);
        std::fs::set_permissions(place.path("t.toml"), mode).unwrap();
    };
    open();
    let said = place.docproof("run --features features --target t.toml").refused(2);
    assert_snapshot!(said, @"error: t.toml: it holds secrets, and everybody on this machine can write to it; `chmod o-w t.toml`, or take the secrets from the environment (${NAME})");
    let secretless: String = reference()
        .lines()
        .map(|line| match line.split_once(" = ") {
            Some((name @ ("client-secret" | "key"), _)) => format!("{name} = \"${{SECRET}}\"\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    place.write("t.toml", secretless);
    open();
    let ran = place.with("run --features features --target t.toml", &[("SECRET", "s3cr3t-s3cr3t")]);
    assert!(!ran.err.contains("everybody"), "{}", ran.err);
}

#[test]
fn credentials_that_open_nothing_end_the_matter_soon() {
    let target = reference();
    let (start, rest) = target.split_once("client-secret = \"").unwrap();
    let (_, rest) = rest.split_once('"').unwrap();
    let wrong = format!("{start}client-secret = \"quite another secret\"{rest}");
    let place = Place::empty().file("t.toml", wrong);
    let run = "run --target t.toml --api agentassist --jobs 1 --quiet";
    // A wrong setting breaks no promise.
    let ran = place.docproof(run).exits(3);
    assert_snapshot!(ran.err, @"
    agentassist refused the first 3 requests with the credential `auth` for Campaign Management as unauthorised: is it right? What needs it was not tried any further.
    agentassist refused the first 3 requests with the credential `auth` for Configuration as unauthorised: is it right? What needs it was not tried any further.
    ");
    let report: serde_json::Value =
        serde_json::from_str(&place.read("reports/report.json")).unwrap();
    assert_eq!(report["counts"]["failed"], 0);
    let errors = report["counts"]["errors"].as_u64().unwrap();
    // Three for each of the two scopes, and those that prepare with another operation.
    assert!((6..=12).contains(&errors), "{errors} in error");
    assert!(report["counts"]["skipped"].as_u64().unwrap() > 500);
}

#[test]
fn ids_of_a_killed_run_are_on_disk() {
    let place = Place::new().file("t.toml", reference());
    let slow = "Feature: Many\n".to_owned()
        + &(0..2000)
            .map(|n| {
                format!(
                    "  Scenario: Contact {n}\n    Given a valid createContacts request\n    \
                     When it is sent\n    Then it is accepted\n"
                )
            })
            .collect::<String>();
    place.write("many/many.feature", slow);
    place.write("reports/report.json", "the report of an earlier run");
    let mut run = place.command("run --features many --target t.toml --rate 50").spawn().unwrap();
    let journal = loop {
        let found = std::fs::read_dir(place.path("reports")).unwrap().flatten().find(|entry| {
            entry.file_name().to_string_lossy().starts_with("created-")
                && entry.metadata().is_ok_and(|file| file.len() > 300)
        });
        match found {
            Some(entry) => break entry.path(),
            None => std::thread::yield_now(),
        }
    };
    run.kill().unwrap();
    run.wait().unwrap();
    let text = std::fs::read_to_string(journal).unwrap();
    for line in text.lines().filter(|line| line.ends_with('}')) {
        let created: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(created["resource"], "contact");
        assert_eq!(created["id"].as_str().unwrap().len(), 24);
    }
    assert_eq!(place.read("reports/report.json"), "the report of an earlier run");
    let next = place.docproof("run --features features --target t.toml").exits(0);
    assert!(
        next.err.contains("the ids that an earlier run created and never reported"),
        "{}",
        next.err
    );
    let left = std::fs::read_dir(place.path("reports")).unwrap().flatten();
    let journals = left.filter(|entry| entry.file_name().to_string_lossy().starts_with("created-"));
    assert_eq!(journals.count(), 1, "the next run's own is gone");
}
