//! Exit codes: what a gate reads.

/// How `docproof` ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum ExitCode {
    /// No MUST that was tried was broken, or a SHOULD with `--strict`, but for known deviations.
    Kept = 0,
    /// A MUST was broken, or a SHOULD with `--strict`; or a known deviation is out of date.
    Broken = 1,
    /// Wrong usage, configuration, contract or feature file.
    Usage = 2,
    /// The target could not be reached, or the harness itself failed.
    Trouble = 3,
    /// Nothing was selected, or nothing of what was selected could be tried.
    Nothing = 4,
    /// Interrupted; what was done is reported.
    Interrupted = 130,
}

impl ExitCode {
    /// Every code with its meaning, for the help text.
    pub const ALL: [(Self, &'static str); 6] = [
        (
            Self::Kept,
            "no MUST that was tried was broken (with --strict: nor a SHOULD), but for known deviations",
        ),
        (
            Self::Broken,
            "a MUST was broken (with --strict: or a SHOULD), or a known deviation is out of date",
        ),
        (Self::Usage, "wrong usage, configuration, contract or feature file"),
        (Self::Trouble, "the target could not be reached, or docproof itself failed"),
        (Self::Nothing, "nothing was selected, or nothing of it could be tried"),
        (Self::Interrupted, "interrupted; what was done is reported"),
    ];

    /// The code that a report carries.
    pub fn of_report(code: u8) -> Self {
        Self::ALL
            .iter()
            .map(|(known, _)| *known)
            .find(|known| *known as u8 == code)
            .unwrap_or(Self::Trouble)
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}
