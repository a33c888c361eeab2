//! Registration with Social Work England: who is at risk before the window closes, set against the public register.
//!
//! Nothing here looks anything up: the register is a file that someone downloaded.

mod leave;
mod public;

use serde::Serialize;
use std::collections::BTreeSet;

use workforce::period::Period;
use workforce::records::{FeePayer, RegisterStatus, Renewal};
use workforce::{Date, Workforce};

pub use leave::{LeaveLine, leave};
pub use public::{Columns, Difference, Entry, Problem, Register, reconcile};

use crate::parameter::Parameters;

/// How a worker's renewal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RenewalState {
    /// Not on the register, or off it since the window closed.
    Lapsed,
    /// Suspended.
    Suspended,
    /// Not complete, and the window closes soon.
    AtRisk,
    /// Not complete.
    Open,
    /// The window has not opened.
    NotYet,
    /// With conditions of practice, and renewed or not.
    Conditions,
    /// Renewed.
    Renewed,
}

impl RenewalState {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Lapsed => "not registered",
            Self::Suspended => "suspended",
            Self::AtRisk => "at risk",
            Self::Open => "not complete",
            Self::NotYet => "window not open",
            Self::Conditions => "conditions of practice",
            Self::Renewed => "renewed",
        }
    }
}

/// A worker's renewal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RenewalLine {
    /// The worker.
    pub worker: String,
    /// The registration number; none when it is not recorded.
    pub registration: Option<String>,
    /// The team, by key and name.
    pub team: Option<(String, String)>,
    /// How it stands.
    pub state: RenewalState,
    /// What is still to be done.
    pub missing: Vec<&'static str>,
    /// Works through an agency.
    pub agency: bool,
    /// Who pays the fee, where it was paid.
    pub fee_by: Option<&'static str>,
}

/// A renewal window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The year in which it closes.
    pub year: i16,
    /// Its first day.
    pub opens: Date,
    /// Its last.
    pub closes: Date,
    /// The day from which one that is not complete is at risk.
    pub at_risk_from: Date,
}

/// The window that a day is asked about: that of its own year until it closes, and to the end of the year.
pub fn window(parameters: &Parameters<'_>, on: Date) -> Option<Window> {
    let day = |name: &str| parameters.day_of(name, on.year(), on);
    Some(Window {
        year: on.year(),
        opens: day("registration.window-opens")?,
        closes: day("registration.window-closes")?,
        at_risk_from: day("registration.at-risk-from")?,
    })
}

/// The renewals of everybody at work on a day in a role that asks for registration: the most pressing first.
pub fn renewals(workforce: &Workforce, parameters: &Parameters<'_>, on: Date) -> Vec<RenewalLine> {
    let Some(window) = window(parameters, on) else { return Vec::new() };
    let records = workforce.records();
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for work in workforce.works_on(on) {
        let place = work.on(on);
        let qualified =
            place.role.and_then(|role| workforce.role_on(role, on)).is_some_and(|role| role.qualified);
        if !qualified || !seen.insert(work.worker()) {
            continue;
        }
        let key = workforce.worker_key(work.worker());
        let worker = records.workers.get(key);
        let year = u32::try_from(window.year).unwrap_or_default();
        let renewal = records.renewals.values().find(|one| one.worker.as_str() == key && one.year == year);
        let new = worker.and_then(|worker| worker.registered_from).is_some_and(|day| day >= window.opens);
        let missing = missing(parameters, renewal, new, on);
        lines.push(RenewalLine {
            worker: key.to_owned(),
            registration: worker.and_then(|worker| worker.registration.as_ref()).map(ToString::to_string),
            team: place.team.map(|team| {
                (workforce.unit_key(team).to_owned(), workforce.name_of_unit(team, on).to_owned())
            }),
            state: state(renewal, window, on, missing.is_empty()),
            missing,
            agency: work.basis() == workforce::records::Basis::Agency,
            fee_by: renewal.and_then(|one| one.fee_by).map(FeePayer::code),
        });
    }
    lines.sort_by(|a, b| (a.state, &a.worker).cmp(&(b.state, &b.worker)));
    lines
}

/// What is still to be done on a day. Someone registered since the window opened pays the fee only.
fn missing(parameters: &Parameters<'_>, renewal: Option<&Renewal>, new: bool, on: Date) -> Vec<&'static str> {
    let by = |day: Option<Date>| day.is_some_and(|day| day <= on);
    if renewal.is_some_and(|one| by(one.renewed_on)) {
        return Vec::new();
    }
    let pieces = parameters.number("registration.pieces", on).unwrap_or(0);
    let peer = parameters.on("registration.peer", on).is_some_and(|value| value.text() == "yes");
    let lacks = [
        (!new && !renewal.is_some_and(|one| by(one.form_on)), "form"),
        (!new && renewal.and_then(|one| one.pieces).unwrap_or(0) < pieces, "pieces of CPD"),
        (!new && peer && !renewal.is_some_and(|one| one.peer.0), "reflection with a peer"),
        (!renewal.is_some_and(|one| by(one.fee_on)), "fee"),
    ];
    lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect()
}

fn state(renewal: Option<&Renewal>, window: Window, on: Date, complete: bool) -> RenewalState {
    let status = renewal.filter(|one| one.status_on.is_none_or(|day| day <= on)).and_then(|one| one.status);
    match status {
        Some(RegisterStatus::NotRegistered) => return RenewalState::Lapsed,
        Some(RegisterStatus::Suspended) => return RenewalState::Suspended,
        Some(RegisterStatus::Conditions) => return RenewalState::Conditions,
        Some(RegisterStatus::Registered) | None => {}
    }
    let open = Period::new(window.opens, window.closes.tomorrow().ok());
    match (complete, open.holds(on)) {
        (true, _) => RenewalState::Renewed,
        (false, true) if on >= window.at_risk_from => RenewalState::AtRisk,
        (false, true) => RenewalState::Open,
        (false, false) if on > window.closes => RenewalState::Lapsed,
        (false, false) => RenewalState::NotYet,
    }
}
