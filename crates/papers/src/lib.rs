//! Papers: written from the record with every figure frozen and traceable, and read to say which figures and claims hold.
//!
//! Pure: it opens no file and reads no clock. A paper to be written comes in as a file's text with what the record answered,
//! and leaves as a [`built::Built`] or as bytes; a paper to be checked comes in as bytes and leaves as a
//! [`document::Document`]; what is known comes in as [`claims::evidence::Evidence`].
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`paper`] | a paper as data: its file, read with everything that is wrong with it |
//! | [`mod@compose`], [`words`] | a paper and the record's answers become a built paper; sentences that cannot lie |
//! | [`templates`] | papers to begin from |
//! | [`built`] | a built paper: what any format shows, and what publishing freezes |
//! | [`mod@write`] | HTML, DOCX, XLSX, ODS and CSV |
//! | [`document`] | the text of a paper, its blocks and tables, each with its place in the text |
//! | [`mod@read`] | plain text, Markdown, HTML and DOCX to a document |
//! | [`claims`] | the claim checker: what a paper says, and whether it holds |

pub mod built;
pub mod claims;
pub mod compose;
pub mod document;
pub mod paper;
pub mod read;
pub mod templates;
pub mod words;
pub mod write;

pub use benchmarks;

/// The faces that papers are set in: Liberation Sans, regular and bold, TrueType. SIL Open Font License 1.1, whose text is
/// in `fonts/LICENCE`.
pub const FONTS: [&[u8]; 2] = [
    include_bytes!("../fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../fonts/LiberationSans-Bold.ttf"),
];
