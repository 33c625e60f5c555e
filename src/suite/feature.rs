//! Feature files: parsed, held to what Gherkin lets pass silently, and expanded to cases.

use std::collections::BTreeMap;
use std::fmt;

use cucumber::gherkin::{Background, Feature, GherkinEnv, Scenario, Step};

use super::outline::{Case, Surroundings, expand};

/// A feature file.
#[derive(Clone, Debug)]
pub struct FeatureFile {
    /// Its path, with `/` on every system.
    pub path: String,
    /// The feature's name.
    pub name: String,
}

/// Every scenario and outline row of all features.
#[derive(Clone, Debug, Default)]
pub struct Suite {
    /// The feature files, in order.
    pub files: Vec<FeatureFile>,
    /// The cases, in order.
    pub cases: Vec<Case>,
}

/// A feature file that can't be used, with the place.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub struct FeatureError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, where it is known.
    pub column: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for FeatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "{}:{}:{column}: {}", self.file, self.line, self.message),
            None => write!(f, "{}:{}: {}", self.file, self.line, self.message),
        }
    }
}

/// Reads every `.feature` file among `files` (path → text).
///
/// # Errors
/// Everything that is wrong, file by file.
pub fn parse(files: &BTreeMap<String, String>) -> Result<Suite, Vec<FeatureError>> {
    let mut suite = Suite::default();
    let mut errors = Vec::new();
    for (path, text) in files {
        if !path.ends_with(".feature") {
            continue;
        }
        match feature(path, text) {
            Ok(feature) => {
                errors.extend(slips(path, &feature));
                let index = suite.files.len();
                suite.files.push(FeatureFile { path: path.clone(), name: feature.name.clone() });
                suite.cases.extend(cases(index, path, &feature));
            }
            Err(error) => errors.push(error),
        }
    }
    name_apart(&mut suite.cases);
    if errors.is_empty() { Ok(suite) } else { Err(errors) }
}

fn feature(path: &str, text: &str) -> Result<Feature, FeatureError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Feature::parse(text, GherkinEnv::default()).map_err(|error| {
        // The parser gives its place only in words: "Error at 3:5: {…}".
        let words = error.to_string();
        let mut numbers = words
            .trim_start_matches("Error at ")
            .split(':')
            .map(|part| part.trim().parse::<usize>().ok());
        let line = numbers.next().flatten().unwrap_or(1);
        let column = numbers.next().flatten();
        let found = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
        let what =
            if found.is_empty() { "the end of the text".into() } else { format!("`{found}`") };
        FeatureError {
            file: path.into(),
            line,
            column,
            message: format!(
                "this is no Gherkin: {what} can't stand here (Feature, Rule, Background, Scenario, \
                 Scenario Outline, Examples, a step, a table or a comment could)"
            ),
        }
    })
}

fn all_scenarios(feature: &Feature) -> impl Iterator<Item = &Scenario> {
    feature.scenarios.iter().chain(feature.rules.iter().flat_map(|rule| &rule.scenarios))
}

/// What the parser lets pass and would make a scenario pass by accident.
fn slips(path: &str, feature: &Feature) -> Vec<FeatureError> {
    let mut errors = Vec::new();
    let mut add = |line: usize, message: String| {
        errors.push(FeatureError { file: path.into(), line, column: None, message });
    };
    if all_scenarios(feature).next().is_none() {
        add(feature.position.line, "the feature has no scenario".into());
    }
    for scenario in all_scenarios(feature) {
        let line = scenario.position.line;
        let described = scenario.description.as_deref().unwrap_or_default();
        if let Some(slip) = described.lines().find(|line| looks_like_a_step(line)) {
            add(
                line,
                format!(
                    "in `{}` the line `{}` is read as description, not as a step; check its keyword (Given, When, Then, And, But)",
                    scenario.name,
                    slip.trim()
                ),
            );
        } else if scenario.steps.is_empty() {
            add(line, format!("the scenario `{}` has no steps", scenario.name));
        } else if !scenario.steps.iter().any(|step| step.ty == cucumber::gherkin::StepType::Then) {
            add(
                line,
                format!("the scenario `{}` has no Then: it would check nothing", scenario.name),
            );
        }
        let is_outline =
            scenario.keyword.contains("Outline") || scenario.keyword.contains("Template");
        let rows = scenario.examples.iter().filter_map(|examples| examples.table.as_ref());
        let rows: usize = rows.map(|table| table.rows.len().saturating_sub(1)).sum();
        if (is_outline || !scenario.examples.is_empty()) && rows == 0 {
            add(line, format!("the outline `{}` has no example rows", scenario.name));
        }
    }
    errors
}

fn looks_like_a_step(line: &str) -> bool {
    let Some(word) = line.split_whitespace().next() else { return false };
    let word = word.trim_end_matches(':').to_lowercase();
    ["given", "when", "then", "and", "but"]
        .iter()
        .any(|keyword| strsim::osa_distance(&word, keyword) <= 1 && word.len() >= keyword.len() - 1)
}

fn cases(index: usize, path: &str, feature: &Feature) -> Vec<Case> {
    let mut cases = Vec::new();
    let background = |background: &Option<Background>| -> Vec<Step> {
        background.as_ref().map(|background| background.steps.clone()).unwrap_or_default()
    };
    let top = background(&feature.background);
    let mut add =
        |scenario: &Scenario, rule: Option<&str>, tags: &[&Vec<String>], steps: &[Step]| {
            let surroundings =
                Surroundings { feature: index, file: path, rule, tags, background: steps };
            cases.extend(expand(scenario, &surroundings));
        };
    for scenario in &feature.scenarios {
        add(scenario, None, &[&feature.tags], &top);
    }
    for rule in &feature.rules {
        let mut steps = top.clone();
        steps.extend(background(&rule.background));
        for scenario in &rule.scenarios {
            add(scenario, Some(&rule.name), &[&feature.tags, &rule.tags], &steps);
        }
    }
    cases
}

/// Ids are stable names; where two are alike, the later ones are numbered.
fn name_apart(cases: &mut [Case]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases {
        let count = seen.entry(case.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            case.id.push_str(&format!(" #{count}"));
            case.name.push_str(&format!(" #{count}"));
        }
    }
}
