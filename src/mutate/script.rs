//! What a text may have that a server was never tried with.

/// What a text has that plain English has not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Script {
    /// Letters with marks: `é`, `ż`.
    Accents,
    /// Other alphabets and scripts.
    Other,
    /// Characters beyond the basic plane: emoji.
    Astral,
    /// `<`, `>` or `&`.
    Markup,
    /// Quotes or backslashes.
    Quotes,
    /// More than a hundred characters.
    Long,
    /// More characters than a column of a database usually holds.
    Longer,
    /// Delete, or a control character beyond ASCII.
    Control,
}

/// How many characters a column of a database usually holds.
pub(super) const COLUMN: usize = 255;

impl Script {
    /// Those that a server has to take, with a name for each: it may refuse control characters.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Accents, "accents"),
        (Self::Other, "other scripts"),
        (Self::Astral, "emoji"),
        (Self::Markup, "markup"),
        (Self::Quotes, "quotes"),
        (Self::Long, "more than 100 characters"),
    ];

    /// Whether a text has it.
    pub(super) fn is_in(self, text: &str) -> bool {
        let between = |from: u32, to: u32| {
            text.chars().any(|c| (from..to).contains(&u32::from(c)) && c.is_alphabetic())
        };
        match self {
            Self::Accents => between(0x80, 0x250),
            Self::Other => between(0x370, 0x1_0000),
            Self::Astral => text.chars().any(|c| u32::from(c) >= 0x1_0000),
            Self::Markup => text.contains(['<', '>', '&']),
            Self::Quotes => text.contains(['"', '\'', '\\']),
            Self::Control => text.contains(|c: char| ('\u{7f}'..'\u{a0}').contains(&c)),
            Self::Long => text.chars().count() > 100,
            Self::Longer => text.chars().count() > COLUMN,
        }
    }
}
