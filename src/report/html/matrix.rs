//! Clauses by operation: a row is a promise, a column an operation.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use super::shown::Shown;
use crate::model::{ClauseReport, Level, RunReport};
use crate::report::face::{self, Face};

/// How many rows an open group has.
const OPEN: usize = 30;

/// All clauses, in groups of what they are about.
pub(super) struct Matrix {
    pub operations: Vec<Shown>,
    pub groups: Vec<Group>,
}

/// Promises about one thing, such as the body of an answer.
pub(super) struct Group {
    pub title: Shown,
    /// Its table's name.
    pub label: Shown,
    /// It is short enough to be read at once; the filters open it too.
    pub open: bool,
    pub tally: Vec<(Face, usize)>,
    pub rows: Vec<Row>,
}

/// One promise, made of one or more operations.
pub(super) struct Row {
    pub what: Shown,
    pub text: Shown,
    pub cells: Vec<Option<Cell>>,
}

/// What was found out about it for one operation.
pub(super) struct Cell {
    /// Its number in the page's data.
    pub clause: usize,
    pub id: Shown,
    pub level: Level,
    pub face: Face,
    pub link: Shown,
}

impl Matrix {
    pub(super) fn of(report: &RunReport) -> Self {
        let columns: IndexSet<(&str, &str)> =
            report.clauses.iter().map(|one| (one.api.as_str(), one.operation.as_str())).collect();
        // Ids are unique; should two clauses want one place all the same, the second has a row of
        // its own.
        let mut taken: HashMap<(usize, &str), usize> = HashMap::new();
        let mut groups: IndexMap<&str, IndexMap<(&str, usize), Vec<Numbered<'_>>>> =
            IndexMap::new();
        for (number, clause) in report.clauses.iter().enumerate() {
            let column = columns.get_index_of(&(clause.api.as_str(), clause.operation.as_str()));
            let Some(column) = column else { continue };
            let (group, what) = parts(clause);
            let times = taken.entry((column, what)).or_default();
            let row = groups.entry(group).or_default().entry((what, *times)).or_default();
            row.push(Numbered { number, column, clause });
            *times += 1;
        }
        let faces = face::faces(report);
        Self {
            operations: columns.iter().map(|(_, operation)| Shown::line(operation)).collect(),
            groups: groups
                .into_iter()
                .map(|(name, rows)| group(name, rows, columns.len(), &faces))
                .collect(),
        }
    }
}

struct Numbered<'a> {
    number: usize,
    column: usize,
    clause: &'a ClauseReport,
}

fn group(
    name: &str,
    rows: IndexMap<(&str, usize), Vec<Numbered<'_>>>,
    columns: usize,
    faces: &[Face],
) -> Group {
    let own: Vec<Face> = rows.values().flatten().map(|one| face::clause(one.clause)).collect();
    let tally = faces.iter().filter_map(|face| {
        let n = own.iter().filter(|one| *one == face).count();
        (n > 0).then_some((*face, n))
    });
    Group {
        title: Shown::line(&heading(name)),
        label: Shown::line(&format!("{}, by operation", heading(name))),
        open: rows.len() <= OPEN,
        tally: tally.collect(),
        rows: rows.into_iter().map(|((what, _), cells)| row(what, cells, columns)).collect(),
    }
}

fn row(what: &str, clauses: Vec<Numbered<'_>>, columns: usize) -> Row {
    let text = clauses.first().map(|one| Shown::line(&one.clause.text)).unwrap_or_default();
    let mut cells: Vec<Option<Cell>> = std::iter::repeat_with(|| None).take(columns).collect();
    for Numbered { number, column, clause } in clauses {
        if let Some(cell) = cells.get_mut(column) {
            *cell = Some(Cell {
                clause: number,
                id: Shown::line(&clause.id),
                level: clause.level,
                face: face::clause(clause),
                link: Shown::link(&[("clause", &clause.id)]),
            });
        }
    }
    Row { what: Shown::line(what), text, cells }
}

/// A clause's group and what it says besides its operation: of
/// `createContacts.request.body.name:type` these are `request.body` and `request.body.name:type`.
fn parts(clause: &ClauseReport) -> (&str, &str) {
    let id = clause.id.as_str();
    let what = id
        .strip_prefix(clause.operation.as_str())
        .and_then(|rest| rest.strip_prefix('.'))
        .unwrap_or(id);
    let part = |text: &'_ str| text.find(['.', ':']).unwrap_or(text.len());
    let first = part(what);
    if !matches!(&what[..first], "request" | "response") || first == what.len() {
        return (&what[..first], what);
    }
    (&what[..first + 1 + part(&what[first + 1..])], what)
}

/// `request.body` as a heading: `Request: body`.
fn heading(name: &str) -> String {
    let name = match name {
        "http" => return "HTTP".into(),
        "rule" => "rules".into(),
        _ => name.replace(['.', ':'], ": ").replace('-', " "),
    };
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ClauseKind, ClauseVerdict, Source};

    fn clause(id: &str) -> ClauseReport {
        ClauseReport {
            id: id.into(),
            api: "api".into(),
            operation: "op".into(),
            level: Level::Must,
            kind: ClauseKind::Rule,
            text: String::new(),
            source: Source::default(),
            verdict: ClauseVerdict::Kept,
            reason: None,
            judged_by: vec![],
            untried_by: vec![],
            known: None,
        }
    }

    #[test]
    fn an_id_says_its_group() {
        let group = |id: &str| heading(parts(&clause(id)).0);
        assert_eq!(group("op.request.body.name:type"), "Request: body");
        assert_eq!(group("op.request.body:type"), "Request: body");
        assert_eq!(group("op.response"), "Response");
        assert_eq!(group("op.rule.one-per-number"), "Rules");
        assert_eq!(group("other.rule.x"), "Other");
        assert_eq!(group(""), "");
    }
}
