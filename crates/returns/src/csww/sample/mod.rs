//! Synthetic returns of any size: sound, or with defects planted on purpose and listed.
//!
//! The same plan gives the same bytes on every machine. Nothing is kept but the totals and the planted defects: a return
//! of a million workers is written as it is drawn. Nobody in it is real. Shares, ages and caseloads are near England's; a
//! sound sample breaks no rule, and is outside no range that the rules of plausibility know.

mod chance;
mod defect;
mod person;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::document::{self, Part};
use super::element::Element;
use super::write::Writer;
use super::year::CensusYear;

use chance::Chance;
use defect::{DEFECTS, Defect, Whom};
use person::{Sort, person};

/// What return is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The census year: 2021 to 2026.
    pub year: CensusYear,
    /// How many workers' records. Beyond about a million, registration numbers have more digits than real ones.
    pub workers: u64,
    /// The seed.
    pub seed: u64,
    /// How many defects are planted, each on a record of its own; fewer where records of the kind run out.
    pub defects: usize,
    /// The council's number.
    pub authority: &'a str,
}

impl Plan<'_> {
    /// A sound return of the newest year.
    pub fn new(workers: u64) -> Self {
        Self { year: CensusYear::NEWEST, workers, seed: 1, defects: 0, authority: "301" }
    }
}

/// A defect that was planted, and the one finding that it must give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planted {
    /// The rule that must fire.
    pub rule: &'static str,
    /// The worker's record, from 1; none for the header and the totals.
    pub worker: Option<u64>,
    /// The element that was altered.
    pub item: &'static str,
    /// What was done, in words.
    pub what: String,
}

/// The rules for which there are defects to plant.
pub fn plantable() -> impl Iterator<Item = &'static str> {
    DEFECTS.iter().map(|defect| defect.rule)
}

/// Writes a synthetic return, and gives the defects that were planted in it, in the order of the file.
pub fn sample<W: Write>(plan: &Plan<'_>, out: W) -> io::Result<Vec<Planted>> {
    let chosen = choose(plan);
    let mut planted = Vec::new();
    let mut writer = Writer::new(io::BufWriter::new(out), plan.year)?;
    let mut header = header(plan);
    let mut totals = totals(plan);
    for (part, whom) in [(&mut header, Whom::Header), (&mut totals, Whom::Totals)] {
        for defect in chosen.whole.iter().filter(|defect| defect.whom == whom) {
            planted.push(plant(defect, part, plan.year, None));
        }
    }
    writer.part(&header)?;
    writer.part(&totals)?;
    for at in 0..plan.workers {
        let mut part = person(plan.seed, plan.year, at).part;
        if let Some(defect) = chosen.workers.get(&at) {
            planted.push(plant(defect, &mut part, plan.year, Some(at + 1)));
        }
        writer.part(&part)?;
    }
    writer.finish()?;
    Ok(planted)
}

/// The defects as a file to lie beside the return.
pub fn list(planted: &[Planted]) -> String {
    let mut out = String::from("[\n");
    for (at, one) in planted.iter().enumerate() {
        let comma = if at + 1 < planted.len() { "," } else { "" };
        let line = serde_json::to_string(one).expect("names and numbers are JSON");
        out.push_str(&format!("  {line}{comma}\n"));
    }
    out.push_str("]\n");
    out
}

fn plant(defect: &Defect, part: &mut Part, year: CensusYear, worker: Option<u64>) -> Planted {
    let (item, what) = defect.apply(part, year);
    Planted { rule: defect.rule, worker, item, what }
}

/// Which defects go where.
#[derive(Default)]
struct Chosen {
    workers: BTreeMap<u64, &'static Defect>,
    whole: Vec<&'static Defect>,
}

fn choose(plan: &Plan<'_>) -> Chosen {
    /// So many records are looked at for one that a defect fits.
    const TRIES: u64 = 2_000;
    let mut chosen = Chosen::default();
    let mut chance = Chance::new(plan.seed, u64::MAX);
    let kinds: Vec<&'static Defect> =
        DEFECTS.iter().filter(|defect| defect.from <= plan.year.number()).collect();
    for (turn, defect) in kinds.iter().cycle().take(plan.defects).enumerate() {
        if matches!(defect.whom, Whom::Header | Whom::Totals) {
            // Each once: there is one header, and one block of totals.
            if turn < kinds.len() {
                chosen.whole.push(defect);
            }
            continue;
        }
        // The first record is left alone: in a small council rules of the whole may rest on it.
        let Some(room) = u32::try_from(plan.workers).ok().and_then(|all| all.checked_sub(1)) else { break };
        let from = u64::from(chance.below(room));
        let places = (0..TRIES.min(u64::from(room))).map(|step| 1 + (from + step) % u64::from(room));
        let mut free = places.filter(|at| !chosen.workers.contains_key(at));
        if let Some(at) = free.find(|at| defect.fits(&person(plan.seed, plan.year, *at))) {
            chosen.workers.insert(at, defect);
        }
    }
    chosen
}

fn header(plan: &Plan<'_>) -> Part {
    let mut header = Part::new(Element::Header);
    let year = plan.year;
    for (item, text) in [
        (Element::Collection, "CSWW"),
        (Element::Year, &year.to_string()),
        (Element::ReferenceDate, &year.end().to_string()),
        (Element::SourceLevel, "L"),
        (Element::Lea, plan.authority),
        (Element::SoftwareCode, "Mainstay"),
        (Element::DateTime, &format!("{year}-10-14T09:30:00")),
    ] {
        header.put(item, text);
    }
    header
}

/// Totals that fit the records: vacancies are those that agency workers cover and about one in twenty posts besides,
/// as far as four digits go.
fn totals(plan: &Plan<'_>) -> Part {
    const MOST: u64 = 9_999;
    let (mut fte, mut heads) = (0u64, 0);
    for at in (0..plan.workers).filter(|at| person::sort(*at) == Sort::Agency) {
        if heads == MOST {
            break;
        }
        let worker = person(plan.seed, plan.year, at);
        if worker.covers {
            heads += 1;
            fte += worker.fte;
        }
    }
    let agency = (0..plan.workers.min(100)).any(|at| person::sort(at) == Sort::Agency);
    // Hundredths.
    let cover = fte / 10_000;
    let open = plan.workers * 5 + if agency { 100 } else { 0 };
    let vacancies = (cover + open).min(MOST * 100);
    let hundredths = |number: u64| format!("{}.{:02}", number / 100, number % 100);
    let mut totals = Part::new(document::totals(plan.year));
    let items = [
        (Element::NumberOfVacancies, hundredths(vacancies)),
        (Element::NoAgencyFte, hundredths(cover)),
        (Element::NoAgencyHeadcount, heads.to_string()),
        (Element::RecruitmentBonus, "2".to_owned()),
        (Element::RetentionBonus, "1".to_owned()),
        (Element::PerformanceAward, "0".to_owned()),
        (Element::CarAllowance, "2".to_owned()),
        (Element::RelocationPackage, "2".to_owned()),
        (Element::RegionalWeighting, "0".to_owned()),
        (Element::CostSwe, "1".to_owned()),
        (Element::CostDbs, "1".to_owned()),
        (Element::OtherAllowances, "Standby payments, some social workers".to_owned()),
    ];
    for (item, text) in items.into_iter().filter(|(item, _)| item.spec().years.contains(plan.year)) {
        totals.put(item, &text);
    }
    totals
}
