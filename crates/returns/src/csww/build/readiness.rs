//! What has to be put into the record before a return can be sent: the check of the return as it would be built today,
//! each finding with the team that knows and the place of the record that mends it.

use std::io;

use workforce::facts::UnitNumber;

use super::{Built, Subject};
use crate::csww::check::{Settings, check};
use crate::csww::element::{Block, Element as E};
use crate::csww::finding::{Finding, Item};
use crate::csww::write;

/// A place in the record: a kind of record and its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Home {
    /// The kind of record.
    pub kind: &'static str,
    /// Its column.
    pub column: &'static str,
}

/// Something to do.
#[derive(Debug)]
pub struct Todo<'b> {
    /// What the check says.
    pub finding: Finding,
    /// Whom it is about; none for the council's totals.
    pub subject: Option<&'b Subject>,
    /// Where the record holds it; none where it follows from several places.
    pub home: Option<Home>,
}

impl Todo<'_> {
    /// The team that knows.
    pub fn team(&self) -> Option<UnitNumber> {
        self.subject.and_then(|subject| subject.team)
    }
}

/// Where the record holds what an item says.
pub fn home(item: E) -> Option<Home> {
    let (kind, column) = match item {
        E::SweNo => ("worker", "registration"),
        E::PersonBirthDate => ("identity", "birth_date"),
        E::Sex | E::GenderCurrent => ("equality", "sex"),
        E::Ethnicity => ("equality", "ethnicity"),
        E::QualInst => ("qualification", "institution"),
        E::QualLevel => ("qualification", "level"),
        E::StepUpGrad => ("qualification", "step_up"),
        E::FrontlineGrad => ("qualification", "frontline"),
        E::OrgRole => ("role", "census_role"),
        E::RoleStartDate => ("spell", "started"),
        E::StartOrigin => ("spell", "origin"),
        E::RoleEndDate => ("spell", "left"),
        E::LeaverDestination => ("spell", "destination"),
        E::ReasonLeave => ("spell", "reason"),
        E::AgencyWorker => ("occupancy", "basis"),
        E::Fte | E::Fte30 => ("occupancy", "fte"),
        E::ContractWeeks => ("occupancy", "expected_end"),
        E::Cases30 => ("caseload", "on"),
        E::WorkingDaysLost => ("absence", "days_lost"),
        E::AbsAt30Sept | E::ReasonAbsence => ("absence", "kind"),
        E::CfkssStatus => ("knowledge_status", "status"),
        E::BaseSalary => ("salary", "annual"),
        E::RrPayments | E::OtherPayments => ("payment", "amount"),
        E::NumberOfVacancies => ("post", "fte"),
        E::NoAgencyFte | E::NoAgencyHeadcount => ("occupancy", "cover"),
        E::OtherAllowances => ("incentive_offer", "detail"),
        _ if item.spec().block == Block::Totals => ("incentive_offer", "eligible"),
        _ => return None,
    };
    Some(Home { kind, column })
}

/// Everything that the check of a built return finds about the council and its workers. The header is left aside: it is
/// made when the return is. Several findings about one item of one worker are all listed.
pub fn todo(built: &Built) -> io::Result<Vec<Todo<'_>>> {
    let mut bytes = Vec::new();
    write::write(&built.content, built.year, &mut bytes)?;
    let settings = Settings { year: Some(built.year), ..Settings::default() };
    let checked = check(|| Ok(bytes.as_slice()), &settings)?;
    let about_header = |finding: &Finding| match &finding.item {
        Some(Item::Known(item)) => item.spec().block == Block::Header,
        _ => false,
    };
    let todo = checked.findings.into_iter().filter(|finding| !about_header(finding)).map(|finding| {
        let subject = finding.worker.and_then(|at| built.subjects.get((at as usize).checked_sub(1)?));
        let home = match &finding.item {
            Some(Item::Known(item)) => home(*item),
            _ => None,
        };
        Todo { finding, subject, home }
    });
    Ok(todo.collect())
}
