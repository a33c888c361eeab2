//! Files to proposed changes: reading spreadsheets and CSV files, and saying what is wrong with them.
//!
//! Pure: bytes in, values and findings out. No file system, no clock, no network.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`source`] | what a file is, by its content; limits; the one entry to reading it |
//! | [`sheet`] | the common table that every kind of file becomes |
//! | [`csv_file`], [`text`], [`workbook`] | the readers behind [`source::read`] |
//! | [`values`] | what people type into cells, read as dates, decimals, counts, keys and yes or no |
//! | [`finding`], [`codes`] | findings, and the registry of everything a finding can say |
//! | [`mapping`] | how a file's columns and codes become the record's |
//! | [`rows`], [`proposal`], [`breaches`] | rows to records, and what an import would change |
//! | [`export`], [`docs`] | records back to files; the reference pages of layouts and findings |
//! | [`template`] | empty workbooks and CSV files to fill in; guarding exports against formulas |

mod absent;
pub mod breaches;
pub mod codes;
pub mod csv_file;
pub mod docs;
pub mod export;
pub mod finding;
mod gather;
pub mod mapping;
pub mod names;
mod plan;
pub mod proposal;
pub mod row_codes;
pub mod rows;
pub mod sheet;
pub mod source;
pub mod template;
pub mod text;
mod texts;
pub mod values;
pub mod workbook;
