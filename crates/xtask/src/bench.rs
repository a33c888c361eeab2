//! The benchmarks: criterion's and their peers' in one run, told as ratios.

mod census;
mod figures;
mod forecast;
mod papers;
mod record;
mod web;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run::{cargo_command, finish, output, say, target};

/// One row of the table: what, Mainstay's time, the alternative's name and time, and the aim.
struct Ratio {
    what: &'static str,
    ours: f64,
    peer: String,
    theirs: f64,
    /// Whether the ratio is our time over theirs (smaller is better) or theirs over ours.
    ours_over_theirs: bool,
    aim: &'static str,
}

/// A benchmark: measures in a folder of its own, and gives its part of `docs/performance.md`.
type Bench = fn(&Path) -> Result<String>;

const BENCHES: &[(&str, Bench)] = &[
    ("record", record::measure),
    ("figures", figures::measure),
    ("census", census::measure),
    ("forecast", forecast::measure),
    ("papers", papers::measure),
    ("web", web::measure),
];

/// Runs the benchmarks that are named, or all, and prints the tables of `docs/performance.md`.
pub(crate) fn run(named: &[String]) -> Result<()> {
    if let Some(unknown) = named.iter().find(|name| !BENCHES.iter().any(|(known, _)| known == name)) {
        let known: Vec<_> = BENCHES.iter().map(|(name, _)| *name).collect();
        bail!("there is no benchmark `{unknown}`; there are {}", known.join(", "));
    }
    for (name, measure) in BENCHES {
        if !named.is_empty() && !named.iter().any(|one| one == name) {
            continue;
        }
        let folder = std::env::temp_dir().join(format!("mainstay-bench-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let measured = measure(&folder);
        // A folder left behind in the system's temporary place does no harm.
        let _ = fs::remove_dir_all(&folder);
        say(&measured?);
    }
    Ok(())
}

/// The table of ratios.
fn table(ratios: Vec<Ratio>) -> String {
    let mut page =
        "| what | Mainstay | alternative | time | ratio | aim |\n| --- | ---: | --- | ---: | ---: | --- |\n"
            .to_owned();
    for Ratio { what, ours, peer, theirs, ours_over_theirs, aim } in ratios {
        let ratio = if ours_over_theirs {
            format!("{:.2} times as long", ours / theirs)
        } else {
            format!("{:.0} times faster", theirs / ours)
        };
        page.push_str(&format!(
            "| {what} | {} | {peer} | {} | {ratio} | {aim} |\n",
            shown(ours),
            shown(theirs)
        ));
    }
    page
}

/// Runs a bench of criterion's, which leaves in the folder what its peers need.
fn criterion(package: &str, bench: &str, folder: &Path) -> Result<()> {
    let mut bench = cargo_command(&["bench", "--locked", "-p", package, "--bench", bench]);
    finish(bench.env("MAINSTAY_BENCH_FOLDER", folder))
}

/// Criterion's median of a benchmark, in nanoseconds.
fn estimate(name: &str) -> Result<f64> {
    let path = target().join("criterion").join(name).join("new/estimates.json");
    let text = fs::read(&path).with_context(|| path.display().to_string())?;
    let estimates: Value = serde_json::from_slice(&text)?;
    number(&estimates["median"], "point_estimate")
}

/// A Python with the packages of a requirements file, in an environment of its own.
fn python(name: &str, requirements: &Path) -> Result<PathBuf> {
    let place = target().join("peers").join(name);
    let python = place.join("bin/python");
    if !python.exists() {
        finish(Command::new("python3").args(["-m", "venv"]).arg(&place))?;
    }
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    finish(Command::new(&python).args(install).arg(requirements))?;
    Ok(python)
}

/// What a peer printed: JSON.
fn peer(command: &mut Command) -> Result<Value> {
    Ok(serde_json::from_slice(&output(command)?)?)
}

/// The middle of some numbers.
fn median_of(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A number of a peer's answer.
fn number(answer: &Value, name: &str) -> Result<f64> {
    answer[name].as_f64().with_context(|| format!("there is no {name} among what was measured"))
}

/// A value of a peer's answer in words.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A time in words.
fn shown(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n >= 1e9 => format!("{:.2} s", n / 1e9),
        n if n >= 1e6 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.0} µs", n / 1e3),
    }
}
