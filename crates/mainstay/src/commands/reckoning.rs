//! Statistics on given data, and of the record.

use std::path::Path;

use app::error::OfficeError;
use app::staying::StayAsk;

use crate::args::{Format, StayArgs};
use crate::console::Console;
use crate::failure::Outcome;
use crate::files;

use super::{Done, operator};

/// The largest file of data that is read: a million spells take some 30 MiB.
const LARGEST_DATA: u64 = 512 << 20;

/// Runs one method. Its result is JSON whatever form is asked for, so that it can be compared by a program.
pub(super) fn statistics(path: &Path, console: &Console) -> Done {
    if matches!(console.format(), Format::Csv | Format::Sarif | Format::Html) {
        return Err(OfficeError::Usage("`statistics` prints JSON only: leave out --format".to_owned()).into());
    }
    let file = files::read_one(path, LARGEST_DATA)?;
    let answer = app::calculating::calculate(&operator(None), &file.name, &file.bytes)?;
    Console::print(&answer)?;
    Ok(Outcome::Done)
}

/// A question about how long people stay.
pub(super) fn stay_ask(args: &StayArgs) -> StayAsk {
    StayAsk {
        by: args.by,
        from: args.from,
        to: args.to,
        gap: args.gap,
        floor: args.floor,
        known_at: args.known_at.clone(),
    }
}
