//! A client for one server, which knows only what the target file says.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};

use docproof::reference::{Fault, Options, Running, start};
use jsonwebtoken::{EncodingKey, Header, encode};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

pub const CONFIGURATION: &str = "Configuration";
pub const CAMPAIGN: &str = "Campaign Management";
pub const UNKNOWN_CONTACT: &str = "ffffffffffffffffffffffff";

pub struct Server {
    pub running: Running,
    client: Client,
    target: String,
    /// Good tokens by scope: signing one for each request would be most of the work.
    tokens: Mutex<HashMap<String, String>>,
}

impl Server {
    pub async fn honest() -> Self {
        Self::with(Options::default()).await
    }

    pub async fn faulty(fault: Fault) -> Self {
        Self::with(Options { faults: BTreeSet::from([fault]), ..Options::default() }).await
    }

    pub async fn with(options: Options) -> Self {
        let running = start(options).await.expect("a free port");
        let target = running.target_file();
        // Nothing here is encrypted, but the client wants to know how it would be. Another test
        // of this process may have told it before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(30))
            .build()
            .expect("a client");
        Self { running, client, target, tokens: Mutex::default() }
    }

    /// A value of the target file.
    pub fn value(&self, key: &str) -> &str {
        let start = format!("{key} = \"");
        self.target
            .lines()
            .find_map(|line| line.strip_prefix(&start)?.strip_suffix('"'))
            .unwrap_or_else(|| panic!("the target file has no {key}"))
    }

    pub fn claims(&self, scope: &str) -> Value {
        let now = SystemTime::UNIX_EPOCH.elapsed().expect("a clock").as_secs();
        json!({
            "appId": self.value("client-id"),
            "sub": self.value("sub"),
            "iat": now,
            "exp": now + 300,
            "scope": scope,
        })
    }

    pub fn token(&self, scope: &str) -> String {
        let mut tokens = self.tokens.lock().expect("no panic before");
        let token = tokens.entry(scope.to_owned());
        token.or_insert_with(|| self.sign(&self.claims(scope))).clone()
    }

    pub fn sign(&self, claims: &Value) -> String {
        let key = EncodingKey::from_secret(self.value("client-secret").as_bytes());
        docproof::signing::provide();
        encode(&Header::default(), claims, &key).expect("a token")
    }

    pub fn contacts_path(&self) -> String {
        format!("/agentassist/api/v1/public/{}/contacts", self.value("streamId"))
    }

    pub fn list_path(&self) -> String {
        let (iid, list) = (self.value("IID"), self.value("contactListId"));
        format!("/agentassist/api/v1/public/{iid}/campaign/contactList/{list}")
    }

    pub fn person_path(&self) -> String {
        let (id, key) = (self.value("contact_id"), self.value("key"));
        format!("/api/v1/contact/{id}?api_key={key}")
    }

    /// A request without any header.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.running.base_url());
        self.client.request(method, url)
    }

    /// A request with every documented header.
    pub fn request(&self, method: Method, path: &str, scope: &str) -> RequestBuilder {
        self.bare(method, path)
            .header("auth", self.token(scope))
            .header("accountId", self.value("accountId"))
            .header("iid", self.value("IID"))
            .header("Content-Type", "application/json")
    }

    pub async fn create(&self, contacts: Value) -> Answer {
        let path = self.contacts_path();
        let request = self.request(Method::POST, &path, CONFIGURATION);
        send(request.body(contacts.to_string())).await
    }

    pub async fn update(&self, id: &str, fields: Value) -> Answer {
        let path = format!("{}/{id}", self.contacts_path());
        let request = self.request(Method::PUT, &path, CONFIGURATION);
        send(request.body(fields.to_string())).await
    }

    pub async fn bulk_update(&self, records: Value) -> Answer {
        let path = format!("{}/bulk-update", self.contacts_path());
        let request = self.request(Method::PUT, &path, CONFIGURATION);
        send(request.body(records.to_string())).await
    }

    pub async fn update_list(&self, fields: Value) -> Answer {
        let request = self.request(Method::PUT, &self.list_path(), CAMPAIGN);
        send(request.body(fields.to_string())).await
    }

    pub async fn update_person(&self, fields: Value) -> Answer {
        let request = self.bare(Method::PUT, &self.person_path());
        send(with_json(request, &fields)).await
    }

    /// Creates one contact and returns it.
    pub async fn contact(&self, contact: Value) -> Value {
        self.create(json!([contact])).await.accepted()[0].clone()
    }
}

/// A status and the JSON under it.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    #[track_caller]
    pub fn accepted(self) -> Value {
        assert!(self.status.is_success(), "{self:?}");
        self.body
    }

    /// Checks that the request was refused with a status, and returns the places at fault.
    #[track_caller]
    pub fn refused(self, status: u16) -> Vec<String> {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert!(self.body["message"].is_string(), "{self:?}");
        let problems = self.body["problems"].as_array().expect("problems");
        let places = problems.iter().map(|problem| problem["at"].as_str());
        places.flatten().map(str::to_owned).collect()
    }
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let status = response.status();
    assert_eq!(response.headers()["content-type"], "application/json");
    let body = response.text().await.expect("a whole body");
    let body = serde_json::from_str(&body).expect("JSON");
    Answer { status, body }
}

/// Digits that no other test of this run uses.
pub fn fresh_number() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("98765{:05}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The contact of the documentation, with a number of its own.
pub fn john() -> Value {
    with_number("John", &fresh_number())
}

pub fn with_number(first_name: &str, number: &str) -> Value {
    json!({
        "firstName": first_name,
        "lastName": "Doe",
        "salutation": "Mr",
        "cellPhone": { "phoneNumber": number, "countryCode": "+91", "extension": "+" },
    })
}

/// The value at a pointer replaced, or removed for `None`.
pub fn but(mut value: Value, pointer: &str, new: Option<Value>) -> Value {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = value.pointer_mut(parent).expect("a parent");
    let fields = parent.as_object_mut().expect("an object");
    match new {
        Some(new) => fields.insert(key.to_owned(), new),
        None => fields.shift_remove(key),
    };
    value
}

pub fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {pointer} in {value}"))
}

/// Puts a body of JSON on a request that has no `Content-Type` yet.
pub fn with_json(request: RequestBuilder, body: &Value) -> RequestBuilder {
    request.header("Content-Type", "application/json").body(body.to_string())
}
