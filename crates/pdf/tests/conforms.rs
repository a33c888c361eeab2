//! Papers as PDF: the same bytes each time, nothing in a paper is run, and programs that are not ours find the files sound,
//! tagged and complete. What they check is said in `docs/papers.md`.

use std::path::{Path, PathBuf};
use std::process::Command;

use papers::built::{Block, Built, Cell, Chart, Column, NoNumber, Passport, Run, Table};
use pdf::PdfError;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 100\" role=\"img\"><title>A line</title><defs>\
    <pattern id=\"p\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 4 L4 0\" stroke=\"#1d70b8\"/></pattern>\
    </defs><rect x=\"10\" y=\"20\" width=\"40\" height=\"60\" fill=\"url(#p)\"/><polyline points=\"0,90 100,40 200,10\" \
    fill=\"none\" stroke=\"#000\"/><text x=\"10\" y=\"15\" font-family=\"arial, sans-serif\" font-size=\"10\">15.8</text></svg>";

fn table(caption: &str, rows: Vec<Vec<Cell>>) -> Table {
    let column = |(heading, numbers): (&str, bool)| Column { heading: heading.to_owned(), numbers };
    Table {
        caption: caption.to_owned(),
        columns: [("Role", false), ("In post, FTE", true), ("Change", true)].map(column).to_vec(),
        rows,
        has_total: true,
        notes: vec!["A note with #code and =1+1.".to_owned()],
    }
}

fn row(role: &str, number: &str, change: Result<&str, NoNumber>) -> Vec<Cell> {
    let change = change.map_or_else(Cell::None, |change| Cell::Number(change.to_owned()));
    vec![Cell::Text(role.to_owned()), Cell::Number(number.to_owned()), change]
}

/// A paper with something of everything, and with words that would be code if anything ran them.
fn built(title: &str) -> Built {
    let text = |text: &str| Run::Text(text.to_owned());
    let long = (1..=60).map(|at| row(&format!("Role {at}"), &format!("{at}.25"), Ok("+0.50"))).collect();
    Built {
        layout: papers::built::LAYOUT,
        id: "update".to_owned(),
        version: 1,
        title: title.to_owned(),
        council: "Wexcombe".to_owned(),
        as_at: "2022-09-30".to_owned(),
        meeting: "2023-02-02".to_owned(),
        language: "en-GB".to_owned(),
        released: true,
        known_at: 7,
        blocks: vec![
            Block::Heading { level: 2, text: "Key issues".to_owned() },
            Block::Paragraph(vec![
                text("Turnover "),
                Run::Strong("once more".to_owned()),
                Run::Figure { text: " rose from 15.8% to 15.9%".to_owned(), of: vec!["turnover".to_owned()] },
                text(": #panic(\"run\") $x$ *star* _line_ `raw` <label> @ref £ – é ŵ"),
            ]),
            Block::List { numbered: true, items: vec![vec![text("First")], vec![text("Second")]] },
            Block::List { numbered: false, items: vec![vec![text("A point")]] },
            Block::Heading { level: 3, text: "Tables".to_owned() },
            Block::Table(table(
                "In post by role",
                vec![
                    row("Social worker", "1181.25", Ok("+2.50")),
                    row("Team manager", "18.25", Err(NoNumber::Suppressed)),
                    row("Total", "1199.50", Ok("-1.25")),
                ],
            )),
            Block::Chart(Chart {
                title: "Turnover by year".to_owned(),
                description: "From 2021 to 2022 it rose from 15.8% to 15.9%.".to_owned(),
                svg: SVG.to_owned(),
                table: table("Turnover by year", vec![row("2022", "15.9", Ok("+0.1"))]),
            }),
            Block::Table(table("A table of more than one page", long)),
        ],
        figures: vec![Passport {
            id: "turnover".to_owned(),
            measure: "turnover_rate_fte".to_owned(),
            title: "Turnover".to_owned(),
            value: Some("15.9".to_owned()),
            none: None,
            unit: "percent".to_owned(),
            numerator: Some("28.8".to_owned()),
            denominator: None,
            population: "children's social workers".to_owned(),
            period: "2021-10-01 to 2022-09-30".to_owned(),
            length: "12 months".to_owned(),
            definition: "Leavers in the year over those in post at its end.".to_owned(),
            source: "Department for Education, Children's social work workforce".to_owned(),
            known_at: 7,
            cautions: Vec::new(),
        }],
    }
}

const TITLE: &str = "Social workers: an \"update\" & <more> #set";

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let first = pdf::write(&built(TITLE)).expect("it is set");
    assert!(first.starts_with(b"%PDF-1.7"), "the version that both standards are made for");
    assert!(first == pdf::write(&built(TITLE)).expect("it is set"));
    assert!(first != pdf::write(&built("Another title")).expect("it is set"));
}

#[test]
fn what_cannot_be_set_is_refused_in_words() {
    let refused = |paper: &Built| match pdf::write(paper) {
        Err(PdfError::Refused(why)) => why.join("; "),
        other => panic!("{:?}", other.map(|bytes| bytes.len())),
    };
    // A letter that the carried faces have not would be a box on the page, and is forbidden by both standards.
    let letters = refused(&built("In Chinese 社工"));
    assert!(letters.contains('社') || letters.contains("社工"), "{letters}");
    let mut skipped = built(TITLE);
    skipped.blocks.insert(0, Block::Heading { level: 4, text: "Too deep".to_owned() });
    assert!(refused(&skipped).contains("heading"), "{}", refused(&skipped));
    let mut broken = built(TITLE);
    broken.blocks.push(Block::Chart(Chart {
        title: "Broken".to_owned(),
        description: String::new(),
        svg: "<svg".to_owned(),
        table: table("None", Vec::new()),
    }));
    assert!(refused(&broken).contains("SVG"), "{}", refused(&broken));
    let dated = Built { meeting: "soon".to_owned(), ..built(TITLE) };
    assert_eq!(pdf::write(&dated).map(|bytes| bytes.len()), Err(PdfError::Date("soon".to_owned())));
}

/// Runs a program on a file, which it must find sound; gives what it prints. Text goes where the last argument says.
fn told(program: &Path, arguments: &[&str], file: &Path, to: Option<&str>) -> String {
    let ran = Command::new(program).args(arguments).arg(file).args(to).output();
    let ran = ran.unwrap_or_else(|problem| panic!("{}: {problem}", program.display()));
    let text = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{} {arguments:?}: {text}", program.display());
    text
}

#[test]
fn other_programs_find_it_sound_tagged_and_complete() {
    let Some(pdfua) = std::env::var_os("MAINSTAY_TEST_PDFUA").map(PathBuf::from) else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "in CI, the programs that look at PDF files must be there"
        );
        eprintln!("not run: qpdf, poppler and pdfua (MAINSTAY_TEST_PDFUA is not set)");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("paper.pdf");
    let built = built(TITLE);
    std::fs::write(&file, pdf::write(&built).expect("it is set")).expect("the file is written");
    let checked = told(Path::new("qpdf"), &["--check"], &file, None);
    assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
    let about = told(Path::new("pdfinfo"), &[], &file, None);
    for line in [
        "Title:           Social workers: an \"update\" & <more> #set",
        "Creator:         Mainstay",
        "Tagged:          yes",
    ] {
        assert!(about.contains(line), "{line}: {about}");
    }
    let claimed = told(Path::new("pdfinfo"), &["-meta"], &file, None);
    for line in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(claimed.contains(line), "{line}: {claimed}");
    }
    // Every number of every table, and the words that are no code.
    let text = told(Path::new("pdftotext"), &["-layout"], &file, Some("-"));
    let sources = built.sources();
    let cells = built.tables().chain([&sources]).flat_map(|table| table.rows.iter().flatten());
    for cell in cells.filter(|cell| matches!(cell, Cell::Number(_))) {
        assert!(text.contains(cell.text()), "it lacks {}: {text}", cell.text());
    }
    assert!(text.contains("#panic(\"run\")") && text.contains("[c] is suppressed."), "{text}");
    // The tree of tags: title, headings, lists, captions, headings of rows and columns, the chart's alternative text.
    let tree = told(Path::new("pdfinfo"), &["-struct"], &file, None);
    let count = |tag: &str| tree.lines().filter(|line| line.trim_start().starts_with(tag)).count();
    insta::assert_snapshot!(shape(&tree));
    assert_eq!((count("Table"), count("Caption")), (4, 5), "{tree}");
    told(&pdfua, &["check"], &file, None);
}

/// The tree of tags to the depth of tables, with runs of the same told once.
fn shape(tree: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in tree.lines().filter(|line| !line.trim().is_empty()) {
        let depth = line.len() - line.trim_start().len();
        if depth > 8 {
            continue;
        }
        let tag = line.trim_end().split(" \"").next().unwrap_or_default().to_owned();
        if lines.last() != Some(&tag) {
            lines.push(tag);
        }
    }
    lines.join("\n")
}
