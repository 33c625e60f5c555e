//! One behaviour of a server and what is said of it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use docproof::model::RunReport;
use quick_xml::events::Event;

use crate::server::{Asked, Behaviour, REFERENCE, Server, Wire, json};
use crate::support::{CREATE, Place, Ran};

/// Within this every run ends, on a slow machine too.
const IN_TIME: Duration = Duration::from_secs(120);

/// One behaviour and what is said of it.
pub struct Case {
    name: &'static str,
    behaviour: Behaviour,
    feature: &'static str,
    settings: &'static str,
    code: i32,
    clause: &'static str,
    said: &'static str,
    requests: usize,
    memory: u64,
    more: &'static str,
}

impl Case {
    /// A server that does this.
    pub fn new(
        name: &'static str,
        behaviour: impl Fn(&mut dyn Wire, &Asked) + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            behaviour: Arc::new(behaviour),
            feature: CREATE,
            settings: "timeout = \"20s\"\n",
            code: 0,
            clause: "",
            said: "PASSED",
            requests: 1,
            memory: u64::MAX,
            more: "",
        }
    }

    /// A server that answers with these bytes.
    pub fn bytes(name: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::new(name, move |wire, _| drop(wire.write_all(&bytes)))
    }

    /// A server that changes the body of a conforming answer.
    pub fn body<B: AsRef<[u8]>>(
        name: &'static str,
        change: impl Fn(String) -> B + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, move |wire, asked| drop(wire.write_all(&json(change(asked.good())))))
    }

    /// A promise that is broken, and some words of what is said of it.
    pub fn breaks(mut self, clause: &'static str, said: &'static str) -> Self {
        (self.code, self.clause, self.said) = (1, clause, said);
        self
    }

    /// A promise that only warns.
    pub fn warns(mut self, clause: &'static str, said: &'static str) -> Self {
        (self.code, self.clause, self.said) = (0, clause, said);
        self
    }

    /// Trouble that no promise is about.
    pub fn troubles(mut self, said: &'static str) -> Self {
        (self.code, self.said) = (3, said);
        self
    }

    /// Nothing is wrong, and this is said.
    pub fn says(mut self, said: &'static str) -> Self {
        self.said = said;
        self
    }

    /// Settings at the beginning of the target file.
    pub fn settings(mut self, settings: &'static str) -> Self {
        self.settings = settings;
        self
    }

    /// How many requests the server gets in all.
    pub fn requests(mut self, requests: usize) -> Self {
        self.requests = requests;
        self
    }

    /// How much memory the program has at most, in MB.
    pub fn within(mut self, megabytes: u64) -> Self {
        self.memory = megabytes;
        self
    }

    /// Nothing is even warned of.
    pub fn strictly(mut self) -> Self {
        self.more = "--strict";
        self
    }

    /// Another feature than that of one contact.
    pub fn feature(mut self, feature: &'static str) -> Self {
        self.feature = feature;
        self
    }

    fn hold(&self) -> Result<(), String> {
        let server = Server::start(Arc::clone(&self.behaviour));
        let target = format!("{}\n{}", self.settings, at(&server.url("http")));
        let place = Place::empty().file("features/f.feature", self.feature).file("t.toml", target);
        let began = Instant::now();
        let (ran, peak) = run(&place, self.more)?;
        // With --nocapture, a table of what came of it.
        println!(
            "{}\t{} {}\t{:.1} s\t{} MB",
            self.name,
            ran.code,
            self.clause,
            began.elapsed().as_secs_f64(),
            peak / 1000
        );
        self.judge(&place, &ran)?;
        if peak / 1000 > self.memory {
            return Err(format!("it had {} MB, more than {}", peak / 1000, self.memory));
        }
        let requests = server.requests();
        if requests != self.requests {
            return Err(format!("{requests} requests came, not {}", self.requests));
        }
        Ok(())
    }

    fn judge(&self, place: &Place, ran: &Ran) -> Result<(), String> {
        let whole = format!("\nstdout:\n{}\nstderr:\n{}", ran.out, ran.err);
        if ran.code != self.code {
            return Err(format!("exit code {}, not {}{whole}", ran.code, self.code));
        }
        let report = reports(place)?;
        let seen: BTreeSet<&str> = report
            .scenarios()
            .flat_map(|one| &one.findings)
            .map(|one| one.clause.as_str())
            .collect();
        let clause = format!("createContacts.{}", self.clause);
        if !self.clause.is_empty() && !seen.contains(clause.as_str()) {
            return Err(format!("{clause} is not among {seen:?}{whole}"));
        }
        let of_clause = report
            .scenarios()
            .flat_map(|one| &one.findings)
            .filter(|one| one.clause == clause)
            .map(|one| one.actual.as_str());
        let mut said: Vec<&str> = of_clause.collect();
        said.push(&ran.out);
        if !said.iter().any(|text| text.contains(self.said)) {
            return Err(format!("{:?} is not said, but {said:?}{whole}", self.said));
        }
        Ok(())
    }
}

/// The reference's target file with another base URL.
pub fn at(url: &str) -> String {
    let (start, rest) = REFERENCE.split_once("base-url = \"").unwrap();
    let (_, rest) = rest.split_once('"').unwrap();
    format!("{start}base-url = \"{url}\"{rest}")
}

/// Runs the program against `t.toml`; nothing that it prints steers a terminal. With the most
/// memory that it had, in kB, where the system tells.
pub fn run(place: &Place, more: &str) -> Result<(Ran, u64), String> {
    let mut command =
        place.command(&format!("run --features features --target t.toml --reports r {more}"));
    let file = |name: &str| std::fs::File::create(place.path(name)).unwrap();
    let mut child = command.stdout(file("out")).stderr(file("err")).spawn().unwrap();
    let began = Instant::now();
    let mut peak = 0;
    let status = loop {
        peak = memory(child.id()).max(peak);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if began.elapsed() > IN_TIME {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err("it did not end in time".into());
        }
        // The memory that it had can only be asked for while it is there.
        std::thread::sleep(Duration::from_millis(10));
    };
    let read = |name: &str| std::fs::read(place.path(name)).unwrap();
    let output = Output { status, stdout: read("out"), stderr: read("err") };
    let text = String::from_utf8(output.stdout.clone()).map_err(|error| error.to_string())?;
    let steers = |c: char| c.is_control() && c != '\n';
    if let Some(c) = text.chars().find(|c| steers(*c)) {
        return Err(format!("{c:?} is printed:\n{text:?}"));
    }
    let ran = std::panic::catch_unwind(|| Ran::of(output, Path::new("/nowhere/at/all")));
    ran.map(|ran| (ran, peak)).map_err(|panic| match panic.downcast_ref::<String>() {
        Some(text) => text.clone(),
        None => "the output can't be held".into(),
    })
}

fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Both reports, whole and well formed.
pub fn reports(place: &Place) -> Result<RunReport, String> {
    let report =
        docproof::report::read(&place.path("r/report.json")).map_err(|error| error.to_string())?;
    let xml = place.read("r/junit.xml");
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut depth = 0;
    loop {
        match reader.read_event().map_err(|error| format!("junit.xml: {error}"))? {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    if depth != 0 {
        return Err("junit.xml ends in the middle".into());
    }
    Ok(report)
}

/// Holds every case to what it says, some at a time. HOSTILE=text tries those whose name has it.
pub fn hold(cases: &[Case]) {
    let queue = Mutex::new(cases.iter());
    let wrong = Mutex::new(Vec::new());
    let only = std::env::var("HOSTILE").unwrap_or_default();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some(case) = queue.lock().unwrap().next() else { return };
                    if !case.name.contains(&only) {
                        continue;
                    }
                    if let Err(problem) = case.hold() {
                        wrong.lock().unwrap().push(format!("== {}: {problem}", case.name));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}
