//! Features and contracts: those inside this program, or those of a folder.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use super::error::CliError;
use crate::input::{self, Kind};

static FEATURES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/features");
static SCHEMAS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/schemas");

/// How deep folders stand in each other.
const DEPTH: usize = 16;
/// How many files and folders are looked at.
const ENTRIES: usize = 20_000;
/// How many bytes are read in all.
const TOTAL: usize = 64 << 20;

/// Files that are read: how they end, how long one may be, and whether a link may lead elsewhere.
struct Wanted {
    endings: &'static [&'static str],
    longest: u64,
    links_lead_out: bool,
}

const FEATURE: Wanted = Wanted { endings: &["feature"], longest: 1 << 20, links_lead_out: true };
/// A sample is what a contract names: it must not be able to name what is elsewhere.
const CONTRACT: Wanted =
    Wanted { endings: &["yaml", "yml", "json"], longest: 16 << 20, links_lead_out: false };

/// Feature files by path.
pub(super) fn features(folder: Option<&Path>) -> Result<BTreeMap<String, String>, CliError> {
    let Some(folder) = folder else { return Ok(embedded(&FEATURES, "features")) };
    let files = read(folder, &FEATURE)?;
    if files.is_empty() {
        return Err(CliError::NoFeatures(folder.to_owned()));
    }
    Ok(files)
}

/// What has other features beside those that are named: a file in their folder, or a folder beside it.
/// No one says what the whole is; a folder of features usually holds all that belong together.
pub(super) fn others_beside(named: &Path) -> Option<PathBuf> {
    let named = named.canonicalize().ok()?;
    let found = match named.parent() {
        // A file stands for its folder, if there is nothing else in it.
        Some(folder) if named.is_file() => beside(&named).or_else(|| beside(folder)),
        _ => beside(&named),
    }?;
    // As a person would name it.
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    let short = here.and_then(|here| found.strip_prefix(here).ok().map(Path::to_owned));
    Some(short.unwrap_or(found))
}

fn beside(named: &Path) -> Option<PathBuf> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.take(ENTRIES).map(|entry| entry.path()).collect()
    };
    let is_feature = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "feature");
    let mut beside = named.parent().map(entries).unwrap_or_default();
    beside.sort();
    beside
        .into_iter()
        .filter(|path| path != named)
        .find(|path| is_feature(path) || path.is_dir() && entries(path).iter().any(is_feature))
}

/// Contracts and samples by path, and where they are from.
pub(super) fn schemas(
    folder: Option<&Path>,
) -> Result<(BTreeMap<String, String>, String), CliError> {
    let Some(folder) = folder else {
        return Ok((embedded(&SCHEMAS, "schemas"), "this program".into()));
    };
    Ok((read(folder, &CONTRACT)?, slashed(folder)))
}

fn embedded(dir: &Dir<'static>, root: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![dir];
    while let Some(dir) = waiting.pop() {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => waiting.push(dir),
                DirEntry::File(file) => {
                    if let Some(text) = file.contents_utf8() {
                        files.insert(slashed(&Path::new(root).join(file.path())), text.to_owned());
                    }
                }
            }
        }
    }
    files
}

fn read(folder: &Path, wanted: &Wanted) -> Result<BTreeMap<String, String>, CliError> {
    let root = folder.canonicalize().map_err(|error| failed(folder, error.into()))?;
    // One file that is named stands in its folder.
    let root =
        if root.is_dir() { root } else { root.parent().map_or(root.clone(), Path::to_owned) };
    let mut walk =
        Walk { wanted, root, been: HashSet::new(), files: BTreeMap::new(), seen: 0, total: 0 };
    walk.path(folder, DEPTH)?;
    Ok(walk.files)
}

fn failed(path: &Path, source: input::InputError) -> CliError {
    CliError::Read {
        path: path.to_owned(),
        source,
        remedy: "name a folder (or one file) that can be read",
    }
}

/// A walk through a folder and those in it.
struct Walk<'a> {
    wanted: &'a Wanted,
    root: PathBuf,
    /// Folders that were looked into: links may lead back to them.
    been: HashSet<PathBuf>,
    files: BTreeMap<String, String>,
    seen: usize,
    total: usize,
}

impl Walk<'_> {
    fn path(&mut self, path: &Path, depth: usize) -> Result<(), CliError> {
        self.seen += 1;
        if self.seen > ENTRIES {
            return Err(CliError::Usage(format!(
                "{}: more than {ENTRIES} files and folders are looked at before this one; name a \
                 folder with less in it",
                path.display()
            )));
        }
        if path.is_dir() {
            return self.folder(path, depth);
        }
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if !self.wanted.endings.contains(&ending) {
            // What isn't there at all was named by hand.
            return if depth == DEPTH {
                std::fs::metadata(path).map(drop).map_err(|error| failed(path, error.into()))
            } else {
                Ok(())
            };
        }
        self.stays(path)?;
        let text = input::text(path, Kind::File, self.wanted.longest)
            .map_err(|error| failed(path, error))?;
        self.total += text.len();
        if self.total > TOTAL {
            return Err(CliError::Usage(format!(
                "{}: with this file there are more than {} MiB; name a folder with less in it",
                path.display(),
                TOTAL >> 20
            )));
        }
        self.files.insert(slashed(path), text);
        Ok(())
    }

    fn folder(&mut self, path: &Path, depth: usize) -> Result<(), CliError> {
        let failed = |error: std::io::Error| failed(path, error.into());
        if !self.been.insert(path.canonicalize().map_err(failed)?) {
            return Ok(());
        }
        self.stays(path)?;
        if depth == 0 {
            return Err(CliError::Usage(format!(
                "{}: folders more than {DEPTH} deep are not looked into; move it up, or name it",
                path.display()
            )));
        }
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
            .map_err(failed)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        entries.sort();
        entries.iter().try_for_each(|entry| self.path(entry, depth - 1))
    }

    /// Refuses a link that leads out of the folder, where that matters.
    fn stays(&self, path: &Path) -> Result<(), CliError> {
        if self.wanted.links_lead_out {
            return Ok(());
        }
        let place = path.canonicalize().map_err(|error| failed(path, error.into()))?;
        if place.starts_with(&self.root) {
            return Ok(());
        }
        Err(CliError::Usage(format!(
            "{}: this link leads out of its folder, to {}; contracts and samples stand together, \
             so put the file itself there",
            path.display(),
            place.display()
        )))
    }
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}
