//! Files that were sent and are not yet in the record, and the mappings that a council has agreed on.
//!
//! Files in hand are kept here rather than in a program's memory, so that any program can go on with them and an erasure
//! reaches them.

use sqlx::Row;

use crate::error::StoreError;
use crate::open::Store;
use crate::sql;

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// Its name.
    pub name: String,
    /// Its bytes as they came.
    pub bytes: Vec<u8>,
}

/// A mapping that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMapping {
    /// Its name.
    pub name: String,
    /// The mapping file.
    pub text: String,
    /// When it was kept.
    pub kept_at: String,
    /// Who kept it.
    pub kept_by: String,
}

impl Store {
    /// Keeps the files that an account has sent, under an id that nobody can guess.
    pub async fn add_upload(
        &self,
        id: &str,
        council: &str,
        account: &str,
        now: &str,
        files: Vec<UploadedFile>,
    ) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        for (seq, file) in (0_i64..).zip(files) {
            let adding = sqlx::query(sql::ADD_UPLOAD)
                .bind(id)
                .bind(seq)
                .bind(council)
                .bind(account)
                .bind(now)
                .bind(file.name)
                .bind(file.bytes);
            adding.execute(&mut *writing.tx).await?;
        }
        Ok(writing.commit().await?)
    }

    /// The files of an upload, in order; none when the account has none of that id.
    pub async fn upload(
        &self,
        id: &str,
        council: &str,
        account: &str,
    ) -> Result<Vec<UploadedFile>, StoreError> {
        let mut connection = self.connection().await?;
        let asking = sqlx::query(sql::UPLOAD).bind(id).bind(council).bind(account);
        let rows = asking.fetch_all(&mut *connection).await?;
        let file =
            |row: &sqlx::any::AnyRow| Ok(UploadedFile { name: row.try_get(0)?, bytes: row.try_get(1)? });
        rows.iter().map(file).collect()
    }

    /// Forgets an upload.
    pub async fn forget_upload(&self, id: &str, council: &str, account: &str) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        let forgetting = sqlx::query(sql::FORGET_UPLOAD).bind(id).bind(council).bind(account);
        forgetting.execute(&mut *writing.tx).await?;
        Ok(writing.commit().await?)
    }

    /// Forgets a council's uploads that were sent up to an instant.
    pub async fn clear_uploads(&self, council: &str, up_to: &str) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        sqlx::query(sql::CLEAR_UPLOADS).bind(council).bind(up_to).execute(&mut *writing.tx).await?;
        Ok(writing.commit().await?)
    }

    /// Keeps a mapping, in place of any of the same name.
    pub async fn keep_mapping(&self, council: &str, mapping: &KeptMapping) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        let keeping = sqlx::query(sql::KEEP_MAPPING)
            .bind(council)
            .bind(mapping.name.as_str())
            .bind(mapping.text.as_str())
            .bind(mapping.kept_at.as_str())
            .bind(mapping.kept_by.as_str());
        keeping.execute(&mut *writing.tx).await?;
        Ok(writing.commit().await?)
    }

    /// The mappings that a council keeps, by name.
    pub async fn mappings(&self, council: &str) -> Result<Vec<KeptMapping>, StoreError> {
        let mut connection = self.connection().await?;
        let rows = sqlx::query(sql::MAPPINGS).bind(council).fetch_all(&mut *connection).await?;
        let mapping = |row: &sqlx::any::AnyRow| {
            Ok(KeptMapping {
                name: row.try_get(0)?,
                text: row.try_get(1)?,
                kept_at: row.try_get(2)?,
                kept_by: row.try_get(3)?,
            })
        };
        let mut mappings = rows.iter().map(mapping).collect::<Result<Vec<_>, StoreError>>()?;
        mappings.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(mappings)
    }
}
