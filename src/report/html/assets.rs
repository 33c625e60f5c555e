//! The page's own style and script, and the policy that allows them and nothing else.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};

/// The parts in the order in which they need each other.
const STYLE: &str =
    concat!(include_str!("base.css"), include_str!("parts.css"), include_str!("print.css"));
const SCRIPT: &str = concat!(
    "'use strict';\n",
    include_str!("state.js"),
    include_str!("dom.js"),
    include_str!("body.js"),
    include_str!("evidence.js"),
    include_str!("views.js"),
    include_str!("main.js"),
);

static STYLE_TEXT: LazyLock<String> = LazyLock::new(|| lines(STYLE));
static SCRIPT_TEXT: LazyLock<String> = LazyLock::new(|| lines(SCRIPT));

/// The style sheet.
pub(in crate::report) fn style() -> &'static str {
    &STYLE_TEXT
}

/// The script.
pub(super) fn script() -> &'static str {
    &SCRIPT_TEXT
}

/// A content security policy under which nothing is loaded, and only this style and this script
/// are used; the script itself may not turn text into markup or code.
pub(super) fn policy() -> String {
    format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(script()),
        hash(style())
    )
}

/// The same for a page without any script.
pub(in crate::report) fn policy_without_script() -> String {
    format!(
        "default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'",
        hash(style())
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(digest(&SHA256, text.as_bytes())))
}

/// A browser reads every line break as a line feed before it computes the hash.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_style_or_script_ends_its_element() {
        for text in [style(), script()] {
            let text = text.to_lowercase();
            assert!(!text.contains("</") && !text.contains("<!--"));
        }
    }

    #[test]
    fn the_script_makes_text_and_elements_only() {
        for way in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("]
        {
            assert!(!script().contains(way), "{way}");
        }
    }

    #[test]
    fn hashes_are_those_of_browsers() {
        assert_eq!(hash("alert(1)"), "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=");
    }
}
