//! HTTP/1.1 by hand: a thread for each connection, and answers framed, spelt and timed as asked.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

/// How answers travel.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wire {
    /// Whether every answer closes its connection.
    pub closes: bool,
    /// Whether bodies come in chunks of a few bytes.
    pub chunks: bool,
    /// Whether an interim answer comes first.
    pub hints: bool,
    /// Whether the server speaks HTTP/1.0, whose bodies may end with the connection.
    pub old: bool,
    /// How header names are spelt.
    pub names: Names,
    /// The least and the most milliseconds that an answer takes.
    pub delay: Option<(u64, u64)>,
    /// After how many milliseconds without another request a connection is closed.
    pub idle: Option<u64>,
    /// After how many answers a connection is closed, unannounced, as the next request comes.
    pub served: Option<usize>,
}

/// How header names are spelt.
#[derive(Clone, Copy, Debug, Default)]
pub enum Names {
    /// `content-type`
    #[default]
    Small,
    /// `Content-Type`
    Title,
    /// `CONTENT-TYPE`
    Capitals,
}

/// A request.
pub struct Asked {
    pub method: String,
    /// Still percent-encoded.
    pub path: String,
    /// Names and values, decoded.
    pub query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub media_type: Option<String>,
    pub body: Vec<u8>,
}

/// Answers every request in the background, for as long as the program runs.
pub fn serve(
    listener: TcpListener,
    wire: Wire,
    answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static,
) {
    let answer = Arc::new(answer);
    let count = Arc::new(AtomicU64::new(0));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (answer, count) = (Arc::clone(&answer), Arc::clone(&count));
            // A connection that breaks is the client's to report.
            thread::spawn(move || connection(&stream, wire, answer.as_ref(), &count));
        }
    });
}

fn connection(
    stream: &TcpStream,
    wire: Wire,
    answer: &dyn Fn(&Asked) -> Answer,
    count: &AtomicU64,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    for served in 0.. {
        // Whoever has only just connected may be slow.
        let idle = wire.idle.filter(|_| served > 0);
        stream.set_read_timeout(idle.map(Duration::from_millis))?;
        if reader.fill_buf()?.is_empty() {
            break;
        }
        stream.set_read_timeout(None)?;
        if wire.served == Some(served) {
            break;
        }
        let asked = read(&mut reader)?;
        if let Some((least, most)) = wire.delay {
            // Unlike each other, so that requests overtake each other on their way in.
            let turn = count.fetch_add(1, Ordering::Relaxed) * 37;
            thread::sleep(Duration::from_millis(least + turn % (most - least + 1)));
        }
        write(stream, wire, &answer(&asked))?;
        if wire.closes || wire.old {
            stream.shutdown(Shutdown::Write)?;
            break;
        }
    }
    Ok(())
}

fn read(reader: &mut impl BufRead) -> io::Result<Asked> {
    let first = line(reader)?;
    let mut words = first.split(' ');
    let (method, target) =
        (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let mut headers = Vec::new();
    loop {
        let text = line(reader)?;
        if text.is_empty() {
            break;
        }
        let (name, value) = text.split_once(':').unwrap_or((&text, ""));
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let query = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
    });
    let mut asked =
        Asked { method, path: path.to_owned(), query: query.collect(), headers, body: Vec::new() };
    let length = asked.header("content-length").and_then(|length| length.parse().ok());
    asked.body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut asked.body)?;
    Ok(asked)
}

fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    reader.by_ref().take(1 << 20).read_until(b'\n', &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

fn write(mut stream: &TcpStream, wire: Wire, answer: &Answer) -> io::Result<()> {
    let version = if wire.old { "HTTP/1.0" } else { "HTTP/1.1" };
    let mut head = String::new();
    if wire.hints && !wire.old {
        head.push_str("HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n");
    }
    // A reason is for people; it may be anything, or nothing.
    head.push_str(&format!("{version} {} {}\r\n", answer.status, reason(answer.status)));
    let mut header = |name: &str, value: &str| {
        head.push_str(&format!("{}: {value}\r\n", wire.names.spell(name)))
    };
    if let Some(media_type) = &answer.media_type {
        header("content-type", media_type);
    }
    header("x-powered-by", "another implementation");
    header("set-cookie", "a=1; Path=/");
    header("set-cookie", "b=2; Path=/");
    header("x-note", "désolé");
    if (300..400).contains(&answer.status) {
        header("location", "/login");
    }
    match (wire.chunks, wire.old) {
        (_, true) => {}
        (true, _) => header("transfer-encoding", "chunked"),
        _ => header("content-length", &answer.body.len().to_string()),
    }
    if wire.closes {
        header("connection", "close");
    }
    head.push_str("\r\n");
    if wire.chunks && !wire.old {
        stream.write_all(head.as_bytes())?;
        // Seven bytes each: characters of several bytes are cut in two.
        let mut body = Vec::new();
        for (index, chunk) in answer.body.chunks(7).enumerate() {
            let extension = if index == 0 { ";why=not" } else { "" };
            body.extend(format!("{:X}{extension}\r\n", chunk.len()).bytes());
            body.extend(chunk);
            body.extend(b"\r\n");
        }
        body.extend(b"0\r\nx-trailer: yes\r\n\r\n");
        stream.write_all(&body)?;
    } else {
        let mut whole = head.into_bytes();
        whole.extend(&answer.body);
        stream.write_all(&whole)?;
    }
    stream.flush()
}

fn reason(status: u16) -> &'static str {
    if status.is_multiple_of(2) { "" } else { "As It Were" }
}

impl Names {
    fn spell(self, name: &str) -> String {
        let mut first = true;
        name.chars()
            .map(|c| {
                let large = match self {
                    Self::Small => false,
                    Self::Title => first,
                    Self::Capitals => true,
                };
                first = c == '-';
                if large { c.to_ascii_uppercase() } else { c }
            })
            .collect()
    }
}

/// Percent-encoding taken off.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let escaped = text.get(index + 1..index + 3).filter(|_| byte == b'%');
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(value) => {
                decoded.push(value);
                index += 3;
            }
            None => {
                decoded.push(byte);
                index += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
