//! The steps as a reader sees them: what each does, with an example.

use std::collections::BTreeSet;
use std::fmt;

use cucumber::World as _;
use cucumber::gherkin::{Step, StepType};
use cucumber::step::Collection;

use super::Case;
use super::world::World;

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
    &[
        StepDefinition {
            keyword: "Given",
            meaning: "makes one, through the operation that the contract names for it",
            examples: &["an existing contact", "another existing contact"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "makes several",
            examples: &["25 existing contacts"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "prepares a request that meets everything documented: the sample with values of the run's own",
            examples: &["a valid createContacts request", "another valid createContacts request"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "the same, with so many records",
            examples: &["a valid createContacts request for 3 records"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "the same, naming the second of the scenario's records",
            examples: &["a valid updateContact request for the second contact"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "prepares the sample as printed, with its masks filled in",
            examples: &["the documented createContacts sample"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "leaves a header out",
            examples: &["without the header \"accountId\""],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sends a header with nothing in it",
            examples: &["with the header \"accountId\" left empty"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sets a header",
            examples: &["with the header \"Content-Type\" set to \"text/plain\""],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "leaves the segment of a path parameter empty",
            examples: &["without the path parameter \"id\""],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sets a path parameter",
            examples: &["with the path parameter \"id\" set to \"not-an-id\""],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "leaves a query parameter out",
            examples: &["without the query parameter \"page\""],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sets a query parameter",
            examples: &["with the query parameter \"page\" set to \"2\""],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "names an id that nothing has, well formed: of the path, or of the first record",
            examples: &["with an unknown \"id\""],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "the same in another record",
            examples: &["with an unknown \"id\" in record 2"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "leaves a field of the (first) record out",
            examples: &["without the field \"cellPhone.phoneNumber\""],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "leaves a field of another record out",
            examples: &["without the field \"firstName\" in record 2"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "leaves every other field out",
            examples: &["with only the field \"lastName\""],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sets a field of the (first) record to a JSON value",
            examples: &[
                "with the field \"firstName\" set to \"Zoë\"",
                "with the field \"allowDuplicates\" set to null",
            ],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sets a field of another record",
            examples: &["with the field \"firstName\" in record 2 set to 42"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sets a field to a text of that length",
            examples: &["with the field \"firstName\" 100 letters long"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "copies a field from what an existing record was written with",
            examples: &["with the same \"cellPhone\" as the first contact"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "the same in another record",
            examples: &["with the same \"cellPhone\" in record 2 as the third contact"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "copies a field within the request",
            examples: &["with the same \"cellPhone\" in record 2 as in record 1"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "copies a field from the request prepared before",
            examples: &["with the same \"cellPhone\" as the other request"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sends a wrong credential: missing, empty, garbage, tampered, unsigned, expired, for another scope, unknown",
            examples: &["with a credential that is expired"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sends no body",
            examples: &["without a body"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "sends this as the body",
            examples: &["with the body {\"firstName\":"],
        },
        StepDefinition {
            keyword: "Given",
            meaning: "the same, from the block of text below",
            examples: &["with this body:"],
        },
        StepDefinition {
            keyword: "When",
            meaning: "sends the request",
            examples: &["the request is sent", "it is sent"],
        },
        StepDefinition {
            keyword: "When",
            meaning: "sends every prepared request at once",
            examples: &["both requests are sent at the same moment"],
        },
        StepDefinition {
            keyword: "When",
            meaning: "sends the last request once more, unchanged",
            examples: &["the same request is sent again"],
        },
        StepDefinition {
            keyword: "When",
            meaning: "sends the request so often, at once",
            examples: &["the request is sent 5 times at the same moment"],
        },
        StepDefinition {
            keyword: "When",
            meaning: "waits until the target's timestamps, as finely as it prints them, would show a difference",
            examples: &["enough time passes for a later timestamp"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "any 2xx, and everything that the documentation promises of the answer is judged",
            examples: &["the request is accepted", "it is accepted"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "the same; a refusal breaks that rule",
            examples: &["the request is accepted, as the rule \"names-may-repeat\" says"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "either is right; after a refusal the rest of the scenario is skipped",
            examples: &["the request may be accepted or refused"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "any 4xx (a record counted as failed, where the operation can say so); judges the clause that the request breaks",
            examples: &["the request is refused", "it is refused"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "no 5xx, no redirect, a whole answer; nothing else is judged",
            examples: &["the request is answered without a server error"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "asks about presence, types and formats of the answer's fields",
            examples: &["the answer has the documented fields and types"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "the same, with a diff to the sample",
            examples: &["the answer is like the documented sample"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "asks about every rule on what comes back",
            examples: &["the answer returns what was sent"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "asks about one rule",
            examples: &["the rule \"one-contact-per-number\" is kept"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "later answers show that a refused request changed nothing",
            examples: &["nothing has changed"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "later answers show the new state",
            examples: &["the change is kept"],
        },
        StepDefinition {
            keyword: "Then",
            meaning: "that record is counted as failed and the others are done",
            examples: &["only record 2 fails, as the rule \"others-still-done\" says"],
        },
    ]
}

/// Holds every step of the cases to the vocabulary.
pub fn check_steps(cases: &[Case]) -> Vec<StepProblem> {
    let collection = World::collection();
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for case in cases {
        for step in &case.steps {
            let Some(message) = problem(&collection, step) else { continue };
            if seen.insert((case.file.clone(), step.position.line)) {
                problems.push(StepProblem {
                    file: case.file.clone(),
                    line: step.position.line,
                    message,
                });
            }
        }
    }
    problems
}

fn problem(collection: &Collection<World>, step: &Step) -> Option<String> {
    match collection.find(step) {
        Ok(Some(_)) => None,
        Ok(None) => match column(&step.value) {
            Some(name) => {
                Some(format!("no step reads `{}`: the outline has no column `{name}`", step.value))
            }
            None => Some(format!("no step reads `{}`{}", step.value, nearest(step))),
        },
        Err(ambiguous) => Some(format!(
            "`{}` could be any of {} steps; word it otherwise",
            step.value,
            ambiguous.possible_matches.len()
        )),
    }
}

/// The name in `<name>`, where an outline left it.
fn column(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('<')?;
    let (name, _) = rest.split_once('>')?;
    let named = name.chars().all(|c| c.is_alphanumeric() || " _-".contains(c));
    (named && !name.trim().is_empty()).then_some(name)
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
    let best = all()
        .map(|(keyword, example)| {
            (strsim::normalized_levenshtein(&step.value, example), keyword, example)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((likeness, keyword, example)) if likeness > 0.4 => {
            format!("; the nearest is `{keyword} {example}` (`docproof steps` lists all)")
        }
        _ => "; `docproof steps` lists all".into(),
    }
}

#[cfg(test)]
mod tests {
    use cucumber::codegen::{StepConstructor, WorldInventory, inventory};

    use super::*;

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
        let collection = World::collection();
        let mut shown = BTreeSet::new();
        for definition in vocabulary() {
            for example in definition.examples {
                let step = step(definition.keyword, example);
                let found =
                    collection.find(&step).unwrap_or_else(|error| panic!("{example}: {error}"));
                let (_, _, location, _) =
                    found.unwrap_or_else(|| panic!("no step reads: {example}"));
                shown.insert(location.unwrap().to_string());
            }
        }
        let mut all = BTreeSet::new();
        for given in inventory::iter::<<World as WorldInventory>::Given> {
            all.insert(given.inner().0.to_string());
        }
        for when in inventory::iter::<<World as WorldInventory>::When> {
            all.insert(when.inner().0.to_string());
        }
        for then in inventory::iter::<<World as WorldInventory>::Then> {
            all.insert(then.inner().0.to_string());
        }
        assert_eq!(shown, all);
    }

    #[test]
    fn a_mistyped_step_is_told_its_nearest() {
        let message = problem(&World::collection(), &step("When", "the request is send")).unwrap();
        assert!(message.contains("`When the request is sent`"), "{message}");
    }
}
