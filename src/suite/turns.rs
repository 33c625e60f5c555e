//! Objects that can't be created and that only one scenario may use at a time.

use std::collections::{BTreeSet, HashMap};

use super::Case;
use crate::contract::{Contract, Operation, ParameterPlace};

/// Stands before what is there for one accepted request alone.
pub(super) const SPENT: &str = "deleted ";

/// The objects that requests of an operation name.
pub(super) fn objects<'a>(
    contract: &'a Contract,
    operation: &'a Operation,
) -> impl Iterator<Item = String> + 'a {
    let api = contract.apis.get(&operation.api);
    operation.parameters.iter().flat_map(move |parameter| {
        let resource = parameter.resource.as_ref();
        let resource = api.zip(resource).and_then(|(api, name)| api.resources.get(name));
        let is_made = || resource.is_some_and(|one| one.made_by.is_some() && !one.is_implied);
        let turns = resource.is_some_and(|resource| resource.turns);
        let (api, setting) = (&operation.api, &parameter.setting);
        let shared =
            (parameter.place == ParameterPlace::Path && turns).then(|| format!("{api}.{setting}"));
        // What the target names to be deleted is there once.
        let spent = (operation.deletes(parameter) && !is_made())
            .then(|| format!("{SPENT}{api}.{}.{setting}", operation.id));
        shared.into_iter().chain(spent)
    })
}

/// Which cases take turns: found once for a contract, asked of every case.
#[derive(Debug)]
pub(super) struct Turns<'a> {
    /// The objects of operations, by their names.
    operations: HashMap<&'a str, BTreeSet<String>>,
    /// Those that making a resource uses, by how the resource is called.
    resources: Vec<(&'a str, BTreeSet<String>)>,
}

impl<'a> Turns<'a> {
    pub fn of(contract: &'a Contract) -> Self {
        let with_objects = |operation: &'a Operation| {
            Some(ways(contract, operation)).filter(|objects| !objects.is_empty())
        };
        let operations = contract.operations();
        let resources = contract.apis.values().flat_map(|api| &api.resources);
        Self {
            operations: operations
                .filter_map(|one| Some((one.id.as_str(), with_objects(one)?)))
                .collect(),
            resources: resources
                .filter_map(|(name, resource)| {
                    let makers = resource
                        .made_by
                        .iter()
                        .chain(resource.after.iter().map(|one| &one.operation));
                    let makers = makers.filter_map(|id| contract.operation(id));
                    let objects: BTreeSet<String> =
                        makers.filter_map(with_objects).flatten().collect();
                    Some((name.as_str(), objects)).filter(|(_, objects)| !objects.is_empty())
                })
                .collect(),
        }
    }

    /// The objects that a case may use: those of the operations that its steps name, or that make the
    /// resources which they name, and of those that look at what these have written.
    pub fn of_case(&self, case: &Case) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        if self.operations.is_empty() {
            return found;
        }
        for step in case.steps.iter() {
            let text = step.step.value.as_str();
            let words = text.split_whitespace().flat_map(names);
            let named = words.filter_map(|word| self.operations.get(word));
            let made = self.resources.iter().filter(|(name, _)| text.contains(name));
            found.extend(named.chain(made.map(|(_, objects)| objects)).flatten().cloned());
        }
        found
    }
}

/// What a word of a step may name: all of it, as ids may have dots in them, and what stands before a dot, as in a rule's
/// name (`"createNote.kept"`).
fn names(word: &str) -> impl Iterator<Item = &str> {
    let is_mark = |c: char| !c.is_alphanumeric() && c != '_' && c != '-';
    let word = word.trim_matches(is_mark);
    let before = word.match_indices('.').map(|(at, _)| &word[..at]);
    std::iter::once(word).chain(before)
}

/// The objects of an operation, and of those that make its records or look at them.
fn ways(contract: &Contract, operation: &Operation) -> BTreeSet<String> {
    let api = contract.apis.get(&operation.api);
    let resource = operation.records.as_ref().and_then(|records| records.resource.as_ref());
    let resource = api.zip(resource).and_then(|(api, name)| api.resources.get(name));
    let ways = resource.into_iter().flat_map(|it| it.made_by.iter().chain(&it.observed_by));
    let ways = ways.filter_map(|id| contract.operation(id)).chain(std::iter::once(operation));
    ways.flat_map(|way| objects(contract, way)).collect()
}

/// Cases that use an object in common, the largest group first.
pub(super) fn together(objects: &[BTreeSet<String>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(BTreeSet<&String>, Vec<usize>)> = Vec::new();
    for (index, own) in objects.iter().enumerate().filter(|(_, own)| !own.is_empty()) {
        let mut joined = (own.iter().collect::<BTreeSet<_>>(), vec![index]);
        let (near, far): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(objects, _)| !objects.is_disjoint(&joined.0));
        groups = far;
        for (objects, cases) in near {
            joined.0.extend(objects);
            joined.1.extend(cases);
        }
        groups.push(joined);
    }
    groups.sort_by(|(a, one), (b, other)| other.len().cmp(&one.len()).then_with(|| a.cmp(b)));
    groups.into_iter().map(|(_, cases)| cases).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_between_blanks_and_before_dots() {
        let all = |word| names(word).collect::<Vec<_>>();
        assert_eq!(all("updateList"), ["updateList"]);
        assert_eq!(all("\"lists.update.kept\","), ["lists.update.kept", "lists", "lists.update"]);
        assert_eq!(all("lists/update:all,"), ["lists/update:all"]);
    }

    #[test]
    fn what_shares_an_object_stays_together() {
        let sets = |all: &[&[&str]]| -> Vec<BTreeSet<String>> {
            all.iter().map(|one| one.iter().map(|name| (*name).to_owned()).collect()).collect()
        };
        let groups = together(&sets(&[&["a"], &[], &["b"], &["c"], &["b", "c"], &["a"]]));
        let groups: Vec<BTreeSet<usize>> =
            groups.into_iter().map(|group| group.into_iter().collect()).collect();
        assert_eq!(groups, [BTreeSet::from([2, 3, 4]), BTreeSet::from([0, 5])]);
    }
}
