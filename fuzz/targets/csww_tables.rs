//! Tables of a return.
#![no_main]

#[path = "plain/csww_tables.rs"]
mod plain;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| plain::csww_tables(bytes));
