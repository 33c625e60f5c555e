//! `docproof steps`

use super::error::CliError;
use super::exit::ExitCode;
use super::output;
use crate::suite::vocabulary;

pub(super) fn steps() -> Result<ExitCode, CliError> {
    let bold = anstyle::Style::new().bold();
    let mut text = String::from(
        "Steps that features may use. `And` and `But` go on with the keyword before them;\n\
         `with …` and `without …` change the request that was prepared last.\n",
    );
    let mut keyword = "";
    for step in vocabulary() {
        if step.keyword != keyword {
            keyword = step.keyword;
            text.push_str(&format!("\n{bold}{keyword}{bold:#}\n"));
        }
        for example in step.examples {
            text.push_str(&format!("  {example}\n"));
        }
        text.push_str(&format!("      {}\n", step.meaning));
    }
    output::print(&text);
    Ok(ExitCode::Kept)
}
