//! Text from outside, made fit to be shown, and small words that all formats share.

use std::borrow::Cow;

use crate::model::{Answer, FailureKind, Finding, Response, ScenarioReport, is_hidden};

/// How many bytes of a body a report shows to people; JSON has all that was recorded.
pub const BODY_BOUND: usize = 8 * 1024;

/// Makes every character that could steer a terminal, break XML or hide itself visible.
///
/// Line feeds and tabs stay, and a carriage return before a line feed is dropped. Other control
/// characters become their pictures (`␀`, `␛`); the rest of what XML 1.0 forbids, C1 controls,
/// non-characters and marks that reorder text are written as `⟨U+FFFE⟩`.
pub fn clean(text: &str) -> String {
    cleaned(text).into_owned()
}

/// [`clean`], or the text itself where nothing in it is changed: so it is with most.
pub fn cleaned(text: &str) -> Cow<'_, str> {
    let (before, mut other) = plain(text);
    if other.is_empty() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    out.push_str(before);
    while let Some(c) = other.chars().next() {
        let rest = &other[c.len_utf8()..];
        match c {
            '\r' if rest.starts_with('\n') => {}
            '\u{0}'..='\u{1f}' => {
                out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('␦'));
            }
            '\u{7f}' => out.push('␡'),
            c if is_hidden(c) => out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c))),
            c => out.push(c),
        }
        let (plain, more) = plain(rest);
        out.push_str(plain);
        other = more;
    }
    out.into()
}

/// What comes before the first character to look at twice, and the rest. It is looked for in blocks,
/// without a way out of the middle of one: so many bytes are compared at once.
fn plain(text: &str) -> (&str, &str) {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    let all = |block: &&[u8]| block.iter().fold(true, |all, byte| all & is_plain(byte));
    let blocks = text.as_bytes().chunks_exact(32).take_while(all).count() * 32;
    let rest = text.as_bytes()[blocks..].iter().take_while(|byte| is_plain(byte)).count();
    text.split_at(blocks + rest)
}

/// [`clean`], with every run of white space that holds a line break or tab as one space.
pub fn one_line(text: &str) -> String {
    let clean = clean(text);
    if !clean.contains(['\n', '\t']) && clean.trim().len() == clean.len() {
        return clean;
    }
    let parts = clean.split(['\n', '\t']).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// The text, or as much of its beginning as fits into `bound` bytes and a word on the rest.
pub fn cut(text: &str, bound: usize) -> String {
    if text.len() <= bound {
        return text.to_owned();
    }
    let end = (0..=bound).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}… cut ({} bytes)", &text[..end], text.len())
}

/// `1 scenario`, `2 scenarios`.
pub fn count(n: usize, word: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {word}{plural}")
}

/// Milliseconds as a person says them.
pub fn duration(ms: u64) -> String {
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        _ => format!("{} min {} s", ms / 60_000, ms % 60_000 / 1_000),
    }
}

/// A scenario's name under its rule.
pub fn title(scenario: &ScenarioReport) -> String {
    match &scenario.rule {
        Some(rule) => one_line(&format!("{rule} › {}", scenario.name)),
        None => one_line(&scenario.name),
    }
}

/// Where a scenario stands: `file:line`.
pub fn location(scenario: &ScenarioReport) -> String {
    one_line(&format!("{}:{}", scenario.file, scenario.line))
}

/// A finding in one line: `MUST clause: expected …, actual …`.
pub fn summary(finding: &Finding) -> String {
    let Finding { level, clause, expected, actual, .. } = finding;
    let at = finding.at.as_ref().map(|at| format!(" at {at}")).unwrap_or_default();
    cut(&one_line(&format!("{level} {clause}: expected {expected}, actual {actual}{at}")), 1024)
}

/// The first line of an answer: its status with the usual words, or why there is none.
pub fn answer_line(answer: &Answer) -> String {
    match answer {
        Answer::Response(response) => status_line(response),
        Answer::Failure(failure) => {
            one_line(&format!("no answer ({}): {}", failure_word(failure.kind), failure.message))
        }
    }
}

fn status_line(response: &Response) -> String {
    match reason_phrase(response.status) {
        "" => response.status.to_string(),
        words => format!("{} {words}", response.status),
    }
}

/// A failure's kind, as the JSON form calls it.
pub fn failure_word(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Connect => "connect",
        FailureKind::Tls => "tls",
        FailureKind::Timeout => "timeout",
        FailureKind::Broken => "broken",
        FailureKind::TooLarge => "too-large",
        FailureKind::Unsendable => "unsendable",
    }
}

fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        207 => "Multi-Status",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_steers_or_hides_becomes_visible() {
        assert_eq!(clean("a\u{1b}[31mb\0\u{7f}\r\nc\rd\te"), "a␛[31mb␀␡\nc␍d\te");
        assert_eq!(
            clean("\u{9b}2J\u{fffe}\u{1ffff}\u{202e}\u{feff}"),
            "⟨U+009B⟩2J⟨U+FFFE⟩⟨U+1FFFF⟩⟨U+202E⟩⟨U+FEFF⟩"
        );
        assert_eq!(clean("Żółć 👩‍🚀 ]]> <b>"), "Żółć 👩‍🚀 ]]> <b>");
    }

    #[test]
    fn it_is_seen_wherever_it_stands() {
        for at in 0..100 {
            let (before, after) = ("a".repeat(at), "b".repeat(100 - at));
            assert_eq!(clean(&format!("{before}\u{1b}{after}")), format!("{before}␛{after}"));
            assert_eq!(clean(&format!("{before}ż\0{after}")), format!("{before}ż␀{after}"));
        }
        assert!(matches!(cleaned(&"plain\t\n ~".repeat(20)), Cow::Borrowed(_)));
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(one_line(" a  b\r\n\n\tc \n"), "a  b c");
    }

    #[test]
    fn a_cut_falls_between_characters_and_says_the_whole_length() {
        assert_eq!(cut("żż", 4), "żż");
        assert_eq!(cut("żżż", 3), "ż… cut (6 bytes)");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(
            [0, 999, 1_050, 59_999, 61_000].map(duration),
            ["0 ms", "999 ms", "1.0 s", "59.9 s", "1 min 1 s"]
        );
    }
}
