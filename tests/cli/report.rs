//! `docproof report`: a saved run in other forms, and every way to ask for it wrongly.

use crate::support::{Place, TAKEN};

fn place() -> Place {
    let place = Place::empty().file("features/taken.feature", TAKEN);
    place
        .docproof("run -q --features features --fault create-accepts-taken-number --reports r")
        .exits(1);
    place
}

#[test]
fn a_saved_run_is_rendered_again_as_it_was() {
    let place = place();
    let all = "report r/report.json --html new/a.html --junit b.xml --json c.json";
    let ran = place.docproof(all).exits(0);
    assert_eq!(ran.err, "wrote c.json\nwrote b.xml\nwrote new/a.html\n");
    for (again, first) in
        [("new/a.html", "r/report.html"), ("b.xml", "r/junit.xml"), ("c.json", "r/report.json")]
    {
        assert!(place.read(again) == place.read(first), "{again} is {first}");
    }
    let page = place.read("new/a.html");
    assert!(page.contains("<title>FAILED · agentassist, contact http://127.0.0.1:"));
    assert!(page.contains("createContacts.rule.one-contact-per-number"));
}

#[test]
fn one_form_may_be_printed() {
    let place = place();
    let ran = place.docproof("report r/report.json --junit - --html new.html").exits(0);
    assert_eq!(ran.err, "wrote new.html\n");
    assert!(ran.out.starts_with("<?xml") && ran.out.ends_with("</testsuites>\n"), "{}", ran.out);
    assert!(!place.path("-").exists());
    let said = place.docproof("report r/report.json --junit - --json -").refused(2);
    assert!(said.contains("two things can't be one file"), "{said}");
}

#[test]
fn what_other_tools_read_is_made_of_a_saved_run_too() {
    let place = Place::empty().file("features/taken.feature", TAKEN);
    let workspace = place.path("");
    let root = [("CI_PROJECT_DIR", workspace.to_str().unwrap())];
    let run = "run -q --features features --fault create-accepts-taken-number";
    place.with(&format!("{run} --code-quality q.json --cucumber c.json"), &root).exits(1);
    let again = "report reports/report.json --code-quality again/q.json --cucumber again/c.json";
    let ran = place.with(again, &root).exits(0);
    assert_eq!(ran.err, "wrote again/q.json\nwrote again/c.json\n", "and no page");
    for (name, has) in [
        ("q.json", "\"path\": \"features/taken.feature\""),
        ("c.json", "\"uri\":\"features/taken.feature\""),
    ] {
        let text = place.read(name);
        assert!(text.contains(has), "{text}");
        assert!(place.read(&format!("again/{name}")) == text, "{name}");
    }
    let same = "report reports/report.json --cucumber reports/report.json";
    assert!(place.docproof(same).refused(2).contains("this file is read"));
}

#[test]
fn built_in_features_of_a_saved_run_are_no_files() {
    let place = Place::empty().file("features/agentassist/create-contacts.feature", TAKEN);
    let run = "run -q --fault create-redirects --tags @createContacts --name documented";
    place.docproof(run).exits(1);
    let again = "report reports/report.json --code-quality q.json";
    // They keep their own name, whatever stands there by chance.
    let nested = place.path("features/agentassist");
    place.with(again, &[("CI_PROJECT_DIR", nested.to_str().unwrap())]).exits(0);
    let text = place.read("q.json");
    assert!(text.contains("\"path\": \"features/agentassist/"), "{text}");
}

#[test]
fn the_page_is_written_beside_the_run_unless_asked_otherwise() {
    let place = place();
    std::fs::remove_file(place.path("r/report.html")).unwrap();
    assert_eq!(place.docproof("report r/report.json").exits(0).err, "wrote r/report.html\n");
    assert!(place.path("r/report.html").exists());
    place.docproof("report r/report.json --junit b.xml").exits(0);
    assert!(!place.path("report.html").exists());
}

#[test]
fn what_cannot_be_read_is_named_and_nothing_is_written() {
    let place = Place::empty().file("run.json", "{\"format\": \"docproof-report/9\"}");
    let said = place.docproof("report run.json --html a.html").refused(2);
    assert!(said.contains("run.json:1:") && said.contains("docproof-report/9"), "{said}");
    let said = place.docproof("report nothing.json --html a.html").refused(2);
    assert!(said.contains("cannot read nothing.json"), "{said}");
    place.docproof("report").exits(2);
    assert!(!place.path("a.html").exists());
}

#[test]
fn what_cannot_be_written_is_named_and_the_run_stays() {
    let place = place();
    let run = place.read("r/report.json");
    let said = place.docproof("report r/report.json --html r/../r/report.json").refused(2);
    assert!(said.contains("this file is read"), "{said}");
    let said = place.docproof("report r/report.json --html x --junit x").refused(2);
    assert!(said.contains("two things can't be one file"), "{said}");
    let said = place.docproof("report r/report.json --html r/report.json/a.html").refused(3);
    assert!(said.contains("cannot write r/report.json/a.html"), "{said}");
    std::fs::create_dir(place.path("folder")).unwrap();
    let said = place.docproof("report r/report.json --html folder").refused(3);
    assert!(said.contains("cannot write folder"), "{said}");
    assert!(place.read("r/report.json") == run);
}
