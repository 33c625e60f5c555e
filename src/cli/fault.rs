//! A fault of the program itself: said in one line, without the text that it stumbled over.

use std::panic::{self, PanicHookInfo};

use super::exit::ExitCode;
use super::output;

/// Does the work; a panic in it is trouble, not a wall of text.
pub(super) fn contained(work: impl FnOnce() -> ExitCode) -> ExitCode {
    panic::set_hook(Box::new(|info| output::note(&told(info))));
    panic::catch_unwind(panic::AssertUnwindSafe(work)).unwrap_or(ExitCode::Trouble)
}

// What a panic says may hold an answer of the target, and so a secret.
fn told(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
    format!(
        "docproof itself failed{}: please report this line with what you did",
        place.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_trouble() {
        let before = panic::take_hook();
        let code = contained(|| panic!("in-4711"));
        panic::set_hook(before);
        assert_eq!(code, ExitCode::Trouble);
    }
}
