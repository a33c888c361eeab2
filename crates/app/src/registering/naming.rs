//! Names beside the keys of workers, on pages only: programs go by keys.

use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::people::names;
use crate::table::Table;
use crate::teams::shown;

impl Office {
    /// Shows workers by name beside their key wherever a cell stands for one, for whoever may see names.
    pub async fn name_workers(&self, council: &Council, tables: &mut [Table]) -> Result<(), OfficeError> {
        let known = self.known(council, None).await?;
        let names = names(self, known.workforce.records());
        for table in tables {
            for (column, ids) in &table.behind {
                for (row, id) in table.rows.iter_mut().zip(ids) {
                    let Some(id) = id.as_ref().filter(|id| id.kind == "worker") else { continue };
                    if let Some(cell) = row.get_mut(*column) {
                        *cell = shown(&names, &id.key);
                    }
                }
            }
        }
        Ok(())
    }
}
