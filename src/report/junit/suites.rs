//! Suites written one by one: `junit-report` wants all of a report at once, which of a long run is
//! as much again as its evidence.

use std::io::{self, Write};

use junit_report::{Report, TestSuite};

use super::RenderError;
use super::properties::with_properties;

/// What stands before, between and after suites in what `junit-report` writes.
const HEAD: &str = r#"<?xml version="1.0" encoding="utf-8"?><testsuites>"#;
/// The end of that, where the totals of all suites have their place.
const HEAD_END: &str = ">";
const FIRST: &str = r#"<testsuite id="0""#;
const END: &str = "</testsuites>";
/// So much is passed on at once: the writer writes in very small pieces.
const PASSED: usize = 16 * 1024;

/// How many cases there are in all suites, and how long they took.
#[derive(Default)]
pub(super) struct Totals {
    pub tests: usize,
    pub failures: usize,
    pub errors: usize,
    pub ms: u64,
}

impl Totals {
    /// As attributes, each with a blank before it.
    fn attributes(&self) -> String {
        let Self { tests, failures, errors, ms } = self;
        let (seconds, ms) = (ms / 1000, ms % 1000);
        format!(
            r#" tests="{tests}" failures="{failures}" errors="{errors}" time="{seconds}.{ms:03}""#
        )
    }
}

/// Writes suites, as one report of all of them would be; each with the file that it is of, if it is of
/// one, and with the properties that there are.
pub(super) fn write(
    suites: impl Iterator<Item = (TestSuite, Option<String>)>,
    totals: &Totals,
    properties: &[(&str, &str)],
    to: &mut impl Write,
) -> Result<(), RenderError> {
    let mut suites = suites.enumerate().peekable();
    if suites.peek().is_none() {
        return Ok(Report::new().write_xml(to)?);
    }
    let head = HEAD.strip_suffix(HEAD_END).ok_or(RenderError::Form)?;
    write!(to, "{head}{}{HEAD_END}", totals.attributes())?;
    for (id, (suite, file)) in suites {
        // The library counts errors and failures; readers count what was skipped by this, too.
        let mut own = format!(r#"<testsuite id="{id}" skipped="{}""#, suite.skipped());
        if let Some(file) = file {
            own.push_str(&format!(r#" file="{}""#, quick_xml::escape::escape(&file)));
        }
        let mut alone = Report::new();
        alone.add_testsuite(suite);
        let mut inside = Inside { own, head: Vec::new(), held: Vec::new(), to: &mut *to };
        match properties {
            [] => alone.write_xml(&mut inside)?,
            _ => {
                let mut xml = Vec::new();
                alone.write_xml(&mut xml)?;
                let xml = with_properties(&String::from_utf8(xml)?, properties)?;
                inside.write_all(xml.as_bytes())?;
            }
        }
        inside.end()?;
    }
    Ok(to.write_all(END.as_bytes())?)
}

/// Passes on what stands inside of a report of one suite, which begins with what is its own.
struct Inside<'a, W> {
    own: String,
    /// What came, until it is all that comes before the suite's number and that itself.
    head: Vec<u8>,
    /// What came last. The end of the whole is in it.
    held: Vec<u8>,
    to: &'a mut W,
}

impl<W: Write> Inside<'_, W> {
    /// Passes on what is held but for the report's end.
    fn end(self) -> Result<(), RenderError> {
        let last = self.held.strip_suffix(END.as_bytes()).ok_or(RenderError::Form)?;
        Ok(self.to.write_all(last)?)
    }
}

impl<W: Write> Write for Inside<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let missing = (HEAD.len() + FIRST.len() - self.head.len()).min(bytes.len());
        let (head, rest) = bytes.split_at(missing);
        if !head.is_empty() {
            self.head.extend_from_slice(head);
            if self.head.len() < HEAD.len() + FIRST.len() {
                return Ok(bytes.len());
            }
            if self.head.strip_prefix(HEAD.as_bytes()) != Some(FIRST.as_bytes()) {
                return Err(io::Error::other(RenderError::Form));
            }
            self.to.write_all(self.own.as_bytes())?;
        }
        self.held.extend_from_slice(rest);
        if self.held.len() > PASSED {
            let inside = self.held.len() - END.len();
            self.to.write_all(&self.held[..inside])?;
            self.held.drain(..inside);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use junit_report::{Duration, OffsetDateTime, TestCase};

    use super::*;

    fn suite(name: &str) -> TestSuite {
        let mut suite = TestSuite::new(name);
        suite.set_timestamp(OffsetDateTime::UNIX_EPOCH);
        suite.add_testcase(TestCase::success("<case>", Duration::milliseconds(5)));
        suite.add_testcase(TestCase::skipped("later"));
        suite
    }

    #[test]
    fn one_by_one_they_are_as_all_at_once() {
        let long = "long ".repeat(PASSED);
        for names in [&[][..], &["a"], &["a", "b & c", "d"], &[&long, "a"], &["a", &long]] {
            let mut all = Report::new();
            all.add_testsuites(names.iter().map(|name| suite(name)));
            let mut expected = Vec::new();
            all.write_xml(&mut expected).unwrap();
            let mut written = Vec::new();
            let totals = Totals { tests: 2, ms: 1_005, ..Totals::default() };
            let suites = names.iter().map(|name| (suite(name), Some("a&b".to_owned())));
            write(suites, &totals, &[], &mut written).unwrap();
            let mut written = String::from_utf8(written).unwrap();
            for own in [r#" skipped="1""#, r#" file="a&amp;b""#, &*totals.attributes()] {
                written = written.replace(own, "");
            }
            assert_eq!(written, String::from_utf8(expected).unwrap());
        }
    }

    #[test]
    fn the_end_of_the_whole_is_kept_back_from_pieces_of_any_size() {
        let long = "long ".repeat(PASSED);
        for pieces in [vec![format!("{long}{END}")], vec![long.clone(), END.into()]] {
            let mut to = Vec::new();
            let own = "<testsuite id=\"7\"".to_owned();
            let mut inside = Inside { own, head: Vec::new(), held: Vec::new(), to: &mut to };
            inside.write_all(format!("{HEAD}{FIRST}").as_bytes()).unwrap();
            for piece in pieces {
                inside.write_all(piece.as_bytes()).unwrap();
            }
            inside.end().unwrap();
            assert_eq!(String::from_utf8(to).unwrap(), format!("<testsuite id=\"7\"{long}"));
        }
    }

    #[test]
    fn each_has_the_property() {
        let mut written = Vec::new();
        let suites = ["a", "b"].into_iter().map(|name| (suite(name), None));
        write(suites, &Totals::default(), &[("p", "v")], &mut written).unwrap();
        let text = String::from_utf8(written).unwrap();
        assert_eq!(text.matches(r#"<property name="p" value="v"/>"#).count(), 2, "{text}");
        assert!(text.contains(r#"<testsuite id="1" skipped="1" name="b""#), "{text}");
    }
}
