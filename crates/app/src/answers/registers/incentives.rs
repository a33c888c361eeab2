//! Incentives, as answers.

use ::registers::incentives::{Line, SchemeCost, TakeUp};
use workforce::Date;
use workforce::quantity::Pence;

use super::{BarLine, Bars, Told, pounds, share};
use crate::table::Table;

/// What is due to be paid and paid back.
pub(crate) fn due(lines: &[Line], on: Date, known_at: u64) -> Told {
    let headings = [
        "What",
        "Award",
        "Scheme",
        "Instalment",
        "Worker",
        "Due on",
        "#Amount",
        "#Paid",
        "#To pay back",
        "Waived for",
    ];
    let mut table = Table::new(format!("Incentives due on {on}"), &headings);
    let open = |line: &Line| line.to_repay - line.repaid;
    for line in lines {
        table.rows.push(vec![
            line.standing.words().to_owned(),
            line.award.clone(),
            line.scheme.clone(),
            line.instalment.clone(),
            line.worker.clone(),
            line.due_on.to_string(),
            pounds(line.amount),
            pounds(line.paid),
            pounds(open(line)),
            line.waiver.map(|waiver| waiver.to_string()).unwrap_or_default(),
        ]);
    }
    table.lead(1, "incentive_award", lines.iter().map(|line| &line.award));
    table.lead(2, "incentive_scheme", lines.iter().map(|line| &line.scheme));
    table.lead(4, "worker", lines.iter().map(|line| &line.worker));
    let unpaid: Pence =
        lines.iter().filter(|line| line.to_repay.is_zero()).map(|line| line.amount - line.paid).sum();
    let back: Pence = lines.iter().filter(|line| line.waiver.is_none()).map(open).sum();
    table.notes.push(format!("To be paid: {}.", pounds(unpaid)));
    let due = match (unpaid.is_zero(), back.is_zero()) {
        (true, true) => String::new(),
        (_, true) => format!("{} is due to be paid.", pounds(unpaid)),
        _ => format!("{} is due to be paid, and {} to be paid back.", pounds(unpaid), pounds(back)),
    };
    Told::new(known_at, vec![table])
        .about(lines.iter().map(|line| line.worker.as_str()))
        .due(due)
        .with("as_at", on)
        .with("due", lines)
}

/// What schemes cost, and who took them up.
pub(crate) fn cost(costs: &[SchemeCost], taken: &[TakeUp], on: Date, known_at: u64) -> Told {
    let headings =
        ["Scheme", "#Awards", "#Paid", "#Paid back", "#Committed", "#To be paid back", "#On-costs"];
    let mut table = Table::new(format!("Incentive schemes to {on}"), &headings);
    for cost in costs {
        table.rows.push(vec![
            cost.name.clone(),
            cost.awards.to_string(),
            pounds(cost.paid),
            pounds(cost.repaid),
            pounds(cost.committed),
            pounds(cost.to_repay),
            pounds(cost.on_costs),
        ]);
    }
    table.lead(0, "incentive_scheme", costs.iter().map(|cost| &cost.scheme));
    table.notes.push("Committed is what falls due to those who are here, as though nobody left.".to_owned());
    let headings = ["Scheme", "Who", "How many"];
    let mut after = Table::new("Take-up, and who stayed after", &headings);
    for one in taken {
        let row = |who: String, told: String| vec![one.scheme.clone(), who, told];
        after.rows.push(row("eligible, and awarded".to_owned(), share(&one.taken)));
        for stayed in one.stayed.iter().chain(&one.before) {
            after.rows.push(row(
                format!("{}: still here after {} months", stayed.group, one.months),
                share(stayed),
            ));
        }
    }
    let schemes = taken.iter().flat_map(|one| {
        std::iter::repeat_n(&one.scheme, 1 + one.stayed.len() + usize::from(one.before.is_some()))
    });
    after.lead(0, "incentive_scheme", schemes);
    after.notes.push(
        "What came after a scheme did not come because of it: those who are eligible differ from the others, and so do the \
         times."
            .to_owned(),
    );
    let lines = taken
        .iter()
        .map(|one| BarLine::share(one.scheme.as_str(), one.taken.group, (one.taken.part, one.taken.whole)));
    Told::new(known_at, vec![table, after])
        .drawn(Bars {
            id: "take-up",
            title: format!("Take-up on {on}: awarded, of those who are eligible"),
            unit: "%",
            lines: lines.collect(),
        })
        .with("as_at", on)
        .with("schemes", costs)
        .with("take_up", taken)
}
