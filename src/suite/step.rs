//! The steps of cases. What a step says is kept once, however many cases say it, and is looked up
//! in the vocabulary once.

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use cucumber::gherkin;
use cucumber::step::{CaptureName, Context};
use indexmap::{Equivalent, IndexSet};

use super::definitions::{self, Found};

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

impl Said {
    fn new(step: gherkin::Step) -> Self {
        let text = format!("{} {}", step.keyword.trim(), step.value).into();
        Self { text, step, found: OnceLock::new() }
    }

    /// What the definitions have for it.
    pub(super) fn found(&self) -> &Found {
        self.found.get_or_init(|| definitions::find(&self.step))
    }

    /// What a definition's function is called with. Its words are in what it captures.
    pub(super) fn context(&self, matches: &[(CaptureName, String)]) -> Context {
        let gherkin::Step { ty, docstring, table, span, position, .. } = &self.step;
        let step = gherkin::Step {
            keyword: String::new(),
            ty: *ty,
            value: String::new(),
            docstring: docstring.clone(),
            table: table.clone(),
            span: *span,
            position: *position,
        };
        Context { step, matches: matches.to_vec() }
    }
}

/// Everything that the steps of a suite say.
#[derive(Default)]
pub(super) struct Sayings {
    known: IndexSet<Saying, foldhash::fast::RandomState>,
}

/// What a step says, whatever its place.
struct Saying(Arc<Said>);

/// A step that may say what another said.
struct Asked<'a>(&'a gherkin::Step);

fn parts(step: &gherkin::Step) -> impl Eq + Hash + '_ {
    let gherkin::Step { keyword, ty, value, docstring, table, .. } = step;
    (keyword, ty, value, docstring, table.as_ref().map(|table| &table.rows))
}

impl PartialEq for Saying {
    fn eq(&self, other: &Self) -> bool {
        parts(&self.0.step) == parts(&other.0.step)
    }
}

impl Eq for Saying {}

impl Hash for Saying {
    fn hash<H: Hasher>(&self, state: &mut H) {
        parts(&self.0.step).hash(state);
    }
}

impl Hash for Asked<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        parts(self.0).hash(state);
    }
}

impl Equivalent<Saying> for Asked<'_> {
    fn equivalent(&self, known: &Saying) -> bool {
        parts(self.0) == parts(&known.0.step)
    }
}

impl Sayings {
    /// A step as it stands in cases.
    pub(super) fn step(&mut self, step: &gherkin::Step) -> Step {
        let said = match self.known.get(&Asked(step)) {
            Some(known) => Arc::clone(&known.0),
            None => {
                let said = Arc::new(Said::new(step.clone()));
                self.known.insert(Saying(Arc::clone(&said)));
                said
            }
        };
        Step { line: step.position.line, said }
    }
}
