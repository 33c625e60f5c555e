use crate::support::{CAMPAIGN, Server, but, send};
use reqwest::Method;
use serde_json::{Value, json};

fn sample() -> Value {
    json!({
        "name": "Renewal Due - July 2025",
        "description": "This list contains customers with services expiring in July 2025.",
        "source": "passiveApiIntegration",
        "allowDuplicates": true,
    })
}

#[tokio::test]
async fn answers_the_documented_sample_in_its_documented_shape() {
    let server = Server::honest().await;

    let answer = server.update_list(sample()).await.accepted();

    let body = &answer["data"]["body"];
    let expected = json!({
        "status": "success",
        "message": "Contact list Renewal Due - July 2025 updated successfully",
        "data": {
            "contactListId": server.value("contactListId"),
            "body": {
                "name": "Renewal Due - July 2025",
                "orgId": body["orgId"],
                "iId": server.value("IID"),
                "listType": "call",
                "accountId": server.value("accountId"),
                "updatedBy": server.value("sub"),
            },
        },
    });
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn the_description_may_be_left_out() {
    let server = Server::honest().await;
    server.update_list(but(sample(), "/description", None)).await.accepted();
}

#[tokio::test]
async fn refuses_missing_and_mistyped_fields_and_says_where() {
    let server = Server::honest().await;
    let wrong: [(&str, Option<Value>); 9] = [
        ("/name", None),
        ("/name", Some(json!(1))),
        ("/name", Some(json!(null))),
        ("/description", Some(json!(null))),
        ("/description", Some(json!({}))),
        ("/source", None),
        ("/source", Some(json!(false))),
        ("/allowDuplicates", None),
        ("/allowDuplicates", Some(json!("true"))),
    ];
    for (pointer, value) in wrong {
        let places = server.update_list(but(sample(), pointer, value)).await.refused(400);
        assert_eq!(places, [format!("body {pointer}")]);
    }
    // As the documentation's sample has it, against its own table.
    let misnamed = but(but(sample(), "/name", None), "/name1", Some(json!("x")));
    server.update_list(misnamed).await.refused(400);
}

#[tokio::test]
async fn refuses_an_unknown_list() {
    let server = Server::honest().await;
    let known = server.value("contactListId");
    for id in ["cl-c2ce3820-2516-457e-8eb4-9847deec0000", "malformed"] {
        let path = server.list_path().replace(known, id);
        let request = server.request(Method::PUT, &path, CAMPAIGN);
        let places = send(request.body(sample().to_string())).await.refused(404);
        assert_eq!(places, ["path contactListId"]);
    }
}
