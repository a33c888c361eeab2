//! What happens over a span: starters, leavers, moves, appointments, sickness, and who stays.

use jiff::Span as Length;
use workforce::Date;
use workforce::facts::{Employment, Source};
use workforce::period::Period;
use workforce::records::Origin;

use super::stocks::employed;
use super::{Take, fte, of_spell};
use crate::exact::Amount;
use crate::found::{Away, Changed, Found, Present, day_before};
use crate::ground::Ground;
use crate::measure::Count;
use crate::part::{Caution, Contribution, Counted, From, Moment, Roles};

pub(super) fn months_after(day: Date, months: i64) -> Date {
    day.checked_add(Length::new().months(months)).unwrap_or(Date::MAX)
}

/// The same day some years later; 28 February for 29 February.
fn years_after(day: Date, years: i16) -> Date {
    let on = |of_month| Date::new(day.year().saturating_add(years), day.month(), of_month);
    on(day.day()).or_else(|_| on(28)).unwrap_or(Date::MAX)
}

/// The employed occupancies of a spell's worker among those present, who go by worker.
fn jobs<'p, 'a>(spell: &Employment, present: &'p [Present<'a>]) -> impl Iterator<Item = &'p Present<'a>> {
    let worker = spell.worker;
    let from = present.partition_point(|one| one.work.worker() < worker);
    let to = from + present[from..].iter().take_while(|one| one.work.worker() == worker).count();
    employed(&present[from..to])
}

impl<'a> Ground<'a> {
    fn was_here(&self, spell: &Employment) -> bool {
        let earlier = self.workforce.employments_of(spell.worker).iter();
        earlier
            .take_while(|other| other.period.from < spell.period.from)
            .any(|other| other.period.to.is_some_and(|left| left < spell.period.from))
    }

    pub(super) fn starters(
        &self,
        from: From,
        count: Count,
        found: &Found<'_, 'a>,
        take: &mut impl Take<'a>,
    ) -> Counted {
        let mut without_work = 0;
        let day = found.over.span.to;
        for one in found.started() {
            let spell = one.spell;
            if !from.takes(spell.origin, || self.was_here(spell)) {
                continue;
            }
            match (one.place, count) {
                (None, _) => without_work += self.is_without_work(spell),
                (Some(place), Count::Headcount) => {
                    take.take(of_spell((one.at, spell), place, spell.period.from));
                }
                (Some(_), Count::Fte) if spell.period.holds(day) => {
                    jobs(spell, found.closing()).for_each(|job| take.take(job.gives(fte(job.work), day)));
                }
                (Some(_), Count::Fte) => {}
            }
        }
        Counted::with(&[Caution::StartersWithoutWork(without_work)])
    }

    fn is_without_work(&self, spell: &Employment) -> usize {
        usize::from(self.workforce.works_of(spell.worker).len() == 0)
    }

    pub(super) fn leavers(
        &self,
        roles: Roles,
        count: Count,
        found: &Found<'_, 'a>,
        take: &mut impl Take<'a>,
    ) -> Counted {
        let mut without_work = 0;
        let opening = found.over.span.opening();
        for one in found.left() {
            let Some((last, place, standing)) = one.place else {
                without_work += self.is_without_work(one.spell);
                continue;
            };
            if !roles.takes(standing.census_role) {
                continue;
            }
            if count == Count::Headcount {
                take.take(of_spell((one.at, one.spell), (place, standing), last));
            } else if one.spell.period.holds(opening) {
                // It counts where the worker left from; the FTE is the opening day's.
                let standing = self.standing(place, opening);
                for job in jobs(one.spell, found.opening()) {
                    let opened = job.gives(fte(job.work), opening);
                    take.take(Contribution { place, standing, spell: Some(one.at), ..opened });
                }
            }
        }
        Counted::with(&[Caution::LeaversWithoutWork(without_work)])
    }

    pub(super) fn days_lost(&self, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        if !self.has_absences {
            return Counted::NOTHING;
        }
        let (mut shared, mut not_said) = (0, 0);
        for away in found.away() {
            let (sickness, within) = (away.sickness, away.within);
            let all = Period::new(sickness.period().from, sickness.period().to.or(within.to));
            let amount = match sickness.days_lost() {
                Some(days) if within == all => Amount(days.millionths().into()),
                Some(days) => {
                    shared += 1;
                    let part = i128::from(days_of(within)) * i128::from(days.millionths()) * 2;
                    // In hundredths of a day, as the census takes them, so that returns and figures agree.
                    let whole = i128::from(days_of(all)) * HUNDREDTH;
                    Amount((part + whole) / (whole * 2) * HUNDREDTH)
                }
                None => {
                    not_said += 1;
                    Amount::whole(working_days(within, sickness.work_pattern()))
                }
            };
            if amount > Amount::ZERO {
                take.take(of_sickness(away, amount));
            }
        }
        Counted::with(&[Caution::AbsencesShared(shared), Caution::DaysNotSaid(not_said)])
    }

    pub(super) fn calendar_days(&self, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        if !self.has_absences {
            return Counted::NOTHING;
        }
        found
            .away()
            .iter()
            .for_each(|away| take.take(of_sickness(away, Amount::whole(days_of(away.within)))));
        Counted::PLAIN
    }

    pub(super) fn still_here(&self, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        let to = found.over.span.to;
        let mut some = |one: Contribution<'a>| {
            if self.spell_of(&one).is_some_and(|spell| spell.period.holds(to)) {
                take.take(one);
            }
        };
        Self::in_post(found.at(Moment::Opening), Roles::All, Count::Headcount, &mut some)
    }

    pub(super) fn still_here_after(
        &self,
        months: i64,
        found: &Found<'_, 'a>,
        take: &mut impl Take<'a>,
    ) -> Counted {
        if months_after(found.over.span.to, months) > self.known_on {
            return Counted { is_recorded: false, cautions: vec![Caution::TooSoon(months)] };
        }
        let mut some = |one: Contribution<'a>| {
            let stayed = |spell: &Employment| spell.period.holds(months_after(spell.period.from, months));
            if self.spell_of(&one).is_some_and(stayed) {
                take.take(one);
            }
        };
        self.starters(From::Anywhere, Count::Headcount, found, &mut some)
    }

    /// A move counts in the team that was left.
    pub(super) fn moves(
        &self,
        found: &Found<'_, 'a>,
        takes: impl Fn(&Self, &Changed<'a>) -> bool,
        take: &mut impl Take<'a>,
    ) -> Counted {
        for changed in found.changed() {
            let (was, is) = (changed.before.0.team, changed.after.0.team);
            let still_there = || {
                let mut jobs = self.jobs_of(changed.work.worker(), changed.day);
                jobs.any(|(work, place, _)| place.team == was && work.occupancy() != changed.work.occupancy())
            };
            if was != is && takes(self, changed) && !still_there() {
                let before = (changed.before.0, self.standing(changed.before.0, changed.day));
                take.take(self.of_work(changed.work, before, Amount::ONE, changed.day));
            }
        }
        Counted::PLAIN
    }

    /// Whether a change is in the second year after a newly qualified start: within twelve months of the end of the first.
    pub(super) fn is_in_second_year(&self, changed: &Changed<'a>) -> bool {
        let spell = self.workforce.spell_on(changed.work.worker(), changed.day);
        spell.map(|at| &self.workforce.employments()[at]).is_some_and(|spell| {
            let begun = spell.period.from;
            spell.origin == Some(Origin::NewlyQualified)
                && years_after(begun, 1) <= changed.day
                && changed.day < years_after(begun, 2)
        })
    }

    /// Whether somebody qualified with the start of employment, less than a year before.
    pub(super) fn is_in_first_year(&self, one: &Contribution<'a>) -> bool {
        self.spell_of(one).is_some_and(|spell| {
            spell.origin == Some(Origin::NewlyQualified) && one.day < years_after(spell.period.from, 1)
        })
    }

    pub(super) fn appointments(
        &self,
        found: &Found<'_, 'a>,
        internal: bool,
        take: &mut impl Take<'a>,
    ) -> Counted {
        for work in self.workforce.works_begun(found.over.span.period()) {
            let day = work.period().from;
            let place = work.on(day);
            let standing = self.standing(place, day);
            let is_manager = Roles::Managers.takes(standing.census_role);
            if !is_manager || !standing.in_scope || !self.is_employed(work, day) {
                continue;
            }
            let mut was_employed = false;
            let mut jobs = self.jobs_of(work.worker(), day_before(day));
            let was_manager = jobs.any(|(_, _, standing)| {
                was_employed = true;
                Roles::Managers.takes(standing.census_role)
            });
            if !was_manager && (was_employed || !internal) {
                take.take(self.of_work(work, (place, standing), Amount::ONE, day));
            }
        }
        Counted::PLAIN
    }

    pub(super) fn promotions(&self, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        let up = found.changed().iter().filter(|changed| changed.after.1.rank < changed.before.1.rank);
        up.for_each(|up| take.take(self.of_work(up.work, up.after, Amount::ONE, up.day)));
        Counted::PLAIN
    }
}

/// A hundredth of a day, in millionths.
const HUNDREDTH: i128 = 10_000;

/// What an absence contributes.
fn of_sickness<'a>(away: &Away<'a>, amount: Amount) -> Contribution<'a> {
    Contribution {
        source: Source::Absence(away.sickness),
        worker: Some(away.sickness.worker()),
        amount,
        place: away.place.0,
        day: away.within.from,
        spell: None,
        standing: away.place.1,
    }
}

fn days_of(period: Period) -> i64 {
    period.to.map_or(0, |to| i64::from((to - period.from).get_days()))
}

/// Days of a week's pattern (`MTWTF--`, Monday first; a dash is a day off) within a period; Monday to Friday without one.
fn working_days(period: Period, pattern: Option<&str>) -> i64 {
    let worked: Vec<bool> = match pattern.filter(|pattern| pattern.chars().count() == 7) {
        Some(pattern) => pattern.chars().map(|c| c != '-').collect(),
        None => (0..7).map(|day| day < 5).collect(),
    };
    let end = period.to.unwrap_or(period.from);
    let mut count = 0;
    let mut day = period.from;
    while day < end {
        let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        count += i64::from(worked[at]);
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    count
}
