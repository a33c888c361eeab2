//! Reading a return: bytes to text, text to blocks, blocks to records.
//!
//! Returns are flat and may be large, so a file is read as a stream of blocks that are cut where a worker's record begins
//! ([`blocks`]). Blocks after the first are parsed on all cores at once, each on the guess that nothing but the root is
//! open where it begins; a block whose guess proves wrong is parsed again from what was really open, so that the outcome
//! is that of reading from beginning to end ([`stream`]). What was read goes to a [`Visitor`]: nothing keeps the file.

#[cfg(test)]
mod awkward;
pub mod blocks;
mod decode;
mod parse;
mod plain;
pub mod record;
pub mod stream;

pub use blocks::Block;
pub use decode::Encoding;
pub use parse::{Issue, Visitor};
pub use record::{Record, Slot};
pub use stream::{Outcome, read, read_head};

/// How much of a file is taken. Beyond a limit reading stops with a finding; what came before is still checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub bytes: u64,
    /// How deep elements may be nested.
    pub depth: usize,
    /// The longest value, in bytes.
    pub text: usize,
    /// The longest stretch without the beginning of a worker's record, in bytes.
    pub stretch: usize,
    /// How many findings are listed; the rest are counted.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 4 << 30, depth: 32, text: 10_000, stretch: 64 << 20, findings: 1_000_000 }
    }
}
