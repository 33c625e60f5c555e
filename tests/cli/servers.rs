//! Servers that behave in one way each, and the reference implementation in this process.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// An answer that is HTTP and nothing else.
pub const NOT_FOUND: &str =
    "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// A server that behaves in one way, whatever it is asked.
pub struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Answers every connection with these bytes and closes it.
    pub fn answering(bytes: &'static str) -> Self {
        Self::start(usize::MAX, move |mut stream| {
            let _ = stream.read(&mut [0; 65536]);
            let _ = stream.write_all(bytes.as_bytes());
            let _ = stream.shutdown(Shutdown::Write);
            // Read to the end, so that closing doesn't discard what was sent.
            let _ = stream.read(&mut [0; 1024]);
        })
    }

    /// Redirects every request to the same path behind another base URL.
    pub fn redirecting_to(base: &'static str) -> Self {
        Self::start(usize::MAX, move |mut stream| {
            let mut bytes = [0; 65536];
            let length = stream.read(&mut bytes).unwrap_or(0);
            let got = String::from_utf8_lossy(&bytes[..length]).into_owned();
            let path = got.split(' ').nth(1).unwrap_or_default();
            let head = "HTTP/1.1 301 Moved Permanently\r\nConnection: close\r\nContent-Length: 0";
            let _ = write!(stream, "{head}\r\nLocation: {base}{path}\r\n\r\n");
        })
    }

    /// Accepts connections and says nothing.
    pub fn silent() -> Self {
        Self::start(usize::MAX, |stream| {
            let _open = stream;
            loop {
                std::thread::park();
            }
        })
    }

    /// Answers once and is gone then.
    pub fn once(bytes: &'static str) -> Self {
        Self::start(1, move |mut stream| {
            let _ = stream.read(&mut [0; 65536]);
            let _ = stream.write_all(bytes.as_bytes());
        })
    }

    /// Answers so many connections, the next one in half, and is gone then.
    pub fn gone_after(answered: usize, bytes: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for count in 0..=answered {
                let Ok((mut stream, _)) = listener.accept() else { return };
                let _ = stream.read(&mut [0; 65536]);
                if count < answered {
                    let _ = stream.write_all(bytes.as_bytes());
                    let _ = stream.shutdown(Shutdown::Write);
                    let _ = stream.read(&mut [0; 1024]);
                } else {
                    // Before its last client hears of it.
                    drop(listener);
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                    return;
                }
            }
        });
        Self { address, connections: Arc::default() }
    }

    /// Answers the first connection, and hangs up on the others before they can ask.
    pub fn hanging_up() -> Self {
        let first = Arc::new(AtomicBool::new(true));
        Self::start(usize::MAX, move |mut stream| {
            if first.swap(false, Ordering::SeqCst) {
                let _ = stream.read(&mut [0; 65536]);
                let _ = stream.write_all(NOT_FOUND.as_bytes());
            }
            let _ = stream.shutdown(Shutdown::Write);
            // Read to the end, so that closing breaks nothing.
            let _ = std::io::copy(&mut stream, &mut std::io::sink());
        })
    }

    /// Answers with the request that it got, as JSON.
    pub fn echoing() -> Self {
        Self::start(usize::MAX, |mut stream| {
            let mut bytes = [0; 65536];
            let length = stream.read(&mut bytes).unwrap_or(0);
            let got = String::from_utf8_lossy(&bytes[..length]).into_owned();
            let body = serde_json::json!({ "got": got }).to_string();
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
            let _ = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        })
    }

    /// Answers what is decided on the text of a request, its body in JSON.
    pub fn deciding(answer: impl Fn(&str) -> (u16, &'static str) + Clone + Send + 'static) -> Self {
        Self::deciding_all(move |asked| {
            let (status, body) = answer(asked);
            (status, "", body)
        })
    }

    /// The same with a header line of its own, which ends with `\r\n` where there is one.
    pub fn deciding_all(
        answer: impl Fn(&str) -> (u16, &'static str, &'static str) + Clone + Send + 'static,
    ) -> Self {
        Self::start(usize::MAX, move |mut stream| {
            let mut bytes = [0; 65536];
            let length = stream.read(&mut bytes).unwrap_or(0);
            let (status, header, body) = answer(&String::from_utf8_lossy(&bytes[..length]));
            let head = "Content-Type: application/json\r\nConnection: close";
            let _ = write!(
                stream,
                "HTTP/1.1 {status} \r\n{head}\r\n{header}Content-Length: {}\r\n\r\n{body}",
                body.len()
            );
        })
    }

    fn start(times: usize, behave: impl Fn(TcpStream) + Clone + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        std::thread::spawn(move || {
            for _ in 0..times {
                let Ok((stream, _)) = listener.accept() else { return };
                count.fetch_add(1, Ordering::SeqCst);
                if times == 1 {
                    drop(listener);
                    return behave(stream);
                }
                let behave = behave.clone();
                std::thread::spawn(move || behave(stream));
            }
        });
        Self { address, connections }
    }

    /// Its base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The same with another scheme.
    pub fn secure_url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// How many connections came.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// A base URL where nothing listens.
pub fn nothing_there() -> String {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    // Kept, so that nobody else comes to listen at its port.
    std::mem::forget(socket);
    url
}

static RUNTIME: LazyLock<tokio::runtime::Runtime> =
    LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());

/// The target file of an API that runs in this process.
pub fn served(api: &str, app: axum::Router) -> String {
    let listener = RUNTIME.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    RUNTIME.spawn(async { axum::serve(listener, app).await.unwrap() });
    format!("[{api}]\nbase-url = \"http://{address}\"\n")
}

/// An answer in JSON.
pub fn answer(status: u16, body: &serde_json::Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// The target file of a reference implementation that runs in this process.
pub fn reference() -> String {
    let options = docproof::reference::Options::default();
    let running = RUNTIME.block_on(docproof::reference::start(options)).unwrap();
    let file = running.target_file();
    RUNTIME.spawn(running.wait());
    file
}

/// The same, with another base URL for `agentassist`.
pub fn reference_at(url: &str) -> String {
    let target = reference();
    let (start, rest) = target.split_once("base-url = \"").unwrap();
    let (_, rest) = rest.split_once('"').unwrap();
    format!("{start}base-url = \"{url}\"{rest}")
}
