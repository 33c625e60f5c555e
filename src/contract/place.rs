//! Places in JSON values, written as the documentation writes them: `cellPhone.phoneNumber`.

use serde_json::{Map, Value};

/// The value at a dotted path, through objects only.
pub fn get<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() {
        return Some(value);
    }
    path.split('.').try_fold(value, |value, key| value.get(key))
}

/// Sets the value at a dotted path; objects on the way are made where they are missing.
pub fn set(value: &mut Value, path: &str, new: Value) {
    let mut place = value;
    for key in path.split('.') {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(map) = place else { return };
        place = map.entry(key).or_insert(Value::Null);
    }
    *place = new;
}

/// Takes the member at a dotted path out; the rest keeps its order.
pub fn remove(value: &mut Value, path: &str) -> Option<Value> {
    let (parent, key) = match path.rsplit_once('.') {
        Some((parent, key)) => (parent, key),
        None => ("", path),
    };
    first_mut(value, parent)?.as_object_mut()?.shift_remove(key)
}

/// As documents and clauses name it: where there is a list on the way, in its first item.
pub fn first<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    steps(path).try_fold(value, |value, key| item(value)?.get(key))
}

/// The same, to be changed; objects on the way are made where nothing is.
///
/// # Errors
/// What is in the way, in words.
pub fn put(value: &mut Value, path: &str, new: Value) -> Result<(), String> {
    let mut place = value;
    let mut way = String::new();
    for key in steps(path) {
        if place.is_array() {
            place = place.get_mut(0).ok_or_else(|| {
                format!("`{way}` is an empty list: it has no item with a `{key}`")
            })?;
        }
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(map) = place else {
            let it = if way.is_empty() { "the body".into() } else { format!("`{way}`") };
            return Err(format!("{it} is no object, so it has no `{key}`: {place}"));
        };
        place = map.entry(key).or_insert(Value::Null);
        way = join(&way, key);
    }
    *place = new;
    Ok(())
}

/// An item of the list that a dotted path leads into, with the rest of the path; nothing where it leads through none.
///
/// # Errors
/// How many items there are, if not so many.
pub fn item_mut<'v, 'p>(
    value: &'v mut Value,
    path: &'p str,
    index: usize,
) -> Result<Option<(&'v mut Value, &'p str)>, String> {
    let mut place = value;
    let mut rest = path;
    loop {
        if let Value::Array(items) = place {
            let count = items.len();
            let item = items.get_mut(index);
            return item.map(|item| Some((item, rest))).ok_or_else(|| {
                let number = index.wrapping_add(1);
                format!("the list that `{path}` leads into has no item {number}: it ends with item {count}")
            });
        }
        if rest.is_empty() {
            return Ok(None);
        }
        let (key, below) = rest.split_once('.').unwrap_or((rest, ""));
        let Some(member) = place.get_mut(key) else { return Ok(None) };
        (place, rest) = (member, below);
    }
}

/// Gives a list so many items: those that it has, from the first on again.
///
/// # Errors
/// In words, where there is none, or none with an item.
pub fn refill(value: &mut Value, path: &str, count: usize) -> Result<(), String> {
    let items = match first(value, path) {
        Some(Value::Array(items)) if !items.is_empty() => items,
        Some(Value::Array(_)) => {
            return Err(format!("`{path}` is a list without an item to repeat"));
        }
        Some(_) => return Err(format!("`{path}` is no list, so it has no items")),
        None => return Err(format!("what is sent has no `{path}`")),
    };
    let items: Vec<Value> = items.iter().cycle().take(count).cloned().collect();
    put(value, path, items.into())
}

/// Whether there is a list on the way to a dotted path.
pub fn leads_through_a_list(value: &Value, path: &str) -> bool {
    let mut place = Some(value);
    for key in steps(path) {
        match place {
            Some(Value::Array(_)) => return true,
            other => place = other.and_then(|value| value.get(key)),
        }
    }
    false
}

/// The JSON pointers of all that stands at a dotted path: of every item, where there is a list on the way.
pub fn every(value: &Value, path: &str) -> Vec<String> {
    let steps: Vec<&str> = steps(path).collect();
    let mut found = Vec::new();
    walk(value, &steps, String::new(), &mut found);
    found
}

fn walk(value: &Value, steps: &[&str], at: String, found: &mut Vec<String>) {
    match (value, steps) {
        (Value::Array(items), [_, ..]) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, steps, format!("{at}/{index}"), found);
            }
        }
        (_, []) => found.push(at),
        (_, [key, rest @ ..]) => {
            if let Some(member) = value.get(key) {
                walk(member, rest, format!("{at}/{}", step(key)), found);
            }
        }
    }
}

fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|step| !step.is_empty())
}

fn item(value: &Value) -> Option<&Value> {
    if value.is_array() { value.get(0) } else { Some(value) }
}

fn first_mut<'a>(value: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    let into = |value: &'a mut Value| match value {
        Value::Array(items) => items.first_mut(),
        other => Some(other),
    };
    let place = steps(path).try_fold(value, |value, key| into(value)?.get_mut(key))?;
    if path.is_empty() { Some(place) } else { into(place) }
}

/// A member's name as a step of a JSON pointer (RFC 6901, section 3).
pub fn step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name of the member that a step of a JSON pointer leads to.
pub fn name_of(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// A JSON pointer as a dotted field path without indices.
pub fn field_of_pointer(pointer: &str) -> String {
    pointer
        .split('/')
        .skip(1)
        .filter(|step| step.parse::<usize>().is_err())
        .map(name_of)
        .collect::<Vec<_>>()
        .join(".")
}

/// A JSON pointer for people: `[0].cellPhone`.
pub fn readable(pointer: &str) -> String {
    let mut text = String::new();
    for step in pointer.split('/').skip(1) {
        if step.parse::<usize>().is_ok() {
            text.push_str(&format!("[{step}]"));
        } else {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(&name_of(step));
        }
    }
    text
}

/// `a` and `b` joined with a dot, where both are there.
pub fn join(a: &str, b: &str) -> String {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b.into(),
        (_, true) => a.into(),
        _ => format!("{a}.{b}"),
    }
}
