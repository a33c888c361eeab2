//! What `.ci/run` does, in order, each step timed.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::run::{cargo, cargo_command, finish, say};
use crate::{edges, generated, licences, test};

type Step = (&'static str, fn() -> Result<()>);

const STEPS: &[Step] = &[
    ("format", || cargo(&["fmt", "--all", "--check"])),
    ("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])),
    ("docs", || {
        let mut doc =
            cargo_command(&["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"]);
        finish(doc.env("RUSTDOCFLAGS", "-D warnings"))
    }),
    ("edges between crates", edges::check),
    ("licences and reasons", licences::check),
    ("generated documents", || generated::documents(true)),
    ("example data", || generated::demo_data(true)),
    ("tests", || test::run(&[])),
];

/// Runs every step; stops at the first that fails.
pub(crate) fn run() -> Result<()> {
    for (name, step) in STEPS {
        say(&format!("== {name}"));
        let start = Instant::now();
        step().with_context(|| format!("step `{name}` failed"))?;
        say(&format!("== {name}: {} s", start.elapsed().as_secs()));
    }
    Ok(())
}
