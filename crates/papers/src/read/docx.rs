//! DOCX to a document: the words of `word/document.xml`, with what was struck out by tracked changes left out.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::document::{Builder, Document, Format, Matter, Span};

use super::{LONGEST_TEXT, Unreadable};

/// The largest part that is unpacked, in bytes: markup is many times its words.
const LARGEST_PART: u64 = 256 << 20;

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    let broken = |problem: &dyn std::fmt::Display| Unreadable::BrokenDocx(problem.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|problem| broken(&problem))?;
    let Some(body) = part(&mut archive, "word/document.xml")? else {
        return Err(Unreadable::Other("a ZIP file that is no Word document"));
    };
    let targets = part(&mut archive, "word/_rels/document.xml.rels")?.map(|text| targets(&text));
    let mut state = State { targets: targets.unwrap_or_default(), ..State::default() };
    let mut builder = Builder::new(name, Format::Docx);
    let mut reader = Reader::from_str(&body);
    loop {
        match reader.read_event().map_err(|problem| broken(&problem))? {
            Event::Start(tag) => state.open(&mut builder, &tag),
            Event::Empty(tag) => {
                state.open(&mut builder, &tag);
                state.close(&mut builder, tag.local_name().as_ref());
            }
            Event::End(tag) => state.close(&mut builder, tag.local_name().as_ref()),
            Event::Text(text) if state.in_text => {
                state.words.push_str(&text.xml10_content());
            }
            Event::GeneralRef(entity) if state.in_text => {
                let name: &str = &entity;
                let one = entity.resolve_char_ref().ok().flatten().map(String::from);
                let named = || quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned);
                state.words.push_str(&one.or_else(named).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
        if builder.len() + state.words.len() > LONGEST_TEXT {
            return Err(Unreadable::TooLong);
        }
    }
    state.end_paragraph(&mut builder);
    Ok(builder.finish())
}

/// A part's text; nothing when it is not there.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, Unreadable> {
    let Ok(file) = archive.by_name(name) else { return Ok(None) };
    let mut text = String::new();
    let read = file.take(LARGEST_PART + 1).read_to_string(&mut text);
    read.map_err(|problem| Unreadable::BrokenDocx(format!("{name}: {problem}")))?;
    if text.len() as u64 > LARGEST_PART {
        return Err(Unreadable::TooLong);
    }
    Ok(Some(text))
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|one| one.key.local_name().as_ref() == name)?;
    Some(found.value.clone().into_owned())
}

/// The targets of links by their ids.
fn targets(rels: &str) -> HashMap<String, String> {
    let mut reader = Reader::from_str(rels);
    let mut found = HashMap::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
                    found.insert(id, target);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

#[derive(Default)]
struct State {
    targets: HashMap<String, String>,
    words: String,
    links: Vec<(Span, String)>,
    link: Option<(usize, String)>,
    matter: Option<Matter>,
    in_text: bool,
    tables: usize,
}

impl State {
    fn open(&mut self, builder: &mut Builder, tag: &BytesStart) {
        match tag.local_name().as_ref() {
            "t" => self.in_text = true,
            "tab" | "br" | "cr" => self.words.push(' '),
            "noBreakHyphen" => self.words.push('-'),
            "tbl" => {
                self.end_paragraph(builder);
                self.tables += 1;
            }
            "pStyle" => {
                let style = attribute(tag, "val").unwrap_or_default().to_ascii_lowercase();
                if style.starts_with("heading") || style.starts_with("title") {
                    self.matter = Some(Matter::Heading);
                } else if style.contains("list") {
                    self.matter = Some(Matter::Item);
                }
            }
            "numPr" if self.matter.is_none() => self.matter = Some(Matter::Item),
            "hyperlink" => {
                let target = attribute(tag, "id").and_then(|id| self.targets.get(&id).cloned());
                self.link = target.map(|target| (self.words.len(), target));
            }
            _ => {}
        }
    }

    fn close(&mut self, builder: &mut Builder, name: &str) {
        match name {
            "t" => self.in_text = false,
            "p" if self.tables == 0 => self.end_paragraph(builder),
            "p" => self.words.push(' '),
            "hyperlink" => {
                if let Some((start, target)) = self.link.take() {
                    self.links.push((start.min(self.words.len())..self.words.len(), target));
                }
            }
            "tc" if self.tables == 1 => {
                builder.cell(&self.words);
                self.words.clear();
                self.links.clear();
            }
            "tr" if self.tables == 1 => builder.end_row(),
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    builder.end_table();
                    self.matter = None;
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self, builder: &mut Builder) {
        let links = std::mem::take(&mut self.links);
        builder.words(self.matter.take().unwrap_or(Matter::Paragraph), &self.words, links);
        self.words.clear();
    }
}
