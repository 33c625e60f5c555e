//! A document without a word for docproof, of an API in which things name each other, may be there once, and change in turn.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, ETAG};
use axum::response::{IntoResponse, Response};
use axum::routing::{post, put};
use serde_json::{Value, json};

use crate::servers::{answer, served};
use crate::support::{Place, Ran};

const SHOP: &str = "\
openapi: 3.1.0
info: {title: Shop, version: v1}
paths:
  /articles:
    post:
      operationId: addArticle
      requestBody: {required: true, content: {application/json: {schema: &new {$ref: '#/components/schemas/NewArticle'}}}}
      responses: &article
        2XX: &it {description: It., headers: {ETag: {schema: {type: string}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Article'}}}}
        '400': {description: Wrong.}
        '404': {description: There is none.}
        '409': {description: There is one.}
        '422': {description: It names what is not there.}
  /articles/{id}:
    put:
      operationId: changeArticle
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: If-Match, in: header, required: true, schema: {type: string}}
      requestBody: {required: true, content: {application/json: {schema: *new}}}
      responses: {2XX: *it, '400': {description: Wrong.}, '404': {description: There is none.}, '409': {description: There is one.}, '412': {description: It has changed.}}
  /orders:
    post:
      operationId: order
      parameters: [{name: Idempotency-Key, in: header, required: true, schema: {type: string, format: uuid}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'201': {description: Ordered.}, '400': {description: Wrong.}, '422': {description: It names what is not there.}}
components:
  schemas:
    NewArticle:
      type: object
      required: [sku, kind]
      properties: {sku: {type: string, pattern: '^[A-Z]{3}-[0-9]{4,8}$'}, kind: {type: string, enum: [new, last]}}
    Article: {type: object, required: [id], properties: {id: {type: string}, sku: {type: string}, kind: {type: string}}}
    Order:
      type: object
      required: [lines, articleIds]
      properties:
        lines: {type: array, minItems: 1, items: {type: object, required: [articleId], properties: {articleId: {type: string}}}}
        articleIds: {type: array, minItems: 1, items: {type: string}}
";

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    Right,
    /// No order is right.
    RefusesOrders,
    /// There is nothing that takes orders.
    LacksOrders,
    /// Articles without a version are changed, too.
    NeedsNoVersion,
}

#[derive(Default)]
struct Shop {
    /// The SKU and version of each article.
    articles: BTreeMap<String, (String, usize)>,
    keys: Vec<String>,
}

type Shared = Arc<Mutex<Shop>>;

fn article(id: &str, version: usize, sent: &Value) -> Response {
    let body = json!({"id": id, "sku": sent["sku"], "kind": sent["kind"]}).to_string();
    let headers = [(CONTENT_TYPE, "application/json".to_owned()), (ETAG, format!("\"{version}\""))];
    (headers, body).into_response()
}

fn refused(status: u16) -> Response {
    answer(status, &json!({}))
}

/// A SKU is there once, and of the last article there is one.
fn meets(body: &Bytes) -> Option<Value> {
    let sent: Value = serde_json::from_slice(body).ok()?;
    let sku = sent["sku"].as_str()?.as_bytes();
    let is_sku = sku.len() >= 8 && sku.len() <= 12 && sku[3] == b'-';
    let is_sku = is_sku && sku[..3].iter().all(u8::is_ascii_uppercase);
    let is_sku = is_sku && sku[4..].iter().all(u8::is_ascii_digit);
    (is_sku && ["new", "last"].iter().any(|kind| sent["kind"] == **kind)).then_some(sent)
}

fn add(shop: &Shared, body: &Bytes) -> Response {
    let Some(sent) = meets(body) else { return refused(400) };
    let mut shop = shop.lock().unwrap();
    let sku = sent["sku"].as_str().unwrap_or_default().to_owned();
    if sent["kind"] == "last" || shop.articles.values().any(|(own, _)| *own == sku) {
        return refused(409);
    }
    let id = format!("a-{}", shop.articles.len());
    shop.articles.insert(id.clone(), (sku, 1));
    article(&id, 1, &sent)
}

fn change(shop: &Shared, does: Does, id: &str, headers: &HeaderMap, body: &Bytes) -> Response {
    let mut shop = shop.lock().unwrap();
    let Some((own, version)) = shop.articles.get(id).cloned() else { return refused(404) };
    let asked = headers.get("if-match").and_then(|asked| asked.to_str().ok());
    if does != Does::NeedsNoVersion && asked.is_none_or(str::is_empty) {
        return refused(400);
    }
    let Some(sent) = meets(body) else { return refused(400) };
    if asked.is_some_and(|asked| asked != format!("\"{version}\"")) {
        return refused(412);
    }
    let sku = sent["sku"].as_str().unwrap_or_default().to_owned();
    let is_taken = own != sku && shop.articles.values().any(|(own, _)| *own == sku);
    if sent["kind"] == "last" || is_taken {
        return refused(409);
    }
    shop.articles.insert(id.to_owned(), (sku, version + 1));
    article(id, version + 1, &sent)
}

fn order(shop: &Shared, does: Does, headers: &HeaderMap, body: &Bytes) -> Response {
    let mut shop = shop.lock().unwrap();
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    let Ok(sent) = serde_json::from_slice::<Value>(body) else { return refused(400) };
    if uuid::Uuid::try_parse(key).is_err() || !sent.is_object() {
        return refused(400);
    }
    let ids = |list: &Value, of: fn(&Value) -> &Value| -> Option<Vec<String>> {
        let ids = list.as_array().filter(|ids| !ids.is_empty())?.iter();
        ids.map(|id| of(id).as_str().map(str::to_owned)).collect()
    };
    let lines = ids(&sent["lines"], |line| &line["articleId"]);
    let Some((lines, all)) = lines.zip(ids(&sent["articleIds"], |id| id)) else {
        return refused(400);
    };
    let is_known = lines.iter().chain(&all).all(|id| shop.articles.contains_key(id));
    if !is_known || shop.keys.iter().any(|one| one == key) || does == Does::RefusesOrders {
        return refused(422);
    }
    shop.keys.push(key.to_owned());
    answer(201, &json!({}))
}

fn app(does: Does) -> Router {
    let shop = Shared::default();
    let own = [Arc::clone(&shop), Arc::clone(&shop), shop];
    let [first, second, third] = own;
    let app =
        Router::new().route("/articles", post(async move |body: Bytes| add(&first, &body))).route(
            "/articles/{id}",
            put(async move |Path(id): Path<String>, headers: HeaderMap, body: Bytes| {
                change(&second, does, &id, &headers, &body)
            }),
        );
    match does {
        Does::LacksOrders => app,
        _ => app.route(
            "/orders",
            post(async move |headers: HeaderMap, body: Bytes| order(&third, does, &headers, &body)),
        ),
    }
}

/// What `scaffold` writes, run against such a server.
fn ran(does: Does) -> (Ran, Value) {
    let place = Place::empty().file("c/shop.yaml", SHOP).file("t.toml", served("shop", app(does)));
    place.docproof("scaffold --schemas c f").exits(0);
    let run = "run --no-ci --features f --schemas c --target t.toml --reports r";
    // What is sent is another one's the second time as well.
    place.docproof(run);
    let ran = place.docproof(run);
    let report = serde_json::from_str(&place.read("r/report.json")).unwrap();
    (ran, report)
}

fn verdict(report: &Value, clause: &str) -> Value {
    let clauses = report["clauses"].as_array().unwrap();
    clauses.iter().find(|one| one["id"] == clause).unwrap()["verdict"].clone()
}

#[test]
fn what_others_have_and_what_has_changed_is_in_nobodys_way() {
    let (ran, report) = ran(Does::Right);
    assert_eq!(ran.code, 0, "{}", ran.out);
    for clause in
        ["addArticle.request.accepted", "changeArticle.request.accepted", "order.request.accepted"]
    {
        assert_eq!(verdict(&report, clause), "kept", "{clause}");
    }
    let scenarios = report["features"].as_array().unwrap().iter();
    let scenarios = scenarios.flat_map(|feature| feature["scenarios"].as_array().unwrap());
    let skipped = scenarios.filter(|one| one["status"] == "skipped");
    let reasons: Vec<&str> = skipped.filter_map(|one| one["reason"].as_str()).collect();
    assert_eq!(
        reasons, ["refused with 409, as documented for what is there"; 2],
        "of the last article"
    );
}

#[test]
fn a_version_that_is_not_asked_for_is_seen() {
    let (ran, report) = ran(Does::NeedsNoVersion);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert_eq!(verdict(&report, "changeArticle.request.header.If-Match"), "broken");
}

#[test]
fn what_takes_nothing_that_was_made_up_asks_for_an_example() {
    let (ran, report) = ran(Does::RefusesOrders);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(verdict(&report, "order.request.accepted"), "not-tried");
    assert!(ran.out.contains("give its body an `example`"), "{}", ran.out);
}

#[test]
fn what_is_not_there_at_all_is_seen() {
    let (ran, report) = ran(Does::LacksOrders);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert_eq!(verdict(&report, "order.request.accepted"), "broken");
}
