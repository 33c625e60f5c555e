//! The steps of cases. What a step says is kept once, however many cases say it, and is looked up
//! in the vocabulary once.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, LazyLock, OnceLock};

use cucumber::World as _;
use cucumber::gherkin;
use cucumber::step::{CaptureName, Collection, Context};

use super::world::World;

/// A step of a case.
#[derive(Clone, Debug)]
pub struct Step {
    /// The line in the feature file.
    pub line: usize,
    said: Arc<Said>,
}

impl Deref for Step {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.said
    }
}

/// What a step says.
#[derive(Debug)]
pub struct Said {
    /// With its keyword, as reports show it.
    pub text: Arc<str>,
    /// As it was parsed, where it was said first.
    pub step: gherkin::Step,
    found: OnceLock<Found>,
}

/// What the vocabulary has for a step.
pub(super) enum Found {
    /// One definition, with what it captures.
    One(cucumber::Step<World>, Vec<(CaptureName, String)>),
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

impl Said {
    fn new(step: gherkin::Step) -> Self {
        let text = format!("{} {}", step.keyword.trim(), step.value).into();
        Self { text, step, found: OnceLock::new() }
    }

    /// What the vocabulary has for it.
    pub(super) fn found(&self) -> &Found {
        static VOCABULARY: LazyLock<Collection<World>> = LazyLock::new(World::collection);
        self.found.get_or_init(|| match VOCABULARY.find(&self.step) {
            Ok(Some((function, _, _, context))) => Found::One(*function, context.matches),
            Ok(None) => Found::None,
            Err(ambiguous) => Found::Several(ambiguous.possible_matches.len()),
        })
    }

    /// What a definition's function is called with.
    pub(super) fn context(&self, matches: &[(CaptureName, String)]) -> Context {
        Context { step: self.step.clone(), matches: matches.to_vec() }
    }
}

/// Everything that the steps of a suite say.
#[derive(Default)]
pub(super) struct Sayings {
    known: HashSet<Saying>,
}

/// What a step says, whatever its place.
struct Saying(Arc<Said>);

impl Saying {
    fn parts(&self) -> impl Eq + Hash + '_ {
        let gherkin::Step { keyword, ty, value, docstring, table, .. } = &self.0.step;
        (keyword, ty, value, docstring, table.as_ref().map(|table| &table.rows))
    }
}

impl PartialEq for Saying {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Saying {}

impl Hash for Saying {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl Sayings {
    /// A step as it stands in cases.
    pub(super) fn step(&mut self, step: &gherkin::Step) -> Step {
        let said = Saying(Arc::new(Said::new(step.clone())));
        let known = match self.known.get(&said) {
            Some(known) => Arc::clone(&known.0),
            None => {
                let known = Arc::clone(&said.0);
                self.known.insert(said);
                known
            }
        };
        Step { line: step.position.line, said: known }
    }
}
