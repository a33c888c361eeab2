//! Papers read, and which of their figures and claims hold: against the published figures with no store, and against the
//! council's own record.

use benchmarks::{Measure, areas};
use jiff::civil::date;
use measures::figure::Question;
use measures::ground::{Agreed, Ground};
use measures::span::Span;
use papers::claims::correction::{self, Written};
use papers::claims::evidence::{Evidence, Own};
use papers::claims::number::Number;
use papers::claims::{self, Settings};
use workforce::Date;

use crate::answers::claims::ClaimsAnswer;
use crate::benchmarking::Shelf;
use crate::error::OfficeError;
use crate::office::{Council, Office, may};
use crate::policy::{Action, Actor};

pub use papers::claims::correction::Written as Correction;

/// The largest paper that is read, in bytes.
pub const LARGEST_PAPER: u64 = papers::read::LARGEST_FILE;

/// The first year that a record is asked about: the census in its present form begins then.
const FIRST_YEAR: i16 = 2013;

/// A paper, and how it is to be read.
#[derive(Debug, Clone)]
pub struct ClaimsAsk {
    /// The file's name.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The authority that it is by, by code or name; found in the paper when not given.
    pub authority: Option<String>,
    /// When it was published; found in the paper when not given.
    pub published: Option<Date>,
    /// A file of corrections, its name and its text: what people have said that claims are of.
    pub corrections: Option<(String, String)>,
    /// The corrections that are kept with the council's record; one of the file wins over them.
    pub kept: Vec<Correction>,
}

/// A council's own figures by the definitions of the published ones.
#[derive(Debug, Clone)]
pub struct OwnFigures {
    code: String,
    name: String,
    figures: Vec<Own>,
}

/// Checks a paper against published figures, the council's own figures, or both.
pub fn check_claims(
    actor: &Actor,
    shelf: Option<&Shelf>,
    own: Option<OwnFigures>,
    ask: &ClaimsAsk,
) -> Result<ClaimsAnswer, OfficeError> {
    may(actor, if own.is_some() { Action::ReadFigures } else { Action::ReadReleased })?;
    let document = papers::read::read(&ask.file, &ask.bytes)
        .map_err(|problem| OfficeError::Refused(format!("{} {problem}", ask.file)))?;
    let named = ask.authority.as_deref().map(authority).transpose()?;
    let home = own.as_ref().map(|own| (own.code.clone(), own.name.clone()));
    let evidence = Evidence {
        releases: shelf.map(|shelf| shelf.all().iter().collect()).unwrap_or_default(),
        own: own.map(|own| (own.code, own.figures)),
    };
    let mut corrections = match &ask.corrections {
        Some((name, text)) => correction::read(text).map_err(|problems| refused(name, &problems))?,
        None => Vec::new(),
    };
    let mut set_aside = Vec::new();
    for written in &ask.kept {
        if !corrections.iter().any(|known| known.is_of(&written.sentence, &written.stated)) {
            match correction::Correction::new(written.clone()) {
                Ok(kept) => corrections.push(kept),
                // It came in by a file that was not held against the measures.
                Err(problems) => {
                    set_aside.push(format!(
                        "`{}` of “{}”: {}",
                        written.stated,
                        written.sentence,
                        problems.join("; ")
                    ));
                }
            }
        }
    }
    let settings = Settings { authority: named.or(home), published: ask.published, evidence, corrections };
    let mut report = claims::check(&document, &settings);
    report.unused.extend(set_aside);
    Ok(ClaimsAnswer { document, report })
}

/// A file of corrections with one more at its end.
pub fn add_correction(name: &str, text: &str, written: &Written) -> Result<String, OfficeError> {
    correction::with(text, written).map_err(|problems| refused(name, &problems))
}

/// Everything that is wrong with a file, a line each.
fn refused(name: &str, problems: &[String]) -> OfficeError {
    let lines: Vec<String> = problems.iter().map(|problem| format!("{name}: {problem}")).collect();
    OfficeError::Refused(lines.join("\n"))
}

fn authority(text: &str) -> Result<(String, String), OfficeError> {
    let found = areas::find(text).map(|authority| (authority.code.clone(), authority.name.clone()));
    found.ok_or_else(|| {
        OfficeError::Usage(format!("there is no authority `{text}`: give its DfE code, ONS code or name"))
    })
}

impl Office {
    /// What people have said that claims are of, as it is kept with the record, by key.
    pub async fn kept_corrections(
        &self,
        council: &Council,
    ) -> Result<Vec<(String, Correction)>, OfficeError> {
        self.may(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        let all = known.workforce.records().claim_corrections.values();
        let text = |text: &Option<workforce::cell::Text>| text.as_ref().map(ToString::to_string);
        let written = |one: &workforce::records::ClaimCorrection| {
            let written = Correction {
                sentence: one.sentence.to_string(),
                stated: one.stated.to_string(),
                measure: text(&one.measure),
                authority: text(&one.authority),
                year: one.year.and_then(|year| u16::try_from(year).ok()),
                reason: one.reason.to_string(),
            };
            (one.correction.to_string(), written)
        };
        let mut all: Vec<(String, Correction)> = all.map(written).collect();
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Ok(all)
    }

    /// The council's own figures for every complete census year of its record.
    pub async fn own_figures(&self, council: &Council, today: Date) -> Result<OwnFigures, OfficeError> {
        self.may(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        let ground = Ground::new(&known.workforce, Date::MAX, Agreed::default());
        let source = format!("the record of {} at change {}", council.name, known.number.0);
        let complete = (FIRST_YEAR..=today.year()).filter(|year| date(*year, 9, 30) <= today);
        let mut figures = Vec::new();
        for year in complete {
            let question =
                Question { span: Span::year_ending(date(year, 9, 30)), unit: None, baseline: None, by: None };
            let value = |measure: Measure| -> Result<Option<Number>, OfficeError> {
                let Some(of_ours) = measures::registry::find(measure.column()) else { return Ok(None) };
                let figure = ground.figures(of_ours, &question)?.remove(0);
                Ok(figure.value.ok().and_then(|value| Number::parse(&value.to_string())))
            };
            // A year in which nobody is in post is one that the record does not reach.
            if value(Measure::InpostFte)?.is_none_or(|in_post| in_post.millionths() == 0) {
                continue;
            }
            for measure in Measure::ALL {
                if let Some(number) = value(*measure)? {
                    let year = u16::try_from(year).expect("census years have four digits");
                    figures.push(Own { measure: *measure, year, value: number, source: source.clone() });
                }
            }
        }
        Ok(OwnFigures { code: council.code.clone(), name: council.name.clone(), figures })
    }
}
