//! Until when workers may work here. For those only who may read it; nothing is known of workers without a record.

use serde::Serialize;
use workforce::records::{RightToWork, WorkRight};
use workforce::{Date, Workforce};

use crate::days::{days_between, months_after};
use crate::parameter::Parameters;

/// A worker's right to work that ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeaveLine {
    /// The worker.
    pub worker: String,
    /// The team, by key and name.
    pub team: Option<(String, String)>,
    /// On what ground.
    pub ground: WorkRight,
    /// First day on which it no longer holds.
    pub ends: Date,
    /// Days until then; negative where it is over.
    pub days: i64,
    /// Whether it is over, or ends soon.
    pub pressing: bool,
    /// The day on which it was last looked at.
    pub checked: Option<Date>,
    /// Whether the council pays towards the next application.
    pub council_pays: bool,
    /// Whether the record should no longer be kept.
    pub kept_too_long: bool,
}

/// The rights that end, of everybody at work on a day: what ends first comes first. Near are those that end within the
/// months of the parameter `right-to-work.ends-within-months`.
pub fn leave(workforce: &Workforce, parameters: &Parameters<'_>, on: Date) -> Vec<LeaveLine> {
    let months = parameters.number("right-to-work.ends-within-months", on).unwrap_or(6);
    let soon = months_after(on, months);
    let rights = workforce.records().rights_to_work.values();
    let lines = rights.filter_map(|right: &RightToWork| {
        let worker = right.worker.as_str();
        let number = workforce.worker_number(worker)?;
        let work = workforce.works_of(number).find(|work| work.holds(on))?;
        let ends = right.ends?;
        Some(LeaveLine {
            worker: worker.to_owned(),
            team: work.on(on).team.map(|team| {
                (workforce.unit_key(team).to_owned(), workforce.name_of_unit(team, on).to_owned())
            }),
            ground: right.ground,
            ends,
            days: days_between(on, ends),
            pressing: ends <= soon,
            checked: right.checked_on,
            council_pays: right.council_pays.is_some(),
            kept_too_long: right.keep_until.is_some_and(|day| day < on),
        })
    });
    let mut lines: Vec<LeaveLine> = lines.collect();
    lines.sort_by(|a, b| (a.ends, &a.worker).cmp(&(b.ends, &b.worker)));
    lines
}
