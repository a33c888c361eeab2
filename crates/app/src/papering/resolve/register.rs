//! The tables of registers in a paper: the answers of `app::registering`, without anything that names a worker.

use papers::built::{Cell, Column, Table};
use papers::paper::{Register, RegisterSpec};
use papers::words;
use registers::agency::CostBy;
use registers::recruitment::{FunnelAsk, FunnelBy};
use registers::workload::LoadBy;
use workforce::change::ChangeNumber;

use super::still;
use crate::answers::registers::Told;
use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::table;

/// After how many months incentives are told who stayed.
const STAYED: u32 = 12;

impl Office {
    /// A table of a register, as the record says it at the change that the whole paper is built from.
    pub(super) async fn paper_register(
        &self,
        council: &Council,
        spec: &RegisterSpec,
        release: bool,
        known_at: ChangeNumber,
    ) -> Result<Table, OfficeError> {
        if release && !spec.register.may_leave() {
            return Err(OfficeError::Usage(format!(
                "`{}` counts people and does not go through disclosure control: leave it out of what is published",
                spec.register
            )));
        }
        let told = self.register_told(council, spec).await?;
        still(told.known_at, known_at)?;
        if !told.workers.is_empty() {
            return Err(OfficeError::Usage(format!(
                "`{}` names workers, which no paper does",
                spec.register
            )));
        }
        let count = told.tables.len();
        let place = usize::try_from(spec.table).ok().and_then(|table| table.checked_sub(1));
        let found = place.and_then(|place| told.tables.into_iter().nth(place));
        let found = found.ok_or_else(|| {
            OfficeError::Usage(format!(
                "`{}` has tables 1 to {count}; there is no table {}",
                spec.register, spec.table
            ))
        })?;
        Ok(shown(found, spec.caption.as_deref(), &spec.notes))
    }

    async fn register_told(&self, council: &Council, spec: &RegisterSpec) -> Result<Told, OfficeError> {
        let on = spec.as_at;
        let days = (spec.from.unwrap_or(on), on);
        match spec.register {
            Register::Funnel => self.funnel(council, &FunnelAsk::default(), days, FunnelBy::Campaign).await,
            Register::Vacancies => self.vacancies(council, on).await,
            Register::AgencyCost => self.agency_cost(council, days, CostBy::Team).await,
            Register::Incentives => self.incentives_cost(council, on, STAYED).await,
            Register::Cohorts => self.cohorts(council, on).await,
            Register::Actions => self.actions(council, on, false).await,
            Register::Overdue => self.actions(council, on, true).await,
            Register::Board => self.board(council, on).await,
            Register::Workload => self.workload(council, on, LoadBy::Team, None).await,
            Register::Exits => self.exits(council, days).await,
            Register::Parameters => self.parameters(council, Some(on)).await,
        }
    }
}

/// An answer's table as a paper's: under the paper's own caption where it gives one, and with its notes first.
pub(super) fn shown(found: table::Table, caption: Option<&str>, notes: &[String]) -> Table {
    let numbers: Vec<bool> = found.columns.iter().map(|column| column.figures).collect();
    let cell = |(at, text): (usize, String)| {
        let is_number = numbers.get(at) == Some(&true) && words::millionths(&text).is_some();
        if is_number { Cell::Number(text) } else { Cell::Text(text) }
    };
    let row = |row: Vec<String>| row.into_iter().enumerate().map(cell).collect();
    let has_total = found.total.is_some();
    let column = |column: table::Column| Column { heading: column.heading, numbers: column.figures };
    Table {
        caption: caption.map_or(found.title, str::to_owned),
        columns: found.columns.into_iter().map(column).collect(),
        rows: found.rows.into_iter().chain(found.total).map(row).collect(),
        has_total,
        notes: [notes, &found.notes].concat(),
    }
}
