//! ISO 8601 date-times: read in every spelling, compared as instants.

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// A printed date-time and how finely it is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instant {
    /// Nanoseconds since the epoch. A text without an offset is read as UTC.
    pub nanos: i128,
    /// Digits after the second that are not trailing zeros.
    pub digits: u32,
    /// Digits printed after the second.
    pub printed: u32,
}

impl Instant {
    /// Whole milliseconds since the epoch.
    pub fn millis(self) -> i128 {
        self.nanos.div_euclid(1_000_000)
    }

    /// Whether two texts name the same instant to the millisecond.
    pub fn same(self, other: Self) -> bool {
        // Rounding and cutting both count as the same millisecond.
        (self.nanos - other.nanos).abs() < 1_000_000
    }

    /// Whether two texts may be prints of the same instant, one perhaps less finely than the other.
    pub fn same_as_printed(self, other: Self) -> bool {
        let coarser = self.printed.min(other.printed).min(9);
        let unit = if self.printed == other.printed { 0 } else { 10_i128.pow(9 - coarser) };
        (self.nanos - other.nanos).abs() < unit.max(1_000_000)
    }

    /// The time that one unit of the last printed digit stands for, in nanoseconds.
    pub fn unit(self) -> i128 {
        10_i128.pow(9_u32.saturating_sub(self.digits.min(9)))
    }
}

/// Reads a date-time of ISO 8601: basic, extended, week and ordinal dates, comma or point, any
/// offset or none.
pub fn parse(text: &str) -> Option<Instant> {
    // The reader of RFC 3339 lets a space pass for the `T`; ISO 8601 does not.
    if text.len() > 64 || !text.is_ascii() || text.contains(char::is_whitespace) {
        return None;
    }
    let fraction = fraction(text);
    let spelled = text.to_ascii_uppercase();
    let time = OffsetDateTime::parse(&spelled, &Rfc3339)
        .ok()
        .or_else(|| OffsetDateTime::parse(&spelled, &Iso8601::PARSING).ok())
        .or_else(|| {
            PrimitiveDateTime::parse(&spelled, &Iso8601::PARSING)
                .ok()
                .map(|time| time.assume_offset(UtcOffset::UTC))
        })?;
    Some(Instant {
        nanos: time.unix_timestamp_nanos(),
        digits: count(fraction.trim_end_matches('0')),
        printed: count(fraction),
    })
}

/// Whether a text is an ISO 8601 date-time: the contract's reading of `format: date-time`.
pub fn is_date_time(text: &str) -> bool {
    parse(text).is_some()
}

/// The digits after the second.
fn fraction(text: &str) -> &str {
    let Some(start) = text.find(['.', ',']) else { return "" };
    let rest = &text[start + 1..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    &rest[..end]
}

fn count(digits: &str) -> u32 {
    u32::try_from(digits.len()).unwrap_or(9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_instant_are_the_same() {
        let printed = parse("2026-01-12T08:22:56.321Z").unwrap();
        for other in [
            "2026-01-12T08:22:56.321000Z",
            "2026-01-12T08:22:56.321+00:00",
            "2026-01-12T13:52:56.321+05:30",
            "2026-01-12T08:22:56,321Z",
            "20260112T082256.321Z",
            "2026-01-12t08:22:56.321z",
            "2026-01-12T08:22:56.321+0000",
            "2026-01-12T10:22:56.321+02",
            "2026-W03-1T08:22:56.321Z",
            "2026-012T08:22:56.321Z",
            "2026-01-12T08:22:56.321",
        ] {
            let other_instant = parse(other).unwrap_or_else(|| panic!("{other} is a date-time"));
            assert!(printed.same(other_instant), "{other}");
        }
        assert!(!printed.same(parse("2026-01-12T08:22:56.323Z").unwrap()));
    }

    #[test]
    fn what_is_no_date_time_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-01-12",
            "08:22:56Z",
            "2026-13-12T08:22:56Z",
            "1768206176",
            "2026-02-30T08:22:56Z",
            "12/01/2026 08:22:56",
            "Mon, 12 Jan 2026 08:22:56 GMT",
            "2026-01-12T25:22:56Z",
            "2026-01-12 08:22:56.321",
            "2026-01-12 08:22:56Z",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
    }

    #[test]
    fn one_instant_may_be_printed_more_or_less_finely() {
        let read = |text| parse(text).unwrap();
        let fine = read("2026-01-12T08:22:56.546Z");
        assert!(fine.same_as_printed(read("2026-01-12T08:22:56Z")));
        assert!(!fine.same_as_printed(read("2026-01-12T08:22:55Z")));
        assert!(!fine.same_as_printed(read("2026-01-12T08:22:56.000Z")));
    }

    #[test]
    fn trailing_zeros_say_nothing_of_precision() {
        assert_eq!(parse("2026-01-12T08:22:56.000Z").unwrap().unit(), 1_000_000_000);
        assert_eq!(parse("2026-01-12T08:22:56Z").unwrap().unit(), 1_000_000_000);
        assert_eq!(parse("2026-01-12T08:22:56.321Z").unwrap().unit(), 1_000_000);
    }
}
