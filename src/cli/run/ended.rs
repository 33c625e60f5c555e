//! What is told and written of a run that has ended.

use std::mem::ManuallyDrop;

use super::super::error::CliError;
use super::super::exit::ExitCode;
use super::super::part::{Part, excuse_idle};
use super::super::progress::Progress;
use super::super::{known, output};
use super::job::Job;
use crate::suite::{self, Frame, Plan, Ran};

impl Job<'_> {
    /// Puts the report together, writes and prints it, and says how the run ends.
    ///
    /// # Errors
    /// When a report, what merging needs, or the file of known deviations can't be written. The verdict is printed
    /// before that.
    pub fn report(
        &self,
        plan: Plan,
        part: &Part,
        ran: Vec<(usize, Ran)>,
        mut frame: Frame,
        progress: &Progress,
    ) -> Result<ExitCode, CliError> {
        let args = self.args;
        let ran = part.placed(ran);
        let faults = self.is_embedded.then(|| args.fault.iter().map(ToString::to_string).collect());
        let saved = part.save(&args.reports, &plan, &ran, &mut frame, faults);
        let mut report = suite::assemble(&plan, ran, frame);
        drop(plan);
        if let Some(ledger) = &self.ledger {
            ledger.settle(&mut report);
        }
        excuse_idle(&mut report);
        if self.unreached.is_none() {
            progress.end(&report);
        }
        let written = self.outputs.write(&report);
        if self.is_embedded {
            // It ends with the run, and what is in it with it: there is nothing to clean up.
            report.created.clear();
        }
        match &self.unreached {
            None => self.outputs.print(&report, written.is_ok()),
            Some(error) => {
                self.outputs.tell(&report);
                output::error(error);
            }
        }
        // The program is about to end: to take a long run apart piece by piece would only take time.
        let report = ManuallyDrop::new(report);
        for refusal in self.context.refusals() {
            output::note(&format!("{refusal} What needs it was not tried any further."));
        }
        let mut written = written?;
        written.extend(saved.transpose()?);
        if args.update_known {
            known::update(args, &report)?;
        }
        for path in written {
            if !args.quiet && self.unreached.is_none() {
                output::note(&format!("wrote {}", path.display()));
            }
        }
        Ok(ExitCode::of_report(report.exit_code))
    }
}
