//! Disks that are full, files that may not grow and folders that can't be written: it is said, and
//! what was there stays.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

use crate::gate::{Gate, Stop};
use crate::support::{Place, Ran};

/// Runs the program where no file may be longer than so many blocks of 512 bytes.
fn limited(place: &Place, blocks: u64, arguments: &str) -> Ran {
    let program = env!("CARGO_BIN_EXE_docproof");
    let line = format!("ulimit -f {blocks}; exec '{program}' {arguments}");
    let mut shell = Command::new("sh");
    let output = shell.args(["-c", &line]).current_dir(place.path("")).output().unwrap();
    Ran::of(output, &place.path(""))
}

fn files(place: &Place, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(place.path(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

const REPORTS: [&str; 3] = ["junit.xml", "report.html", "report.json"];

/// A folder of reports that an earlier run wrote.
fn place() -> Place {
    REPORTS.iter().fold(Place::new(), |place, name| {
        place.file(&format!("reports/{name}"), format!("the {name} of an earlier run"))
    })
}

#[track_caller]
fn untouched(place: &Place) {
    for name in REPORTS {
        assert_eq!(place.read(&format!("reports/{name}")), format!("the {name} of an earlier run"));
    }
}

#[test]
fn a_report_that_may_not_grow_so_long_leaves_all_three_as_they_were() {
    let place = place();
    place.docproof("run -q --features features --reports whole").exits(0);
    let size = |name: &&str| fs::metadata(place.path(&format!("whole/{name}"))).unwrap().len();
    let longest = REPORTS.iter().max_by_key(|name| size(name)).unwrap();
    // The other two have their room.
    let ran = limited(&place, size(longest) / 512 - 1, "run --features features");
    let ran = ran.exits(3);
    let lines: Vec<&str> = ran.out.lines().rev().take(2).collect();
    assert!(lines[1].starts_with("PASSED"), "what was seen is told: {}", ran.out);
    assert_eq!(lines[0], "NOT WRITTEN — the reports of this run could not be written");
    let told = "error: cannot write reports/report.html: File too large (os error 27)\n       \
                make its folder writable, free some space, or name another place\n";
    assert_eq!(ran.err, told);
    assert_eq!(*longest, "report.html");
    untouched(&place);
    assert_eq!(files(&place, "reports"), REPORTS, "nothing half-written is left");
}

#[test]
fn where_one_file_of_a_run_cannot_be_written_all_stay_as_they_were() {
    let gate = Gate::stopping(Stop::Before(1));
    let place = place().file("t.toml", &gate.target).file("quality.json", "that of an earlier run");
    let run =
        "run --features features --target t.toml --cucumber c.json --code-quality quality.json";
    let child = place.command(run).spawn().unwrap();
    gate.reached();
    // Where a folder stands, no file can be put.
    fs::create_dir(place.path("c.json")).unwrap();
    gate.open();
    let ran = Ran::of(child.wait_with_output().unwrap(), &place.path("")).exits(3);
    assert!(ran.err.contains("error: cannot write c.json: "), "{}", ran.err);
    untouched(&place);
    assert_eq!(place.read("quality.json"), "that of an earlier run");
}

#[test]
fn where_one_file_of_a_comparison_cannot_be_written_the_others_stay_as_they_were() {
    let place = Place::new().file("earlier", "earlier").file("folder/file", "");
    place.docproof("run -q --features features").exits(0);
    let run = "reports/report.json";
    for (command, forms) in [
        (format!("compare {run} {run}"), "--markdown earlier --html folder"),
        (format!("matrix {run}"), "--html earlier --markdown folder"),
        (format!("report {run}"), "--json earlier --html folder"),
    ] {
        let said = place.docproof(&format!("{command} {forms}")).refused(3);
        assert!(said.starts_with("error: cannot write folder: "), "{said}");
        assert_eq!(place.read("earlier"), "earlier", "{command}");
    }
}

#[test]
fn a_disk_that_is_full_is_told_before_anything_is_sent() {
    let gate = Gate::stopping(Stop::Never);
    let place = place().file("t.toml", &gate.target);
    let ran = limited(&place, 8, "run --features features --target t.toml");
    assert_snapshot!(ran.refused(3), @"
    error: cannot write into the report folder reports: File too large (os error 27)
           name a folder that can be written to and has room (--reports DIR)
    ");
    assert_eq!(gate.requests(), 0);
    untouched(&place);
    let ran = limited(&place, 8, "mutate --features features --only fullName");
    assert!(ran.refused(3).contains("cannot write into the report folder reports"));
}

/// A small disk of one's own, which root can have.
struct Disk(PathBuf);

impl Disk {
    fn mounted(folder: PathBuf) -> Option<Self> {
        fs::create_dir(&folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=256k", "docproof-test"]).arg(&folder);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then_some(Self(folder))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_disk_that_becomes_full_during_a_run_leaves_reports_and_ids_as_they_were() {
    let gate = Gate::stopping(Stop::Before(2));
    let place = Place::empty().file("features/taken.feature", crate::support::TAKEN);
    place.write("t.toml", &gate.target);
    let Some(disk) = Disk::mounted(place.path("disk")) else {
        eprintln!("left out: no disk can be mounted here (that takes root on Linux)");
        return;
    };
    for name in REPORTS {
        fs::write(disk.0.join(name), format!("the {name} of an earlier run")).unwrap();
    }
    let mut command = place.command("run --features features --target t.toml --reports disk");
    let child = command.spawn().unwrap();
    gate.reached();
    // Until nothing more fits.
    let mut filler = fs::File::create(disk.0.join("filler")).unwrap();
    while std::io::Write::write_all(&mut filler, &[b'x'; 512]).is_ok() {}
    gate.open();
    let ran = Ran::of(child.wait_with_output().unwrap(), &place.path("")).exits(3);
    assert!(ran.err.contains("No space left on device (os error 28)"), "{}", ran.err);
    assert!(ran.err.contains("free some space, or name another place"), "{}", ran.err);
    for name in REPORTS {
        let text = fs::read_to_string(disk.0.join(name)).unwrap();
        assert_eq!(text, format!("the {name} of an earlier run"));
    }
    // The first id had its room before; it stays, since no report has it.
    let left = files(&place, "disk");
    let journal = left.iter().find(|name| name.starts_with("created-")).expect("the ids");
    let ids = fs::read_to_string(disk.0.join(journal)).unwrap();
    assert!(ids.ends_with("}\n") && ids.contains(&gate.answered()[0]), "{ids}");
    assert!(!left.iter().any(|name| name.ends_with(".part")), "{left:?}");
}

#[test]
fn what_is_printed_and_does_not_arrive_is_no_success() {
    if !Path::new("/dev/full").exists() {
        eprintln!("left out: there is no /dev/full here");
        return;
    }
    let place = Place::new();
    place.docproof("run -q --features features").exits(0);
    let program = env!("CARGO_BIN_EXE_docproof");
    let into_full = |arguments: &str| {
        let line = format!("exec '{program}' {arguments} > /dev/full");
        let mut shell = Command::new("sh");
        let output = shell.args(["-c", &line]).current_dir(place.path("")).output().unwrap();
        Ran::of(output, &place.path(""))
    };
    let run = "run -q --features features";
    let formats = ["tap", "json-lines"].map(|format| format!("{run} --format {format}"));
    let [tap, json_lines] = &formats;
    for arguments in ["list", "steps", "coverage", "lint", "init -", run, tap, json_lines] {
        let ran = into_full(arguments).exits(3);
        let told = "error: cannot write to standard output: No space left on device (os error 28)\n       \
                    free some space, or send it elsewhere\n";
        assert_eq!(ran.err, told, "{arguments}");
    }
    // A broken promise stays one.
    into_full(&format!("{run} --fault create-redirects")).exits(1);
    into_full(&format!("{tap} --fault create-redirects")).exits(1);
    let ran = place.docproof("report reports/report.json --html /dev/full").refused(3);
    assert!(ran.contains("cannot write /dev/full: No space left on device"), "{ran}");
    assert!(Path::new("/dev/full").metadata().unwrap().len() == 0, "still a device");
}

#[test]
fn what_is_no_regular_file_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;
    let place = Place::new();
    place.docproof("run -q --features features").exits(0);
    place.docproof("report reports/report.json --html /dev/null").exits(0);
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    let ran = place.docproof("report reports/report.json --json /dev/stdout").exits(0);
    assert!(ran.out.starts_with("{\n  \"format\""), "{}", ran.out);
    let ran = place.docproof("run -q --features features --cucumber /dev/fd/1").exits(0);
    assert!(ran.out.starts_with("[{\"uri\":"), "{}", ran.out);
    let pipe = place.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let run = "run -q --features features --code-quality pipe";
    let child = place.command(run).spawn().unwrap();
    // Opens when the run does.
    assert_eq!(place.read("pipe"), "[]\n");
    Ran::of(child.wait_with_output().unwrap(), &place.path("")).exits(0);
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    std::os::unix::fs::symlink("elsewhere.html", place.path("link.html")).unwrap();
    place.write("elsewhere.html", "earlier");
    place.docproof("report reports/report.json --html link.html").exits(0);
    assert!(place.path("link.html").is_symlink(), "a link stays one");
    assert!(place.read("elsewhere.html").contains("</html>"));
}

#[test]
fn a_target_file_is_written_whole_or_not_at_all() {
    let place = Place::empty().file("mine.toml", "token = \"of mine\"\n");
    let said = limited(&place, 1, "init new.toml").refused(3);
    assert_snapshot!(said, @"error: new.toml: File too large (os error 27); name a file in a folder that exists and can be written to");
    assert_eq!(files(&place, ""), ["mine.toml"]);
    limited(&place, 1, "init --force mine.toml").refused(3);
    assert_eq!(place.read("mine.toml"), "token = \"of mine\"\n");
    place.docproof("init --force mine.toml").exits(0);
    let mode = fs::metadata(place.path("mine.toml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(files(&place, ""), ["mine.toml"]);
}

/// A folder in which nothing can be made, for root neither.
struct Sealed(PathBuf);

impl Sealed {
    fn of(folder: PathBuf) -> Option<Self> {
        fs::set_permissions(&folder, Permissions::from_mode(0o555)).unwrap();
        let sealed = Self(folder);
        if sealed.holds() {
            return Some(sealed);
        }
        let _ = Command::new("chattr").arg("+i").arg(&sealed.0).output();
        sealed.holds().then_some(sealed)
    }

    fn holds(&self) -> bool {
        let probe = self.0.join("probe");
        let made = fs::write(&probe, "").is_ok();
        let _ = fs::remove_file(probe);
        !made
    }
}

impl Drop for Sealed {
    fn drop(&mut self) {
        let _ = Command::new("chattr").arg("-i").arg(&self.0).output();
        let _ = fs::set_permissions(&self.0, Permissions::from_mode(0o755));
    }
}

#[test]
fn a_folder_that_is_read_only_is_told_before_anything_is_sent() {
    let gate = Gate::stopping(Stop::Never);
    let place = place().file("t.toml", &gate.target);
    let Some(_sealed) = Sealed::of(place.path("reports")) else {
        eprintln!("left out: no folder can be made read-only for this user here");
        return;
    };
    for command in ["run", "mutate --only fullName"] {
        let ran = place.docproof(&format!("{command} --features features --target t.toml"));
        let said = ran.refused(3);
        assert!(said.contains("cannot write into the report folder reports: "), "{said}");
        assert!(said.contains("not permitted") || said.contains("denied"), "{said}");
    }
    assert_eq!(gate.requests(), 0);
    untouched(&place);
}

#[test]
fn a_folder_that_becomes_read_only_during_a_run_keeps_its_reports() {
    let gate = Gate::stopping(Stop::Before(1));
    let place = place().file("t.toml", &gate.target);
    let child = place.command("run --features features --target t.toml").spawn().unwrap();
    gate.reached();
    let sealed = Sealed::of(place.path("reports"));
    gate.open();
    let ran = Ran::of(child.wait_with_output().unwrap(), &place.path(""));
    if sealed.is_none() {
        eprintln!("left out: no folder can be made read-only for this user here");
        return;
    }
    let ran = ran.exits(3);
    assert!(ran.err.contains("error: cannot write reports/"), "{}", ran.err);
    // The ids are at least on the screen, and that no file has them is said.
    assert!(ran.out.contains("CREATED on the target, and still there: 1 object"), "{}", ran.out);
    assert!(ran.err.contains("if this run is killed, nothing says what it created"), "{}", ran.err);
    untouched(&place);
}
