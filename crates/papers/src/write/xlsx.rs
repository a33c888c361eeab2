//! The data of a paper as a workbook, after the Government Analysis Function's guidance on spreadsheets: a cover, contents
//! and notes, then one table to a sheet from the first cell on, no merged cells, no number that is a text.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Table as SheetTable, TableColumn, Url, Workbook,
    Worksheet,
};

use super::WriteError;
use super::sheets::{Sheet, sheets};
use crate::built::{Built, Cell, Table};

/// Widths of columns in characters: of words, and of numbers.
const WORDS: f64 = 42.0;
const NUMBERS: f64 = 16.0;

struct Styles {
    title: Format,
    text: Format,
    heading: Format,
}

pub(super) fn write(built: &Built) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let day =
        |text: &str, from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u16>().ok());
    let (year, month, date) =
        (day(&built.meeting, 0, 4), day(&built.meeting, 5, 7), day(&built.meeting, 8, 10));
    let small = |number: Option<u16>| number.and_then(|number| u8::try_from(number).ok()).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(year.unwrap_or(2000), small(month), small(date))?;
    let properties = DocProperties::new()
        .set_title(&built.title)
        .set_author(&built.council)
        .set_custom_property("Language", &built.language)
        .set_creation_datetime(&made);
    book.set_properties(&properties);
    let wrap = || Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let styles = Styles {
        title: Format::new().set_bold().set_font_size(14),
        text: wrap(),
        heading: wrap().set_bold(),
    };
    for (at, sheet) in sheets(built).iter().enumerate() {
        let page = book.add_worksheet();
        page.set_name(&sheet.name)?;
        match sheet {
            Sheet { table: Some(table), .. } => write_table(page, at, table, &styles)?,
            Sheet { lines, .. } => write_lines(page, lines, &styles)?,
        }
    }
    Ok(book.save_to_buffer()?)
}

fn write_lines(
    page: &mut Worksheet,
    lines: &[(String, Option<String>)],
    styles: &Styles,
) -> Result<(), WriteError> {
    page.set_column_width(0, 90)?;
    for (at, (line, link)) in lines.iter().enumerate() {
        let row = u32::try_from(at).unwrap_or(u32::MAX);
        match link {
            Some(sheet) => {
                let url = Url::new(format!("internal:'{sheet}'!A1")).set_text(line);
                page.write_url(row, 0, url)?;
            }
            None if at == 0 => {
                page.write_string_with_format(row, 0, line, &styles.title)?;
            }
            None => {
                page.write_string_with_format(row, 0, line, &styles.text)?;
            }
        }
    }
    Ok(())
}

fn write_table(page: &mut Worksheet, at: usize, table: &Table, styles: &Styles) -> Result<(), WriteError> {
    page.write_string_with_format(0, 0, &table.caption, &styles.title)?;
    let notes = table.all_notes();
    let mut row = 1;
    for note in &notes {
        page.write_string(row, 0, note)?;
        row += 1;
    }
    let first = row;
    for (at, column) in (0u16..).zip(&table.columns) {
        page.set_column_width(at, if column.numbers { NUMBERS } else { WORDS })?;
    }
    for cells in &table.rows {
        row += 1;
        for (at, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Number(text) => match text.trim_start_matches('+').parse::<f64>() {
                    Ok(number) => {
                        let places = text.split_once('.').map_or(0, |(_, part)| part.len());
                        let shown =
                            if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) };
                        page.write_number_with_format(row, at, number, &Format::new().set_num_format(shown))?;
                    }
                    Err(_) => {
                        page.write_string(row, at, text)?;
                    }
                },
                // A text is written as a text, which no program runs as a formula.
                other => {
                    page.write_string_with_format(row, at, other.text(), &styles.text)?;
                }
            }
        }
    }
    let heading = |at: usize, heading: &str| {
        // A table of a workbook takes no heading twice.
        let before =
            table.columns[..at].iter().filter(|column| column.heading.eq_ignore_ascii_case(heading)).count();
        if before == 0 { heading.to_owned() } else { format!("{heading} ({})", before + 1) }
    };
    let columns: Vec<TableColumn> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            TableColumn::new().set_header(heading(at, &column.heading)).set_header_format(&styles.heading)
        })
        .collect();
    let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let sheet_table =
        SheetTable::new().set_name(format!("table_{at}")).set_columns(&columns).set_autofilter(false);
    if !table.rows.is_empty() && !table.columns.is_empty() {
        page.add_table(first, 0, row, last, &sheet_table)?;
    }
    Ok(())
}
