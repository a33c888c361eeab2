//! The benchmarks: criterion's, the peers' and the memory of all England in one run, told as ratios.

pub(crate) mod forecast;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::{cargo_command, finish, output, root, say};

/// One row of the table: what, Mainstay's time, the alternative's name and time, and the aim.
struct Ratio {
    what: &'static str,
    ours: f64,
    peer: &'static str,
    theirs: f64,
    /// Whether the ratio is our time over theirs (smaller is better) or theirs over ours.
    ours_over_theirs: bool,
    aim: &'static str,
}

/// Runs what is named, or everything, and prints the tables of `docs/performance.md`.
pub(crate) fn run(named: Option<&str>) -> Result<()> {
    match named {
        Some("forecast") => in_folder(forecast::measure),
        Some(other) => anyhow::bail!("there is no benchmark {other}: there is forecast"),
        None => {
            in_folder(measure)?;
            in_folder(forecast::measure)
        }
    }
}

/// Measures in a folder of its own, and prints the table.
fn in_folder(measure: fn(&Path) -> Result<String>) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("mainstay-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let measured = measure(&folder);
    // A folder left behind in the system's temporary place does no harm.
    let _ = fs::remove_dir_all(&folder);
    say(&measured?);
    Ok(())
}

fn measure(folder: &Path) -> Result<String> {
    let mut bench = cargo_command(&["bench", "--locked", "-p", "testkit", "--bench", "record"]);
    finish(bench.env("MAINSTAY_BENCH_FOLDER", folder))?;
    let script = root().join("crates/testkit/benches/peers.py");
    let peers = output(Command::new("python3").arg(script).arg(folder)).context("the peers' script")?;
    let peers: Value = serde_json::from_slice(&peers)?;
    let memory =
        output(&mut cargo_command(&["run", "--release", "--quiet", "-p", "testkit", "--bin", "england"]))?;
    let memory: Value = serde_json::from_slice(&memory)?;
    let peer = |name: &str| peers[name].as_f64().with_context(|| format!("the peers give no {name}"));
    let ratios = [
        Ratio {
            what: "Fold all England",
            ours: estimate("england/fold")?,
            peer: "serde_json, to values",
            theirs: estimate("england/parse_to_values")?,
            ours_over_theirs: true,
            aim: "at most 2.5",
        },
        Ratio {
            what: "Fold all England",
            ours: estimate("england/fold")?,
            peer: "serde_json, read and dropped",
            theirs: estimate("england/parse_and_drop")?,
            ours_over_theirs: true,
            aim: "",
        },
        Ratio {
            what: "Fold and index all England",
            ours: estimate("england/fold_and_index")?,
            peer: "serde_json, to values",
            theirs: estimate("england/parse_to_values")?,
            ours_over_theirs: true,
            aim: "",
        },
        Ratio {
            what: "Fold one council",
            ours: estimate("council/fold")?,
            peer: "Python's json, parsing",
            theirs: peer("python_parse")?,
            ours_over_theirs: false,
            aim: "",
        },
        Ratio {
            what: "120 monthly positions by team",
            ours: estimate("council/monthly_positions")?,
            peer: "SQL on the flat views, SQLite",
            theirs: peer("sql_positions")?,
            ours_over_theirs: false,
            aim: "at least 50",
        },
        Ratio {
            what: "The same, indexing first",
            ours: estimate("council/index_and_monthly_positions")?,
            peer: "SQL on the flat views, SQLite",
            theirs: peer("sql_positions")?,
            ours_over_theirs: false,
            aim: "",
        },
    ];
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
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    page.push_str(&format!(
        "\nEngland: {}; {} holders in post ({} FTE) on 30 September 2023. Peak memory with all of it folded and \
         indexed: {} (aim: under 1.5 GB). SQLite {}, Python {}; {} rows of positions, the same from both.\n",
        text(&memory["size"]),
        memory["in_post_headcount"],
        text(&memory["in_post_fte"]),
        text(&memory["peak"]),
        text(&peers["sqlite"]),
        text(&peers["python"]),
        peers["rows"],
    ));
    Ok(page)
}

/// Criterion's median of a benchmark, in nanoseconds.
fn estimate(name: &str) -> Result<f64> {
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), Into::into);
    let path = target.join("criterion").join(name).join("new/estimates.json");
    let text = fs::read(&path).with_context(|| path.display().to_string())?;
    let estimates: Value = serde_json::from_slice(&text)?;
    estimates["median"]["point_estimate"].as_f64().with_context(|| format!("{name} has no median"))
}

/// A time in words.
fn shown(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n >= 1e9 => format!("{:.2} s", n / 1e9),
        n if n >= 1e6 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.0} µs", n / 1e3),
    }
}
