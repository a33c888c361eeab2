//! What a person has said that a claim is of, where the rules bound it wrongly or not at all.
//!
//! A correction names a claim by its sentence and what it states, as the report gives them, so that it holds for the next draft of
//! the paper too, and for as long as the sentence is not rewritten. It gives the measure, the authority or the year, and a reason.
//! It never gives a verdict: the claim is held against the figures of what it is said to be of, like any other.
//!
//! ```toml
//! [[correction]]
//! sentence = "Turnover was 14.4% in the year."
//! stated = "14.4"
//! measure = "turnover_rate_headcount"
//! year = 2022
//! reason = "The paper counts people and speaks of the census year 2022."
//! ```

use std::ops::Range;

use benchmarks::Measure;
use serde::{Deserialize, Serialize};

use super::bind::{Bound, When};
use super::evidence::Place;
use super::table::BoundCell;
use super::token::Sentence;
use super::{Case, Claim, topic};

/// How the reason of a verdict begins its last sentence, where the binding was given by hand.
const BY_HAND: &str = "The binding was given by hand";

/// What a figure is of that no published measure counts.
const NONE: &str = "none";

/// The binding of one claim, given by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As it was written.
    pub written: Written,
    measure: Option<Of>,
    place: Option<Place>,
}

/// What a figure is said to be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Nothing,
    Measure(Measure),
}

/// A correction as a file of corrections has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// The sentence of the claim: the report's `text`. Of a cell, its row and its column: `Sheffield | Turnover 2023`.
    pub sentence: String,
    /// What the claim states: the report's `stated`.
    pub stated: String,
    /// The id of the measure that it is of, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// The `DfE` code or name of the authority, a region's name, or `england`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// The year ending 30 September.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Why it is of that.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    correction: Vec<toml::Spanned<Written>>,
}

/// Reads a file of corrections. What is wrong is told all at once, each with its line.
pub fn read(text: &str) -> Result<Vec<Correction>, Vec<String>> {
    let line = |at: usize| 1 + text[..at.min(text.len())].matches('\n').count();
    let file: File = toml::from_str(text).map_err(|problem| {
        let at = problem.span().map_or(0, |span: Range<usize>| span.start);
        vec![format!("line {}: {}", line(at), problem.message())]
    })?;
    let (mut found, mut problems) = (Vec::<Correction>::new(), Vec::new());
    for one in file.correction {
        let place = format!("line {}", line(one.span().start));
        let written = one.into_inner();
        if found.iter().any(|known| known.is_of(&written.sentence, &written.stated)) {
            problems
                .push(format!("{place}: `{}` of this sentence is corrected twice; keep one", written.stated));
        }
        match Correction::new(written) {
            Ok(correction) => found.push(correction),
            Err(wrong) => problems.extend(wrong.into_iter().map(|wrong| format!("{place}: {wrong}"))),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// A file of corrections with one more at its end; what stands in it, remarks and all, is left as it is.
pub fn with(text: &str, written: &Written) -> Result<String, Vec<String>> {
    #[derive(Serialize)]
    struct One<'a> {
        correction: [&'a Written; 1],
    }
    let one = toml::to_string(&One { correction: [written] }).map_err(|problem| vec![problem.to_string()])?;
    let gap = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let whole = format!("{text}{gap}{one}");
    read(&whole).map(|_| whole)
}

impl Correction {
    /// A correction that names what is there; else everything that is wrong with it.
    pub fn new(written: Written) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        for (key, text) in
            [("sentence", &written.sentence), ("stated", &written.stated), ("reason", &written.reason)]
        {
            if text.trim().is_empty() {
                wrong.push(format!("`{key}` is empty"));
            }
        }
        if written.measure.is_none() && written.authority.is_none() && written.year.is_none() {
            wrong.push("nothing is corrected: give `measure`, `authority` or `year`".to_owned());
        }
        let measure = written.measure.as_deref().map(of);
        if let (Some(None), Some(id)) = (measure, &written.measure) {
            let ids: Vec<&str> = Measure::ALL.iter().map(|measure| measure.column()).collect();
            wrong.push(format!("there is no measure `{id}`; there are {} and `{NONE}`", ids.join(", ")));
        }
        let place = written.authority.as_deref().map(Place::named);
        if let (Some(None), Some(name)) = (&place, &written.authority) {
            wrong.push(format!(
                "there is no authority `{name}`: give a DfE code or name, a region's name, or `england`"
            ));
        }
        if let Some(year) = written.year.filter(|year| !(1990..=2039).contains(year)) {
            wrong.push(format!("`{year}` is no census year: give the year of its 30 September"));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Self { written, measure: measure.flatten(), place: place.flatten() })
    }

    /// Whether it is of a claim; line ends and gaps within a sentence are no difference.
    pub fn is_of(&self, sentence: &str, stated: &str) -> bool {
        let same = |one: &str, two: &str| one.split_whitespace().eq(two.split_whitespace());
        same(&self.written.sentence, sentence) && self.written.stated.trim() == stated.trim()
    }

    pub(crate) fn measure(&self) -> Option<Measure> {
        match self.measure? {
            Of::Measure(measure) => Some(measure),
            Of::Nothing => None,
        }
    }

    pub(crate) fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    pub(crate) fn year(&self) -> Option<u16> {
        self.written.year
    }

    /// Whether a comparison was bound as it says.
    pub(crate) fn has_bound(&self, claim: &Claim) -> bool {
        let measure = match self.measure {
            Some(Of::Measure(measure)) => claim.measure == Some(measure.column()),
            Some(Of::Nothing) => false,
            None => true,
        };
        let place = self.place.as_ref().is_none_or(|place| claim.authority.as_ref() == Some(&place.code()));
        let in_period =
            |year: u16| claim.period.as_ref().is_some_and(|period| period.contains(&year.to_string()));
        let stated = claim.stated.trim() == self.written.stated.trim();
        stated && measure && place && self.year().is_none_or(in_period)
    }

    /// Whether no published measure counts what it is of.
    pub(super) fn is_of_nothing(&self) -> bool {
        self.measure == Some(Of::Nothing)
    }

    /// A cell as it says that it is bound; what it does not say stays.
    pub(super) fn cell(&self, case: &Case, bound: BoundCell) -> BoundCell {
        let measures = self.measure().map_or(bound.measures, |measure| vec![measure]);
        let place = self.place.clone().or(bound.place).or_else(|| case.home.clone());
        BoundCell { year: self.year().or(bound.year), place, measures }
    }

    fn note(&self) -> String {
        let measure = match self.measure {
            Some(Of::Measure(measure)) => Some(topic::words(measure).to_owned()),
            Some(Of::Nothing) => Some("no published measure".to_owned()),
            None => None,
        };
        let place = self.place.as_ref().map(|place| place.name.clone());
        let given = [measure, place, self.written.year.map(|year| year.to_string())];
        let given: Vec<String> = given.into_iter().flatten().collect();
        format!(" {BY_HAND} ({}): {}", given.join(", "), self.written.reason.trim())
    }
}

fn of(id: &str) -> Option<Of> {
    if id == NONE {
        return Some(Of::Nothing);
    }
    Measure::ALL.iter().find(|measure| measure.column() == id).map(|measure| Of::Measure(*measure))
}

/// The correction of a claim, if there is one: by its sentence, or by the row and column of a cell.
pub(super) fn find<'a>(case: &Case<'a>, sentence: &str, stated: &str) -> Option<&'a Correction> {
    case.corrections.iter().find(|correction| correction.is_of(sentence, stated))
}

/// The correction of a comparison or record, which is stated in words that stand in this part of a sentence.
pub(super) fn of_words<'a>(case: &Case<'a>, part: &Sentence) -> Option<&'a Correction> {
    let text = case.document.at(&part.span);
    let in_words = |correction: &&Correction| {
        let stated = correction.written.stated.trim();
        stated.starts_with(char::is_alphabetic) && part.has(&stated.to_lowercase())
    };
    case.corrections.iter().find(|one| in_words(one) && one.is_of(text, &one.written.stated))
}

/// Binds the numbers that a person has said the binding of.
pub(super) fn apply(case: &Case, bound: &mut [Bound]) {
    for one in bound {
        let text = case.document.at(&case.sentences[one.sentence].span);
        let Some(correction) = find(case, text, &one.quantity.stated) else { continue };
        one.by_hand = true;
        match correction.measure {
            Some(Of::Measure(measure)) => {
                one.measures = vec![measure];
                one.why_not = None;
            }
            Some(Of::Nothing) => {
                one.measures.clear();
                one.why_not = Some("no published measure counts what it is of".to_owned());
            }
            None => {}
        }
        if let Some(place) = &correction.place {
            one.place = Some(place.clone());
            one.supposed = false;
        }
        if let Some(year) = correction.written.year {
            one.when = When::Named(year);
        }
    }
}

/// Says of each claim that was bound by hand that it was, and why.
pub(super) fn say(case: &Case, claims: &mut [Claim]) {
    for claim in claims.iter_mut().filter(|claim| claim.by_hand) {
        if let Some(correction) = find(case, claim.named(), &claim.stated) {
            claim.because.push_str(&correction.note());
        }
    }
}

/// The corrections that no claim answers to, in words.
pub(super) fn unused(corrections: &[Correction], claims: &[Claim]) -> Vec<String> {
    let used = |correction: &&Correction| {
        claims.iter().any(|claim| claim.by_hand && correction.is_of(claim.named(), &claim.stated))
    };
    let told = |correction: &Correction| {
        format!(
            "no claim of the paper states `{}` in the sentence `{}`",
            correction.written.stated, correction.written.sentence
        )
    };
    corrections.iter().filter(|correction| !used(correction)).map(told).collect()
}
