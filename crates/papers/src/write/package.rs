//! A package of files in a ZIP whose bytes depend on its content only.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::WriteError;

/// A package being made.
pub(super) struct Package(ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a file; `plain` ones are not compressed, as the type of an OpenDocument file must not be.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8], plain: bool) -> Result<(), WriteError> {
        let method = if plain { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        // The default date is the first that ZIP knows; no clock is read.
        let options =
            SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        self.0.start_file(name, options)?;
        self.0.write_all(bytes)?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, WriteError> {
        Ok(self.0.finish()?.into_inner())
    }
}
