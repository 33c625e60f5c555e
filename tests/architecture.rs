//! Holds the layer table of `src/lib.rs` to what the rooms really use.
//!
//! The table is read from the documentation, so there is one of it. Test modules are left out:
//! they may look around.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms and files that may read and write files or the network.
const IO: [&str; 6] = [
    "src/input/",
    "src/cli/",
    "src/target/",
    "src/reference/",
    // The mutation proxy listens and forwards.
    "src/mutate/",
    "src/report/files",
];
/// What reads and writes.
const DOES_IO: [&str; 7] = [
    "std::fs",
    "std::net",
    "std::process::Command",
    "tokio::net",
    "tokio::fs",
    "reqwest::",
    "TcpListener",
];

/// Each room with those that it may use; `None` where it may use all.
type Table = BTreeMap<String, Option<BTreeSet<String>>>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The table in the documentation of the library.
fn table() -> Table {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let rows = text.lines().filter_map(|line| {
        let row = line.strip_prefix("//! | [`")?;
        let (room, rest) = row.split_once("`]")?;
        let (_, used) = rest.split_once('|')?;
        let used = used.trim_matches([' ', '|']);
        let used = match used {
            "all" => None,
            "none" => Some(BTreeSet::new()),
            _ => Some(used.split(", ").map(str::to_owned).collect()),
        };
        Some((room.to_owned(), used))
    });
    rows.collect()
}

/// Every source file with its path from the root.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found.sort();
    let name = |path: &PathBuf| path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// A file's lines of code with their numbers: no comments, no test module (which stands last).
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let tests = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    let numbered = text[..tests].lines().enumerate().map(|(index, line)| (index + 1, line));
    numbered
        .map(|(number, line)| (number, line.split("//").next().unwrap_or_default()))
        .filter(|(_, line)| !line.trim().is_empty())
}

/// The rooms that code names as `crate::room`, also in groups, each with its line.
fn named(text: &str, rooms: &Table) -> Vec<(usize, String)> {
    let lines: Vec<(usize, &str)> = code(text).collect();
    let mut found = Vec::new();
    for (index, (line, code)) in lines.iter().enumerate() {
        for (at, path) in code.match_indices("crate::") {
            let rest = &code[at + path.len()..];
            let group = rest.strip_prefix('{');
            let below = lines[index + 1..].iter().map(|(_, code)| *code);
            let names = match group {
                Some(rest) => first_level(&[rest].into_iter().chain(below).collect::<String>()),
                None => vec![rest.to_owned()],
            };
            for name in names {
                let word = name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next();
                let room = word.filter(|word| rooms.contains_key(*word));
                found.extend(room.map(|room| (*line, room.to_owned())));
            }
        }
    }
    found
}

/// What a group names at its first level: of `a::{b, c}, d}` it is `a::` and `d`.
fn first_level(group: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 1;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(String::new()),
            _ if depth == 1 => names.last_mut().unwrap().push(c),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

#[test]
fn rooms_use_only_those_below_them() {
    let table = table();
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some((room, _)) = file.trim_start_matches("src/").split_once('/') else { continue };
        let allowed = table.get(room).unwrap_or_else(|| panic!("{room} is not in the table"));
        let Some(allowed) = allowed else { continue };
        for (line, used) in named(&text, &table) {
            if used != room && !allowed.contains(&used) {
                wrong.push(format!("{file}:{line}: {room} may not use {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "against the table in src/lib.rs:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_knows_every_room() {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let modules: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let table = table();
    assert_eq!(modules, table.keys().cloned().collect());
    let below = table.values().flatten().flatten();
    let unknown: Vec<&String> = below.filter(|room| !table.contains_key(*room)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_page_on_the_architecture_shows_the_same_table() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let section = page.split("\n## ").find(|section| section.starts_with("Rooms\n")).unwrap();
    let rows = section.lines().filter_map(|line| {
        let (room, rest) = line.strip_prefix("| `")?.split_once('`')?;
        let used = match rest.trim_end_matches([' ', '|']).rsplit_once("| ")?.1 {
            "all" => None,
            "–" => Some(BTreeSet::new()),
            used => Some(used.split(", ").map(str::to_owned).collect()),
        };
        Some((room.to_owned(), used))
    });
    assert_eq!(rows.collect::<Table>(), table());
}

#[test]
fn only_the_command_line_reads_the_environment() {
    let mut wrong = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| !file.starts_with("src/cli/")) {
        for (line, code) in code(text) {
            // `env!` is read when the program is built.
            if code.contains("env::") {
                wrong.push(format!("{file}:{line}: {}", code.trim()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "src/cli hands down what the environment says:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn files_and_network_stay_at_the_edge() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        if IO.iter().any(|edge| file.starts_with(edge)) {
            continue;
        }
        for (line, code) in code(&text) {
            if let Some(what) = DOES_IO.iter().find(|what| code.contains(**what)) {
                wrong.push(format!("{file}:{line}: {what}"));
            }
        }
    }
    assert!(wrong.is_empty(), "I/O belongs to {}:\n{}", IO.join(", "), wrong.join("\n"));
}

#[test]
fn every_way_of_naming_a_room_is_seen() {
    let table = table();
    let named = |text: &str| {
        named(text, &table).iter().map(|(line, room)| format!("{line} {room}")).collect::<Vec<_>>()
    };
    assert_eq!(named("use crate::model::Level;"), ["1 model"]);
    assert_eq!(
        named("\nfn a(x: &crate::check::Seen) -> crate::model::Level {"),
        ["2 check", "2 model"]
    );
    assert_eq!(named("use crate::{contract::{suite, Rule}, suite};"), ["1 contract", "1 suite"]);
    assert_eq!(
        named("use crate::{\n    contract::{\n        Rule\n    },\n    cli,\n};"),
        ["1 contract", "1 cli"]
    );
    assert!(named("// crate::cli\nuse crate::unknown::Thing;").is_empty());
    assert!(named("#[cfg(test)]\nmod tests {\n    use crate::cli::Args;\n}").is_empty());
}
