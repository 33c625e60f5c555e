//! Features, their outlines, and what selects among them.

use std::collections::{BTreeMap, BTreeSet};

use docproof::contract::Contract;
use docproof::suite::{Selection, check_steps, parse};
use proptest::prelude::*;

use crate::engine::holds;
use crate::files;
use crate::mangle::mangled;

const SMALL: &str = "\
@a @createContacts
Feature: Things
  Told in words.

  Background:
    Given a valid createContacts request

  @b
  Scenario Outline: <field> is <value>
    And with the field \"<field>\" set to <value>
    When the request is sent
    Then the request is refused

    @c
    Examples: some
      | field     | value |
      | firstName | 42    |
      | a.b       | \"\"    |

  Rule: One

    Scenario: A text
      And the body
        \"\"\"
        {\"a\": <b>}
        \"\"\"
      When the request is sent
      Then the request is refused with
        | a | b |
        | 1 | 2 |
";

#[test]
fn a_feature_is_read_or_refused_with_its_place() {
    let mut texts: Vec<String> =
        files("features").into_values().filter(|text| text.contains("Feature:")).collect();
    texts.extend(std::iter::repeat_n(SMALL.to_owned(), 8));
    holds(
        "features",
        || mangled(texts),
        |text| {
            let lines = text.lines().count() + 1;
            let files = BTreeMap::from([("f/x.feature".to_owned(), text)]);
            match parse(&files) {
                Ok(suite) => {
                    let ids: BTreeSet<&str> = suite.cases.iter().map(|case| &*case.id).collect();
                    prop_assert_eq!(ids.len(), suite.cases.len(), "ids are unique");
                    prop_assert!(!suite.cases.is_empty());
                    for case in &suite.cases {
                        prop_assert!((1..=lines).contains(&case.line), "line {}", case.line);
                    }
                    for problem in check_steps(&suite.cases) {
                        prop_assert!((1..=lines).contains(&problem.line), "{}", problem);
                    }
                }
                Err(errors) => {
                    prop_assert!(!errors.is_empty());
                    for error in errors {
                        prop_assert!((1..=lines).contains(&error.line), "{} of {}", error, lines);
                        prop_assert!(!error.message.is_empty());
                    }
                }
            }
            Ok(())
        },
    );
}

#[test]
fn a_tag_expression_selects_or_is_refused() {
    let suite = parse(&BTreeMap::from([("f/x.feature".to_owned(), SMALL.to_owned())])).unwrap();
    let contract = Contract::load(&files("schemas"), "schemas").unwrap();
    let expressions = [
        "@a",
        "@a and not @b",
        "not (@a or @b) and @c",
        "(((@a)))",
        "@a or @b or @c and @createContacts",
        "not not not @a",
    ];
    let expressions = expressions.map(str::to_owned).to_vec();
    holds(
        "tag expressions",
        || mangled(expressions),
        |text| {
            let selection =
                Selection { tags: Some(text.clone()), name: Some(text), apis: Vec::new() };
            match selection.apply(&suite, &contract) {
                Ok(cases) => prop_assert!(cases.len() <= suite.cases.len()),
                Err(error) => prop_assert!(error.to_string().starts_with("--tags")),
            }
            Ok(())
        },
    );
}
