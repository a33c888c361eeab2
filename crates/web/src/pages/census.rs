//! The census: check a return that was made anywhere, set it beside last year's, and count it as the DfE does. No file of a
//! return is kept.

use std::io::Cursor;
use std::sync::Arc;

use app::returning::{CheckAsk, ReturnFile, check_returns, compare_returns, summarise_return};
use app::table::Table;
use axum::extract::Multipart;
use axum::response::Response;

use crate::components::{Button, FileUpload};
use crate::failure::{Failure, sentence};
use crate::form::select;
use crate::grid::Grid;
use crate::page::{Page, html};
use crate::pages::data::files_of;
use crate::visit::Visit;

/// The most findings that a page shows; the CSV beside them has all.
const SHOWN: usize = 500;

/// The form.
pub(crate) async fn show(visit: Visit) -> Response {
    let page = form();
    visit.show(page)
}

fn form() -> Page {
    let mut page = Page::new("Census").caption("Children’s social work workforce census").under(&[]);
    page.heading("Check a return");
    page.prose(
        "A return made anywhere, as XML. It is checked against the rules of its year and is not kept.",
    );
    let file = |name: &str, label: &str, hint: &str| {
        html(&FileUpload {
            id: name.to_owned(),
            name: name.to_owned(),
            label: label.into(),
            hint: Some(hint.into()),
            ..FileUpload::default()
        })
    };
    let years: Vec<(String, String)> = std::iter::once((String::new(), "That of its header".to_owned()))
        .chain((2021..=2026).rev().map(|year| (year.to_string(), year.to_string())))
        .collect();
    page.raw(&format!(
        "<form action=\"/census/check\" method=\"post\" enctype=\"multipart/form-data\" novalidate>{}{}{}{}</form>",
        file("file", "The return", "XML"),
        file("previous", "Last year’s return (optional)", "Given, the two are compared as well"),
        html(&select("year", "Census year", &years, "")),
        html(&Button { text: "Check".to_owned(), ..Button::default() })
    ));
    page
}

/// A return that was sent, as what can be read more than once.
pub(crate) fn in_memory(name: String, bytes: Vec<u8>) -> ReturnFile {
    let bytes: Arc<[u8]> = bytes.into();
    ReturnFile { name, open: Box::new(move || Ok(Box::new(Cursor::new(Arc::clone(&bytes))))) }
}

/// Checks a return, and compares it where last year's is given.
pub(crate) async fn check(visit: Visit, mut parts: Multipart) -> Result<Response, Failure> {
    let (files, fields) = files_of(&mut parts).await?;
    let (mut file, mut previous) = (None, None);
    for (name, sent) in files {
        match name.as_str() {
            "file" => file = Some(in_memory(sent.name, sent.bytes)),
            "previous" => previous = Some(in_memory(sent.name, sent.bytes)),
            _ => {}
        }
    }
    let Some(file) = file else {
        let mut page = form();
        page.error("file", "Choose the return");
        return Ok(visit.show(page));
    };
    let actor = visit.office().actor().clone();
    let ask = CheckAsk { year: fields.get("year").parse().ok(), rules: Vec::new(), only: None };
    // Checking takes all cores for a while, which must not be those that answer others.
    let told = tokio::task::spawn_blocking(move || tables(&actor, &file, previous.as_ref(), &ask))
        .await
        .map_err(|problem| Failure::Unreadable(problem.to_string()))??;
    let mut page = Page::new("The return, checked").under(&[("Census", "/census")]);
    for problem in told.problems {
        page.error("", problem);
    }
    for table in told.tables {
        page.table_inside(&Grid::new(table));
    }
    Ok(visit.show(page))
}

#[derive(Default)]
struct Told {
    tables: Vec<Table>,
    problems: Vec<String>,
}

fn tables(
    actor: &app::policy::Actor,
    file: &ReturnFile,
    previous: Option<&ReturnFile>,
    ask: &CheckAsk,
) -> Result<Told, Failure> {
    let checked = check_returns(actor, std::slice::from_ref(file), previous, ask)?;
    let mut told = Told::default();
    let totals = checked.totals();
    let mut findings = checked.list();
    findings.title = format!("{} errors and {} queries", totals.error, totals.query);
    if findings.rows.len() > SHOWN {
        findings.notes =
            vec![format!("The first {SHOWN} of {}. `mainstay csww check` lists all.", findings.rows.len())];
        findings.rows.truncate(SHOWN);
    }
    told.tables.push(findings);
    if checked.is_unreadable() {
        return Ok(told);
    }
    told.tables.push(summarise_return(actor, file)?.table());
    if let Some(previous) = previous {
        match compare_returns(actor, file, previous) {
            Ok(compared) => told.tables.extend(compared.tables()),
            Err(error @ app::error::OfficeError::Refused(_)) => {
                told.problems.push(sentence(&error.to_string()));
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(told)
}
