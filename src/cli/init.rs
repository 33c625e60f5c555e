//! `docproof init`

use super::args::InitArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::{files, output};
use crate::contract::{Api, Contract, Operation, Parameter, ParameterPlace};
use crate::model::{AuthScheme, CredentialKind, one_line};
use crate::report;
use crate::target::{PLACEHOLDER, key, value_key, variable};

pub(super) fn init(args: &InitArgs) -> Result<ExitCode, CliError> {
    let (schemas, origin) = files::schemas(args.schemas.as_deref())?;
    let text = template(&Contract::load(&schemas, &origin)?);
    if args.file.as_os_str() == "-" {
        output::print(&text);
        return Ok(ExitCode::Kept);
    }
    let failed = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AlreadyExists => CliError::Exists(args.file.clone()),
        _ => CliError::Write {
            path: args.file.clone(),
            source,
            remedy: "name a file in a folder that exists and can be written to",
        },
    };
    // Credentials will stand in it.
    report::write_private(&args.file, &text, args.force).map_err(failed)?;
    let path = args.file.display();
    // What is inside the program tests no other contract.
    let (own, more) = match &args.schemas {
        Some(schemas) => (
            format!("--schemas {} --features features ", output::typed(schemas)),
            "\nwhere `features` is the folder of your features",
        ),
        None => (String::new(), ""),
    };
    output::print(&format!(
        "wrote {path}; fill it in and say\n  docproof run {own}--target {}{more}",
        output::typed(&args.file)
    ));
    Ok(ExitCode::Kept)
}

/// A target file with everything that the contract asks of a target.
fn template(contract: &Contract) -> String {
    let mut text = String::from(
        "# A target: where each API is, with which credentials, and what exists there.\n\
         # Values may come from the environment: \"${NAME}\", or \"${NAME:-default}\".\n\
         # Leave out an API that this target doesn't have.\n\n\
         # How long a whole answer may take.\n\
         # timeout = \"10s\"\n\n\
         # Whatever the target answers costs no more than this.\n\
         # [limits]\n\
         # connect = \"5s\"           # a connection, with its TLS\n\
         # first-byte = \"10s\"       # until an answer begins\n\
         # body = \"10MiB\"           # of a body, decoded\n\
         # head = \"64KiB\"           # of all headers together\n\
         # json-depth = 127         # arrays and objects in each other\n\
         # json-values = 50000      # values in a body\n\
         # retry-after = \"10s\"      # waited in all where 429 answers ask for it\n",
    );
    for api in contract.apis.values() {
        text.push_str(&api_table(api));
    }
    text
}

/// Every parameter, with its operation.
fn parameters(api: &Api) -> impl Iterator<Item = (&Operation, &Parameter)> {
    let operations = api.operations.values();
    operations.flat_map(|operation| operation.parameters.iter().map(move |one| (operation, one)))
}

/// Names that don't say of what they are.
const GENERAL: [&str; 7] = ["id", "uuid", "name", "key", "slug", "code", "number"];

/// The name of the value that fills a parameter, as TOML has it: its own, but for what is deleted, or what stands for
/// different things (`/notes/{id}` and `/tags/{id}`).
fn setting(api: &Api, operation: &Operation, parameter: &Parameter) -> String {
    let name = key(&parameter.setting);
    // What stands before the dot may be a value itself, and then no table.
    let is_value = |word: &str| parameters(api).any(|(_, other)| other.setting == word);
    let under = |word: &str| match is_value(word) {
        true => key(&format!("{word}.{}", parameter.setting)),
        false => value_key(word, &parameter.setting),
    };
    if operation.deletes(parameter) {
        return under(&operation.id);
    }
    let step = operation.step_before(parameter);
    let is_other = |(operation, other): (&Operation, &Parameter)| {
        other.setting == parameter.setting && operation.step_before(other) != step
    };
    match step {
        Some(step) if GENERAL.contains(&name.as_str()) && parameters(api).any(is_other) => {
            under(step)
        }
        _ => name,
    }
}

fn api_table(api: &Api) -> String {
    let name = &key(&api.name);
    let mut text = format!(
        "\n# {}\n[{name}]\n# Everything before the documented path.\nbase-url = \"{PLACEHOLDER}\"\n\
         # TLS: an authority of your own, and a certificate to show; files in PEM beside this one.\n\
         # ca-file = \"ca.pem\"\n\
         # client-cert-file = \"me.pem\"\n\
         # client-key-file = \"me.key\"\n\n[{name}.values]\n",
        one_line(&api.title)
    );
    let mut settings: Vec<String> = Vec::new();
    for (operation, parameter) in parameters(api) {
        let setting = setting(api, operation, parameter);
        let made = parameter
            .resource
            .as_ref()
            .and_then(|resource| api.resources.get(resource))
            .is_some_and(|resource| resource.made_by.is_some());
        if made || parameter.not_observable.is_some() || settings.contains(&setting) {
            continue;
        }
        let description = parameter.description.as_deref().unwrap_or_default();
        let must_exist = match (&parameter.resource, parameter.place) {
            (Some(_), ParameterPlace::Path) => " It must exist on the target.",
            _ => "",
        };
        let filled = parameter.fill.as_ref().or(parameter.documented.as_ref());
        let (unless, mark, value) = match filled {
            Some(filled) => (" Filled in unless you name another.", "# ", filled.as_str()),
            None => ("", "", ""),
        };
        let may_stay = match parameter.required || description.is_empty() || !unless.is_empty() {
            true => "",
            false => " It may stay empty.",
        };
        let said = format!("{}{must_exist}{unless}{may_stay}", one_line(description));
        let comment = match (said.trim(), parameter.required) {
            ("", false) => format!("# Of the {}; it may stay empty.\n", parameter.place.name()),
            ("", true) => format!("# Of the {}.\n", parameter.place.name()),
            (said, _) => format!("# {said}\n"),
        };
        text.push_str(&format!(
            "{comment}{mark}{} = {}\n",
            setting,
            toml_edit::Value::from(value).to_string().trim()
        ));
        settings.push(setting);
    }
    let mut schemes: Vec<String> = Vec::new();
    for credential in api.operations.values().flat_map(Operation::credentials) {
        if schemes.contains(&credential.scheme) {
            continue;
        }
        schemes.push(credential.scheme.clone());
        let place = format!("{name}.credentials.{}", key(&credential.scheme));
        let own = variable(&api.name, &credential.name);
        match credential.kind {
            CredentialKind::Key if credential.auth_scheme == Some(AuthScheme::Basic) => {
                let password = variable(&api.name, "password");
                text.push_str(&format!(
                    "\n[{place}]\nuser = \"\"\npassword = \"${{{password}}}\"\n"
                ));
            }
            CredentialKind::Key => {
                text.push_str(&format!("\n[{place}]\nkey = \"${{{own}}}\"\n"));
            }
            CredentialKind::Jwt => text.push_str(&jwt(&place, &own, &credential.scopes)),
        }
    }
    text
}

fn jwt(place: &str, variable: &str, scopes: &[String]) -> String {
    let scope = key(scopes.first().map_or("Scope", String::as_str));
    format!(
        "\n[{place}]\n\
         # Either a ready token:\n\
         token = \"${{{variable}}}\"\n\
         # or what mints one (then tokens that are expired or lack the scope can be tried too):\n\
         # client-id = \"cs-…\"\n\
         # client-secret = \"${{{variable}_SECRET}}\"\n\
         # algorithm = \"HS256\"      # or HS384, HS512\n\
         # lifetime = \"5m\"\n\
         # scope-claim = \"scope\"    # where the token itself carries its scope\n\
         # A ready token that has expired, for the expiry scenarios:\n\
         # expired = \"${{{variable}_EXPIRED}}\"\n\n\
         # Claims of minted tokens, beside iat, exp and jti. {{client-id}}, {{scope}}, {{uuid}},\n\
         # {{issued}} and {{expires}} are filled in.\n\
         # [{place}.claims]\n\
         # appId = \"{{client-id}}\"\n\
         # sub = \"docproof\"\n\n\
         # A credential that has only this scope, for the scope scenarios:\n\
         # [{place}.only.{scope}]\n\
         # token = \"${{{variable}_OTHER}}\"\n"
    )
}
