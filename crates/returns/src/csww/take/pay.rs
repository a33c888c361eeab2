//! Pay of a past return, from 2025.

use workforce::quantity::Pence;
use workforce::records::{Payment, PaymentKind, Salary};

use super::Taker;
use super::people::Case;
use crate::csww::element::Element as E;

impl Taker {
    pub(super) fn pay(&mut self, case: &Case<'_>) {
        let day = self.first_day(case);
        let amount = |item| case.text(item).and_then(|text| Pence::parse(text).ok());
        if let Some(annual) = amount(E::BaseSalary) {
            let rows = self.after.salaries.values();
            let rows =
                rows.filter(|row| row.worker.as_str() == case.worker && row.from <= self.last_day(case));
            if rows.max_by_key(|row| row.from).map(|row| row.annual) != Some(annual) {
                self.put(Salary { worker: case.key(), from: day, annual });
            }
        }
        let kinds = [
            (E::RrPayments, PaymentKind::RecruitmentRetention, "rr-payments"),
            (E::OtherPayments, PaymentKind::Other, "other-payments"),
        ];
        for (item, kind, what) in kinds {
            let Some(amount) = amount(item) else { continue };
            self.put(Payment {
                payment: case.key_of(self.year, what).into(),
                worker: case.key(),
                kind,
                paid_on: day,
                amount,
                award: None,
                instalment: None,
                note: Some("The year's payments in all, from the census return".into()),
            });
        }
    }
}
