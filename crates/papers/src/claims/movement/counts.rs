//! "More leavers than starters": two counts of one area and year beside each other.

use benchmarks::Measure;

use super::super::evidence::shown;
use super::super::topic::{self, Topic};
use super::super::{Claim, Kind, Verdict};
use super::Look;

impl Look<'_> {
    /// "More leavers than starters", by FTE; where headcount says otherwise, neither is held to be meant.
    pub(super) fn counts(&self) -> Option<Claim> {
        let tokens = &self.sentence.tokens;
        let (at, way, [one, two]) = tokens.iter().enumerate().find_map(|(at, token)| {
            let way = if token.is("more") { 1 } else { -1 };
            let one = self.read.topics.iter().find(|mention| mention.first == at + 1)?;
            let than = tokens.get(one.last + 1)?.is("than");
            let two = self.read.topics.iter().find(|mention| mention.first == one.last + 2)?;
            (token.one_of(&["more", "fewer"]) && than).then_some((at, way, [one.topic, two.topic]))
        })?;
        let (by_fte, by_people) = (counts_of(one).zip(counts_of(two)), people(one).zip(people(two)));
        let (one, two) = by_fte.filter(|_| topic::narrowed(self.sentence).is_none())?;
        let mut claim = self.claim(Kind::Comparison, None, at);
        claim.measure = Some(one.column());
        let (Some(year), Some(place)) = (self.year(), self.home()) else {
            claim.because = String::from("No year or authority is given to compare in.");
            return Some(claim);
        };
        self.bind(&mut claim, &place, one, format!("year to 30 September {year}"), year);
        let release = self.case.evidence.release_with(year, self.case.published)?;
        let row = release.row(&place.key, year).ok();
        let value = |measure: Measure| Some(shown(row.as_ref()?.value(measure).ok()?.into(), measure));
        let (Some(first), Some(second)) = (value(one), value(two)) else {
            claim.verdict = Verdict::Unsupported;
            claim.because = format!("No figures of both for {} in {year} are held.", place.name);
            return Some(claim);
        };
        let difference = first.minus(second);
        let holds = difference.millionths().signum() == way;
        let other = by_people.and_then(|(one, two)| Some(value(one)?.minus(value(two)?)));
        let agrees = other.is_none_or(|other| (other.millionths().signum() == way) == holds);
        claim.computed = Some(difference.signed());
        claim.verdict = match (holds, agrees) {
            (true, true) => Verdict::Confirmed,
            (false, true) => Verdict::Contradicted,
            (_, false) => Verdict::Imprecise,
        };
        let note = if agrees { "" } else { "; by headcount it is the other way" };
        claim.because = format!(
            "{} in {year}: {} {first}, {} {second}, a difference of {}{note}.",
            place.name,
            topic::words(one),
            topic::words(two),
            difference.signed()
        );
        Some(claim)
    }
}

/// The count of a topic that is one, by FTE.
fn counts_of(topic: Topic) -> Option<Measure> {
    match topic {
        Topic::Leavers => Some(Measure::LeaversFte),
        Topic::Starters => Some(Measure::StartersFte),
        Topic::Agency => Some(Measure::AgencyFte),
        Topic::Vacancy => Some(Measure::VacancyFte),
        _ => None,
    }
}

/// The same by headcount, where it is published.
fn people(topic: Topic) -> Option<Measure> {
    topic::other_basis(counts_of(topic)?)
}
