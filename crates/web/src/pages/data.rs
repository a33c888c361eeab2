//! Data: files come in, are tried, mapped by hand and accepted; the record goes out.

use app::importing::Signature;
use app::intake::source::SourceFile;
use app::intake::template;
use app::policy::Action;
use app::reception::written;
use app::uploading::TryAsk;
use app::workforce::records::LAYOUTS;
use axum::extract::{Multipart, Path};
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, Checkboxes, Choice, Fieldset, FileUpload, Input, WarningText};
use crate::failure::{Failure, sentence};
use crate::form::{Filled, date_input, hidden, input, select};
use crate::grid::{Grid, file_response};
use crate::page::{Page, html, link};
use crate::pages::position::answered;
use crate::visit::Visit;

/// The room's first page.
pub(crate) async fn show(visit: Visit) -> Result<Response, Failure> {
    let page = room(&visit).await?;
    Ok(visit.show(page))
}

async fn room(visit: &Visit) -> Result<Page, Failure> {
    let mut page = Page::new("Data").under(&[]);
    page.heading("Bring files in");
    page.prose(&format!(
        "CSV, XLSX, XLS or ODS, {} MiB at most together. Nothing is changed until you accept what they would do.",
        visit.site.settings().max_upload
    ));
    let files = FileUpload {
        id: "files".to_owned(),
        name: "files".to_owned(),
        label: "Files".into(),
        multiple: true,
        ..FileUpload::default()
    };
    page.raw(&format!(
        "<form action=\"/data/upload\" method=\"post\" enctype=\"multipart/form-data\" novalidate>{}{}</form>",
        html(&files),
        html(&Button { text: "Send and try".to_owned(), ..Button::default() })
    ));
    page.raw(&format!(
        "<p class=\"govuk-body\">{} to fill in, with notes on every column.</p>",
        link("/data/templates.xlsx", "An empty workbook")
    ));
    let mappings = visit.office().mappings(visit.council()).await?;
    if !mappings.is_empty() {
        let mut table = app::table::Table::new("Mappings that are kept", &["Name", "Kept", "By"]);
        table.rows = mappings.into_iter().map(|kept| vec![kept.name, kept.kept_at, kept.kept_by]).collect();
        page.table(&Grid::new(table));
    }
    if visit.may(Action::ReadRecord) {
        page.heading("Look at the record, and take it out");
        page.raw(&format!(
            "<p class=\"govuk-body\">{}: every kind, each with a form to change it and its CSV.</p>",
            link("/records", "Records")
        ));
    }
    Ok(page)
}

/// The empty workbook.
pub(crate) async fn templates(_visit: Visit) -> Result<Response, Failure> {
    let layouts: Vec<_> = LAYOUTS.iter().collect();
    let bytes = template::workbook(&layouts).map_err(|problem| Failure::Unreadable(problem.to_string()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file_response("mainstay-templates.xlsx", kind, bytes))
}

/// Reads the files of a form with parts.
pub(crate) async fn files_of(form: &mut Multipart) -> Result<(Vec<(String, SourceFile)>, Filled), Failure> {
    let (mut files, mut fields) = (Vec::new(), Vec::new());
    while let Some(part) = form.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file) if !file.is_empty() => {
                let bytes = part.bytes().await?.to_vec();
                // What browsers send may hold the sender's folders.
                let file = file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                files.push((name, SourceFile { name: file, bytes }));
            }
            Some(_) => {}
            None => fields.push((name, part.text().await?)),
        }
    }
    Ok((files, Filled(fields)))
}

/// Keeps files that were sent.
pub(crate) async fn upload(visit: Visit, mut form: Multipart) -> Result<Response, Failure> {
    let (files, _) = files_of(&mut form).await?;
    let files: Vec<SourceFile> = files.into_iter().map(|(_, file)| file).collect();
    if files.is_empty() {
        let mut page = room(&visit).await?;
        page.error("files", "Choose at least one file");
        return Ok(visit.show(page));
    }
    let id = visit.office().send(visit.council(), &visit.visitor.account, files, visit.now()).await?;
    Ok(Redirect::to(&format!("/data/uploads/{id}")).into_response())
}

/// What was asked about files in hand.
fn ask(visit: &Visit, id: &str, asked: &Filled) -> Result<TryAsk, String> {
    Ok(TryAsk {
        upload: id.to_owned(),
        account: visit.visitor.account.clone(),
        mapping: asked.some("mapping"),
        draft: None,
        as_at: asked.date("as_at")?.unwrap_or_else(|| visit.today()),
        complete: asked.all("complete"),
    })
}

/// What files in hand would do, and everything wrong with them.
pub(crate) async fn tried(visit: Visit, Path(id): Path<String>, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("What these files would do").under(&[("Data", "/data")]);
    choices(&visit, &mut page, &id, &asked).await?;
    match ask(&visit, &id, &asked) {
        Err(problem) => page.error("as_at", problem),
        Ok(ask) => {
            let answer = visit.office().try_sent(visit.council(), &ask).await;
            if let Some(answer) = answered(&mut page, answer)? {
                findings(&visit, &mut page, &id, &asked, &answer);
            }
        }
    }
    Ok(visit.show(page))
}

/// How the files are to be read.
async fn choices(visit: &Visit, page: &mut Page, id: &str, asked: &Filled) -> Result<(), Failure> {
    let mut items = vec![(String::new(), "None: by the names of files and sheets".to_owned())];
    items.extend(
        visit
            .office()
            .mappings(visit.council())
            .await?
            .into_iter()
            .map(|kept| (kept.name.clone(), kept.name)),
    );
    let as_at = asked.some("as_at").unwrap_or_else(|| visit.today().to_string());
    let complete = asked.all("complete");
    let whole = Checkboxes {
        name: "complete".to_owned(),
        fieldset: Some(Fieldset {
            legend: "The files hold every current record of".into(),
            ..Fieldset::default()
        }),
        hint: Some("Records of these that are not in the files are ended".into()),
        classes: "govuk-checkboxes--small".to_owned(),
        items: LAYOUTS
            .iter()
            .filter(|layout| layout.column("to").or(layout.column("left")).is_some())
            .map(|layout| Choice {
                value: layout.kind.to_owned(),
                text: app::people::in_words(layout.name),
                checked: complete.iter().any(|kind| kind == layout.kind),
                ..Choice::default()
            })
            .collect(),
        ..Checkboxes::default()
    };
    let fields = [
        html(&date_input("as_at", "The files describe", &as_at)),
        html(&select("mapping", "Mapping", &items, asked.get("mapping"))),
        html(&whole),
    ];
    page.raw(&super::filter::form(&format!("/data/uploads/{id}"), &fields.concat(), "Try again"));
    page.raw(&format!(
        "<p class=\"govuk-body\">{}</p>",
        link(&format!("/data/uploads/{id}/map"), "Map the columns by hand")
    ));
    Ok(())
}

fn findings(visit: &Visit, page: &mut Page, id: &str, asked: &Filled, answer: &app::importing::ImportAnswer) {
    let is_nothing = !answer.changes_something();
    for table in answer.tables(true) {
        page.table(&Grid::new(table));
    }
    if answer.has_errors() {
        page.put(&WarningText {
            text: "These files cannot be accepted while there is an error. Put it right in the files and send them again, or \
                   map their columns."
                .to_owned(),
            ..WarningText::default()
        });
    } else if is_nothing {
        page.prose("There is nothing to change: the record says all this already.");
    } else if visit.may(Action::Import) {
        let mut kept = hidden("mapping", asked.get("mapping")) + &hidden("as_at", asked.get("as_at"));
        asked.all("complete").iter().for_each(|kind| kept.push_str(&hidden("complete", kind)));
        let reason = Input { hint: Some("Kept with the change".into()), ..input("reason", "Reason", "") };
        page.heading("Accept");
        page.raw(&format!(
            "<form action=\"/data/uploads/{id}/accept\" method=\"post\" novalidate>{kept}{}{}</form>",
            html(&reason),
            html(&Button { text: "Accept as one change".to_owned(), ..Button::default() })
        ));
    } else {
        page.prose("You may try files, not accept them: ask HR or the workforce lead.");
    }
    page.raw(&format!(
        "<form action=\"/data/uploads/{id}/give-up\" method=\"post\">{}</form>",
        html(&Button {
            text: "Give these files up".to_owned(),
            classes: "govuk-button--secondary".to_owned(),
            ..Button::default()
        })
    ));
}

/// Accepts files in hand.
pub(crate) async fn accept(
    visit: Visit,
    Path(id): Path<String>,
    filled: Filled,
) -> Result<Response, Failure> {
    let ask = ask(&visit, &id, &filled).map_err(Failure::Unreadable)?;
    let signature = Signature { at: written(visit.now()), reason: filled.some("reason") };
    let accepted = visit.office().accept_sent(visit.council(), &ask, signature).await;
    let mut page = Page::new("These files were not accepted").under(&[("Data", "/data")]);
    match accepted {
        Ok(answer) => match answer.change {
            Some(number) => return Ok(Redirect::to(&format!("/history/{number}")).into_response()),
            None => answer.tables(false).into_iter().for_each(|table| page.table_inside(&Grid::new(table))),
        },
        Err(error @ app::error::OfficeError::Append(_)) => page.error("", sentence(&error.to_string())),
        Err(other) => return Err(other.into()),
    }
    page.raw(&format!(
        "<p class=\"govuk-body\">{}</p>",
        link(&format!("/data/uploads/{id}"), "Try them again")
    ));
    Ok(visit.show(page))
}

/// Gives files in hand up.
pub(crate) async fn give_up(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.office().give_up(visit.council(), &visit.visitor.account, &id).await?;
    Ok(Redirect::to("/data").into_response())
}
