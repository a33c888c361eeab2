//! Papers: begun from a template, written, seen as they would be, built in every format, published, and read by everybody
//! who has an account once they are.

use std::sync::Arc;

use app::error::OfficeError;
use app::papering::{self, Format, PaperFile, PublishedPaper};
use app::papers::built::{self, Block, Built, Run};
use app::planning::{Kept, Plan};
use app::policy::Action;
use app::reception::written;
use app::table::{Column, Table};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, WarningText};
use crate::failure::{Failure, sentence};
use crate::form::{Filled, date_input, select};
use crate::grid::{Grid, file_response};
use crate::page::{Page, address, escape, html, link, part};
use crate::pages::filter;
use crate::pages::position::answered;
use crate::pages::writing::{Part, Sort, around, begun, opened, sent};
use crate::visit::Visit;

const PARTS: &[Part] = &[
    (
        "section",
        "A section of prose",
        "[[section]]\nheading = \"What it is about\"\ntext = \"\"\"\nA sentence with a figure: {figure in-post}.\n\"\"\"\n",
    ),
    (
        "figure",
        "A figure",
        "[[figure]]\nid = \"in-post\"\nmeasure = \"inpost_fte\" # any measure of the page Figures\nas_at = 2026-09-30\n",
    ),
    (
        "table",
        "A table of measures by role, team or service",
        "[[table]]\nid = \"roles\"\ncaption = \"In post by role, in FTE\"\nby = \"role\"\ntotal = true\n\n[[table.column]]\n\
         heading = \"In post\"\nmeasure = \"inpost_fte\"\nas_at = 2026-09-30\n",
    ),
    (
        "position",
        "The establishment position",
        "[[position]]\nid = \"position\"\ncaption = \"Posts and people by team, in FTE\"\nas_at = 2026-09-30\nby = \"team\"\n",
    ),
    (
        "register",
        "A table of a register",
        "[[register]]\nid = \"actions\"\nregister = \"actions\" # docs/papers.md lists them\nas_at = 2026-09-30\n",
    ),
    (
        "forecast",
        "What may come, with its ranges",
        "[[forecast]]\nid = \"nothing\"\nshow = \"path\" # docs/papers.md lists what else\nmeasure = \"in_post_fte\"\nas_at = 2026-09-30\n",
    ),
    (
        "chart",
        "A chart of a measure over time",
        "[[chart]]\nid = \"turnover-line\"\ntitle = \"Turnover by year\"\nmeasure = \"turnover_rate_fte\"\n\
         from = 2021-10-01\nto = 2026-09-30\nseries = \"census\"\n",
    ),
    ("sign-off", "A line of the sign-off", "[[sign_off]]\nrole = \"Director of Children’s Services\"\n"),
];

static DRAFTS: Sort = Sort {
    plan: Plan::Paper,
    under: ("Papers", "/papers"),
    path: "/papers/drafts",
    one: "paper",
    many: "Papers",
    begun: "",
    parts: PARTS,
    check: |_, text| {
        let checked = papering::check(&("The text".to_owned(), text.to_owned()));
        checked.map(|()| None).map_err(|problem| problem.to_string().lines().map(str::to_owned).collect())
    },
};

/// What is published, what is being written, and where a paper is begun.
pub(crate) async fn list(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let page = room(&visit, &asked).await?;
    Ok(visit.show(page))
}

async fn room(visit: &Visit, asked: &Filled) -> Result<Page, Failure> {
    let mut page = Page::new("Papers").under(&[]);
    let office = visit.office();
    let all = office.published_papers(visit.council()).await?;
    let mut table =
        Table::new("Published papers", &["Title", "#Version", "Meeting", "Figures as at", "Published"]);
    table.rows = all.iter().map(listed).collect();
    page.table(&Grid::new(table).linked(0, |at, _| Some(published_link(&all[at]))));
    page.raw(&format!(
        "<p class=\"govuk-body mainstay-noprint\">{}: paste or send a paper, and see which of its figures hold.</p>",
        link("/claims", "Check the claims of a paper")
    ));
    if visit.may(Action::ReadFigures) {
        let drafts = match office.plans(visit.council(), Plan::Paper).await {
            Ok((drafts, _)) => drafts,
            // Who is kept to own teams writes no papers of the council.
            Err(OfficeError::Forbidden(_)) => return Ok(page),
            Err(other) => return Err(other.into()),
        };
        let mut table = Table::new("Being written", &["Title", "Name"]);
        table.rows = drafts.iter().map(|kept| vec![kept.title.clone(), kept.id.clone()]).collect();
        page.table(
            &Grid::new(table).linked(0, |at, _| Some(format!("/papers/drafts/{}", part(&drafts[at].id)))),
        );
    }
    if visit.may(Action::EditRecord) {
        page.heading("Begin a paper");
        let templates = papering::templates().templates;
        let items: Vec<(String, String)> =
            templates.iter().map(|one| (one.name.to_owned(), one.about.to_owned())).collect();
        let fields = [
            html(&select("template", "From", &items, asked.get("template"))),
            html(&date_input("as_at", "Figures as at", asked.get("as_at"))),
            html(&date_input("meeting", "Meeting", asked.get("meeting"))),
        ];
        page.raw(&filter::form("/papers/new", &fields.concat(), "Begin"));
    }
    Ok(page)
}

fn listed(paper: &PublishedPaper) -> Vec<String> {
    let published = paper.published_at.split('T').next().unwrap_or_default().to_owned();
    vec![
        paper.title.clone(),
        paper.version.to_string(),
        paper.meeting.clone(),
        paper.as_at.clone(),
        published,
    ]
}

fn published_link(paper: &PublishedPaper) -> String {
    format!("/papers/published/{}/{}", part(&paper.id), paper.version)
}

/// A new paper, begun from a template.
pub(crate) async fn new(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut problems: Vec<(&'static str, String)> = Vec::new();
    let mut day = |field: &'static str, what: &str| match asked.date(field) {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            problems.push((field, format!("Enter {what}")));
            None
        }
        Err(why) => {
            problems.push((field, why));
            None
        }
    };
    let days = day("as_at", "the day of the figures").zip(day("meeting", "the day of the meeting"));
    let text = days.and_then(|(as_at, meeting)| {
        let actor = visit.office().actor().clone();
        papering::begin(&actor, asked.get("template"), as_at, meeting, None)
            .map_err(|problem| problems.push(("", sentence(&problem.to_string()))))
            .ok()
    });
    let Some(text) = text else {
        let mut page = room(&visit, &asked).await?;
        page.errors(&problems);
        return Ok(visit.show(page));
    };
    // The name that the template gave it, in the field too.
    let id = text.lines().find_map(|line| line.strip_prefix("id = ")).unwrap_or_default().trim_matches('"');
    let named = Filled(vec![("id".to_owned(), id.to_owned())]);
    begun(visit, &DRAFTS, &text, &named).await
}

/// Keeps a new paper.
pub(crate) async fn add(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    sent(visit, &DRAFTS, None, asked).await
}

/// The form of a paper.
pub(crate) async fn edit(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    opened(visit, &DRAFTS, &id).await
}

/// Keeps a changed paper.
pub(crate) async fn save(visit: Visit, Path(id): Path<String>, asked: Filled) -> Result<Response, Failure> {
    sent(visit, &DRAFTS, Some(&id), asked).await
}

async fn kept(visit: &Visit, id: &str) -> Result<Kept, Failure> {
    match visit.office().plan(visit.council(), Plan::Paper, id).await {
        Ok((kept, _)) => Ok(kept),
        Err(OfficeError::Usage(_)) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}

fn file_of(kept: &Kept) -> PaperFile {
    ("The paper".to_owned(), kept.text.clone())
}

/// A paper that is being written, as it would be from the record as it is now.
pub(crate) async fn draft(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let kept = kept(&visit, &id).await?;
    let page = draft_page(&visit, &kept).await?;
    Ok(visit.show(page))
}

async fn draft_page(visit: &Visit, kept: &Kept) -> Result<Page, Failure> {
    let mut page = Page::new(&kept.title).caption("Paper, being written").under(&[("Papers", "/papers")]);
    around(visit, &mut page, &DRAFTS, kept);
    let at = written(visit.now());
    let built = visit.office().build_paper(visit.council(), &file_of(kept), false, &at).await;
    let built = match built {
        Ok(built) => built,
        Err(OfficeError::Refused(why) | OfficeError::Usage(why)) => {
            for line in why.lines() {
                page.error("", sentence(line));
            }
            return Ok(page);
        }
        Err(other) => return Err(other.into()),
    };
    page.put(&WarningText {
        text: "Not released: small counts of people are shown. For use inside the council only.".to_owned(),
        ..WarningText::default()
    });
    formats(&mut page, &format!("/papers/drafts/{}", part(&kept.id)));
    if visit.may(Action::Release) {
        let button = Button { text: "Publish this paper".to_owned(), ..Button::default() };
        page.raw(&format!(
            "<form class=\"mainstay-noprint\" action=\"/papers/drafts/{}/publish\" method=\"post\"><p class=\"govuk-body\">\
             Publishing withholds small counts of people, keeps the paper as it is then for good, and lets everybody with an \
             account read it.</p>{}</form>",
            part(&kept.id),
            html(&button)
        ));
    }
    body(&mut page, &built);
    Ok(page)
}

/// The links to a paper's files.
fn formats(page: &mut Page, path: &str) {
    let ways: Vec<String> = Format::ALL
        .into_iter()
        .map(|format| link(&format!("{path}/paper.{}", format.ending()), format.words()))
        .collect();
    page.raw(&format!("<p class=\"govuk-body mainstay-noprint\">Take it as: {}</p>", ways.join(" | ")));
}

/// What a built paper says, as parts of a page.
fn body(page: &mut Page, built: &Built) {
    for block in &built.blocks {
        match block {
            Block::Heading { level, text } => {
                let size = if *level <= 2 { "m" } else { "s" };
                let level = (*level).clamp(2, 6);
                page.raw(&format!("<h{level} class=\"govuk-heading-{size}\">{}</h{level}>", escape(text)));
            }
            Block::Paragraph(all) => page.raw(&format!("<p class=\"govuk-body\">{}</p>", runs(all))),
            Block::List { numbered, items } => {
                let (tag, sort) = if *numbered { ("ol", "number") } else { ("ul", "bullet") };
                let items: Vec<String> = items.iter().map(|item| runs(item)).collect();
                let items = items.join("</li><li>");
                page.raw(&format!("<{tag} class=\"govuk-list govuk-list--{sort}\"><li>{items}</li></{tag}>"));
            }
            Block::Table(table) => page.table(&Grid::new(shown(table))),
            Block::Chart(chart) => {
                page.raw(&format!(
                    "<div class=\"mainstay-chart\">{}</div><p class=\"govuk-body-s\">{}</p>",
                    chart.svg,
                    escape(&chart.description)
                ));
                page.table(&Grid::new(shown(&chart.table)));
            }
        }
    }
    if let Some(appendix) = built.appendix() {
        page.heading("Data appendix");
        page.table(&Grid::new(shown(&appendix)));
    }
}

fn runs(all: &[Run]) -> String {
    let run = |run: &Run| match run {
        Run::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        other => escape(other.text()),
    };
    all.iter().map(run).collect()
}

fn shown(table: &built::Table) -> Table {
    let mut rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|cell| cell.text().to_owned()).collect()).collect();
    let total = if table.has_total { rows.pop() } else { None };
    let column = |column: &built::Column| Column { heading: column.heading.clone(), figures: column.numbers };
    Table {
        title: table.caption.clone(),
        columns: table.columns.iter().map(column).collect(),
        rows,
        total,
        notes: table.all_notes(),
        ..Table::default()
    }
}

/// The format that a file's name asks for.
fn asked_format(file: &str) -> Result<Format, Failure> {
    file.strip_prefix("paper.").and_then(Format::from_ending).ok_or(Failure::NotFound)
}

/// A paper that is being written, as a file.
pub(crate) async fn draft_file(
    visit: Visit,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let format = asked_format(&file)?;
    let kept = kept(&visit, &id).await?;
    let at = written(visit.now());
    let built = visit.office().build_paper(visit.council(), &file_of(&kept), false, &at).await?;
    let name = format!("{}.{}", built.id, format.ending());
    // Setting type takes a core for a while, which must not be one that answers others.
    let built = Arc::new(built);
    let bytes = tokio::task::spawn_blocking(move || papering::written(&built, format))
        .await
        .map_err(|problem| Failure::Unreadable(problem.to_string()))??;
    Ok(file_response(&name, format.media_type(), bytes))
}

/// Publishes a paper.
pub(crate) async fn publish(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let kept = kept(&visit, &id).await?;
    let at = written(visit.now());
    match visit.office().publish_paper(visit.council(), &file_of(&kept), &at).await {
        Ok(paper) => Ok(Redirect::to(&published_link(&paper)).into_response()),
        Err(OfficeError::Usage(why) | OfficeError::Refused(why)) => {
            let mut page = draft_page(&visit, &kept).await?;
            for line in why.lines() {
                page.error("", sentence(line));
            }
            Ok(visit.show(page))
        }
        Err(other) => Err(other.into()),
    }
}

/// The name of a published paper's version, as the office knows it.
fn named(id: &str, version: u32) -> String {
    format!("{id}@{version}")
}

/// A published paper.
pub(crate) async fn published(
    visit: Visit,
    Path((id, version)): Path<(String, u32)>,
) -> Result<Response, Failure> {
    let office = visit.office();
    let found = office.published_paper(visit.council(), &named(&id, version)).await;
    let (paper, built) = match found {
        Ok(found) => found,
        Err(OfficeError::Usage(_)) => return Err(Failure::NotFound),
        Err(other) => return Err(other.into()),
    };
    let caption = format!(
        "Published on {}, version {version}",
        paper.published_at.split('T').next().unwrap_or_default()
    );
    let mut page = Page::new(&paper.title).caption(caption).under(&[("Papers", "/papers")]);
    if let Some(correction) = &paper.correction {
        page.prose(&format!("This version puts right: {correction}"));
    }
    let newest = office.published_papers(visit.council()).await?;
    let newest = newest.into_iter().filter(|other| other.id == id).max_by_key(|other| other.version);
    if let Some(newest) = newest.filter(|newest| newest.version > version) {
        page.put(&WarningText {
            text: format!("This version was corrected by version {}.", newest.version),
            ..WarningText::default()
        });
        page.raw(&format!(
            "<p class=\"govuk-body\">{}</p>",
            link(&published_link(&newest), "Read the newest version")
        ));
    }
    formats(&mut page, &published_link(&paper));
    if visit.may(Action::Release) {
        let path = format!("/papers/published/{}/{version}/changes", part(&id));
        page.raw(&format!(
            "<p class=\"govuk-body mainstay-noprint\">{}</p>",
            link(&address(&path, &[]), "What the record says otherwise since")
        ));
    }
    body(&mut page, &built);
    Ok(visit.show(page))
}

/// A published paper as the file that was published.
pub(crate) async fn published_file(
    visit: Visit,
    Path((id, version, file)): Path<(String, u32, String)>,
) -> Result<Response, Failure> {
    let format = asked_format(&file)?;
    let bytes = visit.office().reproduce_paper(visit.council(), &named(&id, version), format).await;
    match bytes {
        Ok(bytes) => {
            Ok(file_response(&format!("{id}-{version}.{}", format.ending()), format.media_type(), bytes))
        }
        Err(OfficeError::Usage(_)) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}

/// What the record says otherwise now of a published paper's figures.
pub(crate) async fn changes(
    visit: Visit,
    Path((id, version)): Path<(String, u32)>,
) -> Result<Response, Failure> {
    let name = named(&id, version);
    let mut page = Page::new("What the record says otherwise since")
        .caption(format!("Paper {id}, version {version}"))
        .under(&[("Papers", "/papers"), (&id, &format!("/papers/published/{}/{version}", part(&id)))]);
    let answer = visit.office().paper_changes(visit.council(), &name, &name).await;
    if let Some(answer) = answered(&mut page, answer)? {
        page.table(&Grid::new(answer.table()));
    }
    Ok(visit.show(page))
}
