//! Target files.

use docproof::target::{Target, holds_secrets, line_of};
use proptest::prelude::*;

use crate::engine::holds;
use crate::mangle::mangled;

const FILE: &str = "\
timeout = \"10s\"

[limits]
body = \"10MiB\"
json-depth = 100
retry-after = \"0s\"

[agentassist]
base-url = \"https://bot.example.com/prefix\"

[agentassist.values]
streamId = \"st-1\"
accountId = \"${ACCOUNT:-none}\"

[agentassist.credentials.auth]
client-id = \"cs-1\"
client-secret = \"${HELD}\"
algorithm = \"HS256\"
lifetime = \"5m\"
scope-claim = \"scope\"

[agentassist.credentials.auth.claims]
appId = \"{client-id}\"
list = [1, 2.5, true, 1979-05-27]

[agentassist.credentials.auth.only.\"Two words\"]
token = \"${HELD}\"

[contact]
base-url = \"${URL}\"

[contact.credentials.api_key]
key = \"$${kept\"
";

#[test]
fn a_target_file_is_read_or_refused_with_its_place_and_no_secret() {
    let secret = "tRuLy-hElD-bAcK";
    let lookup = |name: &str| match name {
        "HELD" => Some(secret.to_owned()),
        "URL" => Some("https://api.example.com".to_owned()),
        _ => None,
    };
    Target::parse("t.toml", FILE, &lookup).unwrap();
    holds(
        "target files",
        || mangled(vec![FILE.to_owned()]),
        |text| {
            holds_secrets(&text);
            line_of(&text, "agentassist.credentials.auth");
            if let Err(error) = Target::parse("t.toml", &text, &lookup) {
                let said = error.to_string();
                prop_assert!(!said.contains(secret), "{}", said);
                let line = said.strip_prefix("t.toml:").and_then(|rest| rest.split(':').next());
                let line = line.and_then(|line| line.parse::<usize>().ok());
                let lines = 1..=text.lines().count() + 1;
                prop_assert!(line.is_some_and(|line| lines.contains(&line)), "{}", said);
            }
            Ok(())
        },
    );
}
