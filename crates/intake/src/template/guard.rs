//! The guard against formulas in exports, and its inverse.
//!
//! A spreadsheet that opens an export runs a cell starting with `=` and the like, and a person's name can be made to
//! start so. An apostrophe before it makes the cell text. Plain numbers such as `-3.00` are left alone: they are what
//! they seem.

/// What makes a spreadsheet take text for a formula, the full-width forms included.
const LEADS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Text made safe for a cell of an export. [`restore`] gives the text back.
pub fn neutralise(text: &str) -> String {
    if needs_guard(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`neutralise`] made safe. Text that it would have left alone comes back as it is.
pub fn restore(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => rest,
        _ => text,
    }
}

/// Whether text would be run, apostrophes before it aside. Text that itself starts with an apostrophe and then a formula
/// is given one more, or else it would lose its own on the way back.
fn needs_guard(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    bare.starts_with(LEADS) && !is_plain_number(bare)
}

/// Whether text is a signed decimal and nothing else.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|half| !half.is_empty() && half.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-3.00", "-3.00"),
            ("+3", "+3"),
            ("-", "'-"),
            ("-3+cmd|' /C calc'!A0", "'-3+cmd|' /C calc'!A0"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("O'Brien", "O'Brien"),
            ("'tis", "'tis"),
            ("'=1", "''=1"),
            ("", ""),
        ] {
            assert_eq!(neutralise(text), safe);
            assert_eq!(restore(safe), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_guarded_comes_back(text in "['=+@\t\r\n.0-9a-z＝-]{0,8}|\\PC{0,12}") {
            let safe = neutralise(&text);
            prop_assert_eq!(restore(&safe), text.as_str());
            prop_assert!(!safe.starts_with(LEADS) || is_plain_number(&safe));
        }
    }
}
