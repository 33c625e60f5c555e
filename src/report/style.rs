//! How text for people looks: colour, width and how much of it.

use std::fmt::Display;

use anstyle::AnsiColor;

/// How much to say.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Verbosity {
    /// Only what is broken or in error, and the verdict.
    Quiet,
    /// What a person wants to know of a run.
    #[default]
    Normal,
    /// All of it.
    Verbose,
}

/// How text for people looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to use ANSI colours.
    pub colour: bool,
    /// How much to say.
    pub verbosity: Verbosity,
    /// Columns to wrap sentences at; commands and diffs are never wrapped.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { colour: false, verbosity: Verbosity::Normal, width: 100 }
    }
}

/// What a piece of text is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Dim,
    Good,
    Warn,
    Bad,
    /// [`Tone::Good`], for a word that must not be overlooked.
    VeryGood,
    /// [`Tone::Warn`], likewise.
    VeryWarn,
    /// [`Tone::Bad`], likewise.
    VeryBad,
}

impl Style {
    pub(super) fn verbose(&self) -> bool {
        self.verbosity == Verbosity::Verbose
    }

    pub(super) fn quiet(&self) -> bool {
        self.verbosity == Verbosity::Quiet
    }

    /// The text in its tone, if colour is wanted.
    pub(super) fn paint(&self, tone: Tone, text: impl Display) -> String {
        let plain = anstyle::Style::new();
        let look = match tone {
            Tone::Plain => return text.to_string(),
            _ if !self.colour => return text.to_string(),
            Tone::Strong => plain.bold(),
            Tone::Dim => plain.dimmed(),
            Tone::Good => AnsiColor::Green.on_default(),
            Tone::Warn => AnsiColor::Yellow.on_default(),
            Tone::Bad => AnsiColor::Red.on_default(),
            Tone::VeryGood => AnsiColor::Green.on_default().bold(),
            Tone::VeryWarn => AnsiColor::Yellow.on_default().bold(),
            Tone::VeryBad => AnsiColor::Red.on_default().bold(),
        };
        format!("{look}{text}{look:#}")
    }
}
