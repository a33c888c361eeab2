//! Vacancies: how old they are, how one that is filled from within opens another, and how many rounds of interviews they
//! ask for.

use serde::Serialize;
use workforce::Date;
use workforce::records::{ApplicantStatus, PanelMembers, PanelPool, Records, Vacancy};

use crate::days::days_between;

/// A vacancy that is open on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VacancyAge {
    /// The vacancy.
    pub vacancy: String,
    /// The post.
    pub post: String,
    /// Days since it became vacant; negative where that lies ahead.
    pub days: i64,
    /// Whether an advert names it.
    pub advertised: bool,
    /// Whether hard to recruit to.
    pub hard: bool,
}

/// The vacancies that are open on a day, the oldest first.
pub fn vacancy_ages(records: &Records, on: Date) -> Vec<VacancyAge> {
    let open = records.vacancies.values().filter(|one| one.closed_on.is_none_or(|day| day > on));
    let mut ages: Vec<VacancyAge> = open
        .map(|one| VacancyAge {
            vacancy: one.vacancy.to_string(),
            post: one.post.to_string(),
            days: days_between(one.vacant_from, on),
            advertised: records
                .adverts
                .values()
                .any(|advert| advert.opened <= on && advert.vacancies.contains(&one.vacancy)),
            hard: one.hard_to_recruit.0,
        })
        .collect();
    ages.sort_by(|a, b| (b.days, &a.vacancy).cmp(&(a.days, &b.vacancy)));
    ages
}

/// Vacancies of which each opened because the one before was filled from within.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// The vacancies, the first first.
    pub vacancies: Vec<String>,
    /// Filled from within, of those filled.
    pub internal: u64,
    /// Filled.
    pub filled: u64,
}

/// Whether a vacancy was filled, and by someone from within: as its applications say, or by what it led to.
fn filled(records: &Records, vacancy: &Vacancy, on: Date) -> Option<bool> {
    vacancy.closed_on.filter(|day| *day <= on && !vacancy.given_up.0)?;
    let taken = records
        .applications
        .values()
        .find(|one| one.vacancy.as_ref() == Some(&vacancy.vacancy) && one.spell.is_some());
    let internal = taken.is_some_and(|one| one.status == Some(ApplicantStatus::Internal));
    Some(internal || vacancy.leads_to.is_some())
}

/// The chains of vacancies known by a day, the longest first.
pub fn chains(records: &Records, on: Date) -> Vec<Chain> {
    let led_to =
        |key: &Vacancy| records.vacancies.values().any(|one| one.leads_to.as_ref() == Some(&key.vacancy));
    let mut firsts: Vec<&Vacancy> =
        records.vacancies.values().filter(|one| one.vacant_from <= on && !led_to(one)).collect();
    firsts.sort_unstable_by(|a, b| a.vacancy.cmp(&b.vacancy));
    let mut chains: Vec<Chain> = firsts
        .into_iter()
        .map(|first| {
            let next = |one: &&Vacancy| records.vacancies.get(one.leads_to.as_ref()?.as_str());
            // A chain that leads back to itself is cut.
            let links: Vec<&Vacancy> =
                std::iter::successors(Some(first), next).take(records.vacancies.len()).collect();
            let outcomes: Vec<bool> = links.iter().filter_map(|one| filled(records, one, on)).collect();
            let count = |count: usize| u64::try_from(count).unwrap_or(0);
            Chain {
                vacancies: links.iter().map(|one| one.vacancy.to_string()).collect(),
                internal: count(outcomes.iter().filter(|internal| **internal).count()),
                filled: count(outcomes.len()),
            }
        })
        .collect();
    chains.sort_by(|a, b| (b.vacancies.len(), &a.vacancies).cmp(&(a.vacancies.len(), &b.vacancies)));
    chains
}

/// Rounds of interviews that open vacancies ask for, at so many vacancies a round, against what each pool can take in a
/// month: the pool, its rounds a month, and whether that is enough.
pub fn rounds_needed(
    records: &Records,
    on: Date,
    vacancies_a_round: usize,
) -> (usize, Vec<(PanelPool, u32, bool)>) {
    let open = vacancy_ages(records, on).len();
    let rounds = open.div_ceil(vacancies_a_round.max(1));
    let pools = PanelPool::ALL.iter().filter_map(|pool| {
        let rows = records.panel_members.values().filter(|row| row.pool == *pool && row.from <= on);
        let latest: &PanelMembers = rows.max_by_key(|row| row.from)?;
        let can = latest.trained * latest.rounds_a_month.unwrap_or(1);
        Some((*pool, can, usize::try_from(can).is_ok_and(|can| can >= rounds)))
    });
    (rounds, pools.collect())
}
