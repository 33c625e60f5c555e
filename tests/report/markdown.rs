//! Markdown of hostile runs, read by a reader that isn't ours.

use docproof::model::{ClauseVerdict, Level, RunReport, ScenarioStatus};
use docproof::report::comparison::{self, Comparison};
use docproof::report::implementations::{self, Implementation, Matrix};
use docproof::report::summary;
use docproof::report::text::one_line;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::fixture::{self, HOSTILE};

/// What is markup somewhere, and what undoes a backslash before it.
const MARKUP: [&str; 6] = [
    HOSTILE,
    r"a\|b | c",
    "[x](http://evil) ![y](z) <http://evil> <img src=x> </code> &lt; &#124;",
    "**a** _b_ ~~c~~ `d` $e$ ==f== ^g^ # h",
    "1. one\n- two\n> three\n---\n| a |\n| - |",
    r"\` ``` ~~~ <!-- --> <script> </td> \\| ",
];

/// A run in which every text is hostile.
fn hostile(text: &str) -> RunReport {
    let clause = format!("createContacts.rule.{text}");
    let mut one = fixture::scenario(4, text, ScenarioStatus::Failed);
    let mut finding = fixture::finding(&clause, Level::Must, text, text, text);
    finding.exchange = Some(0);
    one.findings.push(finding);
    let mut exchange = fixture::exchange(fixture::response(201, text));
    exchange.request.curl = format!("curl {text}\n  --more");
    one.exchanges.push(exchange);
    let mut two = fixture::scenario(9, text, ScenarioStatus::Error);
    two.reason = Some(text.into());
    let clauses = vec![fixture::clause(&clause, Level::Must, text, ClauseVerdict::Broken, None)];
    let mut report = fixture::run(vec![one, two], clauses);
    report.apis[0].base_url = text.into();
    report
}

/// Whether it is what is folded away, and no markup in it.
fn is_folded(html: &str) -> bool {
    let inside = html
        .trim()
        .strip_prefix("<details><summary>request and answer</summary><pre>")
        .and_then(|rest| rest.strip_suffix("</pre></details>"));
    inside.is_some_and(|inside| !inside.contains(['<', '>', '`', '@']))
}

/// The cells of every table; and no text of ours asks for more than this.
fn cells(markdown: &str) -> Vec<Vec<String>> {
    let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut inside, mut markup) = (false, Vec::new());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                inside = true;
                rows.last_mut().unwrap().push(String::new());
            }
            Event::End(TagEnd::TableCell) => inside = false,
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::List(None) | Tag::Item)
            | Event::Start(Tag::Table(_) | Tag::Strong)
            | Event::End(_)
            | Event::SoftBreak => {}
            Event::Start(Tag::HtmlBlock) => {}
            Event::Html(html) if is_folded(&html) => {}
            Event::InlineHtml(tag) if ["<code>", "</code>", "<br>"].contains(&tag.as_ref()) => {}
            Event::Text(text) if inside => {
                rows.last_mut().unwrap().last_mut().unwrap().push_str(&text)
            }
            Event::Text(_) => {}
            other => markup.push(other),
        }
    }
    assert_eq!(markup, [], "{markdown}");
    rows
}

#[test]
fn hostile_values_stay_in_their_cells_and_are_no_markup() {
    let before = fixture::green();
    for text in MARKUP {
        let after = hostile(text);
        let rows = cells(&comparison::markdown(&Comparison::of(&before, &after), false));
        let row = rows.iter().find(|row| row[0].starts_with("MUST")).unwrap();
        let value = one_line(text);
        let promise = format!("{value} (AgentAssist: Create Contacts, Response)");
        let clause = format!("MUST createContacts.rule.{value}");
        let trimmed: Vec<&str> = row.iter().map(|cell| cell.trim()).collect();
        let wanted = [clause.trim(), &promise, value.trim(), value.trim(), "not documented"];
        assert_eq!(trimmed, wanted, "{text}");

        let named = [("ours", before.clone()), (text, after.clone())];
        let both = named.map(|(name, run)| Implementation { name: name.into(), run });
        let rows = cells(&implementations::markdown(&Matrix::of(&both)));
        assert!(rows.iter().any(|row| row.first().is_some_and(|cell| cell.trim() == value.trim())));

        let summary = summary::render(&after, usize::MAX);
        assert!(summary.contains("<pre>curl "), "{summary}");
        cells(&summary);
    }
}
