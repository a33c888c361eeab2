//! A return counted as DfE counts it: its measures, each with its two parts.
//!
//! Formulas and populations are those of DfE's methodology and of its tools' definitions; they reproduce its published
//! rates. Headcount is of people: employed records of one registration number, date of birth, sex and ethnicity are one
//! person (of starters also with one start date, of leavers with one leaving date); each agency record is a person. FTE
//! adds up over all records that have one. Everything is exact; a rate is rounded once, when it is shown.

use std::collections::HashSet;

use jiff::civil::Date;
use measures::exact::quotient;
use serde::Serialize;

use super::check::Whole;
use super::element::Element;
use super::entry::Entry;
use super::value::Number;
use super::worker::Kind;

const ONE: i64 = 1_000_000;

/// How a measure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// FTE, to one decimal place.
    Fte,
    /// People or cases, whole.
    Count,
    /// Days, to one decimal place.
    Days,
    /// Per cent, to one decimal place.
    Percent,
    /// Cases for each FTE, to one decimal place.
    CasesPerFte,
}

/// A measure of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// DfE's own column name.
    pub id: &'static str,
    /// How it is shown.
    pub unit: Unit,
    /// The numerator, in millionths; none where it is not known.
    pub numerator: Option<i64>,
    /// The denominator of a rate, in millionths; 1 for a count.
    pub denominator: i64,
}

impl Measure {
    /// The value to one decimal place (a count: whole), half away from zero; none where the denominator is zero (not
    /// applicable) or a part is not known.
    pub fn shown(&self) -> Option<String> {
        let (part, whole) = self.parts()?;
        let places = u32::from(self.unit != Unit::Count);
        quotient(part, whole, places).map(|rounded| rounded.to_string())
    }

    /// Whether a rate is below so many tenths of its unit.
    pub fn is_below(&self, tenths: i128) -> bool {
        self.compare(tenths).is_some_and(std::cmp::Ordering::is_lt)
    }

    /// Whether a rate is above so many tenths of its unit.
    pub fn is_above(&self, tenths: i128) -> bool {
        self.compare(tenths).is_some_and(std::cmp::Ordering::is_gt)
    }

    fn compare(&self, tenths: i128) -> Option<std::cmp::Ordering> {
        let (part, whole) = self.parts()?;
        Some((part * 10).cmp(&(tenths * whole)))
    }

    /// The value as a fraction, where there is one.
    fn parts(&self) -> Option<(i128, i128)> {
        let hundred = if self.unit == Unit::Percent { 100 } else { 1 };
        let part = i128::from(self.numerator?) * hundred;
        (self.denominator > 0).then_some((part, i128::from(self.denominator)))
    }
}

/// A return counted. FTE, days and amounts are in millionths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Employed and in post at 30 September.
    pub inpost_fte: i64,
    /// The same, people.
    pub inpost_headcount: i64,
    /// Started in the year: FTE at 30 September.
    pub starters_fte: i64,
    /// The same, people.
    pub starters_headcount: i64,
    /// Left in the year: FTE at the September before.
    pub leavers_fte: i64,
    /// The same, people.
    pub leavers_headcount: i64,
    /// Agency workers at 30 September.
    pub agency_fte: i64,
    /// The same, records.
    pub agency_headcount: i64,
    /// `NoAgencyFTE`.
    pub agency_cover_fte: Option<i64>,
    /// `NumberOfVacancies`.
    pub vacancy_fte: Option<i64>,
    /// FTE of those who hold cases, agency workers among them.
    pub case_holders_fte: i64,
    /// Cases held by workers with an FTE.
    pub cases: i64,
    /// Working days lost by employed workers, leavers among them.
    pub days_lost: i64,
    /// Working days of the year.
    pub working_days: i64,
}

/// What tells one employed person from another.
pub(super) type Person<'e> =
    (&'e str, Option<Date>, Option<&'static str>, Option<&'static str>, Option<Date>);

pub(super) fn person(entry: &Entry, day: Option<Date>) -> Person<'_> {
    (&entry.swe, entry.born, entry.sex(), entry.code(Element::Ethnicity), day)
}

fn people<'e>(entries: impl Iterator<Item = Person<'e>>) -> i64 {
    i64::try_from(entries.collect::<HashSet<_>>().len()).unwrap_or(i64::MAX) * ONE
}

impl Summary {
    /// Counts a return.
    pub fn of(whole: &Whole<'_>) -> Self {
        let year = whole.year;
        let total = |item| whole.totals.text(item).and_then(Number::parse).map(|number| number.millionths);
        let in_year = |day: &Date| (year.start()..=year.end()).contains(day);
        let is_starter = |entry: &Entry| entry.is_employed() && entry.started.as_ref().is_some_and(in_year);
        let is_leaver =
            |entry: &Entry| entry.kind == Kind::Leaver && entry.ended.as_ref().is_some_and(in_year);
        let mut summary = Self {
            agency_cover_fte: total(Element::NoAgencyFte),
            vacancy_fte: total(Element::NumberOfVacancies),
            working_days: year.working_days(),
            ..Self::default()
        };
        for entry in whole.entries {
            let fte = i64::from(entry.fte.unwrap_or_default());
            match entry.kind {
                Kind::InPost => summary.inpost_fte += fte,
                Kind::Agency if !entry.has_end => {
                    summary.agency_fte += fte;
                    summary.agency_headcount += ONE;
                }
                Kind::Leaver | Kind::Agency | Kind::Unknown => {}
            }
            if is_starter(entry) {
                summary.starters_fte += fte;
            }
            if is_leaver(entry) {
                summary.leavers_fte += i64::from(entry.fte30.unwrap_or_default());
            }
            if entry.is_employed() {
                summary.days_lost += i64::from(entry.days_lost.unwrap_or_default()) * (ONE / 100);
            }
            let cases = i64::from(entry.cases.unwrap_or_default());
            if !entry.has_end && entry.kind != Kind::Unknown && fte > 0 && cases > 0 {
                summary.cases += cases * ONE;
                summary.case_holders_fte += fte;
            }
        }
        let all = || whole.entries.iter();
        summary.inpost_headcount =
            people(all().filter(|entry| entry.kind == Kind::InPost).map(|entry| person(entry, None)));
        summary.starters_headcount =
            people(all().filter(|entry| is_starter(entry)).map(|entry| person(entry, entry.started)));
        summary.leavers_headcount =
            people(all().filter(|entry| is_leaver(entry)).map(|entry| person(entry, entry.ended)));
        summary
    }

    /// DfE's measures, in the order of its file.
    pub fn measures(&self) -> Vec<Measure> {
        let one = |id, unit, numerator, denominator| Measure { id, unit, numerator, denominator };
        let count = |id, unit, value| one(id, unit, value, ONE);
        let (in_post, agency) = (self.inpost_fte, self.agency_fte);
        let vacancies = self.vacancy_fte;
        let people = self.agency_headcount + self.inpost_headcount;
        vec![
            count("inpost_fte", Unit::Fte, Some(in_post)),
            count("inpost_headcount", Unit::Count, Some(self.inpost_headcount)),
            count("starters_fte", Unit::Fte, Some(self.starters_fte)),
            count("starters_headcount", Unit::Count, Some(self.starters_headcount)),
            count("leavers_fte", Unit::Fte, Some(self.leavers_fte)),
            count("leavers_headcount", Unit::Count, Some(self.leavers_headcount)),
            one("turnover_rate_fte", Unit::Percent, Some(self.leavers_fte), in_post),
            one(
                "turnover_rate_headcount",
                Unit::Percent,
                Some(self.leavers_headcount),
                self.inpost_headcount,
            ),
            count("agency_fte", Unit::Fte, Some(agency)),
            count("agency_headcount", Unit::Count, Some(self.agency_headcount)),
            one("agency_rate_fte", Unit::Percent, Some(agency), agency + in_post),
            one("agency_rate_headcount", Unit::Percent, Some(self.agency_headcount), people),
            count("agency_cover_fte", Unit::Fte, self.agency_cover_fte),
            one("agency_cover_rate_fte", Unit::Percent, self.agency_cover_fte, agency),
            count("vacancy_fte", Unit::Fte, vacancies),
            one("vacancy_rate_fte", Unit::Percent, vacancies, vacancies.unwrap_or_default() + in_post),
            one(
                "vacancy_agency_cover_rate_fte",
                Unit::Percent,
                self.agency_cover_fte.filter(|_| vacancies.is_some()),
                vacancies.unwrap_or_default(),
            ),
            count("case_holders_fte", Unit::Fte, Some(self.case_holders_fte)),
            count("cases", Unit::Count, Some(self.cases)),
            one("caseload_fte", Unit::CasesPerFte, Some(self.cases), self.case_holders_fte),
            count("working_days_lost_fte", Unit::Days, Some(self.days_lost)),
            one(
                "absence_rate_fte",
                Unit::Percent,
                Some(self.days_lost),
                in_post.saturating_mul(self.working_days),
            ),
        ]
    }

    /// One of the measures.
    pub fn measure(&self, id: &str) -> Option<Measure> {
        self.measures().into_iter().find(|measure| measure.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// England 2021, from DfE's published parts: every rate comes out as published.
    #[test]
    fn published_parts_give_the_published_rates() {
        let tenths = |number: i64| number * (ONE / 10);
        let england = Summary {
            inpost_fte: 32_502 * ONE,
            inpost_headcount: 34_620 * ONE,
            leavers_fte: tenths(49_945),
            leavers_headcount: 5_388 * ONE,
            agency_fte: tenths(59_695),
            agency_headcount: 6_139 * ONE,
            agency_cover_fte: Some(tenths(45_578)),
            vacancy_fte: Some(tenths(65_219)),
            case_holders_fte: tenths(205_489),
            cases: 335_201 * ONE,
            days_lost: tenths(2_572_409),
            working_days: 253,
            ..Summary::default()
        };
        let shown = |id: &str| england.measure(id).and_then(|measure| measure.shown()).expect("a number");
        let rates = [
            ("turnover_rate_fte", "15.4"),
            ("turnover_rate_headcount", "15.6"),
            ("agency_rate_fte", "15.5"),
            ("agency_rate_headcount", "15.1"),
            ("agency_cover_rate_fte", "76.4"),
            ("vacancy_rate_fte", "16.7"),
            ("vacancy_agency_cover_rate_fte", "69.9"),
            ("caseload_fte", "16.3"),
            ("absence_rate_fte", "3.1"),
            ("leavers_headcount", "5388"),
        ];
        for (id, published) in rates {
            assert_eq!(shown(id), published, "{id}");
        }
        assert_eq!(Summary::default().measure("turnover_rate_fte").and_then(|rate| rate.shown()), None);
    }
}
