//! Values that are made for the run: fresh digits, ids near a known one, sizes and depths.

use std::sync::Arc;

use cucumber::given;
use serde_json::{Value, json};

use crate::contract::place::{first, put};
use crate::contract::{ParameterPlace, template};

use super::number::{Count, RecordNumber};
use super::with::letters;
use crate::suite::filled::{TEN_DIGITS, generated};
use crate::suite::world::World;

/// Shorter ids than this could be counted up: one character less could be another's.
const SHORTEST_CUT: usize = 8;
/// Counters of so many digits are not expected to be counted through.
const LONGEST_COUNTER: usize = 12;
/// Deeper than any reader goes by default; what is much deeper no stack holds.
const DEEPEST: usize = 1000;

#[given(
    regex = r#"^with ([0-9]+) fresh digits(?: that begin with "([0-9]+)")? as the field "([^"]+)"(?: in record ([0-9]+))?$"#
)]
async fn fresh_digits(
    world: &mut World,
    count: Count,
    beginning: String,
    field: String,
    record: RecordNumber,
) {
    let Count(count) = count;
    let rest = count.saturating_sub(beginning.len());
    let digits = format!("{beginning}{}", world.context.fresh.digits(rest));
    let exact = digits.len() == count;
    world.change_record(record.index(), |record| {
        if !exact {
            return Err("fresh digits are 4 to 18, besides those that they begin with".into());
        }
        put(record, &field, Value::String(digits))
    });
}

#[given(
    regex = r#"^with ([0-9]+) fresh digits and "([^"]+)" (before|among|behind) them as the field "([^"]+)"(?: in record ([0-9]+))?$"#
)]
async fn spoilt_digits(
    world: &mut World,
    count: Count,
    spoiler: String,
    place: String,
    field: String,
    record: RecordNumber,
) {
    let Count(count) = count;
    let digits = world.context.fresh.digits(count);
    world.change_record(record.index(), |record| {
        // A tab is written as in JSON, as everywhere else.
        let spoiler: String = serde_json::from_str(&format!("\"{spoiler}\""))
            .map_err(|error| format!("`{spoiler}` is no text in JSON's spelling: {error}"))?;
        if digits.len() != count {
            return Err("fresh digits are 4 to 18".into());
        }
        let at = match place.as_str() {
            "before" => 0,
            "among" => count / 2,
            _ => count,
        };
        let (first, rest) = digits.split_at_checked(at).unwrap_or((&digits, ""));
        put(record, &field, Value::String(format!("{first}{spoiler}{rest}")))
    });
}

#[given(
    regex = r#"^with "([^"]+)" before the "([^"]+)" of the (first|second|third|fourth|last) ([a-z][a-z -]*)$"#
)]
async fn prefixed(
    world: &mut World,
    prefix: String,
    field: String,
    which: String,
    resource: String,
) {
    let known = world.known(&which, &resource);
    world.change_record(0, |record| {
        let known = known.as_ref().and_then(|known| first(known, &field)).and_then(Value::as_str);
        let known =
            known.ok_or_else(|| format!("the {which} {resource} has no text in `{field}`"))?;
        put(record, &field, Value::String(format!("{prefix}{known}")))
    });
}

#[given(regex = r#"^with an unknown "([^"]+)"$"#)]
async fn unknown_id(world: &mut World, name: String) {
    world.set_unknown(&name, 0);
}

#[given(regex = r#"^with an unknown "([^"]+)" in record ([0-9]+)$"#)]
async fn unknown_id_in_record(world: &mut World, name: String, record: RecordNumber) {
    world.set_unknown(&name, record.index());
}

#[given(regex = r#"^with the "([^"]+)"(?: in record ([0-9]+))? one character too (short|long)$"#)]
async fn near_id(world: &mut World, name: String, record: RecordNumber, way: String) {
    if world.ended() {
        return;
    }
    let context = Arc::clone(&world.context);
    let in_path = world
        .documented(&context)
        .is_some_and(|operation| operation.parameter(ParameterPlace::Path, &name).is_some());
    let draft = world.drafts.last();
    let known = if in_path {
        draft.and_then(|draft| draft.path.get(&name)).cloned()
    } else {
        let body = draft.and_then(|draft| draft.json());
        let record = body.map(|body| body.get(record.index()).unwrap_or(body));
        record.and_then(|record| first(record, &name)).and_then(Value::as_str).map(str::to_owned)
    };
    let Some(known) = known else {
        return world.change(|_| Err(format!("the request has no text in `{name}`")));
    };
    // A dry run has no ids yet.
    if may_be_counted(&known) && context.options.dry_run.is_none() {
        return world.skip(format!(
            "the target's `{name}` is short or counted up: one character more or less could be another's"
        ));
    }
    let mut near = known;
    match way.as_str() {
        "short" => drop(near.pop()),
        _ => near.extend(near.chars().next_back()),
    }
    if in_path {
        return world.set_path(&name, near);
    }
    world.change_record(record.index(), |record| put(record, &name, Value::String(near)));
}

#[given(regex = r#"^with the field "([^"]+)" nested ([0-9]+) levels deep$"#)]
async fn nested(world: &mut World, field: String, depth: Count) {
    let Count(depth) = depth;
    if depth > DEEPEST {
        return world.change(|_| Err(format!("a field nests no more than {DEEPEST} levels deep")));
    }
    let value = (0..depth).fold(json!(1), |inner, _| json!({"a": inner}));
    world.change_record(0, |record| put(record, &field, value));
}

#[given(regex = r#"^with a (blank|null character) behind the path parameter "([^"]+)"$"#)]
async fn spoilt_path_parameter(world: &mut World, name: String, parameter: String) {
    let spoiler = if name == "blank" { ' ' } else { '\0' };
    world.change(|draft| {
        let known = draft.path.get_mut(&parameter);
        known.ok_or_else(|| format!("the path has no `{parameter}`"))?.push(spoiler);
        Ok(())
    });
}

#[given(regex = r#"^with the (path parameter|header) "([^"]+)" ([0-9]+) letters long$"#)]
async fn long_parameter(world: &mut World, place: String, name: String, length: Count) {
    match (letters(length.0), place.as_str()) {
        (Ok(text), "header") => world.set_header(&name, text),
        (Ok(text), _) => world.set_path(&name, text),
        (Err(message), _) => world.change(|_| Err(message)),
    }
}

/// Whether an id looks like one of a series, in which its neighbours may exist.
fn may_be_counted(id: &str) -> bool {
    // What stands before the last separator may be a year, a tenant, a percentage.
    let last = id.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(id);
    id.chars().count() < SHORTEST_CUT
        || counter(last).is_some_and(|counter| counter.len() < LONGEST_COUNTER)
        || counter(id).is_some_and(|counter| counter.starts_with('0'))
}

/// The digits at the end, where there are no others.
fn counter(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let counter = &text[rest.len()..];
    (!counter.is_empty() && !rest.contains(|c: char| c.is_ascii_digit())).then_some(counter)
}

impl World {
    /// Puts an id that nothing has into a path parameter or a field of a record.
    fn set_unknown(&mut self, name: &str, index: usize) {
        if self.ended() {
            return;
        }
        let context = Arc::clone(&self.context);
        let Some(operation) = self.documented(&context) else { return self.change(|_| Ok(())) };
        let known = |resource: Option<&str>| -> Option<String> {
            let ids = self.drafts.last().map(|draft| draft.known_ids.clone()).unwrap_or_default();
            ids.into_iter().find(|(name, _)| Some(name.as_str()) == resource).map(|(_, id)| id)
        };
        // An id like the target's own is unknown and nothing else; the sample's shape is only the
        // second choice.
        let fill = |text: &str, resource: Option<&str>| {
            known(resource).and_then(|id| context.fresh.like(&id)).or_else(|| {
                template::fill(text, |word| generated(word, TEN_DIGITS, &context.fresh))
            })
        };
        if let Some(parameter) = operation.parameter(ParameterPlace::Path, name) {
            let resource = parameter.resource.as_deref();
            let value = parameter.unknown.as_deref().and_then(|text| fill(text, resource));
            return self.change(|draft| {
                let value =
                    value.ok_or_else(|| format!("the contract has no `x-unknown` for `{name}`"))?;
                draft.path.insert(name.to_owned(), value);
                draft.unknown_id = true;
                Ok(())
            });
        }
        let node = operation.request.as_ref().and_then(|body| body.root.find(name));
        let resource = node.and_then(|node| node.text("x-resource"));
        let value =
            node.and_then(|node| node.text("x-unknown")).and_then(|text| fill(text, resource));
        if value.is_some() {
            self.change(|draft| {
                draft.unknown_fields.push((name.to_owned(), index));
                Ok(())
            });
        }
        self.change_record(index, |record| {
            let value =
                value.ok_or_else(|| format!("the contract has no `x-unknown` for `{name}`"))?;
            put(record, name, Value::String(value))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_a_series_are_told_from_random_ones() {
        let counted = [
            "7",
            "1234567",
            "12345678",
            "contact-10",
            "customer17",
            "000000000012",
            "contacts/2026/1221",
            "100%-1218",
        ];
        for id in counted {
            assert!(may_be_counted(id), "{id}");
        }
        for id in [
            "63c7c8119187ebc8bae1f00d",
            "63c7c8119187ebc8bae10012",
            "st-7dc994f0-4436-5134-9fa8-a942625f0012",
            "9f1b2c3d-4e5f-4a6b-8c7d-012345678901",
            "834512345678901234",
            "dQw4w9WgXcQ",
        ] {
            assert!(!may_be_counted(id), "{id}");
        }
    }
}
