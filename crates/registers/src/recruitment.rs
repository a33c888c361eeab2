//! The recruitment funnel: from views of adverts to applications, interviews, offers, starts, and who is still here.
//!
//! A funnel is of the adverts that opened on the days asked about, with everything that came of them by the last day that
//! is known. Steps are of applications: one that was offered was shortlisted and interviewed, whether or not those days
//! were recorded. Costs are those of the adverts, and of the campaign as a whole where the funnel is of one.

mod calendar;
mod enquiries;
mod trend;
mod vacancies;

use serde::Serialize;
use std::collections::BTreeMap;

use workforce::cell::codes;
use workforce::period::Period;
use workforce::quantity::Pence;
use workforce::records::{Advert, ApplicantStatus, Application, Records, Stage};
use workforce::{Date, Workforce};

pub use calendar::{PoolCapacity, RoundMonth, calendar};
pub use enquiries::{EnquiryLine, enquiries};
pub use trend::{Trend, per_advert};
pub use vacancies::{Chain, VacancyAge, chains, rounds_needed, vacancy_ages};

use crate::days::{days_between, months_after};

/// The months after a start at which it is asked who is still here.
pub const STILL_HERE: [u32; 3] = [6, 12, 24];

/// What a funnel is of.
#[derive(Debug, Clone, Default)]
pub struct FunnelAsk {
    /// Of one campaign.
    pub campaign: Option<String>,
    /// Of one channel.
    pub channel: Option<String>,
    /// Of one role.
    pub role: Option<String>,
}

codes! {
    /// The groups that funnels are told by.
    FunnelBy {
        /// The campaign.
        Campaign = "campaign",
        /// The channel.
        Channel = "channel",
        /// The role.
        Role = "role",
        /// The team.
        Team = "team",
        /// What applicants did when they applied.
        Status = "status",
    }
}

/// Days between two steps: the median and the longest, of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Times {
    /// Of so many applications.
    pub of: usize,
    /// The median, in half days: the mean of the two in the middle, doubled.
    pub median_halves: i64,
    /// The longest.
    pub longest: i64,
}

impl Times {
    fn of(mut days: Vec<i64>) -> Option<Self> {
        days.sort_unstable();
        let longest = *days.last()?;
        let middle = days.len() / 2;
        let median_halves =
            if days.len() % 2 == 1 { days[middle] * 2 } else { days[middle - 1] + days[middle] };
        Some(Self { of: days.len(), median_halves, longest })
    }
}

/// Starts and those of them who are still here so many months later; those whose day is to come are in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StillHere {
    /// Months after the start.
    pub months: u32,
    /// Here.
    pub here: u64,
    /// Of so many.
    pub of: u64,
}

/// One funnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// The group's key; blank for all.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Adverts.
    pub adverts: u64,
    /// Views, where a channel counts them.
    pub views: Option<u64>,
    /// Applications.
    pub applications: u64,
    /// At each stage of the way in, in order: shortlisted, interviewed, offered, accepted, checks done, started.
    pub reached: Vec<(Stage, u64)>,
    /// Left the way in: rejected, withdrawn, declined.
    pub dropped: Vec<(Stage, u64)>,
    /// Still here after so many months.
    pub still: Vec<StillHere>,
    /// From application to start.
    pub to_hire: Option<Times>,
    /// Days to each stage from the one before that is recorded.
    pub in_stage: Vec<(Stage, Option<Times>)>,
    /// What the adverts cost, and the campaign where there is one.
    pub cost: Option<Pence>,
    /// Starts who came from agency work here.
    pub converted: (u64, u64),
    /// Starts who said that a golden hello or help with moving decided it.
    pub incentive_decided: u64,
}

/// The way in, in order.
pub const WAY_IN: [Stage; 6] = [
    Stage::Shortlisted,
    Stage::Interviewed,
    Stage::Offered,
    Stage::Accepted,
    Stage::ChecksDone,
    Stage::Started,
];
const WAY_OUT: [Stage; 3] = [Stage::Rejected, Stage::Withdrawn, Stage::Declined];

impl Funnel {
    /// How many reached a stage of the way in.
    pub fn at(&self, stage: Stage) -> u64 {
        self.reached.iter().find(|(known, _)| *known == stage).map_or(0, |(_, count)| *count)
    }

    /// The cost of a start, rounded to the penny.
    pub fn cost_per_start(&self) -> Option<Pence> {
        per(self.cost?, self.at(Stage::Started))
    }

    /// The cost of a start that is still here after twelve months, where all starts have had their twelve months.
    pub fn cost_per_retained(&self) -> Option<Pence> {
        let year = self.still.iter().find(|still| still.months == 12)?;
        if year.of == self.at(Stage::Started) { per(self.cost?, year.here) } else { None }
    }
}

fn per(cost: Pence, count: u64) -> Option<Pence> {
    let count = i64::try_from(count).ok().filter(|count| *count > 0)?;
    Some(crate::incentives::share(cost, 1, count))
}

/// The stages of each application, by its key.
pub(crate) type Stages<'a> = BTreeMap<&'a str, BTreeMap<usize, Date>>;

/// The days of every application's stages by a day.
pub(crate) fn stages(records: &Records, known: Date) -> Stages<'_> {
    let mut stages: Stages<'_> = BTreeMap::new();
    for stage in records.application_stages.values().filter(|stage| stage.on <= known) {
        if let Some(place) = Stage::ALL.iter().position(|one| *one == stage.stage) {
            stages.entry(stage.application.as_str()).or_default().insert(place, stage.on);
        }
    }
    stages
}

/// Funnels of the adverts that opened in a period, by group, with all together last.
pub fn funnels(
    workforce: &Workforce,
    ask: &FunnelAsk,
    opened: Period,
    known: Date,
    by: FunnelBy,
) -> Vec<Funnel> {
    let records = workforce.records();
    let stages = stages(records, known);
    let is = |asked: &Option<String>, key: &str| asked.as_deref().is_none_or(|asked| asked == key);
    let mut adverts: Vec<&Advert> = records
        .adverts
        .values()
        .filter(|advert| opened.holds(advert.opened))
        .filter(|advert| is(&ask.channel, advert.channel.as_str()) && is(&ask.role, advert.role.as_str()))
        .filter(|advert| is(&ask.campaign, advert.campaign.as_ref().map_or("", |campaign| campaign.as_str())))
        .collect();
    adverts.sort_unstable_by(|a, b| a.advert.cmp(&b.advert));
    let mut of_advert: BTreeMap<&str, Vec<&Application>> = BTreeMap::new();
    for application in records.applications.values().filter(|one| one.received <= known) {
        of_advert.entry(application.advert.as_str()).or_default().push(application);
    }
    let mut groups: BTreeMap<String, Group<'_>> = BTreeMap::new();
    let mut all = Group { name: "All".to_owned(), ..Group::default() };
    for advert in adverts {
        let applications = of_advert.get(advert.advert.as_str()).map_or(&[][..], Vec::as_slice);
        if by == FunnelBy::Status {
            for application in applications {
                let (key, name) = status(application.status);
                let group = groups.entry(key).or_insert_with(|| Group { name, ..Group::default() });
                group.applications.push(application);
            }
        } else {
            let (key, name) = place(workforce, advert, by);
            let group = groups.entry(key).or_insert_with(|| Group { name, ..Group::default() });
            group.adverts.push(advert);
            group.applications.extend(applications);
        }
        all.adverts.push(advert);
        all.applications.extend(applications);
    }
    let told = |key: &str, group: &Group<'_>, campaigns: bool| {
        group.funnel(workforce, &stages, key, known, campaigns)
    };
    // A campaign's own cost belongs to the whole of it only.
    let whole = ask.channel.is_none() && ask.role.is_none();
    let mut funnels: Vec<Funnel> =
        groups.iter().map(|(key, group)| told(key, group, whole && by == FunnelBy::Campaign)).collect();
    funnels.push(told("", &all, whole));
    funnels
}

fn status(status: Option<ApplicantStatus>) -> (String, String) {
    status.map_or_else(
        || ("-".to_owned(), "not recorded".to_owned()),
        |status| (status.code().to_owned(), status.meaning().trim_end_matches('.').to_owned()),
    )
}

fn place(workforce: &Workforce, advert: &Advert, by: FunnelBy) -> (String, String) {
    let records = workforce.records();
    let not_known = || ("-".to_owned(), "not recorded".to_owned());
    let named = |key: &str, name: Option<&str>| (key.to_owned(), name.unwrap_or(key).to_owned());
    match by {
        FunnelBy::Campaign => advert.campaign.as_ref().map_or_else(not_known, |key| {
            named(key.as_str(), records.campaigns.get(key.as_str()).map(|one| one.name.as_str()))
        }),
        FunnelBy::Channel => {
            let key = advert.channel.as_str();
            named(key, records.channels.get(key).map(|one| one.name.as_str()))
        }
        FunnelBy::Team => advert.team.as_ref().map_or_else(not_known, |key| {
            let unit = workforce.unit_named(key.as_str(), advert.opened).ok();
            named(key.as_str(), unit.map(|unit| workforce.name_of_unit(unit, advert.opened)))
        }),
        FunnelBy::Role | FunnelBy::Status => {
            let key = advert.role.as_str();
            let rows = records.roles.values().filter(|row| row.role.as_str() == key);
            named(key, rows.max_by_key(|row| row.from).map(|row| row.title.as_str()))
        }
    }
}

/// Adverts and applications that are counted together.
#[derive(Debug, Default)]
struct Group<'a> {
    name: String,
    adverts: Vec<&'a Advert>,
    applications: Vec<&'a Application>,
}

impl Group<'_> {
    fn funnel(
        &self,
        workforce: &Workforce,
        stages: &Stages<'_>,
        key: &str,
        known: Date,
        campaigns: bool,
    ) -> Funnel {
        let records = workforce.records();
        let none = BTreeMap::new();
        let of = |application: &Application| stages.get(application.application.as_str()).unwrap_or(&none);
        let furthest = |application: &Application| of(application).keys().copied().filter(|at| *at < 6).max();
        let count = |is: &dyn Fn(&Application) -> bool| {
            u64::try_from(self.applications.iter().filter(|one| is(one)).count()).unwrap_or(0)
        };
        let reached = WAY_IN
            .iter()
            .enumerate()
            .map(|(at, stage)| (*stage, count(&|one| furthest(one).is_some_and(|furthest| furthest >= at))));
        let dropped = WAY_OUT
            .iter()
            .enumerate()
            .map(|(at, stage)| (*stage, count(&|one| of(one).contains_key(&(at + 6)))));
        let started = |application: &Application| of(application).get(&5).copied();
        let to_hire =
            self.applications.iter().filter_map(|one| Some(days_between(one.received, started(one)?)));
        let in_stage = WAY_IN.iter().enumerate().map(|(at, stage)| {
            let days = self.applications.iter().filter_map(|one| {
                let own = of(one);
                let before = own.range(..at).map(|(_, day)| *day).max().unwrap_or(one.received);
                Some(days_between(before, *own.get(&at)?))
            });
            (*stage, Times::of(days.collect()))
        });
        let from_agency = |one: &Application| one.status == Some(ApplicantStatus::AgencyHere);
        let keys: Vec<&str> = self.adverts.iter().map(|advert| advert.advert.as_str()).collect();
        let views = records
            .advert_views
            .values()
            .filter(|row| row.on <= known && keys.contains(&row.advert.as_str()));
        let views: Vec<u64> = views.map(|row| u64::from(row.views)).collect();
        Funnel {
            key: key.to_owned(),
            name: self.name.clone(),
            adverts: u64::try_from(self.adverts.len()).unwrap_or(0),
            views: (!views.is_empty()).then(|| views.iter().sum()),
            applications: count(&|_| true),
            reached: reached.collect(),
            dropped: dropped.collect(),
            still: STILL_HERE.map(|months| self.still(workforce, &started, months, known)).to_vec(),
            to_hire: Times::of(to_hire.collect()),
            in_stage: in_stage.collect(),
            cost: self.cost(records, campaigns),
            converted: (count(&|one| from_agency(one) && started(one).is_some()), count(&from_agency)),
            incentive_decided: count(&|one| one.incentive_decided == Some(true) && started(one).is_some()),
        }
    }

    fn still(
        &self,
        workforce: &Workforce,
        started: &dyn Fn(&Application) -> Option<Date>,
        months: u32,
        known: Date,
    ) -> StillHere {
        let mut still = StillHere { months, here: 0, of: 0 };
        for application in &self.applications {
            let Some(then) =
                started(application).map(|day| months_after(day, months)).filter(|then| *then <= known)
            else {
                continue;
            };
            let spell =
                application.spell.as_ref().and_then(|key| workforce.records().spells.get(key.as_str()));
            still.of += 1;
            still.here +=
                u64::from(spell.is_some_and(|spell| Period::new(spell.started, spell.left).holds(then)));
        }
        still
    }

    /// The adverts' cost, where every advert's is known; with the campaigns' own where they belong to the group.
    fn cost(&self, records: &Records, campaigns: bool) -> Option<Pence> {
        if self.adverts.is_empty() {
            return None;
        }
        let adverts: Option<Pence> = self.adverts.iter().map(|advert| advert.cost).sum();
        let mut keys: Vec<&str> =
            self.adverts.iter().filter_map(|advert| Some(advert.campaign.as_ref()?.as_str())).collect();
        keys.sort_unstable();
        keys.dedup();
        let own = keys.into_iter().filter(|_| campaigns).filter_map(|key| records.campaigns.get(key)?.cost);
        Some(adverts? + own.sum())
    }
}
