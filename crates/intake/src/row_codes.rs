//! The registry of what mapping and proposing can find, beside [`crate::codes`] for reading and
//! [`workforce::check::RULES`] for consistency.
//!
//! One constant per code and one slice of them all. Nothing here finds anything.

use crate::codes::finding_codes;

finding_codes! {
    // The mapping file.
    MAPPING_SYNTAX = "mapping-syntax", Error, "Mapping is not TOML",
        "The mapping file cannot be read as TOML, so nothing in it was used.",
        "Correct the line; texts stand in quotation marks.";
    MAPPING_UNKNOWN_KEY = "mapping-unknown-key", Error, "Mapping has an unknown key",
        "A key of the mapping is not one that mappings have, so it would have no effect.",
        "Correct its spelling or take it out.";
    MAPPING_WRONG_TYPE = "mapping-wrong-type", Error, "Mapping holds the wrong kind of value",
        "A key of the mapping holds, for instance, a number where a text belongs.",
        "Write what the message asks for.";
    MAPPING_MISSING = "mapping-missing", Error, "Mapping lacks something",
        "A part of the mapping does nothing without what is missing.",
        "Add what the message asks for.";
    MAPPING_UNKNOWN_KIND = "mapping-unknown-kind", Error, "Mapping names an unknown kind",
        "There is no record kind or layout of that name.",
        "Use one of the kinds that the message lists.";
    MAPPING_UNKNOWN_COLUMN = "mapping-unknown-column", Error, "Mapping fills an unknown column",
        "The record kind has no column of that name.",
        "Use one of the columns that the message lists.";
    MAPPING_UNKNOWN_CODE = "mapping-unknown-code", Error, "Mapping gives an unknown code",
        "A code is translated to, or defaults to, one that the column does not have.",
        "Use one of the codes that the message lists.";
    MAPPING_BAD_VALUE = "mapping-bad-value", Error, "Mapping gives a value that does not fit",
        "A constant, default or setting cannot be read as what it stands for.",
        "Correct the value.";
    MAPPING_UNUSED = "mapping-unused", Query, "Part of the mapping matched nothing",
        "No file or sheet matched this source, so it brought in nothing.",
        "Nothing, if that file is not expected this time; otherwise check the file and sheet names.";
    MAPPED_COLUMN_MISSING = "mapped-column-missing", Error, "Column named in the mapping not found",
        "The mapping reads a column that the sheet does not have.",
        "Correct the heading in the mapping, or export the column again.";
    // Sheets and columns.
    UNKNOWN_SHEET = "unknown-sheet", Error, "File or sheet not known",
        "Neither the name nor a mapping says what records it holds, so it was not read.",
        "Name it after a layout, such as posts, or describe it in a mapping.";
    SHEET_NOT_MAPPED = "sheet-not-mapped", Query, "Sheet left out by the mapping",
        "No source of the mapping matches it and its name is no layout's, so it was not read.",
        "Nothing, if it is not needed; otherwise add a source for it.";
    UNKNOWN_COLUMN = "unknown-column", Error, "Unknown column",
        "The column is neither in the layout nor in the mapping. It may be a misspelt one, so it is not passed over in silence.",
        "Correct the heading, or list it under `ignore` in a mapping.";
    MISSING_REQUIRED_COLUMN = "missing-required-column", Error, "Required column missing",
        "Records cannot be read, or new ones cannot be made, without this column.",
        "Add the column, or fill it in the mapping.";
    // Cells and rows.
    MISSING_VALUE = "missing-value", Error, "Required cell is blank",
        "The column may not be blank.",
        "Fill in the cell.";
    BAD_KEY = "bad-key", Error, "Key cannot be used",
        "A key names a record in every later file, so it may not hold semicolons, tabs or line breaks, or be very long.",
        "Correct the key.";
    BAD_VALUE = "bad-value", Error, "Value does not fit its column",
        "The cell cannot be read as what the column holds.",
        "Correct the cell.";
    UNKNOWN_CODE = "unknown-code", Error, "Unknown code",
        "The column holds one of a closed list of codes, and this is not one of them.",
        "Use a code of the list, or translate this one in the mapping.";
    BAD_FULL_TIME = "bad-full-time", Error, "Full-time hours cannot be used",
        "Hours are divided by full-time hours to give FTE, so full-time hours must be a number above zero.",
        "Correct the full-time hours in the row or in the mapping.";
    REPEATED_ROW = "repeated-row", Query, "Same row twice",
        "Two rows give the same record with the same values; it is counted once.",
        "Delete one of the rows.";
    DUPLICATE_KEY = "duplicate-key", Error, "Same key, different values",
        "Two rows give the same record with different values, so which of them holds is unknown.",
        "Correct one of the keys, or delete the row that does not hold.";
    // Records that a complete file leaves out.
    ABSENT_SO_ENDED = "absent-so-ended", Query, "Absent from a complete file, so ended",
        "The files were declared complete for this kind and the record is not in them, so an end is proposed.",
        "Nothing, if it has ended; otherwise add it to the file.";
    ABSENT_NOT_ENDED = "absent-not-ended", Query, "Absent from a complete file, and kept",
        "The files were declared complete for this kind and the record is not in them, but it has no end that could be set.",
        "Nothing, if it still holds; records are never deleted by an import.";
    COMPLETE_WITHOUT_ROWS = "complete-without-rows", Error, "Declared complete, with no rows",
        "The kind was declared complete and no file has a row of it, which would end every record of the kind.",
        "Add the file, or do not declare the kind complete.";
    NOT_A_KIND = "not-a-kind", Error, "No such record kind",
        "The kind that was declared complete does not exist.",
        "Use one of the kinds that the message lists.";
}
