//! Interventions as a file has them (TOML), read with everything wrong at once.
//!
//! Every effect has a middle and a range, the strength of the evidence and its source; a number without a range is refused.
//! Ratios are drawn towards one by the strength of the evidence, openly: the haircuts are judgement and can be set.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`register`] | when, whom and at what cost, from an incentive scheme or a campaign of the record |
//! | [`demand`] | demand as typed in |

pub mod demand;
pub mod register;

use serde::Deserialize;
use workforce::{Date, Workforce};

use self::demand::TypedDemand;
use self::register::{Begins, Registered, Resolved, resolved};
use crate::simulate::effects::{Effect, Mechanism};
use crate::simulate::rates::{Demand, Route};
use crate::simulate::world::{NEVER, World};

/// A scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// The interventions.
    #[serde(default, rename = "intervention")]
    pub interventions: Vec<Intervention>,
    /// What is taken off a log ratio by grade of evidence; 0, 25, 40, 60, 75% without it.
    #[serde(default)]
    pub haircut: Haircut,
    /// Another demand than the record's, or one where the record has none.
    pub demand: Option<TypedDemand>,
}

/// What is taken off, as a share, by grade.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "by grade")]
#[serde(rename_all = "UPPERCASE")]
pub struct Haircut {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
}

impl Default for Haircut {
    fn default() -> Self {
        Self { a: 0.0, b: 0.25, c: 0.4, d: 0.6, e: 0.75 }
    }
}

/// How strong the evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Evidence {
    /// Randomised or a strong natural experiment in English children's social work.
    A,
    /// The same in a workforce near to it.
    B,
    /// Observed in social work.
    C,
    /// Asked, or intended.
    D,
    /// Local judgement.
    E,
}

/// What an intervention works on, as files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Works {
    /// Multiplies the hazard of leaving.
    Leaving,
    /// Multiplies the rate of filling vacancies.
    Fill,
    /// Multiplies the rate at which agency workers take posts.
    Conversion,
    /// So many join in one month.
    Joiners,
    /// So many newly qualified workers join in one month.
    NewlyQualified,
    /// So many posts more.
    Posts,
    /// Multiplies the cases that a case holder can hold with the same work.
    BusinessSupport,
    /// Multiplies the cases that there are.
    Demand,
    /// At most so many cases for each full-time worker.
    CaseloadCap,
}

/// One intervention.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervention {
    /// What it is: a supplement, a cohort, an overseas campaign.
    pub title: String,
    /// What it works on.
    pub works_on: Works,
    /// Of filling vacancies, the one route that it works on, such as `abroad`; all without.
    pub route: Option<Route>,
    /// The roles, by key; all without.
    #[serde(default)]
    pub roles: Vec<String>,
    /// The teams, by key; all without.
    #[serde(default)]
    pub teams: Vec<String>,
    /// The middle.
    pub effect: f64,
    /// 10% point.
    pub low: Option<f64>,
    /// 90% point.
    pub high: Option<f64>,
    /// The strength of the evidence.
    pub evidence: Evidence,
    /// Its source.
    pub source: String,
    /// The first day; or the incentive scheme or campaign of the record that it is, such as `scheme:RET-24`, which then gives
    /// the days, roles, teams and cost.
    pub from: Begins,
    /// The last day; none without.
    pub until: Option<Date>,
    /// Months until it has its full effect.
    #[serde(default)]
    pub ramp_months: u16,
}

/// An effect as it is used, and as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// The intervention's title.
    pub title: String,
    /// The effect after the haircut.
    pub effect: Effect,
    /// Its middle before.
    pub given: f64,
    /// The grade.
    pub evidence: Evidence,
    /// The source.
    pub source: String,
    /// What of the record it was taken from, and what that costs.
    pub registered: Option<Registered>,
}

/// Reads a scenario, or says everything that is wrong with it.
pub fn read(text: &str) -> Result<Scenario, Vec<String>> {
    let scenario: Scenario =
        toml::from_str(text).map_err(|problem| vec![problem.to_string().trim().replace('\n', "; ")])?;
    let mut wrong = Vec::new();
    if scenario.interventions.is_empty() && scenario.demand.is_none() {
        wrong.push("there is no [[intervention]]".to_owned());
    }
    for one in &scenario.interventions {
        wrong.extend(one.problems().into_iter().map(|problem| format!("`{}`: {problem}", one.title)));
    }
    wrong.extend(scenario.demand.iter().flat_map(TypedDemand::problems));
    let cuts = scenario.haircut;
    if [cuts.a, cuts.b, cuts.c, cuts.d, cuts.e].iter().any(|cut| !(0.0..=1.0).contains(cut)) {
        wrong.push("`haircut` takes shares from 0 to 1".to_owned());
    }
    if wrong.is_empty() { Ok(scenario) } else { Err(wrong) }
}

impl Intervention {
    fn is_ratio(&self) -> bool {
        matches!(
            self.works_on,
            Works::Leaving | Works::Fill | Works::Conversion | Works::BusinessSupport | Works::Demand
        )
    }

    /// Whether it is decided on, and so known, rather than the effect of something.
    fn is_decided(&self) -> bool {
        matches!(self.works_on, Works::Posts | Works::CaseloadCap)
    }

    fn problems(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let range = self.low.zip(self.high);
        match range {
            None if !self.is_decided() => {
                wrong.push("`low` and `high` are missing: an effect without a range is not taken".to_owned());
            }
            Some((low, high)) if !(low > 0.0 && low <= self.effect && self.effect <= high) => {
                wrong.push("`low`, `effect` and `high` must be above 0 and in order".to_owned());
            }
            _ => {}
        }
        if !(self.effect > 0.0 && self.effect <= 10_000.0) {
            wrong.push("`effect` must be above 0".to_owned());
        }
        if self.is_ratio() && self.effect > 20.0 {
            wrong.push("`effect` is a ratio: 0.8 is a fifth less".to_owned());
        }
        if self.route.is_some() && self.works_on != Works::Fill {
            wrong.push("only `works_on = \"fill\"` has a `route`".to_owned());
        }
        if self.source.trim().is_empty() {
            wrong.push("`source` is empty".to_owned());
        }
        let before = |until| matches!(self.from, Begins::On(from) if until < from);
        if self.until.is_some_and(before) {
            wrong.push("`until` is before `from`".to_owned());
        }
        wrong
    }
}

impl Scenario {
    /// The effects on a world that starts on a day, and the demand where one is typed in; or everything that is wrong in naming
    /// roles, teams, schemes and campaigns. `own` is the record's demand.
    pub fn effects(
        &self,
        workforce: &Workforce,
        world: &World,
        start: Date,
        own: Option<Demand>,
    ) -> Result<(Vec<Used>, Option<Demand>), Vec<String>> {
        let (mut used, mut wrong) = (Vec::new(), Vec::new());
        for one in &self.interventions {
            let resolved = match resolved(one, workforce, world, start) {
                Ok(resolved) => resolved,
                Err(problem) => {
                    wrong.push(format!("`{}`: {problem}", one.title));
                    continue;
                }
            };
            let mut find = |what: &str, keys: &[String], known: &[String]| -> Vec<u16> {
                let place = |key: &String| {
                    let at = known.iter().position(|own| own == key);
                    at.and_then(|at| u16::try_from(at).ok())
                };
                for key in keys.iter().filter(|key| place(key).is_none()) {
                    wrong.push(format!(
                        "`{}`: there is no {what} `{key}`; there are {}",
                        one.title,
                        known.join(", ")
                    ));
                }
                keys.iter().filter_map(place).collect()
            };
            let roles = find("role", &resolved.roles, &world.roles);
            let teams = find("team", &resolved.teams, &world.teams);
            used.push(self.used(one, roles, teams, (start, resolved)));
        }
        let demand = self.demand.as_ref().map(|typed| typed.demand(own)).transpose();
        let demand = demand.unwrap_or_else(|problem| {
            wrong.push(problem);
            None
        });
        if wrong.is_empty() { Ok((used, demand)) } else { Err(wrong) }
    }

    fn used(
        &self,
        one: &Intervention,
        roles: Vec<u16>,
        teams: Vec<u16>,
        (start, resolved): (Date, Resolved),
    ) -> Used {
        let cut = match one.evidence {
            Evidence::A => self.haircut.a,
            Evidence::B => self.haircut.b,
            Evidence::C => self.haircut.c,
            Evidence::D => self.haircut.d,
            Evidence::E => self.haircut.e,
        };
        let adjusted = |value: f64| if one.is_ratio() { value.powf(1.0 - cut) } else { value };
        let month = |day: Date| {
            let months = (i32::from(day.year()) - i32::from(start.year())) * 12 + i32::from(day.month())
                - i32::from(start.month());
            u16::try_from(months.max(1)).unwrap_or(NEVER)
        };
        let mechanism = match one.works_on {
            Works::Leaving => Mechanism::Leaving,
            Works::Fill => Mechanism::Fill,
            Works::Conversion => Mechanism::Conversion,
            Works::Joiners => Mechanism::Joiners,
            Works::NewlyQualified => Mechanism::NewlyQualified,
            Works::Posts => Mechanism::Posts,
            Works::BusinessSupport => Mechanism::Support,
            Works::Demand => Mechanism::Demand,
            Works::CaseloadCap => Mechanism::Cap,
        };
        let effect = Effect {
            mechanism,
            route: one.route,
            roles,
            teams,
            middle: adjusted(one.effect),
            low: adjusted(one.low.unwrap_or(one.effect)),
            high: adjusted(one.high.unwrap_or(one.effect)),
            from: month(resolved.from),
            to: resolved.until.map_or(NEVER, |until| month(until).saturating_add(1)),
            ramp: one.ramp_months.max(1),
        };
        Used {
            title: one.title.clone(),
            effect,
            given: one.effect,
            evidence: one.evidence,
            source: one.source.clone(),
            registered: resolved.registered,
        }
    }
}
