//! Requests that are forms, sent to a server that reads them with a library of its own.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Map, Value, json};

use crate::servers::{answer, served};
use crate::support::Place;

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Shop, version: v1}
x-api: shop
x-resources:
  order: {made-by: createOrder, id: id, observed-by: readOrder}
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: {$ref: '#/components/schemas/Order'}
            encoding:
              address: {style: deepObject, explode: true}
              sizes: {style: form, explode: false}
            example: 'customer=Zo%C3%AB+%26+Co&quantity=2&gift=true&tags=a&tags=b&sizes=1%2C2&address%5Bcity%5D=Bern'
      responses: &order
        2XX:
          description: The order.
          content: {application/json: {schema: {$ref: '#/components/schemas/Kept'}}}
      x-records: {sent: body, answered: body, id: id, resource: order}
      x-rules:
        - {rule: echo, text: An order comes back as it was sent., fields: [customer, quantity, gift, tags, sizes, address], check: echo}
        - {rule: change-is-kept, text: An order is kept.}
  /orders/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, x-resource: order}
    get:
      operationId: readOrder
      responses: *order
  /orders/{id}/lines:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, x-resource: order}
    post:
      operationId: uploadLines
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [title, lines]
              properties:
                title: {type: string, minLength: 1}
                pages: {type: integer, minimum: 1}
                lines: {type: string, contentMediaType: text/csv}
                by: {type: object, properties: {name: {type: string}}}
            example: {title: First, pages: 2, lines: \"id,amount\\n1,9.50\\n\", by: {name: Zoë}}
      responses:
        '201':
          description: Kept.
          content:
            application/json:
              schema: {type: object, required: [title], properties: {title: {type: string}, pages: {type: integer}, lines: {type: string}, by: {type: object}}}
      x-records: {sent: body, answered: body}
      x-rules:
        - {rule: echo, text: Everything comes back., fields: [title, pages, lines, by], check: echo}
components:
  schemas:
    Order:
      type: object
      required: [customer, quantity]
      properties:
        customer: {type: string, minLength: 1, maxLength: 20}
        quantity: {type: integer, minimum: 1, maximum: 99}
        gift: {type: boolean}
        tags: {type: array, items: {type: string, maxLength: 5}, maxItems: 3}
        sizes: {type: array, items: {type: integer}}
        address: {type: object, required: [city], properties: {city: {type: string, minLength: 2}}}
    Kept:
      allOf:
        - {$ref: '#/components/schemas/Order'}
        - {type: object, required: [id], properties: {id: {type: string}}}
";

/// How a server reads forms.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Reads {
    Well,
    /// Of a name that comes again, the last.
    TheLast,
    /// What is no whole number is one.
    AnyNumber,
    /// `+` stays what it is.
    Pluses,
    /// Any text as the object.
    AnyObject,
}

type Shop = Arc<(Reads, Mutex<HashMap<String, Value>>)>;

/// A folder with the contract, a feature, and the target file of such a server.
fn place(reads: Reads, feature: &str) -> Place {
    let app = Router::new()
        .route("/orders", post(create))
        .route("/orders/{id}", get(read))
        .route("/orders/{id}/lines", post(upload))
        .with_state(Arc::new((reads, Mutex::default())));
    Place::empty()
        .file("c/shop.yaml", CONTRACT)
        .file("f/shop.feature", feature)
        .file("t.toml", served("shop", app))
}

fn is(headers: &HeaderMap, media_type: &str) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.to_str().unwrap().starts_with(media_type))
}

fn integer(text: &str, reads: Reads, most: i64) -> Option<Value> {
    match text.parse::<i64>() {
        Ok(number) if (1..=most).contains(&number) => Some(number.into()),
        Err(_) if reads == Reads::AnyNumber => Some(7.into()),
        _ => None,
    }
}

fn order(body: &[u8], reads: Reads) -> Option<Map<String, Value>> {
    let mut order = Map::new();
    let text = String::from_utf8(body.to_vec()).ok()?;
    let text = if reads == Reads::Pluses { text.replace('+', "%2B") } else { text };
    for (name, text) in url::form_urlencoded::parse(text.as_bytes()) {
        match &*name {
            "customer" if (1..=20).contains(&text.chars().count()) => {
                order.insert("customer".into(), text.into());
            }
            "quantity" => drop(order.insert("quantity".into(), integer(&text, reads, 99)?)),
            "gift" => drop(order.insert("gift".into(), text.parse::<bool>().ok()?.into())),
            "tags" if text.len() <= 5 => {
                let tags = order.entry("tags").or_insert(json!([])).as_array_mut()?;
                if reads == Reads::TheLast {
                    tags.clear();
                }
                tags.push(text.into());
                if tags.len() > 3 {
                    return None;
                }
            }
            "sizes" => {
                let sizes: Option<Vec<_>> =
                    text.split(',').map(|size| integer(size, reads, i64::MAX)).collect();
                order.insert("sizes".into(), sizes?.into());
            }
            "address[city]" if text.len() > 1 => {
                order.insert("address".into(), json!({ "city": text }));
            }
            "address" => {}
            _ => return None,
        }
    }
    (order.contains_key("customer") && order.contains_key("quantity")).then_some(order)
}

async fn create(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> Response {
    if !is(&headers, "application/x-www-form-urlencoded") {
        return answer(415, &json!({}));
    }
    let Some(mut order) = order(&body, shop.0) else { return answer(422, &json!({})) };
    let mut kept = shop.1.lock().unwrap();
    let id = format!("o-{}", kept.len());
    order.insert("id".into(), id.clone().into());
    kept.insert(id, order.clone().into());
    answer(201, &order.into())
}

async fn read(State(shop): State<Shop>, Path(id): Path<String>) -> Response {
    match shop.1.lock().unwrap().get(&id) {
        Some(order) => answer(200, order),
        None => answer(404, &json!({})),
    }
}

async fn upload(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> Response {
    let kind = headers.get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap()).unwrap_or_default();
    let Ok(boundary) = multer::parse_boundary(kind) else { return answer(415, &json!({})) };
    let whole = futures::stream::once(async { Ok::<_, Infallible>(body) });
    let mut parts = multer::Multipart::new(whole, boundary);
    let mut kept = Map::new();
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap().to_owned();
        let is_file = part.file_name() == Some("docproof.csv")
            && part.content_type().is_some_and(|kind| kind.essence_str() == "text/csv");
        let is_json =
            part.content_type().is_some_and(|kind| kind.essence_str() == "application/json");
        let text = part.text().await.unwrap();
        let value = match name.as_str() {
            "title" if !text.is_empty() => Some(text.into()),
            "pages" => integer(&text, shop.0, i64::MAX),
            "lines" if is_file => Some(text.into()),
            "by" if shop.0 == Reads::AnyObject => Some(json!({})),
            "by" if is_json => serde_json::from_str(&text).ok().filter(Value::is_object),
            _ => None,
        };
        let Some(value) = value else { return answer(422, &json!({})) };
        kept.insert(name, value);
    }
    match kept.contains_key("title") && kept.contains_key("lines") {
        true => answer(201, &kept.into()),
        false => answer(422, &json!({})),
    }
}

const RUN: &str = "run --quiet --no-ci --features f --schemas c --target t.toml";

/// What scaffolding writes of the contract, run against such a server: the promises that are broken.
fn broken(reads: Reads) -> Vec<String> {
    let place = place(reads, "");
    std::fs::remove_dir_all(place.path("f")).unwrap();
    place.docproof("scaffold --schemas c f").exits(0);
    let code = i32::from(reads != Reads::Well);
    let said = place.docproof(RUN).exits(code).out;
    assert!(!said.contains("skipped"), "{said}");
    let broken = said.lines().filter_map(|line| line.strip_prefix("✗ MUST ")).map(str::to_owned);
    broken.collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn who_reads_forms_well_keeps_every_promise() {
    assert!(broken(Reads::Well).is_empty());
}

#[test]
fn every_way_to_misread_a_form_is_seen() {
    assert_eq!(
        broken(Reads::TheLast),
        ["createOrder.request.body.tags:maxItems", "createOrder.response.body.tags:echo"]
    );
    assert_eq!(broken(Reads::Pluses), ["createOrder.response.body.customer:echo"]);
    assert_eq!(
        broken(Reads::AnyNumber),
        [
            "createOrder.request.body.quantity:type",
            "createOrder.request.body.sizes:item-type",
            "uploadLines.request.body.pages:type"
        ]
    );
    assert_eq!(
        broken(Reads::AnyObject),
        ["uploadLines.request.body.by:type", "uploadLines.response.body.by:echo"]
    );
}

/// A feature with one scenario of these lines.
fn scenario(steps: &str) -> String {
    let steps: Vec<String> = steps.lines().map(|line| format!("    {}\n", line.trim())).collect();
    format!("@shop\nFeature: Shop\n\n  Scenario: It works\n{}", steps.concat())
}

#[test]
fn a_number_in_a_text_is_that_text() {
    let feature = scenario(
        "Given a valid createOrder request
        And with the field \"customer\" set to 42
        And with the field \"quantity\" set to \"7\"
        And with the field \"gift\" set to \"false\"
        When the request is sent
        Then the request is accepted
        And the answer returns what was sent
        And the change is kept",
    );
    place(Reads::Well, &feature).docproof(RUN).exits(0);
}

#[test]
fn a_body_that_is_written_out_is_sent_to_the_letter() {
    let feature = scenario(
        "Given a valid createOrder request
        And with the body customer=Zo%EB;quantity=2
        When the request is sent
        Then the request is refused",
    );
    let place = place(Reads::Well, &feature);
    place.docproof(RUN).exits(0);
    let report = place.read("reports/report.json");
    assert!(report.contains("customer=Zo%EB;quantity=2"), "{report}");
}

#[test]
fn what_a_form_has_no_word_for_is_a_mistake() {
    let say = |value: &str, field: &str| {
        let feature = scenario(&format!(
            "Given a valid createOrder request
            And with the field \"{field}\" set to {value}
            When the request is sent
            Then the request is refused"
        ));
        place(Reads::Well, &feature).docproof(RUN).refused(2)
    };
    insta::assert_snapshot!(say("null", "customer"), @r#"error: f/shop.feature:6: the body is a form, which has no word for all of `customer` (null); write another value, or `without the field "customer"`"#);
    for (value, field) in [
        ("[]", "tags"),
        ("[\"a\", null]", "tags"),
        ("[\"\"]", "tags"),
        ("[\"1,2\"]", "sizes"),
        ("42", "address"),
    ] {
        assert!(say(value, field).contains("has no word for"), "{value}");
    }
}

#[test]
fn a_form_is_shown_as_it_was_sent() {
    let feature = scenario(
        "Given a valid createOrder request
        When the request is sent
        Then the request is accepted",
    );
    let shown = place(Reads::Well, &feature).docproof(&format!("{RUN} --dry-run")).exits(0).out;
    insta::assert_snapshot!(shown, @r#"# f/shop.feature:4 It works
curl -X POST 'http://127.0.0.1:PORT/orders' -H 'Content-Type: application/x-www-form-urlencoded' --data-raw 'customer=Zo%C3%AB+%26+Co&quantity=2&gift=true&tags=a&tags=b&sizes=1,2&address%5Bcity%5D=Bern'"#);
}

#[test]
fn an_example_that_is_no_form_is_told_with_its_place() {
    let example =
        "example: {title: First, pages: 2, lines: \"id,amount\\n1,9.50\\n\", by: {name: Zoë}}";
    let contract = CONTRACT.replace(example, "example: title=First");
    let place = Place::empty().file("c/shop.yaml", contract);
    insta::assert_snapshot!(place.docproof("lint --schemas c").refused(2), @"error: c/shop.yaml:41: at #/paths/~1orders~1{id}~1lines/post/requestBody/content/multipart~1form-data: the example is no such form");
}

#[test]
fn a_printed_command_is_held_to_the_sample_of_a_form() {
    let command = |data: &str| {
        let printed = format!(
            "      x-printed:\n        command: |-\n          curl -X POST 'https://h/orders' -H 'Content-Type: application/x-www-form-urlencoded' {data}\n"
        );
        let contract =
            CONTRACT.replacen("      requestBody:\n", &format!("{printed}      requestBody:\n"), 1);
        Place::empty().file("c/shop.yaml", contract).docproof("lint --schemas c")
    };
    let rest = "-d tags=a -d tags=b -d sizes=1,2 -d 'address[city]=Bern' -d gift=true";
    command(&format!("-d 'customer=Zo%C3%AB+%26+Co&quantity=2' {rest}")).exits(0);
    command(&format!("--data-urlencode 'customer=Zoë & Co' -d quantity=2 {rest}")).exits(0);
    let said = command(&format!("-d customer=Bob -d quantity=2 {rest}")).exits(1).out;
    assert!(said.contains("its body is not the sample"), "{said}");
}
