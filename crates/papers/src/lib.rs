//! Papers: writing them from figures, reading those that others wrote, and saying which of their figures and claims hold.
//!
//! Pure: it opens no file and reads no clock. A paper comes in as bytes and leaves as a [`document::Document`]; what is
//! known comes in as [`claims::evidence::Evidence`].
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`built`] | a paper as it is built, from which every format is written |
//! | [`document`] | the text of a paper, its blocks and tables, each with its place in the text |
//! | [`mod@read`] | plain text, Markdown, HTML and DOCX to a document |
//! | [`claims`] | the claim checker: what a paper says, and whether it holds |

pub mod built;
pub mod claims;
pub mod document;
pub mod read;

pub use benchmarks;
