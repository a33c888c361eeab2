//! Reading papers and saying which of their claims hold.

use app::claiming::{ClaimsAsk, LARGEST_PAPER, check_claims};

use crate::args::{ClaimsCheckArgs, ClaimsCommand, Format, HeldAgainst};
use crate::console::Console;
use crate::failure::Outcome;
use crate::files;

use super::{Desk, Done, measuring, operator, today};

pub(super) async fn claims(desk: &mut Desk<'_>, command: &ClaimsCommand, console: &mut Console) -> Done {
    let ClaimsCommand::Check(args) = command;
    check(desk, args, console).await
}

async fn check(desk: &mut Desk<'_>, args: &ClaimsCheckArgs, console: &mut Console) -> Done {
    let file = files::read_one(&args.file, LARGEST_PAPER)?;
    let ask = ClaimsAsk {
        file: file.name,
        bytes: file.bytes,
        authority: args.authority.clone(),
        published: args.published,
    };
    let own = if args.against == HeldAgainst::Benchmarks {
        None
    } else {
        let (office, council) = desk.open_council().await?;
        Some(office.own_figures(&council, today()).await?)
    };
    let shelf =
        if args.against == HeldAgainst::Record { None } else { Some(measuring::shelf(desk).await?.0) };
    let answer = check_claims(&operator(None), shelf.as_ref(), own, &ask)?;
    if console.format() == Format::Html {
        Console::print(&answer.html())?;
    } else {
        console.answer(answer.report(), &answer.tables())?;
    }
    Ok(if answer.is_contradicted() { Outcome::DataHasErrors } else { Outcome::Done })
}
