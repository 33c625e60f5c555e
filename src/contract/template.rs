//! Templates: text with `{words}` in it.

/// Fills a template; `None` as soon as a word has no value.
pub fn fill(template: &str, mut word: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        text.push_str(&rest[..start]);
        text.push_str(&word(&rest[start + 1..start + length])?);
        rest = &rest[start + length + 1..];
    }
    text.push_str(rest);
    Some(text)
}

/// The words of a template.
pub fn words(template: &str) -> Vec<String> {
    let mut found = Vec::new();
    let _ = fill(template, |word| {
        found.push(word.to_owned());
        Some(String::new())
    });
    found
}
