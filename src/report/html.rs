//! The run as one HTML page: it opens from disk and loads nothing.
//!
//! What a reader can rely on:
//! - The verdict, what failed with its evidence, and the matrix of clauses are plain HTML. Search,
//!   filters, the scenarios and their exchanges need JavaScript, which reads the JSON in the page.
//! - Long values are cut, of what passed sooner than of what failed, and say so: `report.json` has
//!   them whole. So the page opens, however much a target answers.
//! - Nothing from a target can act: every text is cleaned (`shown.rs`), the template escapes,
//!   the script makes text and elements only, and the page's own policy allows no other script or
//!   style than the two in it, by their hashes.

pub(super) mod assets;
mod batch;
mod diff;
mod evidence;
mod failures;
mod first;
mod index;
mod lists;
mod matrix;
mod overview;
mod scenario;
mod shown;
mod timeline;

use std::io;

use askama::Template;

pub(super) use self::shown::Shown;

use self::batch::Batches;
use self::diff::Row;
use self::failures::Card;
use self::first::First;
use self::index::Index;
use self::lists::{Lists, lists};
use self::matrix::Matrix;
use self::overview::Overview;
use self::timeline::Timeline;
use super::group::groups;
use crate::model::RunReport;

/// Why no page could be made.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be made: {0}")]
pub struct RenderError(#[from] askama::Error);

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    policy: String,
    style: &'static str,
    script: &'static str,
    overview: Overview,
    first: First,
    broken: Vec<Card>,
    warned: Vec<Card>,
    known: Vec<Card>,
    stale: Vec<(Shown, Shown)>,
    matrix: Matrix,
    lists: Lists,
    timeline: Option<Timeline>,
    index: Index,
    batches: Batches<'a>,
}

/// The report as an HTML page.
///
/// # Errors
///
/// When the template can't be filled, which no report that was made or read causes.
pub fn render(report: &RunReport) -> Result<String, RenderError> {
    Ok(page(report).render()?)
}

/// Writes the report as an HTML page.
///
/// # Errors
///
/// When it can't be written there; or, as [`render`], with a [`RenderError`] in the error.
pub fn write(report: &RunReport, mut to: impl io::Write) -> io::Result<()> {
    page(report).write_into(&mut to).map_err(|error| match error.downcast::<askama::Error>() {
        Ok(error) => io::Error::other(RenderError(error)),
        Err(error) => error,
    })
}

fn page(report: &RunReport) -> Page<'_> {
    let groups = groups(report);
    let lists = lists(report);
    Page {
        policy: assets::policy(),
        style: assets::style(),
        script: assets::script(),
        overview: Overview::of(report, &groups),
        first: First::of(report, &groups, lists.errors.total),
        broken: failures::cards(&groups.broken),
        warned: failures::cards(&groups.warned),
        known: failures::cards(&groups.known),
        stale: failures::stale(report),
        matrix: Matrix::of(report),
        lists,
        timeline: Timeline::of(report),
        index: Index::of(report),
        batches: Batches::of(report),
    }
}
