use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::support::{Server, fresh_number, john, text, with_number};
use docproof::reference::{Options, ReferenceError, start};
use serde_json::json;
use tokio::net::TcpStream;

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("reference-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_database_file_survives_a_restart() {
    let folder = Folder::new("restart");
    let options = Options { database: Some(folder.0.join("contacts.db")), ..Options::default() };
    let number = fresh_number();
    let before = Server::with(options.clone()).await;
    let contact = before.contact(with_number("John", &number)).await;
    before.update_person(json!({ "first_name": "Grace" })).await.accepted();
    before.running.stop().await;

    let after = Server::with(options).await;

    after.create(json!([with_number("Jane", &number)])).await.refused(409);
    let kept = after.update(text(&contact, "/id"), json!({})).await.accepted();
    assert_eq!(kept["fullName"], "John Doe");
    assert_eq!(kept["createdAt"], contact["createdAt"]);
    let person = after.update_person(json!({})).await.accepted();
    assert_eq!(person["data"]["first_name"], "Grace");
}

#[tokio::test]
async fn memory_is_forgotten() {
    let contact = john();
    let before = Server::honest().await;
    before.contact(contact.clone()).await;
    before.running.stop().await;
    Server::honest().await.contact(contact).await;
}

#[tokio::test]
async fn two_servers_on_one_file_hold_the_same_rule() {
    let folder = Folder::new("shared");
    let options = Options { database: Some(folder.0.join("contacts.db")), ..Options::default() };
    let (one, other) = (Server::with(options.clone()).await, Server::with(options).await);
    for _ in 0..10 {
        let contact = json!([john()]);
        let (one, other) = tokio::join!(one.create(contact.clone()), other.create(contact));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
    }
}

#[tokio::test]
async fn the_demo_credentials_are_the_same_in_every_run() {
    let (one, other) = (Server::honest().await, Server::honest().await);
    let file = |server: &Server| {
        let base = server.running.base_url();
        server.running.target_file().replace(&base, "")
    };
    assert_eq!(file(&one), file(&other));
}

#[tokio::test]
async fn stopping_frees_the_port() {
    let server = Server::honest().await;
    server.contact(john()).await;
    let address = server.running.address();
    server.running.stop().await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_wait_that_is_given_up_stops_the_server() {
    let running = start(Options::default()).await.expect("a free port");
    let address = running.address();
    let waited = tokio::time::timeout(Duration::from_millis(1), running.wait()).await;
    assert!(waited.is_err());
    // The listener closes in the background; taking its address over shows when.
    let options = Options { address, ..Options::default() };
    while start(options.clone()).await.is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_taken_address_and_an_unusable_file_are_told_apart() {
    let running = start(Options::default()).await.expect("a free port");
    let taken = Options { address: running.address(), ..Options::default() };
    let error = start(taken).await.expect_err("a taken address");
    assert!(matches!(error, ReferenceError::Listen { .. }), "{error}");

    let folder = Folder::new("no-database");
    let nowhere =
        Options { database: Some(folder.0.join("missing/contacts.db")), ..Options::default() };
    let error = start(nowhere).await.expect_err("no folder");
    assert!(matches!(error, ReferenceError::Database { .. }), "{error}");
    assert!(error.to_string().contains("missing/contacts.db"), "{error}");
}

#[tokio::test]
async fn latency_is_added_to_every_answer() {
    let latency = Duration::from_millis(50);
    let server = Server::with(Options { latency, ..Options::default() }).await;
    let begun = Instant::now();
    server.contact(john()).await;
    assert!(begun.elapsed() >= latency);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_clients_at_once_are_served() {
    let server = std::sync::Arc::new(Server::honest().await);
    let clients: Vec<_> = (0..64)
        .map(|_| {
            let server = server.clone();
            tokio::spawn(async move {
                for _ in 0..8 {
                    let contact = server.contact(john()).await;
                    let id = text(&contact, "/id");
                    server.update(id, json!({ "lastName": "Smith" })).await.accepted();
                }
            })
        })
        .collect();
    for client in clients {
        client.await.expect("every answer");
    }
}
