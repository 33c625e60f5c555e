//! Documented headers.

use super::Shop;
use crate::model::Level;

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
            X-Sort: {schema: {type: array, items: {enum: [name, age, 7]}, minItems: 2}}
            X-List: {schema: {type: array, items: {type: integer}}}
            X-Pair: {schema: {type: array, items: {type: object}, minItems: 2}}
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
    assert_eq!(shop.level("buy.response.header.X-Sort:minItems"), Some(Level::Must));
    assert_eq!(shop.level("buy.response.header.X-Pair:minItems"), None);
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
        ("x-sort", "name,age"),
        ("x-sort", "name ,\t7"),
        ("x-sort", "\"name\""),
        ("x-list", ""),
        ("x-list", " "),
        ("x-pair", "a"),
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
        ("x-sort", "name", "X-Sort:minItems"),
        ("x-sort", "name,size", "X-Sort:item-enum"),
    ] {
        let clause = format!("buy.response.header.{facet}");
        assert_eq!(broken_by(name, wrong), clause, "{name}: {wrong}");
    }
    let elsewhere = shop.broken_by(200, &[("location", "/elsewhere")], "");
    assert_eq!(elsewhere, ["buy.response.header.Location:pattern"]);
}

#[test]
fn of_a_header_that_is_given_twice_each_has_to_be_right() {
    let shop = Shop::answering(PAGED);
    let twice = |other| shop.broken_by(200, &[("location", "/items/1"), ("location", other)], "");
    assert!(twice("/items/2").is_empty());
    assert_eq!(twice("/a"), ["buy.response.header.Location:pattern"]);
    let lines = |sorts: [&str; 2]| {
        let [one, two] = sorts.map(|sort| ("x-sort", sort));
        shop.broken_by(200, &[("location", "/items/1"), one, two], "")
    };
    assert!(lines(["name", "age"]).is_empty(), "the lines of a list are one");
    assert_eq!(lines(["name", "size"]), ["buy.response.header.X-Sort:item-enum"]);
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
