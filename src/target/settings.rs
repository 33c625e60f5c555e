//! Target files: where each API is, with which credentials and which things that exist there.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use indexmap::IndexMap;
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use url::Url;

use super::Redactor;
use super::credentials::{CredentialFile, CredentialSettings};
use super::environment::{self, Unfilled, Why};
use super::limits::{Limits, LimitsFile};
use super::place::line_of;
use super::shown;
use super::tls::{Tls, TlsFiles};
use crate::position::line_and_column;
use crate::spelling::{nearest, question, slip};

/// The settings that stand above the tables of APIs.
const ABOVE: [&str; 2] = ["timeout", "limits"];

/// One API of a target.
#[derive(Clone, Debug)]
pub struct ApiTarget {
    /// Everything before the documented path.
    pub base_url: Url,
    /// Values that fill parameters and name what exists, by their setting's name: `id`, `notes.id`.
    pub values: IndexMap<String, String>,
    /// Credentials by security scheme.
    pub credentials: IndexMap<String, CredentialSettings>,
    /// What TLS rests on.
    pub tls: Tls,
}

/// Where a run goes.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// APIs by name.
    pub apis: IndexMap<String, ApiTarget>,
    /// Bounds of an exchange.
    pub limits: Limits,
    /// Secrets besides the credentials, such as a proxy's.
    pub secrets: Vec<SecretString>,
}

/// A target file that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// Not TOML, or with keys that mean nothing here.
    #[error("{file}:{line}:{column}: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong. The line itself isn't shown: a secret may stand in it.
        message: String,
    },
    /// A value names an environment variable that is not set.
    #[error(
        "{file}:{line}: `{key}` needs the environment variable {name}, which is not set or empty; \
         set it, or write ${{{name}:-default}}"
    )]
    Unset {
        /// The file.
        file: String,
        /// The line that names it.
        line: usize,
        /// The setting.
        key: String,
        /// The variable.
        name: String,
    },
    /// A base URL that is none.
    #[error("{place}: `{value}` is no base URL: {problem}; it looks like https://host/prefix")]
    BaseUrl {
        /// File and setting, or the flag.
        place: String,
        /// What is there.
        value: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A setting that can't be used.
    #[error("{file}:{line}: `{key}`: {message}")]
    Setting {
        /// The file.
        file: String,
        /// The line of the setting, or of the table that lacks it.
        line: usize,
        /// The setting.
        key: String,
        /// What is wrong and what to do.
        message: String,
    },
}

#[derive(Debug, Default)]
struct File {
    timeout: Option<String>,
    limits: LimitsFile,
    apis: IndexMap<String, ApiFile>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ApiFile {
    base_url: String,
    ca_file: Option<String>,
    client_cert_file: Option<String>,
    client_key_file: Option<String>,
    #[serde(default)]
    values: IndexMap<String, ValueFile>,
    #[serde(default)]
    credentials: IndexMap<String, CredentialFile>,
}

/// A value, or those of an operation or a step of the path.
#[derive(Debug)]
enum ValueFile {
    One(String),
    Several(IndexMap<String, String>),
}

// By hand, because `untagged` would lose what is wrong.
impl<'de> Deserialize<'de> for ValueFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = ValueFile;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_str<E>(self, text: &str) -> Result<ValueFile, E> {
                Ok(ValueFile::One(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ValueFile, A::Error> {
                let read = MapAccessDeserializer::new(map);
                IndexMap::deserialize(read).map(ValueFile::Several)
            }
        }
        deserializer.deserialize_any(Read)
    }
}

/// Each value by its whole name: `id`, `notes.id`.
fn values(file: IndexMap<String, ValueFile>) -> IndexMap<String, String> {
    let mut values = IndexMap::new();
    for (name, value) in file {
        match value {
            ValueFile::One(value) => drop(values.insert(name, value)),
            ValueFile::Several(inner) => {
                let inner = inner.into_iter();
                values.extend(inner.map(|(inner, value)| (format!("{name}.{inner}"), value)));
            }
        }
    }
    values
}

// By hand, because `flatten` would lose the line and column of what is wrong.
impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = File;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table for each API")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<File, A::Error> {
                let mut file = File::default();
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "timeout" => file.timeout = Some(map.next_value()?),
                        "limits" => file.limits = map.next_value()?,
                        _ => {
                            file.apis.insert(key, map.next_value()?);
                        }
                    }
                }
                Ok(file)
            }
        }
        deserializer.deserialize_map(Read)
    }
}

impl Target {
    /// The APIs that a run is about: those that are selected by name, or all.
    pub fn about<'a>(
        &'a self,
        selected: &'a [String],
    ) -> impl Iterator<Item = (&'a String, &'a ApiTarget)> {
        let meant = |name: &String| selected.is_empty() || selected.contains(name);
        self.apis.iter().filter(move |(name, _)| meant(name))
    }

    /// Teaches every secret that is known before anything is minted, and what is public anyway.
    pub(super) fn teach(&self, redactor: &Redactor) {
        redactor.spare(env!("CARGO_PKG_NAME"));
        redactor.spare("docproof-no-credential");
        for (name, api) in &self.apis {
            redactor.spare(name);
            redactor.spare(api.base_url.as_str());
            let credentials = api.credentials.values().flat_map(CredentialSettings::secrets);
            for secret in credentials.chain(api.tls.secrets()) {
                redactor.learn(secret);
            }
        }
        self.secrets.iter().for_each(|secret| redactor.learn(secret));
    }

    /// Reads a target file. `lookup` gives environment variables.
    ///
    /// # Errors
    /// What is wrong, where, and what to do.
    pub fn parse(
        file: &str,
        text: &str,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, TargetError> {
        let syntax = |error: toml::de::Error| {
            let (line, column) = line_and_column(text, error.span().map_or(0, |span| span.start));
            let mut message = words(error.message());
            // What is no API's table may be one of those settings, misspelt.
            let key = text.lines().nth(line - 1).and_then(|line| line.split_once('='));
            let key = key.map(|(key, _)| key.trim());
            let meant = key.and_then(|key| slip(key, ABOVE)).filter(|meant| key != Some(meant));
            message.push_str(&question(meant));
            TargetError::Syntax { file: file.into(), line, column, message }
        };
        let setting = |(key, message): (String, String)| TargetError::Setting {
            file: file.into(),
            line: line_of(text, &key),
            key,
            message,
        };
        // First as written, for messages with line and column; then with variables filled in.
        toml::from_str::<File>(text).map_err(syntax)?;
        let mut table: toml::Table = toml::from_str(text).map_err(syntax)?;
        environment::expand(&mut table, lookup, "").map_err(|Unfilled { key, why }| match why {
            Why::Unset(name) if shown::is_variable(&name) => {
                TargetError::Unset { file: file.into(), line: line_of(text, &key), key, name }
            }
            Why::Unset(_) => {
                setting((key, "what stands in ${…} is no name of an environment variable".into()))
            }
            Why::Wrong(message) => setting((key, message.into())),
        })?;
        let expanded: File = table.try_into().map_err(syntax)?;
        let limits = expanded.limits.limits(expanded.timeout).map_err(setting)?;
        let mut target = Self { limits, ..Self::default() };
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        for (name, api) in expanded.apis {
            let key = format!("{name}.base-url");
            let place = format!("{file}:{}: `{key}`", line_of(text, &key));
            let mut credentials = IndexMap::new();
            for (scheme, credential) in api.credentials {
                let key = format!("{name}.credentials.{scheme}");
                credentials.insert(scheme, credential.settings(&key).map_err(setting)?);
            }
            let base_url = base_url(&place, &api.base_url)?;
            let files = TlsFiles {
                ca: api.ca_file,
                certificate: api.client_cert_file,
                key: api.client_key_file,
            };
            let tls = files
                .read(folder)
                .map_err(|(key, message)| setting((format!("{name}.{key}"), message)))?;
            let values = values(api.values);
            target.apis.insert(name, ApiTarget { base_url, values, credentials, tls });
        }
        Ok(target)
    }
}

/// Reads a base URL; `place` says where it was written.
///
/// # Errors
/// What is wrong with it.
pub fn base_url(place: &str, value: &str) -> Result<Url, TargetError> {
    let error = |problem: String| TargetError::BaseUrl {
        place: place.into(),
        value: shown::base_url(value),
        problem,
    };
    let url = match Url::parse(value.trim()) {
        Ok(url) if ["http", "https"].contains(&url.scheme()) => url,
        Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase) => {
            return Err(error("it does not begin with http:// or https://".into()));
        }
        Err(problem) => return Err(error(problem.to_string())),
    };
    if !url.username().is_empty() || url.password().is_some() {
        let problem = "it holds a user name or password; credentials have settings of their own";
        return Err(error(problem.into()));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(error("it has a query or a fragment".into()));
    }
    Ok(url)
}

/// Reads `250ms`, `10s`, `2m`, or a bare number of seconds.
///
/// # Errors
/// What a duration looks like.
pub fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor = match unit.trim() {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => f64::NAN,
    };
    match number.parse::<f64>().map(|number| number * factor) {
        Ok(seconds) if seconds > 0.0 && seconds < 1e9 => Ok(Duration::from_secs_f64(seconds)),
        _ => Err(format!("{} is no time; write 250ms, 10s or 2m", shown::value(text))),
    }
}

/// The reader's words, in one line, without the value that it found: it may be a secret.
fn words(message: &str) -> String {
    let message = message.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let mismatch = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.rsplit_once(", expected "));
    match mismatch {
        Some((found, expected)) => {
            let found = found.split(['`', '"']).next().unwrap_or_default().trim();
            let article = if found.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            let (expected, remedy) = match expected {
                "a string" => (expected, "; write it in quotes"),
                "a map" => ("a table", ""),
                _ if expected.starts_with("struct ") => ("a table", ""),
                "usize" => ("a whole number", ""),
                _ => (expected, ""),
            };
            format!("expected {expected}, not {article} {found}{remedy}")
        }
        None if message == "missing field `base-url`" => {
            "this table needs a base-url, e.g. base-url = \"https://host/prefix\"".into()
        }
        None => match message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'))
        {
            // A value that lost its name.
            Some((name, rest)) if !shown::is_name(name) => format!("unknown field{rest}"),
            _ => format!("{message}{}", question(meant(&message))),
        },
    }
}

/// The known key that is nearest to an unknown one, as the reader names them.
fn meant(message: &str) -> Option<&str> {
    let (unknown, known) = message.strip_prefix("unknown field `")?.split_once("`, expected ")?;
    nearest(unknown, known.split('`').skip(1).step_by(2))
}
