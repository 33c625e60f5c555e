//! New entries are written beside the old ones, which stay as they are.

use docproof::known::propose;
use docproof::model::*;
use insta::assert_snapshot;
use time::macros::date;

use super::read;
use crate::build;

fn broken() -> RunReport {
    let mut scenarios = Vec::new();
    for (line, level) in [(4, Level::Must), (9, Level::Must), (14, Level::Should)] {
        let mut one = build::scenario(line, "The sample", ScenarioStatus::Failed);
        let clause = match level {
            Level::Must => "createContacts.rule.order",
            _ => "createContacts.rule.full-name",
        };
        one.findings.push(build::finding(clause, level, "In the\norder \u{1b}sent.", "a", "b"));
        scenarios.push(one);
    }
    build::run(scenarios, vec![])
}

const OURS: &str = "# Agreed on with team-a.\n\n[[known]]  # the app\nclause = 'updateContactById.rule.echo'\nreason  =  \"x\"\nowner = \"y\"\nexpires = 2026-01-01 # soon\n# the end\n";

#[test]
fn a_new_file_has_an_entry_for_each_broken_clause() {
    let proposal = propose("", &broken(), date!(2026 - 05 - 01)).unwrap();
    assert_eq!(proposal.added, ["createContacts.rule.order"]);
    assert_snapshot!(proposal.text, @r#"
    # MUST: In the order sent.
    # seen by agentassist/create-contacts.feature:4 and 1 more
    [[known]]
    clause = "createContacts.rule.order"
    reason = ""
    owner = ""
    expires = 2026-05-01
    "#);
    let unfilled = read(&proposal.text).unwrap_err().to_string();
    assert!(unfilled.contains("`reason`") && unfilled.contains("`owner`"), "{unfilled}");
}

#[test]
fn what_is_there_stays_to_the_byte() {
    let mut report = broken();
    report.strict = true;
    let text = propose(OURS, &report, date!(2026 - 05 - 01)).unwrap().text;
    assert!(text.starts_with(OURS.strip_suffix("# the end\n").unwrap()), "{text}");
    assert!(text.contains("# the end\n"), "{text}");
    assert_eq!(text.matches("[[known]]").count(), 3, "a SHOULD counts in a strict run\n{text}");
    let filled = text.replace("\"\"", "\"filled\"");
    assert_eq!(read(&filled).unwrap().len(), 3);
    // A second time there is nothing to add.
    let mut settled = report.clone();
    for finding in settled.features[0].scenarios.iter_mut().flat_map(|one| &mut one.findings) {
        finding.known = Some(Known {
            reason: String::new(),
            owner: String::new(),
            expires: String::new(),
            link: None,
        });
    }
    let again = propose(&text, &settled, date!(2026 - 05 - 01)).unwrap();
    assert_eq!((again.text, again.added), (text, vec![]));
}

#[test]
fn what_has_expired_or_gone_is_told_and_stays() {
    let mut report = broken();
    let entry = |clause: &str, state| KnownEntry {
        clause: Some(clause.into()),
        scenario: None,
        target: None,
        known: Known {
            reason: "r".into(),
            owner: "o".into(),
            expires: "2026-01-01".into(),
            link: None,
        },
        file: "known.toml".into(),
        line: 3,
        state,
        because: None,
    };
    report.known = vec![
        entry("createContacts.rule.order", KnownState::Expired),
        entry("updateContactById.rule.echo", KnownState::Gone),
    ];
    let proposal = propose(OURS, &report, date!(2026 - 05 - 01)).unwrap();
    assert_eq!(proposal.text, OURS, "an expired entry wants another day, not a twin");
    assert_eq!((proposal.gone.len(), proposal.expired.len()), (1, 1));
}

#[test]
fn entries_in_another_form_are_not_touched() {
    let refused = propose("known = []\n", &broken(), date!(2026 - 05 - 01)).unwrap_err();
    assert_snapshot!(refused, @"the entries are not in tables of their own; write each as [[known]]");
}
