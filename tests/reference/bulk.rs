use crate::support::{Server, UNKNOWN_CONTACT, but, fresh_number, john, text, with_number};
use serde_json::{Value, json};

fn record(id: &Value, first_name: &str, number: &str) -> Value {
    but(with_number(first_name, number), "/id", Some(id.clone()))
}

#[tokio::test]
async fn answers_the_documented_sample_in_its_documented_shape() {
    let server = Server::honest().await;
    let created = server.contact(john()).await;
    let number = fresh_number();
    let mut sent = record(&created["id"], "john", &number);
    sent["fullName"] = json!("someone else");

    let report = server.bulk_update(json!([sent])).await.accepted();

    let contact = &report["successfulRecords"][0]["contact"];
    let expected = json!({
        "totalRequested": 1,
        "successful": 1,
        "failed": 0,
        "successfulRecords": [{
            "id": created["id"],
            "contact": {
                "_id": created["id"],
                "firstName": "john",
                "lastName": "Doe",
                "fullName": "john Doe",
                "salutation": "Mr",
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
                "createdByAId": contact["createdByAId"],
                "address": [],
                "twitterDetails": [],
                "createdAt": created["createdAt"],
                "updatedAt": contact["updatedAt"],
                "updatedBy": server.value("sub"),
                "updatedByAId": contact["createdByAId"],
            },
        }],
        "failedRecords": [],
    });
    assert_eq!(report, expected);
    assert!(text(contact, "/updatedAt") > text(&created, "/updatedAt"));
}

#[tokio::test]
async fn what_cannot_be_updated_is_listed_and_stops_nothing_else() {
    let server = Server::honest().await;
    let taken = fresh_number();
    server.contact(with_number("Jane", &taken)).await;
    let (first, last) = (server.contact(john()).await, server.contact(john()).await);
    let spoiled = server.contact(john()).await;
    let good = fresh_number();

    let report = server
        .bulk_update(json!([
            record(&first["id"], "First", &fresh_number()),
            record(&json!(UNKNOWN_CONTACT), "Unknown", &fresh_number()),
            record(&spoiled["id"], "Taken", &taken),
            record(&spoiled["id"], "Letters", "98765xxxxx"),
            but(record(&spoiled["id"], "Short", &fresh_number()), "/lastName", None),
            but(john(), "/id", Some(json!(5))),
            "not an object",
            record(&last["id"], "Last", &good),
        ]))
        .await
        .accepted();

    assert_eq!(report["totalRequested"], 8);
    assert_eq!(report["successful"], 2);
    assert_eq!(report["failed"], 6);
    let successful = &report["successfulRecords"];
    assert_eq!(successful[0]["id"], first["id"]);
    assert_eq!(successful[1]["id"], last["id"]);
    assert_eq!(successful.as_array().map(Vec::len), Some(2));
    let failed = report["failedRecords"].as_array().expect("an array");
    let places: Vec<&str> = failed.iter().map(|record| text(record, "/problems/0/at")).collect();
    assert_eq!(
        places,
        [
            "body /1/id",
            "body /2/cellPhone/phoneNumber",
            "body /3/cellPhone/phoneNumber",
            "body /4/lastName",
            "body /5/id",
            "body /6",
        ]
    );
    assert_eq!(failed[0]["id"], UNKNOWN_CONTACT);

    let untouched = server.update(text(&spoiled, "/id"), json!({})).await.accepted();
    assert_eq!(untouched["fullName"], "John Doe");
    assert_eq!(untouched["cellPhone"], spoiled["cellPhone"]);
    let changed = server.update(text(&last, "/id"), json!({})).await.accepted();
    assert_eq!(changed["fullName"], "Last Doe");
    assert_eq!(text(&changed, "/cellPhone/phoneNumber"), format!("+91{good}"));
}

#[tokio::test]
async fn twenty_five_records_are_like_one() {
    let server = Server::honest().await;
    let contacts: Vec<Value> = (0..25).map(|_| john()).collect();
    let created = server.create(json!(contacts)).await.accepted();
    let records: Vec<Value> = created
        .as_array()
        .expect("an array")
        .iter()
        .map(|contact| record(&contact["id"], "Jack", &fresh_number()))
        .collect();

    let report = server.bulk_update(json!(records)).await.accepted();

    assert_eq!(report["totalRequested"], 25);
    assert_eq!(report["successful"], 25);
    assert_eq!(report["failedRecords"], json!([]));
    for (index, record) in records.iter().enumerate() {
        assert_eq!(report["successfulRecords"][index]["id"], record["id"]);
    }
}

#[tokio::test]
async fn refuses_a_body_that_is_no_array() {
    let server = Server::honest().await;
    for body in [json!({}), json!("x"), json!(1), json!(null)] {
        assert_eq!(server.bulk_update(body).await.refused(400), ["body"]);
    }
}
