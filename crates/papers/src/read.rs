//! Files to documents. What a file is, is told by its bytes first and its name second; nothing is read beyond the limits.

mod docx;
mod html;
mod pages;
mod text;

use crate::document::{Document, Format};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 64 << 20;

/// The longest text that is drawn from a file, in bytes: some 5,000 pages.
pub const LONGEST_TEXT: usize = 16 << 20;

/// Why a file is no document, and how to put it right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Larger than [`LARGEST_FILE`].
    #[error("is larger than 64 MiB; give the paper alone, without its pictures")]
    TooLarge,
    /// Longer than [`LONGEST_TEXT`].
    #[error("holds more than 16 MiB of text; give one paper at a time")]
    TooLong,
    /// A PDF itself.
    #[error("is a PDF; give its text: `pdftotext -layout paper.pdf paper.txt`, or copy and paste it")]
    Pdf,
    /// Another kind of file.
    #[error("is {0}; give text, Markdown, HTML or DOCX")]
    Other(&'static str),
    /// A DOCX that cannot be opened.
    #[error("cannot be opened as DOCX: {0}; open it in a word processor and save it again")]
    BrokenDocx(String),
    /// No words.
    #[error("holds no words; a scanned paper must go through character recognition first")]
    Empty,
}

/// Reads a paper. `name` is what people know it by; its ending tells Markdown from plain text.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Unreadable::TooLarge);
    }
    let document = if bytes.starts_with(b"%PDF") {
        return Err(Unreadable::Pdf);
    } else if bytes.starts_with(b"PK\x03\x04") {
        docx::read(name, bytes)?
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Unreadable::Other("an old Office file; save it as DOCX"));
    } else {
        let text = decode(bytes)?;
        if is_html(name, &text) {
            html::read(name, &text)?
        } else {
            text::read(name, text, text_format(name))
        }
    };
    if document.text.len() > LONGEST_TEXT {
        return Err(Unreadable::TooLong);
    }
    if !document.text.contains(char::is_alphanumeric) {
        return Err(Unreadable::Empty);
    }
    Ok(document)
}

/// UTF-8, or UTF-16 with its mark, or else what Windows writes.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if bytes.contains(&0) {
        return Err(Unreadable::Other("not text"));
    }
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    })
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

fn is_html(name: &str, text: &str) -> bool {
    let start: String = text.trim_start().chars().take(256).collect::<String>().to_ascii_lowercase();
    let marked =
        start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<body");
    marked || matches!(ending(name).as_str(), "html" | "htm" | "xhtml")
}

fn text_format(name: &str) -> Format {
    match ending(name).as_str() {
        "md" | "markdown" => Format::Markdown,
        _ => Format::Text,
    }
}
