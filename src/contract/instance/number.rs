//! Numbers that a schema takes.

use serde_json::{Map, Number, Value};

/// A number within its bounds: one, or else what is nearest to a bound.
pub(super) fn of(says: &Map<String, Value>, whole: bool) -> Option<Value> {
    let bound = |keyword: &str| says.get(keyword).and_then(Value::as_f64);
    let step = bound("multipleOf").filter(|step| *step > 0.0);
    let step = step.or(whole.then_some(1.0));
    let beyond = step.unwrap_or(0.5);
    let lowest = [bound("minimum"), bound("exclusiveMinimum").map(|most| most + beyond)];
    let highest = [bound("maximum"), bound("exclusiveMaximum").map(|most| most - beyond)];
    let lowest = lowest.into_iter().flatten().fold(f64::NEG_INFINITY, f64::max);
    let highest = highest.into_iter().flatten().fold(f64::INFINITY, f64::min);
    let wanted = step.unwrap_or(1.0).max(1.0).clamp(lowest, highest.max(lowest));
    let made = match step {
        Some(step) if wanted == lowest => (wanted / step).ceil() * step,
        Some(step) => (wanted / step).floor() * step,
        None => wanted,
    };
    #[expect(clippy::cast_possible_truncation, reason = "it is as small as the document's own")]
    if made.fract() == 0.0 && made.abs() < 9e15 {
        return Some((made as i64).into());
    }
    Number::from_f64(made).map(Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_within_their_bounds() {
        for (says, whole, wanted) in [
            (json!({}), true, json!(1)),
            (json!({"minimum": 18, "maximum": 20}), true, json!(18)),
            (json!({"exclusiveMinimum": 4}), true, json!(5)),
            (json!({"maximum": -2}), true, json!(-2)),
            (json!({"minimum": 7, "multipleOf": 5}), true, json!(10)),
            (json!({"exclusiveMaximum": 1}), false, json!(0.5)),
            (json!({"multipleOf": 0.25}), false, json!(1)),
            (json!({"minimum": 0.2, "maximum": 0.4}), false, json!(0.4)),
        ] {
            assert_eq!(of(says.as_object().unwrap(), whole), Some(wanted), "{says}");
        }
    }
}
