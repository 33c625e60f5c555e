use crate::support::{CAMPAIGN, CONFIGURATION, Server, john, send};
use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde_json::json;

/// createContacts with one header changed, or left out.
fn create_with(server: &Server, name: &str, value: Option<&str>) -> RequestBuilder {
    let body = json!([john()]).to_string();
    let request = server.request(Method::POST, &server.contacts_path(), CONFIGURATION);
    changed(request.body(body), name, value)
}

fn changed(request: RequestBuilder, name: &str, value: Option<&str>) -> RequestBuilder {
    let (client, request) = request.build_split();
    let mut request = request.expect("a request");
    let headers: &mut HeaderMap = request.headers_mut();
    headers.remove(name);
    let request = RequestBuilder::from_parts(client, request);
    match value {
        Some(value) => request.header(name, value),
        None => request,
    }
}

#[tokio::test]
async fn required_headers_are_required() {
    let server = Server::honest().await;
    for value in [None, Some(""), Some("  ")] {
        let request = create_with(&server, "accountId", value);
        assert_eq!(send(request).await.refused(400), ["header accountId"]);

        let body = json!({ "name": "x", "source": "x", "allowDuplicates": true }).to_string();
        let request = server.request(Method::PUT, &server.list_path(), CAMPAIGN);
        let request = changed(request.body(body), "iid", value);
        assert_eq!(send(request).await.refused(400), ["header iid"]);
    }
}

#[tokio::test]
async fn the_body_has_to_say_that_it_is_json() {
    let server = Server::honest().await;
    for value in ["application/json", "Application/JSON; charset=UTF-8", "application/json ;x=y"] {
        let request = create_with(&server, "Content-Type", Some(value));
        send(request).await.accepted();
    }
    for value in [None, Some(""), Some("text/plain"), Some("application/jsonx")] {
        let request = create_with(&server, "Content-Type", value);
        assert_eq!(send(request).await.refused(415), ["header Content-Type"]);
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let server = Server::honest().await;
    let deep = "[".repeat(100_000);
    let bodies: [&[u8]; 7] =
        [b"", b"[", b"[{]", b"[]x", b"[\"\xff\"]", b"[\"\\ud800\"]", deep.as_bytes()];
    for body in bodies {
        let request = server.request(Method::POST, &server.contacts_path(), CONFIGURATION);
        assert_eq!(send(request.body(body.to_vec())).await.refused(400), ["body"]);
    }
    server.create(json!({})).await.refused(400);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_with_an_answer() {
    let server = Server::honest().await;
    let large = format!("[\"{}\"]", "x".repeat(8 * 1024 * 1024));
    let request = server.request(Method::POST, &server.contacts_path(), CONFIGURATION);
    assert_eq!(send(request.body(large)).await.refused(413), ["body"]);
}

#[tokio::test]
async fn another_application_is_not_found() {
    let server = Server::honest().await;
    for stream in ["st-00000000-0000-4000-8000-000000000000", "malformed", "%FF"] {
        let path = server.contacts_path().replace(server.value("streamId"), stream);
        let request = server.request(Method::POST, &path, CONFIGURATION);
        let places = send(request.body("[]")).await.refused(404);
        assert_eq!(places, ["path streamId"]);
    }
}

#[tokio::test]
async fn what_is_not_served_is_refused_in_json_too() {
    let server = Server::honest().await;
    let contacts = server.contacts_path();
    for path in ["/", "/nothing", &format!("{contacts}/"), &format!("{contacts}/a/b")] {
        send(server.bare(Method::PUT, path)).await.refused(404);
    }
    for method in [Method::GET, Method::DELETE, Method::PUT, Method::PATCH] {
        send(server.bare(method, &contacts)).await.refused(405);
    }
    let bulk = format!("{contacts}/bulk-update");
    send(server.bare(Method::POST, &bulk)).await.refused(405);
}
