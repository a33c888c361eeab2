//! Incentives: what is due to be paid, what was paid, what a leaver pays back, what a scheme costs, and who took it up.
//!
//! **Due.** An instalment falls due so many whole months after the award, to whoever is still employed on that day, unless
//! the award has ended.
//!
//! **Paid back.** The tie-in of an instalment runs from the day on which it fell due. A worker who leaves before its end
//! pays back what was paid: all of it without a taper; with a linear taper the share of the days that are left of the
//! tie-in; with a stepped one the share of the steps that are not completed. Each amount is rounded once, to the penny,
//! halves away from zero.

mod scheme;
mod takeup;

use serde::Serialize;
use std::collections::BTreeMap;

use workforce::Date;
use workforce::quantity::Pence;
use workforce::records::{
    IncentiveAward, IncentiveInstalment, IncentiveScheme, LeavingReason, Payment, Records, Spell, Taper,
    Waiver,
};

pub use scheme::{SchemeCost, scheme_costs};
pub use takeup::{TakeUp, take_up};

use crate::days::{days_between, months_after, months_between};

/// How an instalment of an award stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Fell due, and was not paid.
    Due,
    /// Paid; within its tie-in.
    Tied,
    /// To be paid back by someone who left.
    ToRepay,
    /// To be paid back, and waived.
    Waived,
    /// Paid, and its tie-in is over, or it was paid back.
    Settled,
    /// Falls due later.
    Ahead,
    /// Never falls due: the worker left, or the award ended, before.
    Lapsed,
}

impl Standing {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Tied => "paid, tied",
            Self::ToRepay => "to be paid back",
            Self::Waived => "waived",
            Self::Settled => "settled",
            Self::Ahead => "ahead",
            Self::Lapsed => "lapsed",
        }
    }
}

/// An instalment of an award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The award.
    pub award: String,
    /// The scheme.
    pub scheme: String,
    /// The instalment.
    pub instalment: String,
    /// The worker.
    pub worker: String,
    /// How it stands.
    pub standing: Standing,
    /// The day on which it falls due.
    pub due_on: Date,
    /// How much.
    pub amount: Pence,
    /// What was paid of it by the day.
    pub paid: Pence,
    /// The day on which its tie-in ends; the day on which it falls due where it has none.
    pub tied_to: Date,
    /// What is to be paid back in all, before anything was.
    pub to_repay: Pence,
    /// What of an award was paid back, told with its first instalment that is to be paid back.
    pub repaid: Pence,
    /// Why it is waived.
    pub waiver: Option<Waiver>,
}

/// What is to be paid back of an amount by someone who leaves on a day, before waivers.
pub fn to_repay(amount: Pence, instalment: &IncentiveInstalment, due_on: Date, left: Date) -> Pence {
    let months = instalment.tie_in_months.unwrap_or(0);
    let ends = months_after(due_on, months);
    if left >= ends || left < due_on {
        return if left < due_on && months > 0 { amount } else { Pence::ZERO };
    }
    match instalment.taper.unwrap_or(Taper::None) {
        Taper::None => amount,
        Taper::Linear => share(amount, days_between(left, ends), days_between(due_on, ends)),
        Taper::Stepped => {
            let step = instalment.step_months.unwrap_or(12).max(1);
            let steps = months.div_ceil(step);
            let done = months_between(due_on, left) / step;
            share(amount, i64::from(steps.saturating_sub(done)), i64::from(steps))
        }
    }
}

/// A share of an amount, rounded once, halves away from zero.
pub fn share(amount: Pence, part: i64, whole: i64) -> Pence {
    let (part, whole) = (i128::from(amount.pence()) * i128::from(part), i128::from(whole.max(1)));
    let magnitude = (part.abs() * 2 + whole) / (whole * 2);
    let pence = if part < 0 { -magnitude } else { magnitude };
    Pence::from_pence(i64::try_from(pence).unwrap_or(i64::MAX))
}

/// The waiver that follows from the reason for leaving, where the scheme has it.
fn waiver(scheme: &IncentiveScheme, award: &IncentiveAward, spell: &Spell, on: Date) -> Option<Waiver> {
    if let Some(waived) = award.waived.filter(|_| award.waived_on.is_none_or(|day| day <= on)) {
        return Some(waived);
    }
    let follows = match spell.reason? {
        LeavingReason::VoluntaryRedundancy | LeavingReason::CompulsoryRedundancy => Waiver::Redundancy,
        LeavingReason::Deceased => Waiver::Death,
        LeavingReason::MovedWithin => Waiver::InternalMove,
        _ => return None,
    };
    scheme.waivers.contains(&follows).then_some(follows)
}

/// The instalments of a scheme, in order.
pub(crate) fn instalments<'a>(records: &'a Records, scheme: &str) -> Vec<&'a IncentiveInstalment> {
    let all = records.incentive_instalments.values();
    let mut own: Vec<&IncentiveInstalment> = all.filter(|one| one.scheme.as_str() == scheme).collect();
    own.sort_by(|a, b| (a.after_months, &a.instalment).cmp(&(b.after_months, &b.instalment)));
    own
}

/// Every instalment of every award as it stands on a day, by award and instalment.
pub fn lines(records: &Records, on: Date) -> Vec<Line> {
    let mut payments: BTreeMap<(&str, &str), Pence> = BTreeMap::new();
    let paid = |payment: &&Payment| payment.paid_on <= on;
    for payment in records.payments.values().filter(paid) {
        if let Some(award) = &payment.award {
            let instalment = payment.instalment.as_deref().unwrap_or_default();
            *payments.entry((award.as_str(), instalment)).or_default() += payment.amount;
        }
    }
    let mut repaid: BTreeMap<&str, Pence> = BTreeMap::new();
    for repayment in records.incentive_repayments.values().filter(|one| one.paid_on <= on) {
        *repaid.entry(repayment.award.as_str()).or_default() += repayment.amount;
    }
    let mut awards: Vec<&IncentiveAward> = records.incentive_awards.values().collect();
    awards.sort_unstable_by(|a, b| a.award.cmp(&b.award));
    let mut lines = Vec::new();
    for award in awards {
        let scheme = records.incentive_schemes.get(award.scheme.as_str());
        let spell = records.spells.get(award.spell.as_str());
        let (Some(scheme), Some(spell)) = (scheme, spell) else { continue };
        let mut back = repaid.get(award.award.as_str()).copied().unwrap_or_default();
        let left = spell.left.filter(|left| *left <= on);
        for instalment in instalments(records, scheme.scheme.as_str()) {
            let key = (award.award.as_str(), instalment.instalment.as_str());
            let paid = payments.get(&key).copied().unwrap_or_default();
            let due_on = months_after(award.awarded_on, instalment.after_months);
            let mut line = Line {
                award: award.award.to_string(),
                scheme: scheme.scheme.to_string(),
                instalment: instalment.instalment.to_string(),
                worker: spell.worker.to_string(),
                standing: Standing::Ahead,
                due_on,
                amount: instalment.amount,
                paid,
                tied_to: months_after(due_on, instalment.tie_in_months.unwrap_or(0)),
                to_repay: left.map_or(Pence::ZERO, |left| to_repay(paid, instalment, due_on, left)),
                repaid: Pence::ZERO,
                waiver: left.and_then(|_| waiver(scheme, award, spell, on)),
            };
            line.repaid = back.min(line.to_repay);
            back -= line.repaid;
            line.standing = standing(&line, award, spell, on);
            lines.push(line);
        }
    }
    lines
}

fn standing(line: &Line, award: &IncentiveAward, spell: &Spell, on: Date) -> Standing {
    let gone = |day: Option<Date>| day.is_some_and(|day| day <= line.due_on);
    if line.paid < line.amount && (gone(spell.left) || gone(award.ended_on)) && line.paid == Pence::ZERO {
        return Standing::Lapsed;
    }
    if line.due_on > on && line.paid == Pence::ZERO {
        return Standing::Ahead;
    }
    if line.to_repay > line.repaid {
        return if line.waiver.is_some() { Standing::Waived } else { Standing::ToRepay };
    }
    let left = spell.left.is_some_and(|left| left <= on);
    if line.paid < line.amount && !left {
        return Standing::Due;
    }
    if !left && line.tied_to > on { Standing::Tied } else { Standing::Settled }
}

/// What is due to be paid, and what is to be paid back, on a day: what came due first comes first.
pub fn due(records: &Records, on: Date) -> Vec<Line> {
    let mut found = lines(records, on);
    found.retain(|line| matches!(line.standing, Standing::Due | Standing::ToRepay | Standing::Waived));
    found.sort_by(|a, b| {
        (a.standing, a.due_on, &a.award, &a.instalment).cmp(&(b.standing, b.due_on, &b.award, &b.instalment))
    });
    found
}
