//! What is true on a day: workers in post, agency workers, posts, cases and those who hold them.

use workforce::Date;
use workforce::facts::{PostOnDay, Source, Where};
use workforce::position::AskError;
use workforce::quantity::Fte;
use workforce::records::{Basis, CensusTotal, CoverReason};

use super::{Take, fte};
use crate::breakdown::Breakdown;
use crate::exact::Amount;
use crate::found::{Found, Holder, Present};
use crate::ground::Ground;
use crate::measure::Count;
use crate::part::{Caution, Contribution, Counted, Moment, Part, Roles};

/// Workers of the census population who are employed.
pub(super) fn employed<'p, 'a>(present: &'p [Present<'a>]) -> impl Iterator<Item = &'p Present<'a>> {
    present.iter().filter(|one| one.is_employed && one.standing.in_scope)
}

/// Agency workers of the census population.
fn agency<'p, 'a>(present: &'p [Present<'a>]) -> impl Iterator<Item = &'p Present<'a>> {
    present.iter().filter(|one| one.work.basis() == Basis::Agency && one.standing.in_scope)
}

impl<'a> Ground<'a> {
    pub(super) fn in_post(
        (day, present): (Date, &[Present<'a>]),
        roles: Roles,
        count: Count,
        take: &mut impl Take<'a>,
    ) -> Counted {
        let taken = employed(present).filter(|one| roles.takes(one.standing.census_role));
        taken.for_each(|one| take.take(one.gives(one.counts(count), day)));
        Counted::PLAIN
    }

    pub(super) fn ethnicity_known(
        &self,
        at: (Date, &[Present<'a>]),
        count: Count,
        take: &mut impl Take<'a>,
    ) -> Counted {
        let mut known = |one: Contribution<'a>| {
            if self.slot(Breakdown::Ethnicity, &one).is_some() {
                take.take(one);
            }
        };
        Self::in_post(at, Roles::All, count, &mut known)
    }

    /// The DfE does not look for one agency worker in two records: each record is a person.
    pub(super) fn agency(
        count: Count,
        roles: Roles,
        found: &Found<'_, 'a>,
        take: &mut impl Take<'a>,
    ) -> Counted {
        let day = found.over.span.to;
        let taken = agency(found.closing()).filter(|one| roles.takes(one.standing.census_role));
        taken.for_each(|one| take.take(one.gives(one.counts(count), day)));
        Counted::PLAIN
    }

    pub(super) fn agency_cover(&self, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        // A return that was taken in gives a total, and of its agency workers nobody's reason.
        if agency(found.closing()).all(|one| one.work.cover().is_none())
            && let Some(one) = self.returned(found.over.span.to, |total| total.agency_cover)
        {
            take.take(one);
            return Counted { is_recorded: true, cautions: vec![Caution::Returned] };
        }
        let mut not_said = 0;
        for one in agency(found.closing()) {
            match one.work.cover() {
                Some(CoverReason::Vacancy) => {}
                None => not_said += 1,
                Some(_) => continue,
            }
            take.take(one.gives(fte(one.work), found.over.span.to));
        }
        Counted::with(&[Caution::CoverNotSaid(not_said)])
    }

    /// Vacancies of the posts or, on a day of which only a past return's total is known, that total.
    pub(super) fn vacancies(
        &self,
        found: &Found<'_, 'a>,
        take: &mut impl Take<'a>,
    ) -> Result<Counted, AskError> {
        let day = found.over.span.to;
        if let Some(one) = self.returned(day, |total| total.vacancies)
            && !found.posts()?.iter().any(|post| self.standing(post.place, day).in_scope)
        {
            take.take(one);
            return Ok(Counted { is_recorded: true, cautions: vec![Caution::Returned] });
        }
        self.posts_part(found, |post| post.vacant.ok(), take)
    }

    /// A total of a past return of the day.
    fn returned(&self, day: Date, total: impl Fn(&CensusTotal) -> Option<Fte>) -> Option<Contribution<'a>> {
        let totals = &self.workforce.records().census_totals;
        let returned = (!totals.is_empty()).then(|| totals.get(day.to_string().as_str()))??;
        Some(Contribution {
            source: Source::Returned { on: returned.on },
            worker: None,
            amount: Amount(total(returned)?.millionths().into()),
            place: Where::default(),
            day,
            spell: None,
            standing: self.standing(Where::default(), day),
        })
    }

    pub(super) fn posts_part(
        &self,
        found: &Found<'_, 'a>,
        amount: impl Fn(&PostOnDay<'a>) -> Option<Fte>,
        take: &mut impl Take<'a>,
    ) -> Result<Counted, AskError> {
        let day = found.over.span.to;
        for post in found.posts()? {
            if !self.standing(post.place, day).in_scope {
                continue;
            }
            let Some(fte) = amount(post) else { return Ok(Counted::NOTHING) };
            if !fte.is_zero() {
                take.take(self.of_post(post, fte, day));
            }
        }
        Ok(if self.workforce.records().posts.is_empty() { Counted::NOTHING } else { Counted::PLAIN })
    }

    /// Cases and those who hold them: employed and agency, with FTE above 0.
    pub(super) fn caseload(&self, part: Part, found: &Found<'_, 'a>, take: &mut impl Take<'a>) -> Counted {
        let Some((on, holders)) = found.holders() else { return Counted::NOTHING };
        let (day, limit) = (found.over.span.to, self.agreed.case_limit);
        for holder in holders {
            let cases = holder.cases;
            match part {
                Part::CaseHolders if cases > 0 => {
                    let jobs = found.closing()[holder.jobs.clone()].iter().filter(|one| one.can_hold_cases());
                    jobs.for_each(|one| take.take(one.gives(fte(one.work), day)));
                }
                Part::Cases if cases > 0 => take.take(self.of_cases(holder, *on, Amount::whole(cases), day)),
                Part::CaseHoldingPeople if cases > 0 => {
                    take.take(self.of_cases(holder, *on, Amount::ONE, day));
                }
                Part::OverLimit if cases > limit => take.take(self.of_cases(holder, *on, Amount::ONE, day)),
                Part::CasesBeyondLimit if cases > limit => {
                    take.take(self.of_cases(holder, *on, Amount::whole(cases - limit), day));
                }
                _ => {}
            }
        }
        let late = (*on != day).then_some(Caution::CountedOn(*on, day));
        Counted { is_recorded: true, cautions: late.into_iter().collect() }
    }

    fn of_cases(&self, holder: &Holder<'a>, on: Date, amount: Amount, day: Date) -> Contribution<'a> {
        let source = Source::Cases { worker: self.workforce.worker_key(holder.worker), on };
        Contribution { source, spell: None, ..holder.first.gives(amount, day) }
    }

    pub(super) fn by_experience(
        &self,
        part: Part,
        found: &Found<'_, 'a>,
        take: &mut impl Take<'a>,
    ) -> Counted {
        let mut some = |one: Contribution<'a>| {
            if self.is_in_first_year(&one) == (part == Part::InFirstYear) {
                take.take(one);
            }
        };
        Self::in_post(found.at(Moment::Closing), Roles::Practitioners, Count::Headcount, &mut some)
    }

    pub(super) fn assignments(
        &self,
        part: Part,
        found: &Found<'_, 'a>,
        take: &mut impl Take<'a>,
    ) -> Result<Counted, AskError> {
        let day = found.over.span.to;
        for one in found.closing() {
            let agency = one.work.basis() == Basis::Agency;
            let taken = match part {
                Part::Assignments => true,
                Part::AgencyAssigned => agency,
                Part::BeyondEstablishment => Self::is_beyond(one.work),
                _ => agency && Self::is_beyond(one.work),
            };
            if taken {
                take.take(one.gives(fte(one.work), day));
            }
        }
        if part == Part::Assignments {
            for post in found.posts()? {
                let uncovered = post.vacant.map(|vacant| vacant - post.covered).unwrap_or_default();
                if uncovered > Fte::ZERO {
                    take.take(self.of_post(post, uncovered, day));
                }
            }
        }
        Ok(Counted::PLAIN)
    }

    /// A post's part, which is about nobody.
    fn of_post(&self, post: &PostOnDay<'a>, fte: Fte, day: Date) -> Contribution<'a> {
        Contribution {
            source: post.source(),
            worker: None,
            amount: Amount(fte.millionths().into()),
            place: post.place,
            day,
            spell: None,
            standing: self.standing(post.place, day),
        }
    }
}
