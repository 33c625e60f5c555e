//! The whole run as JSON, in the order of its types; `schemas/report.schema.json` describes it.

use std::io::Write;

use crate::model::RunReport;

/// Writes the report as pretty JSON with a line break at its end.
///
/// # Errors
///
/// When it can't be written there, or a value cannot be written as JSON, which no report that was
/// made or read has.
pub fn write(report: &RunReport, mut to: impl Write) -> Result<(), serde_json::Error> {
    serde_json::to_writer_pretty(&mut to, report)?;
    to.write_all(b"\n").map_err(serde_json::Error::io)
}

/// The report as pretty JSON with a line break at its end.
///
/// # Errors
///
/// When a value cannot be written as JSON, which no report that was made or read has.
pub fn render(report: &RunReport) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}
