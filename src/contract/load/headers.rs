//! Documented headers of answers.

use serde_json::Value;

use super::Loader;
use crate::contract::answer::Header;
use crate::contract::error::{At, ContractError};
use crate::contract::inherit::Inherited;
use crate::contract::node::followed;
use crate::contract::one_way::Way;

/// Not among the documented headers: OpenAPI has a place of its own for the first, and the others say
/// how an answer travelled, which is gone once it is read.
const NOT_JUDGED: [&str; 4] =
    ["content-type", "content-length", "content-encoding", "transfer-encoding"];

impl Loader<'_> {
    /// The headers of an answer; `clause` is what ids of its clauses begin with.
    pub(super) fn headers(
        &self,
        clause: &str,
        answer: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Vec<Header>, ContractError> {
        let above = above.refine(answer, &self.pages, at)?.inherit();
        let mut headers = Vec::new();
        let listed = answer.get("headers").and_then(Value::as_object);
        for (name, header) in listed.into_iter().flatten() {
            if !is_judged(name) {
                continue;
            }
            let at = at.down("headers").down(name);
            let (header, at) = followed(&self.document, header, &at)?;
            let own = above.refine(header, &self.pages, &at)?;
            let clause = format!("{clause}.header.{name}");
            headers.push(Header {
                name: name.clone(),
                required: header.get("required").and_then(Value::as_bool).unwrap_or(false),
                level: own.level,
                value: self.printed(Way::Answer, (name, &clause), header, &own.inherit(), &at)?,
                description: header.get("description").and_then(Value::as_str).map(str::to_owned),
                source: own.source,
                clause,
            });
        }
        Ok(headers)
    }
}

/// Whether anything that is documented of a header is read.
pub(super) fn is_judged(name: &str) -> bool {
    !NOT_JUDGED.iter().any(|other| name.eq_ignore_ascii_case(other))
}
