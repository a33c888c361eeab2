//! Decisions against budgets: which changes between two baselines a decision explains, and which nobody decided.
//!
//! Both budgets are taken on their first day, and the decisions counted are the approved ones made from the first day of
//! the earlier up to the first day of the later. Roles joined by a role mapping in that time are read together, because a
//! retitled post is not a new one. Nothing is absorbed: what no decision explains is listed.

use std::collections::BTreeMap;

use crate::period::Date;
use crate::position::{Ask, AskError, By};
use crate::quantity::Fte;
use crate::records::{DecisionStatus, EffectKind};
use crate::workforce::Workforce;

/// What became of the posts of a role, or of roles read together, between two budgets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The roles' keys, in the order of the ladder.
    pub roles: Vec<String>,
    /// Funded in the earlier budget.
    pub from: Fte,
    /// Funded in the later budget.
    pub to: Fte,
    /// Later less earlier.
    pub change: Fte,
    /// What approved decisions state in FTE.
    pub decided: Fte,
    /// Whether a decision changes the role's posts without stating how many.
    pub not_stated: bool,
    /// The change less what decisions state.
    pub unexplained: Fte,
    /// The decisions' keys.
    pub decisions: Vec<String>,
}

/// Sets the changes between two baselines against the decisions made between them, by role.
pub fn explain(workforce: &Workforce, from: &str, to: &str) -> Result<Vec<Explained>, AskError> {
    let (from_day, from_fte) = budget(workforce, from)?;
    let (to_day, to_fte) = budget(workforce, to)?;
    let mut groups = groups(workforce, from_day, to_day);
    for (_, role, _) in from_fte.values().chain(to_fte.values()) {
        if !groups.iter().any(|group| group.contains(role)) {
            groups.push(vec![role.clone()]);
        }
    }
    let sum = |budget: &BTreeMap<String, (Fte, String, usize)>, group: &[String]| -> Fte {
        group.iter().filter_map(|role| budget.get(role)).map(|(fte, ..)| *fte).sum()
    };
    let place = |group: &[String]| {
        let of = |role: &String| to_fte.get(role).or(from_fte.get(role)).map_or(usize::MAX, |(_, _, at)| *at);
        group.iter().map(of).min()
    };
    groups.sort_by_key(|group| (place(group), group.clone()));
    let explained = groups.into_iter().map(|roles| {
        let (before, after) = (sum(&from_fte, &roles), sum(&to_fte, &roles));
        let (decided, not_stated, decisions) = decided(workforce, &roles, from_day, to_day);
        let change = after - before;
        let unexplained = change - decided;
        Explained { roles, from: before, to: after, change, decided, not_stated, unexplained, decisions }
    });
    Ok(explained.filter(|row| !row.change.is_zero() || !row.decided.is_zero() || row.not_stated).collect())
}

type Budget = BTreeMap<String, (Fte, String, usize)>;

/// A baseline's first day, and its funded FTE by role on that day.
fn budget(workforce: &Workforce, name: &str) -> Result<(Date, Budget), AskError> {
    let day = workforce.baseline_start(name)?;
    let ask = Ask { as_at: day, baseline: Some(name.to_owned()), service: None, team: None, by: By::Role };
    let position = workforce.position(&ask)?;
    let rows = position.rows.iter().enumerate();
    let funded =
        rows.map(|(at, row)| (row.key.clone(), (row.line.funded().unwrap_or_default(), row.key.clone(), at)));
    Ok((day, funded.collect()))
}

/// Roles that a mapping joins in the time between two days.
fn groups(workforce: &Workforce, after: Date, upto: Date) -> Vec<Vec<String>> {
    let mut mappings: Vec<_> = workforce.records().role_mappings.values().collect();
    mappings.sort_by(|a, b| (&a.from_role, &a.to_role).cmp(&(&b.from_role, &b.to_role)));
    let mut groups: Vec<Vec<String>> = Vec::new();
    for mapping in mappings.iter().filter(|mapping| after < mapping.on && mapping.on <= upto) {
        let pair = [mapping.from_role.to_string(), mapping.to_role.to_string()];
        let (touching, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|role| pair.contains(role)));
        groups = apart;
        let mut joined: Vec<String> = touching.into_iter().flatten().chain(pair).collect();
        joined.sort();
        joined.dedup();
        groups.push(joined);
    }
    groups
}

/// What approved decisions between two days do to the posts of some roles.
fn decided(workforce: &Workforce, roles: &[String], from: Date, upto: Date) -> (Fte, bool, Vec<String>) {
    let records = workforce.records();
    let (mut total, mut not_stated, mut keys) = (Fte::ZERO, false, Vec::new());
    for effect in records.decision_effects.values() {
        let decision = records.decisions.get(effect.decision.as_str());
        let counts = decision.is_some_and(|decision| {
            decision.status == DecisionStatus::Approved && from <= decision.on && decision.on <= upto
        });
        let about = effect.role.as_ref().is_some_and(|role| roles.iter().any(|known| known == role.as_str()));
        if !counts || !about {
            continue;
        }
        keys.push(effect.decision.to_string());
        match (effect.kind, effect.fte) {
            // Neither makes or ends a post.
            (EffectKind::Regrade | EffectKind::Recruit, _) => {}
            (_, Some(fte)) => total += fte,
            (_, None) => not_stated = true,
        }
    }
    keys.sort();
    keys.dedup();
    (total, not_stated, keys)
}
