//! A shell command that repeats a request, with secrets left as variables.

use super::Tls;
use crate::model::is_hidden;

/// A header or query value: text, or a variable in place of a secret.
pub(super) enum Shown<'a> {
    Text(&'a str),
    Variable(&'a str),
    /// The same behind `Bearer`.
    Bearer(&'a str),
}

pub(super) fn line(
    method: &str,
    url: &str,
    secret_query: Option<(&str, &str)>,
    headers: &[(String, Shown<'_>)],
    body: Option<&[u8]>,
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
            Shown::Bearer(variable) => {
                line.push_str(&format!(" -H \"{name}: Bearer ${variable}\""));
            }
        }
    }
    // Of a body whose form nobody names, curl says that it is a form's.
    if body.is_some() && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
    {
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
        .map(|byte| match byte {
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

/// `agentassist`, `auth` → `AGENTASSIST_AUTH`.
pub(super) fn variable(api: &str, name: &str) -> String {
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
        line("POST", "http://h/", None, &[], Some(bytes), &tls)
    }

    #[test]
    fn a_body_is_an_argument_where_a_shell_can_hold_it() {
        let line = body("é".as_bytes());
        assert_eq!(line, "curl -X POST 'http://h/' -H 'Content-Type:' --data-raw 'é'");
    }

    #[test]
    fn a_body_without_content_type_is_not_made_a_form() {
        let with = |headers: &[(&str, &'static str)], body: Option<&[u8]>| {
            let shown = headers.iter().map(|(name, value)| ((*name).into(), Shown::Text(value)));
            let shown: Vec<_> = shown.collect();
            line("POST", "http://h/", None, &shown, body, &Tls::default())
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
        assert_eq!(
            body(b"100% \\Zo\xeb\0"),
            "printf '100%% \\\\Zo\\353\\000' | curl -X POST 'http://h/' -H 'Content-Type:' --data-binary @-"
        );
    }
}
