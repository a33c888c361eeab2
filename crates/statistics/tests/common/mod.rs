//! Reading the reference files, and comparing to so many parts.

use serde_json::Value;

/// A file of `tests/data`.
#[allow(dead_code, reason = "each test program uses a part of this module")]
pub(crate) fn reference(name: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let text = std::fs::read_to_string(path).expect("a reference file");
    serde_json::from_str(&text).expect("a reference file in JSON")
}

/// The numbers of a row under these names.
#[allow(dead_code, reason = "each test program uses a part of this module")]
pub(crate) fn numbers<const N: usize>(row: &Value, names: [&str; N]) -> [f64; N] {
    names.map(|name| row[name].as_f64().unwrap_or_else(|| panic!("{name} of {row}")))
}

/// Asserts equality to within a share of the expected value, or that much of one for values below one.
#[allow(dead_code, reason = "each test program uses a part of this module")]
#[track_caller]
pub(crate) fn close(found: f64, expected: f64, share: f64) {
    assert!((found - expected).abs() <= share * expected.abs().max(1.0), "{found} is not {expected}");
}
