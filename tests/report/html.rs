//! The HTML page without a browser: what stands in it, and that nothing from a target acts.

use std::collections::BTreeSet;

use docproof::model::RunReport;
use docproof::report::html;
use regex::Regex;
use serde_json::Value;

use crate::build::HOSTILE;
use crate::fixture;

/// Text that acts wherever a page forgets to escape it.
pub const ACTS: &str = "</script><script>window.owned=1</script><img src=x onerror=\"window.owned=2\">\
     '\"><svg/onload=window.owned=3></style></title></textarea></pre><!--<script>{{ 7*7 }}\
     \\u003cimg src=y\\u003e javascript:window.owned=4 &lt;b&gt; \u{202e}\u{0}\u{2028}";

/// The red run, partly known, with text that acts in all of its texts, from ids to headers.
pub fn hostile() -> RunReport {
    fn fill(value: &mut Value, key: &str) {
        match value {
            // These are words of a fixed set, or say what clause or scenario is meant.
            Value::String(_)
                if ["format", "completion", "level", "kind", "verdict", "status", "state"]
                    .contains(&key) => {}
            Value::String(text) => text.push_str(ACTS),
            Value::Array(items) => items.iter_mut().for_each(|item| fill(item, key)),
            Value::Object(members) => members.iter_mut().for_each(|(key, item)| fill(item, key)),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(fixture::known()).unwrap();
    fill(&mut value, "");
    serde_json::from_value(value).unwrap()
}

/// Two thousand scenarios, some of which failed, were skipped or in error.
pub fn large() -> RunReport {
    let mut report = fixture::red();
    let mut scenarios = report.features[0].scenarios.clone();
    let green = fixture::green().features[0].scenarios[0].clone();
    for number in scenarios.len()..2_000 {
        let mut one = green.clone();
        one.line = 1_000 + number;
        one.name =
            format!("Contact {number} is created with the salutation \"Mr {}\"", number % 7).into();
        one.id = format!("{}: {}", one.file, one.name).into();
        one.duration_ms = u64::try_from(number).unwrap() % 90;
        one.exchanges = vec![one.exchanges[0].clone(); 3];
        one.exchanges[2].request.url.push_str(&format!("?number={number}"));
        scenarios.push(one);
    }
    report.clauses[3].judged_by = scenarios.iter().map(|one| one.id.clone()).collect();
    report.features[0].scenarios = scenarios;
    report.counts.scenarios = report.scenarios().count();
    report.counts.passed = report.counts.scenarios - 15;
    report
}

/// The page's markup: without style, script and data, which are not read as HTML.
fn markup(page: &str) -> String {
    let mut rest = page;
    let mut out = String::new();
    while let Some(start) = rest.find("<script").into_iter().chain(rest.find("<style")).min() {
        let end = if rest[start..].starts_with("<style") { "</style>" } else { "</script>" };
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        rest = &rest[rest.find(end).unwrap() + end.len()..];
    }
    out + rest
}

/// Every name of an element or an attribute in the markup.
fn tags(page: &str) -> BTreeSet<String> {
    let (tag, value) = (Regex::new("<[^>]*>").unwrap(), Regex::new("=\"[^\"]*\"").unwrap());
    let page = value.replace_all(&markup(page), " ").into_owned();
    let words = tag.find_iter(&page).flat_map(|tag| tag.as_str().split([' ', '\n', '<', '>', '/']));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The JSON in the page.
fn data(page: &str, id: &str) -> Value {
    let start = format!("<script type=\"application/json\" id=\"{id}\">");
    let text = &page[page.find(&start).unwrap() + start.len()..];
    serde_json::from_str(&text[..text.find("</script>").unwrap()]).unwrap()
}

/// What a reader without JavaScript sees, one line a block.
pub fn text(page: &str) -> String {
    let body = markup(page);
    let mut out = String::new();
    for part in body[body.find("<header").unwrap()..].split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        let inline = ["a", "span", "b", "time", "mark", "wbr"].contains(&name);
        out.push_str(if inline { "" } else { "\n" });
        out.push_str(text);
    }
    for (escaped, c) in
        [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
    {
        out = out.replace(escaped, c);
    }
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn without_javascript_the_essential_is_there() {
    insta::assert_snapshot!("html_green", text(&html::render(&fixture::green()).unwrap()));
    let red = text(&html::render(&fixture::red()).unwrap());
    for essential in [
        "FAILED 2 promises broken (2 MUST), 1 warning",
        "agentassist",
        "createContacts.rule.full-name",
        "AgentAssist: Create Contacts, Response",
        "\"Jane Doe\"",
        "[0].fullName",
        "curl -X POST",
        "not observable",
        "no connection to http://127.0.0.1:8080: connection refused",
        "The table names `BotId`, the endpoint says `streamId`.",
        "650100000000000000000011",
        "needs JavaScript",
    ] {
        assert!(red.contains(essential), "{essential}\n{red}");
    }
}

#[test]
fn the_differing_characters_are_marked() {
    let page = html::render(&fixture::red()).unwrap();
    assert!(
        page.contains("<td class=\"expected\"><pre>&#34;Jane<mark> Doe</mark>&#34;</pre></td>")
    );
}

#[test]
fn nothing_from_a_target_acts() {
    let page = html::render(&hostile()).unwrap();
    let (hostile, clean) = (tags(&page), tags(&html::render(&fixture::known()).unwrap()));
    assert_eq!(hostile, clean, "no element and no attribute more");
    assert_eq!(page.matches("<script").count(), page.matches("</script").count());
    assert_eq!(page.matches("<script>").count(), 1, "the page's own");
    assert_eq!(page.matches("<style>").count(), 1);
}

#[test]
fn nothing_hides_or_steers() {
    for report in [fixture::red(), fixture::known(), hostile()] {
        let page = html::render(&report).unwrap();
        let steering = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(!page.contains(steering));
        assert!(!page.contains(['\u{202e}', '\u{fffe}', '\u{2028}']));
    }
}

#[test]
fn links_lead_to_the_page_itself() {
    let page = markup(&html::render(&hostile()).unwrap());
    let links = Regex::new("<a [^>]*href=\"(.)").unwrap();
    assert!(links.captures_iter(&page).all(|link| &link[1] == "#"));
    for tag in tags(&page) {
        let acts = ["src", "style", "action", "srcdoc", "data"].contains(&tag.as_str());
        assert!(!acts && !tag.starts_with("on"), "{tag} is an attribute");
    }
}

#[test]
fn a_run_that_did_not_finish_says_of_how_many() {
    let told = "of <span class=\"number\">1611</span> selected";
    assert!(html::render(&fixture::interrupted()).unwrap().contains(told));
    let whole = html::render(&fixture::green()).unwrap();
    assert!(!whole.contains("selected</li>") && whole.contains("</span> in all"));
}

#[test]
fn the_policy_stands_before_what_it_rules() {
    let page = html::render(&fixture::green()).unwrap();
    let policy = page.find("Content-Security-Policy").unwrap();
    assert!(policy < page.find("<style").unwrap() && policy < page.find("<title").unwrap());
    for rule in [
        "default-src &#39;none&#39;",
        "script-src &#39;sha256-",
        "style-src &#39;sha256-",
        "trusted-types &#39;none&#39;",
    ] {
        assert!(page.contains(rule), "{rule}");
    }
    assert!(!page.contains("unsafe-"));
}

#[test]
fn long_bodies_are_cut_sooner_where_nothing_failed() {
    let mut report = fixture::red();
    let long = "x".repeat(50_000);
    let scenarios = &mut report.features[0].scenarios;
    scenarios[0].exchanges[0] = fixture::exchange(fixture::response(200, &long));
    let mut passed = fixture::green().features[0].scenarios[0].clone();
    passed.exchanges[0] = fixture::exchange(fixture::response(200, &long));
    scenarios.insert(1, passed);
    let page = html::render(&report).unwrap();
    let texts = data(&page, "t0");
    let exchange = |id| data(&page, id)["exchanges"][0].clone();
    let body = |id| {
        let body = exchange(id)["response"]["body"].clone();
        let body = body.as_u64().map_or(body, |at| texts[usize::try_from(at).unwrap()].clone());
        body.as_str().unwrap().to_owned()
    };
    for (id, most) in [("e0", 17_000), ("e1", 1_000)] {
        let body = body(id);
        assert!(body.ends_with("… cut (50000 bytes)") && body.len() < most, "{body}");
        assert_eq!(exchange(id)["cut"], true);
    }
    assert!(body("e0").len() > 16_000);
}

#[test]
fn a_target_that_answers_with_much_makes_no_page_that_nobody_opens() {
    let mut report = fixture::red();
    let failed = report.features[0].scenarios[0].clone();
    let body = format!("[{}]", vec![r#"{"fullName":"Jane"}"#; 5_000].join(","));
    report.features[0].scenarios = (0..200)
        .map(|number| {
            let mut one = failed.clone();
            one.line = number;
            one.exchanges[0] = fixture::exchange(fixture::response(200, &body));
            let mut finding = one.findings[0].clone();
            finding.clause = format!("createContacts.rule.r{number}");
            finding.expected = body.clone();
            finding.diff = Some(format!("-{body}\n+[]\n"));
            one.findings = vec![finding];
            one
        })
        .collect();
    let page = html::render(&report).unwrap();
    assert!(page.len() < 16_000_000, "{} bytes of {}", page.len(), 600 * body.len());
    assert!(text(&page).contains("This is cut. report.json has the whole."));
    let shared = r#"{\"fullName\":\"Jane\"},{\"fullName\":\"Jane\"}"#;
    let finding = &data(&page, "e0")["findings"][0];
    assert_eq!(finding["cut"], true);
    let whole = data(&page, "t0").to_string();
    assert!(whole.contains(shared) && whole.len() < 40_000, "one body, once: {}", whole.len());
}

#[test]
fn the_data_says_who_judged_and_who_found() {
    let mut report = fixture::red();
    report.clauses[0].judged_by =
        report.features[0].scenarios[..7].iter().map(|one| one.id.clone()).collect();
    let page = html::render(&report).unwrap();
    let index = data(&page, "index");
    assert_eq!(index["clauses"][0]["by"], serde_json::json!([0, 1, 2, 3, 4, 5, 6]));
    assert_eq!(index["clauses"][0]["found"], serde_json::json!([0, 1, 2, 3, 4]));
    assert_eq!(index["clauses"][0]["passing"], serde_json::json!([5, 6]));
    assert_eq!(data(&page, "s0")[0]["at"], "agentassist/create-contacts.feature:4");
    let texts = data(&page, "t0").to_string();
    assert!(texts.contains("createContacts") && !texts.contains(HOSTILE));
}

#[test]
fn who_judged_is_told_in_any_order_and_of_scenarios_that_share_an_id() {
    let mut report = fixture::red();
    let ids: Vec<_> = report.scenarios().map(|one| one.id.clone()).collect();
    report.clauses[0].judged_by =
        vec![ids[5].clone(), ids[2].clone(), ids[3].clone(), ids[2].clone(), "nobody".into()];
    let by = |report: &RunReport| {
        data(&html::render(report).unwrap(), "index")["clauses"][0]["by"].clone()
    };
    assert_eq!(by(&report), serde_json::json!([2, 3, 5]));
    report.features[0].scenarios[4].id = ids[2].clone();
    assert_eq!(by(&report), serde_json::json!([2, 3, 4, 5]));
}

#[test]
fn an_empty_run_has_a_page() {
    let empty = RunReport {
        features: vec![],
        clauses: vec![],
        apis: vec![],
        counts: Default::default(),
        exit_code: 4,
        ..fixture::green()
    };
    assert!(html::render(&empty).unwrap().contains("NOTHING RAN"));
}
