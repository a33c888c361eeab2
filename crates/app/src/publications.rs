//! The memory of what was released: each council's, kept in the store's own ledger, so that no later release undoes an
//! earlier one. It says which counts were withheld, so it never leaves the council itself.

use ledger::{Append, Blob};
use measures::disclosure::Memory;
use measures::release::ReleaseError;
use workforce::change::{ChangeNumber, Content, Entry, Note, RecordId};

use crate::error::OfficeError;
use crate::office::{Council, Office};

/// The kind of the ledger's entries that are memories.
const KIND: &str = "publication";

/// What a council has released, and the change up to which that is known.
#[derive(Debug)]
pub(crate) struct Publications {
    pub(crate) memory: Memory,
    head: ChangeNumber,
    before: Memory,
}

impl From<ReleaseError> for OfficeError {
    fn from(error: ReleaseError) -> Self {
        match error {
            ReleaseError::Ask(error) => error.into(),
            ReleaseError::Disclosure(error) => Self::Refused(format!("it cannot be released: {error}")),
        }
    }
}

impl Office {
    /// What a council has released so far.
    pub(crate) async fn publications(&self, council: &Council) -> Result<Publications, OfficeError> {
        let (head, all) = self.published_state().await?;
        let id = RecordId::new(KIND, council.code.as_str());
        let mut memory = Memory::new();
        for stated in all {
            if let (true, Content::Body(body)) = (stated.entry.record == id, &stated.entry.content) {
                memory = serde_json::from_str(body)
                    .map_err(|problem| OfficeError::Refused(format!("the memory of releases: {problem}")))?;
            }
        }
        Ok(Publications { before: memory.clone(), memory, head })
    }

    /// Keeps what was released now, with what was published of it. Another release of the council meanwhile is a conflict, and
    /// nothing is shown.
    pub(crate) async fn remember(
        &self,
        council: &Council,
        publications: Publications,
        reason: &str,
        at: &str,
        mut entries: Vec<Entry>,
        blobs: Vec<Blob>,
    ) -> Result<(), OfficeError> {
        if publications.memory != publications.before {
            let body =
                serde_json::to_string(&publications.memory).expect("a memory is a map of texts and numbers");
            entries.push(Entry {
                record: RecordId::new(KIND, council.code.as_str()),
                content: Content::Body(body),
            });
        }
        if entries.is_empty() {
            return Ok(());
        }
        let append = Append {
            expected_head: publications.head,
            note: Note {
                at: at.to_owned(),
                by: self.actor.name.clone(),
                reason: reason.to_owned(),
                source: String::new(),
            },
            entries,
            blobs,
        };
        self.append_published(append).await.map(drop)
    }
}
