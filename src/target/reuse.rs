//! Whether a request went over a connection that had served before.
//!
//! A server may close such a connection whenever it likes (RFC 9112, section 9.5), and then a
//! request on its way is lost: that is nobody's fault, and must neither be told as one nor be sent
//! again, for it may have been done.

use std::cell::Cell;
use std::future::Future;

use tower::util::MapResponseLayer;

tokio::task_local! {
    /// Whether a new connection was made for the request. One that was begun for it, but overtaken
    /// by another that became free, goes on outside of the request's task.
    static OPENED: Cell<bool>;
}

/// Makes a client notice that it has opened a connection.
pub(super) fn noticing(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.connector_layer(MapResponseLayer::new(|connection| {
        // Outside of `watched` nobody asks.
        let _ = OPENED.try_with(|opened| opened.set(true));
        connection
    }))
}

/// Awaits a request, and says whether it went over a connection that had served before.
pub(super) async fn watched<T>(request: impl Future<Output = T>) -> (T, bool) {
    OPENED
        .scope(Cell::new(false), async {
            let done = request.await;
            (done, !OPENED.with(Cell::get))
        })
        .await
}
