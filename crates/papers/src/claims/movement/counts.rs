//! "More leavers than starters": two counts of one area and year beside each other.

use benchmarks::Measure;

use super::super::topic::{self, Topic};
use super::super::{Claim, Kind, Verdict};
use super::Look;

impl Look<'_> {
    /// "More leavers than starters", by FTE; where headcount says otherwise, neither is held to be meant.
    pub(super) fn counts(&self) -> Option<Claim> {
        let tokens = &self.sentence.tokens;
        let found = tokens.iter().enumerate().find_map(|(at, token)| {
            let way = if token.is("more") { 1 } else { -1 };
            let one = self.read.topics.iter().find(|mention| mention.first == at + 1)?;
            let than = tokens.get(one.last + 1)?.is("than");
            let two = self.read.topics.iter().find(|mention| mention.first == one.last + 2)?;
            (token.one_of(&["more", "fewer"]) && than).then_some((at, way, [one.topic, two.topic]))
        });
        let (at, way, [one, two]) = found.or_else(|| self.outnumbered())?;
        let (by_fte, by_people) = (counts_of(one).zip(counts_of(two)), people(one).zip(people(two)));
        let (one, two) = by_fte.filter(|_| topic::narrowed(self.sentence).is_none())?;
        let mut claim = self.claim(Kind::Comparison, None, at);
        claim.measure = Some(one.column());
        let (Some(year), Some(place)) = (self.year(), self.home()) else {
            claim.because = String::from("No year or authority is given to compare in.");
            return Some(claim);
        };
        self.bind(&mut claim, &place, one, format!("year to 30 September {year}"), year);
        let both = |one: Measure, two: Measure| {
            let asked = [(&place, one), (&place, two)];
            let values = self.case.evidence.together(&asked, year, self.case.published)?;
            Some((values[0], values[1]))
        };
        let Some((first, second)) = both(one, two) else {
            claim.verdict = Verdict::Unsupported;
            claim.because = format!("No figures of both for {} in {year} are held.", place.name);
            return Some(claim);
        };
        let difference = first.minus(second);
        let holds = difference.millionths().signum() == way;
        let other = by_people.and_then(|(one, two)| both(one, two)).map(|(one, two)| one.minus(two));
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

    /// "Leavers outnumbered starters".
    fn outnumbered(&self) -> Option<(usize, i64, [Topic; 2])> {
        const VERBS: &[&str] = &["outnumbered", "outnumber", "exceeded", "exceed", "outstripped"];
        let at = self.sentence.tokens.iter().position(|token| token.one_of(VERBS))?;
        let before = self.read.topics.iter().rfind(|mention| mention.last < at && at - mention.last <= 3)?;
        let after = self.read.topics.iter().find(|mention| mention.first > at && mention.first - at <= 3)?;
        (before.topic != after.topic).then_some((at, 1, [before.topic, after.topic]))
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
