//! "The lowest since 2017", "the highest of any region": records over time and among areas.

use benchmarks::Measure;
use benchmarks::table::Level;

use super::super::area::{self, Area};
use super::super::evidence::{Place, region_of};
use super::super::number::Number;
use super::super::token;
use super::super::{Claim, Kind, Verdict, period, topic};
use super::Look;

/// Words of a record that is the highest.
const HIGH: &[&str] = &["highest", "largest", "biggest", "heaviest", "most"];

/// What makes a record of a comparison: "lower than at any time since".
const ANY: &[&str] = &[
    "than at any time since",
    "than at any point since",
    "than in any year since",
    "than in any other year since",
];

impl Look<'_> {
    /// "The lowest since 2017", "the highest of any region".
    pub(super) fn superlative(&self) -> Option<Claim> {
        let (at, high) = self.record()?;
        let topic = self.topic(at)?;
        if topic::narrowed(self.sentence).is_some() || self.sentence.has_any(&["one of the", "among the"]) {
            return None;
        }
        let rank = self.rank(at);
        let mut claim = self.claim(Kind::Superlative, Some(topic), at);
        let measure = self.measure(topic);
        let among = self.among(at);
        let Some(place) = self.home().filter(|place| among.is_none() || place.key != "England") else {
            claim.verdict = Verdict::Undefined;
            claim.because = String::from("It does not say of which area it is the record.");
            return Some(claim);
        };
        let stated_year = self.year().or_else(|| self.case.published.map(period::census_year_before));
        let Some(year) = stated_year else {
            claim.because = String::from("No year is given to look in.");
            return Some(claim);
        };
        if let Some((level, within)) = among {
            let is_region = area::REGIONS.contains(&place.key.as_str());
            let level = if is_region { Level::Regional } else { level };
            let within = within.filter(|_| !is_region);
            return Some(self.among_areas(
                claim,
                &place,
                measure,
                year,
                (level, within.as_deref()),
                (high, rank),
            ));
        }
        if rank > 1 {
            return None;
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
            claim.because = String::from("It does not say among what it is the highest or lowest.");
            return Some(claim);
        }
        Some(self.over_time(claim, &place, measure, year, high))
    }

    /// Where a record is claimed, and whether it is the highest: "the lowest", "lower than at any time since".
    fn record(&self) -> Option<(usize, bool)> {
        let tokens = &self.sentence.tokens;
        let of_all = ["since", "on record", "ever recorded"];
        let named = tokens.iter().enumerate().position(|(at, token)| {
            let most = token.one_of(&["most", "fewest"]);
            let after = &tokens[at + 1..];
            token.one_of(&["lowest", "highest", "largest", "smallest", "biggest", "heaviest", "lightest"])
                || (most && of_all.iter().any(|phrase| token::starts(after, phrase).is_some()))
        });
        if let Some(at) = named {
            return Some((at, tokens[at].one_of(HIGH)));
        }
        if let Some(at) = self.sentence.find("record high") {
            return Some((at, true));
        }
        if let Some(at) = self.sentence.find("record low") {
            return Some((at, false));
        }
        let than = ANY.iter().find_map(|phrase| self.sentence.find(phrase))?;
        let word = |at: &usize| tokens[*at].one_of(&["higher", "lower", "bigger", "larger", "smaller"]);
        let at = (than.saturating_sub(5)..than).rev().find(word)?;
        Some((at, !tokens[at].one_of(&["lower", "smaller"])))
    }

    /// "The third lowest": 3; 1 where no rank is said.
    fn rank(&self, at: usize) -> usize {
        const RANKS: &[&str] =
            &["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
        let before = at.checked_sub(1).map(|place| &self.sentence.tokens[place]);
        let rank = RANKS.iter().position(|word| before.is_some_and(|token| token.is(word)));
        rank.map_or(1, |place| place + 2)
    }

    /// "Peaked at 20% in 2022", "below the peak of 46.6% seen in 2018": the highest of every year that is known.
    pub(super) fn peak(&self) -> Option<Claim> {
        let tokens = &self.sentence.tokens;
        let at = tokens.iter().enumerate().position(|(at, token)| {
            let noun = at > 0 && tokens[at - 1].one_of(&["the", "its", "a"]);
            token.is("peaked") || (token.is("peak") && noun)
        })?;
        let topic = self.topic(at)?;
        let near = |mention: &&period::Mention| (at..at + 9).contains(&mention.first);
        let year = self.read.periods.iter().find(near).and_then(|mention| match mention.period {
            period::Period::Year(year) => Some(year),
            _ => None,
        })?;
        let place = self.home().filter(|_| topic::narrowed(self.sentence).is_none())?;
        let measure = self.measure(topic);
        let last = self.case.published.map_or(u16::MAX, period::census_year_before);
        let last = self.case.evidence.years().map_or(last, |(_, known)| known.min(last));
        let series = self.series(&place, measure, last);
        let mut claim = self.claim(Kind::Superlative, Some(topic), at);
        self.bind(&mut claim, &place, measure, format!("year to 30 September {year}"), year);
        let own = series.iter().find(|(one, _)| *one == year).map(|(_, value)| *value);
        let Some(own) = own.filter(|_| series.len() > 2) else {
            claim.verdict = Verdict::Unsupported;
            claim.because = format!(
                "No series of the {} for {} with {year} in it is held.",
                topic::words(measure),
                place.name
            );
            return Some(claim);
        };
        let above: Vec<String> = series
            .iter()
            .filter(|(_, value)| value.millionths() > own.millionths())
            .map(|(year, value)| format!("{value} in {year}"))
            .collect();
        let told: Vec<String> = series.iter().map(|(year, value)| format!("{year} {value}")).collect();
        claim.computed = Some(own.to_string());
        claim.verdict = if above.is_empty() { Verdict::Confirmed } else { Verdict::Contradicted };
        let found = if above.is_empty() {
            "the highest of".to_owned()
        } else {
            format!("and it was {} among", above.join(" and "))
        };
        claim.because = format!(
            "The {} of {} was {own} in {year}, {found} {}.",
            topic::words(measure),
            place.name,
            told.join(", ")
        );
        Some(claim)
    }

    /// The areas that a record is among: of England, or of one region.
    fn among(&self, at: usize) -> Option<(Level, Option<String>)> {
        let tokens = &self.sentence.tokens[at..];
        let has = |phrase: &str| token::find(tokens, phrase).is_some();
        if self.sentence.has_any(&[
            "of all the english regions",
            "of the english regions",
            "of all the regions",
        ]) || has("of any region")
            || has("of all regions")
            || has("of the regions")
            || has("of the nine regions")
            || has("any english region")
            || has("of any english region")
            || has("of all english regions")
            || has("region in england")
        {
            return Some((Level::Regional, None));
        }
        if has("in the region") || has("in our region") {
            let region = self.home().and_then(|place| region_of(&place)).map(str::to_owned);
            return Some((Level::Authority, region.or(Some(String::new()))));
        }
        let region = self.read.scopes.iter().find_map(|mention| match &mention.area {
            Area::Named { key, .. }
                if mention.first > at && key.parse::<u16>().is_err() && key != "England" =>
            {
                Some(key.clone())
            }
            Area::Region if mention.first > at => {
                self.home().and_then(|place| region_of(&place)).map(str::to_owned)
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

    fn among_areas(
        &self,
        mut claim: Claim,
        place: &Place,
        measure: Measure,
        year: u16,
        (level, within): (Level, Option<&str>),
        (high, rank): (bool, usize),
    ) -> Claim {
        let rows = self.case.evidence.rows(level, year, measure, self.case.published);
        let parts_of_london = ["Inner London", "Outer London"];
        let mut values: Vec<(String, String, Number)> = rows
            .iter()
            .filter(|(row, _)| level != Level::Regional || !parts_of_london.contains(&row.name()))
            .filter(|(row, _)| within.is_none_or(|region| is_within(row.region(), region)))
            .map(|(row, value)| (row.code().to_owned(), row.name().to_owned(), *value))
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
        let level_with = values.iter().filter(|(_, _, value)| value.is(own)).count();
        // Areas that are level share the rank.
        let holds = ahead < rank && rank <= ahead + level_with;
        claim.verdict = if holds { Verdict::Confirmed } else { Verdict::Contradicted };
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
        let since = self.since();
        let all = self.series(place, measure, year);
        // "The lowest since 2019": of the years after it. From where a series begins, its first year is one of them.
        let begins = self.sentence.has_any(&["began", "begin", "begins", "started", "start"]);
        let counts = |one: u16| since.is_none_or(|since| one > since || (begins && one == since));
        let series: Vec<(u16, Number)> = all.into_iter().filter(|(one, _)| counts(*one)).collect();
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
}

/// Whether a region is another or a part of it: the two of London are in London.
fn is_within(region: &str, other: &str) -> bool {
    region == other || (other == "London" && region.ends_with(" London"))
}
