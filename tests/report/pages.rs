//! The pages of comparisons and of implementations by clauses, without a browser.

use docproof::report::comparison::{self, Comparison};
use docproof::report::implementations::{self, Implementation, Matrix};
use regex::Regex;

use crate::fixture;

#[test]
fn a_comparison_shows_expected_and_actual_without_a_click() {
    let (green, red) = (fixture::green(), fixture::red());
    let page = comparison::html(&Comparison::of(&green, &red), false).unwrap();
    let folded = Regex::new("(?s)<details.*?</details>").unwrap();
    let at_once = folded.replace_all(&page, "");
    assert!(at_once.contains("<dd><pre>&#34;Jane Doe&#34;</pre></dd>"), "{at_once}");
    assert!(at_once.contains("<dd><pre>&#34;Jane&#34;</pre></dd>"));
    assert!(!at_once.contains("curl -X POST") && page.contains("curl -X POST"));
}

#[test]
fn the_matrix_opens_what_is_broken_and_tells_what_differs() {
    let mut theirs = fixture::red();
    let mut ours = theirs.clone();
    for clause in &mut ours.clauses[..3] {
        clause.verdict = docproof::model::ClauseVerdict::Kept;
    }
    for run in [&mut ours, &mut theirs] {
        for clause in &mut run.clauses[6..] {
            clause.operation = "updateContactById".into();
        }
    }
    let page = |runs: &[(&str, &docproof::model::RunReport)]| {
        let of = |(name, run): &(&str, &docproof::model::RunReport)| Implementation {
            name: (*name).into(),
            run: (*run).clone(),
        };
        let all: Vec<_> = runs.iter().map(of).collect();
        implementations::html(&Matrix::of(&all)).unwrap()
    };
    let both = page(&[("ours", &ours), ("theirs", &theirs)]);
    let groups = Regex::new("<details class=\"(group[^\"]*)\"( open)?>").unwrap();
    let groups: Vec<_> = groups.captures_iter(&both).map(|one| one[0].to_owned()).collect();
    assert_eq!(groups, ["<details class=\"group\" open>", "<details class=\"group same\">"]);
    assert!(both.contains("Differences only: 3 of 13 clauses"));
    assert!(both.contains("2 of 6 kept by all, 3 differ"), "{both}");
    let alike = page(&[("ours", &ours), ("again", &ours)]);
    assert!(alike.contains("All say the same of every clause.") && !alike.contains("<input"));
    assert!(!page(&[("ours", &ours)]).contains("All say the same"), "of one nothing is compared");
}
