//! The reader of CSV files.
#![no_main]

#[path = "plain/intake_csv.rs"]
mod plain;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| plain::intake_csv(bytes));
