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
//! | `bench [forecast]` | the benchmarks of `docs/performance.md` |

mod bench;
mod ci;
mod edges;
mod generated;
mod licences;
mod postgres;
mod run;
mod test;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str =
    "usage: cargo xtask test | ci | docs [--check] | demo-data [--check] | edges | licences | bench";

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
        Some("bench") => bench::run(arguments.get(1).map(String::as_str)),
        _ => bail!(USAGE),
    }
}
