//! What fills a request: values of the target, templates, and what answers have told.

use serde_json::{Number, Value};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::build::{Ingredients, Unbuildable};
use super::fresh::Fresh;
use crate::check::{Remembered, asks_what_changed};
use crate::contract::place::{get, leads_through_a_list, set};
use crate::contract::template::{Made, Told};
use crate::contract::{Node, Parameter, ParameterPlace, sample, template, text_of, varied};
use crate::spelling::a;

/// How `{digits}` look where no sample prints them: in a parameter, and in an id that nothing has.
pub const TEN_DIGITS: &str = "0123456789";
/// Stands for what an answer tells, where nothing is sent.
const UNTOLD: &str = "docproof";

/// A value of a record that has to be filled in.
struct Gap<'n> {
    node: &'n Node,
    template: String,
    /// A text or a number.
    printed: Value,
    /// In a list: its JSON pointer, and how many of its kind stand before it.
    item: Option<(String, usize)>,
}

/// What a request names, and the record if it is known.
type Named<'a> = (&'a str, Option<&'a Remembered>);

impl Ingredients<'_> {
    /// What a parameter is filled with: the id of its resource, the target's value, or else what the
    /// contract names.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn parameter(&self, parameter: &Parameter) -> Result<String, Unbuildable> {
        if let Some(resource) = &parameter.resource {
            return self.id_for(parameter, resource);
        }
        let lacking = match self.setting_of(parameter) {
            Err(lacking) => lacking,
            value => return value,
        };
        let Some(text) = &parameter.fill else {
            return parameter.documented.clone().ok_or(lacking);
        };
        // What nobody has read yet is read first, and not asked for what is new.
        if is_condition(parameter)
            && self.operation.reads()
            && let Some((_, record)) = self.named(0)?
            && !record.is_some_and(|record| record.was_read_by(&self.operation.id))
        {
            return Err(lacking);
        }
        self.template(text, &parameter.name, |word| match Told::read(word) {
            Some(told) => match self.told_text(told, 0)? {
                Some(text) => Ok(Some(text)),
                None => Ok(self.named(0)?.map(|_| UNTOLD.to_owned())),
            },
            None => Ok(generated(word, TEN_DIGITS, self.fresh)),
        })
    }

    /// The id of the resource that a parameter names. Where only paths say so, a value that the target has for just this
    /// goes before what the scenario made.
    fn id_for(&self, parameter: &Parameter, resource: &str) -> Result<String, Unbuildable> {
        if parameter.is_implied
            && let Some(value) = self.narrow_setting_of(parameter)
        {
            return Ok(value);
        }
        if let Some(own) = self.made_below(parameter, resource) {
            return Ok(own);
        }
        let called = parameter.state.as_deref().unwrap_or(resource);
        self.resource(called, 0, || self.setting_of(parameter))
    }

    /// What the record that a path ends with was made below, unless the scenario says which that is to be.
    fn made_below(&self, parameter: &Parameter, resource: &str) -> Option<String> {
        let (last, _) = self.operation.named_in_path().next_back()?;
        let base = |name| self.api.base(name);
        let is_said = self.wish.called.is_some_and(|called| base(called) == base(resource));
        if is_said || base(last) == base(resource) || parameter.place != ParameterPlace::Path {
            return None;
        }
        let record = self.known(last).nth(self.first(last))?;
        let own = record.made_at.get(&parameter.name)?;
        self.memory.get(base(resource), own).map(|_| own.clone())
    }

    /// Fills one record: masks and placeholders always, other values where the request is the
    /// run's own.
    pub(super) fn fill(
        &self,
        root: &Node,
        record: &mut Value,
        index: usize,
    ) -> Result<(), Unbuildable> {
        sample::rename(root, record);
        let mut gaps = Vec::new();
        for node in root.all() {
            // Most stand where they are named; in lists there is one in each item.
            match get(record, &node.field) {
                Some(value) if !value.is_array() => {
                    gaps.extend(self.gap(node, value, index, None)?);
                }
                Some(_) if !node.is_item => {}
                None if !leads_through_a_list(record, &node.field) => {}
                _ => {
                    for (number, at) in node.places(record).into_iter().enumerate() {
                        let Some(value) = record.pointer(&at) else { continue };
                        gaps.extend(self.gap(node, value, index, Some((at, number)))?);
                    }
                }
            }
        }
        // What takes from other fields comes last.
        gaps.sort_by_key(|gap| gap.template.contains("{sent."));
        for gap in gaps {
            let value = self.field(&gap, record, index)?;
            match gap.item {
                None if gap.node.field.is_empty() => *record = value,
                None => set(record, &gap.node.field, value),
                Some((at, _)) => {
                    if let Some(place) = record.pointer_mut(&at) {
                        *place = value;
                    }
                }
            }
        }
        Ok(())
    }

    /// What has to be filled in of a value, if it does.
    fn gap<'n>(
        &self,
        node: &'n Node,
        value: &Value,
        index: usize,
        item: Option<(String, usize)>,
    ) -> Result<Option<Gap<'n>>, Unbuildable> {
        let hidden = match value {
            Value::String(text) => sample::hides(text),
            Value::Number(_) => false,
            _ => return Ok(None),
        };
        if let Some((name, _)) = node.named_record()
            && self.unmade.iter().any(|unmade| unmade == name)
        {
            let (id, maker) = (&self.operation.id, self.api.maker(name).map(|maker| &maker.id));
            return Err(Unbuildable::Setting(format!(
                "{id} names {} in `{}`, and {} made none",
                a(name),
                node.field,
                maker.map_or("nothing", String::as_str)
            )));
        }
        let fresh = || node.text("x-fresh").filter(|_| !self.wish.as_printed);
        let own = self.of_resource(node, index).or_else(fresh);
        let template = own.or_else(|| hidden.then(|| node.text("x-fill")).flatten());
        let Some(template) = template else {
            if hidden {
                return Err(Unbuildable::Mistake(format!(
                    "the sample of {} hides `{}`; give that property an `x-fill` in {}",
                    self.operation.id, node.field, self.api.file
                )));
            }
            return Ok(None);
        };
        Ok(Some(Gap { node, template: template.to_owned(), printed: value.clone(), item }))
    }

    /// The template of a field that is the id of a record, where the scenario has one: what is printed is of
    /// somebody else's.
    fn of_resource<'n>(&self, node: &'n Node, index: usize) -> Option<&'n str> {
        let (name, template) = node.named_record()?;
        self.api.maker(name)?;
        self.known(name).nth(self.first(name) + index).map(|_| template)
    }

    /// The value of a field: as an answer told it, of the type that the sample prints, or a text.
    fn field(&self, gap: &Gap<'_>, record: &Value, index: usize) -> Result<Value, Unbuildable> {
        let Gap { node, template, .. } = gap;
        let whole = template.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if let Some(told @ Told::Field(_)) = whole.and_then(Told::read) {
            return Ok(self.told(told, index)?.unwrap_or_else(|| gap.printed.clone()));
        }
        let printed = text_of(&gap.printed).unwrap_or_default();
        let filled = self.template(template, &node.field, |word| {
            Ok(match word {
                "printed" => Some(printed.clone()),
                "resource" => {
                    let name = node.text("x-resource").unwrap_or_default();
                    // Each item names a record of its own, as far as there are so many.
                    let own = index + gap.item.as_ref().map_or(0, |(_, number)| *number);
                    let is_there = self.known(name).nth(self.first(name) + own).is_some();
                    let index = if is_there { own } else { index };
                    Some(self.resource(name, index, || self.setting(name))?)
                }
                "pattern" => varied(&node.schema, &mut |among| self.fresh.one_of(among)),
                _ => match (word.strip_prefix("sent."), Told::read(word)) {
                    (Some(field), _) => get(record, field).and_then(text_of),
                    (None, Some(told)) => self.told_text(told, index)?,
                    (None, None) => generated(word, &printed, self.fresh),
                },
            })
        })?;
        let number = gap.printed.is_number().then(|| serde_json::from_str::<Number>(&filled).ok());
        let number = number.flatten();
        Ok(number.map_or(Value::String(filled), Value::Number))
    }

    /// A template with its words filled in.
    fn template(
        &self,
        text: &str,
        of: &str,
        mut word: impl FnMut(&str) -> Result<Option<String>, Unbuildable>,
    ) -> Result<String, Unbuildable> {
        let mut failed = None;
        let filled = template::fill(text, |one| {
            word(one).unwrap_or_else(|error| {
                failed = Some(error);
                None
            })
        });
        match (failed, filled) {
            (Some(error), _) => Err(error),
            (None, Some(filled)) => Ok(filled),
            (None, None) => Err(Unbuildable::Mistake(format!(
                "the template `{text}` of `{of}` in {} can't be filled",
                self.api.file
            ))),
        }
    }

    /// What the last answer about the record that a request names told; nothing where it names none, or one
    /// that is only thought to be there.
    fn told(&self, told: Told<'_>, index: usize) -> Result<Option<Value>, Unbuildable> {
        let Some((resource, record)) = self.named(index)? else { return Ok(None) };
        let value = match (record, told) {
            (Some(record), Told::Field(field)) => get(&record.answered, field).cloned(),
            (Some(record), Told::Header(name)) => record.header(name).map(Value::from),
            (None, _) => None,
        };
        let is_assumed = record.is_some_and(Remembered::is_assumed);
        match (value, told) {
            (Some(value), _) => Ok(Some(value)),
            (None, Told::Field(_)) if is_assumed => Ok(None),
            (None, Told::Header(_)) if is_assumed => Ok(Some(UNTOLD.into())),
            (None, told) => {
                let named = &self.operation.id;
                let reason = match told {
                    Told::Field(field) => {
                        format!("no answer has told `{field}` of the {resource} that {named} names")
                    }
                    Told::Header(name) => format!(
                        "the last answer about the {resource} that {named} names had no header {name}"
                    ),
                };
                let own = |record: &Remembered| {
                    self.memory.of(resource).position(|one| one.id == record.id)
                };
                let position = record.and_then(own).unwrap_or(self.first(resource) + index);
                Err(Unbuildable::Untold { resource: resource.to_owned(), position, reason })
            }
        }
    }

    /// The same as a text. What an answer got wrong is its fault, and not that of who repeats it.
    fn told_text(&self, told: Told<'_>, index: usize) -> Result<Option<String>, Unbuildable> {
        let Some(value) = self.told(told, index)? else { return Ok(None) };
        let unfit = || {
            let id = &self.operation.id;
            Unbuildable::Setting(format!("an answer told {value}, which {id} can't repeat"))
        };
        text_of(&value).map(Some).ok_or_else(unfit)
    }

    /// The record that a request names, and what that is.
    fn named(&self, index: usize) -> Result<Option<Named<'_>>, Unbuildable> {
        let operation = self.operation;
        let in_path = operation.named_in_path().next_back();
        let of_records = operation.records.as_ref().and_then(|records| records.resource.as_deref());
        let resource = match in_path.map(|(name, _)| name) {
            // What it makes isn't there yet.
            path if operation.makes_records() => path,
            path => of_records.or(path),
        };
        let Some(resource) = resource else { return Ok(None) };
        let record = match operation.path_id_of(resource) {
            Some(parameter) => {
                let id = self.id_for(parameter, resource)?;
                self.memory.get(resource, &id)
            }
            None => self.known(resource).nth(self.first(resource) + index),
        };
        Ok(Some((resource, record)))
    }
}

/// Whether it asks for what has changed (RFC 9110, section 13.1), and need not.
fn is_condition(parameter: &Parameter) -> bool {
    let is_header = parameter.place == ParameterPlace::Header && !parameter.required;
    is_header && asks_what_changed(&parameter.name)
}

/// As many digits as are printed; a masked text is one of them as a whole.
fn length_in_digits(printed: &str) -> usize {
    match printed.chars().filter(char::is_ascii_digit).count() {
        count if count > 0 && !sample::is_masked(printed) => count,
        _ => printed.chars().count(),
    }
}

/// So many seconds from now, in whole ones.
fn then(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::now_utc().truncate_to_second().saturating_add(Duration::seconds(seconds))
}

/// What a word of a template makes anew, if it is one that does.
pub fn generated(word: &str, printed: &str, fresh: &Fresh) -> Option<String> {
    Some(match Made::read(word)? {
        Made::Digits => fresh.digits(length_in_digits(printed)),
        Made::Label => fresh.label(),
        Made::Uuid => uuid::Uuid::new_v4().to_string(),
        Made::Hex(length) => fresh.hex(length),
        Made::DateTime(seconds) => {
            // Hardly two alike, as far as a little is no matter: an order of them shows, and a value may be unique.
            let apart = fresh.second(seconds.unsigned_abs() / 24);
            then(seconds + apart).format(&Rfc3339).ok()?
        }
        Made::Date(seconds) => then(seconds).date().to_string(),
    })
}
