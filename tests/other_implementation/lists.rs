//! The operation on contact lists.

use serde_json::{Value, json};

use super::{Outcome, Service, Why, looks_like, object, wire::Asked};

impl Service {
    pub(super) fn update_list(
        &self,
        asked: &Asked,
        application: &str,
        list: &str,
        body: &Value,
    ) -> Outcome {
        let unusual = self.choices.unusual;
        let known = self.choices.known();
        if list != known.list {
            let may_be = looks_like(list, "cl-") || unusual;
            return Err(if may_be { Why::Unknown } else { Why::MalformedId });
        }
        let members = body.as_object().ok_or(Why::Shape)?;
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let (Some(name), Some(source)) = (text("name"), text("source")) else {
            return Err(Why::Shape);
        };
        if members.get("description").is_some_and(|text| !text.is_string())
            || !members.get("allowDuplicates").is_some_and(Value::is_boolean)
        {
            return Err(Why::Shape);
        }
        let documented = ["name", "description", "source", "allowDuplicates"];
        let expected = source == "passiveApiIntegration"
            && !name.trim().is_empty()
            && !name.contains('\0')
            && name.len() < 5000
            && members.keys().all(|name| documented.contains(&name.as_str()));
        if self.choices.picky && !expected {
            return Err(Why::LeftOpen);
        }
        let id = |like: &'static str| Value::from(if unusual { "somebody" } else { like });
        let mut inner = object([
            ("name", name.into()),
            ("orgId", id("o-0e9a2b7c-1111-5222-8333-444455556666")),
            ("iId", application.into()),
            ("listType", "carrier pigeon".into()),
            ("accountId", asked.header("accountId").into()),
            ("updatedBy", id("u-0e9a2b7c-1111-5222-8333-444455556666")),
        ]);
        self.extra(&mut inner, "entries", json!([{ "id": 1 }, null]));
        let mut data = object([("contactListId", list.into()), ("body", inner.into())]);
        self.extra(&mut data, "name", json!(["another", "name"]));
        let message = if unusual { "Done.".into() } else { format!("»{name}« is as you wish") };
        let mut answer = object([
            ("status", "success".into()),
            ("message", message.into()),
            ("data", data.into()),
        ]);
        self.extra(&mut answer, "body", Value::Null);
        Ok((self.choices.accepted.updated, Value::Object(answer)))
    }
}
