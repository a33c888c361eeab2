//! What happened that a reader of a series should see beside it: inspections whose reports were published, and
//! restructures of the units that are asked about. Said as what came before a change, never as its cause.

use benchmarks::tables::ofsted;
use workforce::Date;

use crate::error::OfficeError;
use crate::measuring::FigureAsk;
use crate::office::{Council, Known, Office};
use crate::policy::Action;
use crate::table::Table;

/// One thing that happened on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Happening {
    /// The day: that on which the report was published, or the first day of the new units.
    pub on: Date,
    /// In a word: `Inspection`, `Restructure`.
    pub what: &'static str,
    /// More of it.
    pub about: String,
}

/// What happened, as a table.
pub fn listed(all: &[Happening]) -> Table {
    let mut table = Table::new("What happened meanwhile", &["When", "What", "More"]);
    table.rows =
        all.iter().map(|one| vec![one.on.to_string(), one.what.to_owned(), one.about.clone()]).collect();
    table.notes =
        vec!["What happened before a change need not be its cause. Inspections: Ofsted’s published reports to 2023.".to_owned()];
    table
}

impl Office {
    /// What happened in the time of a question, to the units that it is about.
    pub async fn happened(&self, council: &Council, ask: &FigureAsk) -> Result<Vec<Happening>, OfficeError> {
        let known = self.known(council, ask.known_at.as_deref()).await?;
        let asked = (ask.service.as_deref(), ask.team.as_deref());
        let last = ask.when.last();
        let (service, team) = self.may_for(Action::ReadFigures, &known, asked, last)?;
        let scope = team.or(service).map(|name| known.workforce.unit_named(&name, last)).transpose()?;
        let first = ask.when.first();
        let mut found = inspections(council);
        found.extend(restructures(&known, scope));
        found.retain(|one| first <= one.on && one.on <= last);
        found.sort();
        Ok(found)
    }
}

fn inspections(council: &Council) -> Vec<Happening> {
    let all = ofsted::inspections(&council.code).into_iter();
    all.map(|inspection| Happening {
        on: inspection.published,
        what: "Inspection",
        about: format!(
            "Ofsted’s report on children’s services, {}inspected {}: {}",
            if inspection.short { "short inspection, " } else { "" },
            inspection.inspected,
            inspection.overall.text()
        ),
    })
    .collect()
}

/// The days on which units ended whose work others carry on, and on which posts moved between units.
fn restructures(known: &Known, scope: Option<u32>) -> Vec<Happening> {
    let workforce = &known.workforce;
    let records = workforce.records();
    let touches = |keys: &[&str], day: Date| {
        scope.is_none_or(|scope| {
            let units = keys.iter().filter_map(|key| workforce.unit_named(key, day).ok());
            units.into_iter().any(|unit| workforce.lies_in(unit, scope, day))
        })
    };
    let mut found = Vec::new();
    for unit in records.units.values().filter(|unit| !unit.successors.is_empty()) {
        let Some(on) = unit.to else { continue };
        let mut keys: Vec<&str> = unit.successors.iter().map(workforce::cell::Key::as_str).collect();
        keys.push(unit.unit.as_str());
        if touches(&keys, on) {
            let after: Vec<&str> = unit
                .successors
                .iter()
                .map(|key| {
                    workforce
                        .unit_named(key.as_str(), on)
                        .map_or(key.as_str(), |unit| workforce.name_of_unit(unit, on))
                })
                .collect();
            let about = format!("{} carried on by {}", unit.name, after.join(", "));
            found.push(Happening { on, what: "Restructure", about });
        }
    }
    for transfer in records.transfers.values() {
        let Some(to) = &transfer.to_team else { continue };
        let keys: Vec<&str> =
            transfer.from_team.iter().chain([to]).map(workforce::cell::Key::as_str).collect();
        let one = Happening {
            on: transfer.on,
            what: "Restructure",
            about: format!("Posts moved: {}", transfer.transfer),
        };
        if touches(&keys, transfer.on) && !found.contains(&one) {
            found.push(one);
        }
    }
    found
}
