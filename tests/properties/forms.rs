//! Records that travel as forms.

use std::collections::BTreeMap;

use docproof::contract::Contract;
use docproof::model::{Body, Draft};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::engine::holds;
use crate::mangle::value;

const FORMS: &str = "\
openapi: 3.1.0
info: {title: Forms, version: v1}
x-api: forms
paths:
  /pairs:
    post:
      operationId: pairs
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: &record
              type: object
              properties:
                text: {type: string}
                number: {type: number}
                truth: {type: boolean}
                either: {type: [integer, 'null', string]}
                texts: {type: array, items: {type: string}}
                numbers: {type: array, items: {type: integer}}
                piped: {type: array, items: {type: integer}}
                joined: {type: array, items: {type: string}}
                maybe: {anyOf: [{type: integer}, {type: 'null'}]}
                level: {enum: [1, two, true]}
                object: {type: object}
                deep: {type: object, properties: {n: {type: integer}, all: {type: array, items: {type: integer}}}}
            encoding: &encoding
              piped: {style: pipeDelimited, explode: false}
              joined: {style: form, explode: false}
              deep: {style: deepObject, explode: true}
  /parts:
    post:
      operationId: parts
      requestBody: {content: {multipart/form-data: {schema: *record, encoding: *encoding}}}
";

#[test]
fn what_is_sent_as_a_form_is_read_as_the_same_record() {
    let files = BTreeMap::from([("c/forms.yaml".to_owned(), FORMS.to_owned())]);
    let contract = Contract::load(&files, "c").unwrap();
    let records = || {
        let deep = vec(any::<i32>(), 0..3).prop_map(|all| json!({"n": all.len(), "all": all}));
        let values = || prop_oneof![value(), leaf(), vec(leaf(), 0..3).prop_map(Value::from)];
        let typed = ["text", "number", "truth", "either", "texts", "numbers", "object", "joined"];
        let fields = typed.map(|name| (Just(name), values().boxed()));
        // Of what has no type, a list or an object could be meant in several ways.
        let open = ["maybe", "level"].map(|name| (Just(name), leaf().boxed()));
        let fields = Vec::from(fields).into_iter().chain(open).collect::<Vec<_>>();
        let piped = vec(any::<i32>(), 0..4).prop_map(Value::from);
        (fields, deep, piped)
    };
    holds("forms", records, |(fields, deep, piped)| {
        let members = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
        let mut record: Map<String, Value> = members.collect();
        record.insert("deep".into(), deep);
        record.insert("piped".into(), piped);
        for operation in contract.operations() {
            let request = operation.request.as_ref().unwrap();
            let settled = request.settled(Value::Object(record.clone()));
            prop_assert_eq!(&request.settled(settled.clone()), &settled, "settled once");
            let draft = Draft { body: Body::Json(settled.clone()), ..operation.draft() };
            let bytes = draft.bytes().unwrap();
            let read = request.read(&bytes);
            prop_assert_eq!(read, Ok(settled), "{}", String::from_utf8_lossy(&bytes));
        }
        Ok(())
    });
}

#[test]
fn any_bytes_are_read_as_a_form_or_as_none() {
    let files = BTreeMap::from([("c/forms.yaml".to_owned(), FORMS.to_owned())]);
    let contract = Contract::load(&files, "c").unwrap();
    let bytes = || {
        let deep = any::<u16>().prop_map(|depth| {
            let steps = "[a]".repeat(usize::from(depth) % 5000);
            format!("deep{steps}=1").into_bytes()
        });
        let text = "(deep(\\[[a-z0-9]{0,3}\\])*|texts|number|--x|\r\n|name=\"|\"|=|&|%[0-9a-f]{2}|\\+){0,20}";
        prop_oneof![4 => vec(any::<u8>(), 0..80), 4 => text.prop_map(String::into_bytes), 1 => deep]
    };
    holds("bytes of forms", bytes, |bytes| {
        for operation in contract.operations() {
            let request = operation.request.as_ref().unwrap();
            if let Ok(record) = request.read(&bytes) {
                prop_assert!(record.is_object());
            }
        }
        Ok(())
    });
}

/// A value with nothing in it.
fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        "[ -~é\r\n]{0,8}".prop_map(Value::from),
        Just(Value::Null),
    ]
}
