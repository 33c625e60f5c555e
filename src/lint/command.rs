//! The sample command against the operation that it is a sample of.

use indexmap::IndexMap;

use super::curl::{self, Curl};
use super::{Contradiction, Kind};
use crate::contract::{Operation, ParameterPlace};
use crate::model::CredentialPlace;

/// The headers of the sample command that hold a value, masked or not, and not the name of one.
pub(super) fn headers_as_sent(operation: &Operation) -> IndexMap<String, String> {
    let command = operation.printed.command.as_deref().and_then(curl::read).unwrap_or_default();
    command
        .headers
        .into_iter()
        .filter(|(_, value)| !value.starts_with(['{', '<']) && !value.is_empty())
        .collect()
}

pub(super) fn contradictions(operation: &Operation) -> Vec<Contradiction> {
    let Some(command) = &operation.printed.command else { return Vec::new() };
    let mut found = Found { operation, found: Vec::new() };
    match curl::read(command) {
        None => found.add("runs", "it is no curl command that a shell can read".into()),
        Some(curl) => {
            found.runs(&curl);
            found.method(&curl);
            found.path(&curl);
            found.query(&curl);
            found.headers(&curl);
            found.body(&curl);
        }
    }
    found.found
}

struct Found<'a> {
    operation: &'a Operation,
    found: Vec<Contradiction>,
}

impl Found<'_> {
    fn add(&mut self, place: &str, text: String) {
        let place = format!("command.{place}");
        self.found.push(Contradiction::new(Kind::Command, place, text, &self.operation.source));
    }

    fn runs(&mut self, curl: &Curl) {
        if let Some(line) = curl.ends_early {
            self.add(
                "runs",
                format!("a shell takes it for ended after line {line}: there is no \\"),
            );
        }
        if let Some(word) = curl.stray.iter().find(|word| !word.is_empty()) {
            let text = format!("{word:?} stands alone: it is no option, and no option's value");
            self.add("words", text);
        }
    }

    fn method(&mut self, curl: &Curl) {
        let implied = if curl.data.is_some() { "POST" } else { "GET" };
        let method = curl.method.as_deref().unwrap_or(implied);
        if method != self.operation.method {
            let text = format!("it sends {method}; the operation is {}", self.operation.method);
            self.add("method", text);
        }
    }

    fn path(&mut self, curl: &Curl) {
        let Some(url) = &curl.url else {
            return self.add("path", "it has no URL".into());
        };
        let printed = path_of(url);
        let documented = single_braces(&self.operation.path);
        if printed != documented {
            self.add("path", format!("it goes to {printed}; the operation is at {documented}"));
        }
    }

    fn query(&mut self, curl: &Curl) {
        let printed =
            curl.url.as_deref().and_then(|url| url.split_once('?')).map_or("", |(_, q)| q);
        let sent: Vec<(&str, &str)> =
            printed.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
        let mut required: Vec<&str> = self
            .operation
            .parameters
            .iter()
            .filter(|parameter| parameter.place == ParameterPlace::Query && parameter.required)
            .map(|parameter| parameter.name.as_str())
            .collect();
        required.extend(credentials(self.operation, CredentialPlace::Query));
        for name in required {
            match sent.iter().find(|(sent, _)| *sent == name) {
                None => self.add(&format!("query.{name}"), format!("it lacks {name}")),
                Some((_, "")) => {
                    self.add(&format!("query.{name}"), format!("its {name} is empty"));
                }
                Some(_) => {}
            }
        }
    }

    fn headers(&mut self, curl: &Curl) {
        let mut documented: Vec<&str> = self
            .operation
            .parameters
            .iter()
            .filter(|parameter| parameter.place == ParameterPlace::Header)
            .map(|parameter| parameter.name.as_str())
            .collect();
        documented.extend(credentials(self.operation, CredentialPlace::Header));
        let has = |name: &str| curl.headers.iter().any(|(sent, _)| sent.eq_ignore_ascii_case(name));
        for name in documented.iter().filter(|name| !has(name)) {
            self.add(&format!("header.{name}"), format!("it lacks the header {name}"));
        }
        let Some(listed) = &self.operation.printed.headers else { return };
        for (name, _) in &curl.headers {
            if !listed.iter().any(|listed| listed.eq_ignore_ascii_case(name)) {
                let text = format!("it sends the header {name}; the table of headers lacks it");
                self.add(&format!("header.{name}"), text);
            }
        }
    }

    fn body(&mut self, curl: &Curl) {
        let Some(request) = &self.operation.request else { return };
        let (Some(data), Some(sample)) = (&curl.data, &request.sample) else { return };
        match request.read(data.as_bytes()) {
            Err(error) => self.add("body", format!("its body is {error}")),
            Ok(body) if body != *sample => {
                self.add("body", "its body is not the sample that the contract has".into());
            }
            Ok(_) => {}
        }
    }
}

/// The path of a printed URL, its parameters in single braces.
pub(super) fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    single_braces(path.split('?').next().unwrap_or(path))
}

fn single_braces(path: &str) -> String {
    path.replace("{{", "{").replace("}}", "}")
}

/// The names of the credentials that travel there.
fn credentials(operation: &Operation, place: CredentialPlace) -> impl Iterator<Item = &str> {
    let there = operation.credentials().filter(move |credential| credential.place == place);
    there.map(|credential| credential.name.as_str())
}
