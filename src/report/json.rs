//! The whole run as JSON, in the order of its types; `schemas/report.schema.json` describes it.

use crate::model::RunReport;

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
