//! The way of every request: in, past the gate, through its operation, and out.

use std::{
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use axum::{
    Router,
    extract::{RawPathParams, Request, State, rejection::RawPathParamsRejection},
    http::StatusCode,
    response::Response,
    routing::on,
    serve::ListenerExt,
};
use serde_json::Value;
use tokio::{net::TcpListener, sync::oneshot};

use super::{
    answer,
    call::Call,
    contacts,
    credentials::Credentials,
    faults::{Fault, Faults},
    lists,
    operation::Operation,
    people,
    refusal::Refusal,
    store::Store,
};

/// What all requests share.
pub(super) struct App {
    pub store: Store,
    pub credentials: Credentials,
    pub faults: Faults,
    /// How many answers have gone out, for the fault that counts them.
    pub answers: AtomicU64,
    latency: Duration,
}

impl App {
    pub(super) fn new(store: Store, faults: Faults, latency: Duration) -> Self {
        Self {
            store,
            credentials: Credentials::new(&faults),
            faults,
            answers: AtomicU64::new(0),
            latency,
        }
    }

    /// Waits for the latency that was asked for. Even a sleep of nothing takes up to a
    /// millisecond, so there is none without.
    async fn linger(&self) {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
    }
}

/// Serves until the sender of `stop` speaks or is dropped, then finishes what was begun.
pub(super) async fn serve(listener: TcpListener, app: Arc<App>, stop: oneshot::Receiver<()>) {
    // Answers are small: waiting to fill a packet would only slow them down.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let served = axum::serve(listener, router(app)).with_graceful_shutdown(async {
        let _ = stop.await;
    });
    // Accepting is retried by axum, so this ends by the shutdown alone.
    let _ = served.await;
}

fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for operation in Operation::ALL {
        let handler = move |State(app): State<Arc<App>>,
                            path: Result<RawPathParams, RawPathParamsRejection>,
                            request: Request| async move {
            let result = handle(&app, operation, path.ok(), request).await;
            app.linger().await;
            answer::deliver(&app, Some(operation), result)
        };
        router = router.route(operation.path(), on(operation.method(), handler));
    }
    router
        .fallback(|app, request| turn_away(app, request, StatusCode::NOT_FOUND))
        .method_not_allowed_fallback(|app, request| {
            turn_away(app, request, StatusCode::METHOD_NOT_ALLOWED)
        })
        .with_state(app)
}

async fn handle(
    app: &Arc<App>,
    operation: Operation,
    path: Option<RawPathParams>,
    request: Request,
) -> Result<Value, Refusal> {
    let call = Call::read(operation, path, request).await?;
    if operation == Operation::CreateContacts && app.faults.has(Fault::CreateRedirects) {
        let status = StatusCode::TEMPORARY_REDIRECT;
        return Err(Refusal::new(status, "contacts are created elsewhere"));
    }
    let caller = call.admit(app)?;
    match operation {
        Operation::CreateContacts => contacts::create(app, &call, caller).await,
        Operation::UpdateContact => contacts::update(app, &call, caller).await,
        Operation::BulkUpdateContacts => contacts::bulk_update(app, &call, caller).await,
        Operation::UpdateContactList => lists::update(app, &call, caller).await,
        Operation::UpdateContactById => people::update(app, &call).await,
    }
}

/// Answers what no operation serves.
async fn turn_away(State(app): State<Arc<App>>, request: Request, status: StatusCode) -> Response {
    let (method, path) = (request.method(), request.uri().path());
    let message = format!("nothing is served at {method} {path}");
    app.linger().await;
    answer::deliver(&app, None, Err(Refusal::new(status, message)))
}
