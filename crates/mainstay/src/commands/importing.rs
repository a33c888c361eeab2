//! Files in and files out: import, export and layouts.

use app::importing::{ImportAsk, Signature, try_on};
use app::intake::source::Limits;
use app::intake::{docs, template};
use app::table::Table;
use app::workforce::records::{LAYOUTS, Records};

use crate::args::{ExportArgs, ImportArgs, LayoutArgs};
use crate::commands::{Desk, Done, now, operator, today};
use crate::console::Console;
use crate::failure::{Failure, Outcome};
use crate::files;

const MIB: u64 = 1024 * 1024;

/// Reads files into the record, or only says what they would do.
pub(crate) async fn import(desk: &mut Desk<'_>, args: &ImportArgs, console: &mut Console) -> Done {
    let limits = Limits { file_bytes: args.max_file * MIB, ..Limits::default() };
    let ask = ImportAsk {
        files: files::read_all(&args.paths, limits.file_bytes)?,
        mapping: args.mapping.as_deref().map(files::read_text).transpose()?,
        complete: args.complete.clone(),
        as_at: args.as_at.unwrap_or_else(today),
        limits,
    };
    let actor = operator(args.by.as_deref());
    let council = desk.arguments.council.as_deref();
    let answer = if args.dry_run {
        match desk.open_as(actor).await {
            Ok(office) if !office.councils().await?.is_empty() && args.new_council.is_none() => {
                let council = office.council(council).await?;
                office.try_import(&council, &ask).await?
            }
            // Nothing is there yet, and a dry run makes nothing.
            Ok(_) => try_on(&Records::default(), &ask),
            Err(error) if error.is_missing_store() => try_on(&Records::default(), &ask),
            Err(error) => return Err(error.into()),
        }
    } else {
        let office = desk.make_as(actor).await?;
        let council = office.council_for_import(council, args.new_council.as_deref()).await?;
        let signature = Signature { at: now(), reason: args.reason.clone() };
        office.import(&council, &ask, signature).await?
    };
    let mut tables = answer.tables(args.dry_run);
    tables[0].title = match (answer.has_errors(), answer.change, args.dry_run) {
        (true, _, true) => "Dry run: these files would be refused".to_owned(),
        (true, _, false) => "Refused: nothing was changed".to_owned(),
        (false, _, true) => "Dry run: nothing was changed".to_owned(),
        (false, Some(change), false) => format!("Imported as change {change}"),
        (false, None, false) => "Nothing to change: the record says all this already".to_owned(),
    };
    console.answer(&answer, &tables)?;
    Ok(match (answer.has_errors(), args.dry_run) {
        (false, _) => Outcome::Done,
        (true, true) => Outcome::DataHasErrors,
        (true, false) => Outcome::Refused,
    })
}

/// Writes the record out as CSV files.
pub(crate) async fn export(desk: &mut Desk<'_>, args: &ExportArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    let written = office.export(&council, args.known_at.as_deref(), args.personal).await?;
    files::write_all(&args.out, &written)?;
    wrote(&args.out, &written, console)
}

fn wrote(folder: &std::path::Path, written: &[(String, Vec<u8>)], console: &mut Console) -> Done {
    let names: Vec<_> = written.iter().map(|(name, _)| name.clone()).collect();
    let mut table = Table::new(format!("Wrote into {}", folder.display()), &["File"]);
    table.rows = names.iter().map(|name| vec![name.clone()]).collect();
    console
        .answer(&serde_json::json!({ "folder": folder.display().to_string(), "files": names }), &[table])?;
    Ok(Outcome::Done)
}

/// Lists the layouts, writes empty templates, or prints the reference pages.
pub(crate) fn layout(args: &LayoutArgs, console: &mut Console) -> Done {
    if args.markdown {
        Console::print(&docs::layouts_markdown())?;
    } else if args.findings {
        Console::print(&docs::findings_markdown())?;
    } else if let Some(folder) = &args.out {
        let written = template::all(LAYOUTS).map_err(|problem| Failure::File(problem.to_string()))?;
        files::write_all(folder, &written)?;
        return wrote(folder, &written, console);
    } else {
        return list(console);
    }
    Ok(Outcome::Done)
}

fn list(console: &mut Console) -> Done {
    let mut table =
        Table::new("Layouts: the sheets or files that an import reads", &["Sheet", "Kind", "A row is"]);
    let row = |layout: &app::workforce::layout::Layout| {
        [layout.name, layout.kind, layout.doc].map(str::to_owned).to_vec()
    };
    table.rows = LAYOUTS.iter().map(row).collect();
    table.notes = vec!["Write empty templates with `mainstay layout --out FOLDER`.".to_owned()];
    let kinds: Vec<_> = LAYOUTS
        .iter()
        .map(|layout| {
            let columns = layout.columns.iter();
            let columns: Vec<_> = columns
                .map(|column| {
                    serde_json::json!({
                        "name": column.name, "required": column.required, "key": column.key, "doc": column.doc,
                    })
                })
                .collect();
            serde_json::json!({ "kind": layout.kind, "sheet": layout.name, "doc": layout.doc, "columns": columns })
        })
        .collect();
    console.answer(&serde_json::json!({ "layouts": kinds }), &[table])?;
    Ok(Outcome::Done)
}
