//! What each scheme has cost and is committed to.

use serde::Serialize;
use workforce::Date;
use workforce::quantity::Pence;
use workforce::records::Records;

use super::{Line, Standing, lines, share};

/// What a scheme costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SchemeCost {
    /// The scheme.
    pub scheme: String,
    /// Its name.
    pub name: String,
    /// Awards.
    pub awards: usize,
    /// Paid by the day.
    pub paid: Pence,
    /// Paid back by the day.
    pub repaid: Pence,
    /// Due and not paid, and falling due later to those who are still here: as though nobody left.
    pub committed: Pence,
    /// To be paid back, and not waived.
    pub to_repay: Pence,
    /// What the employer pays on top of what was paid and is committed.
    pub on_costs: Pence,
}

/// The schemes with what they cost by a day, in the order of their keys.
pub fn scheme_costs(records: &Records, on: Date) -> Vec<SchemeCost> {
    let lines = lines(records, on);
    let mut schemes: Vec<_> = records.incentive_schemes.values().collect();
    schemes.sort_unstable_by(|a, b| a.scheme.cmp(&b.scheme));
    let costs = schemes.into_iter().map(|scheme| {
        let own: Vec<&Line> = lines.iter().filter(|line| line.scheme == scheme.scheme.as_str()).collect();
        let sum = |amount: &dyn Fn(&Line) -> Pence| own.iter().map(|line| amount(line)).sum::<Pence>();
        let open = |line: &Line| matches!(line.standing, Standing::Due | Standing::Ahead);
        let paid = sum(&|line| line.paid);
        let committed = sum(&|line| if open(line) { line.amount - line.paid } else { Pence::ZERO });
        let owed = |line: &Line| line.standing == Standing::ToRepay;
        let mut awards: Vec<&str> = own.iter().map(|line| line.award.as_str()).collect();
        awards.dedup();
        SchemeCost {
            scheme: scheme.scheme.to_string(),
            name: scheme.name.to_string(),
            awards: awards.len(),
            paid,
            repaid: sum(&|line| line.repaid),
            committed,
            to_repay: sum(&|line| if owed(line) { line.to_repay - line.repaid } else { Pence::ZERO }),
            on_costs: share(paid + committed, i64::from(scheme.on_cost_hundredths.unwrap_or(0)), 10_000),
        }
    });
    costs.collect()
}
