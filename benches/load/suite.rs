//! Suites of any size about the Notes API.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// The contract and its samples, as files.
const API: [(&str, &str); 3] = [
    ("notes.yaml", include_str!("api/notes.yaml")),
    ("samples/createNote.request.json", include_str!("api/samples/createNote.request.json")),
    ("samples/createNote.response.json", include_str!("api/samples/createNote.response.json")),
];
/// Scenarios of one file, as people write them.
const A_FILE: usize = 50;

/// A suite to be written.
pub(super) struct Suite {
    features: Vec<String>,
}

impl Suite {
    /// So many scenarios of one checked request each.
    pub(super) fn notes(scenarios: usize) -> Self {
        Self::of(scenarios, |text, index| {
            let _ = write!(
                text,
                "
  Scenario: Note {index} is created
    Given a valid createNote request
    And with the field \"text\" set to \"the text of note {index}\"
    When the request is sent
    Then the request is accepted
    And the answer is like the documented sample
    And the answer returns what was sent
"
            );
        })
    }

    /// So many scenarios of three requests, each after the answer to the one before.
    pub(super) fn chains(scenarios: usize) -> Self {
        Self::of(scenarios, |text, index| {
            let _ = write!(text, "\n  Scenario: Notes {index} are created one after another\n");
            for _ in 0..3 {
                let _ = write!(
                    text,
                    "    Given a valid createNote request
    When the request is sent
    Then the request is accepted
"
                );
            }
        })
    }

    /// One outline of so many rows.
    pub(super) fn outline(rows: usize) -> Self {
        let mut text = feature(0);
        text.push_str(
            "
  Scenario Outline: Note <number> is created
    Given a valid createNote request
    And with the field \"text\" set to \"<text>\"
    When the request is sent
    Then the request is accepted
    And the answer is like the documented sample
    And the answer returns what was sent

    Examples:
      | number | text         |
",
        );
        for row in 0..rows {
            let _ = writeln!(text, "      | {row:06} | note {row:06}  |");
        }
        Self { features: vec![text] }
    }

    fn of(scenarios: usize, mut one: impl FnMut(&mut String, usize)) -> Self {
        let mut features = Vec::new();
        for from in (0..scenarios).step_by(A_FILE) {
            let mut text = feature(features.len());
            for index in from..scenarios.min(from + A_FILE) {
                one(&mut text, index);
            }
            features.push(text);
        }
        Self { features }
    }

    /// Writes contract and features.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let (schemas, features) = (folder.join("schemas"), folder.join("features"));
        fs::create_dir_all(schemas.join("samples"))?;
        fs::create_dir_all(&features)?;
        for (name, text) in API {
            fs::write(schemas.join(name), text)?;
        }
        for (index, text) in self.features.iter().enumerate() {
            fs::write(features.join(format!("notes-{index:04}.feature")), text)?;
        }
        Ok(())
    }
}

fn feature(number: usize) -> String {
    format!("@notes @createNote\nFeature: Notes, part {number}\n")
}
