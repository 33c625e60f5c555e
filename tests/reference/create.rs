use crate::support::{Server, but, fresh_number, john, text, with_number};
use serde_json::{Value, json};

#[tokio::test]
async fn answers_the_documented_sample_in_its_documented_shape() {
    let server = Server::honest().await;
    let number = fresh_number();

    let created = server.contact(with_number("John", &number)).await;

    let expected = json!({
        "status": "ACTIVE",
        "firstName": "John",
        "lastName": "Doe",
        "salutation": "Mr",
        "cellPhone": {
            "phoneNumber": format!("+91{number}"),
            "countryCode": "+91",
            "extension": "+",
        },
        "createdBy": server.value("sub"),
        "orgId": created["orgId"],
        "accountId": server.value("accountId"),
        "instanceBotId": server.value("streamId"),
        "fullName": "John Doe",
        "address": [],
        "twitterDetails": [],
        "createdAt": created["createdAt"],
        "updatedAt": created["createdAt"],
        "id": created["id"],
    });
    assert_eq!(created, expected);
    assert!(text(&created, "/orgId").starts_with("o-"));
    assert_eq!(text(&created, "/id").len(), 24);
    assert_eq!(text(&created, "/createdAt").len(), "2023-01-18T10:21:05.318Z".len());
}

#[tokio::test]
async fn creates_several_contacts_in_order_with_ids_of_their_own() {
    let server = Server::honest().await;
    let names = ["Ada", "Ben", "Cleo"];
    let contacts: Vec<Value> = names.map(|name| with_number(name, &fresh_number())).into();

    let created = server.create(json!(contacts)).await.accepted();

    let created = created.as_array().expect("an array");
    let answered: Vec<&str> = created.iter().map(|contact| text(contact, "/firstName")).collect();
    assert_eq!(answered, names);
    assert_ne!(created[0]["id"], created[1]["id"]);
    assert_ne!(created[1]["id"], created[2]["id"]);
}

#[tokio::test]
async fn returns_any_text_untouched() {
    let server = Server::honest().await;
    for name in [
        " Zoë ",
        "e\u{301}",
        "<b>&amp;\"'",
        "李小龍 👩‍👩‍👧",
        "a\u{0}b\n\\",
        "'; DROP TABLE contacts; --",
    ] {
        let contact = server.contact(with_number(name, &fresh_number())).await;
        assert_eq!(text(&contact, "/firstName"), name);
        assert_eq!(text(&contact, "/fullName"), format!("{name} Doe"));
    }
}

#[tokio::test]
async fn refuses_each_missing_or_mistyped_field_and_says_where() {
    let server = Server::honest().await;
    let pointers = [
        "/firstName",
        "/lastName",
        "/salutation",
        "/cellPhone",
        "/cellPhone/phoneNumber",
        "/cellPhone/countryCode",
        "/cellPhone/extension",
    ];
    for pointer in pointers {
        for value in [None, Some(json!(null)), Some(json!(5)), Some(json!(["x"]))] {
            let contact = but(john(), pointer, value);
            let places = server.create(json!([contact])).await.refused(400);
            assert_eq!(places, [format!("body /0{pointer}")]);
        }
    }
}

#[tokio::test]
async fn a_phone_number_is_ascii_digits_and_at_least_one() {
    let server = Server::honest().await;
    for number in ["", " ", "98765xxxxx", "+919876", "98 76", "98-76", "٣٤٥", "1e5"] {
        server.create(json!([with_number("John", number)])).await.refused(400);
    }
}

#[tokio::test]
async fn one_bad_contact_refuses_the_whole_request() {
    let server = Server::honest().await;
    let good = john();
    let bad = but(john(), "/lastName", None);

    let places = server.create(json!([good, bad])).await.refused(400);

    assert_eq!(places, ["body /1/lastName"]);
    server.create(json!([good])).await.accepted();
}

#[tokio::test]
async fn a_number_has_one_contact_whatever_its_name() {
    let server = Server::honest().await;
    let number = fresh_number();
    server.contact(with_number("John", &number)).await;

    for name in ["John", "Jane"] {
        let places = server.create(json!([with_number(name, &number)])).await.refused(409);
        assert_eq!(places, ["body /0/cellPhone/phoneNumber"]);
    }
}

#[tokio::test]
async fn a_number_given_twice_in_one_request_refuses_all_of_it() {
    let server = Server::honest().await;
    let (once, twice) = (john(), john());

    let places = server.create(json!([once, twice, twice])).await.refused(409);

    assert_eq!(places, ["body /2/cellPhone/phoneNumber"]);
    server.create(json!([once, twice])).await.accepted();
}

#[tokio::test]
async fn the_country_code_is_part_of_the_number() {
    let server = Server::honest().await;
    let number = fresh_number();
    let foreign = but(with_number("John", &number), "/cellPhone/countryCode", Some(json!("+44")));
    server.create(json!([with_number("John", &number), foreign])).await.accepted();

    // The same digits, with the line drawn elsewhere.
    let shifted = with_number("John", &number[1..]);
    let code = format!("+91{}", &number[..1]);
    let shifted = but(shifted, "/cellPhone/countryCode", Some(json!(code)));
    server.create(json!([shifted])).await.refused(409);
}

#[tokio::test]
async fn a_name_may_repeat_with_another_number() {
    let server = Server::honest().await;
    server.create(json!([john(), john()])).await.accepted();
    server.create(json!([john()])).await.accepted();
}

#[tokio::test]
async fn of_many_simultaneous_requests_one_gets_the_number() {
    let server = std::sync::Arc::new(Server::honest().await);
    let number = fresh_number();
    let start = std::sync::Arc::new(tokio::sync::Barrier::new(32));
    let requests: Vec<_> = (0..32)
        .map(|index| {
            let (server, start) = (server.clone(), start.clone());
            let contact = with_number(&format!("John {index}"), &number);
            tokio::spawn(async move {
                start.wait().await;
                server.create(json!([contact])).await.status.as_u16()
            })
        })
        .collect();

    let mut statuses = Vec::new();
    for request in requests {
        statuses.push(request.await.expect("an answer"));
    }

    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert_eq!(statuses[1..], [409; 31]);
}
