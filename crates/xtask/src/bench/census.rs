//! The check of the census against xmllint, lxml and a bare pass of quick-xml, each a process of its own on the same files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use super::{median_of, python, shown, target};
use crate::run::{cargo, finish, output, root};

/// How many workers, and how often each program is run on them.
const SIZES: [(u32, usize); 3] = [(300, 15), (38_000, 7), (1_000_000, 3)];

/// The year of the samples and of the schema.
const YEAR: &str = "2025";

/// What one run of a program took.
#[derive(Debug, Clone, Copy)]
struct Took {
    /// Nanoseconds that passed.
    wall: f64,
    /// Nanoseconds of processors.
    processor: f64,
    /// The most memory, in megabytes.
    memory: f64,
}

/// Makes the samples, runs each program on each, and gives the table.
pub(super) fn measure(folder: &Path) -> Result<String> {
    cargo(&["build", "--release", "--locked", "-p", "mainstay"])?;
    cargo(&["build", "--release", "--locked", "-p", "returns", "--example", "bare"])?;
    let built = |name: &str| target().join("release").join(name);
    let peers = root().join("crates/returns/benches/peers");
    let python = python("census", &peers.join("requirements.txt"))?;
    let schema = root().join(format!("crates/returns/schema/csww-{YEAR}.xsd"));
    let mut page =
        "| workers | program | wall | processor | peak memory | wall, times ours | processor, times ours |\n\
                    | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n"
            .to_owned();
    for (workers, runs) in SIZES {
        let file = folder.join(format!("{workers}.xml"));
        let numbers = ["--workers", &workers.to_string(), "--year", YEAR, "--seed", "1", "--out"];
        finish(
            Command::new(built("mainstay"))
                .args(["csww", "sample"])
                .args(numbers)
                .arg(&file)
                .stdout(Stdio::null()),
        )?;
        let size = fs::metadata(&file)?.len();
        let mut check = vec![built("mainstay")];
        check.extend(["csww", "check", "--format", "json"].map(PathBuf::from));
        check.push(file.clone());
        let bare = vec![built("examples/bare"), file.clone()];
        let lint = ["xmllint", "--stream", "--noout", "--schema"].map(PathBuf::from);
        let lint = [&lint[..], &[schema.clone(), file.clone()]].concat();
        let lxml = vec![python.clone(), peers.join("lxml_check.py"), schema.clone(), file.clone()];
        let ours = took(&check, runs, folder)?;
        page.push_str(&row(
            workers,
            &format!("mainstay csww check, all rules ({} MB)", size / 1_000_000),
            ours,
            ours,
        ));
        for (name, program) in
            [("bare quick-xml", bare), ("xmllint --stream --schema", lint), ("lxml and XSD", lxml)]
        {
            // The tree that lxml keeps of a million workers needs several times the memory of most machines.
            if name == "lxml and XSD" && workers > 100_000 {
                continue;
            }
            page.push_str(&row(workers, name, took(&program, runs, folder)?, ours));
        }
        fs::remove_file(&file)?;
    }
    let version = output(Command::new("sh").args(["-c", "xmllint --version 2>&1"]))?;
    let version = String::from_utf8_lossy(&version);
    page.push_str(&format!("\nMedians. {}\n", version.lines().next().unwrap_or_default()));
    Ok(page)
}

fn row(workers: u32, program: &str, took: Took, ours: Took) -> String {
    format!(
        "| {workers} | {program} | {} | {} | {:.0} MB | {:.2} | {:.2} |\n",
        shown(took.wall),
        shown(took.processor),
        took.memory,
        took.wall / ours.wall,
        took.processor / ours.processor
    )
}

/// Medians of some runs of a program, which must find nothing wrong.
fn took(program: &[PathBuf], runs: usize, folder: &Path) -> Result<Took> {
    let all = (0..runs).map(|_| once(program, folder)).collect::<Result<Vec<_>>>()?;
    let median = |of: fn(&Took) -> f64| median_of(all.iter().map(of).collect());
    Ok(Took { wall: median(|t| t.wall), processor: median(|t| t.processor), memory: median(|t| t.memory) })
}

/// One run under GNU time, which knows the processor time and the memory of the program it starts.
fn once(program: &[PathBuf], folder: &Path) -> Result<Took> {
    let report = folder.join("time");
    let mut command = Command::new("/usr/bin/time");
    command.args(["--format", "%U %S %M", "--output"]).arg(&report).args(program);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let status = command.status().context("GNU time (Debian package `time`) could not be started")?;
    let wall = begun.elapsed().as_secs_f64() * 1e9;
    if !status.success() {
        bail!("{program:?} ended with {status}");
    }
    let report = fs::read_to_string(&report)?;
    let numbers: Vec<f64> = report.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    ensure!(numbers.len() == 3, "GNU time reported {report:?}");
    Ok(Took { wall, processor: (numbers[0] + numbers[1]) * 1e9, memory: numbers[2] / 1000.0 })
}
