//! What the registers hold: adverts and what came of them, supervision, what workers can carry, interviews with leavers,
//! and who stays of those who started on a programme. Who is due what is `registers`' to say; here it is counted.
//!
//! Before a register's first record nothing is known of what it counts, which is not zero.

use std::collections::{BTreeMap, BTreeSet};

use registers::agency::{cost_by_occupancy, with_on_costs};
use registers::days::each_day;
use registers::parameter::Parameters;
use workforce::Date;
use workforce::facts::{Source, Where, WorkerNumber};
use workforce::quantity::Pence;
use workforce::records::{Advert, Basis, Salary, Stage};

use super::flows::months_after;
use super::{Take, of_spell};
use crate::exact::Amount;
use crate::found::{Found, Present};
use crate::ground::Ground;
use crate::measure::Count;
use crate::part::{Caution, Contribution, Counted, Part, Roles};

/// Workers of the census population at work on a day, agency workers included, each once: the most senior occupancy.
fn people<'p, 'a>(present: &'p [Present<'a>]) -> BTreeMap<WorkerNumber, &'p Present<'a>> {
    let mut people: BTreeMap<WorkerNumber, &Present<'a>> = BTreeMap::new();
    for one in present {
        if one.standing.in_scope && (one.is_employed || one.work.basis() == Basis::Agency) {
            let kept = people.entry(one.work.worker()).or_insert(one);
            if one.standing.seniority < kept.standing.seniority {
                *kept = one;
            }
        }
    }
    people
}

/// Pounds as an amount.
fn pounds(pence: Pence) -> Amount {
    Amount(i128::from(pence.pence()) * 10_000)
}

impl<'a> Ground<'a> {
    /// What agency work cost, by occupancy: of the census population, where it is on the last day that is looked at.
    pub(super) fn agency_cost(&self, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        let records = self.workforce.records();
        if records.engagement_rates.is_empty() {
            return Counted::NOTHING;
        }
        let span = found.over.span;
        let parameters = Parameters::new(records, None);
        let cost = cost_by_occupancy(self.workforce, &parameters, (span.from, span.to));
        let lines: BTreeMap<&str, Pence> =
            cost.lines.iter().map(|line| (line.key.as_str(), line.cost)).collect();
        let missing: BTreeSet<&str> = cost.uncosted.iter().map(|one| one.occupancy.as_str()).collect();
        let mut not_costed = 0;
        let agency = self.workforce.works().filter(|work| work.basis() == Basis::Agency);
        for work in agency.filter(|work| work.period().overlaps(span.period())) {
            let day = work.period().clamp(span.to);
            let place = work.on(day);
            let standing = self.standing(place, day);
            if !standing.in_scope {
                continue;
            }
            not_costed += usize::from(missing.contains(work.occupancy().as_str()));
            if let Some(cost) = lines.get(work.occupancy().as_str()) {
                take.take(self.of_work(work, (place, standing), pounds(*cost), day));
            }
        }
        Counted::with(&[Caution::NotCosted(not_costed)])
    }

    /// What employing cost, by occupancy: each day of a worker's salary counts once, in the most senior occupancy.
    pub(super) fn employed_cost(&self, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        /// Both lengths of a year divide it.
        const YEARS: i128 = 365 * 366;
        let records = self.workforce.records();
        if records.salaries.is_empty() || records.engagement_rates.is_empty() {
            return Counted::NOTHING;
        }
        let mut salaries: BTreeMap<&str, Vec<&Salary>> = BTreeMap::new();
        for row in records.salaries.values() {
            salaries.entry(row.worker.as_str()).or_default().push(row);
        }
        for own in salaries.values_mut() {
            own.sort_by_key(|row| row.from);
        }
        let span = found.over.span;
        let parameters = Parameters::new(records, None);
        let mut yearly: BTreeMap<(i128, i16, i8), Option<i128>> = BTreeMap::new();
        let mut without = BTreeSet::new();
        for work in self.workforce.works().filter(|work| work.period().overlaps(span.period())) {
            let own = salaries.get(self.workforce.worker_key(work.worker())).map_or(&[][..], Vec::as_slice);
            let mut sum = 0;
            for day in each_day(work.period().clamp(span.from), work.period().clamp(span.to)) {
                let jobs = self.jobs_of(work.worker(), day).filter(|(_, _, standing)| standing.in_scope);
                let main =
                    jobs.min_by_key(|(job, _, standing)| (standing.seniority, job.occupancy().as_str()));
                if main.is_none_or(|(job, ..)| job.occupancy() != work.occupancy()) {
                    continue;
                }
                let Some(salary) = own.iter().rfind(|row| row.from <= day) else {
                    without.insert(work.worker());
                    continue;
                };
                let pay = i128::from(salary.annual.pence());
                // The rates change with the tax year, so within a month they may.
                let key = (pay, day.year(), if day.month() == 4 && day.day() < 6 { 0 } else { day.month() });
                let cost = yearly.entry(key).or_insert_with(|| with_on_costs(&parameters, pay, day));
                let Some(cost) = *cost else { return Counted::NOTHING };
                sum += cost * (YEARS / i128::from(day.days_in_year()));
            }
            if sum > 0 {
                let whole = YEARS * 1_000_000;
                let pence = i64::try_from((sum * 2 + whole) / (whole * 2)).unwrap_or(i64::MAX);
                let day = work.period().clamp(span.to);
                let place = work.on(day);
                let amount = pounds(Pence::from_pence(pence));
                take.take(self.of_work(work, (place, self.standing(place, day)), amount, day));
            }
        }
        Counted::with(&[Caution::WithoutSalary(without.len())])
    }

    /// What a record of a register contributes, in the place of its advert.
    fn of_advert(
        &self,
        (kind, key): (&'static str, &'a str),
        advert: &Advert,
        amount: Amount,
        day: Date,
    ) -> Contribution<'a> {
        let team = advert.team.as_ref().and_then(|team| self.workforce.unit_named(team.as_str(), day).ok());
        let place = Where { team, role: self.workforce.role_number(advert.role.as_str()) };
        Contribution {
            source: Source::Of { kind, key },
            worker: None,
            amount,
            place,
            day,
            spell: None,
            standing: self.standing(place, day),
        }
    }

    /// Adverts that opened in the span, and the applications that came of them.
    pub(super) fn adverts(&self, part: Part, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        let records = self.workforce.records();
        let span = found.over.span;
        if !records.adverts.values().any(|one| one.opened <= span.to) {
            return Counted::NOTHING;
        }
        let within = span.period();
        let takes = |advert: &Advert, day: Date| {
            within.holds(advert.opened)
                && self
                    .standing(
                        Where { team: None, role: self.workforce.role_number(advert.role.as_str()) },
                        day,
                    )
                    .in_scope
        };
        let mut all: Vec<Contribution<'a>> = if part == Part::Adverts {
            let opened = records.adverts.values().filter(|one| takes(one, one.opened));
            opened
                .map(|one| self.of_advert(("advert", one.advert.as_str()), one, Amount::ONE, one.opened))
                .collect()
        } else {
            let answered = records.applications.values().filter(|one| one.received <= self.known_on);
            let answered = answered.filter_map(|one| {
                let advert =
                    records.adverts.get(one.advert.as_str()).filter(|advert| takes(advert, advert.opened))?;
                Some(self.of_advert(
                    ("application", one.application.as_str()),
                    advert,
                    Amount::ONE,
                    advert.opened,
                ))
            });
            answered.collect()
        };
        all.sort_by_key(|one| (one.day, one.source.order()));
        for one in all {
            take.take(one);
        }
        Counted::PLAIN
    }

    /// Applications that ended in a start in the span, or the days that they took.
    pub(super) fn hires(&self, part: Part, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        let records = self.workforce.records();
        let span = found.over.span;
        if !records.applications.values().any(|one| one.received <= span.to) {
            return Counted::NOTHING;
        }
        let within = span.period();
        let started = records.application_stages.values();
        let started = started.filter(|one| one.stage == Stage::Started && within.holds(one.on));
        let hired = started.filter_map(|one| {
            let application = records.applications.get(one.application.as_str())?;
            let advert = records.adverts.get(application.advert.as_str())?;
            let days = i64::from((one.on - application.received).get_days()).max(0);
            let amount = if part == Part::Hires { Amount::ONE } else { Amount::whole(days) };
            Some(self.of_advert(("application", application.application.as_str()), advert, amount, one.on))
        });
        let mut all: Vec<Contribution<'a>> = hired.filter(|one| one.standing.in_scope).collect();
        all.sort_by_key(|one| (one.day, one.source.order()));
        for one in all {
            take.take(one);
        }
        Counted::PLAIN
    }

    /// Workers for whom supervision is due from time to time, or those whose next one is not overdue.
    pub(super) fn supervised(&self, part: Part, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        let held = self.workforce.records().supervisions.values();
        if !held.into_iter().any(|one| one.on <= found.over.span.to) {
            return Counted::NOTHING;
        }
        let people = people(found.closing());
        let mut lines: Vec<_> = found
            .supervised()
            .iter()
            .filter(|line| part == Part::SupervisionDue || !line.overdue)
            .filter_map(|line| people.get(&self.workforce.worker_number(&line.worker)?))
            .collect();
        lines.sort_by_key(|one| one.work.worker());
        for one in lines {
            take.take(one.gives(Amount::ONE, found.over.span.to));
        }
        Counted::PLAIN
    }

    /// Workers of whom it can be said whether they are within what they can carry, or those who are.
    pub(super) fn carried(&self, part: Part, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        if !found.loads().iter().any(|load| load.is_within().is_some()) {
            return Counted::NOTHING;
        }
        let people = people(found.closing());
        let mut loads: Vec<_> = found
            .loads()
            .iter()
            .filter(|load| load.is_within().is_some_and(|within| within || part == Part::WorkloadJudged))
            .filter_map(|load| {
                let number = self.workforce.worker_number(&load.worker)?;
                Some((*people.get(&number)?, self.workforce.worker_key(number), load.counted?))
            })
            .collect();
        loads.sort_by_key(|(one, ..)| one.work.worker());
        for (one, worker, on) in loads {
            let source = Source::Cases { worker, on };
            take.take(Contribution { source, spell: None, ..one.gives(Amount::ONE, found.over.span.to) });
        }
        Counted::PLAIN
    }

    /// Leavers with whom an interview was held, whenever it was held.
    pub(super) fn interviewed(&self, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        let interviews = &self.workforce.records().exit_interviews;
        let spells = &self.workforce.records().spells;
        let of_leaver = |key: &str| spells.get(key)?.left;
        let begun = |key: &str| of_leaver(key).is_some_and(|left| left <= found.over.span.to);
        if !interviews.values().any(|one| begun(one.spell.as_str())) {
            return Counted::NOTHING;
        }
        let mut some = |one: Contribution<'a>| {
            let spell = self.spell_of(&one).and_then(|spell| interviews.get(spell.spell.as_str()));
            if spell.is_some_and(|interview| interview.held_on.is_some_and(|day| day <= self.known_on)) {
                take.take(one);
            }
        };
        self.leavers(Roles::All, Count::Headcount, found, &mut some)
    }

    /// People who started on a programme in the span while employed, or those who are still employed so many months later.
    pub(super) fn enrolled(
        &self,
        months: Option<i64>,
        found: &Found<'_, 'a>,
        take: &mut impl Take<'a>,
    ) -> Counted {
        let records = self.workforce.records();
        let span = found.over.span;
        if !records.enrolments.values().any(|one| one.started <= span.to) {
            return Counted::NOTHING;
        }
        if let Some(months) = months.filter(|months| months_after(span.to, *months) > self.known_on) {
            return Counted { is_recorded: false, cautions: vec![Caution::TooSoon(months)] };
        }
        let begun = records.enrolments.values().filter(|one| span.period().holds(one.started));
        let people = begun.filter_map(|one| {
            let worker = self.workforce.worker_number(one.worker.as_ref()?.as_str())?;
            let at = self.workforce.spell_on(worker, one.started)?;
            let place = self.place_of(worker, one.started)?;
            let stayed = months.is_none_or(|months| {
                self.workforce.spell_on(worker, months_after(one.started, months)).is_some()
            });
            let spell = of_spell((at, &self.workforce.employments()[at]), place, one.started);
            let source = Source::Of { kind: "enrolment", key: one.enrolment.as_str() };
            stayed.then_some(Contribution { source, ..spell })
        });
        let mut people: Vec<Contribution<'a>> = people.collect();
        people.sort_by_key(|one| (one.worker, one.source.order()));
        // Someone on two programmes that began in the span is one person.
        people.dedup_by_key(|one| one.worker);
        for one in people {
            take.take(one);
        }
        Counted::PLAIN
    }
}
