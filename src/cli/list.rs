//! `docproof list`

use super::args::{ListArgs, Listed};
use super::error::CliError;
use super::exit::ExitCode;
use super::{output, settings};
use crate::report::text::{clean, count};

pub(super) fn list(args: &ListArgs) -> Result<ExitCode, CliError> {
    let loaded = settings::load(&args.which)?;
    let cases = settings::select(&args.which, &loaded, &[])?;
    let dim = anstyle::Style::new().dimmed();
    let mut text = String::new();
    if args.what != Listed::Clauses {
        let mut file = "";
        for case in &cases {
            if *case.file != *file {
                file = &case.file;
                let feature = &loaded.suite.files[case.feature];
                text.push_str(&format!("{}  {}\n", clean(file), clean(&feature.name)));
            }
            let rule = case.rule.as_ref().map(|rule| format!("{rule} › ")).unwrap_or_default();
            let tags: String = case.tags.iter().map(|tag| format!(" @{tag}")).collect();
            let (name, tags) = (clean(&format!("{rule}{}", case.name)), clean(&tags));
            text.push_str(&format!("  {:>4}  {name}{dim}{tags}{dim:#}\n", case.line));
        }
        text.push_str(&format!("{}\n", count(cases.len(), "scenario")));
    }
    if args.what == Listed::All {
        text.push('\n');
    }
    if args.what != Listed::Scenarios {
        let apis = &args.which.api;
        let mut clauses = 0;
        for clause in loaded.contract.clauses.values() {
            if !apis.is_empty() && !apis.contains(&clause.api) {
                continue;
            }
            clauses += 1;
            text.push_str(&format!(
                "{:<6}  {}\n        {} {dim}[{}]{dim:#}\n",
                clause.level,
                clean(&clause.id),
                clean(&clause.text),
                clean(&clause.source.to_string())
            ));
        }
        text.push_str(&format!("{}\n", count(clauses, "clause")));
    }
    output::print(&text);
    if cases.is_empty() && args.what != Listed::Clauses {
        return Ok(ExitCode::Nothing);
    }
    Ok(ExitCode::Kept)
}
