//! Mapping by hand: which heading fills which column, what codes stand for, a preview, and keeping it for the next file.

use std::collections::BTreeSet;

use app::error::OfficeError;
use app::intake::sheet::Sheet;
use app::table::Table;
use app::uploading::{ByHand, Chosen, TryAsk};
use app::workforce::layout::{Column, Layout, Shape};
use app::workforce::records::LAYOUTS;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, Checkboxes, Choice, Details, Input};
use crate::failure::{Failure, sentence};
use crate::form::{Filled, input, select};
use crate::grid::Grid;
use crate::page::{Page, address, escape, html};
use crate::pages::position::answered;
use crate::visit::Visit;

/// How many different texts of a coded column are offered for translation.
const TEXTS: usize = 40;
/// How many rows are shown of a sheet.
const ROWS: usize = 5;

/// A sheet's name for people.
fn sheet_name(sheet: &Sheet) -> String {
    sheet.name.as_ref().map_or_else(|| sheet.file.clone(), |name| format!("{}: {name}", sheet.file))
}

/// The page.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>, filled: Filled) -> Result<Response, Failure> {
    let page = mapping(&visit, &id, &filled).await?;
    Ok(visit.show(page))
}

async fn mapping(visit: &Visit, id: &str, filled: &Filled) -> Result<Page, Failure> {
    let mut page = Page::new("Map columns by hand").under(&[("Data", "/data")]);
    let sheets = visit.office().sheets(visit.council(), &visit.visitor.account, id).await;
    let Some(sheets) = answered(&mut page, sheets)? else { return Ok(page) };
    let names: Vec<(String, String)> =
        sheets.iter().enumerate().map(|(at, sheet)| (at.to_string(), sheet_name(sheet))).collect();
    let kinds: Vec<(String, String)> = LAYOUTS
        .iter()
        .filter(|layout| !layout.kind.starts_with("published"))
        .map(|layout| (layout.kind.to_owned(), app::people::in_words(layout.name)))
        .collect();
    let fields = [
        html(&select("sheet", "Table", &names, filled.get("sheet"))),
        html(&select("kind", "Its rows are", &kinds, filled.get("kind"))),
    ];
    let action = format!("/data/uploads/{id}/map");
    page.raw(&super::filter::form(&action, &fields.concat(), "Choose"));
    let sheet = sheets.get(filled.get("sheet").parse::<usize>().unwrap_or(0));
    let layout = LAYOUTS.iter().find(|layout| layout.kind == filled.get("kind"));
    if let (Some(sheet), Some(layout)) = (sheet, layout) {
        columns(&mut page, &action, filled, sheet, layout);
    }
    Ok(page)
}

/// The first rows of a sheet, then a choice for each column.
fn columns(page: &mut Page, action: &str, filled: &Filled, sheet: &Sheet, layout: &'static Layout) {
    let headings: Vec<&str> = sheet.headings.iter().map(|heading| heading.name.as_str()).collect();
    let mut table = Table::new(format!("{}, its first rows", sheet_name(sheet)), &headings);
    table.rows = sheet
        .rows
        .iter()
        .take(ROWS)
        .map(|row| row.cells.iter().map(|cell| cell.shown().into_owned()).collect())
        .collect();
    page.raw(&Grid::new(table).html());
    page.raw(&format!(
        "<form action=\"{action}\" method=\"post\" novalidate>\
         <input type=\"hidden\" name=\"sheet\" value=\"{}\"><input type=\"hidden\" name=\"kind\" value=\"{}\">",
        escape(filled.get("sheet")),
        layout.kind
    ));
    for column in layout.columns {
        page.raw(&choice(filled, sheet, column));
    }
    page.put(&Checkboxes {
        name: "inclusive".to_owned(),
        classes: "govuk-checkboxes--small".to_owned(),
        items: vec![Choice {
            value: "yes".to_owned(),
            text: "End dates are the last day on which something holds".to_owned(),
            checked: filled.get("inclusive") == "yes",
            ..Choice::default()
        }],
        ..Checkboxes::default()
    });
    let usual = format!("{} from {}", layout.name, glob(&sheet.file));
    let name = filled.some("name").unwrap_or(usual);
    page.put(&Input {
        hint: Some("The next file is read by it again".into()),
        ..input("name", "Name of the mapping", &name)
    });
    page.raw("<div class=\"govuk-button-group\">");
    for (value, text, classes) in
        [("preview", "Preview", "govuk-button--secondary"), ("keep", "Keep and use", "")]
    {
        page.put(&Button {
            text: text.to_owned(),
            name: "do".to_owned(),
            value: value.to_owned(),
            classes: classes.to_owned(),
            ..Button::default()
        });
    }
    page.raw("</div></form>");
}

/// The heading that is likely meant for a column: the same but for case and signs.
fn likely(sheet: &Sheet, column: &Column) -> Option<String> {
    let plain = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = plain(column.name);
    sheet
        .headings
        .iter()
        .find(|heading| plain(&heading.name) == wanted)
        .map(|heading| heading.name.to_string())
}

fn choice(filled: &Filled, sheet: &Sheet, column: &Column) -> String {
    let optional = if column.required { "" } else { " (optional)" };
    let label = format!("{}{optional}", app::people::in_words(column.name));
    let mut items = vec![
        (String::new(), "Leave as it is".to_owned()),
        ("=".to_owned(), "The same for every row".to_owned()),
    ];
    items.extend(
        sheet.headings.iter().map(|heading| (format!(":{}", heading.name), heading.name.to_string())),
    );
    let name = format!("c-{}", column.name);
    let is_first = !filled.0.iter().any(|(key, _)| key == "do");
    let guess = is_first.then(|| likely(sheet, column)).flatten().map(|heading| format!(":{heading}"));
    let chosen = guess.unwrap_or_else(|| filled.get(&name).to_owned());
    let mut field = select(&name, &label, &items, &chosen);
    field.hint = Some(column.doc.replace('\n', " ").into());
    let mut out = html(&field);
    if chosen == "=" {
        let value = format!("v-{}", column.name);
        out.push_str(&html(&input(&value, &format!("{label}, for every row"), filled.get(&value))));
    }
    let (Shape::Code(codes) | Shape::Codes(codes)) = column.shape else { return out };
    if let Some(heading) = chosen.strip_prefix(':') {
        let translated = texts(sheet, heading);
        let mut inside = String::new();
        for (at, text) in translated.iter().enumerate() {
            let mut items = vec![(String::new(), "As it stands".to_owned())];
            items.extend(codes.iter().map(|code| (code.code.to_owned(), code.code.to_owned())));
            let name = format!("k-{}-{at}", column.name);
            inside.push_str(&html(&select(&name, &format!("“{text}” is"), &items, filled.get(&name))));
        }
        if !translated.is_empty() {
            out.push_str(&html(&Details {
                summary_text: format!("What the texts under “{heading}” stand for"),
                html: inside,
                open: true,
                ..Details::default()
            }));
        }
    }
    out
}

/// The different texts under a heading, in order.
fn texts(sheet: &Sheet, heading: &str) -> Vec<String> {
    let Some(at) = sheet.heading(heading) else { return Vec::new() };
    let all: BTreeSet<String> = sheet
        .rows
        .iter()
        .filter_map(|row| row.cells.get(at))
        .filter(|cell| !cell.is_blank())
        .map(|cell| cell.shown().trim().to_owned())
        .collect();
    all.into_iter().take(TEXTS).collect()
}

/// A glob for files like this one: numbers and dates in a name change from month to month.
fn glob(file: &str) -> String {
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    let begins: String = stem.chars().take_while(|letter| !letter.is_ascii_digit()).collect();
    let begins = begins.trim_end_matches(['-', '_', ' ']);
    if begins.is_empty() || begins.len() == stem.len() {
        file.to_owned()
    } else {
        format!("{begins}*.{ending}")
    }
}

fn by_hand(filled: &Filled, sheet: &Sheet, layout: &Layout) -> ByHand {
    let chosen = |column: &Column| {
        let chosen = filled.get(&format!("c-{}", column.name));
        let heading = chosen.strip_prefix(':').map(str::to_owned);
        if chosen.is_empty() {
            return None;
        }
        let codes = heading.as_deref().map(|heading| texts(sheet, heading)).unwrap_or_default();
        let codes = codes.into_iter().enumerate().filter_map(|(at, text)| {
            filled.some(&format!("k-{}-{at}", column.name)).map(|code| (text, code))
        });
        Some(Chosen {
            column: column.name.to_owned(),
            value: filled.get(&format!("v-{}", column.name)).to_owned(),
            codes: codes.collect(),
            heading,
        })
    };
    ByHand {
        file: glob(&sheet.file),
        sheet: sheet.name.clone(),
        header_row: sheet.header_row,
        kind: layout.kind.to_owned(),
        inclusive: filled.get("inclusive") == "yes",
        columns: layout.columns.iter().filter_map(chosen).collect(),
    }
}

/// Shows what a mapping would do, or keeps it and goes back to the files.
pub(crate) async fn choose(
    visit: Visit,
    Path(id): Path<String>,
    filled: Filled,
) -> Result<Response, Failure> {
    let office = visit.office();
    let mut page = mapping(&visit, &id, &filled).await?;
    let sheets = office.sheets(visit.council(), &visit.visitor.account, &id).await?;
    let sheet = sheets.get(filled.get("sheet").parse::<usize>().unwrap_or(0));
    let layout = LAYOUTS.iter().find(|layout| layout.kind == filled.get("kind"));
    let (Some(sheet), Some(layout)) = (sheet, layout) else { return Ok(visit.show(page)) };
    let text = by_hand(&filled, sheet, layout).toml();
    if filled.get("do") == "keep" {
        let name = filled.get("name");
        return match office.keep_mapping(visit.council(), name, &text, visit.now()).await {
            Ok(()) => {
                let back = address(&format!("/data/uploads/{id}"), &[("mapping", name)]);
                Ok(Redirect::to(&back).into_response())
            }
            Err(error @ (OfficeError::Usage(_) | OfficeError::Refused(_))) => {
                page.error("name", sentence(&error.to_string()));
                Ok(visit.show(page))
            }
            Err(other) => Err(other.into()),
        };
    }
    let ask = TryAsk {
        upload: id.clone(),
        account: visit.visitor.account.clone(),
        mapping: None,
        draft: Some(text.clone()),
        as_at: visit.today(),
        complete: Vec::new(),
    };
    let tried = office.try_sent(visit.council(), &ask).await?;
    page.heading("Preview");
    for table in tried.tables(true) {
        page.table_inside(&Grid::new(table));
    }
    page.put(&Details {
        summary_text: "The mapping as a file".to_owned(),
        html: format!("<pre class=\"govuk-body-s\" tabindex=\"0\">{}</pre>", escape(&text)),
        ..Details::default()
    });
    Ok(visit.show(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_months_file_is_meant_too() {
        assert_eq!(glob("staff-2024-09.csv"), "staff*.csv");
        assert_eq!(glob("agency.xlsx"), "agency.xlsx");
        assert_eq!(glob("2024.csv"), "2024.csv");
    }
}
