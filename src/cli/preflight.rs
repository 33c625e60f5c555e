//! One look at the target before the run: a wrong base URL is one message, not a red report.

use futures::stream::{FuturesOrdered, StreamExt};
use url::Url;

use super::error::CliError;
use super::proxies;
use crate::contract::Contract;
use crate::model::FailureKind;
use crate::target::{Client, Look};

/// Looks at these APIs, at all at once. Nothing is written, so nobody is asked before. Those that can't be reached are
/// told, by their names, where another one can.
///
/// # Errors
/// When none can be reached, or one is at another base URL.
pub(super) fn look(
    runtime: &tokio::runtime::Runtime,
    client: &Client,
    contract: &Contract,
    used: &[(&str, &Url)],
) -> Result<Vec<(String, CliError)>, CliError> {
    let looks = used.iter().map(|(name, base)| {
        // A GET that is documented is the least surprise for whatever stands before the API.
        let operations =
            || contract.apis.get(*name).into_iter().flat_map(|api| api.operations.values());
        let path = operations().find(|one| one.method == "GET").or_else(|| operations().next());
        let path = path.map_or("", |operation| operation.path.as_str());
        async move { (name, base, path, client.look(name, path).await) }
    });
    let mut looks: FuturesOrdered<_> = looks.collect();
    let mut away = Vec::new();
    while let Some((name, base, path, seen)) = runtime.block_on(looks.next()) {
        match seen {
            Ok(Look::There) => {}
            Ok(Look::Redirected(to)) => {
                if let Some(moved) = moved(base, &to, &path.replace(['{', '}'], "")) {
                    return Err(CliError::Redirected(format!(
                        "{name}: {base} redirects to {moved}; redirects are never followed, so give that as the base URL"
                    )));
                }
            }
            Err(failure) => {
                let remedy = match failure.kind {
                    FailureKind::Connect => "is it running, and is the base URL right?",
                    FailureKind::Tls => {
                        "is it https that answers there, with a certificate that is valid for this host? \
                         `ca-file` in the target file names an authority of your own, `--insecure` accepts \
                         any certificate, `client-cert-file` names one for a server that asks for it"
                    }
                    FailureKind::Timeout => {
                        "is it HTTP that answers there? --timeout gives it longer"
                    }
                    // In TLS 1.3 a server may refuse who asks when the connection is made already.
                    FailureKind::Broken if base.scheme() == "https" => {
                        "is it HTTP that answers there, and does it ask for a certificate? \
                         `client-cert-file` in the target file names one"
                    }
                    _ => "is it HTTP that answers there?",
                };
                let told = format!(
                    "{name}: {base} can't be reached: {}; {remedy}{}",
                    failure.message,
                    proxies::between(base)
                );
                away.push(((*name).to_owned(), CliError::Unreachable(told)));
            }
        }
    }
    match away.len() == used.len() {
        true => away.into_iter().next().map_or(Ok(Vec::new()), |(_, error)| Err(error)),
        false => Ok(away),
    }
}

/// The base URL that a redirect leads to. Nobody documents a GET: one that leads to a login page, not
/// to the same path elsewhere, says nothing of the base URL.
fn moved(base: &Url, to: &str, path: &str) -> Option<Url> {
    let mut there = base.join(to).ok()?;
    let prefix = there.path().strip_suffix(path)?.to_owned();
    there.set_path(&prefix);
    there.set_query(None);
    there.set_fragment(None);
    (there != *base).then_some(there)
}
