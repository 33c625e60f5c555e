//! A fast server that keeps every promise of the Notes API.

use std::convert::Infallible;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::{KEY, Trouble};

/// Says where it is, and answers until it is killed, each time after so many milliseconds.
pub(super) fn serve(delay: u64) -> Result<(), Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        let made = Arc::new(AtomicU64::new(0));
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let made = Arc::clone(&made);
            tokio::spawn(async move {
                let answer = service_fn(|request| answered(request, &made, delay));
                // A client that goes away is no trouble of the server's.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
            });
        }
    })
}

/// The note as it was sent, with an id and a time.
async fn answered(
    request: Request<Incoming>,
    made: &AtomicU64,
    delay: u64,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let known = request.headers().get("x-key").is_some_and(|key| key == KEY);
    let sent = match request.into_body().collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => Bytes::new(),
    };
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let members = sent.strip_prefix(b"{").filter(|_| known);
    let (status, body) = match members {
        Some(members) => {
            let id = made.fetch_add(1, Ordering::Relaxed);
            let head = format!(r#"{{"id":"n-{id:06}","createdTime":"2026-01-02T03:04:05.678Z","#);
            (StatusCode::CREATED, [head.as_bytes(), members].concat())
        }
        None => (StatusCode::BAD_REQUEST, br#"{"error":"no note"}"#.to_vec()),
    };
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
