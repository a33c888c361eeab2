//! Interventions that are in the record: an incentive scheme or a campaign gives the days, roles and teams, and what it costs.
//!
//! How much it does, and how strong the evidence is, is still typed in: a register holds no effect.

use std::collections::BTreeSet;

use serde::Deserialize;
use workforce::quantity::Pence;
use workforce::records::{Campaign, IncentiveScheme, Records};
use workforce::{Date, Workforce};

use super::Intervention;
use crate::simulate::world::World;

/// When an intervention begins.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Begins {
    /// On a day.
    On(Date),
    /// With an incentive scheme of the record, by key.
    Scheme(String),
    /// With a campaign of the record, by key.
    Campaign(String),
}

impl TryFrom<String> for Begins {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if let Some(key) = text.strip_prefix("scheme:") {
            return Ok(Self::Scheme(key.trim().to_owned()));
        }
        if let Some(key) = text.strip_prefix("campaign:") {
            return Ok(Self::Campaign(key.trim().to_owned()));
        }
        text.parse().map(Self::On).map_err(|_| {
            format!("`from` is `{text}`: give a day such as 2025-04-01, `scheme:KEY` or `campaign:KEY`")
        })
    }
}

/// What of the record an intervention was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The record, such as `scheme:RET-24`.
    pub record: String,
    /// Its name.
    pub name: String,
    /// What it costs, as far as the record has it.
    pub cost: Option<Cost>,
}

/// What something of the record costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Every instalment of one award, with what the employer pays on top.
    EachAward(Pence),
    /// A campaign with its adverts.
    InAll(Pence),
}

impl Cost {
    /// In words.
    pub fn words(self) -> String {
        match self {
            Self::EachAward(amount) => format!("£{amount} for each award, with on-costs"),
            Self::InAll(amount) => format!("£{amount} in all"),
        }
    }
}

/// An intervention with its days, roles and teams, wherever they are from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) from: Date,
    pub(super) until: Option<Date>,
    pub(super) roles: Vec<String>,
    pub(super) teams: Vec<String>,
    pub(super) registered: Option<Registered>,
}

/// Takes what an intervention leaves to the record. What is typed in as well wins.
pub(super) fn resolved(
    one: &Intervention,
    workforce: &Workforce,
    world: &World,
    start: Date,
) -> Result<Resolved, String> {
    let records = workforce.records();
    let own = match &one.from {
        Begins::On(from) => {
            let (roles, teams) = (one.roles.clone(), one.teams.clone());
            return Ok(Resolved { from: *from, until: one.until, roles, teams, registered: None });
        }
        Begins::Scheme(key) => {
            let known = || records.incentive_schemes.values().map(|own| own.scheme.to_string());
            let scheme = records.incentive_schemes.get(key.as_str());
            of_scheme(
                scheme.ok_or_else(|| missing("incentive scheme", key, known()))?,
                workforce,
                world,
                start,
            )?
        }
        Begins::Campaign(key) => {
            let known = || records.campaigns.values().map(|own| own.campaign.to_string());
            let campaign = records.campaigns.get(key.as_str());
            of_campaign(campaign.ok_or_else(|| missing("campaign", key, known()))?, records)
        }
    };
    let until = one.until.or(own.until);
    if let Some(until) = until.filter(|until| *until < start) {
        return Err(format!("it is over on {until}, before the forecast begins on {start}: give `until`"));
    }
    let or = |typed: &Vec<String>, own: Vec<String>| if typed.is_empty() { own } else { typed.clone() };
    Ok(Resolved { until, roles: or(&one.roles, own.roles), teams: or(&one.teams, own.teams), ..own })
}

fn missing(what: &str, key: &str, known: impl Iterator<Item = String>) -> String {
    let mut known: Vec<String> = known.collect();
    known.sort_unstable();
    if known.is_empty() {
        format!("the record holds no {what} `{key}`, nor any other: record it first, or give `from` as a day")
    } else {
        format!("the record holds no {what} `{key}`; there are {}", known.join(", "))
    }
}

/// The day before the first on which something no longer holds.
fn last_day(to: Option<Date>) -> Option<Date> {
    to.and_then(|to| to.yesterday().ok())
}

/// A scheme: its days, whom it is for among those simulated, and what an award comes to.
fn of_scheme(
    scheme: &IncentiveScheme,
    workforce: &Workforce,
    world: &World,
    start: Date,
) -> Result<Resolved, String> {
    let records = workforce.records();
    let mut roles: BTreeSet<String> = scheme.roles.0.iter().map(ToString::to_string).collect();
    let mut teams: BTreeSet<String> = BTreeSet::new();
    for unit in &scheme.teams.0 {
        let above = workforce.unit_named(unit.as_str(), start).map_err(|problem| problem.to_string())?;
        let lies = |team: &&String| {
            let own = workforce.unit_named(team, start);
            own.is_ok_and(|own| own == above || workforce.lies_in(own, above, start))
        };
        teams.extend(world.teams.iter().filter(lies).cloned());
    }
    for post in &scheme.posts.0 {
        let rows = records.posts.values().filter(|row| row.post == *post && row.from <= start);
        if let Some(row) = rows.max_by_key(|row| row.from) {
            roles.insert(row.role.to_string());
            teams.insert(row.team.to_string());
        }
    }
    let is_narrow = (!roles.is_empty(), !scheme.teams.0.is_empty() || !scheme.posts.0.is_empty());
    let known = |keys: BTreeSet<String>, all: &[String]| -> Vec<String> {
        keys.into_iter().filter(|key| all.contains(key)).collect()
    };
    let (roles, teams) = (known(roles, &world.roles), known(teams, &world.teams));
    if (is_narrow.0 && roles.is_empty()) || (is_narrow.1 && teams.is_empty()) {
        return Err(format!(
            "nobody in this forecast may have `scheme:{}`: its roles and teams are not among those of children's social work \
             on {start}",
            scheme.scheme
        ));
    }
    let instalments = records.incentive_instalments.values();
    let plain: Pence = instalments.filter(|own| own.scheme == scheme.scheme).map(|own| own.amount).sum();
    let on_cost = i64::from(scheme.on_cost_hundredths.unwrap_or(0));
    let award = registers::incentives::share(plain, 10_000 + on_cost, 10_000);
    Ok(Resolved {
        from: scheme.from,
        until: last_day(scheme.to),
        roles,
        teams,
        registered: Some(Registered {
            record: format!("scheme:{}", scheme.scheme),
            name: scheme.name.to_string(),
            cost: (plain > Pence::ZERO).then_some(Cost::EachAward(award)),
        }),
    })
}

/// A campaign: its days, the roles and teams that it advertises, and its cost with that of its adverts.
fn of_campaign(campaign: &Campaign, records: &Records) -> Resolved {
    let adverts = records.adverts.values();
    let adverts: Vec<_> =
        adverts.filter(|advert| advert.campaign.as_ref() == Some(&campaign.campaign)).collect();
    let roles: BTreeSet<String> = adverts.iter().map(|advert| advert.role.to_string()).collect();
    // One advert for several teams is for all of them.
    let teams: Option<BTreeSet<String>> =
        adverts.iter().map(|advert| advert.team.as_ref().map(ToString::to_string)).collect();
    let costs = campaign.cost.into_iter().chain(adverts.iter().filter_map(|advert| advert.cost));
    let costs: Vec<Pence> = costs.collect();
    Resolved {
        from: campaign.from,
        until: last_day(campaign.to),
        roles: roles.into_iter().collect(),
        teams: teams.unwrap_or_default().into_iter().collect(),
        registered: Some(Registered {
            record: format!("campaign:{}", campaign.campaign),
            name: campaign.name.to_string(),
            cost: (!costs.is_empty()).then(|| Cost::InAll(costs.into_iter().sum())),
        }),
    }
}
