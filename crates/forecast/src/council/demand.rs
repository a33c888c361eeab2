//! Demand and caseload at the start: cases that are held and by whom, agreed limits, and how demand has grown.
//!
//! A caseload is only reckoned where the record holds demand (children in need, protection plans or children looked after on a
//! day) or a demand is typed in. Where caseloads are counted too, cases are those that are held; otherwise those of demand.

use std::collections::BTreeMap;

use measures::ground::Ground;
use registers::workload::{Load, loads};
use statistics::trend::theil_sen;
use workforce::Date;
use workforce::records::{CensusRole, DemandSeries};

use super::assumption::Assumption;
use super::start::Begun;
use crate::simulate::rates::{Belief, Demand};
use crate::simulate::world::{Carried, Held, Start};

/// What is left of a growth after a year: judgement. The changes of two years in a row go together by -0.3 to 0.1 (children in
/// need, plans and looked after of every council, DfE 2016 to 2023), so that little of a trend may be counted on.
const DAMPING: f64 = 0.5;
/// How far one year moves children in need, plans and looked after on the log scale: the middle 68% of changes of every
/// council, DfE 2016 to 2023.
const NOISE: [(DemandSeries, f64); 3] = [
    (DemandSeries::ChildrenInNeed, 0.11),
    (DemandSeries::ProtectionPlans, 0.23),
    (DemandSeries::LookedAfter, 0.07),
];
/// The most years of demand that a trend is taken from.
const YEARS: i16 = 8;
/// The normal deviate of 97.5%.
const LIMIT: f64 = 1.959_963_984_540_054;

/// What is known of cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cases {
    /// Where they are held.
    pub held: Vec<Held>,
    /// How loads lie, where there are limits.
    pub carried: Vec<Carried>,
    /// The share of each role's people at work who hold cases.
    pub holds: Vec<f64>,
    /// Demand; none where the record holds none.
    pub demand: Option<Demand>,
    /// Its assumptions.
    pub assumptions: Vec<Assumption>,
    /// Why there is no caseload, where there is none.
    pub absent: Option<String>,
}

/// FTE at work at the start, by team and role: whoever is not away, and agency workers.
fn at_work(begun: &Begun, carried: f64) -> BTreeMap<(u16, u16), f64> {
    let mut at_work: BTreeMap<(u16, u16), f64> = BTreeMap::new();
    for slot in begun.world.slots.iter().filter(|slot| slot.is_funded(0) || !slot.refilled) {
        let share = match slot.start {
            Start::Held { back: 0, full, .. } => {
                if full > 0 {
                    carried
                } else {
                    1.0
                }
            }
            Start::Vacant { covered: true, .. } => 1.0,
            _ => 0.0,
        };
        *at_work.entry((slot.team, slot.role)).or_default() += share * f64::from(slot.fte) / 1000.0;
    }
    for own in &begun.world.engagements {
        *at_work.entry((own.team, own.role)).or_default() += f64::from(own.fte) / 1000.0;
    }
    at_work
}

/// A number of the list with a key.
fn number(all: &[String], key: Option<&str>) -> Option<u16> {
    u16::try_from(all.iter().position(|own| Some(own.as_str()) == key)?).ok()
}

/// A worker's count as the simulation takes it: team, role, cases, FTE less what is kept free, limit for a full-time worker.
struct Counted {
    place: (u16, u16),
    cases: f64,
    fte: f64,
    limit: Option<f64>,
}

fn counted(begun: &Begun, load: &Load) -> Option<Counted> {
    load.counted?;
    let key = |place: &Option<(String, String)>| place.as_ref().map(|own| own.0.clone());
    let place = (
        number(&begun.world.teams, key(&load.team).as_deref())?,
        number(&begun.world.roles, key(&load.role).as_deref())?,
    );
    #[expect(clippy::cast_precision_loss, reason = "shares and FTE of one worker")]
    let millionths = |value: i64| value as f64 / 1e6;
    let fte = millionths(load.fte.millionths()) * (1.0 - millionths(load.reduced));
    let limit = load.limit.filter(|_| fte > 0.0).map(|limit| millionths(limit) / fte);
    Some(Counted { place, cases: f64::from(load.total()), fte, limit })
}

/// What is known of cases on the day of the start. `carried` is what the newly qualified carry.
pub fn cases(ground: &Ground<'_>, begun: &Begun, carried: f64) -> Cases {
    let workforce = ground.workforce();
    let day = begun.day;
    let all: Vec<Counted> =
        loads(workforce, day, None).iter().filter_map(|load| counted(begun, load)).collect();
    let at_work = at_work(begun, carried);
    let of_role = |role: usize| {
        let own = at_work.iter().filter(|((_, own), _)| usize::from(*own) == role);
        own.map(|(_, fte)| fte).sum::<f64>()
    };
    let total: f64 = all.iter().map(|own| own.cases).sum();
    let holder = |role: usize| {
        let facts = workforce.role_on(begun.roles[role], day);
        let holds = |own| matches!(own, CensusRole::CaseHolder | CensusRole::SeniorPractitioner);
        facts.and_then(|facts| facts.census_role).is_some_and(holds)
    };
    let holds = |role: usize| {
        if total <= 0.0 {
            return if holder(role) { 1.0 } else { 0.0 };
        }
        let own = all.iter().filter(|own| usize::from(own.place.1) == role && own.cases > 0.0);
        let holding: f64 = own.map(|own| own.fte).sum();
        if holding > 0.0 && of_role(role) > 0.0 { (holding / of_role(role)).min(1.0) } else { 0.0 }
    };
    let holds: Vec<f64> = (0..begun.roles.len()).map(holds).collect();
    let held = held(&all, total, &at_work, &holds);
    let (demand, absent) = match series(ground, day) {
        Some(series) => (Some(series), None),
        None => (
            None,
            Some(format!(
                "no caseload is reckoned: the record holds no children in need, protection plans or children looked after \
                 up to {day}, and no demand is typed in"
            )),
        ),
    };
    let able: f64 = at_work.iter().map(|((_, role), fte)| fte * holds[usize::from(*role)]).sum();
    let cases = if total > 0.0 { total } else { demand.as_ref().map_or(0.0, |series| series.cases) };
    let average = cases / able;
    let carried = if average.is_finite() && average > 0.0 { loads_about(&all, average) } else { Vec::new() };
    let absent = absent.or_else(|| {
        held.is_empty().then(|| "no caseload is reckoned: nobody at work is known to hold cases".to_owned())
    });
    let mut assumptions = Vec::new();
    let demand = demand.map(|series| {
        let demand = Demand { cases, growth: series.growth, damping: DAMPING, noise: series.noise };
        let held =
            if total > 0.0 { format!("own caseloads counted up to {day}") } else { series.source.clone() };
        assumptions = assumed(&demand, held, &series);
        demand
    });
    Cases { held, carried, holds, demand, assumptions, absent }
}

/// Where cases are held: as counted, or by the FTE at work of those who hold cases.
fn held(all: &[Counted], total: f64, at_work: &BTreeMap<(u16, u16), f64>, holds: &[f64]) -> Vec<Held> {
    let mut by_place: BTreeMap<(u16, u16), f64> = BTreeMap::new();
    if total > 0.0 {
        for own in all.iter().filter(|own| own.cases > 0.0) {
            *by_place.entry(own.place).or_default() += own.cases;
        }
    } else {
        by_place.extend(at_work.iter().map(|(place, fte)| (*place, fte * holds[usize::from(place.1)])));
    }
    let sum: f64 = by_place.values().sum();
    let shares = by_place.into_iter().filter(|(_, own)| *own > 0.0);
    shares.map(|((team, role), own)| Held { team, role, share: own / sum }).collect()
}

/// How loads lie about an average, of those who have a limit.
fn loads_about(all: &[Counted], average: f64) -> Vec<Carried> {
    let own = all.iter().filter(|own| own.fte > 0.0 && own.cases > 0.0);
    own.filter_map(|own| {
        let load = own.cases / own.fte / average;
        Some(Carried { team: own.place.0, role: own.place.1, fte: own.fte, load, limit: own.limit? })
    })
    .collect()
}

/// A series of demand up to a day.
struct Series {
    cases: f64,
    growth: Belief,
    noise: f64,
    source: String,
    trend: String,
}

/// The series that a trend is taken from: children in need; otherwise plans with children looked after; otherwise either.
fn series(ground: &Ground<'_>, day: Date) -> Option<Series> {
    let records = ground.workforce().records();
    let of = |series: DemandSeries| -> BTreeMap<Date, f64> {
        let rows = records.demand.values();
        let rows: Vec<_> = rows
            .filter(|row| row.series == series && row.months.is_none() && row.on <= day)
            .filter(|row| row.on.year() > day.year() - YEARS)
            .collect();
        // A unit and those below it may both be told: the one with the most is the whole.
        let largest = rows.iter().max_by_key(|row| (row.figure, row.unit.as_str()));
        let unit = largest.map(|row| row.unit.clone());
        let own = rows.iter().filter(|row| Some(&row.unit) == unit.as_ref());
        #[expect(clippy::cast_precision_loss, reason = "a figure of demand")]
        let figure = |row: &workforce::records::Demand| row.figure.millionths() as f64 / 1e6;
        own.map(|row| (row.on, figure(row))).filter(|(_, figure)| *figure > 0.0).collect()
    };
    let [(_, need), (_, plans), (_, looked)] = NOISE;
    let (children, on_plans, after) = (of(NOISE[0].0), of(NOISE[1].0), of(NOISE[2].0));
    let both: BTreeMap<Date, f64> =
        on_plans.iter().filter_map(|(on, plans)| Some((*on, plans + after.get(on)?))).collect();
    let found = [
        (children, need, "children in need"),
        (both, f64::midpoint(plans, looked), "protection plans and children looked after"),
        (after, looked, "children looked after"),
        (on_plans, plans, "protection plans"),
    ];
    let (values, noise, name) = found.into_iter().find(|(values, ..)| !values.is_empty())?;
    let (last, cases) = values.last_key_value().map(|(on, value)| (*on, *value))?;
    let source = format!("own {name} on {last}");
    let years = |on: &Date| f64::from((*on - last).get_days()) / 365.25;
    let x: Vec<f64> = values.keys().map(years).collect();
    let y: Vec<f64> = values.values().map(|value| value.ln()).collect();
    let line = if x.len() >= 4 { theil_sen(&x, &y) } else { None };
    let (growth, trend) = match line {
        Some(line) => {
            // An interval of few points can be without end: then what a year moves stands in for it.
            let spread = (line.high - line.low) / (2.0 * LIMIT);
            let spread = if spread.is_finite() { spread.min(noise) } else { noise };
            (
                Belief::Normal { mean: line.slope, spread },
                format!("Theil-Sen slope of {} own counts of {name}, on the log scale, to {last}", x.len()),
            )
        }
        None => (
            Belief::Normal { mean: 0.0, spread: noise / 2.0 },
            format!(
                "no growth: {} own counts of {name} are too few for a trend; the range is judgement",
                x.len()
            ),
        ),
    };
    Some(Series { cases, growth, noise, source, trend })
}

/// The assumptions of a demand.
fn assumed(demand: &Demand, held: String, series: &Series) -> Vec<Assumption> {
    let known = Belief::Known;
    let note =
        |key: &str, what: &str, belief, source: String| Assumption::new(key.to_owned(), what, belief, source);
    vec![
        note("cases", "Open cases at the start", known(demand.cases), held),
        note(
            "demand_growth",
            "Growth of cases in the first year, on the log scale",
            demand.growth,
            series.trend.clone(),
        ),
        note(
            "demand_damping",
            "What is left of that growth a year later",
            known(demand.damping),
            "judgement: changes of two years in a row hardly go together (DfE 2016 to 2023, every council)"
                .to_owned(),
        ),
        note(
            "demand_noise",
            "Spread of what a year adds beyond it, on the log scale",
            known(demand.noise),
            "the middle 68% of yearly changes of every council, DfE 2016 to 2023".to_owned(),
        ),
    ]
}
