//! Requests that are filled with what answers told, and with values that the contract names: an API as
//! many are, that names what it made in `Location` and lets nobody write over another's change.

use std::sync::{Arc, LazyLock, Mutex};
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

use crate::support::Place;

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Pages, version: v1}
x-api: pages
x-resources: {page: {made-by: createPage, observed-by: readPage}}
paths:
  /{version}/pages:
    parameters: [{$ref: '#/components/parameters/version'}]
    post:
      operationId: createPage
      parameters:
        - {name: Idempotency-Key, in: header, required: true, schema: {type: string, minLength: 36}, x-fill: '{uuid}'}
        - {name: Prefer, in: header, required: true, schema: {type: string, default: return=minimal}}
      requestBody: {$ref: '#/components/requestBodies/Page'}
      responses:
        '201': {description: Made., headers: {Location: {required: true, schema: {type: string}}}}
      x-records: {sent: body, answered: body, id-header: Location, resource: page}
      x-rules:
        - {rule: change-is-kept, text: What is made is there.}
        - {rule: names-it, text: The header says where the page is., header: Location, check: {contains: '/{path.version}/pages/'}}
  /{version}/pages/{id}:
    parameters:
      - {$ref: '#/components/parameters/version'}
      - {name: id, in: path, required: true, schema: {type: string}, x-resource: page}
    get:
      operationId: readPage
      parameters:
        - {name: If-None-Match, in: header, schema: {type: string}, x-fill: '{answered-header.ETag}'}
      x-records: {sent: body, answered: body, resource: page}
      x-rules: [{rule: not-modified, text: What is known is not read again.}]
      responses: {'200': {$ref: '#/components/responses/Page'}, '304': {description: As known.}}
    put:
      operationId: updatePage
      parameters:
        - {name: rev, in: query, required: true, schema: {type: integer, minimum: 1}, x-fill: '{answered.revision}'}
        - {name: If-Match, in: header, required: true, schema: {type: string}, x-fill: '{answered-header.ETag}'}
      requestBody: {$ref: '#/components/requestBodies/Page'}
      responses: {'200': {$ref: '#/components/responses/Page'}}
      x-records: {sent: body, answered: body}
      x-rules:
        - {rule: change-is-kept, text: A change is kept.}
        - {rule: moves-on, text: Each change has a number and a time of its own., fields: [revision, changed], check: after}
        - {rule: no-lost-update, text: A change of another's version is refused.}
  /{version}/pages/{id}/links:
    parameters:
      - {$ref: '#/components/parameters/version'}
      - {name: id, in: path, required: true, schema: {type: string}, x-resource: page}
    get:
      operationId: listLinks
      responses: {'200': {$ref: '#/components/responses/Page'}}
components:
  parameters:
    version: {name: version, in: path, required: true, schema: {type: string, enum: [v2]}}
  requestBodies:
    Page:
      required: true
      content:
        application/json:
          schema: {type: object, required: [title, stock], properties: {title: {type: string}, stock: {type: integer, x-fresh: '{digits}'}, revision: {type: integer, x-fresh: '{answered.revision}'}}}
          example: {title: Bread, stock: 4711, revision: 1}
  responses:
    Page:
      description: The page.
      headers: {ETag: {schema: {type: string}}}
      content:
        application/json:
          schema: {type: object, required: [title, revision], properties: {title: {type: string}, stock: {type: integer}, revision: {type: integer}, changed: {type: integer}}}
";

/// How the server differs from what is right.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Keeps {
    Well,
    NoVersions,
    /// Other titles than it was sent.
    Nothing,
    /// The number and the time of the first change.
    Firsts,
    /// Revisions from 0 on.
    FromZero,
}

#[derive(Default)]
struct Page {
    key: String,
    body: Value,
    revision: u64,
    changed: u64,
}

type Pages = Arc<(Keeps, Mutex<Vec<Page>>)>;

fn served(keeps: Keeps) -> String {
    static RUNTIME: LazyLock<tokio::runtime::Runtime> =
        LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());
    let app = Router::new()
        .route("/v2/pages", post(create))
        .route("/v2/pages/{id}", get(read).put(update))
        .route("/v2/pages/{id}/links", get(links))
        .with_state(Arc::new((keeps, Mutex::default())));
    let listener = RUNTIME.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    RUNTIME.spawn(async { axum::serve(listener, app).await.unwrap() });
    format!("[pages]\nbase-url = \"http://{address}\"\n")
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

async fn create(State(pages): State<Pages>, headers: HeaderMap, body: Bytes) -> Response {
    let key = header(&headers, "idempotency-key").to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    if key.len() != 36 || header(&headers, "prefer") != "return=minimal" || !body["stock"].is_u64()
    {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let mut kept = pages.1.lock().unwrap();
    let known = kept.iter().position(|page| page.key == key);
    let id = known.unwrap_or(kept.len());
    if known.is_none() {
        let body = if pages.0 == Keeps::Nothing { json!({"title": "", "stock": 0}) } else { body };
        let revision = u64::from(pages.0 != Keeps::FromZero);
        kept.push(Page { key, body, revision, changed: now() });
    }
    let place = format!("http://pages.example/v2/pages/p%2D{id}?new=1");
    (StatusCode::CREATED, [(LOCATION, place)]).into_response()
}

fn index(id: &str) -> Option<usize> {
    id.strip_prefix("p-")?.parse().ok()
}

async fn read(State(pages): State<Pages>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let kept = pages.1.lock().unwrap();
    let Some(page) = index(&id).and_then(|index| kept.get(index)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let own = format!("\"r{}\"", page.revision);
    if header(&headers, "if-none-match") == own {
        return (StatusCode::NOT_MODIFIED, [(ETAG, own)]).into_response();
    }
    let headers =
        [(ETAG, format!("\"r{}\"", page.revision)), (CONTENT_TYPE, "application/json".into())];
    (headers, shown(page)).into_response()
}

async fn links() -> Response {
    let headers = [(ETAG, "\"of-links\""), (CONTENT_TYPE, "application/json")];
    (headers, r#"{"title": "links", "revision": 1}"#).into_response()
}

fn shown(page: &Page) -> String {
    let (title, stock) = (&page.body["title"], &page.body["stock"]);
    let (revision, changed) = (page.revision, page.changed);
    json!({"title": title, "stock": stock, "revision": revision, "changed": changed}).to_string()
}

/// Milliseconds since 1970.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

async fn update(
    State(pages): State<Pages>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut kept = pages.1.lock().unwrap();
    let Some(page) = index(&id).and_then(|index| kept.get_mut(index)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let own = format!("\"r{}\"", page.revision);
    if header(&headers, "if-match").is_empty() {
        return StatusCode::PRECONDITION_REQUIRED.into_response();
    }
    let current = header(&headers, "if-match") == own && body["revision"] == page.revision;
    if pages.0 != Keeps::NoVersions && !current {
        return StatusCode::PRECONDITION_FAILED.into_response();
    }
    page.body = body;
    if pages.0 != Keeps::Firsts {
        page.revision += 1;
        page.changed = now();
    }
    let etag = format!("\"r{}\"", page.revision);
    ([(CONTENT_TYPE, "application/json".to_owned()), (ETAG, etag)], shown(page)).into_response()
}

fn place(keeps: Keeps, steps: &str) -> Place {
    let steps: Vec<String> = steps.lines().map(|line| format!("    {}\n", line.trim())).collect();
    let feature = format!("@pages\nFeature: Pages\n\n  Scenario: It works\n{}", steps.concat());
    Place::empty()
        .file("c/pages.yaml", CONTRACT)
        .file("f/pages.feature", feature)
        .file("t.toml", served(keeps))
}

#[track_caller]
fn is_refused(contract: &str, what: &str) {
    let said = place(Keeps::Well, STALE).file("c/pages.yaml", contract).docproof(RUN).refused(2);
    assert!(said.contains(what), "{said}");
}

const RUN: &str = "run --schemas c --features f --target t.toml";

const CHANGED_TWICE: &str = "\
Given an existing page
And a valid updatePage request
When it is sent
Then it is accepted
And the change is kept
Given a valid updatePage request
When it is sent
Then it is accepted";

const READ_TWICE: &str = "\
Given an existing page
And a valid readPage request
When it is sent
Then it is answered with 200, as the rule \"not-modified\" says
Given a valid readPage request
When it is sent
Then it is answered with STATUS, as the rule \"not-modified\" says";

const STALE: &str = "\
Given an existing page
And a valid readPage request
When it is sent
Then it is accepted
Given a valid updatePage request
When it is sent
Then it is accepted
When the same request is sent again
Then it is refused with 412, as the rule \"no-lost-update\" says";

#[test]
fn a_record_is_known_by_the_header_that_names_it_and_changed_by_its_version() {
    let place = place(Keeps::Well, CHANGED_TWICE);
    let out = place.docproof(RUN).exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    assert!(out.contains("1 × pages page\n      p-0"), "what was made is told\n{out}");
}

#[test]
fn a_change_of_an_old_version_has_to_be_refused() {
    let out = place(Keeps::Well, STALE).docproof(RUN).exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    let out = place(Keeps::NoVersions, STALE).docproof(RUN).exits(1).out;
    assert!(out.contains("MUST updatePage.rule.no-lost-update"), "{out}");
}

#[test]
fn an_acceptance_may_be_asked_for_by_its_status() {
    let run =
        |status: &str| place(Keeps::Well, &READ_TWICE.replace("STATUS", status)).docproof(RUN);
    let out = run("304").exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    let out = run("200").exits(1).out;
    assert!(out.contains("MUST readPage.rule.not-modified"), "{out}");
    assert!(out.contains("expected  the request is answered with 200"), "{out}");
    // What answers nothing has a status all the same.
    let made = "Given a valid createPage request\nWhen it is sent\nThen it is answered with STATUS, as the rule \"change-is-kept\" says";
    let run_made = |status: &str| place(Keeps::Well, &made.replace("STATUS", status)).docproof(RUN);
    run_made("201").exits(0);
    let out = run_made("204").exits(1).out;
    assert!(out.contains("MUST createPage.rule.change-is-kept"), "{out}");
    for (status, what) in [
        ("412", "412 is the status of no acceptance; write 200 to 399, or `is refused with …`"),
        ("99999", "99999 is the status of no acceptance"),
    ] {
        let said = run(status).refused(2);
        assert!(said.contains(what), "{said}");
    }
}

#[test]
fn what_is_made_without_an_answer_is_looked_at_by_its_id() {
    let steps = "Given a valid createPage request\nWhen it is sent\nThen it is accepted\nAnd the change is kept";
    let out = place(Keeps::Well, steps).docproof(RUN).exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    let out = place(Keeps::Nothing, steps).docproof(RUN).exits(1).out;
    assert!(out.contains("MUST createPage.rule.change-is-kept"), "{out}");
}

#[test]
fn counters_and_times_that_are_numbers_move_on_with_a_change() {
    let later = "Given an existing page\nAnd a valid updatePage request\nWhen enough time passes for a later timestamp\nAnd it is sent\nThen it is accepted";
    place(Keeps::Well, later).docproof(RUN).exits(0);
    let out = place(Keeps::Firsts, later).docproof(RUN).exits(1).out;
    assert!(out.contains("MUST updatePage.response.body.revision:moves-on"), "{out}");
    assert!(out.contains("expected  more than 1"), "{out}");
    assert!(out.contains("MUST updatePage.response.body.changed:moves-on"), "{out}");
}

#[test]
fn a_version_that_no_answer_has_told_is_read_first() {
    let steps = "Given 2 existing pages\nAnd a valid updatePage request for the second page\nWhen it is sent\nThen it is accepted";
    let place = place(Keeps::Well, steps);
    let out = place.docproof(RUN).exits(0).out;
    assert!(out.contains("scenarios 1: 1 passed"), "{out}");
    let report = place.read("reports/report.json");
    assert!(report.contains("GET") && report.contains("/v2/pages/p-1"), "{report}");
}

#[test]
fn what_stands_below_a_record_has_a_version_of_its_own() {
    let steps = "Given an existing page\nAnd a valid listLinks request\nWhen it is sent\nThen it is accepted\n\
                 Given a valid updatePage request\nWhen it is sent\nThen it is accepted";
    place(Keeps::Well, steps).docproof(RUN).exits(0);
}

#[test]
fn what_an_answer_told_and_no_request_may_say_is_no_mistake_of_the_author() {
    let steps = "Given an existing page\nAnd a valid updatePage request\nWhen it is sent\nThen it is accepted";
    let out = place(Keeps::FromZero, steps).docproof(RUN).exits(4).out;
    let reason =
        "an answer told what updatePage may not repeat (rev: 0 is less than the minimum of 1)";
    assert!(out.replace("\n      ", " ").contains(reason), "{out}");
}

#[test]
fn a_version_that_nothing_tells_skips_the_scenario() {
    let steps = "Given an existing page\nAnd a valid updatePage request\nWhen it is sent\nThen it is accepted";
    let unread = CONTRACT.replace(", observed-by: readPage", "");
    let place = place(Keeps::Well, steps).file("c/pages.yaml", unread);
    let out = place.docproof(RUN).exits(4).out;
    let reason = "the last answer about the page that updatePage names had no header ETag";
    assert!(out.contains(reason), "{out}");
}

#[test]
fn a_rule_may_be_about_a_header() {
    let steps = "Given a valid createPage request\nWhen it is sent\nThen it is accepted\nAnd the rule \"names-it\" is kept";
    let place = place(Keeps::Well, steps);
    place.docproof(RUN).exits(0);
    let elsewhere = CONTRACT.replace("/{path.version}/pages/'", "/{path.version}/leaves/'");
    let out = place.file("c/pages.yaml", elsewhere).docproof(RUN).exits(1).out;
    assert!(out.contains("MUST createPage.response.header.Location:names-it"), "{out}");
    assert!(out.contains("text that holds \"/v2/leaves/\""), "{out}");
}

#[test]
fn a_rule_about_a_header_takes_either_spelling_of_a_url() {
    let steps = "Given a valid createPage request\nWhen it is sent\nThen it is accepted";
    for (spelt, code) in [("/pages/p-", 0), ("/pages/p%2D", 0), ("/pages/p_", 1)] {
        let contract = CONTRACT.replace("/{path.version}/pages/'}", &format!("{spelt}'}}"));
        place(Keeps::Well, steps).file("c/pages.yaml", contract).docproof(RUN).exits(code);
    }
}

#[test]
fn a_rule_about_a_header_is_of_one_that_there_is_and_says_what_it_holds() {
    for (wrong, what) in [
        ("header: Locations, check: {contains: a}", "has a header `Locations`"),
        ("header: Location, check: echo", "the check of a `header` is `equals` or `contains`"),
        ("header: Location", "the check of a `header` is `equals` or `contains`"),
        ("header: Location, fields: [], check: {equals: '{sent.titel}'}", "no field `titel`"),
    ] {
        let right = "header: Location, check: {contains: '/{path.version}/pages/'}";
        is_refused(&CONTRACT.replace(right, wrong), what);
    }
}

#[test]
fn a_dry_run_takes_for_granted_what_answers_would_tell() {
    let steps = "Given an existing page\nAnd a valid updatePage request\nWhen it is sent\nThen it is accepted";
    let out = place(Keeps::Well, steps).docproof(&format!("{RUN} --dry-run")).exits(0).out;
    assert!(out.contains("-H 'If-Match: docproof'"), "{out}");
    assert!(out.contains("Prefer: return=minimal"), "{out}");
}

#[test]
fn words_of_what_answers_tell_have_to_be_told_by_one() {
    for (word, what) in [
        ("answered-header.ETagg", "no answer of the API has a header `ETagg`"),
        ("answered.revison", "no answer of the API has a field `revison`"),
        ("printed", "stands for nothing here"),
        ("hex:99999999999", "stands for nothing here"),
        ("hex:0", "stands for nothing here"),
    ] {
        is_refused(&CONTRACT.replace("answered-header.ETag", word), what);
    }
    for (text, what) in [
        ("{hex:4} {hex:4", "a `{` in it is never closed"),
        ("{hex:4}\\n", "which no header may hold"),
    ] {
        let fill = format!("x-fill: \"{text}\"");
        is_refused(&CONTRACT.replace("x-fill: '{answered-header.ETag}'", &fill), what);
    }
    let contract = CONTRACT.replace("id-header: Location", "id-header: Locations");
    is_refused(&contract, "no answer of an acceptance has a header `Locations`");
}

#[test]
fn a_target_file_need_not_name_what_the_contract_fills_in() {
    let place = Place::empty().file("c/pages.yaml", CONTRACT);
    let out = place.docproof("init --schemas c -").exits(0).out;
    for line in
        ["# version = \"v2\"", "# Idempotency-Key = \"{uuid}\"", "# Prefer = \"return=minimal\""]
    {
        assert!(out.contains(line), "{out}");
    }
}
