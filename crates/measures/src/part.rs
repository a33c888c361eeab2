//! Parts: the counts that measures are made of. Each is a list of records with what each contributes, so that a figure's
//! evidence sums to it exactly because it is what was summed.

use std::fmt;

use workforce::Date;
use workforce::facts::{Source, Where, WorkerNumber};

use crate::exact::Amount;
use crate::ground::Standing;
use crate::measure::Count;

/// When within a span a stock is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The day before the first.
    Opening,
    /// The last day.
    Closing,
}

/// Which roles are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Roles {
    /// Every role of the population.
    All,
    /// First line, middle and senior managers (census roles 1 to 3).
    Managers,
    /// First line managers.
    FirstLine,
    /// All but managers.
    Practitioners,
}

/// Which starters are meant, by where they came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum From {
    /// Anywhere.
    Anywhere,
    /// Anywhere that is known.
    Known,
    /// Newly qualified.
    NewlyQualified,
    /// A social worker in another English authority.
    OtherAuthority,
    /// Agency work.
    Agency,
    /// Any social work already: another authority, agency, outside England, other social work.
    Experienced,
    /// An earlier spell with this council.
    Here,
}

/// A count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Employed workers in post.
    InPost(Moment, Roles, Count),
    /// Of those in post on the last day, the ones whose ethnicity is known: not refused, and not yet to be obtained.
    EthnicityKnown(Count),
    /// Employment begun in the span.
    Starters(From, Count),
    /// Employment ended in the span. FTE are those of the opening day, as in the census (`FTE30`), so that someone who
    /// came and went adds people and no FTE.
    Leavers(Roles, Count),
    /// Agency workers on the last day.
    Agency(Count),
    /// Managers among the agency workers.
    AgencyManagers,
    /// Agency workers who cover a vacancy, FTE.
    AgencyCover,
    /// Funded FTE that no holder fills, on the last day.
    Vacancies,
    /// Funded FTE on the last day.
    Funded,
    /// Cases held on the last day by workers with FTE above 0.
    Cases,
    /// FTE of workers, agency included, who hold at least one case.
    CaseHolders,
    /// Working days lost to sickness in the span.
    DaysLost,
    /// Calendar days of sickness in the span.
    CalendarDaysSick,
    /// Of those in post on the opening day, the people still employed on the last.
    StillHere,
    /// Of those who started in the span, the people still employed so many months after their start.
    StillHereAfter(i64),
    /// Moves between teams by workers who stayed employed.
    Moves,
    /// Moves between teams in the second year after a newly qualified start.
    MovesAfterFirstYear,
    /// Appointments to manager roles.
    ManagerAppointments,
    /// Of these, workers who were employed here in another role.
    InternalManagerAppointments,
    /// Steps up the ladder by workers who stayed employed.
    Promotions,
    /// Workers who hold more cases than the agreed limit.
    OverLimit,
    /// Cases beyond the agreed limit.
    CasesBeyondLimit,
    /// Workers with at least one case.
    CaseHoldingPeople,
    /// People in post who qualified with their start, less than a year ago.
    InFirstYear,
    /// Practitioners in post who are not in their first year.
    Experienced,
    /// Everyone at work or holding a post, and every uncovered vacancy: Manchester's assignments, in FTE. All roles.
    Assignments,
    /// Agency workers among these. All roles.
    AgencyAssigned,
    /// Assignments beyond the establishment: additional workload and skill mix. All roles.
    BeyondEstablishment,
    /// Agency workers beyond the establishment. All roles.
    AgencyBeyondEstablishment,
    /// What agency work cost in the span, in pounds.
    AgencyCost,
    /// What employing cost in the span, in pounds: base salaries with what the employer pays on top.
    EmployedCost,
    /// Adverts that opened in the span.
    Adverts,
    /// Applications that answer adverts which opened in the span.
    Applications,
    /// Applications that ended in a start in the span.
    Hires,
    /// Days from these applications to their starts.
    DaysToHire,
    /// Workers for whom supervision is due from time to time, on the last day.
    SupervisionDue,
    /// Of these, the ones whose next supervision is not overdue.
    SupervisionInTime,
    /// Workers of whom it can be said whether they are within what they can carry, on the last day.
    WorkloadJudged,
    /// Of these, the ones who are.
    WorkloadWithin,
    /// Leavers with whom an exit interview was held.
    ExitInterviewsHeld,
    /// People who started on an early careers programme in the span.
    ProgrammeStarters,
    /// Of these, the ones still employed so many months after that.
    ProgrammeStillHere(i64),
}

impl Part {
    /// Whether it counts people, each once in whatever is added up.
    pub fn counts_people(self) -> bool {
        matches!(
            self,
            Self::InPost(_, _, Count::Headcount)
                | Self::EthnicityKnown(Count::Headcount)
                | Self::Starters(_, Count::Headcount)
                | Self::Leavers(_, Count::Headcount)
                | Self::StillHere
                | Self::StillHereAfter(_)
                | Self::OverLimit
                | Self::CaseHoldingPeople
                | Self::InFirstYear
                | Self::Experienced
                | Self::SupervisionDue
                | Self::SupervisionInTime
                | Self::WorkloadJudged
                | Self::WorkloadWithin
                | Self::ExitInterviewsHeld
                | Self::ProgrammeStarters
                | Self::ProgrammeStillHere(_)
        )
    }
}

/// One record's contribution to a part.
#[derive(Debug, Clone, Copy)]
pub struct Contribution<'a> {
    /// The record.
    pub source: Source<'a>,
    /// Whom it is about, if anybody.
    pub worker: Option<WorkerNumber>,
    /// How much.
    pub amount: Amount,
    /// The team and role that it counts in.
    pub place: Where,
    /// The day on which it counts.
    pub day: Date,
    /// The worker's spell then, by its place in [`workforce::Workforce::employments`].
    pub spell: Option<usize>,
    /// What the role makes of whoever works in it then; of several of one person, the most senior is kept.
    pub standing: Standing,
}

impl Contribution<'_> {
    /// By person and spell, the most senior first, then by record.
    pub(crate) fn seniority_order(&self, other: &Self) -> std::cmp::Ordering {
        let person = |one: &Self| (one.worker, one.spell, one.standing.seniority);
        person(self).cmp(&person(other)).then_with(|| self.source.order().cmp(&other.source.order()))
    }
}

/// What a reader should know about how a part was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// So many agency workers have no reason for cover.
    CoverNotSaid(usize),
    /// So many starters have no occupancy.
    StartersWithoutWork(usize),
    /// So many leavers have no occupancy.
    LeaversWithoutWork(usize),
    /// Cases were counted on the first day, not on the second.
    CountedOn(Date, Date),
    /// So many absences cross the ends of the period.
    AbsencesShared(usize),
    /// So many absences have no days lost.
    DaysNotSaid(usize),
    /// Not everyone has had so many months yet.
    TooSoon(i64),
    /// So many agency workers have no hours or no rate.
    NotCosted(usize),
    /// So many workers have no salary.
    WithoutSalary(usize),
    /// It is a total of a past return.
    Returned,
}

impl Caution {
    fn is_about_nothing(self) -> bool {
        matches!(
            self,
            Self::CoverNotSaid(0)
                | Self::StartersWithoutWork(0)
                | Self::LeaversWithoutWork(0)
                | Self::AbsencesShared(0)
                | Self::DaysNotSaid(0)
                | Self::NotCosted(0)
                | Self::WithoutSalary(0)
        )
    }
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CoverNotSaid(n) => {
                write!(f, "{n} agency workers have no reason for cover; they are taken to cover a vacancy")
            }
            Self::StartersWithoutWork(n) => write!(
                f,
                "{n} starters have no occupancy, so whether they are in scope is not known; they are left out"
            ),
            Self::LeaversWithoutWork(n) => write!(
                f,
                "{n} leavers have no occupancy, so whether they were in scope is not known; they are left out"
            ),
            Self::CountedOn(on, day) => write!(f, "cases were counted on {on}, not on {day}"),
            Self::AbsencesShared(n) => {
                write!(f, "{n} absences cross the ends of the period; their days are shared by calendar days")
            }
            Self::DaysNotSaid(n) => write!(
                f,
                "{n} absences have no days lost; days of the work pattern, or weekdays, are counted"
            ),
            Self::NotCosted(n) => {
                write!(f, "{n} agency workers have no hours or no rate, so what they cost is left out")
            }
            Self::WithoutSalary(n) => {
                write!(f, "{n} workers have no salary, so what employing them cost is left out")
            }
            Self::Returned => {
                f.write_str("a total of the whole council, as it was returned: no rows stand behind it")
            }
            Self::TooSoon(months) => {
                write!(f, "not everyone who started in the period has had {months} months yet")
            }
        }
    }
}

/// What is to be known of a part once its contributions were given.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// Whether the record holds anything of the kind. Where it does not, what was given means nothing: it is not zero.
    pub is_recorded: bool,
    /// What a reader should know.
    pub cautions: Vec<Caution>,
}

/// Of what a part is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// The record holds nothing of the kind.
    Nothing,
    /// The whole council, and no unit of it.
    Council,
    /// The council and every unit.
    Units,
}

impl Known {
    /// Whether there is a figure: of the council, or of a unit.
    pub(crate) fn gives(self, of_unit: bool) -> bool {
        self == Self::Units || (self == Self::Council && !of_unit)
    }
}

impl Counted {
    /// Of what there is something to count.
    pub(crate) fn known(&self) -> Known {
        match (self.is_recorded, self.cautions.contains(&Caution::Returned)) {
            (false, _) => Known::Nothing,
            (true, true) => Known::Council,
            (true, false) => Known::Units,
        }
    }

    /// Nothing of the kind is recorded.
    pub(crate) const NOTHING: Self = Self { is_recorded: false, cautions: Vec::new() };
    /// Counted, and nothing to say.
    pub(crate) const PLAIN: Self = Self { is_recorded: true, cautions: Vec::new() };

    /// Counted, with those of these cautions that are about anybody or anything.
    pub(crate) fn with(cautions: &[Caution]) -> Self {
        let some = cautions.iter().filter(|caution| !caution.is_about_nothing());
        Self { is_recorded: true, cautions: some.copied().collect() }
    }
}
