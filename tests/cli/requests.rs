//! Requests as steps change them: what is sent, and what can't be meant.

use insta::assert_snapshot;

use crate::servers::Server;
use crate::support::Place;

const ORDERS: &str = "\
openapi: 3.1.0
info: {title: Orders, version: v1}
x-api: orders
x-resources: {order: {made-by: createOrder, id: id}}
paths:
  /orders:
    post:
      operationId: createOrder
      security: [{key: []}]
      parameters: [{name: If-None-Match, in: header, schema: {type: string}}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [lines]
              properties:
                name: {type: string}
                lines:
                  type: array
                  items:
                    type: object
                    required: [sku]
                    properties: {sku: {type: string}, count: {type: integer, minimum: 1}}
            example: {name: Ann, lines: [{sku: a, count: 1}, {sku: b, count: 2}]}
      responses: {2XX: {description: Made.}}
      x-records: {sent: body, answered: body, id: id, resource: order}
  /notes:
    post:
      operationId: createNote
      requestBody:
        content: {application/json: {schema: {type: object}, example: {a: 1}}}
      responses: {2XX: {description: Made.}}
  /photos:
    post:
      operationId: createPhoto
      requestBody: {content: {image/png: {schema: {type: string}}}}
      responses: {2XX: {description: Made.}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
";

fn place(steps: &str, server: &Server) -> Place {
    let feature = format!("Feature: Orders\n  Scenario: One\n    Given {steps}\n");
    let target = "[orders]\nbase-url = \"URL\"\n[orders.credentials.key]\nkey = \"k-4711-0815\"\n";
    Place::empty()
        .file("f/orders.feature", feature)
        .file("c/orders.yaml", ORDERS)
        .file("t.toml", target.replace("URL", &server.url()))
}

const RUN: &str = "run --features f --schemas c --target t.toml";
const ORDER: &str = "a valid createOrder request\n    And ";
const REFUSED: &str = "\n    When it is sent\n    Then it is refused";

/// What is said of a step of a request for an order.
fn said_of(step: &str) -> String {
    let server = Server::deciding(|_| (200, "{}"));
    place(&format!("{ORDER}{step}{REFUSED}"), &server).docproof(RUN).refused(2)
}

#[test]
fn a_field_of_the_items_of_a_list_is_changed_in_the_first() {
    let steps = format!("{ORDER}with the field \"lines.count\" set to 0{REFUSED}");
    let strict = Server::deciding(|asked| match asked.contains("{\"sku\":\"a\",\"count\":0}") {
        true => (400, "{}"),
        false => (200, "{}"),
    });
    place(&steps, &strict).docproof(RUN).exits(0);
    let lax = Server::deciding(|_| (200, "{}"));
    let said = place(&steps, &lax).docproof(RUN).exits(1).out;
    assert!(said.contains("MUST createOrder.request.body.lines.count:minimum"), "{said}");
    let steps = format!("{ORDER}without the field \"lines.sku\"{REFUSED}");
    let said = place(&steps, &lax).docproof(RUN).exits(1).out;
    assert!(said.contains("MUST createOrder.request.body.lines.sku\n"), "{said}");
}

#[test]
fn a_field_that_can_not_be_there_is_told() {
    assert_snapshot!(said_of("with the field \"name.first\" set to 1"), @r#"error: f/orders.feature:4: `name` is no object, so it has no `first`: "Ann""#);
    assert_snapshot!(said_of("with the field \"lines\" set to []\n    And with the field \"lines.sku\" set to 1"), @"error: f/orders.feature:5: `lines` is an empty list: it has no item with a `sku`");
    assert_snapshot!(said_of("with the field \"name\" in record 2 set to 1"), @"error: f/orders.feature:4: the request has no record 2");
}

#[test]
fn a_request_of_one_record_is_for_no_more() {
    let server = Server::deciding(|_| (200, "{}"));
    let steps = format!("a valid createOrder request for 3 records{REFUSED}");
    assert_snapshot!(place(&steps, &server).docproof(RUN).refused(2), @"error: f/orders.feature:3: createOrder takes one record at a time (`x-records` in c/orders.yaml), so a request for 3 is none");
}

#[test]
fn what_no_memory_and_no_stack_would_hold_is_told() {
    assert_snapshot!(said_of("with the field \"name\" 100000000000 letters long"), @"error: f/orders.feature:4: a text of a request has no more than 16777216 letters");
    assert_snapshot!(said_of("with the field \"name\" nested 5000 levels deep"), @"error: f/orders.feature:4: a field nests no more than 1000 levels deep");
    let server = Server::deciding(|_| (200, "{}"));
    let many = "1000000000 existing orders\n    And a valid createOrder request\n    When it is sent\n    Then it is accepted";
    assert_snapshot!(place(many, &server).docproof(RUN).refused(2), @"error: f/orders.feature:3: a scenario begins with 1 to 1000 of a kind");
    let often = "a valid createOrder request\n    When the request is sent 1000000000 times at the same moment\n    Then it is accepted";
    assert_snapshot!(place(often, &server).docproof(RUN).refused(2), @"error: f/orders.feature:4: a request is sent 1 to 1000 times at the same moment");
}

#[test]
fn what_is_not_there_can_not_be_left_out() {
    assert_snapshot!(said_of("without the header \"X-Key\""), @"error: f/orders.feature:4: `X-Key` is a credential: write `with a credential that is missing`");
    assert_snapshot!(said_of("without the query parameter \"page\""), @"error: f/orders.feature:4: the request has no `page` that could be left out");
}

#[test]
fn quotes_in_a_value_are_sent_as_they_are_meant() {
    let server = Server::deciding(|asked| match asked.contains("if-none-match: \"a\"\r\n") {
        true => (200, "{}"),
        false => (400, "{}"),
    });
    for value in ["\"\\\"a\\\"\"", "'\"a\"'"] {
        let steps = format!(
            "{ORDER}with the header \"If-None-Match\" set to {value}\n    When it is sent\n    Then it is accepted"
        );
        place(&steps, &server).docproof(RUN).exits(0);
    }
}

#[test]
fn a_body_that_may_be_left_out_takes_its_name_with_it() {
    let server = Server::deciding(|asked| match asked.contains("content-type") {
        true => (400, "{}"),
        false => (200, "{}"),
    });
    let steps = "a valid createNote request\n    And without a body\n    When it is sent\n    Then it is accepted";
    place(steps, &server).docproof(RUN).exits(0);
}

#[test]
fn a_body_that_can_not_be_written_is_told_and_nobodys_fault() {
    let server = Server::deciding(|_| (415, "{}"));
    let steps = "a valid createPhoto request\n    When it is sent\n    Then it is accepted";
    let said = place(steps, &server).docproof(RUN).exits(4).out;
    assert!(
        said.contains("createPhoto takes image/png, and docproof writes JSON and forms only"),
        "{said}"
    );
}

#[test]
fn json_in_a_table_and_in_a_block_is_json_as_it_stands() {
    let server =
        Server::deciding(|asked| match asked.contains("{\"name\":\"a\\tb\\\"\",\"lines\":[]}") {
            true => (200, "{}"),
            false => (400, "{}"),
        });
    let feature = "\
Feature: Orders
  Scenario Outline: From a table: <what>
    Given a valid createOrder request
    And with the field \"name\" set to <name>
    And with the field \"lines\" set to []
    When it is sent
    Then it is accepted
    Examples:
      | what   | name     |
      | a text | \"a\\tb\\\"\" |

  Scenario: From a block
    Given a valid createOrder request
    And with this body:
      \"\"\"json
      {\"name\": \"a\\tb\\\"\",
       \"lines\": []}
      \"\"\"
    When it is sent
    Then it is accepted
";
    place("", &server).file("f/orders.feature", feature).docproof(RUN).exits(0);
}

/// Notes by lists of tags, in all the styles that a query and a path have.
const TAGGED: &str = "\
openapi: 3.1.0
info: {title: Tagged, version: v1}
x-api: tagged
paths:
  /notes/{ids}:
    get:
      operationId: listNotes
      parameters:
        - {name: ids, in: path, required: true, schema: {type: array, items: {type: integer}}}
        - {name: tag, in: query, required: true, schema: {type: array, minItems: 2, items: {enum: [new, 'top 5']}}}
        - {name: by, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: in, in: query, style: spaceDelimited, schema: {type: array, items: {type: string}}}
        - {name: of, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}
        - {name: X-Kinds, in: header, schema: {type: array, uniqueItems: true, items: {type: string}}}
        - {name: odd, in: query, style: deepObject, schema: {type: array, items: {type: integer}}}
      responses: {2XX: {description: Notes.}}
";

fn tagged(steps: &str, server: &Server) -> Place {
    let steps: Vec<String> = steps.lines().map(|step| format!("    {step}\n")).collect();
    let feature = format!(
        "Feature: Lists\n  Scenario: One\n    Given a valid listNotes request\n{}    When it is sent\n",
        steps.concat()
    );
    let target =
        "[tagged]\nbase-url = \"URL\"\n[tagged.values]\nids = \"7, 8\"\ntag = \"new,top 5\"\n";
    Place::empty()
        .file("f/tagged.feature", feature)
        .file("c/tagged.yaml", TAGGED)
        .file("t.toml", target.replace("URL", &server.url()))
}

#[test]
fn lists_travel_as_their_style_says() {
    let server = Server::deciding(|asked| {
        let line = "GET /notes/7,8?tag=new&tag=top+5&by=a,b%26c&in=a%20b&of=a%7Cb HTTP/1.1\r\n";
        (if asked.starts_with(line) && asked.contains("x-kinds: a, b\r\n") { 200 } else { 500 }, "")
    });
    let steps = "\
And with the query parameter \"by\" set to \"a,b&c\"
And with the query parameter \"in\" set to \"a,b\"
And with the query parameter \"of\" set to \"a,b\"
And with the header \"X-Kinds\" set to \"a, b\"";
    let place = tagged(steps, &server);
    let feature = place.read("f/tagged.feature") + "    Then it is accepted\n";
    let place = place.file("f/tagged.feature", feature);
    let out = place.docproof(RUN).exits(0).out;
    assert!(out.contains("1 passed"), "{out}");
    assert!(place.read("reports/report.json").contains("tag=new&tag=top+5&by=a,b%26c"));
}

#[test]
fn a_list_with_a_wrong_item_has_to_be_refused() {
    for (step, clause) in [
        ("the query parameter \"tag\" set to \"new\"", "query.tag:minItems"),
        ("the query parameter \"tag\" set to \"new,old\"", "query.tag:item-enum"),
        ("the path parameter \"ids\" set to \"7,x\"", "path.ids:item-type"),
        ("the header \"X-Kinds\" set to \"a,a\"", "header.X-Kinds:uniqueItems"),
    ] {
        let lax = Server::deciding(|_| (200, ""));
        let place = tagged(&format!("And with {step}"), &lax);
        let feature = place.read("f/tagged.feature") + "    Then it is refused\n";
        let said = place.file("f/tagged.feature", feature).docproof(RUN).exits(1).out;
        assert!(said.contains(&format!("MUST listNotes.request.{clause}")), "{said}");
    }
}
