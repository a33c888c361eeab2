//! Counting parts. One function for each sort of part; all give contributions in the order of the record, one by one, to
//! whoever adds them up: a figure keeps them as its evidence, a grid keeps their sums.

mod flows;
mod registers;
mod stocks;

use workforce::Date;
use workforce::facts::{Employment, Source, Where, Work};
use workforce::position::AskError;
use workforce::records::{CensusRole, Origin};

use crate::exact::Amount;
use crate::found::{Found, Present};
use crate::ground::{Ground, Standing};
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
    pub(crate) fn takes(self, origin: Option<Origin>, was_here: impl FnOnce() -> bool) -> bool {
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
            Self::Here => was_here(),
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

/// Where the contributions of a part go.
pub(crate) trait Take<'a> {
    /// Takes the next one.
    fn take(&mut self, one: Contribution<'a>);
}

impl<'a, F: FnMut(Contribution<'a>)> Take<'a> for F {
    #[inline]
    fn take(&mut self, one: Contribution<'a>) {
        self(one);
    }
}

impl<'a> Ground<'a> {
    /// Counts a part: gives each contribution, and says at the end what is to be known of them.
    pub(crate) fn count(
        &self,
        part: Part,
        found: &Found<'_, 'a>,
        take: &mut impl Take<'a>,
    ) -> Result<Counted, AskError> {
        let counted = match part {
            Part::InPost(moment, roles, count) => Self::in_post(found.at(moment), roles, count, take),
            Part::EthnicityKnown(count) => self.ethnicity_known(found.at(Moment::Closing), count, take),
            Part::Starters(from, count) => self.starters(from, count, found, take),
            Part::Leavers(roles, count) => self.leavers(roles, count, found, take),
            Part::Agency(count) => Self::agency(count, Roles::All, found, take),
            Part::AgencyManagers => Self::agency(Count::Fte, Roles::Managers, found, take),
            Part::AgencyCover => self.agency_cover(found, take),
            Part::Vacancies => self.vacancies(found, take)?,
            Part::Funded => self.posts_part(found, |post| Some(post.funded), take)?,
            Part::Cases
            | Part::CaseHolders
            | Part::CaseHoldingPeople
            | Part::OverLimit
            | Part::CasesBeyondLimit => self.caseload(part, found, take),
            Part::DaysLost => self.days_lost(found, take),
            Part::CalendarDaysSick => self.calendar_days(found, take),
            Part::StillHere => self.still_here(found, take),
            Part::StillHereAfter(months) => self.still_here_after(months, found, take),
            Part::Moves => self.moves(found, |_, _| true, take),
            Part::MovesAfterFirstYear => self.moves(found, Self::is_in_second_year, take),
            Part::ManagerAppointments => self.appointments(found, false, take),
            Part::InternalManagerAppointments => self.appointments(found, true, take),
            Part::Promotions => self.promotions(found, take),
            Part::InFirstYear | Part::Experienced => self.by_experience(part, found, take),
            Part::Assignments
            | Part::AgencyAssigned
            | Part::BeyondEstablishment
            | Part::AgencyBeyondEstablishment => self.assignments(part, found, take)?,
            Part::AgencyCost => self.agency_cost(found, take),
            Part::EmployedCost => self.employed_cost(found, take),
            Part::Adverts | Part::Applications => self.adverts(part, found, take),
            Part::Hires | Part::DaysToHire => self.hires(part, found, take),
            Part::SupervisionDue | Part::SupervisionInTime => self.supervised(part, found, take),
            Part::WorkloadJudged | Part::WorkloadWithin => self.carried(part, found, take),
            Part::ExitInterviewsHeld => self.interviewed(found, take),
            Part::ProgrammeStarters => self.enrolled(None, found, take),
            Part::ProgrammeStillHere(months) => self.enrolled(Some(months), found, take),
        };
        Ok(counted)
    }

    /// What an occupancy contributes where it is on a day.
    fn of_work(
        &self,
        work: Work<'a>,
        place: (Where, Standing),
        amount: Amount,
        day: Date,
    ) -> Contribution<'a> {
        Contribution {
            source: Source::Work(work),
            worker: Some(work.worker()),
            amount,
            place: place.0,
            day,
            spell: self.workforce.spell_on(work.worker(), day),
            standing: place.1,
        }
    }
}

impl<'a> Found<'_, 'a> {
    /// The day of a stock, and everyone at work then.
    fn at(&self, moment: Moment) -> (Date, &[Present<'a>]) {
        match moment {
            Moment::Opening => (self.over.span.opening(), self.opening()),
            Moment::Closing => (self.over.span.to, self.closing()),
        }
    }
}

impl<'a> Present<'a> {
    /// What somebody at work on a day contributes.
    fn gives(&self, amount: Amount, day: Date) -> Contribution<'a> {
        Contribution {
            source: Source::Work(self.work),
            worker: Some(self.work.worker()),
            amount,
            place: self.place,
            day,
            spell: self.spell,
            standing: self.standing,
        }
    }

    /// FTE, or one person.
    fn counts(&self, count: Count) -> Amount {
        match count {
            Count::Fte => fte(self.work),
            Count::Headcount => Amount::ONE,
        }
    }
}

/// What a spell contributes.
pub(crate) fn of_spell(
    (at, spell): (usize, &Employment),
    (place, standing): (Where, Standing),
    day: Date,
) -> Contribution<'_> {
    Contribution {
        source: Source::Spell(spell),
        worker: Some(spell.worker),
        amount: Amount::ONE,
        place,
        day,
        spell: Some(at),
        standing,
    }
}

fn fte(work: Work<'_>) -> Amount {
    Amount(work.fte().millionths().into())
}
