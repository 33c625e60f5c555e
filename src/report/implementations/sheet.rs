//! The matrix for spreadsheets.

use super::{Matrix, words};
use crate::report::text::one_line;

/// The matrix as CSV (RFC 4180): a row for each clause, a column for each implementation.
///
/// # Errors
/// When it can't be written as CSV, which no matrix causes.
pub fn render(matrix: &Matrix<'_>) -> Result<String, csv::Error> {
    let mut sheet = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    let names = matrix.implementations.iter().map(|one| plain(&one.name));
    let head = ["operation", "clause", "level", "promise", "page"].map(str::to_owned);
    sheet.write_record(head.into_iter().chain(names))?;
    for row in &matrix.rows {
        let clause = row.clause;
        let begin = [
            plain(&clause.operation),
            plain(&clause.id),
            clause.level.to_string(),
            plain(&clause.text),
            plain(&clause.source.to_string()),
        ];
        let cells = row.cells.iter().map(|cell| words(*cell));
        sheet.write_record(begin.into_iter().chain(cells))?;
    }
    let bytes = sheet.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A text that a spreadsheet doesn't take for a formula.
fn plain(text: &str) -> String {
    let text = one_line(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn no_text_is_a_formula() {
        assert_eq!(plain("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(plain("a = b"), "a = b");
    }
}
