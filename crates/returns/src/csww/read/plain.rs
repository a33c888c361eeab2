//! Workers' records as nearly every file has them: start tag, items in order with a plain value each, end tag. Such a record
//! is read by looking for the next `<`, several times as fast as any XML parser can, since that must be ready for anything.
//!
//! A record with anything else in it (an attribute, a reference, a comment, white space around a value, an unknown, repeated
//! or misplaced element) is none of ours, and is left to `parse`, which says what there is to say about it. What is read
//! here must be what `parse` would read: a property test of `stream` holds the two against each other.

use std::borrow::Cow;

use crate::csww::element::{Block as Part, Element};
use crate::csww::value::trimmed;

use super::{Limits, Record, Slot};

const START: &[u8] = b"<CSWWWorker>";
const END: &[u8] = b"</CSWWWorker>";

fn after_space(text: &[u8], at: usize) -> usize {
    let space = text[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r'));
    at + space.count()
}

/// Whether a worker's start tag comes next, white space aside.
pub(super) fn begins(text: &str, at: usize) -> bool {
    let text = text.as_bytes();
    text[after_space(text, at.min(text.len()))..].starts_with(START)
}

/// The plainly written record that comes next, white space aside, and where it ends.
pub(super) fn record<'t>(text: &'t str, at: usize, limits: &Limits) -> Option<(Record<'t>, usize)> {
    let bytes = text.as_bytes();
    let start = after_space(bytes, at);
    if !bytes[start..].starts_with(START) {
        return None;
    }
    let mut record = Record::new(Part::Worker, Element::Worker, start);
    let mut items = Element::of(Part::Worker).iter().copied();
    let mut at = start + START.len();
    loop {
        let open = after_space(bytes, at);
        let tag = bytes[open..].strip_prefix(b"<")?;
        if tag.starts_with(&END[1..]) {
            return Some((record, open + END.len()));
        }
        // Items only come in their order, so the next one is among those that are left.
        let item = items.find(|item| begins_with_name(tag, item.name()))?;
        let name = item.name().len();
        let from = open + 1 + name + 1;
        let to = from + memchr::memchr(b'<', &bytes[from..])?;
        let end = bytes[to..].strip_prefix(b"</")?;
        if !begins_with_name(end, item.name()) {
            return None;
        }
        let value = &text[from..to];
        let kept = trimmed(value);
        let is_padded = kept.len() < value.len() && !kept.is_empty();
        if is_padded || kept.len() > limits.text || memchr::memchr(b'&', kept.as_bytes()).is_some() {
            return None;
        }
        let slot = match kept {
            "" => Slot::Empty { at: open },
            text => Slot::Given { text: Cow::Borrowed(text), at: open },
        };
        record.take(item, slot);
        record.last = Some(item);
        at = to + 2 + name + 1;
    }
}

/// Whether what follows `<` or `</` is this name and `>`.
fn begins_with_name(tag: &[u8], name: &str) -> bool {
    tag.get(name.len()) == Some(&b'>') && tag.starts_with(name.as_bytes())
}
