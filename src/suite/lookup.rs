//! "Did you mean": the nearest of what there is.

use serde_json::Value;

use crate::contract::Contract;
use crate::contract::place::join;

/// Whoever writes more than this has not mistyped a name, and comparing takes its square.
pub(super) const LONGEST: usize = 300;

/// The nearest name, if one is near enough to be a slip.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if wanted.len() > LONGEST {
        return None;
    }
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&wanted.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// ` (did you mean …?)`, or nothing.
pub fn hint<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wanted, known).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// What is said of an operation that the contract doesn't have.
pub fn unknown_operation(contract: &Contract, wanted: &str) -> String {
    let known: Vec<&str> = contract.operations().map(|operation| operation.id.as_str()).collect();
    format!(
        "no operation is called `{wanted}`{} (there are {})",
        hint(wanted, known.iter().copied()),
        known.join(", ")
    )
}

/// What is said of a field that a request doesn't have.
pub(super) fn no_field(record: &Value, wanted: &str) -> String {
    let mut known = Vec::new();
    let mut waiting = vec![(String::new(), record)];
    while let Some((above, value)) = waiting.pop() {
        for (name, value) in value.as_object().into_iter().flatten() {
            let place = join(&above, name);
            known.push(place.clone());
            waiting.push((place, value));
        }
    }
    let hint = hint(wanted, known.iter().map(String::as_str));
    format!("the request has no field `{wanted}`{hint}")
}
