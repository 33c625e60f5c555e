//! A shell command that repeats a request, with secrets left as variables.

use super::Tls;

/// A header or query value: text, or a variable in place of a secret.
pub(super) enum Shown<'a> {
    Text(&'a str),
    Variable(&'a str),
}

pub(super) fn line(
    method: &str,
    url: &str,
    secret_query: Option<(&str, &str)>,
    headers: &[(String, Shown<'_>)],
    body: Option<&str>,
    tls: &Tls,
) -> String {
    let mut line = format!("curl -X {method} ");
    if tls.insecure {
        line.push_str("--insecure ");
    } else if let Some(file) = &tls.ca {
        line.push_str(&format!("--cacert {} ", quoted(&file.display().to_string())));
    }
    if let Some((certificate, key)) = &tls.client {
        let [certificate, key] = [certificate, key].map(|path| quoted(&path.display().to_string()));
        line.push_str(&format!("--cert {certificate} --key {key} "));
    }
    match secret_query {
        Some((name, variable)) => {
            let joint = if url.contains('?') { '&' } else { '?' };
            line.push_str(&format!("{}\"{joint}{name}=${variable}\"", quoted(url)));
        }
        None => line.push_str(&quoted(url)),
    }
    for (name, value) in headers {
        match value {
            Shown::Text("") => line.push_str(&format!(" -H {}", quoted(&format!("{name};")))),
            Shown::Text(value) => {
                line.push_str(&format!(" -H {}", quoted(&format!("{name}: {value}"))))
            }
            Shown::Variable(variable) => line.push_str(&format!(" -H \"{name}: ${variable}\"")),
        }
    }
    if let Some(body) = body {
        line.push_str(&format!(" --data-raw {}", quoted(body)));
    }
    line
}

fn quoted(text: &str) -> String {
    // shlex refuses NUL, which no shell can hold.
    let text = text.replace('\0', "\u{fffd}");
    match shlex::try_quote(&text) {
        Ok(quoted) if quoted.starts_with(['\'', '"']) => quoted.into_owned(),
        Ok(quoted) => format!("'{quoted}'"),
        Err(_) => String::from("''"),
    }
}

/// `agentassist`, `auth` → `AGENTASSIST_AUTH`.
pub(super) fn variable(api: &str, name: &str) -> String {
    format!("{api}_{name}")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
        .collect()
}
