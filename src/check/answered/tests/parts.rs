//! Schemas that are made of parts (`allOf`).

use super::Shop;

#[test]
fn of_a_part_that_does_not_hold_no_documented_field_is_told_as_undocumented() {
    let closed = "{allOf: [ITEM, {properties: {price: {type: number}}}], \
                  unevaluatedProperties: false}";
    let shop = Shop::answering(&format!(
        "        200:\n          description: d.\n          content: {{application/json: {{schema: {closed}}}}}"
    ));
    assert!(shop.broken_by_json(200, r#"{"id": "1", "name": "Ball", "price": 3}"#).is_empty());
    assert_eq!(
        shop.broken_by_json(200, r#"{"id": 1, "name": "Ball", "price": 3}"#),
        ["buy.response.body.id:type"]
    );
    let colour = r#"{"id": "1", "name": "Ball", "colour": "red"}"#;
    let told = shop.broken_by_json(200, colour);
    assert!(told.contains(&"buy.response.body:unevaluatedProperties".to_owned()), "{told:?}");
    let both = r#"{"id": 1, "name": "Ball", "colour": "red"}"#;
    let told = shop.broken_by_json(200, both);
    assert!(told.contains(&"buy.response.body:unevaluatedProperties".to_owned()), "{told:?}");
}

#[test]
fn an_item_too_many_breaks_what_forbids_it() {
    let schema = "{type: object, required: [at], properties: {id: true, at: {type: array, \
                  prefixItems: [{type: number}, {type: number}], items: false}}}";
    let shop = Shop::answering(&format!(
        "        200:\n          description: d.\n          content: {{application/json: {{schema: {schema}}}}}"
    ));
    assert!(shop.broken_by_json(200, r#"{"at": [1, 2]}"#).is_empty());
    assert_eq!(shop.broken_by_json(200, r#"{"at": [1, 2, 3]}"#), ["buy.response.body.at:items"]);
    let first = shop.broken_by_json(200, r#"{"at": ["1", 2]}"#);
    assert_eq!(first, ["buy.response.body.at:prefixItems"]);
}
