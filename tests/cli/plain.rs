//! A document as programs write them, with nothing in it for docproof: its paths alone say what there is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post, put};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::servers::{answer, served};
use crate::support::{Place, Ran};

/// Books stand on shelves. No operation makes labels.
const LIBRARY: &str = "\
openapi: 3.1.0
info: {title: Library, version: v1}
paths:
  /shelves/:
    post:
      operationId: addShelf
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewShelf'}, example: {name: Poetry, room: 3}}}
      responses:
        '201': {description: Added., content: {application/json: {schema: {$ref: '#/components/schemas/Shelf'}}}}
        4XX: {description: Refused.}
  /shelves/{shelf_id}:
    parameters: [{name: shelf_id, in: path, required: true, schema: {type: string, format: uuid}}]
    get:
      operationId: readShelf
      responses:
        '200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Shelf'}}}}
        4XX: {description: Refused.}
    delete:
      operationId: removeShelf
      responses: {'204': {description: Gone.}, 4XX: {description: Refused.}}
  /books:
    post:
      operationId: addBook
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewBook'}}}
      responses:
        '201': {description: Added., content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}
        4XX: {description: Refused.}
  /books/{id}:
    get:
      operationId: readBook
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}
        '404': {description: There is none.}
        4XX: {description: Refused.}
  /rooms:
    post:
      operationId: addRoom
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Room'}}}}
      responses: {'201': {description: Added., content: {application/json: {schema: {$ref: '#/components/schemas/Room'}}}}}
  /rooms/{name}:
    put:
      operationId: putRoom
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Room'}}}}
      responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Room'}}}}}
  /labels/{id}/lamps:
    delete:
      operationId: clearLamps
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Gone.}}
  /lamps:
    delete:
      operationId: removeLamps
      parameters: [{name: house, in: query, required: true, schema: {type: string}}]
      responses: {'204': {description: Gone.}}
  /loans:
    post:
      operationId: lend
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [book], properties: {book: {type: integer}}}
            example: {book: 4711}
      responses: {'201': {description: Lent.}, 4XX: {description: Refused.}}
  /login:
    post:
      operationId: login
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [username], properties: {username: {type: string}}}
            example: {username: demo}
      responses: {'200': {description: Welcome.}}
  /labels/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: readLabel, responses: {'200': {description: It.}}}
    delete:
      operationId: removeLabel
      security: [{key: []}]
      responses: {'204': {description: Gone.}, 4XX: {description: Refused.}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Room: {type: object, required: [name, seats], properties: {name: {type: string}, seats: {type: integer}}}
    NewShelf: {type: object, required: [name], properties: {name: {type: string, minLength: 1, maxLength: 80}, room: {type: [integer, 'null']}}}
    Shelf: {type: object, required: [id, name], properties: {id: {type: string, format: uuid}, name: {type: string}}}
    NewBook:
      type: object
      required: [title, code, shelf_id]
      properties: {title: {type: string}, code: {type: string, pattern: '^[a-z0-9-]{1,40}$'}, shelf_id: {type: string, format: uuid}}
    Book:
      type: object
      required: [data]
      properties:
        data:
          type: object
          required: [id, title]
          properties: {id: {type: integer}, title: {type: string}}
";

/// What a server does otherwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    Right,
    FindsEveryBook,
    AnswersNumbersForNames,
    AddsNoShelf,
}

#[derive(Default)]
struct Library {
    shelves: BTreeMap<String, Value>,
    books: Vec<Value>,
    codes: BTreeSet<String>,
    removed: Vec<String>,
}

type Shared = Arc<Mutex<Library>>;

fn refused(status: u16) -> Response {
    answer(status, &json!({"why": "it is so"}))
}

fn add_shelf(library: &Shared, does: Does, body: &Bytes) -> Response {
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    let mut library = library.lock().unwrap();
    let name = sent["name"].as_str().filter(|name| (1..=80).contains(&name.chars().count()));
    let room = sent.get("room").is_none_or(|room| room.is_null() || room.is_i64());
    let name = name.filter(|_| room);
    match name {
        None => refused(422),
        Some(_) if does == Does::AddsNoShelf => refused(422),
        // No second one of a name, which nobody documented.
        Some(name) if library.shelves.values().any(|shelf| shelf["name"] == name) => refused(409),
        Some(name) => {
            let id = uuid::Uuid::new_v4().to_string();
            let shelf = json!({"id": id, "name": name});
            library.shelves.insert(id, shelf.clone());
            answer(201, &shelf)
        }
    }
}

fn read_shelf(library: &Shared, does: Does, id: &str) -> Response {
    let library = library.lock().unwrap();
    match library.shelves.get(id) {
        Some(shelf) if does == Does::AnswersNumbersForNames => {
            answer(200, &json!({"id": shelf["id"], "name": 7}))
        }
        Some(shelf) => answer(200, shelf),
        None if id == "5b0c6f0e-2f0f-4c4b-9f0b-1d1f6f3c2a10" => {
            answer(200, &json!({"id": id, "name": "the target's own"}))
        }
        None => refused(404),
    }
}

fn remove(library: &Shared, kind: &str, id: &str) -> Response {
    let mut library = library.lock().unwrap();
    let is_there = kind == "labels" || library.shelves.remove(id).is_some();
    match is_there && !library.removed.iter().any(|one| one == id) {
        true => {
            library.removed.push(id.to_owned());
            Response::builder().status(204).body(axum::body::Body::empty()).unwrap()
        }
        false => refused(404),
    }
}

fn add_book(library: &Shared, body: &Bytes) -> Response {
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    let mut library = library.lock().unwrap();
    let shelf = sent["shelf_id"].as_str();
    if !sent["title"].is_string() || !shelf.is_some_and(|id| library.shelves.contains_key(id)) {
        return refused(422);
    }
    let code = sent["code"].as_str().unwrap_or_default();
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_right = (1..=40).contains(&code.len()) && code.chars().all(is_letter);
    if !is_right || library.codes.contains(code) {
        return refused(422);
    }
    library.codes.insert(code.to_owned());
    let book = json!({"data": {"id": library.books.len(), "title": sent["title"]}});
    library.books.push(book.clone());
    answer(201, &book)
}

fn read_book(library: &Shared, does: Does, id: &str) -> Response {
    let Ok(number) = id.parse::<usize>() else { return refused(422) };
    let library = library.lock().unwrap();
    let found = library
        .books
        .get(number)
        .or(library.books.first().filter(|_| does == Does::FindsEveryBook));
    found.map_or_else(|| refused(404), |book| answer(200, book))
}

/// A room is called as its path says.
fn room(body: &Bytes, called: Option<String>) -> Response {
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    let is_right = sent["name"].is_string() && sent["seats"].is_i64();
    match is_right && called.as_ref().is_none_or(|name| sent["name"] == name.as_str()) {
        true => answer(if called.is_some() { 200 } else { 201 }, &sent),
        false => refused(422),
    }
}

/// A book that is there.
fn lend(library: &Shared, body: &Bytes) -> Response {
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    let books = library.lock().unwrap().books.len();
    let is_there = sent["book"].as_u64().is_some_and(|book| book < books as u64);
    if is_there { answer(201, &json!({})) } else { refused(422) }
}

/// Nobody but the one whom the documentation prints.
fn login(body: &Bytes) -> Response {
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    if sent["username"] == "demo" { answer(200, &json!({})) } else { refused(401) }
}

fn app(does: Does, library: &Shared) -> Router {
    let with = || Arc::clone(library);
    let (a, b, c, d, e, f, g) = (with(), with(), with(), with(), with(), with(), with());
    Router::new()
        .route("/shelves/", post(async move |body: Bytes| add_shelf(&a, does, &body)))
        .route(
            "/shelves/{id}",
            get(async move |Path(id): Path<String>| read_shelf(&b, does, &id))
                .delete(async move |Path(id): Path<String>| remove(&c, "shelves", &id)),
        )
        .route("/books", post(async move |body: Bytes| add_book(&d, &body)))
        .route("/books/{id}", get(async move |Path(id): Path<String>| read_book(&e, does, &id)))
        .route("/rooms", post(async |body: Bytes| room(&body, None)))
        .route(
            "/rooms/{name}",
            put(async |Path(name): Path<String>, body: Bytes| room(&body, Some(name))),
        )
        .route("/loans", post(async move |body: Bytes| lend(&g, &body)))
        .route("/login", post(async |body: Bytes| login(&body)))
        .route(
            "/labels/{id}",
            get(async || answer(200, &json!({}))).delete(
                async move |Path(id): Path<String>, headers: HeaderMap| {
                    let is_known = headers.get("x-key").is_some_and(|key| key == "k-5f0c9e27");
                    if is_known { remove(&f, "labels", &id) } else { refused(401) }
                },
            ),
        )
}

/// A folder with the document and its scaffolded features, and what its server has.
fn place(does: Does, values: &str) -> (Place, Shared) {
    let library = Shared::default();
    let key = "[library.credentials.key]\nkey = \"k-5f0c9e27\"\n[library.values]\n";
    let target = served("library", app(does, &library)) + key + values;
    let place = Place::empty().file("c/library.yaml", LIBRARY).file("t.toml", target);
    place.docproof("scaffold --schemas c f").exits(0);
    (place, library)
}

fn run(place: &Place) -> Ran {
    place.docproof("run --no-ci --features f --schemas c --target t.toml")
}

#[test]
fn a_record_is_made_by_the_operation_whose_answer_tells_what_a_path_asks_for() {
    let (place, _) = place(Does::Right, "");
    let feature = place.read("f/library/read-book.feature");
    assert_snapshot!(feature, @r#"
    @library @readBook
    Feature: GET /books/{id}

      Rule: A request that meets the documentation is accepted

        Scenario: A valid request is accepted
          Given an existing shelf
          And an existing book
          And a valid readBook request
          When the request is sent
          Then the request is accepted
          And the answer has the documented fields and types

      Rule: Every parameter is as it is documented

        Scenario Outline: A request with the <parameter> set to <value> is refused
          Given an existing shelf
          And an existing book
          And a valid readBook request
          And with the <parameter> set to "<value>"
          When the request is sent
          Then the request is refused

          Examples:
            | parameter           | value    |
            | path parameter "id" | 1.5      |
            | path parameter "id" | docproof |

      Rule: What a request names is there

        Scenario: A request that names no book is refused
          Given an existing shelf
          And an existing book
          And a valid readBook request
          And with an unknown "id"
          When the request is sent
          Then the request is refused
    "#);
    run(&place).exits(0);
    // What is made has a name of its own each time.
    run(&place).exits(0);
}

#[test]
fn what_is_wrong_of_a_record_that_the_run_made_is_found() {
    let said = run(&place(Does::AnswersNumbersForNames, "").0).exits(1).out;
    assert!(said.contains("MUST readShelf.response.body.name:type"), "{said}");
    let said = run(&place(Does::FindsEveryBook, "").0).exits(1).out;
    assert!(said.contains("MUST readBook.request.path.id:exists"), "{said}");
    assert!(
        !said.contains("readShelf.request.path.shelf_id:exists"),
        "no 404 is documented: {said}"
    );
}

#[test]
fn where_none_can_be_made_the_target_names_one() {
    let (place, _) =
        place(Does::AddsNoShelf, "shelves.shelf_id = \"5b0c6f0e-2f0f-4c4b-9f0b-1d1f6f3c2a10\"\n");
    let ran = run(&place).exits(1);
    assert!(ran.out.contains("MUST addShelf.request.accepted"), "{}", ran.out);
    let judged = place.docproof("explain --schemas c readShelf.response.body.name").exits(0).out;
    assert!(judged.contains("kept, judged by 1 scenario"), "{judged}");
}

#[test]
fn what_the_target_names_for_an_operation_is_what_it_is_about() {
    let own = "readShelf.shelf_id = \"5b0c6f0e-2f0f-4c4b-9f0b-1d1f6f3c2a10\"\n";
    let (place, _) = place(Does::Right, own);
    run(&place).exits(0);
    let asked = place.read("reports/report.json");
    assert!(asked.contains("/shelves/5b0c6f0e-2f0f-4c4b-9f0b-1d1f6f3c2a10"), "{asked}");
}

#[test]
fn an_operation_that_refuses_everything_breaks_one_promise() {
    let said = run(&place(Does::AddsNoShelf, "").0).exits(1).out;
    let broken: Vec<&str> = said.lines().filter(|line| line.contains("✗")).collect();
    assert_eq!(broken, ["✗ MUST addShelf.request.accepted"]);
    let words: Vec<&str> = said.split_whitespace().collect();
    let why = "addShelf accepted no request, so nothing tells whether this is why";
    assert!(words.join(" ").contains(why), "{said}");
}

#[test]
fn what_the_target_names_is_deleted_only_if_it_is_named_for_that() {
    let shared = "labels.id = \"7\"\n";
    let (kept, library) = place(Does::Right, shared);
    let said = run(&kept).exits(0).out;
    assert!(said.contains("removeLabel would delete what it names"), "{said}");
    assert!(!library.lock().unwrap().removed.contains(&"7".to_owned()));
    // Nor is anything of it, wherever a request names it.
    let all = kept.read("t.toml") + "house = \"9\"\n";
    kept.write("t.toml", all);
    let said = run(&kept).exits(0).out;
    for operation in ["clearLamps", "removeLamps"] {
        assert!(said.contains(&format!("{operation} would delete what it names")), "{said}");
    }

    let (place, library) = place(Does::Right, &format!("{shared}removeLabel.id = \"8\"\n"));
    // Who has no key is refused before the label is gone.
    run(&place).exits(0);
    let untried = place.docproof("coverage --schemas c --only untried").out;
    assert!(!untried.contains("removeLabel.request.header.X-Key"), "{untried}");
    library.lock().unwrap().removed.clear();
    let twice = "@library\nFeature: Labels\n\n  Scenario Outline: A label is removed <how>\n    Given a valid removeLabel request\n    When the request is sent\n    Then the request is accepted\n\n    Examples:\n      | how   |\n      | first |\n      | then  |\n";
    place.write("f/library/remove-label.feature", twice);
    let said = run(&place).exits(0).out;
    assert!(said.contains("the target's `id` for removeLabel is deleted already"), "{said}");
    let removed = library.lock().unwrap().removed.clone();
    assert!(removed.contains(&"8".to_owned()) && !removed.contains(&"7".to_owned()), "{removed:?}");
}

#[test]
fn what_things_need_of_each_other_is_found_once() {
    let names = "abcdefghijklmnop".chars().map(|letter| letter.to_string().repeat(4));
    let names: Vec<String> = names.collect();
    let ids = |name: &String| {
        let others = names.iter().filter(|other| *other != name);
        others.map(|other| (format!("{other}_id"), json!({"type": "integer"}))).collect()
    };
    let paths = names.iter().flat_map(|name| {
        let properties: serde_json::Map<String, Value> = ids(name);
        let required: Vec<&String> = properties.keys().collect();
        let sent = json!({"type": "object", "required": required, "properties": properties});
        let told = json!({"type": "object", "properties": {"id": {"type": "integer"}}});
        let body = |schema: Value| json!({"application/json": {"schema": schema}});
        let id =
            json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}]);
        let answers = json!({"2XX": {"description": "It.", "content": body(told)}});
        [
            (
                format!("/{name}s"),
                json!({"post": {"requestBody": {"content": body(sent)}, "responses": answers}}),
            ),
            (format!("/{name}s/{{id}}"), json!({"get": {"parameters": id, "responses": answers}})),
        ]
    });
    let paths: serde_json::Map<String, Value> = paths.collect();
    let document =
        json!({"openapi": "3.1.0", "info": {"title": "All", "version": "v1"}, "paths": paths});
    let place = Place::empty().file("c/all.json", document.to_string());
    // Each of sixteen needs all others: to look into each wherever it is named would never end.
    let written = place.docproof("scaffold - --schemas c").exits(0).out;
    assert!(written.contains("Given an existing"), "{written}");
}

#[test]
fn a_template_is_a_file_that_can_be_read_whatever_is_called_alike() {
    let parameter = |name: &str| {
        format!("[{{name: {name}, in: path, required: true, schema: {{type: string}}}}]")
    };
    let paths: String = ["code", "region"]
        .map(|step| format!("  /{step}/{{code}}: {{get: {{parameters: {}, responses: {{'200': {{description: It.}}}}}}}}\n", parameter("code")))
        .concat();
    let query = "  /all: {get: {parameters: [{name: code, in: query, schema: {type: string}}], responses: {'200': {description: It.}}}}\n";
    let document =
        format!("openapi: 3.1.0\ninfo: {{title: A, version: v1}}\npaths:\n{paths}{query}");
    let place = Place::empty().file("c/a.yaml", document);
    place.docproof("scaffold --schemas c f").exits(0);
    let file = place.docproof("init - --schemas c").exits(0).out;
    assert!(file.contains("\"code.code\" = ") && file.contains("region.code = "), "{file}");
    place.write("t.toml", file.replace("https://example.com", "http://127.0.0.1:9"));
    place.docproof("run --dry-run --features f --schemas c --target t.toml").exits(0);
}

#[test]
fn a_target_file_asks_for_what_no_operation_makes() {
    let (place, _) = place(Does::Right, "");
    let file = place.docproof("init - --schemas c").exits(0).out;
    assert_snapshot!(file.split("[library.").nth(1).unwrap().trim(), @r#"
    values]
    # Of the path.
    clearLamps.id = ""
    # Of the query.
    removeLamps.house = ""
    # Of the path.
    labels.id = ""
    # Of the path.
    removeLabel.id = ""
    "#);
    let wrong = place.read("t.toml") + "shelfs.shelf_id = \"x\"\n";
    place.write("t.toml", wrong);
    let said = run(&place).refused(2);
    assert!(said.contains("the contract knows no value `shelfs.shelf_id`"), "{said}");
}
