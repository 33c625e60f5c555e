//! Media types, and bodies that aren't JSON.

use super::{BALL, Shop};
use crate::model::Level;

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

    let usual = one("application/vnd.job+json: {schema: JOB}, application/json: {schema: ITEM}");
    assert_eq!(usual.broken_by_json(200, "{\"id\": \"1\"}"), ["buy.response.body.name"]);
    let alike = one("application/hal+json: {schema: ITEM}, application/json: {schema: ITEM}");
    let hal = [("content-type", "application/hal+json")];
    assert_eq!(alike.broken_by(200, &hal, "{\"id\": \"1\"}"), ["buy.response.body.name"]);

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

#[test]
fn what_is_said_of_a_text_is_held_to_it() {
    let shop = one("text/plain: {schema: {type: string, pattern: '^v[0-9]+$', maxLength: 4}}");
    let plain = [("content-type", "text/plain; charset=utf-8")];
    assert_eq!(shop.level("buy.response.body:pattern"), Some(Level::Must));
    for right in ["v12", "v12\n", "\u{feff}v12"] {
        assert!(shop.broken_by(200, &plain, right).is_empty(), "{right:?}");
    }
    assert_eq!(shop.broken_by(200, &plain, "12"), ["buy.response.body:pattern"]);
    assert_eq!(shop.broken_by(200, &plain, "v1234"), ["buy.response.body:maxLength"]);
    let html = [("content-type", "text/html")];
    assert_eq!(shop.broken_by(200, &html, "<p>"), ["buy.response.header.Content-Type"]);

    let count = one("text/plain: {schema: {type: integer, minimum: 1}}");
    assert!(count.broken_by(200, &plain, "3\r\n").is_empty());
    assert_eq!(count.broken_by(200, &plain, "0"), ["buy.response.body:minimum"]);
    assert_eq!(count.broken_by(200, &plain, "many"), ["buy.response.body:type"]);
}
