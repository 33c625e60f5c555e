//! `docproof run --watch`: runs again when a file is saved.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStderr};

#[cfg(unix)]
use crate::gate::{Gate, Stop};
#[cfg(unix)]
use crate::running::signal;
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
        self.said("waiting for a change");
    }

    /// Waits until it is said.
    fn said(&mut self, what: &str) {
        let said = self.1.by_ref().map(Result::unwrap).any(|line| line.contains(what));
        assert!(said, "it ended");
    }
}

#[cfg(unix)]
impl Watching {
    fn signal(&self, name: &str) {
        signal(&self.0, name);
    }

    /// Waits until nobody writes to standard error any more, neither it nor a run that it began.
    fn ends(&mut self) -> Option<i32> {
        self.1.by_ref().for_each(drop);
        self.0.wait().unwrap().code()
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

#[cfg(unix)]
#[test]
fn a_run_under_way_is_told_of_an_end_and_waited_for() {
    for signal in ["INT", "TERM"] {
        let gate = Gate::stopping(Stop::Before(1));
        let place = Place::new().file("t.toml", &gate.target);
        let mut watching =
            Watching::begin(&place, "run -q --watch --features features --target t.toml");
        gate.reached();
        watching.signal(signal);
        watching.said("interrupted: waiting for the answers under way");
        assert!(watching.0.try_wait().unwrap().is_none(), "it waits for the run");
        gate.open();
        assert_eq!(watching.ends(), Some(130), "{signal}");
        assert!(place.read("reports/report.json").contains("\"completion\": \"interrupted\""));
    }
}

#[cfg(unix)]
#[test]
fn a_second_signal_ends_a_run_under_way_at_once() {
    let gate = Gate::stopping(Stop::Before(1));
    let place = Place::new().file("t.toml", &gate.target);
    let mut watching =
        Watching::begin(&place, "run -q --watch --features features --target t.toml");
    gate.reached();
    watching.signal("INT");
    watching.said("interrupted: waiting for the answers under way");
    watching.signal("TERM");
    // The gate stays closed: nothing else could end it.
    assert_eq!(watching.ends(), Some(130));
}

#[cfg(unix)]
#[test]
fn it_ends_while_it_waits_for_a_change() {
    for signal in ["INT", "TERM"] {
        let place = Place::new();
        let mut watching = Watching::begin(&place, "run -q --watch --features features");
        watching.ran();
        watching.signal(signal);
        assert_eq!(watching.ends(), Some(130), "{signal}");
    }
}

#[test]
fn there_has_to_be_something_that_can_change() {
    let said = Place::empty().docproof("run --watch").refused(2);
    assert!(said.contains("what is built in doesn't change"), "{said}");
}
