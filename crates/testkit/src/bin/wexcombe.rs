//! Writes the synthetic council `Wexcombe` as an example folder: `wexcombe OUT_DIR`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use testkit::wexcombe::{Plan, Step, generate};
use workforce::records::LAYOUTS;

const HEAD: &str = r#"council = "999"
name = "Wexcombe"
about = """
A council that does not exist, generated from a seed: children's and adults' services over eight years, with leavers, cover,
agency, sickness, maternity, acting up, promotions, budgets, and a restructure in 2020. Every row is synthetic.
"""
try = [
    "position --council 999 --as-at 2023-09-30 --by team",
    "compare --council 999 --from 2022-09-30 --to 2023-09-30 --by service",
    "compare --council 999 --from 2022-09-30 --to 2022-09-30 --from-known-at 2022-09-30 --by service",
    "project --council 999 --as-at 2023-09-30 --months 6 --by service",
    "position --council 999 --as-at 2020-10-01 --service CHI --by team",
]
"#;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: wexcombe OUT_DIR");
        return ExitCode::from(2);
    };
    match write(&folder, &generate(&Plan::wexcombe())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("wexcombe: {}: {problem}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path, steps: &[Step]) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let mut about = HEAD.to_owned();
    for step in steps {
        let note = &step.note;
        about.push_str(&format!(
            "\n[[change]]\nfolder = \"{}\"\nat = \"{}\"\nby = \"{}\"\nreason = \"{}\"\n",
            step.name, note.at, note.by, note.reason
        ));
        write_step(&folder.join(&step.name), step)?;
    }
    Ok(std::fs::write(folder.join("example.toml"), about)?)
}

/// One CSV file per kind, with the columns that are used.
fn write_step(folder: &Path, step: &Step) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let mut rows: BTreeMap<&str, Vec<Vec<Option<String>>>> = BTreeMap::new();
    for record in &step.records {
        rows.entry(record.layout().kind).or_default().push(record.to_row());
    }
    for layout in LAYOUTS {
        let Some(rows) = rows.get(layout.kind) else { continue };
        let used: Vec<usize> =
            (0..layout.columns.len()).filter(|&at| rows.iter().any(|row| row[at].is_some())).collect();
        let mut file = csv::Writer::from_path(folder.join(format!("{}.csv", layout.name)))?;
        file.write_record(used.iter().map(|&at| layout.columns[at].name))?;
        for row in rows {
            file.write_record(used.iter().map(|&at| row[at].as_deref().unwrap_or_default()))?;
        }
        file.flush()?;
    }
    Ok(())
}
