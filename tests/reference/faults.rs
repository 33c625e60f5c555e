use std::collections::BTreeSet;

use crate::support::{
    CAMPAIGN, CONFIGURATION, Server, UNKNOWN_CONTACT, but, fresh_number, john, send, text,
    with_json, with_number,
};
use docproof::reference::Fault;
use reqwest::Method;
use serde_json::{Value, json};

#[test]
fn every_fault_has_a_name_of_its_own_that_leads_back_to_it() {
    let mut names = BTreeSet::new();
    for &fault in Fault::ALL {
        let name = fault.to_string();
        assert_eq!(name.parse(), Ok(fault));
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(name.bytes().all(kebab), "{name}");
        assert!(!fault.summary().is_empty());
        // The same words as the variant's.
        assert_eq!(name.replace('-', ""), format!("{fault:?}").to_lowercase());
        assert!(names.insert(name));
    }
    assert!(Fault::ALL.len() >= 45);
    let unknown = "no-such-fault".parse::<Fault>().expect_err("no fault");
    assert_eq!(unknown.to_string(), "there is no fault named \"no-such-fault\"");
}

#[tokio::test]
async fn taken_numbers_are_accepted_where_a_fault_says_so() {
    let number = fresh_number();
    let contact = |name: &str| json!([with_number(name, &number)]);
    let cases = [
        (Fault::CreateAcceptsTakenNumber, [200, 200]),
        (Fault::CreateAcceptsTakenNumberForOtherName, [409, 200]),
        (Fault::CreateAcceptsTakenNumberForSameName, [200, 409]),
        (Fault::CreateAcceptsRepeatedNumber, [409, 409]),
        (Fault::ConflictCrashes, [500, 500]),
        (Fault::RefusalsAreOk, [200, 200]),
    ];
    for (fault, expected) in cases {
        let server = Server::faulty(fault).await;
        server.create(contact("John")).await.accepted();
        let same = server.create(contact("John")).await.status.as_u16();
        let other = server.create(contact("Jane")).await.status.as_u16();
        assert_eq!([same, other], expected, "{fault}");
    }
}

#[tokio::test]
async fn a_repeated_number_passes_within_a_request_only() {
    let server = Server::faulty(Fault::CreateAcceptsRepeatedNumber).await;
    let john = john();
    let created = server.create(json!([john, john])).await.accepted();
    assert_ne!(created[0]["id"], created[1]["id"]);
    server.create(json!([john])).await.refused(409);
}

#[tokio::test]
async fn a_race_shows_only_between_simultaneous_requests() {
    let server = Server::faulty(Fault::CreateRace).await;
    let contact = json!([john()]);
    let (one, other) = tokio::join!(server.create(contact.clone()), server.create(contact.clone()));
    assert_ne!(one.accepted()[0]["id"], other.accepted()[0]["id"]);
    server.create(contact).await.refused(409);
}

#[tokio::test]
async fn updates_take_numbers_of_others() {
    for fault in [Fault::UpdateAcceptsTakenNumber, Fault::BulkAcceptsTakenNumber] {
        let server = Server::faulty(fault).await;
        let number = fresh_number();
        server.contact(with_number("Jane", &number)).await;
        let contact = server.contact(john()).await;
        let id = text(&contact, "/id");
        let record = but(with_number("John", &number), "/id", Some(json!(id)));
        let bulk = server.bulk_update(json!([record])).await.accepted();
        assert_eq!(bulk["successful"] == 1, fault == Fault::BulkAcceptsTakenNumber);
        if fault == Fault::UpdateAcceptsTakenNumber {
            server.update(id, with_number("John", &number)).await.accepted();
        }
    }
}

#[tokio::test]
async fn a_number_may_be_forgotten_or_lose_its_country() {
    let server = Server::faulty(Fault::UpdateNumberNotTaken).await;
    let contact = server.contact(john()).await;
    let number = fresh_number();
    let fields = json!({ "cellPhone": { "phoneNumber": number } });
    server.update(text(&contact, "/id"), fields).await.accepted();
    server.contact(with_number("Jane", &number)).await;

    let server = Server::faulty(Fault::NumberWithoutCountryCode).await;
    let german = but(john(), "/cellPhone/countryCode", Some(json!("+49")));
    server.contact(german.clone()).await;
    let indian = but(german, "/cellPhone/countryCode", Some(json!("+91")));
    server.create(json!([indian])).await.refused(409);
}

#[tokio::test]
async fn refused_changes_may_be_stored() {
    let server = Server::faulty(Fault::RefusedCreateStored).await;
    let good = john();
    let bad = but(john(), "/lastName", None);
    server.create(json!([good, bad])).await.refused(400);
    let next = john();
    server.create(json!([good, next])).await.refused(409);
    server.create(json!([next])).await.refused(409);

    let server = Server::faulty(Fault::RefusedUpdateStored).await;
    let contact = server.contact(john()).await;
    let id = text(&contact, "/id");
    server.update(id, json!({ "firstName": "Jack", "lastName": 5 })).await.refused(400);
    let after = server.update(id, json!({})).await.accepted();
    assert_eq!(after["firstName"], "Jack");

    let server = Server::faulty(Fault::RefusedByIdStored).await;
    let fields = json!({ "first_name": "Grace", "channels": 1 });
    server.update_person(fields).await.refused(400);
    let after = server.update_person(json!({})).await.accepted();
    assert_eq!(after["data"]["first_name"], "Grace");
}

#[tokio::test]
async fn accepted_updates_may_be_lost_or_lose_things() {
    let update_twice = async |fault| {
        let server = Server::faulty(fault).await;
        let before = server.contact(john()).await;
        let id = text(&before, "/id").to_owned();
        let fields = json!({ "firstName": "Jack" });
        let first = server.update(&id, fields).await.accepted();
        assert_eq!(first["firstName"], "Jack");
        let second = server.update(&id, json!({})).await.accepted();
        (before, first, second)
    };
    let (_, _, after) = update_twice(Fault::UpdateNotStored).await;
    assert_eq!(after["firstName"], "John");
    let (_, after, _) = update_twice(Fault::UpdateClearsOtherFields).await;
    assert_eq!(after["lastName"], "");
    let (before, after, _) = update_twice(Fault::UpdateResetsCreatedAt).await;
    assert_ne!(after["createdAt"], before["createdAt"]);
    let (before, after, _) = update_twice(Fault::UpdateResetsCreatedBy).await;
    assert_ne!(after["createdBy"], before["createdBy"]);
    let (before, _, after) = update_twice(Fault::UpdateFreezesUpdatedAt).await;
    assert_eq!(after["updatedAt"], before["updatedAt"]);
    let (before, after, _) = update_twice(Fault::UpdateTurnsBackUpdatedAt).await;
    assert!(text(&after, "/updatedAt") < text(&before, "/updatedAt"));
}

#[tokio::test]
async fn an_unknown_contact_may_be_made_up_or_made() {
    let server = Server::faulty(Fault::UpdateUnknownIdAccepted).await;
    let contact = john();
    server.update(UNKNOWN_CONTACT, contact.clone()).await.accepted();
    server.create(json!([contact])).await.accepted();

    let server = Server::faulty(Fault::UpdateUnknownIdCreates).await;
    let contact = john();
    server.update(UNKNOWN_CONTACT, contact.clone()).await.accepted();
    server.create(json!([contact])).await.refused(409);
}

/// Sends three records, the second of which is unknown, and returns the report and the full
/// names of the two known contacts after it.
async fn partial_failure(fault: Fault) -> (Value, [String; 2]) {
    let server = Server::faulty(fault).await;
    let (first, last) = (server.contact(john()).await, server.contact(john()).await);
    let record = |id: &Value| but(with_number("Jack", &fresh_number()), "/id", Some(id.clone()));
    let records = [&first["id"], &json!(UNKNOWN_CONTACT), &last["id"]].map(record);
    let report = server.bulk_update(json!(records)).await.body;
    let name = async |contact: &Value| {
        let contact = server.update(text(contact, "/id"), json!({})).await.accepted();
        text(&contact, "/firstName").to_owned()
    };
    let names = [name(&first).await, name(&last).await];
    (report, names)
}

#[tokio::test]
async fn a_bulk_update_may_lose_count_or_records() {
    let counts = |report: &Value| {
        let size = |key: &str| report[key].as_array().map_or(0, Vec::len);
        let count = |key: &str| report[key].as_u64().unwrap_or_default();
        (
            [count("totalRequested"), count("successful"), count("failed")],
            [size("successfulRecords"), size("failedRecords")],
        )
    };
    let cases = [
        (Fault::BulkStopsAtFailure, ([3, 1, 2], [1, 2]), ["Jack", "John"]),
        (Fault::BulkRollsBack, ([3, 2, 1], [2, 1]), ["John", "John"]),
        (Fault::BulkNotStored, ([3, 2, 1], [2, 1]), ["John", "John"]),
        (Fault::BulkCountOffByOne, ([3, 3, 1], [2, 1]), ["Jack", "Jack"]),
        (Fault::BulkTotalLeavesOutFailed, ([2, 2, 1], [2, 1]), ["Jack", "Jack"]),
        (Fault::BulkHidesFailedRecords, ([3, 2, 1], [2, 0]), ["Jack", "Jack"]),
        (Fault::BulkCountsFailedAsSuccessful, ([3, 3, 0], [2, 1]), ["Jack", "Jack"]),
        (Fault::BulkCrashesOnUnknownId, ([0, 0, 0], [0, 0]), ["Jack", "John"]),
    ];
    for (fault, expected, names_expected) in cases {
        let (report, names) = partial_failure(fault).await;
        assert_eq!(counts(&report), expected, "{fault}: {report}");
        assert_eq!(names, names_expected, "{fault}");
    }
}

#[tokio::test]
async fn large_batches_may_be_cut_off() {
    let cases = [
        (Fault::BulkIgnoresBeyondTwenty, [20, 20, 0]),
        (Fault::BulkFailsBeyondTwenty, [25, 20, 5]),
    ];
    for (fault, expected) in cases {
        let server = Server::faulty(fault).await;
        let contacts: Vec<Value> = (0..25).map(|_| john()).collect();
        let mut records = server.create(json!(contacts)).await.accepted();
        for (record, contact) in records.as_array_mut().into_iter().flatten().zip(contacts) {
            *record = but(contact, "/id", Some(record["id"].clone()));
        }
        let report = server.bulk_update(records).await.accepted();
        let keys = ["totalRequested", "successful", "failed"];
        assert_eq!(keys.map(|key| report[key].as_i64()), expected.map(Some), "{fault}");
    }
}

#[tokio::test]
async fn each_credential_fault_opens_one_door() {
    let honest = Server::honest().await;
    let claims = honest.claims(CONFIGURATION);
    let good = honest.sign(&claims);
    let (content, signature) = good.rsplit_once('.').expect("three parts");
    let (_, payload) = content.split_once('.').expect("three parts");
    let flipped = if signature.starts_with('A') { "B" } else { "A" };
    let doors = [
        (Fault::AuthOptional, None),
        (Fault::AuthEmptyAccepted, Some(String::new())),
        (Fault::AuthGarbageAccepted, Some("garbage".to_owned())),
        (Fault::AuthSignatureUnchecked, Some(format!("{content}.{flipped}{}", &signature[1..]))),
        (
            Fault::AuthAlgNoneAccepted,
            Some(format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.")),
        ),
        (
            Fault::AuthExpiryUnchecked,
            Some(honest.sign(&but(claims.clone(), "/exp", Some(json!(1_600_000_000))))),
        ),
        (Fault::AuthScopeUnchecked, Some(honest.token(CAMPAIGN))),
    ];
    for (fault, _) in &doors {
        let server = Server::faulty(*fault).await;
        for (door, token) in &doors {
            let mut request =
                server.bare(Method::POST, &server.contacts_path()).header("accountId", "1");
            if let Some(token) = token {
                request = request.header("auth", token);
            }
            let answer = send(with_json(request, &json!([john()]))).await;
            assert_eq!(answer.status.is_success(), fault == door, "{fault} at {door}");
        }
    }
}

#[tokio::test]
async fn flawed_fields_pass_where_a_fault_says_so() {
    let create = |pointer: &'static str, value: Option<Value>| (pointer, value);
    let cases = [
        (Fault::CreateFirstNameOptional, create("/firstName", None)),
        (Fault::CreateCellPhoneOptional, create("/cellPhone", None)),
        (Fault::CreateLastNameNull, create("/lastName", Some(json!(null)))),
        (Fault::CreateFirstNameAnyType, create("/firstName", Some(json!(5)))),
        (Fault::CreatePhoneNumberNotDigits, create("/cellPhone/phoneNumber", Some(json!("12a")))),
        (Fault::CreatePhoneNumberEmpty, create("/cellPhone/phoneNumber", Some(json!("")))),
    ];
    for (fault, _) in &cases {
        let server = Server::faulty(*fault).await;
        for (flaw, (pointer, value)) in &cases {
            let contact = but(john(), pointer, value.clone());
            let answer = server.create(json!([contact])).await;
            assert_eq!(answer.status.is_success(), fault == flaw, "{fault} at {flaw}");
        }
    }
}

#[tokio::test]
async fn answers_are_corrupted_on_their_way_out() {
    let name = " <Zoë> 👋 ";
    let answered = async |fault, pointer: &str| {
        let server = Server::faulty(fault).await;
        let created = server.contact(with_number(name, "5550100")).await;
        text(&created, pointer).to_owned()
    };
    assert_eq!(answered(Fault::NamesEscaped, "/firstName").await, " &lt;Zoë&gt; 👋 ");
    assert_eq!(answered(Fault::NamesTrimmed, "/firstName").await, "<Zoë> 👋");
    assert_eq!(answered(Fault::NamesWithoutEmoji, "/firstName").await, " <Zoë> ? ");
    let reversed = answered(Fault::FullNameReversed, "/fullName").await;
    assert_eq!(reversed, format!("Doe {name}"));
    let phone = "/cellPhone/phoneNumber";
    assert_eq!(answered(Fault::PhoneWithoutCountryCode, phone).await, "5550100");
    assert_eq!(answered(Fault::CreateInactive, "/status").await, "INACTIVE");

    let server = Server::faulty(Fault::ByIdLastSeenShifted).await;
    let fields = json!({ "last_seen": "2023-11-07T05:31:56Z" });
    let answer = server.update_person(fields).await.accepted();
    assert_eq!(answer["data"]["last_seen"], "2023-11-07T06:31:56Z");
    let server = Server::faulty(Fault::ByIdCustomFieldsFlattened).await;
    let fields = json!({ "custom_fields": { "a": 1, "b": { "c": 2 } } });
    let answer = server.update_person(fields).await.accepted();
    assert_eq!(answer["data"]["custom_fields"], json!({ "a": 1 }));
}

#[tokio::test]
async fn http_itself_goes_wrong() {
    let request = |server: &Server| {
        let request = server.request(Method::POST, &server.contacts_path(), CONFIGURATION);
        request.body(json!([john()]).to_string()).send()
    };
    let server = Server::faulty(Fault::TextContentType).await;
    let response = request(&server).await.expect("an answer");
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");

    let server = Server::faulty(Fault::TruncatedBody).await;
    let body = request(&server).await.expect("an answer").text().await.expect("a body");
    assert!(serde_json::from_str::<Value>(&body).is_err());

    let server = Server::faulty(Fault::CreateRedirects).await;
    assert_eq!(request(&server).await.expect("an answer").status(), 307);

    let server = Server::faulty(Fault::EveryTenthFails).await;
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(request(&server).await.expect("an answer").status().as_u16());
    }
    let failed: Vec<usize> = (0..20).filter(|&index| statuses[index] == 500).collect();
    assert_eq!(failed, [9, 19]);
}
