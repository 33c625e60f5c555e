//! The runs that every format is tried on.

use docproof::known::{Ledger, Names, parse};
use docproof::model::*;

pub use crate::build::*;

/// Everything was kept.
pub fn green() -> RunReport {
    let mut one = scenario(4, "The documented sample is accepted", ScenarioStatus::Passed);
    one.exchanges.push(exchange(response(201, r#"[{"id":"6501","fullName":"Jane Doe"}]"#)));
    let mut two = scenario(9, "Names may repeat", ScenarioStatus::Passed);
    two.rule = Some("One contact per number".into());
    two.duration_ms = 1_106;
    let clauses = vec![
        clause(
            "createContacts.request.accepted",
            Level::Must,
            "A documented request is accepted.",
            ClauseVerdict::Kept,
            None,
        ),
        clause(
            "createContacts.rule.names-may-repeat",
            Level::Must,
            "Two contacts may have one name.",
            ClauseVerdict::Kept,
            None,
        ),
    ];
    RunReport { selection: Default::default(), ..report(vec![feature(vec![one, two])], clauses) }
}

/// Only a SHOULD was broken.
pub fn warned(strict: bool) -> RunReport {
    let mut one = scenario(4, "The documented sample is accepted", ScenarioStatus::Passed);
    one.findings.push(finding(
        "createContacts.rule.order",
        Level::Should,
        "Contacts come back in the order sent.",
        "2, 1",
        "1, 2",
    ));
    let clauses = vec![clause(
        "createContacts.rule.order",
        Level::Should,
        "Contacts come back in the order sent.",
        ClauseVerdict::Warned,
        None,
    )];
    RunReport { strict, exit_code: u8::from(strict), ..report(vec![feature(vec![one])], clauses) }
}

/// A signal came in the middle.
pub fn interrupted() -> RunReport {
    RunReport {
        completion: Completion::Interrupted,
        selected: Some(1611),
        exit_code: 130,
        ..green()
    }
}

/// One of everything, and text that means harm.
pub fn red() -> RunReport {
    let full_name = "createContacts.rule.full-name";
    let mut findings = Vec::new();
    for (line, who) in [(4, "Jane"), (9, "Ann"), (14, "Jane"), (19, "Jane"), (24, "Jane")] {
        let mut one =
            scenario(line, &format!("The full name of {who} {line}"), ScenarioStatus::Failed);
        let mut broken = finding(
            full_name,
            Level::Must,
            "`fullName` is the first name, a space and the last name, in every contact that any operation of this API returns.",
            "\"Jane Doe\"",
            &format!("\"{who}\""),
        );
        broken.at = Some("[0].fullName".into());
        broken.diff = Some(format!(
            "  [\n    {{\n-     \"fullName\": \"Jane Doe\"\n+     \"fullName\": \"{who}\"\n    }}\n  ]\n"
        ));
        broken.exchange = Some(0);
        one.findings.push(broken);
        one.exchanges
            .push(exchange(response(200, &format!(r#"[{{"id":"6501","fullName":"{who}"}}]"#))));
        findings.push(one);
    }
    let mut hostile = scenario(30, &format!("Hostile {HOSTILE}"), ScenarioStatus::Failed);
    hostile.rule = Some("One contact per number".into());
    let mut broken = finding(
        "createContacts.rule.one-contact-per-number",
        Level::Must,
        "No second contact for a number that one already has.",
        "any 4xx, or the existing contact",
        HOSTILE,
    );
    let hostile_at = |n| if n % 79 == 0 { HOSTILE } else { "of many" };
    broken.diff = Some((0..80).map(|n| format!("+ line {n} {}\n", hostile_at(n))).collect());
    broken.exchange = Some(1);
    hostile.findings.push(broken);
    hostile.findings.push(finding(
        "createContacts.rule.order",
        Level::Should,
        "Contacts come back in the order sent.",
        "2, 1",
        "1, 2",
    ));
    hostile.findings.push(Finding {
        incidental: true,
        ..finding(full_name, Level::Must, "x", "\"Jane Doe\"", "\"Jane\"")
    });
    hostile.notes.push(Note {
        clause: "createContacts.response.body".into(),
        text: format!("undocumented field `{HOSTILE}`"),
    });
    hostile.exchanges.push(exchange(response(200, &format!("{HOSTILE}\r\nnext line"))));
    hostile.exchanges.push(exchange(response(500, &"ż]]>".repeat(5_000))));

    let mut warned = scenario(40, "The order of contacts", ScenarioStatus::Passed);
    warned.findings.push(finding(
        "createContacts.rule.order",
        Level::Should,
        "Contacts come back in the order sent.",
        "2, 1",
        "1, 2",
    ));
    warned.findings.push(Finding {
        incidental: true,
        ..finding(full_name, Level::Must, "x", "\"Jane Doe\"", "\"Jane\"")
    });
    warned.findings.push(Finding {
        incidental: true,
        ..finding("createContacts.rule.new-is-active", Level::Should, "x", "y", "z")
    });
    for text in ["undocumented field `[].score`", "undocumented field `[].score`"] {
        warned
            .notes
            .push(Note { clause: "createContacts.response.body".into(), text: text.into() });
    }

    let mut error = scenario(50, "A bulk of 25", ScenarioStatus::Error);
    error.reason = Some("no connection to http://127.0.0.1:8080: connection refused".into());
    error.duration_ms = 10_001;
    let refused = Failure::new(FailureKind::Connect, "connection refused");
    error.exchanges.push(exchange(Answer::Failure(refused)));

    let mut skips = Vec::new();
    for line in 60..67 {
        let mut one = scenario(line, "An expired token is refused", ScenarioStatus::Skipped);
        one.reason = Some("the target's settings have no signing secret".into());
        one.duration_ms = 0;
        skips.push(one);
    }
    let mut bare = scenario(70, "A contact by id", ScenarioStatus::Skipped);
    (bare.file, bare.reason) = (
        "contact/update-by-id.feature".into(),
        Some("the target's settings have no contact id".into()),
    );
    let contact = FeatureReport {
        file: bare.file.to_string(),
        name: "Update a contact by its id".into(),
        scenarios: vec![bare],
    };

    let scenarios = findings.into_iter().chain([hostile, warned, error]).chain(skips).collect();
    let no_secret = Some("the target's settings have no signing secret");
    let mut clauses = vec![
        clause(full_name, Level::Must, "x", ClauseVerdict::Broken, None),
        clause(
            "createContacts.rule.one-contact-per-number",
            Level::Must,
            "x",
            ClauseVerdict::Broken,
            None,
        ),
        clause("createContacts.rule.order", Level::Should, "x", ClauseVerdict::Warned, None),
        clause("createContacts.request.accepted", Level::Must, "x", ClauseVerdict::Kept, None),
        clause("createContacts.auth.expired", Level::Must, "x", ClauseVerdict::NotTried, no_secret),
        clause(
            "createContacts.rule.unchanged",
            Level::Must,
            "x",
            ClauseVerdict::NotObservable,
            Some("no documented operation reads a contact"),
        ),
    ];
    for n in 1..=7 {
        let id = format!("updateContactById.request.body.field{n}:type");
        clauses.push(clause(
            &id,
            Level::Must,
            "x",
            ClauseVerdict::NotTried,
            Some("nothing selected asks about it"),
        ));
    }
    let made = |id: &str| Created {
        api: "agentassist".into(),
        resource: "contact".into(),
        id: id.into(),
        scenario: "s".into(),
    };
    RunReport {
        exit_code: 1,
        defects: vec![Defect {
            id: "createContacts.defect.path-parameter-names".into(),
            operation: "createContacts".into(),
            text: "The table names `BotId`, the endpoint says `streamId`.".into(),
            source: Source { page: "AgentAssist: Create Contacts".into(), section: None },
        }],
        created: std::iter::once(made(HOSTILE))
            .chain((0..12).map(|n| made(&format!("65010000000000000000{n:04}"))))
            .collect(),
        ..report(vec![feature(scenarios), contact], clauses)
    }
}

/// The red run with a file of known deviations: one seen, one warned of, one expired, one gone and
/// one that was not tried.
pub fn known() -> RunReport {
    let rule = |name: &str, more: &str, day: &str| {
        format!(
            "[[known]]\nclause = \"createContacts.{name}\"\n{more}owner = \"team-a\"\nexpires = {day}\n\n"
        )
    };
    let reason = format!("reason = {}\n", serde_json::json!(format!("the app needs it {HOSTILE}")));
    let link = format!("{reason}link = \"https://tracker/7\"\n").replace("\u{7f}", "");
    let plain = "reason = \"agreed\"\n";
    let text = [
        rule("rule.full-name", &link, "2026-03-31"),
        rule("rule.order", plain, "2026-03-31"),
        rule("rule.one-contact-per-number", plain, "2026-01-01"),
        rule("request.accepted", plain, "2026-03-31"),
        rule("auth.expired", plain, "2026-03-31"),
    ];
    settled(red(), &text.concat())
}

/// A run in which nothing but what is known was broken.
pub fn accepted() -> RunReport {
    let red = red();
    let scenarios = red.features[0].scenarios[..2].to_vec();
    let text = "[[known]]\nclause = \"createContacts.rule.full-name\"\nreason = \"the app needs it\"\n\
                owner = \"team-a\"\nexpires = 2026-03-31\n";
    settled(run(scenarios, red.clauses[..1].to_vec()), text)
}

fn settled(mut report: RunReport, text: &str) -> RunReport {
    let clauses = report.clauses.clone();
    let names = Names {
        clauses: clauses.iter().map(|one| (one.id.as_str(), one.api.as_str())).collect(),
        scenarios: Default::default(),
        files: None,
        other_contracts: "",
    };
    let entries = parse("known.toml", text, &names).unwrap();
    let apis = [("agentassist".to_owned(), "http://127.0.0.1:8080".to_owned())];
    let day = time::macros::date!(2026 - 03 - 01);
    let apis = apis.into_iter().collect();
    Ledger::new("known.toml", entries, day, &apis, report.strict).settle(&mut report);
    report
}
