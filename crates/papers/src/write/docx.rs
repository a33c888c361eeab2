//! A paper as a DOCX that officers go on editing: styles for headings, lists, captions and notes; tables whose heading row is
//! repeated on every page; charts as pictures with alternative text, and their table; the language of the document.

mod parts;

use std::fmt::Write as _;

use super::WriteError;
use super::package::Package;
use super::png::{self, Picture};
use super::xml::escape;
use crate::built::{Block, Built, Run, Table};

/// English metric units to a pixel of a drawing at 96 to the inch, whose pictures are twice its size.
const EMU_PER_PIXEL: u64 = 9525 / 2;
/// The width between the margins of an A4 page, in English metric units and in twentieths of a point.
const ROOM_EMU: u64 = 5_760_000;
const ROOM: usize = 9070;

struct Writer {
    body: String,
    pictures: Vec<Picture>,
    lists: usize,
}

pub(super) fn write(built: &Built) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer { body: String::new(), pictures: Vec::new(), lists: 0 };
    writer.paragraph("Council", &run(&built.council, false));
    writer.paragraph("Title", &run(&built.title, false));
    for block in &built.blocks {
        writer.block(block)?;
    }
    if let Some(appendix) = built.appendix() {
        writer.paragraph("Heading1", &run("Data appendix", false));
        writer.table(&appendix);
    }
    let mut package = Package::new();
    package.add("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes(), false)?;
    package.add("_rels/.rels", parts::RELATIONS.as_bytes(), false)?;
    package.add("docProps/core.xml", parts::core(built).as_bytes(), false)?;
    package.add("word/styles.xml", parts::styles(&built.language).as_bytes(), false)?;
    package.add("word/numbering.xml", parts::numbering(writer.lists).as_bytes(), false)?;
    package.add("word/settings.xml", parts::settings(&built.language).as_bytes(), false)?;
    package.add(
        "word/_rels/document.xml.rels",
        parts::document_relations(writer.pictures.len()).as_bytes(),
        false,
    )?;
    package.add("word/document.xml", parts::document(&writer.body).as_bytes(), false)?;
    for (at, picture) in writer.pictures.iter().enumerate() {
        package.add(&format!("word/media/chart{}.png", at + 1), &picture.png, true)?;
    }
    package.finish()
}

/// A run of text that is XML already escaped by it.
fn run(text: &str, strong: bool) -> String {
    let strong = if strong { "<w:rPr><w:b/></w:rPr>" } else { "" };
    format!("<w:r>{strong}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

fn runs(all: &[Run]) -> String {
    all.iter().map(|one| run(one.text(), matches!(one, Run::Strong(_)))).collect()
}

impl Writer {
    fn paragraph(&mut self, style: &str, inside: &str) {
        let _ = write!(self.body, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inside}</w:p>");
    }

    fn block(&mut self, block: &Block) -> Result<(), WriteError> {
        match block {
            // The title is above the headings, so that the first level below it is Word's first.
            Block::Heading { level, text } => {
                self.paragraph(&format!("Heading{}", level.saturating_sub(1).clamp(1, 3)), &run(text, false));
            }
            Block::Paragraph(all) => self.paragraph("Normal", &runs(all)),
            Block::List { numbered, items } => {
                // A numbered list begins again at 1, so each is a list of its own.
                if *numbered {
                    self.lists += 1;
                }
                let list = if *numbered { self.lists + 1 } else { 1 };
                for item in items {
                    let _ = write!(
                        self.body,
                        "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId \
                         w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
                        runs(item)
                    );
                }
            }
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => {
                let picture = png::draw(chart)?;
                let inside = parts::picture(
                    self.pictures.len() + 1,
                    size(&picture),
                    &escape(&chart.title),
                    &escape(&chart.description),
                );
                self.paragraph("Normal", &inside);
                self.pictures.push(picture);
                self.paragraph("Normal", &run(&chart.description, false));
                self.table(&chart.table);
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) {
        self.paragraph("Caption", &run(&table.caption, false));
        let count = table.columns.len().max(1);
        let width = ROOM / count;
        let caption = escape(&table.caption);
        let _ = write!(
            self.body,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Figures\"/><w:tblW w:w=\"{ROOM}\" w:type=\"dxa\"/><w:tblLook \
             w:firstRow=\"1\" w:firstColumn=\"1\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{caption}\"/>\
             </w:tblPr><w:tblGrid>{}</w:tblGrid>",
            format!("<w:gridCol w:w=\"{width}\"/>").repeat(count)
        );
        self.body.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for column in &table.columns {
            self.cell(width, column.numbers, &run(&column.heading, true));
        }
        self.body.push_str("</w:tr>");
        for (at, row) in table.rows.iter().enumerate() {
            let total = table.has_total && at + 1 == table.rows.len();
            self.body.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (cell, column) in row.iter().zip(&table.columns) {
                self.cell(width, column.numbers, &run(cell.text(), total));
            }
            self.body.push_str("</w:tr>");
        }
        self.body.push_str("</w:tbl>");
        for note in table.all_notes() {
            self.paragraph("Note", &run(&note, false));
        }
        self.paragraph("Note", "");
    }

    fn cell(&mut self, width: usize, right: bool, inside: &str) {
        let align = if right { "<w:pPr><w:jc w:val=\"right\"/></w:pPr>" } else { "" };
        let _ = write!(
            self.body,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr><w:p>{align}{inside}</w:p></w:tc>"
        );
    }
}

/// The size of a picture on the page, in English metric units: as wide as there is room for.
fn size(picture: &Picture) -> (u64, u64) {
    let (wide, high) = (u64::from(picture.wide) * EMU_PER_PIXEL, u64::from(picture.high) * EMU_PER_PIXEL);
    if wide <= ROOM_EMU { (wide, high) } else { (ROOM_EMU, high * ROOM_EMU / wide) }
}
