//! The reader and the check of the census.
#![no_main]

#[path = "plain/csww.rs"]
mod plain;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| plain::csww(bytes));
