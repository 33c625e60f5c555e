//! What a person meant where a feature file isn't what the parser, or the run, would need.

use super::vocabulary::vocabulary;
use crate::spelling::LONGEST;

const STEPS: [&str; 5] = ["Given", "When", "Then", "And", "But"];
const HEADINGS: [&str; 9] = [
    "Feature",
    "Rule",
    "Background",
    "Scenario",
    "Scenario Outline",
    "Scenario Template",
    "Scenarios",
    "Example",
    "Examples",
];
/// Words of plain English that are one letter away from a keyword.
const PLAIN: [&str; 12] =
    ["the", "they", "them", "than", "an", "any", "add", "end", "put", "out", "buy", "where"];

/// A line that can't stand where it is, with what is wrong there.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// Why the parser refuses a text; `line` is as far as it came.
pub(super) fn refusal(text: &str, line: usize) -> Fault {
    let lines = said(text);
    let fault = |line: usize, message: String| {
        let found = text.lines().nth(line - 1).unwrap_or_default();
        Fault { line, column: 1 + found.len() - found.trim_start().len(), message }
    };
    let Some((first, beginning)) = lines.iter().find(|(_, said)| !said.starts_with('@')) else {
        return fault(
            1,
            "the file is empty; a feature file begins with `Feature: its name`".into(),
        );
    };
    let language = text.lines().find_map(|line| line.trim_start().strip_prefix("# language:"));
    let translated = language.is_some();
    if !translated && heading(beginning) != Some("Feature") {
        let message = format!("`{beginning}` can't begin a feature file; `Feature: its name` does");
        return fault(*first, message);
    }
    if let Some(open) = open_block(text) {
        return fault(open, "the block of text that begins here has no end (`\"\"\"`)".into());
    }
    if let Some((second, _)) =
        lines.iter().skip(1).find(|(at, said)| at > first && heading(said) == Some("Feature"))
    {
        return fault(*second, "a file holds one feature, and this is its second".into());
    }
    if let Some((row, cells, above)) = uneven(&lines) {
        let message = format!(
            "this row has {}, and those above it have {above}",
            match cells {
                1 => "1 cell".to_owned(),
                cells => format!("{cells} cells"),
            }
        );
        return fault(row, message);
    }
    let tagged = lines.iter().enumerate().find(|(index, (_, said))| {
        let next = lines.get(index + 1).map_or("", |(_, next)| next);
        said.starts_with('@') && !next.starts_with('@') && heading(next).is_none()
    });
    if let (false, Some((_, (at, _)))) = (translated, tagged) {
        return fault(*at, "these tags stand before nothing that can have tags".into());
    }
    if let (false, Some((at, found))) = (translated, astray(&lines)) {
        return fault(at, stray(found));
    }
    let language = language.map_or(String::new(), |name| {
        format!(" (keywords are those of the language `{}`)", name.trim())
    });
    fault(
        line,
        format!(
            "this is no Gherkin: something is missing or can't stand here, or shortly before{language}"
        ),
    )
}

/// The first line that is no step, table row, tag or heading where none but these can stand.
fn astray<'a>(lines: &[(usize, &'a str)]) -> Option<(usize, &'a str)> {
    let mut described = false;
    for (at, line) in lines {
        let word = line.split_whitespace().next().unwrap_or_default();
        if heading(line).is_some() {
            described = true;
        } else if STEPS.contains(&word) || ["*", "@", "|"].iter().any(|mark| line.starts_with(mark))
        {
            described = false;
        } else if !described {
            return Some((*at, line));
        }
    }
    None
}

fn stray(found: &str) -> String {
    let meant = match (step_meant(found), heading_meant(found)) {
        (Some(keyword), _) => format!("; did you mean `{keyword}`?"),
        (None, Some(heading)) => format!("; did you mean `{heading}:`?"),
        (None, None) => String::new(),
    };
    format!(
        "`{found}` can't stand here{meant} (a step, a table, a comment, or a heading like `Scenario:` could)"
    )
}

/// The step keyword that a line of description was meant to begin with.
pub(super) fn step_meant(line: &str) -> Option<&'static str> {
    if line.len() > LONGEST {
        return None;
    }
    let (first, rest) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
    let word = first.trim_end_matches(':').to_lowercase();
    let distance = |keyword: &&str| strsim::osa_distance(&word, &keyword.to_lowercase());
    let near = STEPS.into_iter().filter(|keyword| word.len() + 1 >= keyword.len());
    let keyword = near.min_by_key(distance).filter(|keyword| distance(keyword) <= 1)?;
    let is_step = || {
        let mut examples = vocabulary().iter().flat_map(|step| step.examples);
        examples.any(|example| strsim::normalized_levenshtein(rest.trim(), example) > 0.9)
    };
    (!PLAIN.contains(&word.as_str()) || is_step()).then_some(keyword)
}

/// The heading that a line of description is, or was meant to be.
pub(super) fn heading_meant(line: &str) -> Option<&'static str> {
    let (title, _) = line.trim().split_once(':').filter(|(title, _)| title.len() <= LONGEST)?;
    let title = title.trim().to_lowercase();
    HEADINGS.into_iter().filter(|heading| heading.len() > 4).find(|heading| {
        strsim::osa_distance(&title, &heading.to_lowercase())
            <= if heading.len() > 7 { 2 } else { 1 }
    })
}

fn heading(line: &str) -> Option<&'static str> {
    let (title, _) = line.split_once(':')?;
    HEADINGS.into_iter().find(|heading| *heading == title.trim())
}

/// Lines that say something, with their numbers; blocks of text and comments left out.
fn said(text: &str) -> Vec<(usize, &str)> {
    let mut fence = None;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        match (fence, fence_of(line)) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, Some(mark)) => fence = Some(mark),
            (None, None) if line.is_empty() || line.starts_with('#') => {}
            (None, None) => lines.push((index + 1, line)),
        }
    }
    lines
}

/// The line of a block of text that is never closed.
fn open_block(text: &str) -> Option<usize> {
    let mut open: Option<(usize, &str)> = None;
    for (index, line) in text.lines().enumerate() {
        match (open, fence_of(line.trim())) {
            (Some((_, mark)), Some(other)) if mark == other => open = None,
            (None, Some(mark)) => open = Some((index + 1, mark)),
            _ => {}
        }
    }
    open.map(|(line, _)| line)
}

fn fence_of(line: &str) -> Option<&'static str> {
    ["\"\"\"", "```"].into_iter().find(|mark| line.starts_with(mark))
}

/// The first table row whose number of cells differs from the row above: line, cells, cells above.
fn uneven(lines: &[(usize, &str)]) -> Option<(usize, usize, usize)> {
    let cells = |row: &str| row.replace("\\|", "").matches('|').count().saturating_sub(1);
    lines.windows(2).find_map(|pair| {
        let [(_, above), (line, row)] = pair else { return None };
        let is_row = above.starts_with('|') && row.starts_with('|');
        (is_row && cells(above) != cells(row)).then(|| (*line, cells(row), cells(above)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_prose() {
        assert_eq!(step_meant("Givn a valid request"), Some("Given"));
        assert_eq!(step_meant("Wehn it is sent"), Some("When"));
        assert_eq!(step_meant("Given: a valid request"), Some("Given"));
        assert_eq!(step_meant("The the request is accepted"), Some("Then"));
        assert_eq!(step_meant("The request is accepted."), None);
        assert_eq!(step_meant("Any number of contacts may be sent"), None);
        assert_eq!(heading_meant("Scenari: A contact"), Some("Scenario"));
        assert_eq!(heading_meant("Backgroud:"), Some("Background"));
        assert_eq!(heading_meant("Note: this is prose"), None);
        assert_eq!(heading_meant("The rule: one contact per number"), None);
    }
}
