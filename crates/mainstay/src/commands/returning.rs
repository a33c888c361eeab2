//! The census's commands that need no store.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use app::answers::returns::RulesAnswer;
use app::error::OfficeError;
use app::returning::{CheckAsk, ReturnFile, check_returns};
use app::returns::csww::finding::Level;

use crate::args::{CswwCheckArgs, CswwCommand, Format, LevelArg};
use crate::console::Console;
use crate::failure::Outcome;
use crate::files;

use super::{Done, operator, say};

pub(super) fn csww(command: &CswwCommand, console: &mut Console) -> Done {
    match command {
        CswwCommand::Check(args) => check(args, console),
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
    let path = path.to_owned();
    let open = {
        let path = path.clone();
        move || -> io::Result<Box<dyn Read>> { Ok(Box::new(File::open(&path)?)) }
    };
    ReturnFile { name: path.display().to_string(), open: Box::new(open) }
}
