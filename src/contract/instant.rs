//! ISO 8601 date-times: read in every spelling, compared as instants.

use serde_json::Number;
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
    /// Seconds that the last printed unit stands for, where no second is printed: 60 or 3600.
    pub coarse: Option<u32>,
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
        let alike = self.printed == other.printed && self.coarse == other.coarse;
        let unit = if alike { 0 } else { self.printed_unit().max(other.printed_unit()) };
        (self.nanos - other.nanos).abs() < unit.max(1_000_000)
    }

    /// The time that one unit of the last digit that says something stands for, in nanoseconds.
    pub fn unit(self) -> i128 {
        self.unit_of(self.digits)
    }

    fn printed_unit(self) -> i128 {
        self.unit_of(self.printed)
    }

    fn unit_of(self, digits: u32) -> i128 {
        match self.coarse {
            Some(seconds) => i128::from(seconds) * 1_000_000_000,
            None => 10_i128.pow(9_u32.saturating_sub(digits.min(9))),
        }
    }
}

/// Reads a date-time of ISO 8601: basic, extended, week and ordinal dates, comma or point, any
/// offset or none.
pub fn parse(text: &str) -> Option<Instant> {
    // The reader of RFC 3339 lets anything pass for the `T`; ISO 8601 does not.
    if text.len() > 64 || !text.is_ascii() || !text.contains(['T', 't']) {
        return None;
    }
    if text.contains(char::is_whitespace) {
        return None;
    }
    let fraction = fraction(text);
    let mut spelled = text.to_ascii_uppercase();
    let coarse = coarse(&spelled);
    if coarse == Some(3600) {
        spelled = with_minutes(&spelled)?;
    }
    let time = OffsetDateTime::parse(&spelled, &Rfc3339)
        .ok()
        .or_else(|| OffsetDateTime::parse(&spelled, &Iso8601::PARSING).ok())
        .or_else(|| {
            PrimitiveDateTime::parse(&spelled, &Iso8601::PARSING)
                .ok()
                .map(|time| time.assume_offset(UtcOffset::UTC))
        })?;
    // The reader takes one hour more than there is in a day.
    if time.offset().whole_hours().abs() >= 24 {
        return None;
    }
    Some(Instant {
        nanos: time.unix_timestamp_nanos(),
        digits: digits_of(fraction.trim_end_matches('0')),
        printed: digits_of(fraction),
        coarse,
    })
}

/// Units that times are counted in, as digits after the second.
const UNITS: [u32; 4] = [0, 3, 6, 9];
/// Seconds at which this century began, and at which it ends: what counts no time is hardly between them.
const CENTURY: std::ops::Range<i128> = 946_684_800..4_102_444_800;

/// Reads a number as the time since 1970, in seconds or their thousandths, millionths or billionths: what
/// makes it one of this century.
pub fn since_epoch(number: &Number) -> Option<Instant> {
    let text = number.to_string();
    let text = match text.contains(['e', 'E']) {
        true => text.parse::<f64>().ok()?.to_string(),
        false => text,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let count: i128 = whole.parse().ok()?;
    let unit = UNITS.into_iter().find(|unit| CENTURY.contains(&(count / 10_i128.pow(*unit))))?;
    // All digits after the second, as many as a nanosecond has.
    let second = whole.len().checked_sub(usize::try_from(unit).ok()?)?;
    let printed = format!("{}{fraction}", &whole[second..]);
    let nanos: i128 = format!("{printed:0<9}")[..9].parse().ok()?;
    Some(Instant {
        nanos: whole[..second].parse::<i128>().ok()? * 1_000_000_000 + nanos,
        digits: digits_of(printed.trim_end_matches('0')),
        printed: digits_of(&printed),
        coarse: None,
    })
}

/// Whether a text is an ISO 8601 date-time: the contract's reading of `format: date-time`.
pub fn is_date_time(text: &str) -> bool {
    parse(text).is_some()
}

/// The time of day in a date-time, and where it ends: an offset may follow.
fn clock(text: &str) -> Option<(usize, &str)> {
    let start = text.find('T')? + 1;
    let length = text[start..].find(['Z', '+', '-']).unwrap_or(text.len() - start);
    Some((start + length, &text[start..start + length]))
}

/// ISO 8601 lets the last parts of a time be left out: the seconds of what is then printed last.
fn coarse(text: &str) -> Option<u32> {
    let (_, clock) = clock(text)?;
    if clock.contains(['.', ',']) {
        return None;
    }
    match clock.bytes().filter(u8::is_ascii_digit).count() {
        2 => Some(3600),
        4 => Some(60),
        _ => None,
    }
}

/// The reader wants minutes.
fn with_minutes(text: &str) -> Option<String> {
    let (end, _) = clock(text)?;
    let date = &text[..text.find('T')?];
    let minutes = if date.contains('-') { ":00" } else { "00" };
    Some(format!("{}{minutes}{}", &text[..end], &text[end..]))
}

/// The digits after the second.
fn fraction(text: &str) -> &str {
    let Some(start) = text.find(['.', ',']) else { return "" };
    let rest = &text[start + 1..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    &rest[..end]
}

fn digits_of(digits: &str) -> u32 {
    u32::try_from(digits.len()).unwrap_or(9)
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn between_date_and_time_there_is_a_t() {
        for between in ["T", "t"] {
            assert!(is_date_time(&format!("2023-11-07{between}05:31:56Z")));
        }
        for between in ["x", "_", " ", "-", ":"] {
            assert!(!is_date_time(&format!("2023-11-07{between}05:31:56Z")), "{between}");
        }
    }

    #[test]
    fn an_offset_is_less_than_a_day() {
        assert!(is_date_time("2023-11-07T05:31:56+23:59"));
        assert!(!is_date_time("2023-11-07T05:31:56+24:00"));
        assert!(!is_date_time("2023-11-07T05:31:56-25:00"));
    }

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
    fn a_number_is_a_time_of_this_century() {
        let read = |text: &str| since_epoch(&serde_json::from_str(text).unwrap());
        let printed = parse("2026-01-12T08:22:56.321Z").unwrap();
        for (text, digits) in [
            ("1768206176.321", 3),
            ("1768206176321", 3),
            ("1768206176321000", 6),
            ("1768206176321000000", 9),
            ("1768206176321.5", 4),
        ] {
            let read = read(text).unwrap_or_else(|| panic!("{text} is a time"));
            assert!(read.same(printed), "{text}");
            assert_eq!(read.printed, digits, "{text}");
        }
        assert_eq!(read("1768206176").unwrap().unit(), 1_000_000_000);
        for counter in ["0", "7", "-1768206176", "20260112", "99999999999", "1e300", "0.5"] {
            assert_eq!(read(counter), None, "{counter}");
        }
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
    fn the_last_parts_of_a_time_may_be_left_out() {
        let read = |text| parse(text).unwrap_or_else(|| panic!("{text}"));
        let fine = read("2026-01-12T08:22:56.546Z");
        for (text, unit) in [
            ("2026-01-12T08:22Z", 60),
            ("20260112T0822Z", 60),
            ("2026-01-12T08Z", 3600),
            ("20260112T08+00", 3600),
        ] {
            assert!(fine.same_as_printed(read(text)), "{text}");
            assert_eq!(read(text).unit(), unit * 1_000_000_000, "{text}");
        }
        assert!(!fine.same_as_printed(read("2026-01-12T10Z")));
    }

    #[test]
    fn trailing_zeros_say_nothing_of_precision() {
        assert_eq!(parse("2026-01-12T08:22:56.000Z").unwrap().unit(), 1_000_000_000);
        assert_eq!(parse("2026-01-12T08:22:56Z").unwrap().unit(), 1_000_000_000);
        assert_eq!(parse("2026-01-12T08:22:56.321Z").unwrap().unit(), 1_000_000);
    }
}
