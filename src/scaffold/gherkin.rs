//! Features as text, tables in line.

use std::fmt;

use crate::model::one_line;

/// A feature.
pub(super) struct Feature {
    pub tags: Vec<String>,
    pub name: String,
    pub rules: Vec<Rule>,
}

/// A promise and what proves it.
pub(super) struct Rule {
    pub name: String,
    pub scenarios: Vec<Scenario>,
}

/// A scenario, or with examples an outline.
pub(super) struct Scenario {
    pub name: String,
    /// Each with its keyword.
    pub steps: Vec<String>,
    /// The first row has the names of the columns; empty for a plain scenario.
    pub examples: Vec<Vec<String>>,
}

impl Scenario {
    /// One that is no outline.
    pub fn plain(name: impl Into<String>, steps: Vec<String>) -> Self {
        Self { name: name.into(), steps, examples: Vec::new() }
    }

    /// An outline; nothing where there is no example.
    pub fn outline(
        name: &str,
        steps: Vec<String>,
        columns: &[&str],
        rows: Vec<Vec<String>>,
    ) -> Option<Self> {
        let head = columns.iter().map(|column| (*column).to_owned()).collect();
        let mut examples = vec![head];
        examples.extend(rows);
        (examples.len() > 1).then(|| Self { name: name.to_owned(), steps, examples })
    }
}

/// A text as it stands in a cell.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n")
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tags: Vec<String> = self.tags.iter().map(|tag| format!("@{tag}")).collect();
        writeln!(f, "{}\nFeature: {}", tags.join(" "), one_line(&self.name))?;
        for rule in &self.rules {
            writeln!(f, "\n  Rule: {}", one_line(&rule.name))?;
            for scenario in &rule.scenarios {
                write!(f, "\n{scenario}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keyword = if self.examples.is_empty() { "Scenario" } else { "Scenario Outline" };
        writeln!(f, "    {keyword}: {}", one_line(&self.name))?;
        for step in &self.steps {
            writeln!(f, "      {step}")?;
        }
        if self.examples.is_empty() {
            return Ok(());
        }
        writeln!(f, "\n      Examples:")?;
        let rows: Vec<Vec<String>> =
            self.examples.iter().map(|row| row.iter().map(|text| cell(text)).collect()).collect();
        let columns = rows.first().map_or(0, Vec::len);
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &rows {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!(" {cell:<width$} "));
            writeln!(f, "        |{}|", cells.collect::<Vec<_>>().join("|"))?;
        }
        Ok(())
    }
}
