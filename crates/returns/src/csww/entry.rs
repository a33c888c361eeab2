//! A worker's record packed small: what the rules across records, across years and the summary need, a million times over.

use std::hash::Hasher;

use compact_str::CompactString;
use jiff::civil::Date;
use rustc_hash::FxHasher;

use super::code::CodeSet;
use super::element::{Block, Element, Format};
use super::value::Number;
use super::worker::{Kind, Worker};

/// A worker's record of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The position in the file, from 1.
    pub number: u32,
    /// The line of its start tag, from 1.
    pub line: u32,
    /// The column of its start tag, from 1.
    pub column: u32,
    /// The kind of record.
    pub kind: Kind,
    /// Whether `RoleEndDate` has a value.
    pub has_end: bool,
    /// `SWENo`, in capitals; empty where it is missing.
    pub swe: CompactString,
    /// `PersonBirthDate`, where it can be read.
    pub born: Option<Date>,
    /// `RoleStartDate`.
    pub started: Option<Date>,
    /// `RoleEndDate`.
    pub ended: Option<Date>,
    /// `FTE`, in millionths; none where it is missing or not from 0 to 1.
    pub fte: Option<u32>,
    /// `FTE30`, in millionths.
    pub fte30: Option<u32>,
    /// `Cases30`.
    pub cases: Option<u16>,
    /// `WorkingDaysLost`, in hundredths.
    pub days_lost: Option<u32>,
    /// `BaseSalary`, in pence.
    pub salary: Option<u32>,
    /// `RRPayments`, in pence.
    pub rr_payments: Option<u32>,
    /// `OtherPayments`, in pence.
    pub other_payments: Option<u32>,
    codes: [u8; CODED.len()],
    /// A fingerprint of all values as written.
    pub print: u64,
    /// A fingerprint of `QualInst`.
    pub institution: u64,
}

/// The items of code sets, in the order of [`Element`].
const CODED: [Element; 13] = [
    Element::GenderCurrent,
    Element::Sex,
    Element::Ethnicity,
    Element::QualLevel,
    Element::StepUpGrad,
    Element::OrgRole,
    Element::StartOrigin,
    Element::LeaverDestination,
    Element::ReasonLeave,
    Element::FrontlineGrad,
    Element::AbsAt30Sept,
    Element::ReasonAbsence,
    Element::CfkssStatus,
];
const NO_CODE: u8 = u8::MAX;

/// A value so that no two rows of values are written alike: its length and one more, 0 where there is none, then itself.
fn write_value(value: Option<&str>, out: &mut Vec<u8>) {
    let length = value.map_or(0, |text| text.len() + 1);
    match u8::try_from(length) {
        Ok(short) if short < u8::MAX => out.push(short),
        _ => {
            out.push(u8::MAX);
            out.extend(length.to_le_bytes());
        }
    }
    out.extend(value.unwrap_or_default().as_bytes());
}

/// 64 bits that two different texts hardly ever share: all bytes in one go, which is many times as fast as piece by piece.
fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// The set of a coded item.
fn set(item: Element) -> Option<CodeSet> {
    match item.spec().format {
        Format::Code(set) => Some(set),
        _ => None,
    }
}

impl Entry {
    /// Packs a record; its number counts from 1 within what is read together.
    pub fn new(worker: &Worker<'_>, number: u32, (line, column): (u32, u32)) -> Self {
        let scaled = |number: Option<Number>, unit: i64, most: i64| {
            let millionths = number.filter(|n| (0..=most * 1_000_000).contains(&n.millionths))?.millionths;
            u32::try_from(millionths / unit).ok()
        };
        let mut values = Vec::with_capacity(256);
        for item in Element::of(Block::Worker) {
            write_value(worker.text(*item), &mut values);
        }
        let print = fingerprint(&values);
        values.clear();
        write_value(worker.text(Element::QualInst), &mut values);
        let code = |item: Element| {
            let position = |text: &str| set(item).and_then(|set| set.position(text));
            worker.text(item).and_then(position).unwrap_or(NO_CODE)
        };
        Self {
            number,
            line,
            column,
            kind: worker.kind,
            has_end: worker.ended.is_given(),
            swe: worker.text(Element::SweNo).map_or_else(CompactString::default, |text| {
                let mut swe = CompactString::from(text);
                swe.make_ascii_uppercase();
                swe
            }),
            born: worker.born.ok(),
            started: worker.started.ok(),
            ended: worker.ended.ok(),
            fte: scaled(worker.fte.ok(), 1, 1),
            fte30: scaled(worker.fte30.ok(), 1, 1),
            cases: scaled(worker.cases.ok().filter(|n| n.is_whole()), 1_000_000, 9_999)
                .and_then(|n| n.try_into().ok()),
            days_lost: scaled(worker.days_lost.ok(), 10_000, 999),
            salary: scaled(worker.salary.ok(), 10_000, 999_999),
            rr_payments: scaled(worker.rr_payments.ok(), 10_000, 999_999),
            other_payments: scaled(worker.other_payments.ok(), 10_000, 999_999),
            codes: CODED.map(code),
            print,
            institution: fingerprint(&values),
        }
    }

    /// The code of a coded item, where it has one that is in its set.
    pub fn code(&self, item: Element) -> Option<&'static str> {
        let at = CODED.iter().position(|coded| *coded == item)?;
        let position = Some(self.codes[at]).filter(|position| *position != NO_CODE)?;
        set(item)?.codes().get(usize::from(position)).map(|(code, _)| *code)
    }

    /// The code of the sex, or of the gender where the year asks for that.
    pub fn sex(&self) -> Option<&'static str> {
        self.code(Element::Sex).or_else(|| self.code(Element::GenderCurrent))
    }

    /// Employed by the council: in post or a leaver.
    pub fn is_employed(&self) -> bool {
        matches!(self.kind, Kind::InPost | Kind::Leaver)
    }
}
