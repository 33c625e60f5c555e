//! What a whole run costs, held to what the bare client costs: prints the tables of `BENCHMARKS.md`.
//!
//! ```sh
//! cargo bench --bench load                    # every table
//! cargo bench --bench load -- --only chained  # one
//! cargo bench --bench load -- suite DIR 5000  # a suite of any size, to look at
//! ```
//!
//! The server, the bare client and docproof are processes of their own.

mod measure;
mod raw;
mod rows;
mod server;
mod suite;

use std::error::Error;
use std::path::Path;

/// The key of the Notes API, as long as keys are: what is secret is looked for in all that is kept.
const KEY: &str = "n-5c1f08e2a94b7d36";

/// Anything that ends a measurement.
type Trouble = Box<dyn Error>;

fn main() -> Result<(), Trouble> {
    // `cargo bench` says so to every program that it starts.
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        [] => rows::all(""),
        ["--only", row] => rows::all(row),
        ["serve", delay] => server::serve(delay.parse()?),
        ["raw", url, count, at_once] => raw::send(url, count.parse()?, at_once.parse()?),
        ["raw-tasks", url, count, at_once] => {
            raw::send_in_tasks(url, count.parse()?, at_once.parse()?)
        }
        ["suite", folder, scenarios] => {
            let folder = Path::new(folder);
            suite::Suite::notes(scenarios.parse()?).write(folder)?;
            println!("wrote {}", folder.display());
            Ok(())
        }
        other => Err(format!("cannot read {other:?}; the source says what may stand there").into()),
    }
}
