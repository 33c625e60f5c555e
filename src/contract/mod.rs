//! The contract: OpenAPI documents as operations, fields, rules and samples, and the clauses that
//! follow from them. Pure: files come in as text, nothing is read from disk or network.

mod answer;
mod blame;
mod body;
mod bounds;
mod braces;
mod clauses;
mod composed;
mod consistent;
mod defaults;
mod discriminator;
mod error;
mod example;
mod facets;
mod fillings;
mod form;
mod formats;
mod implied;
mod inherit;
mod instance;
pub mod instant;
mod keys;
mod load;
mod locate;
pub mod media;
mod needed;
mod node;
mod offences;
mod older;
mod one_way;
mod operation;
mod pages;
pub mod pattern;
pub mod place;
mod printed;
mod resource;
mod rule;
mod rules;
pub mod sample;
mod schema;
mod settings;
pub mod strict;
pub mod template;
mod told;
mod violation;

use std::collections::BTreeMap;

use indexmap::IndexMap;

pub use answer::{Answers, Content, DocumentedAnswer, Exact, Header, Statuses};
pub(crate) use blame::{Blame, blame};
pub use body::BodySchema;
pub use error::ContractError;
pub use example::{Example, Form};
pub use facets::Facet;
pub use instance::varied;
pub use node::Node;
pub use offences::offences;
pub use operation::{Api, DeclaredDefect, Operation, Parameter, ParameterPlace, Printed};
pub use pages::Pages;
pub use printed::{PrintedSchema, text_of};
pub use resource::{Change, Resource};
pub use rule::{Check, Match, Order, Records, Rule, Unique, field_of};
pub use rules::whole_field;
pub use schema::{Offence, Schema};
pub use violation::{Violation, open_parameter, violations};

use crate::model::{Clause, Defect};

/// Every documented API, and every clause.
#[derive(Debug, Default)]
pub struct Contract {
    /// APIs by name.
    pub apis: IndexMap<String, Api>,
    /// Clauses by id, in the order of the documents.
    pub clauses: IndexMap<String, Clause, foldhash::fast::RandomState>,
}

impl Contract {
    /// Reads every OpenAPI document among `files` (path → text); samples are found beside them.
    ///
    /// # Errors
    /// The first thing that makes a document unusable, with file and place.
    pub fn load(files: &BTreeMap<String, String>, origin: &str) -> Result<Self, ContractError> {
        Self::read(files, origin, None)
    }

    /// The same, with a look at every example and default of the documents: that takes longer, and no
    /// run needs it.
    ///
    /// # Errors
    /// Likewise, and an example whose file can't be read.
    pub fn load_with_examples(
        files: &BTreeMap<String, String>,
        origin: &str,
        look: &mut dyn FnMut(&Example<'_>),
    ) -> Result<Self, ContractError> {
        Self::read(files, origin, Some(look))
    }

    fn read(
        files: &BTreeMap<String, String>,
        origin: &str,
        mut look: Option<&mut dyn FnMut(&Example<'_>)>,
    ) -> Result<Self, ContractError> {
        let mut contract = Self::default();
        for (file, text) in files {
            // The folder itself may be called so, or stand in one that is.
            let below = file.strip_prefix(origin).unwrap_or(file);
            let is_sample = below.split('/').rev().skip(1).any(|folder| folder == "samples");
            let is_document =
                [".yaml", ".yml", ".json"].iter().any(|end| file.ends_with(end)) && !is_sample;
            if !is_document {
                continue;
            }
            let look = look.as_mut().map(|look| &mut **look as &mut dyn FnMut(&Example<'_>));
            if let Some(api) = load::api(file, text, files, look)? {
                contract.add(api)?;
            }
        }
        if contract.apis.is_empty() {
            return Err(ContractError::Empty(origin.into()));
        }
        Ok(contract)
    }

    fn add(&mut self, api: Api) -> Result<(), ContractError> {
        let twice = |what, name: &str, other: &Api| ContractError::Twice {
            file: api.file.clone(),
            other: other.file.clone(),
            what,
            name: name.into(),
        };
        if let Some(other) = self.apis.get(&api.name) {
            return Err(twice("API", &api.name, other));
        }
        for id in api.operations.keys() {
            if let Some(other) = self.apis.values().find(|api| api.operations.contains_key(id)) {
                return Err(twice("operation", id, other));
            }
        }
        for operation in api.operations.values() {
            for clause in clauses::derive(operation) {
                self.clauses.entry(clause.id.clone()).or_insert(clause);
            }
        }
        self.apis.insert(api.name.clone(), api);
        Ok(())
    }

    /// An operation by its id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.apis.values().find_map(|api| api.operations.get(id))
    }

    /// Every operation, in the order of the documents.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.apis.values().flat_map(|api| api.operations.values())
    }

    /// Keywords and formats of schemas that are nearly known ones and promise nothing, with their places.
    pub fn slips(&self) -> impl Iterator<Item = &str> {
        self.apis.values().flat_map(|api| &api.slips).map(String::as_str)
    }

    /// The declared contradictions of the documentation.
    pub fn defects(&self) -> Vec<Defect> {
        let mut defects = Vec::new();
        for operation in self.operations() {
            for defect in &operation.defects {
                defects.push(Defect {
                    id: operation.clause(&format!("defect.{}", defect.name)),
                    operation: operation.id.clone(),
                    text: defect.text.clone(),
                    source: defect.source.clone(),
                });
            }
        }
        defects
    }
}
