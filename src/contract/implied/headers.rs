//! Headers that HTTP and its drafts say how to fill, in a document that doesn't.

use crate::contract::operation::{Operation, Parameter, ParameterPlace};

/// Names a request, so that it is done once or found again (the draft `Idempotency-Key`, and what gateways use).
const OF_REQUEST: [&str; 4] =
    ["Idempotency-Key", "X-Idempotency-Key", "X-Request-ID", "X-Correlation-ID"];
/// What such a name may look like: the first that its schema takes.
const NAMES: [(&str, &str); 3] = [
    ("{uuid}", "3fa85f64-5717-4562-b3fc-2c963f66afa7"),
    ("{hex:32}", "0123456789abcdef0123456789abcdef"),
    ("{hex:16}", "0123456789abcdef"),
];
/// The version of the record as its last answer told it (RFC 9110, section 13.1.1).
const VERSION: (&str, &str) = ("{answered-header.ETag}", "\"1\"");

/// Fills what has to be there and nobody fills: a request's own name, and the version of what it changes where answers
/// tell it, as `tells_version` knows.
pub(super) fn fill(operation: &mut Operation, tells_version: bool) {
    let is_of_record = operation.last_in_path().is_some_and(|one| one.resource.is_some());
    for parameter in operation.parameters.iter_mut().filter(|one| is_open(one)) {
        let is_called = |name: &&str| parameter.name.eq_ignore_ascii_case(name);
        let fills = if OF_REQUEST.iter().any(is_called) {
            &NAMES[..]
        } else if is_called(&"If-Match") && is_of_record && tells_version {
            std::slice::from_ref(&VERSION)
        } else {
            continue;
        };
        let schema = parameter.schema.as_ref();
        let is_right = |like: &str| schema.is_none_or(|schema| schema.offences(like).is_empty());
        let fill = fills.iter().find(|(_, like)| is_right(like));
        parameter.fill = fill.map(|(template, _)| (*template).to_owned());
    }
}

fn is_open(parameter: &Parameter) -> bool {
    parameter.place == ParameterPlace::Header
        && parameter.required
        && parameter.fill.is_none()
        && parameter.resource.is_none()
}
