//! Text to blocks that begin where a worker's record begins, so that each can be parsed by itself.

use std::io::{self, Read};

use memchr::memmem;

use super::Limits;
use super::decode::{Lie, Text};

/// A stretch of the file's text, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The text. Only the first block and those after a break begin with anything but a worker's start tag.
    pub text: String,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// The column, in characters, at which it begins, from 1.
    pub column: u32,
}

impl Block {
    /// Line and column of a byte of the text, both from 1; columns count characters.
    pub fn place(&self, at: usize) -> (u32, u32) {
        Cursor::default().place(self, at)
    }
}

/// Finds places in a block, remembering the last one so that going forward is cheap.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cursor {
    at: usize,
    lines: u32,
    line_start: usize,
}

impl Cursor {
    /// Moves to a byte of the block; going back starts again from the beginning.
    pub fn advance(&mut self, block: &Block, at: usize) {
        if at < self.at {
            *self = Self::default();
        }
        let at = at.min(block.text.len());
        let passed = &block.text.as_bytes()[self.at..at];
        if let Some(last) = memchr::memrchr(b'\n', passed) {
            self.lines += count(memchr::memchr_iter(b'\n', passed).count());
            self.line_start = self.at + last + 1;
        }
        self.at = at;
    }

    /// Line and column of a byte of the block.
    pub fn place(mut self, block: &Block, at: usize) -> (u32, u32) {
        self.advance(block, at);
        let before = &block.text.as_bytes()[self.line_start..self.at];
        let column = count(characters(before)) + if self.lines == 0 { block.column } else { 1 };
        (block.line.saturating_add(self.lines), column)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How many characters begin in UTF-8 text.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| byte.cast_signed() >= -0x40).count()
}

/// Why no more of a file is taken.
#[derive(Debug, thiserror::Error)]
pub enum ReadProblem {
    /// The disk or pipe failed.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The file is larger than the limit.
    #[error("the file is larger than {0} bytes")]
    TooLarge(u64),
    /// No worker's record begins for a very long stretch.
    #[error("no worker's record begins for more than {0} bytes")]
    TooLong(usize),
}

/// The blocks of a file.
pub(super) struct Blocks<R> {
    pub(super) text: Text<R>,
    limits: Limits,
    size: usize,
    carry: Vec<u8>,
    at_end: bool,
    /// Bytes of text that were handed out.
    given: usize,
    line: u32,
    column: u32,
}

impl<R: Read> Blocks<R> {
    /// The blocks of about `size` bytes each.
    pub(super) fn new(reader: R, limits: Limits, size: usize) -> io::Result<Self> {
        let text = Text::new(reader)?;
        let carry = Vec::new();
        Ok(Self { text, limits, size, carry, at_end: false, given: 0, line: 1, column: 1 })
    }

    /// What a file is that is no XML at all, where its first bytes show it.
    pub(super) fn foreign(&self) -> Option<&'static str> {
        self.text.foreign()
    }

    /// The place of the first byte that was no UTF-8, once the block that holds it is known.
    pub(super) fn first_lie(&self, block: &Block) -> Option<(u32, u32)> {
        self.text.lies.iter().find_map(|lie| match lie {
            Lie::NotUtf8(at) => {
                let from = self.given - block.text.len();
                (from..self.given).contains(at).then(|| block.place(at - from))
            }
            Lie::Declared(..) => None,
        })
    }

    /// The next block, or none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Block>, ReadProblem> {
        let mut buffer = std::mem::take(&mut self.carry);
        let mut wanted = self.size;
        loop {
            // Text handed out and text in hand together say where a lie found while filling lies.
            if !self.at_end {
                let lies = self.text.lies.len();
                let before = buffer.len();
                self.at_end = self.text.fill(&mut buffer, wanted)?;
                let from = self.given;
                for lie in &mut self.text.lies[lies..] {
                    if let Lie::NotUtf8(at) = lie {
                        debug_assert!(*at >= before);
                        *at += from;
                    }
                }
            }
            if self.text.bytes > self.limits.bytes {
                return Err(ReadProblem::TooLarge(self.limits.bytes));
            }
            if self.at_end && buffer.len() <= self.size * 2 {
                break;
            }
            if let Some(cut) = last_start(&buffer, self.size / 2) {
                self.carry = buffer.split_off(cut);
                break;
            }
            if self.at_end {
                break;
            }
            if buffer.len() > self.limits.stretch {
                return Err(ReadProblem::TooLong(self.limits.stretch));
            }
            wanted = buffer.len().max(self.size);
        }
        if buffer.is_empty() {
            return Ok(None);
        }
        self.given += buffer.len();
        let text = String::from_utf8(buffer)
            .unwrap_or_else(|problem| String::from_utf8_lossy(problem.as_bytes()).into_owned());
        let block = Block { text, line: self.line, column: self.column };
        (self.line, self.column) = block.place(block.text.len());
        Ok(Some(block))
    }
}

/// Where the last worker's start tag at or after byte `from` begins, outside comments, CDATA and instructions.
fn last_start(text: &[u8], from: usize) -> Option<usize> {
    let mut end = text.len();
    let hidden = hidden(text);
    loop {
        let name = memmem::rfind(&text[..end], b"CSWWWorker")?;
        let open = memchr::memrchr(b'<', &text[..name])?;
        let whole = text
            .get(name + 10)
            .is_some_and(|after| matches!(after, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'));
        let prefix = &text[open + 1..name];
        let is_prefix = prefix.is_empty()
            || (prefix.ends_with(b":")
                && prefix.iter().all(|b| b.is_ascii_alphanumeric() || b"_-.:".contains(b)));
        if open <= from {
            return None;
        }
        if whole && is_prefix && !hidden.iter().any(|(from, to)| (*from..*to).contains(&open)) {
            return Some(open);
        }
        end = name;
    }
}

/// The comments, CDATA sections and processing instructions of a text; one that does not end reaches to the end.
fn hidden(text: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (bang, question) = (memmem::Finder::new(b"<!"), memmem::Finder::new(b"<?"));
    let mut next = [bang.find(text), question.find(text)];
    while let Some(start) = next.iter().flatten().min().copied() {
        let rest = &text[start..];
        let close: &[u8] = match () {
            () if rest.starts_with(b"<!--") => b"-->",
            () if rest.starts_with(b"<![CDATA[") => b"]]>",
            () if rest.starts_with(b"<?") => b"?>",
            () => b">",
        };
        // `<!-->` is no whole comment.
        let skip = if close == b"-->" { 4 } else { 2 };
        let length = rest.get(skip..).and_then(|rest| memmem::find(rest, close));
        let to = length.map_or(text.len(), |length| start + skip + length + close.len());
        found.push((start, to));
        let after = &text[to.min(text.len())..];
        next = [bang.find(after), question.find(after)].map(|at| at.map(|at| at + to));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn blocks(text: &str, size: usize) -> Vec<Block> {
        let mut blocks = Blocks::new(text.as_bytes(), Limits::default(), size).expect("memory can be read");
        std::iter::from_fn(|| blocks.next().expect("within the limits")).collect()
    }

    #[test]
    fn no_block_is_cut_inside_a_comment() {
        let text = "<M><CSWWWorker/><!-- <CSWWWorker/> <CSWWWorker/> --><CSWWWorker/></M>";
        for size in 1..40 {
            let blocks = blocks(text, size);
            assert_eq!(blocks.iter().map(|block| block.text.as_str()).collect::<String>(), text);
            assert!(blocks.iter().all(|block| !block.text.starts_with("<CSWWWorker/> ")), "{blocks:?}");
        }
    }

    proptest! {
        #[test]
        fn blocks_are_the_text_and_places_are_those_of_the_whole(
            parts in proptest::collection::vec(
                prop_oneof!["<CSWWWorker>", "<a>", "é\n", "\n", "<!--", "-->", "<CSWWWorkers>", "x"], 0..60
            ),
            size in 1usize..64,
        ) {
            let text = parts.concat();
            let blocks = blocks(&text, size);
            prop_assert_eq!(blocks.iter().map(|block| block.text.as_str()).collect::<String>(), text.clone());
            let whole = Block { text: text.clone(), line: 1, column: 1 };
            let mut from = 0;
            for block in &blocks {
                for (at, _) in block.text.char_indices() {
                    prop_assert_eq!(block.place(at), whole.place(from + at));
                }
                from += block.text.len();
            }
        }
    }
}
