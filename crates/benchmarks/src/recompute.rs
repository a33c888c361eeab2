//! Every published rate made again from its published parts, and an account of each that cannot be.
//!
//! The parts are printed to one decimal and the publisher divides before rounding, so a rate *agrees* when some parts
//! that print as they do make a rate that prints as it does. Headcounts are exact, so their rates must be too. It is
//! whole numbers throughout: no tolerance is chosen here.
//!
//! England and the regions are total over total, never a mean of rates. What the publisher leaves out of them differs
//! between releases and rates; see [`Basis`].

use std::fmt;

use serde::Serialize;
use workforce::quantity::NoNumber;

use crate::cell::{Cell, Symbol};
use crate::measure::{Measure, Parts};
use crate::ratio::{Range, Ratio};
use crate::release::Release;
use crate::table::{Level, Row};

/// From which parts a published rate is had. Of several that would do, the one that takes out the fewest authorities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Basis {
    /// Those of its own row. In the releases before 2026, authorities marked `u` are not taken out.
    AsPrinted,
    /// Those of its row, less the authorities that have `u` for a part, in both. Where only the rate is `u`, and both
    /// parts are printed, the authority stays in.
    WithoutUnreliable,
    /// Less also the authorities that have `x` for a part: the two cover rates of 2017 and 2018.
    WithoutMissing,
}

impl Basis {
    fn takes_out(self, symbol: Symbol) -> bool {
        match self {
            Self::AsPrinted => false,
            Self::WithoutUnreliable => symbol == Symbol::U,
            Self::WithoutMissing => matches!(symbol, Symbol::U | Symbol::X | Symbol::Colon),
        }
    }
}

/// Why a rate cannot be said to agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Why {
    /// The row is another authority's.
    ReportedElsewhere,
    /// A part is not printed, so there is nothing to make the rate of.
    NoPart(NoNumber),
    /// Both parts are printed and the rate is not. Where it is `u`, agency cover exceeds what it should be part of.
    RateWithheld(NoNumber),
    /// The release prints 0 for a rate over nothing; later ones print `z`.
    ZeroOverNothing,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReportedElsewhere => f.write_str("another authority's row holds the figures of both"),
            Self::NoPart(kind) => write!(f, "a part of the rate is not printed: {}", kind.words()),
            Self::RateWithheld(kind) => {
                write!(f, "the parts are printed and the rate is not: {}", kind.words())
            }
            Self::ZeroOverNothing => f.write_str("printed as 0 and it is a rate over nothing"),
        }
    }
}

/// A published rate and what its parts make.
#[derive(Debug, Clone, Serialize)]
pub struct Recomputed {
    /// The area's code.
    pub code: String,
    /// The area's name.
    pub area: String,
    /// What kind of area.
    pub level: Level,
    /// The year.
    pub year: u16,
    /// The rate.
    pub measure: Measure,
    /// As published.
    pub published: Cell,
    /// From its parts; nothing when a part is not a number, or the denominator is zero.
    pub recomputed: Option<Ratio>,
    /// Whether the published rate can be had from the published parts.
    pub agrees: bool,
    /// From which parts: those that agree, or the row's own when none do.
    pub basis: Basis,
    /// Why it cannot be said to agree. Nothing here for one that does not agree means that no cause is known.
    pub why: Option<Why>,
}

/// Makes every rate of a release again, or those of one year.
pub fn recompute(release: &Release, year: Option<u16>) -> Vec<Recomputed> {
    let rates = Measure::ALL.iter().filter_map(|measure| Some((*measure, measure.parts()?)));
    let mut made = Vec::new();
    for row in release.rows().iter().filter(|row| year.is_none_or(|year| row.year == year)) {
        let within = match row.level {
            Level::Authority => Vec::new(),
            Level::National | Level::Regional => authorities_within(release, row),
        };
        for (measure, parts) in rates.clone() {
            if let Some(published) = row.cell(measure) {
                made.push(one(row, &within, measure, parts, published));
            }
        }
    }
    made
}

/// The authorities' rows that a region's or England's row adds up.
fn authorities_within<'a>(release: &'a Release, row: &Row) -> Vec<&'a Row> {
    let all = row.level == Level::National;
    let inside = |one: &&Row| all || one.region_name == row.region_name || one.region() == row.region_name;
    release.authority_rows(row.year).filter(inside).collect()
}

fn one(row: &Row, within: &[&Row], measure: Measure, parts: Parts, published: Cell) -> Recomputed {
    let made = |agrees, basis, recomputed, why| Recomputed {
        code: row.code().to_owned(),
        area: row.name().to_owned(),
        level: row.level,
        year: row.year,
        measure,
        published,
        recomputed,
        agrees,
        basis,
        why,
    };
    let no = |why| made(false, Basis::AsPrinted, None, Some(why));
    if row.is_reported_elsewhere() {
        return no(Why::ReportedElsewhere);
    }
    let own = match Made::of(row, parts) {
        Ok(own) => own,
        Err(kind) => return no(Why::NoPart(kind)),
    };
    if own.nothing_below {
        let why = match published.value() {
            Ok(rate) if rate.is_zero() => Some(Why::ZeroOverNothing),
            Err(kind) if kind != NoNumber::NotApplicable => Some(Why::RateWithheld(kind)),
            Ok(_) | Err(_) => None,
        };
        return made(published == Cell::Symbol(Symbol::Z), Basis::AsPrinted, None, why);
    }
    // `low` is a rate that prints as 0 and is not 0.
    let Some(rate) = Range::of(published, measure.places()) else {
        let kind = published.value().err().unwrap_or(NoNumber::NotApplicable);
        return made(false, Basis::AsPrinted, own.ratio(parts, row.year), Some(Why::RateWithheld(kind)));
    };
    let bases = match row.level {
        Level::Authority => &[Basis::AsPrinted][..],
        Level::National | Level::Regional => {
            &[Basis::AsPrinted, Basis::WithoutUnreliable, Basis::WithoutMissing]
        }
    };
    // The fewest authorities taken out that make the rate as printed; failing that, one that prints so within rounding.
    let reached: Vec<(Basis, Option<Ratio>)> = bases
        .iter()
        .map(|basis| (*basis, own.less(within, parts, *basis)))
        .filter(|(_, it)| Range::reaches(it.numerator.range, it.denominator.range, parts, row.year, rate))
        .map(|(basis, it)| (basis, it.ratio(parts, row.year)))
        .collect();
    let same = |ratio: Option<Ratio>| {
        ratio.is_some_and(|ratio| Cell::Number(ratio.rounded(measure.places())).says_same(published))
    };
    if let Some((basis, ratio)) = reached.iter().find(|(_, ratio)| same(*ratio)).or_else(|| reached.first()) {
        return made(true, *basis, *ratio, None);
    }
    made(false, Basis::AsPrinted, own.ratio(parts, row.year), None)
}

/// A part: the printed number in half millionths (nothing for `low`), and what it may stand for.
#[derive(Clone, Copy)]
struct Part {
    value: Option<i128>,
    range: Range,
}

impl Part {
    const NONE: Self = Self { value: Some(0), range: Range::ZERO };

    fn of(row: &Row, measure: Measure) -> Result<Self, NoNumber> {
        let cell = row.cell(measure).ok_or(NoNumber::NotAvailable)?;
        let value = cell.number().map(|number| 2 * i128::from(number.millionths()));
        let kind = cell.value().err().unwrap_or(NoNumber::NotAvailable);
        Ok(Self { value, range: Range::of(cell, measure.places()).ok_or(kind)? })
    }

    fn plus(self, other: Self) -> Self {
        let value = self.value.zip(other.value).map(|(one, two)| one + two);
        Self { value, range: self.range.plus(other.range) }
    }

    fn minus(self, other: Self) -> Self {
        let value = self.value.zip(other.value).map(|(one, two)| one - two);
        Self { value, range: self.range.minus(other.range) }
    }
}

/// The two parts of a rate.
struct Made {
    numerator: Part,
    denominator: Part,
    nothing_below: bool,
}

impl Made {
    fn of(row: &Row, parts: Parts) -> Result<Self, NoNumber> {
        let numerator = Part::of(row, parts.numerator)?;
        let denominator = Part::of(row, parts.denominator)?;
        let below = numerator.value.zip(denominator.value).map(|(n, d)| parts.fraction(n, d, row.year).1);
        Ok(Self { numerator, denominator, nothing_below: below == Some(0) })
    }

    fn ratio(&self, parts: Parts, year: u16) -> Option<Ratio> {
        Ratio::new(parts.fraction(self.numerator.value?, self.denominator.value?, year))
    }

    /// The same parts with the authorities that the basis takes out gone from both.
    fn less(&self, within: &[&Row], parts: Parts, basis: Basis) -> Self {
        let symbols = |row: &Row| {
            let symbol = |measure| match row.cell(measure) {
                Some(Cell::Symbol(symbol)) => Some(symbol),
                _ => None,
            };
            [symbol(parts.numerator), symbol(parts.denominator)]
        };
        let goes = |row: &&&Row| symbols(row).into_iter().flatten().any(|symbol| basis.takes_out(symbol));
        let out: Vec<&Row> = within.iter().filter(goes).copied().collect();
        let stay: Vec<&Row> = within.iter().filter(|row| !goes(row)).copied().collect();
        let less = |total: Part, measure| {
            let unknown = |row: &&Row| row.cell(measure) == Some(Cell::Symbol(Symbol::U));
            if out.iter().any(unknown) {
                // What is marked `u` may be inside the printed total, so the total is what the others add up to, and
                // never more than was printed. `low` adds nothing that shows.
                let known = stay.iter().filter_map(|row| Part::of(row, measure).ok());
                let shown = known.map(|part| Part { value: part.value.or(Some(0)), ..part });
                let mut sum = shown.fold(Part::NONE, Part::plus);
                sum.range.high = sum.range.high.min(total.range.high);
                return sum;
            }
            let known = out.iter().filter_map(|row| Part::of(row, measure).ok());
            known.fold(total, Part::minus)
        };
        Self {
            numerator: less(self.numerator, parts.numerator),
            denominator: less(self.denominator, parts.denominator),
            nothing_below: self.nothing_below,
        }
    }
}
