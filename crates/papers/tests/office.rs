//! Papers opened by LibreOffice, which is another program than ours, and converted: no table and no number is lost.

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{built, cells};
use papers::built::{Built, Table};
use papers::document::Matter;
use papers::write::{Format, write};

/// What LibreOffice makes of a file in another format; none where it is not there, which in CI is a failure.
fn converted(folder: &Path, name: &str, bytes: &[u8], to: &str) -> Option<Vec<u8>> {
    let Some(soffice) = std::env::var_os("MAINSTAY_TEST_SOFFICE") else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "in CI, LibreOffice must be there");
        eprintln!("not run: LibreOffice (MAINSTAY_TEST_SOFFICE is not set)");
        return None;
    };
    let file: PathBuf = folder.join(name);
    std::fs::write(&file, bytes).expect("the file is written");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut convert = Command::new(soffice);
    convert.args([&profile, "--headless", "--convert-to", to, "--outdir"]).arg(folder.join("out")).arg(&file);
    let said = convert.output().expect("LibreOffice starts");
    let ending = to.split(':').next().expect("a format");
    let out = folder.join("out").join(Path::new(name).with_extension(ending));
    Some(std::fs::read(&out).unwrap_or_else(|problem| panic!("{}: {problem}: {said:?}", out.display())))
}

/// Every cell of every table of a paper, headings first.
fn tables(built: &Built) -> Vec<Vec<String>> {
    let sources = built.sources();
    let all = |table: &Table| -> Vec<String> {
        let headings = table.columns.iter().map(|column| column.heading.clone());
        headings.chain(table.rows.iter().flatten().map(|cell| cell.text().to_owned())).collect()
    };
    built.tables().chain([&sources]).map(all).collect()
}

#[test]
fn a_docx_keeps_every_table_when_libreoffice_saves_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let built = built();
    let docx = write(&built, Format::Docx).expect("DOCX");
    let Some(html) = converted(folder.path(), "paper.docx", &docx, "html:HTML (StarWriter)") else { return };
    let read = papers::read::read("paper.html", &html).expect("our own reader reads it");
    let found: Vec<Vec<String>> = read
        .blocks
        .iter()
        .filter_map(|block| if let Matter::Table(rows) = &block.matter { Some(rows) } else { None })
        .map(|rows| {
            let cell = |span| read.at(span).split_whitespace().collect::<Vec<_>>().join(" ");
            rows.iter().flatten().map(cell).collect()
        })
        .collect();
    assert_eq!(found, tables(&built));
    let text = String::from_utf8_lossy(&html).into_owned();
    assert!(text.contains("lang=\"en-GB\""), "the language is kept");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let alternative = words.split("alt=\"").nth(1).unwrap_or_default();
    assert!(
        alternative.contains("Turnover by year from 2021 to 2022"),
        "the chart's alternative text is kept: {words}"
    );
    let Some(pdf) = converted(folder.path(), "print.docx", &docx, "pdf") else { return };
    assert!(pdf.starts_with(b"%PDF-"), "it can be printed");
}

#[test]
fn the_workbooks_keep_every_number_when_libreoffice_saves_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let built = built();
    for (format, name, to) in [(Format::Xlsx, "paper.xlsx", "ods"), (Format::Ods, "paper.ods", "xlsx")] {
        let bytes = write(&built, format).expect("a workbook");
        let Some(other) = converted(folder.path(), name, &bytes, to) else { return };
        let shown = |sheets: Vec<(String, Vec<String>)>| -> Vec<(String, Vec<String>)> {
            let filled = |cells: Vec<String>| cells.into_iter().filter(|cell| !cell.is_empty()).collect();
            sheets.into_iter().map(|(sheet, cells)| (sheet, filled(cells))).collect()
        };
        assert_eq!(shown(cells(other)), shown(cells(bytes)), "{name}");
    }
}
