//! Sums of numbers as JSON writes them.

use serde_json::Number;

/// The sum of numbers, exact as money has to be; nothing where one is missing or too large for that.
pub(super) fn sum<'a>(numbers: impl Iterator<Item = Option<&'a Number>>) -> Option<Number> {
    const DIGITS: i32 = 12;
    let mut total = 0_i128;
    for number in numbers {
        let text = number?.to_string();
        let (digits, power) = match text.split_once(['e', 'E']) {
            Some((digits, power)) => (digits, power.parse::<i32>().ok()?),
            None => (text.as_str(), 0),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let places = DIGITS + power - i32::try_from(part.len()).ok()?;
        let scale = 10_i128.checked_pow(u32::try_from(places).ok()?)?;
        let value: i128 = format!("{whole}{part}").parse().ok()?;
        total = total.checked_add(value.checked_mul(scale)?)?;
    }
    let sign = if total < 0 { "-" } else { "" };
    let unit = 10_u128.pow(DIGITS.unsigned_abs());
    let (whole, part) = (total.unsigned_abs() / unit, total.unsigned_abs() % unit);
    let text = format!("{sign}{whole}.{part:012}");
    serde_json::from_str(text.trim_end_matches('0').trim_end_matches('.')).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Number, Value};

    use super::sum;

    #[test]
    fn a_sum_is_exact() {
        let sum_of = |texts: &[&str]| {
            let numbers: Vec<Value> =
                texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
            sum(numbers.iter().map(Value::as_number))
        };
        let number = |text: &str| -> Number { serde_json::from_str(text).unwrap() };
        for (texts, expected) in [
            (&["0.1", "0.2"][..], "0.3"),
            (&["19.90", "-4.95", "2"], "16.95"),
            (&["2e0", "1.5e1"], "17"),
            (&[], "0"),
        ] {
            assert_eq!(sum_of(texts).unwrap(), number(expected), "{texts:?}");
        }
        assert_eq!(sum_of(&["1e60", "1"]), None, "beyond any account");
        assert_eq!(sum([None].into_iter()), None);
    }
}
