//! "Above the national average", "lower than in England": one area beside others in one year.

use benchmarks::Measure;

use super::super::area::{Area, Mention};
use super::super::evidence::Place;
use super::super::number::Number;
use super::super::token::Token;
use super::super::{Claim, Kind, Verdict, period, topic};
use super::Look;

/// The words that set one area beside another, and which way they point.
const WORDS: &[(&str, i8)] = &[
    ("above the", 1),
    ("higher than", 1),
    ("greater than", 1),
    ("below the", -1),
    ("lower than", -1),
    ("fewer than", -1),
    ("higher compared with", 1),
    ("less than the", -1),
    ("more than the", 1),
    ("exceeds", 1),
    ("exceeded", 1),
    ("above", 1),
    ("below", -1),
    ("well under", -1),
    ("under both", -1),
];

/// How many words may stand between areas that something is set beside: "of the South East (16.7%) and of England".
const APART: usize = 9;

/// How two areas are set beside each other: where the words begin and end, and which way they point.
struct Compared {
    at: usize,
    end: usize,
    way: i8,
}

impl Look<'_> {
    /// "Above the national average", "lower than in England".
    pub(super) fn against(&self) -> Option<Claim> {
        let tokens = &self.sentence.tokens;
        let Compared { at, end, way } = self.than_in().or_else(|| {
            WORDS.iter().find_map(|(phrase, way)| {
                let at = self.sentence.find(phrase)?;
                Some(Compared { at, end: at + phrase.split(' ').count(), way: *way })
            })
        })?;
        let topic = self.topic(at)?;
        // "3.5 points below England's" is a number, and answered for as one.
        let counted = self.read.quantities.iter().any(|quantity| quantity.last + 1 == at);
        if counted || topic::narrowed(self.sentence).is_some() {
            return None;
        }
        let others = self.beside(end);
        let first = others.first()?;
        let mut claim = self.claim(Kind::Comparison, Some(topic), at);
        claim.stated = tokens[at..end].iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
        if matches!(first.area, Area::Group) {
            claim.verdict = Verdict::Unsupported;
            claim.because = String::from("A group of authorities has no published figure of its own.");
            return Some(claim);
        }
        let others: Vec<Place> = others.iter().map(|mention| self.other(mention)).collect::<Option<_>>()?;
        let places = self.subjects(end, &others)?;
        let measure = self.measure(topic);
        // Where no year is given the last census year may confirm, and contradicts nothing.
        let assumed = || self.case.published.map(period::census_year_before);
        let named = self.year();
        let Some(year) = named.or_else(assumed) else {
            claim.because = String::from("No year is given to compare in.");
            return Some(claim);
        };
        let first = places.first()?;
        if let Some(from) = self.each_year_from(year) {
            return Some(self.in_each(claim, (first, others.first()?), measure, (from, year), way));
        }
        self.bind(&mut claim, first, measure, format!("year to 30 September {year}"), year);
        let asked: Vec<(&Place, Measure)> =
            places.iter().chain(&others).map(|place| (place, measure)).collect();
        let Some(values) = self.case.evidence.together(&asked, year, self.case.published) else {
            claim.verdict = Verdict::Unsupported;
            let both: Vec<&str> = places.iter().chain(&others).map(|place| place.name.as_str()).collect();
            claim.because = format!(
                "No figures of the {} for both {} in {year} are held.",
                topic::words(measure),
                both.join(" and ")
            );
            return Some(claim);
        };
        let (own, theirs) = values.split_at(places.len());
        let differences: Vec<Number> =
            own.iter().flat_map(|own| theirs.iter().map(|theirs| own.minus(*theirs))).collect();
        let holds = differences.iter().all(|difference| difference.millionths().signum() == i64::from(way));
        claim.verdict = match (holds, named) {
            (true, _) => Verdict::Confirmed,
            (false, Some(_)) => Verdict::Contradicted,
            (false, None) => Verdict::Undefined,
        };
        let told: Vec<String> =
            asked.iter().zip(&values).map(|((place, _), value)| format!("{} {value}", place.name)).collect();
        let by: Vec<String> = differences.iter().map(|difference| difference.signed()).collect();
        claim.computed = by.first().cloned();
        claim.because = format!(
            "The {} in {year}: {}, a difference of {}.",
            topic::words(measure),
            told.join(", "),
            by.join(" and ")
        );
        Some(claim)
    }

    /// The first of the years of "in each year since 2017".
    fn each_year_from(&self, to: u16) -> Option<u16> {
        let named = period::change(self.sentence);
        let from = named.from.or_else(|| self.since()).filter(|from| *from < to)?;
        self.sentence.has_any(period::EACH_YEAR).then_some(from)
    }

    /// One area beside another in each of some years.
    fn in_each(
        &self,
        mut claim: Claim,
        (own, other): (&Place, &Place),
        measure: Measure,
        (from, to): (u16, u16),
        way: i8,
    ) -> Claim {
        self.bind(&mut claim, own, measure, format!("{from} to {to}"), to);
        let (ours, theirs) = (self.series(own, measure, to), self.series(other, measure, to));
        let pairs: Vec<(u16, Number, Number)> = ours
            .iter()
            .filter(|(year, _)| (from..=to).contains(year))
            .filter_map(|(year, own)| {
                let (_, other) = theirs.iter().find(|(one, _)| one == year)?;
                Some((*year, *own, *other))
            })
            .collect();
        if pairs.len() < 2 {
            claim.verdict = Verdict::Unsupported;
            claim.because = format!("No figures of both from {from} to {to} are held.");
            return claim;
        }
        let holds = |(_, own, other): &(u16, Number, Number)| {
            own.minus(*other).millionths().signum() == i64::from(way)
        };
        claim.verdict = if pairs.iter().all(holds) { Verdict::Confirmed } else { Verdict::Contradicted };
        let told: Vec<String> =
            pairs.iter().map(|(year, own, other)| format!("{own} and {other} in {year}")).collect();
        claim.because = format!(
            "The {} of {} and of {}: {}.",
            topic::words(measure),
            own.name,
            other.name,
            told.join(", ")
        );
        claim
    }

    /// "Higher in the North East than in England".
    fn than_in(&self) -> Option<Compared> {
        let tokens = &self.sentence.tokens;
        let than = tokens.iter().position(|token| token.is("than"))?;
        let after = self.read.areas.iter().find(|mention| mention.first > than)?;
        let lead = |token: &Token| token.one_of(&["in", "the", "for", "across", "that", "of"]);
        let near = tokens[than + 1..after.first].iter().all(lead);
        if let Some(found) = self.more_than(than, after.first) {
            return Some(found);
        }
        let before = self.read.areas.iter().rfind(|mention| mention.last < than)?;
        let word = |at: &usize| tokens[*at].one_of(&["higher", "lower", "greater", "more", "fewer", "less"]);
        let at = (before.first.saturating_sub(4)..before.first).rev().find(word)?;
        let way = if tokens[at].one_of(&["higher", "greater", "more"]) { 1 } else { -1 };
        (near && than - before.last <= 3).then_some(Compared { at, end: than + 1, way })
    }

    /// "Had more FTE social workers in post than Hull": the area right after "than", and the topic between.
    fn more_than(&self, than: usize, area: usize) -> Option<Compared> {
        let tokens = &self.sentence.tokens;
        let word = |at: &usize| tokens[*at].one_of(&["more", "fewer", "higher", "lower"]);
        let at = (than.saturating_sub(9)..than).rev().find(word)?;
        let topic = self.read.topics.iter().any(|mention| mention.first > at && mention.last < than);
        let way = if tokens[at].one_of(&["more", "higher"]) { 1 } else { -1 };
        (area == than + 1 && topic).then_some(Compared { at, end: than + 1, way })
    }

    /// The areas that stand after the words, the first of them within a few.
    fn beside(&self, end: usize) -> Vec<&Mention> {
        let mut found: Vec<&Mention> = Vec::new();
        let mut from = end;
        for mention in self.read.areas.iter().filter(|mention| mention.first + 1 >= end) {
            let near =
                if found.is_empty() { mention.first <= end + 5 } else { mention.first <= from + APART };
            let joined = found.is_empty()
                || self.sentence.tokens[from..mention.first].iter().any(|token| token.is("and"));
            let other = self.sentence.tokens[from.min(mention.first)..mention.first]
                .iter()
                .any(|token| token.one_of(&["but", "while", "whereas", "although"]));
            if !near || !joined || other {
                break;
            }
            found.push(mention);
            from = mention.last + 1;
        }
        found
    }

    /// The area that something is set beside.
    pub(super) fn other(&self, mention: &Mention) -> Option<Place> {
        match &mention.area {
            // "Higher than ours", not "higher than our target".
            Area::Own => self.case.home.clone().filter(|_| self.sentence.tokens[mention.first].is("ours")),
            area => area.place(self.home().as_ref()),
        }
    }

    /// The areas that are set beside others: those named before, or the council's own.
    pub(super) fn subjects(&self, end: usize, others: &[Place]) -> Option<Vec<Place>> {
        if let Some(place) = self.by_hand().and_then(|correction| correction.place().cloned()) {
            return Some(vec![place]);
        }
        let named = self.read.areas.iter().filter_map(|mention| Some((mention.first, mention.area.named()?)));
        let named: Vec<(usize, Place)> = named.filter(|(_, place)| !others.contains(place)).collect();
        let before: Vec<Place> =
            named.iter().filter(|(at, _)| *at < end).map(|(_, place)| place.clone()).collect();
        if !before.is_empty() {
            return Some(before);
        }
        if let Some((_, place)) = named.into_iter().next() {
            return Some(vec![place]);
        }
        let context = self.context.place.clone().flatten().filter(|place| !others.contains(place));
        let own = context.or_else(|| self.case.home.clone())?;
        (!others.contains(&own)).then(|| vec![own])
    }
}
