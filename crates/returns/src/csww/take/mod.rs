//! A past return taken into the record, so that history can start from the returns that a council already holds.
//!
//! A return says what was so on two days and sums over the year between them. It is taken in as records that say no more:
//!
//! * Roles and a unit of their own (`csww-5`, `csww`) stand for what the return does not name.
//! * FTE or a role that differs from what is known of the year before holds from 1 October, the first day of the year.
//! * An agency worker was here on 30 September, and is recorded for that day only.
//! * Days lost are one absence of a day, on the worker's first day in the year, that carries the year's total; an absence
//!   on 30 September is one of that day. Counts of calendar days mean nothing for such years.
//! * A year's payments are one payment, on the same day; a salary holds from it.
//! * The totals are a `census_total`: no posts are made up to account for them.
//!
//! What the record already knows better stays: employment and occupancies that did not come from a return are never
//! changed, and a return that contradicts them is told so.

mod pay;
mod people;
mod stays;

use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;
use workforce::cell::{Flag, Key, List};
use workforce::change::RecordId;
use workforce::period::Date;
use workforce::quantity::Fte;
use workforce::records::{
    CensusRole, CensusTotal, Incentive, IncentiveOffer, Record, Records, Role, ServiceSide, Unit, UnitKind,
};

use super::build::{eligible, incentive_item as item};
use super::document::{Part, Return};
use super::element::Element as E;
use super::year::CensusYear;

/// Something of a return that could not be taken in, or that the record contradicts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Left {
    /// The worker's record, from 1; none for the totals.
    pub worker: Option<usize>,
    /// The item.
    pub item: Option<E>,
    /// Its value.
    pub value: Option<String>,
    /// Why, in a sentence.
    pub why: String,
}

/// What a return becomes.
#[derive(Debug)]
pub struct Taken {
    /// The record as it would be.
    pub records: Records,
    /// The records that the return speaks of, in order.
    pub touched: BTreeSet<RecordId>,
    /// What was left.
    pub left: Vec<Left>,
}

/// The unit that workers of past returns are in.
const UNIT: &str = "csww";
/// The role of agency workers, of whom a return does not give any.
const AGENCY_ROLE: &str = "csww-agency";
/// Roles and units of past returns hold from long before any return.
const ALWAYS: Date = Date::constant(1950, 1, 1);

/// Takes a sound return of a year into a record. `source` names the return.
pub fn take(existing: &Records, content: &Return, year: CensusYear, source: &str) -> Taken {
    let mut taker = Taker {
        year,
        after: existing.clone(),
        touched: BTreeSet::new(),
        left: Vec::new(),
        by_number: by_number(existing),
        stays: stays::Stays::new(existing),
        numbers: BTreeMap::new(),
        cases: BTreeMap::new(),
    };
    taker.frame();
    if let Some(totals) = content.total() {
        taker.totals(totals, source);
    }
    for (at, part) in content.workers.iter().enumerate() {
        taker.worker(at + 1, part);
    }
    taker.caseloads();
    let Taker { after, touched, left, .. } = taker;
    Taken { records: after, touched, left }
}

/// Workers by registration number, in capitals.
fn by_number(records: &Records) -> BTreeMap<String, CompactString> {
    let numbered = |(key, worker): (&CompactString, &workforce::records::Worker)| {
        Some((worker.registration.as_deref()?.to_uppercase(), key.clone()))
    };
    let mut all: Vec<_> = records.workers.iter().filter_map(numbered).collect();
    // Two workers of one number: the first key is meant.
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.into_iter().collect()
}

/// The work of taking in.
struct Taker {
    year: CensusYear,
    after: Records,
    touched: BTreeSet<RecordId>,
    left: Vec<Left>,
    by_number: BTreeMap<String, CompactString>,
    stays: stays::Stays,
    /// How many records of a worker there were so far.
    numbers: BTreeMap<CompactString, usize>,
    /// By worker: the first record that has cases, and all of them.
    cases: BTreeMap<CompactString, (usize, u32)>,
}

impl Taker {
    fn put(&mut self, record: impl Into<Record>) {
        let record = record.into();
        self.touched.insert(record.id());
        self.after.put(record);
    }

    fn leave(&mut self, worker: Option<usize>, item: Option<E>, value: Option<&str>, why: impl Into<String>) {
        self.left.push(Left { worker, item, value: value.map(str::to_owned), why: why.into() });
    }

    /// The unit and the roles.
    fn frame(&mut self) {
        self.put(Unit {
            unit: Key::new(UNIT),
            from: ALWAYS,
            to: None,
            name: "Children's social work, from census returns".into(),
            kind: UnitKind::Service,
            parent: None,
            side: Some(ServiceSide::Children),
            successors: List::default(),
            note: None,
        });
        for (at, role) in CensusRole::ALL.iter().enumerate() {
            let title = format!("{} (from census returns)", role.meaning().trim_end_matches('.'));
            self.role(&format!("csww-{}", at + 1), &title, Some(*role), at);
        }
        self.role(AGENCY_ROLE, "Agency worker (from census returns)", None, CensusRole::ALL.len());
    }

    fn role(&mut self, key: &str, title: &str, census_role: Option<CensusRole>, at: usize) {
        self.put(Role {
            role: Key::new(key),
            from: ALWAYS,
            to: None,
            title: title.into(),
            grade: None,
            qualified: true,
            census: Flag(true),
            census_role,
            agency_job_type: None,
            rank: u32::try_from(900 + at).ok(),
            note: None,
        });
    }

    fn totals(&mut self, totals: &Part, source: &str) {
        let fte = |item| totals.text(item).and_then(|text| Fte::parse(text).ok());
        let count = |item| totals.text(item).and_then(|text| text.parse().ok());
        self.put(CensusTotal {
            on: self.year.end(),
            vacancies: fte(E::NumberOfVacancies),
            agency_cover: fte(E::NoAgencyFte),
            agency_cover_people: count(E::NoAgencyHeadcount),
            source: Some(source.into()),
        });
        for incentive in Incentive::ALL {
            let Some(text) = totals.text(item(*incentive)) else { continue };
            let (said, detail) = match incentive {
                Incentive::OtherAllowances => (None, Some(text.into())),
                _ => (eligible(text), None),
            };
            let known = self.after.incentive_offers.values().filter(|offer| offer.incentive == *incentive);
            let known = known.filter(|offer| offer.from <= self.year.end()).max_by_key(|offer| offer.from);
            if known.is_none_or(|offer| (offer.eligible, &offer.detail) != (said, &detail)) {
                let from = self.year.start();
                self.put(IncentiveOffer { incentive: *incentive, from, eligible: said, detail });
            }
        }
    }
}
