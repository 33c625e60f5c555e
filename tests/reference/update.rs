use crate::support::{Server, UNKNOWN_CONTACT, fresh_number, john, text, with_number};
use serde_json::{Value, json};

#[tokio::test]
async fn answers_the_documented_sample_in_its_documented_shape() {
    let server = Server::honest().await;
    let created = server.contact(john()).await;
    let number = fresh_number();
    let fields = json!({
        "firstName": "john",
        "lastName": "doe",
        "salutation": "mr",
        "cellPhone": { "phoneNumber": number, "countryCode": "+91", "extension": "+" },
    });

    let updated = server.update(text(&created, "/id"), fields).await.accepted();

    let expected = json!({
        "firstName": "john",
        "lastName": "doe",
        "fullName": "john doe",
        "salutation": "mr",
        "cellPhone": {
            "extension": "+",
            "phoneNumber": format!("+91{number}"),
            "countryCode": "+91",
        },
        "status": "ACTIVE",
        "instanceBotId": server.value("streamId"),
        "orgId": created["orgId"],
        "accountId": server.value("accountId"),
        "createdBy": created["createdBy"],
        "createdByAId": updated["updatedByAId"],
        "address": [],
        "twitterDetails": [],
        "createdAt": created["createdAt"],
        "updatedAt": updated["updatedAt"],
        "updatedBy": server.value("sub"),
        "updatedByAId": updated["updatedByAId"],
        "id": created["id"],
    });
    assert_eq!(updated, expected);
    assert!(text(&updated, "/updatedByAId").starts_with("a-"));
}

#[tokio::test]
async fn every_update_is_later_than_the_one_before() {
    let server = Server::honest().await;
    let contact = server.contact(john()).await;
    let mut before = text(&contact, "/updatedAt").to_owned();
    for _ in 0..20 {
        let updated = server.update(text(&contact, "/id"), json!({})).await.accepted();
        let after = text(&updated, "/updatedAt").to_owned();
        assert!(after > before, "{after} after {before}");
        before = after;
    }
}

#[tokio::test]
async fn a_partial_update_keeps_what_it_does_not_name() {
    let server = Server::honest().await;
    let number = fresh_number();
    let contact = server.contact(with_number("John", &number)).await;
    let id = text(&contact, "/id");

    server.update(id, json!({ "firstName": "Jack" })).await.accepted();
    server.update(id, json!({ "cellPhone": { "extension": "7" } })).await.accepted();
    let updated = server.update(id, json!({})).await.accepted();

    assert_eq!(updated["fullName"], "Jack Doe");
    assert_eq!(updated["salutation"], "Mr");
    let phone = json!({
        "extension": "7",
        "phoneNumber": format!("+91{number}"),
        "countryCode": "+91",
    });
    assert_eq!(updated["cellPhone"], phone);
}

#[tokio::test]
async fn refuses_mistyped_fields_and_changes_nothing() {
    let server = Server::honest().await;
    let contact = server.contact(john()).await;
    let id = text(&contact, "/id");
    let wrong: [(Value, &str); 7] = [
        (json!({ "firstName": null }), "body /firstName"),
        (json!({ "lastName": 7 }), "body /lastName"),
        (json!({ "salutation": ["mr"] }), "body /salutation"),
        (json!({ "cellPhone": "98765" }), "body /cellPhone"),
        (json!({ "cellPhone": null }), "body /cellPhone"),
        (json!({ "cellPhone": { "phoneNumber": "" } }), "body /cellPhone/phoneNumber"),
        (json!({ "cellPhone": { "phoneNumber": "98765x" } }), "body /cellPhone/phoneNumber"),
    ];
    for (mut fields, place) in wrong {
        let places = server.update(id, fields.clone()).await.refused(400);
        assert_eq!(places, [place]);
        // Nor does the sound part of a flawed update come through.
        if fields.get("firstName").is_none() {
            fields["firstName"] = json!("Changed");
            server.update(id, fields).await.refused(400);
        }
    }
    let after = server.update(id, json!({})).await.accepted();
    assert_eq!(after["fullName"], "John Doe");
    assert_eq!(after["cellPhone"], contact["cellPhone"]);
}

#[tokio::test]
async fn refuses_a_number_of_another_contact_and_allows_the_own() {
    let server = Server::honest().await;
    let taken = fresh_number();
    server.contact(with_number("Jane", &taken)).await;
    let own = fresh_number();
    let contact = server.contact(with_number("John", &own)).await;
    let id = text(&contact, "/id");

    let places = server.update(id, with_number("John", &taken)).await.refused(409);
    assert_eq!(places, ["body /cellPhone/phoneNumber"]);
    let kept = server.update(id, with_number("Jack", &own)).await.accepted();
    assert_eq!(kept["cellPhone"], contact["cellPhone"]);
}

#[tokio::test]
async fn a_new_number_is_taken_from_then_on() {
    let server = Server::honest().await;
    let contact = server.contact(john()).await;
    let number = fresh_number();
    let fields = json!({ "cellPhone": { "phoneNumber": number } });
    server.update(text(&contact, "/id"), fields).await.accepted();

    server.create(json!([with_number("Jane", &number)])).await.refused(409);
}

#[tokio::test]
async fn refuses_ids_that_name_nothing() {
    let server = Server::honest().await;
    for id in [UNKNOWN_CONTACT, "malformed", "%20", "%FF", "a%2Fb", "'"] {
        server.update(id, john()).await.refused(404);
    }
    // The contact is asked for first: a flawed body does not hide that it is missing.
    let places = server.update(UNKNOWN_CONTACT, json!({ "firstName": 1 })).await.refused(404);
    assert_eq!(places, ["path id"]);
}
