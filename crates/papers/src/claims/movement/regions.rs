//! "Rose in every region", "all but three regions", "eight regions had a lower rate than in 2022": how many regions moved one way.

use super::super::direction::{direction_at, directions};
use super::super::evidence::Place;
use super::super::several::{Said, regions_said};
use super::super::token::Token;
use super::super::{Claim, Kind, Verdict, period, topic};
use super::Look;

impl Look<'_> {
    /// "Agency rates rose in every region between 2022 and 2023".
    pub(super) fn regions(&self) -> Option<Claim> {
        let tokens = &self.sentence.tokens;
        let (first, last, said) = regions_said(tokens)?;
        let infinitive = |token: &Token| match token.lower.as_str() {
            "rise" | "increase" | "grow" => Some(1),
            "fall" | "drop" | "decline" | "decrease" | "reduce" => Some(-1),
            _ => None,
        };
        let mut ways = directions(tokens);
        ways.extend(
            tokens
                .iter()
                .enumerate()
                .filter(|(at, _)| direction_at(tokens, *at).is_none())
                .filter_map(|(_, token)| infinitive(token)),
        );
        let way = *ways.first()?;
        if ways.iter().any(|other| *other != way) || topic::narrowed(self.sentence).is_some() {
            return None;
        }
        let topic = self.topic(last)?;
        let (from, to) = period::change(self.sentence).years()?;
        let measure = self.measure(topic);
        // "In five regions" is a count, the others are of all or most.
        let is_count = matches!(said, Said::Exactly(_));
        let kind = if is_count { Kind::Figure } else { Kind::Universal };
        let mut claim = self.claim(kind, Some(topic), first);
        let words = &tokens[first..if is_count { first + 1 } else { last + 1 }];
        claim.stated = words.iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
        self.bind(&mut claim, &Place::england(), measure, format!("{from} to {to}"), to);
        let moves = Place::regions().map(|place| {
            let series = self.series(&place, measure, to);
            let of = |year: u16| series.iter().find(|(one, _)| *one == year).map(|(_, value)| *value);
            let (before, after) = (of(from)?, of(to)?);
            Some((place.name, before, after))
        });
        let Some(moves) = moves.collect::<Option<Vec<_>>>() else {
            claim.verdict = Verdict::Unsupported;
            claim.because = format!(
                "No figures of the {} for every region in {from} and {to} are held.",
                topic::words(measure)
            );
            return Some(claim);
        };
        let went = |(_, before, after): &&(String, super::Number, super::Number)| {
            after.minus(*before).millionths().signum() == i64::from(way)
        };
        let number = moves.iter().filter(went).count();
        claim.computed = Some(number.to_string());
        claim.verdict =
            if said.holds(number, moves.len()) { Verdict::Confirmed } else { Verdict::Contradicted };
        let told: Vec<String> =
            moves.iter().map(|(name, before, after)| format!("{name} {before} to {after}")).collect();
        claim.because = format!(
            "The {} {} in {number} of {} regions from {from} to {to}: {}.",
            topic::words(measure),
            if way > 0 { "rose" } else { "fell" },
            moves.len(),
            told.join(", ")
        );
        Some(claim)
    }
}
