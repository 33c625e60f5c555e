//! The definitions of steps, and which of them a step is.

use std::sync::LazyLock;

use cucumber::Step;
use cucumber::codegen::{LazyRegex, StepConstructor, WorldInventory, inventory};
use cucumber::gherkin::{self, StepType};
use cucumber::step::CaptureName;
use regex::{Regex, RegexSet};

use super::world::World;

type Given = <World as WorldInventory>::Given;
type When = <World as WorldInventory>::When;
type Then = <World as WorldInventory>::Then;

/// What the definitions have for a step.
pub(super) enum Found {
    /// One, with what it captures.
    One(Step<World>, Vec<(CaptureName, String)>),
    /// None.
    None,
    /// So many.
    Several(usize),
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::One(..) => "One",
            Self::None => "None",
            Self::Several(_) => "Several",
        })
    }
}

/// What a step is, as the definitions have it.
pub(super) fn find(step: &gherkin::Step) -> Found {
    match at(step).as_slice() {
        [] => Found::None,
        [definition] => Found::One(definition.function, definition.captures(&step.value)),
        several => Found::Several(several.len()),
    }
}

/// The patterns of the definitions that a step is.
#[cfg(test)]
pub(super) fn patterns(step: &gherkin::Step) -> Vec<&'static str> {
    at(step).iter().map(|definition| definition.pattern.as_str()).collect()
}

fn at(step: &gherkin::Step) -> Vec<&'static Definition> {
    static GIVEN: LazyLock<Definitions> = LazyLock::new(Definitions::of::<Given>);
    static WHEN: LazyLock<Definitions> = LazyLock::new(Definitions::of::<When>);
    static THEN: LazyLock<Definitions> = LazyLock::new(Definitions::of::<Then>);
    let definitions: &'static Definitions = match step.ty {
        StepType::Given => &GIVEN,
        StepType::When => &WHEN,
        StepType::Then => &THEN,
    };
    let matching = definitions.patterns.matches(&step.value);
    matching.iter().filter_map(|index| definitions.all.get(index)).collect()
}

/// Those of one keyword. cucumber's own `Collection` tries them in turn, which takes thirty times as
/// long as all patterns at once.
struct Definitions {
    patterns: RegexSet,
    all: Vec<Definition>,
}

struct Definition {
    pattern: Regex,
    function: Step<World>,
}

impl Definitions {
    #[allow(clippy::unwrap_used, reason = "each is a pattern already, and the tests have them all")]
    fn of<T: inventory::Collect + StepConstructor<World>>() -> Self {
        let all: Vec<Definition> = inventory::iter::<T>
            .into_iter()
            .map(|written| {
                let (_, pattern, function): (_, LazyRegex, _) = written.inner();
                Definition { pattern: pattern(), function }
            })
            .collect();
        let patterns = RegexSet::new(all.iter().map(|one| one.pattern.as_str())).unwrap();
        Self { patterns, all }
    }
}

impl Definition {
    /// What the pattern captures of a text, the whole of it first, each with its name.
    fn captures(&self, text: &str) -> Vec<(CaptureName, String)> {
        let captures = self.pattern.captures(text);
        let texts = captures.iter().flat_map(|captures| captures.iter());
        let texts = texts.map(|text| text.map_or("", |text| text.as_str()).to_owned());
        let names = self.pattern.capture_names().map(|name| name.map(str::to_owned));
        names.zip(texts).collect()
    }
}
