//! A paper as text with its blocks: headings, paragraphs, list items and tables, each a range of bytes of the text.
//!
//! It holds what was read and judges nothing.

use std::ops::Range;

/// Where something stands: bytes of the document's text.
pub type Span = Range<usize>;

/// What kind of file a paper was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text, also that of a PDF.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// A Word document.
    Docx,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A heading, so marked.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A table: rows of cells.
    Table(Vec<Vec<Span>>),
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub matter: Matter,
    /// Where it stands.
    pub span: Span,
}

/// A link with its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where its words stand.
    pub span: Span,
    /// Where it leads.
    pub target: String,
}

/// A paper that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The name that people know it by.
    pub name: String,
    /// What kind of file it was.
    pub format: Format,
    /// Its text. For plain text and Markdown, that of the file; for HTML and DOCX, what was drawn from it.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Its links, in order.
    pub links: Vec<Link>,
}

impl Document {
    /// The words of a span.
    #[must_use]
    pub fn at(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }
}

/// Makes a document piece by piece; the text grows with it.
#[derive(Debug)]
pub(crate) struct Builder {
    document: Document,
    rows: Vec<Vec<Span>>,
    row: Vec<Span>,
    table_start: usize,
}

impl Builder {
    pub(crate) fn new(name: &str, format: Format) -> Self {
        let document = Document {
            name: name.to_owned(),
            format,
            text: String::new(),
            blocks: Vec::new(),
            links: Vec::new(),
        };
        Self { document, rows: Vec::new(), row: Vec::new(), table_start: 0 }
    }

    /// How long the text is so far.
    pub(crate) fn len(&self) -> usize {
        self.document.text.len()
    }

    /// Adds a block of words, with its links (places within the words). Blank ones are left out.
    pub(crate) fn words(&mut self, matter: Matter, words: &str, links: Vec<(Span, String)>) {
        let trimmed = words.trim();
        if trimmed.is_empty() {
            return;
        }
        let lead = words.len() - words.trim_start().len();
        let start = self.len();
        self.document.text.push_str(trimmed);
        let end = self.len();
        self.document.text.push_str("\n\n");
        self.document.blocks.push(Block { matter, span: start..end });
        for (span, target) in links {
            let place = |at: usize| (start + at.saturating_sub(lead)).min(end);
            self.document.links.push(Link { span: place(span.start)..place(span.end), target });
        }
    }

    /// Adds a cell to the row that is being made.
    pub(crate) fn cell(&mut self, words: &str) {
        if self.rows.is_empty() && self.row.is_empty() {
            self.table_start = self.len();
        }
        let words: Vec<&str> = words.split_whitespace().collect();
        let start = self.len();
        self.document.text.push_str(&words.join(" "));
        let end = self.len();
        self.document.text.push('\t');
        self.row.push(start..end);
    }

    /// Ends the row.
    pub(crate) fn end_row(&mut self) {
        if !self.row.is_empty() {
            self.document.text.pop();
            self.document.text.push('\n');
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    /// Ends the table.
    pub(crate) fn end_table(&mut self) {
        self.end_row();
        let rows = std::mem::take(&mut self.rows);
        if !rows.is_empty() {
            let span = self.table_start..self.len();
            self.document.text.push('\n');
            self.document.blocks.push(Block { matter: Matter::Table(rows), span });
        }
    }

    pub(crate) fn finish(mut self) -> Document {
        self.end_table();
        self.document
    }
}
