//! A worker's record with its values read: what the rules ask.

use jiff::civil::Date;

use workforce::period::years_between;

use super::code::CodeSet;
use super::element::{Block, Element};
use super::read::{Record, Slot};
use super::value::{self, Number};
use super::year::CensusYear;

/// A value of an item: missing (an empty element counts as missing), not readable, or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field<T> {
    /// There is no value.
    Missing,
    /// There is a value, and it is none of its kind.
    Invalid,
    /// The value.
    Valid(T),
}

impl<T: Copy> Field<T> {
    fn read(text: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Self {
        match text {
            None => Self::Missing,
            Some(text) => parse(text).map_or(Self::Invalid, Self::Valid),
        }
    }

    /// The value, where it was read.
    pub fn ok(self) -> Option<T> {
        match self {
            Self::Valid(value) => Some(value),
            Self::Missing | Self::Invalid => None,
        }
    }

    /// Whether there is a value, readable or not.
    pub fn is_given(self) -> bool {
        !matches!(self, Self::Missing)
    }

    /// Whether there is none.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::Missing)
    }

    /// Whether there is one that cannot be read.
    pub fn is_invalid(self) -> bool {
        matches!(self, Self::Invalid)
    }
}

impl Field<Number> {
    /// Whether it was read and is above a number of millionths.
    pub fn is_over(self, millionths: i64) -> bool {
        self.ok().is_some_and(|number| number.millionths > millionths)
    }

    /// Whether it was read and is zero.
    pub fn is_zero(self) -> bool {
        self.ok().is_some_and(Number::is_zero)
    }

    /// Whether it has a value that is no number from zero to a number of millionths.
    pub fn is_outside(self, millionths: i64) -> bool {
        self.is_invalid() || self.ok().is_some_and(|number| !(0..=millionths).contains(&number.millionths))
    }

    /// Whether it was read and has more decimal places than so many.
    pub fn has_more_places_than(self, places: u32) -> bool {
        self.ok().is_some_and(|number| number.places > places)
    }
}

/// What kind of record it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Employed, with no leaving date.
    InPost,
    /// Employed, with a leaving date.
    Leaver,
    /// An agency worker.
    Agency,
    /// The agency marker cannot be read.
    Unknown,
}

/// What is asked of an item in a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It must be there.
    Required,
    /// It may be there.
    Voluntary,
    /// It is to be left out, or is not collected in the year.
    No,
}

/// Values that are likelier than a slip: judgements, which a council may make for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likely {
    /// The lowest and highest base salary, in pounds.
    pub salary: (i64, i64),
}

impl Default for Likely {
    fn default() -> Self {
        Self { salary: (10_000, 200_000) }
    }
}

/// A worker's record.
#[derive(Debug)]
pub struct Worker<'t> {
    /// The record as it was read.
    pub record: &'t Record<'t>,
    /// The census year in which it is checked.
    pub year: CensusYear,
    /// What the council takes to be likely.
    pub likely: Likely,
    /// The kind of record.
    pub kind: Kind,
    /// `FTE`.
    pub fte: Field<Number>,
    /// `FTE30`, which is at the September before.
    pub fte30: Field<Number>,
    /// `Cases30`, which is at the September of the year.
    pub cases: Field<Number>,
    /// `WorkingDaysLost`.
    pub days_lost: Field<Number>,
    /// `ContractWeeks`.
    pub weeks: Field<Number>,
    /// `BaseSalary`.
    pub salary: Field<Number>,
    /// `RRPayments`.
    pub rr_payments: Field<Number>,
    /// `OtherPayments`.
    pub other_payments: Field<Number>,
    /// `PersonBirthDate`.
    pub born: Field<Date>,
    /// `RoleStartDate`.
    pub started: Field<Date>,
    /// `RoleEndDate`.
    pub ended: Field<Date>,
}

impl<'t> Worker<'t> {
    /// Reads the values of a record.
    pub fn new(record: &'t Record<'t>, year: CensusYear, likely: Likely) -> Self {
        let number = |element| Field::read(record.text(element), Number::parse);
        let date = |element| Field::read(record.text(element), value::date);
        let ended = date(Element::RoleEndDate);
        let kind = match record.text(Element::AgencyWorker) {
            Some("1") => Kind::Agency,
            Some("0") if ended.is_given() => Kind::Leaver,
            Some("0") => Kind::InPost,
            _ => Kind::Unknown,
        };
        Self {
            record,
            year,
            likely,
            kind,
            fte: number(Element::Fte),
            fte30: number(Element::Fte30),
            cases: number(Element::Cases30),
            days_lost: number(Element::WorkingDaysLost),
            weeks: number(Element::ContractWeeks),
            salary: number(Element::BaseSalary),
            rr_payments: number(Element::RrPayments),
            other_payments: number(Element::OtherPayments),
            born: date(Element::PersonBirthDate),
            started: date(Element::RoleStartDate),
            ended,
        }
    }

    /// The text of an item.
    pub fn text(&self, item: Element) -> Option<&str> {
        self.record.text(item)
    }

    /// Whether an item has a value.
    pub fn has(&self, item: Element) -> bool {
        self.text(item).is_some()
    }

    /// Whether an item has one of these values.
    pub fn is(&self, item: Element, values: &[&str]) -> bool {
        self.text(item).is_some_and(|text| values.contains(&text))
    }

    /// Whether an item has a value that is no code of a set.
    pub fn is_no_code(&self, item: Element, set: CodeSet) -> bool {
        self.text(item).is_some_and(|text| set.position(text).is_none())
    }

    /// Employed by the council: in post or a leaver.
    pub fn is_employed(&self) -> bool {
        matches!(self.kind, Kind::InPost | Kind::Leaver)
    }

    /// An agency worker.
    pub fn is_agency(&self) -> bool {
        self.kind == Kind::Agency
    }

    /// Has no leaving date, employed or not.
    pub fn is_here(&self) -> bool {
        self.ended.is_missing()
    }

    /// Employed, and started in the census year, whether or not the person also left.
    pub fn is_starter(&self) -> bool {
        let in_year = |day: Date| (self.year.start()..=self.year.end()).contains(&day);
        self.is_employed() && self.started.ok().is_some_and(in_year)
    }

    /// Age in whole years on a day.
    pub fn age_on(&self, day: Date) -> Option<i16> {
        self.born.ok().map(|born| years_between(born, day))
    }

    /// The items that are there without a value.
    pub fn empty_items(&self) -> impl Iterator<Item = Element> {
        Element::of(Block::Worker)
            .iter()
            .copied()
            .filter(|item| matches!(self.record.slot(*item), Slot::Empty { .. }))
    }
}

/// What is asked of an item in a kind of record in a year (section *which items each kind of record needs* of the
/// specification; for the years before 2025 derived from public schemas).
#[expect(clippy::match_same_arms, reason = "the arms are rows of the specification's table, in its order")]
pub fn asked(item: Element, kind: Kind, year: CensusYear) -> Asked {
    use Element as E;
    if !item.spec().years.contains(year) {
        return Asked::No;
    }
    let required_from_2025 = if year.number() >= 2025 { Asked::Required } else { Asked::Voluntary };
    match (item, kind) {
        (_, Kind::Unknown) => Asked::Voluntary,
        (E::AgencyWorker | E::SweNo | E::Fte, _) => Asked::Required,
        (E::Cases30, Kind::Leaver) => Asked::No,
        (E::Cases30, Kind::InPost | Kind::Agency) => required_from_2025,
        (E::RoleEndDate | E::LeaverDestination | E::ReasonLeave, Kind::Leaver) => Asked::Required,
        (E::RoleEndDate | E::LeaverDestination | E::ReasonLeave, _) => Asked::No,
        (E::ContractWeeks, Kind::Agency) => Asked::Voluntary,
        (E::ContractWeeks, _) => Asked::No,
        (E::AbsAt30Sept | E::ReasonAbsence, Kind::Leaver) => Asked::No,
        (E::AbsAt30Sept | E::ReasonAbsence, _) => Asked::Voluntary,
        (E::RrPayments | E::OtherPayments, Kind::Agency) => Asked::No,
        (E::RrPayments | E::OtherPayments | E::QualInst | E::CfkssStatus, _) => Asked::Voluntary,
        (E::WorkingDaysLost | E::BaseSalary, Kind::Agency) => Asked::No,
        (_, Kind::Agency) => Asked::Voluntary,
        (E::QualLevel, _) => required_from_2025,
        (_, Kind::InPost | Kind::Leaver) => Asked::Required,
    }
}
