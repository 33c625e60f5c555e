//! The definitions of steps, and which of them a step is.

mod beginning;

use std::sync::{LazyLock, OnceLock};

use cucumber::Step;
use cucumber::codegen::{LazyRegex, StepConstructor, WorldInventory, inventory};
use cucumber::gherkin::{self, StepType};
use cucumber::step::CaptureName;
use regex::Regex;
use regex_syntax::hir::literal::Literal;

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
    at(step).iter().map(|definition| definition.pattern().as_str()).collect()
}

static GIVEN: LazyLock<Vec<Definition>> = LazyLock::new(definitions::<Given>);
static WHEN: LazyLock<Vec<Definition>> = LazyLock::new(definitions::<When>);
static THEN: LazyLock<Vec<Definition>> = LazyLock::new(definitions::<Then>);

fn at(step: &gherkin::Step) -> Vec<&'static Definition> {
    let definitions: &'static [Definition] = match step.ty {
        StepType::Given => &GIVEN,
        StepType::When => &WHEN,
        StepType::Then => &THEN,
    };
    definitions.iter().filter(|definition| definition.is_of(&step.value)).collect()
}

struct Definition {
    /// What its steps begin with: one of these. cucumber's own `Collection` tries all patterns in turn,
    /// which takes much longer than to look at this first.
    beginnings: Vec<Literal>,
    /// Compiled once a step begins like it.
    pattern: OnceLock<Regex>,
    compile: LazyRegex,
    function: Step<World>,
}

/// Those of one keyword.
fn definitions<T: inventory::Collect + StepConstructor<World>>() -> Vec<Definition> {
    inventory::iter::<T>
        .into_iter()
        .map(|written| {
            let (place, compile, function) = written.inner();
            Definition {
                beginnings: beginning::at(place),
                pattern: OnceLock::new(),
                compile,
                function,
            }
        })
        .collect()
}

impl Definition {
    fn pattern(&self) -> &Regex {
        self.pattern.get_or_init(self.compile)
    }

    fn is_of(&self, text: &str) -> bool {
        let begins = |with: &Literal| text.as_bytes().starts_with(with.as_bytes());
        self.beginnings.iter().any(begins) && self.pattern().is_match(text)
    }

    /// What the pattern captures of a text, the whole of it first, each with its name.
    fn captures(&self, text: &str) -> Vec<(CaptureName, String)> {
        let captures = self.pattern().captures(text);
        let texts = captures.iter().flat_map(|captures| captures.iter());
        let texts = texts.map(|text| text.map_or("", |text| text.as_str()).to_owned());
        let names = self.pattern().capture_names().map(|name| name.map(str::to_owned));
        names.zip(texts).collect()
    }
}

#[cfg(test)]
mod tests {
    use regex_syntax::hir::literal::Extractor;

    use super::*;

    #[test]
    fn no_step_of_a_definition_begins_otherwise_than_its_source_says() {
        for definition in GIVEN.iter().chain(WHEN.iter()).chain(THEN.iter()) {
            let pattern = definition.pattern().as_str();
            let parsed = regex_syntax::parse(pattern).unwrap();
            let compiled = Extractor::new().limit_class(1).extract(&parsed);
            let any = [Literal::inexact("")];
            for begins in compiled.literals().unwrap_or(&any) {
                let like = |read: &Literal| {
                    begins.as_bytes().starts_with(read.as_bytes())
                        && begins.is_empty() == read.is_empty()
                };
                assert!(definition.beginnings.iter().any(like), "{pattern}");
            }
        }
    }
}
