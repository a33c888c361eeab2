//! Records: one with its changes, those of a kind, and a form for every kind, made from the kind's layout.

use app::changing::{Changed, EditAsk, layout};
use app::intake::finding::Finding;
use app::policy::Action;
use app::reception::written;
use app::table::Table;
use app::workforce::change::RecordId;
use app::workforce::layout::{Column, Layout, Shape};
use app::workforce::records::{LAYOUTS, Record};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, Input, Select, WarningText, Words};
use crate::failure::Failure;
use crate::form::{Filled, input, select};
use crate::grid::Grid;
use crate::page::{Page, address, escape, html, link, part};
use crate::pages::position::answered;
use crate::visit::Visit;

/// The address of a record's page.
pub(crate) fn record_link(id: &str) -> String {
    address("/record", &[("id", id)])
}

/// The kinds of records.
pub(crate) async fn kinds(visit: Visit) -> Response {
    let mut page = Page::new("Records").under(&[("Data", "/data")]);
    let office = visit.office();
    let seen: Vec<&Layout> =
        LAYOUTS.iter().filter(|layout| app::changing::readable(&office, layout.kind)).collect();
    let mut table = Table::new("Kinds of record", &["Kind", "What one is"]);
    table.rows = seen
        .iter()
        .map(|layout| vec![app::people::in_words(layout.name), layout.doc.replace('\n', " ")])
        .collect();
    page.table(&Grid::new(table).linked(0, |at, _| Some(format!("/records/{}", seen[at].kind))));
    visit.show(page)
}

/// The records of a kind.
pub(crate) async fn of_kind(
    visit: Visit,
    Path(kind): Path<String>,
    asked: Filled,
) -> Result<Response, Failure> {
    let layout = layout(&kind)?;
    let mut page =
        Page::new(app::people::in_words(layout.name)).under(&[("Data", "/data"), ("Records", "/records")]);
    page.prose(&layout.doc.replace('\n', " "));
    if visit.may(Action::EditRecord) {
        page.put(&Button {
            text: "Add one".to_owned(),
            href: format!("/records/{}/edit", layout.kind),
            classes: "govuk-button--secondary".to_owned(),
            ..Button::default()
        });
    }
    let find = input("find", "Find", asked.get("find"));
    page.raw(&super::filter::form(&format!("/records/{}", layout.kind), &html(&find), "Find"));
    let (table, ids) = visit.office().records_of(visit.council(), layout.kind, asked.get("find")).await?;
    if layout.personal {
        let workers: Vec<String> = ids.iter().map(|id| id.key.to_string()).collect();
        visit.note(&workers, layout.name).await?;
    }
    page.table(&Grid::new(table).linked(0, |at, _| Some(record_link(&ids[at].to_string()))));
    Ok(visit.show(page))
}

/// A record, as it stands and as it was changed.
pub(crate) async fn show(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let id = asked.get("id").to_owned();
    let known_at = asked.some("known_at");
    let office = visit.office();
    let mut page =
        Page::new(id.clone()).caption("Record").under(&[("Data", "/data"), ("Records", "/records")]);
    let answer = office.show(visit.council(), &id, known_at.as_deref()).await;
    let Some(record) = answered(&mut page, answer)? else { return Ok(visit.show(page)) };
    let mut workers = Vec::new();
    for shown in &record.records {
        let fields = shown.fields.as_ref().and_then(|fields| fields.as_object());
        if let Some(worker) =
            fields.and_then(|fields| fields.get("worker")).and_then(|worker| worker.as_str())
        {
            workers.push(worker.to_owned());
        }
    }
    workers.dedup();
    if !workers.is_empty() {
        visit.note(&workers, &format!("record {id}")).await?;
    }
    for (table, shown) in record.tables().into_iter().zip(&record.records) {
        let layout = RecordId::parse(&shown.record).and_then(|id| app::workforce::records::layout(&id.kind));
        let to = |_: usize, row: &[String]| reference(layout?, &row[0], &row[1]);
        page.table(&Grid::new(table).linked(1, to));
        if let (true, Some(id)) = (visit.may(Action::EditRecord), RecordId::parse(&shown.record)) {
            let edit = address(&format!("/records/{}/edit", id.kind), &[("key", &id.key)]);
            page.raw(&format!(
                "<p class=\"govuk-body mainstay-noprint\">{}</p>",
                link(&edit, &format!("Change {id}"))
            ));
        }
    }
    let history = office.history(visit.council(), &id).await?.table();
    let numbers: Vec<String> = history.rows.iter().map(|row| row[0].clone()).collect();
    let log = visit.may(Action::ReadLog);
    page.table(&Grid::new(history).linked(0, |at, _| log.then(|| format!("/history/{}", numbers[at]))));
    Ok(visit.show(page))
}

/// Where a value that names another record leads.
fn reference(layout: &Layout, column: &str, value: &str) -> Option<String> {
    let at = layout.column(column)?;
    match layout.columns[at].shape {
        Shape::Reference("worker") => Some(format!("/people/{}", part(value))),
        Shape::Reference("unit") => Some(format!("/teams/{}", part(value))),
        Shape::Reference(kind) => Some(record_link(&format!("{kind}:{value}"))),
        _ => None,
    }
}

/// What a form holds: each column's text, what is wrong with it, and the newest change when it was opened.
struct Draft<'a> {
    layout: &'a Layout,
    key: String,
    values: Vec<String>,
    seen: u64,
    reason: String,
}

impl<'a> Draft<'a> {
    fn of(layout: &'a Layout, key: &str, record: Option<&Record>, seen: u64) -> Self {
        let row = record.map_or_else(|| vec![None; layout.columns.len()], Record::to_row);
        let values = row.into_iter().map(Option::unwrap_or_default).collect();
        Self { layout, key: key.to_owned(), values, seen, reason: String::new() }
    }

    fn filled(layout: &'a Layout, filled: &Filled) -> Self {
        let values = layout.columns.iter().map(|column| filled.all(&field(column)).join(";")).collect();
        Self {
            layout,
            key: filled.get("key").to_owned(),
            values,
            seen: filled.get("seen").parse().unwrap_or(0),
            reason: filled.get("reason").to_owned(),
        }
    }

    fn is_new(&self) -> bool {
        self.key.is_empty()
    }
}

/// The name of a column's field. A prefix keeps columns apart from what else a form holds.
fn field(column: &Column) -> String {
    format!("c-{}", column.name)
}

/// The first sentence of a column's documentation, as its hint.
fn hint(column: &Column) -> String {
    let words = column.doc.replace('\n', " ");
    let form = match column.shape {
        Shape::Date => " Like 2024-09-30.",
        Shape::Fte => " Such as 0.8.",
        Shape::References(_) | Shape::Codes(_) => " Separated by semicolons.",
        _ => "",
    };
    format!("{words}{form}")
}

fn column_field(column: &Column, value: &str, fixed: bool, error: Option<&str>) -> String {
    let optional = if column.required { "" } else { " (optional)" };
    let label = format!("{}{optional}", app::people::in_words(column.name));
    let name = field(column);
    let error_message: Option<Words> = error.map(Into::into);
    if fixed {
        return format!(
            "<input type=\"hidden\" name=\"{name}\" value=\"{}\"><p class=\"govuk-body\"><strong>{}</strong>: {}</p>",
            escape(value),
            escape(&app::people::in_words(column.name)),
            escape(value)
        );
    }
    let codes = |codes: &[app::workforce::layout::Code]| {
        let mut items = vec![(String::new(), "Not given".to_owned())];
        items.extend(
            codes
                .iter()
                .map(|code| (code.code.to_owned(), code.meaning.trim_end_matches('.').replace('\n', " "))),
        );
        items
    };
    let items = match column.shape {
        Shape::Code(list) => Some(codes(list)),
        Shape::YesNo => Some(
            [("", "Not given"), ("yes", "Yes"), ("no", "No")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .to_vec(),
        ),
        _ => None,
    };
    match items {
        Some(items) => html(&Select {
            hint: Some(hint(column).into()),
            error_message,
            ..select(&name, &label, &items, value)
        }),
        None => {
            html(&Input { hint: Some(hint(column).into()), error_message, ..input(&name, &label, value) })
        }
    }
}

/// The page with the form.
fn form(draft: &Draft<'_>, changed: Option<&Changed>) -> Page {
    let layout = draft.layout;
    let title = if draft.is_new() {
        format!("Add to {}", layout.name.replace('-', " "))
    } else {
        format!("Change {}:{}", layout.kind, draft.key)
    };
    let mut page = Page::new(title).under(&[("Data", "/data"), ("Records", "/records")]);
    if let Some(changed) = changed {
        outcome(&mut page, changed, layout.columns);
    }
    let wrong = |column: &Column| match changed {
        Some(Changed::Wrong(findings)) => findings
            .iter()
            .find(|finding| finding.is_error() && finding.column.as_deref() == Some(column.name))
            .map(|finding| finding.message.as_str()),
        _ => None,
    };
    page.raw(&format!(
        "<form action=\"/records/{}/edit\" method=\"post\" novalidate><input type=\"hidden\" name=\"key\" value=\"{}\">\
         <input type=\"hidden\" name=\"seen\" value=\"{}\">",
        layout.kind,
        escape(&draft.key),
        draft.seen
    ));
    for (column, value) in layout.columns.iter().zip(&draft.values) {
        // A key names the record: another key would be another record.
        page.raw(&column_field(column, value, column.key && !draft.is_new(), wrong(column)));
    }
    page.put(&Input {
        hint: Some("Kept with the change. Do not name anyone in it.".into()),
        classes: String::new(),
        ..input("reason", "Reason for the change", &draft.reason)
    });
    page.put(&Button {
        text: "Save".to_owned(),
        name: "do".to_owned(),
        value: "save".to_owned(),
        ..Button::default()
    });
    if !draft.is_new() {
        page.put(&WarningText {
            text: "Withdrawing says that the record was never true. To end it, give it an end date instead."
                .to_owned(),
            ..WarningText::default()
        });
        page.put(&Button {
            text: "Withdraw".to_owned(),
            name: "do".to_owned(),
            value: "withdraw".to_owned(),
            classes: "govuk-button--warning".to_owned(),
            ..Button::default()
        });
    }
    page.raw("</form>");
    page
}

/// Says on a page what came of a change that was not made.
pub(crate) fn outcome(page: &mut Page, changed: &Changed, columns: &[Column]) {
    match changed {
        Changed::Done(_) => {}
        Changed::Nothing => page.done("There was nothing to change: the record says all this already"),
        Changed::Wrong(findings) => {
            for finding in findings.iter().filter(|finding| finding.is_error()) {
                let column = columns.iter().find(|column| finding.column.as_deref() == Some(column.name));
                page.error(&column.map(field).unwrap_or_default(), told(finding));
            }
        }
        Changed::Meanwhile(touched) => {
            for one in touched {
                page.error(
                    "",
                    format!(
                        "{} was changed by {} at {} (change {}), after you opened it. Nothing of yours was saved",
                        one.record, one.by, one.at, one.number
                    ),
                );
            }
        }
    }
}

fn told(finding: &Finding) -> String {
    format!("{} {}", finding.message, finding.fix)
}

/// The form of a new record, or of one that is to be changed.
pub(crate) async fn edit(visit: Visit, Path(kind): Path<String>, asked: Filled) -> Result<Response, Failure> {
    let layout = layout(&kind)?;
    let key = asked.get("key");
    let (record, seen) = visit.office().to_edit(visit.council(), layout.kind, key).await?;
    if record.is_none() && !key.is_empty() {
        return Err(Failure::NotFound);
    }
    if let Some(worker) = record.as_ref().and_then(app::people::worker_of) {
        visit.note(&[worker.to_owned()], &format!("form of {}:{key}", layout.kind)).await?;
    }
    let mut draft = Draft::of(layout, key, record.as_ref(), seen);
    // A link may fill a new record's columns, such as whose it is.
    if draft.is_new() {
        for (column, value) in layout.columns.iter().zip(&mut draft.values) {
            asked.get(column.name).clone_into(value);
        }
    }
    Ok(visit.show(form(&draft, None)))
}

/// Keeps what a form says.
pub(crate) async fn save(
    visit: Visit,
    Path(kind): Path<String>,
    filled: Filled,
) -> Result<Response, Failure> {
    let layout = layout(&kind)?;
    let draft = Draft::filled(layout, &filled);
    if draft.reason.is_empty() {
        let mut page = form(&draft, None);
        page.error("reason", "Enter why the record is changed");
        return Ok(visit.show(page));
    }
    let office = visit.office();
    let at = written(visit.now());
    let changed = if filled.get("do") == "withdraw" {
        let id = RecordId::new(layout.kind, draft.key.as_str());
        office.withdraw(visit.council(), &id, draft.seen, at, draft.reason.clone()).await?
    } else {
        let values = layout.columns.iter().map(|column| column.name.to_owned()).zip(draft.values.clone());
        let ask = EditAsk {
            kind: layout.kind.to_owned(),
            values: values.collect(),
            seen: draft.seen,
            as_at: visit.today(),
            reason: draft.reason.clone(),
            at,
        };
        office.edit(visit.council(), &ask).await?
    };
    match &changed {
        Changed::Done(number) => Ok(Redirect::to(&format!("/history/{number}")).into_response()),
        Changed::Meanwhile(_) => conflict(&visit, &draft, &changed).await,
        _ => Ok(visit.show(form(&draft, Some(&changed)))),
    }
}

/// Somebody else was first: both are shown, and the form now starts from theirs.
async fn conflict(visit: &Visit, draft: &Draft<'_>, changed: &Changed) -> Result<Response, Failure> {
    let layout = draft.layout;
    let (theirs, seen) = visit.office().to_edit(visit.council(), layout.kind, &draft.key).await?;
    let row = theirs.as_ref().map_or_else(|| vec![None; layout.columns.len()], Record::to_row);
    let mut table =
        Table::new("What stands now, and what you filled in", &["Column", "Now", "Yours", "Same"]);
    table.rows = layout
        .columns
        .iter()
        .zip(row)
        .zip(&draft.values)
        .map(|((column, now), yours)| {
            let now = now.unwrap_or_default();
            let same = if now == *yours { "yes" } else { "no" };
            vec![column.name.to_owned(), now, yours.clone(), same.to_owned()]
        })
        .collect();
    let mut page = Page::new("Somebody else changed this record")
        .under(&[("Data", "/data"), ("Records", "/records")])
        .with_status(StatusCode::CONFLICT);
    outcome(&mut page, changed, layout.columns);
    page.raw(&Grid::new(table).html());
    page.prose("Below is what you filled in. Saving it now puts it over what stands.");
    let again = Draft {
        layout,
        key: draft.key.clone(),
        values: draft.values.clone(),
        seen,
        reason: draft.reason.clone(),
    };
    page.append(&form(&again, None));
    Ok(visit.show(page))
}
