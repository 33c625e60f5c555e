//! Clauses of documented answers.

use super::List;
use crate::contract::answer::DocumentedAnswer;
use crate::contract::node::Node;
use crate::model::ClauseKind::Response;
use crate::model::Level;

impl List<'_> {
    pub(super) fn answers(&mut self) {
        let answers = &self.operation.answers;
        if let Some(exact) = &answers.exact {
            let text = format!("an accepted request is answered with {}", exact.told());
            let id = self.operation.clause("response.status");
            self.add(id, Response, exact.level, text, &exact.source);
        }
        for answer in &answers.list {
            self.answer(answer);
        }
    }

    fn answer(&mut self, answer: &DocumentedAnswer) {
        let Some(body) = &answer.body else { return };
        let text = match &answer.told {
            None => format!("an accepted request is answered with {}", body.media_type),
            Some(told) => format!("an answer with {told} is {}", body.media_type),
        };
        let header = format!("{}.header.Content-Type", answer.clause);
        self.add(header, Response, Level::Must, text, &body.root.source);
        self.nodes(&body.root, Some(answer));
    }
}

/// What the presence of a field says.
pub(super) fn presence(name: &str, node: &Node, answer: &DocumentedAnswer) -> String {
    match (&answer.told, node.field.is_empty()) {
        (None, true) => "an accepted request is answered with a body".into(),
        (Some(told), true) => format!("an answer with {told} has a body"),
        (None, false) => format!("{name} is in every answer"),
        (Some(told), false) => format!("{name} is in every answer with {told}"),
    }
}
