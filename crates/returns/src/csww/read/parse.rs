//! A block of text to records: the one place that knows XML.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::csww::element::{Block as Part, Element};
use crate::csww::rules::{Rule, file};
use crate::csww::value::trimmed;
use crate::csww::write::is_allowed;

use super::{Block, Limits, Record, Slot, plain};

/// Something that the reader has to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// The rule that it breaks.
    pub rule: &'static Rule,
    /// Where, in bytes from the beginning of the block.
    pub at: usize,
    /// The element that has to change, as it is named in the file.
    pub item: Option<Cow<'static, str>>,
    /// The value that was found.
    pub value: Option<String>,
    /// What there is to say beyond the rule's own message.
    pub detail: Option<String>,
}

impl Issue {
    /// An issue with nothing but a place.
    pub(super) fn new(rule: &'static Rule, at: usize) -> Self {
        Self { rule, at, item: None, value: None, detail: None }
    }

    fn item(self, item: impl Into<Cow<'static, str>>) -> Self {
        Self { item: Some(item.into()), ..self }
    }

    fn value(self, value: &str) -> Self {
        Self { value: Some(value.to_owned()), ..self }
    }

    /// With words of its own.
    pub(super) fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

/// Takes what is read, in the order of the file.
pub trait Visitor {
    /// A whole header, totals or worker's record, with what the reader has to say about it.
    fn record(&mut self, block: &Block, record: Record<'_>);
    /// What the reader has to say outside any whole record.
    fn issue(&mut self, block: &Block, issue: Issue);
}

/// What stands open.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    /// The root, the wrapper around the workers, or an element that the census does not have directly under the root:
    /// records are looked for inside it.
    Outside,
    /// A part of the header.
    Header,
    /// A record.
    Record,
    /// An item of a record.
    Item(Element),
    /// An element directly inside a record that is no item of it: its text is kept with the record.
    Extra,
    /// An element that has no place here, with all that it holds.
    Other,
}

/// Where the reader stands between two events; what one block hands to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State {
    /// What is open, outermost first, with the name that the end tag must have.
    open: Vec<(Open, Cow<'static, str>)>,
    last: Option<Element>,
    pub(super) roots: u32,
    pub(super) headers: u32,
    pub(super) totals: u32,
    /// How many characters that XML forbids were placed.
    forbidden: usize,
    /// Reading cannot go on.
    pub(super) broken: bool,
}

impl State {
    /// The name of the innermost element that is open.
    pub(super) fn innermost(&self) -> Option<&str> {
        self.open.last().map(|(_, name)| name.as_ref())
    }
}

/// The text of an item as far as it was read.
enum Words<'t> {
    None,
    One(&'t str),
    Many(String),
}

struct Parser<'t, 'v, V> {
    plain: Plain,
    block: &'t Block,
    limits: &'v Limits,
    visitor: &'v mut V,
    state: State,
    record: Option<Record<'t>>,
    words: Words<'t>,
    /// Where the item that is open begins.
    item_at: usize,
    /// Where reading broke off.
    broken_at: Option<usize>,
}

/// Reads a block from where the reader stands; gives where it stands then.
pub(super) fn parse<V: Visitor>(block: &Block, state: State, limits: &Limits, visitor: &mut V) -> State {
    parse_with(plain::record, block, state, limits, visitor)
}

/// How a record that is written plainly is looked for: from a place of a text on.
type Plain = for<'t> fn(&'t str, usize, &Limits) -> Option<(Record<'t>, usize)>;

/// The same with a way of one's own of reading plainly written records.
pub(super) fn parse_with<V: Visitor>(
    plain: Plain,
    block: &Block,
    state: State,
    limits: &Limits,
    visitor: &mut V,
) -> State {
    let (record, words, item_at, broken_at) = (None, Words::None, 0, None);
    let mut parser = Parser { plain, block, limits, visitor, state, record, words, item_at, broken_at };
    parser.events();
    parser.control_characters();
    // The issues of a record that a break cut off; its items would look missing, so it is not checked.
    for issue in parser.record.take().into_iter().flat_map(|record| record.issues) {
        parser.visitor.issue(block, issue);
    }
    parser.state
}

/// How many characters that XML forbids are placed.
const FORBIDDEN_PLACED: usize = 20;

impl<'t, V: Visitor> Parser<'t, '_, V> {
    /// Characters that XML forbids, up to where reading broke off.
    fn control_characters(&mut self) {
        let text = self.block.text.as_bytes();
        let bytes = &text[..self.broken_at.unwrap_or(text.len()).min(text.len())];
        let forbidden = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
        // Hardly any file has one, and without leaving early many bytes are looked at together.
        if !bytes.iter().fold(false, |any, byte| any | forbidden(*byte)) {
            return;
        }
        let found = bytes.iter().enumerate().filter(|(_, byte)| forbidden(**byte));
        for (at, byte) in found.take(FORBIDDEN_PLACED - self.state.forbidden) {
            let detail = format!("the control character U+{byte:04X} may not stand in XML");
            self.visitor.issue(self.block, Issue::new(&file::F01, at).detail(detail));
            self.state.forbidden += 1;
        }
    }

    /// Reads the block: workers' records that are written plainly as such, and everything else as XML.
    fn events(&mut self) {
        let mut at = 0;
        loop {
            at = self.plain(at);
            let Some(next) = self.xml(at) else { break };
            at = next;
        }
    }

    /// Reads plainly written records from a place on; gives where the first that is not begins, or anything else.
    fn plain(&mut self, mut at: usize) -> usize {
        let depth = self.state.open.len();
        // Two levels deeper must be within the limit.
        while self.is_between_records() && depth + 2 <= self.limits.depth {
            let Some((record, end)) = (self.plain)(&self.block.text, at, self.limits) else { break };
            self.state.last = self.state.last.max(Some(Element::Worker));
            self.visitor.record(self.block, record);
            at = end;
        }
        at
    }

    fn is_between_records(&self) -> bool {
        matches!(self.state.open.last(), Some((Open::Outside, _))) && self.record.is_none()
    }

    /// Reads on from a place until a worker's record begins that may be written plainly; gives its place, or none when
    /// the block is done.
    fn xml(&mut self, from: usize) -> Option<usize> {
        let text = &self.block.text[from..];
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        // Ends are matched here, where what is open may come from an earlier block.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        while !self.state.broken {
            let place = |at: u64| usize::try_from(at).map_or(usize::MAX, |at| from.saturating_add(at));
            let at = place(reader.buffer_position());
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.start(&tag, at),
                Ok(Event::Empty(tag)) => {
                    self.start(&tag, at);
                    if !self.state.broken {
                        self.end(tag.name().0, at);
                    }
                }
                Ok(Event::End(tag)) => {
                    self.end(tag.name().0, at);
                    let next = place(reader.buffer_position());
                    if self.is_between_records() && plain::begins(&self.block.text, next) {
                        return (!self.state.broken).then_some(next);
                    }
                }
                Ok(Event::Text(text)) => self.text(text.into_inner(), at),
                Ok(Event::CData(text)) => self.words(text.into_inner(), at),
                Ok(Event::GeneralRef(reference)) => self.reference(&reference, at),
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(Event::Decl(_)) => {
                    if at > 0 || self.state.roots > 0 {
                        self.say(
                            Issue::new(&file::F01, at).detail("an XML declaration may only begin the file"),
                        );
                    }
                }
                Ok(Event::DocType(_)) => {
                    let detail = "the file has a document type declaration, which is never read or followed";
                    self.fail(Issue::new(&file::F13, at).detail(detail));
                }
                Ok(Event::Eof) => break,
                Err(problem) => {
                    let at = place(reader.error_position());
                    self.fail(Issue::new(&file::F01, at).detail(format!("not well-formed here: {problem}")));
                }
            }
        }
        None
    }

    /// Says something about the record that is open, or about none.
    fn say(&mut self, issue: Issue) {
        match &mut self.record {
            Some(record) => record.issues.push(issue),
            None => self.visitor.issue(self.block, issue),
        }
    }

    /// Says something and stops.
    fn fail(&mut self, issue: Issue) {
        self.broken_at = Some(issue.at);
        self.say(issue);
        self.state.broken = true;
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: usize) {
        // Blocks may be cut at such a place, which no tag may hold.
        if tag.contains('<') {
            return self
                .fail(Issue::new(&file::F01, at).detail("not well-formed here: a tag that does not end"));
        }
        let (local, prefix) = tag.name().decompose();
        let local = local.into_inner();
        if prefix.is_some() || !tag.attributes_raw().trim().is_empty() {
            let detail = format!("<{}>", shortened(tag.name().0, tag.attributes_raw()));
            self.say(Issue::new(&file::F15, at).item(local.to_owned()).detail(detail));
        }
        if self.state.open.len() >= self.limits.depth {
            let detail = format!("elements are nested more than {} deep", self.limits.depth);
            return self.fail(Issue::new(&file::F14, at).detail(detail));
        }
        let (element, exact) = match Element::named(local) {
            Some(element) => (Some(element), true),
            None => (Element::named_loosely(local), false),
        };
        let open = self.place(local, element, at);
        if self.state.broken {
            return;
        }
        if !exact && !self.inside_other() {
            let detail = match element {
                Some(element) => format!("<{local}> is written <{}>, and is read as that", element.name()),
                None => format!("<{local}> is no element of the census"),
            };
            self.say(Issue::new(&file::F04, at).item(local.to_owned()).detail(detail));
        }
        let name = match element {
            Some(element) if exact && prefix.is_none() => Cow::Borrowed(element.name()),
            _ => Cow::Owned(tag.name().0.to_owned()),
        };
        if let Open::Item(_) | Open::Extra = open {
            self.item_at = at;
            self.words = Words::None;
        }
        self.state.open.push((open, name));
    }

    fn inside_other(&self) -> bool {
        matches!(self.state.open.last(), Some((Open::Other | Open::Extra | Open::Item(_), _)))
    }

    /// What an element is in the place where it stands; opens records.
    fn place(&mut self, name: &str, element: Option<Element>, at: usize) -> Open {
        let Some((top, top_name)) = self.state.open.last() else {
            return self.root(name, element, at);
        };
        if element == Some(Element::Worker) && !matches!(top, Open::Outside) {
            let detail = format!("<CSWWWorker> begins inside <{top_name}>, which has not ended");
            self.fail(Issue::new(&file::F01, at).item("CSWWWorker").detail(detail));
            return Open::Other;
        }
        match (top, element) {
            (Open::Outside, Some(element)) => self.outside(element, at),
            // Whatever it is, records may be inside.
            (Open::Outside, None) => Open::Outside,
            (Open::Header, Some(Element::CollectionDetails | Element::Source)) => Open::Header,
            (Open::Header | Open::Record, Some(item)) if self.is_item(item) => {
                self.order(item, at);
                Open::Item(item)
            }
            (top @ (Open::Header | Open::Record | Open::Item(_)), Some(item)) => {
                let open = if matches!(top, Open::Item(_)) { Open::Other } else { Open::Extra };
                let detail = format!("<{}> has no place inside <{top_name}>", item.name());
                self.say(Issue::new(&file::F16, at).item(item.name()).detail(detail));
                open
            }
            (Open::Item(item), None) => {
                let detail = format!("<{name}> stands inside <{}>, which holds a value only", item.name());
                self.say(Issue::new(&file::F16, at).item(item.name()).detail(detail));
                Open::Other
            }
            (Open::Header | Open::Record, None) => Open::Extra,
            (Open::Extra | Open::Other, _) => Open::Other,
        }
    }

    fn is_item(&self, element: Element) -> bool {
        self.record.as_ref().is_some_and(|record| record.block == element.spec().block)
    }

    fn order(&mut self, item: Element, at: usize) {
        let Some(record) = &mut self.record else { return };
        match record.last {
            Some(last) if item < last => {
                let told = record.issues.iter().any(|issue| issue.rule == &file::F07);
                if !told {
                    let detail = format!("<{}> comes after <{}>", item.name(), last.name());
                    record.issues.push(Issue::new(&file::F07, at).item(item.name()).detail(detail));
                }
            }
            _ => record.last = Some(item),
        }
    }

    fn root(&mut self, name: &str, element: Option<Element>, at: usize) -> Open {
        self.state.roots += 1;
        if element != Some(Element::Message) {
            let detail = format!("the root is <{name}>, and that of a return is <Message>");
            self.fail(Issue::new(&file::F01, at).item(name.to_owned()).detail(detail));
        } else if self.state.roots > 1 {
            self.fail(Issue::new(&file::F01, at).item("Message").detail("the file has a second root"));
        }
        Open::Outside
    }

    /// Opens a record, or the wrapper around the workers.
    fn outside(&mut self, element: Element, at: usize) -> Open {
        let ordered = |element| match element {
            Element::Header => Some(Element::Header),
            Element::LaLevel | Element::LaLevelVacancies => Some(Element::LaLevel),
            Element::Worker => Some(Element::Worker),
            _ => None,
        };
        if let Some(now) = ordered(element) {
            if let Some(last) = self.state.last.filter(|last| now < *last) {
                let detail = format!("<{}> comes after <{}>", element.name(), last.name());
                self.say(Issue::new(&file::F07, at).item(element.name()).detail(detail));
            }
            self.state.last = self.state.last.max(Some(now));
        }
        match element {
            Element::Header => {
                self.state.headers += 1;
                if self.state.headers > 1 {
                    let detail = "a second header; the first is taken";
                    self.say(Issue::new(&file::F17, at).item("Header").detail(detail));
                }
                self.record = Some(Record::new(Part::Header, element, at));
                Open::Header
            }
            Element::LaLevel | Element::LaLevelVacancies => {
                self.state.totals += 1;
                if self.state.totals > 1 {
                    let detail = "a second block of totals; the first is taken";
                    self.say(Issue::new(&file::F02, at).item(element.name()).detail(detail));
                }
                self.record = Some(Record::new(Part::Totals, element, at));
                Open::Record
            }
            Element::Worker => {
                self.record = Some(Record::new(Part::Worker, element, at));
                Open::Record
            }
            Element::Workers => {
                let detail = "the wrapper <CSWWWorkers> is used";
                self.say(Issue::new(&file::F09, at).item("CSWWWorkers").detail(detail));
                Open::Outside
            }
            other => {
                let detail = format!("<{}> stands outside the block that it belongs to", other.name());
                self.say(Issue::new(&file::F16, at).item(other.name()).detail(detail));
                Open::Other
            }
        }
    }

    fn end(&mut self, name: &str, at: usize) {
        let Some((open, expected)) = self.state.open.pop() else {
            let detail = format!("</{name}> ends an element that was not begun");
            return self.fail(Issue::new(&file::F01, at).detail(detail));
        };
        if expected != name.trim_end() {
            let detail = format!("</{name}> stands where </{expected}> must");
            self.state.open.push((open, expected));
            return self.fail(Issue::new(&file::F01, at).detail(detail));
        }
        match open {
            Open::Item(item) => self.item_ends(item),
            Open::Extra => self.extra_ends(name),
            Open::Record => self.record_ends(),
            Open::Header if matches!(self.state.open.last(), Some((Open::Outside, _))) => self.record_ends(),
            Open::Header | Open::Outside | Open::Other => {}
        }
    }

    fn record_ends(&mut self) {
        if let Some(record) = self.record.take() {
            self.visitor.record(self.block, record);
        }
    }

    /// The value of the element that ends, with what there is to say about it.
    fn value_ends(&mut self, name: &str) -> Slot<'t> {
        let at = self.item_at;
        let whole = match std::mem::replace(&mut self.words, Words::None) {
            Words::None => Cow::Borrowed(""),
            Words::One(text) => Cow::Borrowed(text),
            Words::Many(text) => Cow::Owned(text),
        };
        let length = whole.len();
        let text = match whole {
            Cow::Borrowed(text) => Cow::Borrowed(trimmed(text)),
            Cow::Owned(text) => Cow::Owned(trimmed(&text).to_owned()),
        };
        if text.len() > self.limits.text {
            let detail =
                format!("the value is {} bytes long; at most {} are expected", text.len(), self.limits.text);
            self.say(Issue::new(&file::F14, at).item(name.to_owned()).detail(detail));
        }
        if text.is_empty() {
            return Slot::Empty { at };
        }
        if text.len() < length {
            self.say(Issue::new(&file::F10, at).item(name.to_owned()).value(&text));
        }
        Slot::Given { text, at }
    }

    /// An element that is no item of the record ends: what it says is kept.
    fn extra_ends(&mut self, name: &str) {
        let name = name.trim_end();
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local).to_owned();
        let slot = self.value_ends(&local);
        if let Some(record) = &mut self.record {
            record.extras.push((Cow::Owned(local), slot));
        }
    }

    fn item_ends(&mut self, item: Element) {
        let at = self.item_at;
        let slot = self.value_ends(item.name());
        let Some(record) = &mut self.record else { return };
        if item == Element::PerformanceReward {
            record
                .issues
                .push(Issue::new(&file::F09, at).item(item.name()).detail("<PerformanceReward> is used"));
        }
        if !record.take(item, slot) {
            let rule = if item.may_repeat() { &file::F05_REPEATABLE } else { &file::F05 };
            record.issues.push(Issue::new(rule, at).item(item.name()));
        }
    }

    fn text(&mut self, text: Cow<'t, str>, at: usize) {
        if let Some(ampersand) = memchr::memchr(b'&', text.as_bytes()) {
            let detail = "an & stands by itself; it is written &amp;";
            self.say(Issue::new(&file::F01, at + ampersand).detail(detail));
        }
        self.words(text, at);
    }

    fn words(&mut self, text: Cow<'t, str>, at: usize) {
        match self.state.open.last() {
            Some((Open::Item(_) | Open::Extra, _)) => {
                self.words = match (std::mem::replace(&mut self.words, Words::None), text) {
                    (Words::None, Cow::Borrowed(text)) => Words::One(text),
                    (Words::None, Cow::Owned(text)) => Words::Many(text),
                    (Words::One(before), text) => Words::Many(format!("{before}{text}")),
                    (Words::Many(before), text) => Words::Many(before + &text),
                }
            }
            Some((Open::Other, _)) => {}
            Some(_) | None => self.stray(&text, at),
        }
    }

    fn stray(&mut self, text: &str, at: usize) {
        let shown = trimmed(text.trim_start_matches('\u{feff}'));
        if shown.is_empty() {
            return;
        }
        let at = at + text.find(shown).unwrap_or(0);
        if self.state.open.is_empty() {
            let detail = if self.state.roots == 0 {
                "the file does not begin as XML does"
            } else {
                "text after the end"
            };
            return self.fail(Issue::new(&file::F01, at).value(&shortened(shown, "")).detail(detail));
        }
        let detail = "text stands between the elements";
        self.say(Issue::new(&file::F16, at).value(&shortened(shown, "")).detail(detail));
    }

    fn reference(&mut self, reference: &BytesRef<'t>, at: usize) {
        let name: &str = reference;
        let text = match name {
            "amp" => Some("&".to_owned()),
            "lt" => Some("<".to_owned()),
            "gt" => Some(">".to_owned()),
            "quot" => Some("\"".to_owned()),
            "apos" => Some("'".to_owned()),
            _ => reference.resolve_char_ref().ok().flatten().filter(|c| is_allowed(*c)).map(String::from),
        };
        match text {
            Some(text) => self.words(Cow::Owned(text), at),
            None => {
                let detail = if reference.is_char_ref() {
                    format!("&{name}; stands for no character that XML allows; it is left out")
                } else {
                    format!("&{name}; is an entity that the file may not use; it is left out")
                };
                self.say(Issue::new(&file::F13, at).detail(detail));
            }
        }
    }
}

/// The beginning of two texts put together, for a message.
fn shortened(text: &str, more: &str) -> String {
    const LONGEST: usize = 80;
    let mut short: String = text.chars().chain(more.chars()).take(LONGEST).collect();
    if text.len() + more.len() > short.len() {
        short.push('…');
    }
    short
}
