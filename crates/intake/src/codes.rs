//! The registry of finding codes: what each means, how grave it is and what to do.
//!
//! One constant per code and one slice of them all; documentation is generated from the slice. Nothing here finds
//! anything.

/// Declares the codes and the slice that lists them.
macro_rules! finding_codes {
    ($($name:ident = $code:literal, $level:ident, $title:literal, $explanation:literal, $fix:literal;)+) => {
        $(
            #[doc = concat!("`", $code, "`: ", $title, ".")]
            pub const $name: $crate::finding::FindingCode = $crate::finding::FindingCode {
                code: $code,
                level: $crate::finding::Level::$level,
                title: $title,
                explanation: $explanation,
                fix: $fix,
            };
        )+

        /// Every code, in the order in which reading meets them.
        pub const CODES: &[$crate::finding::FindingCode] = &[$($name),+];
    };
}
pub(crate) use finding_codes;

finding_codes! {
    // Whole files.
    NOT_WHAT_IT_CLAIMS = "not-the-file-it-claims", Error, "Not the kind of file its name claims",
        "The file's content is of another kind than its name says, so it may have been damaged, renamed or saved wrongly. Nothing in it was read.",
        "Open it in the program it came from and save it as XLSX, ODS or CSV, with the name ending to match.";
    EMPTY_FILE = "empty-file", Error, "Empty file",
        "The file has nothing in it; an export may have failed.",
        "Run the export again, or leave the file out.";
    TOO_LARGE = "too-large", Error, "Too large",
        "The file, a sheet or a cell is beyond what will be read. The limits keep one bad file from exhausting the machine, and can be raised.",
        "Split the file, delete formatting beyond the last row and column, or raise the limit.";
    BROKEN_FILE = "broken-file", Error, "Damaged workbook",
        "The file looks like a workbook but cannot be read to its end.",
        "Open it in Excel or LibreOffice, let it repair the file, and save it again as XLSX.";
    PASSWORD_PROTECTED = "password-protected", Error, "Protected by a password",
        "The file is encrypted. Mainstay never asks for a file's password.",
        "Open the file, take the password off, and save it again.";
    MACROS_IGNORED = "macros-ignored", Query, "Workbook with macros",
        "The workbook has macros. They are never run and their text is not read; the cells are.",
        "Nothing, if the cells are as you want them.";
    // Text files.
    WINDOWS_1252 = "windows-1252", Query, "Read as Windows-1252",
        "The file is not UTF-8, so it was read in the older Western European encoding, Windows-1252. If it is in neither, accented letters are wrong.",
        "Check names with accents, dashes and pound signs; to be sure, save the file as CSV UTF-8.";
    BAD_ENCODING = "bad-encoding", Error, "Text does not fit its encoding",
        "The file starts with the mark of a Unicode encoding, but later bytes do not belong to it.",
        "Save the file again as CSV UTF-8.";
    NUL_BYTES = "nul-bytes", Error, "Not a text file",
        "The file has zero bytes, which no CSV file has. It may be UTF-16 without its mark, or not text at all.",
        "Save it again as CSV UTF-8 from the program it came from.";
    OTHER_DELIMITER = "other-delimiter", Query, "Columns not separated by commas",
        "The first line has no comma but has semicolons or tabs, so these were taken to separate the columns.",
        "Nothing, if the columns came out right.";
    UNCLOSED_QUOTE = "unclosed-quote", Error, "Quotation mark never closed",
        "A cell opens with a quotation mark that no later one closes, so everything after it ran into one cell and was not read.",
        "Close the quotation mark, or double it if it belongs to the text.";
    STRAY_QUOTE = "stray-quote", Error, "Text after a closing quotation mark",
        "A quoted cell goes on after its closing quotation mark, so where the cell ends is a guess.",
        "Double the quotation marks that belong to the text.";
    // Sheets.
    NO_SUCH_SHEET = "no-such-sheet", Error, "Sheet not found",
        "The sheet that was asked for is not in the workbook.",
        "Name one of the sheets that the message lists.";
    HIDDEN_SHEET = "hidden-sheet", Query, "Hidden sheet skipped",
        "A hidden sheet is taken to be working notes and was not read.",
        "Unhide it if it should be read, or name it.";
    EMPTY_SHEET = "empty-sheet", Query, "No rows",
        "There are no rows under the headings, or nothing at all.",
        "Nothing, if there is nothing to tell; otherwise check the export.";
    NO_HEADER_ROW = "no-header-row", Error, "No headings",
        "The row that should hold the headings is missing or blank.",
        "Give the number of the row that holds the headings.";
    BLANK_HEADING = "blank-heading", Error, "Cells under a blank heading",
        "A column has cells but no heading, so what they are is unknown. The column was not read.",
        "Give the column a heading, or empty it.";
    DUPLICATE_HEADING = "duplicate-heading", Error, "Two columns with one heading",
        "Two columns have the same heading, so which of them is meant is unknown.",
        "Rename or delete one of them.";
    MORE_CELLS = "more-cells-than-headings", Error, "More cells than headings",
        "The row has cells beyond the last heading. Often an unquoted comma has moved its cells one column to the right.",
        "Quote the cell that holds a comma, or empty the cells beyond the last heading.";
    FORMULA_CELLS = "formula-cells", Query, "Formulas",
        "The column has formulas. The values last calculated were read; whether they are up to date cannot be seen.",
        "Recalculate and save, or paste as values.";
    FORMULA_WITHOUT_VALUE = "formula-without-value", Error, "Formula without a value",
        "The formula was never calculated, so the cell holds no value.",
        "Open the workbook, let it calculate, and save it; or paste as values.";
    MERGED_CELLS = "merged-cells", Error, "Merged cells",
        "Merged cells hold one value in their first cell and nothing in the others, so the other rows or columns would be read as blank.",
        "Unmerge the cells and fill in each of them.";
    MERGED_HEADINGS = "merged-headings", Query, "Merged headings",
        "Cells of the row read as headings are merged. It may be a title, with the headings further down.",
        "Unmerge the cells, or give the number of the row that holds the headings.";
    ERROR_CELL = "error-cell", Error, "Cell in error",
        "The cell shows an error such as #REF! instead of a value.",
        "Mend the formula, or type the value.";
    // Dates.
    BAD_DATE = "bad-date", Error, "Not a date",
        "The cell should hold a date and cannot be read as one.",
        "Write dates as YYYY-MM-DD, or give the format in the mapping.";
    YEAR_OUT_OF_RANGE = "year-out-of-range", Error, "Year out of range",
        "Dates are read from 1900 to 2100. Years outside are slips or stand for no date.",
        "Correct the year; if it stands for no date, list it as a blank in the mapping.";
    TWO_DIGIT_YEAR = "two-digit-year", Query, "Year of two digits",
        "A year of two digits was read as Excel reads it: 30 to 99 as 1930 to 1999, 00 to 29 as 2000 to 2029.",
        "Write years with four digits.";
    DAY_MONTH_AMBIGUOUS = "day-month-ambiguous", Query, "Day and month could be swapped",
        "Every date of the column could be day/month or month/day; all were read as day/month.",
        "Give the date format in the mapping, or write dates as YYYY-MM-DD.";
    US_DATES = "us-dates", Error, "Dates written month first",
        "Some dates of the column make sense only as month/day, and none only as day/month. It was most likely written month first; none of its slashed dates were read.",
        "Give the format %m/%d/%Y in the mapping if that is what it is, or write dates as YYYY-MM-DD.";
    MIXED_DAY_MONTH = "mixed-day-month", Error, "Both day first and month first",
        "Some dates of the column make sense only as day/month and others only as month/day, so none of the ambiguous ones can be trusted. None of its slashed dates were read.",
        "Write the dates of the column one way, best as YYYY-MM-DD.";
    HALF_CONVERTED_DATES = "half-converted-dates", Query, "Some dates may have day and month swapped",
        "All true dates of the column have a day of 12 or less, and all others stayed text. A spreadsheet set to American dates leaves just this behind, with day and month of the true dates swapped.",
        "Compare some dates with the source, and import the column as text there if they are swapped.";
    SERIAL_DATE = "serial-date", Error, "Spreadsheet day number in place of a date",
        "The cell holds a plain number where a date belongs. Spreadsheets count days, and the number may be such a count.",
        "Format the column as a date and save again.";
    TIME_DROPPED = "time-dropped", Query, "Time of day left out",
        "The cell holds a time of day beside the date; only the date was read.",
        "Nothing, if the time does not matter.";
    // Numbers.
    BAD_NUMBER = "bad-number", Error, "Not a number",
        "The cell should hold a number and cannot be read as one.",
        "Write a plain number such as 0.8.";
    NUMBER_TOO_LARGE = "number-too-large", Error, "Number too large",
        "The number is larger than any that is kept (1,000,000,000).",
        "Correct the number.";
    THOUSANDS_SEPARATOR = "thousands-separator", Query, "Thousands separated",
        "The number has commas or spaces between thousands, and was read without them.",
        "Write numbers without separators.";
    CURRENCY_SIGN = "currency-sign", Query, "Currency sign",
        "The amount has a pound sign, and was read without it.",
        "Write amounts without a sign.";
    CURRENCY_NOT_EXPECTED = "currency-not-expected", Error, "Currency where none belongs",
        "The cell has a currency sign that does not belong in this column. The columns may have been swapped.",
        "Check that the right column was given.";
    PERCENT_SIGN = "percent-sign", Query, "Percentage",
        "The number was written as a percentage and read as a fraction: 80% as 0.8.",
        "Write 0.8 for 80%.";
    DECIMAL_COMMA = "decimal-comma", Error, "Decimal comma",
        "The number seems to have a comma where the decimal point should be. It was not read, because a comma may also separate thousands.",
        "Write a decimal point: 0.8.";
    UNUSUAL_NEGATIVE = "unusual-negative", Query, "Negative written another way",
        "The number was written in brackets or with its minus sign behind, and was read as negative.",
        "Write -3.00.";
    TOO_MANY_PLACES = "too-many-places", Query, "Rounded",
        "The number has more decimal places than are kept (six; two for money) and was rounded, halves away from zero.",
        "Nothing, if that is near enough.";
    DATE_FOR_NUMBER = "date-for-number", Error, "Date in place of a number",
        "The cell holds a date where a number belongs. Spreadsheets turn entries such as 1-5 into dates.",
        "Type the number again in a cell formatted as a number.";
    NO_NUMBER_WORD = "no-value-word", Error, "Word in place of a value",
        "The cell holds a word such as n/a or tbc. Blank, not known and zero are different things, so it was not guessed.",
        "Leave the cell empty if nothing is known, or list the word as a blank in the mapping.";
    BAD_COUNT = "bad-count", Error, "Not a whole number",
        "The cell should hold a whole number, zero or more.",
        "Write a whole number such as 12.";
    BAD_YES_NO = "bad-yes-no", Error, "Neither yes nor no",
        "The cell should hold yes or no.",
        "Write yes or no, or translate the word in the mapping.";
    MANGLED_KEY = "mangled-key", Error, "Key spoilt by a spreadsheet",
        "A spreadsheet took the key for a number or a date: 1.23E+11 in place of all its digits, 1 May in place of 1-5. The key as it was is lost.",
        "Format the column as text in the source and export again.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_written_alike() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in CODES {
            assert!(seen.insert(entry.code), "{} is listed twice", entry.code);
            assert!(
                entry.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                entry.code
            );
            assert!(!entry.title.ends_with('.'), "{}", entry.code);
            assert!(entry.explanation.ends_with('.') && entry.fix.ends_with('.'), "{}", entry.code);
        }
    }
}
