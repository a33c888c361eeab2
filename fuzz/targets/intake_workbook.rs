//! The reader of workbooks. The library that reads them panics on some files; `intake` catches that and refuses the file, so
//! only a panic that nobody catches counts.
#![no_main]

#[path = "plain/intake_workbook.rs"]
mod plain;

libfuzzer_sys::fuzz_target!(
    init: {
        std::panic::set_hook(Box::new(|told| eprintln!("{told}")));
    },
    |bytes: &[u8]| plain::intake_workbook(bytes)
);
