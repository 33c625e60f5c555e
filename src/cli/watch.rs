//! `docproof run --watch`: runs again whenever a file that it reads is saved.

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify_debouncer_mini::notify::RecursiveMode;
use notify_debouncer_mini::{Config, DebounceEventResult, new_debouncer_opt};
use tokio::process::Command;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::args::RunArgs;
use super::changes::Changes;
use super::error::CliError;
use super::exit::ExitCode;
use super::output;
use super::signals::{Ears, pass_on};

/// Editors save a file in several steps; changes so close together are one.
const TOGETHER: Duration = Duration::from_millis(200);

pub(super) fn watch(args: &RunArgs) -> Result<ExitCode, CliError> {
    let (which, target) = (&args.which, args.target.as_ref());
    let watched: Vec<&PathBuf> =
        [which.features.as_ref(), which.schemas.as_ref(), target].into_iter().flatten().collect();
    if watched.is_empty() {
        return Err(CliError::Usage(
            "--watch: what is built in doesn't change; name a folder (--features DIR, --schemas DIR) or a target file"
                .into(),
        ));
    }
    let (sender, mut changes) = unbounded_channel();
    // Nobody listens any more when it ends.
    let tell = move |change: DebounceEventResult| drop(sender.send(change));
    let config = Config::default().with_timeout(TOGETHER);
    let mut watcher = new_debouncer_opt::<_, Changes>(config, tell).map_err(system)?;
    for path in &watched {
        let (folder, mode) = folder(path);
        watcher
            .watcher()
            .watch(folder, mode)
            .map_err(|error| CliError::Usage(format!("--watch: {}: {error}", path.display())))?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(CliError::System)?;
    runtime.block_on(async {
        let mut ears = Ears::open();
        while once(&mut ears).await?.is_continue() {
            output::note("waiting for a change; Ctrl-C ends");
            tokio::select! {
                biased;
                _ = ears.hear() => break,
                changed = wait(&mut changes, &watched, &args.reports) => changed?,
            }
        }
        Ok(ExitCode::Interrupted)
    })
}

/// A file is watched by its folder: editors put another one in its place.
fn folder(path: &Path) -> (&Path, RecursiveMode) {
    match path.parent() {
        _ if path.is_dir() => (path, RecursiveMode::Recursive),
        Some(parent) if !parent.as_os_str().is_empty() => (parent, RecursiveMode::NonRecursive),
        _ => (Path::new("."), RecursiveMode::NonRecursive),
    }
}

/// The same command without `--watch`, in a process of its own: each run begins as any run does. One
/// that is interrupted is waited for, since it reports what was done.
async fn once(ears: &mut Ears) -> Result<ControlFlow<()>, CliError> {
    let program = std::env::current_exe().map_err(CliError::System)?;
    let arguments: Vec<OsString> =
        std::env::args_os().skip(1).filter(|argument| argument != "--watch").collect();
    let mut child = Command::new(program).args(arguments).spawn().map_err(CliError::System)?;
    let mut flow = ControlFlow::Continue(());
    loop {
        tokio::select! {
            biased;
            heard = ears.hear() => {
                flow = ControlFlow::Break(());
                // It has an id until it is waited for, so nobody else can have it.
                if let Some(id) = child.id() {
                    pass_on(heard, id);
                }
            }
            ended = child.wait() => return ended.map(|_| flow).map_err(CliError::System),
        }
    }
}

async fn wait(
    changes: &mut UnboundedReceiver<DebounceEventResult>,
    watched: &[&PathBuf],
    reports: &Path,
) -> Result<(), CliError> {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let roots: Vec<PathBuf> = watched.iter().map(|path| whole(path)).collect();
    // What a run writes is no reason for another.
    let reports = whole(reports);
    loop {
        let Some(change) = changes.recv().await else {
            return Err(CliError::System(std::io::Error::other("files can't be watched any more")));
        };
        let events = change.map_err(system)?;
        let is_ours = |path: &Path| {
            let path = whole(path);
            roots.iter().any(|root| path.starts_with(root)) && !path.starts_with(&reports)
        };
        if events.iter().any(|event| is_ours(&event.path)) {
            return Ok(());
        }
    }
}

fn system(error: notify_debouncer_mini::notify::Error) -> CliError {
    CliError::System(std::io::Error::other(error))
}
