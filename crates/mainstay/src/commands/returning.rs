//! The census's commands that need no store.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use app::answers::returns::RulesAnswer;
use app::error::OfficeError;
use app::returning::{
    CheckAsk, ReturnFile, SampleAsk, check_returns, compare_returns, return_from_csv, return_to_csv,
    sample_return, summarise_return,
};
use app::returns::csww::finding::Level;
use app::table::Table;

use crate::args::{CswwCheckArgs, CswwCommand, CswwSampleArgs, Format, LevelArg};
use crate::console::Console;
use crate::failure::Outcome;
use crate::files;

use super::{Done, operator, say};

pub(super) fn csww(command: &CswwCommand, console: &mut Console) -> Done {
    match command {
        CswwCommand::Check(args) => check(args, console),
        CswwCommand::Compare { file: path, previous } => {
            let answer = compare_returns(&operator(None), &file(path), &file(previous))?;
            say(console, &answer, &answer.tables())
        }
        CswwCommand::Summary { file: path } => {
            let answer = summarise_return(&operator(None), &file(path))?;
            say(console, &answer, &[answer.table()])
        }
        CswwCommand::ToCsv { file: path, out } => {
            let tables = return_to_csv(&operator(None), &file(path))?;
            let folder = out.clone().unwrap_or_else(|| path.with_extension(""));
            files::write_all(&folder, &tables)?;
            wrote(console, &folder)
        }
        CswwCommand::FromCsv { folder, out, year } => {
            let tables = files::read_tables(folder)?;
            let (name, bytes) = return_from_csv(&operator(None), &tables, *year)?;
            let path = out.clone().unwrap_or_else(|| PathBuf::from(name));
            files::write_new(&path, &bytes)?;
            wrote(console, &path)
        }
        CswwCommand::Sample(args) => sample(args, console),
        CswwCommand::Rules { out: Some(folder), .. } => {
            let pages = app::returning::rule_pages();
            files::write_all(folder, &pages)?;
            Ok(Outcome::Done)
        }
        CswwCommand::Rules { id, out: None } => {
            let answer = RulesAnswer::new(id.as_deref()).ok_or_else(|| {
                let id = id.as_deref().unwrap_or_default();
                OfficeError::Usage(format!("there is no rule {id}; `mainstay csww rules` lists them"))
            })?;
            say(console, &answer.json(), &[answer.table()])
        }
    }
}

fn wrote(console: &mut Console, path: &Path) -> Done {
    let table = Table::new(format!("Wrote {}", path.display()), &[]);
    say(console, &serde_json::json!({ "file": path.display().to_string() }), &[table])
}

/// Writes a sample as it is drawn, so that a large one needs no memory.
fn sample(args: &CswwSampleArgs, console: &mut Console) -> Done {
    let CswwSampleArgs { workers, year, seed, defects, authority, out } = args;
    let ask = SampleAsk {
        workers: *workers,
        year: *year,
        seed: *seed,
        defects: *defects,
        authority: authority.clone(),
    };
    let Some(path) = out else {
        if *defects > 0 {
            let text = "planted defects are listed in a side file: name the return with --out".to_owned();
            return Err(OfficeError::Usage(text).into());
        }
        sample_return(&operator(None), &ask, io::stdout().lock())?;
        return Ok(Outcome::Done);
    };
    let planted = sample_return(&operator(None), &ask, files::create(path)?)?;
    if *defects > 0 {
        let mut side = path.clone().into_os_string();
        side.push(".defects.json");
        files::write_new(Path::new(&side), planted.as_bytes())?;
    }
    wrote(console, path)
}

fn check(args: &CswwCheckArgs, console: &mut Console) -> Done {
    let files: Vec<ReturnFile> = args.files.iter().map(|path| file(path)).collect();
    let previous = args.previous.as_deref().map(file);
    let only = args.only.map(|level| match level {
        LevelArg::Error => Level::Error,
        LevelArg::Query => Level::Query,
    });
    let ask = CheckAsk { year: args.year, rules: args.rules.clone(), only };
    let answer = check_returns(&operator(None), &files, previous.as_ref(), &ask)?;
    match console.format() {
        Format::Sarif => Console::print(&(format!("{:#}", answer.sarif()) + "\n"))?,
        Format::Csv => console.answer(&(), &[answer.list()])?,
        Format::Json => console.answer(&answer.json(), &[])?,
        Format::Table => console.answer(&(), &answer.tables())?,
    }
    for problem in answer.files.iter().filter_map(|file| Some((&file.file, file.problem.as_ref()?))) {
        Console::progress(&format!("mainstay: {}: {}", problem.0, problem.1));
    }
    Ok(match answer.totals().error {
        _ if answer.is_unreadable() => Outcome::Refused,
        0 => Outcome::Done,
        _ => Outcome::DataHasErrors,
    })
}

/// A file as the office reads it.
fn file(path: &Path) -> ReturnFile {
    let name = path.display().to_string();
    let path = path.to_owned();
    ReturnFile { name, open: Box::new(move || Ok(Box::new(File::open(&path)?) as Box<dyn Read>)) }
}
