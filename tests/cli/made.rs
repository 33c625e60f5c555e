//! Documents that print no examples, as most do: requests are made of what their schemas say.

use axum::Router;
use axum::body::Bytes;
use axum::response::Response;
use axum::routing::post;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::servers::{answer, served};
use crate::support::{Place, Ran};

/// Pets of two kinds, of which one field tells: whatever is a cat meets the schema of dogs as well.
const PETS: &str = "\
openapi: 3.0.3
info: {title: Pets, version: v1}
x-api: pets
paths:
  /pets:
    post:
      operationId: addPet
      security: [{key: []}, {}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses:
        '201':
          description: The pet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
  /shelves:
    post:
      operationId: addShelf
      requestBody: {content: {application/json: {schema: {type: object, not: {}}}}}
      responses: {2XX: {description: Added.}}
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: Dog}}
    Cat:
      allOf:
        - $ref: '#/components/schemas/Any'
        - type: object
          required: [tag, born]
          properties:
            tag: {type: string, pattern: '^[A-Z]{2}-\\d{4}$'}
            born: {type: string, format: date}
            lives: {type: integer, default: 9, maximum: 9}
            vet: {type: string, format: email, x-fill: '{label}@example.com'}
            colour: {type: string}
            seen: {type: string, readOnly: true, example: often}
    Dog:
      allOf: [{$ref: '#/components/schemas/Any'}]
    Any:
      type: object
      required: [kind]
      properties: {kind: {type: string}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
";

const ADDED: &str = "\
@pets
Feature: Pets

  Scenario: A pet is added
    Given a valid addPet request
    When the request is sent
    Then the request is accepted
    And the answer has the documented fields and types
";

/// What a server does otherwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    Right,
    CallsTheCatADog,
    AnswersACatWithoutTag,
    RefusesAll,
    /// Whatever is called a cat.
    TakesAnyCat,
}

fn pet(does: Does, body: &Bytes) -> Response {
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    let tag = sent["tag"].as_str().unwrap_or_default();
    let is_right = sent["kind"] == "cat" && tag.len() == 7;
    // Of a cat the documentation says more than of a dog.
    let holds = |name: &str, is_right: fn(&Value) -> bool| sent.get(name).is_none_or(is_right);
    let is_right = is_right
        && sent["born"].as_str().is_some_and(|born| born.len() == 10)
        && holds("lives", |lives| lives.as_u64().is_some_and(|lives| lives < 10))
        && holds("vet", |vet| vet.as_str().is_some_and(|vet| vet.contains('@')));
    if (!is_right && does != Does::TakesAnyCat) || does == Does::RefusesAll {
        return answer(422, &json!({}));
    }
    let mut pet = sent;
    match does {
        Does::CallsTheCatADog => pet["kind"] = "dog".into(),
        Does::AnswersACatWithoutTag => drop(pet.as_object_mut().unwrap().shift_remove("tag")),
        Does::Right | Does::RefusesAll | Does::TakesAnyCat => {}
    }
    answer(201, &pet)
}

fn place(does: Does) -> Place {
    let app =
        Router::new().route("/pets", post(move |body: Bytes| async move { pet(does, &body) }));
    Place::empty()
        .file("c/pets.yaml", PETS)
        .file("t.toml", served("pets", app))
        .file("f/pets.feature", ADDED)
}

fn run(does: Does) -> Ran {
    place(does).docproof("run --no-ci --features f --schemas c --target t.toml")
}

#[test]
fn a_request_is_made_of_its_schema_where_nobody_printed_one() {
    let dry = "run --features f --schemas c --dry-run --base-url pets=http://127.0.0.1:9";
    let shown = place(Does::Right).docproof(dry).exits(0).out;
    let body = shown.split("--data-raw ").nth(1).unwrap().trim();
    assert_snapshot!(body, @r#"'{"kind":"cat","tag":"AA-1111","born":"2035-01-02","lives":9,"vet":"somebody@example.com"}'"#);
    run(Does::Right).exits(0);
    let said = run(Does::RefusesAll).exits(1).out;
    let words: Vec<&str> = said.split_whitespace().collect();
    let told = "the request is accepted (any 2xx); no example is documented, so its body was made of the schema";
    assert!(words.join(" ").contains(told), "{said}");
}

#[test]
fn a_value_is_held_to_what_it_calls_itself_and_may_meet_the_others_as_well() {
    run(Does::Right).exits(0);
    // Whatever is a dog is one with a tag, too.
    run(Does::CallsTheCatADog).exits(0);
    let said = run(Does::AnswersACatWithoutTag).exits(1).out;
    assert_snapshot!(said.split("\n\n").find(|part| part.contains("MUST")).unwrap(), @"
    ✗ MUST addPet.response.body:oneOf
      the body meets that of its schemas which its `kind` names (`oneOf`, `discriminator`)
      Pets
    ");
}

#[test]
fn what_only_the_server_sets_is_not_sent_and_what_is_in_itself_is_judged_in_time() {
    let tree = PETS
        .replace("properties: {kind: {type: string}}", "properties: {kind: {type: string}, of: {$ref: '#/components/schemas/Pet'}}")
        .replace("            seen: {type: string", "            born_on: {type: string, readOnly: true, example: x}\n            seen: {type: string");
    let nested = (0..40).fold(
        json!({"kind": "none"}),
        |inner, _| json!({"kind": "cat", "tag": "AA-1111", "born": "2035-01-02", "of": inner}),
    );
    let answers = Router::new().route("/pets", post(async move || answer(201, &nested)));
    let place = Place::empty()
        .file("c/pets.yaml", tree)
        .file("t.toml", served("pets", answers))
        .file("f/pets.feature", ADDED);
    let ran = place.docproof("run --no-ci --features f --schemas c --target t.toml");
    let report = place.read("reports/report.json");
    assert!(!report.contains("born_on\\\":") && !report.contains("seen\\\":"), "{report}");
    // Who calls itself by no known name is held to the `oneOf` as it stands: a `none` is a dog.
    ran.exits(0);
}

#[test]
fn a_slip_in_the_name_of_an_optional_credential_is_no_lack_of_the_target() {
    let place = place(Does::Right);
    let step = "request\n    And with the credential \"kee\" that is missing\n";
    place.write("f/pets.feature", ADDED.replacen("request\n", step, 1));
    assert_snapshot!(place.docproof("run --features f --schemas c --target t.toml").refused(2), @"error: f/pets.feature:6: addPet asks for no credential");
}

#[test]
fn features_are_scaffolded_without_examples_too() {
    let place = place(Does::Right);
    let ran = place.docproof("scaffold --schemas c g").exits(0);
    assert_snapshot!(ran.err, @"left out addShelf: its request has no example, and none could be made of its schema; give its body one");
    assert!(!place.read("g/pets/add-pet.feature").contains("sample"));
    // The key is optional, and this target has none.
    let out = place.docproof("run --no-ci --features g --schemas c --target t.toml").exits(0).out;
    assert!(out.contains("the target has no credential `pets.credentials.key`"), "{out}");
    // What is wrong of one of several schemas is tried, too.
    let place = self::place(Does::TakesAnyCat);
    place.docproof("scaffold --schemas c g");
    let out = place.docproof("run --no-ci --features g --schemas c --target t.toml").exits(1).out;
    let found: Vec<&str> = out.lines().filter(|line| line.contains("FAIL ")).collect();
    for row in ["request without tag", "lives is another number", "vet is another text"] {
        assert!(found.iter().any(|line| line.contains(row)), "{row}: {found:#?}");
    }
}

#[test]
fn what_is_made_is_no_documented_sample() {
    let place = place(Does::Right);
    let sample = ADDED.replace("a valid addPet request", "the documented addPet sample");
    place.write("f/pets.feature", sample);
    assert_snapshot!(place.docproof("run --features f --schemas c --target t.toml").refused(2), @"error: f/pets.feature:5: addPet has no sample; give its request body an example in c/pets.yaml");
}
