//! Feature files: parsed, held to what Gherkin lets pass silently, and expanded to cases.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use cucumber::gherkin::{Background, Feature, GherkinEnv, Scenario};
use rayon::prelude::*;

use super::cells::with_literal_backslashes;
use super::diagnose::{Fault, heading_meant, refusal, step_meant};
use super::limits::{self, Room};
use super::outline::{Case, Surroundings, expand, unfilled};
use super::plan::FeatureHead;
use super::step::{Sayings, Step};

/// So many files are parsed side by side.
const TOGETHER: usize = 16;

/// Every scenario and outline row of all features.
#[derive(Clone, Debug, Default)]
pub struct Suite {
    /// The feature files, in order.
    pub files: Vec<FeatureHead>,
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
    let files: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".feature")).collect();
    // Parsed, a file has ten times its size: not all of a large suite at once.
    let mut handfuls = files.chunks(TOGETHER);
    let mut next =
        || handfuls.next().map(|files| files.par_iter().copied().map(file).collect::<Vec<_>>());
    let mut reading = Reading::default();
    let mut parsed = next();
    while let Some(files) = parsed {
        let (taken, following) = rayon::join(|| reading.take(files), &mut next);
        taken?;
        parsed = following;
    }
    let Reading { mut suite, errors, .. } = reading;
    name_apart(&mut suite.cases);
    if errors.is_empty() { Ok(suite) } else { Err(errors) }
}

/// A file as it was parsed, with what it has that the parser lets pass.
struct Parsed<'a> {
    path: &'a str,
    feature: Result<(Feature, Vec<FeatureError>), FeatureError>,
}

fn file<'a>((path, text): (&'a String, &String)) -> Parsed<'a> {
    let feature = feature(path, text).map(|feature| {
        let slips = slips(path, text, &feature);
        (feature, slips)
    });
    Parsed { path, feature }
}

/// What was read of the features so far.
#[derive(Default)]
struct Reading {
    suite: Suite,
    errors: Vec<FeatureError>,
    room: Room,
    sayings: Sayings,
}

impl Reading {
    fn take(&mut self, files: Vec<Parsed<'_>>) -> Result<(), Vec<FeatureError>> {
        for Parsed { path, feature } in files {
            let (feature, slips) = match feature {
                Ok(parsed) => parsed,
                Err(error) => {
                    self.errors.push(error);
                    continue;
                }
            };
            self.errors.extend(slips);
            self.room.take(path, &feature).map_err(|error| vec![error])?;
            let index = self.suite.files.len();
            self.suite.files.push(FeatureHead { file: path.into(), name: feature.name.clone() });
            self.suite.cases.extend(cases(index, path, &feature, &mut self.sayings));
        }
        Ok(())
    }
}

fn feature(path: &str, text: &str) -> Result<Feature, FeatureError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    limits::lines(path, text)?;
    let text = &with_literal_backslashes(text);
    Feature::parse(text.as_ref(), GherkinEnv::default()).map_err(|error| {
        // The parser gives its place only in words: "Error at 3:5: {…}".
        let words = error.to_string();
        let place = words.trim_start_matches("Error at ").split(':').next();
        let line = place.and_then(|line| line.trim().parse().ok()).unwrap_or(1);
        let Fault { line, column, message } = refusal(text, line);
        FeatureError { file: path.into(), line, column: Some(column), message }
    })
}

fn all_scenarios(feature: &Feature) -> impl Iterator<Item = &Scenario> {
    feature.scenarios.iter().chain(feature.rules.iter().flat_map(|rule| &rule.scenarios))
}

/// What the parser lets pass and would make a scenario pass by accident.
fn slips(path: &str, text: &str, feature: &Feature) -> Vec<FeatureError> {
    let mut errors = Vec::new();
    let mut add = |line: usize, message: String| {
        errors.push(FeatureError { file: path.into(), line, column: None, message });
    };
    if all_scenarios(feature).next().is_none() {
        add(feature.position.line, "the feature has no scenario".into());
    }
    let heads = [(feature.position.line, &feature.description)]
        .into_iter()
        .chain(feature.rules.iter().map(|rule| (rule.position.line, &rule.description)));
    let backgrounds = feature.background.iter();
    let backgrounds = backgrounds.chain(feature.rules.iter().flat_map(|rule| &rule.background));
    let bodies =
        backgrounds.map(|background| (background.position.line, &background.description)).chain(
            all_scenarios(feature).map(|scenario| (scenario.position.line, &scenario.description)),
        );
    let bodies: Vec<(usize, &Option<String>)> = bodies.collect();
    for (line, described) in &bodies {
        if let Some((line, slip, keyword)) = meant(text, *line, described, step_meant) {
            add(
                line,
                format!(
                    "`{slip}` is read as description, not as a step; did you mean `{keyword}`?"
                ),
            );
        }
    }
    for (line, described) in heads.chain(bodies) {
        if let Some((line, slip, heading)) = meant(text, line, described, heading_meant) {
            let what = if slip.starts_with(heading) {
                "it can't stand here".into()
            } else {
                format!("did you mean `{heading}:`?")
            };
            add(line, format!("`{slip}` is read as description; {what}"));
        }
    }
    for scenario in all_scenarios(feature) {
        let line = scenario.position.line;
        let name = &scenario.name;
        if scenario.steps.is_empty() {
            add(line, format!("the scenario `{name}` has no steps"));
        } else if !scenario.steps.iter().any(|step| step.ty == cucumber::gherkin::StepType::Then) {
            add(line, format!("the scenario `{name}` has no Then: it would check nothing"));
        }
        let is_outline =
            scenario.keyword.contains("Outline") || scenario.keyword.contains("Template");
        let rows = scenario.examples.iter().filter_map(|examples| examples.table.as_ref());
        let rows: usize = rows.map(|table| table.rows.len().saturating_sub(1)).sum();
        if (is_outline || !scenario.examples.is_empty()) && rows == 0 {
            add(
                line,
                format!(
                    "the outline `{name}` has no example rows; give it `Examples:` with a table"
                ),
            );
        }
        for (line, message) in unfilled(scenario) {
            add(line, message);
        }
    }
    errors.sort_by_key(|error| error.line);
    errors
}

/// The first line of a description that was meant to be something else: where, what, and what was
/// meant.
fn meant<'a>(
    text: &str,
    heading: usize,
    described: &'a Option<String>,
    look: fn(&str) -> Option<&'static str>,
) -> Option<(usize, &'a str, &'static str)> {
    let mut lines = described.as_deref().unwrap_or_default().lines();
    let (slip, meant) = lines.find_map(|line| Some((line.trim(), look(line)?)))?;
    let below = text.lines().skip(heading).position(|line| line.trim() == slip);
    Some((heading + below.map_or(0, |index| index + 1), slip, meant))
}

fn cases(index: usize, path: &str, feature: &Feature, sayings: &mut Sayings) -> Vec<Case> {
    let mut cases = Vec::new();
    let file: Arc<str> = path.into();
    let mut add = |scenario: &Scenario,
                   rule: Option<&Arc<str>>,
                   tags: &[&Vec<String>],
                   steps: &[Step],
                   sayings: &mut Sayings| {
        let surroundings =
            Surroundings { feature: index, file: &file, rule, tags, background: steps };
        cases.extend(expand(scenario, &surroundings, sayings));
    };
    let top = background(feature.background.as_ref(), sayings);
    for scenario in &feature.scenarios {
        add(scenario, None, &[&feature.tags], &top, sayings);
    }
    for rule in &feature.rules {
        let mut steps = top.clone();
        steps.extend(background(rule.background.as_ref(), sayings));
        let name = Arc::from(rule.name.as_str());
        for scenario in &rule.scenarios {
            add(scenario, Some(&name), &[&feature.tags, &rule.tags], &steps, sayings);
        }
    }
    cases
}

fn background(background: Option<&Background>, sayings: &mut Sayings) -> Vec<Step> {
    let steps = background.into_iter().flat_map(|background| &background.steps);
    steps.map(|step| sayings.step(step)).collect()
}

/// Ids are stable names; where two are alike, the later ones are numbered.
fn name_apart(cases: &mut [Case]) {
    // How many there are of an id so far; one that is numbered is taken, too.
    let mut taken: HashMap<Arc<str>, usize> = HashMap::new();
    for case in cases {
        let first = case.id.clone();
        let mut count = taken.get(&first).map_or(1, |count| count + 1);
        let numbered = |count: usize| Arc::from(format!("{first} #{count}"));
        while count > 1 && taken.contains_key(&numbered(count)) {
            count += 1;
        }
        taken.insert(first.clone(), count);
        if count > 1 {
            let head = Arc::make_mut(&mut case.head);
            head.id = numbered(count);
            head.name = format!("{} #{count}", head.name).into();
            taken.insert(head.id.clone(), 1);
        }
    }
}
