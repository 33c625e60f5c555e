//! What is sent of a contact, and what of it a server takes.

use serde_json::{Map, Value};

use super::super::{Service, Why};
use super::{Page, Partial};

/// What was sent of a contact.
#[derive(Default)]
pub(super) struct Fields {
    pub id: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub full_name: Option<String>,
    pub salutation: Option<String>,
    pub number: Option<String>,
    pub country_code: Option<String>,
    pub extension: Option<String>,
}

impl Service {
    pub(super) fn fields(&self, record: &Value, page: Page) -> Result<Fields, Why> {
        let picky = self.choices.picky;
        let members = record.as_object().ok_or(Why::Shape)?;
        let of_page: &[&str] = match page {
            Page::Batch => &["id", "fullName"],
            Page::Create | Page::Update => &[],
        };
        only(members, &["firstName", "lastName", "salutation", "cellPhone"], of_page, picky)?;
        let text = |members: &Map<String, Value>, name: &str| match members.get(name) {
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Why::Shape),
            None if page == Page::Update => Ok(None),
            None => Err(Why::Shape),
        };
        let mut fields = Fields {
            first_name: text(members, "firstName")?,
            last_name: text(members, "lastName")?,
            salutation: text(members, "salutation")?,
            ..Fields::default()
        };
        if page == Page::Batch {
            fields.id = text(members, "id")?;
            fields.full_name = match members.get("fullName") {
                Some(Value::String(text)) => Some(text.clone()),
                Some(_) if !self.choices.unusual => return Err(Why::Shape),
                _ => None,
            };
        }
        match members.get("cellPhone") {
            Some(Value::Object(phone)) => {
                only(phone, &["phoneNumber", "countryCode", "extension"], &[], picky)?;
                fields.number = text(phone, "phoneNumber")?;
                fields.country_code = text(phone, "countryCode")?;
                fields.extension = text(phone, "extension")?;
            }
            Some(_) => return Err(Why::Shape),
            None if page == Page::Update => {}
            None => return Err(Why::Shape),
        }
        if page == Page::Update {
            self.says_enough(&fields)?;
        }
        let digit = |c: char| c.is_ascii_digit() || (!picky && !c.is_ascii() && c.is_numeric());
        let right = |number: &String| !number.is_empty() && number.chars().all(digit);
        let checked = page != Page::Update || !self.choices.unusual;
        if checked && fields.number.as_ref().is_some_and(|number| !right(number)) {
            return Err(Why::Format);
        }
        if picky && !fields.are_expected() {
            return Err(Why::LeftOpen);
        }
        Ok(fields)
    }

    fn says_enough(&self, fields: &Fields) -> Result<(), Why> {
        let phone = [&fields.number, &fields.country_code, &fields.extension];
        let names = [&fields.first_name, &fields.last_name, &fields.salutation];
        let there = |list: &[&Option<String>]| list.iter().filter(|text| text.is_some()).count();
        let enough = match self.choices.partial {
            Partial::Merged => true,
            Partial::Refused => there(&phone) + there(&names) == 6,
            Partial::WholeNumbers => there(&phone) % 3 == 0,
        };
        if enough { Ok(()) } else { Err(Why::Partial) }
    }
}

impl Fields {
    /// Whether there is nothing in them that the documentation leaves open.
    fn are_expected(&self) -> bool {
        let all =
            |text: &Option<String>, right: &dyn Fn(&str) -> bool| text.as_deref().is_none_or(right);
        let name = |text: &str| {
            let plain = |c: char| !c.is_control() || matches!(c, '\t' | '\n');
            !text.trim().is_empty() && text.chars().count() <= 250 && text.chars().all(plain)
        };
        let code = |text: &str| {
            let digits = text.strip_prefix('+').unwrap_or_default();
            (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        all(&self.first_name, &name)
            && all(&self.last_name, &name)
            && all(&self.salutation, &|text| ["Mr", "mr", "Mr.", "Mrs."].contains(&text))
            && all(&self.country_code, &code)
            && all(&self.extension, &|text| !text.is_empty())
            && all(&self.number, &|text| (6..=14).contains(&text.len()))
    }
}

/// Sees that a picky server finds nothing else.
fn only(
    members: &Map<String, Value>,
    known: &[&str],
    more: &[&str],
    picky: bool,
) -> Result<(), Why> {
    let right = |name: &String| known.contains(&name.as_str()) || more.contains(&name.as_str());
    if picky && !members.keys().all(right) { Err(Why::LeftOpen) } else { Ok(()) }
}
