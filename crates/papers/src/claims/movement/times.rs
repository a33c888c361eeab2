//! "More than four times Cornwall's", "about half the national rate": one area's figure as a multiple of another's.

use super::super::area::Mention;
use super::super::bind::basis;
use super::super::figures::holds;
use super::super::number::Number;
use super::super::quantity::{Hedge, Quantity, Unit, hedge};
use super::super::token::Token;
use super::super::{Claim, Kind, Verdict, topic};
use super::Look;

/// Where the multiple stands, how many tokens it takes, and its hundredths.
fn multiple(tokens: &[Token]) -> Option<(usize, usize, i64)> {
    const COUNTS: &[(&str, i64)] =
        &[("two", 200), ("three", 300), ("four", 400), ("five", 500), ("six", 600), ("ten", 1000)];
    tokens.iter().enumerate().find_map(|(at, token)| {
        let next = |on: usize| tokens.get(at + on).map_or("", |token| token.lower.as_str());
        match token.lower.as_str() {
            "half" => Some((at, 1, 50)),
            "twice" | "double" => Some((at, 1, 200)),
            "a" if next(1) == "third" => Some((at, 2, 33)),
            "a" if next(1) == "quarter" => Some((at, 2, 25)),
            word if next(1) == "times" => {
                let (_, count) = COUNTS.iter().find(|(known, _)| *known == word)?;
                Some((at, 2, *count))
            }
            _ => None,
        }
    })
}

impl Look<'_> {
    /// "Devon's agency rate in 2023 was more than four times Cornwall's". It is of one year, which must be named or carried.
    pub(super) fn times(&self) -> Option<Claim> {
        let tokens = &self.sentence.tokens;
        let (at, words, hundredths) = multiple(tokens)?;
        let end = at + words;
        let other: &Mention = self.read.areas.iter().find(|mention| mention.first >= end)?;
        let lead = |token: &Token| token.one_of(&["the", "that", "of", "in", "for"]);
        if !tokens[end..other.first].iter().all(lead) || topic::narrowed(self.sentence).is_some() {
            return None;
        }
        let topic = self.topic(at).or(self.context.topic)?;
        let other = self.other(other)?;
        let place = self.subjects(end, std::slice::from_ref(&other))?.into_iter().next()?;
        let year = self.year()?;
        // A rate is compared with a rate; counts of areas of unlike size say nothing.
        let measure = *topic::measures(topic, Unit::Percent, basis(self.sentence))
            .first()
            .or(topic::measures(topic, Unit::Bare, basis(self.sentence)).first())?;
        let value = |place| self.case.evidence.value(place, year, measure, self.case.published);
        let (own, theirs) = (value(&place)?.number, value(&other)?.number);
        let stated = Number::new(hundredths * 10_000, 2);
        let actual = own.times_over(1, theirs)?;
        let quantity = Quantity {
            first: at,
            last: end - 1,
            value: stated,
            unit: Unit::Bare,
            hedge: hedge(tokens, at),
            in_words: true,
            span: tokens[at].span.start..tokens[end - 1].span.end,
            stated: String::new(),
        };
        let mut claim = self.claim(Kind::Figure, Some(topic), at);
        self.case.document.at(&quantity.span).clone_into(&mut claim.stated);
        self.bind(&mut claim, &place, measure, format!("year to 30 September {year}"), year);
        // "Half" by itself is within a tenth.
        let (said, is) = (i128::from(stated.millionths()), i128::from(actual.millionths()));
        let near = (said - is).abs() * 10 <= said;
        let right = match quantity.hedge {
            Hedge::Exact | Hedge::About => near,
            _ => holds(&quantity, actual),
        };
        claim.verdict = if right { Verdict::Confirmed } else { Verdict::Contradicted };
        claim.computed = Some(actual.rounded(2).to_string());
        claim.because = format!(
            "The {} in {year}: {} {own}, {} {theirs}, which is {} times that.",
            topic::words(measure),
            place.name,
            other.name,
            actual.rounded(2)
        );
        Some(claim)
    }
}
