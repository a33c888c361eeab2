//! Defects to plant: each alters one record, or the header or totals, so that one rule fires once and no other does.

use super::person::{Person, Sort};
use crate::csww::document::{Part, Value};
use crate::csww::element::Element as E;
use crate::csww::year::CensusYear;

/// What a defect does to a part; no value takes the element out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Change {
    /// One item gets another text, or goes.
    Item(E, Option<&'static str>),
    /// Several do; the first is the one that the finding is about.
    Items(&'static [(E, Option<&'static str>)]),
    /// Sex, by the name of the year.
    Sex(Option<&'static str>),
    /// The registration number, with these letters before and after its digits.
    Number(&'static str, &'static str),
    /// The left date goes beyond the census year.
    LateEnd,
    /// The birth date is so many years earlier.
    Older(i16),
    /// An element that is there a second time, or that the census does not have.
    Extra(&'static str, &'static str),
}

/// Whom a defect needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    /// The header.
    Header,
    /// The totals.
    Totals,
    /// In post or left.
    Employed,
    /// In post since before the year.
    InPost,
    /// In post since before the year, with cases, full time and not absent.
    Holder,
    /// In post since before the year, without cases by role.
    CaseFree,
    /// In post since before the year, a middle or senior manager.
    Manager,
    /// Started in the year, and in post.
    Starter,
    /// Started before the year and left in it.
    Leaver,
    /// An agency worker.
    Agency,
}

/// A kind of defect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Defect {
    pub(super) rule: &'static str,
    pub(super) from: i16,
    pub(super) whom: Whom,
    pub(super) change: Change,
}

const fn all(rule: &'static str, whom: Whom, change: Change) -> Defect {
    Defect { rule, from: 0, whom, change }
}

const fn late(rule: &'static str, whom: Whom, change: Change) -> Defect {
    Defect { rule, from: 2025, whom, change }
}

use Change::{Extra, Item, Items, LateEnd, Number, Older, Sex};
use Whom::{Agency, CaseFree, Employed, Header, Holder, InPost, Leaver, Manager, Starter, Totals};

/// Every kind, in the order in which they are planted.
pub(super) static DEFECTS: &[Defect] = &[
    all("CW-W63", Leaver, Item(E::LeaverDestination, None)),
    all("CW-W03", Employed, Number("SW", "X")),
    all("CW-W28", Employed, Item(E::Ethnicity, Some("WBR"))),
    all("CW-W06", InPost, Item(E::Fte, Some("1.200000"))),
    all("CW-W65", Leaver, Item(E::ReasonLeave, None)),
    all("CW-W20", Employed, Item(E::PersonBirthDate, None)),
    all("CW-W41", Holder, Item(E::OrgRole, Some("7"))),
    all("CW-W08", Leaver, Item(E::Fte, Some("0.500000"))),
    all("CW-W14", InPost, Item(E::Fte30, Some("0.000000"))),
    all("CW-W82", Holder, Item(E::Cases30, Some("45"))),
    late("CW-W120", Employed, Item(E::BaseSalary, None)),
    all("CW-F05", Employed, Extra("SWENo", "SW1")),
    all("CW-L01", Totals, Item(E::NumberOfVacancies, None)),
    all("CW-W81", Holder, Item(E::Cases30, None)),
    all("CW-W90", Employed, Item(E::WorkingDaysLost, None)),
    all("CW-W13", Starter, Item(E::Fte30, Some("1.000000"))),
    all("CW-W21", Employed, Item(E::PersonBirthDate, Some("1985-02-30"))),
    all("CW-W61", Leaver, LateEnd),
    all("CW-W04", Employed, Number("AB", "")),
    all("CW-W25", Employed, Sex(None)),
    all("CW-W26", Employed, Sex(Some("X"))),
    all("CW-W27", Employed, Item(E::Ethnicity, None)),
    all("CW-W05", InPost, Item(E::Fte, None)),
    all("CW-W07", Holder, Item(E::Fte, Some("0.8108111"))),
    all("CW-W09", CaseFree, Item(E::Fte, Some("0.000000"))),
    all("CW-W11", InPost, Item(E::Fte30, None)),
    all("CW-W12", InPost, Item(E::Fte30, Some("1.500000"))),
    all("CW-W22", InPost, Older(60)),
    all("CW-W29", InPost, Item(E::Ethnicity, Some("NOBT"))),
    all("CW-W33", Employed, Item(E::QualLevel, Some("4"))),
    all("CW-W34", Employed, Item(E::QualLevel, None)),
    all("CW-W35", Employed, Item(E::StepUpGrad, Some("Y"))),
    all("CW-W36", Employed, Item(E::FrontlineGrad, Some("N"))),
    all(
        "CW-W38",
        Employed,
        Items(&[(E::QualLevel, Some("1")), (E::StepUpGrad, Some("1")), (E::FrontlineGrad, Some("0"))]),
    ),
    all("CW-W40", Holder, Item(E::OrgRole, None)),
    all("CW-W48", Employed, Item(E::StartOrigin, Some("11"))),
    all("CW-W67", Leaver, Item(E::LeaverDestination, Some("10"))),
    all("CW-W68", Leaver, Item(E::ReasonLeave, Some("11"))),
    all("CW-W70", Leaver, Items(&[(E::LeaverDestination, Some("1")), (E::ReasonLeave, Some("6"))])),
    all("CW-W73", Leaver, Items(&[(E::LeaverDestination, Some("1")), (E::ReasonLeave, Some("7"))])),
    all("CW-W80", Holder, Item(E::Cases30, Some("12.5"))),
    all("CW-W87", CaseFree, Item(E::Cases30, Some("4"))),
    all("CW-W88", Manager, Item(E::Cases30, Some("3"))),
    all("CW-W91", Employed, Item(E::WorkingDaysLost, Some("-1"))),
    all("CW-W93", InPost, Item(E::WorkingDaysLost, Some("256"))),
    all("CW-W96", Holder, Item(E::AbsAt30Sept, Some("2"))),
    all("CW-W98", Holder, Item(E::AbsAt30Sept, Some("1"))),
    all("CW-F06", Holder, Item(E::AbsAt30Sept, Some(""))),
    all("CW-W111", Agency, Item(E::ContractWeeks, Some("-1"))),
    all("CW-W112", Agency, Item(E::ContractWeeks, Some("600"))),
    all("CW-W113", InPost, Item(E::ContractWeeks, Some("26"))),
    late("CW-W121", Employed, Item(E::BaseSalary, Some("42k"))),
    late(
        "CW-W124",
        Employed,
        Items(&[(E::BaseSalary, Some("3500.00")), (E::RrPayments, None), (E::OtherPayments, None)]),
    ),
    all("CW-F04", Employed, Extra("Salary", "42000")),
    all("CW-H07", Header, Item(E::SoftwareCode, None)),
    late("CW-L11", Totals, Item(E::CarAllowance, Some("3"))),
    all("CW-H08", Header, Item(E::DateTime, None)),
    late("CW-L12", Totals, Item(E::OtherAllowances, None)),
];

impl Defect {
    /// Whether a record is one that the defect needs.
    pub(super) fn fits(&self, person: &Person) -> bool {
        let through = person.sort == Sort::InPost;
        // Those who came back have two records, which rules across records compare.
        match self.whom {
            Header | Totals => false,
            Employed => {
                matches!(person.sort, Sort::InPost | Sort::Starter | Sort::StarterLeaver | Sort::Leaver)
            }
            InPost => through,
            Holder => through && person.role == 5 && !person.absent && person.fte == 1_000_000,
            CaseFree => through && person.role == 6 && !person.absent,
            Manager => through && matches!(person.role, 1 | 2),
            Starter => person.sort == Sort::Starter,
            Leaver => person.sort == Sort::Leaver,
            Agency => person.sort == Sort::Agency,
        }
    }

    /// Makes the change; gives the item and what was done.
    pub(super) fn apply(&self, part: &mut Part, year: CensusYear) -> (&'static str, String) {
        let mut change = |item: E, text: Option<&str>| {
            let before = part.text(item).unwrap_or("nothing").to_owned();
            part.set(item, text.map(Value::new));
            let what = match text {
                None => format!("{} was taken out; it was {before}", item.name()),
                Some("") => format!("{} is empty; it was {before}", item.name()),
                Some(text) => format!("{} is {text}; it was {before}", item.name()),
            };
            (item.name(), what)
        };
        match self.change {
            Item(item, text) => change(item, text),
            Items(items) => {
                let done: Vec<_> = items.iter().map(|(item, text)| change(*item, *text)).collect();
                let words: Vec<String> = done.iter().map(|(_, what)| what.clone()).collect();
                (done.first().map_or("", |(item, _)| *item), words.join("; "))
            }
            Sex(text) => {
                let named = E::Sex.spec().years.contains(year);
                change(if named { E::Sex } else { E::GenderCurrent }, text)
            }
            Number(before, after) => {
                let number = part.text(E::SweNo).unwrap_or_default();
                let text = format!("{before}{}{after}", number.trim_start_matches("SW"));
                change_to(part, E::SweNo, &text)
            }
            LateEnd => {
                let text = year.end().tomorrow().map_or_else(|_| String::new(), |day| day.to_string());
                change_to(part, E::RoleEndDate, &text)
            }
            Older(years) => {
                let born = part.text(E::PersonBirthDate).and_then(crate::csww::value::date);
                let day = born.map(|born| born.saturating_sub(jiff::Span::new().years(years)));
                let text = day.map_or_else(String::new, |day| day.to_string());
                change_to(part, E::PersonBirthDate, &text)
            }
            Extra(name, text) => {
                part.extras.push((name.into(), Value::new(text)));
                (name, format!("{name} was added with {text}"))
            }
        }
    }
}

fn change_to(part: &mut Part, item: E, text: &str) -> (&'static str, String) {
    let before = part.text(item).unwrap_or("nothing").to_owned();
    part.put(item, text);
    (item.name(), format!("{} is {text}; it was {before}", item.name()))
}
