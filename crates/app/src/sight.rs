//! What someone who is confined to their own teams may see of the record.
//!
//! A unit is theirs when it is one of their teams or lies below one, by the tree of the day on which they act. Posts and
//! occupancies are theirs while they are in such a unit; a worker is theirs when any occupancy is. This is the only place
//! that decides it, so that no page, export or program can see more than another.

use std::collections::{BTreeMap, BTreeSet};

use workforce::facts::{UnitNumber, Work, WorkerNumber};
use workforce::period::Period;
use workforce::records::Record;
use workforce::{Date, Workforce};

use crate::error::OfficeError;
use crate::people::{overlap, worker_of};
use crate::policy::Actor;

/// The part of a record that is within someone's own teams.
#[derive(Debug)]
pub(crate) struct Sight<'w> {
    workforce: &'w Workforce,
    units: BTreeSet<UnitNumber>,
    workers: BTreeMap<WorkerNumber, Vec<Period>>,
    occupancies: BTreeSet<&'w str>,
}

/// The units that are someone's own, by the tree of the day on which they act.
pub(crate) fn own_units(workforce: &Workforce, actor: &Actor) -> BTreeSet<UnitNumber> {
    let own: Vec<UnitNumber> =
        actor.teams.iter().filter_map(|key| workforce.unit_named(key, actor.on).ok()).collect();
    workforce
        .unit_numbers()
        .filter(|unit| own.iter().any(|above| workforce.lies_in(*unit, *above, actor.on)))
        .collect()
}

/// The last day on which a period holds by the day of acting, or its first.
fn last_day(period: Period, on: Date) -> Date {
    let end = period.to.and_then(|to| to.yesterday().ok()).unwrap_or(on);
    end.clamp(period.from, period.from.max(on))
}

impl<'w> Sight<'w> {
    pub(crate) fn new(workforce: &'w Workforce, actor: &Actor) -> Self {
        let units = own_units(workforce, actor);
        let mut workers: BTreeMap<WorkerNumber, Vec<Period>> = BTreeMap::new();
        let mut occupancies = BTreeSet::new();
        let inside = |work: Work<'_>, day: Date| work.on(day).team.is_some_and(|team| units.contains(&team));
        for work in workforce.works() {
            let period = work.period();
            if inside(work, period.from) || inside(work, last_day(period, actor.on)) {
                workers.entry(work.worker()).or_default().push(period);
                occupancies.insert(work.occupancy().as_str());
            }
        }
        Self { workforce, units, workers, occupancies }
    }

    /// Whether a unit is theirs.
    pub(crate) fn unit(&self, key: &str, on: Date) -> bool {
        self.workforce.unit_named(key, on).is_ok_and(|unit| self.units.contains(&unit))
    }

    /// Whether a worker is theirs, or was.
    pub(crate) fn worker(&self, key: &str) -> bool {
        self.workforce.worker_number(key).is_some_and(|worker| self.workers.contains_key(&worker))
    }

    /// Whether an occupancy is theirs.
    pub(crate) fn occupancy(&self, key: &str) -> bool {
        self.occupancies.contains(key)
    }

    /// Whether a worker was theirs at any time of a period.
    fn worker_during(&self, key: &str, period: Period) -> bool {
        let Some(worker) = self.workforce.worker_number(key) else { return false };
        self.workers.get(&worker).is_some_and(|periods| periods.iter().any(|own| overlap(*own, period)))
    }

    /// Whether a record is theirs to see. What belongs to no team (roles, budgets) is; decisions and printed tables of the
    /// whole council are not.
    pub(crate) fn record(&self, record: &Record) -> bool {
        match record {
            Record::Role(_)
            | Record::RoleMapping(_)
            | Record::Baseline(_)
            | Record::Parameter(_)
            | Record::Programme(_)
            | Record::ProgrammeStage(_)
            | Record::Weighting(_)
            | Record::WeightingPoints(_)
            | Record::CaseLimit(_)
            | Record::SupervisionRule(_)
            | Record::Course(_) => true,
            Record::Engagement(engagement) => self.occupancy(engagement.occupancy.as_str()),
            Record::Demand(demand) => self.unit(demand.unit.as_str(), demand.on),
            Record::Enrolment(_)
            | Record::Reduction(_)
            | Record::Supervision(_)
            | Record::CourseCompletion(_)
            | Record::Renewal(_)
            | Record::PracticeEducator(_) => worker_of(record).is_some_and(|worker| self.worker(worker)),
            Record::Unit(unit) => self.unit(unit.unit.as_str(), unit.from),
            Record::Post(post) => self.unit(post.team.as_str(), post.from),
            Record::Transfer(transfer) => {
                let team = transfer.to_team.as_ref().or(transfer.from_team.as_ref());
                team.is_some_and(|team| self.unit(team.as_str(), transfer.on))
            }
            Record::Worker(worker) => self.worker(worker.worker.as_str()),
            Record::Identity(identity) => self.worker(identity.worker.as_str()),
            Record::Equality(equality) => self.worker(equality.worker.as_str()),
            Record::Qualification(qualification) => self.worker(qualification.worker.as_str()),
            Record::KnowledgeStatus(status) => self.worker(status.worker.as_str()),
            Record::Spell(spell) => self.worker(spell.worker.as_str()),
            Record::Occupancy(occupancy) => self.occupancy(occupancy.occupancy.as_str()),
            Record::Absence(absence) => {
                self.worker_during(absence.worker.as_str(), Period::new(absence.from, absence.to))
            }
            Record::Caseload(caseload) => {
                let day = Period::new(caseload.on, caseload.on.tomorrow().ok());
                self.worker_during(caseload.worker.as_str(), day)
            }
            Record::Salary(_)
            | Record::Payment(_)
            | Record::IncentiveOffer(_)
            | Record::BusinessCase(_)
            | Record::PaperDraft(_)
            | Record::ClaimCorrection(_)
            | Record::CensusTotal(_)
            | Record::Scenario(_)
            | Record::EngagementRate(_)
            | Record::Derogation(_)
            | Record::AgencyReturn(_)
            | Record::IncentiveScheme(_)
            | Record::IncentiveInstalment(_)
            | Record::IncentiveAward(_)
            | Record::IncentiveRepayment(_)
            | Record::Cohort(_)
            | Record::ProgrammePause(_)
            | Record::Milestone(_)
            | Record::Strategy(_)
            | Record::Priority(_)
            | Record::ImprovementSource(_)
            | Record::Recommendation(_)
            | Record::Action(_)
            | Record::Evidence(_)
            | Record::Risk(_)
            | Record::RiskRating(_)
            | Record::Consultation(_)
            | Record::ExpectedEvent(_)
            | Record::GovernanceGroup(_)
            | Record::Meeting(_)
            | Record::Vacancy(_)
            | Record::Campaign(_)
            | Record::Channel(_)
            | Record::Advert(_)
            | Record::AdvertViews(_)
            | Record::Enquiry(_)
            | Record::Application(_)
            | Record::ApplicationStage(_)
            | Record::ApplicantEquality(_)
            | Record::InterviewRound(_)
            | Record::PanelMembers(_)
            | Record::RightToWork(_)
            | Record::ExitInterview(_)
            | Record::StayInterview(_)
            | Record::Survey(_)
            | Record::SurveyResult(_)
            | Record::Decision(_)
            | Record::DecisionEffect(_)
            | Record::PublishedTable(_)
            | Record::PublishedLine(_)
            | Record::PublishedCell(_) => false,
        }
    }
}

/// The service and team that a question is put for: as asked, where they are the asker's own; their one team where
/// nothing is asked.
pub(crate) fn narrowed(
    workforce: &Workforce,
    actor: &Actor,
    service: Option<&str>,
    team: Option<&str>,
    day: Date,
) -> Result<(Option<String>, Option<String>), OfficeError> {
    let Some(asked) = team.or(service) else {
        return match actor.teams.as_slice() {
            [only] => Ok((None, Some(only.clone()))),
            [] => Err(OfficeError::Usage("your account has no team yet: ask an administrator".to_owned())),
            several => {
                Err(OfficeError::Usage(format!("say for which of your teams: {}", several.join(", "))))
            }
        };
    };
    let own = own_units(workforce, actor);
    if workforce.unit_named(asked, day).is_ok_and(|unit| own.contains(&unit)) {
        return Ok((service.map(str::to_owned), team.map(str::to_owned)));
    }
    Err(OfficeError::NotYours(asked.to_owned()))
}
