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

/// A column of numbers; `null` is NaN.
#[allow(dead_code, reason = "each test program uses a part of this module")]
pub(crate) fn column(table: &Value, name: &str) -> Vec<f64> {
    let cells = table[name].as_array().unwrap_or_else(|| panic!("no column {name}"));
    cells.iter().map(|cell| cell.as_f64().unwrap_or(f64::NAN)).collect()
}

/// A column as numbers of groups, in order of the values; `null` and words alike.
#[allow(dead_code, reason = "each test program uses a part of this module")]
pub(crate) fn codes(table: &Value, name: &str) -> (Vec<u32>, Vec<String>) {
    let cells = table[name].as_array().unwrap_or_else(|| panic!("no column {name}"));
    let words: Vec<String> = cells.iter().map(ToString::to_string).collect();
    let mut known = words.clone();
    known.sort_by(|a, b| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b),
        _ => a.cmp(b),
    });
    known.dedup();
    let code = |word: &String| known.iter().position(|own| own == word).expect("a known word");
    (words.iter().map(|word| u32::try_from(code(word)).expect("few groups")).collect(), known)
}

/// Whole numbers of a column.
#[allow(dead_code, reason = "each test program uses a part of this module")]
pub(crate) fn whole(table: &Value, name: &str) -> Vec<u32> {
    let cells = table[name].as_array().unwrap_or_else(|| panic!("no column {name}"));
    cells.iter().map(|cell| u32::try_from(cell.as_u64().expect("a whole number")).expect("small")).collect()
}
