//! Line diffs of JSON values.

use std::time::{Duration, Instant};

use serde_json::Value;
use similar::{Algorithm, TextDiff};

/// Lines in another order take the square of their number; so long they are looked at.
const LONGEST: Duration = Duration::from_millis(300);
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
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .timeout(longest)
        .diff_lines(&expected, &actual);
    let mut text = String::new();
    if began.elapsed() >= longest {
        text.push_str(" … so much differs that the search for what is alike was cut short\n");
    }
    let mut shown = diff.unified_diff();
    let hunks = shown.context_radius(3).missing_newline_hint(false).iter_hunks();
    for hunk in hunks {
        if text.len() > MOST {
            text.push_str(" … the rest of the differences is left out\n");
            break;
        }
        text.push_str(&hunk.to_string());
    }
    Some(text)
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
