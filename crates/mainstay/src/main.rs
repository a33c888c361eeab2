//! The command line: a user of `app` like any other, and the only crate that makes a binary.
//!
//! `args` says what may be asked, `commands` asks the office, `draw` prints the answer, `failure` turns what went wrong
//! into one sentence and an exit code.

mod args;
mod commands;
mod console;
mod demo;
mod draw;
mod failure;
mod files;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Arguments;
use crate::console::Console;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut console = Console::new(arguments.format);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(problem) => return console.fail(&failure::Failure::Machine(problem.to_string())),
    };
    let done = runtime.block_on(commands::run(&arguments, &mut console));
    match done {
        Ok(outcome) => outcome.code(),
        Err(failure) => console.fail(&failure),
    }
}
