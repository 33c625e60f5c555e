//! The whole run as JSON, in the order of its types; `schemas/report.schema.json` describes it.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::model::RunReport;

/// What is nested deeper stands in one line: a scenario has all that it saw in the line that a search
/// finds, and spaces would be a third of a report.
const DEEPEST: usize = 4;

/// Writes the report as JSON, a scenario in each line, with a line break at its end.
///
/// # Errors
///
/// When it can't be written there, or a value cannot be written as JSON, which no report that was
/// made or read has.
pub fn write(report: &RunReport, mut to: impl Write) -> Result<(), serde_json::Error> {
    report.serialize(&mut Serializer::with_formatter(&mut to, Layout::default()))?;
    to.write_all(b"\n").map_err(serde_json::Error::io)
}

/// The report as [`write()`] writes it.
///
/// # Errors
///
/// When a value cannot be written as JSON, which no report that was made or read has.
pub fn render(report: &RunReport) -> Result<String, serde_json::Error> {
    let mut text = Vec::new();
    write(report, &mut text)?;
    String::from_utf8(text).map_err(|error| serde_json::Error::io(io::Error::other(error)))
}

/// Lines and spaces around what isn't nested too deep.
#[derive(Default)]
struct Layout {
    spaced: PrettyFormatter<'static>,
    close: CompactFormatter,
    /// How many arrays and objects are open.
    depth: usize,
}

impl Layout {
    fn is_spaced(&self) -> bool {
        self.depth <= DEEPEST
    }
}

/// Passes calls on to the formatter of the depth.
macro_rules! at_depth {
    ($($call:ident($($first:ident)?) $by:literal $then:literal;)*) => {$(
        fn $call<W: ?Sized + Write>(&mut self, to: &mut W $(, $first: bool)?) -> io::Result<()> {
            self.depth += $by;
            if self.is_spaced() {
                self.spaced.$call(to $(, $first)?)?;
            } else {
                self.close.$call(to $(, $first)?)?;
            }
            self.depth -= $then;
            Ok(())
        }
    )*};
}

impl Formatter for Layout {
    at_depth! {
        begin_array() 1 0;
        end_array() 0 1;
        begin_array_value(first) 0 0;
        end_array_value() 0 0;
        begin_object() 1 0;
        end_object() 0 1;
        begin_object_key(first) 0 0;
        begin_object_value() 0 0;
        end_object_value() 0 0;
    }
}
