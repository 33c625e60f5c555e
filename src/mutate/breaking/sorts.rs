//! Right requests by what their values are: each sort refused, or told wrongly, by itself.

use serde_json::{Value, json};

use super::List;
use crate::contract::{Check, Node};
use crate::model::Level;
use crate::mutate::change::{Change, Right};
use crate::mutate::edit::Edit;
use crate::mutate::right::is_free;
use crate::mutate::script::Script;
use crate::mutate::shape::{Shape, sample};

impl List<'_> {
    pub(super) fn sorts(&mut self) {
        let nodes: Vec<Node> = match &self.operation.request {
            Some(request) => request.root.all().into_iter().cloned().collect(),
            None => return,
        };
        for node in nodes.iter().filter(|node| !node.field.is_empty() && !node.is_item) {
            for (name, shape) in self.shapes(node) {
                self.refuse(&format!("{} {name}", node.field), shape_of(node, shape));
            }
            if is_free(node) {
                for (script, name) in Script::ALL {
                    let right = Right::TextOf(node.field.clone(), script);
                    self.refuse(&format!("{} with {name}", node.field), right);
                }
            }
        }
        self.optional(&nodes);
        self.told(&nodes);
        self.repeated();
    }

    pub(super) fn refuse(&mut self, name: &str, right: Right) {
        let id = &self.operation.id;
        let clauses = vec![
            format!("{id}.request.*"),
            format!("{id}.rule.*"),
            format!("{id}.response.body.*"),
        ];
        let name = format!("{name} refused");
        self.add("refused", &name, clauses, Level::Must, Change::Refuse(right));
    }

    /// Where every field may be left out.
    fn optional(&mut self, nodes: &[Node]) {
        let Some(request) = &self.operation.request else { return };
        let many = self.operation.many();
        let free = !many && all_optional(&request.root);
        if !free {
            return;
        }
        let mut nullable = 0;
        for node in nodes.iter().filter(|node| !node.field.is_empty()) {
            let lone = || Box::new(Right::Lone(node.field.clone()));
            self.refuse(&format!("{} alone", node.field), *lone());
            if node.allows_type("null") {
                nullable += 1;
                let null = Box::new(shape_of(node, Shape::Null));
                self.refuse(&format!("{} alone and null", node.field), Right::Both(lone(), null));
            }
        }
        if nullable > 1 {
            self.refuse("every field null", Right::AllNull);
        }
    }

    /// What is accepted and told wrongly.
    fn told(&mut self, nodes: &[Node]) {
        let operation = self.operation;
        let free = operation.request.as_ref().is_some_and(|request| all_optional(&request.root));
        for rule in &operation.rules {
            if !free || rule.check != Some(Check::Echo) {
                continue;
            }
            let sent = |field: &str| nodes.iter().find(|node| node.field == field);
            let alike = |one: &Node, other: &Node| {
                one.text("format") == other.text("format")
                    && one.schema.get("type") == other.schema.get("type")
                    && !is_free(one)
            };
            // Values of one kind, each in the other's place, where all of that kind are new.
            let mut done: Vec<&Node> = Vec::new();
            for node in rule.fields.iter().filter_map(|field| sent(field)) {
                if !self.is_open(node) || done.iter().any(|other| alike(node, other)) {
                    continue;
                }
                done.push(node);
                let group: Vec<String> = nodes
                    .iter()
                    .filter(|other| rule.fields.contains(&other.field) && alike(node, other))
                    .map(|other| other.field.clone())
                    .collect();
                let [first, second, ..] = group.as_slice() else { continue };
                let edit = (self.answered(first), Edit::SwapWith(second.clone()));
                let clauses = vec![format!("{}.response.body.*:echo", self.operation.id)];
                let change = Change::Tell(Right::AllDiffer(group.clone()), vec![edit]);
                let name = format!("{first} mixed up with {second} where all like it differ");
                self.add("altered", &name, clauses, rule.level, change);
            }
        }
        self.controls(nodes);
        self.huge(nodes);
    }

    /// Whether the field is one of a body that need not hold it.
    fn is_open(&self, node: &Node) -> bool {
        !node.required && !node.field.contains('.') && self.operation.request.is_some()
    }

    pub(super) fn answered(&self, field: &str) -> String {
        crate::contract::whole_field(field, self.operation.records.as_ref())
    }

    /// Names with a rare control character, that may be refused: where not, they are told as sent.
    fn controls(&mut self, nodes: &[Node]) {
        let echoed: Vec<(String, Level)> = self
            .operation
            .rules
            .iter()
            .filter(|rule| rule.check == Some(Check::Echo))
            .flat_map(|rule| rule.fields.iter().map(|field| (field.clone(), rule.level)))
            .collect();
        for node in nodes.iter().filter(|node| is_free(node)) {
            let Some((field, level)) = echoed.iter().find(|(field, _)| *field == node.field) else {
                continue;
            };
            let clauses = vec![format!("{}.response.body.*:echo", self.operation.id)];
            let right = Right::TextOf(field.clone(), Script::Control);
            let change = Change::Tell(right, vec![(self.answered(field), Edit::Ascii)]);
            let name = format!("rare control characters of {field} replaced");
            self.add("altered", &name, clauses, *level, change);
        }
    }

    /// Numbers that are longer than a server may foresee: refused, or told whole.
    fn huge(&mut self, nodes: &[Node]) {
        for node in nodes.iter().filter(|node| node.schema.contains_key("pattern")) {
            let answered = self.answered(&node.field);
            let clauses = vec![format!("{}.response.body.*:value", self.operation.id)];
            let edit = (answered, Edit::CutAfter(15));
            let change = Change::Tell(shape_of(node, Shape::Huge), vec![edit]);
            let name = format!("a long {} cut off", node.field);
            self.add("altered", &name, clauses, Level::Must, change);
        }
    }

    /// What is sent again, or changed again and again.
    fn repeated(&mut self) {
        if self.operation.makes_records() {
            return;
        }
        let id = self.operation.id.clone();
        let after = vec![format!("{id}.response.body.*:after")];
        if self.operation.rules.iter().any(|rule| rule.check == Some(Check::After)) {
            let name = "a request that is sent again answered as before";
            self.add("state", name, after, Level::Should, Change::Cache);
            self.refuse("the fourth change of a record", Right::Changed(3));
        }
        let partial = self.operation.request.as_ref().is_some_and(|request| {
            request.root.items.is_none() && request.root.level == Level::May
        });
        let kept = self.operation.rules.iter().any(|rule| rule.check == Some(Check::AsLastWritten));
        if partial && kept {
            self.partial();
        }
    }

    /// Partial updates, where they are accepted, leave what they don't send.
    fn partial(&mut self) {
        let Some(request) = &self.operation.request else { return };
        let names: Vec<String> = request.root.properties.keys().cloned().collect();
        let texts: Vec<String> = request
            .root
            .properties
            .values()
            .filter(|node| node.allows_type("string"))
            .map(|node| node.field.clone())
            .collect();
        let id = self.operation.id.clone();
        let makers: Vec<String> = self
            .savers()
            .filter(|other| other.makes_records() || other.id == id)
            .map(|other| other.id.clone())
            .collect();
        for name in &names {
            let Some(other) = texts.iter().find(|other| *other != name) else { continue };
            let blank = |field: &str| vec![(self.answered(field), Edit::Set(json!("")))];
            let clauses = vec![format!("{id}.response.body.*:kept")];
            let mut sorts = Vec::new();
            for maker in &makers {
                let lone = Box::new(Right::Lone(name.clone()));
                let told = Box::new(Right::LastToldBy(maker.clone()));
                let right = Right::Both(lone, told);
                let said = format!("{name} alone blanks {other} after {maker}");
                sorts.push((said, right, blank(other)));
            }
            if texts.contains(name) {
                let said = format!("an update without {name} blanks it");
                sorts.push((said, Right::Without(name.clone()), blank(name)));
            }
            for (said, right, edits) in sorts {
                let change = Change::Tell(right, edits);
                self.add("state", &said, clauses.clone(), Level::Should, change);
            }
        }
    }

    /// Shapes that a right value of the field may have.
    fn shapes(&self, node: &Node) -> Vec<(String, Shape)> {
        let operation = self.operation;
        let mut found: Vec<(String, Shape)> = Vec::new();
        if let Some(Value::Array(examples)) = node.schema.get("examples") {
            let each = examples.iter();
            found.extend(
                each.map(|example| (format!("that is {example}"), Shape::Is(example.clone()))),
            );
        }
        let format = node.text("format");
        let mut add = |name: &str, shape: Shape| found.push((name.to_owned(), shape));
        match format {
            Some("date-time") => {
                add("with a fraction", Shape::Fraction);
                add("with an offset", Shape::Offset);
                add("before 1970", Shape::Old);
            }
            Some("uuid") => {
                add("in capitals", Shape::Capitals);
                add("of another version", Shape::OtherVersion);
            }
            _ if is_code(node) => {
                let printed = sample(operation, &node.field).unwrap_or_default();
                let masked = node.schema.contains_key("pattern");
                let long = printed.chars().count() > 1;
                if printed.contains('@') {
                    add("with capitals", Shape::Capitals);
                } else if !masked && printed.chars().any(char::is_alphabetic) {
                    // The documentation names spellings of a title, none of a name.
                    if self.is_named(node) {
                        add("that differs from the sample's in case", Shape::OtherCase);
                    }
                } else {
                    if long {
                        add("shorter than the sample's", Shape::Shorter);
                    }
                    add("longer than the sample's", Shape::Longer);
                    // A dialling code begins with a plus sign.
                    if masked || !(long && printed.starts_with('+')) {
                        add("that begins with a zero", Shape::Zero);
                    }
                    if masked {
                        add("that begins with its country code", Shape::Repeating);
                    }
                }
            }
            _ if node.allows_type("object") && node.properties.is_empty() => {
                for (shape, name) in Shape::OBJECTS {
                    add(&format!("with {name}"), shape);
                }
            }
            _ => {}
        }
        found
    }
}

/// Whether each field may be left out, by the documentation's word.
pub(super) fn all_optional(root: &Node) -> bool {
    root.properties.values().all(|node| !node.required && node.level != Level::May)
}

fn shape_of(node: &Node, shape: Shape) -> Right {
    Right::Shaped(node.field.clone(), shape)
}

/// A text that is neither named by the documentation nor the sender's own: a number, a code.
pub(super) fn is_code(node: &Node) -> bool {
    node.allows_type("string")
        && !is_free(node)
        && ["x-resource", "examples", "enum"].iter().all(|key| !node.schema.contains_key(*key))
}
