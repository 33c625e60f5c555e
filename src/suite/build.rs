//! Requests built from the contract's samples.

use serde_json::Value;

use super::fresh::Fresh;
use crate::check::{Memory, Remembered};
use crate::contract::{Api, Node, Operation, Parameter, ParameterPlace};
use crate::model::{Body, Credential, Draft};
use crate::spelling::a;
use crate::target::{Target, value_key};

/// How many records a request has at most.
const RECORDS: usize = 10_000;

/// Why a request can't be built.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unbuildable {
    /// The target's settings lack something: the scenario is skipped.
    Setting(String),
    /// No answer has told yet what the request says of a record: one that reads it may.
    Untold {
        /// What the record is.
        resource: String,
        /// Which of the scenario's it is.
        position: usize,
        /// What is not known, in words.
        reason: String,
    },
    /// The feature or the contract is wrong.
    Mistake(String),
}

/// What a scenario says of a request that it prepares.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// How many records, if the scenario says so.
    pub records: Option<usize>,
    /// Which of the scenario's records it names first.
    pub first: usize,
    /// What that is called: then it is in the state of that name, or in any, whatever the operation asks for.
    pub called: Option<&'a str>,
    /// The sample itself (masks filled), not a request of the run's own.
    pub as_printed: bool,
}

impl<'a> Wish<'a> {
    /// One record.
    pub const ONE: Self = Self { records: Some(1), first: 0, called: None, as_printed: false };

    /// About the record at this place among all of a resource.
    pub fn about(resource: &'a str, position: usize) -> Self {
        Self { first: position, called: Some(resource), ..Self::default() }
    }
}

/// What a request is built from.
pub struct Ingredients<'a> {
    /// The API.
    pub api: &'a Api,
    /// The operation.
    pub operation: &'a Operation,
    /// The target's values.
    pub target: &'a Target,
    /// What the scenario has made.
    pub memory: &'a Memory,
    /// What it would have made and could not: names of resources.
    pub unmade: &'a [String],
    /// Values of this run's own.
    pub fresh: &'a Fresh,
    /// What the scenario says of it.
    pub wish: Wish<'a>,
}

impl Ingredients<'_> {
    /// A request that meets everything documented.
    ///
    /// # Errors
    /// When the target lacks a value, or the scenario an existing record.
    pub fn build(&self) -> Result<Draft, Unbuildable> {
        let operation = self.operation;
        let mut draft = Draft { known_ids: self.known_ids(), ..operation.draft() };
        let settings = self.target.apis.get(&self.api.name).map(|api| &api.credentials);
        let has = |credential: &Credential| {
            settings.is_some_and(|settings| settings.contains_key(&credential.scheme))
        };
        match operation.security.iter().find(|one| one.iter().all(has)) {
            Some(ready) => draft.credentials.clone_from(ready),
            // What none is required for goes without.
            None => draft.credentials.retain(|credential| credential.required),
        }
        if let Some(media_types) = &operation.unsendable {
            return Err(Unbuildable::Setting(format!(
                "{} takes {media_types}, and docproof writes JSON and forms only",
                operation.id
            )));
        }
        if let Some(count) = self.wish.records.filter(|count| *count != 1 && !operation.many()) {
            return Err(Unbuildable::Mistake(format!(
                "{} takes one record at a time (`x-records` in {}), so a request for {count} is none",
                operation.id, self.api.file
            )));
        }
        if self.wish.records.is_some_and(|count| count > RECORDS) {
            return Err(Unbuildable::Mistake(format!(
                "a request has no more than {RECORDS} records"
            )));
        }
        if let Some(request) = &operation.request {
            draft.headers.insert("Content-Type".into(), request.media_type.clone());
        }
        for parameter in &operation.parameters {
            if parameter.not_observable.is_some() {
                continue;
            }
            let value = match self.parameter(parameter) {
                Ok(value) => value,
                Err(_) if !parameter.required => {
                    draft.unset.push(parameter.clause.clone());
                    continue;
                }
                Err(error) => return Err(error),
            };
            let map = match parameter.place {
                ParameterPlace::Path => &mut draft.path,
                ParameterPlace::Query => &mut draft.query,
                ParameterPlace::Header => &mut draft.headers,
                ParameterPlace::Cookie => &mut draft.cookies,
            };
            map.insert(parameter.name.clone(), value);
        }
        if let Some(request) = &operation.request {
            let printed = match self.wish.as_printed {
                true => request.sample.as_ref(),
                false => request.example(),
            };
            let printed = printed.cloned().ok_or_else(|| {
                let none = match self.wish.as_printed {
                    true => "",
                    false => ", and none could be made of its schema",
                };
                Unbuildable::Mistake(format!(
                    "{} has no sample{none}; give its request body an example in {}",
                    operation.id, self.api.file
                ))
            })?;
            draft.body = Body::Json(self.body(&request.root, printed)?);
            operation.settle(&mut draft);
        }
        Ok(draft)
    }

    /// Every id that exists, by resource.
    pub fn known_ids(&self) -> Vec<(String, String)> {
        let mut known = self.memory.ids(Some(self.api));
        for (name, resource) in &self.api.resources {
            if let Some(setting) = &resource.setting
                && let Ok(value) = self.setting(setting)
            {
                known.push((name.clone(), value));
            }
        }
        // One thing may have several settings (an application as stream and as instance).
        for parameter in &self.operation.parameters {
            if let Some(resource) = &parameter.resource
                && let Ok(value) = self.setting_of(parameter)
            {
                known.push((resource.clone(), value));
            }
        }
        known
    }

    pub(super) fn setting(&self, name: &str) -> Result<String, Unbuildable> {
        let values = self.target.apis.get(&self.api.name).map(|api| &api.values);
        match values.and_then(|values| values.get(name)).filter(|value| !value.is_empty()) {
            Some(value) => Ok(value.clone()),
            None => Err(Unbuildable::Setting(self.without(name))),
        }
    }

    /// The target's value for a parameter.
    pub(super) fn setting_of(&self, parameter: &Parameter) -> Result<String, Unbuildable> {
        let settings = self.operation.settings(parameter);
        let found = settings.iter().find_map(|setting| self.setting(setting).ok());
        found.ok_or_else(|| self.lacking(parameter))
    }

    /// The same, where it is that of the operation or of the step before it in the path.
    pub(super) fn narrow_setting_of(&self, parameter: &Parameter) -> Option<String> {
        let settings = self.operation.settings(parameter).into_iter();
        settings.filter(|name| *name != parameter.setting).find_map(|name| self.setting(&name).ok())
    }

    fn lacking(&self, parameter: &Parameter) -> Unbuildable {
        let (id, api) = (&self.operation.id, &self.api.name);
        let own = value_key(id, &parameter.setting);
        let resource = parameter.resource.as_ref().filter(|_| parameter.is_implied);
        let unmade = resource.filter(|resource| self.unmade.contains(resource));
        Unbuildable::Setting(match unmade.and_then(|resource| self.api.maker(resource)) {
            Some(maker) => format!(
                "{} made none for {id}, and the target has no value `{own}` (in [{api}.values])",
                maker.id
            ),
            None if self.operation.deletes(parameter) => format!(
                "{id} would delete what it names, and the target names nothing for it alone (`{own}` in [{api}.values])"
            ),
            None => self.without(&parameter.setting),
        })
    }

    fn without(&self, setting: &str) -> String {
        format!("the target has no value `{setting}` (in [{}.values])", self.api.name)
    }

    /// The scenario's records that may stand where a resource is named: those in its state, if it is one, or what the
    /// scenario itself calls them.
    pub(super) fn known<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m Remembered> {
        let base = self.api.base(name);
        let wanted = self.wanted(name);
        self.memory.in_state(base, (wanted != base).then_some(wanted))
    }

    /// Which of a resource a request names first, where the scenario says that: of every other it is the first one.
    pub(super) fn first(&self, name: &str) -> usize {
        let base = self.api.base(name);
        let is_called = self.wish.called.is_none_or(|called| self.api.base(called) == base);
        if is_called { self.wish.first } else { 0 }
    }

    fn wanted<'m>(&'m self, name: &'m str) -> &'m str {
        let base = self.api.base(name);
        self.wish.called.filter(|called| self.api.base(called) == base).unwrap_or(name)
    }

    /// The id of a record of the scenario, or of what the target's settings name, if nothing makes one.
    pub(super) fn resource(
        &self,
        name: &str,
        index: usize,
        setting: impl FnOnce() -> Result<String, Unbuildable>,
    ) -> Result<String, Unbuildable> {
        if self.api.maker(name).is_none() {
            return setting();
        }
        let base = self.api.base(name);
        let record = self.known(name).nth(self.first(name) + index);
        if record.is_none() && self.api.resources.get(base).is_some_and(|known| known.is_implied) {
            return setting();
        }
        record.map(|record| record.id.clone()).ok_or_else(|| {
            let name = self.wanted(name);
            let other = match base != name && self.memory.of(base).next().is_some() {
                true => format!(", or say which {base} it is about all the same: `request for the first {base}`"),
                false => String::new(),
            };
            let only = match self.known(name).count() {
                0 => "none".to_owned(),
                count => format!("only {count}"),
            };
            Unbuildable::Mistake(format!(
                "{} names {} and the scenario has {only}; begin with `Given an existing {name}`{other}",
                self.operation.id,
                a(name)
            ))
        })
    }

    fn body(&self, root: &Node, printed: Value) -> Result<Value, Unbuildable> {
        let many = self.operation.many();
        let mut samples = match printed {
            Value::Array(items) if many => items,
            other => vec![other],
        };
        if let (true, Some(count)) = (many, self.wish.records) {
            samples = samples.iter().cycle().take(count).cloned().collect();
        }
        for (index, record) in samples.iter_mut().enumerate() {
            self.fill(root, record, index)?;
        }
        Ok(if many {
            Value::Array(samples)
        } else {
            samples.into_iter().next().unwrap_or(Value::Null)
        })
    }
}
