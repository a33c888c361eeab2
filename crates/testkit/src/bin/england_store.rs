//! Fills a store with a synthetic England, one ledger per council: `england_store STORE [COUNCILS]`. Prints how large it is.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use ledger::{Append, Store};
use testkit::england::{Totals, council_changes};
use workforce::change::ChangeNumber;

/// Councils of the synthetic England.
const COUNCILS: u64 = 150;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let councils = arguments.nth(1).map_or(Ok(COUNCILS), |text| text.parse());
    let (Some(store), Ok(councils)) = (std::env::args().nth(1), councils) else {
        eprintln!("usage: england_store STORE [COUNCILS]");
        return ExitCode::from(2);
    };
    match fill(&store, councils).await {
        Ok(totals) => {
            // What cannot be printed is not worth failing for.
            let _ = writeln!(std::io::stdout(), "{totals}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("england_store: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn fill(address: &str, councils: u64) -> Result<Totals, Box<dyn Error>> {
    let store = Store::open_or_create(address).await?;
    let mut totals = Totals::default();
    for council in 1..=councils {
        // One council's changes at a time: all of England's would fill the memory.
        let changes = council_changes(council);
        totals.add(&changes);
        let code = format!("E{council:03}");
        store.add_council(&code, &format!("Synthetic {council}")).await?;
        for change in changes {
            let expected_head = ChangeNumber(change.number.0 - 1);
            let append =
                Append { expected_head, note: change.note, entries: change.entries, blobs: Vec::new() };
            store.append(&code, append).await?;
        }
    }
    store.close().await;
    Ok(totals)
}
