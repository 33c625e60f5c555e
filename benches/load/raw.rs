//! The bare client: the same requests, and nothing looked at.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures::stream::{self, StreamExt};
use reqwest::Client;

use super::{KEY, Trouble};

/// Sends so many requests, so many at once, on every core.
pub(super) fn send(url: &str, count: usize, at_once: usize) -> Result<(), Trouble> {
    let cores = std::thread::available_parallelism()?.get().min(at_once);
    let next = AtomicUsize::new(0);
    let failed = AtomicUsize::new(0);
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| "a provider is there")?;
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
        .map(|index| {
            let request = client
                .post(format!("{url}/notes"))
                .header("X-Key", KEY)
                .header("Content-Type", "application/json")
                .body(note(index));
            async move { request.send().await?.error_for_status()?.bytes().await }
        })
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

/// As long as what docproof sends.
fn note(index: usize) -> String {
    format!(
        r#"{{"title":"note {index:06} of the bare client","text":"Two litres, and bread if there is any left.","pinned":false,"author":{{"firstName":"Zoë","lastName":"Smith"}},"labels":["home","shopping"]}}"#
    )
}
