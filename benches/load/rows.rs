//! The rows of the table.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::measure::{Cost, Running, best, cost};
use super::suite::Suite;
use super::{KEY, Trouble};

const DOCPROOF: &str = env!("CARGO_BIN_EXE_docproof");

/// A row: what is measured, by name.
type Row = (&'static str, fn(&Path) -> Result<(), Trouble>);

const ROWS: [Row; 5] = [
    ("start", start),
    ("built-in", built_in),
    ("share", share),
    ("chained", chained),
    ("growth", growth),
];

/// Measures and prints the rows whose names begin so.
pub(super) fn all(prefix: &str) -> Result<(), Trouble> {
    println!("| work | measured |\n| --- | --- |");
    for (name, row) in ROWS {
        if name.starts_with(prefix) {
            let folder = tempfile::tempdir()?;
            row(folder.path())?;
        }
    }
    Ok(())
}

fn print(work: &str, measured: &str) {
    println!("| {work} | {measured} |");
}

/// Seconds or milliseconds, three digits.
fn time(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds => format!("{:.3} ms", seconds * 1e3),
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

/// One run of a suite against the server, all reports written.
fn run(folder: &Path, url: &str) -> Result<Cost, Trouble> {
    cost(
        Command::new(DOCPROOF)
            .current_dir(folder)
            .args(["run", "--schemas", "schemas", "--features", "features"])
            .args(["--target", "target.toml", "--jobs", "64", "--quiet", "--no-ci"])
            .args(["--base-url", &format!("notes={url}")])
            .env("NOTES_X_KEY", KEY),
    )
}

/// Writes a suite and how its API is called.
fn write(suite: &Suite, folder: &Path) -> Result<(), Trouble> {
    suite.write(folder)?;
    let target = "[notes]\nbase-url = \"http://127.0.0.1:9\"\n[notes.credentials.key]\nkey = \"${NOTES_X_KEY}\"\n";
    std::fs::write(folder.join("target.toml"), target)?;
    Ok(())
}

fn start(_: &Path) -> Result<(), Trouble> {
    for (args, bar) in [(["--version"].as_slice(), "10 ms"), (&["list"], "50 ms")] {
        let took = best(10, || cost(Command::new(DOCPROOF).args(args)))?;
        print(
            &format!("`docproof {}`", args.join(" ")),
            &format!("{} (bar: {bar})", time(took.wall)),
        );
    }
    Ok(())
}

fn built_in(folder: &Path) -> Result<(), Trouble> {
    let took = best(5, || {
        cost(Command::new(DOCPROOF).current_dir(folder).args(["run", "-q", "--no-ci"]))
    })?;
    print(
        "`docproof run`, built-in suite and reference",
        &format!(
            "{}, {} CPU, {} (bar: 1 s)",
            time(took.wall),
            time(took.processor),
            megabytes(took.memory)
        ),
    );
    Ok(())
}

fn share(folder: &Path) -> Result<(), Trouble> {
    let server = Running::start(0)?;
    for scenarios in [1000, 5000] {
        let folder = folder.join(scenarios.to_string());
        write(&Suite::notes(scenarios), &folder)?;
        let bare = |how: &str| {
            let count = scenarios.to_string();
            best(5, || {
                cost(Command::new(std::env::current_exe()?).args([how, &server.url, &count, "64"]))
            })
        };
        let (bare, in_tasks) = (bare("raw")?, bare("raw-tasks")?);
        let ours = best(5, || run(&folder, &server.url))?;
        let each = |took: Duration| time(took / u32::try_from(scenarios).unwrap_or(u32::MAX));
        print(
            &format!("{scenarios} scenarios of one checked request, as a share of bare reqwest"),
            &format!(
                "{:.2} ({} to {}), {:.2} of one with a task each ({}); CPU each {} and {} to {}; {} (bar: 0.45; 0.1 ms)",
                bare.wall.as_secs_f64() / ours.wall.as_secs_f64(),
                time(bare.wall),
                time(ours.wall),
                in_tasks.wall.as_secs_f64() / ours.wall.as_secs_f64(),
                time(in_tasks.wall),
                each(bare.processor),
                each(in_tasks.processor),
                each(ours.processor),
                megabytes(ours.memory),
            ),
        );
    }
    Ok(())
}

fn chained(folder: &Path) -> Result<(), Trouble> {
    let server = Running::start(50)?;
    write(&Suite::chains(200), folder)?;
    let took = best(3, || run(folder, &server.url))?;
    print(
        "200 scenarios of 3 chained requests at 50 ms, 64 at once",
        &format!(
            "{} = {:.2} × the ideal 600 ms (bar: 1.05)",
            time(took.wall),
            took.wall.as_secs_f64() / 0.6
        ),
    );
    Ok(())
}

fn growth(folder: &Path) -> Result<(), Trouble> {
    let server = Running::start(0)?;
    let mut before: Option<Cost> = None;
    for (scenarios, times) in [(1_000, 5), (10_000, 3), (100_000, 1)] {
        let folder = folder.join(scenarios.to_string());
        write(&Suite::notes(scenarios), &folder)?;
        let took = best(times, || run(&folder, &server.url))?;
        let ratio = before.map_or(String::new(), |before| {
            format!(" = {:.1} × (bar: 10.5)", took.wall.as_secs_f64() / before.wall.as_secs_f64())
        });
        print(
            &format!("{scenarios} scenarios"),
            &format!(
                "{}{ratio}, {} CPU, {}",
                time(took.wall),
                time(took.processor),
                megabytes(took.memory)
            ),
        );
        before = Some(took);
    }
    let folder = folder.join("outline");
    write(&Suite::outline(10_000), &folder)?;
    let took = best(3, || run(&folder, &server.url))?;
    print("one outline of 10000 rows", &format!("{}, {}", time(took.wall), megabytes(took.memory)));
    Ok(())
}
