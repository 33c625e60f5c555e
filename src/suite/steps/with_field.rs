//! What is different about the fields of a request.

use cucumber::given;
use serde_json::Value;

use super::json_value;
use super::number::{Count, RecordNumber};
use super::with::bounded;
use crate::contract::place::{first, get, item_mut, put, refill, remove};
use crate::model::Draft;
use crate::suite::lookup::no_field;
use crate::suite::world::World;

#[given(expr = "without the field {string}")]
async fn without_field(world: &mut World, field: String) {
    world.drop_field(&field, 0);
}

#[given(regex = r#"^without the field "([^"]+)" in record ([0-9]+)$"#)]
async fn without_field_in_record(world: &mut World, field: String, record: RecordNumber) {
    world.drop_field(&field, record.index());
}

#[given(regex = r#"^without the field "([^"]+)" in item ([0-9]+)$"#)]
async fn without_field_in_item(world: &mut World, field: String, item: RecordNumber) {
    world.change_item(&field, item, |item, field| match remove(item, field) {
        Some(_) => Ok(()),
        None => Err(no_field(item, field)),
    });
}

#[given(expr = "with only the field {string}")]
async fn only_the_field(world: &mut World, field: String) {
    world.change_record(0, |record| {
        let value = get(record, &field).cloned().ok_or_else(|| no_field(record, &field))?;
        *record = Value::Object(serde_json::Map::new());
        put(record, &field, value)
    });
}

#[given(regex = r#"^with the field "([^"]+)" set to (.+)$"#)]
async fn field_set(world: &mut World, field: String, value: String) {
    world.set_field(&field, 0, &value);
}

#[given(regex = r#"^with the field "([^"]+)" in record ([0-9]+) set to (.+)$"#)]
async fn field_set_in_record(
    world: &mut World,
    field: String,
    record: RecordNumber,
    value: String,
) {
    world.set_field(&field, record.index(), &value);
}

#[given(regex = r#"^with the field "([^"]+)" in item ([0-9]+) set to (.+)$"#)]
async fn field_set_in_item(world: &mut World, field: String, item: RecordNumber, value: String) {
    let Some(value) = world.json_of(&field, &value) else { return };
    world.change_item(&field, item, |item, field| match field.is_empty() {
        true => {
            *item = value;
            Ok(())
        }
        false => put(item, field, value),
    });
}

/// No longer list is sent.
const ITEMS: usize = 10_000;

#[given(regex = r#"^with ([0-9]+) items? in the field "([^"]+)"$"#)]
async fn items_in_field(world: &mut World, count: Count, field: String) {
    if let Some(message) = has_index(&field) {
        return world.mistake(message);
    }
    if count.0 > ITEMS {
        return world.mistake(format!("a list of a request has no more than {ITEMS} items"));
    }
    world.change_record(0, |record| refill(record, &field, count.0));
}

#[given(regex = r#"^with the field "([^"]+)" ([0-9]+) letters long$"#)]
async fn field_of_length(world: &mut World, field: String, length: Count) {
    let is_email = world.is_email(&field);
    let text = bounded(length.0).map(|length| world.context.fresh.letters(length));
    match text.map(|text| if is_email { as_email(&text) } else { text }) {
        Ok(text) => world.set_field(&field, 0, &Value::String(text).to_string()),
        Err(message) => world.change(|_| Err(message)),
    }
}

#[given(
    regex = r#"^with the same "([^"]+)" as the (first|second|third|fourth|last) ([a-z][a-z -]*)$"#
)]
async fn same_as_existing(world: &mut World, field: String, which: String, resource: String) {
    let known = world.known(&which, &resource);
    world.copy_field(&field, 0, known, &format!("the {which} {resource}"));
}

#[given(
    regex = r#"^with the same "([^"]+)" in record ([0-9]+) as the (first|second|third|fourth|last) ([a-z][a-z -]*)$"#
)]
async fn same_in_record(
    world: &mut World,
    field: String,
    record: RecordNumber,
    which: String,
    resource: String,
) {
    let known = world.known(&which, &resource);
    world.copy_field(&field, record.index(), known, &format!("the {which} {resource}"));
}

#[given(regex = r#"^with the same "([^"]+)" in record ([0-9]+) as in record ([0-9]+)$"#)]
async fn same_as_record(
    world: &mut World,
    field: String,
    record: RecordNumber,
    other: RecordNumber,
) {
    let known =
        world.drafts.last().and_then(Draft::json).and_then(|body| body.get(other.index())).cloned();
    world.copy_field(&field, record.index(), known, &format!("record {}", other.0));
}

#[given(regex = r#"^with the same "([^"]+)" as the other request$"#)]
async fn same_as_other_request(world: &mut World, field: String) {
    let count = world.drafts.len();
    let other =
        count.checked_sub(2).and_then(|index| world.drafts.get(index)).and_then(Draft::json);
    let known = other.map(|body| body.get(0).unwrap_or(body).clone());
    world.copy_field(&field, 0, known, "the other request");
}

/// As many letters, with an address's signs in them: 64 before the `@` at most, and 63 in each part behind it (RFC 5321,
/// section 4.5.3.1; RFC 1035, section 2.3.4).
fn as_email(text: &str) -> String {
    let Some(own) = text.len().checked_sub("@b.example".len()) else { return text.to_owned() };
    let own = own.clamp(1, 64);
    let Some(domain) = text.get(own + "@".len()..text.len() - ".example".len()) else {
        return text.to_owned();
    };
    let letters = domain.char_indices();
    // No part is empty, the last one neither.
    let ends = |at: usize| at % 50 == 49 && at + 1 < domain.len();
    let domain: String = letters.map(|(at, c)| if ends(at) { '.' } else { c }).collect();
    format!("{}@{domain}.example", &text[..own])
}

/// What to write instead of an index in a field's name, which no field has.
fn has_index(field: &str) -> Option<String> {
    let (list, rest) = field.split_once('[')?;
    let (index, rest) = rest.split_once(']')?;
    let number = index.parse::<usize>().ok()?.checked_add(1)?;
    Some(format!("`{field}` is no name of a field; write `\"{list}{rest}\" in item {number}`"))
}

impl World {
    /// What a record of the scenario was last written with.
    pub(super) fn known(&self, which: &str, resource: &str) -> Option<Value> {
        let position = self.position(which, resource);
        self.called(resource).nth(position).map(|record| record.sent.clone())
    }

    /// Whether a field of the request is documented as an email address.
    fn is_email(&self, field: &str) -> bool {
        let operation = self.documented(&self.context);
        let node = operation.and_then(|one| one.request.as_ref()?.root.find(field));
        node.is_some_and(|node| node.format.as_deref() == Some("email"))
    }

    fn drop_field(&mut self, field: &str, index: usize) {
        if let Some(message) = has_index(field) {
            return self.mistake(message);
        }
        self.change_record(index, |record| match remove(record, field) {
            Some(_) => Ok(()),
            None => Err(no_field(record, field)),
        });
    }

    fn set_field(&mut self, field: &str, index: usize, text: &str) {
        let Some(value) = self.json_of(field, text) else { return };
        self.change_record(index, |record| put(record, field, value));
    }

    /// The JSON value that a step gives a field.
    fn json_of(&mut self, field: &str, text: &str) -> Option<Value> {
        if let Some(message) = has_index(field) {
            self.mistake(message);
            return None;
        }
        match json_value(text) {
            Ok(value) => {
                self.hint_at_field(field);
                self.hint_at_words_in(&value);
                Some(value)
            }
            Err(message) => {
                self.mistake(message);
                None
            }
        }
    }

    /// Changes an item of the list that a field of the first record leads into.
    fn change_item(
        &mut self,
        field: &str,
        item: RecordNumber,
        change: impl FnOnce(&mut Value, &str) -> Result<(), String>,
    ) {
        if let Some(message) = has_index(field) {
            return self.mistake(message);
        }
        self.change_record(0, |record| match item_mut(record, field, item.index())? {
            Some((item, rest)) => change(item, rest),
            None => Err(format!("`{field}` leads into no list, so it has no items")),
        });
    }

    fn copy_field(&mut self, field: &str, index: usize, from: Option<Value>, name: &str) {
        self.change_record(index, |record| {
            let known = from.as_ref().and_then(|from| first(from, field)).cloned();
            let value = known.ok_or_else(|| format!("{name} has no `{field}`"))?;
            put(record, field, value)
        });
    }
}
