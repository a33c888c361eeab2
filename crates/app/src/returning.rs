//! Statutory returns: checking files of the children's social work workforce census, with no store at all.

use std::io::{self, Read};
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use returns::csww::check::{Checked, Settings, check, compare};
use returns::csww::finding::Level;
use returns::csww::rules;
use returns::csww::year::CensusYear;

use crate::answers::returns::{CheckAnswer, FileAnswer};
use crate::error::OfficeError;
use crate::policy::{Action, Actor, allows};

/// A file that can be read from its beginning, more than once.
pub struct ReturnFile {
    /// The name that people know it by.
    pub name: String,
    /// Opens it.
    pub open: Box<dyn Fn() -> io::Result<Box<dyn Read>> + Send + Sync>,
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
}

/// Checks returns, each on its own; work is spread over the cores. `previous` is last year's return, where the rules that
/// compare are wanted. A file that cannot be opened is in the answer, with why.
pub fn check_returns(
    actor: &Actor,
    files: &[ReturnFile],
    previous: Option<&ReturnFile>,
    ask: &CheckAsk,
) -> Result<CheckAnswer, OfficeError> {
    if !allows(actor.role, Action::CheckReturns) {
        return Err(OfficeError::Forbidden(Action::CheckReturns));
    }
    let settings = settings(ask)?;
    let before = previous.map(|file| {
        // Its own rules are not asked about, and its year is its own.
        let settings = Settings { year: None, rules: vec![rules::READABLE.to_owned()], ..settings.clone() };
        (file.name.clone(), check(|| (file.open)(), &settings))
    });
    if let Some((name, Err(problem))) = &before {
        return Err(OfficeError::Usage(format!("the previous return {name} cannot be read: {problem}")));
    }
    if let Some((name, Ok(before))) = &before
        && before.unreadable
    {
        let why = before.findings.first().map(returns::csww::finding::Finding::message).unwrap_or_default();
        return Err(OfficeError::Usage(format!("{name} cannot be read as last year's return: {why}")));
    }
    let before = before.and_then(|(_, checked)| checked.ok());
    let one = |file: &ReturnFile| check_one(file, before.as_ref(), &settings, ask.only);
    Ok(CheckAnswer { files: spread(files, one) })
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
    let year = ask.year.map(|year| {
        CensusYear::new(year)
            .ok_or_else(|| OfficeError::Usage(format!("{year} is no census year: say one from 2017 on")))
    });
    Ok(Settings { year: year.transpose()?, rules: ask.rules.clone(), ..Settings::default() })
}

fn check_one(
    file: &ReturnFile,
    before: Option<&Checked>,
    settings: &Settings,
    only: Option<Level>,
) -> FileAnswer {
    match check(|| (file.open)(), settings) {
        Ok(mut checked) => {
            if let Some(before) = before.filter(|_| !checked.unreadable) {
                compare(&mut checked, before, settings);
            }
            FileAnswer::new(&file.name, checked, only)
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
