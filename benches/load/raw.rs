//! The bare client: the same requests, and nothing looked at.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::stream::{self, StreamExt};
use reqwest::{Client, RequestBuilder};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::{KEY, Trouble};

/// Sends so many requests, so many at once, as programs do that are not about speed: a task each on
/// tokio's own runtime.
pub(super) fn send_in_tasks(url: &str, count: usize, at_once: usize) -> Result<(), Trouble> {
    provide()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = Client::builder().no_proxy().build()?;
        let room = Arc::new(Semaphore::new(at_once));
        let mut tasks = JoinSet::new();
        for index in 0..count {
            let (place, request) =
                (Arc::clone(&room).acquire_owned().await?, request(&client, url, index));
            tasks.spawn(async move {
                let answer = answered(request).await;
                drop(place);
                answer
            });
        }
        while let Some(answer) = tasks.join_next().await {
            answer??;
        }
        Ok(())
    })
}

/// Sends so many requests, so many at once, as fast as the library can: each core has a runtime and a
/// client of its own.
pub(super) fn send(url: &str, count: usize, at_once: usize) -> Result<(), Trouble> {
    let cores = std::thread::available_parallelism()?.get().min(at_once);
    let next = AtomicUsize::new(0);
    let failed = AtomicUsize::new(0);
    provide()?;
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                if one_core(url, count, at_once / cores, &next, &failed).is_err() {
                    failed.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    match failed.into_inner() {
        0 => Ok(()),
        failed => Err(format!("{failed} of {count} requests failed").into()),
    }
}

fn one_core(
    url: &str,
    count: usize,
    at_once: usize,
    next: &AtomicUsize,
    failed: &AtomicUsize,
) -> Result<(), Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::builder().no_proxy().build()?;
    let indices = std::iter::from_fn(|| {
        Some(next.fetch_add(1, Ordering::Relaxed)).filter(|index| *index < count)
    });
    let sending = stream::iter(indices)
        .map(|index| answered(request(&client, url, index)))
        .buffer_unordered(at_once)
        .for_each(|answer| {
            if answer.is_err() {
                failed.fetch_add(1, Ordering::Relaxed);
            }
            futures::future::ready(())
        });
    runtime.block_on(sending);
    Ok(())
}

fn provide() -> Result<(), Trouble> {
    let installed = rustls::crypto::ring::default_provider().install_default();
    installed.map_err(|_| "a provider is there".into())
}

fn request(client: &Client, url: &str, index: usize) -> RequestBuilder {
    client
        .post(format!("{url}/notes"))
        .header("X-Key", KEY)
        .header("Content-Type", "application/json")
        .body(note(index))
}

async fn answered(request: RequestBuilder) -> reqwest::Result<()> {
    request.send().await?.error_for_status()?.bytes().await.map(drop)
}

/// As long as what docproof sends.
fn note(index: usize) -> String {
    format!(
        r#"{{"title":"note {index:06} of the bare client","text":"Two litres, and bread if there is any left.","pinned":false,"author":{{"firstName":"Zoë","lastName":"Smith"}},"labels":["home","shopping"]}}"#
    )
}
