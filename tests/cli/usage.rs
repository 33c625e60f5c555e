//! Flags, help and the list of steps.

use insta::assert_snapshot;

use crate::support::Place;

#[test]
fn an_unknown_flag_is_told_the_nearest() {
    assert_snapshot!(Place::new().docproof("run --feature features").refused(2), @"
    error: unexpected argument '--feature' found

      tip: a similar argument exists: '--features'

    Usage: docproof run --features <DIR>

    For more information, try '--help'.
    ");
}

#[test]
fn an_unknown_command_is_refused() {
    assert_snapshot!(Place::new().docproof("test").refused(2), @"
    error: unrecognized subcommand 'test'

    Usage: docproof [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn a_value_that_cannot_be_is_refused_with_an_example() {
    let place = Place::new();
    let said = |arguments: &str| place.docproof(arguments).refused(2);
    assert_snapshot!(said("run --timeout soon"), @"
    error: invalid value 'soon' for '--timeout <TIME>': `soon` is no time; write 250ms, 10s or 2m

    For more information, try '--help'.
    ");
    assert_snapshot!(said("run --jobs 0"), @"
    error: invalid value '0' for '--jobs <N>': it takes a whole number from 1 to 1024

    For more information, try '--help'.
    ");
    assert_snapshot!(said("run --fault unique-number"), @"
    error: invalid value 'unique-number' for '--fault <NAME>': there is no fault `unique-number` (`docproof serve --fault list` names them)

    For more information, try '--help'.
    ");
    assert_snapshot!(said("run --fault create-rac"), @"
    error: invalid value 'create-rac' for '--fault <NAME>': there is no fault `create-rac`; did you mean `create-race`? (`docproof serve --fault list` names them)

    For more information, try '--help'.
    ");
    assert_snapshot!(said("serve --fault create-rac"), @"error: there is no fault `create-rac`; did you mean `create-race`? (`docproof serve --fault list` names them)");
    assert_snapshot!(said("run --quiet --verbose"), @"
    error: the argument '--quiet' cannot be used with '--verbose'

    Usage: docproof run --quiet

    For more information, try '--help'.
    ");
    assert_snapshot!(said("run --color sometimes"), @"
    error: invalid value 'sometimes' for '--color <WHEN>'
      [possible values: auto, always, never]

    For more information, try '--help'.
    ");
    assert_snapshot!(said("list everything"), @"
    error: invalid value 'everything' for '[WHAT]'
      [possible values: all, scenarios, clauses]

    For more information, try '--help'.
    ");
}

#[test]
fn a_fault_of_the_reference_is_no_fault_of_a_target() {
    let said = Place::new().docproof("run --fault create-race --target t.toml").refused(2);
    assert!(said.contains("--fault") && said.contains("--target"), "{said}");
}

#[test]
fn help_shows_the_commands_and_the_exit_codes() {
    let place = Place::empty();
    assert_snapshot!(place.docproof("--help").exits(0).out);
    assert!(place.docproof("run --help").exits(0).out.contains("--dry-run"));
    let nothing = place.docproof("").exits(2);
    assert!(nothing.out.is_empty() && nothing.err.contains("Usage: docproof"), "{nothing:?}");
}

#[test]
fn the_version_is_that_of_the_package() {
    let out = Place::empty().docproof("--version").exits(0).out;
    assert_eq!(out, concat!("docproof ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn steps_are_shown_with_examples() {
    let out = Place::empty().docproof("steps").exits(0).out;
    for expected in ["\nGiven\n", "\nWhen\n", "\nThen\n", "  the request is accepted\n"] {
        assert!(out.contains(expected), "{expected} is not in:\n{out}");
    }
    assert!(!out.contains('\u{1b}'), "no colour in a pipe");
}

#[test]
fn faults_can_be_listed() {
    let out = Place::empty().docproof("serve --fault list").exits(0).out;
    assert!(out.lines().count() > 50, "{out}");
    assert!(out.contains("create-accepts-taken-number "), "{out}");
}
