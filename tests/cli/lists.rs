//! Lists that are bounded and in order, records that lose what a request leaves out, ids that only the server sets,
//! and times to come.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::servers::{answer, served};
use crate::support::Place;

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Tasks, version: v1}
x-api: tasks
x-resources:
  task: {made-by: createTask, id: id, observed-by: readTask}
paths:
  /tasks:
    get:
      operationId: listTasks
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50, default: 4}}
        - {name: sort, in: query, schema: {enum: [title, dueTime, effort], default: dueTime}}
        - {name: order, in: query, schema: {enum: [asc, desc], default: asc}}
      responses:
        '200':
          description: Tasks.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Kept'}}}}
      x-records: {sent: body, answered: 'body[]', id: id, resource: task}
      x-rules:
        - {rule: limit, text: No more tasks are listed than are asked for., check: {at-most: limit}}
        - {rule: order, text: Tasks are listed in order., check: {sorted: {by: '{query.sort}', order: '{query.order}'}}}
    post:
      operationId: createTask
      requestBody: &task
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Task'}
            example: {title: Paint, note: the door, dueTime: '2024-05-06T07:08:09Z', dueDay: '2024-05-06', effort: 3, kind: task, place: {room: red, floor: first}}
      responses: &kept
        2XX:
          description: The task.
          content: {application/json: {schema: {$ref: '#/components/schemas/Kept'}}}
      x-records: {sent: body, answered: body, id: id, resource: task}
      x-rules:
        - {rule: echo, text: A task comes back as it was sent., fields: [title, note, dueTime, dueDay, effort], check: echo}
  /tasks/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, x-resource: task}
    get:
      operationId: readTask
      responses: *kept
      x-records: {sent: body, answered: body, id: id, resource: task}
      x-rules:
        - {rule: whole, text: A task is read with all that it has., fields: [note, place], check: returned}
    put:
      operationId: replaceTask
      requestBody: *task
      responses:
        '200': {description: The task., content: {application/json: {schema: {$ref: '#/components/schemas/Kept'}}}}
        '204': {description: It is replaced.}
      x-records: {sent: body, answered: body, id: id, resource: task}
      x-rules:
        - {rule: touched, text: A change moves the time on., fields: [changedTime], check: after}
        - {rule: replaces, text: A task is replaced as a whole., check: gone-unless-sent}
components:
  schemas:
    Task:
      type: object
      required: [title, dueTime]
      properties:
        title: {type: string, minLength: 1, x-fresh: '{label}'}
        note: {type: [string, 'null']}
        effort: {type: integer, default: 1, x-fresh: '{digits}'}
        dueTime: {type: string, format: date-time, x-fresh: '{date-time:+2d}'}
        dueDay: {type: string, format: date, x-fresh: '{date:+1w}'}
        kind: {const: task}
        place: {type: object, properties: {room: {type: string}, floor: {type: string}}}
        id: {type: string, readOnly: true}
        changedTime: {type: string, format: date-time, readOnly: true}
    Kept:
      allOf:
        - {$ref: '#/components/schemas/Task'}
        - {type: object, required: [id]}
";

/// What a server does otherwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    /// Nothing.
    Right,
    /// It says null, or the default, of what is gone.
    RightWithNulls,
    /// It says the default of what it is made without.
    RightWithDefaults,
    /// It answers a replacement with 204.
    RightSilently,
    NoLimit,
    NoLimitUnasked,
    NoOrder,
    NoDescending,
    OtherField,
    Merges,
    MergesSilently,
    AnswersRightAndMerges,
    /// It replaces a task and merges what is inside.
    MergesInside,
    /// It replaces a task with nothing.
    Loses,
    /// It refuses what only it may set.
    RightAndRefusesIds,
    TakesIds,
    /// What it is made without has another default.
    OtherDefault,
    /// The time of a change stays that of the making.
    StopsTheClock,
    /// What was made last is not listed.
    ForgetsTheLast,
    /// It reads a task without its note.
    ReadsInPart,
    /// It goes back a second.
    TurnsTheClockBack,
}

type Tasks = Arc<(Does, Mutex<Vec<Map<String, Value>>>)>;

fn place(does: Does) -> Place {
    let app = Router::new()
        .route("/tasks", get(list).post(create))
        .route("/tasks/{id}", get(read).put(replace))
        .with_state(Arc::new((does, Mutex::default())));
    Place::empty().file("c/tasks.yaml", CONTRACT).file("t.toml", served("tasks", app))
}

/// A task that is right: it is due in time to come.
fn task(body: &[u8]) -> Option<Map<String, Value>> {
    let task: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let title = task.get("title")?.as_str()?;
    let due = OffsetDateTime::parse(task.get("dueTime")?.as_str()?, &Rfc3339).ok()?;
    let is_text = |name: &str| task.get(name).is_none_or(|text| text.is_string());
    let note = task.get("note").is_none_or(|note| note.is_string() || note.is_null());
    let day = task.get("dueDay").is_none_or(|day| {
        let today = OffsetDateTime::now_utc().date().to_string();
        day.as_str().is_some_and(|day| day.len() == 10 && day > today.as_str())
    });
    let effort = task.get("effort").is_none_or(Value::is_i64);
    let kind = task.get("kind").is_none_or(|kind| kind == "task");
    let right =
        kind && !title.is_empty() && due > OffsetDateTime::now_utc() && note && day && effort;
    let place = task.get("place").is_none_or(|place| {
        place.as_object().is_some_and(|all| all.values().all(Value::is_string))
    });
    (right && place && is_text("dueDay")).then_some(task)
}

fn now(offset: i64) -> Value {
    let now = OffsetDateTime::now_utc() + time::Duration::seconds(offset);
    now.format(&Rfc3339).unwrap().into()
}

async fn create(State(tasks): State<Tasks>, body: Bytes) -> Response {
    let Some(mut task) = task(&body) else { return answer(422, &json!({})) };
    if task.contains_key("id") && tasks.0 == Does::RightAndRefusesIds {
        return answer(422, &json!({}));
    }
    let mut kept = tasks.1.lock().unwrap();
    if !task.contains_key("id") || tasks.0 != Does::TakesIds {
        task.insert("id".into(), format!("t-{}", kept.len()).into());
    }
    task.insert("changedTime".into(), now(0));
    match tasks.0 {
        Does::RightWithDefaults => task.entry("effort").or_insert(json!(1.0)),
        Does::OtherDefault => task.entry("effort").or_insert(json!(0)),
        _ => &mut Value::Null,
    };
    kept.push(task.clone());
    answer(201, &task.into())
}

async fn read(State(tasks): State<Tasks>, Path(id): Path<String>) -> Response {
    let kept = tasks.1.lock().unwrap();
    match kept.iter().find(|task| task["id"] == id.as_str()).cloned() {
        Some(mut task) => {
            if tasks.0 == Does::ReadsInPart {
                task.remove("note");
            }
            answer(200, &task.into())
        }
        None => answer(404, &json!({})),
    }
}

async fn replace(State(tasks): State<Tasks>, Path(id): Path<String>, body: Bytes) -> Response {
    let does = tasks.0;
    let mut kept = tasks.1.lock().unwrap();
    let Some(at) = kept.iter().position(|task| task["id"] == id.as_str()) else {
        return answer(404, &json!({}));
    };
    let Some(mut new) = task(&body) else { return answer(422, &json!({})) };
    // There is no other kind.
    new.insert("kind".into(), "task".into());
    if does == Does::Loses {
        kept.remove(at);
        return StatusCode::NO_CONTENT.into_response();
    }
    let known = &mut kept[at];
    new.insert(
        "changedTime".into(),
        match does {
            Does::StopsTheClock => known["changedTime"].clone(),
            Does::TurnsTheClockBack => now(-5),
            _ => now(0),
        },
    );
    new.insert("id".into(), id.into());
    let mut merged = known.clone();
    merged.extend(new.clone());
    if does == Does::RightWithNulls {
        new.entry("note").or_insert(Value::Null);
        new.entry("effort").or_insert(1.into());
    }
    let merges = [Does::Merges, Does::MergesSilently, Does::AnswersRightAndMerges].contains(&does);
    if does == Does::MergesInside
        && let (Some(Value::Object(place)), Some(Value::Object(sent))) =
            (known.get("place").cloned(), new.get("place"))
    {
        let whole: Map<String, Value> = place.into_iter().chain(sent.clone()).collect();
        new.insert("place".into(), whole.into());
    }
    *known = if merges { merged } else { new.clone() };
    match does {
        Does::MergesSilently | Does::RightSilently => StatusCode::NO_CONTENT.into_response(),
        Does::AnswersRightAndMerges => answer(200, &new.into()),
        _ => answer(200, &known.clone().into()),
    }
}

async fn list(
    State(tasks): State<Tasks>,
    Query(asked): Query<std::collections::HashMap<String, String>>,
) -> Response {
    let does = tasks.0;
    let mut all = tasks.1.lock().unwrap().clone();
    let limit = asked.get("limit").map_or(Ok(4), |limit| limit.parse::<usize>());
    let sort = asked.get("sort").map_or("dueTime", String::as_str);
    let order = asked.get("order").map_or("asc", String::as_str);
    let Ok(limit @ 1..=50) = limit else { return answer(400, &json!({})) };
    if !["title", "dueTime", "effort"].contains(&sort) || !["asc", "desc"].contains(&order) {
        return answer(400, &json!({}));
    }
    if does == Does::ForgetsTheLast {
        all.pop();
    }
    if does == Does::NoOrder {
        all.reverse();
        all.sort_by_key(|task| std::cmp::Reverse(task["title"].to_string()));
    } else {
        let by = if does == Does::OtherField { "title" } else { sort };
        let key = |task: &Map<String, Value>| match task.get(by).unwrap_or(&Value::Null) {
            // In the order of a shelf and not of bytes.
            Value::String(text) => (0, text.to_lowercase()),
            number => (number.as_i64().unwrap_or_default(), String::new()),
        };
        all.sort_by_key(key);
        if order == "desc" && does != Does::NoDescending {
            all.reverse();
        }
    }
    let all_of_it =
        does == Does::NoLimit || (does == Does::NoLimitUnasked && !asked.contains_key("limit"));
    if !all_of_it {
        all.truncate(limit);
    }
    answer(200, &all.into_iter().map(Value::from).collect())
}

const RUN: &str = "run --no-ci --features f --schemas c --target t.toml";

const RIGHT: [Does; 5] = [
    Does::Right,
    Does::RightWithNulls,
    Does::RightWithDefaults,
    Does::RightSilently,
    Does::RightAndRefusesIds,
];

/// What scaffolding writes of the contract, run against such a server: the promises that are broken.
fn broken(does: Does) -> Vec<String> {
    let place = place(does);
    place.docproof("scaffold --schemas c f").exits(0);
    let ran = place.docproof(RUN);
    let passes = RIGHT.contains(&does) || [Does::TakesIds, Does::OtherDefault].contains(&does);
    let said = ran.exits(i32::from(!passes)).out;
    // What answers nothing shows nothing of what it took.
    let is_silent = [Does::RightSilently, Does::MergesSilently, Does::Loses].contains(&does);
    assert!(is_silent || !said.contains("skipped"), "{said}");
    let lines = said
        .lines()
        .filter_map(|line| line.strip_prefix("✗ MUST ").or_else(|| line.strip_prefix("! SHOULD ")));
    let broken = lines.filter(|line| !line.contains("Content-Type")).map(str::to_owned);
    broken.collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn whoever_is_allowed_to_differ_is_left_alone() {
    for does in RIGHT {
        assert_eq!(broken(does), [""; 0], "{does:?}");
    }
}

#[test]
fn a_time_that_stands_still_or_goes_back_is_seen() {
    for does in [Does::StopsTheClock, Does::TurnsTheClockBack] {
        assert_eq!(broken(does), ["replaceTask.response.body.changedTime:touched"], "{does:?}");
    }
}

#[test]
fn an_id_that_a_request_sets_is_seen() {
    assert_eq!(broken(Does::TakesIds), ["createTask.request.body.id:readOnly"]);
}

#[test]
fn another_default_than_the_documented_one_is_seen() {
    assert_eq!(broken(Does::OtherDefault), ["createTask.request.body.effort:default"]);
}

#[test]
fn what_a_reading_leaves_out_is_seen() {
    assert_eq!(broken(Does::ReadsInPart), ["readTask.response.body.note:whole"]);
}

#[test]
fn limits_that_are_ignored_are_seen() {
    assert_eq!(broken(Does::NoLimit), ["listTasks.rule.limit"]);
    assert_eq!(broken(Does::NoLimitUnasked), ["listTasks.rule.limit"]);
}

#[test]
fn an_order_that_is_ignored_is_seen() {
    for does in [Does::NoOrder, Does::NoDescending, Does::OtherField] {
        assert_eq!(broken(does), ["listTasks.rule.order"], "{does:?}");
    }
}

#[test]
fn a_replacement_that_only_merges_is_seen_in_the_answer_and_where_there_is_none() {
    let ways = [
        Does::Merges,
        Does::MergesSilently,
        Does::AnswersRightAndMerges,
        Does::MergesInside,
        Does::Loses,
    ];
    for does in ways {
        assert_eq!(broken(does), ["replaceTask.rule.replaces"], "{does:?}");
    }
}

#[test]
fn what_makes_such_a_rule_impossible_is_told() {
    let said = |from: &str, to: &str| {
        let contract = CONTRACT.replace(from, to);
        assert_ne!(contract, CONTRACT);
        Place::empty().file("c/tasks.yaml", contract).docproof("list --schemas c").refused(2)
    };
    insta::assert_snapshot!(said("at-most: limit", "at-most: size"), @"error: c/tasks.yaml:20: at #/paths/~1tasks/get/x-rules/0/check/at-most: the query has no parameter `size`");
    insta::assert_snapshot!(said("by: '{query.sort}'", "by: '{query.by}'"), @"error: c/tasks.yaml:21: at #/paths/~1tasks/get/x-rules/1/check/sorted/by: `{query.by}`: the query has no parameter `by`");
    insta::assert_snapshot!(said("by: '{query.sort}'", "by: due"), @"error: c/tasks.yaml:21: at #/paths/~1tasks/get/x-rules/1/check/sorted/by: the answer has no field `due` (it has title, note, effort, dueTime, dueDay, kind, place, place.room, place.floor, id, changedTime)");
    insta::assert_snapshot!(said("order: '{query.order}'", "order: up"), @"error: c/tasks.yaml:21: at #/paths/~1tasks/get/x-rules/1/check/sorted/order: `up` is no order; write ascending or descending");
    insta::assert_snapshot!(said("{date-time:+2d}", "{date-time:2d}"), @"error: c/tasks.yaml:24: at #/paths/~1tasks/post/requestBody: `x-fresh` of `dueTime`: `{date-time:2d}` stands for nothing here; write {digits}, {label}, {uuid}, {hex:24}, {date-time:+2d}, {date:+2d}, {answered.…}, {answered-header.…}, {printed}, {resource}, {pattern} or {sent.…}");
}

#[test]
fn a_bound_of_something_else_than_the_list_makes_no_page_full() {
    let rule = "        - {rule: all-listed, text: A task is listed., check: lists-known}\n        - {rule: limit,";
    let other = "        - {name: minEffort, in: query, schema: {type: integer, default: 0}}\n        - {name: limit,";
    let contract = CONTRACT.replace("        - {rule: limit,", rule);
    let contract = contract.replace("        - {name: limit,", other);
    let feature = "@tasks\nFeature: Tasks\n\n  Scenario: It works\n    Given 2 existing tasks\n    And a valid listTasks request\n    And with the query parameter \"limit\" set to \"50\"\n    When the request is sent\n    Then the request is accepted\n    And the rule \"all-listed\" is kept\n";
    for (does, code) in [(Does::Right, 0), (Does::ForgetsTheLast, 1)] {
        let place = place(does).file("c/tasks.yaml", &contract).file("f/tasks.feature", feature);
        let said = place.docproof(RUN).exits(code).out;
        assert_eq!(said.contains("MUST listTasks.rule.all-listed"), code == 1, "{said}");
    }
}

#[test]
fn a_refusal_for_another_reason_says_nothing_of_what_the_server_sets() {
    let feature = "@tasks\nFeature: Tasks\n\n  Scenario: It works\n    Given a valid createTask request\n    And with the field \"id\" set to \"mine\"\n    And with the field \"title\" set to \"\"\n    When the request is sent\n    Then the sent \"id\" is not taken\n";
    let place = place(Does::Right).file("f/tasks.feature", feature);
    let said = place.docproof(RUN).exits(2);
    let told = format!("{}{}", said.out, said.err);
    assert!(told.contains("so its refusal says nothing of `id`"), "{told}");
}

#[test]
fn only_of_what_the_server_sets_a_step_can_say_that_it_is_not_taken() {
    let feature = "@tasks\nFeature: Tasks\n\n  Scenario: It works\n    Given a valid createTask request\n    When the request is sent\n    Then the sent \"title\" is not taken\n";
    let place = place(Does::Right).file("f/tasks.feature", feature);
    insta::assert_snapshot!(place.docproof(RUN).refused(2), @"error: f/tasks.feature:7: `title` is no field of createTask that is `readOnly`: whether it is taken is not documented");
}

#[test]
fn a_mutation_of_a_default_is_carried_out_and_seen() {
    let feature = "@tasks\nFeature: Tasks\n\n  Scenario: It works\n    Given a valid createTask request\n    And without the field \"effort\"\n    When the request is sent\n    Then the request is accepted\n";
    let place = place(Does::RightWithDefaults).file("f/tasks.feature", feature);
    let run = "mutate --schemas c --features f --target t.toml --only 'effort has another default'";
    let said = place.docproof(run).exits(0).out;
    assert!(said.contains("1 breaking mutation, 0 survived"), "{said}");
}
