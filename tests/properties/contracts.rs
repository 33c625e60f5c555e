//! Contracts, their samples, and the commands that pages print.

use std::collections::BTreeMap;

use docproof::contract::{Contract, Operation};
use docproof::lint::{lint, read};
use docproof::scaffold::feature;
use docproof::suite::{check_steps, parse};
use proptest::prelude::*;

use crate::engine::holds;
use crate::files;
use crate::mangle::{grafted, mangled};

const NOTES: &str = include_str!("notes.yaml");
const SAMPLE: &str =
    "{\"title\": \"Milk\", \"kids\": [{\"title\": \"98765xxxxx\"}], \"at\": \"<string>\"}\n";
const COMMAND: &str = "curl --location -X POST 'https://{{host}}/notes/{{id}}?key={{key}}' \\\n-H 'Content-Type: application/json' \\\n--data '{\"title\": \"Milk\"}'\n";

/// The contract of these files is loaded and examined, or refused with a place in one of them.
fn loaded_or_told(files: &BTreeMap<String, String>) -> Result<(), TestCaseError> {
    match read(files, "c") {
        Ok(pages) => {
            let contract = &pages.contract;
            prop_assert!(!contract.apis.is_empty());
            for examination in lint(&pages) {
                for examined in &examination.found {
                    prop_assert!(!examined.contradiction.text.is_empty());
                }
            }
            contract.defects();
            contract.operations().try_for_each(|operation| scaffolded(contract, operation))?;
        }
        Err(error) => {
            let said = error.to_string();
            if said.starts_with("no contract: ") {
                return Ok(());
            }
            let (name, rest) = said.split_once(':').unwrap();
            let text = files.get(name);
            prop_assert!(text.is_some(), "no file in: {}", said);
            let line = rest.split(':').next().unwrap().parse::<usize>();
            if let (Ok(line), Some(text)) = (line, text) {
                prop_assert!((1..=text.lines().count() + 1).contains(&line), "{}", said);
            }
        }
    }
    Ok(())
}

/// What is scaffolded for an operation is a feature whose steps there are, or why there is none is told.
fn scaffolded(contract: &Contract, operation: &Operation) -> Result<(), TestCaseError> {
    match feature(contract, operation) {
        Ok(text) => {
            let parsed = parse(&BTreeMap::from([("a.feature".to_owned(), text.clone())]));
            prop_assert!(parsed.is_ok(), "{:?}\n{}", parsed.err(), text);
            let problems = check_steps(&parsed.unwrap().cases);
            prop_assert!(problems.is_empty(), "{:?}\n{}", problems, text);
        }
        Err(why) => prop_assert!(!why.is_empty()),
    }
    Ok(())
}

fn notes(with: &[(&str, String)]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([
        ("c/notes.yaml".to_owned(), NOTES.to_owned()),
        ("c/samples/note.json".to_owned(), SAMPLE.to_owned()),
    ]);
    files.extend(with.iter().map(|(name, text)| ((*name).to_owned(), text.clone())));
    files
}

#[test]
fn a_contract_is_read_or_refused_with_its_place() {
    loaded_or_told(&notes(&[])).unwrap();
    Contract::load(&notes(&[]), "c").unwrap();
    holds(
        "contracts",
        || mangled(vec![NOTES.to_owned()]),
        |text| loaded_or_told(&notes(&[("c/notes.yaml", text)])),
    );
}

#[test]
fn a_contract_with_other_values_in_it_is_read_or_refused_with_its_place() {
    let document = docproof::contract::strict::from_yaml(NOTES).unwrap();
    holds(
        "contract values",
        || grafted(vec![document]),
        |value| {
            let text = serde_json::to_string_pretty(&value).unwrap();
            loaded_or_told(&notes(&[("c/notes.yaml", text)]))
        },
    );
}

#[test]
fn a_contract_of_openapi_3_0_is_read_or_refused_with_its_place() {
    let mut document = docproof::contract::strict::from_yaml(NOTES).unwrap();
    document["openapi"] = "3.0.3".into();
    let note = &mut document["components"]["schemas"]["Note"];
    note["nullable"] = true.into();
    note["properties"]["of"] =
        serde_json::json!({"$ref": "#/components/schemas/Note", "nullable": true});
    loaded_or_told(&notes(&[("c/notes.yaml", document.to_string())])).unwrap();
    holds(
        "older contracts",
        || grafted(vec![document]),
        |value| {
            let text = serde_json::to_string_pretty(&value).unwrap();
            loaded_or_told(&notes(&[("c/notes.yaml", text)]))
        },
    );
}

#[test]
fn a_documented_contract_is_read_or_refused_with_its_place() {
    let real = files("schemas");
    let text = real["schemas/contact.yaml"].clone();
    holds(
        "documented contracts",
        || mangled(vec![text]),
        |text| {
            let mut files = real.clone();
            files.remove("schemas/agentassist.yaml");
            files.insert("schemas/contact.yaml".into(), text);
            loaded_or_told(&files)
        },
    );
}

#[test]
fn a_sample_is_read_or_refused_with_its_place() {
    let samples = || {
        let value = serde_json::from_str(SAMPLE).unwrap();
        let grafted = grafted(vec![value]).prop_map(|value| value.to_string());
        prop_oneof![mangled(vec![SAMPLE.to_owned()]), grafted]
    };
    holds("samples", samples, |text| loaded_or_told(&notes(&[("c/samples/note.json", text)])));
}

#[test]
fn a_printed_command_is_read_whatever_it_is() {
    holds(
        "commands",
        || mangled(vec![COMMAND.to_owned()]),
        |command| {
            let mut document = docproof::contract::strict::from_yaml(NOTES).unwrap();
            document["paths"]["/notes/{id}"]["post"]["x-printed"]["command"] = command.into();
            loaded_or_told(&notes(&[("c/notes.yaml", document.to_string())]))
        },
    );
}
