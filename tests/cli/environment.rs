//! The program under test hears nothing of the one that runs the tests.

use std::process::Command;

/// What docproof reads: its own variables, those of parallel jobs, and how programs print and connect.
const READ: [&str; 16] = [
    "DOCPROOF_",
    "CI_NODE_",
    "CIRCLE_NODE_",
    "JOB_COMPLETION_INDEX",
    "GITHUB_",
    "CI_PROJECT_DIR",
    "COLUMNS",
    "NO_COLOR",
    "CLICOLOR",
    "FORCE_COLOR",
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
];

/// Takes from a command what docproof would read.
pub fn forget(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars() {
        if READ.iter().any(|start| name.starts_with(start)) {
            command.env_remove(name);
        }
    }
    command
}
