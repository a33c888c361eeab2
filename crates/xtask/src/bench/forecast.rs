//! The simulator and the estimators of survival beside numpy, SimPy, lifelines and R: processor seconds and peak memory.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::{cargo_command, output, root};

/// One row of the table: a task, the peer's program with its arguments, and the aim.
struct Row {
    what: &'static str,
    task: &'static str,
    peer: &'static str,
    program: &'static [&'static str],
    aim: &'static str,
}

/// The peers. Programs are given the folder of the data last.
const ROWS: &[Row] = &[
    Row {
        what: "300 posts, 60 months, 10,000 trials",
        task: "simulate",
        peer: "numpy, all trials at once",
        program: &["python3", "peers.py", "numpy"],
        aim: "at least 10",
    },
    Row {
        what: "The same",
        task: "simulate",
        peer: "SimPy, 100 trials, times 100",
        program: &["python3", "peers.py", "simpy"],
        aim: "at least 150",
    },
    Row {
        what: "Kaplan-Meier with late entry, a million spells",
        task: "kaplan_meier",
        peer: "lifelines",
        program: &["python3", "peers.py", "lifelines"],
        aim: "at least 3",
    },
    Row {
        what: "The same",
        task: "kaplan_meier",
        peer: "R survival",
        program: &["Rscript", "peers.R", "kaplan_meier"],
        aim: "at least 30",
    },
    Row {
        what: "Cox with late entry, three drivers, Efron",
        task: "cox",
        peer: "R survival",
        program: &["Rscript", "peers.R", "cox"],
        aim: "at least 5",
    },
];

/// Measures in a folder, and gives the table. Peers that are not installed are said to be so.
pub(crate) fn measure(folder: &Path) -> Result<String> {
    ours("data", folder)?;
    let mut page = "| what | Mainstay | alternative | processor time | ratio | aim |\n\
        | --- | ---: | --- | ---: | ---: | --- |\n"
        .to_owned();
    for Row { what, task, peer, program, aim } in ROWS {
        let own: Value = serde_json::from_slice(&ours(task, folder)?).context("our own answer")?;
        let script = root().join("crates/forecast/benches").join(program[1]);
        let mut command = Command::new(program[0]);
        let row = match output(command.arg(script).args(&program[2..]).arg(folder)) {
            Ok(printed) => {
                let theirs: Value = serde_json::from_slice(&printed).context("the peer's answer")?;
                format!(
                    "{} | {:.0} times faster",
                    shown(&theirs),
                    number(&theirs, "cpu")? / number(&own, "cpu")?
                )
            }
            Err(problem) => format!("could not be run: {problem} |"),
        };
        page.push_str(&format!("| {what} | {} | {peer} | {row} | {aim} |\n", shown(&own)));
    }
    Ok(page)
}

/// Runs a task in a process of its own.
fn ours(task: &str, folder: &Path) -> Result<Vec<u8>> {
    let mut bench =
        cargo_command(&["bench", "--locked", "--quiet", "-p", "forecast", "--bench", "speed", "--"]);
    output(bench.arg(task).arg(folder))
}

fn number(answer: &Value, key: &str) -> Result<f64> {
    answer[key].as_f64().with_context(|| format!("the answer has no {key}"))
}

/// Processor time and peak memory in words.
fn shown(answer: &Value) -> String {
    let seconds = answer["cpu"].as_f64().unwrap_or_default();
    let peak = answer["peak_kib"].as_f64().unwrap_or_default() / 1024.0;
    format!("{seconds:.3} s, {peak:.0} MiB")
}
