//! Parameters: of paths, queries, headers and cookies, and those that stand for the server.

use serde_json::Value;

use super::Loader;
use crate::contract::error::{At, ContractError};
use crate::contract::inherit::Inherited;
use crate::contract::node::followed;
use crate::contract::one_way::Way;
use crate::contract::operation::{Parameter, ParameterPlace};
use crate::contract::printed::{PrintedSchema, text_of};
use crate::model::ListStyle;

/// Headers that OpenAPI has other places for: as parameters they are ignored (section 4.8.12.1).
const ELSEWHERE: [&str; 3] = ["Accept", "Content-Type", "Authorization"];

/// What is known of a parameter as a list.
#[derive(Clone, Copy, PartialEq)]
enum List {
    /// It is none, or one that is sent as it stands.
    None,
    Sent(ListStyle),
    /// Its style is none that is written here.
    Unread,
}

impl Loader<'_> {
    /// The parameters of an operation; its own take the place of its path's.
    pub(super) fn parameters(
        &self,
        operation: &str,
        item: &Value,
        own: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Vec<Parameter>, ContractError> {
        let mut parameters = self.listed(operation, item, above, &at.above())?;
        for own in self.listed(operation, own, above, at)? {
            match parameters.iter_mut().find(|other| other.is_that_of(&own)) {
                Some(other) => *other = own,
                None => parameters.push(own),
            }
        }
        parameters.retain(|one| one.place != ParameterPlace::Header || !is_elsewhere(&one.name));
        Ok(parameters)
    }

    fn listed(
        &self,
        operation: &str,
        holder: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Vec<Parameter>, ContractError> {
        let mut found: Vec<Parameter> = Vec::new();
        let listed = holder.get("parameters").and_then(Value::as_array);
        for (index, parameter) in listed.into_iter().flatten().enumerate() {
            let at = at.down("parameters").down(&index.to_string());
            let parameter = self.parameter(operation, parameter, above, &at)?;
            if found.iter().any(|other| other.is_that_of(&parameter)) {
                let place = parameter.place.name();
                return Err(at.error(format!("`{}` in the {place} is there twice", parameter.name)));
            }
            found.push(parameter);
        }
        Ok(found)
    }

    fn parameter(
        &self,
        operation: &str,
        value: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Parameter, ContractError> {
        let (value, at) = &followed(&self.document, value, at)?;
        let own = above.refine(value, &self.pages, at)?;
        let name = value
            .get("name")
            .and_then(Value::as_str)
            .ok_or_else(|| at.error("a parameter needs a `name`"))?;
        let place = match value.get("in").and_then(Value::as_str) {
            Some("path") => ParameterPlace::Path,
            Some("query") => ParameterPlace::Query,
            Some("header") => ParameterPlace::Header,
            Some("cookie") => ParameterPlace::Cookie,
            _ => return Err(at.down("in").error("`in` must be path, query, header or cookie")),
        };
        let required = value.get("required").and_then(Value::as_bool).unwrap_or(false);
        if place == ParameterPlace::Path && !required {
            return Err(at.error(format!("`{name}` is `in: path`, so write `required: true`")));
        }
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let clause = format!("{operation}.request.{}.{name}", place.name());
        let list = self.list(place, value, at)?;
        let is_read = list != List::Unread;
        let schema = if is_read { self.value((name, &clause), value, &own, at)? } else { None };
        Ok(Parameter {
            schema,
            list: match list {
                List::Sent(style) => Some(style),
                _ => None,
            },
            clause,
            name: name.into(),
            place,
            required,
            may_be_empty: value.get("allowEmptyValue") == Some(&Value::Bool(true)),
            level: own.level,
            setting: text("x-setting").unwrap_or_else(|| name.into()),
            resource: text("x-resource"),
            is_implied: false,
            state: None,
            fill: text("x-fill"),
            documented: if required { self.documented(value, at)? } else { None },
            unknown: text("x-unknown"),
            source: own.source,
            description: text("description"),
            not_observable: own.not_observable,
        })
    }

    /// How a list travels.
    fn list(
        &self,
        place: ParameterPlace,
        parameter: &Value,
        at: &At<'_>,
    ) -> Result<List, ContractError> {
        let Some(schema) = parameter.get("schema") else { return Ok(List::None) };
        let (schema, _) = followed(&self.document, schema, &at.down("schema"))?;
        if schema.get("type").is_none_or(|kind| kind != "array") {
            return Ok(List::None);
        }
        let style = parameter.get("style").and_then(Value::as_str);
        let explode = parameter.get("explode").and_then(Value::as_bool);
        Ok(match (place, style) {
            (ParameterPlace::Query, _) => {
                ListStyle::of(style, explode).map_or(List::Unread, List::Sent)
            }
            (ParameterPlace::Path, None | Some("simple")) => List::Sent(ListStyle::Commas),
            (ParameterPlace::Header, None | Some("simple")) => List::None,
            _ => List::Unread,
        })
    }

    /// A value that the documentation names, as it is sent.
    fn documented(&self, parameter: &Value, at: &At<'_>) -> Result<Option<String>, ContractError> {
        let Some(schema) = parameter.get("schema") else { return Ok(None) };
        let (schema, _) = followed(&self.document, schema, &at.down("schema"))?;
        let named = ["const", "default"].iter().find_map(|key| schema.get(*key));
        let named = named.or_else(|| schema.get("enum")?.get(0));
        Ok(named.and_then(|value| {
            value.as_bool().map_or_else(|| text_of(value), |flag| Some(flag.to_string()))
        }))
    }

    /// What is documented of its value. Levels of facets that the parameter doesn't name are its own.
    fn value(
        &self,
        named: (&str, &str),
        parameter: &Value,
        own: &Inherited,
        at: &At<'_>,
    ) -> Result<Option<PrintedSchema>, ContractError> {
        let mut printed = self.printed(Way::Request, named, parameter, own, at)?;
        let facets = printed.iter_mut().flat_map(|printed| {
            let of_items = printed.root.items.iter_mut().flat_map(|items| &mut items.facets);
            printed.root.facets.iter_mut().chain(of_items)
        });
        for facet in facets {
            if !own.facet_levels.contains_key(&facet.name) {
                facet.level = own.level;
            }
        }
        Ok(printed)
    }

    /// The host is documented as a path parameter; OpenAPI has it in `servers`.
    pub(super) fn server_variables(
        &self,
        operation: &str,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Vec<Parameter>, ContractError> {
        let mut found = Vec::new();
        let Some(Value::Object(variables)) = self.document.pointer("/servers/0/variables") else {
            return Ok(found);
        };
        for (name, value) in variables {
            let own = above.refine(value, &self.pages, at)?;
            found.push(Parameter {
                clause: format!("{operation}.request.server.{name}"),
                name: name.clone(),
                place: ParameterPlace::Path,
                required: false,
                level: own.level,
                may_be_empty: false,
                schema: None,
                list: None,
                setting: name.clone(),
                resource: None,
                is_implied: false,
                state: None,
                fill: None,
                documented: None,
                unknown: None,
                source: own.source,
                description: value.get("description").and_then(Value::as_str).map(str::to_owned),
                not_observable: Some(
                    own.not_observable
                        .unwrap_or_else(|| "the target's base URL stands for it".into()),
                ),
            });
        }
        Ok(found)
    }
}

/// Whether OpenAPI ignores a header parameter of this name.
pub(super) fn is_elsewhere(name: &str) -> bool {
    ELSEWHERE.iter().any(|other| name.eq_ignore_ascii_case(other))
}
