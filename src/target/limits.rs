//! Bounds of an exchange: whatever a target does, an answer costs no more than these.

use std::str::FromStr;
use std::time::Duration;

use bytesize::ByteSize;
use serde::Deserialize;

use super::settings::duration;
use super::shown::value as shown_value;

/// How deep the JSON reader itself goes: no setting can raise it, so no answer can exhaust a stack.
const DEEPEST: usize = 127;
/// The HTTP library keeps no longer head than this over HTTP/1.
const LONGEST_HEAD: usize = 400 * 1024;

/// Bounds of an exchange.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a whole answer may take.
    pub timeout: Duration,
    /// How long a connection may take, TLS with it.
    pub connect: Duration,
    /// How long the beginning of an answer may take; `None`: as long as the whole.
    pub first_byte: Option<Duration>,
    /// How many bytes a body may have, decoded.
    pub body: usize,
    /// How many bytes the headers may have together.
    pub head: usize,
    /// How deep arrays and objects of a body may stand in each other.
    pub json_depth: usize,
    /// How many values a body may have: each costs many times the bytes that it is written with.
    pub json_values: usize,
    /// How long a request may wait in all where 429 answers ask for it (Retry-After).
    pub retry_after: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            connect: Duration::from_secs(5),
            first_byte: None,
            body: 10 * 1024 * 1024,
            head: 64 * 1024,
            json_depth: DEEPEST,
            json_values: 50_000,
            retry_after: Duration::from_secs(10),
        }
    }
}

impl Limits {
    /// How long a connection may take: less than the whole, so that one that isn't made is told as
    /// that and not as an answer that didn't come.
    pub(super) fn connecting(&self) -> Duration {
        self.connect.min(self.timeout - self.timeout / 10)
    }
}

/// The `[limits]` table of a target file.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct LimitsFile {
    connect: Option<String>,
    first_byte: Option<String>,
    body: Option<String>,
    head: Option<String>,
    json_depth: Option<usize>,
    json_values: Option<usize>,
    retry_after: Option<String>,
}

impl LimitsFile {
    /// The limits, those that the file doesn't name as they are by default.
    ///
    /// # Errors
    /// The setting and what is wrong with it.
    pub(super) fn limits(self, timeout: Option<String>) -> Result<Limits, (String, String)> {
        let mut limits = Limits::default();
        let place = |key: &str| format!("limits.{key}");
        if let Some(text) = timeout {
            limits.timeout = duration(&text).map_err(|message| ("timeout".into(), message))?;
        }
        if let Some(text) = self.connect {
            limits.connect = duration(&text).map_err(|message| (place("connect"), message))?;
        }
        if let Some(text) = self.first_byte {
            let time = duration(&text).map_err(|message| (place("first-byte"), message))?;
            limits.first_byte = Some(time);
        }
        if let Some(text) = self.body {
            limits.body = size(&text).map_err(|message| (place("body"), message))?;
        }
        if let Some(text) = self.head {
            limits.head = size(&text).map_err(|message| (place("head"), message))?;
            if limits.head > LONGEST_HEAD {
                let most = shown(LONGEST_HEAD);
                return Err((place("head"), format!("more than {most} of headers are never read")));
            }
        }
        if let Some(depth) = self.json_depth {
            if !(1..=DEEPEST).contains(&depth) {
                return Err((
                    place("json-depth"),
                    format!("it takes a number from 1 to {DEEPEST}"),
                ));
            }
            limits.json_depth = depth;
        }
        match self.json_values {
            Some(0) => return Err((place("json-values"), "it takes a number from 1".into())),
            Some(values) => limits.json_values = values,
            None => {}
        }
        if let Some(text) = self.retry_after {
            limits.retry_after = match text.trim() {
                "0" | "0s" => Duration::ZERO,
                text => duration(text).map_err(|message| (place("retry-after"), message))?,
            };
        }
        Ok(limits)
    }
}

/// Reads `500kB`, `10MiB`, or a bare number of bytes.
///
/// # Errors
/// What a size looks like.
pub fn size(text: &str) -> Result<usize, String> {
    let bytes = ByteSize::from_str(text.trim()).ok().map(|size| size.as_u64());
    bytes
        .filter(|bytes| (1..=1 << 40).contains(bytes))
        .and_then(|bytes| usize::try_from(bytes).ok())
        .ok_or_else(|| format!("{} is no size; write 64kB or 10MiB", shown_value(text)))
}

/// A number of bytes as a person says it.
pub(super) fn shown(bytes: usize) -> String {
    ByteSize::b(bytes as u64).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_shown() {
        assert_eq!(size("10MiB"), Ok(10 * 1024 * 1024));
        assert_eq!(size(" 64 kB "), Ok(64_000));
        assert_eq!(size("512"), Ok(512));
        for wrong in ["", "0", "-1", "many", "1e3", "9 TiB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
        assert_eq!(shown(10 * 1024 * 1024), "10.0 MiB");
    }

    #[test]
    fn a_connection_is_given_up_before_the_whole_is() {
        let limits = Limits { timeout: Duration::from_secs(1), ..Limits::default() };
        assert_eq!(limits.connecting(), Duration::from_millis(900));
        assert_eq!(Limits::default().connecting(), Duration::from_secs(5));
    }
}
