//! `docproof lint`

use super::args::LintArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::{files, output};
use crate::lint::{self, Contradiction, Examination};
use crate::report::text::{clean, count};

pub(super) fn lint(args: &LintArgs) -> Result<ExitCode, CliError> {
    let (schemas, origin) = files::schemas(args.schemas.as_deref())?;
    let pages = lint::read(&schemas, &origin)?;
    let examinations = lint::lint(&pages);
    let mut text = String::new();
    for examination in &examinations {
        text.push_str(&page(examination, args.quiet));
    }
    let slips: Vec<&str> = pages.slips().collect();
    for told in [&pages.older().collect(), &slips] {
        if !told.is_empty() {
            text.push_str(&format!("{}\n\n", told.join("\n")));
        }
    }
    let sum = |number: fn(&Examination<'_>) -> usize| examinations.iter().map(number).sum();
    let found: usize = sum(|examination| examination.found.len());
    let new: usize = sum(|examination| examination.undeclared().count());
    let stale: usize = sum(|examination| examination.stale.len());
    let people: usize = sum(|examination| examination.by_people.len());
    text.push_str(&format!(
        "{}: {} declared, {new} not; {} that only a person can see\n",
        count(found, "contradiction"),
        found - new,
        count(people, "more declared defect"),
    ));
    if new > 0 {
        text.push_str(
            "\nDeclare each under `x-defects` of its operation, with `id`, `text` and \
             `explains: [\"…\"]`: the two words\nafter UNDECLARED. Or correct the contract, where it \
             is not what the documentation prints.\n",
        );
    }
    if stale > 0 {
        text.push_str("\nTake out what no longer explains anything, or correct its `explains`.\n");
    }
    if !slips.is_empty() {
        text.push_str("\nCorrect what is misspelt above: nothing is held to it.\n");
    }
    output::print(&clean(&text));
    Ok(if new + stale + slips.len() == 0 { ExitCode::Kept } else { ExitCode::Broken })
}

fn page(examination: &Examination<'_>, quiet: bool) -> String {
    let operation = examination.operation;
    let mut text = String::new();
    for defect in &operation.defects {
        let explained: Vec<&Contradiction> = examination
            .found
            .iter()
            .filter(|examined| examined.declared.is_some_and(|by| by.name == defect.name))
            .map(|examined| &examined.contradiction)
            .collect();
        let stale: Vec<&str> = examination
            .stale
            .iter()
            .filter(|(by, _)| by.name == defect.name)
            .map(|(_, pattern)| *pattern)
            .collect();
        if quiet && stale.is_empty() {
            continue;
        }
        text.push_str(&format!("  {}  ({})\n    {}\n", defect.name, defect.source, defect.text));
        for contradiction in explained {
            text.push_str(&line("declared  ", contradiction));
        }
        for pattern in stale {
            text.push_str(&format!("    STALE       {pattern}: there is no such contradiction\n"));
        }
    }
    for contradiction in examination.undeclared() {
        text.push_str(&line("UNDECLARED", contradiction));
        text.push_str(&format!("                ({})\n", contradiction.source));
    }
    if text.is_empty() {
        return text;
    }
    format!("{}\n{text}\n", operation.id)
}

fn line(word: &str, contradiction: &Contradiction) -> String {
    let Contradiction { kind, place, text, .. } = contradiction;
    format!("    {word}  {kind} {place}\n                {text}\n")
}
