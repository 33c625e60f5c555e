//! `docproof run --watch`: runs again when a file is saved.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStderr};

use crate::support::{CREATE, Place};

/// A run that watches, ended with the test.
struct Watching(Child, Lines<BufReader<ChildStderr>>);

impl Watching {
    fn begin(place: &Place, arguments: &str) -> Self {
        let mut child = place.command(arguments).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        Self(child, lines)
    }

    /// Waits until a run has ended.
    fn ran(&mut self) {
        let waiting = self.1.by_ref().map(Result::unwrap).any(|line| line.contains("waiting for"));
        assert!(waiting, "it ended");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_saved_feature_is_run_again() {
    let place = Place::empty().file("features/create.feature", CREATE);
    let mut watching = Watching::begin(&place, "run -q --watch --features features");
    watching.ran();
    let first = place.read("reports/report.json");
    assert!(first.contains("A contact is created"));
    place.write("features/create.feature", CREATE.replace("is created", "is made"));
    watching.ran();
    assert!(place.read("reports/report.json").contains("A contact is made"));
}

#[test]
fn there_has_to_be_something_that_can_change() {
    let said = Place::empty().docproof("run --watch").refused(2);
    assert!(said.contains("what is built in doesn't change"), "{said}");
}
