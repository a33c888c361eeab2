//! Empty files to fill in, and the guard that keeps exports from being run as formulas.
//!
//! Everything is written from the layouts, so a template cannot differ from what import takes. The same layouts give the
//! same bytes, whenever and wherever. Nothing here writes to a disk.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Note, Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError,
};
use workforce::layout::{Code, Column, Layout, Shape};

mod guard;

pub use guard::{neutralise, restore};

/// The sheet of a template that explains the others.
pub const NOTES_SHEET: &str = "Notes";
/// The sheet of a template that lists the codes of its columns.
pub const CODES_SHEET: &str = "Codes";

/// Whether a sheet of this name is there for people and holds no rows to import.
pub fn is_for_people(sheet: &str) -> bool {
    [NOTES_SHEET, CODES_SHEET].iter().any(|name| sheet.trim().eq_ignore_ascii_case(name))
}

/// Why a template could not be written.
#[derive(Debug, thiserror::Error)]
#[error(
    "the template could not be written: {0}; check the layout's names against what Excel allows for sheets and tables"
)]
pub struct TemplateProblem(#[from] XlsxError);

/// An empty workbook with one sheet for each layout, between the sheets `Notes` and `Codes`.
///
/// # Errors
/// When a layout's name cannot be a sheet's name.
pub fn workbook(layouts: &[&Layout]) -> Result<Vec<u8>, TemplateProblem> {
    let mut book = Workbook::new();
    book.set_properties(&properties()?);
    let styles = Styles::new();
    notes(book.add_worksheet(), layouts, &styles)?;
    let mut lists = CodeLists::default();
    for layout in layouts {
        records(book.add_worksheet(), layout, &mut lists, &styles)?;
    }
    if !lists.rows.is_empty() {
        codes(book.add_worksheet(), &lists, &styles)?;
    }
    Ok(book.save_to_buffer()?)
}

/// An empty CSV file: the headings and nothing else.
///
/// It starts with a byte-order mark. Excel on Windows takes a CSV file without one for Windows-1252, and would spoil every
/// accented name as soon as it saves; the readers here and elsewhere pass over the mark.
pub fn csv(layout: &Layout) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    writer
        .write_record(layout.columns.iter().map(|column| column.name))
        .expect("writing to memory does not fail");
    writer.into_inner().expect("writing to memory does not fail")
}

/// Every template as files by name: one workbook of all the layouts, and a CSV file for each.
///
/// # Errors
/// When a layout's name cannot be a sheet's name.
pub fn all(layouts: &[Layout]) -> Result<Vec<(String, Vec<u8>)>, TemplateProblem> {
    let every: Vec<&Layout> = layouts.iter().collect();
    let book = ("mainstay-templates.xlsx".to_owned(), workbook(&every)?);
    let files = layouts.iter().map(|layout| (format!("{}.csv", layout.name), csv(layout)));
    Ok(std::iter::once(book).chain(files).collect())
}

/// A column's shape in a few words, for notes.
pub fn shape_words(shape: Shape) -> String {
    let list = |codes: &[Code]| codes.iter().map(|code| code.code).collect::<Vec<_>>().join(", ");
    match shape {
        Shape::Key => "key: your own reference, unique".to_owned(),
        Shape::Reference(kind) => format!("the key of a {kind}"),
        Shape::References(kind) => format!("keys of records of the kind {kind}, separated by ;"),
        Shape::Text => "text".to_owned(),
        Shape::Date => "date, YYYY-MM-DD".to_owned(),
        Shape::Fte => "FTE, at most six decimal places".to_owned(),
        Shape::Decimal => "number, at most six decimal places".to_owned(),
        Shape::Money => "pounds and pence".to_owned(),
        Shape::Count => "whole number, zero or more".to_owned(),
        Shape::YesNo => "yes or no".to_owned(),
        Shape::Code(codes) => format!("one of: {}", list(codes)),
        Shape::Codes(codes) => format!("any of, separated by ;: {}", list(codes)),
    }
}

fn properties() -> Result<DocProperties, XlsxError> {
    // A fixed date: a template says the same whenever it is written.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    Ok(DocProperties::new()
        .set_title("Mainstay: templates for import")
        .set_subject("Empty sheets with the headings that import takes")
        .set_author("Mainstay")
        // The writer knows no language of the document proper, so it is told as a custom property.
        .set_custom_property("Language", "en-GB")
        .set_creation_datetime(&made))
}

struct Styles {
    title: Format,
    text: Format,
    heading: Format,
    required: Format,
}

impl Styles {
    fn new() -> Self {
        let heading =
            Format::new().set_bold().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            required: heading.clone().set_background_color(0x00DD_EBF7),
            heading,
        }
    }
}

/// Writes the sheet that explains the others: a row for each sheet and each of its columns.
fn notes(sheet: &mut Worksheet, layouts: &[&Layout], styles: &Styles) -> Result<(), XlsxError> {
    const HEADINGS: [&str; 5] = ["Sheet", "Column", "Required", "Holds", "Meaning"];
    const WIDTHS: [f64; 5] = [22.0, 26.0, 10.0, 48.0, 80.0];
    sheet.set_name(NOTES_SHEET)?;
    sheet.write_with_format(
        0,
        0,
        "Fill in the sheets that you need and leave the others empty. Headings may not be renamed.",
        &styles.title,
    )?;
    let mut row = 2;
    for layout in layouts {
        let about = if layout.personal {
            format!("One row: {} Holds personal data.", layout.doc)
        } else {
            format!("One row: {}", layout.doc)
        };
        write_row(sheet, &mut row, [layout.name, "", "", "", &about], styles)?;
        for column in layout.columns {
            let required = if column.required { "yes" } else { "no" };
            write_row(
                sheet,
                &mut row,
                [layout.name, column.name, required, &shape_words(column.shape), column.doc],
                styles,
            )?;
        }
    }
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    table(sheet, 1, row.max(3) - 1, &HEADINGS, "notes", styles)?;
    sheet.set_freeze_panes(2, 0)?;
    Ok(())
}

fn write_row<const N: usize>(
    sheet: &mut Worksheet,
    row: &mut u32,
    cells: [&str; N],
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (column, cell) in (0_u16..).zip(cells) {
        sheet.write_string_with_format(*row, column, cell, &styles.text)?;
    }
    *row += 1;
    Ok(())
}

fn table(
    sheet: &mut Worksheet,
    first: u32,
    last: u32,
    headings: &[&str],
    name: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let Some(last_column) = headings.len().checked_sub(1).and_then(|last| u16::try_from(last).ok()) else {
        return Ok(());
    };
    let columns: Vec<_> = headings
        .iter()
        .map(|heading| TableColumn::new().set_header(*heading).set_header_format(&styles.heading))
        .collect();
    // A table's name allows letters, digits and underlines only.
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let table =
        Table::new().set_name(format!("mainstay_{name}")).set_columns(&columns).set_style(TableStyle::Light1);
    sheet.add_table(first, 0, last.max(first + 1), last_column, &table)?;
    Ok(())
}

/// The lists of codes that columns draw on, as rows of the codes' sheet.
#[derive(Default)]
struct CodeLists {
    rows: Vec<(&'static str, &'static str, Code)>,
}

impl CodeLists {
    /// Adds a column's codes; gives the cells where they will stand, as a validation names them.
    fn add(&mut self, layout: &Layout, column: &Column, codes: &[Code]) -> String {
        // Counted from 1, under one row of headings.
        let first = self.rows.len() + 2;
        self.rows.extend(codes.iter().map(|code| (layout.name, column.name, *code)));
        format!("={CODES_SHEET}!$C${first}:$C${}", first + codes.len() - 1)
    }
}

/// Writes the sheet that lists every code with its meaning.
fn codes(sheet: &mut Worksheet, lists: &CodeLists, styles: &Styles) -> Result<(), XlsxError> {
    const HEADINGS: [&str; 4] = ["Sheet", "Column", "Code", "Meaning"];
    sheet.set_name(CODES_SHEET)?;
    let mut row = 1;
    for (layout, column, code) in &lists.rows {
        write_row(sheet, &mut row, [layout, column, code.code, code.meaning], styles)?;
    }
    for (column, width) in (0_u16..).zip([22.0, 26.0, 28.0, 80.0]) {
        sheet.set_column_width(column, width)?;
    }
    table(sheet, 0, row - 1, &HEADINGS, "codes", styles)?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Writes the empty sheet of one layout.
fn records(
    sheet: &mut Worksheet,
    layout: &Layout,
    lists: &mut CodeLists,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(layout.name)?;
    for (at, column) in (0_u16..).zip(layout.columns) {
        let length = u16::try_from(column.name.len()).unwrap_or(u16::MAX);
        sheet.set_column_width(at, f64::from(length.clamp(10, 38)) + 2.0)?;
        if let Some(format) = number_format(column.shape) {
            sheet.set_column_format(at, &Format::new().set_num_format(format))?;
        }
        sheet.insert_note(0, at, &header_note(column))?;
        if let Some(validation) = validation(layout, column, lists)? {
            sheet.add_data_validation(1, at, 1_048_575, at, &validation)?;
        }
    }
    let headings: Vec<&str> = layout.columns.iter().map(|column| column.name).collect();
    table(sheet, 0, 1, &headings, layout.name, styles)?;
    for (at, column) in (0_u16..).zip(layout.columns).filter(|(_, column)| column.required) {
        sheet.write_with_format(0, at, column.name, &styles.required)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// The number format of a column. Keys and text are text, so that Excel keeps their leading noughts.
fn number_format(shape: Shape) -> Option<&'static str> {
    match shape {
        Shape::Date => Some("yyyy-mm-dd"),
        Shape::Fte => Some("0.00####"),
        Shape::Money => Some("0.00"),
        Shape::Count => Some("0"),
        Shape::Decimal => None,
        _ => Some("@"),
    }
}

fn header_note(column: &Column) -> Note {
    let required = if column.required { "Required" } else { "May be empty" };
    // The codes of long lists are in their own sheet.
    let mut holds = shape_words(column.shape);
    if holds.chars().count() > 200 {
        holds = format!("a code; see the sheet {CODES_SHEET}");
    }
    Note::new(format!("{required}: {holds}.\n{}", column.doc))
        .set_author("Mainstay")
        .add_author_prefix(false)
        .set_width(320)
        .set_height(140)
}

/// The list that a column's cells are chosen from, if it has one.
fn validation(
    layout: &Layout,
    column: &Column,
    lists: &mut CodeLists,
) -> Result<Option<DataValidation>, XlsxError> {
    let list = match column.shape {
        Shape::Code(codes) if !codes.is_empty() => {
            let cells = lists.add(layout, column, codes);
            DataValidation::new().allow_list_formula(Formula::new(cells))
        }
        // Several codes cannot be chosen from a list, but are listed all the same.
        Shape::Codes(codes) if !codes.is_empty() => {
            lists.add(layout, column, codes);
            return Ok(None);
        }
        Shape::YesNo => DataValidation::new().allow_list_strings(&["yes", "no"])?,
        _ => return Ok(None),
    };
    let list = list
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("Not in the list")?
        .set_error_message("Choose one of the codes in the list, or leave the cell empty.")?;
    Ok(Some(list))
}

#[cfg(test)]
mod tests;
