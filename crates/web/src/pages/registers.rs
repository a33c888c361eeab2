//! The registers' room: what is due of each, and a page for each. Which of them somebody may enter is what the gates say.

pub(crate) mod agency;
pub(crate) mod improvement;
pub(crate) mod leaving;
pub(crate) mod pay;
pub(crate) mod people;
pub(crate) mod recruitment;

use app::answers::registers::{Bars, Told};
use app::policy::Action;
use app::registering::RegisterName;
use app::table::Table;
use app::workforce::Date;
use app::workforce::change::RecordId;
use axum::response::Response;
use charts::Words;

use crate::components::Details;
use crate::failure::Failure;
use crate::form::Filled;
use crate::grid::Grid;
use crate::page::{Page, escape, html, link, part};
use crate::pages::filter::{Filter, places};
use crate::pages::records::record_link;
use crate::routes::is_open_to;
use crate::visit::Visit;

/// The crumb of the pages below.
const ABOVE: &[(&str, &str)] = &[("Registers", "/registers")];

/// A register's page, its title, and what is in it.
fn room(register: RegisterName) -> (&'static str, &'static str, &'static str) {
    use RegisterName as R;
    match register {
        R::Recruitment => {
            ("/registers/recruitment", "Recruitment", "Campaigns, adverts, applications, vacancies, rounds")
        }
        R::Agency => ("/agency", "Agency", "Engagements, what ends, the statutory rules, cost and premium"),
        R::EarlyCareers => {
            ("/registers/early-careers", "Early careers", "Programmes, cohorts, reviews, who stayed")
        }
        R::Supervision => {
            ("/registers/supervision", "Supervision and courses", "What is due, held and reached")
        }
        R::Renewals => {
            ("/registers/renewals", "Registration", "Renewal with Social Work England before 30 November")
        }
        R::RightToWork => ("/registers/right-to-work", "Leave to remain", "Rights to work that end"),
        R::Workload => ("/registers/workload", "Workload", "Cases against limits, points against capacity"),
        R::Exits => ("/registers/exits", "Leavers and surveys", "Why people leave, above the threshold"),
        R::Incentives => {
            ("/registers/incentives", "Incentives", "Schemes, what is due and paid back, who stayed after")
        }
        R::Improvement => (
            "/registers/improvement",
            "Improvement",
            "Priorities, recommendations, actions, risks, decisions",
        ),
    }
}

/// The registers with what is due of each.
pub(crate) async fn index(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Registers").under(&[]);
    let Some(on) = of_day(&visit, &asked, &mut page, "/registers", &[]).await? else {
        return Ok(visit.show(page));
    };
    let all = visit.office().due_now(visit.council(), on).await?;
    // A register may be one's own teams' in part, and its page the whole council's.
    let all: Vec<_> =
        all.into_iter().filter(|(one, _)| is_open_to(room(*one).0, visit.visitor.role)).collect();
    let mut table = Table::new(format!("What is due on {on}"), &["Register", "What is in it", "Due"]);
    let row = |(register, due): &(RegisterName, String)| {
        let (_, title, words) = room(*register);
        vec![title.to_owned(), words.to_owned(), if due.is_empty() { "-".to_owned() } else { due.clone() }]
    };
    table.rows = all.iter().map(row).collect();
    let to = |at: usize, _: &[String]| Some(format!("{}?on={on}", room(all[at].0).0));
    page.table(&Grid::new(table).linked(0, to));
    ways(
        &mut page,
        &visit,
        &[
            ("/registers/parameters", "Parameters of policy"),
            ("/registers/improvement/pack", "The board’s pack"),
        ],
    );
    Ok(visit.show(page))
}

/// Puts the links of a register on its page, and a filter that asks for a day: the day, where it can be read.
async fn of_day(
    visit: &Visit,
    asked: &Filled,
    page: &mut Page,
    path: &str,
    links: &[(&str, &str)],
) -> Result<Option<Date>, Failure> {
    let places = places(visit).await?;
    ways(page, visit, links);
    let mut filter = Filter::new(asked, &places);
    let on = filter.date(page, "on", "On", visit.today());
    Ok(filter.put(page, path, "Show").then_some(on))
}

/// The parameters of policy on a day.
pub(crate) async fn parameters(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Parameters of policy").under(ABOVE);
    if let Some(on) = of_day(&visit, &asked, &mut page, "/registers/parameters", &[]).await? {
        let told = visit.office().parameters(visit.council(), Some(on)).await?;
        put(&visit, &mut page, told, "").await?;
    }
    Ok(visit.show(page))
}

/// Links to pages that the visitor may enter.
fn ways(page: &mut Page, visit: &Visit, all: &[(&str, &str)]) {
    let open = all.iter().filter(|(path, _)| is_open_to(path, visit.visitor.role));
    let links: Vec<String> = open.map(|(path, words)| link(path, words)).collect();
    if links.len() > 1 || (links.len() == 1 && all.len() == 1) {
        page.raw(&format!("<p class=\"govuk-body mainstay-noprint\">{}</p>", links.join(" | ")));
    }
}

/// Links to the forms of a register's records, for whoever may change records of the kind.
fn adds(page: &mut Page, visit: &Visit, kinds: &[&str]) {
    let office = visit.office();
    let mine = kinds.iter().filter_map(|kind| app::workforce::records::layout(kind));
    let mine = mine.filter(|layout| app::changing::readable(&office, layout.kind));
    let links: Vec<String> = mine
        .map(|layout| {
            let words = format!("Add to {}", layout.name.replace(['-', '_'], " "));
            format!("<li>{}</li>", link(&format!("/records/{}/edit", layout.kind), &words))
        })
        .collect();
    if visit.may(Action::EditRecord) && !links.is_empty() {
        let add = Details {
            summary_text: "Add to this register".to_owned(),
            html: format!("<ul class=\"govuk-list\">{}</ul>", links.concat()),
            ..Details::default()
        };
        page.raw(&format!("<div class=\"mainstay-noprint\">{}</div>", html(&add)));
    }
}

/// Where a cell with a record behind it leads: to the page of what it is, or to the record for whoever may read every
/// record of the kind.
fn leads(visit: &Visit, id: &RecordId) -> Option<String> {
    let key = part(&id.key);
    if !visit.may(Action::ReadRecord) {
        return None;
    }
    match id.kind.as_str() {
        "worker" => Some(format!("/people/{key}")),
        "unit" => Some(format!("/teams/{key}")),
        "cohort" => Some(format!("/registers/early-careers/{key}")),
        kind => visit.may_read_all(kind).then(|| record_link(&id.to_string())),
    }
}

/// A table with its links.
fn grid(visit: &Visit, table: Table) -> Grid {
    let behind = table.behind.clone();
    behind.into_iter().fold(Grid::new(table), |grid, (column, ids)| {
        grid.linked(column, |at, _| leads(visit, ids.get(at)?.as_ref()?))
    })
}

/// Puts an answer on a page: what can be drawn, then its tables. The look at workers whom it names is noted first.
async fn put(visit: &Visit, page: &mut Page, told: Told, what: &str) -> Result<(), Failure> {
    if !told.workers.is_empty() {
        visit.note(&told.workers, what).await?;
    }
    for bars in &told.bars {
        page.raw(&drawn(bars));
    }
    tabled(visit, page, told.tables).await
}

/// Puts tables on a page, with names beside the keys of workers where the visitor may see them.
async fn tabled(visit: &Visit, page: &mut Page, mut tables: Vec<Table>) -> Result<(), Failure> {
    visit.office().name_workers(visit.council(), &mut tables).await?;
    for table in tables {
        page.table(&grid(visit, table));
    }
    Ok(())
}

/// Lines as bars; their numbers are in the tables.
fn drawn(bars: &Bars) -> String {
    let lines: Vec<_> = bars
        .lines
        .iter()
        .map(|line| charts::bars::Bar {
            name: line.name.clone(),
            value: line.value,
            shown: line.shown.clone(),
            interval: line.interval,
            marked: false,
        })
        .collect();
    let words = Words {
        id: bars.id.to_owned(),
        title: bars.title.clone(),
        description: format!("{} bars. A table below holds every number.", lines.len()),
        unit: bars.unit.to_owned(),
    };
    format!(
        "<h2 class=\"govuk-heading-s govuk-!-margin-bottom-1\">{}</h2><div class=\"mainstay-chart\">{}</div>",
        escape(&bars.title),
        charts::bars::draw(&words, &lines)
    )
}
