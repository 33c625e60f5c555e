//! The whole suite, run by the real program against a conforming server, and what it accused it of.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::environment::forget;
use crate::other_implementation::{Choices, Server};

/// Which part of a target file a run is given.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Apis {
    Both,
    Agentassist,
    Contact,
}

/// What a run came to.
pub struct Run {
    pub report: Value,
    code: Option<i32>,
    /// How many scenarios it has at least.
    least: u64,
    printed: String,
}

/// Runs the whole suite against a server.
pub fn run(choices: Choices, apis: Apis) -> Run {
    Run { least: 300, ..run_only(choices, apis, &[]) }
}

/// Runs the program against a server.
pub fn run_only(choices: Choices, apis: Apis, narrowed: &[&str]) -> Run {
    let server = Server::start(choices);
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("target.toml");
    let mut text = String::new();
    if apis != Apis::Contact {
        text.push_str(&server.agentassist());
    }
    if apis != Apis::Agentassist {
        text.push_str(&server.contact());
    }
    std::fs::write(&target, text).expect("a target file");
    let output = forget(&mut Command::new(env!("CARGO_BIN_EXE_docproof")))
        // A machine that is busy with other tests makes no server late.
        .args(["run", "--jobs", "48", "--timeout", "2m", "--target"])
        .arg(&target)
        .arg("--reports")
        .arg(folder.path())
        .args(narrowed)
        .output()
        .expect("the program runs");
    let printed =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    let report = std::fs::read(folder.path().join("report.json"));
    let report = report.unwrap_or_else(|error| panic!("no report: {error}\n{}", printed.concat()));
    Run {
        report: serde_json::from_slice(&report).expect("a report"),
        code: output.status.code(),
        least: 15,
        printed: printed.concat(),
    }
}

impl Run {
    fn scenarios(&self) -> impl Iterator<Item = &Value> {
        let features = self.report["features"].as_array().expect("features");
        features.iter().flat_map(|feature| feature["scenarios"].as_array().expect("scenarios"))
    }

    /// Ids of clauses with a verdict.
    pub fn clauses(&self, verdict: &str) -> BTreeSet<&str> {
        let clauses = self.report["clauses"].as_array().expect("clauses");
        let found = clauses.iter().filter(|clause| clause["verdict"] == verdict);
        found.map(|clause| clause["id"].as_str().expect("an id")).collect()
    }

    /// Sees that nothing failed, and that only these clauses were warned of.
    #[track_caller]
    pub fn is_innocent(&self, warned: &BTreeSet<&str>) -> &Self {
        let counts = &self.report["counts"];
        let clean = self.code == Some(0)
            && ["failed", "errors", "broken"].iter().all(|name| counts[*name] == 0)
            && self.clauses("warned") == *warned;
        assert!(clean, "{}", self.accusations(warned));
        // Nothing is easier than finding nothing wrong in a suite that isn't there.
        assert!(counts["passed"].as_u64() > Some(self.least), "{counts}");
        self
    }

    /// Sees that scenarios were skipped for these reasons and no other.
    #[track_caller]
    pub fn skips(&self, reasons: &[&str]) {
        let skipped = self.scenarios().filter(|scenario| scenario["status"] == "skipped");
        let found: BTreeMap<&str, &Value> =
            skipped.map(|one| (one["reason"].as_str().expect("a reason"), &one["name"])).collect();
        let unexpected: Vec<_> = found
            .iter()
            .filter(|(reason, _)| !reasons.iter().any(|r| reason.contains(r)))
            .collect();
        assert!(unexpected.is_empty(), "skipped because {unexpected:#?}");
        for reason in reasons {
            assert!(found.keys().any(|found| found.contains(reason)), "none skipped: {reason}");
        }
    }

    /// Everything that a server is accused of: clause by clause, with the evidence of the first.
    fn accusations(&self, warned: &BTreeSet<&str>) -> String {
        let mut text = format!("exit code {:?}, {}\n", self.code, self.report["counts"]);
        let found = self.clauses("warned");
        let missing: Vec<_> = warned.difference(&found).collect();
        text.push_str(&format!("not warned of: {missing:#?}\n"));
        let mut clauses: BTreeMap<&str, (String, Vec<String>)> = BTreeMap::new();
        for scenario in self.scenarios() {
            let findings = scenario["findings"].as_array().expect("findings");
            let unexplained = findings.is_empty() && scenario["status"] == "failed";
            if unexplained || scenario["status"] == "error" {
                text.push_str(&format!("\n{}: {}\n", scenario["id"], scenario["reason"]));
            }
            for finding in findings {
                let clause = finding["clause"].as_str().expect("a clause");
                if finding["incidental"] == true || warned.contains(clause) {
                    continue;
                }
                let (_, scenarios) =
                    clauses.entry(clause).or_insert_with(|| (evidence(scenario, finding), vec![]));
                scenarios.push(scenario["id"].to_string());
            }
        }
        for (clause, (evidence, scenarios)) in clauses {
            let (count, few) = (scenarios.len(), scenarios.iter().take(5).collect::<Vec<_>>());
            text.push_str(&format!("\n{clause}\n{evidence}\n  {count} times, in {few:#?}\n"));
        }
        if self.report["counts"]["scenarios"] == 0 {
            text.push_str(&self.printed);
        }
        text
    }
}

/// What was expected, asked and answered.
fn evidence(scenario: &Value, finding: &Value) -> String {
    let index = finding["exchange"].as_u64().and_then(|index| usize::try_from(index).ok());
    let exchange = index.map_or(&Value::Null, |index| &scenario["exchanges"][index]);
    let response = &exchange["answer"]["response"];
    let (body, headers) = (response["body"].as_str().unwrap_or_default(), &response["headers"]);
    let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
    format!(
        "  {}: expected {}\n  actual {} at {}\n  {}\n  {} {headers}\n  {body}",
        finding["level"],
        finding["expected"],
        finding["actual"],
        finding["at"],
        exchange["request"]["curl"],
        response["status"],
    )
}
