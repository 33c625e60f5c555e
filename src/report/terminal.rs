//! The end of a run for the person in front of it: evidence first, the verdict last, where the
//! eye is.

mod broken;
mod known;
mod page;
mod rest;
mod verdict;

pub(super) use self::page::Page;
pub use self::page::paragraph;
use super::group::groups;
use super::style::Style;
use crate::model::RunReport;

/// The report as text. Ends with the verdict in one line; what it rests on stands above.
pub fn render(report: &RunReport, style: &Style) -> String {
    let groups = groups(report);
    let mut page = Page::new(style);
    broken::broken(&mut page, &groups.broken);
    rest::errors(&mut page, report);
    known::stale(&mut page, report);
    if style.quiet() {
        // The verdict is that there are reasons.
        if report.exit_code == 4 {
            rest::skipped(&mut page, report);
        }
        verdict::insecure(&mut page, report);
    } else {
        broken::warnings(&mut page, &groups.warned);
        known::known(&mut page, report, &groups.known);
        rest::skipped(&mut page, report);
        rest::unjudged(&mut page, report);
        rest::notes(&mut page, report);
        rest::created(&mut page, report);
        rest::defects(&mut page, report);
        verdict::counts(&mut page, report);
    }
    verdict::verdict(&mut page, report, &groups);
    page.finish()
}
