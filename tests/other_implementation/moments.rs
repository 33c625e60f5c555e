//! Moments in time: read, told apart and spelt in many ways, without any library's help.

use std::{
    sync::{Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

const SECOND: i128 = 1_000_000_000;

/// Nanoseconds since 1970.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Moment(pub i128);

/// How finely the clock goes and how its moments are spelt.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Nanoseconds that the clock goes on by.
    pub step: i128,
    /// Days that it is ahead of other clocks.
    pub ahead: i128,
    /// On the page that creates.
    pub created: Spelled,
    /// On the page that updates one.
    pub updated: Spelled,
    /// On the page that updates many.
    pub batch: Spelled,
    /// In the other API.
    pub person: Spelled,
}

impl Default for Times {
    fn default() -> Self {
        let spelled = Spelled { offset: 0, zone: "Z", digits: 3, basic: false };
        Self {
            step: 1_000_000,
            ahead: 0,
            created: spelled,
            updated: spelled,
            batch: spelled,
            person: spelled,
        }
    }
}

/// One spelling of a moment.
#[derive(Clone, Copy, Debug)]
pub struct Spelled {
    /// Minutes east of Greenwich.
    pub offset: i128,
    /// The same, as it is written.
    pub zone: &'static str,
    /// Digits after the second.
    pub digits: usize,
    /// Whether ISO 8601's basic format is used, and its comma.
    pub basic: bool,
}

impl Spelled {
    pub fn spell(self, moment: Moment) -> String {
        let local = moment.0 + self.offset * 60 * SECOND;
        let (seconds, nanos) = (local.div_euclid(SECOND), local.rem_euclid(SECOND));
        let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = date(days);
        let fraction = match self.digits {
            0 => String::new(),
            digits => format!(".{}", &format!("{nanos:09}")[..digits]),
        };
        let (hour, minute) = (second / 3600, second / 60 % 60);
        let second = second % 60;
        let zone = self.zone;
        let text =
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}");
        let text = if self.basic { text.replace(['-', ':'], "").replace('.', ",") } else { text };
        text + zone
    }
}

/// A clock that never goes back.
pub struct Clock {
    step: i128,
    ahead: i128,
    last: Mutex<i128>,
}

impl Clock {
    pub fn new(times: Times) -> Self {
        Self { step: times.step, ahead: times.ahead * 86_400 * SECOND, last: Mutex::new(0) }
    }

    pub fn now(&self) -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = i128::try_from(since.as_nanos()).unwrap_or_default() + self.ahead;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = (*last).max(now - now % self.step);
        Moment(*last)
    }
}

/// Reads RFC 3339: nothing more and nothing less.
pub fn read(text: &str) -> Option<Moment> {
    let number = |from: usize, to: usize| -> Option<i128> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let mark = |at: usize, marks: &[u8]| text.as_bytes().get(at).filter(|b| marks.contains(b));
    mark(4, b"-")?;
    mark(7, b"-")?;
    mark(10, b"Tt")?;
    mark(13, b":")?;
    mark(16, b":")?;
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let mut rest = text.get(19..)?;
    let mut nanos = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
        let digits = fraction.get(..length).filter(|digits| !digits.is_empty())?;
        nanos = format!("{digits:0<9}").get(..9)?.parse().ok()?;
        rest = fraction.get(length..)?;
    }
    let offset = match rest {
        "Z" | "z" => 0,
        zone => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let zone = zone.strip_prefix(['+', '-']).filter(|zone| zone.len() == 5)?;
            let (hours, minutes) = zone.split_once(':')?;
            let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            sign * (i128::from(hours) * 60 + i128::from(minutes))
        }
    };
    let days = days(year, month, day);
    if date(days) != (year, month, day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days * 86_400 + hour * 3600 + (minute - offset) * 60 + second;
    Some(Moment(seconds * SECOND + nanos))
}

/// Days since 1970 of a date, whose months may be out of bounds (then `date` gives another one).
fn days(year: i128, month: i128, day: i128) -> i128 {
    // Years from March on: the leap day is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + day
        - 719_469
}

/// The date of a day since 1970.
fn date(days: i128) -> (i128, i128, i128) {
    let since = days + 719_468;
    let era = since.div_euclid(146_097);
    let day = since.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_and_spelt() {
        let zulu = Spelled { offset: 0, zone: "Z", digits: 3, basic: false };
        for text in
            ["1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.001Z", "1969-12-31T12:00:00.500Z"]
        {
            assert_eq!(zulu.spell(read(text).unwrap()), text);
        }
        let india = Spelled { offset: 330, zone: "+05:30", digits: 0, basic: false };
        assert_eq!(india.spell(Moment(0)), "1970-01-01T05:30:00+05:30");
        assert_eq!(read("1970-01-01T05:30:00+05:30"), Some(Moment(0)));
        for text in
            ["2023-02-29T05:31:56Z", "2023-13-07T05:31:56Z", "2023-11-07", "2023-11-07T05:31:56"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
