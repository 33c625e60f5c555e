//! The reference implementation: a real server of the five documented operations.
//!
//! It keeps every rule that the documentation states, on an embedded database, and serves as
//! the default target of the harness. Any of its rules can be broken on purpose with a
//! [`Fault`], which is how the harness shows that it notices.
//!
//! Nothing here is shared with the contract or with the checks: a mistake made in both at once
//! would be invisible to either.

mod answer;
mod call;
mod clock;
mod contacts;
mod corrupt;
mod credentials;
mod demo;
mod faults;
mod leniency;
mod lists;
mod operation;
mod people;
mod refusal;
mod server;
mod store;
mod validate;

use std::{
    collections::BTreeSet,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

pub use faults::{Fault, UnknownFault};

/// How long [`Running::stop`] waits for requests that are still being answered.
const GRACE: Duration = Duration::from_secs(5);

/// What to serve, where and how well.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes any free port.
    pub address: SocketAddr,
    /// The database file, made when absent; `None` keeps everything in memory.
    pub database: Option<PathBuf>,
    /// Time added to every answer.
    pub latency: Duration,
    /// The rules to break.
    pub faults: BTreeSet<Fault>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            database: None,
            latency: Duration::ZERO,
            faults: BTreeSet::new(),
        }
    }
}

/// Why the reference implementation could not start.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// The address is taken, not ours or not allowed.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address as asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The database file cannot be opened, or holds something else.
    #[error("cannot open the database {}: {source}", .path.as_deref().map_or("in memory".into(), |path| path.display().to_string()))]
    Database {
        /// The file, or `None` for the database in memory.
        path: Option<PathBuf>,
        /// What the database said.
        source: rusqlite::Error,
    },
}

/// Starts a server, which is listening once this returns.
///
/// # Errors
/// When the address cannot be listened on or the database cannot be opened.
pub async fn start(options: Options) -> Result<Running, ReferenceError> {
    let Options { address, database, latency, faults } = options;
    let store = store::Store::open(database.as_deref())
        .map_err(|source| ReferenceError::Database { path: database, source })?;
    let app = Arc::new(server::App::new(store, faults::Faults::new(faults), latency));
    let listen = |source| ReferenceError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let (stopper, stop) = oneshot::channel();
    let task = tokio::spawn(server::serve(listener, app, stop));
    Ok(Running { address, stopper: Some(stopper), task })
}

/// A server at work. Dropping it stops it in the background; [`Running::stop`] waits for that.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    /// Dropping this, like sending on it, asks the server to stop.
    stopper: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Running {
    /// The address that is listened on, with the real port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where a client on this machine finds the server.
    #[must_use]
    pub fn base_url(&self) -> String {
        // "Any address" is somewhere to listen and nowhere to connect to.
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}", SocketAddr::new(ip, self.address.port()))
    }

    /// A target file (TOML) with all that a client needs: addresses, ids and demo credentials.
    #[must_use]
    pub fn target_file(&self) -> String {
        demo::target_file(&self.base_url())
    }

    /// Stops listening, lets requests in progress finish (for a few seconds) and returns.
    pub async fn stop(mut self) {
        drop(self.stopper.take());
        if tokio::time::timeout(GRACE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }

    /// Serves until the returned future is dropped.
    pub async fn wait(mut self) {
        // The task ends early only when its runtime does, and then nobody awaits this.
        let _ = (&mut self.task).await;
    }
}
