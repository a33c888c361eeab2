//! Papers: begun from a template, built from the record, published, produced again, corrected.
//!
//! A published paper is an entry of the store's own ledger with its files beside it: the paper as it was written, as it was
//! built, and in every format. The bytes are kept because nothing else survives: a newer program with another writer would
//! not make the same ones. They are chained, verified and backed up like any record, and only ever added to.

mod begin;
mod changes;
mod format;
mod resolve;

pub use begin::{TemplateList, begin, templates};
pub use changes::ChangesAnswer;
pub use format::{Format, written};

use ledger::{Blob, Kept};
use papers::built::Built;
use papers::compose;
use papers::paper::Paper;
use serde::{Deserialize, Serialize};
use workforce::change::{ChangeNumber, Content, Entry, RecordId};

use crate::benchmarking::LEDGER;
use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::policy::Action;
use crate::table::Table;

/// The largest file of a paper, in bytes.
pub const LARGEST_FILE: u64 = 4 << 20;

/// The kind of the ledger's entries that are papers.
const KIND: &str = "paper";
/// The names of the two files of a published paper that are in no format for readers.
const SOURCE: &str = "paper.toml";
const FROZEN: &str = "built.json";

/// A paper's file: its name and text.
pub type PaperFile = (String, String);

/// A published paper, as `mainstay paper publish --format json` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct PublishedPaper {
    /// The council's code.
    pub council: String,
    pub id: String,
    pub version: u32,
    pub title: String,
    pub as_at: String,
    pub meeting: String,
    /// The change of the record as of which its figures were known.
    pub known_at: u64,
    /// The instant of publication.
    pub published_at: String,
    /// What this version put right.
    pub correction: Option<String>,
    /// How many figures were frozen.
    pub figures: usize,
}

impl PublishedPaper {
    /// As a table.
    pub fn table(&self) -> Table {
        let title = format!("Published {} version {}", self.id, self.version);
        let mut table = Table::new(title, &["Title", "As at", "Meeting", "#Known at", "#Figures"]);
        table.rows.push(vec![
            self.title.clone(),
            self.as_at.clone(),
            self.meeting.clone(),
            self.known_at.to_string(),
            self.figures.to_string(),
        ]);
        if let Some(correction) = &self.correction {
            table.notes.push(format!("This version puts right: {correction}"));
        }
        table
    }
}

/// A published paper with the change that published it.
pub(crate) struct Shelved {
    pub(crate) paper: PublishedPaper,
    number: ChangeNumber,
}

/// Says everything that is wrong with a paper's file. Asks no store.
pub fn check(file: &PaperFile) -> Result<(), OfficeError> {
    read(file).map(|_| ())
}

/// Reads a paper's file, or says everything that is wrong with it.
fn read((name, text): &PaperFile) -> Result<Paper, OfficeError> {
    papers::paper::read(text).map_err(|problems| {
        let all: Vec<String> = problems.iter().map(|problem| format!("{name}: {problem}")).collect();
        OfficeError::Refused(all.join("\n"))
    })
}

impl Office {
    /// Builds a paper from the record. `at` is the instant of a release, RFC 3339 in UTC with whole seconds; a release is
    /// remembered, so that no later one undoes it.
    pub async fn build_paper(
        &self,
        council: &Council,
        file: &PaperFile,
        release: bool,
        at: &str,
    ) -> Result<Built, OfficeError> {
        self.may(Action::ReadFigures)?;
        let paper = read(file)?;
        let mut publications = self.publications(council).await?;
        let ask = resolve::Ask { release, at, known_at: None };
        let answers = self.answers(council, &paper, &ask, &mut publications).await?;
        let built = compose::build(&paper, &answers);
        if release {
            let reason = format!("Released: paper {}", paper.id);
            self.remember(council, publications, &reason, at, Vec::new(), Vec::new()).await?;
        }
        Ok(built)
    }

    /// Publishes a paper: its figures go through disclosure control and are frozen with it. Publishing an id again is a
    /// correction, which must say what it puts right.
    pub async fn publish_paper(
        &self,
        council: &Council,
        file: &PaperFile,
        at: &str,
    ) -> Result<PublishedPaper, OfficeError> {
        self.may(Action::Release)?;
        let paper = read(file)?;
        let before = self.shelved(council, &paper.id).await?;
        match (&before, &paper.correction) {
            (Some(before), None) => {
                return Err(OfficeError::Usage(format!(
                    "`{}` is published already, as version {}: a correction says what it puts right, in a line \
                     `correction = \"…\"` of the paper; a new paper takes another id",
                    paper.id, before.paper.version
                )));
            }
            (None, Some(_)) => {
                return Err(OfficeError::Usage(format!(
                    "`{}` is not published yet, so there is nothing to correct: leave out `correction`",
                    paper.id
                )));
            }
            _ => {}
        }
        let version = before.map_or(1, |before| before.paper.version + 1);
        let mut publications = self.publications(council).await?;
        let ask = resolve::Ask { release: true, at, known_at: None };
        let mut answers = self.answers(council, &paper, &ask, &mut publications).await?;
        answers.version = version;
        let built = compose::build(&paper, &answers);
        let frozen = PublishedPaper {
            council: council.code.clone(),
            id: paper.id.clone(),
            version,
            title: paper.title.clone(),
            as_at: built.as_at.clone(),
            meeting: built.meeting.clone(),
            known_at: built.known_at,
            published_at: at.to_owned(),
            correction: paper.correction.clone(),
            figures: built.figures.len(),
        };
        let entry = Entry {
            record: RecordId::new(KIND, format!("{}/{}@{version}", council.code, paper.id)),
            content: Content::Body(json(&frozen)),
        };
        let reason = format!("Published: paper {} version {version}", paper.id);
        // Setting type takes a core for a while, which must not be one that answers others.
        let kept = file.clone();
        let blobs =
            tokio::task::spawn_blocking(move || blobs(&kept, &built)).await.map_err(|problem| {
                OfficeError::Refused(format!("{}: it could not be written: {problem}", paper.id))
            })??;
        self.remember(council, publications, &reason, at, vec![entry], blobs).await?;
        Ok(frozen)
    }

    /// The published papers of a council, the newest meeting first.
    pub async fn published_papers(&self, council: &Council) -> Result<Vec<PublishedPaper>, OfficeError> {
        self.may(Action::ReadReleased)?;
        let all = self.shelf_of_papers(council).await?;
        Ok(all.into_iter().rev().map(|shelved| shelved.paper).collect())
    }

    /// A published paper as it was built: the newest version of an id, or the one named as `id@2`.
    pub async fn published_paper(
        &self,
        council: &Council,
        id: &str,
    ) -> Result<(PublishedPaper, Built), OfficeError> {
        self.may(Action::ReadReleased)?;
        let shelved = self.found_paper(council, id).await?;
        let built = self.frozen(&shelved).await?;
        Ok((shelved.paper, built))
    }

    /// The published papers of a council, oldest first.
    pub(crate) async fn shelf_of_papers(&self, council: &Council) -> Result<Vec<Shelved>, OfficeError> {
        let mut all = Vec::new();
        for stated in self.published_state().await?.1 {
            if let (KIND, Content::Body(body)) = (stated.entry.record.kind.as_str(), &stated.entry.content) {
                let paper: PublishedPaper = serde_json::from_str(body)
                    .map_err(|problem| OfficeError::Refused(format!("{}: {problem}", stated.entry.record)))?;
                if paper.council == council.code {
                    all.push(Shelved { paper, number: stated.number });
                }
            }
        }
        all.sort_by(|one, other| {
            (&one.paper.meeting, &one.paper.id, one.paper.version).cmp(&(
                &other.paper.meeting,
                &other.paper.id,
                other.paper.version,
            ))
        });
        Ok(all)
    }

    /// The published paper with an id, its newest version; or the version named as `id@2`. `None` when there is none.
    async fn shelved(&self, council: &Council, id: &str) -> Result<Option<Shelved>, OfficeError> {
        let (id, version) = match id.rsplit_once('@') {
            None => (id, None),
            Some((id, version)) => {
                let version: Option<u32> = version.parse().ok();
                let version = version.ok_or_else(|| {
                    OfficeError::Usage(format!("`{id}@…` takes the number of a version, such as {id}@1"))
                })?;
                (id, Some(version))
            }
        };
        let all = self.shelf_of_papers(council).await?;
        let fits =
            |one: &Shelved| one.paper.id == id && version.is_none_or(|version| one.paper.version == version);
        Ok(all.into_iter().filter(fits).max_by_key(|one| one.paper.version))
    }

    /// The same, which must be there.
    pub(crate) async fn found_paper(&self, council: &Council, id: &str) -> Result<Shelved, OfficeError> {
        if let Some(found) = self.shelved(council, id).await? {
            return Ok(found);
        }
        let all = self.shelf_of_papers(council).await?;
        let known: Vec<String> =
            all.iter().map(|one| format!("{}@{}", one.paper.id, one.paper.version)).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Err(OfficeError::Usage(format!("there is no published paper `{id}`; there are: {known}")))
    }

    /// A file that was kept with a published paper.
    async fn kept_file(&self, shelved: &Shelved, name: &str) -> Result<Vec<u8>, OfficeError> {
        for blob in self.store.blobs(LEDGER, shelved.number).await? {
            if blob.name == name
                && let Some(Kept::Bytes(bytes)) = self.store.blob(LEDGER, blob.digest).await?
            {
                return Ok(bytes);
            }
        }
        let PublishedPaper { id, version, .. } = &shelved.paper;
        Err(OfficeError::Refused(format!("paper {id}@{version} was published without `{name}`")))
    }

    /// A published paper as it was built.
    async fn frozen(&self, shelved: &Shelved) -> Result<Built, OfficeError> {
        let bytes = self.kept_file(shelved, FROZEN).await?;
        serde_json::from_slice(&bytes)
            .map_err(|problem| OfficeError::Refused(format!("paper {}: {problem}", shelved.paper.id)))
    }

    /// A published paper as its file had it.
    async fn source(&self, shelved: &Shelved) -> Result<Paper, OfficeError> {
        let bytes = self.kept_file(shelved, SOURCE).await?;
        read(&(SOURCE.to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// The bytes of a published paper in a format, as they were when it was published.
    pub async fn reproduce_paper(
        &self,
        council: &Council,
        id: &str,
        format: Format,
    ) -> Result<Vec<u8>, OfficeError> {
        self.may(Action::ReadReleased)?;
        let shelved = self.found_paper(council, id).await?;
        self.kept_file(&shelved, &file_name(format)).await
    }
}

fn file_name(format: Format) -> String {
    format!("paper.{}", format.ending())
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts, numbers and lists of them")
}

/// Everything that is kept with a published paper.
fn blobs((_, text): &PaperFile, built: &Built) -> Result<Vec<Blob>, OfficeError> {
    let blob = |name: &str, media_type: &str, bytes: Vec<u8>| Blob {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        bytes,
    };
    let mut all = vec![
        blob(SOURCE, "application/toml", text.clone().into_bytes()),
        blob(FROZEN, "application/json", json(built).into_bytes()),
    ];
    for format in Format::ALL {
        all.push(blob(&file_name(format), format.media_type(), written(built, format)?));
    }
    Ok(all)
}
