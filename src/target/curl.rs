//! A shell command that repeats a request, with secrets left as variables.

use super::Tls;
use super::redact::MASK;
use crate::model::{AuthScheme, Credential, is_hidden};

/// What is shown of a header that holds a secret.
pub(super) struct Hidden {
    /// The argument of `curl`, with a variable in its place.
    pub(super) argument: String,
    /// The value, with a mask in its place.
    pub(super) masked: String,
}

impl Hidden {
    /// A header that is nothing else.
    pub(super) fn header(name: &str, variable: &str) -> Self {
        Self { argument: format!("-H \"{name}: ${variable}\""), masked: MASK.into() }
    }

    /// A credential in a header.
    pub(super) fn credential(credential: &Credential, variable: &str) -> Self {
        let name = &credential.name;
        let argument = match credential.auth_scheme {
            None => return Self::header(name, variable),
            Some(AuthScheme::Bearer) => format!("-H \"{name}: Bearer ${variable}\""),
            Some(AuthScheme::Basic) => format!("-u \"${variable}\""),
        };
        Self { argument, masked: MASK.into() }
    }
}

/// A text between double quotes of a shell.
pub(super) fn within_quotes(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '"' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}

/// The line; `secret_query` is what follows the URL's own query, with variables, and headers have
/// what is shown instead of them.
pub(super) fn line<'a>(
    method: &str,
    url: &str,
    secret_query: &[String],
    headers: impl Iterator<Item = (&'a str, &'a str, Option<&'a Hidden>)>,
    body: Option<&[u8]>,
    tls: &Tls,
) -> String {
    // With `-X HEAD` curl would wait for a body.
    let mut line = match method {
        "HEAD" => "curl --head ".to_owned(),
        _ => format!("curl -X {method} "),
    };
    if tls.insecure {
        line.push_str("--insecure ");
    } else if let Some(file) = &tls.ca {
        line.push_str(&format!("--cacert {} ", quoted(&file.display().to_string())));
    }
    if let Some((certificate, key)) = &tls.client {
        let [certificate, key] = [certificate, key].map(|path| quoted(&path.display().to_string()));
        line.push_str(&format!("--cert {certificate} --key {key} "));
    }
    line.push_str(&quoted(url));
    if !secret_query.is_empty() {
        let joint = if url.contains('?') { '&' } else { '?' };
        line.push_str(&format!("\"{joint}{}\"", secret_query.join("&")));
    }
    let mut has_type = false;
    for (name, value, hidden) in headers {
        has_type |= name.eq_ignore_ascii_case("content-type");
        line.push(' ');
        match (hidden, value) {
            (Some(hidden), _) => line.push_str(&hidden.argument),
            (None, "") => line.push_str(&format!("-H {}", quoted(&format!("{name};")))),
            (None, value) => line.push_str(&format!("-H {}", quoted(&format!("{name}: {value}")))),
        }
    }
    // Of a body whose form nobody names, curl says that it is a form's.
    if body.is_some() && !has_type {
        line.push_str(" -H 'Content-Type:'");
    }
    match body.map(|body| (body, std::str::from_utf8(body))) {
        None => line,
        Some((_, Ok(text))) if !text.contains(is_lost_on_copying) => {
            format!("{line} --data-raw {}", quoted(text))
        }
        Some((body, _)) => format!("printf '{}' | {line} --data-binary @-", octal(body)),
    }
}

/// What no argument can hold, or what a report shows by another name.
fn is_lost_on_copying(c: char) -> bool {
    is_hidden(c) || (c.is_control() && c != '\n' && c != '\t')
}

/// As the format of `printf`, in octal what is not printable ASCII or would end the quotes.
fn octal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .enumerate()
        .map(|(at, byte)| match byte {
            // What begins with it would be an option.
            b'-' if at == 0 => "\\055".into(),
            b'\\' => "\\\\".into(),
            b'%' => "%%".into(),
            b' '..=b'~' if *byte != b'\'' => char::from(*byte).to_string(),
            _ => format!("\\{byte:03o}"),
        })
        .collect()
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

/// The environment variable of a credential: `agentassist`, `auth` → `AGENTASSIST_AUTH`.
pub fn variable(api: &str, name: &str) -> String {
    format!("{api}_{name}")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(bytes: &[u8]) -> String {
        let tls = Tls::default();
        line("POST", "http://h/", &[], std::iter::empty(), Some(bytes), &tls)
    }

    #[test]
    fn a_body_is_an_argument_where_a_shell_can_hold_it() {
        let line = body("é".as_bytes());
        assert_eq!(line, "curl -X POST 'http://h/' -H 'Content-Type:' --data-raw 'é'");
    }

    #[test]
    fn a_body_without_content_type_is_not_made_a_form() {
        let with = |headers: &[(&str, &'static str)], body: Option<&[u8]>| {
            let shown = headers.iter().map(|(name, value)| (*name, *value, None));
            line("POST", "http://h/", &[], shown, body, &Tls::default())
        };
        assert!(with(&[], Some(b"[]")).contains(" -H 'Content-Type:' --data-raw"));
        for sent in ["application/json", ""] {
            let said = with(&[("content-type", sent)], Some(b"[]"));
            assert!(!said.contains("-H 'Content-Type:'"), "{said}");
        }
        assert!(!with(&[], None).contains("Content-Type"));
    }

    #[test]
    fn bytes_that_no_argument_can_hold_go_through_printf() {
        assert!(body("\u{feff}[]".as_bytes()).starts_with(r"printf '\357\273\277[]' | curl"));
        assert!(body(b"--mark\r\n").starts_with(r"printf '\055-mark\015\012' | curl"));
        assert_eq!(
            body(b"100% \\Zo\xeb\0"),
            "printf '100%% \\\\Zo\\353\\000' | curl -X POST 'http://h/' -H 'Content-Type:' --data-binary @-"
        );
    }
}
