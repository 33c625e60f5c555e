//! A server that reads requests as it should and answers as it likes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use crate::servers::{NOT_FOUND, reference};

/// What a server talks over.
pub trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

/// How a documented operation is answered.
pub type Behaviour = Arc<dyn Fn(&mut dyn Wire, &Asked) + Send + Sync>;

/// A request.
pub struct Asked {
    /// Everything before the body.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
    /// How many came before it.
    pub before: usize,
}

/// The target file of the reference implementation behind all servers.
pub static REFERENCE: LazyLock<String> = LazyLock::new(reference);

/// Where it is.
static BEHIND: LazyLock<SocketAddr> = LazyLock::new(|| {
    let (_, rest) = REFERENCE.split_once("base-url = \"http://").unwrap();
    rest.split(['"', '/']).next().unwrap().parse().unwrap()
});

impl Asked {
    /// Reads one; `None` where the client has gone.
    pub fn read(wire: &mut dyn Wire, before: usize) -> Option<Self> {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            wire.read_exact(&mut byte).ok()?;
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().unwrap())
        });
        let mut body = vec![0; length.unwrap_or(0)];
        wire.read_exact(&mut body).ok()?;
        Some(Self { head, body, before })
    }

    /// Whether it is the look before the run, which no behaviour is about.
    pub fn is_look(&self) -> bool {
        self.head.starts_with("GET ")
    }

    /// The conforming answer's body.
    pub fn good(&self) -> String {
        self.try_good().1
    }

    /// The conforming answer: its status line and body.
    pub fn try_good(&self) -> (String, String) {
        let mut stream = TcpStream::connect(*BEHIND).unwrap();
        let (line, rest) = self.head.split_once("\r\n").unwrap();
        write!(stream, "{line}\r\nConnection: close\r\n{rest}").unwrap();
        stream.write_all(&self.body).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap().to_owned(), body.to_owned())
    }
}

/// A server with one behaviour. It ends with the test.
pub struct Server {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

impl Server {
    /// Answers requests in this way and closes the connection after each.
    pub fn start(behaviour: Behaviour) -> Self {
        Self::serving(usize::MAX, move |stream, requests| {
            let mut stream = stream;
            answer(&mut stream, &behaviour, requests);
        })
    }

    /// Takes so many connections; then nothing listens any more.
    pub fn serving(
        connections: usize,
        serve: impl Fn(TcpStream, &AtomicUsize) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let (serve, count) = (Arc::new(serve), Arc::clone(&requests));
        std::thread::spawn(move || {
            let mut listener = Some(listener);
            for number in 1..=connections {
                let Some(Ok((stream, _))) = listener.as_ref().map(TcpListener::accept) else {
                    return;
                };
                if number == connections {
                    listener = None;
                }
                let (serve, count) = (Arc::clone(&serve), Arc::clone(&count));
                std::thread::spawn(move || serve(stream, &count));
            }
        });
        Self { address, requests }
    }

    /// Its base URL.
    pub fn url(&self, scheme: &str) -> String {
        format!("{scheme}://localhost:{}", self.address.port())
    }

    /// How many requests came, the look not among them.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// Answers one request; says whether one came.
pub fn answer(wire: &mut dyn Wire, behaviour: &Behaviour, requests: &AtomicUsize) -> bool {
    let Some(mut asked) = Asked::read(wire, 0) else { return false };
    if asked.is_look() {
        let _ = wire.write_all(NOT_FOUND.as_bytes());
        return false;
    }
    asked.before = requests.fetch_add(1, Ordering::SeqCst);
    behaviour(wire, &asked);
    let _ = wire.flush();
    true
}

/// A whole answer with a JSON body.
pub fn json(body: impl AsRef<[u8]>) -> Vec<u8> {
    with("Content-Type: application/json", body)
}

/// A whole answer with these headers.
pub fn with(headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let mut bytes = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}
