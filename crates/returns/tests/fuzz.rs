//! The fuzz targets of `fuzz/`, on what proptest makes: sound returns and tables with bytes changed, put in and taken out.

#[path = "../../../fuzz/targets/plain/csww.rs"]
mod csww;
#[path = "../../../fuzz/targets/plain/csww_tables.rs"]
mod csww_tables;

use proptest::prelude::*;
use proptest::sample::Index;
use returns::csww::csv::to_csv;
use returns::csww::document::Return;
use returns::csww::read::Limits;
use returns::csww::sample::{Plan, sample};
use returns::csww::year::CensusYear;

fn sound() -> Vec<u8> {
    let mut out = Vec::new();
    sample(&Plan::new(5), &mut out).expect("memory can be written");
    out
}

fn tables() -> Vec<u8> {
    let read = Return::read(sound().as_slice(), &Limits::default()).expect("memory can be read");
    let mut tables = to_csv(&read.content, CensusYear::NEWEST);
    tables.sort_by_key(|table| table.name != "workers.csv");
    tables.iter().map(|table| table.bytes.as_slice()).collect::<Vec<_>>().join(&0)
}

/// Where, how many bytes go, and what comes in their place.
fn any_edits() -> impl Strategy<Value = Vec<(Index, usize, Vec<u8>)>> {
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..6),
        proptest::sample::select(
            &["<", "</CSWWWorker>", "&#0;", "]]>", "\"", ",", "\n", "\r\n", "-->", "=1"][..]
        )
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    proptest::collection::vec((any::<Index>(), 0usize..40, bytes), 0..6)
}

fn edited(mut bytes: Vec<u8>, edits: Vec<(Index, usize, Vec<u8>)>) -> Vec<u8> {
    for (at, gone, put) in edits {
        let at = at.index(bytes.len().max(1)).min(bytes.len());
        let to = (at + gone).min(bytes.len());
        bytes.splice(at..to, put);
    }
    bytes
}

proptest! {
    #[test]
    fn any_return_is_checked(edits in any_edits()) {
        csww::csww(&edited(sound(), edits));
    }

    #[test]
    fn any_tables_are_read_or_refused(edits in any_edits()) {
        csww_tables::csww_tables(&edited(tables(), edits));
    }
}
