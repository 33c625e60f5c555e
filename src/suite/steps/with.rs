//! What is different about a request.

use std::sync::Arc;

use cucumber::gherkin::Step;
use cucumber::given;
use serde_json::Value;

use crate::contract::place::get;
use crate::contract::{Operation, ParameterPlace, strict};
use crate::model::{Body, Draft};
use crate::suite::world::World;
use crate::target::no_header;

/// Far longer than anything that is documented, and no more than fits into any memory.
const LONGEST: usize = 16 << 20;

#[given(expr = "without the header {string}")]
async fn without_header(world: &mut World, name: String) {
    world.leave_out(ParameterPlace::Header, &name);
}

#[given(expr = "with the header {string} left empty")]
async fn empty_header(world: &mut World, name: String) {
    world.set_header(&name, String::new());
}

#[given(expr = "with the header {string} set to {string}")]
async fn header_set(world: &mut World, name: String, value: String) {
    let value = unescaped(&value);
    world.hint_at_words(&value);
    world.set_header(&name, value);
}

#[given(expr = "without the path parameter {string}")]
async fn without_path_parameter(world: &mut World, name: String) {
    world.set_path(&name, String::new());
}

#[given(expr = "with the path parameter {string} set to {string}")]
async fn path_parameter_set(world: &mut World, name: String, value: String) {
    let value = unescaped(&value);
    world.hint_at_words(&value);
    world.set_path(&name, value);
}

#[given(expr = "without the query parameter {string}")]
async fn without_query_parameter(world: &mut World, name: String) {
    world.leave_out(ParameterPlace::Query, &name);
}

#[given(expr = "with the query parameter {string} set to {string}")]
async fn query_parameter_set(world: &mut World, name: String, value: String) {
    let value = unescaped(&value);
    world.hint_at_words(&value);
    world.hint_at_name(ParameterPlace::Query, &name);
    world.change(|draft| {
        draft.query.insert(name.clone(), value);
        Ok(())
    });
}

#[given(expr = "without the cookie {string}")]
async fn without_cookie(world: &mut World, name: String) {
    world.leave_out(ParameterPlace::Cookie, &name);
}

#[given(expr = "with the cookie {string} set to {string}")]
async fn cookie_set(world: &mut World, name: String, value: String) {
    let value = unescaped(&value);
    // All cookies are one header.
    if let Some(fault) = no_header("Cookie", &format!("{name}={value}")) {
        return world.mistake(fault.replace("`Cookie`", &format!("the cookie {name:?}")));
    }
    world.hint_at_words(&value);
    world.hint_at_name(ParameterPlace::Cookie, &name);
    world.change(|draft| {
        draft.cookies.insert(name.clone(), value);
        Ok(())
    });
}

#[given("without a body")]
async fn without_body(world: &mut World) {
    let context = Arc::clone(&world.context);
    let body = world.documented(&context).and_then(|operation| operation.request.as_ref());
    let optional = body.is_some_and(|body| !body.required);
    world.change(|draft| {
        draft.body = Body::Absent;
        // A request that may go without names no media type then.
        if optional {
            draft.headers.retain(|name, _| !name.eq_ignore_ascii_case("Content-Type"));
        }
        Ok(())
    });
}

#[given(regex = r"^with the body (.+)$")]
async fn body(world: &mut World, text: String) {
    let body = as_body(world.takes_form(), text);
    if let Body::Json(value) = &body {
        world.hint_at_words_in(value);
    }
    world.change(|draft| {
        draft.body = body;
        draft.meant = None;
        Ok(())
    });
}

#[given("with this body:")]
async fn body_block(world: &mut World, step: &Step) {
    let text = step.docstring.clone();
    world.change(|draft| {
        let text = text.ok_or("the step needs a block of text below it")?;
        draft.meant = None;
        draft.body = as_body(draft.form.is_some(), without_media_type(&text).trim().to_owned());
        Ok(())
    });
}

/// A block of text without what stands on the line that opens it: editors colour the block by it.
fn without_media_type(text: &str) -> String {
    match text.split_once('\n') {
        Some((named, rest)) if !named.trim().is_empty() => textwrap::dedent(rest),
        _ => text.to_owned(),
    }
}

/// A text in quotes without the backslashes before quotes in it (Cucumber Expressions, `{string}`).
fn unescaped(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\'", "'")
}

/// So many letters.
pub(super) fn letters(length: usize) -> Result<String, String> {
    Ok(('a'..='z').cycle().take(bounded(length)?).collect())
}

/// How long a text is, if it may be.
pub(super) fn bounded(length: usize) -> Result<usize, String> {
    match length <= LONGEST {
        true => Ok(length),
        false => Err(format!("a text of a request has no more than {LONGEST} letters")),
    }
}

/// JSON where it is that, so that its records are known; other text stays to the letter, and so does
/// that of a form, which could be written in several ways.
pub(super) fn as_body(is_form: bool, text: String) -> Body {
    match strict::from_json(text.as_bytes()) {
        Ok(value) if !is_form => Body::Json(value),
        _ => Body::Raw(text.into_bytes()),
    }
}

impl World {
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Draft) -> Result<(), String>) {
        if self.ended() {
            return;
        }
        let context = Arc::clone(&self.context);
        let result = match self.drafts.last_mut() {
            Some(draft) => change(draft).map(|()| {
                if let Some(operation) = context.contract.operation(&draft.operation) {
                    operation.settle(draft);
                }
            }),
            None => Err("there is no request yet; begin with `Given a valid … request`".into()),
        };
        if let Err(message) = result {
            self.mistake(message);
        }
    }

    /// Whether the body of the request travels as a form.
    fn takes_form(&self) -> bool {
        self.drafts.last().is_some_and(|draft| draft.form.is_some())
    }

    /// Leaves out what is there, or may be; what the target file fills only the credential's own step
    /// leaves out.
    fn leave_out(&mut self, place: ParameterPlace, name: &str) {
        let context = Arc::clone(&self.context);
        let operation = self.documented(&context);
        let documented = operation.is_some_and(|operation| {
            operation.parameter(place, name).is_some() || name.eq_ignore_ascii_case("Content-Type")
        });
        self.change(|draft| {
            let (values, exactly) = match place {
                ParameterPlace::Header => (&mut draft.headers, false),
                ParameterPlace::Query => (&mut draft.query, true),
                ParameterPlace::Cookie => (&mut draft.cookies, true),
                ParameterPlace::Path => (&mut draft.path, true),
            };
            let before = values.len();
            values.retain(|key, _| key != name && (exactly || !key.eq_ignore_ascii_case(name)));
            if documented || values.len() < before {
                return Ok(());
            }
            let credential = draft.credentials.iter().find(|one| one.name == name);
            Err(match credential {
                Some(one) => format!(
                    "`{name}` is a credential: write `with {} that is missing`",
                    match draft.credentials.len() {
                        1 => "a credential".to_owned(),
                        _ => format!("the credential \"{}\"", one.scheme),
                    }
                ),
                None => format!("the request has no `{name}` that could be left out"),
            })
        });
    }

    pub(super) fn set_header(&mut self, name: &str, value: String) {
        // Whatever came before it in the scenario: no answer makes a header of this.
        if let Some(fault) = no_header(name, &value) {
            return self.mistake(fault);
        }
        self.hint_at_name(ParameterPlace::Header, name);
        self.change(|draft| {
            let key = draft.headers.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned();
            draft.headers.insert(key.unwrap_or_else(|| name.to_owned()), value);
            Ok(())
        });
    }

    pub(super) fn set_path(&mut self, name: &str, value: String) {
        self.change(|draft| match draft.path.get_mut(name) {
            // Such a step leads nowhere, or back (RFC 3986, section 3.3): another resource would answer.
            Some(_)
                if matches!(value.as_str(), "." | "..")
                    && draft.path_template.split('/').any(|part| part == format!("{{{name}}}")) =>
            {
                Err(format!("a path can't hold `{value}` as a value: it is sent without it"))
            }
            Some(place) => {
                *place = value;
                Ok(())
            }
            None => {
                let known: Vec<String> = draft.path.keys().cloned().collect();
                let known = match known.is_empty() {
                    true => "it has none".to_owned(),
                    false => format!("it has {}", known.join(", ")),
                };
                Err(format!("{} has no path parameter `{name}` ({known})", draft.operation))
            }
        });
    }

    pub(super) fn change_record(
        &mut self,
        index: usize,
        change: impl FnOnce(&mut Value) -> Result<(), String>,
    ) {
        let context = Arc::clone(&self.context);
        let documented = self.documented(&context);
        let many = documented.is_some_and(Operation::many);
        self.change(|draft| {
            let Body::Json(body) = &mut draft.body else {
                return Err("the request has no body with fields".into());
            };
            let record = match many {
                true => body.get_mut(index),
                false => Some(body).filter(|_| index == 0),
            };
            let record = record
                .ok_or_else(|| format!("the request has no record {}", index.wrapping_add(1)))?;
            change(record)?;
            let request = documented.and_then(|operation| operation.request.as_ref());
            match request.and_then(|request| request.unsaid(record)) {
                None => Ok(()),
                Some(field) => Err(format!(
                    "the body is a form, which has no word for all of `{field}` ({}); \
                     write another value, or `without the field \"{field}\"`",
                    get(record, field).unwrap_or(&Value::Null)
                )),
            }
        });
    }
}
