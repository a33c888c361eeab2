//! Papers: begun, built, published, produced again.

use std::path::Path;

use app::error::OfficeError;
use app::papering::{self, Format as PaperFormat, LARGEST_FILE, PaperFile};

use crate::args::{BuildPaperArgs, Format, NewPaperArgs, PaperCommand, ReproduceArgs};
use crate::console::Console;
use crate::failure::{Failure, Outcome};
use crate::files;

use super::{Desk, Done, now, operator, say};

pub(super) async fn paper(desk: &mut Desk<'_>, command: &PaperCommand, console: &mut Console) -> Done {
    match command {
        PaperCommand::Templates => {
            let answer = papering::templates();
            say(console, &answer, &[answer.table()])
        }
        PaperCommand::New(args) => new(args),
        PaperCommand::Build(args) => build(desk, args, console.format()).await,
        PaperCommand::Publish { file } => {
            let file = read(file)?;
            let (office, council) = desk.open_council().await?;
            let answer = office.publish_paper(&council, &file, &now()).await?;
            say(console, &answer, &[answer.table()])
        }
        PaperCommand::Reproduce(args) => reproduce(desk, args, console.format()).await,
        PaperCommand::Changes { id, since } => {
            let (office, council) = desk.open_council().await?;
            let answer = office.paper_changes(&council, id, since).await?;
            say(console, &answer, &[answer.table()])
        }
    }
}

fn new(args: &NewPaperArgs) -> Done {
    let case = args.case.as_deref().map(files::read_text).transpose()?;
    let text = papering::begin(&operator(None), &args.template, args.as_at, args.meeting, case.as_ref())?;
    files::write_new(&args.out, text.as_bytes())?;
    Ok(made(&args.out))
}

async fn build(desk: &mut Desk<'_>, args: &BuildPaperArgs, format: Format) -> Done {
    let format = format_of(format)?;
    let file = read(&args.file)?;
    let (office, council) = desk.open_council().await?;
    let built = office.build_paper(&council, &file, args.release, &now()).await?;
    files::write_new(&args.out, &papering::written(&built, format)?)?;
    Ok(made(&args.out))
}

async fn reproduce(desk: &mut Desk<'_>, args: &ReproduceArgs, format: Format) -> Done {
    let format = format_of(format)?;
    let (office, council) = desk.open_council().await?;
    let bytes = office.reproduce_paper(&council, &args.id, format).await?;
    match &args.out {
        None => Console::give(&bytes)?,
        Some(out) => {
            files::write_new(out, &bytes)?;
            return Ok(made(out));
        }
    }
    Ok(Outcome::Done)
}

/// Says what was made on standard error: the file itself is the answer.
fn made(out: &Path) -> Outcome {
    Console::progress(&format!("Wrote {}", out.display()));
    Outcome::Done
}

fn read(path: &Path) -> Result<PaperFile, Failure> {
    let file = files::read_one(path, LARGEST_FILE)?;
    let text = String::from_utf8(file.bytes).map_err(|problem| {
        let at = problem.utf8_error().valid_up_to();
        Failure::File(format!("{} is not UTF-8 after byte {at}: save it as UTF-8", file.name))
    })?;
    Ok((file.name, text))
}

/// The format of a paper; HTML where none is said.
fn format_of(format: Format) -> Result<PaperFormat, Failure> {
    let ending = match format {
        Format::Table | Format::Html => "html",
        Format::Pdf => "pdf",
        Format::Csv => "csv",
        Format::Docx => "docx",
        Format::Xlsx => "xlsx",
        Format::Ods => "ods",
        Format::Json | Format::Sarif => "",
    };
    PaperFormat::from_ending(ending).ok_or_else(|| {
        let all: Vec<&str> = PaperFormat::ALL.iter().map(|format| format.ending()).collect();
        Failure::Office(OfficeError::Usage(format!("a paper is built as one of {}", all.join(", "))))
    })
}
