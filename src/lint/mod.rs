//! Where the documentation contradicts itself: its samples, its tables and what else it prints are
//! held against each other. What the contract declares (`x-defects`) is known; the rest is new.

mod command;
mod curl;
mod examples;
mod names;
mod samples;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::contract::pattern::covers;
use crate::contract::{Contract, ContractError, DeclaredDefect, Operation};
use crate::model::Source;

/// So many characters of what was found are told.
const SHOWN: usize = 1000;

/// What sort of contradiction.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// A sample breaks what a table or a rule says.
    SampleBreaks,
    /// A sample has a field that its table lacks.
    SampleAdds,
    /// A sample lacks a field that its table requires.
    SampleLacks,
    /// A sample hides a value, so that it can't be sent or compared as printed.
    Masked,
    /// A sample hides a value in one place and shows it, or hides less of it, in another.
    MaskDiffers,
    /// An id of a sample is no UUID, but nearly.
    OddId,
    /// The sample command can't be run, or sends another request than the one documented.
    Command,
    /// One thing has two names or two spellings.
    NamesDiffer,
    /// The words of a table don't fit the sample.
    DescribedOtherwise,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::SampleBreaks => "sample-breaks",
            Self::SampleAdds => "sample-adds",
            Self::SampleLacks => "sample-lacks",
            Self::Masked => "masked",
            Self::MaskDiffers => "mask-differs",
            Self::OddId => "odd-id",
            Self::Command => "command",
            Self::NamesDiffer => "names-differ",
            Self::DescribedOtherwise => "described-otherwise",
        })
    }
}

/// Two places of the documentation that can't both be right.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contradiction {
    /// What sort.
    pub kind: Kind,
    /// Where: a clause without its operation (`request.body.id:format`), or `command.…`.
    pub place: String,
    /// What contradicts what.
    pub text: String,
    /// Where it stands in the documentation.
    pub source: Source,
}

impl Contradiction {
    fn new(kind: Kind, place: impl Into<String>, text: impl Into<String>, source: &Source) -> Self {
        let mut text: String = text.into();
        if let Some((end, _)) = text.char_indices().nth(SHOWN) {
            text.truncate(end);
            text.push('…');
        }
        Self { kind, place: place.into(), text, source: source.clone() }
    }
}

/// A contradiction and the declared defect that explains it, if one does.
#[derive(Clone, Debug)]
pub struct Examined<'a> {
    /// What was found.
    pub contradiction: Contradiction,
    /// Its explanation; `None` makes it a new one.
    pub declared: Option<&'a DeclaredDefect>,
}

/// What the examination of one operation found.
#[derive(Debug)]
pub struct Examination<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// Every contradiction found.
    pub found: Vec<Examined<'a>>,
    /// Declared ones that explain nothing that is there: (defect, the pattern without a match).
    pub stale: Vec<(&'a DeclaredDefect, &'a str)>,
    /// Declared ones that only a person can see.
    pub by_people: Vec<&'a DeclaredDefect>,
}

impl Examination<'_> {
    /// Contradictions that nobody has declared.
    pub fn undeclared(&self) -> impl Iterator<Item = &Contradiction> {
        self.found
            .iter()
            .filter(|examined| examined.declared.is_none())
            .map(|examined| &examined.contradiction)
    }
}

/// A contract, and what its examples and defaults break.
#[derive(Debug)]
pub struct Pages {
    /// The contract.
    pub contract: Contract,
    broken: HashMap<String, Vec<Contradiction>>,
}

/// Reads a contract with every example and default.
///
/// # Errors
/// The first thing that makes a document unusable, with file and place.
pub fn read(files: &BTreeMap<String, String>, origin: &str) -> Result<Pages, ContractError> {
    let mut broken: HashMap<String, Vec<Contradiction>> = HashMap::new();
    let contract = Contract::load_with_examples(files, origin, &mut |example| {
        let found = examples::contradictions(example);
        if !found.is_empty() {
            broken.entry(example.operation.to_owned()).or_default().extend(found);
        }
    })?;
    Ok(Pages { contract, broken })
}

impl Pages {
    /// What is said in words of OpenAPI 3.0 where 3.1 has others, with its place.
    pub fn older(&self) -> impl Iterator<Item = &str> {
        self.contract.apis.values().flat_map(|api| &api.older).map(String::as_str)
    }

    /// Keywords and formats of schemas that are nearly known ones, with their places.
    pub fn slips(&self) -> impl Iterator<Item = &str> {
        self.contract.slips()
    }
}

/// Examines every operation of a contract.
pub fn lint(pages: &Pages) -> Vec<Examination<'_>> {
    let contract = &pages.contract;
    contract
        .operations()
        .map(|operation| {
            let mut found = samples::contradictions(contract, operation);
            found.extend(pages.broken.get(&operation.id).into_iter().flatten().cloned());
            found.extend(command::contradictions(operation));
            found.extend(names::contradictions(contract, operation));
            examine(operation, found)
        })
        .collect()
}

fn examine(operation: &Operation, found: Vec<Contradiction>) -> Examination<'_> {
    let ids: Vec<String> =
        found.iter().map(|found| format!("{} {}", found.kind, found.place)).collect();
    let mut stale = Vec::new();
    for defect in &operation.defects {
        for pattern in &defect.explains {
            if !ids.iter().any(|id| covers(pattern, id)) {
                stale.push((defect, pattern.as_str()));
            }
        }
    }
    let found = found
        .into_iter()
        .zip(&ids)
        .map(|(contradiction, id)| Examined {
            contradiction,
            declared: operation
                .defects
                .iter()
                .find(|defect| defect.explains.iter().any(|pattern| covers(pattern, id))),
        })
        .collect();
    let by_people = operation.defects.iter().filter(|defect| defect.explains.is_empty()).collect();
    Examination { operation, found, stale, by_people }
}
