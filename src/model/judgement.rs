//! What a check says of one clause.

/// What was seen of a clause.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was judged and kept.
    Kept,
    /// It was judged and broken.
    Broken {
        /// Every acceptable answer.
        expected: String,
        /// What came instead.
        actual: String,
        /// The place in the body, where there is one (`[0].cellPhone`).
        at: Option<String>,
        /// A line diff, where one helps.
        diff: Option<String>,
    },
    /// It could not be judged here, because.
    NotTried(String),
    /// Something that is allowed and worth a note.
    Noted(String),
}

/// One clause judged by one check.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The clause's id.
    pub clause: String,
    /// What was seen.
    pub outcome: Outcome,
}

impl Judgement {
    /// The clause was kept.
    pub fn kept(clause: impl Into<String>) -> Self {
        Self { clause: clause.into(), outcome: Outcome::Kept }
    }

    /// The clause was broken.
    pub fn broken(
        clause: impl Into<String>,
        expected: impl Into<String>,
        actual: impl Into<String>,
    ) -> Self {
        let (expected, actual) = (expected.into(), actual.into());
        Self {
            clause: clause.into(),
            outcome: Outcome::Broken { expected, actual, at: None, diff: None },
        }
    }

    /// The clause could not be judged here.
    pub fn not_tried(clause: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { clause: clause.into(), outcome: Outcome::NotTried(reason.into()) }
    }

    /// Something allowed was seen.
    pub fn noted(clause: impl Into<String>, note: impl Into<String>) -> Self {
        Self { clause: clause.into(), outcome: Outcome::Noted(note.into()) }
    }

    /// Adds the place in the body.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        if let Outcome::Broken { at, .. } = &mut self.outcome {
            *at = Some(place.into());
        }
        self
    }

    /// Adds a diff.
    #[must_use]
    pub fn with_diff(mut self, text: Option<String>) -> Self {
        if let Outcome::Broken { diff, .. } = &mut self.outcome {
            *diff = text;
        }
        self
    }

    /// Whether the clause was seen broken.
    pub fn is_broken(&self) -> bool {
        matches!(self.outcome, Outcome::Broken { .. })
    }
}
