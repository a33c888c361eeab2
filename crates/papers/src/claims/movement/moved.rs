//! "Fell in 2023", "continued to reduce", "is stable": one area beside itself in another year.

use benchmarks::Measure;

use super::super::correction::Correction;
use super::super::direction::{direction_at, directions};
use super::super::evidence::Place;
use super::super::number::Number;
use super::super::token::Token;
use super::super::{Claim, Kind, Verdict, area, parts_pair, period, topic};
use super::{Look, years};

fn ends_with(tokens: &[Token], words: &[&str]) -> bool {
    tokens.len() >= words.len()
        && tokens.iter().rev().zip(words.iter().rev()).all(|(token, word)| token.is(word))
}

/// Words that say a movement of every year.
const EACH: &[&str] = &["every year", "each year", "each of the", "year on year"];

/// Words that lead on to what is counted.
const COUNTED: &[&str] = &["number", "average", "rate", "proportion", "share", "use", "level", "numbers"];

impl Look<'_> {
    /// "Fell in 2023", "continued to reduce", "is stable".
    pub(super) fn moved(&self) -> Option<Claim> {
        let at = (0..self.sentence.tokens.len()).find(|at| self.says_movement(*at))?;
        let topic = self.topic(at)?;
        // "Below", "by 2 fte", "reduce the number of": plans and changes of other things are left alone.
        let future = self.sentence.has_any(&[
            "will", "would", "to be", "intended", "need", "aim", "should", "could", "may", "can", "expected",
            "reduces", "support",
        ]);
        if future
            || parts_pair(self.sentence, self.read)
            || self.is_of_several()
            || (self.sentence.has_any(&["higher than", "lower than", "fewer than"])
                && period::change(self.sentence).from.is_none()
                && !self.is_than_before())
        {
            return None;
        }
        let token = &self.sentence.tokens[at];
        let mut ways = Vec::from_iter(direction_at(&self.sentence.tokens, at));
        if token.one_of(&["reduce", "fall", "fewer"]) {
            ways.push(-1);
        } else if token.is("rise") {
            ways.push(1);
        }
        // Two verbs of two ways, or two things that move: which moves how is a guess.
        let all = directions(&self.sentence.tokens);
        if all.iter().any(|way| *way != all[0]) {
            return None;
        }
        let mut claim = self.claim(Kind::Comparison, Some(topic), at);
        let goes_on = at >= 2
            && self.sentence.tokens[..at]
                .iter()
                .rev()
                .take(2)
                .any(|token| token.one_of(&["continued", "continues", "continuing"]));
        if goes_on {
            claim.stated = format!("continued to {}", token.lower);
        }
        let measure = self.measure_before(at, topic);
        if topic::narrowed(self.sentence).is_some() {
            // Of a part of the workforce: only that there is nothing to test can be said.
            return years(self.read).is_empty().then(|| self.no_period(claim, measure));
        }
        let mut named = self.up_from(at).unwrap_or_else(|| period::change(self.sentence));
        named.to = self.by_hand().and_then(Correction::year).or(named.to);
        let last = self.case.published.map(period::census_year_before);
        let running = period::years_running(self.sentence).zip(named.to.or(last));
        let (from, to) = match (named.from, named.to.or(last)) {
            _ if let Some((count, to)) = running => (to.saturating_sub(count), to),
            (Some(from), Some(to)) if from < to => (from, to),
            (None, Some(to)) if named.to.is_some() => (to.saturating_sub(1), to),
            // "The 2022 return: turnover rose to 12.6%": of the year of its own number.
            _ if self.own_year(at).is_some() => {
                let to = self.own_year(at).unwrap_or_default();
                (to.saturating_sub(1), to)
            }
            _ => return Some(self.no_period(claim, measure)),
        };
        let Some(place) = self.home() else { return Some(self.no_period(claim, measure)) };
        self.bind(&mut claim, &place, measure, format!("{from} to {to}"), to);
        Some(self.between(claim, &place, measure, (from, to), ways.first().copied(), goes_on))
    }

    /// The year that the number right after a movement is bound to by a sentence before.
    fn own_year(&self, at: usize) -> Option<u16> {
        let after = |one: &&super::Bound| {
            one.sentence == self.place && (at + 1..at + 5).contains(&one.quantity.first)
        };
        let one = self.bound.iter().find(after).filter(|one| !one.measures.is_empty() && !one.change)?;
        match one.when {
            super::When::Named(year) => Some(year),
            _ => None,
        }
    }

    /// The measure of the number of this topic that stands before, or the one to compare by: "7,179 agency workers, up on 2022" is
    /// of the number.
    fn measure_before(&self, at: usize, topic: topic::Topic) -> Measure {
        let told = self.bound.iter().rfind(|one| {
            one.sentence == self.place
                && one.quantity.last < at
                && one.topic == Some(topic)
                && !one.change
                && !one.measures.is_empty()
        });
        let by_hand = self.by_hand().and_then(Correction::measure).is_some();
        match told {
            Some(one) if !by_hand => one.measures[0],
            _ => self.measure(topic),
        }
    }

    /// "5.9% in 2022, up from 3.6% in 2021 and 3.2% in 2020": from the year after the words to the one before them.
    fn up_from(&self, at: usize) -> Option<period::Change> {
        if !self.sentence.tokens[at].one_of(&["up", "down"]) {
            return None;
        }
        let year = |mention: &period::Mention| match mention.period {
            period::Period::Year(year) => Some(year),
            _ => None,
        };
        let (before, after): (Vec<_>, Vec<_>) =
            self.read.periods.iter().partition(|mention| mention.last < at);
        let to = before.into_iter().rev().find_map(year)?;
        let back = after.first().and_then(|mention| match mention.period {
            period::Period::Year(year) => Some(year),
            period::Period::Back(years) => Some(to.saturating_sub(years)),
            _ => None,
        });
        Some(period::Change { from: back.filter(|from| *from < to), to: Some(to) })
    }

    /// "Lower than the 5.2% of the year before".
    fn is_than_before(&self) -> bool {
        let Some(than) = self.sentence.find("than") else { return false };
        let earlier = |mention: &period::Mention| {
            matches!(mention.period, period::Period::Previous) && (than..than + 9).contains(&mention.first)
        };
        self.read.periods.iter().any(earlier)
    }

    /// "In both Norfolk and England", "than in any of the years before": more than one comparison in one.
    fn is_of_several(&self) -> bool {
        let joined = |two: &[area::Mention]| {
            two[1].first == two[0].last + 2 && self.sentence.tokens[two[0].last + 1].is("and")
        };
        self.sentence.has("than in any") || self.read.areas.windows(2).any(joined)
    }

    /// The verdict on a movement between two years; with no way, on there being none.
    fn between(
        &self,
        mut claim: Claim,
        place: &Place,
        measure: Measure,
        (from, to): (u16, u16),
        way: Option<i8>,
        goes_on: bool,
    ) -> Claim {
        let series = self.series(place, measure, to);
        let value = |year: u16| series.iter().find(|(one, _)| *one == year).map(|(_, value)| *value);
        let name = topic::words(measure);
        // What is not known of the last year cannot make good a step that was the other way.
        if let Some(broken) = self.broken_step(&series, (from, to), way) {
            claim.verdict = Verdict::Contradicted;
            claim.because = format!("The {name} of {}: {broken}.", place.name);
            return claim;
        }
        let (Some(before), Some(after)) = (value(from), value(to)) else {
            claim.verdict = Verdict::Unsupported;
            claim.because =
                format!("No figures of the {name} for {} in {from} and {to} are held.", place.name);
            return claim;
        };
        let change = after.minus(before);
        claim.computed = Some(change.signed());
        let told = format!(
            "The {name} of {} went from {before} in {from} to {after} in {to}: {}",
            place.name,
            change.signed()
        );
        let Some(way) = way else {
            let (size, tenth) = (change.millionths().abs(), before.millionths().abs() / 10);
            claim.verdict = match size {
                _ if size <= tenth / 2 => Verdict::Confirmed,
                _ if size > 2 * tenth => Verdict::Contradicted,
                _ => Verdict::Imprecise,
            };
            claim.because = format!("{told}. Within 5% is taken for stable, beyond 20% for not.");
            return claim;
        };
        let right = |change: Number| change.millionths().signum() == i64::from(way);
        if self.sentence.has_any(EACH) || period::years_running(self.sentence).is_some() {
            let steps: Vec<_> = series.iter().filter(|(year, _)| (from..=to).contains(year)).collect();
            let all = steps.windows(2).all(|two| right(two[1].1.minus(two[0].1)));
            let path: Vec<String> = steps.iter().map(|(year, value)| format!("{value} in {year}")).collect();
            claim.verdict = if all { Verdict::Confirmed } else { Verdict::Contradicted };
            claim.because = format!("The {name} of {}: {}.", place.name, path.join(", "));
            return claim;
        }
        let earlier = value(from.saturating_sub(1)).map(|earlier| before.minus(earlier)).filter(|_| goes_on);
        let holds = right(change) && earlier.is_none_or(right);
        claim.verdict = if holds { Verdict::Confirmed } else { Verdict::Contradicted };
        claim.because = match earlier {
            Some(earlier) => format!("{told}; the year before, {}.", earlier.signed()),
            None => format!("{told}."),
        };
        claim
    }

    /// Where a movement is said of every year, the steps that are known, if one of them is the other way.
    fn broken_step(
        &self,
        series: &[(u16, Number)],
        (from, to): (u16, u16),
        way: Option<i8>,
    ) -> Option<String> {
        let each = self.sentence.has_any(EACH) || period::years_running(self.sentence).is_some();
        let steps: Vec<_> = series.iter().filter(|(year, _)| (from..=to).contains(year)).collect();
        let way = i64::from(way.filter(|_| each)?);
        let wrong = |two: &[&(u16, Number)]| two[1].1.minus(two[0].1).millionths().signum() != way;
        let path: Vec<String> = steps.iter().map(|(year, value)| format!("{value} in {year}")).collect();
        steps.windows(2).any(wrong).then(|| path.join(", "))
    }

    /// Whether a word says that a topic moved, or did not.
    fn says_movement(&self, at: usize) -> bool {
        let token = &self.sentence.tokens[at];
        let stayed = token.is("stayed")
            && self.sentence.tokens.get(at + 1).is_some_and(|next| next.one_of(&["at", "the"]));
        let stable = stayed || token.one_of(&["stable", "stabilised", "unchanged", "steady"]);
        // "29 fewer than a year earlier" is a number, and answered for as one.
        let counted = self.read.quantities.iter().any(|quantity| quantity.last + 1 == at);
        if counted && token.one_of(&["fewer", "lower", "higher", "up", "down"]) {
            return false;
        }
        let than = self.sentence.tokens.get(at + 1).is_some_and(|next| next.is("than"));
        if token.is("fewer") && than {
            return self.is_than_before() && self.predicates(at, false);
        }
        let infinitive = token.one_of(&["reduce", "rise", "fall"]);
        if !stable && !infinitive && direction_at(&self.sentence.tokens, at).is_none() {
            return false;
        }
        let before = &self.sentence.tokens[..at];
        let continued = ends_with(before, &["continued", "to"]) || ends_with(before, &["continues", "to"]);
        let noun = before.last().is_some_and(|token| token.one_of(&["a", "the", "this", "no"]));
        (!infinitive || continued || noun) && self.predicates(at, stable)
    }

    /// Whether the word is said of a topic: "turnover was higher", "an increase in turnover", not "a stable workforce" or
    /// "the increase in children".
    fn predicates(&self, at: usize, stable: bool) -> bool {
        const BE: &[&str] =
            &["is", "was", "were", "are", "been", "remained", "remains", "remain", "stayed", "held"];
        let tokens = &self.sentence.tokens;
        let token = &tokens[at];
        let said = tokens[..at].iter().rev().take(3).any(|token| token.one_of(BE));
        let before = self.read.topics.iter().any(|mention| mention.last < at);
        if (stable && !token.one_of(&["stabilised", "stayed"])) || token.one_of(&["higher", "lower"]) {
            return said && before;
        }
        let of = tokens.get(at + 1).is_some_and(|next| next.one_of(&["in", "of"]));
        if token.one_of(&["increase", "decrease", "reduction", "rise", "fall", "growth"]) && (of || !before) {
            // "A fall in the average number of agency workers".
            let counted = tokens[at..].iter().take(6).any(|token| token.one_of(COUNTED));
            let far = at + if counted { 8 } else { 4 };
            let topic = self.read.topics.iter().any(|mention| mention.first > at && mention.first <= far);
            // "An increase of 12%", "a rise in 2023" is of what stands before.
            let told = before
                && (self.read.quantities.iter().any(|one| (at + 2..at + 5).contains(&one.first))
                    || self.read.periods.iter().any(|one| (at + 2..at + 5).contains(&one.first)));
            return of && (topic || told);
        }
        // "We have grown our workforce".
        let object = token.one_of(&["grown", "grew", "expanded", "reduced", "increased", "cut"])
            && self.read.topics.iter().any(|mention| mention.first > at && mention.first <= at + 3);
        before || object
    }

    /// No number and no period: what is published is told, and nobody is accused.
    fn no_period(&self, mut claim: Claim, measure: Measure) -> Claim {
        claim.verdict = Verdict::Undefined;
        claim.because = String::from(
            "It gives no figure and no period to test. Name a measure, a period and the values.",
        );
        claim.source = String::from("none");
        let Some(place) = self.home() else { return claim };
        claim.authority = Some(place.code());
        let Some(day) = self.case.published else { return claim };
        let year = u16::try_from(day.year()).unwrap_or(0);
        let series = self.series(&place, measure, year);
        let told: Vec<String> =
            series.iter().rev().take(3).rev().map(|(year, value)| format!("{value} in {year}")).collect();
        if !told.is_empty() {
            claim.because.push_str(&format!(
                " DfE has for the {} of {}: {} (years to 30 September, which may run past the paper).",
                topic::words(measure),
                place.name,
                told.join(", ")
            ));
        }
        claim
    }
}
