//! The hash chain: the exact bytes behind every digest in a store.
//!
//! Every digest is SHA-256. A *part* is written as its length in bytes (an unsigned 64-bit integer, most significant
//! byte first) followed by the bytes; a *number* is an unsigned 64-bit integer, most significant byte first. Text is
//! UTF-8. Each digest begins with a part that names its purpose and version, so that no digest can pass for another.
//!
//! | digest | bytes |
//! | --- | --- |
//! | start of a council's chain | part `mainstay council v1`, part code, part name |
//! | content of an entry | part `mainstay content v1`, part salt, part body |
//! | entry | part `mainstay entry v1`, part kind, part key, part tag, part content digest |
//! | change | part `mainstay change v1`, part previous digest (of the change before, or the start), part council, number of the change, part at, part by, part reason, part source, number of blobs, then for each blob part digest, part name, part media type; number of entries, then for each entry, in order, its 32-byte entry digest |
//! | blob | the file's bytes and nothing else, so that any SHA-256 tool gives the same |
//!
//! A store keeps the content digest of each entry, and computes the entry digest again when it needs it: so that the
//! record and tag of a blanked entry can still be proved.
//!
//! The tag is `body`, `withdrawn`, `erased` (a tombstone) or `redacted` (a body that took the place of erased ones). A
//! withdrawn entry's body is empty. The salt is 16 random bytes for `body` and `redacted` entries and empty for the
//! others. It is erased together with the body: without it, a digest left behind could be used to test guesses at a
//! name.
//!
//! This module computes; it does not read or write a store.

use std::fmt;

use sha2::{Digest as _, Sha256};
use workforce::change::{ChangeNumber, Note};

/// A SHA-256 digest, shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of a file's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut out = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (byte, at) in out.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
        }
        Some(Self(out))
    }

    pub(crate) fn from_stored(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The start of a council's chain.
pub(crate) fn start(code: &str, name: &str) -> Digest {
    Tape::new("mainstay council v1").part(code.as_bytes()).part(name.as_bytes()).seal()
}

/// The digest of what an entry says; what is not there is empty.
pub(crate) fn content(salt: &[u8], body: &str) -> Digest {
    Tape::new("mainstay content v1").part(salt).part(body.as_bytes()).seal()
}

/// An entry's digest.
pub(crate) fn entry(kind: &str, key: &str, tag: &str, content: Digest) -> Digest {
    Tape::new("mainstay entry v1")
        .part(kind.as_bytes())
        .part(key.as_bytes())
        .part(tag.as_bytes())
        .part(&content.0)
        .seal()
}

/// A blob as a change names it.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) digest: Digest,
    pub(crate) name: String,
    pub(crate) media_type: String,
}

/// A change's digest in the making: everything but its entries, which are then added in order.
pub(crate) struct ChangeDigest(Tape);

impl ChangeDigest {
    pub(crate) fn new(
        previous: Digest,
        council: &str,
        number: ChangeNumber,
        note: &Note,
        blobs: &[Named],
        entries: u64,
    ) -> Self {
        let mut tape =
            Tape::new("mainstay change v1").part(&previous.0).part(council.as_bytes()).number(number.0);
        for text in [&note.at, &note.by, &note.reason, &note.source] {
            tape = tape.part(text.as_bytes());
        }
        tape = tape.number(blobs.len() as u64);
        for blob in blobs {
            tape = tape.part(&blob.digest.0).part(blob.name.as_bytes()).part(blob.media_type.as_bytes());
        }
        Self(tape.number(entries))
    }

    pub(crate) fn add(&mut self, entry: Digest) {
        self.0.0.update(entry.0);
    }

    pub(crate) fn seal(self) -> Digest {
        self.0.seal()
    }
}

/// Writes parts and numbers into a digest.
struct Tape(Sha256);

impl Tape {
    fn new(purpose: &str) -> Self {
        Self(Sha256::new()).part(purpose.as_bytes())
    }

    fn part(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn number(mut self, number: u64) -> Self {
        self.0.update(number.to_be_bytes());
        self
    }

    fn seal(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// Salts for one change's entries, from one draw of the operating system's randomness that is then forgotten.
pub(crate) struct Salts {
    seed: [u8; 32],
    next: u64,
}

impl Salts {
    /// Draws the seed; the error is the operating system's.
    pub(crate) fn draw() -> Result<Self, getrandom::Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self { seed, next: 0 })
    }

    /// The next salt.
    pub(crate) fn salt(&mut self) -> [u8; 16] {
        self.next += 1;
        let wide = Tape::new("mainstay salt v1").part(&self.seed).number(self.next).seal();
        let mut salt = [0; 16];
        salt.copy_from_slice(&wide.0[..16]);
        salt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(parts: &[&[u8]]) -> Vec<u8> {
        parts.iter().flat_map(|part| [&(part.len() as u64).to_be_bytes(), *part].concat()).collect()
    }

    #[test]
    fn a_digest_is_over_exactly_the_documented_bytes() {
        let said = content(b"0123456789abcdef", "{}");
        assert_eq!(said, Digest::of(&parts(&[b"mainstay content v1", b"0123456789abcdef", b"{}"])));
        let whole = parts(&[b"mainstay entry v1", b"post", b"P1", b"body", &said.0]);
        assert_eq!(entry("post", "P1", "body", said), Digest::of(&whole));
        assert_eq!(start("884", "H"), Digest::of(&parts(&[b"mainstay council v1", b"884", b"H"])));
    }

    #[test]
    fn a_change_is_over_exactly_the_documented_bytes() {
        let (zero, file, said) = (Digest([0; 32]), Digest([7; 32]), Digest([9; 32]));
        let note = Note { at: "at".into(), by: "by".into(), reason: "why".into(), source: "from".into() };
        let named = [Named { digest: file, name: "a.csv".into(), media_type: "text/csv".into() }];
        let mut change = ChangeDigest::new(zero, "884", ChangeNumber(3), &note, &named, 1);
        change.add(said);
        let bytes = [
            parts(&[b"mainstay change v1", &zero.0, b"884"]),
            3_u64.to_be_bytes().to_vec(),
            parts(&[b"at", b"by", b"why", b"from"]),
            1_u64.to_be_bytes().to_vec(),
            parts(&[&file.0, b"a.csv", b"text/csv"]),
            1_u64.to_be_bytes().to_vec(),
            said.0.to_vec(),
        ];
        assert_eq!(change.seal(), Digest::of(&bytes.concat()));
    }

    #[test]
    fn moving_a_boundary_between_parts_changes_the_digest() {
        let said = Digest([1; 32]);
        assert_ne!(entry("ab", "c", "body", said), entry("a", "bc", "body", said));
    }

    #[test]
    fn digests_read_back() {
        let digest = Digest::of(b"abc");
        assert_eq!(digest.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        assert_eq!(Digest::parse("é"), None);
        assert_eq!(Digest::parse(&"zz".repeat(32)), None);
    }

    #[test]
    fn salts_differ() {
        let mut salts = Salts::draw().expect("randomness");
        assert_ne!(salts.salt(), salts.salt());
        assert_ne!(Salts::draw().expect("randomness").salt(), Salts::draw().expect("randomness").salt());
    }
}
