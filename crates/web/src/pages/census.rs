//! The census: what the record lacks for a return, and building it; checking a return that was made anywhere, setting it
//! beside last year's, and counting it as the DfE does. No file of a return is kept.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use app::census::BuildAsk;
use app::policy::Action;
use app::returning::{CheckAsk, ReturnFile, check_returns, compare_returns, summarise_return};
use app::table::Table;
use app::workforce::period::census_year_before;
use axum::extract::Multipart;
use axum::response::Response;

use crate::components::{Button, FileUpload, Select};
use crate::failure::{Failure, sentence};
use crate::form::{Filled, input, select};
use crate::grid::{Grid, file_response};
use crate::page::{Page, address, html, link, part};
use crate::pages::data::files_of;
use crate::pages::filter;
use crate::pages::position::answered;
use crate::pages::records::record_link;
use crate::visit::Visit;

/// The most findings that a page shows; the CSV beside them has all.
const SHOWN: usize = 500;

/// The census years, the newest first.
fn years() -> Vec<(String, String)> {
    (2021..=2026).rev().map(|year| (year.to_string(), year.to_string())).collect()
}

/// The room's first page.
pub(crate) async fn show(visit: Visit) -> Response {
    let page = room(&visit);
    visit.show(page)
}

fn room(visit: &Visit) -> Page {
    let mut page = Page::new("Census").caption("Children’s social work workforce census").under(&[]);
    if visit.may(Action::BuildReturns) {
        page.heading("Build the return from the record");
        page.prose("First what is missing, team by team, with where it goes; then the file to return.");
        let year = census_year_before(visit.today()).to_string();
        page.raw(&filter::form(
            "/census/readiness",
            &html(&select("year", "Census year", &years(), &year)),
            "What is missing",
        ));
    }
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
    let years = [vec![(String::new(), "That of its header".to_owned())], years()].concat();
    page.raw(&format!(
        "<form action=\"/census/check\" method=\"post\" enctype=\"multipart/form-data\" novalidate>{}{}{}{}</form>",
        file("file", "The return", "XML"),
        file("previous", "Last year’s return (optional)", "Given, the two are compared as well"),
        html(&Select { id: "check-year".to_owned(), ..select("year", "Census year", &years, "") }),
        html(&Button { text: "Check".to_owned(), ..Button::default() })
    ));
    page
}

/// A return that was sent, as what can be read more than once.
pub(crate) fn in_memory(name: String, bytes: Vec<u8>) -> ReturnFile {
    let bytes: Arc<[u8]> = bytes.into();
    ReturnFile { name, open: Box::new(move || Ok(Box::new(Cursor::new(Arc::clone(&bytes))))) }
}

/// What the record lacks for the return of a year, team by team, each thing with the record to mend.
pub(crate) async fn readiness(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let year = year(&visit, &asked);
    let mut page = Page::new(format!("Census {year}: what is missing")).under(&[("Census", "/census")]);
    let fields = html(&select("year", "Census year", &years(), &year.to_string()));
    page.raw(&filter::form("/census/readiness", &fields, "What is missing"));
    let answer = visit.office().readiness(visit.council(), year, made(&visit), None).await;
    let Some(answer) = answered(&mut page, answer)? else { return Ok(visit.show(page)) };
    let workers: BTreeSet<String> = answer.todo.iter().filter_map(|todo| todo.worker.clone()).collect();
    visit.note(&workers.into_iter().collect::<Vec<_>>(), &format!("what census {year} lacks")).await?;
    page.put(&Button {
        text: "Build the return".to_owned(),
        href: address("/census/return.xml", &[("year", &year.to_string())]),
        ..Button::default()
    });
    let explained = address("/census/explained", &[("year", &year.to_string())]);
    page.raw(&format!(
        "<p class=\"govuk-body\">{}</p>",
        link(&explained, "Where each value of the return comes from")
    ));
    let mut tables = answer.tables(true).into_iter();
    if let Some(teams) = tables.next() {
        page.table(&Grid::new(teams));
    }
    for table in tables {
        let worker = |_: usize, row: &[String]| {
            Some(&row[1])
                .filter(|worker| !worker.is_empty())
                .map(|worker| format!("/people/{}", part(worker)))
        };
        // Where it goes: the records of that kind of the worker.
        let place = |_: usize, row: &[String]| {
            let kind =
                row[6].split(['.', ' ', ':']).next().filter(|kind| app::changing::layout(kind).is_ok())?;
            Some(address(&format!("/records/{kind}"), &[("find", &row[1])]))
        };
        page.table(&Grid::new(table).linked(1, worker).linked(6, place));
    }
    Ok(visit.show(page))
}

/// When a return is made, as its header says it.
fn made(visit: &Visit) -> String {
    visit.now().strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// The return of a year, built from the record.
pub(crate) async fn build(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let year = year(&visit, &asked);
    let (built, bytes, name) = visit.office().build_return(visit.council(), &ask(&visit, year)).await?;
    visit.note(&built.worker_keys(), &format!("the return of census {year}")).await?;
    Ok(file_response(&name, "application/xml", bytes))
}

fn ask(visit: &Visit, year: i16) -> BuildAsk {
    BuildAsk { year, authority: visit.council().code.clone(), made: made(visit), known_at: None }
}

fn year(visit: &Visit, asked: &Filled) -> i16 {
    asked.get("year").parse().unwrap_or_else(|_| census_year_before(visit.today()))
}

/// The records that each value of a return comes from.
pub(crate) async fn explained(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let year = year(&visit, &asked);
    let mut page =
        Page::new(format!("Census {year}: where each value comes from")).under(&[("Census", "/census")]);
    let find = input("find", "Item, value, SWE number or record", asked.get("find"));
    let fields = html(&select("year", "Census year", &years(), &year.to_string())) + &html(&find);
    page.raw(&filter::form("/census/explained", &fields, "Show"));
    let answer = visit.office().build_return(visit.council(), &ask(&visit, year)).await;
    let Some((built, ..)) = answered(&mut page, answer)? else { return Ok(visit.show(page)) };
    visit.note(&built.worker_keys(), &format!("where the values of census {year} come from")).await?;
    let found = built.traces(asked.get("find"));
    let headings = ["Worker’s record", "SWE number", "Item", "Value", "Record", "How"];
    let mut table = Table::new(format!("Values of the return of {year}"), &headings);
    // One line for each record of a value, so that each can be opened.
    for trace in found {
        let records = if trace.records.is_empty() { vec![String::new()] } else { trace.records.clone() };
        for record in records {
            table.rows.push(vec![
                trace.worker.map_or_else(|| "totals".to_owned(), |worker| worker.to_string()),
                trace.swe.clone().unwrap_or_default(),
                trace.item.name().to_owned(),
                trace.value.clone(),
                record,
                trace.note.clone().unwrap_or_default(),
            ]);
        }
    }
    if table.rows.len() > SHOWN {
        table.notes = vec![format!("The first {SHOWN} of {} lines: find a part of them.", table.rows.len())];
        table.rows.truncate(SHOWN);
    }
    let link = |_: usize, row: &[String]| Some(&row[4]).filter(|id| !id.is_empty()).map(|id| record_link(id));
    page.table(&Grid::new(table).linked(4, link));
    Ok(visit.show(page))
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
        let mut page = room(&visit);
        page.error("file", "Choose the return");
        return Ok(visit.show(page));
    };
    let actor = visit.office().actor().clone();
    let ask = CheckAsk { year: fields.get("year").parse().ok(), ..CheckAsk::default() };
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
    told.tables.extend(summarise_return(actor, file)?.tables());
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
