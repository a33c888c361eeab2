//! XLSX and XLSM workbooks, through `calamine`'s stream of cells.
//!
//! The stream is used rather than its ready-made ranges: a range allots every cell between the first and the last, so two
//! cells at far corners would exhaust the machine.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{Beyond, Gathering, Tab, broken, chosen, exact_text, guarded, serial_content};
use crate::codes;
use crate::finding::{Finding, Place};
use crate::sheet::{Cell, Content, Merge, Sheet};
use crate::source::{Archive, Limits, ReadOptions, SourceFile};

/// The largest part that holds styles, in bytes; a real one has some ten thousand. Each style in it grows a
/// hundredfold when read.
const STYLES: u64 = 16 * 1024 * 1024;

/// Reads the sheets of an XLSX workbook.
#[expect(clippy::needless_pass_by_value, reason = "an archive that has been measured is read once")]
pub(crate) fn read_xlsx(
    file: &SourceFile,
    archive: Archive,
    options: &ReadOptions,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Vec<Sheet> {
    let place = Place::file(&file.name);
    if archive.has_macros() {
        findings.push(Finding::new(
            &codes::MACROS_IGNORED,
            place.clone(),
            "The workbook has macros, which were not looked at.",
        ));
    }
    let opened = guarded(|| {
        check_declarations(&file.bytes)?;
        Xlsx::new(Cursor::new(file.bytes.as_slice())).map_err(|error| error.to_string())
    });
    let mut book = match opened {
        Ok(book) => book,
        Err(problem) => {
            findings.push(broken(place, &problem));
            return Vec::new();
        }
    };
    let tabs: Vec<Tab> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| Tab { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible })
        .collect();
    let mut sheets = Vec::new();
    for tab in chosen(&tabs, file, options, limits, findings) {
        let place = place.clone().in_sheet(Some(&tab.name));
        let mut gathering = Gathering::new(limits);
        match guarded(|| gather(&mut book, &tab.name, &mut gathering)) {
            Ok(gathered) => sheets.extend(gathering.finish(gathered, place, options, findings)),
            Err(problem) => findings.push(broken(place, &problem)),
        }
    }
    sheets
}

/// Refuses what `calamine` would allot memory for on a mere declaration.
fn check_declarations(bytes: &[u8]) -> Result<(), String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(|error| error.to_string())?;
        let name = part.name().map_err(|error| error.to_string())?.to_ascii_lowercase();
        if name.ends_with("styles.xml") && part.size() > STYLES {
            return Err(format!("its styles take more than {STYLES} bytes"));
        }
        if name.ends_with("sharedstrings.xml") {
            let size = part.size();
            let mut start = Vec::new();
            part.by_ref().take(64 * 1024).read_to_end(&mut start).map_err(|error| error.to_string())?;
            // Each shared text takes more than five bytes of XML.
            if declared_texts(&start).is_some_and(|count| count > size / 5) {
                return Err("it declares more texts than it holds".to_owned());
            }
        }
    }
    Ok(())
}

/// How many shared texts the start of the part declares.
fn declared_texts(start: &[u8]) -> Option<u64> {
    let mut reader = quick_xml::Reader::from_reader(start);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref() == "sst" => {
                let count = element.try_get_attribute("uniqueCount").ok()??;
                // A count too large to read is larger than any part.
                return Some(count.value.trim().parse().unwrap_or(u64::MAX));
            }
            // An unreadable start will be refused by the reader itself.
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

fn gather(
    book: &mut Book<'_>,
    name: &str,
    gathering: &mut Gathering<'_>,
) -> Result<Result<(), Beyond>, String> {
    let is_1904 = book.has_1904_epoch();
    let merges = book.merge_cells_by_sheet_name(name).map_err(|error| error.to_string())?;
    gathering.grid.merges = merges.into_iter().filter_map(Merge::of).collect();
    let mut cells = book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    while let Some(record) = cells.next_cell_with_formula_metadata().map_err(|error| error.to_string())? {
        let (row, column) = record.pos;
        let cell = Cell { content: content(record.value, is_1904), formula: record.formula.is_some() };
        if let Err(beyond) = gathering.take(row, column as usize, cell) {
            return Ok(Err(beyond));
        }
    }
    Ok(Ok(()))
}

fn content(value: DataRef<'_>, is_1904: bool) -> Content {
    match value {
        DataRef::Empty => Content::Empty,
        DataRef::Int(number) => Content::Number(number.to_string().into()),
        DataRef::Float(number) => number_content(number),
        DataRef::String(text) | DataRef::DurationIso(text) => Content::Text(text.into()),
        DataRef::SharedString(text) => Content::Text(text.into()),
        DataRef::Bool(yes) => Content::Bool(yes),
        DataRef::DateTime(at) if at.is_duration() => duration_content(at.as_f64()),
        DataRef::DateTime(at) => serial_content(at.as_f64(), is_1904),
        DataRef::DateTimeIso(text) => iso_content(&text),
        DataRef::Error(error) => Content::Error(error.to_string().into()),
    }
}

/// A number, or an error where it is not finite.
pub(super) fn number_content(number: f64) -> Content {
    exact_text(number).map_or_else(|| Content::Error("#NUM!".into()), |text| Content::Number(text.into()))
}

/// A length of time (`[h]:mm`) as text: it is neither a date nor a plain number, and must not be taken for one.
pub(super) fn duration_content(days: f64) -> Content {
    if !(-1_000_000.0..1_000_000.0).contains(&days) {
        return Content::Error("#NUM!".into());
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked just above")]
    let minutes = (days * 1440.0).round() as i64;
    let sign = if minutes < 0 { "-" } else { "" };
    Content::Text(format!("{sign}{}:{:02}", minutes.abs() / 60, minutes.abs() % 60).into())
}

/// A date in ISO form, as the stricter files hold it.
pub(super) fn iso_content(text: &str) -> Content {
    use jiff::civil::{Date, DateTime, Time};
    if let Ok(date) = text.parse::<Date>()
        && text.len() <= 10
    {
        return Content::Date(date);
    }
    match text.trim_end_matches('Z').parse::<DateTime>() {
        Ok(at) if at.time() == Time::midnight() => Content::Date(at.date()),
        Ok(at) => Content::DateTime(at),
        Err(_) => Content::Text(text.into()),
    }
}

impl Merge {
    /// From `calamine`'s corners; `None` when they are not in order.
    pub(super) fn of(corners: calamine::Dimensions) -> Option<Self> {
        let (start, end) = (corners.start, corners.end);
        let in_order = start.0 <= end.0 && start.1 <= end.1 && start != end;
        in_order.then(|| Self {
            rows: (start.0.saturating_add(1), end.0.saturating_add(1)),
            columns: (start.1 as usize, end.1 as usize),
        })
    }
}
