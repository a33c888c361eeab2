//! Documents and data that are made from the code, and the check that they are up to date.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::edges;
use crate::run::{built, finish, output, root, say};

/// Pages that the program itself prints.
const PRINTED: &[(&str, &[&str])] = &[
    ("docs/layouts.md", &["layout", "--markdown"]),
    ("docs/findings.md", &["layout", "--findings"]),
    ("docs/measures/README.md", &["figures", "--markdown"]),
    ("docs/mission.md", &["mission", "--markdown"]),
];

/// Writes the generated documents, or fails when one is out of date.
pub(crate) fn documents(check: bool) -> Result<()> {
    let mut pages = vec![("docs/edges.md", edges::markdown().into_bytes())];
    let program = built("mainstay")?;
    for (file, words) in PRINTED {
        pages.push((*file, output(Command::new(&program).args(*words))?));
    }
    let mut stale = Vec::new();
    for (folder, words) in RULES {
        if rule_pages(&program, folder, words, check)? == Pages::Stale {
            stale.push(*folder);
        }
    }
    for (file, page) in &pages {
        let path = root().join(file);
        if check && fs::read(&path).ok().as_ref() != Some(page) {
            stale.push(*file);
        } else if !check {
            fs::write(&path, page).with_context(|| path.display().to_string())?;
        }
    }
    if !stale.is_empty() {
        bail!("out of date: {}; run `cargo xtask docs`", stale.join(", "));
    }
    say(&format!("{} generated documents.", pages.len()));
    Ok(())
}

/// The folders of rules' pages, and the commands that write them.
const RULES: &[(&str, &[&str])] =
    &[("docs/csww/rules", &["csww", "rules"]), ("docs/agency/rules", &["agency", "rules"])];

/// Whether pages are as the program writes them.
#[derive(PartialEq, Eq)]
enum Pages {
    Current,
    Stale,
}

/// Writes the pages of rules into their folder, or looks whether they are what the program writes.
fn rule_pages(program: &Path, folder: &str, words: &[&str], check: bool) -> Result<Pages> {
    let folder = root().join(folder);
    let make = |into: &Path| finish(Command::new(program).args(words).arg("--out").arg(into));
    if !check {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        make(&folder)?;
        return Ok(Pages::Current);
    }
    let fresh = std::env::temp_dir().join(format!("mainstay-rules-{}", std::process::id()));
    let outcome = make(&fresh).and_then(|()| Ok(contents(&fresh)? == contents(&folder)?));
    // A folder left behind in the system's temporary place does no harm.
    let _ = fs::remove_dir_all(&fresh);
    Ok(if outcome? { Pages::Current } else { Pages::Stale })
}

/// Writes the synthetic council, or fails when it is not what the generator makes.
pub(crate) fn demo_data(check: bool) -> Result<()> {
    let folder = root().join("examples/wexcombe");
    let program = built("wexcombe")?;
    let make = |into: &Path| finish(Command::new(&program).arg(into));
    if !check {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        return make(&folder);
    }
    let fresh = std::env::temp_dir().join(format!("mainstay-wexcombe-{}", std::process::id()));
    let outcome = make(&fresh).and_then(|()| Ok((contents(&fresh)?, contents(&folder)?)));
    // A folder left behind in the system's temporary place does no harm.
    let _ = fs::remove_dir_all(&fresh);
    let (fresh, kept) = outcome?;
    if fresh != kept {
        bail!("examples/wexcombe is not what the generator makes; run `cargo xtask demo-data`");
    }
    say(&format!("examples/wexcombe: {} files as generated.", kept.len()));
    Ok(())
}

/// Every file below a folder, by path within it.
fn contents(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(here) = waiting.pop() {
        for entry in fs::read_dir(&here).with_context(|| here.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder)?.display().to_string();
                found.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(found)
}
