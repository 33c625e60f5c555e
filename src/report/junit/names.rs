//! Names of test cases: what CI systems keep a history by.

use std::collections::HashMap;

use crate::model::{RunReport, ScenarioReport};
use crate::report::text::{one_line, title};

/// How often each name occurs, by class, name and line.
pub(super) struct Names(HashMap<(String, String), usize>);

impl Names {
    pub(super) fn of(report: &RunReport) -> Self {
        let mut seen = HashMap::new();
        for feature in &report.features {
            for scenario in &feature.scenarios {
                *seen.entry((class(&feature.file), title(scenario))).or_insert(0) += 1;
            }
        }
        Self(seen)
    }

    /// The scenario's name under its rule; where others of its file share it, with its line.
    pub(super) fn name(&self, class: &str, scenario: &ScenarioReport) -> String {
        let name = title(scenario);
        match self.0.get(&(class.to_owned(), name.clone())) {
            Some(2..) => format!("{name} (line {})", scenario.line),
            _ => name,
        }
    }
}

/// A feature's file as a class name: below the last folder called `features`, without extension,
/// dots instead of slashes. A dot in a name is no border of a package and becomes `_`.
pub(super) fn class(file: &str) -> String {
    let file = one_line(file);
    let file = file.strip_suffix(".feature").unwrap_or(&file);
    let parts: Vec<&str> =
        file.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let below = parts.iter().rposition(|part| *part == "features").map_or(0, |at| at + 1);
    let kept = if below < parts.len() { &parts[below..] } else { &parts[..] };
    kept.iter().map(|part| part.replace('.', "_")).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::class;

    #[test]
    fn classes_group_by_api_and_name_the_file() {
        assert_eq!(class("agentassist/create-contacts.feature"), "agentassist.create-contacts");
        assert_eq!(class("features/contact/update.feature"), "contact.update");
        assert_eq!(class("/home/me/features/x/y.feature"), "x.y");
        assert_eq!(class("./v1.2/y.feature"), "v1_2.y");
        assert_eq!(class("features.feature"), "features");
    }
}
