//! How much of features is read: the parser takes the square of some lengths, and an outline
//! multiplies.

use cucumber::gherkin::{Feature, Scenario, Step};

use super::feature::FeatureError;
use super::outline::texts;

/// Lines of a file.
const LINES: usize = 20_000;
/// Bytes of a line.
const LINE: usize = 64 * 1024;
/// Scenarios and rows of all features.
const CASES: usize = 100_000;
/// Bytes of all steps with the values of their rows in them.
const TEXT: usize = 64 << 20;

/// Refuses a text that the parser would take too long for.
pub(super) fn lines(file: &str, text: &str) -> Result<(), FeatureError> {
    let refused = |line, message| FeatureError { file: file.into(), line, column: None, message };
    if let Some(at) = text.lines().position(|line| line.len() > LINE) {
        let message = format!("this line is longer than the limit of {} KiB", LINE >> 10);
        return Err(refused(at + 1, message));
    }
    match text.lines().nth(LINES) {
        Some(_) => Err(refused(
            LINES + 1,
            format!("a feature has no more than {LINES} lines; split it into several files"),
        )),
        None => Ok(()),
    }
}

/// What is left for the features that follow.
#[derive(Debug)]
pub(super) struct Room {
    cases: usize,
    text: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { cases: CASES, text: TEXT }
    }
}

impl Room {
    /// Takes what a feature will expand to, before it is expanded.
    pub(super) fn take(&mut self, file: &str, feature: &Feature) -> Result<(), FeatureError> {
        let steps = |steps: &[Step]| steps.iter().map(length).sum::<usize>();
        // Each case has its own copy of what is above it.
        let tags = |tags: &[String]| tags.iter().map(String::len).sum::<usize>();
        let top = feature.background.as_ref().map_or(0, |background| steps(&background.steps))
            + tags(&feature.tags);
        for scenario in &feature.scenarios {
            self.scenario(file, scenario, top)?;
        }
        for rule in &feature.rules {
            let own = rule.background.as_ref().map_or(0, |background| steps(&background.steps))
                + tags(&rule.tags);
            for scenario in &rule.scenarios {
                self.scenario(file, scenario, top + own)?;
            }
        }
        Ok(())
    }

    fn scenario(
        &mut self,
        file: &str,
        scenario: &Scenario,
        background: usize,
    ) -> Result<(), FeatureError> {
        let refused = |message: String| FeatureError {
            file: file.into(),
            line: scenario.position.line,
            column: None,
            message,
        };
        let tags = scenario.tags.iter().chain(scenario.examples.iter().flat_map(|e| &e.tags));
        let texts = scenario.steps.iter().map(length).sum::<usize>()
            + scenario.name.len()
            + tags.map(String::len).sum::<usize>();
        let marks = texts_of(scenario).map(|text| text.matches('<').count()).sum::<usize>();
        let tables = scenario.examples.iter().filter_map(|examples| examples.table.as_ref());
        let rows = tables.flat_map(|table| table.rows.iter().skip(1));
        let sizes: Vec<usize> = if scenario.examples.is_empty() {
            vec![0]
        } else {
            rows.map(|row| row.iter().map(String::len).max().unwrap_or(0)).collect()
        };
        let cases = self.cases.checked_sub(sizes.len());
        self.cases = cases.ok_or_else(|| {
            let most = "with this scenario the features have more than";
            refused(format!("{most} {CASES} scenarios and rows; select fewer with --features"))
        })?;
        for widest in sizes {
            let length = background + texts + marks.saturating_mul(widest);
            self.text = self.text.checked_sub(length).ok_or_else(|| {
                let most = TEXT >> 20;
                refused(format!(
                    "with the rows of this outline in them the steps are longer than the limit of \
                     {most} MiB; use fewer or shorter rows"
                ))
            })?;
        }
        Ok(())
    }
}

fn length(step: &Step) -> usize {
    texts(step).map(str::len).sum()
}

/// Every text of a scenario that a row fills in.
fn texts_of(scenario: &Scenario) -> impl Iterator<Item = &str> {
    scenario.steps.iter().flat_map(texts).chain([scenario.name.as_str()])
}
