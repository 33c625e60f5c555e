//! Numbers that a schema takes.

use serde_json::{Map, Number, Value};

/// A number within its bounds: one, or else what is nearest to a bound.
pub(super) fn of(says: &Map<String, Value>, whole: bool) -> Option<Value> {
    let bound = |keyword: &str| says.get(keyword).and_then(Value::as_f64);
    let step = bound("multipleOf").filter(|step| *step > 0.0).or(whole.then_some(1.0));
    let (least, above) = (bound("minimum"), bound("exclusiveMinimum"));
    let (most, below) = (bound("maximum"), bound("exclusiveMaximum"));
    let fits = |number: &f64| {
        least.is_none_or(|least| *number >= least)
            && above.is_none_or(|above| *number > above)
            && most.is_none_or(|most| *number <= most)
            && below.is_none_or(|below| *number < below)
    };
    let lowest = [least, above].into_iter().flatten().reduce(f64::max);
    let highest = [most, below].into_iter().flatten().reduce(f64::min);
    let between = lowest.zip(highest).map(|(lowest, highest)| lowest.midpoint(highest));
    let wanted = [
        Some(1.0),
        lowest,
        highest,
        lowest.map(|lowest| lowest + 1.0),
        highest.map(|highest| highest - 1.0),
        between,
        Some(0.0),
    ];
    let mut near = wanted.into_iter().flatten().flat_map(|wanted| match step {
        None => [wanted; 4],
        // The steps around it.
        Some(step) => [0.0, 1.0, -1.0, 2.0].map(|more| ((wanted / step).floor() + more) * step),
    });
    let first = near.clone().find(|number| *number == 1.0 && fits(number));
    let made = first.or_else(|| near.find(fits))?;
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
            (json!({"exclusiveMinimum": 4, "maximum": 8, "multipleOf": 5}), true, json!(5)),
            (json!({"exclusiveMaximum": 1}), false, json!(0)),
            (json!({"multipleOf": 0.25}), false, json!(1)),
            (json!({"minimum": 0.25, "maximum": 0.5}), false, json!(0.25)),
            (json!({"exclusiveMinimum": 0, "exclusiveMaximum": 0.5}), false, json!(0.25)),
        ] {
            assert_eq!(of(says.as_object().unwrap(), whole), Some(wanted), "{says}");
        }
    }
}
