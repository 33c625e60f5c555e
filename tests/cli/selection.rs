//! Which scenarios run: tags, names, APIs, and what is said when none does.

use insta::assert_snapshot;
use serde_json::Value;

use crate::servers::{Server, reference};
use crate::support::{LIST, Place};

const TAGGED: &str = "\
@createContacts
Feature: Creating contacts

  @quick
  Scenario: A contact is created
    Given a valid createContacts request
    When the request is sent
    Then the request is accepted

  @slow
  Scenario Outline: <name> is a name
    Given a valid createContacts request
    And with the field \"firstName\" set to \"<name>\"
    When the request is sent
    Then the request is accepted

    Examples:
      | name |
      | Ada  |
      | Zoë  |
";

fn tagged() -> Place {
    Place::empty().file("features/create.feature", TAGGED)
}

#[test]
fn scenarios_and_outline_rows_are_listed_with_line_and_tags() {
    assert_snapshot!(tagged().docproof("list scenarios --features features").exits(0).out, @"
    features/create.feature  Creating contacts
         5  A contact is created @createContacts @quick
        19  Ada is a name @createContacts @slow
        20  Zoë is a name @createContacts @slow
    3 scenarios
    ");
}

#[test]
fn clauses_are_listed_with_level_and_source() {
    let out = tagged().docproof("list clauses --features features --api contact").exits(0).out;
    assert!(out.starts_with("MUST    updateContactById.request.path.contact_id\n"), "{out}");
    assert!(out.contains("[Update Contact By Id, Path Parameters]"), "{out}");
    assert!(!out.contains("createContacts"), "{out}");
    let all = tagged().docproof("list --features features").exits(0).out;
    assert!(all.contains("3 scenarios\n") && all.contains(" clauses\n"), "{all}");
}

#[test]
fn tags_and_names_narrow_what_is_listed_and_run() {
    let place = tagged();
    let listed = |narrowed: &str| {
        let out = place.docproof(&format!("list scenarios --features features {narrowed}")).out;
        out.lines().last().unwrap().to_owned()
    };
    assert_eq!(listed("--tags @quick"), "1 scenario");
    assert_eq!(listed("--tags '@createContacts and not @quick'"), "2 scenarios");
    assert_eq!(listed("--tags 'not @slow and @slow'"), "0 scenarios");
    assert_eq!(listed("--tags '(@quick or @slow) and @createContacts'"), "3 scenarios");
    assert_eq!(listed("--name ADA"), "1 scenario");
    assert_eq!(listed("--api agentassist"), "3 scenarios");
    let ran = place.docproof("run --features features --name zoë").exits(0);
    assert!(ran.out.contains("create.feature:20  Zoë is a name"), "{}", ran.out);
}

#[test]
fn an_unknown_tag_is_told_the_nearest() {
    let place = tagged();
    assert_snapshot!(place.docproof("run --features features --tags @createContact").refused(2), @"error: --tags: no scenario has the tag `@createContact`; did you mean `createContacts`? (`docproof list` shows what there is)");
    assert_snapshot!(place.docproof("list --features features --tags 'not @fast'").refused(2), @"error: --tags: no scenario has the tag `@fast` (`docproof list` shows what there is)");
}

#[test]
fn tags_that_are_no_expression_are_refused() {
    let place = tagged();
    assert_snapshot!(place.docproof("run --features features --tags '@quick @slow'").refused(2), @"error: --tags `@quick @slow` is no tag expression; it looks like `@createContacts and not @slow`");
    assert_snapshot!(place.docproof("run --features features --tags quick").refused(2), @"error: --tags `quick` is no tag expression; it looks like `@createContacts and not @slow`");
}

#[test]
fn a_run_is_about_the_apis_that_are_selected_or_all_of_the_target() {
    let place = tagged();
    // The events and the report say the same.
    let about = |selected: &str| {
        let ran = place
            .docproof(&format!("run --features features --format json-lines {selected}"))
            .exits(0);
        let started: Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
        let report: Value = serde_json::from_str(&place.read("reports/report.json")).unwrap();
        let names = |apis: &Value| -> Vec<String> {
            let apis = apis.as_array().unwrap().iter();
            apis.map(|api| api["name"].as_str().unwrap().to_owned()).collect()
        };
        let clauses = report["clauses"].as_array().unwrap().iter();
        let mut judged: Vec<&str> = clauses.map(|one| one["api"].as_str().unwrap()).collect();
        judged.dedup();
        assert_eq!(names(&report["apis"]), judged);
        assert_eq!(names(&report["apis"]), names(&started["apis"]));
        judged.join(" ")
    };
    assert_eq!(about(""), "agentassist contact");
    assert_eq!(about("--api agentassist"), "agentassist");
}

#[test]
fn an_unknown_api_is_told_the_nearest() {
    let place = tagged();
    assert_snapshot!(place.docproof("run --features features --api agentasist").refused(2), @"error: --api: there is no API `agentasist`; did you mean `agentassist`? (there are agentassist, contact)");
    assert_snapshot!(place.docproof("list --features features --api contacts").refused(2), @"error: --api: there is no API `contacts`; did you mean `contact`? (there are agentassist, contact)");
}

#[test]
fn nothing_selected_is_no_success() {
    let place = tagged();
    assert_snapshot!(place.docproof("run --features features --name nothing --tags @quick").exits(4).err, @"nothing was selected: no scenario meets --tags and --name; `docproof list` shows what there is");
    assert_snapshot!(place.docproof("run --features features --api contact").exits(4).err, @"nothing was selected: no scenario meets --api; `docproof list` shows what there is");
    let elsewhere = Server::answering("");
    let target = format!("run --features features --base-url contact={}", elsewhere.url());
    assert_snapshot!(place.docproof(&target).exits(4).err, @"nothing was selected: no scenario is about contact");
    assert_eq!(elsewhere.connections(), 0);
    place.docproof("list scenarios --features features --name nothing").exits(4);
    assert!(!place.path("reports").exists(), "nothing is reported of nothing");
}

#[test]
fn everything_skipped_is_no_success() {
    let target = reference().replace("contactListId = ", "# ");
    let place = Place::empty().file("features/list.feature", LIST).file("t.toml", target);
    let ran = place.docproof("run --features features --target t.toml").exits(4);
    assert_snapshot!(ran.verdict(), @"NOTHING TRIED — 1 scenario skipped, for the reasons given");
    assert!(ran.out.contains("the target has no value `contactListId`"), "{}", ran.out);
    // A quiet run has to say it as well.
    let out = place.docproof("run -q --features features --target t.toml").exits(4).out;
    assert!(out.contains("1 × the target has no value `contactListId`"), "{out}");
}

#[test]
fn a_scenario_belongs_to_its_tag_its_folder_or_its_operations() {
    let scenario = "Feature: A\n  Scenario: B\n    Given a valid createContacts request\n    When it is sent\n    Then it is accepted\n";
    let place = Place::empty()
        .file("f/untagged.feature", scenario)
        .file("f/agentassist/in-folder.feature", scenario)
        .file("f/tagged.feature", format!("@agentassist\n{scenario}"))
        .file("f/of-another.feature", format!("@contact\n{scenario}"));
    let listed = |api: &str| {
        let out = place.docproof(&format!("list scenarios --features f --api {api}")).exits(0).out;
        let files = out.lines().filter(|line| line.starts_with("f/"));
        files.map(|line| line.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let own = ["f/agentassist/in-folder.feature", "f/tagged.feature", "f/untagged.feature"];
    assert_eq!(listed("agentassist"), own);
    assert_eq!(listed("contact"), ["f/of-another.feature"]);
}
