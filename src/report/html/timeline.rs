//! Where the time went: every exchange on a line of its operation, and the slowest of them.

use std::cmp::Reverse;
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::failures::Place;
use super::shown::Shown;
use crate::model::{Answer, Exchange, RunReport, ScenarioReport};
use crate::report::text::{answer_line, duration};

/// How wide the drawing is, in its own units.
const WIDTH: f64 = 1_000.0;
/// Exchanges shorter than this would not be seen.
const LEAST: f64 = 0.8;
/// What overlaps is drawn in rows, but not in more than so many.
const ROWS: usize = 24;
/// How high a row is.
const ROW: usize = 5;
/// How many of the slowest exchanges are listed.
const SLOWEST: usize = 10;

/// All exchanges of a run.
pub(super) struct Timeline {
    pub exchanges: usize,
    pub ticks: Vec<String>,
    pub operations: Vec<Operation>,
    pub slowest: Vec<Slow>,
}

/// Those of one operation.
pub(super) struct Operation {
    pub id: Shown,
    pub n: usize,
    pub sum: String,
    pub share: usize,
    pub median: String,
    pub slow: String,
    pub longest: String,
    pub height: usize,
    /// Answered, as one path.
    pub answered: String,
    /// Without an answer, or with a server error.
    pub troubled: String,
    pub troubles: usize,
}

/// A slow exchange.
pub(super) struct Slow {
    pub took: String,
    pub operation: Shown,
    pub answer: Shown,
    pub place: Place,
}

impl Timeline {
    /// Nothing when nothing was sent.
    pub(super) fn of(report: &RunReport) -> Option<Self> {
        let mut all: Vec<(&ScenarioReport, &Exchange)> = report
            .scenarios()
            .flat_map(|scenario| scenario.exchanges.iter().map(move |one| (scenario, one)))
            .collect();
        let end =
            all.iter().map(|(_, one)| one.started_ms.saturating_add(one.duration_ms)).max()?.max(1);
        all.sort_by_key(|(_, one)| one.started_ms);
        let mut by_operation: IndexMap<&str, Vec<&Exchange>> = IndexMap::new();
        for (_, one) in &all {
            by_operation.entry(&one.operation).or_default().push(one);
        }
        let whole: u64 = all.iter().map(|(_, one)| one.duration_ms).sum();
        let mut operations: Vec<(u64, Operation)> = by_operation
            .into_iter()
            .map(|(id, exchanges)| operation(id, &exchanges, whole, end))
            .collect();
        operations.sort_by_key(|(sum, _)| Reverse(*sum));
        let exchanges = all.len();
        all.sort_by_key(|(_, one)| Reverse(one.duration_ms));
        let slowest = all.iter().take(SLOWEST).map(|(scenario, one)| Slow {
            took: duration(one.duration_ms),
            operation: Shown::line(&one.operation),
            answer: Shown::line(&answer_line(&one.answer)),
            place: Place::of(scenario),
        });
        Some(Self {
            exchanges,
            ticks: (0..=4)
                .map(|quarter| duration(end / 4 * quarter + end % 4 * quarter / 4))
                .collect(),
            slowest: slowest.collect(),
            operations: operations.into_iter().map(|(_, one)| one).collect(),
        })
    }
}

fn operation(id: &str, exchanges: &[&Exchange], whole: u64, end: u64) -> (u64, Operation) {
    let mut times: Vec<u64> = exchanges.iter().map(|one| one.duration_ms).collect();
    times.sort_unstable();
    let sum: u64 = times.iter().sum();
    // The smallest time that so many percent of them don't exceed.
    let percentile = |percent: usize| {
        let rank = (times.len() * percent).div_ceil(100).max(1);
        duration(times.get(rank - 1).copied().unwrap_or_default())
    };
    let share = (sum * 100 + whole / 2).checked_div(whole).unwrap_or(0);
    let mut drawn = Operation {
        id: Shown::line(id),
        n: exchanges.len(),
        sum: duration(sum),
        share: usize::try_from(share).unwrap_or(100),
        median: percentile(50),
        slow: percentile(95),
        longest: percentile(100),
        height: 0,
        answered: String::new(),
        troubled: String::new(),
        troubles: 0,
    };
    let mut rows: Vec<u64> = Vec::new();
    for one in exchanges {
        let free = rows.iter().position(|busy| *busy <= one.started_ms);
        let row = free.unwrap_or(rows.len()).min(ROWS - 1);
        let until = one.started_ms.saturating_add(one.duration_ms.max(1));
        match rows.get_mut(row) {
            Some(busy) => *busy = until.max(*busy),
            None => rows.push(until),
        }
        let path = if troubled(one) {
            drawn.troubles += 1;
            &mut drawn.troubled
        } else {
            &mut drawn.answered
        };
        bar(path, one, row, end);
    }
    drawn.height = rows.len() * ROW;
    (sum, drawn)
}

fn troubled(exchange: &Exchange) -> bool {
    match &exchange.answer {
        Answer::Response(response) => response.status >= 500,
        Answer::Failure(_) => true,
    }
}

fn bar(path: &mut String, exchange: &Exchange, row: usize, end: u64) {
    let scale = WIDTH / end as f64;
    let width = (exchange.duration_ms as f64 * scale).max(LEAST);
    let from = (exchange.started_ms as f64 * scale).min(WIDTH - width);
    let top = row * ROW;
    // Writing to a string cannot fail.
    let _ = write!(path, "M{from:.1} {top}h{width:.1}v{}h-{width:.1}z", ROW - 1);
}
