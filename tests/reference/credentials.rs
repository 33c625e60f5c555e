use crate::support::{CAMPAIGN, CONFIGURATION, Server, but, john, send, with_json};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// What createContacts says to a token.
async fn status_for(server: &Server, token: &str) -> StatusCode {
    let request = server
        .bare(Method::POST, &server.contacts_path())
        .header("auth", token)
        .header("accountId", server.value("accountId"));
    send(with_json(request, &json!([john()]))).await.status
}

#[tokio::test]
async fn a_token_may_hold_one_scope_or_several() {
    let server = Server::honest().await;
    assert_eq!(status_for(&server, &server.token(CONFIGURATION)).await, 200);
    let several = json!([CAMPAIGN, CONFIGURATION]);
    let claims = but(server.claims(""), "/scope", Some(several));
    assert_eq!(status_for(&server, &server.sign(&claims)).await, 200);
    let undated = but(server.claims(CONFIGURATION), "/iat", None);
    assert_eq!(status_for(&server, &server.sign(&undated)).await, 200);
}

#[tokio::test]
async fn a_token_without_the_scope_is_forbidden() {
    let server = Server::honest().await;
    let claims = server.claims(CAMPAIGN);
    for scope in [None, Some(json!(CAMPAIGN)), Some(json!([])), Some(json!("Configuration x"))] {
        let token = server.sign(&but(claims.clone(), "/scope", scope));
        assert_eq!(status_for(&server, &token).await, 403);
    }
    let list = json!({ "name": "x", "source": "x", "allowDuplicates": true });
    let request = server.request(Method::PUT, &server.list_path(), CONFIGURATION);
    send(request.body(list.to_string())).await.refused(403);
}

#[tokio::test]
async fn a_token_that_proves_nothing_is_unauthorized() {
    let server = Server::honest().await;
    let good = server.token(CONFIGURATION);
    let (content, signature) = good.rsplit_once('.').expect("three parts");
    let (header, payload) = content.split_once('.').expect("three parts");
    let flipped = if signature.starts_with('A') { "B" } else { "A" };
    // {"alg":"none","typ":"JWT"}
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let claims = server.claims(CONFIGURATION);
    let other_secret = EncodingKey::from_secret(b"another secret");
    let same_secret = EncodingKey::from_secret(server.value("client-secret").as_bytes());
    docproof::signing::provide();
    let sign = |algorithm, key| encode(&Header::new(algorithm), &claims, key).expect("a token");
    let tokens = [
        String::new(),
        "garbage".to_owned(),
        "a.b.c".to_owned(),
        "..".to_owned(),
        format!("{content}.{flipped}{}", &signature[1..]),
        format!("{content}."),
        content.to_owned(),
        format!("{none}.{payload}."),
        format!("{none}.{payload}.{signature}"),
        format!("{header}.e30.{signature}"),
        sign(Algorithm::HS256, &other_secret),
        sign(Algorithm::HS512, &same_secret),
    ];
    for token in tokens {
        assert_eq!(status_for(&server, &token).await, 401, "{token}");
    }
}

#[tokio::test]
async fn a_token_needs_sound_claims() {
    let server = Server::honest().await;
    let wrong: [(&str, Option<Value>); 7] = [
        ("/exp", None),
        ("/exp", Some(json!("tomorrow"))),
        ("/exp", Some(json!(1_600_000_000))),
        ("/appId", None),
        ("/appId", Some(json!("cs-someone-else"))),
        ("/sub", None),
        ("/sub", Some(json!(""))),
    ];
    for (pointer, value) in wrong {
        let claims = but(server.claims(CONFIGURATION), pointer, value);
        let token = server.sign(&claims);
        assert_eq!(status_for(&server, &token).await, 401, "{claims}");
    }
}

#[tokio::test]
async fn the_credential_is_asked_for_before_anything_else() {
    let server = Server::honest().await;
    let path = server.contacts_path().replace("st-", "xx-");
    let request = server.bare(Method::POST, &path).body("{");
    assert_eq!(send(request).await.refused(401), ["header auth"]);
}

#[tokio::test]
async fn the_contact_api_wants_its_key() {
    let server = Server::honest().await;
    let (path, _) = server
        .person_path()
        .split_once('?')
        .map(|(path, query)| (path.to_owned(), query.to_owned()))
        .expect("a query");
    for query in ["", "?api_key=", "?api_key=in-wrong", "?key=x", "?api_key=%FF"] {
        let request = server.bare(Method::PUT, &format!("{path}{query}"));
        let places = send(with_json(request, &json!({}))).await.refused(401);
        assert_eq!(places, ["query api_key"]);
    }
}
