//! Values: read strictly, compared, and shown side by side.

use std::sync::LazyLock;

use docproof::check::compare::{same, same_as_told};
use docproof::check::likeness;
use docproof::contract::{Contract, Node, strict};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::engine::holds;
use crate::files;
use crate::mangle::{mangled, pointers, value};

static CONTRACT: LazyLock<Contract> =
    LazyLock::new(|| Contract::load(&files("schemas"), "schemas").unwrap());

#[test]
fn the_strict_reader_differs_from_the_lenient_one_in_names_given_twice_alone() {
    let texts = || {
        let samples = files("schemas/samples").into_values().collect();
        let bytes = proptest::collection::vec(any::<u8>(), 0..60);
        prop_oneof![
            4 => mangled(samples).prop_map(String::into_bytes),
            2 => value().prop_map(|value| value.to_string().into_bytes()),
            1 => bytes,
        ]
    };
    holds("strict reader", texts, |bytes| {
        let lenient = serde_json::from_slice::<Value>(&bytes);
        let twice = lenient.is_ok().then(|| strict::key_given_twice(&bytes)).flatten();
        match (strict::from_json(&bytes), lenient) {
            (Ok(strict), Ok(lenient)) => {
                prop_assert_eq!(strict, lenient);
                prop_assert_eq!(twice, None);
            }
            (Err(error), Ok(_)) => {
                prop_assert!(twice.is_some() && error.to_string().contains("twice"), "{}", error);
            }
            (Err(_), Err(_)) => {}
            (Ok(strict), Err(error)) => prop_assert!(false, "{} was read: {}", strict, error),
        }
        if let Ok(text) = std::str::from_utf8(&bytes) {
            drop(strict::from_yaml(text));
        }
        Ok(())
    });
}

#[test]
fn a_value_is_the_same_as_itself_and_no_other() {
    let bodies = CONTRACT.operations().filter_map(|operation| operation.response.as_ref());
    let fields: Vec<&Node> = bodies.flat_map(|body| body.root.all()).collect();
    let pairs = || {
        let field = proptest::option::of(select((0..fields.len()).collect::<Vec<_>>()));
        (value(), any::<Index>(), value(), field)
    };
    holds("comparison", pairs, |(whole, at, other, field)| {
        let documented = field.map(|index| fields[index]);
        prop_assert!(same(&whole, &whole, documented));
        prop_assert!(same_as_told(&whole, &whole, documented));
        let places = pointers(&whole);
        let mut changed = whole.clone();
        let place = changed.pointer_mut(&places[at.index(places.len())]).unwrap();
        let differs = !same(place, &other, None) && !same(&other, place, None);
        *place = other;
        if differs && documented.is_none() {
            prop_assert!(!same(&whole, &changed, documented), "{} and {}", whole, changed);
            prop_assert!(!same_as_told(&whole, &changed, documented), "{} and {}", whole, changed);
        }
        same(&whole, &changed, documented);
        same_as_told(&changed, &whole, documented);
        Ok(())
    });
}

#[test]
fn an_answer_is_like_its_sample_until_a_type_in_it_changes() {
    let bodies: Vec<_> =
        CONTRACT.operations().filter_map(|operation| operation.response.as_ref()).collect();
    let cases = || (select((0..bodies.len()).collect::<Vec<_>>()), any::<Index>(), value());
    holds("likeness", cases, |(index, at, other)| {
        let body = bodies[index];
        let sample = body.sample.clone().unwrap();
        let places = pointers(&sample);
        let mut changed = sample.clone();
        let place = changed.pointer_mut(&places[at.index(places.len())]).unwrap();
        let kind = |value: &Value| std::mem::discriminant(value);
        let differs = kind(place) != kind(&other) && !other.is_null();
        *place = other.clone();
        let diff = likeness(body, &changed);
        if differs {
            prop_assert!(diff.is_some(), "{}", changed);
            prop_assert!(diff.unwrap().lines().any(|line| line.starts_with(['-', '+'])));
        }
        likeness(body, &other);
        prop_assert_eq!(
            likeness(body, &json!([[], {}, null])).is_some_and(|diff| diff.is_empty()),
            false
        );
        Ok(())
    });
}
