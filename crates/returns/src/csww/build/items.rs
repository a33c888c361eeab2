//! The items of a worker's record, from the records about the worker.

use std::collections::HashMap;

use measures::ground::Ground;
use measures::part::{Contribution, Part};
use measures::span::Span;
use workforce::Workforce;
use workforce::change::RecordId;
use workforce::facts::{Source, WorkerNumber};
use workforce::period::{Date, Period};
use workforce::position::AskError;
use workforce::record::Kind as _;
use workforce::records::{Absence, AbsenceKind, Sex};

use super::draft::{Draft, Held};
use super::money::Money;
use super::{ByWorker, Sheet, about, by_worker, fixed};
use crate::csww::element::Element as E;
use crate::csww::worker::Kind;
use crate::csww::year::CensusYear;

/// What is said of many workers at once, sorted by worker.
pub(super) struct Facts<'g, 'a> {
    workforce: &'a Workforce,
    year: CensusYear,
    /// The day on which cases were counted, and the cases; none where they were not.
    counted: Option<(Date, HashMap<WorkerNumber, u32>)>,
    /// Sickness of the year, by worker; none where the record holds no absence.
    sick: Option<ByWorker<Contribution<'a>>>,
    away: ByWorker<&'a Absence>,
    money: Money<'a>,
    /// The places of each worker's records in the return.
    places: ByWorker<usize>,
    drafts: &'g [Draft<'a>],
}

/// The number of a code in its list: the census numbers its codes from 1, in the order of the record's lists.
fn number<T: Copy + Into<usize>>(at: T) -> String {
    (at.into() + 1).to_string()
}

macro_rules! coded {
    ($value:expr) => {
        $value.map(|code| number(code as usize))
    };
}

fn yes_no(value: Option<bool>) -> Option<&'static str> {
    value.map(|yes| if yes { "1" } else { "0" })
}

/// The census's code for an absence; none for those that it does not ask about.
fn reason(kind: AbsenceKind) -> Option<&'static str> {
    Some(match kind {
        AbsenceKind::Sickness => "SIC",
        AbsenceKind::Maternity => "MAT",
        AbsenceKind::Study => "TRN",
        AbsenceKind::PublicDuties => "PUB",
        AbsenceKind::OtherPaid | AbsenceKind::Suspension => "OTH",
        AbsenceKind::Unpaid | AbsenceKind::CareerBreak => "UNP",
        AbsenceKind::Unauthorised => "UNA",
        AbsenceKind::SecondmentOut => return None,
    })
}

impl<'g, 'a> Facts<'g, 'a> {
    pub(super) fn new(
        ground: &Ground<'a>,
        year: CensusYear,
        drafts: &'g [Draft<'a>],
    ) -> Result<Self, AskError> {
        let workforce = ground.workforce();
        let records = workforce.records();
        let number = |key: &str| workforce.worker_number(key);
        let sick = ground.contributions(Part::DaysLost, Span::year_ending(year.end()))?;
        let counted = ground.cases_on(year.end());
        let on_day = |absence: &&Absence| Period::new(absence.from, absence.to).holds(year.end());
        let mut away: Vec<&Absence> = records.absences.values().filter(on_day).collect();
        away.sort_by(|a, b| (a.from, &a.absence).cmp(&(b.from, &b.absence)));
        Ok(Self {
            workforce,
            year,
            counted: counted.map(|(on, cases)| (on, cases.iter().copied().collect())),
            sick: sick.map(|sick| by_worker(sick.into_iter().filter_map(|one| Some((one.worker?, one))))),
            away: by_worker(away.into_iter().filter_map(|one| Some((number(one.worker.as_str())?, one)))),
            money: Money::new(workforce, year),
            places: by_worker(drafts.iter().enumerate().map(|(at, draft)| (draft.worker, at))),
            drafts,
        })
    }

    /// Fills the record at a place of the return.
    pub(super) fn fill(&self, at: usize, draft: &Draft<'a>, sheet: &mut Sheet) {
        self.work(at, draft, sheet);
        self.absence(draft, sheet);
        if draft.kind == Kind::Agency {
            self.contract(draft, sheet);
            return;
        }
        self.person(draft, sheet);
        self.spell(draft, sheet);
        self.days_lost(at, draft, sheet);
        self.money.fill(draft, self.is_last(at, draft), sheet);
    }

    fn about(&self, kind: &'static str, draft: &Draft<'_>) -> Vec<RecordId> {
        vec![about(kind, self.workforce, draft.worker)]
    }

    /// The places of the worker's employed records.
    fn employed(&self, worker: WorkerNumber) -> impl Iterator<Item = usize> + '_ {
        let places = self.places.get(&worker).map_or(&[][..], Vec::as_slice);
        places.iter().copied().filter(|at| self.drafts[*at].is_employed())
    }

    /// The worker's records that are still here, agency engagements among them.
    fn here(&self, worker: WorkerNumber) -> Vec<usize> {
        let places = self.places.get(&worker).map_or(&[][..], Vec::as_slice);
        places.iter().copied().filter(|at| self.drafts[*at].kind != Kind::Leaver).collect()
    }

    /// The record that takes what belongs to none: the last of the worker's employed ones.
    fn is_last(&self, at: usize, draft: &Draft<'_>) -> bool {
        self.employed(draft.worker).last() == Some(at)
    }

    /// What anyone's record has.
    fn work(&self, at: usize, draft: &Draft<'_>, sheet: &mut Sheet) {
        let key = self.workforce.worker_key(draft.worker);
        let worker = self.workforce.records().workers.get(key);
        let agency = if draft.kind == Kind::Agency { "1" } else { "0" };
        sheet.put(E::AgencyWorker, Some(agency), behind(draft));
        let registration = worker.and_then(|worker| worker.registration.as_deref());
        sheet.put(E::SweNo, registration, self.about("worker", draft));
        let left = (draft.kind == Kind::Leaver).then(|| "left in the year".to_owned());
        sheet.note(E::Fte, Some(fixed(draft.now.fte, 6)), draft.now.records.clone(), left);
        if let Some((value, records, note)) = self.cases(at, draft) {
            sheet.note(E::Cases30, Some(value), records, note);
        }
    }

    /// Cases, shared over the worker's records by FTE so that every record that holds some says so.
    fn cases(&self, at: usize, draft: &Draft<'_>) -> Option<(String, Vec<RecordId>, Option<String>)> {
        let (on, counted) = self.counted.as_ref()?;
        let Some(cases) = counted.get(&draft.worker) else {
            let note = format!("not among those whose cases were counted on {on}, so taken to hold none");
            return Some(("0".to_owned(), Vec::new(), Some(note)));
        };
        let here = self.here(draft.worker);
        let fte: Vec<i128> = here.iter().map(|at| self.drafts[*at].now.fte).collect();
        let place = here.iter().position(|other| *other == at)?;
        let share = shares(*cases, &fte)[place];
        let source = Source::Cases { worker: self.workforce.worker_key(draft.worker), on: *on };
        let note = match (*on == self.year.end(), here.len()) {
            (true, 1) => None,
            (false, 1) => Some(format!("counted on {on}")),
            _ => Some(format!("counted on {on}, and shared over {} records by FTE", here.len())),
        };
        Some((share.to_string(), vec![source.record()], note))
    }

    fn absence(&self, draft: &Draft<'_>, sheet: &mut Sheet) {
        let away = self.away.get(&draft.worker).map_or(&[][..], Vec::as_slice);
        let found = away.iter().find_map(|absence| Some((absence, reason(absence.kind)?)));
        match found {
            Some((absence, reason)) => {
                let record = || vec![RecordId::new("absence", absence.absence.as_str())];
                sheet.put(E::AbsAt30Sept, Some("1"), record());
                sheet.put(E::ReasonAbsence, Some(reason), record());
            }
            // Absences of agency workers are not commonly recorded: silence says nothing.
            None if self.sick.is_some() && draft.is_employed() => {
                sheet.note(E::AbsAt30Sept, Some("0"), Vec::new(), Some("no absence on the day".to_owned()));
            }
            None => {}
        }
    }

    fn contract(&self, draft: &Draft<'_>, sheet: &mut Sheet) {
        for record in &draft.now.records {
            let Some(stay) = self.workforce.records().occupancies.get(&record.key) else { continue };
            let Some(end) = stay.expected_end.filter(|end| *end >= stay.from) else { continue };
            let days = i64::from((end - stay.from).get_days());
            let note = format!("from {} to {end}, to the nearest week", stay.from);
            sheet.note(
                E::ContractWeeks,
                Some(((days + 3) / 7).to_string()),
                vec![record.clone()],
                Some(note),
            );
        }
    }

    fn person(&self, draft: &Draft<'_>, sheet: &mut Sheet) {
        let records = self.workforce.records();
        let key = self.workforce.worker_key(draft.worker);
        if let Some(born) = records.identities.get(key).and_then(|identity| identity.birth_date) {
            sheet.put(E::PersonBirthDate, Some(born.to_string()), self.about("identity", draft));
        }
        if let Some(equality) = records.equality.get(key) {
            let about = || self.about("equality", draft);
            let (sex, gender) = match equality.sex {
                Some(Sex::Female) => (Some("F"), Some("2")),
                Some(Sex::Male) => (Some("M"), Some("1")),
                Some(Sex::NotKnown) => (None, Some("0")),
                None => (None, None),
            };
            sheet.put(E::Sex, sex, about());
            sheet.put(E::GenderCurrent, gender, about());
            sheet.put(E::Ethnicity, equality.ethnicity.map(workforce::records::Ethnicity::code), about());
        }
        if let Some(qualification) = records.qualifications.get(key) {
            let about = || self.about("qualification", draft);
            sheet.put(E::QualInst, qualification.institution.as_deref(), about());
            sheet.put(E::QualLevel, coded!(qualification.level), about());
            sheet.put(E::StepUpGrad, yes_no(qualification.step_up), about());
            sheet.put(E::FrontlineGrad, yes_no(qualification.frontline), about());
        }
        let of_worker = records.knowledge_statuses.values().filter(|row| row.worker.as_str() == key);
        let status = of_worker.filter(|row| row.from <= draft.day).max_by_key(|row| row.from);
        if let Some(status) = status {
            let id = vec![RecordId::new("knowledge_status", status.key())];
            sheet.put(E::CfkssStatus, coded!(Some(status.status)), id);
        }
    }

    fn spell(&self, draft: &Draft<'_>, sheet: &mut Sheet) {
        if let Some(role) = draft.place.role {
            let record = vec![RecordId::new("role", self.workforce.role_key(role))];
            sheet.put(E::OrgRole, coded!(draft.role), record);
        }
        let Some(spell) = draft.spell else { return };
        let record = || vec![RecordId::new("spell", spell.spell.as_str())];
        sheet.put(E::RoleStartDate, Some(spell.period.from.to_string()), record());
        sheet.put(E::StartOrigin, coded!(spell.origin), record());
        if draft.kind == Kind::Leaver {
            sheet.put(E::RoleEndDate, spell.period.to.map(|to| to.to_string()), record());
            sheet.put(E::LeaverDestination, coded!(spell.destination), record());
            sheet.put(E::ReasonLeave, coded!(spell.reason), record());
        }
        let note = (spell.period.from > self.year.previous_end()).then(|| "started in the year".to_owned());
        let Held { fte, records } = &draft.before;
        sheet.note(E::Fte30, Some(fixed(*fte, 6)), records.clone(), note);
    }

    /// Sickness goes to the record whose employment it fell into, and what fell into none to the worker's last one.
    fn days_lost(&self, at: usize, draft: &Draft<'_>, sheet: &mut Sheet) {
        let Some(sick) = &self.sick else { return };
        let holds = |at: usize, day| self.drafts[at].spell.is_some_and(|spell| spell.period.holds(day));
        let mine = |one: &&Contribution<'a>| {
            let first = self.employed(draft.worker).find(|at| holds(*at, one.day));
            first.or_else(|| self.employed(draft.worker).last()) == Some(at)
        };
        let all = sick.get(&draft.worker).map_or(&[][..], Vec::as_slice);
        let mine: Vec<&Contribution<'a>> = all.iter().filter(mine).collect();
        let days: i128 = mine.iter().map(|one| one.amount.0).sum();
        let text = fixed(days, 2);
        let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
        let records = mine.iter().map(|one| one.source.record()).collect();
        let note = mine.is_empty().then(|| "no sickness recorded in the year".to_owned());
        sheet.note(E::WorkingDaysLost, Some(text), records, note);
    }
}

/// The records that put somebody into the return.
fn behind(draft: &Draft<'_>) -> Vec<RecordId> {
    match draft.spell {
        Some(spell) if draft.kind == Kind::Leaver => vec![RecordId::new("spell", spell.spell.as_str())],
        _ => draft.now.records.clone(),
    }
}

/// A whole number shared in proportion, at least one to each where there are enough; the shares add up to it.
fn shares(whole: u32, weights: &[i128]) -> Vec<u32> {
    let total: i128 = weights.iter().sum();
    let count = u32::try_from(weights.len()).unwrap_or(u32::MAX);
    if total == 0 || whole < count {
        let mut all = vec![0; weights.len()];
        if let Some(first) = all.first_mut() {
            *first = whole;
        }
        return all;
    }
    let rest = i128::from(whole - count);
    let mut all: Vec<u32> =
        weights.iter().map(|weight| 1 + u32::try_from(rest * weight / total).unwrap_or(0)).collect();
    let given: u32 = all.iter().sum();
    all[0] += whole - given;
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_leave_nobody_out() {
        assert_eq!(shares(17, &[1_000_000]), [17]);
        assert_eq!(shares(10, &[600_000, 400_000]), [6, 4]);
        assert_eq!(shares(2, &[900_000, 100_000]), [1, 1]);
        assert_eq!(shares(1, &[500_000, 500_000]), [1, 0]);
        assert_eq!(shares(0, &[500_000, 500_000]), [0, 0]);
        assert_eq!(shares(5, &[0, 0]), [5, 0]);
    }
}
