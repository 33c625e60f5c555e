//! Clauses of documented answers.

use super::List;
use crate::contract::answer::{DocumentedAnswer, Header};
use crate::contract::printed::PrintedSchema;
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
        self.body_of(answer);
        for header in &answer.headers {
            self.header(header, answer);
        }
    }

    fn header(&mut self, header: &Header, answer: &DocumentedAnswer) {
        if header.required {
            let mut text = presence(&format!("the header {}", header.name), answer);
            if let Some(description) = &header.description {
                text = format!("{text} ({})", description.trim().trim_end_matches('.'));
            }
            self.add(header.clause.clone(), Response, header.level, text, &header.source);
        }
        let facets = header.value.iter().flat_map(PrintedSchema::facets);
        for facet in facets {
            let (clause, text) = (facet.clause.clone(), facet.text.clone());
            self.add(clause, Response, facet.level, text, &header.source);
        }
    }

    fn body_of(&mut self, answer: &DocumentedAnswer) {
        let Some(content) = &answer.content else { return };
        // What a refusal calls its body is left open, and so is a body that isn't JSON.
        if answer.accepts && !content.is_open() {
            let types = content.media_types.join(" or ");
            let text = match &answer.told {
                None => format!("an accepted request is answered with {types}"),
                Some(told) => format!("an answer with {told} is {types}"),
            };
            let header = format!("{}.header.Content-Type", answer.clause);
            let source = answer.body.as_ref().map_or(&content.source, |body| &body.root.source);
            self.add(header, Response, Level::Must, text, source);
        }
        match &answer.body {
            Some(body) => self.nodes(&body.root, Some(answer)),
            None if answer.accepts => {
                let clause = format!("{}.body", answer.clause);
                self.add(clause, Response, content.level, body(answer), &content.source);
            }
            None => {}
        }
        let facets = answer.text.iter().flat_map(|text| &text.value.root.facets);
        for facet in facets {
            let (clause, text) = (facet.clause.clone(), facet.text.clone());
            self.add(clause, Response, facet.level, text, &content.source);
        }
    }
}

/// What the presence of a body says.
pub(super) fn body(answer: &DocumentedAnswer) -> String {
    match &answer.told {
        None => "an accepted request is answered with a body".into(),
        Some(told) => format!("an answer with {told} has a body"),
    }
}

/// What the presence of anything else says.
pub(super) fn presence(name: &str, answer: &DocumentedAnswer) -> String {
    match &answer.told {
        None => format!("{name} is in every answer"),
        Some(told) => format!("{name} is in every answer with {told}"),
    }
}
