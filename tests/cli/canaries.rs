//! A server that knows every secret and repeats it wherever an answer has room for it. Nothing that
//! is printed or written may hold a piece of one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::servers::{NOT_FOUND, reference};
use crate::support::{CREATE, Place, TAKEN};

/// So many characters of a secret in a row give it away.
const PIECE: usize = 9;

/// An answer that holds a secret, or bytes that are none.
type Answer = Box<dyn Fn(&str) -> Vec<u8> + Send + Sync>;

fn whole(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn json(body: &str) -> Vec<u8> {
    whole("200 OK", "Content-Type: application/json\r\n", body)
}

fn escaped(secret: &str) -> String {
    secret.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect()
}

fn percent(secret: &str) -> String {
    secret.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Every other letter large.
fn mixed(text: &str) -> String {
    let letter = |(index, c): (usize, char)| match index % 2 {
        0 => c.to_ascii_uppercase(),
        _ => c.to_ascii_lowercase(),
    };
    text.chars().enumerate().map(letter).collect()
}

/// Where a server can put a secret.
fn places() -> Vec<(String, Answer)> {
    fn place(
        name: &str,
        answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
    ) -> (String, Answer) {
        (name.to_owned(), Box::new(answer))
    }
    /// In a JSON value, in one spelling.
    fn spelt(
        name: &str,
        spell: impl Fn(&str) -> String + Send + Sync + 'static,
    ) -> (String, Answer) {
        place(name, move |secret| json(&format!("[{{\"got\": \"{}\"}}]", spell(secret))))
    }
    let mut places = vec![
        spelt("plain", str::to_owned),
        spelt("in capitals", str::to_uppercase),
        spelt("escaped", escaped),
        spelt("escaped in capitals", |secret| escaped(secret).to_uppercase().replace("\\U", "\\u")),
        spelt("JSON in JSON", |secret| {
            format!("{{\\\"got\\\": \\\"{}\\\"}}", escaped(secret).replace('\\', "\\\\"))
        }),
        spelt("percent", percent),
        spelt("percent in small letters", |secret| percent(secret).to_lowercase()),
        spelt("percent twice", |secret| percent(&percent(secret))),
        spelt("percent three times, mixed", |secret| mixed(&percent(&percent(&percent(secret))))),
        spelt("base64", |secret| STANDARD.encode(secret)),
        spelt("base64url", |secret| URL_SAFE_NO_PAD.encode(secret)),
        spelt("base64 of a pair", |secret| STANDARD.encode(format!("me:{secret}"))),
        spelt("base64 of a sentence", |secret| STANDARD.encode(format!("I got {secret} from you"))),
        spelt("base64 of a list", |secret| STANDARD.encode(format!("[\"{secret}\"]"))),
        spelt("base64, percent", |secret| {
            STANDARD.encode(secret).replace('+', "%2b").replace('=', "%3D")
        }),
        spelt("hexadecimal", |secret| secret.bytes().map(|byte| format!("{byte:02x}")).collect()),
        spelt("hexadecimal in capitals", |secret| {
            secret.bytes().map(|byte| format!("{byte:02X}")).collect()
        }),
        spelt("HTML entities", |secret| {
            secret.chars().map(|c| format!("&#{};", u32::from(c))).collect()
        }),
        spelt("HTML entities, hexadecimal", |secret| {
            secret.chars().map(|c| format!("&#x{:X};", u32::from(c))).collect()
        }),
        spelt("on two lines", |secret| {
            let (start, end) = secret.split_at(secret.len() / 2);
            format!("{start}\\n{end}")
        }),
        place("the name of a field", |secret| json(&format!("[{{\"{secret}\": 1}}]"))),
        place("the escaped name of a field", |secret| {
            json(&format!("[{{\"{}\": 1}}]", escaped(secret)))
        }),
        place("a name given twice", |secret| {
            json(&format!("[{{\"{secret}\": 1, \"{secret}\": 2}}]"))
        }),
        place("an id", |secret| {
            json(&format!(
                "[{{\"id\": \"{secret}\", \"firstName\": \"{secret}\", \"status\": \"{secret}\"}}]"
            ))
        }),
        place("a message", |secret| {
            whole(
                "400 Bad Request",
                "Content-Type: application/json\r\n",
                &format!("{{\"error\": \"bad token {secret}\"}}"),
            )
        }),
        place("a page", |secret| {
            whole(
                "500 Oops",
                "Content-Type: text/html\r\n",
                &format!("<html><pre>auth: {secret}</pre><a href='?k={}'>", percent(secret)),
            )
        }),
        place("a header", |secret| whole("200 OK", &format!("X-Debug: auth={secret}\r\n"), "[]")),
        place("the name of a header", |secret| {
            let token: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
            whole("200 OK", &format!("X-{token}: 1\r\n"), "[]")
        }),
        place("a cookie", |secret| {
            whole("200 OK", &format!("Set-Cookie: s={}; Path=/\r\n", percent(secret)), "[]")
        }),
        place("a redirect", |secret| {
            whole(
                "302 Found",
                &format!("Location: https://login.example/?t={}\r\n", percent(secret)),
                "",
            )
        }),
        place("a redirect in two parts", |secret| {
            let (start, end) = secret.split_at(secret.len() / 2);
            whole("307 There", &format!("Location: /{start}?rest={end}\r\n"), "")
        }),
        place("the content type", |secret| {
            whole("200 OK", &format!("Content-Type: application/{secret}\r\n"), "[]")
        }),
        place("the content encoding", |secret| {
            whole("200 OK", &format!("Content-Encoding: {secret}\r\n"), "[]")
        }),
        place("when to come back", |secret| {
            whole("429 Later", &format!("Retry-After: {secret}\r\n"), "")
        }),
        place("the reason phrase", |secret| whole(&format!("418 {secret}"), "", "")),
        place("no status", |secret| whole(&format!("{secret} OK"), "", "")),
        place("no HTTP", |secret| format!("{secret}\r\n\r\n").into_bytes()),
        place("trailers", |secret| {
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Auth\r\nConnection: close\r\n\r\n";
            format!("{head}2\r\n[]\r\n0\r\nX-Auth: {secret}\r\n\r\n").into_bytes()
        }),
        place("the size of a chunk", |secret| {
            format!(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{secret}\r\n[]\r\n0\r\n\r\n"
            )
            .into_bytes()
        }),
        place("a body that breaks off", |secret| {
            format!(
                "HTTP/1.1 200 OK\r\nContent-Length: 90000\r\nConnection: close\r\n\r\n[\"{secret}"
            )
            .into_bytes()
        }),
        place("no JSON", |secret| json(&format!("[{{\"got\": {secret}}}]"))),
        place("no UTF-8", |secret| {
            [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[\"\xff", secret.as_bytes(), b"\"]"]
                .concat()
        }),
        place("beyond the limit of a body", |secret| {
            json(&format!("[\"{}{secret}\"]", "x".repeat(300_000)))
        }),
    ];
    // A text is cut wherever it is shown; the cut falls into the secret at one of these.
    let cuts = [60, 71, 82, 93, 104, 115, 126, 190, 201, 212, 290, 301, 990, 16_370, 65_500];
    for before in cuts {
        let name = format!("behind {before} others");
        places.push(spelt(&name, move |secret| format!("{}{secret}", "x".repeat(before))));
        places.push(place(&name, move |secret| {
            let text = format!("{}{}", "x".repeat(before), percent(secret));
            whole(
                "409 Conflict",
                "Content-Type: application/json\r\n",
                &format!("{{\"error\": \"{text}\"}}"),
            )
        }));
    }
    places
}

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
        "stripped of its signature",
    ];
    let row = |state: &&str| {
        format!("      | createContacts | {state} |\n      | updateContactById | {state} |\n")
    };
    // Some are made of tokens only.
    let keys = ["tampered", "tampered in its middle", "unknown", "cut short", "extended"];
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

/// A text with every escape read, over and over, in small letters.
fn flat(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..6 {
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        let hex = |from: usize, length: usize| {
            let digits = bytes.get(from..from + length)?;
            u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        };
        let named: [(&[u8], u8); 5] = [
            (b"&amp;", b'&'),
            (b"&lt;", b'<'),
            (b"&gt;", b'>'),
            (b"&quot;", b'"'),
            (b"&#39;", b'\''),
        ];
        while at < bytes.len() {
            let rest = &bytes[at..];
            let read = match rest[0] {
                b'%' => hex(at + 1, 2).map(|value| (value, 3)),
                b'\\' if rest.get(1) == Some(&b'u') => hex(at + 2, 4).map(|value| (value, 6)),
                b'\\' if rest.get(1).is_some_and(|next| b"\\\"/'".contains(next)) => {
                    Some((rest[1].into(), 2))
                }
                b'&' if rest.starts_with(b"&#x") => rest
                    .iter()
                    .position(|byte| *byte == b';')
                    .and_then(|end| Some((hex(at + 3, end - 3)?, end + 1))),
                b'&' if rest.get(1) == Some(&b'#') => {
                    rest.iter().position(|byte| *byte == b';').and_then(|end| {
                        let digits = std::str::from_utf8(&rest[2..end]).ok()?;
                        Some((digits.parse().ok()?, end + 1))
                    })
                }
                b'&' => named
                    .iter()
                    .find(|(name, _)| rest.starts_with(name))
                    .map(|(name, value)| ((*value).into(), name.len())),
                _ => None,
            };
            let (value, length) = read.unwrap_or((rest[0].into(), 1));
            out.push(u8::try_from(value).unwrap_or(b'?'));
            at += length;
        }
        let same = out.len() == bytes.len();
        bytes = out;
        if same {
            break;
        }
    }
    bytes
}

/// What runs of letters and digits are in base64 and in hexadecimal digits, from every place.
fn decoded(bytes: &[u8]) -> Vec<Vec<u8>> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    let mut found = Vec::new();
    for run in bytes.split(|byte| !is_letter(byte)).filter(|run| run.len() >= 12) {
        let url: Vec<u8> = run
            .iter()
            .map(|byte| match byte {
                b'+' => b'-',
                b'/' => b'_',
                other => *other,
            })
            .collect();
        for from in 0..4.min(url.len()) {
            let rest = &url[from..];
            let even = &rest[..rest.len() - rest.len() % 4];
            found.extend(URL_SAFE_NO_PAD.decode(even));
        }
        for from in 0..2 {
            let pairs = run[from..].chunks_exact(2);
            let value = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
            found.push(pairs.map(|pair| value(pair).unwrap_or(b' ')).collect());
        }
    }
    found
}

/// Holds a text to having no piece of any secret in any spelling.
#[track_caller]
fn is_clean(what: &str, text: &str, secrets: &BTreeSet<String>) {
    let small = |bytes: &[u8]| bytes.to_ascii_lowercase();
    let mut pieces: BTreeSet<Vec<u8>> = BTreeSet::new();
    for secret in secrets {
        for form in [secret.clone(), secret.replace('+', " ")] {
            pieces.extend(small(&flat(&form)).windows(PIECE).map(<[u8]>::to_vec));
        }
    }
    let public = small(b"docproof-no-credential https://login.example/?t=");
    pieces.retain(|piece| !public.windows(PIECE).any(|known| known == piece.as_slice()));
    // Most places are none: the first four bytes say so.
    let first = |piece: &[u8]| {
        piece[..4].iter().fold(0, |sum, byte| (sum * 31 + usize::from(*byte)) & 0xf_ffff)
    };
    let mut begins = vec![false; 0x10_0000];
    pieces.iter().for_each(|piece| begins[first(piece)] = true);
    let plain = flat(text);
    let mut views = decoded(&plain);
    views.push(plain);
    for view in views {
        let view = small(&view);
        if let Some(at) =
            view.windows(PIECE).position(|piece| begins[first(piece)] && pieces.contains(piece))
        {
            let around = &view[at.saturating_sub(160)..(at + 80).min(view.len())];
            panic!("{what} gives a secret away: …{}…", String::from_utf8_lossy(around));
        }
    }
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

#[test]
fn the_search_finds_what_it_looks_for() {
    let secrets = BTreeSet::from(["in-4711aBc/xyz+90".to_owned()]);
    let secret = secrets.first().unwrap();
    for text in [
        secret.clone(),
        secret[3..12].to_owned(),
        percent(&percent(secret)),
        escaped(secret).replace('\\', "\\\\"),
        STANDARD.encode(format!("me:{secret}")),
        secret.bytes().map(|byte| format!("{byte:02X}")).collect(),
        secret.chars().map(|c| format!("&#{};", u32::from(c))).collect(),
    ] {
        let found =
            std::panic::catch_unwind(|| is_clean("it", &format!("got {text} here"), &secrets));
        assert!(found.is_err(), "{text}");
    }
    is_clean("it", "in-4711a and nothing more", &secrets);
}
