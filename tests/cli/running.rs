//! The program while it runs.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, ChildStdout, Command, Output};

use crate::support::{Place, Ran};

/// Sends a child a signal.
pub fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
}

/// A child, what it prints and what it says.
pub struct Running {
    child: Child,
    /// Its standard output.
    pub out: BufReader<ChildStdout>,
    err: BufReader<ChildStderr>,
}

impl Running {
    /// Starts it with arguments as a shell would read them.
    pub fn start(place: &Place, arguments: &str) -> Self {
        let mut child = place.command(arguments).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let err = BufReader::new(child.stderr.take().unwrap());
        Self { child, out, err }
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        signal(&self.child, name);
    }

    /// The next line of standard error.
    pub fn said(&mut self) -> String {
        let mut line = String::new();
        self.err.read_line(&mut line).unwrap();
        line
    }

    fn end(mut self) -> Output {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        self.out.read_to_end(&mut stdout).unwrap();
        self.err.read_to_end(&mut stderr).unwrap();
        Output { status: self.child.wait().unwrap(), stdout, stderr }
    }

    /// Waits for its end, and holds it to an exit code.
    #[track_caller]
    pub fn exits(self, place: &Place, code: i32) -> Ran {
        Ran::of(self.end(), &place.path("")).exits(code)
    }

    /// Waits for its end, which has to be that of the signal.
    #[track_caller]
    pub fn ends_killed(self) {
        assert_eq!(self.end().status.code(), None, "ended by the signal");
    }
}
