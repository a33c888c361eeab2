//! Pay items, from 2025: base salary, and what was paid in the year beyond it.

use workforce::Workforce;
use workforce::change::RecordId;
use workforce::period::Period;
use workforce::quantity::Pence;
use workforce::record::Kind as _;
use workforce::records::{Payment, PaymentKind, Salary};

use super::draft::Draft;
use super::{ByWorker, Sheet, by_worker};
use crate::csww::element::Element as E;
use crate::csww::year::CensusYear;

/// Salaries and the payments of the year, by worker.
pub(super) struct Money<'a> {
    salaries: ByWorker<&'a Salary>,
    payments: ByWorker<&'a Payment>,
}

impl<'a> Money<'a> {
    pub(super) fn new(workforce: &'a Workforce, year: CensusYear) -> Self {
        let records = workforce.records();
        let number = |key: &str| workforce.worker_number(key);
        let in_year = |payment: &&Payment| (year.start()..=year.end()).contains(&payment.paid_on);
        let mut payments: Vec<&Payment> = records.payments.values().filter(in_year).collect();
        payments.sort_by(|a, b| (a.paid_on, &a.payment).cmp(&(b.paid_on, &b.payment)));
        let salaries = records.salaries.values();
        Self {
            salaries: by_worker(salaries.filter_map(|one| Some((number(one.worker.as_str())?, one)))),
            payments: by_worker(
                payments.into_iter().filter_map(|one| Some((number(one.worker.as_str())?, one))),
            ),
        }
    }

    /// `is_last`: the record also takes what was paid outside every spell of the worker that is returned.
    pub(super) fn fill(&self, draft: &Draft<'_>, is_last: bool, sheet: &mut Sheet) {
        let salaries = self.salaries.get(&draft.worker).map_or(&[][..], Vec::as_slice);
        let salary = salaries.iter().filter(|row| row.from <= draft.day).max_by_key(|row| row.from);
        if let Some(salary) = salary {
            let record = vec![RecordId::new("salary", salary.key())];
            sheet.put(E::BaseSalary, Some(salary.annual.to_string()), record);
        }
        let payments = self.payments.get(&draft.worker).map_or(&[][..], Vec::as_slice);
        let spell = draft.spell.map_or(Period::new(draft.day, None), |spell| spell.period);
        // A last payment often comes after the last day.
        let mine =
            |payment: &&&Payment| spell.holds(payment.paid_on) || (is_last && payment.paid_on >= spell.from);
        for (item, kind) in
            [(E::RrPayments, PaymentKind::RecruitmentRetention), (E::OtherPayments, PaymentKind::Other)]
        {
            let of_kind: Vec<_> =
                payments.iter().filter(mine).filter(|payment| payment.kind == kind).collect();
            let total = of_kind.iter().fold(Pence::ZERO, |sum, payment| sum + payment.amount);
            let records = of_kind.iter().map(|one| RecordId::new("payment", one.payment.as_str())).collect();
            sheet.put(item, (!of_kind.is_empty()).then(|| total.to_string()), records);
        }
    }
}
