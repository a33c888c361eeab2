//! Claims: a paper that somebody pasted or sent, with each of its claims marked in its place and what was found of it. The
//! paper is not kept.

use app::claiming::{ClaimsAsk, check_claims};
use app::policy::Action;
use axum::extract::Multipart;
use axum::response::Response;

use crate::components::{Button, FileUpload, Input, Textarea};
use crate::failure::{Failure, sentence};
use crate::form::{Filled, date_input, error_of, select};
use crate::grid::Grid;
use crate::page::{Page, address, html};
use crate::pages::data::files_of;
use crate::visit::Visit;

/// What a paper is held against.
const AGAINST: &[(&str, &str)] = &[
    ("both", "The council’s record and the published figures"),
    ("record", "The council’s record"),
    ("benchmarks", "The published figures"),
];

/// The form.
pub(crate) async fn show(visit: Visit) -> Response {
    let page = room(&visit, &Filled::default(), &[]);
    visit.show(page)
}

/// Whether the visitor may have the council's own figures looked at.
fn may_ask_record(visit: &Visit) -> bool {
    visit.office().reaches_council(Action::ReadFigures)
}

fn room(visit: &Visit, asked: &Filled, problems: &[(&'static str, String)]) -> Page {
    let mut page = Page::new("Check the claims of a paper").under(&[("Papers", "/papers")]);
    page.prose(
        "Paste a draft or send a paper: its tables are added up, and its figures and comparisons held against what is known. \
         It is read by rules, which say nothing where they do not understand. Nothing of it is kept.",
    );
    let paste = Textarea {
        id: "text".to_owned(),
        name: "text".to_owned(),
        label: "The text".into(),
        value: asked.raw("text").to_owned(),
        rows: Some(12),
        error_message: error_of(problems, "text"),
        ..Textarea::default()
    };
    let file = FileUpload {
        id: "file".to_owned(),
        name: "file".to_owned(),
        label: "Or a file".into(),
        hint: Some("Text, Markdown, HTML, DOCX, or the text of a PDF".into()),
        error_message: error_of(problems, "file"),
        ..FileUpload::default()
    };
    let against = if may_ask_record(visit) {
        let items: Vec<(String, String)> =
            AGAINST.iter().map(|(code, words)| ((*code).to_owned(), (*words).to_owned())).collect();
        html(&select("against", "Held against", &items, asked.get("against")))
    } else {
        String::new()
    };
    let published = Input {
        error_message: error_of(problems, "published"),
        ..date_input("published", "Published on, where the paper does not say", asked.get("published"))
    };
    page.errors(problems);
    page.raw(&format!(
        "<form action=\"/claims/check\" method=\"post\" enctype=\"multipart/form-data\" novalidate>{}{}{against}{}{}</form>",
        html(&paste),
        html(&file),
        html(&published),
        html(&Button { text: "Check it".to_owned(), ..Button::default() })
    ));
    page
}

/// Reads a paper and shows each claim in its place.
pub(crate) async fn check(visit: Visit, mut parts: Multipart) -> Result<Response, Failure> {
    let (files, fields) = files_of(&mut parts).await?;
    let mut problems: Vec<(&'static str, String)> = Vec::new();
    let published = fields.date("published").unwrap_or_else(|why| {
        problems.push(("published", why));
        None
    });
    let pasted = fields.raw("text").replace("\r\n", "\n");
    let paper = match files.into_iter().next() {
        Some((_, file)) => Some((file.name, file.bytes)),
        None if pasted.trim().is_empty() => None,
        None => Some(("Pasted text.md".to_owned(), pasted.into_bytes())),
    };
    if paper.is_none() {
        problems.push(("text", "Paste the text of a paper, or choose a file".to_owned()));
    }
    let Some((file, bytes)) = paper.filter(|_| problems.is_empty()) else {
        let page = room(&visit, &fields, &problems);
        return Ok(visit.show(page));
    };
    let office = visit.office();
    let against = if may_ask_record(&visit) { fields.get("against") } else { "benchmarks" };
    let (own, kept) = if against == "benchmarks" {
        (None, Vec::new())
    } else {
        let own = office.own_figures(visit.council(), visit.today()).await?;
        (Some(own), office.kept_corrections(visit.council()).await?)
    };
    let shelf = if against == "record" { None } else { Some(office.releases().await?) };
    // The first name that is not taken: keeping a correction under one that is would put another in its place.
    let mut names = (1..).map(|number| format!("correction-{number}"));
    let free = names.find(|name| kept.iter().all(|(taken, _)| taken != name)).unwrap_or_default();
    let kept = kept.into_iter().map(|(_, correction)| correction).collect();
    let ask = ClaimsAsk { file, bytes, authority: None, published, corrections: None, kept };
    let actor = office.actor().clone();
    // Reading a long paper takes a while, on a core that must not be one that answers others.
    let answer = tokio::task::spawn_blocking(move || check_claims(&actor, shelf.as_deref(), own, &ask))
        .await
        .map_err(|problem| Failure::Unreadable(problem.to_string()))?;
    let answer = match answer {
        Ok(answer) => answer,
        Err(app::error::OfficeError::Refused(why) | app::error::OfficeError::Usage(why)) => {
            let page = room(&visit, &fields, &[("file", sentence(&why))]);
            return Ok(visit.show(page));
        }
        Err(other) => return Err(other.into()),
    };
    let mut page = Page::new("The paper, checked")
        .caption(answer.report().document.name.clone())
        .under(&[("Papers", "/papers"), ("Check the claims of a paper", "/claims")]);
    for unused in &answer.report().unused {
        page.prose(&format!("A correction was not used: {unused}."));
    }
    for table in answer.tables() {
        page.table_inside(
            &Grid::new(table).anchored("claim").linked(0, |_, row| Some(format!("#in-{}", row[0]))),
        );
    }
    page.heading("The paper");
    page.raw(&format!("<div class=\"mainstay-claims\">{}</div>", answer.marked()));
    if visit.may(Action::EditRecord) {
        correct(&mut page, &answer, &free);
    }
    Ok(visit.show(page))
}

/// Where a claim was taken for something that it is not, a person says what it is of: a record like any other.
fn correct(page: &mut Page, answer: &app::answers::claims::ClaimsAnswer, key: &str) {
    let ways: Vec<String> = answer
        .report()
        .claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.can_be_corrected())
        .map(|(at, claim)| {
            let question =
                [("correction", key), ("sentence", claim.named()), ("stated", claim.stated.as_str())];
            let href = address("/records/claim_correction/edit", &question);
            format!("<li>{}</li>", crate::page::link(&href, &format!("Claim {}: {}", at + 1, claim.stated)))
        })
        .collect();
    if ways.is_empty() {
        return;
    }
    page.put(&crate::components::Details {
        summary_text: "A claim is of something else".to_owned(),
        html: format!(
            "<p class=\"govuk-body\">Say which measure, authority or year it is of. It is kept with the record and used whenever \
             this sentence is read again.</p><ul class=\"govuk-list\">{}</ul>",
            ways.concat()
        ),
        ..crate::components::Details::default()
    });
}
