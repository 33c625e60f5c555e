//! What is done, and what must be true then.

use super::StepDefinition;

pub(super) const STEPS: &[StepDefinition] = &[
    StepDefinition {
        keyword: "When",
        meaning: "sends the request",
        examples: &["the request is sent", "it is sent"],
    },
    StepDefinition {
        keyword: "When",
        meaning: "sends every prepared request at once",
        examples: &["both requests are sent at the same moment"],
    },
    StepDefinition {
        keyword: "When",
        meaning: "sends the last request once more, unchanged",
        examples: &["the same request is sent again"],
    },
    StepDefinition {
        keyword: "When",
        meaning: "sends the request so often, at once",
        examples: &["the request is sent 5 times at the same moment"],
    },
    StepDefinition {
        keyword: "When",
        meaning: "waits until the target's timestamps, as finely as it prints them, would show a difference",
        examples: &["enough time passes for a later timestamp"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "any 2xx, and everything that the documentation promises of the answer is judged",
        examples: &["the request is accepted", "it is accepted"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "the same; a refusal, or another status than this one, breaks that rule",
        examples: &[
            "the request is accepted, as the rule \"names-may-repeat\" says",
            "it is answered with 304, as the rule \"not-modified\" says",
        ],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "any 2xx; a documented refusal with this status (or one of these) says that something is in the way, and the rest of the scenario is skipped",
        examples: &[
            "the request is accepted, or refused with 409 for what is there",
            "it is accepted, or refused with 409 or 412 for what is there",
        ],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "either is right; after a refusal the rest of the scenario is skipped",
        examples: &["the request may be accepted or refused"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "a value that the request sent in a `readOnly` field is ignored, or the request is refused",
        examples: &["the sent \"id\" is not taken"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "any 4xx (a record counted as failed, where the operation can say so); judges the clause that the request breaks",
        examples: &["the request is refused", "it is refused"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "any 4xx, or this one; anything else breaks that rule, whatever the request looks like",
        examples: &[
            "the request is refused, as the rule \"removed-once\" says",
            "it is refused with 412, as the rule \"no-lost-update\" says",
        ],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "no 5xx, no redirect, a whole answer; nothing else is judged",
        examples: &["the request is answered without a server error"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "asks about presence, types and formats of the answer's fields",
        examples: &["the answer has the documented fields and types"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "the same, with a diff to the sample",
        examples: &["the answer is like the documented sample"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "asks about every rule on what comes back",
        examples: &["the answer returns what was sent"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "asks about one rule",
        examples: &["the rule \"one-contact-per-number\" is kept"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "sends a GET again and again until its answer has this value; where it hasn't in time, that rule is broken",
        examples: &[
            "the \"status\" becomes \"done\" within 30 seconds, as the rule \"finishes\" says",
        ],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "later answers show that a refused request changed nothing",
        examples: &["nothing has changed"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "the same where the request may be accepted or refused: of one that was accepted nothing is asked",
        examples: &["a refusal has changed nothing"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "later answers show the new state",
        examples: &["the change is kept"],
    },
    StepDefinition {
        keyword: "Then",
        meaning: "that record is counted as failed and the others are done",
        examples: &["only record 2 fails, as the rule \"others-still-done\" says"],
    },
];
