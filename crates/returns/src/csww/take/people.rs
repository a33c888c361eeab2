//! Workers of a past return: who they are, their spells, their cases and their absences.

use compact_str::CompactString;
use workforce::cell::{Key, Value};
use workforce::period::{Date, Period};
use workforce::quantity::Days;
use workforce::record::Kind as _;
use workforce::records::{
    Absence, AbsenceKind, Caseload, Destination, Equality, Ethnicity, Identity, KnowledgeSkills,
    KnowledgeStatus, LeavingReason, Origin, Qualification, QualificationLevel, Sex, Spell, Worker, WorkerKey,
};

use super::Taker;
use crate::csww::code::numbered;
use crate::csww::document::Part;
use crate::csww::element::Element as E;
use crate::csww::value::date;

/// A worker's record that is being taken in.
pub(super) struct Case<'p> {
    pub(super) at: usize,
    pub(super) part: &'p Part,
    pub(super) worker: CompactString,
    /// The registration number or, without one, the place in the return: what keys are made of.
    pub(super) name: String,
    /// Its place among the worker's records of this return, from 0.
    pub(super) number: usize,
    pub(super) agency: bool,
    pub(super) started: Option<Date>,
    pub(super) ended: Option<Date>,
}

impl Case<'_> {
    pub(super) fn text(&self, item: E) -> Option<&str> {
        self.part.text(item)
    }

    pub(super) fn key(&self) -> WorkerKey {
        Key::new(self.worker.clone())
    }

    /// A key for a record of the year, told apart from those of the worker's other records.
    pub(super) fn key_of(&self, year: impl std::fmt::Display, what: &str) -> String {
        let again = if self.number == 0 { String::new() } else { format!("-{}", self.number + 1) };
        format!("csww-{}-{year}-{what}{again}", self.name)
    }
}

fn yes_no(text: Option<&str>) -> Option<bool> {
    match text? {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

impl Taker {
    pub(super) fn worker(&mut self, at: usize, part: &Part) {
        let swe = part.text(E::SweNo);
        let worker = match swe.and_then(|swe| self.by_number.get(&swe.to_uppercase())) {
            Some(known) => known.clone(),
            None => self.new_worker(at, swe),
        };
        let number = self.numbers.entry(worker.clone()).or_default();
        *number += 1;
        let number = *number - 1;
        let case = Case {
            at,
            part,
            name: swe.map_or_else(|| format!("{}-{at}", self.year), str::to_owned),
            number,
            agency: part.text(E::AgencyWorker) == Some("1"),
            started: part.text(E::RoleStartDate).and_then(date),
            ended: part.text(E::RoleEndDate).and_then(date),
            worker,
        };
        self.cases(&case);
        if case.agency {
            self.engagement(&case);
            self.away(&case);
            return;
        }
        self.identity(&case);
        self.qualification(&case);
        if self.spell(&case) {
            self.stay(&case);
        }
        self.days_lost(&case);
        self.away(&case);
        self.pay(&case);
    }

    fn new_worker(&mut self, at: usize, swe: Option<&str>) -> CompactString {
        let wanted = swe.map_or_else(|| format!("csww-{}-{at}", self.year), str::to_uppercase);
        let taken = self.after.workers.contains_key(wanted.as_str());
        let key: CompactString = if taken { format!("csww-{wanted}") } else { wanted.clone() }.into();
        if swe.is_some() {
            self.by_number.insert(wanted, key.clone());
        } else {
            self.leave(Some(at), Some(E::SweNo), None, "there is no registration number: the worker is new");
        }
        self.put(Worker {
            worker: Key::new(key.clone()),
            registration: swe.map(Into::into),
            registered_from: None,
            note: None,
        });
        key
    }

    fn identity(&mut self, case: &Case<'_>) {
        if let Some(born) = case.text(E::PersonBirthDate).and_then(date) {
            let known = self.after.identities.get(case.worker.as_str()).cloned();
            let blank = Identity {
                worker: case.key(),
                given_name: None,
                family_name: None,
                birth_date: None,
                email: None,
            };
            self.put(Identity { birth_date: Some(born), ..known.unwrap_or(blank) });
        }
        let sex = match (case.text(E::Sex), case.text(E::GenderCurrent)) {
            (Some("F"), _) | (None, Some("2")) => Some(Sex::Female),
            (Some("M"), _) | (None, Some("1")) => Some(Sex::Male),
            (None, Some("0" | "9")) => Some(Sex::NotKnown),
            _ => None,
        };
        if case.text(E::GenderCurrent) == Some("9") {
            let why = "the record does not tell indeterminate from not known";
            self.leave(Some(case.at), Some(E::GenderCurrent), Some("9"), why);
        }
        let ethnicity = case.text(E::Ethnicity).and_then(|text| Ethnicity::parse(text).ok());
        if sex.is_none() && ethnicity.is_none() {
            return;
        }
        let known = self.after.equality.get(case.worker.as_str()).cloned().unwrap_or_else(|| Equality {
            worker: case.key(),
            sex: None,
            ethnicity: None,
            disability: None,
            purpose: Some("Statutory census".into()),
            keep_until: None,
        });
        self.put(Equality { sex: sex.or(known.sex), ethnicity: ethnicity.or(known.ethnicity), ..known });
    }

    fn qualification(&mut self, case: &Case<'_>) {
        let known = self.after.qualifications.get(case.worker.as_str()).cloned();
        let known = known.unwrap_or_else(|| Qualification {
            worker: case.key(),
            level: None,
            institution: None,
            step_up: None,
            frontline: None,
        });
        self.put(Qualification {
            level: numbered(QualificationLevel::ALL, case.text(E::QualLevel)).or(known.level),
            institution: case.text(E::QualInst).map(Into::into).or(known.institution),
            step_up: yes_no(case.text(E::StepUpGrad)).or(known.step_up),
            frontline: yes_no(case.text(E::FrontlineGrad)).or(known.frontline),
            worker: known.worker,
        });
        let said = numbered(KnowledgeSkills::ALL, case.text(E::CfkssStatus));
        let known =
            |row: &KnowledgeStatus| row.worker.as_str() == case.worker && row.from <= self.last_day(case);
        if said.is_none() && case.number > 0 && self.after.knowledge_statuses.values().any(known) {
            let why = "the worker's other record has one, and the record keeps one for both";
            self.leave(Some(case.at), Some(E::CfkssStatus), None, why);
        }
        if let Some(status) = said {
            let rows = self.after.knowledge_statuses.values();
            let rows =
                rows.filter(|row| row.worker.as_str() == case.worker && row.from <= self.last_day(case));
            if rows.max_by_key(|row| row.from).map(|row| row.status) != Some(status) {
                self.put(KnowledgeStatus { worker: case.key(), from: self.first_day(case), status });
            }
        }
    }

    /// The first day of the year on which a worker was here. Somebody who left on 1 October was here the day before.
    pub(super) fn first_day(&self, case: &Case<'_>) -> Date {
        let day = self.year.start().min(self.last_day(case));
        case.started.map_or(day, |started| started.max(day))
    }

    /// The last day of the year on which a worker was here.
    pub(super) fn last_day(&self, case: &Case<'_>) -> Date {
        case.ended.map_or(self.year.end(), |ended| ended.yesterday().unwrap_or(ended))
    }

    /// The worker's spell; whether the record and the return agree that there is one.
    fn spell(&mut self, case: &Case<'_>) -> bool {
        let Some(started) = case.started else {
            self.leave(Some(case.at), Some(E::RoleStartDate), None, "without a start there is no spell");
            return false;
        };
        let here = Period::new(started, case.ended);
        let mut of_worker: Vec<&Spell> =
            self.after.spells.values().filter(|spell| spell.worker.as_str() == case.worker).collect();
        of_worker.sort_by(|a, b| (a.started, &a.spell).cmp(&(b.started, &b.spell)));
        let known = of_worker.iter().find(|spell| spell.started == started).map(|spell| (*spell).clone());
        let other = of_worker
            .iter()
            .find(|spell| spell.started != started && Period::new(spell.started, spell.left).overlaps(here));
        if let (None, Some(other)) = (&known, other) {
            let why = format!("the record holds a spell from {}, which runs then", other.started);
            self.leave(Some(case.at), Some(E::RoleStartDate), case.text(E::RoleStartDate), why);
            return true;
        }
        let known = known.unwrap_or_else(|| Spell {
            spell: Key::new(format!("csww-{}-{started}", case.name)),
            worker: case.key(),
            started,
            origin: None,
            left: None,
            reason: None,
            destination: None,
            notice_given: None,
            note: None,
        });
        if let (Some(left), Some(ended)) = (known.left, case.ended)
            && left != ended
        {
            let why = format!("the record has the worker leave on {left}");
            self.leave(Some(case.at), Some(E::RoleEndDate), case.text(E::RoleEndDate), why);
            return true;
        }
        self.put(Spell {
            origin: numbered(Origin::ALL, case.text(E::StartOrigin)).or(known.origin),
            left: case.ended.or(known.left),
            reason: numbered(LeavingReason::ALL, case.text(E::ReasonLeave)).or(known.reason),
            destination: numbered(Destination::ALL, case.text(E::LeaverDestination)).or(known.destination),
            ..known
        });
        true
    }

    /// Cases of a worker with several records are held by one worker.
    fn cases(&mut self, case: &Case<'_>) {
        if let Some(cases) = case.text(E::Cases30).and_then(|text| text.parse::<u32>().ok()) {
            let held = self.cases.entry(case.worker.clone()).or_insert((case.at, 0));
            held.1 = held.1.saturating_add(cases);
        }
    }

    /// The caseloads, once every record was read.
    pub(super) fn caseloads(&mut self) {
        let on = self.year.end();
        for (worker, (at, cases)) in std::mem::take(&mut self.cases) {
            let caseload = Caseload {
                worker: Key::new(worker),
                on,
                assessment: None,
                child_in_need: None,
                child_protection: None,
                looked_after: None,
                care_leaver: None,
                carers: None,
                adults: None,
                other: None,
                untyped: Some(cases),
            };
            match self.after.caseloads.get(&caseload.key()).map(Caseload::total) {
                None => self.put(caseload),
                Some(known) if known != cases => {
                    let why = format!("the record has {known} cases then");
                    self.leave(Some(at), Some(E::Cases30), Some(&cases.to_string()), why);
                }
                Some(_) => {}
            }
        }
    }

    /// Sickness of the year.
    fn days_lost(&mut self, case: &Case<'_>) {
        let Some(text) = case.text(E::WorkingDaysLost) else { return };
        let Some(days) = Days::parse(text).ok().filter(|days| !days.is_zero()) else { return };
        let from = self.first_day(case);
        let mut absence = self.absence(case, "days-lost", AbsenceKind::Sickness, from);
        absence.days_lost = Some(days);
        self.put(absence);
    }

    fn away(&mut self, case: &Case<'_>) {
        if case.text(E::AbsAt30Sept) != Some("1") {
            return;
        }
        let kind = match case.text(E::ReasonAbsence) {
            Some("SIC") => AbsenceKind::Sickness,
            Some("MAT") => AbsenceKind::Maternity,
            Some("TRN") => AbsenceKind::Study,
            Some("PUB") => AbsenceKind::PublicDuties,
            Some("UNP") => AbsenceKind::Unpaid,
            Some("UNA") => AbsenceKind::Unauthorised,
            Some("OTH") => AbsenceKind::OtherPaid,
            _ => {
                let why = "an absence without a reason is not recorded";
                self.leave(Some(case.at), Some(E::AbsAt30Sept), Some("1"), why);
                return;
            }
        };
        let mut absence = self.absence(case, "30-september", kind, self.year.end());
        absence.days_lost = (kind == AbsenceKind::Sickness).then_some(Days::ZERO);
        self.put(absence);
    }

    fn absence(&self, case: &Case<'_>, what: &str, kind: AbsenceKind, from: Date) -> Absence {
        Absence {
            absence: case.key_of(self.year, what).into(),
            worker: case.key(),
            kind,
            from,
            to: from.tomorrow().ok(),
            expected_return: None,
            days_lost: None,
            work_pattern: None,
        }
    }
}
