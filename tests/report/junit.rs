//! JUnit XML, read back with an XML reader of its own.

use docproof::model::{RunReport, ScenarioStatus};
use docproof::report::junit;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::fixture;

/// An element with its attributes, text and children.
#[derive(Debug, Default)]
pub struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    pub text: String,
    children: Vec<Node>,
}

impl Node {
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    pub fn all(&self, name: &str) -> Vec<&Node> {
        let below = self.children.iter().flat_map(|child| child.all(name));
        (self.name == name).then_some(self).into_iter().chain(below).collect()
    }

    pub fn case(&self, name: &str) -> &Node {
        let cases = self.all("testcase");
        cases.into_iter().find(|case| case.attribute("name").starts_with(name)).unwrap()
    }
}

fn start(element: &BytesStart<'_>) -> Node {
    let attribute = |one: quick_xml::events::attributes::Attribute<'_>| {
        let key = String::from_utf8(one.key.as_ref().to_vec()).unwrap();
        (key, one.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned())
    };
    Node {
        name: String::from_utf8(element.name().as_ref().to_vec()).unwrap(),
        attributes: element.attributes().map(|one| attribute(one.unwrap())).collect(),
        ..Node::default()
    }
}

fn parse(xml: &str) -> Node {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Node::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => open.push(start(&element)),
            Event::Empty(element) => open.last_mut().unwrap().children.push(start(&element)),
            Event::End(_) => {
                let node = open.pop().unwrap();
                open.last_mut().unwrap().children.push(node);
            }
            Event::CData(text) => open.last_mut().unwrap().text.push_str(&text.decode().unwrap()),
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text.decode().unwrap()),
            Event::Eof => return open.pop().unwrap(),
            _ => {}
        }
    }
}

/// A report as JUnit, read back.
pub fn read(report: &RunReport) -> Node {
    parse(&junit::render(report).unwrap())
}

#[test]
fn counts_are_those_of_the_report() {
    for report in [fixture::red(), fixture::green()] {
        let root = read(&report);
        let counted = |name| root.all(name).len();
        let counts = &report.counts;
        assert_eq!(counted("testcase"), counts.scenarios);
        assert_eq!(counted("failure"), counts.failed);
        assert_eq!(counted("error"), counts.errors);
        assert_eq!(counted("skipped"), counts.skipped);
        let told = |name| {
            root.all("testsuite")
                .iter()
                .map(|suite| suite.attribute(name).parse::<usize>().unwrap())
                .sum::<usize>()
        };
        assert_eq!(
            [told("tests"), told("failures"), told("errors")],
            [counts.scenarios, counts.failed, counts.errors]
        );
    }
}

#[test]
fn totals_are_those_of_the_suites_and_a_suite_says_its_file() {
    for report in [fixture::red(), fixture::green(), fixture::interrupted(), fixture::known()] {
        let root = read(&report);
        let whole = root.all("testsuites")[0];
        for name in ["tests", "failures", "errors"] {
            let suites = root.all("testsuite");
            let of = |suite: &&Node| suite.attribute(name).parse::<usize>().unwrap();
            assert_eq!(whole.attribute(name), suites.iter().map(of).sum::<usize>().to_string());
        }
        let ms: u64 = report.scenarios().map(|scenario| scenario.duration_ms).sum();
        assert_eq!(whole.attribute("time"), format!("{}.{:03}", ms / 1000, ms % 1000));
        let file = root.all("testsuite")[0].attribute("file");
        assert_eq!(file, "agentassist/create-contacts.feature");
    }
}

#[test]
fn an_interrupted_run_is_red_by_a_case_of_its_own() {
    let root = read(&fixture::interrupted());
    assert_eq!(root.all("testcase").len(), fixture::interrupted().counts.scenarios + 1);
    let case = root.case("the run came to its end");
    assert_eq!(case.attribute("classname"), "run");
    let [error] = case.all("error")[..] else { panic!("{case:?}") };
    assert_eq!(error.attribute("type"), "interrupted");
    assert_eq!(error.attribute("message"), "interrupted: 2 of 1611 scenarios were run");
    let suites = root.all("testsuite");
    let suite = suites.last().unwrap();
    assert_eq!([suite.attribute("name"), suite.attribute("errors")], ["run", "1"]);
}

#[test]
fn a_warning_fails_a_strict_run_only() {
    assert_eq!(read(&fixture::warned(true)).all("failure").len(), 1);
    assert_eq!(read(&fixture::warned(false)).all("failure").len(), 0);
}

#[test]
fn a_failed_scenario_never_passes_for_want_of_a_finding() {
    let mut report = fixture::green();
    report.features[0].scenarios[0].status = ScenarioStatus::Failed;
    assert_eq!(read(&report).all("failure").len(), 1);
}

#[test]
fn hostile_text_arrives_visible_and_whole() {
    let root = read(&fixture::red());
    let visible = "␛[2J␛]0;owned␇ ]]> <script>alert('x')</script> & ␀ ⟨U+FFFE⟩ ⟨U+009B⟩31m ⟨U+202E⟩txt \"q\" Żółć";
    let case = root.case("One contact per number › Hostile");
    assert!(case.attribute("name").ends_with(visible));
    let failure = case.all("failure")[0];
    assert_eq!(failure.attribute("type"), "createContacts.rule.one-contact-per-number");
    assert!(
        failure.attribute("message").contains(visible)
            && !failure.attribute("message").contains('\n')
    );
    assert!(failure.text.contains(&format!("actual         {visible}\n")));
    assert!(failure.text.contains(&format!("+ line 79 {visible}")), "the diff is whole");
    let out = &case.all("system-out")[0].text;
    assert!(out.contains(&format!("{visible}\nnext line\n")));
    assert!(out.contains("… cut (25000 bytes)") && out.contains("ż]]>ż]]>ż"));
    assert!(out.contains("SHOULD createContacts.rule.order: expected 2, 1, actual 1, 2"));
}

#[test]
fn names_are_unique_in_a_file() {
    let root = read(&fixture::red());
    let mut names: Vec<(&str, &str)> = root
        .all("testcase")
        .iter()
        .map(|case| (case.attribute("classname"), case.attribute("name")))
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    assert!(
        names.contains(&("agentassist.create-contacts", "An expired token is refused (line 61)"))
    );
}

#[test]
fn times_and_start_are_those_of_the_run() {
    let root = read(&fixture::green());
    let suite = root.all("testsuite")[0];
    assert_eq!(suite.attribute("timestamp"), "2026-01-02T03:04:05.678Z");
    assert_eq!(root.case("The documented").attribute("time"), "0.012");
    let decimals =
        suite.attribute("time").split_once('.').map_or(0, |(_, decimals)| decimals.len());
    assert!(decimals <= 3, "{}", suite.attribute("time"));
}

#[test]
fn a_start_that_is_no_time_is_an_error() {
    let mut report = fixture::green();
    report.started = "yesterday".into();
    assert!(junit::render(&report).unwrap_err().to_string().contains("yesterday"));
}
