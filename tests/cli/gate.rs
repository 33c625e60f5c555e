//! A server that answers as the reference does and stops at one request until it is let go on.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};

use serde_json::Value;

use crate::servers::{reference, reference_at};
use crate::support::HANG;

/// Where it stops.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stop {
    /// Before this request is answered; the look before the run is 0.
    Before(usize),
    /// In the middle of its answer.
    Amid(usize),
    /// It asks to come back in nine seconds instead.
    Later(usize),
    /// Nowhere.
    Never,
}

/// The server. It ends with the test.
pub struct Gate {
    /// The target file that leads to it.
    pub target: String,
    reached: Receiver<()>,
    shared: Arc<Shared>,
}

struct Shared {
    stop: Stop,
    behind: SocketAddr,
    reached: Mutex<Sender<()>>,
    requests: Mutex<usize>,
    open: (Mutex<bool>, Condvar),
    answered: Mutex<Vec<String>>,
}

impl Gate {
    pub fn stopping(stop: Stop) -> Self {
        let behind = reference();
        let (_, rest) = behind.split_once("base-url = \"http://").unwrap();
        let behind = rest.split(['"', '/']).next().unwrap().parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let target = reference_at(&format!("http://{}", listener.local_addr().unwrap()));
        let (sender, reached) = channel();
        let shared = Arc::new(Shared {
            stop,
            behind,
            reached: Mutex::new(sender),
            requests: Mutex::default(),
            open: (Mutex::default(), Condvar::new()),
            answered: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let serving = Arc::clone(&serving);
                std::thread::spawn(move || serving.serve(stream.unwrap()));
            }
        });
        Self { target, reached, shared }
    }

    /// Waits until the request came at which it stops.
    pub fn reached(&self) {
        self.reached.recv_timeout(HANG).expect("the request comes");
    }

    /// Lets everything go on.
    pub fn open(&self) {
        let (open, changed) = &self.shared.open;
        *open.lock().unwrap() = true;
        changed.notify_all();
    }

    /// The ids that whole answers said were created.
    pub fn answered(&self) -> Vec<String> {
        self.shared.answered.lock().unwrap().clone()
    }

    /// How many requests came.
    pub fn requests(&self) -> usize {
        *self.shared.requests.lock().unwrap()
    }
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let number = {
            let mut requests = self.requests.lock().unwrap();
            *requests += 1;
            *requests - 1
        };
        if self.stop == Stop::Before(number) {
            self.wait();
        }
        if self.stop == Stop::Later(number) {
            let later = "HTTP/1.1 429 Too Many\r\nRetry-After: 9\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            (&stream).write_all(later.as_bytes()).ok()?;
            self.reached.lock().unwrap().send(()).unwrap();
            return None;
        }
        let answer = self.forward(&head, &body);
        let half = if self.stop == Stop::Amid(number) { answer.len() - 20 } else { 0 };
        (&stream).write_all(&answer[..half]).ok()?;
        if half > 0 {
            self.wait();
        }
        // Noted before it is sent: whoever sees the next request knows that it was.
        self.note(&answer);
        (&stream).write_all(&answer[half..]).ok()
    }

    fn wait(&self) {
        self.reached.lock().unwrap().send(()).unwrap();
        let (open, changed) = &self.open;
        let guard = open.lock().unwrap();
        drop(changed.wait_while(guard, |open| !*open).unwrap());
    }

    fn forward(&self, head: &str, body: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.behind).unwrap();
        write!(stream, "{head}Connection: close\r\n\r\n").unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    }

    fn note(&self, answer: &[u8]) {
        let text = std::str::from_utf8(answer).unwrap();
        let body = text.split_once("\r\n\r\n").unwrap().1;
        let records: Vec<Value> = serde_json::from_str(body).unwrap_or_default();
        let ids = records.iter().filter_map(|record| record["id"].as_str());
        self.answered.lock().unwrap().extend(ids.map(str::to_owned));
    }
}
