//! Several implementations side by side: what each makes of every clause.

mod data;
mod markdown;
mod page;
mod sheet;
mod text;

use std::collections::HashMap;

use indexmap::IndexMap;

pub use self::data::{MATRIX_FORMAT, render as json};
pub use self::markdown::render as markdown;
pub use self::page::render as html;
pub use self::sheet::render as csv;
pub use self::text::render as text;
use super::face;
use super::text::count;
use crate::model::{ClauseReport, ClauseVerdict, Completion, RunReport};

/// A run, and what its implementation is called.
#[derive(Clone, Debug)]
pub struct Implementation {
    /// The name that it is published under.
    pub name: String,
    /// What was found out about it.
    pub run: RunReport,
}

/// How an implementation stands, as far as its run tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// Every observable clause was judged, and no MUST is broken.
    Kept,
    /// No MUST is broken of what was tried; not everything was.
    KeptInPart,
    /// A MUST is broken.
    Broken,
    /// The run did not come to its end.
    Unfinished,
    /// The run ended in an error: nothing can be said.
    Error,
    /// Nothing was tried.
    Untried,
}

impl Standing {
    /// Of a run.
    pub fn of(run: &RunReport) -> Self {
        let counts = &run.counts;
        if counts.broken > 0 {
            Self::Broken
        } else if run.completion != Completion::Complete {
            Self::Unfinished
        } else if counts.errors > 0 || matches!(run.exit_code, 2 | 3) {
            Self::Error
        } else if counts.kept + counts.warned == 0 {
            Self::Untried
        } else if counts.skipped > 0 || counts.not_tried > 0 {
            Self::KeptInPart
        } else {
            Self::Kept
        }
    }

    /// In a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "keeps every MUST",
            Self::KeptInPart => "keeps every MUST that was tried",
            Self::Broken => "breaks a MUST",
            Self::Unfinished => "did not finish",
            Self::Error => "ended in an error",
            Self::Untried => "was not tried",
        }
    }
}

/// One clause, and what each implementation makes of it.
pub struct Row<'a> {
    /// The clause, as the first run that has it says it.
    pub clause: &'a ClauseReport,
    /// One for each implementation, in their order; `None` where its run has no such clause.
    pub cells: Vec<Option<&'a ClauseReport>>,
}

/// Implementations by clauses.
pub struct Matrix<'a> {
    /// The columns.
    pub implementations: &'a [Implementation],
    /// The rows, in the order of the documentation.
    pub rows: Vec<Row<'a>>,
}

impl<'a> Matrix<'a> {
    /// Puts implementations side by side.
    pub fn of(implementations: &'a [Implementation]) -> Self {
        let mut clauses: IndexMap<&str, &ClauseReport> = IndexMap::new();
        for one in implementations {
            for clause in &one.run.clauses {
                clauses.entry(&clause.id).or_insert(clause);
            }
        }
        let columns: Vec<HashMap<&str, &ClauseReport>> = implementations
            .iter()
            .map(|one| one.run.clauses.iter().map(|clause| (clause.id.as_str(), clause)).collect())
            .collect();
        let rows = clauses
            .into_iter()
            .map(|(id, clause)| Row {
                clause,
                cells: columns.iter().map(|column| column.get(id).copied()).collect(),
            })
            .collect();
        Self { implementations, rows }
    }

    /// The operations, in order, each with its rows.
    pub(super) fn operations(&self) -> IndexMap<&'a str, Vec<&Row<'a>>> {
        let mut operations: IndexMap<&str, Vec<&Row<'_>>> = IndexMap::new();
        for row in &self.rows {
            operations.entry(&row.clause.operation).or_default().push(row);
        }
        operations
    }
}

impl Row<'_> {
    /// Whether any implementation broke it, be it a MUST or a SHOULD.
    pub(super) fn is_broken(&self) -> bool {
        let broken = [ClauseVerdict::Broken, ClauseVerdict::Warned];
        self.cells.iter().flatten().any(|cell| broken.contains(&cell.verdict))
    }

    /// Whether not the same is said of all implementations.
    pub(super) fn differs(&self) -> bool {
        self.cells.windows(2).any(|pair| words(pair[0]) != words(pair[1]))
    }

    /// Whether all implementations that have the clause kept it.
    pub(super) fn is_calm(&self) -> bool {
        self.cells
            .iter()
            .flatten()
            .all(|cell| matches!(cell.verdict, ClauseVerdict::Kept | ClauseVerdict::NotObservable))
    }
}

/// A verdict in words; what a run has no such clause for is that.
pub(super) fn words(cell: Option<&ClauseReport>) -> String {
    let known = cell.is_some_and(|clause| clause.known.is_some());
    format!("{}{}", verdict(cell), if known { ", as is known" } else { "" })
}

/// The same, whoever answers for it.
pub(super) fn verdict(cell: Option<&ClauseReport>) -> &'static str {
    cell.map_or("no such clause", |clause| face::verdict(clause.verdict).word)
}

/// Where an implementation was found.
pub(super) fn targets(run: &RunReport) -> String {
    run.apis.iter().map(super::words::target).collect::<Vec<_>>().join(" · ")
}

/// How an implementation stands and why that is not more, in a line.
pub(super) fn standing(run: &RunReport) -> String {
    let counts = &run.counts;
    let standing = Standing::of(run);
    let mut words = standing.words().to_owned();
    if standing == Standing::Broken {
        words = format!("breaks {} MUST", counts.broken);
        match run.completion {
            Completion::Complete => {}
            Completion::Stopped | Completion::Interrupted => words.push_str(", did not finish"),
        }
    }
    if counts.warned > 0 {
        words.push_str(&format!(", {}", count(counts.warned, "warning")));
    }
    if counts.not_tried > 0 {
        words.push_str(&format!(", {} not tried", counts.not_tried));
    }
    words
}
