//! Answers of a small shop, each held to what its documentation says of them.

mod headers;
mod media_types;
mod parts;
mod refusals;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::check::{Memory, Seen, accepted};
use crate::contract::Contract;
use crate::model::{Answer, Draft, Exchange, Level, Outcome, Request, Response};

const ITEM: &str =
    "{type: object, required: [id, name], properties: {id: {type: string}, name: {type: string}}}";
const JOB: &str = "{type: object, required: [job], properties: {job: {type: string}}}";

/// What is documented of one operation, `buy`.
struct Shop(Contract);

impl Shop {
    /// With these `responses`, in which ITEM and JOB are schemas.
    fn answering(responses: &str) -> Self {
        Self::with_rules("[]", responses)
    }

    fn with_rules(rules: &str, responses: &str) -> Self {
        let responses = responses.replace("ITEM", ITEM).replace("JOB", JOB);
        let text = format!(
            "openapi: 3.1.0
info: {{title: Shop, version: v1}}
paths:
  /items:
    post:
      operationId: buy
      requestBody:
        content:
          application/json:
            schema: {{type: object, properties: {{name: {{type: string}}}}}}
      x-records: {{sent: body, answered: body, id: id, resource: item}}
      x-rules: {rules}
      responses:
{responses}"
        );
        let files = BTreeMap::from([("c/shop.yaml".to_owned(), text)]);
        Self(Contract::load(&files, "c").unwrap_or_else(|error| panic!("{error}")))
    }

    fn level(&self, clause: &str) -> Option<Level> {
        self.0.clauses.get(clause).map(|clause| clause.level)
    }

    /// Clauses that an answer breaks, and, after `~`, what is noted of it.
    fn broken_by(&self, status: u16, headers: &[(&str, &str)], body: &str) -> Vec<String> {
        let operation = self.0.operation("buy").unwrap();
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let response =
            Response::new(status, headers.collect(), body.as_bytes().to_vec(), body.into());
        let exchange = Exchange {
            operation: "buy".into(),
            request: Request {
                method: "POST".into(),
                url: String::new(),
                headers: Vec::new(),
                body: None,
                curl: String::new(),
            },
            answer: Answer::Response(response),
            started_ms: 0,
            duration_ms: 0,
        };
        let draft = Draft {
            body: crate::model::Body::Json(serde_json::json!({"name": "Ball"})),
            ..operation.draft()
        };
        let memory = Memory::default();
        let seen = Seen {
            operation,
            draft: &draft,
            exchange: &exchange,
            memory: &memory,
            sent_at: Duration::ZERO,
        };
        let judgements = accepted(&seen, None);
        let told = judgements.into_iter().filter_map(|judgement| match judgement.outcome {
            Outcome::Broken { .. } => Some(judgement.clause),
            Outcome::Noted(note) => Some(format!("~ {note}")),
            Outcome::Kept | Outcome::NotTried(_) => None,
        });
        told.collect()
    }

    fn broken_by_json(&self, status: u16, body: &str) -> Vec<String> {
        self.broken_by(status, &[("content-type", "application/json")], body)
    }
}

const BALL: &str = r#"{"id": "i-1", "name": "Ball"}"#;

const CREATED: &str = "
        201:
          description: Created.
          content: {application/json: {schema: ITEM}}";

const NOW_OR_LATER: &str = "
        200:
          description: Done.
          content: {application/json: {schema: ITEM}}
        202:
          description: Will be done.
          content: {application/json: {schema: JOB}}";

#[test]
fn a_status_that_is_documented_alone_is_the_only_one() {
    let shop = Shop::answering(CREATED);
    assert_eq!(shop.level("buy.response.status"), Some(Level::Must));
    assert!(shop.broken_by_json(201, BALL).is_empty());
    assert_eq!(shop.broken_by_json(200, BALL), ["buy.response.status"]);
    assert_eq!(shop.broken_by(204, &[], ""), ["buy.response.status"]);
}

#[test]
fn what_an_undocumented_status_comes_with_is_judged_all_the_same() {
    let broken = Shop::answering(CREATED).broken_by_json(200, r#"{"id": 1, "name": "Ball"}"#);
    assert_eq!(broken, ["buy.response.status", "buy.response.body.id:type"]);
}

#[test]
fn a_range_or_a_default_leaves_the_status_open() {
    for open in ["2XX", "2xx", "default"] {
        let shop = Shop::answering(&CREATED.replace("201", open));
        assert_eq!(shop.level("buy.response.status"), None, "{open}");
        assert_eq!(shop.level("buy.response.body"), Some(Level::Must), "{open}");
        assert!(shop.broken_by_json(203, BALL).is_empty(), "{open}");
    }
    let besides = format!("{CREATED}\n        default: {{description: Others.}}");
    assert_eq!(Shop::answering(&besides).level("buy.response.status"), None);
}

#[test]
fn the_level_of_the_status_stands_at_the_answers_or_at_one() {
    let at_one = CREATED.replace("201:", "201:\n          x-level: SHOULD");
    let at_all = format!("        x-level: SHOULD{CREATED}");
    for lowered in [at_one, at_all.clone()] {
        assert_eq!(Shop::answering(&lowered).level("buy.response.status"), Some(Level::Should));
    }
    let open = Shop::answering(&at_all.replace("SHOULD", "MAY"));
    assert_eq!(open.level("buy.response.status"), None);
    assert_eq!(open.level("buy.response.body"), Some(Level::Must));
    assert!(open.broken_by_json(200, BALL).is_empty());
}

#[test]
fn an_answer_is_held_to_the_schema_of_its_status() {
    let shop = Shop::answering(NOW_OR_LATER);
    assert!(shop.broken_by_json(200, BALL).is_empty());
    assert!(shop.broken_by_json(202, r#"{"job": "j-1"}"#).is_empty());
    assert_eq!(shop.broken_by_json(202, "{\"job\": 1}"), ["buy.response.202.body.job:type"]);
    assert_eq!(shop.broken_by(202, &[], ""), ["buy.response.202.body"]);
    let other = shop.broken_by_json(200, r#"{"job": "j-1"}"#);
    assert_eq!(
        other,
        ["~ undocumented field job", "buy.response.body.id", "buy.response.body.name"]
    );
}

#[test]
fn the_nearest_documentation_of_a_status_counts() {
    let shop = Shop::answering(&NOW_OR_LATER.replace("200:", "2XX:"));
    assert!(shop.broken_by_json(202, r#"{"job": "j-1"}"#).is_empty());
    assert!(shop.broken_by_json(201, BALL).is_empty());
    let shop = Shop::answering(&NOW_OR_LATER.replace("202:", "default:"));
    assert!(shop.broken_by_json(200, BALL).is_empty());
    assert_eq!(shop.broken_by_json(201, "{}"), ["buy.response.default.body.job"]);
}

#[test]
fn a_rule_is_silent_where_the_answer_is_not_to_show_its_field() {
    let rules = "[{rule: returned, text: t, fields: [name], check: returned}]";
    let shop = Shop::with_rules(rules, NOW_OR_LATER);
    let forgotten = shop.broken_by_json(200, r#"{"id": "i-1"}"#);
    assert!(forgotten.contains(&"buy.response.body.name:returned".to_owned()), "{forgotten:?}");
    assert!(shop.broken_by_json(202, r#"{"job": "j-1"}"#).is_empty());
}

#[test]
fn a_body_where_none_is_documented_is_noted_at_most() {
    let shop =
        Shop::answering("        204: {description: Gone.}\n        202: {description: Later.}");
    assert!(shop.broken_by(204, &[], "").is_empty());
    let noted = "~ the answer with 202 has a body, and none is documented";
    assert_eq!(shop.broken_by_json(202, BALL), [noted]);
    assert_eq!(shop.broken_by_json(200, BALL)[0], "buy.response.status");
}

#[test]
fn the_body_of_a_status_that_has_none_is_not_asked_for() {
    let shop = Shop::answering(&CREATED.replace("201", "204"));
    assert!(shop.broken_by(204, &[], "").is_empty());
}
