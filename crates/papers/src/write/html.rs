//! A paper as one HTML page that needs nothing else: language, one first-level heading, tables with captions and scopes,
//! charts with their table, a style for print.

use std::fmt::Write as _;

use super::xml::escape;
use crate::built::{Block, Built, Cell, Run, Table};

const STYLE: &str = "body{font-family:arial,sans-serif;font-size:1.1875rem;line-height:1.4;color:#0b0c0c;\
background:#fff;max-width:60rem;margin:0 auto;padding:1rem}h1{font-size:2.25rem}h2{font-size:1.75rem;margin-top:2.5rem}\
h3{font-size:1.375rem}table{border-collapse:collapse;width:100%;margin:1.25rem 0}caption{font-weight:bold;\
text-align:left;padding-bottom:.5rem}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;\
border-bottom:1px solid #b1b4b6}.n{text-align:right}tr.t th,tr.t td{font-weight:bold;border-top:2px solid #0b0c0c}\
figure{margin:1.5rem 0}svg{max-width:100%;height:auto}.note{font-size:1rem}.wide{overflow-x:auto}\
a:focus,.wide:focus{outline:3px solid #fd0}@media print{body{max-width:none;font-size:11pt;padding:0}\
h2,h3,caption{break-after:avoid}tr,figure{break-inside:avoid}thead{display:table-header-group}}";

pub(super) fn write(built: &Built) -> String {
    let (title, council) = (escape(&built.title), escape(&built.council));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title} - {council}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<p>{council}</p>\n<h1>{title}</h1>\n",
        escape(&built.language)
    );
    for block in &built.blocks {
        write_block(&mut page, block);
    }
    if let Some(appendix) = built.appendix() {
        page.push_str("<h2>Data appendix</h2>\n");
        table(&mut page, &appendix);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn write_block(page: &mut String, block: &Block) {
    match block {
        Block::Heading { level, text } => {
            let level = level.clamp(&2, &6);
            let _ = writeln!(page, "<h{level}>{}</h{level}>", escape(text));
        }
        Block::Paragraph(all) => {
            let _ = writeln!(page, "<p>{}</p>", runs(all));
        }
        Block::List { numbered, items } => {
            let tag = if *numbered { "ol" } else { "ul" };
            let _ = writeln!(page, "<{tag}>");
            for item in items {
                let _ = writeln!(page, "<li>{}</li>", runs(item));
            }
            let _ = writeln!(page, "</{tag}>");
        }
        Block::Table(one) => table(page, one),
        Block::Chart(chart) => {
            let _ = writeln!(
                page,
                "<figure>\n{}\n<figcaption>{}</figcaption>\n</figure>",
                chart.svg,
                escape(&chart.description)
            );
            table(page, &chart.table);
        }
    }
}

fn runs(all: &[Run]) -> String {
    all.iter()
        .map(|run| match run {
            Run::Text(text) | Run::Figure { text, .. } => escape(text),
            Run::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        })
        .collect()
}

fn table(page: &mut String, table: &Table) {
    let caption = escape(&table.caption);
    // A wide table is scrolled by itself, by keyboard too.
    let _ = write!(
        page,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr>"
    );
    for column in &table.columns {
        let class = if column.numbers { " class=\"n\"" } else { "" };
        let _ = write!(page, "<th scope=\"col\"{class}>{}</th>", escape(&column.heading));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for (at, row) in table.rows.iter().enumerate() {
        let total = table.has_total && at + 1 == table.rows.len();
        page.push_str(if total { "<tr class=\"t\">" } else { "<tr>" });
        for (at, cell) in row.iter().enumerate() {
            let numbers = table.columns.get(at).is_some_and(|column| column.numbers);
            write_cell(page, cell, at == 0, numbers);
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
    for note in table.all_notes() {
        let _ = writeln!(page, "<p class=\"note\">{}</p>", escape(&note));
    }
}

fn write_cell(page: &mut String, cell: &Cell, first: bool, numbers: bool) {
    let class = if numbers { " class=\"n\"" } else { "" };
    let text = escape(cell.text());
    let _ = if first {
        write!(page, "<th scope=\"row\"{class}>{text}</th>")
    } else {
        write!(page, "<td{class}>{text}</td>")
    };
}
