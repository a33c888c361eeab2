//! One synthetic worker's record: a function of the seed and of the place in the return, so that none need be kept.
//!
//! Registration numbers differ by arithmetic, and so do date of birth and start date taken together: a million records
//! have no two people under one number and no one person under two.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::chance::Chance;
use crate::csww::document::Part;
use crate::csww::element::Element as E;
use crate::csww::year::CensusYear;

/// What a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// In post throughout the year.
    InPost,
    /// Started in the year, and in post.
    Starter,
    /// Started and left in the year.
    StarterLeaver,
    /// Left in the year.
    Leaver,
    /// Left in the year, and came back in the next record.
    Gone,
    /// The record of the one before who came back.
    Back,
    /// An agency worker.
    Agency,
}

/// A record with what the totals and the choice of defects ask of it.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) sort: Sort,
    pub(super) part: Part,
    /// The role's code; 0 for agency workers.
    pub(super) role: u32,
    /// `FTE`, in millionths.
    pub(super) fte: u64,
    /// An agency worker who covers a vacancy.
    pub(super) covers: bool,
    /// Absent on 30 September.
    pub(super) absent: bool,
}

/// Where the two records of one person stand in each hundred.
const GONE: u64 = 50;
/// Days of birth and of starting are told apart by primes near to a year; what is left of the year is for pairs.
const PRIME: u64 = 353;
/// The registration numbers that Social Work England's pattern has.
const NUMBERS: u64 = 999_999;

/// The kind of record at a place: the shares hold for any long enough stretch of records.
pub(super) fn sort(at: u64) -> Sort {
    match at % 100 {
        GONE => return Sort::Gone,
        n if n == GONE + 1 => return Sort::Back,
        _ => {}
    }
    match at * 37 % 100 {
        0..68 => Sort::InPost,
        68..78 => Sort::Starter,
        78..80 => Sort::StarterLeaver,
        80..89 => Sort::Leaver,
        _ => Sort::Agency,
    }
}

/// How many of a thousand are of each age, from 23.
const AGES: [u64; 43] = [
    8, 12, 16, 20, 24, 27, 30, 31, 32, 32, 32, 32, 32, 31, 31, 31, 31, 30, 30, 29, 29, 28, 28, 27, 27, 26,
    26, 25, 25, 24, 23, 22, 21, 20, 19, 17, 15, 13, 11, 10, 7, 6, 10,
];

/// Who a person is.
struct Identity {
    number: u64,
    age: u32,
    /// Where the days of birth and start lie in their years.
    born: u64,
    began: u64,
}

fn identity(seed: u64, at: u64) -> Identity {
    let before = at / 100 + u64::from(at % 100 > GONE + 1);
    let returned = at % 100 == GONE + 1;
    let number = at - before - u64::from(returned);
    let cell = number % 1000;
    let mut slot = cell;
    let mut age = 0;
    // The weights add up to a thousand.
    while let Some(weight) = AGES.get(age).filter(|weight| slot >= **weight) {
        slot -= weight;
        age += 1;
    }
    let rank = number / 1000 * AGES.get(age).copied().unwrap_or(1) + slot;
    let years = 23 + u32::try_from(age.min(AGES.len() - 1)).expect("a short list");
    let (born, began) = match sort(at) {
        Sort::Gone | Sort::Back => {
            let pair = at / 100;
            (PRIME + pair % 12, pair / 12 % 151)
        }
        _ => (rank * 149 % PRIME, (rank / PRIME * 97 + rank * 31) % PRIME),
    };
    // A million different numbers; beyond that they have more digits than Social Work England gives.
    let number = 1 + (number % NUMBERS * 480_301 + seed % NUMBERS) % NUMBERS + number / NUMBERS * 1_000_000;
    Identity { number, age: years, born, began }
}

/// The record at a place of a return.
pub(super) fn person(seed: u64, year: CensusYear, at: u64) -> Person {
    let sort = sort(at);
    let who = identity(seed, at);
    // What does not change when a person comes back is drawn from the first record's stream.
    let mut self_chance = Chance::new(seed, at - u64::from(sort == Sort::Back));
    let chance = &mut Chance::new(seed ^ 0x5EED, at);
    let mut part = Part::new(E::Worker);
    part.put(E::SweNo, &format!("SW{}", who.number));
    if sort == Sort::Agency {
        return agency(part, chance);
    }
    part.put(E::AgencyWorker, "0");
    let born = october(year, who.age + 1) + days(who.born);
    part.put(E::PersonBirthDate, &born.to_string());
    about(&mut part, year, sort, at, &mut self_chance);
    let mut person = Person { sort, part, role: 0, fte: 0, covers: false, absent: false };
    let (from, to) = spell(&mut person, year, &who, at, chance);
    role(&mut person, year, at, chance);
    work(&mut person, year, at, (from, to), chance);
    if year.number() >= 2025 {
        pay(&mut person, chance);
    }
    person
}

/// 1 October so many years before the end of the census year.
fn october(year: CensusYear, years: u32) -> Date {
    date(year.number() - i16::try_from(years).expect("an age"), 10, 1)
}

fn days(count: u64) -> jiff::Span {
    i64::try_from(count).expect("days of a year").days()
}

fn agency(mut part: Part, chance: &mut Chance) -> Person {
    part.put(E::AgencyWorker, "1");
    let fte = if chance.hit(90) { 1_000_000 } else { 800_000 };
    part.put(E::Fte, &millionths(fte));
    let cases = if chance.hit(85) { chance.between(12, 22) } else { 0 };
    part.put(E::Cases30, &cases.to_string());
    let weeks = chance.pick(&["12", "13", "26", "26", "39", "52"]);
    part.put(E::ContractWeeks, weeks);
    let covers = chance.hit(82);
    Person { sort: Sort::Agency, part, role: 0, fte, covers, absent: false }
}

/// What a person is, whatever the job.
fn about(part: &mut Part, year: CensusYear, sort: Sort, at: u64, chance: &mut Chance) {
    let (sex, gender) = chance.weighted(&[(("F", "2"), 86), (("M", "1"), 14)]);
    let by_year = [(E::Sex, sex), (E::GenderCurrent, gender)];
    for (item, value) in by_year.into_iter().filter(|(item, _)| item.spec().years.contains(year)) {
        part.put(item, value);
    }
    let ethnicity = chance.weighted(&[
        ("WBRI", 640),
        ("WIRI", 12),
        ("WOTH", 45),
        ("MWBC", 15),
        ("MWBA", 6),
        ("MWAS", 5),
        ("MOTH", 9),
        ("AIND", 18),
        ("APKN", 20),
        ("ABAN", 9),
        ("AOTH", 12),
        ("CHNE", 3),
        ("BCRB", 45),
        ("BAFR", 80),
        ("BOTH", 11),
        ("OOTH", 10),
    ]);
    // Not said by some, and not yet asked of a few who came in the year; never of the first, who may be the only ones.
    let unknown = match (sort, at % 40) {
        (Sort::Starter, 27) => Some("NOBT"),
        (Sort::InPost, 13 | 33) => Some("REFU"),
        _ => None,
    };
    part.put(E::Ethnicity, unknown.unwrap_or(ethnicity));
    if E::QualInst.spec().years.contains(year) {
        let towns =
            ["Middleshire", "Northborough", "Saltmarsh", "Westhaven", "Eastmoor", "Kingsford", "Lowdale"];
        part.put(E::QualInst, &format!("University of {}", chance.pick(&towns)));
    }
    let (step_up, frontline) = chance.weighted(&[(("0", "0"), 92), (("1", "0"), 4), (("0", "1"), 4)]);
    let fast = step_up == "1" || frontline == "1";
    part.put(E::StepUpGrad, step_up);
    part.put(E::FrontlineGrad, frontline);
    let level = chance.weighted(&[("1", 46), ("2", 48), ("3", 6)]);
    part.put(E::QualLevel, if fast { "2" } else { level });
}

/// When the person came and, where it was in the year, went; FTE at both ends of the year.
fn spell(
    person: &mut Person,
    year: CensusYear,
    who: &Identity,
    at: u64,
    chance: &mut Chance,
) -> (Date, Date) {
    let part = &mut person.part;
    let began_in_year = matches!(person.sort, Sort::Starter | Sort::StarterLeaver | Sort::Back);
    let longest = who.age.saturating_sub(22).clamp(1, 30);
    let served =
        chance.weighted(&[(1, 18), (2, 15), (3, 12), (4, 9), (6, 14), (9, 13), (14, 11), (22, 5), (30, 3)]);
    let served = served.min(longest);
    let from = match person.sort {
        Sort::Back => year.start() + days(200 + who.began),
        _ if began_in_year => year.start() + days(who.began),
        _ => october(year, served + 1) + days(who.began),
    };
    part.put(E::RoleStartDate, &from.to_string());
    let origin = if began_in_year {
        chance.weighted(&[("1", 30), ("2", 32), ("3", 6), ("4", 16), ("5", 5), ("6", 6), ("7", 3), ("8", 2)])
    } else {
        chance.weighted(&[("1", 34), ("2", 30), ("3", 5), ("4", 11), ("5", 6), ("6", 8), ("7", 3), ("8", 3)])
    };
    part.put(E::StartOrigin, if person.sort == Sort::Back { "2" } else { origin });
    let to = match person.sort {
        Sort::Gone => Some(year.start() + days(u64::from(chance.between(20, 180)))),
        Sort::Leaver => Some(year.start() + days(u64::from(chance.below(365)))),
        Sort::StarterLeaver => {
            let left = 364 - u32::try_from(who.began).expect("within the year");
            Some(from + days(u64::from(chance.between(7, left.max(7)))))
        }
        _ => None,
    };
    let time = part_time(chance);
    let before = match (began_in_year, chance.hit(8)) {
        (true, _) => 0,
        (false, true) => part_time(chance),
        (false, false) => time,
    };
    person.fte = if to.is_some() { 0 } else { time };
    part.put(E::Fte, &millionths(person.fte));
    part.put(E::Fte30, &millionths(before));
    if let Some(to) = to {
        part.put(E::RoleEndDate, &to.to_string());
        let old = who.age >= 58;
        let (destination, reason) = match at % 5 {
            0 if old => ("6", "5"),
            _ => chance.weighted(&[
                (("1", "1"), 44),
                (("2", "1"), 3),
                (("3", "1"), 18),
                (("4", "1"), 5),
                (("5", "1"), 6),
                (("6", "1"), 10),
                (("7", "8"), 6),
                (("5", "7"), 4),
                (("6", "2"), 2),
                (("6", "4"), 2),
            ]),
        };
        part.put(E::LeaverDestination, destination);
        part.put(E::ReasonLeave, reason);
    }
    (from, to.unwrap_or(year.end()))
}

/// One full-time in five works fewer hours, of 37 a week.
fn part_time(chance: &mut Chance) -> u64 {
    if chance.hit(80) {
        return 1_000_000;
    }
    let hours = u64::from(chance.pick(&[18u32, 21, 22, 24, 25, 28, 29, 30, 30, 32]));
    (hours * 1_000_000 + 18) / 37
}

fn role(person: &mut Person, year: CensusYear, at: u64, chance: &mut Chance) {
    let newly = person.part.text(E::StartOrigin) == Some("1");
    let began = matches!(person.sort, Sort::Starter | Sort::StarterLeaver | Sort::Back);
    // The shares hold for any long enough stretch, so that caseloads of small councils stay within the usual.
    person.role = match (at * 61 + at / 100 * 17) % 100 {
        _ if newly && began => 5,
        0..46 => 5,
        46..66 => 4,
        66..82 => 6,
        82..94 => 3,
        94..99 => 2,
        _ => 1,
    };
    person.part.put(E::OrgRole, &person.role.to_string());
    if E::CfkssStatus.spec().years.contains(year) && chance.hit(70) {
        let status = match person.role {
            5 if newly && began => "1",
            1 | 2 => "4",
            3 => "3",
            _ => "2",
        };
        person.part.put(E::CfkssStatus, status);
    }
}

/// Cases, sickness and absence.
fn work(person: &mut Person, year: CensusYear, at: u64, (from, to): (Date, Date), chance: &mut Chance) {
    let here = !person.part.items().any(|(item, _)| item == E::RoleEndDate);
    let days_here = from.max(year.start()).until(to).map_or(0, |span| span.get_days());
    // Whole weeks only, so that never more is lost than was to be worked.
    let workdays = u32::try_from(days_here / 7 * 5).unwrap_or_default();
    let halves = match chance.below(100) {
        0..35 => 0,
        35..80 => chance.between(1, 16),
        80..95 => chance.between(17, 50),
        _ => chance.between(51, 160),
    };
    let mut halves = halves.min(workdays);
    let sick = person.sort == Sort::InPost && chance.hit(2);
    // Somebody was ill, in the smallest council too.
    if sick || at == 0 {
        halves = halves.max(20);
    }
    if here {
        let away = person.sort == Sort::InPost && chance.hit(4);
        person.absent = sick || away;
        person.part.put(E::AbsAt30Sept, if person.absent { "1" } else { "0" });
        if person.absent {
            let why = chance.weighted(&[("MAT", 60), ("OTH", 15), ("TRN", 10), ("UNP", 12), ("PUB", 3)]);
            person.part.put(E::ReasonAbsence, if sick { "SIC" } else { why });
        }
        let fte = u32::try_from(person.fte / 1000).expect("at most a thousand");
        let cases = match person.role {
            5 if person.absent => 0,
            5 => (chance.between(12, 22) * fte / 1000).max(1),
            4 if !person.absent && chance.hit(40) => (chance.between(8, 15) * fte / 1000).max(1),
            _ => 0,
        };
        person.part.put(E::Cases30, &cases.to_string());
    }
    let half = if halves % 2 == 1 { ".5" } else { "" };
    person.part.put(E::WorkingDaysLost, &format!("{}{half}", halves / 2));
}

fn pay(person: &mut Person, chance: &mut Chance) {
    let (least, most) = match person.role {
        1 => (78_000, 105_000),
        2 => (60_000, 76_000),
        3 => (50_000, 58_000),
        4 => (44_000, 52_000),
        _ => (34_000, 46_000),
    };
    let salary = chance.between(least / 250, most / 250) * 250;
    person.part.put(E::BaseSalary, &format!("{salary}.00"));
    if chance.hit(25) {
        person.part.put(E::RrPayments, &format!("{}.00", chance.between(2, 12) * 500));
    }
    if chance.hit(15) {
        person.part.put(E::OtherPayments, &format!("{}.{:02}", chance.between(120, 2400), chance.below(100)));
    }
}

/// A number of millionths with six places.
pub(super) fn millionths(number: u64) -> String {
    format!("{}.{:06}", number / 1_000_000, number % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{HashMap, HashSet};

    #[test]
    fn the_ages_add_up() {
        assert_eq!(AGES.iter().sum::<u64>(), 1000);
    }

    #[test]
    fn people_differ_by_number_and_by_dates_and_only_those_who_came_back_are_there_twice() {
        let year = CensusYear::NEWEST;
        let mut numbers: HashMap<u64, Sort> = HashMap::new();
        let mut days = HashSet::new();
        // Places far apart and side by side: the arithmetic repeats itself only in long strides.
        for at in (0..60_000).chain(980_000..1_000_000) {
            let who = identity(7, at);
            match numbers.insert(who.number, sort(at)) {
                None => {}
                Some(before) => assert_eq!((before, sort(at)), (Sort::Gone, Sort::Back), "{at}"),
            }
            assert!(who.number < 1_000_000, "{at}");
            let kind = match sort(at) {
                Sort::Agency => continue,
                Sort::StarterLeaver => Sort::Starter,
                Sort::InPost => Sort::Leaver,
                other => other,
            };
            let key = (who.age, who.born, who.began, format!("{kind:?}"));
            assert!(days.insert(key), "{at} has the dates of another");
        }
        assert_eq!(person(7, year, 0).sort, Sort::InPost);
    }
}
