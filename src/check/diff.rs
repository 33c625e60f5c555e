//! Line diffs of JSON values.

use std::collections::HashMap;
use std::ops::Range;
use std::time::{Duration, Instant};

use serde_json::Value;
use similar::{DiffOp, group_diff_ops};

use crate::edits::edits;

/// Lines in another order take the square of their number; so long they are looked at.
const LONGEST: Duration = Duration::from_millis(300);
/// So many lines that are the same are shown around each difference.
const AROUND: usize = 3;
/// So much of a diff is made, in bytes: more than any report keeps.
const MOST: usize = 64 * 1024;

/// Every difference between two values, with three lines around each; `None` when there is none.
/// `-` is expected, `+` is actual. One that took too long to be complete says so in its first line.
pub(super) fn lines(expected: &Value, actual: &Value) -> Option<String> {
    within(LONGEST, expected, actual)
}

fn within(longest: Duration, expected: &Value, actual: &Value) -> Option<String> {
    if expected == actual {
        return None;
    }
    let (expected, actual) = (pretty(expected), pretty(actual));
    let began = Instant::now();
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let operations = operations(&old, &new, began + longest);
    let mut text = String::new();
    if began.elapsed() >= longest {
        text.push_str(" … so much differs that the search for what is alike was cut short\n");
    }
    for hunk in group_diff_ops(operations, AROUND) {
        if text.len() > MOST {
            text.push_str(" … the rest of the differences is left out\n");
            break;
        }
        text.push_str(&heading(&hunk));
        for operation in hunk {
            let (before, after) = (&old[operation.old_range()], &new[operation.new_range()]);
            let mut add = |mark: char, lines: &[&str]| {
                for line in lines {
                    text.push(mark);
                    text.push_str(line);
                    text.push('\n');
                }
            };
            if let DiffOp::Equal { .. } = operation {
                add(' ', before);
            } else {
                add('-', before);
                add('+', after);
            }
        }
    }
    Some(text)
}

/// What makes of the old lines the new ones.
fn operations(old: &[&str], new: &[&str], deadline: Instant) -> Vec<DiffOp> {
    let mut known = HashMap::new();
    let mut number = |line| {
        let next = known.len() as u32;
        *known.entry(line).or_insert(next)
    };
    let old: Vec<u32> = old.iter().map(&mut number).collect();
    let new: Vec<u32> = new.iter().map(&mut number).collect();
    edits(&old, &new, Some(deadline))
}

/// `@@ -3,7 +3,6 @@`: which lines of both sides a hunk is about.
fn heading(hunk: &[DiffOp]) -> String {
    let side = |range: fn(&DiffOp) -> Range<usize>| {
        let start = hunk.first().map_or(0, |first| range(first).start);
        let end = hunk.last().map_or(0, |last| range(last).end);
        match end - start {
            0 => format!("{start},0"),
            1 => format!("{}", start + 1),
            more => format!("{},{more}", start + 1),
        }
    };
    format!("@@ -{} +{} @@\n", side(DiffOp::old_range), side(DiffOp::new_range))
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_diff_that_is_cut_short_says_so() {
        let diff = within(Duration::ZERO, &json!([1, 2, 3]), &json!([3, 2, 1])).unwrap();
        assert!(diff.starts_with(" … so much differs"), "{diff}");
        assert!(diff.contains("\n-  1,\n") && diff.contains("\n+  3,\n"), "{diff}");
        let whole = lines(&json!([1, 2, 3]), &json!([3, 2, 1])).unwrap();
        assert!(whole.starts_with("@@"), "{whole}");
    }

    #[test]
    fn a_long_diff_ends_somewhere_and_says_so() {
        let apart = |odd: u32| {
            Value::from(
                (0..50_000).map(|n| if n % 20 == 0 { n + odd } else { n }).collect::<Vec<_>>(),
            )
        };
        let diff = within(Duration::from_secs(60), &apart(0), &apart(100_000)).unwrap();
        assert!(diff.len() < 2 * MOST, "{}", diff.len());
        assert!(
            diff.ends_with(" … the rest of the differences is left out\n"),
            "{}",
            &diff[diff.len() - 100..]
        );
    }
}
