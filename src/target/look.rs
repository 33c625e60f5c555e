//! A look at a target before anything is sent to it.

use super::answer::{begun, headers};
use super::client::Client;
use super::credentials::Unavailable;
use super::prepare::request;
use super::url::url;
use crate::model::{Draft, Failure, FailureKind};

/// What a look at a target showed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Look {
    /// Something answers, whatever it says.
    There,
    /// It points elsewhere.
    Redirected(String),
}

impl Client {
    /// One look at a path of an API, with a GET and no credential: does HTTP answer there, and
    /// itself? What it answers doesn't matter, so only the beginning is read.
    ///
    /// # Errors
    /// When nothing answers.
    pub async fn look(&self, api: &str, path: &str) -> Result<Look, Failure> {
        let seen = self.unmasked_look(api, path).await;
        let masked = |text: String| self.redactor().text(&text);
        match seen {
            Ok(Look::Redirected(to)) => Ok(Look::Redirected(masked(to))),
            Err(failure) => Err(Failure { message: masked(failure.message), ..failure }),
            there => there,
        }
    }

    async fn unmasked_look(&self, api: &str, path: &str) -> Result<Look, Failure> {
        let draft = Draft {
            api: api.to_owned(),
            method: "GET".into(),
            path_template: path.replace(['{', '}'], ""),
            ..Draft::default()
        };
        let unsendable = |message| Failure::new(FailureKind::Unsendable, message);
        let http = self.clients.of(api).map_err(unsendable)?;
        let settings = self.api(&draft).map_err(|Unavailable(lacking)| unsendable(lacking))?;
        let agent = format!("docproof/{} (a look before the run)", env!("CARGO_PKG_VERSION"));
        let own = std::iter::once(("User-Agent", agent.as_str()));
        let request = request(&draft, url(settings, &draft), own, None).map_err(unsendable)?;
        let response = match begun(http, request, &self.limits).await {
            // It answers, if at too great length.
            Err(failure) if failure.kind == FailureKind::TooLarge => return Ok(Look::There),
            other => other?,
        };
        if !response.status().is_redirection() {
            return Ok(Look::There);
        }
        let headers = headers(response.headers());
        let location = headers.into_iter().find(|(name, _)| name == "location");
        Ok(Look::Redirected(location.map_or_else(|| "nowhere".to_owned(), |(_, to)| to)))
    }
}
