//! What is ready after a while: an export that a job makes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;

use crate::servers::{answer, served};
use crate::support::{Place, Ran};

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Exports, version: v1}
x-api: exports
x-resources:
  export: {made-by: startExport, id: id, observed-by: readExport}
paths:
  /exports:
    post:
      operationId: startExport
      responses: &export
        2XX:
          description: The export.
          content:
            application/json:
              schema:
                type: object
                required: [id, status]
                properties: {id: {type: string}, status: {type: string, enum: [pending, done]}, rows: {type: integer}}
      x-records: {sent: body, answered: body, id: id, resource: export}
  /exports/{id}:
    get:
      operationId: readExport
      parameters: [{name: id, in: path, required: true, schema: {type: string}, x-resource: export}]
      responses: *export
      x-rules: [{rule: finishes, text: An export is done after a minute at most.}]
";

const STARTED: &str = "Given an existing export
    And a valid readExport request
    When the request is sent
    Then the request is accepted";

/// How often it is read before it is done, if it ever is, and what it says of its rows then.
#[derive(Clone)]
struct Job {
    reads: Arc<AtomicUsize>,
    done_after: usize,
    rows: serde_json::Value,
}

async fn start() -> Response {
    answer(202, &json!({"id": "x-1", "status": "pending"}))
}

async fn read(State(job): State<Job>, Path(id): Path<String>) -> Response {
    let reads = job.reads.fetch_add(1, Ordering::SeqCst);
    match reads < job.done_after {
        true => answer(200, &json!({"id": id, "status": "pending"})),
        false => answer(200, &json!({"id": id, "status": "done", "rows": job.rows})),
    }
}

fn run(done_after: usize, rows: serde_json::Value, steps: &str) -> Ran {
    let job = Job { reads: Arc::default(), done_after, rows };
    let app = Router::new()
        .route("/exports", post(start))
        .route("/exports/{id}", get(read))
        .with_state(job);
    let feature = format!("@exports\nFeature: Exports\n\n  Scenario: It is done\n    {steps}\n");
    Place::empty()
        .file("c/exports.yaml", CONTRACT)
        .file("t.toml", served("exports", app))
        .file("f/exports.feature", feature)
        .docproof("run --no-ci --features f --schemas c --target t.toml --jobs 1")
}

fn becomes(step: &str) -> String {
    format!("{STARTED}\n    And {step}")
}

const DONE: &str = "the \"status\" becomes \"done\" within 1 minute, as the rule \"finishes\" says";

#[test]
fn what_is_done_after_a_while_is_waited_for() {
    for done_after in [0, 3] {
        run(done_after, json!(7), &becomes(DONE)).exits(0);
    }
}

#[test]
fn the_answers_on_the_way_are_judged() {
    let said = run(2, json!("seven"), &becomes(DONE)).exits(1).out;
    assert!(said.contains("MUST readExport.response.body.rows:type"), "{said}");
}

#[test]
fn what_is_not_done_in_time_breaks_the_rule_that_says_so() {
    let step = DONE.replace("1 minute", "1 second");
    let said = run(usize::MAX, json!(7), &becomes(&step)).exits(1).out;
    let told: Vec<&str> =
        said.lines().skip_while(|line| !line.contains("BROKEN")).take(9).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    BROKEN 1 promise

    ✗ MUST readExport.rule.finishes
      An export is done after a minute at most.
      Exports

      expected  "done" within 1 s
      actual    "pending"
      at        status
    "#);
}

#[test]
fn waiting_for_what_can_t_be_is_the_authors_mistake() {
    let told = |step: &str| run(0, json!(7), &becomes(step)).refused(2);
    insta::assert_snapshot!(told(&DONE.replace("\"done\"", "done")), @r#"error: f/exports.feature:9: `done` is no JSON value (expected value at line 1 column 1); a text is written with quotes: "done""#);
    insta::assert_snapshot!(told(&DONE.replace("1 minute", "0 seconds")), @"error: f/exports.feature:9: a scenario waits for 1 to 3600 seconds");
    insta::assert_snapshot!(told(&DONE.replace("\"status\"", "\"state\"")), @"error: f/exports.feature:9: the answer of readExport has no documented field `state`");
    insta::assert_snapshot!(told(&DONE.replace("finishes", "ends")), @"error: f/exports.feature:9: readExport has no rule `ends` (there are finishes)");
    let posted = "Given a valid startExport request\n    When the request is sent\n    Then the request is accepted";
    insta::assert_snapshot!(run(0, json!(7), &format!("{posted}\n    And {DONE}")).refused(2), @"error: f/exports.feature:8: startExport has no rule `finishes`, nor any other; `x-rules` in the contract has them");
}
