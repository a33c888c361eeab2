//! A synthetic council, generated deterministically from a seed: `Wexcombe`, which does not exist, and councils like it
//! for benches of all England.
//!
//! Month by month, holders leave, vacancies are covered and filled, people fall sick, have children, act up and are
//! promoted; budgets are set each April; a restructure moves posts between teams. The rates are invented, near what the DfE
//! publishes for England. Nothing here describes a real person, post or council.

mod chance;
mod journal;
mod life;
mod pay;
mod place;
mod registers;

use workforce::Date;
use workforce::change::Note;
use workforce::records::Record;

use crate::wexcombe::journal::Journal;
use crate::wexcombe::life::Life;

/// What to generate.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The seed: the same plan gives the same council.
    pub seed: u64,
    /// Funded posts in children's services.
    pub children_posts: usize,
    /// Funded posts in adults' services; 0 leaves the service out.
    pub adult_posts: usize,
    /// First day of the record.
    pub from: Date,
    /// Whole years of history.
    pub years: i16,
    /// Months between caseload counts.
    pub caseload_months: i32,
    /// Whether to invent identities, equality data, qualifications and pay.
    pub personal: bool,
}

impl Plan {
    /// Wexcombe: about 260 posts for children and 180 for adults, eight years.
    pub fn wexcombe() -> Self {
        Self {
            seed: 999,
            children_posts: 260,
            adult_posts: 180,
            from: jiff::civil::date(2017, 10, 1),
            years: 8,
            caseload_months: 3,
            personal: true,
        }
    }

    /// One of 150 councils that together have about 38,000 workers in post over ten years.
    pub fn of_england(council: u64) -> Self {
        Self {
            seed: 10_000 + council,
            children_posts: 300,
            adult_posts: 0,
            from: jiff::civil::date(2013, 10, 1),
            years: 10,
            caseload_months: 12,
            personal: false,
        }
    }
}

/// One change of a generated council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// A short name for it, fit for a folder.
    pub name: String,
    /// Who, when and why.
    pub note: Note,
    /// The records, new or changed, each whole.
    pub records: Vec<Record>,
}

/// Generates a council: the record of its first day, then a change for each year's end, then one for what became known
/// afterwards.
pub fn generate(plan: &Plan) -> Vec<Step> {
    let end = chance::years_on(plan.from, plan.years);
    let late = chance::plus(end, 75);
    let mut cut_offs = vec![plan.from];
    cut_offs.extend((1..=plan.years).map(|year| chance::plus(chance::years_on(plan.from, year), -1)));
    cut_offs.push(late);
    let mut journal = Journal::default();
    Life::new(plan, &mut journal).run(late);
    if plan.personal {
        registers::write(&mut journal, plan);
    }
    let groups = journal.by_cut_off(&cut_offs);
    let last = cut_offs.len() - 1;
    let steps = groups.into_iter().zip(&cut_offs).enumerate().map(|(at, (records, day))| {
        let reason = match at {
            0 => "The record as first kept".to_owned(),
            at if at == last => "What became known after the year's end, and starts agreed".to_owned(),
            _ => format!("The year to {day}"),
        };
        let note = Note {
            at: format!("{day}T18:00:00Z"),
            by: "Workforce lead (example)".to_owned(),
            reason,
            source: String::new(),
        };
        Step { name: format!("{}-{day}", at + 1), note, records }
    });
    steps.collect()
}
