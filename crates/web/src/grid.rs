//! A table as it stands on a page, and as CSV for a spreadsheet. Cells that a spreadsheet would take for formulas are made
//! text.

use std::collections::BTreeMap;

use app::table::Table;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::components;
use crate::page::{html, link};

/// A table with links on some of its cells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    pub(crate) table: Table,
    links: BTreeMap<(usize, usize), String>,
    anchors: Option<&'static str>,
}

impl Grid {
    pub(crate) fn new(table: Table) -> Self {
        Self { table, links: BTreeMap::new(), anchors: None }
    }

    /// The same, with a link on a column's cells where there is one for the row.
    #[must_use]
    pub(crate) fn linked(mut self, column: usize, to: impl Fn(usize, &[String]) -> Option<String>) -> Self {
        for (at, row) in self.table.rows.iter().enumerate() {
            if let Some(href) = to(at, row) {
                self.links.insert((at, column), href);
            }
        }
        self
    }

    /// The same, whose first cells can be gone to: the one that says `3` under `claim` as `#claim-3`.
    #[must_use]
    pub(crate) fn anchored(mut self, prefix: &'static str) -> Self {
        self.anchors = Some(prefix);
        self
    }

    fn cell(&self, row: Option<usize>, column: usize, text: &str) -> components::TableCell {
        let figures = self.table.columns.get(column).is_some_and(|column| column.figures);
        let mut linked = row.and_then(|row| self.links.get(&(row, column))).map(|href| link(href, text));
        if let (Some(prefix), 0, Some(_)) = (self.anchors, column, row) {
            let inside = linked.unwrap_or_else(|| crate::page::escape(text));
            linked = Some(format!("<span id=\"{prefix}-{}\">{inside}</span>", crate::page::part(text)));
        }
        components::TableCell {
            text: text.to_owned(),
            html: linked.unwrap_or_default(),
            format: if figures { "numeric".to_owned() } else { String::new() },
            ..Default::default()
        }
    }

    /// As HTML: it scrolls sideways by itself where the screen is narrow, and a keyboard can reach that too.
    pub(crate) fn html(&self) -> String {
        let table = &self.table;
        let cells = |row: Option<usize>, texts: &[String]| -> Vec<_> {
            texts.iter().enumerate().map(|(at, text)| self.cell(row, at, text)).collect()
        };
        let headings: Vec<String> = table.columns.iter().map(|column| column.heading.clone()).collect();
        let mut rows: Vec<Vec<_>> =
            table.rows.iter().enumerate().map(|(at, row)| cells(Some(at), row)).collect();
        let total = table.total.as_ref().map(|total| {
            let mut row = cells(None, total);
            for cell in &mut row {
                "govuk-!-font-weight-bold".clone_into(&mut cell.classes);
            }
            row
        });
        rows.extend(total);
        let component = components::Table {
            caption: table.title.clone(),
            caption_classes: "govuk-table__caption--s".to_owned(),
            first_cell_is_header: true,
            head: cells(None, &headings),
            rows,
            classes: "govuk-table--small-text-until-tablet".to_owned(),
        };
        let name = crate::page::escape(&table.title);
        let mut out = if table.rows.is_empty() && table.total.is_none() {
            format!("<p class=\"govuk-body\"><strong>{name}</strong>: none.</p>")
        } else {
            format!(
                "<div class=\"mainstay-scroll\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\">{}</div>",
                html(&component)
            )
        };
        for note in &table.notes {
            out.push_str(&format!(
                "<p class=\"govuk-body-s mainstay-notes\">{}</p>",
                crate::page::escape(note)
            ));
        }
        out
    }
}

/// A cell that no spreadsheet takes for a formula. Numbers stay numbers.
pub(crate) fn neutral(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok() && !cell.contains(|c: char| c.is_ascii_alphabetic());
    let starts = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if starts && !is_number { format!("'{cell}") } else { cell.to_owned() }
}

/// A table as CSV: UTF-8 with a mark that Excel needs to know it by.
pub(crate) fn csv(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(b"\xEF\xBB\xBF".to_vec());
    let headings: Vec<String> = table.columns.iter().map(|column| neutral(&column.heading)).collect();
    let rows = std::iter::once(headings).chain(
        table.rows.iter().chain(&table.total).map(|row| row.iter().map(|cell| neutral(cell)).collect()),
    );
    for row in rows {
        // Writing into memory cannot fail.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}

/// The name of a table's file.
pub(crate) fn file_name(table: &Table) -> String {
    let name: String = table
        .title
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
        .take(60)
        .collect();
    format!("{}.csv", name.trim_matches('-'))
}

/// A file to download.
pub(crate) fn file_response(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = ([(header::CONTENT_TYPE, media_type)], bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(file) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, file);
    }
    response
}

/// A table as a CSV file to download.
pub(crate) fn csv_response(table: &Table) -> Response {
    file_response(&file_name(table), "text/csv; charset=utf-8", csv(table))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for (cell, safe) in [
            ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
            ("+44 20", "'+44 20"),
            ("-9.61", "-9.61"),
            ("+1.00", "+1.00"),
            ("-nan", "'-nan"),
            ("-1+cmd", "'-1+cmd"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("plain", "plain"),
            ("-", "'-"),
        ] {
            assert_eq!(neutral(cell), safe);
        }
    }
}
