//! Media types, as documents and headers write them: `application/json`, `text/*`, `*/*`.

use super::pattern::covers;

/// Any media type at all.
pub const ANY: &str = "*/*";

/// Whether a media type promises JSON (`application/problem+json` does).
pub fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether JSON may come where this is documented, among others.
pub fn may_be_json(documented: &str) -> bool {
    is_json(documented) || [ANY, "application/*"].contains(&essence(documented).as_str())
}

/// Whether a documented media type, or range, stands for one that came.
pub fn is_of(documented: &str, came: &str) -> bool {
    covers(&essence(documented), &essence(came))
}

/// A media type without its parameters, in small letters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_parameters_are_no_matter() {
        assert!(is_json("Application/Problem+JSON; charset=utf-8"));
        assert!(is_of("text/csv; header=present", "Text/CSV;charset=utf-8"));
        assert!(!is_of("text/csv", "text/csv-schema"));
        for lines in ["application/x-ndjson", "application/jsonl", "application/json-seq"] {
            assert!(!is_json(lines), "{lines}");
        }
    }

    #[test]
    fn a_range_stands_for_what_is_in_it() {
        assert!(is_of("text/*", "text/csv") && !is_of("text/*", "application/json"));
        assert!(is_of("*/*", "image/png") && may_be_json("*/*") && may_be_json("application/*"));
        assert!(!may_be_json("text/*"));
    }
}
