//! Line diffs of JSON values.

use std::time::Duration;

use serde_json::Value;
use similar::{Algorithm, TextDiff};

/// Every difference between two values, with three lines around each; `None` when there is none.
/// `-` is expected, `+` is actual.
pub(super) fn lines(expected: &Value, actual: &Value) -> Option<String> {
    if expected == actual {
        return None;
    }
    let (expected, actual) = (pretty(expected), pretty(actual));
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .timeout(Duration::from_millis(500))
        .diff_lines(&expected, &actual);
    Some(diff.unified_diff().context_radius(3).missing_newline_hint(false).to_string())
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
