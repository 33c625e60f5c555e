//! Printing: a closed pipe is no failure, colour is the terminal's business.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::sync::OnceLock;

use super::error::CliError;
use crate::report::{Style, Verbosity, text};

/// Why something that was printed didn't arrive.
static LOST: OnceLock<io::Error> = OnceLock::new();
/// So many lines of what went wrong are printed.
const LINES: usize = 100;
/// And so many characters of each.
const LONGEST: usize = 2000;

/// Prints to standard output.
pub(super) fn print(text: &str) {
    send(anstream::stdout().lock(), text);
}

/// Prints to standard output for a program: as it is, to the byte.
pub(super) fn raw(text: &str) {
    send(io::stdout().lock(), text);
}

fn send(mut out: impl Write, text: &str) {
    let end: &[u8] = if text.ends_with('\n') { b"" } else { b"\n" };
    let done =
        out.write_all(text.as_bytes()).and_then(|()| out.write_all(end)).and_then(|()| out.flush());
    match done {
        // A reader that has gone (`| head`) wants no more.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            // The first reason is the reason.
            let _ = LOST.set(error);
        }
        _ => {}
    }
}

/// Why something that was printed didn't arrive, if it is so: a disk that is full.
pub(super) fn lost() -> Option<CliError> {
    LOST.get().map(|error| {
        CliError::Output(format!(
            "cannot write to standard output: {error}\nfree some space, or send it elsewhere"
        ))
    })
}

/// Prints what went wrong.
pub(super) fn error(error: &CliError) {
    let mut err = anstream::stderr().lock();
    let red = anstyle::AnsiColor::Red.on_default().bold();
    let said = error.to_string();
    for (index, line) in said.lines().take(LINES).enumerate() {
        let line = text::clean(&shortened(line));
        let _ = if index == 0 {
            writeln!(err, "{red}error{red:#}: {line}")
        } else {
            writeln!(err, "       {line}")
        };
    }
    let more = said.lines().count().saturating_sub(LINES);
    if more > 0 {
        let _ = writeln!(err, "       and {more} more");
    }
}

/// A line whose middle is left out where it is too long to be read: its end says what to do.
fn shortened(line: &str) -> Cow<'_, str> {
    let count = line.chars().count();
    if count <= LONGEST {
        return line.into();
    }
    let at = |index: usize| line.char_indices().nth(index).map_or(line.len(), |(at, _)| at);
    let (head, tail) = (at(LONGEST / 2), at(count - LONGEST / 4));
    format!("{}… ({count} characters) …{}", &line[..head], &line[tail..]).into()
}

/// A word to the person who watches, not part of the result.
pub(super) fn note(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// A path as it is typed in a shell.
pub(super) fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    shlex::try_quote(&path).map(Cow::into_owned).unwrap_or(path)
}

/// How reports are printed here.
pub(super) fn style(verbosity: Verbosity) -> Style {
    let colour = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    Style { colour, verbosity, width: width() }
}

/// Whether a person watches.
pub(super) fn is_terminal() -> bool {
    std::io::stderr().is_terminal() && std::io::stdout().is_terminal()
}

/// How many columns text is wrapped at: as many as `COLUMNS` says, or the terminal has.
pub(super) fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let terminal = || {
        let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
        Some(usize::from(width.0))
    };
    said.filter(|columns| *columns > 0).or_else(terminal).unwrap_or(100).max(40)
}
