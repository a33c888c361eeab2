//! What `template.typ` lays out: a built paper with every text as it is printed, and the charts as files beside it.

use jiff::civil::Date;
use papers::built::{Block, Built, Chart, Run, Table};
use serde::Serialize;

use crate::PdfError;

/// A paper as the template reads it.
#[derive(Debug, Serialize)]
pub(crate) struct Setting<'a> {
    title: &'a str,
    council: &'a str,
    /// The language and the region, such as `en` and `gb`.
    lang: &'a str,
    region: Option<&'a str>,
    /// Year, month and day of the meeting.
    date: [i16; 3],
    blocks: Vec<Part<'a>>,
    sources: Option<Sheet>,
    /// The drawings, by the numbers that the parts name.
    #[serde(skip)]
    pub(crate) drawings: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Part<'a> {
    Heading { level: u8, text: &'a str },
    Paragraph { runs: Vec<Words<'a>> },
    List { numbered: bool, items: Vec<Vec<Words<'a>>> },
    Table { table: Sheet },
    Chart { file: String, title: &'a str, description: &'a str, table: Sheet },
}

#[derive(Debug, Serialize)]
struct Words<'a> {
    text: &'a str,
    strong: bool,
}

/// A table with its notes.
#[derive(Debug, Serialize)]
struct Sheet {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    has_total: bool,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Column {
    heading: String,
    numbers: bool,
    /// Whether its widest cell is short, so that it takes no more room than that.
    narrow: bool,
}

/// How many letters a narrow column holds at most.
const NARROW: usize = 18;

/// The name of the file with a drawing.
pub(crate) fn drawing(number: usize) -> String {
    format!("chart-{number}.svg")
}

impl<'a> Setting<'a> {
    /// The setting of a paper.
    pub(crate) fn of(built: &'a Built) -> Result<Self, PdfError> {
        let day: Date = built.meeting.parse().map_err(|_| PdfError::Date(built.meeting.clone()))?;
        let (lang, region) = match built.language.split_once('-') {
            Some((lang, region)) => (lang, Some(region)),
            None => (built.language.as_str(), None),
        };
        let mut drawings = Vec::new();
        let blocks = built.blocks.iter().map(|block| part(block, &mut drawings)).collect();
        Ok(Self {
            title: &built.title,
            council: &built.council,
            lang,
            region,
            date: [day.year(), day.month().into(), day.day().into()],
            blocks,
            sources: built.appendix().as_ref().map(sheet),
            drawings,
        })
    }
}

fn part<'a>(block: &'a Block, drawings: &mut Vec<&'a str>) -> Part<'a> {
    match block {
        Block::Heading { level, text } => Part::Heading { level: (*level).clamp(2, 6), text },
        Block::Paragraph(runs) => Part::Paragraph { runs: words(runs) },
        Block::List { numbered, items } => {
            Part::List { numbered: *numbered, items: items.iter().map(|item| words(item)).collect() }
        }
        Block::Table(table) => Part::Table { table: sheet(table) },
        Block::Chart(Chart { title, description, svg, table }) => {
            drawings.push(svg);
            Part::Chart { file: drawing(drawings.len() - 1), title, description, table: sheet(table) }
        }
    }
}

fn words(runs: &[Run]) -> Vec<Words<'_>> {
    runs.iter().map(|run| Words { text: run.text(), strong: matches!(run, Run::Strong(_)) }).collect()
}

fn sheet(table: &Table) -> Sheet {
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|cell| cell.text().to_owned()).collect()).collect();
    let column = |(at, column): (usize, &papers::built::Column)| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let widest = cells.chain([&column.heading]).map(|text| text.chars().count()).max().unwrap_or(0);
        Column { heading: column.heading.clone(), numbers: column.numbers, narrow: widest <= NARROW }
    };
    Sheet {
        caption: table.caption.clone(),
        columns: table.columns.iter().enumerate().map(column).collect(),
        rows,
        has_total: table.has_total,
        notes: table.all_notes(),
    }
}
