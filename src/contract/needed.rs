//! The part of a document that one schema needs: compiling takes as long as what it is given is large.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::node::pointer_of;
use super::place::name_of;

/// What stands at a JSON pointer, and all that its `$ref`s lead to, each at its own place. What leads
/// nowhere is not there either.
pub(super) fn needed(document: &Value, pointer: &str) -> Map<String, Value> {
    let mut part = Map::new();
    let mut there: HashSet<String> = HashSet::new();
    let mut waiting = vec![pointer.to_owned()];
    while let Some(pointer) = waiting.pop() {
        let around = pointer.rmatch_indices('/').map(|(end, _)| &pointer[..end]);
        if [pointer.as_str()].into_iter().chain(around).any(|place| there.contains(place)) {
            continue;
        }
        let Some(found) = document.pointer(&pointer) else { continue };
        references(found, &mut waiting);
        put(&mut part, &pointer, found);
        there.insert(pointer);
    }
    part
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            found.extend(reference.and_then(pointer_of).map(Into::into));
            members.values().for_each(|member| references(member, found));
        }
        _ => {}
    }
}

/// Items of lists become members with their numbers as names: pointers lead to both alike.
fn put(part: &mut Map<String, Value>, pointer: &str, value: &Value) {
    let mut steps: Vec<String> = pointer.split('/').skip(1).map(name_of).collect();
    let Some(last) = steps.pop() else {
        part.extend(value.as_object().cloned().unwrap_or_default());
        return;
    };
    let mut place = part;
    for step in steps {
        let below = place.entry(step).or_insert_with(|| Value::Object(Map::new()));
        // What is there as a whole was seen before.
        let Value::Object(members) = below else { return };
        place = members;
    }
    place.insert(last, value.clone());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_comes_with_what_it_refers_to_and_nothing_else() {
        let document = json!({
            "paths": {"/a": {"get": {"parameters": [1, {"schema": {"$ref": "#/components/schemas/A"}}]}}},
            "components": {"schemas": {
                "A": {"properties": {"b": {"$ref": "#/components/schemas/B%20c/items"}}},
                "B c": {"items": {"$ref": "#/components/schemas/A"}, "more": {"$ref": "#/nowhere"}},
                "C": {"type": "string"},
            }},
        });
        let part = needed(&document, "/paths/~1a/get/parameters/1/schema");
        assert_eq!(
            Value::Object(part),
            json!({
                "paths": {"/a": {"get": {"parameters": {"1": {"schema": {"$ref": "#/components/schemas/A"}}}}}},
                "components": {"schemas": {
                    "A": {"properties": {"b": {"$ref": "#/components/schemas/B%20c/items"}}},
                    "B c": {"items": {"$ref": "#/components/schemas/A"}},
                }},
            })
        );
    }

    #[test]
    fn what_holds_a_part_that_is_there_already_comes_as_a_whole() {
        let document =
            json!({"s": {"a": {"$ref": "#/s/b/items"}, "b": {"items": {"$ref": "#/s/b"}, "x": 1}}});
        let part = needed(&document, "/s/a");
        assert_eq!(part["s"]["b"], document["s"]["b"]);
        assert_eq!(Value::Object(needed(&document, "")), document);
    }
}
