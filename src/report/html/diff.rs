//! Two texts side by side, with the characters marked that differ.

use serde::{Serialize, Serializer};
use similar::DiffOp;

use super::shown::Shown;
use crate::edits::edits;
use crate::report::text::cut;

/// Longer lines are marked from the first to the last difference only: a finer comparison takes
/// time that grows with the square of the length.
const FINE: usize = 1_000;
/// How many bytes of a line of a diff are shown.
const LINE: usize = 1_024;
/// An agreement of so few characters between two differences says nothing.
const BY_CHANCE: usize = 3;

/// A piece of a line, and whether it differs from the other side.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Piece {
    pub text: Shown,
    pub differs: bool,
}

/// A row of two columns: expected and actual.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Row {
    /// Lines are left out.
    Gap,
    /// The same on both sides.
    Same(Shown),
    /// Different, or only on one side.
    Change(Option<Vec<Piece>>, Option<Vec<Piece>>),
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Gap => serializer.serialize_none(),
            Self::Same(text) => text.serialize(serializer),
            Self::Change(expected, actual) => (expected, actual).serialize(serializer),
        }
    }
}

impl Serialize for Piece {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (u8::from(self.differs), &self.text).serialize(serializer)
    }
}

/// Two values.
pub(super) fn values(expected: &str, actual: &str) -> Row {
    let (expected, actual) = (Shown::text(expected).to_string(), Shown::text(actual).to_string());
    change(&expected, &actual)
}

/// The rows of a unified line diff (`-` expected, `+` actual), of about so many bytes; and whether
/// something is left out.
pub(super) fn rows(unified: &str, bound: usize) -> (Vec<Row>, bool) {
    let mut room = bound;
    let mut lines = unified.lines().peekable();
    let mut kept = Vec::new();
    let mut long = false;
    while let Some(line) = lines.next_if(|_| room > 0) {
        long |= line.len() > LINE;
        let line = cut(line, LINE);
        room = room.saturating_sub(line.len());
        kept.push(line);
    }
    (pairs(&kept.join("\n")), long || lines.peek().is_some())
}

fn pairs(unified: &str) -> Vec<Row> {
    let text = Shown::text(unified).to_string();
    let (mut rows, mut removed, mut added) = (Vec::new(), Vec::new(), Vec::new());
    for line in text.lines() {
        match line.split_at_checked(1) {
            Some(("-", rest)) => {
                if !added.is_empty() {
                    pair(&mut rows, &mut removed, &mut added);
                }
                removed.push(rest);
            }
            Some(("+", rest)) => added.push(rest),
            _ => {
                pair(&mut rows, &mut removed, &mut added);
                if line.starts_with("@@") {
                    if !rows.is_empty() {
                        rows.push(Row::Gap);
                    }
                } else {
                    rows.push(Row::Same(Shown::text(line.strip_prefix(' ').unwrap_or(line))));
                }
            }
        }
    }
    pair(&mut rows, &mut removed, &mut added);
    rows
}

fn pair(rows: &mut Vec<Row>, removed: &mut Vec<&str>, added: &mut Vec<&str>) {
    for index in 0..removed.len().max(added.len()) {
        rows.push(match (removed.get(index), added.get(index)) {
            (Some(expected), Some(actual)) => change(expected, actual),
            (expected, actual) => Row::Change(
                expected.map(|text| vec![piece(text, true)]),
                actual.map(|text| vec![piece(text, true)]),
            ),
        });
    }
    removed.clear();
    added.clear();
}

fn piece(text: &str, differs: bool) -> Piece {
    Piece { text: Shown::text(text), differs }
}

/// Both sides with their differences; unlike ones are not marked at all, for all of them differs.
fn change(expected: &str, actual: &str) -> Row {
    let (old, new): (Vec<char>, Vec<char>) = (expected.chars().collect(), actual.chars().collect());
    let (left, right) = marks(&old, &new);
    let same = left.iter().filter(|differs| !**differs).count();
    if same * 3 < old.len().max(new.len()) {
        return Row::Change(Some(vec![piece(expected, false)]), Some(vec![piece(actual, false)]));
    }
    Row::Change(Some(pieces(&old, &left)), Some(pieces(&new, &right)))
}

/// For every character of both sides, whether it differs.
fn marks(old: &[char], new: &[char]) -> (Vec<bool>, Vec<bool>) {
    let (mut left, mut right) = (vec![true; old.len()], vec![true; new.len()]);
    let mut agree = |at: usize, with: usize, length: usize| {
        left[at..at + length].fill(false);
        right[with..with + length].fill(false);
    };
    if old.len().max(new.len()) > FINE {
        let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = old[start..].iter().rev().zip(new[start..].iter().rev());
        let end = rest.take_while(|(a, b)| a == b).count();
        agree(0, 0, start);
        agree(old.len() - end, new.len() - end, end);
        return (left, right);
    }
    let whole = old.len().max(new.len());
    let numbers = |side: &[char]| side.iter().copied().map(u32::from).collect::<Vec<_>>();
    for op in edits(&numbers(old), &numbers(new), None) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            let inside = old_index > 0 && new_index > 0 && old_index + len < whole;
            if len >= BY_CHANCE || !inside {
                agree(old_index, new_index, len);
            }
        }
    }
    (left, right)
}

fn pieces(text: &[char], differs: &[bool]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for run in differs.chunk_by(|a, b| a == b) {
        let end = start + run.len();
        let text: String = text[start..end].iter().collect();
        pieces.push(piece(&text, run.first().copied().unwrap_or_default()));
        start = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row as text: `[…]` around what differs.
    fn told(row: &Row) -> String {
        let side = |pieces: &Option<Vec<Piece>>| match pieces {
            None => "∅".to_owned(),
            Some(pieces) => pieces
                .iter()
                .map(
                    |one| {
                        if one.differs { format!("[{}]", one.text) } else { one.text.to_string() }
                    },
                )
                .collect(),
        };
        match row {
            Row::Gap => "…".into(),
            Row::Same(text) => text.to_string(),
            Row::Change(expected, actual) => format!("{} | {}", side(expected), side(actual)),
        }
    }

    #[test]
    fn what_differs_is_marked() {
        assert_eq!(told(&values("\"+91\"", "\"91\"")), "\"[+]91\" | \"91\"");
        assert_eq!(told(&values("\"ACTIVE\"", "\"INACTIVE\"")), "\"ACTIVE\" | \"[IN]ACTIVE\"");
        assert_eq!(told(&values("any 4xx", "200 OK")), "any 4xx | 200 OK");
        assert_eq!(told(&values("", "x")), " | x");
        assert_eq!(told(&values("", "")), " | ");
    }

    #[test]
    fn long_values_are_marked_in_one_piece() {
        let long = "y".repeat(5_000);
        let told = told(&values(&format!("{long}a{long}"), &format!("{long}bb{long}")));
        assert_eq!(told.replace(&long, "Y"), "Y[a]Y | Y[bb]Y");
    }

    #[test]
    fn a_line_diff_becomes_two_columns() {
        let text = "@@ -1,4 +1,4 @@\n {\n-  \"a\": 1,\n-  \"b\": 2\n+  \"a\": 3,\n }\n@@ -9 +9 @@\n+new\n-old\n";
        let rows: Vec<String> = rows(text, 1_000).0.iter().map(told).collect();
        assert_eq!(
            rows,
            [
                "{",
                "  \"a\": [1], |   \"a\": [3],",
                "[  \"b\": 2] | ∅",
                "}",
                "…",
                "∅ | [new]",
                "[old] | ∅"
            ]
        );
    }

    #[test]
    fn a_long_diff_is_cut_and_says_so() {
        let lines = "+y\n".repeat(100);
        let (rows_of, left_out) = rows(&lines, 20);
        assert_eq!((rows_of.len(), left_out), (10, true));
        assert!(!rows(&lines, 200).1);
        let (rows_of, left_out) = rows(&format!("+{}", "y".repeat(50_000)), 100_000);
        assert!(left_out && told(&rows_of[0]).ends_with("… cut (50001 bytes)]"));
    }
}
