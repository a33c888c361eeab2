//! "Above the national average", "lower than in England": one area beside another in one year.

use super::super::area::Area;
use super::super::evidence::{Place, shown};
use super::super::{Claim, Kind, Verdict, topic};
use super::Look;

impl Look<'_> {
    /// "Above the national average", "lower than in England".
    pub(super) fn against(&self) -> Option<Claim> {
        let tokens = &self.sentence.tokens;
        let words: &[(&str, i8)] = &[
            ("above the", 1),
            ("higher than", 1),
            ("below the", -1),
            ("lower than", -1),
            ("higher compared with", 1),
            ("less than the", -1),
            ("more than the", 1),
            ("above", 1),
            ("below", -1),
        ];
        let (at, length, way) = words
            .iter()
            .find_map(|(phrase, way)| Some((self.sentence.find(phrase)?, phrase.split(' ').count(), *way)))?;
        let topic = self.topic(at)?;
        if topic::narrowed(self.sentence).is_some() {
            return None;
        }
        // What it is held against comes within a few words, and is England or a region.
        let end = at + length;
        let other = self
            .read
            .areas
            .iter()
            .find(|mention| mention.first >= end.saturating_sub(1) && mention.first <= end + 5)?;
        let mut claim = self.claim(Kind::Comparison, Some(topic), at);
        claim.stated = tokens[at..end].iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
        let home = self.home();
        let other = match &other.area {
            Area::Named { key, name } => Place { key: key.clone(), name: name.clone() },
            Area::Region => home.as_ref().and_then(Place::region)?,
            Area::Group => {
                claim.verdict = Verdict::Unsupported;
                claim.because = String::from("A group of authorities has no published figure of its own.");
                return Some(claim);
            }
            // "Higher than ours", not "higher than our target".
            Area::Own if tokens[other.first].is("ours") => self.case.home.clone()?,
            Area::Own => return None,
        };
        let named = self.read.areas.iter().find_map(|mention| match &mention.area {
            Area::Named { key, name } if *key != other.key => {
                Some(Place { key: key.clone(), name: name.clone() })
            }
            _ => None,
        });
        let by_hand = self.by_hand().and_then(|correction| correction.place().cloned());
        let place = by_hand
            .or(named)
            .or_else(|| self.context.place.clone().flatten().filter(|place| *place != other))
            .or_else(|| self.case.home.clone())?;
        if place == other {
            return None;
        }
        let measure = self.measure(topic);
        let Some(year) = self.year() else {
            claim.because = String::from("No year is given to compare in.");
            return Some(claim);
        };
        self.bind(&mut claim, &place, measure, format!("year to 30 September {year}"), year);
        let release = self.case.evidence.release_with(year, self.case.published)?;
        let value = |place: &Place| {
            let row = release.row(&place.key, year).ok()?;
            Some(shown(row.value(measure).ok()?.into(), measure))
        };
        let (Some(own), Some(theirs)) = (value(&place), value(&other)) else {
            claim.verdict = Verdict::Unsupported;
            claim.because = format!(
                "No figures of the {} for both {} and {} in {year} are held.",
                topic::words(measure),
                place.name,
                other.name
            );
            return Some(claim);
        };
        let difference = own.minus(theirs);
        claim.computed = Some(difference.signed());
        claim.verdict = if difference.millionths().signum() == i64::from(way) {
            Verdict::Confirmed
        } else {
            Verdict::Contradicted
        };
        claim.because = format!(
            "The {} in {year}: {} {own}, {} {theirs}, a difference of {}.",
            topic::words(measure),
            place.name,
            other.name,
            difference.signed()
        );
        Some(claim)
    }
}
