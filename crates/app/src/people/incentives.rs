//! What a worker was promised and paid to come or to stay, for those who may read pay.

use ::registers::incentives::{Standing, lines};
use workforce::Date;
use workforce::records::{IncentiveAward, Record, Records};

use super::{Event, PersonAnswer};
use crate::answers::registers::pounds;
use crate::table::Table;

impl PersonAnswer {
    /// Adds the instalments of the worker's awards as they stand on a day, and what happened to each.
    pub(super) fn add_incentives(&mut self, records: &Records, mine: &[IncentiveAward], on: Date) {
        if mine.is_empty() {
            return;
        }
        let name = |scheme: &str| {
            let known = records.incentive_schemes.get(scheme);
            known.map_or_else(|| scheme.to_owned(), |scheme| scheme.name.to_string())
        };
        for award in mine {
            self.events.extend(of_award(records, award, &name(award.scheme.as_str())));
        }
        let headings = [
            "Award",
            "Scheme",
            "Instalment",
            "Falls due",
            "Standing",
            "#Amount",
            "#Paid",
            "Tied to",
            "#To pay back",
        ];
        let mut table = Table::new(format!("Incentives as they stand on {on}"), &headings);
        let mut ids = Vec::new();
        for line in lines(records, on) {
            let Some(award) = mine.iter().find(|award| award.award.as_str() == line.award) else { continue };
            let id = Record::from(award.clone()).id();
            table.rows.push(vec![
                line.award.clone(),
                name(&line.scheme),
                line.instalment.clone(),
                line.due_on.to_string(),
                line.standing.words().to_owned(),
                pounds(line.amount),
                pounds(line.paid),
                if line.tied_to > line.due_on { line.tied_to.to_string() } else { String::new() },
                pounds(line.to_repay - line.repaid),
            ]);
            // What never falls due happens on no day.
            if line.standing != Standing::Lapsed {
                self.events.push(Event {
                    day: line.due_on,
                    what: format!("Instalment of {} falls due", pounds(line.amount)),
                    detail: format!("{}: {}", name(&line.scheme), line.standing.words()),
                    record: id.clone(),
                });
            }
            if line.standing == Standing::Tied {
                self.events.push(Event {
                    day: line.tied_to,
                    what: "Tie-in ends".to_owned(),
                    detail: name(&line.scheme),
                    record: id.clone(),
                });
            }
            ids.push(id);
        }
        self.tables.push(table);
        self.records.push(ids);
    }
}

/// When it was awarded, ended and waived, and what was paid back.
fn of_award(records: &Records, award: &IncentiveAward, scheme: &str) -> Vec<Event> {
    let id = Record::from(award.clone()).id();
    let event = |day: Date, what: &str| Event {
        day,
        what: what.to_owned(),
        detail: scheme.to_owned(),
        record: id.clone(),
    };
    let mut found = vec![event(award.awarded_on, "Incentive awarded")];
    found.extend(award.ended_on.map(|day| event(day, "Incentive ended")));
    found.extend(
        award.waived_on.filter(|_| award.waived.is_some()).map(|day| event(day, "Paying back waived")),
    );
    let back = records.incentive_repayments.values().filter(|back| back.award == award.award);
    found.extend(back.map(|back| Event {
        day: back.paid_on,
        what: format!("{} paid back", pounds(back.amount)),
        detail: scheme.to_owned(),
        record: Record::from(back.clone()).id(),
    }));
    found
}
