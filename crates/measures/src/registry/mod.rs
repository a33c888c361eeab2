//! Every measure, once: its definition, its parts and a worked example that is a test.

mod dfe;
mod local;
mod mix;
mod registers;

use crate::measure::Measure;

const CENSUS: &str = "Department for Education, children's social work workforce statistics, methodology and Local Authority Interactive Tool definitions";
const LOCAL: &str = "Mainstay: a local measure, derived; DfE does not publish it";
const POPULATION: &str = "Child and family social workers: workers in roles in census scope (all qualified roles where no role is marked), but not in teams that serve adults";
const NOT_EMPLOYED: &str =
    "Agency workers, people on loan from another employer; a worker who acts up counts in the post held";

/// Every measure: the DfE's, then local ones, then those of the registers, then shares by group.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    dfe::ALL.iter().chain(local::ALL).chain(registers::ALL).chain(mix::ALL)
}

/// The measures of the registers, which are counted from what `registers` says rather than from the lists of a grid.
pub fn of_registers() -> impl Iterator<Item = &'static Measure> {
    registers::ALL.iter()
}

/// The measure with an id.
pub fn find(id: &str) -> Option<&'static Measure> {
    all().find(|measure| measure.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::exact::{Amount, quotient};

    #[test]
    fn ids_are_distinct_and_related_ones_exist() {
        let ids: BTreeSet<_> = all().map(|measure| measure.id).collect();
        assert_eq!(ids.len(), all().count());
        for measure in all() {
            for (id, how) in measure.related {
                assert!(ids.contains(id) && !how.is_empty(), "{}: {id}", measure.id);
            }
        }
    }

    #[test]
    fn every_worked_example_holds() {
        for measure in all() {
            let example = measure.example;
            let read = |text| Amount::parse(text).expect("examples are decimals").0;
            let (whole, scale) = match example.denominator {
                Some(whole) => (read(whole), i128::from(measure.scale)),
                None => (Amount::ONE.0, 1),
            };
            let shown = quotient(read(example.numerator) * scale, whole, measure.unit.places());
            assert_eq!(
                shown.map(|shown| shown.to_string()).as_deref(),
                Some(example.value),
                "{}",
                measure.id
            );
            assert_eq!(example.denominator.is_some(), measure.is_rate(), "{}", measure.id);
        }
    }
}
