//! Shapes of values that are right, and that a server may know only some of.

use serde_json::Value;

use super::right::records_of;
use crate::contract::place::get;
use crate::contract::{Operation, sample};

/// The shape of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Just this.
    Is(Value),
    /// Fewer characters than the sample has.
    Shorter,
    /// More characters than the sample has.
    Longer,
    /// As many digits as no number of 64 bits is sure to hold.
    Huge,
    /// It begins with a zero.
    Zero,
    /// It is longer than the sample by the country code (another text of digits beside it), and
    /// begins with that.
    Repeating,
    /// Capital letters.
    Capitals,
    /// The sample's value in other letters, small or capital.
    OtherCase,
    /// A UUID of another version or variant than the sample's.
    OtherVersion,
    /// A date-time with a fraction of a second.
    Fraction,
    /// A date-time with an offset.
    Offset,
    /// A date-time before 1970.
    Old,
    /// Null.
    Null,
    /// An object with an empty text.
    EmptyText,
    /// An object with a long text.
    LongText,
    /// An object with a number that is none of 32 bits.
    Large,
    /// An object with a fraction.
    Decimal,
    /// An object in an object.
    Nested,
    /// An object with a list.
    List,
    /// An object with more than ten members.
    Many,
    /// An object with capitals in a key.
    KeyCase,
}

impl Shape {
    /// Shapes of objects with any members, with a name for each.
    pub const OBJECTS: [(Self, &'static str); 8] = [
        (Self::EmptyText, "an empty text"),
        (Self::LongText, "a long text"),
        (Self::Large, "a large number"),
        (Self::Decimal, "a fraction"),
        (Self::Nested, "an object"),
        (Self::List, "a list"),
        (Self::Many, "more than ten members"),
        (Self::KeyCase, "capitals in a key"),
    ];

    /// Whether a value that is sent in the field is of the shape.
    pub(super) fn is(&self, operation: &Operation, field: &str, value: &Value) -> bool {
        let text = value.as_str().unwrap_or_default();
        let printed = || sample(operation, field).unwrap_or_default();
        let length = |text: &str| text.chars().count();
        match self {
            Self::Is(wanted) => value == wanted,
            Self::Shorter => value.is_string() && length(text) < length(&printed()),
            Self::Longer => value.is_string() && length(text) > length(&printed()),
            Self::Huge => length(text) > 15 && text.chars().all(|c| c.is_ascii_digit()),
            Self::Zero => length(text) > 1 && text.starts_with('0'),
            Self::Repeating => beside(operation, field).iter().any(|code| {
                text.starts_with(code.as_str()) && length(text) == length(&printed()) + code.len()
            }),
            Self::OtherCase => {
                let printed = printed();
                text != printed && text.to_lowercase() == printed.to_lowercase()
            }
            Self::Capitals => text.chars().any(char::is_uppercase),
            Self::OtherVersion => {
                // The version is the 15th character, the variant the 20th.
                let printed = printed();
                length(text) == 36
                    && [14, 19]
                        .into_iter()
                        .any(|at| text.chars().nth(at) != printed.chars().nth(at))
            }
            Self::Fraction => text.contains('.'),
            Self::Offset => length(text) > 10 && !text.ends_with('Z'),
            Self::Old => value.is_string() && text < "1970",
            Self::Null => value.is_null(),
            _ => self.is_object(value),
        }
    }

    fn is_object(&self, value: &Value) -> bool {
        let Value::Object(members) = value else { return false };
        let any = |test: &dyn Fn(&Value) -> bool| members.values().any(test);
        match self {
            Self::EmptyText => any(&|value| value.as_str() == Some("")),
            // Longer ones may be refused.
            Self::LongText => any(&|value| value.as_str().is_some_and(|text| text.len() >= 200)),
            Self::Large => any(&|v| v.as_i64().is_some_and(|n| i32::try_from(n).is_err())),
            Self::Decimal => any(&|value| value.is_f64()),
            Self::Nested => any(&Value::is_object),
            Self::List => any(&Value::is_array),
            Self::Many => members.len() > 10,
            Self::KeyCase => members.keys().any(|key| key.chars().any(char::is_uppercase)),
            _ => false,
        }
    }
}

/// The field as the sample of the request prints it, or as it is filled where that prints a
/// placeholder.
pub(in crate::mutate) fn sample(operation: &Operation, field: &str) -> Option<String> {
    let request = operation.request.as_ref()?;
    let record = *records_of(request.example()?).first()?;
    let printed = get(record, field)?.as_str()?;
    if sample::is_placeholder(printed) {
        let fill = request.root.find(field).and_then(|node| node.text("x-fill"));
        return Some(fill.unwrap_or(printed).to_owned());
    }
    Some(printed.to_owned())
}

/// The digits of the texts beside a field, as the sample prints them.
fn beside(operation: &Operation, field: &str) -> Vec<String> {
    let (parent, own) = field.rsplit_once('.').unwrap_or(("", field));
    let Some(node) = operation.request.as_ref().and_then(|request| request.root.find(parent))
    else {
        return Vec::new();
    };
    node.properties
        .values()
        .filter(|node| node.field.rsplit('.').next() != Some(own))
        .filter_map(|node| sample(operation, &node.field))
        .map(|text| text.chars().filter(char::is_ascii_digit).collect::<String>())
        .filter(|digits| !digits.is_empty())
        .collect()
}
