//! All measures over months and teams of one council, and the DfE's measures of all England, against pandas and DuckDB.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};
use serde_json::Value;

use super::{Ratio, criterion, estimate, number, peer, python, shown, table, text};
use crate::run::root;

/// Runs the bench and its peers, which check every figure.
pub(super) fn measure(folder: &Path) -> Result<String> {
    criterion("measures", "figures", folder)?;
    let ours: Value = serde_json::from_slice(&fs::read(folder.join("figures.json"))?)?;
    let scripts = root().join("crates/measures/benches/peers");
    let python = python("figures", &scripts.join("requirements.txt"))?;
    let run = |script: &str| peer(Command::new(&python).arg(scripts.join(script)).arg(folder));
    let (pandas, duckdb) = (run("pandas_figures.py")?, run("duckdb_figures.py")?);
    let rows = [
        ("council", "council", "All measures, 120 months, every team of one council"),
        ("england", "england", "The DfE's measures, ten census years, all England"),
        ("england_every_core", "england", "The same on every core"),
    ];
    let mut ratios = Vec::new();
    for (bench, question, what) in rows {
        for (peer, name, aim) in [(&pandas, "pandas", "at least 50"), (&duckdb, "DuckDB", "at least 5")] {
            ensure!(peer[format!("{question}_cells")] == ours[format!("{question}_cells")]);
            let ours = estimate(&format!("figures/{bench}"))?;
            let theirs = number(peer, question)?;
            ratios.push(Ratio { what, ours, peer: name.to_owned(), theirs, ours_over_theirs: false, aim });
        }
    }
    let mut page = table(ratios);
    let processor = |question: &str| -> Result<String> {
        let ours = number(&ours, &format!("{question}_processor_ns"))?;
        let theirs = |peer: &Value| number(peer, &format!("{question}_processor"));
        let (pandas, duckdb) = (theirs(&pandas)?, theirs(&duckdb)?);
        Ok(format!(
            "{}, against {} of pandas ({:.0} times) and {} of DuckDB ({:.0} times)",
            shown(ours),
            shown(pandas),
            pandas / ours,
            shown(duckdb),
            duckdb / ours
        ))
    };
    page.push_str(&format!(
        "\nProcessor time, one thread of Mainstay's and all of theirs: the council {}; England {}.\n",
        processor("council")?,
        processor("england")?
    ));
    page.push_str(&format!(
        "\n{} figures of the council and {} of England, each the same from all three: pandas {}, DuckDB {}. One figure with \
         its evidence, interval and cautions, asked for by itself: {} of the council's, {} of England's.\n",
        ours["council_cells"],
        ours["england_cells"],
        text(&pandas["version"]),
        text(&duckdb["version"]),
        shown(number(&ours, "council_evidence_ns")?),
        shown(number(&ours, "england_evidence_ns")?),
    ));
    Ok(page)
}
