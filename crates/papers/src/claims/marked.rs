//! The paper as HTML with each claim marked in its place, and beside it what was found.
//!
//! One page with its own style and no script. All words of the paper are escaped.

use crate::document::Document;

use super::{Claim, Report, Verdict};

const STYLE: &str = "body{font:1.05rem/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}\
pre{white-space:pre-wrap;font:inherit;tab-size:8}\
mark{color:inherit;padding:0 .1em;border-bottom:3px solid}\
mark.confirmed{background:#e3f2e6;border-color:#00602f}mark.contradicted{background:#fbe3e0;border-color:#942514}\
mark.imprecise{background:#fff4d1;border-color:#7a5c00}mark.unsupported{background:#eceff1;border-color:#505a5f}\
mark.undefined{background:#e8e4f5;border-color:#4c2c92}\
table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #b1b4b6}\
a{color:#1a65a6}";

/// Writes the page.
#[must_use]
pub fn page(document: &Document, report: &Report) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Claims: {name}</title><style>{STYLE}</style></head>\n\
         <body><main><h1>{name}</h1>\n",
        name = escape(&report.document.name)
    );
    let counts: Vec<String> = Verdict::ALL
        .iter()
        .map(|verdict| {
            let count = report.claims.iter().filter(|claim| claim.verdict == *verdict).count();
            format!("<mark class=\"{0}\">{0}</mark> {count}", verdict.text())
        })
        .collect();
    page.push_str(&format!(
        "<p>{} claims: {}.</p>\n<h2>The paper</h2>\n<pre>",
        report.summary.claims,
        counts.join(", ")
    ));
    page.push_str(&text(document, &report.claims));
    page.push_str("</pre>\n<h2>The claims</h2>\n<table><thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Claim</th><th scope=\"col\">Verdict</th><th scope=\"col\">Why</th><th scope=\"col\">Source</th></tr></thead><tbody>\n");
    for (number, claim) in report.claims.iter().enumerate() {
        page.push_str(&format!(
            "<tr id=\"claim-{n}\"><td><a href=\"#in-{n}\">{n}</a></td><td>{}</td><td><mark class=\"{verdict}\">{verdict}</mark></td><td>{}</td><td>{}</td></tr>\n",
            escape(&claim.text),
            escape(&claim.because),
            escape(&claim.source),
            n = number + 1,
            verdict = claim.verdict.text(),
        ));
    }
    page.push_str("</tbody></table></main></body></html>\n");
    page
}

/// The text with its marks. Marks do not overlap: of two that do, the one that ends first is marked and the other begins
/// after it; a claim with no words left keeps its anchor.
/// A mark is `in-1` and refers to `claim-1`; its class is the verdict.
#[must_use]
pub fn text(document: &Document, claims: &[Claim]) -> String {
    let mut page = String::new();
    let mut at = 0;
    let mut order: Vec<(usize, &Claim)> = claims.iter().enumerate().collect();
    order.sort_by_key(|(number, claim)| (claim.mark.start, claim.mark.end, *number));
    for (place, (number, claim)) in order.iter().enumerate() {
        let start = claim.mark.start.max(at);
        let next = order.get(place + 1).map_or(claim.mark.end, |(_, next)| next.mark.start.max(start));
        let end = claim.mark.end.min(next).max(start);
        page.push_str(&escape(document.at(&(at..start))));
        page.push_str(&format!(
            "<mark id=\"in-{n}\" class=\"{}\" title=\"{}\">{}<sup><a href=\"#claim-{n}\">{n}</a></sup></mark>",
            claim.verdict.text(),
            escape(&format!("{}: {}", claim.verdict.text(), claim.because)),
            escape(document.at(&(start..end))),
            n = number + 1,
        ));
        at = end;
    }
    page.push_str(&escape(document.at(&(at..document.text.len()))));
    page
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(c),
        }
    }
    safe
}
