//! "Did you mean": the name that a wrong one is nearest to. And how a name is spoken of.

use strsim::{jaro_winkler, osa_distance};

/// Whoever writes more than this has not mistyped a name, and comparing takes its square.
pub const LONGEST: usize = 300;

/// The nearest name, if one is near enough to be worth a guess: where the wrong one is refused anyway.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if wanted.len() > LONGEST {
        return None;
    }
    let wanted = wanted.to_lowercase();
    known
        .into_iter()
        .map(|name| (jaro_winkler(&wanted, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// The name that is meant by one with a slip, or in long ones two: where anything else may be meant
/// as it stands.
pub fn slip<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST {
        return None;
    }
    let slips = if written.len() >= 8 { 2 } else { 1 };
    let written = written.to_lowercase();
    let length = written.chars().count();
    known
        .into_iter()
        .filter(|name| name.chars().count().abs_diff(length) <= slips)
        .map(|name| (osa_distance(&name.to_lowercase(), &written), name))
        .filter(|(slipped, name)| *slipped <= slips && name.len() > 2)
        .min()
        .map(|(_, name)| name)
}

/// Whether a name is another but for two neighbouring letters that changed places.
pub fn are_swapped(a: &str, b: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    a.len() == b.len() && osa_distance(a, b) == 1 && sorted(a) == sorted(b)
}

/// A name with its article: `an order`, `a user`.
pub fn a(name: &str) -> String {
    let word = name.trim_start_matches('`');
    let is_you = ["uni", "use", "usa", "uti", "eu"].iter().any(|start| word.starts_with(start));
    let is_vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']) || word.starts_with("hour");
    let article = if is_vowel && !is_you { "an" } else { "a" };
    format!("{article} {name}")
}

/// The words of a name in any spelling, in small letters.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = None;
    for letter in name.chars() {
        let begins = letter.is_uppercase() && before.is_some_and(char::is_lowercase);
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        before = Some(letter);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `; did you mean …?` of the nearest name, or nothing.
pub fn hint<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    question(nearest(wanted, known))
}

/// `; did you mean …?`, or nothing.
pub fn question(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::{a, are_swapped, hint, nearest, slip, words};

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(words("flowRunId"), ["flow", "run", "id"]);
        assert_eq!(words("flow_run-ID"), ["flow", "run", "id"]);
        assert_eq!(words("{}"), [""; 0]);
    }

    #[test]
    fn an_article_goes_by_the_sound() {
        let names = ["order", "`item`", "user", "unit", "hour", "contact list"];
        assert_eq!(
            names.map(a),
            ["an order", "an `item`", "a user", "a unit", "an hour", "a contact list"]
        );
    }

    #[test]
    fn a_guess_is_wider_than_a_slip() {
        let known = ["createContact", "deleteContact"];
        assert_eq!(nearest("createContacts", known), Some("createContact"));
        assert_eq!(nearest("createTheContact", known), Some("createContact"));
        assert_eq!(slip("creatContatc", known), Some("createContact"));
        assert_eq!(slip("createTheContact", known), None);
        assert_eq!(hint("weather", known), "");
    }

    #[test]
    fn swapped_letters_are_no_other_letters() {
        assert!(are_swapped("date-tiem", "date-time"));
        assert!(!are_swapped("url", "uri") && !are_swapped("uuid", "uuid"));
    }

    #[test]
    fn case_is_no_difference_and_short_names_are_no_slips_of_each_other() {
        assert_eq!(slip("Required", ["required"]), Some("required"));
        assert_eq!(slip("on", ["in", "of"]), None);
    }

    #[test]
    fn what_is_too_long_for_a_name_is_compared_with_none() {
        let long = "a".repeat(super::LONGEST + 1);
        assert_eq!((nearest(&long, [&*long]), slip(&long, [&*long])), (None, None));
    }
}
