//! Features and contracts: those inside this program, or those of a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use super::error::CliError;

static FEATURES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/features");
static SCHEMAS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/schemas");

/// Files larger than this are no features and no contracts.
const LARGEST: u64 = 16 * 1024 * 1024;
/// How deep folders are looked into.
const DEPTH: usize = 16;

/// Feature files by path.
pub(super) fn features(folder: Option<&Path>) -> Result<BTreeMap<String, String>, CliError> {
    let Some(folder) = folder else { return Ok(embedded(&FEATURES, "features")) };
    let files = read(folder, &["feature"])?;
    if files.is_empty() {
        return Err(CliError::NoFeatures(folder.to_owned()));
    }
    Ok(files)
}

/// Contracts and samples by path, and where they are from.
pub(super) fn schemas(
    folder: Option<&Path>,
) -> Result<(BTreeMap<String, String>, String), CliError> {
    let Some(folder) = folder else {
        return Ok((embedded(&SCHEMAS, "schemas"), "this program".into()));
    };
    Ok((read(folder, &["yaml", "yml", "json"])?, folder.display().to_string()))
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

fn read(folder: &Path, endings: &[&str]) -> Result<BTreeMap<String, String>, CliError> {
    let mut files = BTreeMap::new();
    walk(folder, endings, DEPTH, &mut files)?;
    Ok(files)
}

fn walk(
    path: &Path,
    endings: &[&str],
    depth: usize,
    files: &mut BTreeMap<String, String>,
) -> Result<(), CliError> {
    let failed = |source| CliError::Read {
        path: path.to_owned(),
        source,
        remedy: "name a folder (or one file) that can be read",
    };
    if path.is_dir() {
        if depth == 0 {
            return Ok(());
        }
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
            .map_err(failed)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        entries.sort();
        for entry in entries {
            walk(&entry, endings, depth - 1, files)?;
        }
        return Ok(());
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if !endings.contains(&ending) {
        return Ok(());
    }
    if size > LARGEST {
        return Err(CliError::Usage(format!(
            "{}: {size} bytes are too many for such a file",
            path.display()
        )));
    }
    files.insert(slashed(path), std::fs::read_to_string(path).map_err(failed)?);
    Ok(())
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}
