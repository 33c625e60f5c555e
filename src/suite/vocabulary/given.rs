//! What there is before a request, and what is different about it.

use super::StepDefinition;

/// The step that takes a block of text. None takes a table.
pub(super) const BLOCK: &str = "with this body:";

pub(super) const STEPS: &[StepDefinition] = &[
    StepDefinition {
        keyword: "Given",
        meaning: "makes one, through the operation that the contract names for it",
        examples: &["an existing contact", "another existing contact"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "makes several",
        examples: &["25 existing contacts"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "prepares a request that meets everything documented: the sample with values of the run's own",
        examples: &["a valid createContacts request", "another valid createContacts request"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "the same, with so many records",
        examples: &["a valid createContacts request for 3 records"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "the same, naming the second of the scenario's records",
        examples: &[
            "a valid updateContact request for the second contact",
            "a valid updateContact request for the last contact",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "both: so many records, of which the first names that one",
        examples: &[
            "a valid bulkUpdateContacts request for 1 record, beginning with the second contact",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "prepares the sample as printed, with its masks filled in",
        examples: &["the documented createContacts sample"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "leaves a header out",
        examples: &["without the header \"accountId\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sends a header with nothing in it",
        examples: &["with the header \"accountId\" left empty"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a header; quotes in it have a backslash before them: \"\\\"v1\\\"\"",
        examples: &["with the header \"Content-Type\" set to \"text/plain\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "leaves the segment of a path parameter empty",
        examples: &["without the path parameter \"id\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a path parameter",
        examples: &["with the path parameter \"id\" set to \"not-an-id\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "leaves a query parameter out",
        examples: &["without the query parameter \"page\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a query parameter; of a list there are commas between the items",
        examples: &["with the query parameter \"page\" set to \"2\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "leaves a cookie out",
        examples: &["without the cookie \"theme\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a cookie",
        examples: &["with the cookie \"theme\" set to \"dark\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "names an id that nothing has, well formed: of the path, or of the first record",
        examples: &["with an unknown \"id\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "the same in another record",
        examples: &["with an unknown \"id\" in record 2"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "leaves a field of the (first) record out",
        examples: &["without the field \"cellPhone.phoneNumber\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "leaves a field of another record out",
        examples: &["without the field \"firstName\" in record 2"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "leaves a field of another item of a list out",
        examples: &["without the field \"lines.sku\" in item 2"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "leaves every other field out",
        examples: &["with only the field \"lastName\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a field of the (first) record to a JSON value",
        examples: &[
            "with the field \"firstName\" set to \"Zoë\"",
            "with the field \"allowDuplicates\" set to null",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a field of another record",
        examples: &["with the field \"firstName\" in record 2 set to 42"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a field of another item of the list that it leads into, or the item itself",
        examples: &[
            "with the field \"lines.sku\" in item 2 set to \"A-7\"",
            "with the field \"tags\" in item 3 set to 7",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a field to a text of that length; one that is an email address to such a one",
        examples: &["with the field \"firstName\" 100 letters long"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "gives a list so many items: those of the request, from the first on again",
        examples: &["with 21 items in the field \"lines\""],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "copies a field from what an existing record was written with",
        examples: &["with the same \"cellPhone\" as the first contact"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "the same in another record",
        examples: &["with the same \"cellPhone\" in record 2 as the third contact"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "copies a field within the request",
        examples: &["with the same \"cellPhone\" in record 2 as in record 1"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "copies a field from the request prepared before",
        examples: &["with the same \"cellPhone\" as the other request"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a field to digits of the run's own, that no record has",
        examples: &[
            "with 7 fresh digits as the field \"cellPhone.phoneNumber\"",
            "with 12 fresh digits that begin with \"0\" as the field \"cellPhone.phoneNumber\" in record 2",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "the same, spoilt by another character (as JSON writes it) before, among or behind them",
        examples: &[
            "with 10 fresh digits and \"-\" among them as the field \"cellPhone.phoneNumber\"",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "copies a field from what an existing record was written with, and puts digits before it",
        examples: &["with \"0\" before the \"cellPhone.phoneNumber\" of the first contact"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "spoils the id of the path, or of a record, by one character; skipped where ids are short or counted up",
        examples: &[
            "with the \"id\" one character too short",
            "with the \"id\" in record 2 one character too long",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a path parameter or a header to letters",
        examples: &[
            "with the path parameter \"id\" 2000 letters long",
            "with the header \"accountId\" 5000 letters long",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "spoils a path parameter by what some servers cut off",
        examples: &[
            "with a blank behind the path parameter \"id\"",
            "with a null character behind the path parameter \"id\"",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sets a field to objects in objects",
        examples: &["with the field \"custom_fields\" nested 100 levels deep"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sends a wrong credential: missing, empty, garbage, expired; for another scope, for no scope; tampered, tampered in its middle, tampered at its end, filled with other claims, stripped of its signature, cut short in its signature; unsigned, unsigned as None, unsigned as NONE, unsigned beside its signature, signed with an empty secret; of keys: unknown, cut short, extended, in the other case, followed by a blank",
        examples: &["with a credential that is expired"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "does so with one of several credentials, named as the contract and the target file do",
        examples: &["with the credential \"api_key\" that is missing"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sends this credential where there are several ways to be admitted; or one that the operation doesn't ask for, in the place of what it does",
        examples: &["with the credential \"admin_key\" instead"],
    },
    StepDefinition { keyword: "Given", meaning: "sends no body", examples: &["without a body"] },
    StepDefinition {
        keyword: "Given",
        meaning: "sends this as the body",
        examples: &["with the body {\"firstName\":"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "the same, from the block of text below",
        examples: &[BLOCK],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "spoils the valid body as a text: what stands between the backticks is replaced",
        examples: &[
            "with the last `}` of the body replaced by `,}`",
            "with the first `\"John\"` of the body replaced by `NaN`",
            "with every `\"` of the body replaced by `'`",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "writes the same JSON in another way",
        examples: &[
            "with the same body spread over several lines",
            "with the same body in escaped letters",
            "with the same body in another order",
        ],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "puts a character into the body that JSON wants escaped: a tab, a line break, a null character",
        examples: &["with a raw tab behind the first `John` of the body"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sends JSON that is a text, which holds the JSON",
        examples: &["with the whole body as a text in quotes"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sends the body in another encoding than UTF-8; Latin-1 needs a letter like é in it",
        examples: &["with the whole body in Latin-1", "with the whole body in UTF-16"],
    },
    StepDefinition {
        keyword: "Given",
        meaning: "sends a byte order mark first",
        examples: &["with a byte order mark before the body"],
    },
];
