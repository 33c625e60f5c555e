//! A server that knows every secret and repeats it wherever an answer has room for it. Nothing that
//! is printed or written may hold a piece of one.

#[path = "canaries/places.rs"]
mod places;
#[path = "canaries/search.rs"]
mod search;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use self::places::{percent, places};
use self::search::{PIECE, is_clean};
use crate::servers::{NOT_FOUND, reference};
use crate::support::{CREATE, Place, TAKEN};

/// The server: every request is answered in another way, with another secret.
struct Parrot {
    url: String,
    asked: Arc<AtomicUsize>,
    places: usize,
    heard: Arc<Mutex<BTreeSet<String>>>,
}

impl Parrot {
    fn knowing(secrets: &BTreeMap<&'static str, String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let secrets: Vec<String> = secrets.values().cloned().collect();
        let (asked, heard) =
            (Arc::new(AtomicUsize::new(0)), Arc::<Mutex<BTreeSet<String>>>::default());
        let (count, told) = (Arc::clone(&asked), Arc::clone(&heard));
        let places = Arc::new(places());
        let parrot = Self { url, asked, places: places.len(), heard };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (secrets, count) = (secrets.clone(), Arc::clone(&count));
                let (told, places) = (Arc::clone(&told), Arc::clone(&places));
                std::thread::spawn(move || {
                    let mut stream: TcpStream = stream.unwrap();
                    let mut bytes = [0; 65536];
                    let length = stream.read(&mut bytes).unwrap_or(0);
                    let request = String::from_utf8_lossy(&bytes[..length]).into_owned();
                    if request.starts_with("GET ") {
                        let _ = stream.write_all(NOT_FOUND.as_bytes());
                        return;
                    }
                    let own = credential(&request);
                    // What is made up to be nobody's says so, and has only its beginning from a secret.
                    let heard = own.as_ref().and_then(|own| own.split("docproof").next());
                    told.lock().unwrap().extend(heard.map(str::to_owned));
                    let number = count.fetch_add(1, Ordering::SeqCst);
                    let place = &places[number % places.len()].1;
                    // In turns what was sent and what the server has no business to know.
                    let others = secrets.len() + 1;
                    let secret =
                        secrets.get((number + number / places.len()) % others).cloned().or(own);
                    let _ = stream.write_all(&place(&secret.unwrap_or_default()));
                });
            }
        });
        parrot
    }
}

/// What a request carries.
fn credential(request: &str) -> Option<String> {
    let head = request.lines().take_while(|line| !line.is_empty());
    let token = head.clone().find_map(|line| line.strip_prefix("auth: "));
    let key = request.split_once("api_key=").and_then(|(_, rest)| rest.split([' ', '&']).next());
    token.or(key).filter(|text| text.len() > PIECE).map(str::to_owned)
}

/// A token that nobody signed, of a look of its own.
fn token(name: &str) -> String {
    let part = |text: String| URL_SAFE_NO_PAD.encode(text);
    let claims = format!("{{\"sub\":\"{name}\",\"jti\":\"{}\"}}", uuid::Uuid::new_v4());
    let signature = uuid::Uuid::new_v4().into_bytes().repeat(2);
    let header = part("{\"alg\":\"HS256\"}".into());
    format!("{header}.{}.{}", part(claims), URL_SAFE_NO_PAD.encode(signature))
}

fn key() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// One of every kind of secret that a run can have.
fn secrets(minted: bool, private: &rcgen::KeyPair) -> BTreeMap<&'static str, String> {
    let private = private.serialize_pem();
    let mut secrets = BTreeMap::from([
        ("key in the query", format!("in-{}/{}+", key(), key())),
        ("private key", private.lines().nth(1).unwrap().to_owned()),
        ("password of a proxy", format!("p/{}", key())),
    ]);
    if minted {
        secrets.insert("client secret", format!("{}-{}_", key(), key()));
    } else {
        secrets.insert("token of the environment", token("main"));
        secrets.insert("expired token", token("expired"));
        secrets.insert("token of another scope", token("other"));
    }
    secrets
}

/// A target of which every secret is a canary, two of them from the environment.
fn target(url: &str, secrets: &BTreeMap<&'static str, String>) -> String {
    let values = reference();
    let values = values.split_once("[agentassist.values]").unwrap().1;
    let values = values.split_once("# What signs").unwrap().0;
    let auth = match secrets.get("client secret") {
        Some(secret) => {
            format!("client-id = \"cs-1\"\nclient-secret = \"{secret}\"\nscope-claim = \"scope\"")
        }
        None => format!(
            "token = \"${{CANARY_TOKEN}}\"\nexpired = \"{}\"\n\
             [agentassist.credentials.auth.only.\"Campaign Management\"]\ntoken = \"{}\"",
            secrets["expired token"], secrets["token of another scope"]
        ),
    };
    format!(
        "[agentassist]\nbase-url = \"{url}\"\nclient-cert-file = \"me.pem\"\nclient-key-file = \"me.key\"\n\
         [agentassist.values]\n{values}\n[agentassist.credentials.auth]\n{auth}\n\
         [contact]\nbase-url = \"{url}\"\n[contact.values]\ncontact_id = \"c-1\"\n\
         [contact.credentials.api_key]\nkey = \"${{CANARY_KEY}}\"\n"
    )
}

/// Enough requests for every place to have its turn with every secret.
fn features() -> [(&'static str, String); 4] {
    let rows: String = (0..60).map(|row| format!("      | {row} |\n")).collect();
    let many = format!(
        "Feature: Many\n\n  Scenario Outline: <operation> <n>\n    Given a valid <operation> request\n    \
         When the request is sent\n    Then the request is accepted\n    And the answer is like the documented sample\n\n    \
         Examples:\n      | operation | n |\n{}{}",
        rows.replace("      | ", "      | createContacts | "),
        rows.replace("      | ", "      | updateContactById | "),
    );
    let wrong = "Feature: Credentials\n\n  Scenario Outline: <operation> <state>\n    Given a valid <operation> request\n    \
                 And with a credential that is <state>\n    When the request is sent\n    Then the request is refused\n\n    \
                 Examples:\n      | operation | state |\n";
    let states = [
        "tampered",
        "tampered in its middle",
        "filled with other claims",
        "unsigned",
        "expired",
        "for another scope",
        "for no scope",
        "unknown",
        "cut short",
        "extended",
        "in the other case",
        "stripped of its signature",
    ];
    let row = |state: &&str| {
        format!("      | createContacts | {state} |\n      | updateContactById | {state} |\n")
    };
    // Some are made of tokens only.
    let keys = [
        "tampered",
        "tampered in its middle",
        "unknown",
        "cut short",
        "extended",
        "in the other case",
    ];
    let rows: String = states
        .iter()
        .map(row)
        .flat_map(|rows| rows.lines().map(|line| format!("{line}\n")).collect::<Vec<_>>())
        .filter(|row| {
            row.contains("createContacts")
                || keys.iter().any(|key| row.contains(&format!("| {key} |")))
        })
        .collect();
    [
        ("f/many.feature", many),
        ("f/wrong.feature", format!("{wrong}{rows}")),
        ("f/create.feature", CREATE.to_owned()),
        ("f/taken.feature", TAKEN.to_owned()),
    ]
}

/// A folder with everything, and the environment of the run.
fn place(
    parrot: &Parrot,
    secrets: &BTreeMap<&'static str, String>,
    key: &rcgen::KeyPair,
) -> (Place, Vec<(String, String)>) {
    let certificate = rcgen::CertificateParams::new(vec!["me".into()]).unwrap();
    let place = Place::empty()
        .file("t.toml", target(&parrot.url, secrets))
        .file("me.key", key.serialize_pem())
        .file("me.pem", certificate.self_signed(key).unwrap().pem());
    for (path, text) in features() {
        place.write(path, text);
    }
    let password = percent(&secrets["password of a proxy"]);
    let variables = vec![
        (
            "CANARY_TOKEN".into(),
            secrets.get("token of the environment").cloned().unwrap_or_default(),
        ),
        ("CANARY_KEY".into(), secrets["key in the query"].clone()),
        ("HTTPS_PROXY".into(), format!("http://me:{password}@127.0.0.1:9")),
        ("RUST_LOG".into(), "trace".into()),
        ("RUST_BACKTRACE".into(), "1".into()),
    ];
    (place, variables)
}

/// Every file in a folder, whatever it is called.
fn files(place: &Place, folder: &str) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(place.path(folder)) else { return Vec::new() };
    // Some are there for a moment only.
    let read = |path: std::path::PathBuf| {
        let text = String::from_utf8_lossy(&std::fs::read(&path).ok()?).into_owned();
        Some((path.display().to_string(), text))
    };
    entries.filter_map(|entry| read(entry.unwrap().path())).collect()
}

/// Runs a command and searches everything that it says and leaves.
#[track_caller]
fn search(
    place: &Place,
    variables: &[(String, String)],
    command: &str,
    secrets: &BTreeSet<String>,
) {
    let variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let ran = place.with(command, &variables);
    is_clean(&format!("{command}: standard output"), &ran.out, secrets);
    is_clean(&format!("{command}: standard error"), &ran.err, secrets);
    if command.contains(" r/again") || command.contains("--reports") {
        for (path, text) in files(place, "r") {
            is_clean(&format!("{command}: {path}"), &text, secrets);
        }
    }
}

#[test]
fn no_answer_can_make_a_run_give_a_secret_away() {
    for minted in [false, true] {
        let key = rcgen::KeyPair::generate().unwrap();
        let secrets = secrets(minted, &key);
        let parrot = Parrot::knowing(&secrets);
        let (place, variables) = place(&parrot, &secrets, &key);
        let known = || -> BTreeSet<String> {
            secrets.values().cloned().chain(parrot.heard.lock().unwrap().clone()).collect()
        };
        let run = "run --features f --target t.toml --reports r --max-body 200kB --jobs 4";
        let turns = parrot.places * 2;
        // A run that is killed would leave this.
        std::fs::create_dir_all(place.path("r")).unwrap();
        for more in ["--verbose", "", "--quiet", "--strict --verbose"].iter().cycle() {
            let command = format!("{run} {more}");
            let asked: Vec<(&str, &str)> =
                variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let ran = place.with(&command, &asked);
            let known = known();
            is_clean(&format!("{command}: standard output"), &ran.out, &known);
            is_clean(&format!("{command}: standard error"), &ran.err, &known);
            for (path, text) in files(&place, "r") {
                is_clean(&format!("{command}: {path}"), &text, &known);
            }
            if parrot.asked.load(Ordering::SeqCst) > turns {
                break;
            }
        }
        let report = place.read("r/report.json");
        assert!(
            report.contains("***") && report.contains("$AGENTASSIST_AUTH"),
            "masked in its place"
        );
        for command in [
            "run --features f --target t.toml --dry-run --verbose",
            "coverage r/report.json --verbose",
            "report r/report.json --html r/again.html --junit r/again.xml --json r/again.json",
            "mutate --features f --target t.toml --reports r --sample 3",
            "list --features f",
            "init -",
            "run --features f --target t.toml --reports r --api contact --fail-fast",
        ] {
            search(&place, &variables, command, &known());
        }
    }
}

#[test]
fn a_killed_run_leaves_no_secret_either() {
    let key = rcgen::KeyPair::generate().unwrap();
    let secrets = secrets(true, &key);
    let parrot = Parrot::knowing(&secrets);
    let (place, variables) = place(&parrot, &secrets, &key);
    let mut command = place.command("run --features f --target t.toml --reports r --jobs 1");
    command.envs(variables);
    let mut child = command.spawn().unwrap();
    // Until an id was created that is a secret.
    while !files(&place, "r")
        .iter()
        .any(|(path, text)| path.contains("created-") && text.contains("***"))
    {
        assert!(child.try_wait().unwrap().is_none(), "it ended too soon");
    }
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let known: BTreeSet<String> =
        secrets.values().cloned().chain(parrot.heard.lock().unwrap().clone()).collect();
    is_clean("standard output", &String::from_utf8_lossy(&output.stdout), &known);
    for (path, text) in files(&place, "r") {
        is_clean(&path, &text, &known);
    }
}
