//! Outlines: one case a row, in time linear in the rows.

use std::ops::Deref;
use std::sync::Arc;

use cucumber::gherkin::{self, Scenario};

use super::plan::ScenarioHead;
use super::step::{Sayings, Step};

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
}
