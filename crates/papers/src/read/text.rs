//! Plain text, Markdown and the text of PDFs. The text is kept as it is, but for the headers and footers of a PDF's pages, which are
//! blanked; the blocks are found in it.
//!
//! A table is lines of cells between tabs or bars, or, as `pdftotext -layout` writes them, between wide gaps.

use super::pages;
use crate::claims::number::Number;
use crate::document::{Block, Document, Format, Link, Matter, Span};

/// A line without its ending.
struct Line<'a> {
    span: Span,
    text: &'a str,
}

pub(super) fn read(name: &str, text: String, format: Format) -> Document {
    let text = pages::without_headers(text);
    let blocks = blocks(&text);
    let links = links(&text);
    Document { name: name.to_owned(), format, text, blocks, links }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let each = text.split_inclusive('\n').map(|whole| {
        let line = whole.trim_end_matches(['\n', '\r']);
        let span = start..start + line.len();
        start += whole.len();
        Line { span, text: line }
    });
    each.collect()
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut rows: Vec<Vec<Span>> = Vec::new();
    let mut open = false;
    for line in lines(text) {
        let cells = cells(&line);
        if cells.len() > 1 {
            rows.push(cells);
            open = false;
            continue;
        }
        if is_rule(line.text) && !rows.is_empty() {
            continue;
        }
        if line.text.trim().is_empty() {
            // One blank line may stand inside a table that was drawn from a PDF; two end it.
            if !rows.is_empty() && !open {
                open = true;
            } else {
                end_table(text, &mut blocks, &mut rows);
            }
            if rows.is_empty() {
                open = false;
            }
            continue;
        }
        end_table(text, &mut blocks, &mut rows);
        let span = trimmed(&line);
        let mut matter = matter(line.text);
        // "In post was" and, on the next line, "628.5 FTE": a number that a line begins with, and no item.
        let digit = line.text.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if open && digit && blocks.last().is_some_and(|last| is_open(&text[last.span.clone()])) {
            matter = Matter::Paragraph;
        }
        let goes_on = matter == Matter::Paragraph && open;
        match blocks.last_mut() {
            Some(last) if goes_on && !matches!(last.matter, Matter::Table(_) | Matter::Heading) => {
                last.span.end = span.end;
            }
            Some(last) if mid_sentence(&text[last.span.clone()], line.text, last, &matter) => {
                last.span.end = span.end;
            }
            _ => blocks.push(Block { matter, span }),
        }
        open = true;
    }
    end_table(text, &mut blocks, &mut rows);
    blocks
}

/// A page may end in the middle of a sentence: what comes after the gap goes on in small letters, or what comes before it ends in a
/// word that no sentence ends in.
fn mid_sentence(before: &str, after: &str, last: &Block, matter: &Matter) -> bool {
    let goes_on = is_open(before) || after.trim_start().chars().next().is_some_and(char::is_lowercase);
    let unfinished =
        !before.ends_with(['.', '!', '?', ':', ';', '>']) && before.split_whitespace().count() > 5;
    goes_on
        && unfinished
        && *matter == Matter::Paragraph
        && matches!(last.matter, Matter::Paragraph | Matter::Item)
}

/// Whether words end in one that no sentence and no heading ends in.
fn is_open(words: &str) -> bool {
    const LEADING: &[&str] = &[
        "the", "a", "an", "of", "in", "at", "on", "to", "by", "for", "and", "from", "was", "is", "were",
        "than",
    ];
    words.split_whitespace().next_back().is_some_and(|last| LEADING.contains(&last))
}

fn end_table(text: &str, blocks: &mut Vec<Block>, rows: &mut Vec<Vec<Span>>) {
    let mut rows = std::mem::take(rows);
    part_labels(text, &mut rows);
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let span = first[0].start..last.last().map_or(first[0].start, |cell| cell.end);
    blocks.push(Block { matter: Matter::Table(rows), span });
}

/// "Senior social worker 8": a label so long that one space is left before its number. Where a row has a cell fewer than the row
/// above it, the number is a cell of its own.
fn part_labels(text: &str, rows: &mut [Vec<Span>]) {
    for at in 1..rows.len() {
        let width = rows[at - 1].len();
        let row = &mut rows[at];
        let label = row[0].clone();
        let Some((words, number)) = text[label.clone()].rsplit_once(' ') else { continue };
        let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && Number::parse(number).is_some();
        let worded = words.contains(char::is_alphabetic);
        // Between tabs and bars the cells are as they are drawn.
        let drawn = row.get(1).is_some_and(|next| text[label.end..next.start].trim_matches(' ').is_empty());
        if row.len() + 1 == width && is_number && worded && drawn {
            row[0] = label.start..label.start + words.trim_end().len();
            row.insert(1, label.end - number.len()..label.end);
        }
    }
}

fn trimmed(line: &Line) -> Span {
    let lead = line.text.len() - line.text.trim_start().len();
    let start = line.span.start + lead;
    start..start + line.text.trim().len()
}

fn matter(line: &str) -> Matter {
    let text = line.trim_start();
    if text.starts_with('#') {
        return Matter::Heading;
    }
    let bullet = text.starts_with(['•', '·', '▪']) || text.starts_with("- ") || text.starts_with("* ");
    let mark = text.split_whitespace().next().unwrap_or_default();
    let numbered = mark.ends_with(['.', ')'])
        && mark.len() <= 6
        && mark
            .trim_start_matches('(')
            .trim_end_matches(['.', ')'])
            .chars()
            .all(|c| c.is_ascii_alphanumeric())
        && (mark.starts_with(|c: char| c.is_ascii_digit() || c == '(')
            || mark.len() == 2
            || mark.trim_end_matches('.').chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
    // 3.1 and 8.15: a numbered paragraph.
    let paragraph = mark.contains('.') && mark.chars().all(|c| c.is_ascii_digit() || c == '.');
    if bullet || numbered || paragraph { Matter::Item } else { Matter::Paragraph }
}

/// `|---|:--|` and `-----`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("--") && line.chars().all(|c| matches!(c, '-' | '|' | ':' | '+' | '=' | ' '))
}

/// The cells of a line; one or none when it is no row.
fn cells(line: &Line) -> Vec<Span> {
    let text = line.text;
    if text.trim().is_empty() || is_rule(text) {
        return Vec::new();
    }
    if text.contains('\t') {
        return split(line, text, 0, |rest| rest.find('\t').map(|at| (at, 1)));
    }
    let bars = text.trim();
    if bars.starts_with('|') && bars.len() > 1 {
        let lead = text.len() - text.trim_start().len() + 1;
        let inner = bars[1..].strip_suffix('|').unwrap_or(&bars[1..]);
        return split(line, inner, lead, |rest| rest.find('|').map(|at| (at, 1)));
    }
    // Wide gaps are cells only where the line holds several, or a number after one.
    let lead = text.len() - text.trim_start().len();
    let found = split(line, text.trim(), lead, |rest| {
        let at = rest.find("   ")?;
        Some((at, rest[at..].len() - rest[at..].trim_start().len()))
    });
    let numeric = |span: &Span| {
        let cell = &text[span.start - line.span.start..span.end - line.span.start];
        cell.contains(|c: char| c.is_ascii_digit())
    };
    if found.len() > 2 || (found.len() == 2 && found[1..].iter().all(numeric)) { found } else { Vec::new() }
}

fn split(line: &Line, text: &str, lead: usize, next: impl Fn(&str) -> Option<(usize, usize)>) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut at = 0;
    let mut cell = |from: usize, to: usize| {
        let words = &text[from..to];
        let start = line.span.start + lead + from + (words.len() - words.trim_start().len());
        cells.push(start..start + words.trim().len());
    };
    while let Some((gap, wide)) = next(&text[at..]) {
        cell(at, at + gap);
        at += gap + wide;
    }
    cell(at, text.len());
    cells
}

fn links(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("http") {
        let start = from + at;
        let rest = &text[start..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ')' | '"' | ']'));
        let target = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';']);
        if target.starts_with("http://") || target.starts_with("https://") {
            found.push(Link { span: start..start + target.len(), target: target.to_owned() });
        }
        from = start + target.len().max(4);
    }
    found
}
