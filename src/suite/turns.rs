//! Objects that can't be created and that only one scenario may use at a time.

use std::collections::{BTreeSet, HashSet};

use super::Case;
use crate::contract::{Contract, Operation, ParameterPlace};

/// The objects that requests of an operation name.
pub(super) fn objects<'a>(
    contract: &'a Contract,
    operation: &'a Operation,
) -> impl Iterator<Item = String> + 'a {
    let api = contract.apis.get(&operation.api);
    let shared = operation.parameters.iter().filter(move |parameter| {
        let resource = parameter.resource.as_ref();
        let resource = api.zip(resource).and_then(|(api, name)| api.resources.get(name));
        parameter.place == ParameterPlace::Path && resource.is_some_and(|resource| resource.turns)
    });
    shared.map(|parameter| format!("{}.{}", operation.api, parameter.setting))
}

/// The objects that a case may use: those of the operations that its steps name, or that make the
/// resources which they name, and of those that look at what these have written.
pub(super) fn objects_of(case: &Case, contract: &Contract) -> BTreeSet<String> {
    let mut resources = contract.apis.values().flat_map(|api| api.resources.values());
    if !resources.any(|resource| resource.turns) {
        return BTreeSet::new();
    }
    let is_end = |c: char| !c.is_alphanumeric() && c != '_' && c != '-';
    let words: HashSet<&str> =
        case.steps.iter().flat_map(|step| step.step.value.split(is_end)).collect();
    let mut found = BTreeSet::new();
    let named = words.iter().filter_map(|word| contract.operation(word));
    let resources = contract.apis.values().flat_map(|api| &api.resources);
    let makers = resources.filter_map(|(name, resource)| {
        let is_named = case.steps.iter().any(|step| step.step.value.contains(name.as_str()));
        contract.operation(resource.made_by.as_ref().filter(|_| is_named)?)
    });
    for operation in named.chain(makers) {
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
