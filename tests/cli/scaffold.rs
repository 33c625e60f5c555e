//! `docproof scaffold`: features to begin with.

use insta::assert_snapshot;

use crate::support::{Place, Ran};

const NOTES: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
x-resources: {note: {made-by: createNote, observed-by: readNote}}
paths:
  /notes:
    post:
      operationId: createNote
      security: [{key: []}]
      parameters:
        - {name: Team, in: header, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title]
              properties:
                title: {type: string, minLength: 1, maxLength: 200, x-fresh: '{label}'}
                state: {enum: [open, a|b, null]}
                stars: {type: integer, minimum: 0, maximum: 5}
                author: {type: object, properties: {mail: {type: [string, 'null'], format: email}}}
            example: {title: Milk, stars: 1, author: {mail: zoe@example.com}}
      responses:
        '201':
          description: The note.
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: string}, title: {type: string}}}
      x-records: {sent: body, answered: body, id: id, resource: note}
      x-rules: [{rule: echo, text: It comes back., fields: [title], check: echo}]
  /notes/{id}:
    get:
      operationId: readNote
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}, x-resource: note, x-unknown: '{hex:24}'}
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
      responses: {2XX: {description: It., content: {application/json: {schema: {type: object}}}}}
  /photos:
    post:
      operationId: photos/add
      requestBody: {content: {image/png: {schema: {type: string}}}}
      responses: {2XX: {description: Kept.}}
  /marks:
    put:
      operationId: setMarks
      requestBody: {content: {application/json: {schema: {type: object, not: {}}}}}
      responses: {2XX: {description: Set.}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
";

fn notes() -> Place {
    Place::empty().file("c/notes.yaml", NOTES)
}

#[test]
fn what_a_contract_says_of_any_request_is_written_as_scenarios() {
    let out = notes().docproof("scaffold --schemas c -").exits(0).out;
    assert_snapshot!(out);
}

#[test]
fn it_writes_a_file_an_operation_and_names_what_it_leaves_out() {
    let place = notes();
    let ran = place.docproof("scaffold --schemas c").exits(0);
    assert_snapshot!(ran.out, @r#"
wrote features/notes/create-note.feature
wrote features/notes/read-note.feature

They say what the contract says of any request; behaviour is yours to add. Then:
  docproof init --schemas c docproof.toml
  docproof run --schemas c --features features --target docproof.toml
  docproof coverage    # tells what no scenario judges yet
"#);
    assert_snapshot!(ran.err, @r#"
left out photos/add: it takes image/png, and docproof writes JSON and forms only
left out setMarks: its request has no example, and none could be made of its schema; give its body one
"#);
    let target = "[notes]\nbase-url = \"http://127.0.0.1:9\"\n[notes.values]\nTeam = \"red\"\n[notes.credentials.key]\nkey = \"k-4711-0815\"\n";
    let run = "run --schemas c --features features --target t.toml --dry-run";
    place.file("t.toml", target).docproof(run).exits(0);
}

const BOARDS: &str = "\
openapi: 3.1.0
info: {title: Boards, version: v1}
x-api: boards
x-resources: {board: {made-by: createBoard}, card: {made-by: createCard}, Tag: {made-by: createTag}, photo: {made-by: createPhoto}}
paths:
  /boards:
    post:
      operationId: createBoard
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}, example: {name: Mine}}}}
      responses: {2XX: {description: Made., content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}}}}}}}
      x-records: {sent: body, answered: body, id: id, resource: board}
  /boards/{board}/cards:
    post:
      operationId: createCard
      parameters: [{name: board, in: path, required: true, schema: {type: string}, x-resource: board}]
      requestBody: {content: {application/json: {schema: {type: object, properties: {title: {type: string, minLength: 1}, ' odd': {type: string}}}, example: {title: Milk, ' odd': a}}}}
      responses: {2XX: {description: Made., content: {application/json: {schema: {type: object, required: [id, title], properties: {id: {type: string}, title: {type: string}}}}}}}
      x-records: {sent: body, answered: body, id: id, resource: card}
      x-rules:
        - rule: once
          text: \"No two cards\\nScenario: have one title.\"
          check: {unique: {sent: '{sent.title}', answered: '{answered.title}'}}
  /comments:
    post:
      operationId: addComment
      requestBody: {content: {application/json: {schema: {type: object, properties: {card: {type: string, x-resource: card, x-unknown: '{hex:8}'}}}, example: {card: c-1}}}}
      responses: {2XX: {description: Made.}}
  /marks:
    post:
      operationId: addMarks
      requestBody: {content: {application/json: {schema: {type: array, maxItems: 2, items: {type: object}}, example: [{}]}}}
      responses: {2XX: {description: Made., content: {application/json: {schema: {type: array, items: {type: object, properties: {id: {type: string}}}}}}}}
      x-records: {sent: 'body[]', answered: 'body[]', id: id, resource: mark}
  /wrong:
    post:
      operationId: wrongExample
      requestBody: {content: {application/json: {schema: {type: object, properties: {title: {type: string}}}, example: {title: 42}}}}
      responses: {2XX: {description: Made.}}
  /hidden:
    post:
      operationId: hiddenExample
      requestBody: {content: {application/json: {schema: {type: object, properties: {title: {type: string}}}, example: {title: 98xxxx}}}}
      responses: {2XX: {description: Made.}}
  /tags:
    post:
      operationId: createTag
      requestBody: {content: {application/json: {schema: {type: object}, example: {}}}}
      responses: {2XX: {description: Made.}}
  /tags/{tag}:
    get:
      operationId: readTag
      parameters: [{name: tag, in: path, required: true, schema: {type: string}, x-resource: Tag}]
      responses: {2XX: {description: It.}}
  /photos:
    post:
      operationId: createPhoto
      requestBody: {content: {image/png: {schema: {type: string}}}}
      responses: {2XX: {description: Made.}}
  /photos/{photo}:
    get:
      operationId: readPhoto
      parameters: [{name: photo, in: path, required: true, schema: {type: string}, x-resource: photo}]
      responses: {2XX: {description: It.}}
";

#[test]
fn nothing_is_written_that_would_be_a_mistake_of_its_author() {
    let place = Place::empty().file("c/boards.yaml", BOARDS);
    let ran = place.docproof("scaffold --schemas c").exits(0);
    assert_snapshot!(ran.err, @r#"
left out wrongExample: its example breaks its schema (42 is not of type "string")
left out hiddenExample: its example hides `title`; give that property an `x-fill`
left out readTag: it names a `Tag`, and no step can: a resource is called in small letters, `-` and blanks
left out createPhoto: it takes image/png, and docproof writes JSON and forms only
left out readPhoto: it names a `photo`, which createPhoto makes, and no request of createPhoto can be made
"#);
    let target = "[boards]\nbase-url = \"http://127.0.0.1:9\"\n";
    let run = "run --schemas c --features features --target t.toml --dry-run";
    let place = place.file("t.toml", target);
    place.docproof(run).exits(0);
    let card = place.read("features/boards/create-card.feature");
    let second = card.split("Rule: No two cards Scenario: have one title\n").nth(1).unwrap();
    let steps = second.split("Rule:").next().unwrap();
    assert_snapshot!(steps, @r#"
Scenario: A second one with the same values is not made
  Given an existing board
  And an existing card
  And a valid createCard request
  And with the same "title" as the first card
  When the request is sent
  Then the rule "once" is kept"#);
    assert!(!card.contains("| title | as short"), "what is taken after one run is not asked for");
    assert!(!place.read("features/boards/add-marks.feature").contains("3 records"));
    let comment = place.read("features/boards/add-comment.feature");
    assert!(comment.contains("And an existing card"), "{comment}");
    assert!(comment.contains("And with an unknown \"card\""), "{comment}");
}

#[test]
fn what_it_says_to_type_can_be_typed() {
    let place = notes();
    std::fs::rename(place.path("c"), place.path("our contracts")).unwrap();
    let mut command = place.command("scaffold --operation createNote");
    let ran = Ran::of(
        command.args(["--schemas", "our contracts", "its features"]).output().unwrap(),
        &place.path(""),
    );
    assert_snapshot!(ran.exits(0).out, @r#"
wrote its features/notes/create-note.feature

They say what the contract says of any request; behaviour is yours to add. Then:
  docproof init --schemas 'our contracts' docproof.toml
  docproof run --schemas 'our contracts' --features 'its features' --target docproof.toml
  docproof coverage    # tells what no scenario judges yet
"#);
}

#[test]
fn it_replaces_nothing_unless_told_to() {
    let place = notes().file("features/notes/create-note.feature", "mine");
    let out = place.docproof("scaffold --schemas c --operation createNote").exits(0).out;
    assert_snapshot!(out, @r#"
kept features/notes/create-note.feature, which is there already

--force replaces what is kept

They say what the contract says of any request; behaviour is yours to add. Then:
  docproof init --schemas c docproof.toml
  docproof run --schemas c --features features --target docproof.toml
  docproof coverage    # tells what no scenario judges yet
"#);
    assert_eq!(place.read("features/notes/create-note.feature"), "mine");
    #[cfg(unix)]
    {
        let link = place.path("features/notes/read-note.feature");
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        place.docproof("scaffold --schemas c --operation readNote").exits(0);
        assert!(link.is_symlink());
    }
    place.docproof("scaffold --schemas c --operation createNote --force").exits(0);
    assert!(place.read("features/notes/create-note.feature").starts_with("@notes @createNote\n"));
}

#[test]
fn operations_whose_names_make_one_file_name_have_a_file_each() {
    let twin = NOTES.replace("operationId: setMarks", "operationId: create-note");
    let twin = twin.replace(
        "{type: object, not: {}}}}}\n      responses: {2XX: {description: Set.}}",
        "{type: object}, example: {}}}}\n      responses: {2XX: {description: Set.}}",
    );
    let place = Place::empty().file("c/notes.yaml", twin);
    place.docproof("scaffold --schemas c").exits(0);
    let tags = |name: &str| place.read(&format!("features/notes/{name}.feature"));
    assert!(tags("create-note").starts_with("@notes @createNote\n"));
    assert!(tags("create-note-2").starts_with("@notes @create-note\n"));
    place.docproof("scaffold --schemas c --operation create-note --force").exits(0);
    assert!(tags("create-note").starts_with("@notes @createNote\n"), "it is another's");
}

#[test]
fn contracts_of_ones_own_need_features_of_ones_own() {
    let place = notes().file("t.toml", "[notes]\nbase-url = \"http://127.0.0.1:9\"\n");
    let said = place.docproof("run --schemas c --target t.toml").refused(2);
    assert_snapshot!(said, @"error: the built-in features are not about notes; name your own with --features DIR");
    // A word of theirs stands in every other step.
    let alike = NOTES.replace("createNote", "request");
    let told = place.file("c/notes.yaml", alike).docproof("run --schemas c --target t.toml");
    assert_eq!(told.refused(2), said);
}

#[test]
fn what_can_be_written_of_nothing_is_no_success() {
    let ran = notes().docproof("scaffold --schemas c --operation photos/add").exits(4);
    assert!(ran.err.contains("left out photos/add: it takes image/png"), "{}", ran.err);
}

#[test]
fn a_name_that_the_contract_does_not_have_is_a_slip() {
    let place = notes();
    assert_snapshot!(place.docproof("scaffold --schemas c --operation createNotes").refused(2), @"error: the contract has no operation `createNotes`; did you mean `createNote`?");
    assert_snapshot!(place.docproof("scaffold --schemas c --api note").refused(2), @"error: the contract has no API `note`; did you mean `notes`?");
    let both = place.docproof("scaffold --schemas c --api notes --operation createNote -").exits(0);
    assert!(both.out.starts_with("@notes @createNote"), "{}", both.out);
    let place = place.file("taken", "").file("also/notes", "");
    for folder in ["taken", "also"] {
        let said = place.docproof(&format!("scaffold --schemas c {folder}")).refused(3);
        assert!(said.contains(&format!("{folder}/notes")), "{said}");
    }
}

#[test]
fn a_conforming_implementation_keeps_all_of_it_and_a_broken_one_does_not() {
    let place = Place::empty();
    place.docproof("scaffold").exits(0);
    let run = "run --features features --quiet";
    let out = place.docproof("run --features features").exits(0).out;
    assert!(out.contains("PASSED — "), "{out}");
    for fault in [
        "create-first-name-optional",
        "create-phone-number-empty",
        "auth-alg-none-accepted",
        "account-empty-accepted",
        "create-unknown-stream-accepted",
        "update-not-stored",
        "refused-update-stored",
    ] {
        place.docproof(&format!("{run} --fault {fault}")).exits(1);
    }
}

const LISTS: &str = "\
openapi: 3.1.0
info: {title: Orders, version: v1}
x-api: orders
x-resources: {product: {made-by: addProduct, id: id}}
paths:
  /products:
    post:
      operationId: addProduct
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {name: {type: string}}}, example: {name: Bread}}}}
      responses: {'201': {description: Made., content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}
      x-records: {sent: body, answered: body, id: id, resource: product}
  /orders:
    post:
      operationId: placeOrder
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [lines]
              properties:
                lines: {type: array, items: {type: object, required: [product, key], properties: {product: {type: string, x-resource: product}, key: {type: string, pattern: '^[0-9a-f]{8}$', x-fill: '{hex:8}'}}}}
                gifts: {type: array, items: {type: string, x-resource: product}}
            example: {lines: [{product: p-1, key: xxxxxxxx}, {product: p-2, key: xxxxxxxx}], gifts: [p-3]}
      responses: {'201': {description: Placed.}}
";

#[test]
fn what_stands_in_lists_is_filled_in_each_item() {
    let place = Place::empty().file("c/orders.yaml", LISTS);
    place.docproof("scaffold --schemas c --operation placeOrder f").exits(0);
    let feature = place.read("f/orders/place-order.feature");
    assert!(feature.contains("Given 2 existing products\n"), "{feature}");
    let run = "run --dry-run --schemas c --features f --base-url orders=http://127.0.0.1:9";
    let out = place.docproof(run).exits(0).out;
    let order = out.lines().find(|line| line.contains("{\"lines\"")).unwrap();
    let (_, body) = order.split_once("--data-raw '").unwrap();
    let body: serde_json::Value = serde_json::from_str(body.trim_end_matches('\'')).unwrap();
    let at = |pointer: &str| body.pointer(pointer).unwrap().as_str().unwrap();
    assert!(at("/lines/0/product").starts_with("ID-OF-PRODUCT"), "{body}");
    assert_ne!(at("/lines/0/product"), at("/lines/1/product"));
    assert_eq!(at("/gifts/0"), at("/lines/0/product"));
    let is_key = |key: &str| key.len() == 8 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(is_key(at("/lines/0/key")) && is_key(at("/lines/1/key")), "{body}");
    assert_ne!(at("/lines/0/key"), at("/lines/1/key"));
}
