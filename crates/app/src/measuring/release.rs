//! Figures that may leave the council.
//!
//! The people behind the numerators and denominators of one answer are protected together, as tables with their totals:
//! primary suppression of small counts, then as much more as keeps every suppressed one from being worked out (see
//! `measures::disclosure`). What was released on other occasions is not remembered yet, and each figure says so.

use measures::disclosure::{InsideTable, Memory, Place, Policy, Released, protect_together};
use measures::figure::Figure;
use measures::measure::Measure;
use workforce::quantity::NoNumber;

use crate::error::OfficeError;

/// The figures with everything withheld that could make a person out.
pub(super) fn protected(
    council: &str,
    measure: &Measure,
    figures: Vec<Figure>,
) -> Result<Vec<Figure>, OfficeError> {
    if figures.is_empty() {
        return Ok(figures);
    }
    let refused =
        |problem: &dyn std::fmt::Display| OfficeError::Refused(format!("it cannot be released: {problem}"));
    let rows: Vec<String> = figures
        .iter()
        .map(|figure| figure.group.as_ref().map_or_else(|| "all".to_owned(), |group| group.key.clone()))
        .collect();
    let table = |part: &str, count: &dyn Fn(&Figure) -> u64| {
        let name = format!("{council}|{}|{part}|{}", measure.id, figures[0].when());
        let counts: Vec<Vec<u64>> = figures.iter().map(|figure| vec![count(figure)]).collect();
        InsideTable::new(name, rows.clone(), vec!["people".to_owned()], &counts)
            .map_err(|problem| refused(&problem))
    };
    let numerators = table("numerator", &|figure| figure.people.numerator)?;
    let denominators = table("denominator", &|figure| figure.people.denominator)?;
    let protection = protect_together(&[&numerators, &denominators], &Policy::default(), &Memory::new());
    let released = protection.map_err(|problem| refused(&problem))?.release;
    let withheld =
        |at: usize| released.iter().any(|table| table.value(Place::Cell(at, 0)) == Released::Suppressed);
    let protect = |(at, mut figure): (usize, Figure)| {
        figure.evidence.clear();
        figure.cautions.push("not checked against what was released before".to_owned());
        if withheld(at) {
            figure.value = Err(NoNumber::Suppressed);
            figure.numerator = None;
            figure.denominator = None;
            figure.interval = None;
        }
        figure
    };
    Ok(figures.into_iter().enumerate().map(protect).collect())
}
