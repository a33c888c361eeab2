//! Running commands in the workspace, and saying what is being done.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Prints a line. What cannot be printed is not worth failing for.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Cargo, in the workspace. What the cargo that runs this program told it of itself is not passed on: build scripts of
/// dependencies read it, so that they and all that rests on them would be built again whenever cargo is run by hand.
pub(crate) fn cargo_command(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    let told = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(told)) {
        command.env_remove(name);
    }
    command
}

/// Runs cargo; fails when it does.
pub(crate) fn cargo(arguments: &[&str]) -> Result<()> {
    finish(&mut cargo_command(arguments))
}

/// Runs a command to its end; fails when it does.
pub(crate) fn finish(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?} could not be started"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}

/// Runs a command and gives what it printed.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>> {
    let done = command.output().with_context(|| format!("{command:?} could not be started"))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        bail!("{command:?} ended with {}: {}", done.status, said.trim());
    }
    Ok(done.stdout)
}

/// Whether something must be there: in CI, what cannot be run is a failure.
pub(crate) fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|ci| ci == "true")
}

/// What `cargo metadata` says; with `--no-deps` when only our own crates matter.
pub(crate) fn metadata(arguments: &[&str]) -> Result<serde_json::Value> {
    let words = [&["metadata", "--format-version", "1", "--locked"], arguments].concat();
    let printed = output(&mut cargo_command(&words))?;
    serde_json::from_slice(&printed).context("cargo metadata printed something else than JSON")
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into)
}

/// A program of ours, built for development. Every build takes the whole workspace: with some of its crates only, the
/// features of what they depend on would differ, and all of that would be built again.
pub(crate) fn built(program: &str) -> Result<PathBuf> {
    cargo(&["build", "--quiet", "--locked", "--workspace", "--bins"])?;
    let built = target().join("debug").join(program);
    if !built.is_file() {
        bail!("{} was not built", built.display());
    }
    Ok(built)
}
