//! Fields of answers: dropped, retyped, altered.

use serde_json::{Value, json};

use super::List;
use crate::contract::sample::unmasked_part;
use crate::contract::{Check, Node, Rule, whole_field};
use crate::model::Level;
use crate::mutate::edit::Edit;

impl List<'_> {
    /// Rules that speak of a field of the answer, each with the clause.
    fn rules_of(&self, field: &str) -> Vec<(&Rule, String)> {
        let records = self.operation.records.as_ref();
        let mut found = Vec::new();
        for rule in &self.operation.rules {
            for (name, clause) in rule.fields.iter().zip(&rule.clauses) {
                if whole_field(name, records) == field {
                    found.push((rule, clause.clone()));
                }
            }
        }
        found
    }

    pub(super) fn fields(&mut self) {
        let Some(response) = &self.operation.response else { return };
        for node in response.root.all() {
            if node.field.is_empty() || node.is_item {
                continue;
            }
            self.presence(node);
            self.types(node);
            self.values(node);
        }
    }

    fn presence(&mut self, node: &Node) {
        let returned = self.returned(node);
        let (clauses, level) = if node.required {
            (vec![node.clause.clone()], Level::Must)
        } else if let Some(clauses) = returned {
            (clauses, Level::Should)
        } else {
            return;
        };
        self.field("dropped", "dropped", node, clauses.clone(), level, Edit::Drop);
        self.field("renamed", "renamed", node, clauses, level, Edit::Rename);
    }

    /// Clauses that say that an optional field, or what is in it, comes back.
    fn returned(&self, node: &Node) -> Option<Vec<String>> {
        let within: Vec<String> = node
            .all()
            .into_iter()
            .flat_map(|child| self.rules_of(&child.field))
            .filter(|(rule, _)| rule.check == Some(Check::Returned))
            .map(|(_, clause)| clause)
            .collect();
        (!within.is_empty()).then_some(within)
    }

    fn types(&mut self, node: &Node) {
        if !node.schema.contains_key("type") {
            return;
        }
        let type_clause = vec![node.facet("type")];
        let others = [
            ("string", json!("text")),
            ("number", json!(7.5)),
            ("boolean", json!(true)),
            ("object", json!({"unexpected": 1})),
            ("array", json!(["unexpected"])),
            ("null", Value::Null),
        ];
        for (name, value) in others {
            if !node.allows_type(name) {
                let kind = if name == "null" { "nulled" } else { "retyped" };
                self.field(
                    kind,
                    &format!("as {name}"),
                    node,
                    type_clause.clone(),
                    Level::Must,
                    Edit::Set(value),
                );
            }
        }
        let echo = self.strongest(node, |check| matches!(check, Check::Echo));
        if let (true, Some((clause, level))) = (node.allows_type("null"), echo) {
            self.field("nulled", "as null", node, vec![clause], level, Edit::Set(Value::Null));
        }
    }

    fn strongest(&self, node: &Node, pick: impl Fn(&Check) -> bool) -> Option<(String, Level)> {
        self.rules_of(&node.field)
            .into_iter()
            .filter(|(rule, _)| rule.check.as_ref().is_some_and(&pick))
            .map(|(rule, clause)| (clause, rule.level))
            .max_by_key(|(_, level)| *level)
    }

    fn values(&mut self, node: &Node) {
        let format = node.text("format");
        let is_text = |check: &Check| matches!(check, Check::Echo | Check::Equals(_));
        let text = self.strongest(node, is_text);
        if node.allows_type("string") && format.is_none() {
            if let Some((clause, level)) = text.clone() {
                self.texts(node, &clause, level);
            } else if let Some((clause, level)) = self
                .strongest(node, |check| matches!(check, Check::Default(_) | Check::Contains(_)))
            {
                self.field(
                    "altered",
                    "altered",
                    node,
                    vec![clause],
                    level,
                    Edit::Set(json!("something else")),
                );
            }
        }
        if node.shape.is_some() {
            let clauses = vec![node.facet("shape"), format!("{}:*", node.clause)];
            self.field(
                "ids",
                "of another shape",
                node,
                clauses.clone(),
                Level::Should,
                Edit::Set(json!("ID 1")),
            );
            self.field("emptied", "emptied", node, clauses, Level::Should, Edit::Empty);
        }
        if let (Some("uuid"), Some((clause, level))) = (format, text.clone()) {
            self.field("ids", "of another", node, vec![clause], level, Edit::OtherId);
            self.field(
                "altered",
                "malformed",
                node,
                vec![node.facet("format")],
                Level::Must,
                Edit::CutLast,
            );
        }
        if format == Some("date-time") {
            self.date_times(node);
        }
        // Whose id it is shows later, if at all.
        let is_id = self.operation.record_id_field().is_some_and(|field| field == node.field);
        if node.allows_type("integer") && !node.allows_type("string") && !is_id {
            for by in [1, -1] {
                let clauses = vec![format!("{}:*", node.clause)];
                self.field(
                    "numbers",
                    &format!("off by {by}"),
                    node,
                    clauses,
                    Level::Must,
                    Edit::Add(by),
                );
            }
        }
        if let (true, Some((clause, level)), false) =
            (node.allows_type("object"), text, node.allows_type("string"))
        {
            self.field("emptied", "emptied", node, vec![clause], level, Edit::Empty);
        }
        if node.allows_type("object") && node.properties.values().any(|child| child.required) {
            self.field(
                "emptied",
                "emptied",
                node,
                vec![format!("{}.*", node.clause)],
                Level::Must,
                Edit::Empty,
            );
        }
    }

    fn texts(&mut self, node: &Node, clause: &str, level: Level) {
        let clauses = vec![clause.to_owned()];
        let printed = self.printed(node);
        let mut edits = vec![("cut short", Edit::CutLast), ("padded", Edit::Pad)];
        if node.shape.is_some() {
            edits.push(("of another", Edit::OtherId));
        } else {
            edits.push(("emptied", Edit::Empty));
        }
        if printed.as_ref().is_some_and(|text| {
            unmasked_part(text).to_uppercase() != unmasked_part(text) && node.shape.is_none()
        }) {
            edits.push(("in upper case", Edit::Upper));
        }
        if self.is_name(node) {
            edits.extend([
                ("escaped", Edit::Escape),
                ("in ASCII", Edit::Ascii),
                ("without combining marks", Edit::Unmark),
                ("trimmed", Edit::Trim),
                ("cut after 64 characters", Edit::CutAfter(64)),
            ]);
        }
        for (name, edit) in edits {
            self.field("altered", name, node, clauses.clone(), level, edit);
        }
        if let Some(other) = self.neighbour(node) {
            self.field(
                "altered",
                &format!("swapped with {other}"),
                node,
                clauses,
                level,
                Edit::SwapWith(other),
            );
        }
    }

    /// The field as the sample of the answer prints it.
    fn printed(&self, node: &Node) -> Option<String> {
        let sample = self.operation.response.as_ref()?.sample.clone()?;
        let mut value = &sample;
        for key in std::iter::once("").chain(node.field.split('.')) {
            if !key.is_empty() {
                value = value.get(key)?;
            }
            if let Value::Array(items) = value {
                value = items.first()?;
            }
        }
        value.as_str().map(str::to_owned)
    }

    /// Whether the suite writes names of its own into the field, and so any text.
    fn is_name(&self, node: &Node) -> bool {
        let last = node.field.rsplit('.').next().unwrap_or_default();
        let request = self.operation.request.as_ref().and_then(|body| body.root.find(last));
        request.is_some_and(|node| node.text("x-fresh").is_some_and(|text| text.contains("label")))
    }

    /// Another echoed text beside it.
    fn neighbour(&self, node: &Node) -> Option<String> {
        let records = self.operation.records.as_ref();
        let echoed = self.operation.rules.iter().filter(|rule| rule.check == Some(Check::Echo));
        let names: Vec<String> =
            echoed.flat_map(|rule| &rule.fields).map(|name| whole_field(name, records)).collect();
        let (parent, own) = node.field.rsplit_once('.').unwrap_or(("", &node.field));
        names.iter().find_map(|name| {
            let (other_parent, other) = name.rsplit_once('.').unwrap_or(("", name));
            let other_node = self.operation.response.as_ref()?.root.find(name)?;
            let alike = other_node.allows_type("string") && other_node.text("format").is_none();
            (other_parent == parent && other != own && alike).then(|| other.to_owned())
        })
    }

    fn date_times(&mut self, node: &Node) {
        self.field(
            "timestamps",
            "as a date",
            node,
            vec![node.facet("format")],
            Level::Must,
            Edit::DateOnly,
        );
        self.field(
            "timestamps",
            "as a number",
            node,
            vec![node.facet("type")],
            Level::Must,
            Edit::Epoch,
        );
        self.field(
            "timestamps",
            "as text",
            node,
            vec![node.facet("format")],
            Level::Must,
            Edit::Set(json!("yesterday")),
        );
        let own = self.rules_of(&node.field);
        let last = node.field.rsplit('.').next().unwrap_or_default();
        let beside = self
            .operation
            .rules
            .iter()
            .filter(|rule| rule.check == Some(Check::SameAs(last.to_owned())));
        let beside: Vec<String> = beside.flat_map(|rule| rule.clauses.clone()).collect();
        let level = own.iter().map(|(rule, _)| rule.level).max();
        let mut clauses: Vec<String> = own.into_iter().map(|(_, clause)| clause).collect();
        clauses.extend(beside.iter().cloned());
        if let Some(level) = level.or((!beside.is_empty()).then_some(Level::Should)) {
            self.field("timestamps", "an hour back", node, clauses, level, Edit::Shift(-3600));
        }
    }
}
