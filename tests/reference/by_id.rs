use crate::support::{Server, send, with_json};
use reqwest::Method;
use serde_json::{Value, json};

const UUID: &str = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

fn sample() -> Value {
    json!({
        "first_name": "<string>",
        "last_name": "<string>",
        "email": "<string>",
        "channels": {},
        "user_attributes": {},
        "last_seen": "2023-11-07T05:31:56Z",
        "last_sent": "2023-11-07T05:31:56Z",
        "org_id": UUID,
        "first_assistant_id": UUID,
        "last_assistant_id": UUID,
        "first_widget_id": UUID,
        "last_widget_id": UUID,
        "custom_fields": {},
    })
}

#[tokio::test]
async fn answers_the_documented_sample_in_its_documented_shape() {
    let server = Server::honest().await;

    let answer = server.update_person(sample()).await.accepted();

    let expected = json!({
        "message": "Data updated successfully",
        "meta": {},
        "data": sample(),
    });
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn keeps_what_is_not_sent() {
    let server = Server::honest().await;
    server.update_person(sample()).await.accepted();
    let answer = server.update_person(json!({ "first_name": "Ada" })).await.accepted();
    assert_eq!(answer["data"]["first_name"], "Ada");
    assert_eq!(answer["data"]["last_name"], "<string>");

    let kept = server.update_person(json!({})).await.accepted();
    assert_eq!(kept["data"], answer["data"]);
}

#[tokio::test]
async fn null_is_allowed_but_for_objects() {
    let server = Server::honest().await;
    for (name, value) in sample().as_object().expect("an object") {
        let answer = server.update_person(json!({ name: null })).await;
        if value.is_object() {
            assert_eq!(answer.refused(400), [format!("body /{name}")]);
        } else {
            assert_eq!(answer.accepted()["data"][name], json!(null));
        }
    }
}

#[tokio::test]
async fn objects_come_back_with_all_that_they_hold() {
    let server = Server::honest().await;
    let custom = json!({
        "nested": { "list": [1, 2.5, -0.1, "x", null, { "deep": true }] },
        "большой": 9_007_199_254_740_993_u64,
        "precise": 0.123_456_789_012_345_68,
    });
    let fields = json!({ "custom_fields": custom, "channels": { "sms": {} } });
    let answer = server.update_person(fields).await.accepted();
    assert_eq!(answer["data"]["custom_fields"], custom);
    assert_eq!(answer["data"]["channels"], json!({ "sms": {} }));
}

#[tokio::test]
async fn a_date_time_comes_back_as_the_same_instant() {
    let server = Server::honest().await;
    let instants = [
        ("2023-11-07T05:31:56.120+05:30", "2023-11-07T00:01:56.12Z"),
        ("2024-02-29t23:59:59z", "2024-02-29T23:59:59Z"),
    ];
    for (sent, expected) in instants {
        let answer = server.update_person(json!({ "last_seen": sent })).await.accepted();
        assert_eq!(answer["data"]["last_seen"], expected);
    }
}

#[tokio::test]
async fn refuses_wrong_types_and_formats_and_changes_nothing() {
    let server = Server::honest().await;
    server.update_person(sample()).await.accepted();
    let wrong: [(&str, Value); 10] = [
        ("first_name", json!(1)),
        ("email", json!(["x"])),
        ("channels", json!([])),
        ("user_attributes", json!("{}")),
        ("custom_fields", json!(1)),
        ("last_seen", json!("yesterday")),
        ("last_seen", json!("2023-02-29T00:00:00Z")),
        ("last_sent", json!(1_699_335_116)),
        ("org_id", json!("3c90c3cc")),
        ("last_widget_id", json!("{3c90c3cc-0d44-4b50-8888-8dd25736052a}")),
    ];
    for (name, value) in wrong {
        let fields = json!({ "last_name": "Changed", name: value });
        let places = server.update_person(fields).await.refused(400);
        assert_eq!(places, [format!("body /{name}")]);
    }
    for body in [json!([]), json!("x"), json!(null)] {
        server.update_person(body).await.refused(400);
    }
    let after = server.update_person(json!({})).await.accepted();
    assert_eq!(after["data"], sample());
}

#[tokio::test]
async fn refuses_ids_that_name_nothing() {
    let server = Server::honest().await;
    let known = server.value("contact_id");
    for (id, status) in [(UUID, 404), ("malformed", 422), ("%00", 422)] {
        let path = server.person_path().replace(known, id);
        let request = with_json(server.bare(Method::PUT, &path), &json!({}));
        assert_eq!(send(request).await.refused(status), ["path contact_id"]);
    }
}
