//! Documented refusals.

use super::{CREATED, Shop};
use crate::model::Level;

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
        let nothing = told_of(&shop, 409, &[], "");
        assert_eq!(nothing, [body]);
        assert_eq!(told_of(&shop, 409, &[("content-type", "text/html")], "<p>"), nothing);
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
