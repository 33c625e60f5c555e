//! An operation as the contract describes it.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use super::answer::Answers;
use super::body::BodySchema;
use super::node::Node;
use super::printed::PrintedSchema;
use super::resource::Resource;
use super::rule::{Records, Rule, Unique};
use super::rules::whole_field;
use crate::model::{Body, Credential, Draft, Level, ListStyle, Source};

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl ParameterPlace {
    /// As it stands in clause ids and in OpenAPI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// A parameter of the path or query, a header or a cookie.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name as documented.
    pub name: String,
    /// Where it travels.
    pub place: ParameterPlace,
    /// Whether it is marked required.
    pub required: bool,
    /// How binding that mark is.
    pub level: Level,
    /// Its clause; facets append `:name`.
    pub clause: String,
    /// Whether it may be sent without a value (`allowEmptyValue`).
    pub may_be_empty: bool,
    /// What is documented of its value.
    pub schema: Option<PrintedSchema>,
    /// How it travels, where it is a list in a path or query.
    pub list: Option<ListStyle>,
    /// The target's value that fills it.
    pub setting: String,
    /// The resource whose id it is.
    pub resource: Option<String>,
    /// Whether only the paths say so.
    pub is_implied: bool,
    /// The state of it that is meant, where not any will do.
    pub state: Option<String>,
    /// Template of a value that will do, where the target has none for it.
    pub fill: Option<String>,
    /// A value that the documentation itself names, where one is required: its default, or the first of those
    /// that are allowed. An example may be of another target, so it is none.
    pub documented: Option<String>,
    /// Template of an id that nothing has.
    pub unknown: Option<String>,
    /// Where it stands.
    pub source: Source,
    /// The documentation's words.
    pub description: Option<String>,
    /// Why nothing shows whether it is kept.
    pub not_observable: Option<String>,
}

impl Parameter {
    /// Whether another is documented of the same thing.
    pub(super) fn is_that_of(&self, other: &Self) -> bool {
        let same_name = match self.place {
            ParameterPlace::Header => self.name.eq_ignore_ascii_case(&other.name),
            _ => self.name == other.name,
        };
        self.place == other.place && same_name
    }

    /// Its value in a request, if it has one there.
    pub fn value_in<'a>(&self, draft: &'a Draft) -> Option<&'a str> {
        match self.place {
            ParameterPlace::Path => draft.path.get(&self.name).map(String::as_str),
            ParameterPlace::Query => draft.query.get(&self.name).map(String::as_str),
            ParameterPlace::Header => draft.header(&self.name),
            ParameterPlace::Cookie => draft.cookies.get(&self.name).map(String::as_str),
        }
    }
}

/// A contradiction declared in the contract.
#[derive(Clone, Debug)]
pub struct DeclaredDefect {
    /// Its name in the operation.
    pub name: String,
    /// What contradicts what.
    pub text: String,
    /// Where.
    pub source: Source,
    /// Which contradictions it explains, as `kind place`; `*` stands for any text. Empty where only
    /// a person can see it.
    pub explains: Vec<String>,
}

/// What a page prints besides its tables and samples: compared with them, and never sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Printed {
    /// The endpoint: `https://{host}/notes/{{id}}`.
    pub endpoint: Option<String>,
    /// The authorization row: `auth: {{JWT}}`.
    pub authorization: Option<String>,
    /// Names in the table of path parameters.
    pub path_parameters: Option<Vec<String>>,
    /// Names in the table of headers.
    pub headers: Option<Vec<String>>,
    /// The sample request as a `curl` command.
    pub command: Option<String>,
}

/// A documented operation.
#[derive(Debug)]
pub struct Operation {
    /// The API's name.
    pub api: String,
    /// Its id.
    pub id: String,
    /// The HTTP method, upper case.
    pub method: String,
    /// The path with `{parameters}`.
    pub path: String,
    /// Where it is documented.
    pub source: Source,
    /// What varies in its path, query, headers and cookies.
    pub parameters: Vec<Parameter>,
    /// What it asks for: any of these, and all the credentials of it at once.
    pub security: Vec<Vec<Credential>>,
    /// The request's body.
    pub request: Option<BodySchema>,
    /// The media types of its body, where nothing here can write any of them.
    pub unsendable: Option<String>,
    /// The body of an accepting answer: the first that is documented.
    pub response: Option<Arc<BodySchema>>,
    /// Its documented answers.
    pub answers: Answers,
    /// How records of request and answer correspond.
    pub records: Option<Records>,
    /// Its behaviour rules.
    pub rules: Vec<Rule>,
    /// Its page's contradictions.
    pub defects: Vec<DeclaredDefect>,
    /// What its page prints in words and commands.
    pub printed: Printed,
    /// Headers of answers about records that later requests of the API are filled with, in small letters.
    pub kept_headers: Vec<String>,
    /// Clauses of what its requests are filled with that answers told.
    pub repeated: Vec<String>,
}

impl Operation {
    /// The body that a request of it begins with: as printed, or else made of its schema.
    pub fn example(&self) -> Option<&Value> {
        self.request.as_ref()?.example()
    }

    /// A request of it with nothing in it but the credentials of its first alternative.
    pub fn draft(&self) -> Draft {
        Draft {
            api: self.api.clone(),
            operation: self.id.clone(),
            method: self.method.clone(),
            path_template: self.path.clone(),
            credentials: self.security.first().cloned().unwrap_or_default(),
            path_lists: self.lists(ParameterPlace::Path).map(|(name, _)| name).collect(),
            query_lists: self.lists(ParameterPlace::Query).collect(),
            form: self.request.as_ref().and_then(|request| request.form.clone()),
            ..Draft::default()
        }
    }

    /// Gives the body of one of its requests the types that it arrives with.
    pub fn settle(&self, draft: &mut Draft) {
        if let (Some(request), Body::Json(body)) = (&self.request, &mut draft.body)
            && request.form.is_some()
        {
            *body = request.settled(body.take());
        }
    }

    fn lists(&self, place: ParameterPlace) -> impl Iterator<Item = (String, ListStyle)> {
        let there = self.parameters.iter().filter(move |parameter| parameter.place == place);
        there.filter_map(|parameter| Some((parameter.name.clone(), parameter.list?)))
    }

    /// The id of one of its clauses.
    pub fn clause(&self, rest: &str) -> String {
        [&self.id, ".", rest].concat()
    }

    /// The things that its path names by their ids, with the parameters; what the others belong to
    /// stands before them.
    pub fn named_in_path(&self) -> impl DoubleEndedIterator<Item = (&str, &Parameter)> {
        let in_path = self.parameters.iter().filter(|one| one.place == ParameterPlace::Path);
        in_path.filter_map(|parameter| Some((parameter.resource.as_deref()?, parameter)))
    }

    /// The parameter of its path that is the id of a resource.
    pub fn path_id_of(&self, resource: &str) -> Option<&Parameter> {
        self.named_in_path().find(|(named, _)| *named == resource).map(|(_, parameter)| parameter)
    }

    /// Every credential that may be sent.
    pub fn credentials(&self) -> impl Iterator<Item = &Credential> {
        self.security.iter().flatten()
    }

    /// The clause of a credential, or with a facet's name one of its facets.
    pub fn credential_clause(&self, credential: &Credential, facet: &str) -> String {
        let place = credential.place.name();
        self.clause(&format!("request.{place}.{}{facet}", credential.name))
    }

    /// A rule by its name.
    pub fn rules_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |rule| rule.name == name)
    }

    /// A parameter by place and name (headers in any case).
    pub fn parameter(&self, place: ParameterPlace, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| {
            parameter.place == place
                && if place == ParameterPlace::Header {
                    parameter.name.eq_ignore_ascii_case(name)
                } else {
                    parameter.name == name
                }
        })
    }

    /// Whether its body is merged into what is there (RFC 7396).
    pub fn merges(&self) -> bool {
        let media_type = self.request.as_ref().map(|request| request.media_type.as_str());
        media_type.is_some_and(|name| name.starts_with("application/merge-patch+json"))
    }

    /// Whether a record can be without a field that a request of it left out. The server has some of itself: ids, the only
    /// value that there is, and what every answer has, by a default that nobody is told.
    pub fn can_lose(&self, name: &str, node: &Node) -> bool {
        let records = self.records.as_ref();
        let ids = records.map(|records| [records.id.as_deref(), records.sent_id.as_deref()]);
        let is_id = ids.iter().flatten().flatten().any(|id| *id == name)
            || self.parameter(ParameterPlace::Path, name).is_some();
        let answered = self.response.as_ref().map(|body| &body.root);
        let told = answered.and_then(|root| root.find(&whole_field(name, records)));
        let both = || [Some(node), told].into_iter().flatten();
        let has = |key: &str| both().any(|one| one.schema.contains_key(key));
        let is_one_value = has("const")
            || both().any(|one| {
                one.schema.get("enum").and_then(Value::as_array).is_some_and(|all| all.len() < 2)
            });
        let is_always = told.is_some_and(|told| told.required && !told.allows_type("null"));
        let is_judged = node.level != Level::May && node.not_observable.is_none();
        is_judged && !is_id && !is_one_value && (!is_always || has("default"))
    }

    /// Whether it changes nothing (RFC 9110, section 9.2.1).
    pub fn reads(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE")
    }

    /// Whether it makes records, rather than changes some that are named.
    pub fn makes_records(&self) -> bool {
        // Who reads lists what others made, too.
        let Some(records) = self.records.as_ref().filter(|_| !self.reads()) else { return false };
        let made = records.resource.as_ref().filter(|made| self.path_id_of(made).is_none());
        made.is_some() && records.sent_id.is_none()
    }

    /// The field of its answer, in the whole body, that tells the id of a record.
    pub fn record_id_field(&self) -> Option<String> {
        let records = self.records.as_ref()?;
        Some(whole_field(records.id.as_deref()?, Some(records)))
    }

    /// Whether a request may hold several records.
    pub fn many(&self) -> bool {
        self.records.as_ref().is_some_and(Records::many)
    }

    /// The rule that lets no two records have one value, if it has one.
    pub fn unique(&self) -> Option<(&Rule, &Unique)> {
        self.rules.iter().find_map(|rule| Some((rule, rule.unique()?)))
    }

    /// Whether bad records may be refused one by one in an accepting answer.
    pub fn refuses_records_apart(&self) -> bool {
        self.records.as_ref().is_some_and(|records| records.failed.is_some())
    }
}

/// A documented API.
#[derive(Debug)]
pub struct Api {
    /// How targets, tags and reports call it.
    pub name: String,
    /// The document's title.
    pub title: String,
    /// The document's file.
    pub file: String,
    /// Its operations by id.
    pub operations: IndexMap<String, Operation>,
    /// Its security schemes by name, those that no operation asks for among them.
    pub schemes: Vec<String>,
    /// Things with ids.
    pub resources: IndexMap<String, Resource>,
    /// Whether the document names no resource itself, so that its paths alone say what there is.
    pub is_plain: bool,
    /// What it says in words of OpenAPI 3.0, though it is of 3.1, each with its place.
    pub older: Vec<String>,
    /// Keywords and formats that are nearly known ones and promise nothing, each with its place.
    pub slips: Vec<String>,
}

impl Api {
    /// The operation that shows a record of a resource and changes nothing by that.
    pub fn reader_of(&self, resource: &str) -> Option<&str> {
        let observer = self.resources.get(resource)?.observed_by.as_deref()?;
        self.operations.get(observer).filter(|operation| operation.reads()).map(|_| observer)
    }
}
