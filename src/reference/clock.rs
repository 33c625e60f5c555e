//! Time as the store keeps it (milliseconds since 1970) and as answers print it.

use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

pub(super) fn now() -> i64 {
    millis(OffsetDateTime::now_utc())
}

/// Seconds since 1970, the unit of a token's claims.
pub(super) fn now_seconds() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

fn millis(time: OffsetDateTime) -> i64 {
    time.unix_timestamp() * 1000 + i64::from(time.millisecond())
}

/// `2026-01-12T08:22:56.321Z`, always with three decimals, as the documentation prints them.
pub(super) fn print(millis: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(millis.div_euclid(1000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second(),
        millis.rem_euclid(1000)
    )
}

/// Reads an RFC 3339 date-time and spells it in UTC. `None` when it is not one.
pub(super) fn normalise(text: &str) -> Option<String> {
    let time = OffsetDateTime::parse(with_t(text)?, &Rfc3339).ok()?;
    // The first and last hours of the calendar have no spelling in UTC: they stay as sent.
    let in_utc = time.checked_to_offset(UtcOffset::UTC).and_then(|time| time.format(&Rfc3339).ok());
    Some(in_utc.unwrap_or_else(|| text.to_owned()))
}

/// The same date-time, so many hours later. `None` when the text is no date-time.
pub(super) fn shift(text: &str, hours: i64) -> Option<String> {
    let time = OffsetDateTime::parse(with_t(text)?, &Rfc3339).ok()?;
    let later = time.checked_add(time::Duration::hours(hours))?;
    later.format(&Rfc3339).ok()
}

/// The reader lets anything pass for what stands between date and time.
fn with_t(text: &str) -> Option<&str> {
    text.contains(['T', 't']).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_milliseconds_in_full() {
        assert_eq!(print(1_768_206_176_021), "2026-01-12T08:22:56.021Z");
        assert_eq!(print(-1), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn spells_any_offset_in_utc() {
        assert_eq!(normalise("2023-11-07T05:31:56+02:00").as_deref(), Some("2023-11-07T03:31:56Z"));
        assert_eq!(
            normalise("9999-12-31T23:59:59-01:00").as_deref(),
            Some("9999-12-31T23:59:59-01:00")
        );
        assert_eq!(normalise("2023-11-07T05:31:56"), None);
        assert_eq!(normalise("2023-11-07"), None);
    }
}
