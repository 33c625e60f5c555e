//! What was changed in watched folders. Who opens a file to read it, as a run does, changes nothing.

use std::path::Path;

use notify_debouncer_mini::notify::{
    Config, Event, EventHandler, RecommendedWatcher, RecursiveMode, Result, Watcher, WatcherKind,
};

/// The system's watcher without its events of access: the debouncer takes any event for a change.
#[derive(Debug)]
pub(super) struct Changes(RecommendedWatcher);

impl Watcher for Changes {
    fn new<F: EventHandler>(mut handler: F, config: Config) -> Result<Self> {
        let changes = move |event: Result<Event>| {
            if !event.as_ref().is_ok_and(|event| event.kind.is_access()) {
                handler.handle_event(event);
            }
        };
        RecommendedWatcher::new(changes, config).map(Self)
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> Result<()> {
        self.0.watch(path, mode)
    }

    fn unwatch(&mut self, path: &Path) -> Result<()> {
        self.0.unwatch(path)
    }

    fn kind() -> WatcherKind {
        RecommendedWatcher::kind()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_file_that_is_read_has_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (read, saved) = (folder.path().join("read"), folder.path().join("saved"));
        fs::write(&read, "as it was").unwrap();
        let (sender, events) = mpsc::channel();
        let tell = move |event: Result<Event>| drop(sender.send(event));
        let mut changes = Changes::new(tell, Config::default()).unwrap();
        changes.watch(folder.path(), RecursiveMode::Recursive).unwrap();
        fs::read(&read).unwrap();
        fs::write(&saved, "anew").unwrap();
        // Events come in order: the first is of the file that was saved.
        let first = events.recv().unwrap().unwrap();
        assert!(first.paths.iter().all(|path| path.ends_with("saved")), "{first:?}");
    }
}
