//! The steps as a reader sees them: what each does, with an example.

mod given;
mod then;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use cucumber::gherkin::{Step, StepType};
use rayon::prelude::*;

use super::Case;
use super::definitions::Found;
use super::outline::placeholders;
use super::step::Said;
use crate::spelling::LONGEST;

/// A step that features may use.
#[derive(Clone, Copy, Debug)]
pub struct StepDefinition {
    /// `Given`, `When` or `Then`.
    pub keyword: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// How it is written.
    pub examples: &'static [&'static str],
}

/// A step that no definition, or more than one, matches.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StepProblem {
    /// The feature's file.
    pub file: String,
    /// The line.
    pub line: usize,
    /// What is wrong and what is near.
    pub message: String,
}

impl fmt::Display for StepProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Every step, in the order of a scenario.
pub fn vocabulary() -> &'static [StepDefinition] {
    static ALL: LazyLock<Vec<StepDefinition>> =
        LazyLock::new(|| [given::STEPS, then::STEPS].concat());
    &ALL
}

/// Holds every step of the cases to the vocabulary.
pub fn check_steps(cases: &[Case]) -> Vec<StepProblem> {
    // Each is looked up here, on every core, and remembered.
    cases.par_iter().flat_map_iter(|case| case.steps.iter()).for_each(|step| {
        step.found();
    });
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for case in cases {
        for step in case.steps.iter() {
            let Some(message) = problem(step) else { continue };
            if seen.insert((case.file.clone(), step.line)) {
                problems.push(StepProblem {
                    file: case.file.to_string(),
                    line: step.line,
                    message,
                });
            }
        }
    }
    problems
}

fn problem(said: &Said) -> Option<String> {
    let step = &said.step;
    match said.found() {
        Found::One(..) => ignored(step),
        Found::None => match placeholders(&step.value).first() {
            Some(name) => Some(format!(
                "no step reads `{}`: `<{name}>` is filled in the steps of an outline only, from its `Examples`",
                step.value
            )),
            None => Some(format!("no step reads `{}`{}", step.value, nearest(step))),
        },
        Found::Several(count) => {
            Some(format!("`{}` could be any of {count} steps; word it otherwise", step.value))
        }
    }
}

/// What stands below a step that takes no such thing: it would be ignored.
fn ignored(step: &Step) -> Option<String> {
    let takes_text = step.value == given::BLOCK;
    let (what, instead) = match (&step.table, &step.docstring) {
        (Some(_), _) if takes_text => ("a table", "put a block of text (`\"\"\"`) there"),
        (Some(_), _) => (
            "a table",
            "say each of its rows in a step, like `And with the field \"title\" set to \"Milk\"`",
        ),
        (None, Some(_)) if !takes_text => {
            ("a block of text", "a body is given by `And with this body:` and the block below it")
        }
        _ => return None,
    };
    Some(format!("{what} stands below `{}`, which takes none; {instead}", step.value))
}

fn nearest(step: &Step) -> String {
    let keyword = match step.ty {
        StepType::Given => "Given",
        StepType::When => "When",
        StepType::Then => "Then",
    };
    let all = || {
        vocabulary()
            .iter()
            .flat_map(|step| step.examples.iter().map(|example| (step.keyword, *example)))
    };
    if let Some((other, _)) =
        all().find(|(other, example)| *other != keyword && *example == step.value)
    {
        return format!("; it is a {other} step and stands here as a {keyword}");
    }
    if step.value.len() > LONGEST {
        return "; `docproof steps` lists all".into();
    }
    // What a step is about is its words, not what stands in them.
    let words = masked(&step.value);
    let likeness = |example: &str| {
        let whole = strsim::normalized_levenshtein(&step.value, example);
        (strsim::normalized_levenshtein(&words, &masked(example)), whole)
    };
    let best = all().map(|(keyword, example)| (likeness(example), keyword, example)).max_by(
        |((a, a_whole), ..), ((b, b_whole), ..)| a.total_cmp(b).then(a_whole.total_cmp(b_whole)),
    );
    match best {
        Some(((likeness, _), keyword, example)) if likeness > 0.4 => {
            format!("; the nearest is `{keyword} {example}` (`docproof steps` lists all)")
        }
        _ => "; `docproof steps` lists all".into(),
    }
}

/// A step with nothing in its quotes, and each of its numbers as a zero.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            masked.push('"');
        }
        if index % 2 == 1 {
            continue;
        }
        for c in part.chars() {
            match c {
                '0'..='9' if masked.ends_with('0') => {}
                '0'..='9' => masked.push('0'),
                c => masked.push(c),
            }
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use cucumber::codegen::{StepConstructor, WorldInventory, inventory};

    use super::*;
    use crate::suite::definitions;
    use crate::suite::step::Sayings;
    use crate::suite::world::World;

    fn step(keyword: &str, text: &str) -> Step {
        let ty = match keyword {
            "Given" => StepType::Given,
            "When" => StepType::When,
            _ => StepType::Then,
        };
        Step::builder().keyword(keyword.to_owned()).ty(ty).value(text.to_owned()).build()
    }

    #[test]
    fn every_example_is_read_by_exactly_one_step_and_every_step_has_an_example() {
        let mut shown = BTreeSet::new();
        for definition in vocabulary() {
            for example in definition.examples {
                let step = step(definition.keyword, example);
                let patterns = definitions::patterns(&step);
                assert_eq!(patterns.len(), 1, "{example}: {patterns:?}");
                shown.insert((definition.keyword, patterns[0].to_owned()));
            }
        }
        let mut all = BTreeSet::new();
        for given in inventory::iter::<<World as WorldInventory>::Given> {
            all.insert(("Given", given.inner().1().to_string()));
        }
        for when in inventory::iter::<<World as WorldInventory>::When> {
            all.insert(("When", when.inner().1().to_string()));
        }
        for then in inventory::iter::<<World as WorldInventory>::Then> {
            all.insert(("Then", then.inner().1().to_string()));
        }
        assert_eq!(shown, all);
    }

    #[test]
    fn every_state_of_a_credential_is_named() {
        let step = vocabulary().iter().find(|step| step.meaning.contains("credential")).unwrap();
        for (name, _) in crate::model::CredentialState::NAMED {
            assert!(step.meaning.contains(name), "{name}");
        }
    }

    #[test]
    fn a_mistyped_step_is_told_its_nearest() {
        let message =
            problem(&Sayings::default().step(&step("When", "the request is send"))).unwrap();
        assert!(message.contains("`When the request is sent`"), "{message}");
    }

    #[test]
    fn the_nearest_step_is_so_by_its_words_and_not_by_what_stands_in_them() {
        for (written, meant) in [
            ("without the feild \"title\"", "Given without the field "),
            ("with the feild \"theme\" set to \"dark\"", "Given with the field "),
            ("without the cookei \"accountId\"", "Given without the cookie "),
            ("250 exsiting contacts", "Given 25 existing contacts"),
        ] {
            let message = problem(&Sayings::default().step(&step("Given", written))).unwrap();
            assert!(message.contains(&format!("; the nearest is `{meant}")), "{message}");
        }
    }
}
