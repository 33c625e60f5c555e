//! An API as many are, and its server: it names what it made in `Location`, and lets nobody write over
//! another's change.

use std::sync::{Arc, Mutex};
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

pub const CONTRACT: &str = "\
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
pub enum Keeps {
    Well,
    NoVersions,
    /// Other titles than it was sent.
    Nothing,
    /// The number and the time of the first change.
    Firsts,
    /// Revisions from 0 on.
    FromZero,
    /// A revision that is no number.
    Flags,
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
    let app = Router::new()
        .route("/v2/pages", post(create))
        .route("/v2/pages/{id}", get(read).put(update))
        .route("/v2/pages/{id}/links", get(links))
        .with_state(Arc::new((keeps, Mutex::default())));
    crate::servers::served("pages", app)
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
    (headers, shown(pages.0, page)).into_response()
}

async fn links() -> Response {
    let headers = [(ETAG, "\"of-links\""), (CONTENT_TYPE, "application/json")];
    (headers, r#"{"title": "links", "revision": 1}"#).into_response()
}

fn shown(keeps: Keeps, page: &Page) -> String {
    let (title, stock) = (&page.body["title"], &page.body["stock"]);
    let revision = if keeps == Keeps::Flags { json!(true) } else { page.revision.into() };
    let changed = page.changed;
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
    ([(CONTENT_TYPE, "application/json".to_owned()), (ETAG, etag)], shown(pages.0, page))
        .into_response()
}

pub fn place(keeps: Keeps, steps: &str) -> Place {
    let steps: Vec<String> = steps.lines().map(|line| format!("    {}\n", line.trim())).collect();
    let feature = format!("@pages\nFeature: Pages\n\n  Scenario: It works\n{}", steps.concat());
    Place::empty()
        .file("c/pages.yaml", CONTRACT)
        .file("f/pages.feature", feature)
        .file("t.toml", served(keeps))
}

pub const RUN: &str = "run --schemas c --features f --target t.toml";
