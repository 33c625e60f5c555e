//! A comparison for the person in front of it.

use super::{Change, Comparison, Kind, Verdict, about, known, was};
use crate::report::style::{Style, Tone};
use crate::report::terminal::Page;
use crate::report::text::{count, cut, location, one_line, title};
use crate::report::words;

/// How much of expected and actual.
const VALUE_BOUND: usize = 1024;
/// How many clauses without evidence are listed, unless all is asked for.
const FEW: usize = 20;

/// The comparison as text; the verdict comes last.
pub fn render(comparison: &Comparison<'_>, strict: bool, style: &Style) -> String {
    let mut page = Page::new(style);
    page.field(0, "older", Tone::Plain, &about(comparison.old));
    page.field(0, "newer", Tone::Plain, &about(comparison.new));
    for caveat in &comparison.caveats {
        page.field(0, "note", Tone::Warn, &one_line(caveat));
    }
    for kind in Kind::ALL {
        let changes: Vec<_> = comparison.each(kind).collect();
        if changes.is_empty() {
            continue;
        }
        let words = kind.words().to_uppercase();
        page.heading(tone(kind), &words, &count(changes.len(), "clause"));
        let all = style.verbose() || matches!(kind, Kind::NewlyBroken | Kind::NewlyWarned);
        let shown = if all { changes.len() } else { FEW };
        for change in changes.iter().take(shown) {
            one(&mut page, change);
        }
        if changes.len() > shown {
            page.text(2, Tone::Dim, &format!("and {} more", changes.len() - shown));
        }
    }
    if !comparison.errors.is_empty() {
        let errors = &comparison.errors;
        page.heading(Tone::VeryBad, "NEWLY IN ERROR", &count(errors.len(), "scenario"));
        for scenario in errors {
            page.text(2, Tone::Plain, &format!("{}  {}", location(scenario), title(scenario)));
            page.text(4, Tone::Dim, words::reason(scenario.reason.as_deref()));
        }
    }
    let verdict = comparison.verdict(strict);
    let tone = match verdict {
        Verdict::NotWorse => Tone::VeryGood,
        Verdict::Worse => Tone::VeryBad,
        Verdict::Unsure => Tone::VeryWarn,
    };
    page.blank();
    let because = comparison.because(verdict);
    page.line(0, &[(tone, verdict.word()), (Tone::Plain, " — "), (Tone::Plain, &because)]);
    page.finish()
}

fn tone(kind: Kind) -> Tone {
    match kind {
        Kind::NewlyBroken | Kind::StillBroken => Tone::VeryBad,
        Kind::NewlyWarned | Kind::StillWarned | Kind::NewlyUntested | Kind::Known => Tone::VeryWarn,
        Kind::Fixed | Kind::NewlyKept => Tone::VeryGood,
        Kind::Gone => Tone::Strong,
    }
}

fn one(page: &mut Page<'_>, change: &Change<'_>) {
    let clause = change.clause;
    let level = clause.level.to_string();
    page.line(2, &[(Tone::Plain, &level), (Tone::Plain, " "), (Tone::Strong, &clause.id)]);
    match change.kind {
        Kind::NewlyBroken | Kind::NewlyWarned => {
            page.text(4, Tone::Plain, &clause.text);
            page.text(4, Tone::Dim, &format!("{} · was {}", clause.source, was(change.was)));
            if let Some(group) = &change.evidence {
                let finding = group.finding;
                page.field(4, "expected", Tone::Good, &cut(&finding.expected, VALUE_BOUND));
                page.field(4, "actual", Tone::Bad, &cut(&finding.actual, VALUE_BOUND));
                let place = format!("{}  {}", location(group.scenario), title(group.scenario));
                page.field(4, "seen by", Tone::Plain, &place);
            }
        }
        Kind::NewlyUntested => {
            let reason = words::reason(clause.reason.as_deref());
            let text = format!("was {}; {}", was(change.was), one_line(reason));
            page.text(4, Tone::Dim, &text);
        }
        Kind::Known => {
            let who = known(change).unwrap_or_default();
            page.text(4, Tone::Dim, &format!("was {}; {who}", was(change.was)));
        }
        Kind::StillBroken | Kind::StillWarned | Kind::Fixed | Kind::NewlyKept | Kind::Gone => {}
    }
}
