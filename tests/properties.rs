//! What holds of any input: every reader ends with a value or a message that says where, and what
//! compares answers never panics and sees each difference.
//!
//! Inputs are real files with a few things wrong (`properties/mangle.rs`). Some hundred of them are
//! tried each time, with a fixed seed; `DOCPROOF_FUZZ_SECONDS=600 cargo test --test properties`
//! tries as many as fit into ten minutes a property. Whatever that finds becomes a test of its own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed, and a long run says how far it came"
)]

#[path = "properties/answers.rs"]
mod answers;
#[allow(dead_code, reason = "shared with the tests of reports")]
#[path = "report/build.rs"]
mod build;
#[path = "properties/contracts.rs"]
mod contracts;
#[path = "properties/engine.rs"]
mod engine;
#[path = "properties/features.rs"]
mod features;
#[allow(dead_code, reason = "shared with the tests of reports")]
#[path = "report/fixture.rs"]
mod fixture;
#[path = "properties/forms.rs"]
mod forms;
#[path = "properties/mangle.rs"]
mod mangle;
#[path = "properties/reports.rs"]
mod reports;
#[path = "properties/targets.rs"]
mod targets;
#[path = "properties/values.rs"]
mod values;

use std::collections::BTreeMap;
use std::path::Path;

/// The files of a folder of this project, by path.
fn files(folder: &str) -> BTreeMap<String, String> {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    walk(&root.join(folder), root, &mut found);
    found
}
