//! Lists that are read page by page.

use std::collections::HashSet;
use std::sync::Arc;

use super::world::{Sent, World};
use crate::check::{self, next_page, pairs, record_id};
use crate::contract::{Check, Operation, Pages, Rule};
use crate::model::{Draft, Judgement, Response};

/// No more pages are read: while others are at work, as what comes of it then is read again alone; and alone.
const PAGES: [usize; 2] = [50, 500];
/// How often the pages are read at most. Something is said to be missing once they were twice the same, one reading after
/// the other: what others make and remove meanwhile moves records from one page to another.
const WALKS: usize = 4;

/// What came of reading page after page.
enum Walk {
    /// Every record of the scenario was on one of them; these were on the first.
    Found(Vec<String>),
    /// Something isn't.
    Lost(Lost),
    /// It can't be told, because.
    Unknown(String),
}

/// What pages lack.
#[derive(Eq, PartialEq)]
struct Lost {
    /// The ids on each page, in their order.
    pages: Vec<Vec<String>>,
    /// In words, what is on none of them or why they don't lead on; nothing where one page differs from the next for what
    /// moved meanwhile.
    actual: Option<String>,
}

impl Walk {
    fn lost(pages: Vec<Vec<String>>, actual: String) -> Self {
        Self::Lost(Lost { pages, actual: Some(actual) })
    }

    fn missing(pages: Vec<Vec<String>>, left: &HashSet<String>) -> Self {
        let actual = left.iter().min().map(|id| format!("{id} is on none of them"));
        Self::Lost(Lost { pages, actual })
    }
}

/// The rule of this name that speaks of pages.
pub(super) fn pages_rule<'a>(
    operation: &'a Operation,
    name: &'a str,
) -> Option<(&'a Rule, &'a Pages)> {
    operation.rules_named(name).find_map(|rule| match &rule.check {
        Some(Check::Pages(pages)) => Some((rule, pages)),
        _ => None,
    })
}

impl World {
    /// After a list was read: what the scenario made is on its pages, blamed on `clause`.
    pub(super) async fn observe_pages(&mut self, first: &Sent, pages: &Pages, clause: &str) {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&first.draft.operation) else { return };
        let resource = operation.records.as_ref().and_then(|records| records.resource.as_deref());
        let Some(resource) = resource.filter(|_| !self.ended()) else { return };
        let known = self.memory.of(resource).filter(|record| !record.removed);
        let known: HashSet<String> = known.map(|record| record.id.clone()).collect();
        let mut before = None;
        let mut was_found = false;
        // Others would move records at each time; alone it can be told.
        let walks = if self.in_company { 1 } else { WALKS };
        for turn in 0..walks {
            let again = match turn {
                0 => None,
                _ => self.send(vec![Arc::clone(&first.draft)]).await.pop(),
            };
            match self.walk(operation, again.as_deref().unwrap_or(first), pages, &known).await {
                Walk::Found(page) => {
                    // What moved may have come to a page that it wasn't to be on.
                    let again = self.send(vec![Arc::clone(&first.draft)]).await.pop();
                    let again = again.and_then(|sent| Some(self.page(operation, &sent, pages)?.0));
                    if again == Some(page) {
                        return self.judge_at(Judgement::kept(clause), first);
                    }
                    was_found = true;
                }
                Walk::Unknown(reason) => {
                    self.crowded = self.in_company;
                    return self.judge_at(Judgement::not_tried(clause, reason), first);
                }
                Walk::Lost(lost) => {
                    let is_same = before.as_ref() == Some(&lost);
                    if let Some(actual) = lost.actual.clone().filter(|_| is_same) {
                        let expected =
                            format!("page by page, every {resource} that was made is listed");
                        return self.judge_at(Judgement::broken(clause, expected, actual), first);
                    }
                    before = Some(lost);
                }
            }
        }
        self.crowded = self.in_company;
        if was_found {
            return self.judge_at(Judgement::kept(clause), first);
        }
        let reason = "records moved from page to page while they were read";
        self.judge_at(Judgement::not_tried(clause, reason), first);
    }

    fn judge_at(&mut self, judgement: Judgement, sent: &Sent) {
        self.judge(vec![judgement], Some(sent.index));
    }

    async fn walk(
        &mut self,
        operation: &Operation,
        first: &Sent,
        pages: &Pages,
        known: &HashSet<String>,
    ) -> Walk {
        let Some((mut ids, mut next)) = self.page(operation, first, pages) else {
            return Walk::Unknown("the first page can't be read".into());
        };
        let mut left: HashSet<String> =
            known.iter().filter(|id| !ids.contains(id)).cloned().collect();
        if left.is_empty() {
            return Walk::Unknown(
                "everything that the scenario made is on the first page; ask for fewer, or make more".into(),
            );
        }
        let mut draft = Arc::clone(&first.draft);
        let mut read = vec![ids.clone()];
        let most = PAGES[usize::from(!self.in_company)];
        for number in 2..=most {
            let Some(asked) = next.map(Arc::new) else { return Walk::missing(read, &left) };
            let Some(sent) = self.send(vec![Arc::clone(&asked)]).await.pop() else {
                return Walk::Unknown("a page can't be asked for".into());
            };
            self.judge_http(&sent);
            let response = sent.exchange.response();
            if response.is_some_and(Response::refused) {
                // Behind the last page there may be none; what the answer itself names is one.
                return match pages.number.is_some() || pages.offset.is_some() {
                    true => Walk::missing(read, &left),
                    false => Walk::lost(
                        read,
                        format!(
                            "page {number}, as the one before tells it, was refused with {}",
                            response.map_or(0, |response| response.status)
                        ),
                    ),
                };
            }
            let Some((now, behind)) = self.page(operation, &sent, pages) else {
                return Walk::Unknown(format!("page {number} can't be read"));
            };
            // A page that names another may be empty for what it leaves out.
            let is_counted = pages.number.is_some() || pages.offset.is_some();
            read.push(now.clone());
            if now.is_empty() && (is_counted || behind.is_none()) {
                return Walk::missing(read, &left);
            }
            if !now.is_empty() && now == ids {
                // Unless records moved meanwhile, the page before is still what it was.
                let before = self.send(vec![draft]).await.pop();
                let before = before.and_then(|sent| Some(self.page(operation, &sent, pages)?.0));
                let is_again = before == Some(now);
                let again = || format!("page {number} is page {} again", number - 1);
                return Walk::Lost(Lost { pages: read, actual: is_again.then(again) });
            }
            left.retain(|id| !now.contains(id));
            if left.is_empty() {
                return Walk::Found(read.swap_remove(0));
            }
            (ids, next, draft) = (now, behind, asked);
        }
        Walk::Unknown(format!(
            "not all of what was made is on the first {most} pages, and no more are read; ask for more on a page, or run against a \
             target that has fewer records"
        ))
    }

    /// The ids on a page, and the request for the next.
    fn page(
        &self,
        operation: &Operation,
        sent: &Sent,
        pages: &Pages,
    ) -> Option<(Vec<String>, Option<Draft>)> {
        let memory = self.memory.clone();
        let seen = Self::seen(operation, sent, &memory);
        let accepted = sent.exchange.response().is_some_and(Response::accepted);
        let body = seen.body().filter(|body| accepted && check::lists_records(&seen, body))?;
        let ids = pairs(&seen, body).iter().filter_map(|pair| record_id(&seen, pair)).collect();
        Some((ids, next_page(&seen, body, pages)))
    }
}
