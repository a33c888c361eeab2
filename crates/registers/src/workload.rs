//! Workload: plain counts against an agreed limit, and weighted points against what a worker can carry.
//!
//! The count is the latest by the day, and at most [`OLDEST_DAYS`] old. A limit and a capacity are of a full-time worker;
//! a worker's own is in proportion to FTE, less the share that is kept free on the day. Reductions add up, to all at most.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

use workforce::cell::codes;
use workforce::facts::Work;
use workforce::period::Period;
use workforce::position::{Ask, By};
use workforce::quantity::{Fte, Points};
use workforce::records::{
    CaseLimit, CaseType, Caseload, Demand, DemandSeries, Records, Reduction, Weighting,
};
use workforce::{Date, Workforce};

use crate::days::days_between;

/// The oldest count that is used, in days.
pub const OLDEST_DAYS: i64 = 92;

const MILLION: i128 = 1_000_000;

/// One worker's load on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Load {
    /// The worker.
    pub worker: String,
    /// The team, by key and name.
    pub team: Option<(String, String)>,
    /// The role, by key and title.
    pub role: Option<(String, String)>,
    /// FTE worked on the day, agency work included.
    pub fte: Fte,
    /// Whether newly qualified: a reduction of that kind holds.
    pub newly_qualified: bool,
    /// The share that is kept free, in millionths.
    pub reduced: i64,
    /// The day of the count.
    pub counted: Option<Date>,
    /// Cases by type.
    pub cases: Vec<(CaseType, u32)>,
    /// The agreed limit for this worker, in millionths of a case.
    pub limit: Option<i64>,
    /// Weighted points.
    pub points: Option<Points>,
    /// Points that this worker can carry.
    pub capacity: Option<Points>,
}

impl Load {
    /// All cases.
    pub fn total(&self) -> u32 {
        self.cases.iter().map(|(_, cases)| cases).sum()
    }

    /// Cases above the limit, in millionths; none where the limit or the count is not known.
    pub fn over(&self) -> Option<i64> {
        self.counted?;
        let over = i64::from(self.total()) * 1_000_000 - self.limit?;
        Some(over.max(0))
    }

    /// Whether within what can be carried: points where there is a weighting, cases against the limit otherwise.
    pub fn is_within(&self) -> Option<bool> {
        match (self.points, self.capacity) {
            (Some(points), Some(capacity)) => Some(points <= capacity),
            _ => self.over().map(|over| over == 0),
        }
    }
}

/// Cases of a count by type.
pub fn by_type(count: &Caseload) -> Vec<(CaseType, u32)> {
    let counts = [
        (CaseType::Assessment, count.assessment),
        (CaseType::ChildInNeed, count.child_in_need),
        (CaseType::ChildProtection, count.child_protection),
        (CaseType::LookedAfter, count.looked_after),
        (CaseType::CareLeaver, count.care_leaver),
        (CaseType::Carers, count.carers),
        (CaseType::Adults, count.adults),
        (CaseType::Other, count.other),
        (CaseType::Untyped, count.untyped),
    ];
    counts.into_iter().filter_map(|(of, count)| Some((of, count?))).collect()
}

/// The weighting with a key, or the one in use on a day.
pub fn weighting<'a>(records: &'a Records, key: Option<&str>, on: Date) -> Option<&'a Weighting> {
    if let Some(key) = key {
        return records.weightings.get(key);
    }
    let used = records.weightings.values().filter(|one| Period::new(one.from, one.to).holds(on));
    used.max_by_key(|one| (one.from, one.weighting.as_str()))
}

/// The points of some cases; none when a type that is held has no points in the weighting.
fn points(records: &Records, weighting: &Weighting, cases: &[(CaseType, u32)]) -> Option<Points> {
    let mut sum = weighting.fixed.unwrap_or(Points::ZERO).millionths();
    for (of, count) in cases.iter().filter(|(_, count)| *count > 0) {
        let row = records.weighting_points.values();
        let row = row.into_iter().find(|row| row.weighting == weighting.weighting && row.case_type == *of)?;
        sum += row.points.millionths() * i64::from(*count);
    }
    Some(Points::from_millionths(sum))
}

/// A share of an amount of a full-time worker: by FTE, less what is kept free. Whole millionths, downwards.
fn part(full: i64, fte: Fte, reduced: i64) -> i64 {
    let part = i128::from(full) * i128::from(fte.millionths()) * (MILLION - i128::from(reduced))
        / (MILLION * MILLION);
    i64::try_from(part).unwrap_or(0)
}

/// The load of everybody who is at work on a day and holds cases or has a role with a limit, by worker.
pub fn loads(workforce: &Workforce, on: Date, weighting: Option<&Weighting>) -> Vec<Load> {
    let records = workforce.records();
    let mut counts: BTreeMap<&str, &Caseload> = BTreeMap::new();
    for count in records.caseloads.values() {
        if count.on <= on && days_between(count.on, on) <= OLDEST_DAYS {
            let latest = counts.entry(count.worker.as_str()).or_insert(count);
            if latest.on < count.on {
                *latest = count;
            }
        }
    }
    let mut reductions: BTreeMap<&str, Vec<&Reduction>> = BTreeMap::new();
    for reduction in records.reductions.values().filter(|one| Period::new(one.from, one.to).holds(on)) {
        reductions.entry(reduction.worker.as_str()).or_default().push(reduction);
    }
    let mut at_work: BTreeMap<u32, Vec<Work<'_>>> = BTreeMap::new();
    for work in workforce.works_on(on) {
        at_work.entry(work.worker()).or_default().push(work);
    }
    let mut loads = Vec::new();
    for (number, works) in at_work {
        let worker = workforce.worker_key(number);
        // Someone who acts up works there and not in the post below.
        let Some(main) = works.iter().max_by_key(|work| (!work.basis().holds(), work.fte())) else {
            continue;
        };
        let place = main.on(on);
        let role = place.role.map(|role| workforce.role_key(role));
        let limit = role.and_then(|role| case_limit(records, role, on));
        let count = counts.get(worker).copied();
        if count.is_none() && limit.is_none() {
            continue;
        }
        let acts = works.iter().any(|work| work.basis() == workforce::records::Basis::ActingUp);
        let fte: Fte =
            works.iter().filter(|work| !acts || !work.basis().holds()).map(|work| work.fte()).sum();
        let own = reductions.get(worker).map_or(&[][..], Vec::as_slice);
        let reduced = own.iter().map(|one| one.share.millionths()).sum::<i64>().clamp(0, 1_000_000);
        let cases = count.map(by_type).unwrap_or_default();
        loads.push(Load {
            worker: worker.to_owned(),
            team: place.team.map(|team| {
                (workforce.unit_key(team).to_owned(), workforce.name_of_unit(team, on).to_owned())
            }),
            role: place.role.map(|role| {
                (workforce.role_key(role).to_owned(), workforce.title_of_role(role, on).to_owned())
            }),
            fte,
            newly_qualified: own
                .iter()
                .any(|one| one.kind == workforce::records::ReductionKind::NewlyQualified),
            reduced,
            counted: count.map(|count| count.on),
            limit: limit.map(|limit| part(i64::from(limit.cases) * 1_000_000, fte, reduced)),
            points: weighting
                .filter(|_| count.is_some())
                .and_then(|weighting| points(records, weighting, &cases)),
            capacity: weighting
                .map(|one| Points::from_millionths(part(one.capacity.millionths(), fte, reduced))),
            cases,
        });
    }
    loads.sort_by(|a, b| a.worker.cmp(&b.worker));
    loads
}

fn case_limit<'a>(records: &'a Records, role: &str, on: Date) -> Option<&'a CaseLimit> {
    let rows = records.case_limits.values().filter(|row| row.role.as_str() == role && row.from <= on);
    rows.max_by_key(|row| row.from)
}

/// The loads of a team or role together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LoadGroup {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Workers with a count.
    pub workers: u64,
    /// Workers of whom nothing was counted.
    pub uncounted: u64,
    /// FTE of those with a count.
    pub fte: Fte,
    /// Their cases.
    pub cases: u64,
    /// Of those of whom it can be said: within what they can carry.
    pub within: u64,
    /// Of whom it can be said.
    pub judged: u64,
    /// Newly qualified, with a count.
    pub newly_qualified: u64,
    /// Of these, above what they can carry.
    pub newly_qualified_over: u64,
    /// Points of those who have them.
    pub points: Points,
    /// What these can carry.
    pub capacity: Points,
    /// Cases above the limits of the workers who hold them, in millionths.
    pub cases_above: i64,
    /// Funded FTE of the group that nobody holds; none where vacancies are not recorded, or the group is no place.
    pub vacant: Option<Fte>,
}

codes! {
    /// The groups that loads are told by.
    LoadBy {
        /// The team.
        Team = "team",
        /// The role.
        Role = "role",
        /// Each worker.
        Worker = "worker",
    }
}

/// The loads by team or role, and all together last.
pub fn groups(loads: &[Load], by: LoadBy) -> Vec<LoadGroup> {
    let mut groups: BTreeMap<String, LoadGroup> = BTreeMap::new();
    let mut total = LoadGroup { key: "all".to_owned(), name: "All".to_owned(), ..LoadGroup::default() };
    for load in loads {
        let place = match by {
            LoadBy::Team => load.team.clone(),
            LoadBy::Role => load.role.clone(),
            LoadBy::Worker => Some((load.worker.clone(), load.worker.clone())),
        };
        let (key, name) = place.unwrap_or_else(|| ("-".to_owned(), "not recorded".to_owned()));
        let group =
            groups.entry(key.clone()).or_insert_with(|| LoadGroup { key, name, ..LoadGroup::default() });
        for group in [group, &mut total] {
            group.add(load);
        }
    }
    groups.into_values().chain([total]).collect()
}

impl LoadGroup {
    fn add(&mut self, load: &Load) {
        if load.counted.is_none() {
            self.uncounted += 1;
            return;
        }
        self.workers += 1;
        self.fte += load.fte;
        self.cases += u64::from(load.total());
        self.cases_above += load.over().unwrap_or(0);
        self.newly_qualified += u64::from(load.newly_qualified);
        if let Some(within) = load.is_within() {
            self.judged += 1;
            self.within += u64::from(within);
            self.newly_qualified_over += u64::from(load.newly_qualified && !within);
        }
        if let (Some(points), Some(capacity)) = (load.points, load.capacity) {
            self.points += points;
            self.capacity += capacity;
        }
    }
}

/// Sets beside each group the funded FTE that nobody holds on a day: what would share its cases if every vacancy were
/// filled. Only of roles in which somebody's cases were counted, since other posts would take none.
pub fn with_vacancies(workforce: &Workforce, loads: &[Load], groups: &mut [LoadGroup], by: LoadBy, on: Date) {
    if by == LoadBy::Worker || workforce.records().posts.is_empty() {
        return;
    }
    // Where it is not said which of several budgets holds, nothing is said of vacancies.
    let Ok(posts) = workforce.posts_on(&Ask { by: By::Role, ..Ask::on(on) }) else { return };
    let counted = loads.iter().filter(|load| load.counted.is_some());
    let roles: BTreeSet<&str> = counted.filter_map(|load| Some(load.role.as_ref()?.0.as_str())).collect();
    let teams: BTreeSet<&str> =
        loads.iter().filter_map(|load| Some(load.team.as_ref()?.0.as_str())).collect();
    let mut vacant: BTreeMap<&str, Option<Fte>> = BTreeMap::new();
    for post in posts {
        let role = post.place.role.map(|role| workforce.role_key(role));
        let team = post.place.team.map(|team| workforce.unit_key(team));
        let (Some(role), Some(team)) = (role, team) else { continue };
        if !roles.contains(role) || !teams.contains(team) {
            continue;
        }
        for key in [if by == LoadBy::Team { team } else { role }, "all"] {
            let sum = vacant.entry(key).or_insert(Some(Fte::ZERO));
            *sum = sum.and_then(|sum| Some(sum + post.vacant.ok()?));
        }
    }
    for group in groups {
        group.vacant = vacant.get(group.key.as_str()).copied().unwrap_or(Some(Fte::ZERO));
    }
}

/// Cases for each FTE if the group had more or fewer FTE, the cases staying as they are: in millionths of a case; none
/// where nobody would be left. A vacancy that is filled brings FTE, a worker who leaves takes it.
pub fn spread(group: &LoadGroup, change: Fte) -> Option<i64> {
    let fte = (group.fte + change).millionths();
    let cases = i128::from(group.cases) * MILLION * MILLION;
    (fte > 0).then(|| i64::try_from(cases / i128::from(fte)).unwrap_or(i64::MAX))
}

/// A demand series of a unit, by day.
pub fn demand<'a>(records: &'a Records, series: DemandSeries, unit: &str) -> Vec<&'a Demand> {
    let all = records.demand.values().filter(|row| row.series == series && row.unit.as_str() == unit);
    let mut rows: Vec<&Demand> = all.collect();
    rows.sort_by_key(|row| row.on);
    rows
}
