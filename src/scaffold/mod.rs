//! Features from a contract: for each operation what its documentation says of any request, as scenarios to
//! begin with. What only a person knows (behaviour, state, what belongs together) is theirs to add.

mod accepted;
mod base;
mod gherkin;
mod later;
mod needed;
mod refused;
mod wrong;

use self::base::Base;
use self::gherkin::{Feature, Rule, Scenario};
use crate::contract::{Contract, Operation};

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
    rules.extend(refused::rules(&base));
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
    let mut name = String::new();
    let mut before = None;
    for letter in operation.id.chars() {
        let begins = letter.is_uppercase() && before.is_some_and(char::is_lowercase);
        let parts = !letter.is_alphanumeric();
        if (begins || parts) && !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if !parts {
            name.extend(letter.to_lowercase());
        }
        before = Some(letter);
    }
    match name.trim_end_matches('-') {
        "" => "operation".to_owned(),
        name => name.to_owned(),
    }
}
