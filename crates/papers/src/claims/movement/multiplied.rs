//! "Doubled between 2021 and 2023", "halved": by how many times one area's figure moved, where no numbers say from what to what.

use benchmarks::Measure;

use super::super::bind::basis;
use super::super::direction::Multiple;
use super::super::quantity::Unit;
use super::super::{Claim, Kind, Verdict, parts_pair, period, topic};
use super::Look;

impl Look<'_> {
    /// "Vacancies more than doubled", by number or by rate: what holds of either is confirmed, what holds of none contradicted.
    pub(super) fn multiplied(&self) -> Option<Claim> {
        let tokens = &self.sentence.tokens;
        let multiple = Multiple::of(tokens)?;
        let at = (0..tokens.len()).find(|at| Multiple::at(tokens, *at).is_some())?;
        let topic = self.topic(at)?;
        let ahead = self.sentence.has_any(&["will", "would", "should", "could", "may", "expected", "aim"]);
        if ahead || parts_pair(self.sentence, self.read) || topic::narrowed(self.sentence).is_some() {
            return None;
        }
        let (from, to) = period::change(self.sentence).years()?;
        let place = self.home()?;
        let basis = basis(self.sentence);
        let measures = [Unit::Bare, Unit::Percent].map(|unit| topic::measures(topic, unit, basis)).concat();
        let moved = |measure: &Measure| {
            let series = self.series(&place, *measure, to);
            let of = |year: u16| series.iter().find(|(one, _)| *one == year).map(|(_, value)| *value);
            Some((*measure, of(from)?, of(to)?))
        };
        let known: Vec<_> = measures.iter().filter_map(moved).collect();
        let mut claim = self.claim(Kind::Comparison, Some(topic), at);
        let first = *measures.first()?;
        let found = known.iter().find(|(_, before, after)| multiple.holds(*before, *after));
        let Some((measure, before, after)) = found.or(known.first()).copied() else {
            self.bind(&mut claim, &place, first, format!("{from} to {to}"), to);
            claim.verdict = Verdict::Unsupported;
            claim.because = format!(
                "No figures of the {} for {} in {from} and {to} are held.",
                topic::words(first),
                place.name
            );
            return Some(claim);
        };
        self.bind(&mut claim, &place, measure, format!("{from} to {to}"), to);
        claim.verdict = if found.is_some() { Verdict::Confirmed } else { Verdict::Contradicted };
        claim.computed = Some(after.minus(before).signed());
        claim.because = format!(
            "The {} of {} went from {before} in {from} to {after} in {to}.",
            topic::words(measure),
            place.name
        );
        Some(claim)
    }
}
