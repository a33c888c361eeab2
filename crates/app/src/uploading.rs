//! Files in hand: sent, tried, mapped by hand, accepted or given up. They are kept in the store, not in memory, so that any
//! program can go on with them and an erasure reaches them.

use intake::mapping;
use intake::sheet::Sheet;
use intake::source::{Limits, ReadOptions, SourceFile, read};
use jiff::{SignedDuration, Timestamp};
use ledger::{KeptMapping, UploadedFile, random_hex};
use workforce::Date;

use crate::error::OfficeError;
use crate::importing::{ImportAnswer, ImportAsk, Signature};
use crate::office::{Council, Office};
use crate::policy::Action;
use crate::reception::written;

/// How long files in hand are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How files in hand are to be read.
#[derive(Debug, Clone)]
pub struct TryAsk {
    /// The upload.
    pub upload: String,
    /// The account that sent it.
    pub account: String,
    /// The kept mapping to read them by; by the layouts of their names without one.
    pub mapping: Option<String>,
    /// A mapping that is not kept yet, in place of a kept one.
    pub draft: Option<String>,
    /// The day that the files describe.
    pub as_at: Date,
    /// Kinds of which the files hold every record.
    pub complete: Vec<String>,
}

impl Office {
    /// Keeps files that were sent, and gives the id to go on with. What is older than a day is cleared away.
    pub async fn send(
        &self,
        council: &Council,
        account: &str,
        files: Vec<SourceFile>,
        now: Timestamp,
    ) -> Result<String, OfficeError> {
        self.may(Action::TryImport)?;
        self.store.clear_uploads(&council.code, &written(now - KEPT)).await?;
        let id = random_hex(16)?;
        let files =
            files.into_iter().map(|file| UploadedFile { name: file.name, bytes: file.bytes }).collect();
        self.store.add_upload(&id, &council.code, account, &written(now), files).await?;
        Ok(id)
    }

    /// The files in hand.
    pub async fn sent(
        &self,
        council: &Council,
        account: &str,
        id: &str,
    ) -> Result<Vec<SourceFile>, OfficeError> {
        self.may(Action::TryImport)?;
        let files = self.store.upload(id, &council.code, account).await?;
        if files.is_empty() {
            return Err(OfficeError::Usage(
                "these files are not in hand any more: they were accepted, given up, or sent more than a day ago".to_owned(),
            ));
        }
        Ok(files.into_iter().map(|file| SourceFile { name: file.name, bytes: file.bytes }).collect())
    }

    /// The tables of the files in hand.
    pub async fn sheets(
        &self,
        council: &Council,
        account: &str,
        id: &str,
    ) -> Result<Vec<Sheet>, OfficeError> {
        let files = self.sent(council, account, id).await?;
        let sheets =
            files.iter().flat_map(|file| read(file, &ReadOptions::default(), &Limits::default()).sheets);
        Ok(sheets.collect())
    }

    async fn import_ask(&self, council: &Council, ask: &TryAsk) -> Result<ImportAsk, OfficeError> {
        let files = self.sent(council, &ask.account, &ask.upload).await?;
        let mapping = match (&ask.draft, &ask.mapping) {
            (Some(draft), _) => Some(("the mapping".to_owned(), draft.clone())),
            (None, Some(name)) => {
                let kept = self.mappings(council).await?;
                let found = kept.into_iter().find(|kept| kept.name == *name);
                let found =
                    found.ok_or_else(|| OfficeError::Usage(format!("there is no mapping `{name}`")))?;
                Some((found.name, found.text))
            }
            (None, None) => None,
        };
        let (complete, as_at) = (ask.complete.clone(), ask.as_at);
        Ok(ImportAsk { files, mapping, complete, as_at, limits: Limits::default() })
    }

    /// Reads files in hand against the record and changes nothing.
    pub async fn try_sent(&self, council: &Council, ask: &TryAsk) -> Result<ImportAnswer, OfficeError> {
        let ask = self.import_ask(council, ask).await?;
        self.try_import(council, &ask).await
    }

    /// Accepts files in hand as one change; they are then no longer in hand. With any error nothing is done.
    pub async fn accept_sent(
        &self,
        council: &Council,
        ask: &TryAsk,
        signature: Signature,
    ) -> Result<ImportAnswer, OfficeError> {
        self.may(Action::Import)?;
        let import = self.import_ask(council, ask).await?;
        let answer = self.import(council, &import, signature).await?;
        if answer.change.is_some() {
            self.store.forget_upload(&ask.upload, &council.code, &ask.account).await?;
        }
        Ok(answer)
    }

    /// Gives files in hand up.
    pub async fn give_up(&self, council: &Council, account: &str, id: &str) -> Result<(), OfficeError> {
        self.may(Action::TryImport)?;
        Ok(self.store.forget_upload(id, &council.code, account).await?)
    }

    /// The mappings that a council keeps.
    pub async fn mappings(&self, council: &Council) -> Result<Vec<KeptMapping>, OfficeError> {
        self.may(Action::TryImport)?;
        Ok(self.store.mappings(&council.code).await?)
    }

    /// Keeps a mapping under a name, in place of any of the same name; what cannot be read as one is refused.
    pub async fn keep_mapping(
        &self,
        council: &Council,
        name: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<(), OfficeError> {
        self.may(Action::Import)?;
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(OfficeError::Usage("give the mapping a name of at most 100 characters".to_owned()));
        }
        let (_, findings) = mapping::read(name, text);
        if let Some(finding) = findings.iter().find(|finding| finding.is_error()) {
            return Err(OfficeError::Refused(format!("the mapping cannot be used: {}", finding.message)));
        }
        let kept = KeptMapping {
            name: name.to_owned(),
            text: text.to_owned(),
            kept_at: written(now),
            kept_by: self.actor.name.clone(),
        };
        Ok(self.store.keep_mapping(&council.code, &kept).await?)
    }
}

/// How one column of a layout is filled, as someone chose by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The column.
    pub column: String,
    /// The heading that it is filled from; none when it is the same for every row.
    pub heading: Option<String>,
    /// What it is for every row, without a heading.
    pub value: String,
    /// What the file says, and the code that it stands for.
    pub codes: Vec<(String, String)>,
}

/// How a sheet becomes records of one kind, as someone chose by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// A glob on the file's name.
    pub file: String,
    /// The sheet's name.
    pub sheet: Option<String>,
    /// The row of the headings.
    pub header_row: u32,
    /// The kind of record.
    pub kind: String,
    /// Whether end dates are the last day on which something holds.
    pub inclusive: bool,
    /// The columns that are filled.
    pub columns: Vec<Chosen>,
}

impl ByHand {
    /// As a mapping file, which `docs/mapping.md` describes.
    pub fn toml(&self) -> String {
        let text = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut out = format!("[[source]]\nfile = {}\n", text(&self.file));
        if let Some(sheet) = &self.sheet {
            out.push_str(&format!("sheet = {}\n", text(sheet)));
        }
        out.push_str(&format!("header_row = {}\nignore_rest = true\n\n", self.header_row));
        out.push_str(&format!("[[source.record]]\nkind = {}\n", text(&self.kind)));
        if self.inclusive {
            out.push_str("ends = \"inclusive\"\n");
        }
        out.push_str("[source.record.columns]\n");
        for chosen in &self.columns {
            let filled = match (&chosen.heading, chosen.codes.is_empty()) {
                (None, _) => format!("{{ value = {} }}", text(&chosen.value)),
                (Some(heading), true) => text(heading),
                (Some(heading), false) => {
                    let codes: Vec<String> = chosen
                        .codes
                        .iter()
                        .map(|(from, to)| format!("{} = {}", text(from), text(to)))
                        .collect();
                    format!("{{ column = {}, codes = {{ {} }} }}", text(heading), codes.join(", "))
                }
            };
            out.push_str(&format!("{} = {filled}\n", chosen.column));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_by_hand_is_a_mapping_whatever_the_headings_are() {
        let chosen = |column: &str, heading: Option<&str>, value: &str, codes: &[(&str, &str)]| Chosen {
            column: column.to_owned(),
            heading: heading.map(str::to_owned),
            value: value.to_owned(),
            codes: codes.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect(),
        };
        let by_hand = ByHand {
            file: "staff-*.csv".to_owned(),
            sheet: Some("It's \"live\"".to_owned()),
            header_row: 3,
            kind: "occupancy".to_owned(),
            inclusive: true,
            columns: vec![
                chosen("occupancy", Some("Ref \"no.\" = 1"), "", &[]),
                chosen("worker", Some("Emp\\No"), "", &[]),
                chosen("from", Some("Start"), "", &[]),
                chosen("fte", None, "1", &[]),
                chosen("basis", Some("Contract"), "", &[("Perm \"p\"", "substantive"), ("FT", "fixed-term")]),
            ],
        };
        let (mapping, findings) = mapping::read("by hand", &by_hand.toml());
        assert_eq!(findings, [], "{}", by_hand.toml());
        assert_eq!(mapping.sources[0].records[0].columns.len(), 5);
        assert_eq!(mapping.sources[0].sheet.as_deref(), Some("It's \"live\""));
    }
}
