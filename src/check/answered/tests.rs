//! Answers of a small shop, each held to what its documentation says of them.

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

const PAGED: &str = "
        200:
          description: A page.
          headers:
            Location: {required: true, schema: {type: string, pattern: '^/items/'}}
            X-Total: {required: false, schema: {type: integer, minimum: 0}}
            X-Left: {schema: {type: integer, format: int32}}
            X-More: {schema: {type: boolean}}
            X-Kind: {schema: {enum: [open, 'sold out', 7]}}
            X-Day: {schema: {type: string, format: date}}
            X-Sort: {schema: {type: array, items: {type: string}, minItems: 2}}
            Content-Type: {required: true, schema: {const: nonsense}}
        204: {description: Nothing.}";

#[test]
fn a_required_header_is_there_and_an_optional_one_may_be() {
    let shop = Shop::answering(PAGED);
    assert!(shop.broken_by(200, &[("location", "/items/1")], "").is_empty());
    assert_eq!(shop.broken_by(200, &[], ""), ["buy.response.header.Location"]);
    assert!(shop.broken_by(204, &[], "").is_empty(), "another answer has headers of its own");
    assert_eq!(shop.level("buy.response.header.Location"), Some(Level::Must));
    assert_eq!(shop.level("buy.response.header.X-Total"), None);
    assert_eq!(shop.level("buy.response.header.X-Total:type"), Some(Level::Must));
    assert_eq!(shop.level("buy.response.header.X-Sort:minItems"), None);
    assert_eq!(shop.level("buy.response.header.Content-Type"), None);
}

#[test]
fn the_value_of_a_header_is_read_as_its_schema_says() {
    let shop = Shop::answering(PAGED);
    let broken_by = |name: &str, text: &str| {
        shop.broken_by(200, &[("location", "/items/1"), (name, text)], "").join(" ")
    };
    for (name, right) in [
        ("x-total", "0"),
        ("x-total", "0042"),
        ("X-TOTAL", "+7"),
        ("x-total", "12345678901234567890123"),
        ("x-more", "true"),
        ("x-more", "False"),
        ("x-kind", "open"),
        ("x-kind", "sold%20out"),
        ("x-kind", "7"),
        ("x-day", "2026-02-28"),
        ("x-sort", "name"),
        ("x-other", ""),
    ] {
        assert_eq!(broken_by(name, right), "", "{name}: {right}");
    }
    for (name, wrong, facet) in [
        ("x-total", "many", "X-Total:type"),
        ("x-total", "1.5", "X-Total:type"),
        ("x-total", "", "X-Total:type"),
        ("x-total", "-1", "X-Total:minimum"),
        ("x-left", "2147483648", "X-Left:format"),
        ("x-more", "yes", "X-More:type"),
        ("x-kind", "sold", "X-Kind:enum"),
        ("x-day", "2026-02-30", "X-Day:format"),
    ] {
        let clause = format!("buy.response.header.{facet}");
        assert_eq!(broken_by(name, wrong), clause, "{name}: {wrong}");
    }
    let elsewhere = shop.broken_by(200, &[("location", "/elsewhere")], "");
    assert_eq!(elsewhere, ["buy.response.header.Location:pattern"]);
}

#[test]
fn of_a_header_that_is_given_twice_one_has_to_be_right() {
    let shop = Shop::answering(PAGED);
    assert!(shop.broken_by(200, &[("location", "/a"), ("location", "/items/1")], "").is_empty());
}

#[test]
fn the_level_of_a_header_is_its_own() {
    let shop =
        Shop::answering(&PAGED.replacen("required: true,", "required: true, x-level: MAY,", 1));
    assert_eq!(shop.level("buy.response.header.Location"), None);
    assert!(shop.broken_by(200, &[], "").is_empty());
    let shop = Shop::answering(
        &PAGED.replace("{type: integer,", "{type: integer, x-levels: {minimum: SHOULD},"),
    );
    assert_eq!(shop.level("buy.response.header.X-Total:minimum"), Some(Level::Should));
}

fn one(media_types: &str) -> Shop {
    Shop::answering(&format!(
        "        200:\n          description: d.\n          content: {{{media_types}}}"
    ))
}

#[test]
fn a_schema_under_any_media_type_is_held_to_what_is_json() {
    let shop = one("'*/*': {schema: ITEM}");
    assert_eq!(shop.level("buy.response.body.id"), Some(Level::Must));
    assert_eq!(shop.level("buy.response.header.Content-Type"), None);
    assert!(shop.broken_by_json(200, BALL).is_empty());
    assert_eq!(shop.broken_by_json(200, r#"{"name": "Ball"}"#), ["buy.response.body.id"]);
    assert_eq!(shop.broken_by(200, &[], r#"{"name": "Ball"}"#), ["buy.response.body.id"]);
    assert!(shop.broken_by(200, &[("content-type", "application/xml")], "<item/>").is_empty());
    assert_eq!(shop.broken_by(200, &[], ""), ["buy.response.body"]);

    let text = one("'*/*': {schema: {type: string}}");
    assert_eq!(text.level("buy.response.body"), Some(Level::Should));
    for said in ["hello", "123", "null"] {
        assert!(text.broken_by(200, &[("content-type", "text/plain")], said).is_empty());
        assert!(text.broken_by(200, &[], said).is_empty());
    }
    assert_eq!(text.broken_by_json(200, "123"), ["buy.response.body:type"]);
}

#[test]
fn a_range_of_media_types_is_kept_by_those_in_it() {
    let shop = one("'application/*': {schema: ITEM}");
    assert!(shop.broken_by_json(200, BALL).is_empty());
    assert_eq!(
        shop.broken_by(200, &[("content-type", "text/plain")], "x"),
        ["buy.response.header.Content-Type"]
    );
    assert_eq!(shop.broken_by_json(200, "{\"id\": \"1\"}"), ["buy.response.body.name"]);
    assert!(shop.broken_by(200, &[("content-type", "application/xml")], "<item/>").is_empty());
}

#[test]
fn what_is_no_json_is_held_to_its_media_type() {
    let shop = one("text/csv: {schema: {type: string}}");
    assert_eq!(shop.level("buy.response.header.Content-Type"), Some(Level::Must));
    assert_eq!(shop.level("buy.response.body"), Some(Level::Should));
    for right in ["text/csv", "Text/CSV; charset=utf-8; header=present"] {
        assert!(shop.broken_by(200, &[("content-type", right)], "a,b\n").is_empty(), "{right}");
    }
    let header = ["buy.response.header.Content-Type"];
    assert_eq!(shop.broken_by_json(200, "{}"), header);
    assert_eq!(shop.broken_by(200, &[], "a,b\n"), header);
    assert_eq!(shop.broken_by(200, &[("content-type", "text/csv")], ""), ["buy.response.body"]);

    let texts = one("text/*: {}");
    assert!(texts.broken_by(200, &[("content-type", "text/html")], "<p>").is_empty());
    assert_eq!(texts.broken_by(200, &[("content-type", "image/png")], "?"), header);

    let xml = one("application/xml: {schema: {type: object}}");
    assert_eq!(xml.level("buy.response.body"), Some(Level::Must));
}

#[test]
fn of_several_media_types_each_may_come() {
    let shop = one("text/csv: {}, application/json: {schema: ITEM}");
    assert!(shop.broken_by_json(200, BALL).is_empty());
    assert!(shop.broken_by(200, &[("content-type", "text/csv")], "1").is_empty());
    assert!(shop.broken_by(200, &[("content-type", "text/csv")], "").is_empty());
    assert_eq!(shop.broken_by(200, &[], ""), ["buy.response.body"]);
    assert_eq!(
        shop.broken_by(200, &[("content-type", "text/html")], "<p>"),
        ["buy.response.header.Content-Type"]
    );

    let second = one("application/json: {schema: ITEM}, application/vnd.job+json: {schema: JOB}");
    let came = [("content-type", "application/vnd.job+json")];
    assert!(second.broken_by(200, &came, r#"{"job": "j-1"}"#).is_empty());
    let other = [("content-type", "application/hal+json")];
    assert_eq!(second.broken_by(200, &other, "{\"id\": \"1\"}"), ["buy.response.body.name"]);
}

#[test]
fn json_without_a_schema_is_json() {
    let shop = one("application/json: {}");
    assert!(shop.broken_by_json(200, "[1]").is_empty());
    assert_eq!(shop.broken_by(200, &[], ""), ["buy.response.body"]);
    assert_eq!(
        shop.broken_by(200, &[("content-type", "text/html")], "<p>"),
        ["buy.response.header.Content-Type"]
    );
}

const PROBLEM: &str = "
          description: What was wrong.
          content:
            application/problem+json:
              schema: {type: object, required: [title], properties: {title: {type: string}}}";

fn refusing(key: &str) -> Shop {
    Shop::answering(&format!("{CREATED}\n        {key}:{PROBLEM}"))
}

/// What else than the refusal itself is broken: the request meets everything documented.
fn told_of(shop: &Shop, status: u16, headers: &[(&str, &str)], body: &str) -> Vec<String> {
    let mut broken = shop.broken_by(status, headers, body);
    assert_eq!(broken.pop().as_deref(), Some("buy.request.accepted"));
    broken
}

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

#[test]
fn a_refusal_is_held_to_the_schema_of_its_status() {
    for (key, told) in [("409", "409"), ("4XX", "4XX"), ("default", "default")] {
        let shop = refusing(key);
        assert!(told_of(&shop, 409, &JSON, r#"{"title": "Sold", "more": 1}"#)[0].starts_with('~'));
        assert!(told_of(&shop, 409, &JSON, r#"{"title": "Sold"}"#).is_empty());
        let body = format!("buy.response.{told}.body");
        assert_eq!(shop.level(&format!("{body}.title:type")), Some(Level::Must));
        assert_eq!(told_of(&shop, 409, &JSON, r#"{"title": 1}"#), [format!("{body}.title:type")]);
        assert_eq!(told_of(&shop, 409, &JSON, "{}"), [format!("{body}.title")]);
        assert_eq!(told_of(&shop, 409, &[], ""), [body.clone()]);
        assert_eq!(told_of(&shop, 409, &[("content-type", "text/html")], "<p>"), [body]);
        let cut = told_of(&shop, 409, &JSON, "{\"title\"");
        assert_eq!(cut, ["buy.http.body-as-declared"], "that is told once");
    }
}

#[test]
fn a_refusal_that_is_not_documented_may_say_anything() {
    let shop = refusing("409");
    assert_eq!(shop.level("buy.response.status"), Some(Level::Must), "of acceptances");
    for body in ["", "<p>", "[]", "{\"title\": 1}"] {
        assert!(told_of(&shop, 404, &[], body).is_empty(), "{body}");
    }
    let shop = Shop::answering(&CREATED.replace("201", "default"));
    assert!(told_of(&shop, 404, &JSON, "{}").is_empty(), "`default` is of acceptances here");
    let shop = Shop::answering(&format!("{CREATED}\n        409: {{description: d.}}"));
    assert!(told_of(&shop, 409, &JSON, "{}").is_empty());
}

#[test]
fn a_refusal_in_another_documented_media_type_is_no_json() {
    let also_text = PROBLEM.replace("content:", "content:\n            text/plain: {}");
    let shop = Shop::answering(&format!("{CREATED}\n        409:{also_text}"));
    assert!(told_of(&shop, 409, &[("content-type", "text/plain")], "Sold").is_empty());
    let open = PROBLEM.replace("application/problem+json", "'*/*'");
    let shop = Shop::answering(&format!("{CREATED}\n        409:{open}"));
    assert!(told_of(&shop, 409, &[("content-type", "text/html")], "<p>").is_empty());
    assert_eq!(told_of(&shop, 409, &JSON, "{}"), ["buy.response.409.body.title"]);
}

#[test]
fn a_refusal_has_its_documented_headers() {
    let busy =
        "{description: d., headers: {Retry-After: {required: true, schema: {type: integer}}}}";
    let shop = Shop::answering(&format!("{CREATED}\n        429: {busy}"));
    assert!(told_of(&shop, 429, &[("retry-after", "5")], "").is_empty());
    assert_eq!(told_of(&shop, 429, &[], ""), ["buy.response.429.header.Retry-After"]);
}
