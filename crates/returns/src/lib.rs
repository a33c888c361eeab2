//! Statutory returns: read, checked, built and compared. Each return is a module; the children's social work workforce
//! census is [`csww`].
//!
//! A return that was read is what its file says, kept apart from the record: an item may be missing, empty, repeated or
//! unknown, and stays so. Nothing here opens a file, reads a clock or fetches anything: bytes come from the caller.

pub mod csww;
