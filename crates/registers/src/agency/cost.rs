//! What agency work costs, and the premium over employing.
//!
//! An engagement's hours are spread evenly over the weekdays of a week, holidays left aside: an agency is paid for the days
//! worked, so the cost is of a worker who works every weekday. The premium sets beside it what an employed worker of the
//! role costs for the same time: base salary with on-costs, over the weeks that an employee works in a year.

use serde::Serialize;
use std::collections::BTreeMap;

use workforce::Date;
use workforce::Workforce;
use workforce::cell::codes;
use workforce::facts::Work;
use workforce::period::Period;
use workforce::quantity::Pence;
use workforce::records::{Basis, Engagement, EngagementRate, Salary};

use crate::days::{each_day, is_weekday};
use crate::parameter::Parameters;

codes! {
    /// The groups that cost is told by.
    CostBy {
        /// The team of the day.
        Team = "team",
        /// The calendar month.
        Month = "month",
        /// What the engagement stands in for.
        Reason = "reason",
        /// The agency.
        Supplier = "supplier",
    }
}

/// The fewest salaries of a role of which a mean is used.
const LEAST_SALARIES: usize = 5;

/// What a group cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CostLine {
    /// The group's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Weekdays that are costed, all engagements together.
    pub days: u64,
    /// What they cost.
    pub cost: Pence,
    /// What employing would have cost for those of these days of which that is known.
    pub employed: Pence,
    /// What the days cost of which it is known.
    pub compared: Pence,
    /// Engagements.
    pub engagements: usize,
}

impl CostLine {
    /// What agency work cost beyond employing, where both are known.
    pub fn premium(&self) -> Pence {
        self.compared - self.employed
    }
}

/// Agency work that could not be costed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Uncosted {
    /// The occupancy.
    pub occupancy: String,
    /// Weekdays that are missing from the cost.
    pub days: u64,
    /// What is not recorded.
    pub missing: &'static str,
}

/// The cost of agency work over some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// By group, in the order of their keys.
    pub lines: Vec<CostLine>,
    /// All together; from unrounded parts, so that it may differ from the sum of the lines by a penny each.
    pub total: CostLine,
    /// What could not be costed.
    pub uncosted: Vec<Uncosted>,
    /// Weekdays costed of which what employing costs is not known.
    pub uncompared: u64,
}

/// A sum in pence × millionths of an hour, before it is divided.
#[derive(Debug, Default)]
struct Sum {
    name: String,
    days: u64,
    cost: i128,
    compared: i128,
    /// Pence in 2600ths of a day's share; see [`Employed`].
    employed: i128,
    engagements: std::collections::BTreeSet<String>,
}

/// Hours in a week are millionths, over five weekdays.
const HOURS: i128 = 5_000_000;

/// A quotient rounded once, halves away from zero.
fn rounded(part: i128, whole: i128) -> Pence {
    let twice = part.abs() * 2 + whole;
    let magnitude = twice / (whole * 2);
    let pence = if part < 0 { -magnitude } else { magnitude };
    Pence::from_pence(i64::try_from(pence).unwrap_or(i64::MAX))
}

impl Sum {
    fn line(&self, key: &str) -> CostLine {
        CostLine {
            key: key.to_owned(),
            name: self.name.clone(),
            days: self.days,
            cost: rounded(self.cost, HOURS),
            compared: rounded(self.compared, HOURS),
            employed: rounded(self.employed, MILLION),
            engagements: self.engagements.len(),
        }
    }
}

const MILLION: i128 = 1_000_000;

/// Millionths of a penny for a year: a salary in pence with what the employer pays on top, by the parameters `cost.…` of
/// a day; none where one of them is not known.
pub fn with_on_costs(parameters: &Parameters<'_>, pay: i128, day: Date) -> Option<i128> {
    let rate = |name: &str| parameters.millionths(name, day).map(i128::from);
    let threshold = i128::from(parameters.pounds("cost.ni-threshold", day)?.pence());
    let insured = (pay - threshold).max(0);
    let on_top =
        insured * rate("cost.ni-rate")? + pay * (rate("cost.pension-rate")? + rate("cost.levy-rate")?);
    Some(pay * MILLION + on_top)
}

/// What employing costs for a worked day, by role and month.
struct Employed<'a> {
    workforce: &'a Workforce,
    parameters: &'a Parameters<'a>,
    /// The salaries of each worker, by first day.
    salaries: BTreeMap<&'a str, Vec<&'a Salary>>,
    known: BTreeMap<(u32, i16, i8), Option<i128>>,
}

impl<'a> Employed<'a> {
    fn new(workforce: &'a Workforce, parameters: &'a Parameters<'a>) -> Self {
        let mut salaries: BTreeMap<&str, Vec<&Salary>> = BTreeMap::new();
        for row in workforce.records().salaries.values() {
            salaries.entry(row.worker.as_str()).or_default().push(row);
        }
        for own in salaries.values_mut() {
            own.sort_by_key(|row| row.from);
        }
        Self { workforce, parameters, salaries, known: BTreeMap::new() }
    }

    /// Millionths of a penny that employing a full-time worker of a role costs for each day that one works.
    fn a_day(&mut self, role: u32, day: Date) -> Option<i128> {
        let key = (role, day.year(), day.month());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let computed = self.compute(role, day);
        self.known.insert(key, computed);
        computed
    }

    fn compute(&self, role: u32, day: Date) -> Option<i128> {
        let cost = with_on_costs(self.parameters, self.salary(role, day)?, day)?;
        let weeks = i128::from(self.parameters.millionths("cost.worked-weeks", day)?);
        // Worked weeks are millionths of a week of five days.
        Some(cost * MILLION / (weeks * 5))
    }

    /// Pence for a year: what the council set for the role, or the mean of those employed in it.
    fn salary(&self, role: u32, day: Date) -> Option<i128> {
        let workforce = self.workforce;
        let set = self.parameters.pounds(&format!("cost.salary.{}", workforce.role_key(role)), day);
        if let Some(set) = set {
            return Some(set.pence().into());
        }
        let mut paid: Vec<i128> = Vec::new();
        for work in
            workforce.works_on(day).filter(|work| work.basis().holds() && work.on(day).role == Some(role))
        {
            let worker = workforce.worker_key(work.worker());
            let own = self.salaries.get(worker).and_then(|own| own.iter().rfind(|row| row.from <= day));
            paid.extend(own.map(|row| i128::from(row.annual.pence())));
        }
        let count = i128::try_from(paid.len()).unwrap_or(1);
        (paid.len() >= LEAST_SALARIES).then(|| paid.iter().sum::<i128>() / count)
    }
}

/// The cost of the days from `from` to `to`, both included, by group.
pub fn cost(workforce: &Workforce, parameters: &Parameters<'_>, days: (Date, Date), by: CostBy) -> Cost {
    cost_of(workforce, parameters, days, |work, day| group(workforce, work, day, by))
}

/// The same, a line for each occupancy, whose key is the line's.
pub fn cost_by_occupancy(workforce: &Workforce, parameters: &Parameters<'_>, days: (Date, Date)) -> Cost {
    cost_of(workforce, parameters, days, |work, _| {
        let key = work.occupancy().to_string();
        (key.clone(), key)
    })
}

fn cost_of(
    workforce: &Workforce,
    parameters: &Parameters<'_>,
    (from, to): (Date, Date),
    group: impl Fn(Work<'_>, Date) -> (String, String),
) -> Cost {
    let records = workforce.records();
    let engagements: BTreeMap<&str, &Engagement> =
        records.engagements.values().map(|one| (one.occupancy.as_str(), one)).collect();
    let mut rates: BTreeMap<&str, Vec<&EngagementRate>> = BTreeMap::new();
    for rate in records.engagement_rates.values() {
        rates.entry(rate.engagement.as_str()).or_default().push(rate);
    }
    for own in rates.values_mut() {
        own.sort_by_key(|rate| rate.from);
    }
    let mut employed = Employed::new(workforce, parameters);
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let mut total = Sum { name: "All agency work".to_owned(), ..Sum::default() };
    let (mut uncosted, mut uncompared) = (Vec::new(), 0);
    let looked = Period::new(from, to.tomorrow().ok());
    for work in
        workforce.works().filter(|work| work.basis() == Basis::Agency && work.period().overlaps(looked))
    {
        let key = work.occupancy().as_str();
        let days =
            each_day(work.period().clamp(from), work.period().clamp(to)).filter(|day| is_weekday(*day));
        let engagement = engagements.get(key).copied();
        let own =
            engagement.and_then(|one| rates.get(one.engagement.as_str())).map_or(&[][..], Vec::as_slice);
        let hours = engagement.and_then(|one| one.hours);
        let mut missing = 0;
        for day in days {
            let rate = own.iter().rfind(|rate| rate.from <= day);
            let (Some(rate), Some(hours)) = (rate, hours) else {
                missing += 1;
                continue;
            };
            let cost = i128::from(rate.charge().pence()) * i128::from(hours.millionths());
            let share = work.on(day).role.and_then(|role| employed.a_day(role, day));
            let share = share.map(|a_day| a_day * i128::from(work.fte().millionths()) / MILLION);
            uncompared += u64::from(share.is_none());
            let (group, name) = group(work, day);
            let sum = sums.entry(group).or_insert_with(|| Sum { name, ..Sum::default() });
            for sum in [sum, &mut total] {
                sum.days += 1;
                sum.cost += cost;
                sum.compared += share.map_or(0, |_| cost);
                sum.employed += share.unwrap_or(0);
                sum.engagements.insert(key.to_owned());
            }
        }
        if missing > 0 {
            let missing_is = match (engagement, hours) {
                (None, _) => "an engagement record",
                (_, None) => "the hours in a week",
                _ => "the hourly rate from the first day",
            };
            uncosted.push(Uncosted { occupancy: key.to_owned(), days: missing, missing: missing_is });
        }
    }
    let lines = sums.iter().map(|(key, sum)| sum.line(key)).collect();
    Cost { lines, total: total.line("all"), uncosted, uncompared }
}

fn group(workforce: &Workforce, work: Work<'_>, day: Date, by: CostBy) -> (String, String) {
    let not_known = || ("-".to_owned(), "not recorded".to_owned());
    match by {
        CostBy::Team => work.on(day).team.map_or_else(not_known, |team| {
            (workforce.unit_key(team).to_owned(), workforce.name_of_unit(team, day).to_owned())
        }),
        CostBy::Month => {
            let month = format!("{:04}-{:02}", day.year(), day.month());
            (month.clone(), month)
        }
        CostBy::Reason => work.cover().map_or_else(not_known, |reason| {
            (reason.code().to_owned(), reason.meaning().trim_end_matches('.').to_owned())
        }),
        CostBy::Supplier => {
            let occupancy = workforce.records().occupancies.get(work.occupancy().as_str());
            let supplier = occupancy.and_then(|occupancy| occupancy.supplier.as_ref());
            supplier.map_or_else(not_known, |name| (name.to_string(), name.to_string()))
        }
    }
}
