//! Figures: the list of measures, one figure with its series, breakdown, passport and evidence, and the books.

use app::answers::figures::{FiguresAnswer, ListedMeasure};
use app::happenings::Happening;
use app::measures::breakdown::Breakdown;
use app::measures::ground::Agreed;
use app::measures::measure::{Count, Measure, Owner};
use app::measures::registry;
use app::measures::span::Step;
use app::measuring::{BooksAsk, FigureAsk, When};
use app::office::Office;
use app::policy::Action;
use app::reception::written;
use app::table::Table;
use app::workforce::Date;
use app::workforce::cell::Value;
use app::workforce::period::census_year_before;
use axum::extract::Path;
use axum::response::Response;

use crate::components::{Button, Details, SummaryList};
use crate::failure::Failure;
use crate::form::{self, Filled};
use crate::grid::Grid;
use crate::page::{Page, address, html, link, part};
use crate::pages::account::row;
use crate::pages::drawn;
use crate::pages::filter::{Filter, places};
use crate::pages::position::answered;
use crate::pages::records::record_link;
use crate::visit::Visit;

/// The list of measures.
pub(crate) async fn list(visit: Visit) -> Response {
    let mut page = Page::new("Figures").under(&[]);
    page.raw(&format!(
        "<p class=\"govuk-body\">{}</p>",
        link("/books", "Close the books of a period: opening, joined, moved, left and closing")
    ));
    let all = Office::measures().measures;
    let table = |title: &str, owner: Owner| {
        let mut table = Table::new(title, &["Measure", "Question", "Unit"]);
        let of_owner: Vec<&ListedMeasure> = all.iter().filter(|one| one.owner == owner).collect();
        table.rows = of_owner
            .iter()
            .map(|one| [one.title, one.question, one.unit].map(str::to_owned).to_vec())
            .collect();
        let ids: Vec<&str> = of_owner.iter().map(|one| one.id).collect();
        Grid::new(table).linked(0, |at, _| Some(format!("/figures/{}", ids[at])))
    };
    page.table(&table("The DfE’s measures, by its own definitions", Owner::Dfe));
    page.table(&table("Local measures", Owner::Local));
    visit.show(page)
}

/// The census year that has ended by a day.
fn last_census_year(today: Date) -> Date {
    Date::new(census_year_before(today), 9, 30).unwrap_or(today)
}

const STEPS: &[(&str, &str)] = &[
    ("", "One figure"),
    ("month", "By month"),
    ("quarter", "By quarter"),
    ("census", "By census year"),
    ("financial", "By financial year"),
];

fn step(code: Option<&str>) -> Option<Step> {
    match code? {
        "month" => Some(Step::Month),
        "quarter" => Some(Step::Quarter),
        "census" => Some(Step::Census),
        "financial" => Some(Step::Financial),
        _ => None,
    }
}

fn pairs(items: &[(&str, &str)]) -> Vec<(String, String)> {
    items.iter().map(|(code, words)| ((*code).to_owned(), (*words).to_owned())).collect()
}

/// The breakdowns that a visitor may ask for.
fn breakdowns(visit: &Visit) -> Vec<(String, String)> {
    let mut items = vec![(String::new(), "Not broken down".to_owned())];
    let open = Breakdown::ALL.iter().filter(|by| !by.is_personal() || visit.may(Action::ReadEquality));
    items.extend(
        open.map(|by| (by.code().to_owned(), by.meaning().split('.').next().unwrap_or_default().to_owned())),
    );
    items
}

/// One figure.
pub(crate) async fn show(visit: Visit, Path(id): Path<String>, asked: Filled) -> Result<Response, Failure> {
    let Some(measure) = registry::find(&id) else { return Err(Failure::NotFound) };
    let places = places(&visit).await?;
    let mut page = Page::new(measure.title).caption(measure.question).under(&[("Figures", "/figures")]);
    let (ask, filter) = question(&visit, &mut page, &places, measure, &asked);
    if !filter.put(&mut page, &format!("/figures/{}", part(&id)), "Show") {
        return Ok(visit.show(page));
    }
    let answer = visit.office().figure(visit.council(), &ask).await;
    if let Some(answer) = answered(&mut page, answer)? {
        let happened = match ask.series {
            Some(_) => visit.office().happened(visit.council(), &ask).await?,
            None => Vec::new(),
        };
        shown(&mut page, &answer, &happened);
        if ask.series.is_none() && ask.by.is_none() && measure.groups.is_none() {
            trend(&visit, &mut page, &ask).await?;
        }
        if measure.owner == Owner::Dfe {
            benchmark(&visit, &mut page, &id).await?;
        }
        if visit.may(Action::Release) {
            page.raw(&release_form(&id, &asked));
        }
    }
    Ok(visit.show(page))
}

/// The question as a form or an address puts it; none where a part of it cannot be read.
pub(crate) async fn question_of(
    visit: &Visit,
    id: &str,
    asked: &Filled,
) -> Result<Option<FigureAsk>, Failure> {
    let measure = registry::find(id).ok_or(Failure::NotFound)?;
    let places = places(visit).await?;
    let (ask, filter) = question(visit, &mut Page::default(), &places, measure, asked);
    Ok(filter.sound.then_some(ask))
}

/// A form that releases what is shown.
fn release_form(id: &str, asked: &Filled) -> String {
    let asked_for = ["to", "from", "service", "team", "baseline", "by", "series", "known_at"];
    let hidden: String =
        asked_for.iter().filter_map(|name| Some(form::hidden(name, &asked.some(name)?))).collect();
    let button = Button {
        text: "Release these figures".to_owned(),
        classes: "govuk-button--secondary".to_owned(),
        ..Button::default()
    };
    let details = Details {
        summary_text: "Release these figures".to_owned(),
        html: format!(
            "<p class=\"govuk-body\">Small counts of people, and what would tell them, are withheld. What is released is \
             kept for good, can be read by everybody with an account, and limits what can be released later.</p>\
             <form action=\"/figures/{}/release\" method=\"post\">{hidden}{}</form>",
            part(id),
            html(&button)
        ),
        ..Details::default()
    };
    html(&details)
}

fn question<'a>(
    visit: &Visit,
    page: &mut Page,
    places: &'a app::places::Places,
    measure: &'static Measure,
    asked: &'a Filled,
) -> (FigureAsk, Filter<'a>) {
    let mut filter = Filter::new(asked, places);
    let usual = last_census_year(visit.today());
    let to = filter.date(page, "to", "Year ending, or last day", usual);
    let from = filter.date_or_none(page, "from", "From, for another period", None);
    let (service, team) = filter.scope();
    let baseline = filter.baseline("baseline", "Budget");
    let by = if measure.groups.is_none() {
        let items = breakdowns(visit);
        filter.choice("by", "Broken down by", &items).and_then(|code| <Breakdown as Value>::parse(&code).ok())
    } else {
        None
    };
    let series = step(filter.choice("series", "As a series", &pairs(STEPS)).as_deref());
    let known_at = filter.known_at("known_at", "As known at");
    let when = from.map_or(When::YearEnding(to), |from| When::Between(from, to));
    let ask = FigureAsk {
        measure: measure.id.to_owned(),
        when,
        service,
        team,
        baseline,
        by,
        series,
        known_at,
        evidence: by.is_none() && series.is_none() && visit.may(Action::ReadRecord),
        release: false,
        at: written(visit.now()),
        numerator: None,
        agreed: Agreed::default(),
    };
    (ask, filter)
}

/// The figure or figures, their chart, their table, the passport and the evidence.
fn shown(page: &mut Page, answer: &FiguresAnswer, happened: &[Happening]) {
    if let ([only], true) = (answer.figures.as_slice(), answer.single) {
        let unit = only.unit.replace('_', " ");
        let interval = only.interval.as_ref().and_then(|interval| {
            Some(format!(" (95% interval {} to {})", interval.low.as_ref()?, interval.high))
        });
        page.raw(&format!(
            "<p class=\"govuk-body\"><span class=\"mainstay-number\">{}</span>{}{}, {}</p>",
            crate::page::escape(&only.value.clone().unwrap_or_else(|| only.status.replace('_', " "))),
            crate::page::escape(&unit),
            crate::page::escape(&interval.unwrap_or_default()),
            crate::page::escape(&only.when()),
        ));
    } else if answer.figures.iter().any(|figure| figure.group.is_some()) {
        page.raw(&drawn::bars(answer));
    } else {
        page.raw(&drawn::line(answer, happened));
    }
    let mut tables = answer.tables().into_iter();
    if let Some(figures) = tables.next() {
        page.table(&Grid::new(figures));
    }
    if !happened.is_empty() {
        page.table(&Grid::new(app::happenings::listed(happened)));
    }
    if let Some(first) = answer.figures.first() {
        page.put(&passport(&first.passport()));
    }
    if let Some(evidence) = tables.next() {
        let ids: Vec<String> = evidence.rows.iter().map(|row| row[0].clone()).collect();
        page.table(&Grid::new(evidence).linked(0, |at, _| Some(record_link(&ids[at]))));
    }
}

/// Everything that must go with a figure wherever it goes.
pub(crate) fn passport(lines: &[(String, String)]) -> Details {
    let rows = lines.iter().map(|(name, text)| row(name, text)).collect();
    let list = SummaryList { rows, classes: "govuk-summary-list--no-border".to_owned() };
    Details {
        summary_text: "What this figure is".to_owned(),
        html: html(&list),
        open: true,
        ..Details::default()
    }
}

/// What is published of the council beside others, where the council is one that is published.
async fn benchmark(visit: &Visit, page: &mut Page, id: &str) -> Result<(), Failure> {
    let tables = super::published::beside(visit, id).await?;
    if tables.is_empty() {
        return Ok(());
    }
    page.heading("Beside others, as published");
    for table in tables {
        page.table(&Grid::new(table));
    }
    let question = [("authority", visit.council().code.as_str()), ("measure", id), ("against", "neighbours")];
    page.raw(&format!(
        "<p class=\"govuk-body\">{}</p>",
        link(&address("/published", &question), "More of what is published")
    ));
    Ok(())
}

/// How many years back a trend goes, beside the year that is asked about.
const TREND_YEARS: i16 = 4;

/// The same question in the years before: a figure by itself is never shown without where it came from.
async fn trend(visit: &Visit, page: &mut Page, ask: &FigureAsk) -> Result<(), Failure> {
    let last = ask.when.last();
    let first = last.saturating_sub(jiff::Span::new().years(TREND_YEARS + 1)).tomorrow().unwrap_or(last);
    let series = FigureAsk {
        when: When::Between(first, last),
        series: Some(Step::Census),
        evidence: false,
        ..ask.clone()
    };
    // A measure that cannot be cut like this has no trend to show.
    let Ok(answer) = visit.office().figure(visit.council(), &series).await else { return Ok(()) };
    if answer.figures.len() < 2 {
        return Ok(());
    }
    let happened = visit.office().happened(visit.council(), &series).await?;
    page.heading("The years before");
    page.raw(&drawn::line(&answer, &happened));
    if let Some(mut table) = answer.tables().into_iter().next() {
        table.title = format!("{}, by census year", table.title);
        page.table(&Grid::new(table));
    }
    if !happened.is_empty() {
        page.table(&Grid::new(app::happenings::listed(&happened)));
    }
    Ok(())
}

/// The books of a scope over a period.
pub(crate) async fn books(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("The books").under(&[("Figures", "/figures")]);
    let mut filter = Filter::new(&asked, &places);
    let to = last_census_year(visit.today());
    let from = to.checked_sub(jiff::Span::new().years(1)).and_then(Date::tomorrow).unwrap_or(to);
    let from = filter.date(&mut page, "from", "First day", from);
    let to = filter.date(&mut page, "to", "Last day", to);
    let (service, team) = filter.scope();
    let unit = filter.choice("unit", "Counted in", &pairs(&[("fte", "FTE"), ("headcount", "People")]));
    let known_at = filter.known_at("known_at", "As known at");
    if !filter.put(&mut page, "/books", "Close the books") {
        return Ok(visit.show(page));
    }
    let count = if unit.as_deref() == Some("headcount") { Count::Headcount } else { Count::Fte };
    let ask = BooksAsk { from, to, service, team, count, known_at };
    let answer = visit.office().books(visit.council(), &ask).await;
    if let Some(answer) = answered(&mut page, answer)? {
        let words = if answer.closes {
            "The books close: nothing is left unexplained."
        } else {
            "The books do not close."
        };
        page.prose(words);
        let mut tables = answer.tables().into_iter();
        if let Some(identity) = tables.next() {
            page.table(&Grid::new(identity));
        }
        if let Some(records) = tables.next() {
            let ids: Vec<String> = records.rows.iter().map(|row| row[2].clone()).collect();
            page.table(&Grid::new(records).linked(2, |at, _| Some(record_link(&ids[at]))));
        }
    }
    Ok(visit.show(page))
}
