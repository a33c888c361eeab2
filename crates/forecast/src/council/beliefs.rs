//! Rates counted in the record, each drawn towards what is usual by as much as the record is short.

use measures::ground::Ground;
use measures::span::Span;
use measures::staying::StayingBy;
use statistics::shrinkage::Gamma;
use statistics::survival::bands::{self, Band, Seen};
use workforce::Date;
use workforce::facts::{RoleNumber, Work};
use workforce::position::{Ask, AskError, By};
use workforce::records::{Basis, CoverReason, Origin};

use super::assumption::Assumption;
use super::demand::cases;
use super::newly::{FirstYear, intake};
use super::start::Begun;
use super::{is_long, months_on};
use crate::simulate::rates::{BAND_NAMES, Belief, Rates, RoleRates, Route};
use crate::simulate::world::{Carried, Held};

/// Years of the record that leaving is counted over.
const LEAVING_YEARS: i32 = 5;
/// Months of the record that filling and covering are counted over.
const FILLING_MONTHS: i32 = 36;
/// How many leavers what is usual is worth, for a council, a role, a band: about what one year tells of councils.
const WORTH: f64 = 9.0;
const DAYS: f64 = 365.25;

/// What is usual elsewhere, with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Usual {
    /// Leavers per head and year.
    pub leaving: f64,
    /// Share of vacancies that agency workers cover.
    pub cover: f64,
    /// The source of both.
    pub source: String,
}

/// The rates of a council, and every one of them as an assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Beliefs {
    /// The rates.
    pub rates: Rates,
    /// The table.
    pub assumptions: Vec<Assumption>,
    /// Where cases are held, and how loads lie: for the world.
    pub held: Vec<Held>,
    /// See `held`.
    pub carried: Vec<Carried>,
    /// Why there is no caseload, where there is none.
    pub absent: Option<String>,
}

/// What was counted of a role, or of all.
#[derive(Clone, Copy, Debug, Default)]
struct Filled {
    fills: f64,
    /// Vacancies tried, once for each month.
    tried: f64,
    vacant: f64,
    covered: f64,
    within: f64,
    /// Those who joined from outside, by route.
    routes: [f64; 3],
}

impl Filled {
    fn add(&mut self, other: Self) {
        self.fills += other.fills;
        self.tried += other.tried;
        self.vacant += other.vacant;
        self.covered += other.covered;
        self.within += other.within;
        for (own, other) in self.routes.iter_mut().zip(other.routes) {
            *own += other;
        }
    }
}

/// Counts the record up to the day of the start.
pub fn count(
    ground: &Ground<'_>,
    begun: &Begun,
    usual: &Usual,
    first: &FirstYear,
    baseline: Option<&str>,
) -> Result<Beliefs, AskError> {
    let day = begun.day;
    let cases = cases(ground, begun, first.carried);
    let (newly_qualified, newly_assumed) = intake(ground, begun, first);
    let leaving = leaving(ground, begun, usual);
    let (filled, feeders) = filled(ground, begun, baseline)?;
    let mut all = Filled::default();
    for own in &filled {
        all.add(*own);
    }
    let since = |months: i32| months_on(day, -months);
    let mut assumptions = Vec::new();
    let away = away(ground, day);
    let agency = agency(ground, day);
    let mut roles = Vec::new();
    for (at, key) in begun.world.roles.iter().enumerate() {
        let (own, rates) = (filled[at], &leaving[at]);
        // A fill within a month of being tried, one vacancy in seven: judgement, where the record is silent.
        let usual_fill = share_of(all.fills, all.tried, 1.0 / 7.0, 10.0);
        let usual_cover = share_of(all.covered, all.vacant, usual.cover, 12.0);
        let role = RoleRates {
            leaving: rates.map(|gamma| Belief::Gamma { shape: gamma.shape, rate: gamma.rate }),
            fill: Belief::share(own.fills, own.tried, usual_fill, 20.0),
            routes: shares(own.routes, all.routes),
            cover: Belief::share(own.covered / 12.0, own.vacant / 12.0, usual_cover, 4.0),
            cover_delay: 1,
            conversion: agency.conversion,
            internal: feeders[at]
                .map_or(Belief::Known(0.0), |_| Belief::share(own.within, own.fills, 0.1, 4.0)),
            feeder: feeders[at],
            absence: away.rate,
            absence_months: away.months,
            absence_cover: away.cover,
            approval: 0,
            holds: cases.holds[at],
        };
        let mut note = |name: &str, what: &str, belief: Belief, source: String| {
            assumptions.push(Assumption::new(format!("{name}.{key}"), what, belief, source));
        };
        for (band, belief) in role.leaving.iter().enumerate() {
            note(
                &format!("leaving.{}", band + 1),
                &format!("Leavers per person and year, {}", BAND_NAMES[band]),
                *belief,
                format!(
                    "own leavers of {LEAVING_YEARS} years to {day}, drawn to the council's rate and that to England's ({})",
                    usual.source
                ),
            );
        }
        let counted = format!("own record since {}", since(FILLING_MONTHS));
        note(
            "fill",
            "Chance that a vacancy is filled within a month",
            role.fill,
            format!("{counted}; drawn to all roles, and those to one in seven (judgement)"),
        );
        note(
            "cover",
            "Share of vacancies that agency workers cover",
            role.cover,
            format!("{counted}; drawn to England's ({})", usual.source),
        );
        note("internal", "Share of fills by somebody who moves up", role.internal, counted.clone());
        for route in Route::ALL {
            let alone = role.months_to_fill(route).map_or_else(
                || "nobody comes by it".to_owned(),
                |months| format!("by it alone a vacancy would take {months:.0} months to fill"),
            );
            note(
                &format!("route.{}", route.code()),
                &format!("Share of those who fill vacancies from outside that comes from {}", route.title()),
                Belief::Known(role.routes[route as usize]),
                format!("{counted}, drawn to all roles; {alone}"),
            );
        }
        if !cases.held.is_empty() {
            note(
                "holds",
                "Share of those at work who hold cases",
                Belief::Known(role.holds),
                "own caseloads; where none is counted, whoever the census counts as a case holder".to_owned(),
            );
        }
        roles.push(role);
    }
    assumptions.extend(of_all(&away, &agency));
    assumptions.extend(newly_assumed);
    assumptions.extend(cases.assumptions);
    let rates = Rates {
        roles,
        year_shape: Some(YEAR_SHAPE),
        nation: NATION,
        engagement_end: agency.end,
        newly_qualified,
        demand: cases.demand,
    };
    Ok(Beliefs { rates, assumptions, held: cases.held, carried: cases.carried, absent: cases.absent })
}

/// The assumptions that are of every role alike.
fn of_all(away: &Away, agency: &Agency) -> Vec<Assumption> {
    let mut all = Vec::new();
    let mut note = |name: &str, what: &str, belief: Belief, source: &str| {
        all.push(Assumption::new(name.to_owned(), what, belief, source.to_owned()));
    };
    note("absence", "Long absences per person and year", away.rate, "own absences of five years");
    note(
        "absence_months",
        "Months that a long absence lasts",
        Belief::Known(away.months),
        "own absences that have ended; six where there is none (judgement)",
    );
    note(
        "absence_cover",
        "Share of long absences that agency workers cover",
        away.cover,
        "own record; three in ten before looking (judgement)",
    );
    note(
        "conversion",
        "Chance in a month that an agency worker takes the post",
        agency.conversion,
        "own record; one in a hundred before looking (judgement)",
    );
    note(
        "engagement_end",
        "Chance in a month that agency work beyond vacancies ends",
        agency.end,
        "own record; one in eight before looking (judgement)",
    );
    note(
        "year_shape",
        "Shape of the council's yearly shock to leaving",
        Belief::Known(YEAR_SHAPE),
        "DfE census 2017 to 2023: councils move about their own level with shape 15",
    );
    note(
        "nation",
        "Spread of the country's yearly shock to leaving",
        Belief::Known(NATION),
        "DfE census 2017 to 2023: the national rate moves by a tenth a year",
    );
    all
}

const YEAR_SHAPE: f64 = 15.0;
const NATION: f64 = 0.1;

/// How many people of a role what is usual in all roles is worth.
const ROUTES_WORTH: f64 = 5.0;

/// The share of each route in those of a role, drawn to that in all roles; where nobody has come, elsewhere.
fn shares(own: [f64; 3], all: [f64; 3]) -> [f64; 3] {
    let (own_total, all_total): (f64, f64) = (own.iter().sum(), all.iter().sum());
    if all_total == 0.0 {
        return RoleRates::default().routes;
    }
    std::array::from_fn(|at| (own[at] + ROUTES_WORTH * all[at] / all_total) / (own_total + ROUTES_WORTH))
}

/// A share, drawn towards what is usual.
fn share_of(seen: f64, of: f64, usual: f64, worth: f64) -> f64 {
    Belief::share(seen, of, usual, worth).mean()
}

/// The rates of leaving by role and band.
fn leaving(ground: &Ground<'_>, begun: &Begun, usual: &Usual) -> Vec<[Gamma; 5]> {
    let observed = ground.observed().unwrap_or(Span::day(begun.day));
    let from = observed.from.max(months_on(begun.day, -12 * LEAVING_YEARS));
    let window = Span::new(from, begun.day).unwrap_or(Span::day(begun.day));
    let staying = ground.staying(window, Some(StayingBy::Role), 0);
    let bands: Vec<Band> = bands::bands(&[1.0, 2.0, 5.0, 10.0].map(|year| year * DAYS));
    let groups = staying.groups();
    let parts = staying.spells(|_| 1).unwrap_or_default().split(&staying.codes(&groups), groups.len());
    let seen: Vec<(String, Vec<Seen>)> = groups
        .iter()
        .zip(&parts)
        .map(|(group, part)| {
            let key = group.as_ref().map_or_else(String::new, |group| group.key.clone());
            (key, bands::count(part, &bands))
        })
        .collect();
    let after = |prior: Gamma, own: &Seen| prior.after(events(own), own.exposure / DAYS);
    let prior = |mean: f64| Gamma::worth(mean, WORTH).unwrap_or(Gamma { shape: 1.0, rate: 1.0 });
    let every = || seen.iter().flat_map(|(_, own)| own);
    let council = every().fold(prior(usual.leaving), after).mean();
    let by_band: Vec<f64> = (0..bands.len())
        .map(|band| seen.iter().fold(prior(council), |gamma, (_, own)| after(gamma, &own[band])).mean())
        .collect();
    let role = |key: &String| {
        let own = seen.iter().find(|(group, _)| group == key);
        std::array::from_fn(|band| {
            let prior = prior(by_band[band]);
            own.map_or(prior, |(_, own)| after(prior, &own[band]))
        })
    };
    begun.world.roles.iter().map(role).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a council's leavers")]
fn events(own: &Seen) -> f64 {
    own.events as f64
}

/// Who held posts: whether an occupancy that begins is a fill, and from which role.
fn role_before(ground: &Ground<'_>, work: &Work<'_>) -> Option<RoleNumber> {
    let before = work.period().from.yesterday().ok()?;
    let earlier = ground.workforce().works_of(work.worker());
    let mut held = earlier.filter(|other| other.basis().holds() && other.period().holds(before));
    held.find_map(|other| other.on(before).role)
}

/// Whether an occupancy begins with a newly qualified worker's employment.
fn began_newly_qualified(ground: &Ground<'_>, work: &Work<'_>) -> bool {
    let workforce = ground.workforce();
    let spell = workforce.spell_on(work.worker(), work.period().from).map(|at| &workforce.employments()[at]);
    spell.is_some_and(|spell| {
        spell.origin == Some(Origin::NewlyQualified) && spell.period.from == work.period().from
    })
}

/// By which route somebody came from outside when an occupancy began; none who was employed already.
fn route_of(ground: &Ground<'_>, work: &Work<'_>) -> Option<Route> {
    let workforce = ground.workforce();
    let spell =
        workforce.spell_on(work.worker(), work.period().from).map(|at| &workforce.employments()[at])?;
    (spell.period.from == work.period().from).then_some(match spell.origin {
        Some(Origin::OtherAuthority) => Route::Authority,
        Some(Origin::OutsideEngland) => Route::Abroad,
        _ => Route::Elsewhere,
    })
}

/// What was filled and covered by role, and the role that most movers came from.
fn filled(
    ground: &Ground<'_>,
    begun: &Begun,
    baseline: Option<&str>,
) -> Result<(Vec<Filled>, Vec<Option<u16>>), AskError> {
    let start = months_on(begun.day, -FILLING_MONTHS);
    let roles = begun.roles.len();
    let (mut filled, mut movers) = (vec![Filled::default(); roles], vec![vec![0_u32; roles]; roles]);
    let place = |role: Option<RoleNumber>| begun.roles.iter().position(|own| Some(*own) == role);
    for at in 0..FILLING_MONTHS {
        let as_at = months_on(start, at);
        let ask =
            Ask { as_at, baseline: baseline.map(str::to_owned), service: None, team: None, by: By::Role };
        for post in ground.workforce().posts_on(&ask)? {
            let (Some(role), Ok(vacant)) = (place(post.place.role), post.vacant) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a post's FTE")]
            let fte = |fte: workforce::quantity::Fte| fte.millionths() as f64 / 1e6;
            filled[role].vacant += fte(vacant);
            filled[role].covered += fte(post.covered);
            filled[role].tried += fte(vacant);
        }
    }
    let within = |day: Date| day > start && day <= begun.day;
    for work in ground.workforce().works().filter(|work| work.basis().holds() && work.post().is_some()) {
        if work.period().to.is_some_and(within) {
            let last = work.period().to.unwrap_or(begun.day);
            filled
                .get_mut(place(work.on(last).role).unwrap_or(usize::MAX))
                .into_iter()
                .for_each(|own| own.tried += 1.0);
        }
        let from = work.period().from;
        let Some(role) = place(work.on(from).role).filter(|_| within(from)) else { continue };
        // The newly qualified come by themselves: they fill vacancies in cohorts.
        if began_newly_qualified(ground, &work) {
            continue;
        }
        filled[role].fills += 1.0;
        if let Some(route) = route_of(ground, &work) {
            filled[role].routes[route as usize] += 1.0;
        }
        let before = place(role_before(ground, &work));
        if let Some(before) = before.filter(|before| *before != role) {
            filled[role].within += 1.0;
            movers[role][before] += 1;
        }
    }
    let feeder = |from: &Vec<u32>| {
        let most = (0..roles).max_by_key(|at| (from[*at], std::cmp::Reverse(*at)))?;
        (from[most] > 0).then(|| u16::try_from(most).unwrap_or_default())
    };
    Ok((filled, movers.iter().map(feeder).collect()))
}

/// Long absences.
struct Away {
    rate: Belief,
    months: f64,
    cover: Belief,
}

fn away(ground: &Ground<'_>, day: Date) -> Away {
    let start = months_on(day, -12 * LEAVING_YEARS);
    let records = ground.workforce().records();
    let within = |on: Date| on > start && on <= day;
    let employed = |worker: &str, on: Date| {
        let number = ground.workforce().worker_number(worker);
        number.is_some_and(|number| ground.workforce().spell_on(number, on).is_some())
    };
    let long: Vec<_> = records
        .absences
        .values()
        .filter(|own| within(own.from) && is_long(own, day) && employed(own.worker.as_str(), own.from))
        .collect();
    let lasted: Vec<f64> = long
        .iter()
        .filter_map(|own| {
            own.to.filter(|to| *to <= day).map(|to| f64::from((to - own.from).get_days()) / 30.4)
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a council's absences")]
    let (n, ended) = (long.len() as f64, lasted.len() as f64);
    // Person-years, from stocks on the same day of each year.
    let years: f64 = (0..LEAVING_YEARS)
        .map(|year| {
            let on = months_on(day, -12 * year);
            let people: std::collections::BTreeSet<_> = {
                let works = ground.workforce().works_on(on).filter(|work| ground.is_employed(*work, on));
                let here = works.filter(|work| ground.standing(work.on(on), on).in_scope);
                here.map(workforce::facts::Work::worker).collect()
            };
            #[expect(clippy::cast_precision_loss, reason = "a council's people")]
            let people = people.len() as f64;
            people
        })
        .sum();
    let covering = ground.workforce().works().filter(|work| {
        let for_absence = matches!(
            work.cover(),
            Some(CoverReason::LongTermSickness | CoverReason::Maternity | CoverReason::Secondment)
        );
        work.basis() == Basis::Agency && for_absence && within(work.period().from)
    });
    #[expect(clippy::cast_precision_loss, reason = "a council's agency workers")]
    let covered = covering.count() as f64;
    Away {
        rate: if n > 0.0 {
            Belief::Gamma { shape: n + 1.0, rate: years.max(1.0) + 15.0 }
        } else {
            Belief::Known(0.0)
        },
        months: if ended > 0.0 { lasted.iter().sum::<f64>() / ended } else { 6.0 },
        cover: Belief::share(covered.min(n), n, 0.3, 4.0),
    }
}

/// Agency work.
struct Agency {
    conversion: Belief,
    end: Belief,
}

fn agency(ground: &Ground<'_>, day: Date) -> Agency {
    let start = months_on(day, -FILLING_MONTHS);
    let (mut months, mut ended, mut converted) = (0.0, 0.0, 0.0);
    for work in ground.workforce().works().filter(|work| work.basis() == Basis::Agency) {
        let (from, to) = (work.period().from.max(start), work.period().to.unwrap_or(day).min(day));
        if from >= to {
            continue;
        }
        months += f64::from((to - from).get_days()) / 30.4;
        if work.period().to.is_some_and(|to| to <= day) {
            ended += 1.0;
            let taken = ground.workforce().works_of(work.worker()).any(|other| {
                other.basis().holds() && other.period().from >= to && other.period().from <= months_on(to, 1)
            });
            converted += f64::from(u8::from(taken));
        }
    }
    Agency {
        conversion: Belief::share(converted, months, 0.01, 24.0),
        end: Belief::share(ended, months, 0.125, 8.0),
    }
}
