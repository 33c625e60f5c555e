//! No fault may be a name only: a long conversation with a faulty server has to differ from the
//! same conversation with an honest one.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write,
};

use crate::support::{
    CAMPAIGN, CONFIGURATION, Server, UNKNOWN_CONTACT, but, with_json, with_number,
};
use docproof::reference::Fault;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_shows_in_what_a_client_sees() {
    let honest = conversation(Server::honest().await, Vec::new()).await;
    let again = conversation(Server::honest().await, honest.clone()).await;
    assert_eq!(honest, again, "the conversation itself has to be repeatable");

    let parts = Fault::ALL.chunks(Fault::ALL.len().div_ceil(4)).map(|faults| {
        let honest = honest.clone();
        tokio::spawn(async move {
            let mut invisible = Vec::new();
            for &fault in faults {
                if conversation(Server::faulty(fault).await, honest.clone()).await == honest {
                    invisible.push(fault);
                }
            }
            invisible
        })
    });
    let mut invisible = Vec::new();
    for part in parts.collect::<Vec<_>>() {
        invisible.extend(part.await.expect("every conversation"));
    }

    assert!(invisible.is_empty(), "{invisible:?}");
}

/// Says everything, or as much as it takes to hear something unexpected.
async fn conversation(server: Server, expected: Vec<String>) -> Vec<String> {
    let mut talk = Talk::new(server, expected);
    talk.credentials().await;
    talk.headers_and_paths().await;
    talk.flawed_fields().await;
    talk.numbers().await;
    talk.updates().await;
    talk.bulk().await;
    talk.lists_and_people().await;
    talk.said
}

/// Everything said so far, with ids and times replaced by what they have to do with each other.
struct Talk {
    server: Server,
    said: Vec<String>,
    expected: Vec<String>,
    surprised: bool,
    numbers: u32,
    ids: HashMap<String, usize>,
    times: BTreeMap<String, (Value, Value)>,
}

impl Talk {
    fn new(server: Server, expected: Vec<String>) -> Self {
        Self {
            server,
            expected,
            surprised: false,
            said: Vec::new(),
            numbers: 0,
            ids: HashMap::new(),
            times: BTreeMap::new(),
        }
    }

    fn contact(&mut self, name: &str) -> Value {
        self.numbers += 1;
        with_number(name, &format!("555{:04}", self.numbers))
    }

    async fn say(&mut self, request: RequestBuilder) -> Value {
        let expected = self.expected.get(self.said.len().wrapping_sub(1));
        self.surprised |= expected.is_some_and(|line| Some(line) != self.said.last());
        if self.surprised {
            return Value::Null;
        }
        let response = request.send().await.expect("an answer");
        let mut line = format!("{} {:?} ", response.status(), response.headers()["content-type"]);
        let body = response.text().await.expect("a body");
        let Ok(body) = serde_json::from_str::<Value>(&body) else {
            self.said.push(line + "no JSON");
            return Value::Null;
        };
        let mut plain = body.clone();
        self.simplify(&mut plain);
        let _ = write!(line, "{plain}");
        self.said.push(line);
        body
    }

    fn simplify(&mut self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.simplify(item)),
            Value::Object(fields) => {
                let id = fields.get("id").or(fields.get("_id")).map(Value::to_string);
                if let (Some(id), Some(created)) = (id, fields.get("createdAt").cloned()) {
                    let updated = fields["updatedAt"].clone();
                    let known = self.times.get(&id);
                    let relation = format!(
                        "{} {} {:?} {:?}",
                        created.is_string(),
                        created.to_string().len(),
                        known.map(|(known, _)| created == *known),
                        known
                            .map_or(updated.to_string().cmp(&created.to_string()), |(_, known)| {
                                updated.to_string().cmp(&known.to_string())
                            }),
                    );
                    self.times.insert(id, (created, updated));
                    fields["createdAt"] = json!(relation);
                    fields.shift_remove("updatedAt");
                }
                for (key, field) in fields {
                    match field {
                        Value::String(id) if key == "id" || key == "_id" => {
                            let next = self.ids.len();
                            let index = self.ids.entry(id.clone()).or_insert(next);
                            *field = json!(index);
                        }
                        field => self.simplify(field),
                    }
                }
            }
            _ => {}
        }
    }

    fn request(&self, operation: &str) -> RequestBuilder {
        let contacts = self.server.contacts_path();
        let (method, path, scope) = match operation {
            "create" => (Method::POST, contacts, CONFIGURATION),
            "bulk" => (Method::PUT, format!("{contacts}/bulk-update"), CONFIGURATION),
            "list" => (Method::PUT, self.server.list_path(), CAMPAIGN),
            "person" => (Method::PUT, self.server.person_path(), ""),
            id => (Method::PUT, format!("{contacts}/{id}"), CONFIGURATION),
        };
        self.server.request(method, &path, scope)
    }

    async fn send(&mut self, operation: &str, body: Value) -> Value {
        let request = self.request(operation).body(body.to_string());
        self.say(request).await
    }

    /// Creates a contact and returns its id.
    async fn created(&mut self, contact: &Value) -> String {
        let answer = self.send("create", json!([contact])).await;
        let id = answer[0]["id"].as_str();
        id.unwrap_or(UNKNOWN_CONTACT).to_owned()
    }

    async fn credentials(&mut self) {
        let claims = self.server.claims(CONFIGURATION);
        let good = self.server.sign(&claims);
        let (content, signature) = good.rsplit_once('.').expect("three parts");
        let (_, payload) = content.split_once('.').expect("three parts");
        let flipped = if signature.starts_with('A') { "B" } else { "A" };
        let past = but(claims.clone(), "/exp", Some(json!(1_600_000_000)));
        let tokens = [
            None,
            Some(String::new()),
            Some("garbage".to_owned()),
            Some(format!("{content}.{flipped}{}", &signature[1..])),
            Some(format!("{content}.{}", &signature[..signature.len() / 4 * 4 - 3])),
            Some(format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.")),
            Some(self.server.sign(&past)),
            Some(self.server.token(CAMPAIGN)),
        ];
        for token in tokens {
            let path = self.server.contacts_path();
            let mut request = self.server.bare(Method::POST, &path).header("accountId", "1");
            if let Some(token) = token {
                request = request.header("auth", token);
            }
            let contact = self.contact("John");
            self.say(with_json(request, &json!([contact]))).await;
        }
        for query in ["", "?api_key=", "?api_key=in-wrong"] {
            let path = format!("/api/v1/contact/{}{query}", self.server.value("contact_id"));
            let request = self.server.bare(Method::PUT, &path);
            self.say(with_json(request, &json!({}))).await;
        }
    }

    async fn headers_and_paths(&mut self) {
        for operation in ["create", UNKNOWN_CONTACT, "bulk", "list"] {
            for (name, value) in [
                ("accountid", None),
                ("accountid", Some("")),
                ("iid", None),
                ("content-type", None),
                ("content-type", Some("text/plain")),
            ] {
                let contact = self.contact("John");
                let request = self.request(operation).body(json!([contact]).to_string());
                let (client, request) = request.build_split();
                let mut request = request.expect("a request");
                request.headers_mut().remove(name);
                let mut request = RequestBuilder::from_parts(client, request);
                if let Some(value) = value {
                    request = request.header(name, value);
                }
                self.say(request).await;
            }
        }
        let contacts = self.server.contacts_path();
        let list = self.server.list_path();
        let person = self.server.person_path();
        let known = self.server.value("streamId").to_owned();
        let other = "st-00000000-0000-4000-8000-000000000000";
        let uuid = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
        let person_id = self.server.value("contact_id").to_owned();
        let list_id = self.server.value("contactListId").to_owned();
        let paths = [
            (Method::POST, contacts.replace(&known, other)),
            (Method::PUT, format!("{}/{UNKNOWN_CONTACT}", contacts.replace(&known, other))),
            (Method::PUT, format!("{}/bulk-update", contacts.replace(&known, other))),
            (Method::PUT, list.replace(&known, other)),
            (Method::PUT, list.replace(&list_id, "cl-unknown")),
            (Method::PUT, person.replace(&person_id, uuid)),
            (Method::PUT, person.replace(&person_id, "malformed")),
        ];
        for (method, path) in paths {
            let scope = if path.contains("campaign") { CAMPAIGN } else { CONFIGURATION };
            for body in ["[]", r#"{"name": "x", "source": "x", "allowDuplicates": true}"#] {
                let request = self.server.request(method.clone(), &path, scope);
                self.say(request.body(body)).await;
            }
        }
    }

    async fn flawed_fields(&mut self) {
        for body in ["[", "{}", "[]", "[\n]"] {
            let request = self.request("create").body(body);
            self.say(request).await;
        }
        let contact = self.contact("Own");
        let id = self.created(&contact).await;
        for body in ["[", "[]"] {
            let request = self.request(&id).body(body);
            self.say(request).await;
        }
        let flaws = [None, Some(json!(null)), Some(json!(5)), Some(json!("12a")), Some(json!(""))];
        for pointer in [
            "/firstName",
            "/lastName",
            "/salutation",
            "/cellPhone",
            "/cellPhone/phoneNumber",
            "/cellPhone/countryCode",
            "/cellPhone/extension",
        ] {
            for flaw in &flaws {
                let flawed = but(self.contact("Flawed"), pointer, flaw.clone());
                self.send("create", json!([flawed])).await;
                self.send(&id, flawed.clone()).await;
                let record = but(flawed, "/id", Some(json!(id)));
                self.send("bulk", json!([record])).await;
            }
        }
        let list = json!({
            "name": "Name", "description": "x", "source": "x", "allowDuplicates": true,
        });
        for pointer in ["/name", "/description", "/source", "/allowDuplicates"] {
            for flaw in &flaws {
                self.send("list", but(list.clone(), pointer, flaw.clone())).await;
            }
        }
        for name in ["first_name", "channels", "custom_fields", "org_id", "last_seen"] {
            for flaw in [json!(null), json!(5), json!("x")] {
                self.send("person", json!({ name: flaw, "email": "changed" })).await;
                self.send("person", json!({})).await;
            }
        }
    }

    async fn numbers(&mut self) {
        let (john, same) = (self.contact("John"), self.contact("John"));
        self.created(&john).await;
        self.created(&john).await;
        self.created(&same).await;
        let jane = but(john.clone(), "/firstName", Some(json!("Jane")));
        self.created(&jane).await;
        let abroad = but(john.clone(), "/cellPhone/countryCode", Some(json!("+44")));
        self.created(&abroad).await;
        let (twice, next, last) = (self.contact("Twice"), self.contact("Next"), self.contact("X"));
        self.send("create", json!([twice, twice])).await;
        self.send("create", json!([next, john])).await;
        self.send("create", json!([next, last])).await;
        let racer = self.contact("Racer");
        let race = || self.request("create").body(json!([racer]).to_string()).send();
        let (one, other) = tokio::join!(race(), race());
        let statuses = [one, other].map(|answer| answer.expect("an answer").status());
        self.said.push(format!("won: {}", statuses.iter().filter(|s| s.is_success()).count()));
        let odd = but(self.contact(" <b>👋 "), "/lastName", Some(json!("x".repeat(60))));
        self.created(&odd).await;
    }

    async fn updates(&mut self) {
        let (own, other) = (self.contact("Own"), self.contact("Other"));
        let id = self.created(&own).await;
        self.created(&other).await;
        self.send(&id, own.clone()).await;
        self.send(&id, json!({ "lastName": "New" })).await;
        self.send(&id, json!({ "firstName": "Wrong", "lastName": 5 })).await;
        self.send(&id, json!({})).await;
        self.send(&id, other.clone()).await;
        let (moved, bulk) = (self.contact("Moved"), self.contact("Bulk"));
        self.send(&id, moved.clone()).await;
        self.created(&moved).await;
        let record = |contact: &Value| json!([but(contact.clone(), "/id", Some(json!(id)))]);
        self.send("bulk", record(&other)).await;
        self.send("bulk", record(&bulk)).await;
        self.created(&bulk).await;
        self.send(&id, json!({})).await;
        let unknown = self.contact("Unknown");
        self.send(UNKNOWN_CONTACT, unknown.clone()).await;
        self.created(&unknown).await;
    }

    async fn bulk(&mut self) {
        let mut records = Vec::new();
        for _ in 0..25 {
            let contact = self.contact("Many");
            let id = self.created(&contact).await;
            let record = but(self.contact("Changed"), "/id", Some(json!(id)));
            records.push(but(record, "/fullName", Some(json!("Some One"))));
        }
        let unknown = but(records[1].clone(), "/id", Some(json!("0".repeat(24))));
        let flawed = but(records[1].clone(), "/lastName", Some(json!(1)));
        self.send("bulk", json!([records[0], unknown, flawed, records[2]])).await;
        for record in &records[..3] {
            let id = record["id"].as_str().expect("an id").to_owned();
            self.send(&id, json!({})).await;
        }
        self.send("bulk", json!(records)).await;
    }

    async fn lists_and_people(&mut self) {
        let list = json!({ "name": "Name", "source": "x", "allowDuplicates": false });
        self.send("list", list).await;
        let person = json!({
            "first_name": "Grace",
            "last_seen": "2024-02-29T12:00:00Z",
            "org_id": "3c90c3cc-0d44-4b50-8888-8dd25736052b",
            "custom_fields": { "flat": 1, "nested": { "deep": true } },
        });
        self.send("person", person).await;
        self.send("person", json!({ "last_name": null })).await;
    }
}
