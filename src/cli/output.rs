//! Printing: a closed pipe is no failure, colour is the terminal's business.

use std::io::{IsTerminal, Write};

use super::error::CliError;
use crate::report::{Style, Verbosity, text};

/// Prints to standard output.
pub(super) fn print(text: &str) {
    let mut out = anstream::stdout().lock();
    // A reader that has gone (`| head`) wants no more.
    let _ = out.write_all(text.as_bytes());
    if !text.ends_with('\n') {
        let _ = out.write_all(b"\n");
    }
    let _ = out.flush();
}

/// Prints to standard output for a program: as it is, to the byte.
pub(super) fn raw(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    if !text.ends_with('\n') {
        let _ = out.write_all(b"\n");
    }
    let _ = out.flush();
}

/// Prints what went wrong.
pub(super) fn error(error: &CliError) {
    let mut err = anstream::stderr().lock();
    let red = anstyle::AnsiColor::Red.on_default().bold();
    for (index, line) in error.to_string().lines().enumerate() {
        let line = text::clean(line);
        let _ = if index == 0 {
            writeln!(err, "{red}error{red:#}: {line}")
        } else {
            writeln!(err, "       {line}")
        };
    }
}

/// A word to the person who watches, not part of the result.
pub(super) fn note(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// How reports are printed here.
pub(super) fn style(verbosity: Verbosity) -> Style {
    let colour = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let width = terminal_width().unwrap_or(100);
    Style { colour, verbosity, width }
}

/// Whether a person watches.
pub(super) fn is_terminal() -> bool {
    std::io::stderr().is_terminal() && std::io::stdout().is_terminal()
}

fn terminal_width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size()?;
    Some(usize::from(width.0).clamp(60, 140))
}
