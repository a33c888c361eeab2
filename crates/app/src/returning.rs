//! Statutory returns: checking files of the children's social work workforce census, with no store at all.

use std::fmt::Display;
use std::io::{self, Read};
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use benchmarks::{Group, Measure, Model};
use returns::csww::check::{self, Checked, Settings, check, compare};
use returns::csww::document::Return;
use returns::csww::finding::{Finding, Level};
use returns::csww::notes::Notes;
use returns::csww::read::Limits;
use returns::csww::year::CensusYear;
use returns::csww::{csv, rules, sample, write};

use crate::answers::returns::{
    CheckAnswer, CompareLine, CompareReturnsAnswer, FileAnswer, PublishedAnswer, SummaryAnswer,
};
use crate::error::OfficeError;
use crate::office::may;
use crate::policy::{Action, Actor};

/// A file that can be read from its beginning, more than once.
pub struct ReturnFile {
    /// The name that people know it by.
    pub name: String,
    /// Opens it.
    pub open: Box<dyn Fn() -> io::Result<Box<dyn Read>> + Send + Sync>,
}

/// Why nothing is made of half a file.
const BROKEN: &str = "cannot be read to its end as a return; `mainstay csww check` says where";

impl ReturnFile {
    pub(crate) fn refused(&self, problem: &impl Display) -> OfficeError {
        OfficeError::Refused(format!("{}: {problem}", self.name))
    }
}

/// How returns are to be checked.
#[derive(Debug, Clone, Default)]
pub struct CheckAsk {
    /// The census year; that of each file's header when not given.
    pub year: Option<i16>,
    /// Only these rules, by id; every rule that is on when there are none.
    pub rules: Vec<String>,
    /// Only findings of this level are listed; all are counted.
    pub only: Option<Level>,
    /// The council's notes: a file's name and its text.
    pub notes: Option<(String, String)>,
    /// How much of a file is taken.
    pub limits: Limits,
}

/// Reads the council's notes. Everything wrong with them is told at once.
fn notes(ask: &CheckAsk) -> Result<Option<Notes>, OfficeError> {
    let Some((name, text)) = &ask.notes else { return Ok(None) };
    let notes: Notes =
        toml::from_str(text).map_err(|problem| OfficeError::Refused(format!("{name}: {problem}")))?;
    let problems = notes.problems();
    if problems.is_empty() {
        return Ok(Some(notes));
    }
    let told: Vec<String> = problems.into_iter().map(|problem| format!("{name}: {problem}")).collect();
    Err(OfficeError::Refused(told.join("\n")))
}

/// Checks returns, each on its own; work is spread over the cores. `previous` is last year's return, where the rules that
/// compare are wanted. A file that cannot be opened is in the answer, with why.
pub fn check_returns(
    actor: &Actor,
    files: &[ReturnFile],
    previous: Option<&ReturnFile>,
    ask: &CheckAsk,
) -> Result<CheckAnswer, OfficeError> {
    may(actor, Action::CheckReturns)?;
    let mut settings = settings(ask)?;
    let notes = notes(ask)?;
    if let Some(salary) = notes.as_ref().and_then(|notes| notes.salary) {
        settings.likely.salary = salary;
    }
    let before = previous.map(|file| last_years(file, &settings)).transpose()?;
    let one = |file: &ReturnFile| check_one(file, before.as_ref(), &settings, ask.only, notes.as_ref());
    Ok(CheckAnswer { files: spread(files, one) })
}

/// Last year's return. Its own rules are not asked about, and its year is its own.
fn last_years(file: &ReturnFile, settings: &Settings) -> Result<Checked, OfficeError> {
    let name = &file.name;
    let settings = Settings { year: None, rules: vec![rules::READABLE.to_owned()], ..settings.clone() };
    let checked = check(|| (file.open)(), &settings).map_err(|problem| {
        OfficeError::Refused(format!("the previous return {name} cannot be read: {problem}"))
    })?;
    if checked.unreadable {
        let why = checked.findings.first().map(Finding::message).unwrap_or_default();
        return Err(OfficeError::Refused(format!("{name} cannot be read as last year's return: {why}")));
    }
    Ok(checked)
}

/// The reference pages of the rules, by file name.
pub fn rule_pages() -> Vec<(String, Vec<u8>)> {
    let mut pages = vec![("README.md".to_owned(), rules::page::index().into_bytes())];
    for rule in rules::all() {
        let name = rules::page::file_name(rule);
        if !pages.iter().any(|(known, _)| *known == name) {
            pages.push((name, rules::page::page(rule.id).into_bytes()));
        }
    }
    pages
}

fn settings(ask: &CheckAsk) -> Result<Settings, OfficeError> {
    let unknown: Vec<&str> =
        ask.rules.iter().filter(|id| rules::by_id(id).is_none()).map(String::as_str).collect();
    if !unknown.is_empty() {
        let list = unknown.join(", ");
        return Err(OfficeError::Usage(format!("there is no rule {list}; `mainstay csww rules` lists them")));
    }
    let year = ask.year.map(census_year).transpose()?;
    Ok(Settings { year, rules: ask.rules.clone(), limits: ask.limits, ..Settings::default() })
}

pub(crate) fn census_year(year: i16) -> Result<CensusYear, OfficeError> {
    CensusYear::new(year)
        .ok_or_else(|| OfficeError::Usage(format!("{year} is no census year: say one from 2017 on")))
}

fn check_one(
    file: &ReturnFile,
    before: Option<&Checked>,
    settings: &Settings,
    only: Option<Level>,
    notes: Option<&Notes>,
) -> FileAnswer {
    match check(|| (file.open)(), settings) {
        Ok(mut checked) => {
            if let Some(before) = before.filter(|_| !checked.unreadable) {
                compare(&mut checked, before, settings);
            }
            FileAnswer::new(&file.name, checked, only, notes)
        }
        Err(problem) => FileAnswer::unopened(&file.name, &problem),
    }
}

/// Does the same to each, on all cores, and gives the outcomes in order.
fn spread<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Sync) -> Vec<U> {
    if let [one] = items {
        return vec![work(one)];
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            scope.spawn(|| {
                while let Some((at, item)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    items.get(at).map(|item| (at, item))
                } {
                    let outcome = work(item);
                    if let Ok(mut done) = done.lock() {
                        done.push((at, outcome));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Reads a return whole. One that cannot be read to its end is refused: nothing is made of half a file.
fn whole(actor: &Actor, file: &ReturnFile) -> Result<Return, OfficeError> {
    may(actor, Action::CheckReturns)?;
    let read = (file.open)().and_then(|reader| Return::read(reader, &Limits::default()));
    let read = read.map_err(|problem| file.refused(&problem))?;
    if read.outcome.broken {
        return Err(file.refused(&BROKEN));
    }
    Ok(read.content)
}

/// A return as tables for a spreadsheet, by file name.
pub fn return_to_csv(actor: &Actor, file: &ReturnFile) -> Result<Vec<(String, Vec<u8>)>, OfficeError> {
    let content = whole(actor, file)?;
    let year = content.year().unwrap_or(CensusYear::NEWEST);
    Ok(csv::to_csv(&content, year).into_iter().map(|table| (table.name.to_owned(), table.bytes)).collect())
}

/// A return made from tables, with the name that the DfE asks for. Everything wrong with them is told at once.
pub fn return_from_csv(
    actor: &Actor,
    files: &[(String, Vec<u8>)],
    year: Option<i16>,
) -> Result<(String, Vec<u8>), OfficeError> {
    may(actor, Action::CheckReturns)?;
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let content = csv::from_csv(&files, CensusYear::NEWEST).map_err(|problems| {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        OfficeError::Refused(told.join("\n"))
    })?;
    let year = match year {
        Some(year) => census_year(year)?,
        None => content.year().ok_or_else(|| {
            OfficeError::Refused("the tables: the header gives no census year; say it with --year".to_owned())
        })?,
    };
    let mut out = Vec::new();
    write::write(&content, year, &mut out).map_err(|problem| OfficeError::Refused(problem.to_string()))?;
    Ok((write::file_name(&content, year), out))
}

/// What synthetic return is wanted.
#[derive(Debug, Clone)]
pub struct SampleAsk {
    /// How many workers' records.
    pub workers: u64,
    /// The census year.
    pub year: i16,
    /// The seed.
    pub seed: u64,
    /// How many defects are planted.
    pub defects: usize,
    /// The council's number.
    pub authority: String,
}

/// Writes a synthetic return, and gives the list of planted defects as JSON.
pub fn sample_return(actor: &Actor, ask: &SampleAsk, out: impl io::Write) -> Result<String, OfficeError> {
    may(actor, Action::CheckReturns)?;
    let year = CensusYear::new(ask.year).filter(|_| (2021..=2026).contains(&ask.year));
    let year = year.ok_or_else(|| OfficeError::Usage("samples are of the years 2021 to 2026".to_owned()))?;
    let SampleAsk { workers, seed, defects, authority, .. } = ask;
    if !returns::csww::authority::exists(authority, year) {
        return Err(OfficeError::Usage(format!("{authority} is no council of {year}")));
    }
    let plan = sample::Plan { year, workers: *workers, seed: *seed, defects: *defects, authority };
    let planted = sample::sample(&plan, out)
        .map_err(|problem| OfficeError::Refused(format!("the sample cannot be written: {problem}")))?;
    Ok(sample::list(&planted))
}

/// Counts a return as the DfE does.
pub fn summarise_return(actor: &Actor, file: &ReturnFile) -> Result<SummaryAnswer, OfficeError> {
    may(actor, Action::CheckReturns)?;
    Ok(SummaryAnswer::new(&file.name, &readable(file)?))
}

/// Compares a return with last year's, and its measures with the published figures of the council, its neighbours and
/// England.
pub fn compare_returns(
    actor: &Actor,
    file: &ReturnFile,
    previous: &ReturnFile,
) -> Result<CompareReturnsAnswer, OfficeError> {
    may(actor, Action::CheckReturns)?;
    let (mut now, before) = (readable(file)?, readable(previous)?);
    if now.year.before() != before.year {
        return Err(OfficeError::Refused(format!(
            "{} is of {} and {} of {}: the previous return must be of the year before",
            file.name, now.year, previous.name, before.year
        )));
    }
    // What the return says by itself is the check's business.
    now.findings.clear();
    now.summary = check::Tally::default();
    check::compare(&mut now, &before, &Settings::default());
    let (was, counted) = (before.whole().summary().measures(), now.whole().summary().measures());
    let lines = counted.iter().zip(&was).map(|(now_measure, before_measure)| {
        CompareLine::new(
            now_measure,
            before_measure,
            published(now_measure.id, now.authority(), now.year.number()),
        )
    });
    let measures = lines.collect();
    Ok(CompareReturnsAnswer::new(&file.name, &previous.name, &now, before.year.number(), measures))
}

/// A return that was checked, where it can be read to its end.
pub(crate) fn readable(file: &ReturnFile) -> Result<Checked, OfficeError> {
    let checked = check(|| (file.open)(), &Settings::default()).map_err(|problem| file.refused(&problem))?;
    if checked.unreadable {
        return Err(file.refused(&BROKEN));
    }
    Ok(checked)
}

/// The published figures of a measure for the newest year that is not after the return's.
fn published(id: &str, authority: Option<&str>, year: i16) -> Option<PublishedAnswer> {
    let release = benchmarks::release::current();
    let measure = Measure::from_column(id)?;
    let year = release.years().into_iter().filter(|known| i32::from(*known) <= i32::from(year)).max()?;
    let standing =
        benchmarks::against(release, authority?, year, measure, Group::Neighbours(Model::Y2025)).ok()?;
    Some(PublishedAnswer {
        release: release.label().to_owned(),
        year,
        council: standing.own.to_string(),
        neighbours: standing.group_rate.map(|rate| rate.rounded(measure.places()).to_string()),
        england: standing.england.to_string(),
    })
}
