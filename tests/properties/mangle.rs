//! Real files with a few things wrong: lines, tokens, characters and subtrees taken out, doubled,
//! moved, and odd ones put in.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value};

/// No mangled text is longer than this.
const LONGEST: usize = 100_000;

/// What hardly anybody writes, and some reader trips over.
pub const ODD: [&str; 56] = [
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffe}",
    "\u{10ffff}",
    "é",
    "e\u{301}",
    "🙂",
    "\\",
    "\\u0000",
    "\\ud800",
    "\"",
    "'",
    "`",
    "\"\"\"",
    "```",
    "|",
    "||",
    "\\|",
    "<",
    "<a>",
    ">",
    "{",
    "}",
    "{}",
    "[",
    "]",
    "[]",
    ":",
    ": ",
    ",",
    "- ",
    "#",
    "@",
    "&a",
    "*a",
    "!",
    "~",
    "$ref",
    "${",
    "${A:-b}",
    "%",
    "99999999999999999999",
    "-1e999999",
    "Feature:",
];

/// What texts are taken apart into.
#[derive(Clone, Copy, Debug)]
pub enum Unit {
    Lines,
    Tokens,
    Characters,
}

/// One thing wrong.
#[derive(Clone, Debug)]
pub enum Edit {
    Remove(Unit, Index, usize),
    Repeat(Unit, Index, usize, usize),
    Swap(Unit, Index, Index),
    Copy(Unit, Index, Index),
    Insert(Unit, Index, String),
    Replace(Unit, Index, String),
    CutOff(Index),
}

fn unit() -> impl Strategy<Value = Unit> {
    select(&[Unit::Lines, Unit::Tokens, Unit::Characters][..])
}

fn odd() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(&ODD[..]).prop_map(str::to_owned),
        1 => (select(&ODD[..]), 2..400_usize).prop_map(|(odd, times)| odd.repeat(times)),
        1 => any::<String>(),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    prop_oneof![
        3 => (unit(), at(), 1..6_usize).prop_map(|(unit, at, many)| Edit::Remove(unit, at, many)),
        2 => (unit(), at(), 1..4_usize, 1..5_usize)
            .prop_map(|(unit, at, many, times)| Edit::Repeat(unit, at, many, times)),
        2 => (unit(), at(), at()).prop_map(|(unit, a, b)| Edit::Swap(unit, a, b)),
        2 => (unit(), at(), at()).prop_map(|(unit, a, b)| Edit::Copy(unit, a, b)),
        4 => (unit(), at(), odd()).prop_map(|(unit, at, odd)| Edit::Insert(unit, at, odd)),
        4 => (unit(), at(), odd()).prop_map(|(unit, at, odd)| Edit::Replace(unit, at, odd)),
        1 => at().prop_map(Edit::CutOff),
    ]
}

/// One of these texts, with up to five things wrong.
pub fn mangled(texts: Vec<String>) -> impl Strategy<Value = String> {
    (select(texts), vec(edit(), 0..6)).prop_map(|(text, edits)| {
        edits.iter().fold(text, |text, edit| {
            let mut text = applied(edit, &text);
            if text.len() > LONGEST {
                text.truncate((0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap());
            }
            text
        })
    })
}

fn pieces(unit: Unit, text: &str) -> Vec<&str> {
    let mut ends: Vec<usize> = match unit {
        Unit::Lines => text.match_indices('\n').map(|(at, _)| at + 1).collect(),
        Unit::Characters => text.char_indices().map(|(at, _)| at).skip(1).collect(),
        Unit::Tokens => {
            let word = |c: char| c.is_alphanumeric();
            let pairs = text.char_indices().zip(text.chars().skip(1));
            pairs
                .filter(|((_, a), b)| !(word(*a) && word(*b)))
                .map(|((at, a), _)| at + a.len_utf8())
                .collect()
        }
    };
    ends.push(text.len());
    let mut start = 0;
    let cut = ends.into_iter().map(|end| &text[std::mem::replace(&mut start, end)..end]);
    cut.filter(|piece| !piece.is_empty()).collect()
}

fn applied(edit: &Edit, text: &str) -> String {
    let of = |unit: &Unit| pieces(*unit, text);
    let mut parts: Vec<&str> = match edit {
        Edit::Remove(unit, ..)
        | Edit::Repeat(unit, ..)
        | Edit::Swap(unit, ..)
        | Edit::Copy(unit, ..)
        | Edit::Insert(unit, ..)
        | Edit::Replace(unit, ..) => of(unit),
        Edit::CutOff(_) => of(&Unit::Characters),
    };
    if parts.is_empty() {
        return match edit {
            Edit::Insert(_, _, odd) | Edit::Replace(_, _, odd) => odd.clone(),
            _ => String::new(),
        };
    }
    let place = |at: &Index| at.index(parts.len());
    match edit {
        Edit::Remove(_, at, many) => {
            let at = place(at);
            let end = (at + many).min(parts.len());
            parts.drain(at..end);
        }
        Edit::Repeat(_, at, many, times) => {
            let at = place(at);
            let end = (at + many).min(parts.len());
            let again = parts[at..end].repeat(*times);
            parts.splice(end..end, again);
        }
        Edit::Swap(_, a, b) => {
            let (a, b) = (place(a), place(b));
            parts.swap(a, b);
        }
        Edit::Copy(_, from, to) => {
            let (from, to) = (place(from), place(to));
            parts.insert(to, parts[from]);
        }
        Edit::Insert(_, at, odd) => {
            let at = place(at);
            parts.insert(at, odd);
        }
        Edit::Replace(_, at, odd) => {
            let at = place(at);
            parts[at] = odd;
        }
        Edit::CutOff(at) => {
            let at = place(at);
            parts.truncate(at);
        }
    }
    parts.concat()
}

/// Any JSON value, not too large.
pub fn value() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>()
            .prop_filter("JSON has it", |number| number.is_finite())
            .prop_map(|n| format!("{n:e}")),
        select(
            &[
                "0",
                "-0",
                "1e999999",
                "-1e-999999",
                "1e99999999999999999999",
                "0.10",
                "18446744073709551616"
            ][..]
        )
        .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number.prop_map(|text| serde_json::from_str(&text).unwrap()),
        odd().prop_map(Value::String),
        "[a-z0-9 -]{0,12}".prop_map(Value::String),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Array),
            vec((prop_oneof![odd(), "[a-z]{1,6}"], inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// One thing wrong with a value.
#[derive(Clone, Debug)]
pub enum Graft {
    Replace(Index, Value),
    Remove(Index),
    Double(Index),
    Rename(Index, String),
    Move(Index, Index),
}

/// One of these values, with up to five subtrees changed.
pub fn grafted(values: Vec<Value>) -> impl Strategy<Value = Value> {
    let at = any::<Index>;
    let graft = prop_oneof![
        3 => (at(), value()).prop_map(|(at, value)| Graft::Replace(at, value)),
        2 => at().prop_map(Graft::Remove),
        1 => at().prop_map(Graft::Double),
        1 => (at(), odd()).prop_map(|(at, name)| Graft::Rename(at, name)),
        2 => (at(), at()).prop_map(|(from, to)| Graft::Move(from, to)),
    ];
    (select(values), vec(graft, 0..6)).prop_map(|(mut value, grafts)| {
        for graft in grafts {
            graft_in(&graft, &mut value);
        }
        value
    })
}

/// Every place of a value, as JSON pointers, that of the whole first.
pub fn pointers(value: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, found: &mut Vec<String>) {
        found.push(at.to_owned());
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, &format!("{at}/{index}"), found);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    let step = name.replace('~', "~0").replace('/', "~1");
                    walk(member, &format!("{at}/{step}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(value, "", &mut found);
    found
}

fn graft_in(graft: &Graft, value: &mut Value) {
    let places = pointers(value);
    let place = |at: &Index| places[at.index(places.len())].clone();
    let parent_of = |place: &str| place.rsplit_once('/').map(|(a, b)| (a.to_owned(), b.to_owned()));
    match graft {
        Graft::Replace(at, new) => *value.pointer_mut(&place(at)).unwrap() = new.clone(),
        Graft::Move(from, to) => {
            let moved = value.pointer(&place(from)).unwrap().clone();
            *value.pointer_mut(&place(to)).unwrap() = moved;
        }
        Graft::Remove(at) | Graft::Double(at) | Graft::Rename(at, _) => {
            let Some((parent, step)) = parent_of(&place(at)) else { return };
            let step = step.replace("~1", "/").replace("~0", "~");
            match (value.pointer_mut(&parent).unwrap(), graft) {
                (Value::Array(items), Graft::Remove(_)) => {
                    drop(items.remove(step.parse().unwrap()))
                }
                (Value::Array(items), Graft::Double(_)) => {
                    items.push(items[step.parse::<usize>().unwrap()].clone());
                }
                (Value::Object(members), Graft::Remove(_)) => drop(members.shift_remove(&step)),
                (Value::Object(members), Graft::Rename(_, name)) => {
                    let member = members.shift_remove(&step).unwrap();
                    members.insert(name.clone(), member);
                }
                _ => {}
            }
        }
    }
}
