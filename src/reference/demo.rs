//! What a fresh server holds: one application with its client, one list, one person.
//!
//! These credentials open nothing but a server of this module, so they are printed freely and
//! are the same in every run.

use serde_json::{Value, json};

pub(super) const APPLICATION: &str = "st-eed4c856-1593-46da-aa4f-62d40564bceb";
pub(super) const ACCOUNT: &str = "442752c69d5d9e35082b87de";
pub(super) const ORGANISATION: &str = "o-3005e7e5-0754-4e33-bd8e-7112b5e76f53";
/// The application in whose name records are created and updated.
pub(super) const RECORDER: &str = "a-9e254e5b-8092-4939-8647-3dd99b21737f";
pub(super) const CLIENT_ID: &str = "cs-c0954351-ac59-46b3-bd66-3947bb8096a4";
pub(super) const CLIENT_SECRET: &str =
    "JFAeVvWyLX-o0PEmRllr8njli0g4yQUs-4cUycXrRrxVhTdybew5bWbik68iCTI6";
pub(super) const USER: &str = "u-bdf17eb6-e443-4019-a2a8-2dd401ba9f4d";
pub(super) const CONTACT_LIST: &str = "cl-c9ec468f-598e-4b16-8c10-a545a28b56a8";
pub(super) const CONTACT_LIST_NAME: &str = "Renewal Due";
pub(super) const PERSON: &str = "9e14946a-1843-4ef3-a976-3d33a05aea3a";
pub(super) const API_KEY: &str = "in-19921d26-5f61-46c6-9b93-0b6653fddd02";

/// The fields of the one contact that the contact API knows.
pub(super) fn person() -> Value {
    json!({
        "first_name": "Ada",
        "last_name": "Example",
        "email": "ada@example.com",
        "channels": {},
        "user_attributes": {},
        "last_seen": "2023-11-07T05:31:56Z",
        "last_sent": "2023-11-07T05:31:56Z",
        "org_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        "first_assistant_id": null,
        "last_assistant_id": null,
        "first_widget_id": null,
        "last_widget_id": null,
        "custom_fields": {},
    })
}

pub(super) fn target_file(base_url: &str) -> String {
    format!(
        r#"# The reference implementation, with its demo credentials: the same in every run,
# and good for nothing else.

[agentassist]
base-url = "{base_url}"

# Path parameters and headers that must name something that exists.
[agentassist.values]
streamId = "{APPLICATION}"
accountId = "{ACCOUNT}"
IID = "{APPLICATION}"
contactListId = "{CONTACT_LIST}"

# What signs the JSON Web Token in the header `auth`. The scope claim holds one scope as a
# string, or several as an array.
[agentassist.credentials.auth]
client-id = "{CLIENT_ID}"
client-secret = "{CLIENT_SECRET}"
algorithm = "HS256"
scope-claim = "scope"

# Further claims of the token: the client, and the user in whose name it acts.
[agentassist.credentials.auth.claims]
appId = "{{client-id}}"
sub = "{USER}"

[contact]
base-url = "{base_url}"

[contact.values]
contact_id = "{PERSON}"

# The key in the query parameter `api_key`.
[contact.credentials.api_key]
key = "{API_KEY}"
"#
    )
}
