//! No false alarm: servers that conform and are as unlike the reference as the documentation
//! allows, each run against the whole suite by the real program.
//!
//! Every test is a conforming server. What it is allowed to do otherwise is in its name and in its
//! [`Choices`]; a scenario that fails here accuses an innocent.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

#[path = "cli/environment.rs"]
mod environment;
mod other_implementation;
#[path = "conforming/runs.rs"]
mod runs;

use std::collections::BTreeSet;

use other_implementation::{
    Accepted, Blanks, Bulk, Choices, Credentials, Duplicate, Message, Names, Partial, Returned,
    Spelled, Spelling, Times, Why, Wire,
};
use runs::{Apis, run, run_only};

/// The reason of scenarios that try a partial update on a server that refuses it.
const MAY_REFUSE: &str = "the implementation refuses this request, which it may";
/// And of those whose look at a record needs one.
const UNSEEN: &str = "so a record's other fields can't be seen";

fn nothing() -> BTreeSet<&'static str> {
    BTreeSet::new()
}

#[test]
fn a_server_with_other_codes_other_error_bodies_more_fields_and_other_spellings() {
    fn refused(why: Why) -> u16 {
        match why {
            Why::NoRoute => 421,
            // Nobody documented a GET.
            Why::Method => 302,
            Why::Credential | Why::Scope => 403,
            Why::Header => 428,
            Why::MalformedId => 406,
            Why::Unknown => 404,
            Why::MediaType => 418,
            Why::Malformed => 429,
            Why::Shape => 408,
            Why::Format => 417,
            Why::Taken => 423,
            Why::Partial | Why::NothingDone => 499,
            Why::LeftOpen => 402,
        }
    }
    let other = |offset, zone| Spelled { offset, zone, digits: 6, basic: false };
    let run = run(
        Choices {
            prefix: "/gateway/v2",
            wire: Wire { names: Names::Title, ..Wire::default() },
            accepted: Accepted { created: 201, nothing_new: 203, updated: 202, batch: 207 },
            refused,
            spelling: Spelling {
                media_type: "Application/JSON ; charset=\"utf-8\"",
                blanks: Blanks::Many,
                backwards: true,
                escapes: false,
            },
            times: Times {
                step: 1_000_000,
                ahead: -1000,
                created: other(0, "+00:00"),
                updated: other(330, "+05:30"),
                batch: other(-570, "-09:30"),
                person: other(345, "+05:45"),
            },
            bulk: Bulk { answered_backwards: true, ..Bulk::default() },
            extras: true,
            updated_by_timestamp: true,
            returned: Returned::Respelt,
            ..Choices::tame()
        },
        Apis::Both,
    );
    run.is_innocent(&nothing()).skips(&[]);
}

#[test]
fn a_server_that_refuses_partial_updates_and_what_is_left_open_and_answers_a_duplicate_with_the_existing_contact()
 {
    fn refused(why: Why) -> u16 {
        match why {
            Why::Unknown => 404,
            Why::Credential => 401,
            Why::Scope => 403,
            _ => 400,
        }
    }
    // Whole seconds: an update within the second shows the same time.
    let second = |offset, zone| Spelled { offset, zone, digits: 0, basic: false };
    let run = run(
        Choices {
            wire: Wire { closes: true, ..Wire::default() },
            refused,
            times: Times {
                step: 1_000_000_000,
                ahead: 0,
                created: second(0, "Z"),
                updated: second(60, "+01:00"),
                batch: second(-480, "-08:00"),
                person: Times::default().person,
            },
            duplicate: Duplicate::Existing,
            partial: Partial::Refused,
            keeps_old_numbers: true,
            picky: true,
            bulk: Bulk {
                bad_record_refuses_all: true,
                taken_number_refuses_all: true,
                nothing_done_is_refused: true,
                ..Bulk::default()
            },
            returned: Returned::Whole,
            message: Message::Absent,
            ..Choices::tame()
        },
        Apis::Both,
    );
    run.is_innocent(&nothing()).skips(&[MAY_REFUSE, UNSEEN]);
}

#[test]
fn a_server_that_answers_a_duplicate_with_nothing_and_counts_every_bad_record_as_failed() {
    let run = run(
        Choices {
            prefix: "/a%20b",
            wire: Wire { chunks: true, hints: true, names: Names::Capitals, ..Wire::default() },
            accepted: Accepted { created: 226, nothing_new: 200, updated: 299, batch: 201 },
            spelling: Spelling {
                media_type: "application/json;charset=UTF-8",
                escapes: true,
                ..Spelling::default()
            },
            duplicate: Duplicate::Nothing,
            partial: Partial::WholeNumbers,
            joins_numbers: true,
            times: Times {
                // Finer than it is shown on one page, and shown twice otherwise.
                step: 1000,
                ahead: 1,
                created: Spelled { offset: 0, zone: "+0000", digits: 6, basic: true },
                updated: Spelled { offset: 840, zone: "+14:00", digits: 3, basic: false },
                batch: Spelled { offset: -720, zone: "-12", digits: 4, basic: true },
                person: Times::default().person,
            },
            last_first: true,
            bulk: Bulk { decimal_counts: true, ..Bulk::default() },
            extras: true,
            message: Message::Null,
            returned: Returned::Respelt,
            ..Choices::tame()
        },
        Apis::Both,
    );
    run.is_innocent(&nothing()).skips(&[MAY_REFUSE]);
}

#[test]
fn a_server_of_one_api_whose_requests_overtake_each_other_and_take_their_time() {
    let run = run(
        Choices {
            wire: Wire { delay: Some((50, 150)), ..Wire::default() },
            duplicate: Duplicate::Existing,
            partial: Partial::WholeNumbers,
            last_first: true,
            bulk: Bulk { answered_backwards: true, ..Bulk::default() },
            ..Choices::tame()
        },
        Apis::Agentassist,
    );
    run.is_innocent(&nothing()).skips(&[MAY_REFUSE]);
}

#[test]
fn a_server_whose_duplicates_overtake_each_other_and_are_answered_with_nothing() {
    let run = run_only(
        Choices {
            // The later of two requests often comes first.
            wire: Wire { delay: Some((0, 30)), ..Wire::default() },
            duplicate: Duplicate::Nothing,
            keeps_old_numbers: true,
            last_first: true,
            ..Choices::tame()
        },
        Apis::Agentassist,
        &["--tags", "@concurrency or @createContacts"],
    );
    run.is_innocent(&nothing()).skips(&[]);
}

#[test]
fn a_server_that_closes_idle_connections() {
    let run = run(
        Choices { wire: Wire { idle: Some(2000), ..Wire::default() }, ..Choices::tame() },
        Apis::Both,
    );
    run.is_innocent(&nothing()).skips(&[]);
}

#[test]
fn a_server_that_closes_kept_connections_just_when_a_request_comes() {
    let run = run(
        Choices { wire: Wire { served: Some(3), ..Wire::default() }, ..Choices::tame() },
        Apis::Both,
    );
    run.is_innocent(&nothing()).skips(&[]);
    let report = run.report.to_string();
    assert!(report.contains("the scenario was begun anew"), "what was tried again is told");
}

#[test]
fn a_server_of_the_other_api_that_speaks_http_1_0() {
    let run = run(
        Choices {
            wire: Wire { old: true, ..Wire::default() },
            message: Message::Null,
            returned: Returned::Respelt,
            picky: true,
            ..Choices::tame()
        },
        Apis::Contact,
    );
    run.is_innocent(&nothing()).skips(&[MAY_REFUSE]);
}

#[test]
fn a_server_that_counts_records_as_failed_that_it_need_not_take() {
    let run = run_only(
        Choices { picky: true, ..Choices::tame() },
        Apis::Agentassist,
        &["--tags", "@bulkUpdateContacts"],
    );
    let reason = "the implementation counts a record as failed, which it may";
    run.is_innocent(&nothing()).skips(&[reason]);
}

#[test]
fn a_server_that_gave_ready_tokens_only() {
    let run = run_only(
        Choices { credentials: Credentials::Ready, ..Choices::tame() },
        Apis::Agentassist,
        &["--tags", "@credentials"],
    );
    run.is_innocent(&nothing()).skips(&[
        "an expired token needs",
        "only another scope is needed",
        "a token without any scope needs",
    ]);
}

#[test]
fn a_server_that_gave_a_ready_token_for_each_scope_and_an_expired_one() {
    let run = run_only(
        Choices { credentials: Credentials::ReadyForEachScope, ..Choices::tame() },
        Apis::Agentassist,
        &["--tags", "@credentials"],
    );
    run.is_innocent(&nothing()).skips(&["a token without any scope needs"]);
}

/// Everything that the unusual server does otherwise, and nothing that it has to do.
const UNUSUAL: &[(&str, &[&str])] = &[
    (
        "createContacts",
        &[
            "request.header.Content-Type",
            "request.header.Content-Type:type",
            "response.status:unauthorised",
            "response.status:not-found",
            "response.body.id:shape",
            "response.body.accountId:shape",
            "response.body.accountId:value",
            "response.body.createdBy:shape",
            "response.body.instanceBotId:shape",
            "response.body.orgId:shape",
            "response.body.status:new",
            "response.body.updatedAt:new",
            "rule.in-order",
        ],
    ),
    (
        "updateContact",
        &[
            "request.header.Content-Type",
            "request.header.Content-Type:type",
            "request.body.cellPhone.phoneNumber:pattern",
            "response.status:unauthorised",
            "response.status:not-found",
            "response.body.id:shape",
            "response.body.accountId:shape",
            "response.body.accountId:value",
            "response.body.createdBy:shape",
            "response.body.createdByAId:shape",
            "response.body.instanceBotId:shape",
            "response.body.orgId:shape",
            "response.body.updatedAt:after",
            "response.body.updatedBy:shape",
            "response.body.updatedByAId:shape",
        ],
    ),
    (
        "bulkUpdateContacts",
        &[
            "request.header.Content-Type",
            "request.header.Content-Type:type",
            "request.body.fullName:type",
            "response.status:unauthorised",
            "response.status:not-found",
            "response.body.successfulRecords.id:shape",
            "response.body.successfulRecords.contact._id:shape",
            "response.body.successfulRecords.contact.accountId:shape",
            "response.body.successfulRecords.contact.accountId:value",
            "response.body.successfulRecords.contact.createdBy:shape",
            "response.body.successfulRecords.contact.createdByAId:shape",
            "response.body.successfulRecords.contact.fullName:full-name-follows-names",
            "response.body.successfulRecords.contact.instanceBotId:shape",
            "response.body.successfulRecords.contact.orgId:shape",
            "response.body.successfulRecords.contact.updatedAt:after",
            "response.body.successfulRecords.contact.updatedBy:shape",
            "response.body.successfulRecords.contact.updatedByAId:shape",
        ],
    ),
    (
        "updateContactList",
        &[
            "request.header.Content-Type",
            "request.header.Content-Type:type",
            "response.status:unauthorised",
            "response.status:not-found",
            "response.body.message:names-list",
            "response.body.data.contactListId:shape",
            "response.body.data.body.accountId:shape",
            "response.body.data.body.iId:shape",
            "response.body.data.body.orgId:shape",
            "response.body.data.body.updatedBy:shape",
        ],
    ),
    (
        "updateContactById",
        &[
            "request.header.Content-Type",
            "request.header.Content-Type:type",
            "response.status:unauthorised",
            "response.status:not-found",
            "response.body.message:default",
            "response.body.data.last_name:returned",
            "response.body.data.last_seen:returned",
            "response.body.data.last_sent:returned",
            "response.body.data.last_assistant_id:returned",
            "response.body.data.last_widget_id:returned",
            // Null is left out of its answers.
            "response.body.data.first_name:returned",
            "response.body.data.email:returned",
            "response.body.data.org_id:returned",
            "response.body.data.first_assistant_id:returned",
            "response.body.data.first_widget_id:returned",
        ],
    ),
];

#[test]
fn a_server_that_is_unusual_in_everything_is_warned_of_just_that() {
    fn refused(why: Why) -> u16 {
        match why {
            Why::NoRoute => 404,
            _ => 400,
        }
    }
    let run = run(
        Choices {
            refused,
            returned: Returned::Less,
            message: Message::Another,
            unusual: true,
            ..Choices::tame()
        },
        Apis::Both,
    );
    let all = UNUSUAL.iter().flat_map(|(operation, clauses)| {
        clauses.iter().map(move |clause| format!("{operation}.{clause}"))
    });
    let all: Vec<String> = all.collect();
    run.is_innocent(&all.iter().map(String::as_str).collect())
        .skips(&["is short or counted up: one character more or less could be another's"]);
}
