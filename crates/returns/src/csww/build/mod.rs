//! A return built from the record: the same counts as the figures', each value with the records that it came from.
//!
//! What the record does not hold is left out, never made up: the check of the built return then says what is missing, and
//! [`readiness`] where to put it. Everyone is placed by `measures`, so that the return counted gives the figures of the
//! same year.

mod draft;
mod items;
mod money;
pub mod readiness;
mod totals;

use std::collections::HashMap;

use measures::ground::{Agreed, Ground};
use workforce::Workforce;
use workforce::change::RecordId;
use workforce::facts::{UnitNumber, WorkerNumber};
use workforce::period::Date;
use workforce::position::AskError;

use self::draft::Draft;
pub(super) use self::totals::{eligible, incentive_item};
use super::document::{Part, Return};
use super::element::Element as E;
use super::worker::{Asked, Kind, asked};
use super::year::CensusYear;

/// What a return is built for.
#[derive(Debug, Clone)]
pub struct Plan<'p> {
    /// The census year.
    pub year: CensusYear,
    /// The council's three-digit number.
    pub authority: &'p str,
    /// When it is made, `yyyy-mm-ddThh:mm:ss`.
    pub made: &'p str,
}

/// A value with where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The worker's record, from 1; none for the totals.
    pub worker: Option<usize>,
    /// The item.
    pub item: E,
    /// The value that is returned.
    pub value: String,
    /// The records that it came from; none where the record's silence gave it.
    pub records: Vec<RecordId>,
    /// How it was arrived at, where that is not plain.
    pub note: Option<String>,
}

/// Whom a worker's record is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The worker's key.
    pub worker: String,
    /// The team at 30 September or, of a leaver, the last one.
    pub team: Option<UnitNumber>,
    /// The day of that.
    pub day: Date,
}

/// A return built from the record.
#[derive(Debug)]
pub struct Built {
    /// The census year.
    pub year: CensusYear,
    /// The return.
    pub content: Return,
    /// Whom each worker's record is of, in its order.
    pub subjects: Vec<Subject>,
    /// Every value of the totals and the workers with where it came from, in the order of the file.
    pub traces: Vec<Trace>,
    /// Workers who were in post at the September before and are neither in post nor leavers: their employment goes on
    /// outside children's social work. The census counts them as leavers, with reason 7, once their spell says so.
    pub moved_away: Vec<Subject>,
}

/// Builds the return of a year from a record.
pub fn build(workforce: &Workforce, plan: &Plan<'_>) -> Result<Built, AskError> {
    let year = plan.year;
    let ground = Ground::new(workforce, year.end(), Agreed::default());
    let mut drafts = draft::drafts(&ground, year)?;
    drafts.sort_by_cached_key(|draft| draft.order(workforce));
    let facts = items::Facts::new(&ground, year, &drafts)?;
    let mut traces = Vec::new();
    let mut content = Return { headers: vec![header(plan)], ..Return::default() };
    let mut sheet = Sheet::new(super::document::totals(year), year, None, None);
    totals::fill(&ground, year, &mut sheet)?;
    content.totals.push(sheet.done(&mut traces));
    for (at, draft) in drafts.iter().enumerate() {
        let mut sheet = Sheet::new(E::Worker, year, Some(draft.kind), Some(at + 1));
        facts.fill(at, draft, &mut sheet);
        content.workers.push(sheet.done(&mut traces));
    }
    let subject = |draft: &Draft<'_>| Subject {
        worker: workforce.worker_key(draft.worker).to_owned(),
        team: draft.place.team,
        day: draft.day,
    };
    let moved_away = draft::moved_away(&ground, year, &drafts)?;
    Ok(Built { year, content, subjects: drafts.iter().map(subject).collect(), traces, moved_away })
}

fn header(plan: &Plan<'_>) -> Part {
    let mut header = Part::new(E::Header);
    let (year, day) = (plan.year.to_string(), plan.year.end().to_string());
    let items = [
        (E::Collection, "CSWW"),
        (E::Year, &year),
        (E::ReferenceDate, &day),
        (E::SourceLevel, "L"),
        (E::Lea, plan.authority),
        (E::SoftwareCode, "Mainstay"),
        (E::DateTime, plan.made),
    ];
    for (item, text) in items {
        header.put(item, text);
    }
    header
}

/// A part of the return that is being filled.
struct Sheet {
    part: Part,
    year: CensusYear,
    kind: Option<Kind>,
    worker: Option<usize>,
    traces: Vec<Trace>,
}

impl Sheet {
    fn new(element: E, year: CensusYear, kind: Option<Kind>, worker: Option<usize>) -> Self {
        Self { part: Part::new(element), year, kind, worker, traces: Vec::new() }
    }

    /// Whether the item is collected in the year and of this kind of record.
    fn takes(&self, item: E) -> bool {
        item.spec().years.contains(self.year)
            && self.kind.is_none_or(|kind| asked(item, kind, self.year) != Asked::No)
    }

    /// Gives an item its value with the records behind it; without a value it is left out.
    fn put(&mut self, item: E, value: Option<impl Into<String>>, records: Vec<RecordId>) {
        self.note(item, value, records, None);
    }

    /// The same, with how the value was arrived at.
    fn note(
        &mut self,
        item: E,
        value: Option<impl Into<String>>,
        records: Vec<RecordId>,
        note: Option<String>,
    ) {
        let Some(value) = value.map(Into::into).filter(|_| self.takes(item)) else { return };
        self.part.put(item, &value);
        self.traces.push(Trace { worker: self.worker, item, value, records, note });
    }

    fn done(mut self, traces: &mut Vec<Trace>) -> Part {
        self.traces.sort_by_key(|trace| trace.item);
        traces.append(&mut self.traces);
        self.part
    }
}

/// The id of a record about a worker that has one for each worker.
fn about(kind: &'static str, workforce: &Workforce, worker: WorkerNumber) -> RecordId {
    RecordId::new(kind, workforce.worker_key(worker))
}

/// Things gathered by worker.
type ByWorker<T> = HashMap<WorkerNumber, Vec<T>>;

fn by_worker<T>(all: impl IntoIterator<Item = (WorkerNumber, T)>) -> ByWorker<T> {
    let mut found: ByWorker<T> = HashMap::new();
    for (worker, one) in all {
        found.entry(worker).or_default().push(one);
    }
    found
}

/// A number of millionths with so many places, half away from zero; trailing zeros stay.
fn fixed(millionths: i128, places: u32) -> String {
    let unit = 10i128.pow(6 - places);
    let scaled = (millionths * 2 + unit) / (unit * 2);
    let scale = 10i128.pow(places);
    let width = places as usize;
    format!("{}.{:0width$}", scaled / scale, scaled % scale)
}
