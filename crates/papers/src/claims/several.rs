//! One number said of several: of each of some areas, of so many regions, of every year since one.

use super::area;
use super::bind::{Bound, Read, When, basis};
use super::evidence::Place;
use super::figures::{Tied, holds};
use super::number::Number;
use super::quantity::{Hedge, Quantity};
use super::token::{Sentence, Token};
use super::{Case, Claim, Kind, Verdict, period, topic};

/// Of how many regions something is said.
#[derive(Clone, Copy)]
pub(super) enum Said {
    All,
    No,
    Most,
    AllBut(usize),
    Exactly(usize),
}

impl Said {
    pub(super) fn holds(self, moved: usize, all: usize) -> bool {
        match self {
            Self::All => moved == all,
            Self::No => moved == 0,
            Self::Most => moved * 2 > all,
            Self::AllBut(other) => moved + other == all,
            Self::Exactly(count) => moved == count,
        }
    }
}

const COUNTS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

fn count(token: &Token) -> Option<usize> {
    COUNTS.iter().position(|word| token.is(word)).map(|place| place + 1)
}

/// What is said of regions, and where the first word of it stands.
pub(super) fn regions_said(tokens: &[Token]) -> Option<(usize, usize, Said)> {
    let at = tokens.iter().position(|token| token.one_of(&["region", "regions"]))?;
    let back = |back: usize| at.checked_sub(back).map(|place| (place, &tokens[place]));
    for (place, token) in (1..=5).filter_map(back) {
        let said = match token.lower.as_str() {
            "every" | "each" | "all" => Said::All,
            "no" | "none" => Said::No,
            "most" => Said::Most,
            _ => match count(token) {
                // "The nine regions" are all of them, and what is said of them stands before.
                Some(9) => continue,
                Some(number) => {
                    let but = place >= 2 && tokens[place - 1].is("but") && tokens[place - 2].is("all");
                    if but {
                        return Some((place - 2, at, Said::AllBut(number)));
                    }
                    Said::Exactly(number)
                }
                None if token.one_of(&["the", "of", "english", "england's", "nine"]) => continue,
                None => return None,
            },
        };
        return Some((place, at, said));
    }
    None
}

/// What a number is said of.
struct Several {
    /// The words that say so: "every region", "all".
    first: usize,
    last: usize,
    said: Said,
    /// Areas and years.
    of: Vec<(Place, u16)>,
}

/// Every number that is said of several. It is answered for here, and so is that it holds of them.
pub(super) fn check(case: &Case, bound: &[Bound], tied: &mut Tied, claims: &mut Vec<Claim>) {
    for (place, sentence) in case.sentences.iter().enumerate() {
        let read = Read::new(case, sentence);
        let is_free = |quantity: &&Quantity| !tied.contains(&(place, quantity.first));
        let free: Vec<&Quantity> = read.quantities.iter().filter(is_free).collect();
        let [quantity] = free.as_slice() else { continue };
        let own = bound.iter().find(|one| one.sentence == place && one.quantity.first == quantity.first);
        let Some(own) = own.filter(|own| !own.by_hand && !own.change) else { continue };
        let threshold = matches!(quantity.hedge, Hedge::Over | Hedge::Under);
        let year = match own.when {
            When::Named(year) => Some(year),
            _ => None,
        };
        let areas = || year.and_then(|year| areas(sentence, &read, year));
        let regions = || year.filter(|_| threshold).and_then(|year| regions(sentence, year));
        let years = || own.place.as_ref().filter(|_| threshold).and_then(|own| years(case, sentence, own));
        let Some(several) = areas().or_else(regions).or_else(years) else { continue };
        if let Some(found) = judge(case, sentence, own, &several) {
            claims.extend(found);
            tied.push((place, quantity.first));
        }
    }
}

/// "Trafford, Oldham and Halton each", "in each of Croydon and Newham", "both Leeds and York".
fn areas(sentence: &Sentence, read: &Read, year: u16) -> Option<Several> {
    let tokens = &sentence.tokens;
    let named: Vec<(&area::Mention, Place)> =
        read.areas.iter().filter_map(|mention| Some((mention, mention.area.named()?))).collect();
    let joins = |token: &Token| token.is_mark(',') || token.one_of(&["and", "the"]);
    let mut runs: Vec<Vec<(&area::Mention, Place)>> = Vec::new();
    for one in named {
        match runs.last_mut() {
            Some(run)
                if run
                    .last()
                    .is_some_and(|(before, _)| tokens[before.last + 1..one.0.first].iter().all(joins)) =>
            {
                run.push(one);
            }
            _ => runs.push(vec![one]),
        }
    }
    runs.into_iter().filter(|run| run.len() > 1).find_map(|run| {
        let (first, last) = (run.first()?.0.first, run.last()?.0.last);
        let after =
            (last + 1..(last + 3).min(tokens.len())).find(|at| tokens[*at].one_of(&["all", "each", "both"]));
        let before = (first.saturating_sub(3)..first).find(|at| tokens[*at].one_of(&["each", "both"]));
        let at = after.or(before)?;
        let of = run.into_iter().map(|(_, place)| (place, year)).collect();
        Some(Several { first: at, last: at, said: Said::All, of })
    })
}

/// "In five regions", "none of the regions".
fn regions(sentence: &Sentence, year: u16) -> Option<Several> {
    let (first, last, said) = regions_said(&sentence.tokens)?;
    Some(Several { first, last, said, of: Place::regions().map(|place| (place, year)).collect() })
}

/// "In every year since 2017".
fn years(case: &Case, sentence: &Sentence, own: &Place) -> Option<Several> {
    let at = period::EACH_YEAR.iter().find_map(|phrase| sentence.find(phrase))?;
    let change = period::change(sentence);
    let (_, known) = case.evidence.years()?;
    let last = case.published.map_or(known, period::census_year_before).min(known);
    let (from, to) = (change.from?, change.to.unwrap_or(last));
    (from < to).then(|| Several {
        first: at,
        last: at + 1,
        said: Said::All,
        of: (from..=to).map(|year| (own.clone(), year)).collect(),
    })
}

/// The number itself, and that it holds of all of them, of none, or of so many.
fn judge(case: &Case, sentence: &Sentence, own: &Bound, several: &Several) -> Option<Vec<Claim>> {
    let topic = own.topic.filter(|_| topic::narrowed(sentence).is_none())?;
    let measure = *topic::measures(topic, own.quantity.unit, basis(sentence)).first()?;
    let value = |(place, year): &(Place, u16)| {
        let value = case.evidence.value(place, *year, measure, case.published)?;
        Some((place.name.clone(), *year, value.number, value.source))
    };
    let values: Vec<(String, u16, Number, String)> = several.of.iter().map(value).collect::<Option<_>>()?;
    let number = values.iter().filter(|(_, _, value, _)| holds(&own.quantity, *value)).count();
    let right = several.said.holds(number, values.len());
    let one_year = values.iter().all(|(_, year, ..)| *year == values[0].1);
    let told: Vec<String> = values
        .iter()
        .map(
            |(name, year, value, _)| {
                if one_year { format!("{name} {value}") } else { format!("{value} in {year}") }
            },
        )
        .collect();
    let because = format!(
        "It holds of {number} of {} by the {}: {}.",
        values.len(),
        topic::words(measure),
        told.join(", ")
    );
    let claim = |kind: Kind, mark: crate::document::Span, stated: String| {
        let mut claim = case.in_sentence(sentence, mark, kind);
        claim.stated = stated;
        claim.measure = Some(measure.column());
        claim.period = one_year.then(|| format!("year to 30 September {}", values[0].1));
        claim.verdict = if right { Verdict::Confirmed } else { Verdict::Contradicted };
        claim.because.clone_from(&because);
        claim.source.clone_from(&values[0].3);
        claim
    };
    let is_count = matches!(several.said, Said::Exactly(_));
    let last = if is_count { several.first } else { several.last };
    let words: Vec<&str> =
        sentence.tokens[several.first..=last].iter().map(|token| token.lower.as_str()).collect();
    let span = sentence.tokens[several.first].span.start..sentence.tokens[last].span.end;
    let kind = if is_count { Kind::Figure } else { Kind::Universal };
    Some(vec![
        claim(Kind::Figure, own.quantity.span.clone(), own.quantity.stated.clone()),
        claim(kind, span, words.join(" ")),
    ])
}
