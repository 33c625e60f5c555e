//! The run report: the seam between running and presenting. Its JSON form is described by
//! `schemas/report.schema.json`.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{ClauseKind, Counts, Exchange, Known, KnownEntry, Level, Source};

/// The version of the report's form; readers refuse others.
pub const REPORT_FORMAT: &str = "docproof-report/1";

/// Which tool wrote a report.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Tool {
    /// Always `docproof`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Completion {
    /// Every selected scenario ran.
    Complete,
    /// Stopped after a failure, as asked (`--fail-fast`).
    Stopped,
    /// Interrupted by a signal.
    Interrupted,
}

/// One API of the target.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ApiReport {
    /// The API's name.
    pub name: String,
    /// The document's title.
    pub title: String,
    /// The base URL, without credentials.
    pub base_url: String,
    /// Whether any certificate was believed (`--insecure`).
    pub insecure: bool,
}

/// What the run found out about a clause.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClauseVerdict {
    /// A MUST was broken.
    Broken,
    /// A SHOULD was broken.
    Warned,
    /// Judged, and kept each time.
    Kept,
    /// Not judged; the reason is told.
    NotTried,
    /// No documented operation shows it.
    NotObservable,
}

/// A clause and its verdict.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ClauseReport {
    /// The clause's id.
    pub id: String,
    /// The API's name.
    pub api: String,
    /// The operation's id.
    pub operation: String,
    /// How binding it is.
    pub level: Level,
    /// What sort of promise it is.
    pub kind: ClauseKind,
    /// The promise as a sentence.
    pub text: String,
    /// Where it stands.
    pub source: Source,
    /// What the run found out.
    pub verdict: ClauseVerdict,
    /// Why it was not tried, or can't be observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Ids of the scenarios that judged it.
    pub judged_by: Vec<Arc<str>>,
    /// Ids of the scenarios that ask about it and did not judge it: skipped, in error, failed before
    /// for another clause, or unable to tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untried_by: Vec<Arc<str>>,
    /// Who answers for it, where all that was seen of it is known. It is broken all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
}

/// A broken promise, with its evidence.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Finding {
    /// The clause's id.
    pub clause: String,
    /// The clause's level.
    pub level: Level,
    /// What the documentation promises.
    pub text: String,
    /// Where it does.
    pub source: Source,
    /// Every acceptable answer.
    pub expected: String,
    /// What came instead.
    pub actual: String,
    /// The place in the body (`[0].cellPhone`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// A line diff: `-` expected, `+` actual.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
    /// Index of the exchange in the scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange: Option<usize>,
    /// Index of the step in the scenario.
    pub step: usize,
    /// Seen in passing: the scenario doesn't ask about this clause, and one that does reports it.
    pub incidental: bool,
    /// Who answers for it, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// Where a later answer showed it: the beginning of the clauses which that answer has to keep
    /// for the evidence to hold. Only until findings are attributed: no report has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed_through: Option<String>,
}

impl Finding {
    /// Whether it fails a run as long as nobody answers for it; in a strict one a SHOULD does too.
    pub fn fails(&self, strict: bool) -> bool {
        !self.incidental && (self.level == Level::Must || strict && self.level == Level::Should)
    }
}

/// Something undocumented and allowed.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Note {
    /// The clause that it stands nearest to.
    pub clause: String,
    /// What was seen.
    pub text: String,
}

/// How a scenario ended.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScenarioStatus {
    /// Everything that it asks about was kept (a SHOULD may have been broken).
    Passed,
    /// A promise was broken.
    Failed,
    /// The harness or the way to the target failed: nothing is said of the promise.
    Error,
    /// Not tried, with a reason.
    Skipped,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepStatus {
    /// Done.
    Passed,
    /// Here the scenario failed.
    Failed,
    /// Passed by, because the scenario had ended.
    Skipped,
}

/// A step and how it went.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StepReport {
    /// As written, with keyword; many steps say the same.
    pub text: Arc<str>,
    /// Line in the feature file.
    pub line: usize,
    /// How it ended.
    pub status: StepStatus,
}

/// A scenario, or one row of an outline.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ScenarioReport {
    /// Stable from run to run: file and name.
    pub id: Arc<str>,
    /// The feature's file, with `/` on every system.
    pub file: Arc<str>,
    /// Line of the scenario, or of the outline's row.
    pub line: usize,
    /// The scenario's name, with the row's values in it.
    pub name: Arc<str>,
    /// The rule that it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Arc<str>>,
    /// All tags in force, without `@`.
    pub tags: Arc<[String]>,
    /// How it ended.
    pub status: ScenarioStatus,
    /// Why it was skipped or in error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who answers for it, where it failed for nothing but what is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// Milliseconds that it took.
    pub duration_ms: u64,
    /// Its steps.
    pub steps: Vec<StepReport>,
    /// What it found broken.
    pub findings: Vec<Finding>,
    /// What it saw that is allowed.
    pub notes: Vec<Note>,
    /// Its requests and their answers.
    pub exchanges: Vec<Exchange>,
}

/// A feature file.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FeatureReport {
    /// The file, with `/` on every system.
    pub file: String,
    /// The feature's name.
    pub name: String,
    /// Its selected scenarios, in the order of the file.
    pub scenarios: Vec<ScenarioReport>,
}

/// Something that the run made on the target and left there.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Created {
    /// The API's name.
    pub api: String,
    /// What it is.
    pub resource: String,
    /// Its id.
    pub id: String,
    /// The scenario that made it.
    pub scenario: String,
}

/// A contradiction of the documentation with itself; never held against an implementation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Defect {
    /// Its id: `createContacts.defect.path-parameter-names`.
    pub id: String,
    /// The operation's id.
    pub operation: String,
    /// What contradicts what.
    pub text: String,
    /// Where.
    pub source: Source,
}

/// A whole run, as data.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RunReport {
    /// Always [`REPORT_FORMAT`].
    pub format: String,
    /// Who wrote it.
    pub tool: Tool,
    /// Marks this run's test data and requests; of a merged run, those of its shards with `+` between.
    pub run_id: String,
    /// Start, as RFC 3339 in UTC.
    pub started: String,
    /// Milliseconds that the run took.
    pub duration_ms: u64,
    /// Whether it ran to its end.
    pub completion: Completion,
    /// How many scenarios were selected, where the run did not come to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<usize>,
    /// Whether a warning fails the run.
    pub strict: bool,
    /// What narrowed the run, as typed (`--tags …`), and which shard it is and why.
    pub selection: IndexMap<String, String>,
    /// The target's APIs.
    pub apis: Vec<ApiReport>,
    /// How many of each.
    pub counts: Counts,
    /// The exit code that this report stands for.
    pub exit_code: u8,
    /// Every clause of the APIs, with its verdict.
    pub clauses: Vec<ClauseReport>,
    /// The documentation's own contradictions.
    pub defects: Vec<Defect>,
    /// Every selected scenario, by feature.
    pub features: Vec<FeatureReport>,
    /// What the run left on the target.
    pub created: Vec<Created>,
    /// Known deviations, in the order of their file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<KnownEntry>,
}

impl RunReport {
    /// How many scenarios were selected, where not all of them ran.
    pub fn unfinished_of(&self) -> Option<usize> {
        let ended = self.completion == Completion::Complete;
        self.selected.filter(|selected| !ended && self.counts.scenarios < *selected)
    }

    /// Every scenario, in order.
    pub fn scenarios(&self) -> impl Iterator<Item = &ScenarioReport> {
        self.features.iter().flat_map(|feature| &feature.scenarios)
    }

    /// Every finding that isn't incidental, with its scenario.
    pub fn findings(&self) -> impl Iterator<Item = (&ScenarioReport, &Finding)> {
        self.scenarios()
            .flat_map(|scenario| scenario.findings.iter().map(move |finding| (scenario, finding)))
            .filter(|(_, finding)| !finding.incidental)
    }
}
