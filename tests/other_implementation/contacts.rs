//! The three operations on contacts.

mod answered;
mod sent;

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use uuid::Uuid;

use self::answered::failure;
use self::sent::Fields;
use super::{Choices, Moment, Outcome, Service, Why, object, wire::Asked};

/// What becomes of a contact whose number is taken, on the page that creates.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Duplicate {
    /// The request is refused as a whole.
    Refused,
    /// The contact that has the number is answered in its place.
    Existing,
    /// Nothing is answered in its place.
    Nothing,
}

/// Which updates that don't say everything are accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Partial {
    /// All.
    Merged,
    /// None.
    Refused,
    /// Those that say either everything of the number or nothing.
    WholeNumbers,
}

/// How batches are worked through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bulk {
    /// Whether a record that breaks a constraint has the whole batch refused.
    pub bad_record_refuses_all: bool,
    /// Whether a record with another's number has.
    pub taken_number_refuses_all: bool,
    /// Whether a batch of which nothing can be done is refused.
    pub nothing_done_is_refused: bool,
    /// Whether the successful records are answered last first.
    pub answered_backwards: bool,
    /// Whether counts are written `2.0`.
    pub decimal_counts: bool,
}

/// Every contact.
#[derive(Clone, Default)]
pub struct Contacts {
    by_id: HashMap<String, Contact>,
    /// Whose number it is.
    numbers: HashMap<String, String>,
    /// Numbers that were given up and stay taken.
    gone: HashSet<String>,
}

#[derive(Clone)]
struct Contact {
    id: String,
    first_name: String,
    last_name: String,
    /// Only where one that was sent is taken over.
    full_name: Option<String>,
    salutation: String,
    number: String,
    country_code: String,
    extension: String,
    created: Moment,
    updated: Moment,
}

/// A page on contacts.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Page {
    Create,
    Update,
    Batch,
}

impl Contact {
    fn key(&self, choices: &Choices) -> String {
        let between = if choices.joins_numbers { "" } else { " " };
        format!("{}{between}{}", self.country_code, self.number)
    }

    fn take(&mut self, fields: Fields) {
        let set = |place: &mut String, sent: Option<String>| {
            if let Some(sent) = sent {
                *place = sent;
            }
        };
        set(&mut self.first_name, fields.first_name);
        set(&mut self.last_name, fields.last_name);
        set(&mut self.salutation, fields.salutation);
        set(&mut self.number, fields.number);
        set(&mut self.country_code, fields.country_code);
        set(&mut self.extension, fields.extension);
        self.full_name = fields.full_name;
    }
}

impl Contacts {
    /// Keeps a contact as it is to be, if its number is free or its own.
    fn keep(&mut self, contact: Contact, choices: &Choices) -> Result<(), Why> {
        let key = contact.key(choices);
        if self.numbers.get(&key).map_or(self.gone.contains(&key), |owner| *owner != contact.id) {
            return Err(Why::Taken);
        }
        if let Some(before) = self.by_id.get(&contact.id).map(|before| before.key(choices))
            && before != key
        {
            self.numbers.remove(&before);
            if choices.keeps_old_numbers {
                self.gone.insert(before);
            }
        }
        self.numbers.insert(key, contact.id.clone());
        self.by_id.insert(contact.id.clone(), contact);
        Ok(())
    }
}

impl Service {
    pub(super) fn create(&self, asked: &Asked, body: &Value) -> Outcome {
        let records = body.as_array().ok_or(Why::Shape)?;
        if records.is_empty() && self.choices.picky {
            return Err(Why::LeftOpen);
        }
        let sent = records.iter().map(|record| self.fields(record, Page::Create));
        let mut sent = sent.enumerate().collect::<Vec<(usize, Result<Fields, Why>)>>();
        if self.choices.last_first {
            sent.reverse();
        }
        let mut contacts = self.contacts();
        // All or nothing: a copy is thrown away with a refusal.
        let mut after = contacts.clone();
        let (mut answered, mut made) = (Vec::new(), false);
        for (position, fields) in sent {
            let now = self.now();
            let mut contact = Contact {
                id: self.new_id(),
                first_name: String::new(),
                last_name: String::new(),
                full_name: None,
                salutation: String::new(),
                number: String::new(),
                country_code: String::new(),
                extension: String::new(),
                created: now,
                updated: now,
            };
            contact.take(fields?);
            contact.full_name = None;
            let key = contact.key(&self.choices);
            match (after.keep(contact.clone(), &self.choices), self.choices.duplicate) {
                (Ok(()), _) => {
                    made = true;
                    answered.push((position, self.contact(asked, &contact, Page::Create)));
                }
                (Err(_), Duplicate::Nothing) => {}
                (Err(why), Duplicate::Refused) => return Err(why),
                (Err(why), Duplicate::Existing) => {
                    // A number that was given up has nobody to answer for it.
                    let owner = after.numbers.get(&key).ok_or(why)?;
                    let existing = self.contact(asked, &after.by_id[owner], Page::Create);
                    answered.push((position, existing));
                }
            }
        }
        *contacts = after;
        answered.sort_by_key(|(position, _)| *position);
        if self.choices.unusual {
            answered.reverse();
        }
        let answered = answered.into_iter().map(|(_, contact)| contact);
        let accepted = self.choices.accepted;
        let status = if made { accepted.created } else { accepted.nothing_new };
        Ok((status, answered.collect()))
    }

    pub(super) fn update(&self, asked: &Asked, id: &str, body: &Value) -> Outcome {
        let fields = self.fields(body, Page::Update)?;
        let mut contacts = self.contacts();
        let mut contact = contacts.by_id.get(id).cloned().ok_or_else(|| self.nobody(id))?;
        contact.take(fields);
        contact.full_name = None;
        self.touch(&mut contact);
        contacts.keep(contact.clone(), &self.choices)?;
        let status = self.choices.accepted.updated;
        Ok((status, self.contact(asked, &contact, Page::Update)))
    }

    pub(super) fn update_many(&self, asked: &Asked, body: &Value) -> Outcome {
        let records = body.as_array().ok_or(Why::Shape)?;
        let bulk = self.choices.bulk;
        if records.is_empty() && self.choices.picky {
            return Err(Why::LeftOpen);
        }
        let mut contacts = self.contacts();
        let mut after = contacts.clone();
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        let mut turns: Vec<(usize, &Value)> = records.iter().enumerate().collect();
        if self.choices.last_first {
            turns.reverse();
        }
        for (position, record) in turns {
            match self.update_one(&mut after, record) {
                Ok(contact) => {
                    let mut item = object([
                        ("id", contact.id.as_str().into()),
                        ("contact", self.contact(asked, &contact, Page::Batch)),
                    ]);
                    self.extra(&mut item, "took", json!({ "ms": 1.5e-3, "steps": [position] }));
                    done.push((position, Value::Object(item)));
                }
                Err(Why::Taken) if bulk.taken_number_refuses_all => return Err(Why::Taken),
                Err(why @ (Why::Shape | Why::Format | Why::MalformedId | Why::LeftOpen))
                    if bulk.bad_record_refuses_all =>
                {
                    return Err(why);
                }
                Err(why) => failed.push(failure(position, record, why)),
            }
        }
        if done.is_empty() && bulk.nothing_done_is_refused {
            return Err(Why::NothingDone);
        }
        *contacts = after;
        done.sort_by_key(|(position, _)| *position);
        if bulk.answered_backwards {
            done.reverse();
        }
        let count = |count: usize| -> Value {
            let text = if bulk.decimal_counts { format!("{count}.0") } else { count.to_string() };
            serde_json::from_str(&text).expect("a number")
        };
        let mut answer = object([
            ("totalRequested", count(records.len())),
            ("successful", count(done.len())),
            ("failed", count(failed.len())),
            ("successfulRecords", done.into_iter().map(|(_, item)| item).collect()),
            ("failedRecords", failed.into()),
        ]);
        self.extra(&mut answer, "skipped", json!([]));
        self.extra(&mut answer, "status", json!("as good as it gets"));
        Ok((self.choices.accepted.batch, Value::Object(answer)))
    }

    fn update_one(&self, contacts: &mut Contacts, record: &Value) -> Result<Contact, Why> {
        let mut fields = self.fields(record, Page::Batch)?;
        let id = fields.id.take().ok_or(Why::Shape)?;
        let mut contact = contacts.by_id.get(&id).cloned().ok_or_else(|| self.nobody(&id))?;
        contact.take(fields);
        if !self.choices.unusual {
            contact.full_name = None;
        }
        self.touch(&mut contact);
        contacts.keep(contact.clone(), &self.choices)?;
        Ok(contact)
    }

    fn touch(&self, contact: &mut Contact) {
        if !self.choices.unusual {
            contact.updated = self.now();
        }
    }

    fn new_id(&self) -> String {
        let id = Uuid::new_v4();
        if self.choices.unusual {
            return format!("№ {}/α?b=c", id.as_fields().0);
        }
        id.simple().to_string()[8..].to_owned()
    }

    fn nobody(&self, id: &str) -> Why {
        let may_be = id.len() == 24 && id.chars().all(|c| c.is_ascii_hexdigit());
        if may_be || self.choices.unusual { Why::Unknown } else { Why::MalformedId }
    }
}
