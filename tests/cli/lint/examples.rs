//! Every example and default is held to the schema that it stands beside.

use insta::assert_snapshot;

use crate::support::Place;

/// A page whose examples are right.
const TASKS: &str = r##"openapi: 3.1.0
info: {title: Tasks, version: v1}
x-api: tasks
paths:
  /tasks/{id}:
    put:
      operationId: updateTask
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Task"}
            examples:
              first: {value: {text: Milk}}
              second: {value: {text: Bread, tags: [a, b]}}
      responses:
        "200":
          description: Changed.
          headers:
            X-Left: {schema: {type: integer}}
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Task"}
              examples:
                first: {value: {text: Milk}}
                second: {value: {text: Bread}}
        "202":
          description: Put off.
          content: {application/json: {schema: {type: object, properties: {job: {type: integer}}}}}
        "404": {$ref: "#/components/responses/None"}
        default:
          description: Something else.
          content: {text/plain: {schema: {type: string, maxLength: 9}}}
  /tasks:
    post:
      operationId: createTask
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Task"}}}
      responses:
        "404": {$ref: "#/components/responses/None"}
components:
  responses:
    None:
      description: There is none.
      content:
        application/json:
          schema: {type: object, required: [code], properties: {code: {type: integer}}}
  schemas:
    Task:
      type: object
      required: [text]
      properties:
        text: {type: string, maxLength: 20}
        tags: {type: array, items: {type: string}}
        owner: {type: object, required: [name], properties: {name: {type: string}}}
"##;

/// What is wrong with the page of tasks where it says something else: the places, each with its text.
#[track_caller]
fn said(changes: &[(&str, &str)]) -> Vec<String> {
    let mut page = TASKS.to_owned();
    for (from, to) in changes {
        assert!(page.contains(from), "{from}");
        page = page.replace(from, to);
    }
    let ran = Place::empty().file("c/tasks.yaml", &page).docproof("lint --schemas c");
    let lines: Vec<&str> = ran.out.lines().map(str::trim).collect();
    let found = lines.windows(2).filter_map(|pair| {
        let place = pair[0].strip_prefix("UNDECLARED")?.trim();
        Some(format!("{place} — {}", pair[1]))
    });
    let found: Vec<String> = found.collect();
    assert_eq!(ran.code, i32::from(!found.is_empty()), "{}{}", ran.out, ran.err);
    found
}

#[track_caller]
fn one(from: &str, to: &str) -> String {
    let mut found = said(&[(from, to)]);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

const LIMIT: &str = "maximum: 100}";
const TEXT: &str = "text: {type: string, maxLength: 20}";

#[test]
fn what_is_right_is_not_told() {
    assert_eq!(said(&[]), [""; 0]);
    let right = [
        ("{type: string}", "{type: string, default: a, example: b, examples: [c, d]}"),
        (LIMIT, "maximum: 100, default: 20}, example: 7, examples: {no: {value: 8}}"),
        ("X-Left: {schema: {type: integer}}", "X-Left: {example: 3, schema: {type: integer}}"),
        ("maxLength: 9}", "maxLength: 9}, example: no room"),
        ("second: {value: {text: Bread}}", "none: {value: null}"),
    ];
    assert_eq!(said(&right), [""; 0]);
}

#[test]
fn further_examples_of_bodies_are_held_to_their_schema() {
    assert_snapshot!(
        one("second: {value: {text: Bread, tags: [a, b]}}", "second: {value: {text: 7}}"),
        @r#"sample-breaks request.body.text:type — the example `second`, at text: 7 is not of type "string""#
    );
    assert_snapshot!(
        one("tags: [a, b]", "tags: [a, 2, 3]"),
        @r#"sample-breaks request.body.tags:item-type — the example `second`, at tags[1]: 2 is not of type "string""#
    );
    assert_snapshot!(
        one("second: {value: {text: Bread}}", "second: {value: {tags: []}}"),
        @"sample-lacks response.body.text — text is required; the example `second` lacks it"
    );
}

#[test]
fn so_are_those_of_refusals_and_of_other_answers() {
    let code = "properties: {code: {type: integer}}}";
    assert_snapshot!(
        one(code, &format!("{code}\n          example: {{code: not-found}}")),
        @r#"sample-breaks response.404.body.code:type — the example, at code: "not-found" is not of type "integer""#
    );
    assert_snapshot!(
        one(code, &format!("{code}\n          examples: {{gone: {{value: {{}}}}}}")),
        @"sample-lacks response.404.body.code — code is required; the example `gone` lacks it"
    );
    let job = "properties: {job: {type: integer}}}";
    assert_snapshot!(
        one(job, &format!("{job}, example: {{job: 1.5}}")),
        @r#"sample-breaks response.202.body.job:type — the example, at job: 1.5 is not of type "integer""#
    );
    assert_snapshot!(
        one("maxLength: 9}", "maxLength: 9}, example: no room at all"),
        @r#"sample-breaks response.default.body:maxLength — the example: "no room at all" is longer than 9 characters"#
    );
}

#[test]
fn so_are_examples_and_defaults_of_fields() {
    let text = |more: &str| one(TEXT, &format!("text: {{type: string, maxLength: 20, {more}}}"));
    assert_snapshot!(text("default: 0"), @r#"sample-breaks request.body.text:type — the default: 0 is not of type "string""#);
    assert_snapshot!(text("example: [a]"), @r#"sample-breaks request.body.text:type — the example: ["a"] is not of type "string""#);
    assert_snapshot!(text("examples: [a, true]"), @r#"sample-breaks request.body.text:type — example 2: true is not of type "string""#);
    assert_snapshot!(
        one("{name: {type: string}}", "{name: {type: string, enum: [me, you], default: they}}"),
        @r#"sample-breaks request.body.owner.name:enum — the default: "they" is not one of "me" or "you""#
    );
    assert_snapshot!(
        one("{type: object, required: [name],", "{type: object, required: [name], example: {name: 3},"),
        @r#"sample-breaks request.body.owner.name:type — the example, at name: 3 is not of type "string""#
    );
    assert_snapshot!(
        one("items: {type: string}", "items: {type: string, example: 3}"),
        @r#"sample-breaks request.body.tags:item-type — the example: 3 is not of type "string""#
    );
}

/// They travel as text, so it is no matter whether a number is printed as one.
#[test]
fn so_are_those_of_parameters_and_headers() {
    let limit = |more: &str| one(LIMIT, &format!("maximum: 100{more}"));
    assert_snapshot!(limit(", default: 500}"), @"sample-breaks request.query.limit:maximum — the default: 500 is greater than the maximum of 100");
    assert_snapshot!(limit(", example: all}"), @r#"sample-breaks request.query.limit:type — the example: "all" is not of type "integer""#);
    assert_snapshot!(limit("}, example: '101'"), @"sample-breaks request.query.limit:maximum — the example: 101 is greater than the maximum of 100");
    assert_snapshot!(
        limit("}, examples: {few: {value: 5}, many: {value: many}}"),
        @r#"sample-breaks request.query.limit:type — the example `many`: "many" is not of type "integer""#
    );
    let left = "X-Left: {schema: {type: integer}";
    assert_snapshot!(
        one(left, &format!("{left}, example: none")),
        @r#"sample-breaks response.header.X-Left:type — the example: "none" is not of type "integer""#
    );
    for fine in [", default: '20'}", "}, example: '20'", ", default: null}", "}, example: 2e1"] {
        assert_eq!(said(&[(LIMIT, &format!("maximum: 100{fine}"))]), [""; 0], "{fine}");
    }
    let list = "schema: {type: array, items: {type: string}}";
    let number = "schema: {type: integer, maximum: 100}";
    for fine in ["example: 'a,b'", "example: [a, b]", "example: [1, 2]"] {
        assert_eq!(said(&[(number, &format!("{list}, {fine}"))]), [""; 0], "{fine}");
    }
    assert_snapshot!(
        one(number, &format!("{list}, example: {{a: b}}")),
        @r#"sample-breaks request.query.limit:type — the example: {"a":"b"} is not of type "array""#
    );
}

#[test]
fn files_of_further_examples_are_read() {
    let page = TASKS.replace("second: {value: {text: Bread}}", "second: {externalValue: s/2.json}");
    let place = Place::empty().file("c/tasks.yaml", page).file("c/s/2.json", "{\"text\": false}");
    let ran = place.docproof("lint --schemas c").exits(1);
    let told = "the example `second`, at text: false is not of type \"string\"";
    assert!(ran.out.contains(told), "{}", ran.out);
    std::fs::remove_file(place.path("c/s/2.json")).unwrap();
    assert_snapshot!(
        place.docproof("lint --schemas c").refused(2),
        @"error: c/tasks.yaml:28: at #/paths/~1tasks~1{id}/put/responses/200/content/application~1json/examples/second/externalValue: the sample is missing: there is no c/s/2.json"
    );
}

/// What a document says once is told once, at the first operation that it is of.
#[test]
fn what_operations_share_is_told_once() {
    assert_eq!(said(&[(TEXT, "text: {type: string, default: 7}")]).len(), 1);
}

#[test]
fn what_hides_a_value_breaks_nothing() {
    let name = |more: &str| {
        said(&[(
            "{name: {type: string}}",
            &format!("{{name: {{type: string, maxLength: 4, {more}}}}}"),
        )])
    };
    assert_eq!(name("example: sk-12xxxx"), [""; 0]);
    assert_eq!(name("default: <some text>"), [""; 0]);
    assert_eq!(name("default: sk-12xxxx0").len(), 1, "in the midst it is no mask");
    for named in ["<userId>", "'{{token}}'", "'{user_id}'", "sha256:0ecbaa...", "..."] {
        assert_eq!(name(&format!("example: {named}")), [""; 0], "{named}");
    }
    for literal in ["'<a>1</a>'", "'{}12345'", "'{\"a\": 1}'"] {
        assert_eq!(name(&format!("example: {literal}")).len(), 1, "{literal}");
    }
    let second = |value: &str| {
        let way = "tags: {oneOf: [{type: boolean}, {type: string, pattern: '^[0-9]+$'}]}";
        said(&[
            ("{text: Bread}", value),
            ("tags: {type: array, items: {type: string}}", way),
            ("{text: Bread, tags: [a, b]}", "{text: Bread}"),
        ])
    };
    assert_eq!(second("{text: Bread, tags: 98xxxx}"), [""; 0]);
    assert_eq!(second("{text: Bread, tags: no}").len(), 1);
    assert_eq!(second("{text: 7, tags: <boolean>}").len(), 1, "the rest is judged");
}

#[test]
fn a_field_of_one_way_is_asked_of_that_way_alone() {
    let owner = |id: &str, example: &str| {
        let schema = format!(
            "owner: {{type: object, required: [name, id, secret], example: {example}, properties: {{
          name: {{type: string}},
          secret: {{type: string, writeOnly: true}},
          id: {{type: integer, readOnly: true{id}}}}}}}"
        );
        let plain = "owner: {type: object, required: [name], properties: {name: {type: string}}}";
        said(&[(plain, &schema)])
    };
    assert_eq!(owner("", "{name: a, id: 1}"), [""; 0], "an answer");
    assert_eq!(owner("", "{name: a, secret: b}"), [""; 0], "a request");
    assert_eq!(owner("", "{name: a, id: 1, secret: b}"), [""; 0], "both");
    assert_eq!(
        owner("", "{id: 1, secret: b}"),
        ["sample-lacks request.body.owner.name — name is required; the example lacks it"]
    );
    assert_eq!(
        owner(", example: x", "{name: a, id: 1}"),
        [
            "sample-breaks response.body.owner.id:type — the example: \"x\" is not of type \"integer\""
        ]
    );
}

#[test]
fn what_only_looks_like_an_example_is_none() {
    let fine = [
        // Names of fields.
        "example: {type: integer}\n        default: {type: boolean}\n        examples: {type: array}",
        // Of extensions nobody knows what they are.
        "n: {type: integer, x-old: {type: integer, default: none}, x-example: none}",
        // A part of a value.
        "n: {type: object, example: {type: integer, default: none}}",
        "n: {enum: [{type: integer, default: none}], example: {type: integer, default: none}}",
        // Null, by a list of types or a way of its own.
        "n: {type: [string, 'null'], default: null, example: null, examples: [null]}",
        "n: {anyOf: [{type: string}, {type: 'null'}], default: null}",
        // Nothing behind the colon.
        "n: {type: string, example: , default: }",
        // Each branch has its own.
        "n: {oneOf: [{type: string, example: a}, {type: integer, example: 3, default: 4}]}",
        // Beside a `$ref`.
        "n: {$ref: '#/components/schemas/Task/properties/tags', default: [a], example: []}",
        // Of what must not be, and of what is only asked.
        "n: {type: string, not: {type: integer, example: a}, if: {type: integer, example: a}}",
        // A default that is filled up by others.
        "n: {type: object, required: [m], default: {}, properties: {m: {type: integer, default: 1}}}",
        "n: {type: integer, default: 1.0, example: 1e3}",
        "n: {type: string, format: date-time, example: 2024-02-30T00:00:00Zxxx, x-levels: {format: MAY}}",
    ];
    for field in fine {
        assert_eq!(said(&[(TEXT, &format!("{TEXT}\n        {field}"))]), [""; 0], "{field}");
    }
    let wrong = [
        "n: {oneOf: [{type: string, example: 3}, {type: integer}]}",
        "n: {$ref: '#/components/schemas/Task/properties/tags', default: none}",
        "n: {allOf: [{type: string}, {maxLength: 1}], default: no}",
        "n: {type: object, additionalProperties: {type: integer, example: none}}",
        "n: {type: object, properties: {default: {type: integer, default: none}}}",
        "n: {type: object, required: [m], default: {}}",
    ];
    for field in wrong {
        assert_eq!(said(&[(TEXT, &format!("{TEXT}\n        {field}"))]).len(), 1, "{field}");
    }
}

#[test]
fn one_that_is_declared_is_explained() {
    let declared = "operationId: updateTask
      x-defects:
        - id: limit
          text: The default is more than the most.
          explains: ['sample-breaks request.query.limit:*']
";
    let changes = [(LIMIT, "maximum: 100, default: 500}"), ("operationId: updateTask\n", declared)];
    assert_eq!(said(&changes), [""; 0]);
    let page = changes.iter().fold(TASKS.to_owned(), |page, (from, to)| page.replace(from, to));
    let ran = Place::empty().file("c/tasks.yaml", page).docproof("lint --schemas c").exits(0);
    assert_snapshot!(ran.out, @"
    updateTask
      limit  (Tasks)
        The default is more than the most.
        declared    sample-breaks request.query.limit:maximum
                    the default: 500 is greater than the maximum of 100

    1 contradiction: 1 declared, 0 not; 0 more declared defects that only a person can see
    ");
}
