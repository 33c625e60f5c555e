//! What the parts cost, one by one.
//!
//! ```sh
//! cargo bench --bench core            # all
//! cargo bench --bench core -- diff    # those of one part
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{AllocProfiler, Bencher, black_box};
use docproof::check;
use docproof::contract::{BodySchema, Contract};
use docproof::model::{RunReport, ScenarioReport, ScenarioStatus};
use docproof::report;
use docproof::suite::{self, Suite};
use serde_json::{Value, json};

// What the tests of the reports are made of.
#[allow(dead_code)]
#[path = "../tests/report/build.rs"]
mod build;

/// The most that a part holds is told beside its time.
#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Files of a folder of the project, by path.
fn files(folder: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut found, mut waiting) = (BTreeMap::new(), vec![root.join(folder)]);
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match fs::read_to_string(&path) {
                Ok(text) => {
                    let name = path.strip_prefix(root).unwrap_or(&path);
                    found.insert(name.to_string_lossy().into_owned(), text);
                }
                Err(_) => waiting.push(path),
            }
        }
    }
    found
}

fn built_in() -> Suite {
    suite::parse(&files("features")).unwrap_or_default()
}

/// One outline of so many rows.
fn outline(rows: usize) -> BTreeMap<String, String> {
    let mut text = String::from(
        "Feature: Rows\n  Scenario Outline: Row <row>\n    Given a valid createContacts request\n    And with the field \"firstName\" set to \"<row>\"\n    When the request is sent\n    Then the request is accepted\n    Examples:\n      | row |\n",
    );
    for row in 0..rows {
        let _ = writeln!(text, "      | {row} |");
    }
    BTreeMap::from([("rows.feature".into(), text)])
}

#[divan::bench]
fn parse_built_in_features(bencher: Bencher<'_, '_>) {
    let files = files("features");
    let bytes: usize = files.values().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| suite::parse(black_box(&files)));
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 10)]
fn parse_an_outline(bencher: Bencher<'_, '_>, rows: usize) {
    let files = outline(rows);
    bencher.counter(ItemsCount::new(rows)).bench(|| suite::parse(black_box(&files)));
}

#[divan::bench]
fn match_the_steps_of_the_built_in_features(bencher: Bencher<'_, '_>) {
    let cases = built_in().cases.len();
    bencher
        .counter(ItemsCount::new(cases))
        // What a step says is looked up once, so each time it has to be said anew.
        .with_inputs(built_in)
        .bench_refs(|suite| suite::check_steps(black_box(&suite.cases)));
}

#[divan::bench]
fn load_the_built_in_contracts(bencher: Bencher<'_, '_>) {
    let files = files("schemas");
    bencher.bench(|| Contract::load(black_box(&files), "schemas"));
}

/// The documented answer of an operation with so many records in it.
fn with_response(records: usize, bench: impl FnOnce(&BodySchema, Value)) {
    let Ok(contract) = Contract::load(&files("schemas"), "schemas") else { return };
    let operation = contract.operation("createContacts");
    let Some(documented) = operation.and_then(|operation| operation.response.as_ref()) else {
        return;
    };
    let sample = documented.sample.as_ref().and_then(|sample| sample.get(0)).cloned();
    let body = Value::Array(vec![sample.unwrap_or_default(); records]);
    bench(documented, body);
}

#[divan::bench(args = [1, 100, 20_000], sample_count = 10)]
fn validate_records(bencher: Bencher<'_, '_>, records: usize) {
    with_response(records, |documented, body| {
        bencher
            .counter(ItemsCount::new(records))
            .bench_local(|| documented.schema.offences(black_box(&body)));
    });
}

#[divan::bench(args = [1, 100, 20_000], sample_count = 10)]
fn compare_records_with_the_sample(bencher: Bencher<'_, '_>, records: usize) {
    with_response(records, |documented, body| {
        bencher
            .counter(ItemsCount::new(records))
            .bench_local(|| check::likeness(documented, black_box(&body)));
    });
}

#[divan::bench(args = [1, 100, 20_000], sample_count = 10)]
fn diff_records_that_lack_a_field(bencher: Bencher<'_, '_>, records: usize) {
    with_response(records, |documented, mut body| {
        for record in body.as_array_mut().into_iter().flatten() {
            if let Some(record) = record.as_object_mut() {
                record.insert("firstName".into(), json!(1));
            }
        }
        bencher
            .counter(ItemsCount::new(records))
            .bench_local(|| check::likeness(documented, black_box(&body)));
    });
}

/// Items in an order that has nothing to do with the sample's: the longest way for a diff.
#[divan::bench(args = [1_000, 50_000], sample_count = 5)]
fn diff_of_a_shuffled_array(bencher: Bencher<'_, '_>, items: usize) {
    with_response(1, |documented, _| {
        // Every other one lacks what is required, in no order: a prime number steps through them.
        let item = |place: usize| {
            let number = place * 7_919 % items;
            let id = format!("{number:024x}");
            if number.is_multiple_of(2) {
                json!({"id": id, "firstName": "Jane"})
            } else {
                json!([id])
            }
        };
        let body: Value = (0..items).map(item).collect::<Vec<_>>().into();
        bencher
            .counter(ItemsCount::new(items))
            .bench_local(|| check::likeness(documented, black_box(&body)));
    });
}

/// A report of so many scenarios of one exchange.
fn run_of(scenarios: usize) -> RunReport {
    let one = ScenarioReport {
        exchanges: vec![build::exchange(build::response(201, r#"{"id":"1","firstName":"Jane"}"#))],
        ..build::scenario(3, "A contact is created", ScenarioStatus::Passed)
    };
    build::run(vec![one; scenarios], Vec::new())
}

#[divan::bench(args = [10, 1_000], sample_count = 10)]
fn report_as_json(bencher: Bencher<'_, '_>, scenarios: usize) {
    let run = run_of(scenarios);
    bencher
        .counter(ItemsCount::new(scenarios))
        .bench_local(|| report::json::render(black_box(&run)));
}

#[divan::bench(args = [10, 1_000], sample_count = 10)]
fn report_as_junit(bencher: Bencher<'_, '_>, scenarios: usize) {
    let run = run_of(scenarios);
    bencher
        .counter(ItemsCount::new(scenarios))
        .bench_local(|| report::junit::render(black_box(&run)));
}

#[divan::bench(args = [10, 1_000], sample_count = 10)]
fn report_as_html(bencher: Bencher<'_, '_>, scenarios: usize) {
    let run = run_of(scenarios);
    bencher
        .counter(ItemsCount::new(scenarios))
        .bench_local(|| report::html::render(black_box(&run)));
}
