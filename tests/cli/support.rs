//! A folder to work in, and the program started in it.

#[path = "environment.rs"]
mod environment;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;
use tempfile::TempDir;

pub use environment::forget;

/// One scenario that a conforming implementation passes.
pub const CREATE: &str = "\
Feature: Creating contacts

  Scenario: A contact is created
    Given a valid createContacts request
    When the request is sent
    Then the request is accepted
";

/// A scenario that needs a contact list on the target.
pub const LIST: &str = "\
Feature: Contact lists

  Scenario: A list is renamed
    Given a valid updateContactList request
    When the request is sent
    Then the request is accepted
";

/// A scenario about a number that is taken.
pub const TAKEN: &str = "\
Feature: Numbers

  Scenario: A number is taken once
    Given an existing contact
    And a valid createContacts request
    And with the same \"cellPhone\" as the first contact
    When the request is sent
    Then the rule \"one-contact-per-number\" is kept
";

/// What takes longer has come to a stop, however slow the machine is.
pub const HANG: Duration = Duration::from_secs(600);

/// A folder of its own.
pub struct Place(TempDir);

impl Place {
    /// An empty folder.
    pub fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with one feature that passes, in `features/`.
    pub fn new() -> Self {
        Self::empty().file("features/create.feature", CREATE)
    }

    /// Adds a file.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Reads a file.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    /// Where a file of this folder is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Runs the program with arguments as a shell would read them.
    #[track_caller]
    pub fn docproof(&self, arguments: &str) -> Ran {
        self.with(arguments, &[])
    }

    /// The same with environment variables.
    #[track_caller]
    pub fn with(&self, arguments: &str, variables: &[(&str, &str)]) -> Ran {
        let mut command = self.command(arguments);
        command.envs(variables.iter().copied());
        let output = assert_cmd::Command::from_std(command).timeout(HANG).output().unwrap();
        Ran::of(output, self.0.path())
    }

    /// The program, ready to start.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docproof"));
        command.args(shlex::split(arguments).unwrap()).current_dir(self.0.path());
        forget(&mut command);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output, without what differs from run to run.
    pub out: String,
    /// Standard error, likewise.
    pub err: String,
}

impl Ran {
    /// Whatever happens, it ends by itself and nothing panics.
    #[track_caller]
    pub fn of(output: Output, folder: &Path) -> Self {
        let text = |bytes| tidy(&String::from_utf8(bytes).expect("UTF-8"), folder);
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(!err.contains("panicked") && !out.contains("panicked"), "{out}\n{err}");
        assert!(!err.contains("docproof itself failed ("), "{out}\n{err}");
        assert!(!out.contains("RUST_BACKTRACE"), "{out}");
        let code = output.status.code().unwrap_or_else(|| panic!("ended by a signal: {err}"));
        assert!([0, 1, 2, 3, 4, 130].contains(&code), "exit code {code}: {err}");
        Self { code, out, err }
    }

    /// Holds it to an exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\nstdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// The one message of a run that was refused: nothing else was printed.
    #[track_caller]
    pub fn refused(self, code: i32) -> String {
        let ran = self.exits(code);
        assert_eq!(ran.out, "", "nothing but the message");
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
        ran.err
    }

    /// The last line of what was printed: the verdict.
    pub fn verdict(&self) -> &str {
        self.out.lines().last().unwrap_or_default()
    }
}

/// A text without ports, times, ids and folders.
pub fn tidy(text: &str, folder: &Path) -> String {
    static RULES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"(127\.0\.0\.1|localhost):\d+", "$1:PORT"),
            (r"\b\d+ ms\b|\b\d+\.\d+ s\b", "TIME"),
            (r"docproof-[a-z0-9]{6}-\d+", "docproof-RUN-N"),
            (r"run       [a-z0-9]{6} · started \S+ ·", "run       RUN · started TIME ·"),
            (r"\b6[0-9a-f]{23}\b", "ID"),
            // How much is documented is no business of these tests.
            (
                r"\b\d{2,}( ×)? (clauses|kept|not tried|not observable|no scenario|contradictions)",
                "N$1 $2",
            ),
            (r"clauses   \d+:", "clauses   N:"),
            (r"\b\d+ of \d+ promises tried", "N of N promises tried"),
            (r"\b\d+ of (\d+|N) not tried", "N of N not tried"),
            (r"\+91[6-9]\d{9}\b", "+91NUMBER"),
            (r"\b[6-9]\d{9}\b", "NUMBER"),
        ]
        .map(|(rule, with)| (Regex::new(rule).unwrap(), with))
        .to_vec()
    });
    let mut text = text.replace(&folder.display().to_string(), "FOLDER");
    for (rule, with) in RULES.iter() {
        text = rule.replace_all(&text, *with).into_owned();
    }
    text
}
