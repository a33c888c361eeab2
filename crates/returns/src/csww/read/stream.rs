//! A whole file through one visitor for each block, on all cores, in the order of the file.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::num::NonZero;
use std::sync::{Mutex, mpsc};
use std::thread;

use crate::csww::rules::file;

use super::blocks::{Blocks, ReadProblem};
use super::decode::{Encoding, Lie};
use super::parse::{Issue, State, Visitor, parse};
use super::{Block, Limits};

/// About how much text one block has, in bytes.
const BLOCK: usize = 1 << 20;

/// What a file was as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The file broke off, or is no return: nothing after the break was read.
    pub broken: bool,
    /// How many headers there were.
    pub headers: u32,
    /// How many blocks of totals there were.
    pub totals: u32,
    /// Where reading ended: line and column.
    pub end: (u32, u32),
}

/// Reads a file. Each block goes to a visitor that `new` makes; `take` gets the visitors in the order of the file and may
/// ask for an early stop by giving false. What is wrong with the file as a whole comes in a visitor of its own, at the
/// end. Only a disk or pipe that fails is an error.
pub fn read<R: Read, V: Visitor + Send>(
    reader: R,
    limits: &Limits,
    new: impl Fn() -> V + Sync,
    take: impl FnMut(V) -> bool,
) -> io::Result<Outcome> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    read_in_blocks(reader, limits, (BLOCK, cores), new, take)
}

/// The same for whoever looks for something near the beginning: in small blocks, of which few are read.
pub fn read_head<R: Read, V: Visitor + Send>(
    reader: R,
    limits: &Limits,
    new: impl Fn() -> V + Sync,
    take: impl FnMut(V) -> bool,
) -> io::Result<Outcome> {
    read_in_blocks(reader, limits, (BLOCK / 64, 1), new, take)
}

/// The same with blocks of a size of one's own on so many cores.
pub(super) fn read_in_blocks<R: Read, V: Visitor + Send>(
    reader: R,
    limits: &Limits,
    (size, cores): (usize, usize),
    new: impl Fn() -> V + Sync,
    take: impl FnMut(V) -> bool,
) -> io::Result<Outcome> {
    let parser = |block: &Block, state: State| {
        let mut visitor = new();
        let state = parse(block, state, limits, &mut visitor);
        (visitor, state)
    };
    let mut source = Source { blocks: Blocks::new(reader, *limits, size)?, problem: None, lie: None };
    let mut merge = Merge { state: State::default(), last: None, going: true, take };
    if let Some(what) = source.blocks.foreign() {
        merge.state.broken = true;
        merge.whole_file(&new, vec![((1, 1), Issue::new(&file::F01, 0).detail(what))]);
        return Ok(merge.outcome());
    }
    if let Some(block) = source.next() {
        let (visitor, state) = parser(&block, State::default());
        merge.add(block, visitor, state);
    }
    if merge.going {
        crew(&mut source, cores, &parser, &mut merge);
    }
    let issues = source.issues(&mut merge)?;
    merge.whole_file(&new, issues);
    Ok(merge.outcome())
}

/// What has been read so far, in the order of the file.
struct Merge<T> {
    state: State,
    /// The last block that was taken.
    last: Option<Block>,
    going: bool,
    take: T,
}

impl<T> Merge<T> {
    fn add<V>(&mut self, block: Block, visitor: V, state: State)
    where
        T: FnMut(V) -> bool,
    {
        self.state = state;
        self.last = Some(block);
        self.going = (self.take)(visitor) && !self.state.broken;
    }

    fn whole_file<V: Visitor>(&mut self, new: impl Fn() -> V, issues: Vec<((u32, u32), Issue)>)
    where
        T: FnMut(V) -> bool,
    {
        let mut visitor = new();
        for ((line, column), issue) in issues {
            visitor.issue(&Block { text: String::new(), line, column }, issue);
        }
        (self.take)(visitor);
    }

    /// Where reading stands.
    fn end(&self) -> (u32, u32) {
        self.last.as_ref().map_or((1, 1), |block| block.place(block.text.len()))
    }

    fn outcome(self) -> Outcome {
        let end = self.end();
        let State { broken, headers, totals, .. } = self.state;
        Outcome { broken, headers, totals, end }
    }
}

/// The blocks, with what went wrong in getting them.
struct Source<R> {
    blocks: Blocks<R>,
    problem: Option<ReadProblem>,
    lie: Option<(u32, u32)>,
}

impl<R: Read> Source<R> {
    fn next(&mut self) -> Option<Block> {
        if self.problem.is_some() {
            return None;
        }
        let block = self.blocks.next().unwrap_or_else(|problem| {
            self.problem = Some(problem);
            None
        })?;
        if self.lie.is_none() {
            self.lie = self.blocks.first_lie(&block);
        }
        Some(block)
    }

    /// What is wrong with the file as a whole, with the place.
    fn issues<T>(self, merge: &mut Merge<T>) -> io::Result<Vec<((u32, u32), Issue)>> {
        let mut issues = Vec::new();
        let text = &self.blocks.text;
        for lie in &text.lies {
            let (place, detail) = match lie {
                Lie::Declared(declared, found) => {
                    ((1, 1), format!("the file says that it is {declared}, and it is {found}"))
                }
                Lie::NotUtf8(_) => {
                    let said = text.declared.as_deref().unwrap_or("nothing, which means UTF-8");
                    let detail = format!(
                        "here are bytes that are no UTF-8, read as Windows-1252; the declaration of the encoding says {said}"
                    );
                    (self.lie.unwrap_or((1, 1)), detail)
                }
            };
            issues.push((place, Issue::new(&file::F11, 0).detail(detail)));
        }
        if text.encoding != Encoding::Utf8 {
            let name = if text.encoding == Encoding::Utf16 { "UTF-16" } else { "Latin-1" };
            issues.push(((1, 1), Issue::new(&file::F12, 0).detail(format!("the file is in {name}"))));
        }
        match self.problem {
            Some(ReadProblem::Io(problem)) => return Err(problem),
            Some(problem) => {
                merge.state.broken = true;
                issues.push((merge.end(), Issue::new(&file::F14, 0).detail(problem.to_string())));
            }
            None => {}
        }
        if merge.going {
            let missing = match (merge.state.roots, merge.state.innermost()) {
                (0, _) => Some("the file is empty".to_owned()),
                (_, Some(open)) => Some(format!("the file ends before </{open}>")),
                (_, None) => None,
            };
            if let Some(detail) = missing {
                merge.state.broken = true;
                issues.push((merge.end(), Issue::new(&file::F01, 0).detail(detail)));
            }
        }
        Ok(issues)
    }
}

/// Parses the blocks that are left on all cores, each on the guess that as much is open where it begins as after the
/// first block.
fn crew<R: Read, V: Visitor + Send, T: FnMut(V) -> bool>(
    source: &mut Source<R>,
    cores: usize,
    parser: &(impl Fn(&Block, State) -> (V, State) + Sync),
    merge: &mut Merge<T>,
) {
    let Some(second) = source.next() else { return };
    let guess = merge.state.clone();
    let (work, queue) = mpsc::channel::<(usize, Block)>();
    let (done, results) = mpsc::channel();
    let (queue, guess) = (&Mutex::new(queue), &guess);
    thread::scope(|scope| {
        for _ in 0..cores {
            let done = done.clone();
            scope.spawn(move || {
                loop {
                    let next = queue.lock().map(|queue| queue.recv());
                    let Ok(Ok((number, block))) = next else { break };
                    let (visitor, state) = parser(&block, guess.clone());
                    if done.send((number, (block, visitor, state))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let mut waiting = BTreeMap::new();
        let (mut sent, mut merged) = (0, 0);
        let mut next = Some(second);
        while merge.going {
            // A few blocks ahead keep every core busy and memory small.
            while let Some(block) = next.take_if(|_| sent - merged < cores * 3) {
                if work.send((sent, block)).is_err() {
                    break;
                }
                sent += 1;
                next = source.next();
            }
            if merged == sent {
                break;
            }
            let Ok((number, result)) = results.recv() else { break };
            waiting.insert(number, result);
            while let Some((block, visitor, state)) = waiting.remove(&merged).filter(|_| merge.going) {
                merged += 1;
                let (visitor, state) = if *guess == merge.state {
                    (visitor, state)
                } else {
                    parser(&block, merge.state.clone())
                };
                merge.add(block, visitor, state);
            }
        }
        drop(work);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csww::read::Record;
    use crate::csww::read::parse::parse_with;
    use crate::csww::sample::{Plan, sample};
    use proptest::prelude::*;

    /// What is read, in words, with places in the whole file.
    #[derive(Default)]
    struct Heard(Vec<String>);

    impl Heard {
        fn hear(&mut self, block: &Block, issue: &Issue) {
            // How a break is worded depends on how much text follows it; where it is does not.
            let detail = if issue.rule == &file::F01 { None } else { issue.detail.as_deref() };
            let place = block.place(issue.at);
            self.0.push(format!("{} {place:?} {:?} {:?} {detail:?}", issue.rule.id, issue.item, issue.value));
        }
    }

    impl Visitor for Heard {
        fn record(&mut self, block: &Block, record: Record<'_>) {
            record.issues.iter().for_each(|issue| self.hear(block, issue));
            let said = |(name, slot): (&str, &crate::csww::read::Slot<'_>)| {
                format!("{name} {:?} {:?}", slot.text(), slot.at().map(|at| block.place(at)))
            };
            let items: Vec<String> = record
                .given()
                .map(|(item, slot)| (item.name(), slot))
                .chain(record.extras.iter().map(|(name, slot)| (name.as_ref(), slot)))
                .map(said)
                .collect();
            self.0.push(format!("{} {:?} {items:?}", record.element.name(), block.place(record.at)));
        }

        fn issue(&mut self, block: &Block, issue: Issue) {
            self.hear(block, &issue);
        }
    }

    fn heard(bytes: &[u8], (size, cores): (usize, usize)) -> (Vec<String>, Outcome) {
        let mut all = Vec::new();
        let limits = Limits { stretch: 100_000, ..Limits::default() };
        let outcome = read_in_blocks(bytes, &limits, (size, cores), Heard::default, |part| {
            all.extend(part.0);
            true
        })
        .expect("memory can be read");
        // What a block says beside its records comes before or after them.
        all.sort();
        let end = if outcome.broken { (0, 0) } else { outcome.end };
        (all, Outcome { end, ..outcome })
    }

    fn sound() -> Vec<u8> {
        let mut out = Vec::new();
        sample(&Plan::new(25), &mut out).expect("memory can be written");
        out
    }

    /// What may be put into a file, or be taken out.
    const SNIPPETS: &[&str] = &[
        "<",
        ">",
        "&",
        "\"",
        "'",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?p",
        "?>",
        "</CSWWWorker>",
        "<CSWWWorker>",
        "<CSWWWorker/>",
        "<CSWWWorkers>",
        "</CSWWWorkers>",
        "</Message>",
        "<Header>",
        "</Header>",
        "<LALevel/>",
        "<x>",
        "</x>",
        "<x:CSWWWorker>",
        "<CSWWWorker a=\"",
        "&#0;",
        "&#38;",
        "&lt;",
        "&nope;",
        "\u{1}",
        "\r",
        "é",
        "\u{feff}",
        "<FTE>",
        "</FTE>",
        "<fte/>",
        "<!DOCTYPE m>",
        "<?xml version=\"1.0\"?>",
        " ",
        "",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn small_blocks_on_several_cores_read_as_one_block_does(
            edits in proptest::collection::vec(
                (any::<proptest::sample::Index>(), proptest::sample::select(SNIPPETS), 0usize..20), 0..4
            ),
            size in 64usize..3000,
            cores in 1usize..4,
        ) {
            let mut bytes = sound();
            for (at, snippet, gone) in edits {
                let at = at.index(bytes.len());
                let to = (at + gone).min(bytes.len());
                bytes.splice(at..to, snippet.bytes());
            }
            let whole = heard(&bytes, (1 << 20, 1));
            prop_assert_eq!(heard(&bytes, (size, cores)), whole, "{}", String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn what_is_written_plainly_reads_as_xml_does(
            edits in proptest::collection::vec(
                (any::<proptest::sample::Index>(), proptest::sample::select(SNIPPETS), 0usize..20), 0..4
            ),
        ) {
            let mut bytes = sound();
            for (at, snippet, gone) in edits {
                let at = at.index(bytes.len());
                let to = (at + gone).min(bytes.len());
                bytes.splice(at..to, snippet.bytes());
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let block = Block { text, line: 1, column: 1 };
            let limits = Limits { text: 12, ..Limits::default() };
            let (mut plainly, mut as_xml) = (Heard::default(), Heard::default());
            let ends = [
                parse(&block, State::default(), &limits, &mut plainly),
                parse_with(|_, _, _| None, &block, State::default(), &limits, &mut as_xml),
            ];
            prop_assert_eq!(&plainly.0, &as_xml.0, "{}", block.text);
            prop_assert_eq!(&ends[0], &ends[1]);
        }

        #[test]
        fn byte_soup_never_panics(
            parts in proptest::collection::vec(
                prop_oneof![
                    proptest::sample::select(SNIPPETS).prop_map(|text| text.as_bytes().to_vec()),
                    proptest::collection::vec(any::<u8>(), 0..8),
                ],
                0..60
            ),
            root in any::<bool>(),
            size in 1usize..200,
        ) {
            let mut bytes = if root { b"<Message>".to_vec() } else { Vec::new() };
            bytes.extend(parts.concat());
            let whole = heard(&bytes, (1 << 20, 1));
            prop_assert_eq!(heard(&bytes, (size, 2)).1.broken, whole.1.broken);
        }
    }
}
