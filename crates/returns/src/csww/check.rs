//! A return checked: the rules of the year over everything that was read, in one pass of the file.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io::{self, Read};

use compact_str::{CompactString, ToCompactString};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::document;
use super::element::{Block as Part, Element};
use super::entry::Entry;
use super::finding::{Finding, Item, Level};
use super::read::blocks::Cursor;
use super::read::{Block, Issue, Limits, Outcome, Record, Slot, Visitor, read, read_head};
use super::rules::{self, Check, Hits, Rule, SheetCheck, WorkerCheck, file};
use super::summary;
use super::worker::{Asked, Likely, Worker, asked};
use super::year::CensusYear;

/// How a return is to be checked.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The census year; without one, the year that the header gives.
    pub year: Option<CensusYear>,
    /// Only these rules, by id; all that are on where there are none. A rule that is off runs when it is named.
    pub rules: Vec<String>,
    /// How much of a file is taken.
    pub limits: Limits,
    /// What the council takes to be likely.
    pub likely: Likely,
}

/// A record outside the workers, kept as text: the header or the totals.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Each item that has a value, in the order of the file's blocks.
    pub values: BTreeMap<Element, String>,
    /// The name of the block's element.
    pub element: Option<Element>,
    /// Line and column of its start tag.
    pub place: (u32, u32),
    places: BTreeMap<Element, (u32, u32)>,
}

impl Sheet {
    fn new(block: &Block, record: &Record<'_>) -> Self {
        let given = || record.given();
        let text = |(item, slot): (Element, &Slot<'_>)| Some((item, slot.text()?.to_owned()));
        Self {
            values: given().filter_map(text).collect(),
            element: Some(record.element),
            place: block.place(record.at),
            places: given().filter_map(|(item, slot)| Some((item, block.place(slot.at()?)))).collect(),
        }
    }

    /// The value of an item.
    pub fn text(&self, item: Element) -> Option<&str> {
        self.values.get(&item).map(String::as_str)
    }

    fn place_of(&self, item: Element) -> (u32, u32) {
        self.places.get(&item).copied().unwrap_or(self.place)
    }
}

/// A return as the rules of the whole see it.
#[derive(Debug)]
pub struct Whole<'r> {
    /// The census year.
    pub year: CensusYear,
    /// The totals of the council.
    pub totals: &'r Sheet,
    /// Every worker's record, in the order of the file.
    pub entries: &'r [Entry],
    summary: OnceCell<summary::Summary>,
    groups: OnceCell<Vec<Vec<u32>>>,
}

impl Whole<'_> {
    /// The return counted; counted once.
    pub fn summary(&self) -> &summary::Summary {
        self.summary.get_or_init(|| summary::Summary::of(self))
    }

    /// The places of the records that share their registration number with another, one group for each number, in the
    /// order of the file. Records without a number are a group, too.
    pub fn same_number(&self) -> &[Vec<u32>] {
        self.groups.get_or_init(|| {
            let mut first: FxHashMap<&str, u32> =
                FxHashMap::with_capacity_and_hasher(self.entries.len(), rustc_hash::FxBuildHasher);
            let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for (at, entry) in (0u32..).zip(self.entries) {
                let first = *first.entry(entry.swe.as_str()).or_insert(at);
                if first != at {
                    groups.entry(first).or_insert_with(|| vec![first]).push(at);
                }
            }
            groups.into_values().collect()
        })
    }
}

/// A return and that of the year before.
#[derive(Debug)]
pub struct Pair<'r> {
    /// This year's.
    pub now: Whole<'r>,
    /// Last year's.
    pub before: Whole<'r>,
}

/// A return that was checked.
#[derive(Debug)]
pub struct Checked {
    /// The census year by which it was checked.
    pub year: CensusYear,
    /// The header.
    pub header: Sheet,
    /// The totals of the council.
    pub totals: Sheet,
    /// Every worker's record, in the order of the file.
    pub entries: Vec<Entry>,
    /// What was found, in the order of the file, up to the limit.
    pub findings: Vec<Finding>,
    /// Errors and queries, listed or not.
    pub summary: Tally,
    /// The file cannot be read as a return, or broke off.
    pub unreadable: bool,
}

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Errors.
    pub error: u64,
    /// Queries.
    pub query: u64,
}

impl Checked {
    /// The council's number, as the header gives it.
    pub fn authority(&self) -> Option<&str> {
        self.header.text(Element::Lea)
    }

    /// The return as rules of the whole see it.
    pub fn whole(&self) -> Whole<'_> {
        Whole {
            year: self.year,
            totals: &self.totals,
            entries: &self.entries,
            summary: OnceCell::new(),
            groups: OnceCell::new(),
        }
    }
}

/// Rules with how they are checked.
type Checks<F> = Vec<(&'static Rule, F)>;

/// The rules that run, sorted by what they look at.
struct Active {
    year: CensusYear,
    chosen: Vec<&'static Rule>,
    header: Checks<SheetCheck>,
    totals: Checks<SheetCheck>,
    worker: Checks<WorkerCheck>,
    findings: usize,
    likely: Likely,
}

impl Active {
    fn new(year: CensusYear, settings: &Settings) -> Self {
        let named = |rule: &Rule| settings.rules.iter().any(|id| id.eq_ignore_ascii_case(rule.id));
        let runs = |rule: &&'static Rule| {
            rule.years.contains(year) && if settings.rules.is_empty() { rule.on } else { named(rule) }
        };
        let chosen: Vec<&'static Rule> = rules::all().filter(runs).collect();
        let mut active = Self {
            year,
            header: Vec::new(),
            totals: Vec::new(),
            worker: Vec::new(),
            findings: settings.limits.findings,
            likely: settings.likely,
            chosen,
        };
        for rule in &active.chosen {
            match rule.check {
                Check::Header(check) => active.header.push((rule, check)),
                Check::Totals(check) => active.totals.push((rule, check)),
                Check::Worker(check) => active.worker.push((rule, check)),
                Check::Reading | Check::Whole(_) | Check::Previous(_) => {}
            }
        }
        active
    }

    fn runs(&self, rule: &Rule) -> bool {
        self.chosen.contains(&rule)
    }
}

/// What is found in one block of the file.
struct Finder<'a> {
    active: Option<&'a Active>,
    findings: Vec<Finding>,
    summary: Tally,
    entries: Vec<Entry>,
    header: Option<Sheet>,
    totals: Option<Sheet>,
    cursor: Cursor,
    hits: Hits,
}

impl<'a> Finder<'a> {
    fn new(active: Option<&'a Active>) -> Self {
        Self {
            active,
            findings: Vec::new(),
            summary: Tally::default(),
            entries: Vec::new(),
            header: None,
            totals: None,
            cursor: Cursor::default(),
            hits: Hits::default(),
        }
    }

    fn find(&mut self, active: &Active, finding: Finding) {
        self.summary.add(finding.level);
        if self.findings.len() < active.findings {
            self.findings.push(finding);
        }
    }

    fn say(
        &mut self,
        active: &Active,
        block: &Block,
        issue: Issue,
        about: (Option<u32>, Option<CompactString>),
    ) {
        if !active.runs(issue.rule) {
            return;
        }
        let (line, column) = self.cursor.place(block, issue.at);
        let item = issue.item.map(|name| match Element::named(&name) {
            Some(element) => Item::Known(element),
            None => Item::Other(name.into()),
        });
        let finding = Finding {
            rule: issue.rule,
            level: issue.rule.severity.level(active.year),
            worker: about.0,
            swe: about.1,
            item,
            value: issue.value.map(Into::into),
            line,
            column,
            detail: issue.detail.map(Into::into),
        };
        self.find(active, finding);
    }

    /// Turns the hits of a rule on a record into findings.
    fn fired(
        &mut self,
        active: &Active,
        block: &Block,
        rule: &'static Rule,
        record: &Record<'_>,
        number: Option<u32>,
    ) {
        let mut hits = std::mem::take(&mut self.hits);
        for hit in hits.drain() {
            let (line, column) =
                self.cursor.place(block, hit.item.map_or(record.at, |item| record.place(item)));
            let finding = Finding {
                rule,
                level: rule.severity.level(active.year),
                worker: number,
                swe: number.and_then(|_| record.text(Element::SweNo)).map(ToCompactString::to_compact_string),
                item: hit.item.map(Item::Known),
                value: hit.item.and_then(|item| record.text(item)).map(shown),
                line,
                column,
                detail: hit.detail.map(Into::into),
            };
            self.find(active, finding);
        }
        self.hits = hits;
    }

    fn worker(&mut self, active: &Active, block: &Block, record: &Record<'_>) {
        let worker = Worker::new(record, active.year, active.likely);
        let number = u32::try_from(self.entries.len() + 1).unwrap_or(u32::MAX);
        self.entries.push(Entry::new(&worker, number, self.cursor.place(block, record.at)));
        for (rule, check) in &active.worker {
            check(&worker, &mut self.hits);
            if !self.hits.is_empty() {
                self.fired(active, block, rule, record, Some(number));
            }
        }
        let empty: Vec<Element> = worker
            .empty_items()
            .filter(|item| asked(*item, worker.kind, active.year) != Asked::Required)
            .collect();
        let odd =
            record.given().map(|(item, _)| item).filter(|item| !item.spec().years.contains(active.year));
        for (rule, item) in
            empty.into_iter().map(|item| (&file::F06, item)).chain(odd.map(|item| (&file::F08, item)))
        {
            // In 2024, the year of the change, either name is read.
            self.hits.at(item);
            self.reading(active, block, rule, record, Some(number));
        }
    }

    fn reading(
        &mut self,
        active: &Active,
        block: &Block,
        rule: &'static Rule,
        record: &Record<'_>,
        number: Option<u32>,
    ) {
        if active.runs(rule) {
            self.fired(active, block, rule, record, number);
        } else {
            self.hits.drain().for_each(drop);
        }
    }

    /// The rules of a header or of totals.
    fn sheet(&mut self, active: &Active, block: &Block, record: &Record<'_>) {
        let list = if record.block == Part::Header { &active.header } else { &active.totals };
        for (rule, check) in list {
            check(record, active.year, &mut self.hits);
            if !self.hits.is_empty() {
                self.fired(active, block, rule, record, None);
            }
        }
        let odd = |item: &Element| !item.spec().years.contains(active.year);
        let given = record.given().map(|(item, _)| item);
        for item in given.chain([record.element]).filter(odd).collect::<Vec<_>>() {
            self.hits.at(item);
            self.reading(active, block, &file::F08, record, None);
        }
    }
}

impl Visitor for Finder<'_> {
    fn record(&mut self, block: &Block, mut record: Record<'_>) {
        self.cursor.advance(block, record.at);
        let sheet = (record.block != Part::Worker).then(|| Sheet::new(block, &record));
        // Before the header is known no rule can run: this pass only looks for it.
        if let Some(active) = self.active {
            if !record.issues.is_empty() {
                let number = (record.block == Part::Worker)
                    .then(|| u32::try_from(self.entries.len() + 1).unwrap_or(u32::MAX));
                let swe =
                    number.and_then(|_| record.text(Element::SweNo)).map(ToCompactString::to_compact_string);
                for issue in std::mem::take(&mut record.issues) {
                    self.say(active, block, issue, (number, swe.clone()));
                }
            }
            match record.block {
                Part::Worker => self.worker(active, block, &record),
                _ => self.sheet(active, block, &record),
            }
        }
        match record.block {
            Part::Header => self.header = self.header.take().or(sheet),
            Part::Totals => self.totals = self.totals.take().or(sheet),
            Part::Worker | Part::Structure => {}
        }
    }

    fn issue(&mut self, block: &Block, issue: Issue) {
        if let Some(active) = self.active {
            self.say(active, block, issue, (None, None));
        }
    }
}

impl Tally {
    fn add(&mut self, level: Level) {
        match level {
            Level::Error => self.error += 1,
            Level::Query => self.query += 1,
        }
    }
}

/// A value as a finding shows it.
fn shown(text: &str) -> Box<str> {
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]).into(),
        None => text.into(),
    }
}

/// Checks a return. `open` gives the file from its beginning, and may be called twice: the first time only the header is
/// looked for, where no year is set.
pub fn check<R: Read>(mut open: impl FnMut() -> io::Result<R>, settings: &Settings) -> io::Result<Checked> {
    let year = match settings.year {
        Some(year) => year,
        None => header_year(open()?, &settings.limits)?.unwrap_or(CensusYear::NEWEST),
    };
    let active = Active::new(year, settings);
    let mut checked = Checked {
        year,
        header: Sheet::default(),
        totals: Sheet::default(),
        entries: Vec::new(),
        findings: Vec::new(),
        summary: Tally::default(),
        unreadable: false,
    };
    let mut prefixed = false;
    let outcome = read(
        open()?,
        &settings.limits,
        || Finder::new(Some(&active)),
        |part| {
            take(&mut checked, part, settings.limits.findings, &mut prefixed);
            true
        },
    )?;
    finish(&mut checked, &active, &outcome);
    Ok(checked)
}

/// The census year that the header gives, where it gives one that can be read.
fn header_year<R: Read>(reader: R, limits: &Limits) -> io::Result<Option<CensusYear>> {
    let mut year = None;
    read_head(
        reader,
        limits,
        || Finder::new(None),
        |part| {
            // What is wrong with the file as a whole comes in a last part, which has no header.
            let Some(header) = &part.header else { return true };
            year = header.text(Element::Year).and_then(CensusYear::parse);
            false
        },
    )?;
    Ok(year)
}

/// Adds what was found in a block.
fn take(checked: &mut Checked, part: Finder<'_>, most: usize, prefixed: &mut bool) {
    let before = u32::try_from(checked.entries.len()).unwrap_or(u32::MAX);
    checked.entries.extend(part.entries.into_iter().map(|mut entry| {
        entry.number += before;
        entry
    }));
    if checked.header.element.is_none() {
        checked.header = part.header.unwrap_or_default();
    }
    if checked.totals.element.is_none() {
        checked.totals = part.totals.unwrap_or_default();
    }
    checked.summary.error += part.summary.error;
    checked.summary.query += part.summary.query;
    for mut finding in part.findings {
        // Told once for the file: a namespace is often on every element.
        if finding.rule == &file::F15 && std::mem::replace(prefixed, true) {
            checked.summary.query -= 1;
            continue;
        }
        finding.worker = finding.worker.map(|worker| worker + before);
        if checked.findings.len() < most {
            checked.findings.push(finding);
        }
    }
}

/// What can be said once the whole file was read.
fn finish(checked: &mut Checked, active: &Active, outcome: &Outcome) {
    checked.unreadable = outcome.broken;
    let mut found = Vec::new();
    let at_file = |rule: &'static Rule, item, detail: &str| Finding {
        rule,
        level: rule.severity.level(active.year),
        worker: None,
        swe: None,
        item: Some(Item::Known(item)),
        value: None,
        line: 1,
        column: 1,
        detail: Some(detail.into()),
    };
    if !outcome.broken {
        let block = document::totals(active.year);
        let missing = [
            (outcome.headers == 0, &file::F17, Element::Header),
            (outcome.totals == 0, &file::F02, block),
            (checked.entries.is_empty(), &file::F03, Element::Worker),
        ];
        for (_, rule, item) in missing.into_iter().filter(|(missing, rule, _)| *missing && active.runs(rule))
        {
            found.push(at_file(rule, item, "there is none"));
        }
        let whole = checked.whole();
        for rule in &active.chosen {
            if let Check::Whole(check) = rule.check {
                let mut hits = Hits::default();
                check(&whole, &mut hits);
                found.extend(findings(checked, rule, active.year, hits));
            }
        }
    }
    keep(checked, found, active.findings);
}

/// The findings of a rule that looks at the whole return.
fn findings(checked: &Checked, rule: &'static Rule, year: CensusYear, mut hits: Hits) -> Vec<Finding> {
    let totals = &checked.totals;
    let each = hits.drain().map(|hit| {
        let entry = hit.entry.and_then(|at| checked.entries.get(at));
        let (line, column) = match (entry, hit.item) {
            (Some(entry), _) => (entry.line, entry.column),
            (None, Some(item)) => totals.place_of(item),
            (None, None) => totals.place,
        };
        Finding {
            rule,
            level: rule.severity.level(year),
            worker: entry.map(|entry| entry.number),
            swe: hit.swe.or_else(|| entry.map(|entry| entry.swe.clone())),
            value: hit.item.filter(|_| entry.is_none()).and_then(|item| totals.text(item)).map(shown),
            item: hit.item.map(Item::Known),
            line: line.max(1),
            column: column.max(1),
            detail: hit.detail.map(Into::into),
        }
    });
    each.collect()
}

fn keep(checked: &mut Checked, found: Vec<Finding>, most: usize) {
    for finding in found {
        checked.summary.add(finding.level);
        if checked.findings.len() < most {
            checked.findings.push(finding);
        }
    }
    checked.findings.sort_by(Finding::order);
}

/// Adds what the rules that compare with last year's return find.
pub fn compare(checked: &mut Checked, before: &Checked, settings: &Settings) {
    let active = Active::new(checked.year, settings);
    let mut found = Vec::new();
    let pair = Pair { now: checked.whole(), before: before.whole() };
    for rule in &active.chosen {
        if let Check::Previous(check) = rule.check {
            let mut hits = Hits::default();
            check(&pair, &mut hits);
            found.extend(findings(checked, rule, active.year, hits));
        }
    }
    keep(checked, found, settings.limits.findings);
}
