//! The checked-in schemas are those that the tables make, and returns that are written keep to them.
//!
//! Run with `UPDATE_SCHEMAS=1` to write the files anew. Validation needs `xmllint` (Debian: libxml2-utils); in CI it must
//! be there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use returns::csww::document::{Part, Return};
use returns::csww::element::{Block, Element, Format};
use returns::csww::read::Limits;
use returns::csww::sample::{Plan, sample};
use returns::csww::schema::xsd;
use returns::csww::write::write;
use returns::csww::year::CensusYear;

fn years() -> impl Iterator<Item = CensusYear> {
    (2021..=2025).filter_map(CensusYear::new)
}

fn path(year: CensusYear) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(format!("csww-{year}.xsd"))
}

#[test]
fn the_files_are_those_that_the_tables_make() {
    for year in years() {
        let (path, made) = (path(year), xsd(year));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(&path, &made).expect("the schema can be written");
        }
        let file = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(file == made, "{} differs from the tables: run with UPDATE_SCHEMAS=1", path.display());
    }
}

/// Whether `xmllint` finds the file valid; none where it is not installed.
fn is_valid(year: CensusYear, file: &[u8]) -> Option<Result<(), String>> {
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet", "--schema"]).arg(path(year)).arg("-");
    let running = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let Ok(mut running) = running else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "in CI, xmllint must be there (libxml2-utils)");
        eprintln!("not run: xmllint is not installed");
        return None;
    };
    let mut input = running.stdin.take().expect("the input is a pipe");
    std::io::Write::write_all(&mut input, file).expect("xmllint reads its input");
    drop(input);
    let done = running.wait_with_output().expect("xmllint ends");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    Some(if done.status.success() { Ok(()) } else { Err(said) })
}

fn made(year: CensusYear) -> Return {
    let mut out = Vec::new();
    sample(&Plan { year, ..Plan::new(120) }, &mut out).expect("memory can be written");
    Return::read(out.as_slice(), &Limits::default()).expect("memory can be read").content
}

fn written(content: &Return, year: CensusYear) -> Vec<u8> {
    let mut out = Vec::new();
    write(content, year, &mut out).expect("memory can be written");
    out
}

/// A value that fits the item.
fn value(item: Element) -> &'static str {
    match item.spec().format {
        Format::Code(set) => set.codes()[0].0,
        Format::Date => "2001-02-03",
        Format::Registration => "SW1",
        Format::Whole { .. } | Format::Decimal { .. } => "1",
        Format::Moment => "2025-10-14T09:30:00",
        _ => "Text & more",
    }
}

#[test]
fn samples_of_each_year_keep_to_the_schema_of_the_year() {
    for year in years() {
        let plain = made(year);
        let mut full = plain.clone();
        let collected = |item: &Element| item.spec().years.contains(year);
        for worker in &mut full.workers {
            for item in Element::of(Block::Worker).iter().copied().filter(collected) {
                if worker.get(item).is_none() {
                    worker.put(item, value(item));
                }
            }
        }
        full.headers[0].put(Element::Release, "1.2");
        full.headers[0].put(Element::SerialNo, "001");
        let mut bare = plain.clone();
        for worker in &mut bare.workers {
            let mut least = Part::new(Element::Worker);
            for item in [Element::AgencyWorker, Element::SweNo, Element::Fte] {
                least.put(item, worker.text(item).expect("every record has it"));
            }
            *worker = least;
        }
        for content in [&plain, &full, &bare] {
            if let Some(outcome) = is_valid(year, &written(content, year)) {
                assert_eq!(outcome, Ok(()), "{year}");
            }
        }
    }
}

#[test]
fn what_is_not_a_return_of_the_year_does_not_keep_to_the_schema() {
    for year in years() {
        let content = made(year);
        let text = String::from_utf8(written(&content, year)).expect("written files are UTF-8");
        let line = |name: &str| {
            let from = text.find(&format!("    <{name}>")).expect("the item is there");
            let to = from + text[from..].find('\n').expect("lines end") + 1;
            text[from..to].to_owned()
        };
        let (number, fte) = (line("SWENo"), line("FTE"));
        let broken = [
            ("order", text.replacen(&format!("{number}{fte}"), &format!("{fte}{number}"), 1)),
            ("code", text.replacen("<OrgRole>", "<OrgRole>7", 1)),
            ("number", text.replacen("<FTE>", "<FTE>2", 1)),
            ("empty", text.replacen(&number, "    <SWENo></SWENo>\n", 1)),
            ("missing", text.replacen(&fte, "", 1)),
            ("unknown", text.replacen(&fte, &format!("{fte}    <Salary>1</Salary>\n"), 1)),
            ("year", text.replacen(&format!("<Year>{year}"), "<Year>2019", 1)),
        ];
        for (what, file) in broken {
            assert_ne!(file, text, "{what} is broken");
            if let Some(outcome) = is_valid(year, file.as_bytes()) {
                assert!(outcome.is_err(), "{year}: {what} passes");
            }
        }
    }
}
