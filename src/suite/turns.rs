//! Objects that can't be created and that only one scenario may use at a time.

use std::collections::{BTreeSet, HashSet};

use super::Case;
use crate::contract::{Contract, Operation, ParameterPlace};

/// The objects that requests of an operation name.
pub(super) fn objects(contract: &Contract, operation: &Operation) -> Vec<String> {
    let Some(api) = contract.apis.get(&operation.api) else { return Vec::new() };
    let shared = operation.parameters.iter().filter(|parameter| {
        let resource = parameter.resource.as_ref().and_then(|name| api.resources.get(name));
        parameter.place == ParameterPlace::Path && resource.is_some_and(|resource| resource.turns)
    });
    shared.map(|parameter| format!("{}.{}", operation.api, parameter.setting)).collect()
}

/// The objects that a case may use, as far as its steps say before it runs: those of the operations
/// that they name, and of those that look at what these have written.
pub(super) fn objects_of(case: &Case, contract: &Contract) -> BTreeSet<String> {
    let is_end = |c: char| !c.is_alphanumeric() && c != '_' && c != '-';
    let words: HashSet<&str> =
        case.steps.iter().flat_map(|step| step.step.value.split(is_end)).collect();
    let mut found = BTreeSet::new();
    for operation in words.iter().filter_map(|word| contract.operation(word)) {
        let api = contract.apis.get(&operation.api);
        let resource = operation.records.as_ref().and_then(|records| records.resource.as_ref());
        let resource = api.zip(resource).and_then(|(api, name)| api.resources.get(name));
        let ways = resource.into_iter().flat_map(|it| it.made_by.iter().chain(&it.observed_by));
        for operation in
            ways.filter_map(|id| contract.operation(id)).chain(std::iter::once(operation))
        {
            found.extend(objects(contract, operation));
        }
    }
    found
}
