//! Rises, falls, records and comparisons: each bound to a measure, areas and years, or *undefined* where the words give none.

use benchmarks::Measure;
use benchmarks::table::Level;

use super::area::Area;
use super::bind::{Bound, Read, When};
use super::evidence::{Place, region_of, shown};
use super::number::Number;
use super::parts::directions;
use super::period::{self, Period};
use super::token::{Sentence, Sort, Token};
use super::topic::{self, Topic};
use super::{Case, Claim, Kind, Verdict};

pub(crate) fn check(case: &Case, bound: &[Bound], claims: &mut Vec<Claim>) {
    let mut context = Context::default();
    for (place, sentence) in case.sentences.iter().enumerate() {
        let read = Read::new(case, sentence);
        context.renew(case, sentence, &read);
        for part in parts_of(sentence) {
            let read = Read::new(case, &part);
            let look = Look { case, place, sentence: &part, read: &read, bound, context: &context };
            claims.extend(look.superlative().or_else(|| look.against()).or_else(|| look.moved()));
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
            Some(Area::Group) => self.place = Some(None),
            None => {}
        }
        if let Some(year) = years(read).last() {
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

fn ends_with(tokens: &[Token], words: &[&str]) -> bool {
    tokens.len() >= words.len()
        && tokens.iter().rev().zip(words.iter().rev()).all(|(token, word)| token.is(word))
}

/// How many words may stand between a verb and what it is of.
const FARTHEST: usize = 12;

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

    /// The topic that stands nearest to a word; none where two are as near. The one of the sentence before where this one
    /// points back and has none.
    fn topic(&self, at: usize) -> Option<Topic> {
        let away = |mention: &topic::Mention| {
            let (from, to) =
                if mention.last < at { (mention.last + 1, at) } else { (at + 1, mention.first.max(at + 1)) };
            let weight =
                |token: &Token| if matches!(token.sort, Sort::Mark(_)) || token.is("and") { 4 } else { 1 };
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
            [(away, topic), ..] => (*away <= FARTHEST).then_some(*topic),
        }
    }

    /// The areas that the sentence names, or the council's own.
    fn home(&self) -> Option<Place> {
        let named: Vec<Place> = self
            .read
            .areas
            .iter()
            .filter_map(|mention| match &mention.area {
                Area::Named { key, name } => Some(Place { key: key.clone(), name: name.clone() }),
                Area::Own => self.case.home.clone(),
                Area::Group => None,
            })
            .collect();
        match named.as_slice() {
            [] => self.context.place.clone().unwrap_or_else(|| self.case.home.clone()),
            [first, ..] => Some(first.clone()),
        }
    }

    /// The measure to compare by: by headcount only where the words say so.
    fn measure(&self, topic: Topic) -> Measure {
        let headline = topic::headline(topic);
        let count = match topic {
            Topic::Agency
                if !self.has_rate()
                    && self.sentence.has_any(&[
                        "number of agency",
                        "agency workers fell",
                        "agency workers rose",
                    ]) =>
            {
                Measure::AgencyFte
            }
            Topic::Vacancy
                if !self.has_rate()
                    && self.sentence.has_any(&[
                        "number of vacancies",
                        "vacancies fell",
                        "vacancies rose",
                        "vacancies increased",
                    ]) =>
            {
                Measure::VacancyFte
            }
            _ => headline,
        };
        match super::bind::basis(self.sentence) {
            topic::Basis::Headcount => topic::other_basis(count).unwrap_or(count),
            _ => count,
        }
    }

    fn has_rate(&self) -> bool {
        self.sentence.has_any(&["rate", "rates"])
            || self.read.quantities.iter().any(|one| one.unit == super::quantity::Unit::Percent)
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
        named.last().copied().or(of_figure).or(current).or(self.context.year)
    }

    /// "The lowest since 2017", "the highest of any region".
    fn superlative(&self) -> Option<Claim> {
        let at = self
            .sentence
            .tokens
            .iter()
            .position(|token| token.one_of(&["lowest", "highest", "largest", "smallest"]))?;
        let topic = self.topic(at)?;
        if topic::narrowed(self.sentence).is_some()
            || self.sentence.has_any(&["second highest", "second lowest", "third highest", "one of the"])
        {
            return None;
        }
        let high = self.sentence.tokens[at].one_of(&["highest", "largest"]);
        let mut claim = self.claim(Kind::Superlative, Some(topic), at);
        let measure = self.measure(topic);
        let among = self.among(at);
        let Some(place) = self.home().filter(|place| among.is_none() || place.key != "England") else {
            claim.verdict = Verdict::Undefined;
            "It does not say of which area it is the record.".clone_into(&mut claim.because);
            return Some(claim);
        };
        let stated_year = self.year().or_else(|| self.case.published.map(period::census_year_before));
        let Some(year) = stated_year else {
            "No year is given to look in.".clone_into(&mut claim.because);
            return Some(claim);
        };
        if let Some((level, within)) = among {
            return Some(self.among_areas(claim, &place, measure, year, level, within.as_deref(), high));
        }
        let over_time = self.sentence.has_any(&[
            "since",
            "record",
            "on record",
            "series",
            "ever",
            "any 12",
            "12m",
            "period",
            "years",
            "year",
            "seen",
            "history",
        ]);
        if !over_time {
            "It does not say among what it is the highest or lowest.".clone_into(&mut claim.because);
            return Some(claim);
        }
        Some(self.over_time(claim, &place, measure, year, high))
    }

    /// The areas that a record is among: of England, or of one region.
    fn among(&self, at: usize) -> Option<(Level, Option<String>)> {
        let tokens = &self.sentence.tokens[at..];
        let has = |phrase: &str| super::token::find(tokens, phrase).is_some();
        if has("of any region")
            || has("of all regions")
            || has("of the regions")
            || has("of the nine regions")
            || has("any english region")
            || has("region in england")
        {
            return Some((Level::Regional, None));
        }
        if has("in the region") || has("in our region") {
            let region = self.home().and_then(|place| region_of(&place)).map(str::to_owned);
            return Some((Level::Authority, region.or(Some(String::new()))));
        }
        let region = self.read.areas.iter().find_map(|mention| match &mention.area {
            Area::Named { key, .. }
                if mention.first > at && key.parse::<u16>().is_err() && key != "England" =>
            {
                Some(key.clone())
            }
            _ => None,
        });
        if let Some(region) = region {
            return Some((Level::Authority, Some(region)));
        }
        let england = has("in england")
            || has("in the country")
            || has("of any authority")
            || has("of any local authority")
            || has("nationally");
        england.then_some((Level::Authority, None))
    }

    #[expect(clippy::too_many_arguments, reason = "the binding of one claim")]
    fn among_areas(
        &self,
        mut claim: Claim,
        place: &Place,
        measure: Measure,
        year: u16,
        level: Level,
        within: Option<&str>,
        high: bool,
    ) -> Claim {
        let rows = self.case.evidence.rows(level, year, self.case.published);
        let parts_of_london = ["Inner London", "Outer London"];
        let mut values: Vec<(String, String, Number)> = rows
            .iter()
            .filter(|row| level != Level::Regional || !parts_of_london.contains(&row.name()))
            .filter(|row| within.is_none_or(|region| row.region() == region))
            .filter_map(|row| {
                Some((
                    row.code().to_owned(),
                    row.name().to_owned(),
                    shown(row.value(measure).ok()?.into(), measure),
                ))
            })
            .collect();
        let is_own = |(code, name, _): &(String, String, Number)| {
            code.split('/').any(|one| one.trim() == place.key) || *name == place.key
        };
        let own = values.iter().find(|value| is_own(value)).cloned();
        self.bind(&mut claim, place, measure, format!("year to 30 September {year}"), year);
        let Some((_, _, own)) = own else {
            claim.verdict = Verdict::Unsupported;
            claim.because =
                format!("No figure of the {} for {} in {year} is held.", topic::words(measure), place.name);
            return claim;
        };
        values.sort_by(|a, b| a.2.millionths().cmp(&b.2.millionths()).then_with(|| a.1.cmp(&b.1)));
        let record = if high { values.last() } else { values.first() };
        let Some((_, name, record)) = record else { return claim };
        let word = if high { "highest" } else { "lowest" };
        claim.computed = Some(own.to_string());
        claim.verdict = if record.is(own) { Verdict::Confirmed } else { Verdict::Contradicted };
        let ahead = values
            .iter()
            .filter(|(_, _, value)| {
                if high {
                    value.millionths() > own.millionths()
                } else {
                    value.millionths() < own.millionths()
                }
            })
            .count();
        claim.because = format!(
            "Of {} areas with a figure of the {} in {year}, the {word} is {name} with {record}; {} has {own}, {} from it.",
            values.len(),
            topic::words(measure),
            place.name,
            ahead
        );
        claim
    }

    fn over_time(&self, mut claim: Claim, place: &Place, measure: Measure, year: u16, high: bool) -> Claim {
        let since = self.sentence.find("since").and_then(|at| self.sentence.tokens.get(at + 1)?.year());
        let year = if since == Some(year) {
            self.case.published.map_or(year, period::census_year_before)
        } else {
            year
        };
        let all = self.series(place, measure, year);
        let series: Vec<(u16, Number)> =
            all.into_iter().filter(|(one, _)| since.is_none_or(|since| *one >= since)).collect();
        let (first, last) = (series.first().map(|one| one.0), series.last().copied());
        self.bind(&mut claim, place, measure, format!("{} to {year}", first.unwrap_or(year)), year);
        let Some((last_year, own)) = last.filter(|(last, _)| *last == year && series.len() > 1) else {
            claim.verdict = Verdict::Unsupported;
            claim.because = format!(
                "No series of the {} for {} up to {year} is held.",
                topic::words(measure),
                place.name
            );
            return claim;
        };
        let beaten: Vec<String> = series
            .iter()
            .filter(|(_, value)| {
                if high {
                    value.millionths() > own.millionths()
                } else {
                    value.millionths() < own.millionths()
                }
            })
            .map(|(year, value)| format!("{value} in {year}"))
            .collect();
        claim.computed = Some(own.to_string());
        claim.verdict = if beaten.is_empty() { Verdict::Confirmed } else { Verdict::Contradicted };
        let told: Vec<String> = series.iter().map(|(year, value)| format!("{year} {value}")).collect();
        let word = if high { "highest" } else { "lowest" };
        claim.because = if beaten.is_empty() {
            format!(
                "The {} of {} is {own} in {last_year}, the {word} of {}.",
                topic::words(measure),
                place.name,
                told.join(", ")
            )
        } else {
            format!(
                "The {} of {} is {own} in {last_year}, and it was {} ({}).",
                topic::words(measure),
                place.name,
                beaten.join(" and "),
                told.join(", ")
            )
        };
        claim
    }

    /// "Above the national average", "lower than in England".
    fn against(&self) -> Option<Claim> {
        let tokens = &self.sentence.tokens;
        let words: &[(&str, i8)] = &[
            ("above the", 1),
            ("higher than", 1),
            ("below the", -1),
            ("lower than", -1),
            ("higher compared with", 1),
            ("less than the", -1),
            ("more than the", 1),
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
            Area::Group if tokens[other.first].one_of(&["region", "regional"]) => {
                let region = home.as_ref().and_then(region_of)?;
                Place { key: region.to_owned(), name: region.to_owned() }
            }
            Area::Group => {
                claim.verdict = Verdict::Unsupported;
                "A group of authorities has no published figure of its own.".clone_into(&mut claim.because);
                return Some(claim);
            }
            Area::Own => return None,
        };
        let place = home
            .filter(|place| *place != other)
            .or_else(|| self.context.place.clone().flatten())
            .or_else(|| self.case.home.clone())?;
        if place == other {
            return None;
        }
        let measure = self.measure(topic);
        let Some(year) = self.year() else {
            "No year is given to compare in.".clone_into(&mut claim.because);
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

    /// "Fell in 2023", "continued to reduce", "is stable".
    fn moved(&self) -> Option<Claim> {
        let at = (0..self.sentence.tokens.len()).find(|at| self.says_movement(*at))?;
        let topic = self.topic(at)?;
        // "Below", "by 2 fte", "reduce the number of": plans and changes of other things are left alone.
        let future = self.sentence.has_any(&[
            "will", "would", "to be", "intended", "need", "aim", "should", "could", "may", "can", "expected",
            "reduces", "support",
        ]);
        if future
            || super::parts_pair(self.sentence, self.read)
            || self.sentence.has_any(&["higher than", "lower than"])
        {
            return None;
        }
        let token = &self.sentence.tokens[at];
        let mut ways = directions(std::slice::from_ref(token));
        if token.is("reduce") || token.is("fall") {
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
        let measure = self.measure(topic);
        if topic::narrowed(self.sentence).is_some() {
            // Of a part of the workforce: only that there is nothing to test can be said.
            return years(self.read).is_empty().then(|| self.no_period(claim, measure));
        }
        let (from, to) = match years(self.read)[..] {
            [one, two] if one < two => (one, two),
            [one]
                if self.sentence.find("since").is_some_and(|at| {
                    self.sentence.tokens.get(at + 1).and_then(Token::year) == Some(one)
                }) =>
            {
                return Some(self.no_period(claim, measure));
            }
            [one] => (one.saturating_sub(1), one),
            _ => return Some(self.no_period(claim, measure)),
        };
        let Some(place) = self.home() else { return Some(self.no_period(claim, measure)) };
        self.bind(&mut claim, &place, measure, format!("{from} to {to}"), to);
        let series = self.series(&place, measure, to);
        let value = |year: u16| series.iter().find(|(one, _)| *one == year).map(|(_, value)| *value);
        let (Some(before), Some(after)) = (value(from), value(to)) else {
            claim.verdict = Verdict::Unsupported;
            claim.because = format!(
                "No figures of the {} for {} in {from} and {to} are held.",
                topic::words(measure),
                place.name
            );
            return Some(claim);
        };
        let change = after.minus(before);
        claim.computed = Some(change.signed());
        let told = format!(
            "The {} of {} went from {before} in {from} to {after} in {to}: {}",
            topic::words(measure),
            place.name,
            change.signed()
        );
        if let Some(way) = ways.first() {
            let right = change.millionths().signum() == i64::from(*way);
            let earlier =
                value(from.saturating_sub(1)).map(|earlier| before.minus(earlier)).filter(|_| goes_on);
            let too = earlier.is_none_or(|earlier| earlier.millionths().signum() == i64::from(*way));
            claim.verdict = if right && too { Verdict::Confirmed } else { Verdict::Contradicted };
            claim.because = match earlier {
                Some(earlier) => format!("{told}; the year before, {}.", earlier.signed()),
                None => format!("{told}."),
            };
        } else {
            let size = change.millionths().abs();
            let tenth = before.millionths().abs() / 10;
            claim.verdict = if size <= tenth / 2 {
                Verdict::Confirmed
            } else if size > 2 * tenth {
                Verdict::Contradicted
            } else {
                Verdict::Imprecise
            };
            claim.because = format!("{told}. Within 5% is taken for stable, beyond 20% for not.");
        }
        Some(claim)
    }

    /// Whether a word says that a topic moved, or did not.
    fn says_movement(&self, at: usize) -> bool {
        let token = &self.sentence.tokens[at];
        let stable = token.one_of(&["stable", "stabilised", "unchanged", "steady"]);
        let infinitive = token.one_of(&["reduce", "rise", "fall"]);
        if !stable && !infinitive && directions(std::slice::from_ref(token)).is_empty() {
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
        const BE: &[&str] = &["is", "was", "were", "are", "been", "remained", "remains", "remain", "stayed"];
        let tokens = &self.sentence.tokens;
        let token = &tokens[at];
        let said = tokens[..at].iter().rev().take(3).any(|token| token.one_of(BE));
        let before = self.read.topics.iter().any(|mention| mention.last < at);
        if (stable && !token.is("stabilised")) || token.one_of(&["higher", "lower"]) {
            return said && before;
        }
        if token.one_of(&["increase", "decrease", "reduction", "rise", "fall", "growth"]) && !before {
            let of = tokens.get(at + 1).is_some_and(|next| next.one_of(&["in", "of"]));
            return of
                && self.read.topics.iter().any(|mention| mention.first > at && mention.first <= at + 4);
        }
        before
    }

    /// No number and no period: what is published is told, and nobody is accused.
    fn no_period(&self, mut claim: Claim, measure: Measure) -> Claim {
        claim.verdict = Verdict::Undefined;
        "It gives no figure and no period to test. Name a measure, a period and the values."
            .clone_into(&mut claim.because);
        "none".clone_into(&mut claim.source);
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
