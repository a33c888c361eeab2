//! The record at the size of England, and one council's positions.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::{Ratio, criterion, estimate, number, peer, table, text};
use crate::run::{cargo_command, root};

/// Runs the bench, Python's standard library on the same records, and the memory of all England.
pub(super) fn measure(folder: &Path) -> Result<String> {
    criterion("testkit", "record", folder)?;
    let script = root().join("crates/testkit/benches/peers.py");
    let peers = peer(Command::new("python3").arg(script).arg(folder))?;
    let memory =
        peer(&mut cargo_command(&["run", "--release", "--quiet", "-p", "testkit", "--bin", "england"]))?;
    let ratios = vec![
        Ratio {
            what: "Fold all England",
            ours: estimate("england/fold")?,
            peer: "serde_json, to values".to_owned(),
            theirs: estimate("england/parse_to_values")?,
            ours_over_theirs: true,
            aim: "at most 2.5",
        },
        Ratio {
            what: "Fold all England",
            ours: estimate("england/fold")?,
            peer: "serde_json, read and dropped".to_owned(),
            theirs: estimate("england/parse_and_drop")?,
            ours_over_theirs: true,
            aim: "",
        },
        Ratio {
            what: "Fold and index all England",
            ours: estimate("england/fold_and_index")?,
            peer: "serde_json, to values".to_owned(),
            theirs: estimate("england/parse_to_values")?,
            ours_over_theirs: true,
            aim: "",
        },
        Ratio {
            what: "Fold one council",
            ours: estimate("council/fold")?,
            peer: "Python's json, parsing".to_owned(),
            theirs: number(&peers, "python_parse")?,
            ours_over_theirs: false,
            aim: "",
        },
        Ratio {
            what: "120 monthly positions by team",
            ours: estimate("council/monthly_positions")?,
            peer: "SQL on the flat views, SQLite".to_owned(),
            theirs: number(&peers, "sql_positions")?,
            ours_over_theirs: false,
            aim: "at least 50",
        },
        Ratio {
            what: "The same, indexing first",
            ours: estimate("council/index_and_monthly_positions")?,
            peer: "SQL on the flat views, SQLite".to_owned(),
            theirs: number(&peers, "sql_positions")?,
            ours_over_theirs: false,
            aim: "",
        },
    ];
    let mut page = table(ratios);
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
