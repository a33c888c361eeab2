//! The data of a paper as an OpenDocument spreadsheet, with the same sheets as the workbook.

use std::fmt::Write as _;

use super::WriteError;
use super::package::Package;
use super::sheets::{Sheet, sheets};
use super::xml::escape;
use crate::built::{Built, Cell, Table};

const TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest \
xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" \
manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>\
<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>\
<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>\
<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>";

const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
xmlns:xlink=\"http://www.w3.org/1999/xlink\" office:version=\"1.3\"";

/// The most decimal places that a number of ours has.
const PLACES: usize = 6;

pub(super) fn write(built: &Built) -> Result<Vec<u8>, WriteError> {
    let mut package = Package::new();
    package.add("mimetype", TYPE.as_bytes(), true)?;
    package.add("content.xml", content(built).as_bytes(), false)?;
    package.add("meta.xml", meta(built).as_bytes(), false)?;
    package.add("styles.xml", styles(built).as_bytes(), false)?;
    package.add("META-INF/manifest.xml", MANIFEST.as_bytes(), false)?;
    package.finish()
}

fn meta(built: &Built) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta {SPACES}><office:meta><dc:title>{}</dc:title>\
         <dc:creator>{}</dc:creator><dc:language>{}</dc:language><dc:date>{}T00:00:00</dc:date></office:meta>\
         </office:document-meta>",
        escape(&built.title),
        escape(&built.council),
        escape(&built.language),
        escape(&built.meeting)
    )
}

fn styles(built: &Built) -> String {
    let (language, country) = built.language.split_once('-').unwrap_or((&built.language, "GB"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-styles {SPACES}><office:styles>\
         <style:default-style style:family=\"table-cell\"><style:text-properties fo:language=\"{}\" \
         fo:country=\"{}\"/></style:default-style></office:styles></office:document-styles>",
        escape(language),
        escape(country)
    )
}

fn content(built: &Built) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content {SPACES}><office:automatic-styles>"
    );
    for (name, width) in [("words", "9cm"), ("numbers", "3.2cm")] {
        let _ = write!(
            out,
            "<style:style style:name=\"{name}\" style:family=\"table-column\"><style:table-column-properties \
             style:column-width=\"{width}\"/></style:style>"
        );
    }
    for places in 0..=PLACES {
        let _ = write!(
            out,
            "<number:number-style style:name=\"n{places}\"><number:number number:decimal-places=\"{places}\" \
             number:min-decimal-places=\"{places}\" number:min-integer-digits=\"1\"/></number:number-style>\
             <style:style style:name=\"c{places}\" style:family=\"table-cell\" style:data-style-name=\"n{places}\"/>"
        );
    }
    out.push_str(
        "<style:style style:name=\"bold\" style:family=\"table-cell\"><style:text-properties \
         fo:font-weight=\"bold\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>",
    );
    for sheet in sheets(built) {
        write_sheet(&mut out, &sheet);
    }
    out.push_str("</office:spreadsheet></office:body></office:document-content>");
    out
}

fn write_sheet(out: &mut String, sheet: &Sheet) {
    let _ = write!(out, "<table:table table:name=\"{}\">", escape(&sheet.name));
    if let Some(table) = &sheet.table {
        write_table(out, table);
    } else {
        out.push_str("<table:table-column table:style-name=\"words\"/>");
        for (at, (line, link)) in sheet.lines.iter().enumerate() {
            let line = escape(line);
            let shown = link.as_ref().map_or_else(
                || line.clone(),
                |to| {
                    let to = escape(to);
                    format!("<text:a xlink:type=\"simple\" xlink:href=\"#{to}.A1\">{line}</text:a>")
                },
            );
            let bold = if at == 0 { " table:style-name=\"bold\"" } else { "" };
            let _ = write!(out, "<table:table-row>{}</table:table-row>", words(&shown, bold));
        }
    }
    out.push_str("</table:table>");
}

/// A cell of words that are XML already.
fn words(shown: &str, style: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"{style}><text:p>{shown}</text:p></table:table-cell>"
    )
}

fn write_table(out: &mut String, table: &Table) {
    for column in &table.columns {
        let style = if column.numbers { "numbers" } else { "words" };
        let _ = write!(out, "<table:table-column table:style-name=\"{style}\"/>");
    }
    let bold = " table:style-name=\"bold\"";
    let _ = write!(out, "<table:table-row>{}</table:table-row>", words(&escape(&table.caption), bold));
    for note in table.all_notes() {
        let _ = write!(out, "<table:table-row>{}</table:table-row>", words(&escape(&note), ""));
    }
    out.push_str("<table:table-header-rows><table:table-row>");
    for column in &table.columns {
        out.push_str(&words(&escape(&column.heading), bold));
    }
    out.push_str("</table:table-row></table:table-header-rows>");
    for row in &table.rows {
        out.push_str("<table:table-row>");
        for cell in row {
            write_cell(out, cell);
        }
        out.push_str("</table:table-row>");
    }
}

fn write_cell(out: &mut String, cell: &Cell) {
    match cell {
        Cell::Number(text) => {
            let places = text.split_once('.').map_or(0, |(_, part)| part.len()).min(PLACES);
            let value = escape(text.trim_start_matches('+'));
            let _ = write!(
                out,
                "<table:table-cell office:value-type=\"float\" office:value=\"{value}\" table:style-name=\"c{places}\">\
                 <text:p>{}</text:p></table:table-cell>",
                escape(text)
            );
        }
        other => out.push_str(&words(&escape(other.text()), "")),
    }
}
