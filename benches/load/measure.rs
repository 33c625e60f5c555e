//! Programs run from outside: how long, how much of the processor, how much memory.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

use super::Trouble;

/// What a program took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) wall: Duration,
    pub(super) processor: Duration,
    /// The most that it held, in bytes.
    pub(super) memory: u64,
}

/// Runs a program to its end, which has to be the good one.
pub(super) fn cost(command: &mut Command) -> Result<Cost, Trouble> {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stdin(Stdio::null()).spawn()?;
    let used = child.wait4()?;
    let wall = began.elapsed();
    if !used.status.success() {
        return Err(format!("{command:?} ended with {}", used.status).into());
    }
    Ok(Cost { wall, processor: used.rusage.utime + used.rusage.stime, memory: used.rusage.maxrss })
}

/// The best of several: what disturbs a measurement only ever makes it longer.
pub(super) fn best(
    times: usize,
    mut one: impl FnMut() -> Result<Cost, Trouble>,
) -> Result<Cost, Trouble> {
    let mut best = one()?;
    for _ in 1..times {
        let cost = one()?;
        if cost.wall < best.wall {
            best = cost;
        }
    }
    Ok(best)
}

/// The server, as long as this lives.
pub(super) struct Running {
    child: Child,
    pub(super) url: String,
}

impl Running {
    /// Starts this program again as the server.
    pub(super) fn start(delay: u64) -> Result<Self, Trouble> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", &delay.to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut url = String::new();
        let out = child.stdout.take().ok_or("the server has no standard output")?;
        BufReader::new(out).read_line(&mut url)?;
        Ok(Self { child, url: url.trim().to_owned() })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
