//! Findings: what is wrong, or worth a look, at one place of a file.
//!
//! A finding is data, not an error: reading goes on, and everything wrong with a file is told at once. What a code means
//! and how grave it is comes from the registry in [`crate::codes`], so that no two places can disagree about it.

use std::fmt::Write as _;

use serde::Serialize;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The file cannot be imported until it is put right.
    Error,
    /// Read in the way the message says; a person should look whether that is what was meant.
    Query,
}

/// One kind of finding: an entry of the registry [`crate::codes::CODES`].
#[derive(Debug, PartialEq, Eq)]
pub struct FindingCode {
    /// The code, such as `us-dates`.
    pub code: &'static str,
    /// How grave it always is.
    pub level: Level,
    /// A few words for a heading.
    pub title: &'static str,
    /// What it means and why it matters.
    pub explanation: &'static str,
    /// What to do about it, in general; a finding may carry a more particular fix.
    pub fix: &'static str,
}

/// Where something is: a file, and as much of sheet, row and column as is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The sheet's name; none in a CSV file.
    pub sheet: Option<String>,
    /// The row counted from 1 as Excel shows it, the header being a row of its own; in a CSV file, the line at which the
    /// row starts.
    pub row: Option<u32>,
    /// The column's heading.
    pub column: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: name.into(), ..Self::default() }
    }

    /// The same, in the named sheet.
    #[must_use]
    pub fn in_sheet(self, sheet: Option<&str>) -> Self {
        Self { sheet: sheet.map(str::to_owned), ..self }
    }

    /// The same, at this row.
    #[must_use]
    pub fn at_row(self, row: u32) -> Self {
        Self { row: Some(row), ..self }
    }

    /// The same, in the column with this heading.
    #[must_use]
    pub fn in_column(self, heading: impl Into<String>) -> Self {
        Self { column: Some(heading.into()), ..self }
    }
}

/// Something wrong, or worth a look, at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How grave it is.
    pub level: Level,
    /// Its code in the registry.
    pub code: &'static str,
    /// The file's name.
    pub file: String,
    /// The sheet's name; none in a CSV file.
    pub sheet: Option<String>,
    /// The row as in [`Place::row`]; none when it concerns a whole file or sheet.
    pub row: Option<u32>,
    /// The column's heading, or its letters where there is no heading.
    pub column: Option<String>,
    /// The value as found, cut to [`LONGEST_VALUE`] characters, control characters shown escaped.
    pub value: Option<String>,
    /// What is wrong here and why.
    pub message: String,
    /// What to do about it.
    pub fix: String,
}

impl Finding {
    /// A finding of this kind at this place, with the registry's general fix.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a place is made where the finding is, and used up by it"
    )]
    pub fn new(code: &'static FindingCode, place: Place, message: impl AsRef<str>) -> Self {
        Self {
            level: code.level,
            code: code.code,
            file: shown(&place.file),
            sheet: place.sheet.as_deref().map(shown),
            row: place.row,
            column: place.column.as_deref().map(shown),
            value: None,
            message: escaped(message.as_ref()),
            fix: code.fix.to_owned(),
        }
    }

    /// The same, with the value that was found.
    #[must_use]
    pub fn with_value(self, value: &str) -> Self {
        Self { value: Some(shown(value)), ..self }
    }

    /// The same, with a fix more particular than the registry's.
    #[must_use]
    pub fn with_fix(self, fix: impl AsRef<str>) -> Self {
        Self { fix: escaped(fix.as_ref()), ..self }
    }

    /// Whether it keeps the file from being imported.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }
}

/// The longest value a finding shows, in characters.
pub const LONGEST_VALUE: usize = 80;

/// A value fit to be shown: cut to [`LONGEST_VALUE`] characters, control characters escaped.
pub fn shown(text: &str) -> String {
    let mut characters = text.chars();
    let kept: String = characters.by_ref().take(LONGEST_VALUE).collect();
    let mut out = escaped(&kept);
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

/// Escapes what could disturb a terminal or hide what a value says: control characters and direction marks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let hides = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if c.is_control() || hides {
            // Writing to a string cannot fail.
            let _ = write!(out, "{}", c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn is_serialised_in_the_documented_shape() {
        let place = Place::file("posts.csv").at_row(7).in_column("fte");
        let finding = Finding::new(&codes::DECIMAL_COMMA, place, "written with a comma").with_value("0,8");
        let json = serde_json::to_string(&finding).unwrap();
        let fix = serde_json::to_string(codes::DECIMAL_COMMA.fix).unwrap();
        assert_eq!(
            json,
            format!(
                r#"{{"level":"error","code":"decimal-comma","file":"posts.csv","sheet":null,"row":7,"column":"fte","value":"0,8","message":"written with a comma","fix":{fix}}}"#
            )
        );
    }

    #[test]
    fn long_values_are_cut_and_control_characters_escaped() {
        let long = "x".repeat(200);
        assert_eq!(shown(&long), format!("{}…", "x".repeat(80)));
        assert_eq!(shown(&"y".repeat(80)), "y".repeat(80));
        assert_eq!(shown("a\u{1b}[31m\tb\u{202e}c"), "a\\u{1b}[31m\\tb\\u{202e}c");
    }
}
