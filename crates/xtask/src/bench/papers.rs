//! A paper of some twenty pages with twelve charts, built from the record in every format, beside LibreOffice printing the
//! same paper from its DOCX; and the claims of a paper of some thirty pages checked. Each time is a whole command, from its
//! start to its end, and all are taken in one run.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::{median_of, shown, target};
use crate::run::{cargo, finish, output};
use crate::test::program;

/// How often each command is run.
const RUNS: usize = 5;
/// The formats, as the command names them.
const FORMATS: [&str; 6] = ["html", "pdf", "docx", "xlsx", "ods", "csv"];
/// What the charts and tables show: a measure and what it is in words.
const MEASURES: [(&str, &str); 12] = [
    ("inpost_fte", "In post, in FTE"),
    ("turnover_rate_fte", "Turnover, in per cent"),
    ("leavers_fte", "Leavers, in FTE"),
    ("starters_fte", "Starters, in FTE"),
    ("agency_rate_fte", "Agency workers, in per cent"),
    ("agency_fte", "Agency workers, in FTE"),
    ("vacancy_rate_fte", "Vacancies, in per cent"),
    ("vacancy_fte", "Vacancies, in FTE"),
    ("absence_rate_fte", "Sickness absence, in per cent"),
    ("caseload_fte", "Cases for each FTE"),
    ("leavers_headcount", "Leavers, people"),
    ("starters_headcount", "Starters, people"),
];
/// Paragraphs of prose in each section.
const PARAGRAPHS: usize = 2;
/// How many of the measures have a table by role besides: each of its figures has a line in the appendix of sources.
const TABLES: usize = 1;
const PROSE: &str = "This paragraph is written for the bench and says nothing about anybody: it has the length of a paragraph \
    in a committee paper, with a few sentences that have to be broken into lines, and it is printed as it stands, since a \
    paper consists of prose for the most part and of figures for the rest.";

/// Makes the paper, builds and prints it, and gives the tables.
pub(super) fn measure(folder: &Path) -> Result<String> {
    // All together: with one crate by itself the features of the others differ, and Typst is compiled again.
    cargo(&["build", "--release", "--locked", "--quiet", "--workspace", "--bins"])?;
    let built = target().join("release/mainstay");
    let soffice = program(&["soffice"], "libreoffice-writer")
        .context("LibreOffice is not installed (`apt-get install libreoffice-writer`)")?;
    let mainstay = |arguments: &str| {
        let mut command = Command::new(&built);
        command.current_dir(folder).env("MAINSTAY_STORE", folder.join("bench.db"));
        command.args(arguments.split_whitespace()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    finish(&mut mainstay("example load wexcombe"))?;
    fs::write(folder.join("paper.toml"), paper())?;
    let mut page = "| what | time | PDF by Mainstay = 1 | bytes |\n| --- | ---: | ---: | ---: |\n".to_owned();
    let mut times = Vec::new();
    for format in FORMATS {
        let arguments = format!("--format {format} paper build paper.toml --out out.{format}");
        let time = timed(|| {
            // What was built before is not overwritten by the command.
            let _ = fs::remove_file(folder.join(format!("out.{format}")));
            mainstay(&arguments)
        })?;
        times.push((format!("`mainstay paper build`, {format}"), time, folder.join(format!("out.{format}"))));
    }
    let print = || {
        let mut command = Command::new(&soffice);
        let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
        command.args([&profile, "--headless", "--convert-to", "pdf", "--outdir"]);
        command
            .arg(folder.join("office"))
            .arg(folder.join("out.docx"))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    };
    // The first start makes a profile, which is not what is measured.
    finish(&mut print())?;
    times.push(("LibreOffice, the DOCX to PDF".to_owned(), timed(print)?, folder.join("office/out.pdf")));
    let pdf = times[1].1;
    for (what, time, file) in &times {
        let bytes = fs::metadata(file).with_context(|| file.display().to_string())?.len();
        page.push_str(&format!("| {what} | {} | {:.2} | {bytes} |\n", shown(*time), time / pdf));
    }
    let pages = pages(&folder.join("out.pdf"))?;
    ensure!((18..=24).contains(&pages), "the paper has {pages} pages and should have about twenty");
    let (text, long) = long_text(folder)?;
    let check = timed(|| mainstay(&format!("--council 999 claims check {text} --against benchmarks")))?;
    page.push_str(&format!(
        "\nMedians of {RUNS}. The paper has {pages} pages and {} charts. The claims of a text of {long} letters (some thirty \
         pages) against the published figures: {}.\n",
        MEASURES.len(),
        shown(check)
    ));
    Ok(page)
}

/// The paper: for each measure a section with prose and a chart, and for some a table by role.
fn paper() -> String {
    let mut text =
        "id = \"bench\"\ntitle = \"A paper for the bench\"\ncommittee = \"Nobody\"\nas_at = 2023-09-30\n\
                    meeting = \"2023-11-01\"\n"
            .to_owned();
    for (at, (measure, words)) in MEASURES.iter().enumerate() {
        text.push_str(&format!(
            "\n[[chart]]\nid = \"line-{at}\"\ntitle = \"{words}, by census year\"\nmeasure = \"{measure}\"\nfrom = 2020-10-01\n\
             to = 2023-09-30\nseries = \"census\"\n"
        ));
        let has_table = at < TABLES;
        if has_table {
            text.push_str(&format!(
                "\n[[table]]\nid = \"table-{at}\"\ncaption = \"{words}, by role\"\nby = \"role\"\ntotal = true\n\
                 [[table.column]]\nheading = \"2023\"\nmeasure = \"{measure}\"\nyear_ending = 2023-09-30\n"
            ));
        }
        let prose = [PROSE; PARAGRAPHS].join("\n\n");
        let table = if has_table { format!("{{table table-{at}}}\n") } else { String::new() };
        text.push_str(&format!(
            "\n[[section]]\nheading = \"{words}\"\ntext = \"\"\"\n{prose}\n\n{{chart line-{at}}}\n\n{table}\"\"\"\n"
        ));
    }
    text
}

/// A text of thirty pages with claims about published figures, and its length.
fn long_text(folder: &Path) -> Result<(&'static str, usize)> {
    let mut text = "# Social workers in England\n\nPublished 1 March 2024.\n".to_owned();
    let mut year = 2018;
    while text.len() < 30 * 3_000 {
        text.push_str(&format!(
            "\nIn {year}, the turnover rate in England was 15.9%, and there were 6,500 vacancies. The agency rate rose from 15.0% \
             in {} to 17.6% in {year}. {PROSE}\n",
            year - 1
        ));
        year = if year == 2023 { 2018 } else { year + 1 };
    }
    fs::write(folder.join("long.md"), &text)?;
    Ok(("long.md", text.len()))
}

/// How many pages a PDF has.
fn pages(file: &Path) -> Result<u32> {
    let told =
        output(Command::new("pdfinfo").arg(file)).context("pdfinfo (Debian package `poppler-utils`)")?;
    let told = String::from_utf8_lossy(&told).into_owned();
    let line = told.lines().find_map(|line| line.strip_prefix("Pages:")).context("pdfinfo names no pages")?;
    Ok(line.trim().parse()?)
}

/// The middle time of a command, in nanoseconds. A check that finds a claim contradicted ends with a code of its own.
fn timed(command: impl Fn() -> Command) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let mut command = command();
        let start = Instant::now();
        let ended = command.status()?;
        #[expect(clippy::cast_precision_loss, reason = "commands take less than years")]
        times.push(start.elapsed().as_nanos() as f64);
        ensure!(matches!(ended.code(), Some(0 | 1)), "{command:?} ends with {ended}");
    }
    Ok(median_of(times))
}
