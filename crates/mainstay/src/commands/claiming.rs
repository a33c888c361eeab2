//! Reading papers and saying which of their claims hold.

use app::claiming::{ClaimsAsk, Correction, LARGEST_PAPER, add_correction, check_claims};

use crate::args::{ClaimsCheckArgs, ClaimsCommand, ClaimsCorrectArgs, Format, HeldAgainst};
use crate::console::Console;
use crate::failure::Outcome;
use crate::files;

use super::{Desk, Done, measuring, operator, today};

pub(super) async fn claims(desk: &mut Desk<'_>, command: &ClaimsCommand, console: &mut Console) -> Done {
    match command {
        ClaimsCommand::Check(args) => check(desk, args, console).await,
        ClaimsCommand::Correct(args) => correct(args),
    }
}

fn correct(args: &ClaimsCorrectArgs) -> Done {
    let (name, text) = if args.file.exists() {
        files::read_text(&args.file)?
    } else {
        (args.file.display().to_string(), String::new())
    };
    let correction = Correction {
        sentence: args.sentence.clone(),
        stated: args.stated.clone(),
        measure: args.measure.clone(),
        authority: args.authority.clone(),
        year: args.year,
        reason: args.reason.clone(),
    };
    files::replace(&args.file, &add_correction(&name, &text, &correction)?)?;
    Ok(Outcome::Done)
}

async fn check(desk: &mut Desk<'_>, args: &ClaimsCheckArgs, console: &mut Console) -> Done {
    let file = files::read_one(&args.file, LARGEST_PAPER)?;
    let mut ask = ClaimsAsk {
        file: file.name,
        bytes: file.bytes,
        authority: args.authority.clone(),
        published: args.published,
        corrections: args.corrections.as_deref().map(files::read_text).transpose()?,
        kept: Vec::new(),
    };
    let own = if args.against == HeldAgainst::Benchmarks {
        None
    } else {
        let (office, council) = desk.open_council().await?;
        let kept = office.kept_corrections(&council).await?;
        ask.kept = kept.into_iter().map(|(_, correction)| correction).collect();
        Some(office.own_figures(&council, today()).await?)
    };
    let shelf =
        if args.against == HeldAgainst::Record { None } else { Some(measuring::shelf(desk).await?.0) };
    let answer = check_claims(&operator(None), shelf.as_deref(), own, &ask)?;
    for unused in &answer.report().unused {
        Console::progress(&format!("A correction was not used: {unused}."));
    }
    if console.format() == Format::Html {
        Console::print(&answer.html())?;
    } else {
        console.answer(answer.report(), &answer.tables())?;
    }
    Ok(if answer.is_contradicted() { Outcome::DataHasErrors } else { Outcome::Done })
}
