//! The reader of workbooks.
#![no_main]

#[path = "plain/intake_workbook.rs"]
mod plain;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| plain::intake_workbook(bytes));
