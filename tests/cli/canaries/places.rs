//! Where a server can put a secret, and in which spelling.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// An answer that holds a secret, or bytes that are none.
pub(super) type Answer = Box<dyn Fn(&str) -> Vec<u8> + Send + Sync>;

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

pub(super) fn escaped(secret: &str) -> String {
    secret.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect()
}

pub(super) fn percent(secret: &str) -> String {
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
pub(super) fn places() -> Vec<(String, Answer)> {
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
