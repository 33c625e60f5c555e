//! A `curl` command as a page prints it: what it would send.

use url::form_urlencoded::byte_serialize;

/// A printed command, read as leniently as can be.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Curl {
    /// Of `--request`, if that is there.
    pub method: Option<String>,
    /// The URL.
    pub url: Option<String>,
    /// In the order printed.
    pub headers: Vec<(String, String)>,
    /// Of `--data`, if that is there; of several with `&` between them, as curl sends them.
    pub data: Option<String>,
    /// Words that are neither an option nor the URL.
    pub stray: Vec<String>,
    /// The line after which a shell takes the command for ended, from 1.
    pub ends_early: Option<usize>,
}

/// Options with a value that say nothing of the request.
const WITH_VALUE: [&str; 9] =
    ["-o", "--output", "-u", "--user", "--max-time", "-m", "-F", "--form", "--form-string"];

/// Reads a command; `None` where its quotes don't close or it is none of `curl`.
pub(super) fn read(command: &str) -> Option<Curl> {
    let words = shlex::split(command.trim())?;
    let mut words = words.into_iter();
    if words.next()? != "curl" {
        return None;
    }
    let mut curl = Curl { ends_early: ends_early(command.trim()), ..Curl::default() };
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" | "--request" => curl.method = words.next(),
            "-H" | "--header" => {
                let header = words.next()?;
                let (name, value) = header.split_once(':').unwrap_or((&header, ""));
                curl.headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--json" => {
                curl.add(&words.next()?);
            }
            "--data-urlencode" => curl.add(&encoded(&words.next()?)),
            "--url" => curl.url = words.next(),
            option if WITH_VALUE.contains(&option) => drop(words.next()),
            option if option.starts_with('-') && option.len() > 1 => {}
            _ if curl.url.is_none() => curl.url = Some(word),
            _ => curl.stray.push(word),
        }
    }
    Some(curl)
}

impl Curl {
    fn add(&mut self, data: &str) {
        match &mut self.data {
            Some(known) => {
                known.push('&');
                known.push_str(data);
            }
            None => self.data = Some(data.to_owned()),
        }
    }
}

/// `name=value`, the value encoded.
fn encoded(data: &str) -> String {
    let (name, value) = data.split_once('=').unwrap_or(("", data));
    let value: String = byte_serialize(value.as_bytes()).collect();
    if name.is_empty() { value } else { format!("{name}={value}") }
}

/// The first line that ends outside quotes and without `\`, with more behind it.
fn ends_early(command: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    let mut line = 1;
    for character in command.chars() {
        match (character, quote) {
            ('\n', _) => {
                if quote.is_none() && !escaped {
                    return Some(line);
                }
                line += 1;
                escaped = false;
                continue;
            }
            ('\\', None | Some('"')) if !escaped => {
                escaped = true;
                continue;
            }
            (mark @ ('"' | '\''), None) if !escaped => quote = Some(mark),
            (mark, Some(open)) if mark == open && !escaped => quote = None,
            _ => {}
        }
        escaped = false;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_read_as_a_shell_would_and_beyond() {
        let curl = read(
            "curl --location -X PUT 'https://{{host}}/a/{{id}}' \\\n-H 'auth: {{JWT}}' \\\n--data '{\n\"a\": 1}\n'",
        )
        .unwrap();
        assert_eq!(curl.method.as_deref(), Some("PUT"));
        assert_eq!(curl.url.as_deref(), Some("https://{{host}}/a/{{id}}"));
        assert_eq!(curl.headers, [("auth".to_owned(), "{{JWT}}".to_owned())]);
        assert_eq!(curl.data.as_deref(), Some("{\n\"a\": 1}\n"));
        assert_eq!((curl.ends_early, curl.stray.len()), (None, 0));
    }

    #[test]
    fn a_line_without_continuation_ends_the_command() {
        let curl = read("curl 'https://a/' \\\n-H 'a: b'\n-H 'c: d' \\\n[1]").unwrap();
        assert_eq!(curl.ends_early, Some(2));
        assert_eq!(curl.stray, ["[1]"]);
        assert_eq!(curl.headers.len(), 2);
    }

    #[test]
    fn an_open_quote_is_no_command() {
        assert_eq!(read("curl 'https://a/"), None);
    }
}
