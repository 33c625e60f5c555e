//! The matrix as a page that can be published: it loads nothing.

use askama::Template;

use super::{Matrix, Row, Standing, standing, targets, words};
use crate::report::face;
use crate::report::html::{RenderError, Shown, assets};

#[derive(Template)]
#[template(path = "implementations.html")]
struct Page {
    policy: String,
    style: &'static str,
    columns: Vec<Column>,
    names: Vec<Shown>,
    groups: Vec<Group>,
    total: usize,
    /// Of how many clauses not all say the same.
    differing: usize,
}

struct Column {
    name: Shown,
    key: &'static str,
    mark: &'static str,
    standing: Shown,
    targets: Shown,
    started: Shown,
    tool: Shown,
    kept: usize,
    broken: usize,
    warned: usize,
    not_tried: usize,
}

struct Group {
    operation: Shown,
    label: Shown,
    open: bool,
    calm: usize,
    differing: usize,
    rows: Vec<Line>,
}

struct Line {
    level: Shown,
    clause: Shown,
    text: Shown,
    differs: bool,
    cells: Vec<Cell>,
}

struct Cell {
    key: &'static str,
    mark: &'static str,
    words: String,
    reason: Shown,
}

/// The matrix as an HTML page.
///
/// # Errors
/// When the template can't be filled, which no matrix causes.
pub fn render(matrix: &Matrix<'_>) -> Result<String, RenderError> {
    let columns = matrix.implementations.iter().map(|one| {
        let (key, mark) = match Standing::of(&one.run) {
            Standing::Kept => ("kept", "✓"),
            Standing::Broken => ("broken", "✗"),
            Standing::KeptInPart => ("not-tried", "◐"),
            Standing::Unfinished | Standing::Error | Standing::Untried => ("warned", "!"),
        };
        let counts = &one.run.counts;
        Column {
            name: Shown::line(&one.name),
            key,
            mark,
            standing: Shown::line(&standing(&one.run)),
            targets: Shown::line(&targets(&one.run)),
            started: Shown::line(&one.run.started),
            tool: Shown::line(&format!("{} {}", one.run.tool.name, one.run.tool.version)),
            kept: counts.kept,
            broken: counts.broken,
            warned: counts.warned,
            not_tried: counts.not_tried,
        }
    });
    let groups = matrix.operations().into_iter().map(|(operation, rows)| Group {
        operation: Shown::line(operation),
        label: Shown::line(&format!("{operation}, by implementation")),
        open: rows.iter().any(|row| row.is_broken()),
        calm: rows.iter().filter(|row| row.is_calm()).count(),
        differing: rows.iter().filter(|row| row.differs()).count(),
        rows: rows.into_iter().map(line).collect(),
    });
    let page = Page {
        policy: assets::policy_without_script(),
        style: assets::style(),
        columns: columns.collect(),
        names: matrix.implementations.iter().map(|one| Shown::line(&one.name)).collect(),
        groups: groups.collect(),
        total: matrix.rows.len(),
        differing: matrix.rows.iter().filter(|row| row.differs()).count(),
    };
    Ok(page.render()?)
}

fn line(row: &Row<'_>) -> Line {
    let cells = row.cells.iter().map(|cell| {
        let (key, mark) = cell.map_or(("not-observable", ""), |cell| {
            let face = face::verdict(cell.verdict);
            (face.key, face.mark)
        });
        let reason = cell.and_then(|cell| cell.reason.as_deref()).unwrap_or_default();
        Cell { key, mark, words: words(*cell), reason: Shown::line(reason) }
    });
    Line {
        level: Shown::line(&row.clause.level.to_string()),
        clause: Shown::line(&row.clause.id),
        text: Shown::line(&row.clause.text),
        differs: row.differs(),
        cells: cells.collect(),
    }
}
