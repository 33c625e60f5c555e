//! Features from a contract: for each operation what its documentation says of any request, as scenarios to
//! begin with. What only a person knows (behaviour, state, what belongs together) is theirs to add.

mod accepted;
mod base;
mod gherkin;
mod later;
mod members;
mod needed;
mod refused;
mod wrong;

use self::base::Base;
use self::gherkin::{Feature, Rule, Scenario};
use crate::contract::{Contract, Operation};
use crate::spelling::words;

/// The feature of an operation, as text.
///
/// # Errors
/// Why no request of it can be made from its contract, in words.
pub fn feature(contract: &Contract, operation: &Operation) -> Result<String, String> {
    let api = contract.apis.get(&operation.api).ok_or("it is of no API")?;
    let base = Base::of(contract, api, operation)?;
    let mut rules = vec![accepted::rule(&base)];
    rules.extend(accepted::variants(&base));
    rules.extend(accepted::unique(&base, api));
    rules.extend(later::rules(&base, api));
    rules.extend(refused::rules(&base, api));
    rules.push(later::read_only(&base));
    rules.retain(|rule| !rule.scenarios.is_empty());
    let feature = Feature {
        tags: vec![operation.api.clone(), operation.id.clone()],
        name: format!("{} {}", operation.method, operation.path),
        rules,
    };
    Ok(feature.to_string())
}

/// The name of the file for an operation's feature, without its ending: `create-note` for `createNote`.
pub fn file_name(operation: &Operation) -> String {
    match words(&operation.id).join("-") {
        name if name.is_empty() => "operation".to_owned(),
        name => name,
    }
}
