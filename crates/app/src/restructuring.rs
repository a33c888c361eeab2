//! A restructure worked as a transfer: posts of a unit move to another on a day, the unit may end, and what was funded, held
//! and covered before is conserved. Planned first, so that it can be looked at; then done as one change.

use std::collections::BTreeSet;

use ledger::Append;
use workforce::change::{ChangeNumber, Content, Entry, Note};
use workforce::position::{Ask, By, show};
use workforce::quantity::Quantity;
use workforce::records::{Post, PostKey, Record, Records, Transfer, Unit, UnitKey};
use workforce::{Date, Workforce};

use crate::changing::Changed;
use crate::error::OfficeError;
use crate::office::{Council, Known, Office};
use crate::policy::Action;
use crate::table::Table;

/// What is to move.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestructureAsk {
    /// The unit that posts leave, by key.
    pub unit: String,
    /// The unit that they join, by key; a new one where `name` is given.
    pub to: String,
    /// The name of the new unit, which begins on the day below the same unit as the old one.
    pub name: Option<String>,
    /// The first day in the new place.
    pub on: Date,
    /// What the transfer is called.
    pub transfer: String,
    /// The decision that ordered it, by key.
    pub decision: Option<String>,
    /// The posts that move; all of the unit's where none is named.
    pub posts: Vec<String>,
    /// Whether the unit ends on the day, and the other carries on its work.
    pub ends: bool,
}

/// A restructure as it would be done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The newest change that it was planned on.
    pub seen: u64,
    /// Every post of the unit on the day: its key, and whether it moves.
    pub posts: Vec<(String, bool)>,
    /// Those posts with their titles and FTE.
    pub listed: Table,
    /// Both units before and after, and together.
    pub conserved: Table,
    /// Whether what they have together is the same before and after.
    pub is_conserved: bool,
    /// What stays behind and needs somebody's attention, in sentences.
    pub left: Vec<String>,
    entries: Vec<Entry>,
}

fn usage(text: impl Into<String>) -> OfficeError {
    OfficeError::Usage(text.into())
}

/// The row of a dated unit that holds on a day.
fn unit_on<'r>(records: &'r Records, key: &str, day: Date) -> Option<&'r Unit> {
    let rows = records.units.values().filter(|unit| unit.unit.as_str() == key && unit.from <= day);
    rows.max_by_key(|unit| unit.from).filter(|unit| unit.to.is_none_or(|to| day < to))
}

impl RestructureAsk {
    /// The records that say it, of the posts that move.
    fn entries(&self, records: &Records, moving: &[&Post]) -> Result<Vec<Entry>, OfficeError> {
        let before = self.on.yesterday().map_err(|_| usage("give a later day"))?;
        let old = unit_on(records, &self.unit, before)
            .ok_or_else(|| usage(format!("there is no unit `{}` on {before}", self.unit)))?;
        let mut made: Vec<Record> = Vec::new();
        match (&self.name, unit_on(records, &self.to, self.on)) {
            (Some(_), Some(there)) => {
                return Err(usage(format!(
                    "there is a unit `{}` already, called {}: leave the new name out, or give another key",
                    self.to, there.name
                )));
            }
            (Some(name), None) => made.push(
                Unit {
                    unit: UnitKey::new(self.to.as_str()),
                    from: self.on,
                    to: None,
                    name: name.as_str().into(),
                    successors: workforce::cell::List::default(),
                    note: None,
                    ..old.clone()
                }
                .into(),
            ),
            (None, None) => {
                return Err(usage(format!(
                    "there is no unit `{}` on {}: give its name to make it",
                    self.to, self.on
                )));
            }
            (None, Some(_)) => {}
        }
        if self.ends {
            let successors = workforce::cell::List(vec![UnitKey::new(self.to.as_str())]);
            made.push(Unit { to: Some(self.on), successors, ..old.clone() }.into());
        }
        for post in moving {
            made.push(
                Transfer {
                    transfer: self.transfer.as_str().into(),
                    post: post.post.clone(),
                    on: self.on,
                    from_team: Some(UnitKey::new(self.unit.as_str())),
                    to_team: Some(UnitKey::new(self.to.as_str())),
                    from_role: None,
                    to_role: None,
                    fte_out: post.fte,
                    fte_in: post.fte,
                    decision: self.decision.as_deref().map(workforce::records::DecisionKey::new),
                    note: None,
                }
                .into(),
            );
        }
        Ok(made
            .iter()
            .map(|record| Entry { record: record.id(), content: Content::Body(record.body()) })
            .collect())
    }
}

/// What a unit has on a day, as far as it is there.
fn counted(workforce: &Workforce, unit: &str, day: Date) -> Result<[Quantity; 4], OfficeError> {
    let ask = Ask { as_at: day, baseline: None, service: None, team: Some(unit.to_owned()), by: By::Team };
    if workforce.unit_named(unit, day).is_err() {
        return Ok([Ok(workforce::quantity::Fte::ZERO); 4]);
    }
    let line = workforce.position(&ask)?.total.line;
    Ok([line.funded(), Ok(line.substantive()), Ok(line.covered()), line.uncovered()])
}

fn both(one: [Quantity; 4], other: [Quantity; 4]) -> [Quantity; 4] {
    std::array::from_fn(|at| match (one[at], other[at]) {
        (Ok(one), Ok(other)) => Ok(one + other),
        (Err(none), _) | (_, Err(none)) => Err(none),
    })
}

impl Office {
    /// A restructure as it would be done: nothing is changed.
    pub async fn plan_restructure(
        &self,
        council: &Council,
        ask: &RestructureAsk,
    ) -> Result<Plan, OfficeError> {
        self.may(Action::EditRecord)?;
        let known = self.known(council, None).await?;
        plan(&known, ask)
    }

    /// Does a restructure as it was planned on the record at `seen`, by one change.
    pub async fn restructure(
        &self,
        council: &Council,
        ask: &RestructureAsk,
        (seen, reason, at): (u64, String, String),
    ) -> Result<Changed, OfficeError> {
        let plan = self.plan_restructure(council, ask).await?;
        if plan.seen != seen {
            return Err(OfficeError::Refused(
                "the record has changed since you looked at the plan: look at it again".to_owned(),
            ));
        }
        if !plan.is_conserved {
            return Err(OfficeError::Refused(
                "the two units together would not have what they had before".to_owned(),
            ));
        }
        let wrong = self.breaches(council, &plan.entries).await?;
        if !wrong.is_empty() {
            return Ok(Changed::Wrong(wrong));
        }
        let note =
            Note { at, by: self.actor.name.clone(), reason, source: format!("restructure {}", ask.transfer) };
        let expected_head = ChangeNumber(seen);
        self.landed(council, Append { expected_head, note, entries: plan.entries, blobs: Vec::new() }).await
    }
}

fn plan(known: &Known, ask: &RestructureAsk) -> Result<Plan, OfficeError> {
    if ask.transfer.is_empty() {
        return Err(usage("give the restructure a name"));
    }
    if ask.unit == ask.to {
        return Err(usage("the posts are to go to another unit than the one they are in"));
    }
    let workforce = &known.workforce;
    let records = workforce.records();
    let before = ask.on.yesterday().map_err(|_| usage("give a later day"))?;
    let unit = workforce.unit_named(&ask.unit, before)?;
    let whole =
        Ask { as_at: before, baseline: None, service: None, team: Some(ask.unit.clone()), by: By::Team };
    let mut there = workforce.posts_on(&whole)?;
    there.retain(|post| post.place.team == Some(unit));
    let chosen: BTreeSet<&str> = ask.posts.iter().map(String::as_str).collect();
    if let Some(stranger) = chosen.iter().find(|key| !there.iter().any(|post| post.post.as_str() == **key)) {
        return Err(usage(format!("post `{stranger}` is not in `{}` on {before}", ask.unit)));
    }
    let moves = |key: &PostKey| chosen.is_empty() || chosen.contains(key.as_str());
    let mut listed =
        Table::new(format!("Posts of {} on {before}", ask.unit), &["Post", "Role", "#FTE", "Moves"]);
    let mut moving = Vec::new();
    for post in &there {
        let goes = moves(post.post);
        listed.rows.push(vec![
            post.post.to_string(),
            post.place.role.map(|role| workforce.title_of_role(role, before).to_owned()).unwrap_or_default(),
            post.funded.to_string(),
            if goes { "yes" } else { "no" }.to_owned(),
        ]);
        if goes {
            moving.extend(records.posts.get(&post.source().record().key));
        }
    }
    let entries = ask.entries(records, &moving)?;
    let mut after = records.clone();
    for entry in &entries {
        after.apply(known.number, entry)?;
    }
    let after = Workforce::new(after);
    let (is_conserved, conserved) = conserved(workforce, &after, ask)?;
    Ok(Plan {
        seen: known.number.0,
        posts: there.iter().map(|post| (post.post.to_string(), moves(post.post))).collect(),
        listed,
        conserved,
        is_conserved,
        left: left(workforce, ask, there.len() - moving.len()),
        entries,
    })
}

/// Both units on the day, as the record stands and as it would: the same people, the same posts, another place.
fn conserved(now: &Workforce, then: &Workforce, ask: &RestructureAsk) -> Result<(bool, Table), OfficeError> {
    let mut table = Table::new(
        format!("On {}, without and with the restructure, in FTE", ask.on),
        &["Unit", "Restructure", "#Funded", "#Substantive", "#Covered", "#Uncovered"],
    );
    let mut row = |name: &str, when: &str, counts: [Quantity; 4]| {
        let mut row = vec![name.to_owned(), when.to_owned()];
        row.extend(counts.map(show));
        table.rows.push(row);
    };
    let mut sums = Vec::new();
    for (when, workforce) in [("without", now), ("with", then)] {
        let (old, new) = (counted(workforce, &ask.unit, ask.on)?, counted(workforce, &ask.to, ask.on)?);
        row(&ask.unit, when, old);
        row(&ask.to, when, new);
        row("Both", when, both(old, new));
        sums.push(both(old, new));
    }
    Ok((sums[0] == sums[1], table))
}

/// What a restructure leaves in the old unit.
fn left(workforce: &Workforce, ask: &RestructureAsk, posts: usize) -> Vec<String> {
    let mut left = Vec::new();
    if !ask.ends {
        return left;
    }
    if posts > 0 {
        left.push(format!("{posts} of its posts stay in the unit that ends: move or end them too"));
    }
    let later = workforce.records().posts.values();
    let later = later.filter(|post| post.team.as_str() == ask.unit && post.from >= ask.on).count();
    if later > 0 {
        left.push(format!("{later} of its posts begin or change on or after the day: change their unit"));
    }
    let loose = workforce.records().occupancies.values();
    let loose = loose.filter(|one| {
        let team = one.team.as_ref().is_some_and(|team| team.as_str() == ask.unit);
        team && one.post.is_none() && one.to.is_none_or(|to| ask.on < to)
    });
    let loose = loose.count();
    if loose > 0 {
        left.push(format!(
            "{loose} of its people work there without a post: change the unit that they work in"
        ));
    }
    let below = workforce.records().units.values();
    let below = below
        .filter(|unit| {
            unit.parent.as_ref().is_some_and(|parent| parent.as_str() == ask.unit)
                && unit.to.is_none_or(|to| ask.on < to)
        })
        .count();
    if below > 0 {
        left.push(format!("{below} units belong to it: say what they belong to"));
    }
    left
}
