//! The census's commands; most need no store.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use app::answers::returns::RulesAnswer;
use app::census::{BuildAsk, TakeAsk};
use app::error::OfficeError;
use app::importing::Signature;
use app::returning::{
    CheckAsk, ReturnFile, SampleAsk, check_returns, compare_returns, return_from_csv, return_to_csv,
    sample_return, summarise_return,
};
use app::returns::csww::finding::Level;
use app::returns::csww::read::Limits;
use app::table::Table;

use crate::args::{CswwBuildArgs, CswwCheckArgs, CswwCommand, CswwSampleArgs, Format, LevelArg};
use crate::console::Console;
use crate::failure::{Failure, Outcome};
use crate::files;

use super::{Desk, Done, now, operator, say, today};

pub(super) async fn csww(desk: &mut Desk<'_>, command: &CswwCommand, console: &mut Console) -> Done {
    match command {
        CswwCommand::Build(args) => build(desk, args, console).await,
        CswwCommand::Readiness { year, by, known_at } => {
            let (office, council) = desk.open_council().await?;
            let answer = office.readiness(&council, *year, clock(), known_at.clone()).await?;
            say(console, &answer, &answer.tables(by.is_some()))
        }
        CswwCommand::Import { file: path, dry_run, by, reason } => {
            let ask = TakeAsk { file: file(path), dry_run: *dry_run, today: today() };
            import(desk, ask, by.as_deref(), reason.clone(), console).await
        }
        CswwCommand::Check(args) => check(args, console),
        CswwCommand::Compare { file: path, previous } => {
            let answer = compare_returns(&operator(None), &file(path), &file(previous))?;
            say(console, &answer, &answer.tables())
        }
        CswwCommand::Summary { file: path } => {
            let answer = summarise_return(&operator(None), &file(path))?;
            say(console, &answer, &answer.tables())
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

/// The time of now in UTC, as the header of a return has it: without a zone.
fn clock() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

async fn build(desk: &mut Desk<'_>, args: &CswwBuildArgs, console: &mut Console) -> Done {
    let office = desk.open().await?;
    let council = office.council_of_return(desk.arguments.council.as_deref(), &args.authority).await?;
    let ask = BuildAsk {
        year: args.year,
        authority: args.authority.clone(),
        made: clock(),
        known_at: args.known_at.clone(),
    };
    let (mut answer, bytes, _) = office.build_return(&council, &ask).await?;
    if let Some(path) = &args.out {
        files::write_new(path, &bytes)?;
        answer.file = Some(path.display().to_string());
    }
    if args.explain {
        answer = answer.explained();
    } else if args.out.is_none() {
        io::Write::write_all(&mut io::stdout().lock(), &bytes)
            .map_err(|problem| Failure::File(format!("the return cannot be printed: {problem}")))?;
        return Ok(Outcome::Done);
    }
    say(console, &answer, &answer.tables())
}

async fn import(
    desk: &mut Desk<'_>,
    ask: TakeAsk,
    by: Option<&str>,
    reason: Option<String>,
    console: &mut Console,
) -> Done {
    let office = desk.make_as(operator(by)).await?;
    let council = office.council_to_take(desk.arguments.council.as_deref(), &ask.file).await?;
    let answer = office.take_return(&council, &ask, Signature { at: now(), reason }).await?;
    console.answer(&answer, &answer.tables(ask.dry_run))?;
    Ok(match (answer.is_refused(), ask.dry_run) {
        (false, _) => Outcome::Done,
        (true, true) => Outcome::DataHasErrors,
        (true, false) => Outcome::Refused,
    })
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
    let notes = args.notes.as_deref().map(files::read_text).transpose()?;
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let limits = Limits {
        bytes: args.max_file << 20,
        depth: size(args.max_depth),
        text: size(args.max_text),
        ..Limits::default()
    };
    let ask = CheckAsk { year: args.year, rules: args.rules.clone(), only, notes, limits };
    let answer = check_returns(&operator(None), &files, previous.as_ref(), &ask)?;
    match console.format() {
        Format::Sarif => Console::print(&(format!("{:#}", answer.sarif()) + "\n"))?,
        Format::Csv => console.answer(&(), &[answer.list()])?,
        Format::Json => console.answer(&answer.json(), &[])?,
        _ => console.answer(&(), &answer.tables())?,
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
