//! Incentives, as answers.

use ::registers::incentives::{Line, SchemeCost, TakeUp};
use workforce::Date;
use workforce::quantity::Pence;

use super::{Told, pounds, share};
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
    let unpaid: Pence =
        lines.iter().filter(|line| line.to_repay.is_zero()).map(|line| line.amount - line.paid).sum();
    table.notes.push(format!("To be paid: {}.", pounds(unpaid)));
    Told::new(known_at, vec![table]).with("as_at", on).with("due", lines)
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
    after.notes.push(
        "What came after a scheme did not come because of it: those who are eligible differ from the others, and so do the \
         times."
            .to_owned(),
    );
    Told::new(known_at, vec![table, after]).with("as_at", on).with("schemes", costs).with("take_up", taken)
}
