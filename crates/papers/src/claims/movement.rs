//! Rises, falls, records and comparisons: each bound to a measure, areas and years, or *undefined* where the words give none.

mod against;
mod counts;
mod moved;
mod multiplied;
mod records;
mod regions;
mod times;

use benchmarks::Measure;

use super::area::Area;
use super::bind::{Bound, Read, When};
use super::correction::{self, Correction};
use super::evidence::Place;
use super::number::Number;
use super::period::{self, Period};
use super::token::{Sentence, Sort, Token};
use super::topic::{self, Topic};
use super::{Case, Claim, Kind};

pub(crate) fn check(case: &Case, bound: &[Bound], claims: &mut Vec<Claim>) {
    let mut context = Context::default();
    for (place, sentence) in case.sentences.iter().enumerate() {
        let read = Read::new(case, sentence);
        context.renew(case, sentence, &read);
        for part in parts_of(sentence) {
            let read = Read::new(case, &part);
            let look = Look { case, place, sentence: &part, read: &read, bound, context: &context };
            let record = look.peak().or_else(|| look.superlative());
            let other = look
                .regions()
                .or_else(|| look.counts())
                .or_else(|| look.times())
                .or_else(|| look.against())
                .or_else(|| look.multiplied())
                .or_else(|| look.moved());
            claims.extend(record.into_iter().chain(other).map(|claim| {
                let by_hand = look.by_hand().is_some_and(|correction| correction.has_bound(&claim));
                Claim { by_hand, ..claim }
            }));
            claims.extend(look.share_of_appointments());
        }
    }
}

/// A sentence cut at its colons and semicolons: what is on one side says nothing of the other.
fn parts_of(sentence: &Sentence) -> Vec<Sentence> {
    let parts = sentence.tokens.split(|token| token.is_mark(';') || token.is_mark(':'));
    let whole = |tokens: &[Token]| Sentence {
        span: sentence.span.clone(),
        tokens: tokens.to_vec(),
        block: sentence.block,
    };
    parts.filter(|tokens| tokens.len() > 1).map(whole).collect()
}

/// What sentences of a block have been about.
#[derive(Default)]
struct Context {
    block: usize,
    topic: Option<Topic>,
    #[expect(clippy::option_option, reason = "nothing said, or that it is of nowhere, or the place")]
    place: Option<Option<Place>>,
    year: Option<u16>,
}

impl Context {
    fn renew(&mut self, case: &Case, sentence: &Sentence, read: &Read) {
        if sentence.block != self.block {
            *self = Self { block: sentence.block, ..Self::default() };
        }
        if let Some(mention) = read.topics.first() {
            self.topic = Some(mention.topic);
        }
        match read.areas.first().map(|mention| &mention.area) {
            Some(Area::Named { key, name }) => {
                self.place = Some(Some(Place { key: key.clone(), name: name.clone() }));
            }
            Some(Area::Own) => self.place = Some(case.home.clone()),
            Some(Area::Region | Area::Group) => self.place = Some(None),
            None => {}
        }
        // "Since 2017" is where a series starts, not the year that is spoken of.
        if !sentence.has("since")
            && let Some(year) = years(read).last()
        {
            self.year = Some(*year);
        }
    }
}

fn years(read: &Read) -> Vec<u16> {
    let year = |mention: &period::Mention| match mention.period {
        Period::Year(year) => Some(year),
        _ => None,
    };
    read.periods.iter().filter_map(year).collect()
}

/// Words that count people or posts, and give no rate.
const NUMBER: &[&str] = &[
    "number of agency",
    "number of vacancies",
    "agency workers fell",
    "agency workers rose",
    "vacancies fell",
    "vacancies rose",
    "vacancies increased",
    "agency numbers",
];

/// How many words may stand between a verb and what it is of.
const FARTHEST: usize = 16;

struct Look<'a> {
    case: &'a Case<'a>,
    place: usize,
    sentence: &'a Sentence,
    read: &'a Read,
    bound: &'a [Bound],
    context: &'a Context,
}

impl Look<'_> {
    fn claim(&self, kind: Kind, topic: Option<Topic>, words: usize) -> Claim {
        let mut claim = self.case.in_sentence(self.sentence, self.sentence.span.clone(), kind);
        claim.stated = self.sentence.tokens.get(words).map_or_else(String::new, |token| token.lower.clone());
        claim.measure = topic.map(|topic| topic::headline(topic).column());
        claim
    }

    /// What a person has said that this comparison or record is of.
    fn by_hand(&self) -> Option<&Correction> {
        correction::of_words(self.case, self.sentence)
    }

    /// The topic that stands nearest to a word; none where two are as near. The one of the sentence before where this one
    /// points back and has none.
    fn topic(&self, at: usize) -> Option<Topic> {
        let away = |mention: &topic::Mention| {
            let (from, to) =
                if mention.last < at { (mention.last + 1, at) } else { (at + 1, mention.first.max(at + 1)) };
            let weight = |token: &Token| {
                if matches!(token.sort, Sort::Mark(mark) if mark != '%') || token.is("and") { 4 } else { 1 }
            };
            self.sentence.tokens[from..to].iter().map(weight).sum::<usize>()
        };
        let mut found: Vec<(usize, Topic)> =
            self.read.topics.iter().map(|mention| (away(mention), mention.topic)).collect();
        found.sort();
        match found.as_slice() {
            [] => {
                let back = self
                    .sentence
                    .tokens
                    .first()
                    .is_some_and(|token| token.one_of(&["this", "it", "that", "the"]));
                self.context.topic.filter(|_| back)
            }
            [(first, topic), (second, other), ..] if topic != other && second - first <= 1 => None,
            [(away, topic), rest @ ..] => {
                let only = rest.iter().all(|(_, other)| other == topic);
                (only || *away <= FARTHEST).then_some(*topic)
            }
        }
    }

    /// The areas that the sentence names, or the council's own.
    fn home(&self) -> Option<Place> {
        if let Some(place) = self.by_hand().and_then(Correction::place) {
            return Some(place.clone());
        }
        let named: Vec<Place> = self
            .read
            .areas
            .iter()
            .filter_map(|mention| match &mention.area {
                Area::Named { key, name } => Some(Place { key: key.clone(), name: name.clone() }),
                Area::Own => self.case.home.clone(),
                Area::Region | Area::Group => None,
            })
            .collect();
        match named.as_slice() {
            [] => self.context.place.clone().unwrap_or_else(|| {
                let here = |bound: &&Bound| bound.sentence == self.place;
                let englands = |bound: &Bound| super::figures::is_englands(self.case, bound);
                let supposed = || self.bound.iter().filter(here).any(englands).then(Place::england);
                self.case.home.clone().or_else(supposed)
            }),
            [first, ..] => Some(first.clone()),
        }
    }

    /// The measure to compare by: by headcount only where the words say so.
    fn measure(&self, topic: Topic) -> Measure {
        if let Some(measure) = self.by_hand().and_then(Correction::measure) {
            return measure;
        }
        let headline = topic::headline(topic);
        let count = match topic {
            Topic::Agency if !self.has_rate() && self.sentence.has_any(NUMBER) => Measure::AgencyFte,
            Topic::Vacancy if !self.has_rate() && self.sentence.has_any(NUMBER) => Measure::VacancyFte,
            _ => headline,
        };
        match super::bind::basis(self.sentence) {
            topic::Basis::Headcount => topic::other_basis(count).unwrap_or(count),
            _ => count,
        }
    }

    fn has_rate(&self) -> bool {
        self.sentence.has_any(&["rate", "rates"])
    }

    fn series(&self, place: &Place, measure: Measure, last: u16) -> Vec<(u16, Number)> {
        self.case.evidence.series(place, measure, last, self.case.published)
    }

    fn source(&self, place: &Place, year: u16, measure: Measure) -> String {
        self.case
            .evidence
            .value(place, year, measure, self.case.published)
            .map_or_else(|| "none".to_owned(), |value| value.source)
    }

    fn bind(&self, claim: &mut Claim, place: &Place, measure: Measure, period: String, year: u16) {
        claim.measure = Some(measure.column());
        claim.authority = Some(place.code());
        claim.period = Some(period);
        claim.source = self.source(place, year, measure);
    }

    /// The year that figures of this sentence were bound to.
    fn year(&self) -> Option<u16> {
        let named = years(self.read);
        let of_figure =
            self.bound.iter().find(|one| one.sentence == self.place && !one.measures.is_empty()).and_then(
                |one| match one.when {
                    When::Named(year) | When::Relative(year) => Some(year),
                    _ => None,
                },
            );
        let relative = self.read.periods.iter().any(|mention| mention.period == Period::Current);
        let current = self.case.published.filter(|_| relative).map(period::census_year_before);
        let since = self.since();
        let named = named.into_iter().rfind(|year| Some(*year) != since);
        let by_hand = self.by_hand().and_then(Correction::year);
        by_hand.or(named).or(of_figure).or(current).or(self.context.year)
    }

    /// The year of "since 2017".
    fn since(&self) -> Option<u16> {
        let after = &self.sentence.tokens[self.sentence.find("since")? + 1..];
        let began = |token: &Token| token.one_of(&["began", "begin", "started", "start"]);
        match after.iter().take(5).position(began) {
            // "Since the series began in 2017".
            Some(at) => after[at..].iter().take(3).find_map(Token::year),
            None => after.first()?.year(),
        }
    }

    /// "Over half of the appointments were of experienced workers": a share with no counts.
    fn share_of_appointments(&self) -> Option<Claim> {
        let at = ["most of", "the majority of", "consistently positive"]
            .iter()
            .find_map(|phrase| self.sentence.find(phrase))?;
        let mut claim = self.claim(Kind::Universal, None, at);
        claim.stated = self.sentence.tokens[at..]
            .iter()
            .take(2)
            .map(|token| token.lower.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        "It gives no number: how many, of how many, and how it was asked.".clone_into(&mut claim.because);
        "none".clone_into(&mut claim.source);
        Some(claim)
    }
}
