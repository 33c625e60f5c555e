//! Reads a file of known deviations. Whatever is wrong is told with its place.

use std::ops::Range;

use time::{Date, Month};
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;
use url::Url;

use super::entry::{Entry, Names, Refused, Subject};
use crate::model::{Known, one_line};
use crate::position::line_and_column;
use crate::spelling::hint;

/// What an entry may say.
const KEYS: [&str; 8] =
    ["clause", "scenario", "target", "reason", "owner", "expires", "link", "intermittent"];

/// The entries of a file; `file` is its name in messages.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(file: &str, text: &str, names: &Names<'_>) -> Result<Vec<Entry>, Refused> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { file, text, names, problems: Vec::new() };
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let place = error.span().unwrap_or(0..0);
            reader.wrong(&place, &format!("this is not TOML: {}", one_line(error.message())));
            return Err(Refused(reader.problems));
        }
    };
    let mut entries = Vec::new();
    for (key, value) in document.get_ref() {
        if key.get_ref() != "known" {
            let hint = hint(key.get_ref(), ["known"]);
            let said =
                format!("`{}` means nothing here{hint} (entries are [[known]])", key.get_ref());
            reader.wrong(&key.span(), &said);
            continue;
        }
        let DeValue::Array(items) = value.get_ref() else {
            reader.wrong(&key.span(), "write every entry as a table of its own: [[known]]");
            continue;
        };
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => entries.extend(reader.entry(table, &item.span())),
                _ => reader.wrong(&item.span(), "an entry is a table: [[known]]"),
            }
        }
    }
    reader.doubled(&entries);
    match reader.problems.is_empty() {
        true => Ok(entries.into_iter().map(|(entry, _)| entry).collect()),
        false => Err(Refused(reader.problems)),
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    names: &'a Names<'a>,
    problems: Vec<String>,
}

type Place = Range<usize>;

impl Reader<'_> {
    fn wrong(&mut self, place: &Place, message: &str) {
        let (line, column) = line_and_column(self.text, place.start);
        self.problems.push(format!("{}:{line}:{column}: {message}", self.file));
    }

    /// An entry and its place; nothing where it can't be used, which is told then.
    fn entry(&mut self, table: &DeTable<'_>, around: &Place) -> Option<(Entry, Place)> {
        // The header of a table, where the table itself has no place of its own.
        let first = table.iter().map(|(key, _)| key.span()).min_by_key(|span| span.start);
        let place = if around.is_empty() { first.unwrap_or(0..0) } else { around.clone() };
        let before = self.problems.len();
        for (key, _) in table {
            if !KEYS.contains(&key.get_ref().as_ref()) {
                let hint = hint(key.get_ref(), KEYS);
                let known = KEYS.join(", ");
                let said =
                    format!("an entry has no key `{}`{hint} (there are {known})", key.get_ref());
                self.wrong(&key.span(), &said);
            }
        }
        let subject = self.subject(table, &place);
        let name = subject
            .as_ref()
            .map_or("this entry".to_owned(), |(subject, _)| format!("the entry for {subject}"));
        let reason = self.filled(table, "reason", &place, &name, "why it is let be for now");
        let owner = self.filled(table, "owner", &place, &name, "who answers for it");
        let expires = self.day(table, &place, &name);
        let target = self.target(table);
        let link = self.text(table, "link").map(|(link, _)| link);
        let intermittent = self.flag(table, "intermittent");
        if self.problems.len() > before {
            return None;
        }
        let ((subject, apis), expires) = (subject?, expires?);
        let known = Known { reason: reason?, owner: owner?, expires: expires.to_string(), link };
        let line = line_and_column(self.text, place.start).0;
        let entry = Entry { subject, apis, target, known, expires, intermittent, line };
        Some((entry, place))
    }

    /// What the entry is about, with the APIs of that.
    fn subject(&mut self, table: &DeTable<'_>, place: &Place) -> Option<(Subject, Vec<String>)> {
        match (self.text(table, "clause"), self.text(table, "scenario")) {
            (Some((clause, at)), None) => match self.names.clauses.get(clause.as_str()) {
                Some(api) => Some((Subject::Clause(clause), vec![(*api).to_owned()])),
                None => {
                    let hint = hint(&clause, self.names.clauses.keys().copied());
                    let said = format!(
                        "no clause is called `{clause}`{hint} (`docproof list clauses` shows all){}",
                        self.names.other_contracts
                    );
                    self.wrong(&at, &said);
                    None
                }
            },
            (None, Some((scenario, at))) => match self.names.scenarios.get(scenario.as_str()) {
                Some(apis) => Some((Subject::Scenario(scenario), apis.clone())),
                None if self.is_left_out(&scenario) => {
                    let mut apis: Vec<String> =
                        self.names.clauses.values().map(|api| (*api).to_owned()).collect();
                    apis.sort();
                    apis.dedup();
                    Some((Subject::Scenario(scenario), apis))
                }
                None => {
                    let hint = hint(&scenario, self.names.scenarios.keys().copied());
                    let said = format!(
                        "no scenario has the id `{scenario}`{hint} (ids are in report.json)"
                    );
                    self.wrong(&at, &said);
                    None
                }
            },
            (Some(_), Some((_, at))) => {
                self.wrong(&at, "an entry is about a clause or a scenario, not both; make it two");
                None
            }
            (None, None) => {
                // A value that is no text has been told already.
                if table.get("clause").or(table.get("scenario")).is_none() {
                    self.wrong(place, "this entry is about nothing; give it a clause = \"…\"");
                }
                None
            }
        }
    }

    /// Whether a scenario stands in a file that was not read: its id begins with that file.
    fn is_left_out(&self, scenario: &str) -> bool {
        let file = scenario.split_once(".feature: ").map(|(file, _)| format!("{file}.feature"));
        let files = self.names.files.as_ref();
        file.zip(files).is_some_and(|(file, files)| !files.contains(file.as_str()))
    }

    fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<(String, Place)> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some((text.to_string(), value.span())),
            other => {
                let said = format!("`{key}` is text, not {}; put it in quotes", kind(other));
                self.wrong(&value.span(), &said);
                None
            }
        }
    }

    /// Text that must be there, and say something.
    fn filled(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        place: &Place,
        entry: &str,
        what: &str,
    ) -> Option<String> {
        if table.get(key).is_none() {
            self.wrong(place, &format!("{entry} has no `{key}`; say {what}"));
            return None;
        }
        let (text, at) = self.text(table, key)?;
        if text.trim().is_empty() {
            self.wrong(&at, &format!("the `{key}` of {entry} is empty; say {what}"));
            return None;
        }
        Some(text)
    }

    fn day(&mut self, table: &DeTable<'_>, place: &Place, entry: &str) -> Option<Date> {
        let example = "as in expires = 2027-01-31";
        let Some(value) = table.get("expires") else {
            let said = format!("{entry} has no last day; give it one, {example}");
            self.wrong(place, &said);
            return None;
        };
        let day = match value.get_ref() {
            DeValue::Datetime(moment) => date(moment),
            _ => None,
        };
        if day.is_none() {
            let written = &self.text[value.span()];
            let said = format!(
                "`expires` is {}, which is no day; write one without quotes or time, {example}",
                one_line(written)
            );
            self.wrong(&value.span(), &said);
        }
        day
    }

    fn target(&mut self, table: &DeTable<'_>) -> Option<String> {
        let (target, at) = self.text(table, "target")?;
        let url = match target.contains("://") {
            true => Url::parse(&target).ok().filter(|url| url.scheme().starts_with("http")),
            // A host, perhaps with its port.
            false => Url::parse(&format!("http://{target}")).ok().filter(|url| url.path() == "/"),
        };
        if url.is_none_or(|url| url.host_str().is_none())
            || target.ends_with('/') && !target.contains("://")
        {
            let said = format!(
                "the `target` is `{target}`, which is neither a base URL nor a host; \
                 it looks like \"https://host/prefix\" or \"host\""
            );
            self.wrong(&at, &said);
            return None;
        }
        Some(target)
    }

    fn flag(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        let Some(value) = table.get(key) else { return false };
        match value.get_ref() {
            DeValue::Boolean(flag) => *flag,
            other => {
                let said = format!("`{key}` is true or false, not {}", kind(other));
                self.wrong(&value.span(), &said);
                false
            }
        }
    }

    /// Two entries for one thing would contradict each other one day.
    fn doubled(&mut self, entries: &[(Entry, Place)]) {
        for (index, (entry, place)) in entries.iter().enumerate() {
            let same = |other: &&(Entry, Place)| {
                other.0.subject == entry.subject && other.0.target == entry.target
            };
            if let Some((other, _)) = entries[..index].iter().find(same) {
                let said = format!(
                    "line {} has an entry for {} already; keep one of them",
                    other.line, entry.subject
                );
                self.wrong(place, &said);
            }
        }
    }
}

/// A day, and nothing more.
fn date(moment: &Datetime) -> Option<Date> {
    let day = moment.date.filter(|_| moment.time.is_none() && moment.offset.is_none())?;
    let month = Month::try_from(day.month).ok()?;
    Date::from_calendar_date(i32::from(day.year), month, day.day).ok()
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a day",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
