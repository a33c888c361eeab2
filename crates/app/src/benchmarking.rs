//! The published figures: one authority beside others, recomputed, screened, and newer releases kept in the store.
//!
//! The releases that the program carries need no store. A newer one is an entry in a ledger of its own, [`LEDGER`], with
//! the publisher's file beside it, so that it is chained, verified and backed up like any record.

use std::sync::Arc;

use benchmarks::release::Provenance;
use benchmarks::{Group, Measure, Model, Release, Screened};
use ledger::{Append, Blob, Kept, Stated, StoreError};
use measures::exact::Amount;
use measures::figure::{Figure, Question};
use measures::ground::{Agreed, Ground};
use measures::span::Span;
use workforce::Date;
use workforce::change::{ChangeNumber, Content, Entry, Note, RecordId};

use crate::answers::benchmark::{OwnAnswer, RecomputeAnswer, ScreenAnswer, ShowAnswer, UpdateAnswer};
use crate::error::OfficeError;
use crate::office::Office;
use crate::policy::Action;

/// The ledger of what belongs to no council. It is not listed among the councils.
pub const LEDGER: &str = "published";
/// The kind of its entries that are releases.
const KIND: &str = "release";

/// Against whom an authority is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// Its statistical neighbours, by the newest model.
    Neighbours,
    /// Its region.
    Region,
    /// Every authority.
    England,
}

/// A question about an authority's published figures.
#[derive(Debug, Clone)]
pub struct ShowAsk {
    /// The authority, by code or name.
    pub authority: String,
    /// One measure; all without one.
    pub measure: Option<String>,
    /// One year; all of the release without one.
    pub year: Option<u16>,
    /// Beside whom.
    pub against: Option<Against>,
    /// The release's label; the newest without one.
    pub release: Option<String>,
}

/// Every release at hand, oldest first.
#[derive(Debug, Clone)]
pub struct Shelf {
    releases: Vec<Release>,
}

impl Shelf {
    /// The releases that the program carries.
    pub fn carried() -> Self {
        Self { releases: benchmarks::releases().to_vec() }
    }

    /// The labels of every release, oldest first, in one text.
    pub fn labels(&self) -> String {
        self.releases.iter().map(Release::label).collect::<Vec<_>>().join(", ")
    }

    /// Every release, oldest first.
    pub(crate) fn all(&self) -> &[Release] {
        &self.releases
    }

    /// The release with a label, or the newest.
    pub(crate) fn release(&self, label: Option<&str>) -> Result<&Release, OfficeError> {
        let newest = self.releases.last().expect("the program carries releases");
        let Some(label) = label else { return Ok(newest) };
        self.releases.iter().find(|release| release.label() == label).ok_or_else(|| {
            let known: Vec<_> = self.releases.iter().map(Release::label).collect();
            OfficeError::Usage(format!("there is no release `{label}`; there are: {}", known.join(", ")))
        })
    }
}

/// A newer release to keep.
#[derive(Debug, Clone)]
pub struct UpdateAsk {
    /// The file's name.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The release's label; the file's name without its ending when not given.
    pub label: Option<String>,
    /// The day on which it was published.
    pub published: Date,
    /// The instant of keeping it, RFC 3339 in UTC with whole seconds.
    pub at: String,
}

/// What is kept of a release beside its file.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Body {
    published: String,
    title: String,
    source: String,
    file: String,
}

impl Body {
    fn provenance(&self, label: &str) -> Result<Provenance, OfficeError> {
        let published = self.published.parse();
        Ok(Provenance {
            label: label.to_owned(),
            published: published
                .map_err(|_| OfficeError::Refused(format!("release `{label}` has no date")))?,
            title: self.title.clone(),
            source: self.source.clone(),
            licence: benchmarks::release::LICENCE.to_owned(),
        })
    }
}

/// Reads a release's file, or says everything that is wrong with it.
fn read(provenance: Provenance, file: &str, bytes: &[u8]) -> Result<Release, OfficeError> {
    let text = std::str::from_utf8(bytes).map_err(|problem| {
        OfficeError::Refused(format!(
            "{file} is not UTF-8 after byte {}; save it as CSV UTF-8",
            problem.valid_up_to()
        ))
    })?;
    Release::read(provenance, file, text).map_err(|problems| {
        let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
        OfficeError::Refused(all.join("\n"))
    })
}

impl Office {
    /// Every release: those that the program carries and those that the store keeps.
    pub async fn releases(&self) -> Result<Arc<Shelf>, OfficeError> {
        self.may(Action::ReadReleased)?;
        let head = self.published_head().await?;
        if let Some(kept) = self.cache.releases(head) {
            return Ok(kept);
        }
        let read = Arc::new(self.read_releases().await?);
        self.cache.keep_releases(head, &read);
        Ok(read)
    }

    async fn read_releases(&self) -> Result<Shelf, OfficeError> {
        let mut all = Shelf::carried();
        for (number, label, body) in self.kept_releases().await? {
            let Some(file) = self.store.blobs(LEDGER, number).await?.into_iter().next() else { continue };
            let Some(Kept::Bytes(bytes)) = self.store.blob(LEDGER, file.digest).await? else { continue };
            all.releases.push(read(body.provenance(&label)?, &file.name, &bytes)?);
        }
        all.releases.sort_by_key(|release| (release.published(), release.label().to_owned()));
        Ok(all)
    }

    /// The head of the store's own ledger; 0 before the first entry.
    async fn published_head(&self) -> Result<ChangeNumber, OfficeError> {
        match self.store.head(LEDGER).await {
            Ok(head) => Ok(head),
            Err(StoreError::NoCouncil(_)) => Ok(ChangeNumber::default()),
            Err(other) => Err(other.into()),
        }
    }

    /// The head of the store's own ledger and everything in it; nothing before the first entry.
    pub(crate) async fn published_state(&self) -> Result<(ChangeNumber, Vec<Stated>), OfficeError> {
        let head = self.published_head().await?;
        if head == ChangeNumber::default() {
            return Ok((head, Vec::new()));
        }
        Ok((head, self.store.state(LEDGER, head).await?))
    }

    /// Adds to the store's own ledger, beginning it.
    pub(crate) async fn append_published(&self, append: Append) -> Result<ChangeNumber, OfficeError> {
        self.store.add_council(LEDGER, "Published figures").await?;
        Ok(self.store.append(LEDGER, append).await?)
    }

    async fn kept_releases(&self) -> Result<Vec<(ChangeNumber, String, Body)>, OfficeError> {
        let mut kept = Vec::new();
        for stated in self.published_state().await?.1 {
            if let (KIND, Content::Body(body)) = (stated.entry.record.kind.as_str(), &stated.entry.content) {
                let body = serde_json::from_str(body)
                    .map_err(|problem| OfficeError::Refused(format!("{}: {problem}", stated.entry.record)))?;
                kept.push((stated.number, stated.entry.record.key.to_string(), body));
            }
        }
        Ok(kept)
    }

    /// Puts the council's own figures beside its published ones, where the store holds the council by that code. Both are
    /// by the same definition; the published one is what was returned then, the own one what is known now.
    pub async fn add_own(&self, answer: &mut ShowAnswer) -> Result<(), OfficeError> {
        self.may(Action::ReadFigures)?;
        let councils = self.councils().await?;
        let Some(council) = councils.iter().find(|council| council.code == answer.authority) else {
            return Ok(());
        };
        let known = self.known(council, None).await?;
        let ground = Ground::new(&known.workforce, Date::MAX, Agreed::default());
        for figure in &mut answer.figures {
            let Some(measure) = measures::registry::find(figure.measure) else { continue };
            let own = of_census_year(&ground, measure, figure.year)?;
            let mut cautions = own.cautions;
            // As numbers: the publisher drops a trailing `.0`.
            let number = |text: Option<String>| text.and_then(|text| Amount::parse(&text));
            if number(figure.value.clone()) != number(own.value.ok().map(|value| value.to_string())) {
                cautions.push("it differs from what was published".to_owned());
            }
            figure.own = Some(OwnAnswer {
                value: own.value.ok().map(|value| value.to_string()),
                status: own.value.err().map_or("number", workforce::quantity::NoNumber::code),
                known_at: known.number.0,
                cautions,
            });
        }
        Ok(())
    }

    /// Keeps a newer release, and says what it restates.
    pub async fn update_benchmark(&self, ask: &UpdateAsk) -> Result<UpdateAnswer, OfficeError> {
        self.may(Action::Import)?;
        let stem = ask.file.rsplit_once('.').map_or(ask.file.as_str(), |(stem, _)| stem);
        let label = ask.label.clone().unwrap_or_else(|| stem.to_owned());
        let body = Body {
            published: ask.published.to_string(),
            title: format!("Indicators, as loaded from {}", ask.file),
            source: "Department for Education, Children's social work workforce".to_owned(),
            file: ask.file.clone(),
        };
        let release = read(body.provenance(&label)?, &ask.file, &ask.bytes)?;
        let known = self.releases().await?;
        if let Some(same) = known.releases.iter().find(|other| other.label() == label) {
            if same.table() == release.table() {
                return Ok(UpdateAnswer::new(&release, None, Vec::new()));
            }
            return Err(OfficeError::Usage(format!(
                "there is a release `{label}` with other figures already; give this one another --label"
            )));
        }
        let before = known.release(None)?.clone();
        let restated = benchmarks::screen(&[before, release.clone()]);
        let restated = restated.into_iter().filter(|one| matches!(one, Screened::Restated { .. })).collect();
        let (head, _) = self.published_state().await?;
        let entry = Entry {
            record: RecordId::new(KIND, label.as_str()),
            content: Content::Body(serde_json::to_string(&body).expect("a release's body is a map of texts")),
        };
        let append = Append {
            expected_head: head,
            note: Note {
                at: ask.at.clone(),
                by: self.actor.name.clone(),
                reason: format!("Release {label} of the published figures"),
                source: ask.file.clone(),
            },
            entries: vec![entry],
            blobs: vec![Blob {
                name: ask.file.clone(),
                media_type: "text/csv".to_owned(),
                bytes: ask.bytes.clone(),
            }],
        };
        let number = self.append_published(append).await?;
        Ok(UpdateAnswer::new(&release, Some(number.0), restated))
    }
}

/// The council's own figure of a published measure, in the year ending 30 September.
pub(crate) fn of_census_year(
    ground: &Ground<'_>,
    measure: &'static measures::measure::Measure,
    year: u16,
) -> Result<Figure, OfficeError> {
    let year = i16::try_from(year).expect("years have four digits");
    let span = Span::year_ending(jiff::civil::date(year, 9, 30));
    let question = Question { span, unit: None, baseline: None, by: None };
    Ok(ground.figures(measure, &question)?.remove(0))
}

fn measure(id: &str) -> Result<Measure, OfficeError> {
    Measure::from_column(id).ok_or_else(|| {
        let known: Vec<_> = Measure::ALL.iter().map(|measure| measure.column()).collect();
        OfficeError::Usage(format!("the DfE publishes no measure `{id}`; it publishes: {}", known.join(", ")))
    })
}

/// An authority's published figures, beside others where asked.
pub fn show(shelf: &Shelf, ask: &ShowAsk) -> Result<ShowAnswer, OfficeError> {
    let release = shelf.release(ask.release.as_deref())?;
    let authority = benchmarks::areas::find(&ask.authority).ok_or_else(|| {
        OfficeError::Usage(format!(
            "there is no authority `{}`: give its DfE code, ONS code or name",
            ask.authority
        ))
    })?;
    let wanted = match &ask.measure {
        Some(id) => vec![measure(id)?],
        None => Measure::ALL.to_vec(),
    };
    let years = match ask.year {
        Some(year) => [year].into(),
        None => release.years(),
    };
    let group = ask.against.map(|against| match against {
        Against::Neighbours => Group::Neighbours(Model::Y2025),
        Against::Region => Group::Region,
        Against::England => Group::England,
    });
    ShowAnswer::new(release, authority, &wanted, &years, group, ask.year.is_some())
}

/// Every published rate made again from its published parts.
pub fn recompute(
    shelf: &Shelf,
    year: Option<u16>,
    label: Option<&str>,
) -> Result<RecomputeAnswer, OfficeError> {
    let release = shelf.release(label)?;
    if let Some(year) = year.filter(|year| !release.years().contains(year)) {
        return Err(OfficeError::Usage(format!("release `{}` has no year {year}", release.label())));
    }
    Ok(RecomputeAnswer::new(release.label(), benchmarks::recompute(release, year)))
}

/// What looks wrong in the published figures.
pub fn screen(shelf: &Shelf) -> ScreenAnswer {
    ScreenAnswer::new(benchmarks::screen(&shelf.releases))
}
