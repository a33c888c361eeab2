//! "The lowest since 2017", "the highest of any region": records over time and among areas.

use benchmarks::Measure;
use benchmarks::table::Level;

use super::super::area::Area;
use super::super::evidence::{Place, region_of, shown};
use super::super::number::Number;
use super::super::token;
use super::super::{Claim, Kind, Verdict, period, topic};
use super::Look;

impl Look<'_> {
    /// "The lowest since 2017", "the highest of any region".
    pub(super) fn superlative(&self) -> Option<Claim> {
        let at = self.sentence.tokens.iter().enumerate().position(|(at, token)| {
            let most = token.one_of(&["most", "fewest"]);
            let of_all = ["since", "on record", "ever recorded"];
            let after = &self.sentence.tokens[at + 1..];
            token.one_of(&["lowest", "highest", "largest", "smallest"])
                || (most && of_all.iter().any(|phrase| token::starts(after, phrase).is_some()))
        })?;
        let topic = self.topic(at)?;
        if topic::narrowed(self.sentence).is_some()
            || self.sentence.has_any(&[
                "second highest",
                "second lowest",
                "third highest",
                "one of the",
                "among the",
            ])
        {
            return None;
        }
        let high = self.sentence.tokens[at].one_of(&["highest", "largest", "most"]);
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
            claim.because = String::from("It does not say among what it is the highest or lowest.");
            return Some(claim);
        }
        Some(self.over_time(claim, &place, measure, year, high))
    }

    /// The areas that a record is among: of England, or of one region.
    fn among(&self, at: usize) -> Option<(Level, Option<String>)> {
        let tokens = &self.sentence.tokens[at..];
        let has = |phrase: &str| token::find(tokens, phrase).is_some();
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
        let since = self.since();
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
}
