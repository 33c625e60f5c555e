//! Lists inside of records: an order with its lines.

use axum::Router;
use axum::body::Bytes;
use axum::response::Response;
use axum::routing::post;
use serde_json::{Value, json};

use crate::servers::{answer, served};
use crate::support::{Place, Ran};

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Orders, version: v1}
x-api: orders
x-resources:
  order: {made-by: createOrder, id: id}
paths:
  /orders:
    post:
      operationId: createOrder
      parameters:
        - {name: X-Shop, in: header, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [lines]
              properties:
                note: {type: string}
                weight: {type: number}
                label: {type: string}
                lines:
                  type: array
                  items:
                    type: object
                    required: [sku, amount]
                    properties:
                      sku: {type: string}
                      amount: {type: number, minimum: 0}
                      tags: {type: array, items: {type: string}}
            example:
              note: Hurry
              weight: 1.50
              lines: [{sku: A-1, amount: 0.1}, {sku: B-2, amount: 0.2, tags: [x, y]}]
      responses:
        '201':
          description: The order.
          headers:
            X-Total: {schema: {type: string}}
          content:
            application/json:
              schema:
                type: object
                required: [id, total, lines]
                properties:
                  id: {type: string}
                  note: {type: [string, 'null']}
                  total: {type: number}
                  label: {type: string}
                  lines: {type: array, items: {type: object, properties: {sku: {type: string}, amount: {type: number}}}}
      x-records: {sent: body, answered: body, id: id, resource: order}
      x-rules:
        - {rule: noted, text: The note comes back., fields: [note], check: {equals: '{sent.note}'}}
        - {rule: total, text: The total is that of the lines., fields: [total], check: {sum-of: [lines.amount]}}
        - {rule: labelled, text: The label is the weight unless another is sent., fields: [label], check: {equals: '{sent.weight}'}}
        - {rule: told, text: The total is told., header: X-Total, check: {equals: '{answered.body.total}'}}
";

/// What a server does otherwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    Right,
    Miscounts,
    ForgetsTheNote,
    TellsAnotherTotal,
    TakesAnySecondLine,
    WeighsAnother,
}

fn order(does: Does, body: &Bytes) -> Response {
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    let lines: Vec<Value> = sent["lines"].as_array().cloned().unwrap_or_default();
    let is_right = |line: &Value| {
        let tags = line["tags"].as_array().cloned().unwrap_or_default();
        line["sku"].is_string() && line["amount"].is_number() && tags.iter().all(Value::is_string)
    };
    let judged = if does == Does::TakesAnySecondLine { 1 } else { lines.len() };
    if lines.is_empty() || !lines.iter().take(judged).all(is_right) {
        return answer(422, &json!({}));
    }
    let hundredths = lines.iter().filter_map(|line| line["amount"].as_f64());
    let sum = hundredths.map(|amount| (amount * 100.0).round()).sum::<f64>();
    let total = (sum + if does == Does::Miscounts { 1.0 } else { 0.0 }) / 100.0;
    let note = if does == Does::ForgetsTheNote { Value::Null } else { sent["note"].clone() };
    let told = if does == Does::TellsAnotherTotal { 7.0 } else { total };
    let weight = if does == Does::WeighsAnother { "2.5" } else { "1.5" };
    let label = sent["label"].as_str().unwrap_or(weight);
    let told_of =
        json!({"id": "o-1", "note": note, "total": total, "lines": lines, "label": label});
    let mut answer = answer(201, &told_of);
    answer.headers_mut().insert("x-total", told.to_string().parse().unwrap());
    answer
}

fn run(does: Does, steps: &str) -> Ran {
    let app =
        Router::new().route("/orders", post(move |body: Bytes| async move { order(does, &body) }));
    let steps: Vec<String> = steps.lines().map(|step| format!("    {}\n", step.trim())).collect();
    let feature = format!("@orders\nFeature: Orders\n\n  Scenario: It works\n{}", steps.concat());
    Place::empty()
        .file("c/orders.yaml", CONTRACT)
        .file("t.toml", served("orders", app))
        .file("f/orders.feature", feature)
        .docproof("run --no-ci --features f --schemas c --target t.toml --jobs 1")
}

#[test]
fn sums_over_lists_and_totals_in_headers_are_judged() {
    let steps = "Given a valid createOrder request
         When the request is sent
         Then the request is accepted
         And the answer returns what was sent
         And the rule \"total\" is kept";
    run(Does::Right, steps).exits(0);
    for (does, clause) in [
        (Does::Miscounts, "createOrder.response.body.total:total"),
        (Does::TellsAnotherTotal, "createOrder.response.header.X-Total:told"),
        (Does::WeighsAnother, "createOrder.response.body.label:labelled"),
        (Does::ForgetsTheNote, "createOrder.response.body.note:noted"),
    ] {
        let said = run(does, steps).exits(1).out;
        assert!(said.contains(&format!("MUST {clause}")), "{does:?}: {said}");
    }
}

#[test]
fn a_number_in_a_text_yields_to_another_text_that_was_sent_in_it() {
    let steps = "Given a valid createOrder request
         And with the field \"label\" set to \"7\"
         When the request is sent
         Then the request is accepted";
    run(Does::Right, steps).exits(0);
}

#[test]
fn a_step_may_spoil_any_item_of_a_list() {
    for step in [
        "without the field \"lines.sku\" in item 2",
        "with the field \"lines.amount\" in item 2 set to \"much\"",
        "with the field \"lines\" in item 2 set to 42",
    ] {
        let steps = format!(
            "Given a valid createOrder request
             And {step}
             When the request is sent
             Then the request is refused"
        );
        run(Does::Right, &steps).exits(0);
        run(Does::TakesAnySecondLine, &steps).exits(1);
    }
}

#[test]
fn items_that_are_not_there_are_told_before_anything_is_sent() {
    let told = |step: &str| {
        let steps = format!(
            "Given a valid createOrder request
             And {step}
             When the request is sent
             Then the request is refused"
        );
        run(Does::Right, &steps).refused(2)
    };
    insta::assert_snapshot!(told("with the field \"lines.sku\" in item 3 set to 1"), @"error: f/orders.feature:6: the list that `lines.sku` leads into has no item 3: it ends with item 2");
    insta::assert_snapshot!(told("without the field \"note\" in item 1"), @"error: f/orders.feature:6: `note` leads into no list, so it has no items");
    insta::assert_snapshot!(told("without the field \"lines.colour\" in item 1"), @"error: f/orders.feature:6: the request has no field `colour`");
    insta::assert_snapshot!(told("with the field \"lines[1].sku\" set to 1"), @r#"error: f/orders.feature:6: `lines[1].sku` is no name of a field; write `"lines.sku" in item 2`"#);
    insta::assert_snapshot!(told("without the field \"lines[1].sku\""), @r#"error: f/orders.feature:6: `lines[1].sku` is no name of a field; write `"lines.sku" in item 2`"#);
}

#[test]
fn a_rule_that_nothing_would_judge_is_refused_with_the_contract() {
    let said = |right: &str, wrong: &str| {
        assert!(CONTRACT.contains(right), "{right}");
        let contract = CONTRACT.replacen(right, wrong, 1);
        Place::new().file("c/orders.yaml", contract).docproof("list --schemas c").refused(2)
    };
    let noted = "fields: [note], check: {equals: '{sent.note}'}";
    insta::assert_snapshot!(said(noted, "fields: [lines.sku], check: echo"), @"error: c/orders.yaml:54: at #/paths/~1orders/post/x-rules/0: `lines.sku` stands in a list, so it is many values, and a rule is of one: say it of the whole list (`lines`), or of records (`x-records`)");
    insta::assert_snapshot!(said(noted, "fields: [note], check: {equals: '{sent.lines.sku}'}"), @"error: c/orders.yaml:54: at #/paths/~1orders/post/x-rules/0/check: `lines.sku` stands in a list, so it is many values, and a rule is of one: say it of the whole list (`lines`), or of records (`x-records`)");
    insta::assert_snapshot!(said(noted, "fields: [total], check: {count-of: body.lines.sku}"), @"error: c/orders.yaml:54: at #/paths/~1orders/post/x-rules/0/check: `lines.sku` stands in a list, so it is many values, and a rule is of one: say it of the whole list (`lines`), or of records (`x-records`)");
    insta::assert_snapshot!(said(&format!("{noted}}}"), "check: {unique: {sent: '{header.X-Shop}', answered: '{answered.note}'}}}"), @"error: c/orders.yaml:54: at #/paths/~1orders/post/x-rules/0/check/unique/sent: `{header.X-Shop}` is nothing that a record has; write {sent.…} of the record's own fields");
    insta::assert_snapshot!(said("sum-of: [lines.amount]", "sum-of: [item.total]"), @"error: c/orders.yaml:55: at #/paths/~1orders/post/x-rules/1/check: a sum is of fields of the record, or of the body: `body.…`");
    insta::assert_snapshot!(said("{sum-of: [lines.amount]}", "{same-as: body.total}"), @"error: c/orders.yaml:55: at #/paths/~1orders/post/x-rules/1/check: `body.total` is no field of the record that it could be the same as");
    let order = "order: {made-by: createOrder, id: id}";
    insta::assert_snapshot!(said(order, "order: {made-by: createOrder, id: number}"), @"error: c/orders.yaml:5: at #/x-resources/order/id: the `x-records` of createOrder have the id in `id`");
    insta::assert_snapshot!(said(order, "orders: {made-by: createOrder, id: id}"), @"error: c/orders.yaml:5: at #/x-resources/orders/made-by: createOrder makes an order (`resource` of its `x-records`)");
}

#[test]
fn what_makes_a_thing_has_to_say_which() {
    let records = "      x-records: {sent: body, answered: body, id: id, resource: order}\n";
    let contract = CONTRACT.replace(records, "");
    let contract = &contract[..contract.find("      x-rules").unwrap()];
    let feature = "@orders\nFeature: Orders\n\n  Scenario: It works\n    Given an existing order\n    And a \
                   valid createOrder request\n    When it is sent\n    Then it is accepted\n";
    let place = Place::empty().file("c/orders.yaml", contract).file("f/orders.feature", feature);
    let place = place.file("t.toml", "[orders]\nbase-url = \"http://127.0.0.1:9\"\n");
    insta::assert_snapshot!(place.docproof("run --features f --schemas c --target t.toml").refused(2), @"error: f/orders.feature:5: nothing says which order createOrder has made: give it `x-records` in c/orders.yaml (`{sent: body, answered: body, id: id, resource: order}`)");
}
