//! What the DfE publishes of every council, beside neighbours, region and England.

use app::benchmarking::{self, Against, ShowAsk};
use app::error::OfficeError;
use app::policy::Action;
use app::table::Table;
use axum::response::Response;

use crate::failure::Failure;
use crate::form::Filled;
use crate::grid::Grid;
use crate::page::Page;
use crate::pages::filter::Filter;
use crate::pages::position::answered;
use crate::visit::Visit;

/// The council's published figures of a measure in every year, beside its neighbours and beside its region, each with England;
/// none when the council is not one that is published.
pub(crate) async fn beside(visit: &Visit, measure: &str) -> Result<Vec<Table>, Failure> {
    let shelf = visit.office().releases().await?;
    let mut tables = Vec::new();
    for (against, name) in [(Against::Neighbours, "neighbours"), (Against::Region, "region")] {
        let ask = ShowAsk {
            authority: visit.council().code.clone(),
            measure: Some(measure.to_owned()),
            year: None,
            against: Some(against),
            release: None,
        };
        match benchmarking::show(&shelf, &ask) {
            Ok(answer) => tables.extend(answer.tables().into_iter().next().map(|mut table| {
                table.title = format!("Beside its {name} and England: {}", table.title);
                table
            })),
            Err(OfficeError::Usage(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(tables)
}

/// The page.
pub(crate) async fn show(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Published figures").under(&[]);
    let places = app::places::Places::default();
    let mut filter = Filter::new(&asked, &places);
    let authority = filter.text("authority", "Council, by name or code");
    let measures: Vec<(String, String)> = std::iter::once((String::new(), "All measures".to_owned()))
        .chain(app::benchmarks::Measure::ALL.iter().map(|measure| {
            let id = measure.column();
            let title = app::measures::registry::find(id).map_or(id, |known| known.title);
            (id.to_owned(), title.to_owned())
        }))
        .collect();
    let measure = filter.choice("measure", "Measure", &measures);
    let years: Vec<(String, String)> = std::iter::once((String::new(), "All years".to_owned()))
        .chain((2017..=2023).rev().map(|year| (year.to_string(), year.to_string())))
        .collect();
    let year = filter.choice("year", "Year", &years).and_then(|year| year.parse().ok());
    let beside = [("", "Nobody"), ("neighbours", "Neighbours"), ("region", "Region"), ("england", "England")]
        .map(|(code, words)| (code.to_owned(), words.to_owned()));
    let against = match filter.choice("against", "Beside", &beside).as_deref() {
        Some("neighbours") => Some(Against::Neighbours),
        Some("region") => Some(Against::Region),
        Some("england") => Some(Against::England),
        _ => None,
    };
    filter.put(&mut page, "/published", "Show");
    let authority = authority.unwrap_or_else(|| visit.council().code.clone());
    let ask = ShowAsk { authority: authority.clone(), measure, year, against, release: None };
    let office = visit.office();
    let is_own = authority == visit.council().code;
    let releases = office.releases().await?;
    let answer = benchmarking::show(&releases, &ask);
    if is_own && matches!(answer, Err(OfficeError::Usage(_))) && asked.get("authority").is_empty() {
        page.prose(
            "Nothing is published of your council under its code. Name another council to see what is.",
        );
        return Ok(visit.show(page));
    }
    if let Some(mut answer) = answered(&mut page, answer)? {
        // The council's own figures are for those who may see them, and of nobody else.
        if is_own
            && app::policy::reach(visit.visitor.role, Action::ReadFigures) == app::policy::Reach::Council
        {
            office.add_own(&mut answer).await?;
        }
        page.heading(&answer.name);
        for table in answer.tables() {
            page.table(&Grid::new(table));
        }
    }
    if visit.may(Action::ReadReleased) {
        let printed = office.published(Some(&visit.council().code)).await?;
        if !printed.tables.is_empty() {
            page.heading("Tables that papers of this council printed");
            page.table(&Grid::new(printed.table()));
        }
    }
    Ok(visit.show(page))
}
