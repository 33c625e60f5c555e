//! The matrix as Markdown.

use std::fmt::Write as _;

use super::{Matrix, standing, targets, words};
use crate::model::ClauseVerdict;
use crate::report::markdown::{code, text};

/// The matrix as Markdown: how each implementation stands, then clause by clause what not all keep.
pub fn render(matrix: &Matrix<'_>) -> String {
    let mut out = String::from("## Implementations\n\n");
    out.push_str(
        "| implementation | stands | kept | broken | warned | not tried | target | run |\n",
    );
    out.push_str("| --- | --- | ---: | ---: | ---: | ---: | --- | --- |\n");
    for one in matrix.implementations {
        let counts = &one.run.counts;
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            text(&one.name),
            text(&standing(&one.run)),
            counts.kept,
            counts.broken,
            counts.warned,
            counts.not_tried,
            text(&targets(&one.run)),
            text(&one.run.started),
        );
    }
    let mut calm = 0;
    for (operation, rows) in matrix.operations() {
        let telling: Vec<_> = rows.iter().filter(|row| !row.is_calm()).collect();
        calm += rows.len() - telling.len();
        if telling.is_empty() {
            continue;
        }
        let _ = write!(out, "\n### {}\n\n| clause | promise |", text(operation));
        for one in matrix.implementations {
            let _ = write!(out, " {} |", text(&one.name));
        }
        out.push_str("\n| --- | --- |");
        out.push_str(&" --- |".repeat(matrix.implementations.len()));
        out.push('\n');
        for row in telling {
            let clause = row.clause;
            let _ =
                write!(out, "| {} {} | {} |", clause.level, code(&clause.id), text(&clause.text));
            for cell in &row.cells {
                let mark = match cell.map(|cell| cell.verdict) {
                    Some(ClauseVerdict::Kept) => "✅ ",
                    Some(ClauseVerdict::Broken) => "❌ ",
                    Some(ClauseVerdict::Warned) => "⚠️ ",
                    _ => "",
                };
                let _ = write!(out, " {mark}{} |", words(*cell));
            }
            out.push('\n');
        }
    }
    let _ = writeln!(
        out,
        "\n{calm} of {} clauses are kept by all, or can't be observed.",
        matrix.rows.len()
    );
    out
}
