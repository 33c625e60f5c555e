//! `docproof explain`: what a clause says, where it stands, how it is judged and by whom.

use super::args::ExplainArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::{output, settings};
use crate::contract::{Check, Contract};
use crate::model::{Clause, ClauseKind, ClauseReport, RunReport};
use crate::report::terminal::paragraph;
use crate::report::{Places, face, read, text::one_line, words};
use crate::spelling::hint;

/// How many clauses are listed where a part of an id is given.
const LISTED: usize = 60;
/// How many scenarios are named.
const NAMED: usize = 12;

pub(super) fn explain(args: &ExplainArgs) -> Result<ExitCode, CliError> {
    let contract = settings::contract(args.schemas.as_deref())?;
    let clauses = &contract.clauses;
    if let Some(clause) = clauses.get(&args.clause) {
        let run = args.report.exists().then(|| read(&args.report)).transpose()?;
        output::print(&whole(&contract, clause, run.as_ref(), args));
        return Ok(ExitCode::Kept);
    }
    let part = args.clause.to_lowercase();
    let alike: Vec<&Clause> =
        clauses.values().filter(|clause| clause.id.to_lowercase().contains(&part)).collect();
    if alike.is_empty() {
        let hint = hint(&args.clause, clauses.keys().map(String::as_str));
        return Err(CliError::Usage(format!(
            "no clause is called `{}`, nor has it in its name{hint} (`docproof list clauses` shows them all){}",
            args.clause,
            settings::other_contracts(args.schemas.as_deref())
        )));
    }
    let mut text = String::new();
    for clause in alike.iter().take(LISTED) {
        text.push_str(&format!("{:<6}  {}\n        {}\n", clause.level, clause.id, clause.text));
    }
    if alike.len() > LISTED {
        text.push_str(&format!("and {} more\n", alike.len() - LISTED));
    }
    output::print(&text);
    Ok(ExitCode::Kept)
}

fn whole(
    contract: &Contract,
    clause: &Clause,
    run: Option<&RunReport>,
    args: &ExplainArgs,
) -> String {
    let below = |said: &str| paragraph(said, 2, output::width());
    let mut text = format!(
        "{} {}\n{}{}\nHow it is judged\n{}",
        clause.level,
        clause.id,
        below(&one_line(&clause.text)),
        below(&one_line(&clause.source.to_string())),
        below(&how(contract, clause))
    );
    let told = run.and_then(|run| run.clauses.iter().find(|told| told.id == clause.id));
    match (run, told) {
        (Some(run), Some(told)) => {
            let when = &run.started;
            text.push_str(&format!("\nIn the run of {when}: {}\n", verdict(told)));
            let places = Places::of(run);
            for scenario in told.judged_by.iter().take(NAMED) {
                text.push_str(&format!("  {}\n", places.scenario(scenario)));
            }
            if told.judged_by.len() > NAMED {
                text.push_str(&format!("  and {} more\n", told.judged_by.len() - NAMED));
            }
        }
        (Some(run), None) => {
            text.push_str(&format!("\nThe run of {} knows no such clause.\n", run.started));
        }
        (None, _) => {
            let report = args.report.display();
            let said = format!("Which scenarios judge it shows after a run: there is no {report}.");
            text.push_str(&format!("\n{}", paragraph(&said, 0, output::width())));
        }
    }
    text
}

fn verdict(told: &ClauseReport) -> String {
    let word = face::verdict(told.verdict).word;
    let by = match (told.reason.as_deref(), told.judged_by.len()) {
        (Some(reason), _) => format!(": {}", one_line(reason)),
        (None, 0) => String::new(),
        (None, 1) => ", judged by 1 scenario that asks about it".into(),
        (None, n) => format!(", judged by {n} scenarios that ask about it"),
    };
    let known = told.known.as_ref().map(|known| format!("\n  {}", words::known(known)));
    format!("{word}{by}{}", known.unwrap_or_default())
}

/// By what a run tells whether the clause is kept.
fn how(contract: &Contract, clause: &Clause) -> String {
    if let Some(reason) = &clause.not_observable {
        return format!("Not at all: {}", one_line(reason));
    }
    let operation = contract.operation(&clause.operation);
    let rule = operation.and_then(|operation| {
        operation.rules.iter().find(|rule| rule.clauses.contains(&clause.id))
    });
    if let Some(rule) = rule {
        return match &rule.check {
            Some(check) => of_check(check),
            None => "A scenario that names the rule tries it; an answer that goes against it, or a later answer that shows so, breaks it.".into(),
        };
    }
    match clause.kind {
        ClauseKind::Request if clause.id.ends_with(".request.accepted") => {
            "Every request that meets everything documented must be answered with a 2xx.".into()
        }
        ClauseKind::Request if clause.id.ends_with(":default") => {
            "Where a request that makes a record leaves the field out, the accepting answer is held to it, if it has the field.".into()
        }
        ClauseKind::Request if clause.id.ends_with(":readOnly") => {
            "A scenario that sends the field and says that it is not taken tries it.".into()
        }
        ClauseKind::Request => "A request that goes against this and meets everything else must be refused (any 4xx; in a bulk, the record may be counted as failed instead). Where the clause gives a freedom, a request that uses it must be accepted.".into(),
        ClauseKind::Response if is_of_a_refusal(contract, clause) => {
            "Every refusal with that status is held to it.".into()
        }
        ClauseKind::Response => "Every accepting answer of the operation is held to it.".into(),
        ClauseKind::Rule => "A scenario that names the rule tries it.".into(),
        ClauseKind::Http => "Every answer of the operation is held to it, whatever was sent.".into(),
    }
}

fn is_of_a_refusal(contract: &Contract, clause: &Clause) -> bool {
    let operation = contract.operation(&clause.operation);
    let mut answers = operation.into_iter().flat_map(|operation| &operation.answers.list);
    answers.any(|answer| {
        let own = clause.id.strip_prefix(&answer.clause);
        !answer.accepts && own.is_some_and(|rest| rest.starts_with('.'))
    })
}

fn of_check(check: &Check) -> String {
    match check {
        Check::Unique(_) => "A record that would be the second with its value must be refused; where the rule allows it, the existing record may be the answer.",
        Check::Unchanged | Check::NotBefore | Check::After | Check::AsLastWritten => "An accepting answer is compared with the record's last answer in the same scenario.",
        Check::BadRecordsFail => "Requests with some bad records: those must fail, and the others be done.",
        Check::OneEach | Check::InOrder | Check::OwnIds | Check::IdsSent => "The records of every accepting answer are held against those that were sent.",
        Check::AtMost(_) => "The records of every accepting answer are counted, where the scenario made more than were asked for.",
        Check::Sorted(_) => "The records of every accepting answer are held against their order; texts only where every common way to sort them agrees.",
        Check::GoneUnlessSent => "Every accepting answer, and a later one where a scenario names the rule, is searched for what the record had and the request left out.",
        Check::Pages(_) => "Where a scenario names the rule, page after page is asked for until every record that it made was listed.",
        Check::ListsKnown => "Every accepting answer is searched for the records that the scenario made and removed.",
        Check::CountOf(_) | Check::SumOf(_) => "The numbers of every accepting answer are counted after.",
        Check::Echo | Check::Returned | Check::Equals(_) | Check::EqualsDespite(_) | Check::Contains(_) | Check::Default(_) | Check::SameAs(_) => "Every accepting answer is compared with its request, field by field.",
    }
    .into()
}
