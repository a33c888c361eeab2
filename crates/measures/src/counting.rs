//! Counting parts. One function for each sort of part; all give contributions in the order of the record.

use jiff::Span as Length;
use workforce::Date;
use workforce::change::RecordId;
use workforce::facts::{Employment, PostOnDay, Where, Work};
use workforce::period::Period;
use workforce::position::AskError;
use workforce::quantity::Fte;
use workforce::record::Kind as _;
use workforce::records::{Basis, CensusRole, CoverReason, Origin};

use crate::breakdown::Breakdown;
use crate::exact::Amount;
use crate::ground::Ground;
use crate::measure::Count;
use crate::part::{Contribution, Counted, From, Moment, Part, Roles};
use crate::span::Span;

/// What is counted over: the days and, for posts, the baseline.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Over<'q> {
    pub(crate) span: Span,
    pub(crate) baseline: Option<&'q str>,
}

impl From {
    pub(crate) fn takes(self, origin: Option<Origin>, was_here: bool) -> bool {
        let known = !matches!(origin, None | Some(Origin::NotKnown | Origin::NotYetCollected));
        match self {
            Self::Anywhere => true,
            Self::Known => known,
            Self::NewlyQualified => origin == Some(Origin::NewlyQualified),
            Self::OtherAuthority => origin == Some(Origin::OtherAuthority),
            Self::Agency => origin == Some(Origin::Agency),
            Self::Experienced => matches!(
                origin,
                Some(
                    Origin::OtherAuthority
                        | Origin::OutsideEngland
                        | Origin::Agency
                        | Origin::OtherSocialWork
                )
            ),
            Self::Here => was_here,
        }
    }
}

impl Roles {
    pub(crate) fn takes(self, role: Option<CensusRole>) -> bool {
        let is_manager = matches!(
            role,
            Some(CensusRole::SeniorManager | CensusRole::MiddleManager | CensusRole::FirstLineManager)
        );
        match self {
            Self::All => true,
            Self::Managers => is_manager,
            Self::FirstLine => role == Some(CensusRole::FirstLineManager),
            Self::Practitioners => !is_manager,
        }
    }
}

fn fte(work: &Work<'_>) -> Amount {
    Amount(work.fte().millionths().into())
}

fn occupancy(work: &Work<'_>) -> RecordId {
    RecordId::new("occupancy", work.occupancy().as_str())
}

fn spell_record(spell: &Employment) -> RecordId {
    RecordId::new("spell", spell.spell.as_str())
}

fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

impl<'a> Ground<'a> {
    /// Counts a part.
    pub(crate) fn count(&self, part: Part, over: Over<'_>) -> Result<Counted, AskError> {
        let span = over.span;
        let all = |contributions| Counted { contributions: Some(contributions), cautions: Vec::new() };
        Ok(match part {
            Part::InPost(moment, roles, count) => all(self.in_post(day_of(moment, span), roles, count)),
            Part::EthnicityKnown(count) => all(self.ethnicity_known(span.to, count)),
            Part::Starters(from, count) => self.starters(from, count, span),
            Part::Leavers(roles, count) => self.leavers(roles, count, span),
            Part::Agency(count) => all(self.agency(count, Roles::All, span.to)),
            Part::AgencyManagers => all(self.agency(Count::Fte, Roles::Managers, span.to)),
            Part::AgencyCover => self.agency_cover(span.to),
            Part::Vacancies => self.posts_part(over, |post| post.vacant.ok())?,
            Part::Funded => self.posts_part(over, |post| Some(post.funded))?,
            Part::Cases
            | Part::CaseHolders
            | Part::CaseHoldingPeople
            | Part::OverLimit
            | Part::CasesBeyondLimit => self.caseload(part, span.to),
            Part::DaysLost => self.days_lost(span),
            Part::CalendarDaysSick => self.calendar_days(span),
            Part::StillHere => all(self.still_here(span)),
            Part::StillHereAfter(months) => self.still_here_after(months, span),
            Part::Moves => all(self.moves(span, |_, _, _| true)),
            Part::MovesAfterFirstYear => all(self.moves(span, Self::is_in_second_year)),
            Part::ManagerAppointments => all(self.appointments(span, false)),
            Part::InternalManagerAppointments => all(self.appointments(span, true)),
            Part::Promotions => all(self.promotions(span)),
            Part::InFirstYear | Part::Experienced => all(self.by_experience(part, span.to)),
            Part::Assignments
            | Part::AgencyAssigned
            | Part::BeyondEstablishment
            | Part::AgencyBeyondEstablishment => self.assignments(part, over)?,
        })
    }

    fn contribution(&self, work: &Work<'_>, place: Where, amount: Amount, day: Date) -> Contribution {
        Contribution {
            record: occupancy(work),
            worker: Some(work.worker()),
            amount,
            place,
            day,
            spell: self.spell_on(work.worker(), day).map(|(at, _)| at),
            seniority: self.seniority(place, day),
        }
    }

    pub(crate) fn of_spell(
        &self,
        at: usize,
        spell: &Employment,
        place: Where,
        amount: Amount,
        day: Date,
    ) -> Contribution {
        Contribution {
            record: spell_record(spell),
            worker: Some(spell.worker),
            amount,
            place,
            day,
            spell: Some(at),
            seniority: self.seniority(place, day),
        }
    }

    fn in_post(&self, day: Date, roles: Roles, count: Count) -> Vec<Contribution> {
        let taken = self.employed_on(day).filter(|(_, place)| roles.takes(self.census_role(*place, day)));
        let amount = |work: &Work<'_>| match count {
            Count::Fte => fte(work),
            Count::Headcount => Amount::ONE,
        };
        taken.map(|(work, place)| self.contribution(work, place, amount(work), day)).collect()
    }

    fn ethnicity_known(&self, day: Date, count: Count) -> Vec<Contribution> {
        let mut all = self.in_post(day, Roles::All, count);
        all.retain(|one| !self.group(Breakdown::Ethnicity, one).is_not_known());
        all
    }

    fn agency(&self, count: Count, roles: Roles, day: Date) -> Vec<Contribution> {
        let taken = self.agency_on(day).filter(|(_, place)| roles.takes(self.census_role(*place, day)));
        let amount = |work: &Work<'_>| match count {
            Count::Fte => fte(work),
            // The DfE does not look for one agency worker in two records: each record is a person.
            Count::Headcount => Amount::ONE,
        };
        taken.map(|(work, place)| self.contribution(work, place, amount(work), day)).collect()
    }

    fn agency_cover(&self, day: Date) -> Counted {
        let mut cautions = Vec::new();
        let mut unsaid = 0;
        let mut contributions = Vec::new();
        for (work, place) in self.agency_on(day) {
            match work.cover() {
                Some(CoverReason::Vacancy) => {}
                None => unsaid += 1,
                Some(_) => continue,
            }
            contributions.push(self.contribution(work, place, fte(work), day));
        }
        if unsaid > 0 {
            cautions.push(format!(
                "{unsaid} agency workers have no reason for cover; they are taken to cover a vacancy"
            ));
        }
        Counted { contributions: Some(contributions), cautions }
    }

    /// Every spell, with its place among them.
    fn spells(&self) -> impl Iterator<Item = (usize, &'a Employment)> {
        self.workforce.employments().iter().enumerate()
    }

    fn was_here(&self, spell: &Employment) -> bool {
        let earlier = self.workforce.employments_of(spell.worker).iter();
        earlier
            .take_while(|other| other.period.from < spell.period.from)
            .any(|other| other.period.to.is_some_and(|left| left < spell.period.from))
    }

    fn starters(&self, from: From, count: Count, span: Span) -> Counted {
        let mut contributions = Vec::new();
        let mut unplaced = 0;
        for (at, spell) in self.spells() {
            let started = spell.period.from;
            if !span.period().holds(started) || !from.takes(spell.origin, self.was_here(spell)) {
                continue;
            }
            let Some(place) = self.first_place(spell) else {
                unplaced += usize::from(self.works_of(spell.worker).is_empty());
                continue;
            };
            match count {
                Count::Headcount => contributions.push(self.of_spell(at, spell, place, Amount::ONE, started)),
                Count::Fte => {
                    let here = self.works_of(spell.worker).iter();
                    for work in here.filter(|work| self.is_employed(work, span.to)) {
                        let place = work.on(span.to);
                        if self.in_scope(place.role, span.to) && spell.period.holds(span.to) {
                            contributions.push(self.contribution(work, place, fte(work), span.to));
                        }
                    }
                }
            }
        }
        let cautions = match unplaced {
            0 => Vec::new(),
            n => vec![format!(
                "{n} starters have no occupancy, so whether they are in scope is not known; they are left out"
            )],
        };
        Counted { contributions: Some(contributions), cautions }
    }

    /// Where a spell's worker first worked in the census population: on the first day, or when an occupancy first began.
    pub(crate) fn first_place(&self, spell: &Employment) -> Option<Where> {
        let begins = |work: &&Work<'a>| spell.period.overlaps(work.period());
        let days = self.works_of(spell.worker).iter().filter(begins);
        let first = days.map(|work| work.period().from.max(spell.period.from)).min()?;
        self.place_of(spell.worker, first).map(|(_, place)| place)
    }

    /// Where a spell's worker last worked in the census population: on the last day or, where the occupancy ended before
    /// the spell did (a leaver on leave until the end), when the last occupancy ended.
    fn last_place(&self, spell: &Employment, left: Date) -> Option<(Date, Where)> {
        let before = Period::new(spell.period.from, Some(left));
        let here = self.works_of(spell.worker).iter().filter(|work| before.overlaps(work.period()));
        let last = here.map(|work| work.period().to.map_or(left, |to| to.min(left))).max()?;
        let last = day_before(last);
        let (_, place) = self.place_of(spell.worker, last)?;
        Some((last, place))
    }

    fn leavers(&self, roles: Roles, count: Count, span: Span) -> Counted {
        let mut contributions = Vec::new();
        let mut unplaced = 0;
        for (at, spell) in self.spells() {
            let Some(left) = spell.period.to.filter(|left| span.period().holds(*left)) else { continue };
            let Some((last, place)) = self.last_place(spell, left) else {
                unplaced += usize::from(self.works_of(spell.worker).is_empty());
                continue;
            };
            if !roles.takes(self.census_role(place, last)) {
                continue;
            }
            match count {
                Count::Headcount => contributions.push(self.of_spell(at, spell, place, Amount::ONE, last)),
                Count::Fte => {
                    let opening = span.opening();
                    let here = self.works_of(spell.worker).iter();
                    for work in here.filter(|work| self.is_employed(work, opening)) {
                        if self.in_scope(work.on(opening).role, opening) && spell.period.holds(opening) {
                            // It counts where the worker left from; the FTE is the opening day's.
                            let mut one = self.contribution(work, place, fte(work), opening);
                            one.spell = Some(at);
                            contributions.push(one);
                        }
                    }
                }
            }
        }
        let cautions = match unplaced {
            0 => Vec::new(),
            n => vec![format!(
                "{n} leavers have no occupancy, so whether they were in scope is not known; they are left out"
            )],
        };
        Counted { contributions: Some(contributions), cautions }
    }

    fn posts_part(
        &self,
        over: Over<'_>,
        amount: impl Fn(&PostOnDay<'_>) -> Option<Fte>,
    ) -> Result<Counted, AskError> {
        let day = over.span.to;
        let mut contributions = Vec::new();
        for post in self.posts(over.baseline, day)? {
            if !self.in_scope(post.place.role, day) {
                continue;
            }
            let Some(fte) = amount(&post) else { return Ok(Counted::default()) };
            if fte.is_zero() {
                continue;
            }
            contributions.push(of_post(&post, fte, day));
        }
        let known = !self.workforce.records().posts.is_empty();
        Ok(Counted { contributions: known.then_some(contributions), cautions: Vec::new() })
    }

    /// Cases and those who hold them: employed and agency, with FTE above 0.
    fn caseload(&self, part: Part, day: Date) -> Counted {
        let Some((on, counted)) = self.caseloads_on(day) else { return Counted::default() };
        let mut contributions = Vec::new();
        for (worker, caseload) in counted {
            let works = self.works_of(*worker).iter().filter(|work| {
                let present = work.basis() == Basis::Agency && work.period().holds(day);
                (present || self.is_employed(work, day)) && self.in_scope(work.on(day).role, day)
            });
            let works: Vec<&Work<'a>> = works.filter(|work| work.fte() > Fte::ZERO).collect();
            let Some(first) = works.iter().min_by_key(|work| self.seniority(work.on(day), day)) else {
                continue;
            };
            let (cases, limit) = (caseload.total(), self.agreed.case_limit);
            let place = first.on(day);
            let one = |amount: Amount| Contribution {
                record: RecordId::new("caseload", caseload.key()),
                worker: Some(*worker),
                amount,
                place,
                day,
                spell: None,
                seniority: self.seniority(place, day),
            };
            match part {
                Part::Cases if cases > 0 => contributions.push(one(Amount::whole(cases))),
                Part::CaseHolders if cases > 0 => {
                    let held = works.iter().map(|work| self.contribution(work, work.on(day), fte(work), day));
                    contributions.extend(held);
                }
                Part::CaseHoldingPeople if cases > 0 => contributions.push(one(Amount::ONE)),
                Part::OverLimit if cases > limit => contributions.push(one(Amount::ONE)),
                Part::CasesBeyondLimit if cases > limit => {
                    contributions.push(one(Amount::whole(cases - limit)));
                }
                _ => {}
            }
        }
        let cautions =
            if on == day { Vec::new() } else { vec![format!("cases were counted on {on}, not on {day}")] };
        Counted { contributions: Some(contributions), cautions }
    }

    /// The sickness of workers of the census population that falls into a span, with the days of it that do.
    fn sick_in(&self, span: Span) -> impl Iterator<Item = (&'a workforce::records::Absence, Where, Period)> {
        self.sickness.iter().filter_map(move |(absence, worker)| {
            let to = absence.to.unwrap_or(span.period().to.unwrap_or(Date::MAX));
            let from = absence.from.max(span.from);
            let end = to.min(span.period().to.unwrap_or(Date::MAX));
            if from >= end {
                return None;
            }
            let (_, place) = self.place_of(*worker, from)?;
            Some((*absence, place, Period::new(from, Some(end))))
        })
    }

    fn sick(
        &self,
        absence: &workforce::records::Absence,
        place: Where,
        amount: Amount,
        day: Date,
    ) -> Contribution {
        Contribution {
            record: RecordId::new("absence", absence.absence.as_str()),
            worker: self.workforce.worker_number(absence.worker.as_str()),
            amount,
            place,
            day,
            spell: None,
            seniority: self.seniority(place, day),
        }
    }

    fn days_lost(&self, span: Span) -> Counted {
        if !self.has_absences {
            return Counted::default();
        }
        let (mut contributions, mut shared, mut guessed) = (Vec::new(), 0, 0);
        for (absence, place, within) in self.sick_in(span) {
            let all =
                Period::new(absence.from, Some(absence.to.unwrap_or_else(|| within.to.unwrap_or(Date::MAX))));
            let amount = match absence.days_lost {
                Some(days) if within == all => Amount(days.millionths().into()),
                Some(days) => {
                    shared += 1;
                    let part = i128::from(days_of(within)) * i128::from(days.millionths()) * 2;
                    let whole = i128::from(days_of(all));
                    Amount((part + whole) / (whole * 2))
                }
                None => {
                    guessed += 1;
                    Amount::whole(working_days(within, absence.work_pattern.as_deref()))
                }
            };
            if amount > Amount::ZERO {
                contributions.push(self.sick(absence, place, amount, within.from));
            }
        }
        let mut cautions = Vec::new();
        if shared > 0 {
            cautions.push(format!(
                "{shared} absences cross the ends of the period; their days are shared by calendar days"
            ));
        }
        if guessed > 0 {
            cautions.push(format!(
                "{guessed} absences have no days lost; days of the work pattern, or weekdays, are counted"
            ));
        }
        Counted { contributions: Some(contributions), cautions }
    }

    fn calendar_days(&self, span: Span) -> Counted {
        if !self.has_absences {
            return Counted::default();
        }
        let one = |(absence, place, within): (&workforce::records::Absence, Where, Period)| {
            self.sick(absence, place, Amount::whole(days_of(within)), within.from)
        };
        Counted { contributions: Some(self.sick_in(span).map(one).collect()), cautions: Vec::new() }
    }

    fn still_here(&self, span: Span) -> Vec<Contribution> {
        let mut all = self.in_post(span.opening(), Roles::All, Count::Headcount);
        all.retain(|one| {
            let spell = self.spell_of(one);
            spell.is_some_and(|spell| spell.period.holds(span.to))
        });
        all
    }

    fn still_here_after(&self, months: i64, span: Span) -> Counted {
        let later = |day: Date| day.checked_add(Length::new().months(months)).unwrap_or(Date::MAX);
        if later(span.to) > self.known_on {
            let cautions =
                vec![format!("not everyone who started in the period has had {months} months yet")];
            return Counted { contributions: None, cautions };
        }
        let mut counted = self.starters(From::Anywhere, Count::Headcount, span);
        if let Some(contributions) = &mut counted.contributions {
            contributions.retain(|one| {
                let spell = self.spell_of(one);
                spell.is_some_and(|spell| spell.period.holds(later(spell.period.from)))
            });
        }
        counted
    }

    /// Occupancies of the census population that began in the span while the worker was already employed, each with where
    /// the worker was the day before.
    fn changes(&self, span: Span) -> impl Iterator<Item = (&Work<'a>, Where, Where)> {
        self.works.iter().filter_map(move |work| {
            let day = work.period().from;
            let began = span.period().holds(day) && self.is_employed(work, day);
            let place = work.on(day);
            if !began || !self.in_scope(place.role, day) {
                return None;
            }
            let (_, before) = self.place_of(work.worker(), day_before(day))?;
            Some((work, before, place))
        })
    }

    fn moves(&self, span: Span, takes: impl Fn(&Self, &Work<'a>, Date) -> bool) -> Vec<Contribution> {
        let moved = self.changes(span).filter(|(work, before, after)| {
            let day = work.period().from;
            let still_there = self.works_of(work.worker()).iter().any(|other| {
                self.is_employed(other, day)
                    && other.on(day).team == before.team
                    && other.occupancy() != work.occupancy()
            });
            before.team != after.team && !still_there && takes(self, work, day)
        });
        // A move counts in the team that was left.
        moved
            .map(|(work, before, _)| self.contribution(work, before, Amount::ONE, work.period().from))
            .collect()
    }

    /// Whether a day is in the second year after a newly qualified start: within twelve months of the end of the first.
    fn is_in_second_year(&self, work: &Work<'a>, day: Date) -> bool {
        let spell = self.spell_on(work.worker(), day).map(|(_, spell)| spell);
        spell.is_some_and(|spell| {
            let years = |n: i64| spell.period.from.checked_add(Length::new().years(n)).unwrap_or(Date::MAX);
            spell.origin == Some(Origin::NewlyQualified) && years(1) <= day && day < years(2)
        })
    }

    fn appointments(&self, span: Span, internal: bool) -> Vec<Contribution> {
        let mut found = Vec::new();
        for work in &self.works {
            let day = work.period().from;
            if !span.period().holds(day) || !self.is_employed(work, day) {
                continue;
            }
            let place = work.on(day);
            let is_manager = |place: Where, day| Roles::Managers.takes(self.census_role(place, day));
            if !self.in_scope(place.role, day) || !is_manager(place, day) {
                continue;
            }
            let before = day_before(day);
            let was = self.works_of(work.worker()).iter().filter(|other| self.is_employed(other, before));
            let was: Vec<Where> = was.map(|other| other.on(before)).collect();
            if was.iter().any(|place| is_manager(*place, before)) || (internal && was.is_empty()) {
                continue;
            }
            found.push(self.contribution(work, place, Amount::ONE, day));
        }
        found
    }

    fn promotions(&self, span: Span) -> Vec<Contribution> {
        let rank = |place: Where, day| {
            place.role.and_then(|role| self.workforce.role_on(role, day)).map_or(u32::MAX, |facts| facts.rank)
        };
        let up = self.changes(span).filter(|(work, before, after)| {
            let day = work.period().from;
            rank(*after, day) < rank(*before, day_before(day))
        });
        up.map(|(work, _, after)| self.contribution(work, after, Amount::ONE, work.period().from)).collect()
    }

    fn by_experience(&self, part: Part, day: Date) -> Vec<Contribution> {
        let mut all = self.in_post(day, Roles::Practitioners, Count::Headcount);
        all.retain(|one| {
            let spell = self.spell_of(one);
            let in_first_year = spell.is_some_and(|spell| {
                let year = spell.period.from.checked_add(Length::new().years(1)).unwrap_or(Date::MAX);
                spell.origin == Some(Origin::NewlyQualified) && day < year
            });
            in_first_year == (part == Part::InFirstYear)
        });
        all
    }

    fn assignments(&self, part: Part, over: Over<'_>) -> Result<Counted, AskError> {
        let day = over.span.to;
        let mut contributions = Vec::new();
        for work in self.works.iter().filter(|work| work.period().holds(day)) {
            let agency = work.basis() == Basis::Agency;
            let taken = match part {
                Part::Assignments => true,
                Part::AgencyAssigned => agency,
                Part::BeyondEstablishment => Self::is_beyond(work),
                _ => agency && Self::is_beyond(work),
            };
            if taken {
                contributions.push(self.contribution(work, work.on(day), fte(work), day));
            }
        }
        if part == Part::Assignments {
            for post in self.posts(over.baseline, day)? {
                let uncovered = post.vacant.map(|vacant| vacant - post.covered).unwrap_or_default();
                if uncovered > Fte::ZERO {
                    contributions.push(of_post(&post, uncovered, day));
                }
            }
        }
        Ok(Counted { contributions: Some(contributions), cautions: Vec::new() })
    }
}

/// A post's part, which is about nobody.
fn of_post(post: &PostOnDay<'_>, fte: Fte, day: Date) -> Contribution {
    Contribution {
        record: post.record(),
        worker: None,
        amount: Amount(fte.millionths().into()),
        place: post.place,
        day,
        spell: None,
        seniority: 0,
    }
}

fn day_of(moment: Moment, span: Span) -> Date {
    match moment {
        Moment::Opening => span.opening(),
        Moment::Closing => span.to,
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
