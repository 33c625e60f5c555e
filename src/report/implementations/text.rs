//! The matrix for the person in front of it: how each implementation stands, then clause by clause
//! what not all keep.

use super::{Matrix, Row, standing, targets, words};
use crate::report::style::{Style, Tone};
use crate::report::terminal::Page;
use crate::report::text::one_line;

/// The matrix as text.
pub fn render(matrix: &Matrix<'_>, style: &Style) -> String {
    let names: Vec<String> = matrix.implementations.iter().map(|one| one_line(&one.name)).collect();
    let mut page = Page::new(style);
    let widest = longest(names.iter().map(String::as_str));
    for (one, name) in matrix.implementations.iter().zip(&names) {
        let stands = standing(&one.run);
        page.line(0, &[(Tone::Strong, &padded(name, widest)), (Tone::Plain, &stands)]);
        let where_and_when = format!("{} · {}", targets(&one.run), one_line(&one.run.started));
        page.text(widest + 2, Tone::Dim, &where_and_when);
    }
    let mut calm = 0;
    for (operation, rows) in matrix.operations() {
        let telling: Vec<_> = rows.iter().filter(|row| !row.is_calm()).collect();
        calm += rows.len() - telling.len();
        if telling.is_empty() {
            continue;
        }
        page.blank();
        let clauses = telling.iter().map(|row| clause(row)).collect::<Vec<_>>();
        let first = longest(clauses.iter().map(String::as_str).chain([operation]));
        let cells = |index: usize| telling.iter().map(move |row| cell(row, index));
        let widths: Vec<usize> = names
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let cells: Vec<String> = cells(index).collect();
                longest(cells.iter().map(String::as_str).chain([name.as_str()]))
            })
            .collect();
        let columns = |said: &dyn Fn(usize) -> String| -> String {
            let cells = widths.iter().enumerate();
            cells.map(|(index, width)| padded(&said(index), *width)).collect()
        };
        let head = columns(&|index| names[index].clone());
        let operation = padded(&one_line(operation), first);
        page.line(0, &[(Tone::Strong, &operation), (Tone::Strong, &head)]);
        for (row, clause) in telling.iter().zip(&clauses) {
            let said = columns(&|index| cell(row, index));
            page.line(0, &[(Tone::Plain, &padded(clause, first)), (Tone::Plain, &said)]);
        }
    }
    page.blank();
    let all = matrix.rows.len();
    page.text(
        0,
        Tone::Plain,
        &format!("{calm} of {all} clauses are kept by all, or can't be observed."),
    );
    page.finish()
}

fn clause(row: &Row<'_>) -> String {
    format!("{:<6} {}", row.clause.level.to_string(), one_line(&row.clause.id))
}

fn cell(row: &Row<'_>, index: usize) -> String {
    words(row.cells.get(index).copied().flatten())
}

fn longest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

/// With blanks behind it, two more than the column needs.
fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.chars().count());
    format!("{text}{}", " ".repeat(missing + 2))
}
