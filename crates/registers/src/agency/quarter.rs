//! The quarterly figures, with what is missing for them.
//!
//! The department's own layout of the return was not available: the items are those that the press listed and a few
//! probable ones, and the file is ours.

use serde::Serialize;
use workforce::period::Period;
use workforce::quantity::Pence;
use workforce::records::{AgencyJobType, CoverReason, Route, SupplyModel};
use workforce::{Date, Workforce};

use super::check::{Check, check, covered};
use super::cost::{Cost, CostBy, cost};
use super::rules::{Case, Whole};
use crate::days::Quarter;
use crate::parameter::Parameters;

/// One assignment of the return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarterLine {
    /// The occupancy.
    pub occupancy: String,
    /// Social Work England registration number.
    pub registration: Option<String>,
    /// Core job type.
    pub job_type: Option<AgencyJobType>,
    /// Pay for an hour on the last day in the quarter.
    pub pay: Option<Pence>,
    /// First day.
    pub from: Date,
    /// First day on which it no longer holds, where that is by the quarter's end.
    pub to: Option<Date>,
    /// Whether in a project team or another packaged model.
    pub packaged: Option<bool>,
    /// Through whom the worker is paid.
    pub route: Option<&'static str>,
    /// The agency.
    pub supplier: Option<String>,
    /// Hours in a week.
    pub hours: Option<String>,
    /// What it stands in for.
    pub reason: Option<&'static str>,
    /// What is not recorded, of the items that the return asks for.
    pub missing: Vec<&'static str>,
}

/// A quarter's figures.
#[derive(Debug, Clone)]
pub struct QuarterReturn {
    /// The quarter.
    pub quarter: Quarter,
    /// Its assignments, by occupancy.
    pub lines: Vec<QuarterLine>,
    /// How the rules fared over it.
    pub check: Check,
    /// What agency work cost, by month.
    pub cost: Cost,
    /// The council's explanation of what was not complied with.
    pub explanation: Option<String>,
    /// Agencies whose conduct affected compliance.
    pub agencies: Option<String>,
}

/// Assembles a quarter's figures.
pub fn quarter_return(workforce: &Workforce, parameters: &Parameters<'_>, quarter: Quarter) -> QuarterReturn {
    let (from, to) = (quarter.first(), quarter.last());
    let whole = Whole { workforce, parameters, from, to };
    let records = workforce.records();
    let mut lines = Vec::new();
    for work in covered(&whole) {
        let day = work.period().clamp(to);
        let role = work.on(day).role.and_then(|role| workforce.role_on(role, day));
        if !role.is_some_and(|facts| facts.census) {
            continue;
        }
        let Some(occupancy) = records.occupancies.get(work.occupancy().as_str()) else { continue };
        let engagement = records.engagements.values().find(|one| one.occupancy == occupancy.occupancy);
        let case = engagement.and_then(|engagement| Case::new(whole, engagement));
        let worker = records.workers.get(occupancy.worker.as_str());
        let mut line = QuarterLine {
            occupancy: occupancy.occupancy.to_string(),
            registration: worker.and_then(|worker| worker.registration.as_ref()).map(ToString::to_string),
            job_type: case
                .map_or_else(|| super::rules::role_type(workforce, occupancy, day), |case| case.job),
            pay: case.and_then(|case| case.rate()).map(|rate| rate.pay),
            from: occupancy.from,
            to: occupancy.to.filter(|end| *end <= quarter.end()),
            packaged: engagement.and_then(|one| one.model).map(SupplyModel::is_packaged),
            route: engagement.and_then(|one| one.route).map(Route::code),
            supplier: occupancy.supplier.as_ref().map(ToString::to_string),
            hours: engagement.and_then(|one| one.hours).map(|hours| hours.to_string()),
            reason: occupancy.cover.map(CoverReason::code),
            missing: Vec::new(),
        };
        line.missing = missing(&line);
        lines.push(line);
    }
    lines.sort_by(|a, b| a.occupancy.cmp(&b.occupancy));
    let sent = records.agency_returns.get(quarter.to_string().as_str());
    QuarterReturn {
        quarter,
        lines,
        check: check(workforce, parameters, from, to),
        cost: cost(workforce, parameters, (from, to), CostBy::Month),
        explanation: sent.and_then(|sent| sent.explanation.as_ref()).map(ToString::to_string),
        agencies: sent.and_then(|sent| sent.agencies.as_ref()).map(ToString::to_string),
    }
}

fn missing(line: &QuarterLine) -> Vec<&'static str> {
    let items = [
        (line.registration.is_none(), "registration number"),
        (line.job_type.is_none(), "core job type"),
        (line.pay.is_none(), "hourly pay"),
        (line.packaged.is_none(), "model of supply"),
    ];
    items.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect()
}

impl QuarterReturn {
    /// The days of the quarter.
    pub fn period(&self) -> Period {
        self.quarter.period()
    }
}
