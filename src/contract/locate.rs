//! The line of a place in a document's text: what a person opens an editor at.
//!
//! The reader of values keeps no positions, so this follows the indentation of block YAML and of
//! laid-out JSON. Where a place stands in a flow mapping, the line of the mapping is given.

use super::place::name_of;

/// How many references are followed.
const REFERENCES: usize = 8;

/// Lines that hold the members of one mapping or the items of one sequence.
#[derive(Clone, Copy)]
struct Block {
    /// The line that leads to it.
    head: usize,
    /// Its first line, and the column at which that begins (after a `- `).
    first: (usize, usize),
    /// The line after its last.
    end: usize,
}

/// The line, from 1, of a JSON pointer, or of the nearest place around it.
pub(super) fn line_of(text: &str, pointer: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    find(&lines, pointer, REFERENCES) + 1
}

fn find(lines: &[&str], pointer: &str, references: usize) -> usize {
    let steps: Vec<String> = pointer.split('/').skip(1).map(name_of).collect();
    let mut block = Block { head: 0, first: (0, 0), end: lines.len() };
    for (index, step) in steps.iter().enumerate() {
        let Some(child) = block.child(lines, step) else {
            let rest: Vec<&str> = pointer.split('/').skip(index + 1).collect();
            return match block.reference(lines) {
                Some(target) if references > 0 => {
                    match find(lines, &format!("{target}/{}", rest.join("/")), references - 1) {
                        // It leads nowhere: then it is what there is to see.
                        0 => block.head,
                        line => line,
                    }
                }
                _ => block.head,
            };
        };
        block = child;
    }
    block.head
}

impl Block {
    /// Lines that say something, each with the column at which it begins.
    fn lines<'a>(&self, lines: &'a [&str]) -> impl Iterator<Item = (usize, usize, &'a str)> {
        let (first, column) = self.first;
        (first..self.end.min(lines.len())).filter_map(move |index| {
            let line = lines[index];
            let indent = if index == first { column.max(indent(line)) } else { indent(line) };
            let said = line.get(indent..)?.trim_end();
            let silent = said.is_empty() || said.starts_with('#') || said == "{" || said == "[";
            (!silent).then_some((index, indent, said))
        })
    }

    fn child(&self, lines: &[&str], step: &str) -> Option<Block> {
        let (_, column, _) = self.lines(lines).next()?;
        let own = || self.lines(lines).filter(|(_, indent, _)| *indent == column);
        // A status is a key, though it is a number.
        let named = own().find(|(_, _, said)| key(said) == Some(step));
        let (head, skipped) = match (named, step.parse::<usize>()) {
            (Some((head, ..)), _) => (head, None),
            (None, Ok(number)) => {
                let (head, _, said) =
                    own().filter(|(_, _, said)| !said.starts_with(['}', ']'])).nth(number)?;
                (head, said.strip_prefix('-').map(|rest| 1 + rest.len() - rest.trim_start().len()))
            }
            (None, Err(_)) => return None,
        };
        let after = (head + 1..lines.len())
            .find(|index| {
                let line = lines[*index];
                let indent = indent(line);
                let said = line.trim_start();
                // The items of a sequence may stand as far left as its key.
                let item = skipped.is_none() && indent == column && said.starts_with("- ");
                !said.is_empty() && !said.starts_with('#') && indent <= column && !item
            })
            .unwrap_or(lines.len());
        let first = match skipped {
            Some(skipped) => (head, column + skipped),
            None => (head + 1, 0),
        };
        Some(Block { head, first, end: after.min(self.end) })
    }

    /// Where a `$ref` on the block's head or among its members leads.
    fn reference(&self, lines: &[&str]) -> Option<String> {
        let member = self.lines(lines).next().filter(|(_, _, said)| said.contains("$ref"));
        let said = member.map_or(*lines.get(self.head)?, |(_, _, said)| said);
        let (_, target) = said.split_once("$ref")?;
        let target = target.trim_start_matches([' ', ':', '"', '\'']);
        let end = target.find(['"', '\'', '}', ' ', ',']).unwrap_or(target.len());
        target.starts_with("#/").then(|| target[..end].to_owned())
    }
}

/// The key that a line begins with.
fn key(said: &str) -> Option<&str> {
    for quote in ['"', '\''] {
        if let Some(rest) = said.strip_prefix(quote) {
            let (key, rest) = rest.split_once(quote)?;
            return rest.trim_start().starts_with(':').then_some(key);
        }
    }
    let end = said.find(": ").or_else(|| said.ends_with(':').then(|| said.len() - 1))?;
    Some(said[..end].trim_end())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The line, from 1, at which a mapping has this key a second time.
pub(super) fn second(text: &str, wanted: &str) -> Option<usize> {
    // Columns of the mappings that are open, each with whether it has the key.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut column = indent(line);
        let mut said = line[column..].trim_end();
        if said.is_empty() || said.starts_with('#') {
            continue;
        }
        while let Some(rest) = said.strip_prefix("- ") {
            open.retain(|(other, _)| *other <= column);
            column += 2 + rest.len() - rest.trim_start().len();
            said = rest.trim_start();
        }
        open.retain(|(other, _)| *other <= column);
        if open.last().is_none_or(|(other, _)| *other < column) {
            open.push((column, false));
        }
        let Some((_, had)) = open.last_mut() else { continue };
        if key(said) == Some(wanted) {
            if *had {
                return Some(index + 1);
            }
            *had = true;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str = "\
openapi: 3.1.0
paths:
  # a comment
  /a/{id}:
    put:
      parameters:
      - name: id
        in: path
      - {name: b,
         in: query}
      requestBody: {$ref: \"#/components/requestBodies/A\"}
components:
  requestBodies:
    \"A\":
      content:
        - x: 1
          y: 2
";

    #[test]
    fn a_pointer_is_found_in_yaml_through_references() {
        assert_eq!(line_of(YAML, "#"), 1);
        assert_eq!(line_of(YAML, "#/paths/~1a~1{id}/put"), 5);
        assert_eq!(line_of(YAML, "#/paths/~1a~1{id}/put/parameters/0/in"), 8);
        assert_eq!(line_of(YAML, "#/paths/~1a~1{id}/put/parameters/1/in"), 9);
        assert_eq!(line_of(YAML, "#/paths/~1a~1{id}/put/requestBody/content/0/y"), 17);
        assert_eq!(line_of(YAML, "#/paths/~1a~1{id}/get"), 4);
    }

    #[test]
    fn a_pointer_is_found_in_json() {
        let json = "{\n  \"a\": [\n    {\n      \"b\": 1\n    },\n    2\n  ],\n  \"c\": {\n    \"d\": 2\n  }\n}\n";
        assert_eq!(line_of(json, "#/c/d"), 9);
        assert_eq!(line_of(json, "#/a"), 2);
    }

    #[test]
    fn a_key_of_the_same_mapping_is_told_from_one_of_another() {
        let list = "- a: 1\n- a: 2\n";
        assert_eq!(second(list, "a"), None);
        assert_eq!(second("x:\n  a: 1\ny:\n  a: 2\n", "a"), None);
        assert_eq!(second("x:\n  a:\n    a: 1\n  b: 1\n  a: 2\n", "a"), Some(5));
    }
}
