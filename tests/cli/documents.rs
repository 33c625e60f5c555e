//! What an OpenAPI document may hold in its own way, and is read all the same.

use crate::servers::Server;
use crate::support::Place;

const SHOP: &str = "\
openapi: 3.1.0
info: {title: Shop, version: v1}
x-api: shop
paths:
  /items/{id}: {$ref: '#/components/pathItems/item'}
components:
  pathItems:
    item:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: Authorization, in: header, required: true, schema: {type: string}}
      get:
        operationId: getItem
        responses:
          '200':
            description: The item.
            content:
              application/json:
                schema: {$ref: '#/components/schemas/An%20item'}
          '304': {description: It is as it was., headers: {ETag: {required: true, schema: {type: string}}}}
  schemas:
    Name: {type: string}
    An item:
      type: object
      required: [name, maker]
      properties:
        name: {$ref: '#/components/schemas/Name', minLength: 2}
        note: {$ref: '#/components/schemas/Name', x-level: SHOULD}
        size: true
        secret: false
";

const READ: &str = "\
Feature: Items
  Scenario: One is read
    Given a valid getItem request
    And with the path parameter \"id\" set to \"7\"
    When it is sent
    Then it is accepted
    And the answer has the documented fields and types
";

const UNCHANGED: &str = "\
Feature: Items
  Scenario: One is as it was
    Given a valid getItem request
    And with the path parameter \"id\" set to \"7\"
    And with the header \"If-None-Match\" set to '\"a\"'
    When it is sent
    Then it is accepted
";

fn place(feature: &str, server: &Server) -> (Place, String) {
    let place = Place::empty().file("f/items.feature", feature).file("c/shop.yaml", SHOP);
    let target = format!("[shop]\nbase-url = \"{}\"\n[shop.values]\nid = \"7\"\n", server.url());
    (place.file("t.toml", target), "run --features f --schemas c --target t.toml".into())
}

/// What a server that answers so is told.
fn told(answer: &'static str, code: i32) -> String {
    let server = Server::deciding(move |_| (200, answer));
    let (place, run) = place(READ, &server);
    place.docproof(&run).exits(code).out
}

#[test]
fn paths_and_schemas_may_stand_elsewhere_and_schemas_be_true() {
    told("{\"name\": \"Tea\", \"maker\": 1, \"size\": [], \"note\": \"x\"}", 0);
}

#[test]
fn what_stands_beside_a_reference_holds_too() {
    let said = told("{\"name\": \"T\", \"maker\": 1, \"note\": \"x\"}", 1);
    assert!(said.contains("MUST getItem.response.body.name:minLength"), "{said}");
    let said = told("{\"name\": \"Tea\", \"maker\": 1}", 0);
    assert!(said.contains("SHOULD getItem.response.body.note"), "{said}");
}

#[test]
fn a_field_that_is_required_and_nothing_else_is_a_promise_of_its_own() {
    let said = told("{\"name\": \"Tea\", \"note\": \"x\"}", 1);
    assert!(said.contains("MUST getItem.response.body.maker\n"), "{said}");
}

#[test]
fn a_field_that_can_never_be_there_is_missed_by_nobody_and_seen_where_it_is() {
    let said = told("{\"name\": \"Tea\", \"maker\": 1, \"note\": \"x\", \"secret\": 1}", 1);
    assert!(said.contains("MUST getItem.response.body.secret:not"), "{said}");
}

#[test]
fn a_documented_304_is_no_redirect_and_has_its_headers() {
    let server =
        Server::answering("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nConnection: close\r\n\r\n");
    let (at, run) = place(UNCHANGED, &server);
    at.docproof(&run).exits(0);
    let bare = Server::answering("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
    let (at, run) = place(UNCHANGED, &bare);
    let said = at.docproof(&run).exits(1).out;
    assert!(said.contains("MUST getItem.response.304.header.ETag"), "{said}");
    // Its header is no field of what is documented.
    let fields = format!("{UNCHANGED}    And the answer has the documented fields and types\n");
    let said = place(&fields, &server);
    let said = said.0.docproof(&said.1).exits(4).out;
    assert!(said.contains("the answer shows nothing of what this step asks about"), "{said}");
    // To who asks for what is there, nothing is as it was.
    let server =
        Server::answering("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nConnection: close\r\n\r\n");
    let plain = UNCHANGED.replace("    And with the header \"If-None-Match\" set to '\"a\"'\n", "");
    let (at, run) = place(&plain, &server);
    let said = at.docproof(&run).exits(1).out;
    assert!(said.contains("status 304 to a request that doesn't"), "{said}");
    let moved = Server::answering(
        "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
    let (at, run) = place(UNCHANGED, &moved);
    let said = at.docproof(&run).exits(1).out;
    assert!(said.contains("MUST getItem.http.no-redirect"), "{said}");
}

/// What `list clauses` says of a contract.
fn clauses(name: &str, text: &str) -> String {
    let place = Place::empty().file(name, text);
    place.docproof("list clauses --schemas c").exits(0).out
}

#[test]
fn an_operation_without_a_name_is_called_by_its_method_and_path() {
    let answers = "responses: {'200': {description: d.}}";
    let out = clauses(
        "c/users.yaml",
        &format!(
            "openapi: 3.1.0\ninfo: {{title: U, version: v1}}\npaths:\n  /users/{{id}}/keys:\n    parameters: [{{name: id, in: path, required: true}}]\n    get: {{{answers}}}\n    post: {{operationId: 'keys/add:one', {answers}}}\n  /users/{{name}}/keys:\n    parameters: [{{name: name, in: path, required: true}}]\n    delete: {{{answers}}}\n"
        ),
    );
    assert!(out.contains("get-users-id-keys.request.path.id"), "{out}");
    assert!(out.contains("keys/add:one.request.path.id"), "{out}");
    assert!(out.contains("delete-users-name-keys.request.path.name"), "{out}");
}

#[test]
fn a_document_in_json_is_read_as_json() {
    let text = r#"{
  "openapi": "3.1.0", "info": {"title": "Smile \ud83d\ude00", "version": "1"},
  "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "d."}}}}}
}"#;
    assert!(clauses("c/a.json", text).contains("[Smile 😀]"));
    let place =
        Place::empty().file("c/a.json", text.replace("\"paths\": {", "\"paths\": {\"/a\": {}, "));
    let said = place.docproof("list clauses --schemas c").refused(2);
    insta::assert_snapshot!(said, @"error: c/a.json:3:26: the key `/a` is given twice");
}
