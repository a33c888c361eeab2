//! Plain text, Markdown and the text of PDFs. The text is kept as it is; only the blocks are found in it.
//!
//! A table is lines of cells between tabs or bars, or, as `pdftotext -layout` writes them, between wide gaps.

use crate::document::{Block, Document, Format, Link, Matter, Span};

/// A line without its ending.
struct Line<'a> {
    span: Span,
    text: &'a str,
}

pub(super) fn read(name: &str, text: String, format: Format) -> Document {
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
                end_table(&mut blocks, &mut rows);
            }
            if rows.is_empty() {
                open = false;
            }
            continue;
        }
        end_table(&mut blocks, &mut rows);
        let span = trimmed(&line);
        let matter = matter(line.text);
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
    end_table(&mut blocks, &mut rows);
    blocks
}

/// A page may end in the middle of a sentence: what comes after the gap goes on in small letters.
fn mid_sentence(before: &str, after: &str, last: &Block, matter: &Matter) -> bool {
    let goes_on = after.trim_start().chars().next().is_some_and(char::is_lowercase);
    let unfinished =
        !before.ends_with(['.', '!', '?', ':', ';', '>']) && before.split_whitespace().count() > 5;
    goes_on
        && unfinished
        && *matter == Matter::Paragraph
        && matches!(last.matter, Matter::Paragraph | Matter::Item)
}

fn end_table(blocks: &mut Vec<Block>, rows: &mut Vec<Vec<Span>>) {
    let rows = std::mem::take(rows);
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let span = first[0].start..last.last().map_or(first[0].start, |cell| cell.end);
    blocks.push(Block { matter: Matter::Table(rows), span });
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
