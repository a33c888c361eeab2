//! ODS spreadsheets, read from their `content.xml`.
//!
//! Read here and not by `calamine`, which (0.38) tells nothing of merged cells, writes out repeated rows and cells before
//! any limit can be set, and never ends on a file that breaks off inside a table. One pass over the XML does all of it.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::xlsx::{iso_content, number_content};
use super::{Beyond, Gathering, Tab, broken, chosen};
use crate::codes;
use crate::finding::{Finding, Place};
use crate::sheet::{Cell, Content, Merge, Sheet};
use crate::source::{Archive, Limits, ReadOptions, SourceFile};

/// Reads the sheets of an ODS spreadsheet.
#[expect(clippy::needless_pass_by_value, reason = "an archive that has been measured is read once")]
pub(crate) fn read_ods(
    file: &SourceFile,
    archive: Archive,
    options: &ReadOptions,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Vec<Sheet> {
    let place = Place::file(&file.name);
    if archive.has("META-INF/manifest.xml")
        && part(file, "META-INF/manifest.xml").is_ok_and(|manifest| manifest.contains("encryption-data"))
    {
        findings.push(Finding::new(
            &codes::PASSWORD_PROTECTED,
            place,
            "The spreadsheet is encrypted with a password.",
        ));
        return Vec::new();
    }
    let read = part(file, "content.xml").and_then(|xml| {
        let tabs = tabs(&xml)?;
        let wanted: BTreeSet<_> =
            chosen(&tabs, file, options, limits, findings).into_iter().map(|tab| tab.name.clone()).collect();
        sheets(&xml, file, &wanted, options, limits, findings)
    });
    read.unwrap_or_else(|problem| {
        findings.push(broken(place, &problem));
        Vec::new()
    })
}

/// The text of one part of the archive, whose size has been checked.
fn part(file: &SourceFile, name: &str) -> Result<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(file.bytes.as_slice())).map_err(|error| error.to_string())?;
    let mut part = zip.by_name(name).map_err(|error| error.to_string())?;
    let mut text = String::new();
    part.read_to_string(&mut text).map_err(|error| format!("{name}: {error}"))?;
    Ok(text)
}

/// The next event; the end of the document is a problem, because whoever asks is inside an element.
fn inside<'x>(xml: &mut Reader<&'x [u8]>) -> Result<Event<'x>, String> {
    match xml.read_event() {
        Ok(Event::Eof) => Err("it breaks off".to_owned()),
        Ok(event) => Ok(event),
        Err(error) => Err(error.to_string()),
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let Some(found) = element.try_get_attribute(name).map_err(|error| error.to_string())? else {
        return Ok(None);
    };
    found
        .normalized_value(XmlVersion::Implicit1_0)
        .map(|value| Some(value.into_owned()))
        .map_err(|error| error.to_string())
}

/// A whole number in an attribute, such as how often a cell is repeated; 1 when it is missing.
fn times(element: &BytesStart<'_>, name: &str) -> Result<usize, String> {
    match attribute(element, name)? {
        None => Ok(1),
        Some(text) => text.trim().parse().map_err(|_| format!("{name} is “{text}”")),
    }
}

/// The sheets with their names, and whether their style hides them.
fn tabs(text: &str) -> Result<Vec<Tab>, String> {
    let mut xml = Reader::from_str(text);
    let (mut hiding, mut tabs) = (BTreeSet::new(), Vec::new());
    let (mut style, mut depth) = (None, 0_usize);
    loop {
        let event = xml.read_event().map_err(|error| error.to_string())?;
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            match event {
                Event::End(end) if end.name().as_ref() == "table:table" => depth = depth.saturating_sub(1),
                Event::Eof => return Ok(tabs),
                _ => {}
            }
            continue;
        };
        match element.name().as_ref() {
            "style:style" => style = attribute(element, "style:name")?,
            "style:table-properties" if attribute(element, "table:display")?.as_deref() == Some("false") => {
                hiding.extend(style.clone());
            }
            "table:table" => {
                if depth == 0 {
                    let name = attribute(element, "table:name")?.unwrap_or_default();
                    let hidden =
                        attribute(element, "table:style-name")?.is_some_and(|style| hiding.contains(&style));
                    tabs.push(Tab { name, hidden });
                }
                depth += usize::from(matches!(event, Event::Start(_)));
            }
            _ => {}
        }
    }
}

fn sheets(
    text: &str,
    file: &SourceFile,
    wanted: &BTreeSet<String>,
    options: &ReadOptions,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, String> {
    let mut xml = Reader::from_str(text);
    let mut sheets = Vec::new();
    loop {
        match xml.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) if element.name().as_ref() == "table:table" => {
                let name = attribute(&element, "table:name")?.unwrap_or_default();
                let mut gathering = Gathering::new(limits);
                if !wanted.contains(&name) {
                    skip(&mut xml, &element)?;
                    continue;
                }
                let gathered = table(&mut xml, &mut gathering)?;
                if gathered.is_err() {
                    // What is left of the table is passed over, so that the next sheet is found.
                    finish_table(&mut xml)?;
                }
                let place = Place::file(&file.name).in_sheet(Some(&name));
                sheets.extend(gathering.finish(gathered, place, options, findings));
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// Passes over an element that has been started.
fn skip(xml: &mut Reader<&[u8]>, element: &BytesStart<'_>) -> Result<(), String> {
    xml.read_to_end(element.name()).map(drop).map_err(|error| error.to_string())
}

fn finish_table(xml: &mut Reader<&[u8]>) -> Result<(), String> {
    xml.read_to_end(quick_xml::name::QName("table:table")).map(drop).map_err(|error| error.to_string())
}

/// Reads the rows of a table up to its end, or to where it goes beyond the limits.
fn table(xml: &mut Reader<&[u8]>, gathering: &mut Gathering<'_>) -> Result<Result<(), Beyond>, String> {
    let mut row: u32 = 0;
    loop {
        match inside(xml)? {
            Event::Start(element) => match element.name().as_ref() {
                "table:table-row" => {
                    let repeated = times(&element, "table:number-rows-repeated")?;
                    let (cells, merges) = row_cells(xml, row, gathering.limits)?;
                    gathering.grid.merges.extend(merges);
                    if !cells.is_empty() {
                        for number in
                            (0..repeated).filter_map(|more| row.checked_add(u32::try_from(more).ok()?))
                        {
                            for (column, cell) in &cells {
                                if let Err(beyond) = gathering.take(number, *column, cell.clone()) {
                                    return Ok(Err(beyond));
                                }
                            }
                        }
                    }
                    row = row.saturating_add(u32::try_from(repeated).unwrap_or(u32::MAX));
                }
                // Rows may stand in groups; all else that a table may hold has no cells of the sheet in it.
                "table:table-header-rows" | "table:table-row-group" | "table:table-rows" => {}
                _ => skip(xml, &element)?,
            },
            Event::Empty(element) if element.name().as_ref() == "table:table-row" => {
                let repeated = times(&element, "table:number-rows-repeated")?;
                row = row.saturating_add(u32::try_from(repeated).unwrap_or(u32::MAX));
            }
            Event::End(end) if end.name().as_ref() == "table:table" => return Ok(Ok(())),
            _ => {}
        }
    }
}

/// Cells by column, and merges.
type RowCells = (Vec<(usize, Cell)>, Vec<Merge>);

/// The cells of one row that hold anything, each with its column, and the merges that start in it. A repeated cell is
/// written out only to one past the limit of columns: that is enough for it to be refused.
fn row_cells(xml: &mut Reader<&[u8]>, row: u32, limits: &Limits) -> Result<RowCells, String> {
    let (mut cells, mut merges, mut column) = (Vec::new(), Vec::new(), 0_usize);
    loop {
        let event = inside(xml)?;
        let (element, empty) = match &event {
            Event::Start(element) => (element, false),
            Event::Empty(element) => (element, true),
            Event::End(end) if end.name().as_ref() == "table:table-row" => return Ok((cells, merges)),
            _ => continue,
        };
        let covered = match element.name().as_ref() {
            "table:table-cell" => false,
            "table:covered-table-cell" => true,
            _ if empty => continue,
            _ => {
                skip(xml, element)?;
                continue;
            }
        };
        let repeated = times(element, "table:number-columns-repeated")?;
        let text = if empty { String::new() } else { cell_text(xml, element)? };
        let (columns, rows) =
            (times(element, "table:number-columns-spanned")?, times(element, "table:number-rows-spanned")?);
        if columns.max(rows) > 1 {
            let last_row = row.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
            merges.push(Merge {
                rows: (row.saturating_add(1), last_row),
                columns: (column, column.saturating_add(columns.saturating_sub(1))),
            });
        }
        let cell = if covered { Cell::default() } else { cell(element, text)? };
        if cell != Cell::default() {
            let end = column.saturating_add(repeated).min(limits.columns.saturating_add(1).max(column + 1));
            cells.extend((column..end).map(|column| (column, cell.clone())));
        }
        column = column.saturating_add(repeated);
    }
}

/// The text of a cell's paragraphs. Notes, drawings and what else a cell may carry are passed over.
fn cell_text(xml: &mut Reader<&[u8]>, cell: &BytesStart<'_>) -> Result<String, String> {
    let (mut text, mut paragraphs) = (String::new(), 0);
    let mut depth = 0_usize;
    loop {
        match inside(xml)? {
            Event::Start(element) => match element.name().as_ref() {
                "text:p" | "text:h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    depth += 1;
                }
                "text:span" | "text:a" => depth += 1,
                "text:s" | "text:tab" | "text:line-break" => {
                    white(&element, &mut text)?;
                    depth += 1;
                }
                _ => skip(xml, &element)?,
            },
            Event::Empty(element) => match element.name().as_ref() {
                "text:p" | "text:h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                }
                _ => white(&element, &mut text)?,
            },
            Event::Text(part) if depth > 0 => text.push_str(&part.xml10_content()),
            Event::CData(part) if depth > 0 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) if depth > 0 => push_reference(&reference, &mut text)?,
            Event::End(end) if depth == 0 && end.name() == cell.name() => return Ok(text),
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// White space that is written as an element.
fn white(element: &BytesStart<'_>, text: &mut String) -> Result<(), String> {
    match element.name().as_ref() {
        "text:s" => {
            // More spaces than a cell may have characters are not worth writing out.
            let count = times(element, "text:c")?.min(40_000);
            text.extend(std::iter::repeat_n(' ', count));
        }
        "text:tab" => text.push('\t'),
        "text:line-break" => text.push('\n'),
        _ => {}
    }
    Ok(())
}

fn push_reference(reference: &quick_xml::events::BytesRef<'_>, text: &mut String) -> Result<(), String> {
    if let Some(c) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        text.push(c);
        return Ok(());
    }
    let name = reference.xml10_content();
    let resolved = quick_xml::escape::resolve_predefined_entity(&name)
        .ok_or_else(|| format!("&{name}; has no meaning"))?;
    text.push_str(resolved);
    Ok(())
}

/// What a cell holds, by its attributes, or by its text where they leave it open.
fn cell(element: &BytesStart<'_>, text: String) -> Result<Cell, String> {
    let formula = attribute(element, "table:formula")?.is_some();
    let is_error = attribute(element, "calcext:value-type")?.as_deref() == Some("error");
    let looks_in_error = formula && (text.starts_with('#') || text.starts_with("Err:"));
    let value = |name: &str| attribute(element, name);
    let kind = value("office:value-type")?;
    let content = match kind.as_deref() {
        _ if is_error || looks_in_error => Content::Error(text.into()),
        Some("float" | "percentage" | "currency") => {
            match value("office:value")?.map(|number| number.trim().parse()) {
                Some(Ok(number)) => number_content(number),
                Some(Err(_)) => Content::Error("#NUM!".into()),
                None => Content::Empty,
            }
        }
        Some("date") => value("office:date-value")?.map_or(Content::Empty, |date| iso_content(&date)),
        Some("time") => {
            value("office:time-value")?.map_or(Content::Empty, |time| Content::Text(time_text(&time).into()))
        }
        Some("boolean") => match value("office:boolean-value")?.as_deref() {
            Some(word) => Content::Bool(word.eq_ignore_ascii_case("true")),
            None => Content::Empty,
        },
        _ => match value("office:string-value")?.unwrap_or(text) {
            text if text.is_empty() && (kind.is_none() || !formula) => Content::Empty,
            text => Content::Text(text.into()),
        },
    };
    Ok(Cell { content, formula })
}

/// A length of time in ISO form (`PT37H30M00S`) as hours and minutes, `37:30`; as it stands if it is another.
fn time_text(iso: &str) -> String {
    let parts = || {
        let rest = iso.strip_prefix("PT")?;
        let (hours, rest) = rest.split_once('H')?;
        let (minutes, _) = rest.split_once('M')?;
        Some((hours.parse::<u32>().ok()?, minutes.parse::<u8>().ok()?))
    };
    parts().map_or_else(|| iso.to_owned(), |(hours, minutes)| format!("{hours}:{minutes:02}"))
}
