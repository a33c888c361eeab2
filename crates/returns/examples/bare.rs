//! A bare pass of quick-xml over a file, for the census bench: every event is read and none is looked at. Prints how many.

use std::io::Write;
use std::process::ExitCode;

use quick_xml::Reader;
use quick_xml::events::Event;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else { return ExitCode::from(2) };
    let Ok(count) = events(&path) else { return ExitCode::FAILURE };
    // Printed so that nothing of the pass can be left out.
    match writeln!(std::io::stdout(), "{count}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn events(path: &std::ffi::OsStr) -> Result<u64, quick_xml::Error> {
    let mut reader = Reader::from_file(path)?;
    let mut buffer = Vec::new();
    let mut count = 0;
    loop {
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => return Ok(count),
            _ => count += 1,
        }
        buffer.clear();
    }
}
