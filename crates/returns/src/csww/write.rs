//! A return to XML: in the order of the specification, with the names of the year, and nothing else.

use std::borrow::Cow;
use std::io::{self, Write};

use super::document::{HEADER_GROUPS, Part, Return, Value};
use super::element::{Block, Element};
use super::year::CensusYear;

/// Writes a return part by part, so that a large one need not be kept. Many small pieces are written: give it a buffer.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    year: CensusYear,
}

impl<W: Write> Writer<W> {
    /// Begins a file for a census year.
    pub fn new(mut out: W, year: CensusYear) -> io::Result<Self> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n")?;
        Ok(Self { out, year })
    }

    /// Writes a header, a block of totals or a worker's record. Parts are written in the order in which they come: the
    /// specification has the header first, the totals second.
    pub fn part(&mut self, part: &Part) -> io::Result<()> {
        let mut part = Cow::Borrowed(part);
        if part.block() == Block::Totals || part.extras.len() > 1 {
            part.to_mut().normal(self.year);
        }
        let name = part.element.name();
        writeln!(self.out, "  <{name}>")?;
        if part.block() == Block::Header {
            for (group, from, to) in HEADER_GROUPS {
                writeln!(self.out, "    <{group}>")?;
                self.items(&part, "      ", |item| (from..=to).contains(&item))?;
                writeln!(self.out, "    </{group}>")?;
            }
        } else {
            self.items(&part, "    ", |_| true)?;
        }
        for (name, value) in part.extras.iter().filter(|(name, _)| part.repeats(name).is_none()) {
            self.item("    ", name, value)?;
        }
        writeln!(self.out, "  </{name}>")
    }

    /// Items with those that repeat them.
    fn items(&mut self, part: &Part, indent: &str, wanted: impl Fn(Element) -> bool) -> io::Result<()> {
        if part.extras.is_empty() {
            for (item, value) in part.items().filter(|(item, _)| wanted(*item)) {
                self.item(indent, item.name(), value)?;
            }
            return Ok(());
        }
        for item in Element::of(part.block()).iter().copied().filter(|item| wanted(*item)) {
            let again = part.extras.iter().filter(|(name, _)| name == item.name()).map(|(_, value)| value);
            for value in part.get(item).into_iter().chain(again) {
                self.item(indent, item.name(), value)?;
            }
        }
        Ok(())
    }

    fn item(&mut self, indent: &str, name: &str, value: &Value) -> io::Result<()> {
        let text = escaped(value.text().unwrap_or_default());
        writeln!(self.out, "{indent}<{name}>{text}</{name}>")
    }

    /// Ends the file.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"</Message>\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Writes a whole return for a census year.
pub fn write<W: Write>(content: &Return, year: CensusYear, out: W) -> io::Result<()> {
    let mut writer = Writer::new(io::BufWriter::new(out), year)?;
    for part in content.headers.iter().chain(&content.totals).chain(&content.workers) {
        writer.part(part)?;
    }
    writer.finish().map(drop)
}

/// The name of a return's file: with the number of the council, as the department asks, where the header has one.
pub fn file_name(content: &Return, year: CensusYear) -> String {
    let number = content.header().and_then(|header| header.text(Element::Lea));
    let number = number.filter(|number| number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit()));
    format!("csww_{}_{year}.xml", number.unwrap_or("000"))
}

/// A value as text of XML: the five characters as entities, a carriage return by number, for readers make another
/// character of it, and what XML forbids as the replacement character.
pub fn escaped(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '\'' | '"' | '\r') || !is_allowed(c);
    let Some(first) = text.find(special) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("&apos;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            c if is_allowed(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    Cow::Owned(out)
}

/// Whether XML 1.0 allows the character.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::csww::read::Limits;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Empty),
            "[ -~]{0,12}".prop_map(|text| Value::new(&text)),
            any::<String>().prop_map(|text| Value::new(&text.replace(|c| !is_allowed(c), "?")))
        ]
    }

    fn part(element: Element) -> impl Strategy<Value = Part> {
        let items: Vec<Element> = Element::of(Part::new(element).block()).to_vec();
        let names: Vec<&str> =
            items.iter().map(|item| item.name()).chain(["Pay", "Größe", "Team", "Message"]).collect();
        let items = proptest::collection::vec((proptest::sample::select(items), value()), 0..30);
        let extras = proptest::collection::vec((proptest::sample::select(names), value()), 0..4);
        (items, extras).prop_map(move |(items, extras)| {
            let mut part = Part::new(element);
            for (item, value) in items {
                part.set(item, Some(value));
            }
            for (name, value) in extras {
                // What repeats nothing is the item itself.
                match part.repeats(name) {
                    Some(item) if part.get(item).is_none() => part.set(item, Some(value)),
                    _ => part.extras.push((name.into(), value)),
                }
            }
            part
        })
    }

    pub(in crate::csww) fn any_return() -> impl Strategy<Value = Return> {
        (
            proptest::collection::vec(part(Element::Header), 0..3),
            proptest::collection::vec(part(Element::LaLevel), 0..3),
            proptest::collection::vec(part(Element::Worker), 0..6),
        )
            .prop_map(|(headers, totals, workers)| Return { headers, totals, workers })
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(content in any_return(), year in 2021i16..=2026) {
            let year = CensusYear::new(year).expect("a census year");
            let mut out = Vec::new();
            write(&content, year, &mut out).expect("memory can be written");
            let read = Return::read(out.as_slice(), &Limits::default()).expect("memory can be read");
            prop_assert!(!read.outcome.broken, "{}", String::from_utf8_lossy(&out));
            // Both spellings in a year's totals stay apart only while both are there.
            prop_assert_eq!(read.content, content.normal(year));
            let order = read.said.iter().filter(|said| said.issue.rule.id == "CW-F07");
            prop_assert_eq!(order.count(), 0);
        }
    }

    #[test]
    fn what_xml_forbids_is_replaced_and_the_rest_is_escaped() {
        assert_eq!(
            escaped("O'Neill & <Co> \"x\"\r\u{1}"),
            "O&apos;Neill &amp; &lt;Co&gt; &quot;x&quot;&#13;\u{fffd}"
        );
        assert_eq!(escaped("plain"), "plain");
    }

    #[test]
    fn the_name_of_the_file_has_the_council_s_number() {
        let year = CensusYear::new(2025).expect("a census year");
        let mut header = Part::new(Element::Header);
        assert_eq!(file_name(&Return::default(), year), "csww_000_2025.xml");
        header.put(Element::Lea, "301");
        let content = Return { headers: vec![header], ..Return::default() };
        assert_eq!(file_name(&content, year), "csww_301_2025.xml");
    }
}
