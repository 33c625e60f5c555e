//! Writes entries for what is broken and unknown, and says which could go. Nothing that is in the
//! file is changed or taken out: its comments and order are somebody's.

use indexmap::IndexMap;
use time::Date;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::model::{KnownEntry, KnownState, Level, RunReport, one_line};

/// What an update would do.
#[derive(Debug)]
pub struct Proposal {
    /// The whole file.
    pub text: String,
    /// The clauses that have an entry now.
    pub added: Vec<String>,
    /// Entries that could go, because their deviation has.
    pub gone: Vec<KnownEntry>,
    /// Entries whose day has passed.
    pub expired: Vec<KnownEntry>,
}

/// The file with an entry for each clause that fails the run and that nobody answers for.
///
/// # Errors
/// When the text is no TOML, or has its entries in another form than `[[known]]`.
pub fn propose(text: &str, report: &RunReport, expires: Date) -> Result<Proposal, String> {
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let of_state = |state| {
        let wanted = report.known.iter().filter(move |entry| entry.state == state);
        wanted.cloned().collect::<Vec<_>>()
    };
    let (gone, expired) = (of_state(KnownState::Gone), of_state(KnownState::Expired));
    let mut unknown: IndexMap<&str, (Level, &str, Vec<String>)> = IndexMap::new();
    for (scenario, finding) in report.findings() {
        // An entry that has expired is there still: it wants another day, not a twin.
        let there = expired.iter().any(|entry| {
            entry.clause.as_ref() == Some(&finding.clause)
                || entry.scenario.as_deref() == Some(&*scenario.id)
        });
        if finding.fails(report.strict) && finding.known.is_none() && !there {
            let fresh = || (finding.level, finding.text.as_str(), Vec::new());
            let (_, _, places) = unknown.entry(&finding.clause).or_insert_with(fresh);
            let place = format!("{}:{}", scenario.file, scenario.line);
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    let added: Vec<String> = unknown.keys().map(|clause| (*clause).to_owned()).collect();
    if !unknown.is_empty() {
        let empty = text.trim().is_empty();
        if !document.contains_key("known") {
            document.insert("known", Item::ArrayOfTables(ArrayOfTables::new()));
        }
        let entries = document
            .get_mut("known")
            .and_then(Item::as_array_of_tables_mut)
            .ok_or("the entries are not in tables of their own; write each as [[known]]")?;
        for (index, (clause, (level, promise, places))) in unknown.into_iter().enumerate() {
            let gap = if empty && index == 0 { "" } else { "\n" };
            let mut table = Table::new();
            table.decor_mut().set_prefix(format!(
                "{gap}# {level}: {}\n# seen by {}\n",
                one_line(promise),
                seen_by(&places)
            ));
            table.insert("clause", value(clause));
            table.insert("reason", value(""));
            table.insert("owner", value(""));
            let day = expires.to_string().parse::<toml_edit::Datetime>();
            table.insert("expires", value(day.map_err(|error| error.to_string())?));
            entries.push(table);
        }
    }
    Ok(Proposal { text: document.to_string(), added, gone, expired })
}

fn seen_by(places: &[String]) -> String {
    match places {
        [] => "nobody".to_owned(),
        [one] => one_line(one),
        [first, more @ ..] => format!("{} and {} more", one_line(first), more.len()),
    }
}
