//! Outlines: one case a row, in time linear in the rows.

use std::ops::Deref;
use std::sync::Arc;

use cucumber::gherkin::{self, Scenario};

use super::plan::ScenarioHead;
use super::step::{Sayings, Step};
use crate::spelling::hint;

/// A scenario, or one row of an outline, ready to run.
#[derive(Clone, Debug)]
pub struct Case {
    /// What the report says of it before it has run.
    pub head: Arc<ScenarioHead>,
    /// The steps, those of backgrounds first.
    pub steps: Arc<[Step]>,
}

impl Deref for Case {
    type Target = ScenarioHead;

    fn deref(&self) -> &ScenarioHead {
        &self.head
    }
}

pub(super) struct Surroundings<'a> {
    pub feature: usize,
    pub file: &'a Arc<str>,
    pub rule: Option<&'a Arc<str>>,
    pub tags: &'a [&'a Vec<String>],
    pub background: &'a [Step],
}

/// The cases of a scenario.
pub(super) fn expand(
    scenario: &Scenario,
    around: &Surroundings<'_>,
    sayings: &mut Sayings,
) -> Vec<Case> {
    let tags: Arc<[String]> =
        around.tags.iter().copied().flatten().chain(&scenario.tags).cloned().collect();
    let case = |name: String, line: usize, tags: Arc<[String]>, steps: Vec<Step>| Case {
        head: Arc::new(ScenarioHead {
            id: match around.rule {
                Some(rule) => format!("{}: {rule} › {name}", around.file).into(),
                None => format!("{}: {name}", around.file).into(),
            },
            feature: around.feature,
            file: Arc::clone(around.file),
            line,
            name: name.into(),
            rule: around.rule.cloned(),
            tags,
        }),
        steps: around.background.iter().cloned().chain(steps).collect(),
    };
    // As they stand; rows replace those in which they fill something in.
    let written: Vec<Step> = scenario.steps.iter().map(|step| sayings.step(step)).collect();
    if scenario.examples.is_empty() {
        return vec![case(scenario.name.clone(), scenario.position.line, tags, written)];
    }
    let mut cases = Vec::new();
    for examples in &scenario.examples {
        let Some(table) = &examples.table else { continue };
        let Some((header, rows)) = table.rows.split_first() else { continue };
        let tags = match examples.tags.as_slice() {
            [] => Arc::clone(&tags),
            own => tags.iter().chain(own).cloned().collect(),
        };
        for (index, row) in rows.iter().enumerate() {
            let fill = |text: &str| fill(text, header, row);
            let name = fill(&scenario.name);
            let name = if name == scenario.name && rows.len() > 1 {
                // A name without a placeholder would be the same in every row.
                format!("{name} ({})", row.join(", "))
            } else {
                name
            };
            let steps = scenario.steps.iter().zip(&written).map(|(step, written)| {
                if !texts(step).any(|text| text.contains('<')) {
                    return written.clone();
                }
                let mut step = step.clone();
                step.value = fill(&step.value);
                step.docstring = step.docstring.as_deref().map(fill);
                for cell in step.table.iter_mut().flat_map(|table| &mut table.rows).flatten() {
                    *cell = fill(cell);
                }
                sayings.step(&step)
            });
            let steps = steps.collect();
            let line = table.position.line + index + 1;
            cases.push(case(name, line, Arc::clone(&tags), steps));
        }
    }
    cases
}

/// Every text of a step.
pub(super) fn texts(step: &gherkin::Step) -> impl Iterator<Item = &str> {
    let cells = step.table.iter().flat_map(|table| &table.rows).flatten();
    [Some(&step.value), step.docstring.as_ref()]
        .into_iter()
        .flatten()
        .chain(cells)
        .map(String::as_str)
}

/// The names in what looks like `<column>`.
pub(super) fn placeholders(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        // Up to the next angle only, so that it takes linear time.
        let Some(end) = rest.find(['<', '>']).filter(|end| rest[*end..].starts_with('>')) else {
            continue;
        };
        let name = &rest[..end];
        let begins = name.chars().next().is_some_and(char::is_alphabetic);
        if begins && name.chars().all(|c| c.is_alphanumeric() || " _-".contains(c)) {
            found.push(name);
        }
    }
    found
}

/// Placeholders in the steps of an outline that some of its tables fills with nothing: the line of the
/// step and what is wrong.
pub(super) fn unfilled(scenario: &Scenario) -> Vec<(usize, String)> {
    let tables = scenario.examples.iter().filter_map(|examples| examples.table.as_ref());
    let headers: Vec<&Vec<String>> = tables.filter_map(|table| table.rows.first()).collect();
    let mut found = Vec::new();
    for step in &scenario.steps {
        for name in texts(step).flat_map(placeholders) {
            let lacking = headers.iter().find(|header| !header.iter().any(|title| title == name));
            let Some(columns) = lacking else { continue };
            let near = hint(name, columns.iter().map(String::as_str));
            let message = format!(
                "`<{name}>` is filled by no column{near} (there are {}); what is meant to the letter \
                 comes out of a column",
                columns.join(", ")
            );
            let fault = (step.position.line, message);
            if !found.contains(&fault) {
                found.push(fault);
            }
        }
    }
    found
}

/// Replaces `<column>`s in one pass.
fn fill(text: &str, header: &[String], row: &[String]) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        filled.push_str(&rest[..start]);
        rest = &rest[start..];
        // Without an end there is none for those that follow either.
        let Some(end) = rest.find('>') else { break };
        let name = &rest[1..end];
        let column = header.iter().position(|title| title == name);
        match column.and_then(|column| row.get(column)) {
            Some(value) => {
                filled.push_str(value);
                rest = &rest[name.len() + 2..];
            }
            None => {
                filled.push('<');
                rest = &rest[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_filled_and_other_angles_stay() {
        let header = ["a".to_owned(), "b c".to_owned()];
        let row = ["1".to_owned(), "<a>".to_owned()];
        assert_eq!(
            fill("x <a> y <b c> <b>bold</b> < z", &header, &row),
            "x 1 y <a> <b>bold</b> < z"
        );
    }

    #[test]
    fn a_placeholder_is_a_name_in_angles() {
        assert_eq!(placeholders("set to \"<wert>\" in <b c>"), ["wert", "b c"]);
        assert_eq!(placeholders("</b> <1> <> < a> <a=1> <!-- --> a < b"), [""; 0]);
    }
}
