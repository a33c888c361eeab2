//! Development chores. Uses nothing of Mainstay's own crates; what it needs of them it runs.
//!
//! | command | what it does |
//! | --- | --- |
//! | `test` | all set-up and every test, on both database engines |
//! | `ci` | what `.ci/run` does: format, clippy, docs, licences, generated documents, edges, tests |
//! | `docs [--check]` | the generated documents |
//! | `demo-data [--check]` | the synthetic council in `examples/wexcombe` |
//! | `edges` | the allowed edges between crates, asserted over `cargo metadata` |
//! | `licences` | every dependency's licence and source against `deny.toml`, and its reason in `docs/dependencies.md` |
//! | `vendor` | GOV.UK Frontend's built files and fixtures, from npm |
//! | `browser`, `screenshots` | the pages in a real browser; the pictures in `docs/screenshots` |
//! | `bench [record\|figures\|census\|forecast\|web\|papers]…` | the benchmarks of `docs/performance.md`, or some of them |

mod bench;
mod browser;
mod ci;
mod edges;
mod generated;
mod licences;
mod postgres;
mod run;
mod test;
mod vendor;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "usage: cargo xtask test | ci | docs [--check] | demo-data [--check] | edges | licences | vendor | browser | \
    screenshots | bench [NAME]…";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            run::say(&format!("xtask: {problem:#}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let check = arguments.iter().any(|argument| argument == "--check");
    match arguments.first().map(String::as_str) {
        Some("test") => test::run(&arguments[1..]),
        Some("ci") => ci::run(),
        Some("docs") => generated::documents(check),
        Some("demo-data") => generated::demo_data(check),
        Some("edges") => edges::check(),
        Some("licences") => licences::check(),
        Some("vendor") => vendor::run(),
        Some("browser") => browser::Browser::find()?.run(None),
        Some("screenshots") => browser::pictures(),
        Some("bench") => bench::run(&arguments[1..]),
        _ => bail!(USAGE),
    }
}
