//! An API of one's own as most are: it reads and deletes, and wants a bearer token.

use crate::servers::Server;
use crate::support::Place;

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
paths:
  /notes/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: readNote
      security: [{token: []}]
      responses:
        2XX:
          description: The note.
          content:
            application/json:
              schema: {type: object, required: [text], properties: {text: {type: string}}}
    delete:
      operationId: deleteNote
      responses: {2XX: {description: It is gone.}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
";

const FEATURE: &str = "\
Feature: Notes
  Scenario: A note is read
    Given a valid readNote request
    When it is sent
    Then it is accepted

  Scenario: A note is read with a token that nobody has
    Given a valid readNote request
    But with a credential that is unknown
    When it is sent
    Then it is refused
";

/// Where a server is called with this token.
fn place(server: &Server, token: &str) -> Place {
    let url = server.url();
    let target = format!(
        "[notes]\nbase-url = \"{url}\"\n[notes.values]\nid = \"7\"\ndeleteNote.id = \"8\"\n[notes.credentials.token]\ntoken = \"{token}\"\n"
    );
    Place::empty()
        .file("f/notes.feature", FEATURE)
        .file("c/notes.yaml", CONTRACT)
        .file("t.toml", &target)
}

const RUN: &str = "run --quiet --features f --schemas c --target t.toml";

#[test]
fn a_bearer_token_is_sent_as_one_however_the_target_file_has_it() {
    let server =
        Server::deciding(|asked| match asked.contains("authorization: Bearer k-5f0c9e27\r\n") {
            true => (200, "{\"text\": \"hello\"}"),
            false => (401, "{}"),
        });
    for token in ["k-5f0c9e27", "Bearer k-5f0c9e27"] {
        let place = place(&server, token);
        place.docproof(RUN).exits(0);
        let report = place.read("reports/report.json");
        assert!(report.contains("Authorization: Bearer $NOTES_AUTHORIZATION"), "{report}");
        assert!(!report.contains("k-5f0c9e27"), "the token is masked");
    }
}

#[test]
fn a_token_is_held_to_be_signed_only_where_its_format_says_so() {
    let jwt = CONTRACT.replace("scheme: bearer", "scheme: bearer, bearerFormat: JWT");
    let explain = "explain --schemas c readNote.request.header.Authorization:signature";
    Place::empty().file("c/notes.yaml", CONTRACT).docproof(explain).refused(2);
    Place::empty().file("c/notes.yaml", &jwt).docproof(explain).exits(0);
}

#[test]
fn a_request_without_a_body_that_is_refused_breaks_a_promise() {
    let server = Server::deciding(|_| (404, "{}"));
    let feature = FEATURE.split("\n  Scenario: A note is read with").next().unwrap();
    let delete = feature.replace("readNote", "deleteNote");
    for (operation, feature) in [("readNote", feature), ("deleteNote", &delete)] {
        let place = place(&server, "k-5f0c9e27").file("f/notes.feature", feature);
        let said = place.docproof(RUN).exits(1).out;
        assert!(said.contains(&format!("MUST {operation}.request.accepted")), "{said}");
    }
}

/// One schema for what is sent and what comes back, as most documents have it.
const USERS: &str = "\
openapi: 3.1.0
info: {title: Users, version: v1}
x-api: users
paths:
  /users:
    post:
      operationId: createUser
      requestBody: {$ref: '#/components/requestBodies/User'}
      responses: {2XX: {$ref: '#/components/responses/User'}}
components:
  requestBodies:
    User:
      required: true
      content:
        application/json:
          schema: {$ref: '#/components/schemas/User'}
          examples: {ann: {$ref: '#/components/examples/Ann'}}
  responses:
    User:
      description: The user.
      content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}
  examples:
    Ann: {value: {name: Ann, password: open-sesame}}
  schemas:
    User:
      type: object
      required: [id, name, password]
      properties:
        id: {type: integer, format: int32, readOnly: true}
        name: {type: string, format: handle}
        password: {type: string, writeOnly: true}
        photo: {type: string, format: byte}
";

const CREATE_USER: &str = "\
Feature: Users
  Scenario: A user is made
    Given a valid createUser request
    When it is sent
    Then it is accepted
    And the answer has the documented fields and types
";

/// What a server that answers so is told.
fn told(answer: &'static str, code: i32) -> String {
    let server = Server::deciding(move |_| (200, answer));
    let url = server.url();
    Place::empty()
        .file("f/users.feature", CREATE_USER)
        .file("c/users.yaml", USERS)
        .docproof(&format!("run -v --features f --schemas c --base-url users={url}"))
        .exits(code)
        .out
}

#[test]
fn a_field_of_answers_alone_is_not_asked_of_a_request_nor_one_of_requests_alone_of_an_answer() {
    let said = told("{\"id\": 1, \"name\": \"Ann\", \"photo\": \"aGk=\"}", 0);
    assert!(said.contains("PASSED — "), "{said}");
    // What was not tried is listed: that the id is asked of requests is none of it, and all of answers were.
    assert!(said.contains("createUser.request.body.name"), "{said}");
    let of_id = said.lines().filter(|line| line.contains("createUser.request.body.id"));
    let of_id: Vec<&str> = of_id.map(str::trim).collect();
    assert_eq!(of_id, ["createUser.request.body.id:readOnly"], "{said}");
    assert!(!said.contains("createUser.response."), "{said}");
}

#[test]
fn a_field_of_requests_alone_that_is_answered_is_warned_of_without_its_value() {
    let said = told("{\"id\": 1, \"name\": \"Ann\", \"password\": \"p-81\"}", 0);
    assert!(said.contains("SHOULD createUser.response.body.password:writeOnly"), "{said}");
    assert!(said.contains("actual    it is there"), "{said}");
}

#[test]
fn numbers_and_base64_are_held_to_their_formats_and_a_format_that_nothing_checks_is_no_promise() {
    let said = told("{\"id\": 2147483648, \"name\": \"Ann\", \"photo\": \"***\"}", 1);
    assert!(said.contains("MUST createUser.response.body.id:format"), "{said}");
    assert!(said.contains("MUST createUser.response.body.photo:format"), "{said}");
    assert!(!said.contains("createUser.response.body.name:format"), "{said}");
}

#[test]
fn a_request_with_a_number_beyond_its_format_has_to_be_refused() {
    let server = Server::deciding(|_| (200, "{\"id\": 1, \"name\": \"Ann\"}"));
    let feature = "\
Feature: Users
  Scenario: An age that no number of its format holds is refused
    Given a valid createUser request
    But with the field \"age\" set to 3000000000
    When it is sent
    Then it is refused
";
    let said = Place::empty()
        .file("f/users.feature", feature)
        .file("c/users.yaml", format!("{USERS}        age: {{type: integer, format: int32}}\n"))
        .docproof(&format!("run --features f --schemas c --base-url users={}", server.url()))
        .exits(1)
        .out;
    assert!(said.contains("MUST createUser.request.body.age:format"), "{said}");
}

const LIST: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
paths:
  /notes:
    parameters:
      - {name: sort, in: query, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer, maximum: 100}}
    get:
      operationId: listNotes
      parameters:
        - {$ref: '#/components/parameters/Page'}
        - {name: sort, in: query, schema: {enum: [newest, oldest]}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: X-Depth, in: header, schema: {type: integer, format: int32}}
      responses: {2XX: {description: The notes.}}
components:
  parameters:
    Page: {name: page, in: query, schema: {type: integer, minimum: 1}}
";

const LISTED: &str = "\
Feature: Lists
  Scenario: What is documented is accepted
    Given a valid listNotes request
    And with the query parameter \"page\" set to \"2\"
    And with the query parameter \"sort\" set to \"oldest\"
    And with the query parameter \"tags\" set to \"a,b\"
    When it is sent
    Then it is accepted

  Scenario Outline: A bad <name> is refused
    Given a valid listNotes request
    But with the <place> \"<name>\" set to \"<value>\"
    When it is sent
    Then it is refused

    Examples:
      | place           | name    | value      |
      | query parameter | page    | 0          |
      | query parameter | page    | two        |
      | query parameter | sort    | by-name    |
      | query parameter | limit   | 101        |
      | header          | X-Depth | 3000000000 |
";

#[test]
fn a_parameter_of_an_operation_takes_the_place_of_its_paths() {
    let place = Place::empty().file("f/l.feature", LISTED).file("c/notes.yaml", LIST);
    let said = place.docproof("explain --schemas c listNotes.request.query.sort").exits(0).out;
    assert!(said.contains("the query parameter sort may be left out"), "{said}");
}

#[test]
fn what_is_documented_of_a_parameter_is_held_to_refusals_of_anything_else() {
    let run = |answer: fn(&str) -> (u16, &'static str)| {
        let server = Server::deciding(answer);
        let place = Place::empty().file("f/l.feature", LISTED).file("c/notes.yaml", LIST);
        let url = server.url();
        place.docproof(&format!("run --features f --schemas c --base-url notes={url}"))
    };
    let careful = run(|asked| {
        let bad = ["page=0", "page=two", "by-name", "limit=101", "3000000000"];
        (if bad.iter().any(|bad| asked.contains(bad)) { 400 } else { 200 }, "{}")
    });
    careful.exits(0);
    let careless = run(|_| (200, "{}")).exits(1).out;
    for clause in ["page:minimum", "page:type", "sort:enum", "limit:maximum"] {
        assert!(careless.contains(&format!("MUST listNotes.request.query.{clause}")), "{careless}");
    }
    assert!(careless.contains("MUST listNotes.request.header.X-Depth:format"), "{careless}");
}

/// A document as most are: of OpenAPI 3.0, where null is no type.
const OLDER: &str = "\
openapi: 3.0.3
info: {title: Pets, version: v1}
x-api: pets
paths:
  /pets/1:
    get:
      operationId: readPet
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema:
                type: object
                required: [name, owner, weight]
                properties:
                  name: {type: string, nullable: true}
                  owner: {allOf: [{$ref: '#/components/schemas/Owner'}], nullable: true}
                  weight: {type: number, minimum: 0, exclusiveMinimum: true}
components:
  schemas:
    Owner: {type: object, required: [id], properties: {id: {type: integer}}}
";

#[test]
fn a_document_of_openapi_3_0_is_read_as_it_is_meant() {
    let feature = "Feature: Pets\n  Scenario: A pet is read\n    Given a valid readPet request\n    When it is sent\n    Then it is accepted\n";
    let place = Place::empty().file("f/pets.feature", feature).file("c/pets.yaml", OLDER);
    let run = |answer: &'static str, code| {
        let url = Server::deciding(move |_| (200, answer)).url();
        let run = format!("run --features f --schemas c --base-url pets={url}");
        place.docproof(&run).exits(code).out
    };
    run(r#"{"name": null, "owner": null, "weight": 0.1}"#, 0);
    run(r#"{"name": "Rex", "owner": {"id": 7}, "weight": 12}"#, 0);
    let out = run(r#"{"name": 7, "owner": {"id": "7"}, "weight": 0}"#, 1);
    for clause in ["name:type", "owner.id:type", "weight:exclusiveMinimum"] {
        assert!(out.contains(&format!("MUST readPet.response.body.{clause}\n")), "{out}");
    }
    let said = place
        .file("c/pets.yaml", OLDER.replace("schemas/Owner'", "schemas/Owners'"))
        .docproof("list --features f --schemas c")
        .refused(2);
    assert!(said.contains("`$ref: #/components/schemas/Owners` names nothing"), "{said}");
}
