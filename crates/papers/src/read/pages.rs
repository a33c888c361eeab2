//! The text that `pdftotext` makes of a PDF: pages that end in form feeds, with the same headers and footers on each.

use std::collections::HashMap;

use crate::document::Span;

/// How many lines at the top and the bottom of a page may be its header and footer.
const EDGE: usize = 3;

/// A line at the edge of a page.
struct EdgeLine<'a> {
    page: usize,
    /// At the top, not the bottom.
    top: bool,
    span: Span,
    text: &'a str,
}

/// The text with the headers and footers of its pages blanked, byte for byte, so that every place stays where it was and a sentence
/// goes on over the page. What a header says is kept on the first page that has it. A text without form feeds is left alone.
pub(super) fn without_headers(text: String) -> String {
    let edges = edges(&text);
    let pages = edges.last().map_or(0, |last| last.page + 1);
    if pages < 2 {
        return text;
    }
    let mut seen: HashMap<(bool, String), Vec<&EdgeLine>> = HashMap::new();
    for line in &edges {
        seen.entry((line.top, shape(line.text))).or_default().push(line);
    }
    let mut blank: Vec<Span> = Vec::new();
    for ((top, shape), lines) in &seen {
        let number = shape.chars().all(|c| !c.is_alphabetic());
        if number {
            blank.extend(page_numbers(lines));
        } else if lines.len() >= (pages / 2).max(2) {
            // "Page 2 of 9" says nothing; another header may name the council or the day.
            let kept = usize::from(*top && !shape.starts_with("page #"));
            blank.extend(lines.iter().skip(kept).map(|line| line.span.clone()));
        }
    }
    let mut bytes = text.into_bytes();
    for span in blank {
        bytes[span].fill(b' ');
    }
    String::from_utf8(bytes).expect("whole lines were blanked")
}

/// The lines at the edges of each page, in order.
fn edges(text: &str) -> Vec<EdgeLine<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (page, of_page) in text.split_inclusive('\x0C').enumerate() {
        let mut lines: Vec<(Span, &str)> = Vec::new();
        let mut at = start;
        for line in of_page.split_inclusive('\n') {
            let words = line.trim();
            if !words.is_empty() {
                let lead = at + (line.len() - line.trim_start().len());
                lines.push((lead..lead + words.len(), words));
            }
            at += line.len();
        }
        start = at;
        // A page of few lines is more likely all words than all edges.
        let edge = EDGE.min(lines.len() / 2);
        let bottom = lines.len() - edge;
        for (place, (span, text)) in lines.into_iter().enumerate() {
            if place < edge || place >= bottom {
                found.push(EdgeLine { page, top: place < edge, span, text });
            }
        }
    }
    found
}

/// A line with its digits and gaps made alike: "Page 3 of 12" and "Page 4 of 12" are of one shape.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for word in text.to_lowercase().split_whitespace() {
        if !shape.is_empty() {
            shape.push(' ');
        }
        for c in word.chars() {
            let c = if c.is_ascii_digit() { '#' } else { c };
            if !(c == '#' && shape.ends_with('#')) {
                shape.push(c);
            }
        }
    }
    shape
}

/// Those of some bare numbers at the edges that count the pages: two or more that are as far from the page they stand on.
fn page_numbers(lines: &[&EdgeLine]) -> Vec<Span> {
    let offset = |line: &EdgeLine| {
        let mut numbers = line.text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        let number: i64 = numbers.next()?.parse().ok()?;
        numbers.next().is_none().then(|| number - i64::try_from(line.page).unwrap_or(i64::MAX))
    };
    let of = |wanted: i64| lines.iter().filter(move |line| offset(line) == Some(wanted));
    let most = lines.iter().filter_map(|line| offset(line)).max_by_key(|one| of(*one).count());
    let Some(most) = most.filter(|most| of(*most).count() >= 2) else { return Vec::new() };
    of(most).map(|line| line.span.clone()).collect()
}
