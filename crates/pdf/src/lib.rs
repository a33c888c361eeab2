//! A built paper as a PDF: tagged as PDF/UA-1 and archived as PDF/A-2a, set by Typst.
//!
//! Typst refuses what the two standards forbid and it can see: a picture without alternative text, a level of headings that
//! is skipped, a letter that no carried face has. Its warnings are errors here. What neither it nor our tests can see is
//! whether the words are good: that alternative text says what the chart shows, and that the order of reading makes sense.
//!
//! The paper reaches Typst as data (`paper.json`), never as markup, so nothing in it can be run. No file is opened, no font
//! of the machine is looked for, no clock is read: the same paper gives the same bytes. A crate of its own, since Typst takes
//! longer to compile than all the rest.

mod setting;
mod world;

use papers::built::Built;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Why a paper could not be set as PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// A date of the paper is not a date.
    #[error("`{0}` is not a date of the kind 2026-03-31")]
    Date(String),
    /// Typst, or one of the two standards, refused it: everything that was wrong.
    #[error("the PDF was refused: {}", .0.join("; "))]
    Refused(Vec<String>),
}

/// The bytes of a paper as PDF, which conform to PDF/UA-1 and PDF/A-2a as far as Typst checks them.
///
/// # Errors
/// When the paper's meeting is no date, or Typst refuses or warns: see [`PdfError`].
pub fn write(built: &Built) -> Result<Vec<u8>, PdfError> {
    let world = world::Desk::new(&setting::Setting::of(built)?);
    let compiled = typst::compile::<PagedDocument>(&world);
    // What one paper left in the memory of the compiler is of no use to the next.
    let forget = || comemo::evict(0);
    let told = |problems: &[SourceDiagnostic]| {
        forget();
        let mut texts: Vec<String> = problems.iter().map(in_words).collect();
        texts.dedup();
        PdfError::Refused(texts)
    };
    let document = compiled.output.map_err(|problems| told(&problems))?;
    if !compiled.warnings.is_empty() {
        return Err(told(&compiled.warnings));
    }
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|problem| PdfError::Refused(vec![problem.message().to_string()]))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{}/{}/{}", built.council, built.id, built.version)),
        creator: Smart::Custom(Some("Mainstay".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|problems| told(&problems))?;
    forget();
    Ok(bytes)
}

/// What Typst says, with its hints: they name what is missing, such as the letter that no face has.
fn in_words(problem: &SourceDiagnostic) -> String {
    let hints = problem.hints.iter().map(|hint| hint.v.as_str());
    [problem.message.as_str()].into_iter().chain(hints).collect::<Vec<_>>().join("; ")
}
