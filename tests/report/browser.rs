//! The HTML page in a real Chromium: `tests/browser/` drives it, this makes the pages.
//!
//! It needs Node.js, Chromium, and what `npm ci --prefix tests/browser` installs. Without them it
//! is left out, and says so; with `DOCPROOF_BROWSER=1` that is a failure. `DOCPROOF_PAGES=DIR` keeps
//! the pages.

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use docproof::model::RunReport;
use docproof::report::comparison::{self, Comparison};
use docproof::report::html;
use docproof::report::implementations::{self, Implementation, Matrix};

use crate::fixture;
use crate::html::{hostile, large};

#[test]
fn browser_opens_searches_filters_and_is_safe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let chromium = match ready(&root) {
        Ok(chromium) => chromium,
        Err(missing) => {
            assert!(
                env::var_os("DOCPROOF_BROWSER").is_none(),
                "DOCPROOF_BROWSER is set, but {missing}"
            );
            // Not `eprintln`, which nobody sees of a test that passes.
            let _ = writeln!(
                std::io::stderr(),
                "\nLEFT OUT: the HTML report was not opened in a browser, because {missing}"
            );
            return;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    // To look at them oneself.
    let pages_in = env::var_os("DOCPROOF_PAGES").map_or(folder.path().to_owned(), PathBuf::from);
    let pages = [
        ("red", fixture::red()),
        ("green", fixture::green()),
        ("known", insecure(fixture::known())),
        ("hostile", hostile()),
        ("repeated", repeated()),
        ("large", large()),
    ];
    let write = |name: &str, page: String| {
        fs::write(pages_in.join(name).with_extension("html"), page).unwrap();
    };
    for (name, report) in pages {
        write(name, html::render(&report).unwrap());
    }
    let (green, known) = (fixture::green(), insecure(fixture::known()));
    write("comparison", comparison::html(&Comparison::of(&green, &known), true).unwrap());
    let both = [("ours", green), ("theirs", known)];
    let both = both.map(|(name, run)| Implementation { name: name.into(), run });
    write("implementations", implementations::html(&Matrix::of(&both)).unwrap());
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(root.join("check.mjs"))
        .env("CHROMIUM", chromium)
        .env("PAGES", &pages_in)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let _ = writeln!(std::io::stderr(), "\n{said}");
}

/// A scenario that found the same in several long answers.
fn repeated() -> RunReport {
    let mut report = fixture::red();
    let scenario = &mut report.features[0].scenarios[0];
    let many = vec![r#"{"id":"1","fullName":"Ann Doe"}"#; 60].join(",");
    let body = format!(r#"[{many},{{"id":"6501","tags":[],"fullName":"Jane"}}]"#);
    let exchange = fixture::exchange(fixture::response(200, &body));
    scenario.exchanges = vec![exchange; 7];
    let mut finding = scenario.findings[0].clone();
    finding.diff = None;
    finding.at = Some("[60].fullName and 2 more".into());
    let of = |at| docproof::model::Finding { exchange: Some(at), ..finding.clone() };
    scenario.findings = [2, 3, 4, 6].map(of).to_vec();
    scenario.findings[3].actual = "\"Joan\"".into();
    report
}

/// The same, of a target whose certificate was not checked.
fn insecure(mut report: RunReport) -> RunReport {
    report.apis[0].insecure = true;
    report
}

/// Where Chromium is, or what is missing.
fn ready(root: &Path) -> Result<PathBuf, String> {
    let node = Command::new("node").arg("--version").stdin(Stdio::null()).output();
    if !node.is_ok_and(|output| output.status.success()) {
        return Err("there is no Node.js".into());
    }
    if !root.join("node_modules/playwright-core").is_dir() {
        return Err("`npm ci --prefix tests/browser` was not run".into());
    }
    if let Some(path) = env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|path| path.is_file());
    found.ok_or_else(|| "there is no Chromium (CHROMIUM names one)".into())
}
