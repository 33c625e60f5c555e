//! Templates: text with `{words}` in it.

/// Fills a template; `None` as soon as a word has no value.
pub fn fill(template: &str, mut word: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        text.push_str(&rest[..start]);
        text.push_str(&word(&rest[start + 1..start + length])?);
        rest = &rest[start + length + 1..];
    }
    text.push_str(rest);
    Some(text)
}

/// No id is longer.
const LONGEST: usize = 1024;

/// A word that stands for a value that is made anew.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Made {
    /// `digits`: as many as are printed.
    Digits,
    /// `label`: a mark that shows where test data came from.
    Label,
    /// `uuid`.
    Uuid,
    /// `hex:24`: so many hexadecimal digits.
    Hex(usize),
    /// `date-time:+2d`: so many seconds from now.
    DateTime(i64),
    /// `date:+2d`: the day then, in UTC.
    Date(i64),
}

/// Seconds of a time like `+2d`, `-30m`; within a hundred years.
fn seconds(text: &str) -> Option<i64> {
    const CENTURY: i64 = 36_525 * 86_400;
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let units = [('s', 1), ('m', 60), ('h', 3600), ('d', 86_400), ('w', 604_800)];
    let (_, unit) = units.into_iter().find(|(name, _)| text.ends_with(*name))?;
    let number = text.get(1..text.len() - 1)?;
    let number: u32 = number.parse().ok().filter(|_| !number.starts_with('+'))?;
    let seconds = i64::from(number).checked_mul(unit)?;
    (seconds <= CENTURY).then_some(sign * seconds)
}

impl Made {
    /// What a word stands for, if it is one of these.
    pub fn read(word: &str) -> Option<Self> {
        match word {
            "digits" => Some(Self::Digits),
            "label" => Some(Self::Label),
            "uuid" => Some(Self::Uuid),
            _ => match word.split_once(':')? {
                ("hex", length) => {
                    let length = length.parse().ok()?;
                    (1..=LONGEST).contains(&length).then_some(Self::Hex(length))
                }
                ("date-time", time) => seconds(time).map(Self::DateTime),
                ("date", time) => seconds(time).map(Self::Date),
                _ => None,
            },
        }
    }

    /// Whether it is a time to come: what is printed for it doesn't stay right.
    pub fn is_to_come(self) -> bool {
        matches!(self, Self::DateTime(seconds) | Self::Date(seconds) if seconds > 0)
    }
}

/// A word that stands for what the last answer about a record told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Told<'a> {
    /// `answered.version`: a field of the record.
    Field(&'a str),
    /// `answered-header.ETag`: a header of the answer.
    Header(&'a str),
}

impl<'a> Told<'a> {
    /// What a word stands for, if it is one of these.
    pub fn read(word: &'a str) -> Option<Self> {
        match word.split_once('.')? {
            ("answered", field) => Some(Self::Field(field)),
            ("answered-header", name) => Some(Self::Header(name)),
            _ => None,
        }
    }
}

/// Whether a word stands for something of the sample, or of the field or record that it is in.
pub fn is_of_sample(word: &str) -> bool {
    ["printed", "resource", "pattern"].contains(&word) || word.starts_with("sent.")
}

/// Whether a brace is opened that nothing closes.
pub fn is_open(template: &str) -> bool {
    let rest = template.rsplit_once('{').map(|(_, rest)| rest);
    rest.is_some_and(|rest| !rest.contains('}'))
}

/// The words of a template.
pub fn words(template: &str) -> Vec<String> {
    let mut found = Vec::new();
    let _ = fill(template, |word| {
        found.push(word.to_owned());
        Some(String::new())
    });
    found
}
