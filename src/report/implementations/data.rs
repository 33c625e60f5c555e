//! The matrix as data.

use indexmap::IndexMap;
use serde::Serialize;

use super::{Matrix, standing, targets, verdict};
use crate::model::{Completion, Counts, Known, Level, Source};

/// The version of this form.
pub const MATRIX_FORMAT: &str = "docproof-matrix/1";

#[derive(Serialize)]
struct Whole<'a> {
    format: &'static str,
    implementations: Vec<Column<'a>>,
    clauses: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    target: String,
    started: &'a str,
    docproof: &'a str,
    completion: Completion,
    standing: String,
    exit_code: u8,
    counts: &'a Counts,
}

#[derive(Serialize)]
struct Line<'a> {
    clause: &'a str,
    operation: &'a str,
    level: Level,
    text: &'a str,
    source: &'a Source,
    verdicts: IndexMap<&'a str, Cell<'a>>,
}

#[derive(Serialize)]
struct Cell<'a> {
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<&'a Known>,
}

/// The matrix as JSON.
///
/// # Errors
/// When it can't be written as JSON, which no matrix causes.
pub fn render(matrix: &Matrix<'_>) -> Result<String, serde_json::Error> {
    let columns = matrix.implementations.iter().map(|one| Column {
        name: &one.name,
        target: targets(&one.run),
        started: &one.run.started,
        docproof: &one.run.tool.version,
        completion: one.run.completion,
        standing: standing(&one.run),
        exit_code: one.run.exit_code,
        counts: &one.run.counts,
    });
    let lines = matrix.rows.iter().map(|row| Line {
        clause: &row.clause.id,
        operation: &row.clause.operation,
        level: row.clause.level,
        text: &row.clause.text,
        source: &row.clause.source,
        verdicts: matrix
            .implementations
            .iter()
            .zip(&row.cells)
            .map(|(one, cell)| {
                let reason = cell.and_then(|cell| cell.reason.as_deref());
                let known = cell.and_then(|cell| cell.known.as_ref());
                (one.name.as_str(), Cell { verdict: verdict(*cell), reason, known })
            })
            .collect(),
    });
    let whole = Whole {
        format: MATRIX_FORMAT,
        implementations: columns.collect(),
        clauses: lines.collect(),
    };
    serde_json::to_string_pretty(&whole).map(|text| text + "\n")
}
