//! The example councils that the program carries: the papers' figures as rows, and one synthetic council.
//!
//! An example goes in by the same way as anyone's files: each of its folders is imported as one change.

use intake::finding::Finding;
use intake::source::{Limits, SourceFile};
use rust_embed::RustEmbed;
use serde::Deserialize;
use workforce::Date;

use crate::error::OfficeError;
use crate::importing::{ImportAsk, Signature, place};
use crate::office::{Council, Office};
use crate::policy::{Action, Actor};

#[derive(RustEmbed)]
#[folder = "../../examples/"]
struct Folder;

/// An example council.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Its short name: the folder's.
    #[serde(skip)]
    pub id: String,
    /// The council's code.
    pub council: String,
    /// The council's name.
    pub name: String,
    /// What it is and what is synthetic in it.
    pub about: String,
    /// Commands worth trying on it.
    #[serde(default, rename = "try")]
    pub try_next: Vec<String>,
    change: Vec<Step>,
}

/// One change of an example.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    folder: String,
    at: String,
    by: String,
    reason: String,
}

/// What loading an example did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded {
    /// It made this many changes, with this many records.
    Now {
        /// Changes made.
        changes: u64,
        /// Records written, counting each change's.
        records: u64,
    },
    /// The store already holds the council; nothing was done.
    Before,
}

/// Every example, by name.
pub fn list() -> Vec<Example> {
    let mut names: Vec<String> =
        Folder::iter().filter_map(|path| path.strip_suffix("/example.toml").map(str::to_owned)).collect();
    names.sort();
    names.iter().filter_map(|name| find(name).ok()).collect()
}

/// The example with a name.
pub fn find(name: &str) -> Result<Example, OfficeError> {
    let missing = || OfficeError::Usage(format!("there is no example `{name}`: see `mainstay example list`"));
    let file = Folder::get(&format!("{name}/example.toml")).ok_or_else(missing)?;
    let text = String::from_utf8_lossy(&file.data);
    let read: Example = toml::from_str(&text)
        .map_err(|problem| OfficeError::Refused(format!("example {name}: example.toml: {problem}")))?;
    Ok(Example { id: name.to_owned(), ..read })
}

/// The business case of an example, where it has one.
pub(crate) fn case(name: &str) -> Option<String> {
    let file = Folder::get(&format!("{name}/case.toml"))?;
    String::from_utf8(file.data.into_owned()).ok()
}

impl Example {
    fn files(&self, step: &Step) -> Vec<SourceFile> {
        let prefix = format!("{}/{}/", self.id, step.folder);
        let mut paths: Vec<_> = Folder::iter().filter(|path| path.starts_with(&prefix)).collect();
        paths.sort();
        let file = |path: &std::borrow::Cow<'static, str>| {
            let bytes = Folder::get(path)?.data.into_owned();
            Some(SourceFile { name: path[prefix.len()..].to_owned(), bytes })
        };
        paths.iter().filter_map(file).collect()
    }
}

impl Office {
    /// Loads an example into the store, unless the council is there already.
    pub async fn load_example(&self, example: &Example) -> Result<Loaded, OfficeError> {
        self.may(Action::Import)?;
        let there = self.councils().await?.into_iter().any(|council| council.code == example.council);
        let council = Council { code: example.council.clone(), name: example.name.clone() };
        if there && self.number(&council, None).await?.0 > 0 {
            return Ok(Loaded::Before);
        }
        self.add_council(&council.code, &council.name).await?;
        let mut records = 0;
        for step in &example.change {
            records += self.load_step(example, &council, step).await?;
        }
        Ok(Loaded::Now { changes: example.change.len() as u64, records })
    }

    async fn load_step(&self, example: &Example, council: &Council, step: &Step) -> Result<u64, OfficeError> {
        let day: Date = step.at.get(..10).and_then(|day| day.parse().ok()).ok_or_else(|| {
            OfficeError::Refused(format!("example {}: `{}` is not an instant", example.id, step.at))
        })?;
        let ask = ImportAsk {
            files: example.files(step),
            mapping: None,
            complete: Vec::new(),
            as_at: day,
            limits: Limits::default(),
        };
        let signed = Self { actor: Actor { name: step.by.clone(), ..self.actor.clone() }, ..self.clone() };
        let signature = Signature { at: step.at.clone(), reason: Some(step.reason.clone()) };
        let answer = signed.import(council, &ask, signature).await?;
        if answer.has_errors() || answer.change.is_none() {
            let describe = |finding: &Finding| format!("{}: {}", place(finding), finding.message);
            let found: Vec<_> =
                answer.findings.iter().filter(|finding| finding.is_error()).map(describe).collect();
            let (id, folder) = (&example.id, &step.folder);
            return Err(OfficeError::Refused(format!(
                "example {id}/{folder} was not loaded: {}",
                found.join("; ")
            )));
        }
        Ok(answer.records.values().map(|counts| (counts.added + counts.changed + counts.ended) as u64).sum())
    }
}
