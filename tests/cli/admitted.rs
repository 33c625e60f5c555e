//! Several ways to be admitted, and credentials that are for something else.

use axum::Router;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use crate::servers::{answer, served};
use crate::support::{Place, Ran};

const SAFE: &str = "\
openapi: 3.1.0
info: {title: Safe, version: v1}
security: [{user: []}]
paths:
  /door:
    get:
      operationId: readDoor
      responses: &answers {'200': {description: It., content: {application/json: {schema: {type: object}}}}, 4XX: {description: Refused.}}
  /safe:
    get: {operationId: readSafe, security: [{admin: []}], responses: *answers}
  /shelf:
    get: {operationId: readShelf, security: [{user: []}, {admin: []}], responses: *answers}
  /desk:
    get: {operationId: readDesk, security: [{sso: []}], responses: *answers}
  /vault:
    get: {operationId: readVault, security: [{certificate: []}, {admin: []}], responses: *answers}
components:
  securitySchemes:
    sso: {type: http, scheme: bearer, x-credential: key}
    certificate: {type: mutualTLS}
    user: {type: http, scheme: bearer, x-credential: key}
    admin: {type: apiKey, in: header, name: X-Admin}
";

/// Which requests are admitted that should not be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Admits {
    None,
    /// Users to what is for administrators.
    Users,
    /// Any key of an administrator, where one of a user would do.
    AnyAdmin,
    /// No administrator where a user would do.
    NoAdmin,
}

fn app(admits: Admits) -> Router {
    let is = |headers: &HeaderMap, name: &str, wanted: &str| {
        headers.get(name).is_some_and(|value| value == wanted)
    };
    let is_user = move |headers: &HeaderMap| is(headers, "authorization", "Bearer user-key-1");
    let is_admin = move |headers: &HeaderMap| is(headers, "x-admin", "admin-key-2");
    let admitted =
        |is_right: bool| -> Response { answer(if is_right { 200 } else { 401 }, &json!({})) };
    let door = async move |headers: HeaderMap| admitted(is_user(&headers));
    let safe = async move |headers: HeaderMap| {
        admitted(is_admin(&headers) || (admits == Admits::Users && is_user(&headers)))
    };
    let shelf = async move |headers: HeaderMap| {
        let is_admin = match admits {
            Admits::AnyAdmin => headers.contains_key("x-admin"),
            Admits::NoAdmin => false,
            _ => is_admin(&headers),
        };
        admitted(is_user(&headers) || is_admin)
    };
    let desk = async move |headers: HeaderMap| admitted(is_user(&headers));
    // Whoever could connect has shown a certificate.
    let vault = async move || admitted(true);
    let app = Router::new().route("/desk", get(desk)).route("/vault", get(vault));
    app.route("/door", get(door)).route("/safe", get(safe)).route("/shelf", get(shelf))
}

/// With what `scaffold` writes.
fn place(admits: Admits) -> Place {
    let keys = "[safe.credentials.user]\nkey = \"user-key-1\"\n\n[safe.credentials.sso]\nkey = \"user-key-1\"\n\n[safe.credentials.admin]\nkey = \"admin-key-2\"\n";
    let place = Place::empty()
        .file("c/safe.yaml", SAFE)
        .file("t.toml", format!("{}\n{keys}", served("safe", app(admits))));
    place.docproof("scaffold --schemas c f").exits(0);
    place
}

fn ran(admits: Admits) -> Ran {
    place(admits).docproof("run --no-ci --features f --schemas c --target t.toml")
}

#[test]
fn each_way_to_be_admitted_is_tried() {
    let said = ran(Admits::None).exits(0).out;
    assert!(!said.contains("SKIP"), "{said}");
    let said = ran(Admits::AnyAdmin).exits(1).out;
    assert!(said.contains("MUST readShelf.request.header.X-Admin:key"), "{said}");
    let said = ran(Admits::NoAdmin).exits(1).out;
    assert!(said.contains("MUST readShelf.request.accepted"), "{said}");
}

#[test]
fn what_travels_alike_and_what_a_certificate_admits_is_not_said_to_be_refused() {
    let place = place(Admits::None);
    // The key of the one may be that of the other.
    let desk = place.read("f/safe/read-desk.feature");
    assert!(desk.contains("| admin ") && !desk.contains("| user "), "{desk}");
    let vault = place.read("f/safe/read-vault.feature");
    assert!(vault.contains("A valid request is accepted") && !vault.contains("refused"), "{vault}");
}

#[test]
fn a_credential_of_other_operations_admits_nobody() {
    let said = ran(Admits::Users).exits(1).out;
    assert!(said.contains("MUST readSafe.request.header.X-Admin"), "{said}");
    for other in ["sso", "user"] {
        let row = format!("A request with the credential {other} instead is refused");
        let is_failed = |line: &str| line.contains("FAIL  f/safe/read-safe") && line.contains(&row);
        assert!(said.lines().any(is_failed), "{other}: {said}");
    }
    assert!(said.contains("the credential is missing, and `"), "{said}");
    assert!(!said.contains("MUST readShelf"), "{said}");
}
