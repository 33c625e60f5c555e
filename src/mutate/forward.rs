//! Sends a request on to the implementation behind the proxy.

use super::answers::Answer;
use super::incoming::Incoming;
use super::proxy::Shared;
use super::state;
use crate::contract::Operation;
use crate::model::Draft;

impl Shared {
    pub(super) async fn forward(
        &self,
        incoming: &Incoming,
        body: Option<Vec<u8>>,
    ) -> Result<Answer, String> {
        let api = self.upstream.apis.get(&incoming.api).ok_or("no such API")?;
        let mut url = api.base_url.clone();
        url.set_path(&format!("{}{}", api.base_url.path().trim_end_matches('/'), incoming.path));
        url.set_query(incoming.query.as_deref());
        let method = reqwest::Method::from_bytes(incoming.method.as_str().as_bytes())
            .map_err(|e| e.to_string())?;
        // With the target's own TLS, and past proxies as a run goes.
        let http = self.client.http(&incoming.api)?;
        let is_plain = body.is_none();
        let mut request =
            http.request(method, url).body(body.unwrap_or_else(|| incoming.body.clone()));
        for (name, value) in &incoming.headers {
            if !["host", "content-length", "connection", "transfer-encoding"]
                .contains(&name.as_str())
            {
                request = request.header(name.as_str(), value.as_bytes());
            }
        }
        let response = request.send().await.map_err(|error| error.to_string())?;
        let status = response.status().as_u16();
        let mut headers = axum::http::HeaderMap::new();
        for (name, value) in response.headers() {
            let name = axum::http::HeaderName::from_bytes(name.as_str().as_bytes())
                .map_err(|e| e.to_string())?;
            let value =
                axum::http::HeaderValue::from_bytes(value.as_bytes()).map_err(|e| e.to_string())?;
            headers.append(name, value);
        }
        let body = response.bytes().await.map_err(|error| error.to_string())?.to_vec();
        let answer = Answer::plain(status, headers, body);
        Ok(if is_plain { answer } else { answer.unasked() })
    }

    /// Sends a request on with fresh values in place of some, and takes that back in the answer.
    pub(super) async fn forward_fresh(
        &self,
        operation: &Operation,
        draft: &Draft,
        incoming: &Incoming,
        values: Vec<(usize, String)>,
    ) -> Result<Answer, String> {
        let changed = state::with_fresh_values(operation, draft, values, &self.fresh);
        let Some((body, replaced)) = changed else { return self.forward(incoming, None).await };
        let mut answer = self.forward(incoming, Some(body.to_string().into_bytes())).await?;
        let mut text = String::from_utf8_lossy(&answer.body).into_owned();
        for (new, old) in replaced {
            text = text.replace(&new, &old);
        }
        answer.body = text.into_bytes();
        Ok(answer)
    }
}
