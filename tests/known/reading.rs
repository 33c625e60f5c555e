//! Files that are read, and files that are refused with the place and the remedy.

use insta::assert_snapshot;

use super::{SCENARIO, entry, read};

#[track_caller]
fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

#[test]
fn entries_are_read_with_their_lines() {
    let text = format!(
        "# ours\n\n{}\n{}",
        entry("clause = \"createContacts.rule.order\""),
        entry(&format!(
            "scenario = \"{SCENARIO}\"\nlink = \"https://tracker/1\"\nintermittent = true"
        ))
    );
    let entries = read(&text).unwrap();
    assert_eq!([entries[0].line, entries[1].line], [3, 9]);
    assert_eq!(entries[0].known.expires, "2026-03-31");
    assert_eq!(entries[0].apis, ["agentassist"]);
    assert_eq!(entries[1].known.link.as_deref(), Some("https://tracker/1"));
    assert!(entries[1].intermittent && !entries[0].intermittent);
    assert!(read("").unwrap().is_empty());
    let inline = "known = [{clause = \"createContacts.rule.order\", reason = \"r\", owner = \"o\", expires = 2026-01-01}]";
    assert_eq!(read(inline).unwrap()[0].line, 1);
}

#[test]
fn what_is_no_toml_is_told_with_its_place() {
    assert_snapshot!(refused("[[known]]\nclause = \n"), @"known.toml:2:10: this is not TOML: string values must be quoted, expected literal string");
    assert_snapshot!(refused(&entry("clause = \"createContacts.rule.order\"").replace("03-31", "02-30")), @"known.toml:5:11: this is not TOML: invalid date, expected day between 01 and 28");
}

#[test]
fn unknown_names_are_told_with_the_nearest() {
    assert_snapshot!(refused("[[knwon]]\n"), @"known.toml:1:3: `knwon` means nothing here; did you mean `known`? (entries are [[known]])");
    assert_snapshot!(refused(&entry("clause = \"createContacts.rule.order\"\nonwer = \"x\"")), @"known.toml:3:1: an entry has no key `onwer`; did you mean `owner`? (there are clause, scenario, target, reason, owner, expires, link, intermittent)");
    assert_snapshot!(refused(&entry("clause = \"createContacts.rule.ordre\"")), @"known.toml:2:10: no clause is called `createContacts.rule.ordre`; did you mean `createContacts.rule.order`? (`docproof list clauses` shows all)");
    assert_snapshot!(refused(&entry("scenario = \"agentassist/create-contacts.feature: Sample\"")), @"known.toml:2:12: no scenario has the id `agentassist/create-contacts.feature: Sample`; did you mean `agentassist/create-contacts.feature: The sample`? (ids are in report.json)");
}

#[test]
fn what_is_missing_or_empty_is_told_for_every_entry() {
    let empty = "[[known]]\nclause = \"createContacts.rule.order\"\nreason = \"\"\nowner = \" \"\nexpires = 2026-01-01\n";
    assert_snapshot!(refused(&format!("{empty}\n[[known]]\nclause = \"createContacts.rule.full-name\"\n")), @"
    known.toml:3:10: the `reason` of the entry for clause `createContacts.rule.order` is empty; say why it is let be for now
    known.toml:4:9: the `owner` of the entry for clause `createContacts.rule.order` is empty; say who answers for it
    known.toml:7:1: the entry for clause `createContacts.rule.full-name` has no `reason`; say why it is let be for now
    known.toml:7:1: the entry for clause `createContacts.rule.full-name` has no `owner`; say who answers for it
    known.toml:7:1: the entry for clause `createContacts.rule.full-name` has no last day; give it one, as in expires = 2027-01-31
    ");
    assert_snapshot!(refused(&entry("# nothing")), @r#"known.toml:1:1: this entry is about nothing; give it a clause = "…""#);
    let both = format!("clause = \"createContacts.rule.order\"\nscenario = \"{SCENARIO}\"");
    assert_snapshot!(refused(&entry(&both)), @"known.toml:3:12: an entry is about a clause or a scenario, not both; make it two");
}

#[test]
fn a_day_is_a_day() {
    let whole = entry("clause = \"createContacts.rule.order\"");
    for wrong in ["\"2026-03-31\"", "2026-03-31T00:00:00Z", "20260331", "2026-03-31T00:00:00"] {
        let said = refused(&whole.replace("2026-03-31", wrong));
        assert!(
            said.starts_with(&format!("known.toml:5:11: `expires` is {wrong}, which is no day")),
            "{said}"
        );
    }
}

#[test]
fn values_are_of_their_kind() {
    assert_snapshot!(refused(&entry("clause = 7\nlink = [\"a\"]\nintermittent = \"yes\"")), @"
    known.toml:2:10: `clause` is text, not a number; put it in quotes
    known.toml:3:8: `link` is text, not a list; put it in quotes
    known.toml:4:16: `intermittent` is true or false, not text
    ");
    assert_snapshot!(refused("known = 1\n[other]\n"), @"
    known.toml:1:1: write every entry as a table of its own: [[known]]
    known.toml:2:2: `other` means nothing here (entries are [[known]])
    ");
}

#[test]
fn a_target_is_a_base_url_or_a_host() {
    let with = |target: &str| {
        entry(&format!("clause = \"createContacts.rule.order\"\ntarget = \"{target}\""))
    };
    for right in ["https://host/prefix", "http://host:8080", "host", "host:8080", "127.0.0.1"] {
        assert!(read(&with(right)).is_ok(), "{right}");
    }
    for wrong in ["", "host/prefix", "ftp://host", "https://", "a host", "host/"] {
        assert!(refused(&with(wrong)).contains("neither a base URL nor a host"), "{wrong}");
    }
}

#[test]
fn one_thing_has_one_entry_per_target() {
    let order = "clause = \"createContacts.rule.order\"";
    assert_snapshot!(refused(&format!("{}{}", entry(order), entry(order))), @"known.toml:6:1: line 1 has an entry for clause `createContacts.rule.order` already; keep one of them");
    let elsewhere = entry(&format!("{order}\ntarget = \"staging\""));
    assert!(read(&format!("{}{elsewhere}", entry(order))).is_ok());
}
