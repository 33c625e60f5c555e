//! What is said of names that nothing has.

use serde_json::Value;

use crate::contract::Contract;
use crate::contract::place::join;
use crate::spelling::hint;

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
