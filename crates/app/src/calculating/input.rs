//! Reading a method's keys, and saying in one sentence which of them is wrong and how.

use std::cell::RefCell;
use std::fmt;

use statistics::interval::Level;
use statistics::survival::Spells;

use super::node::{Label, Node};

/// What is wrong, naming the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked(pub(super) String);

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A problem of one key.
pub(super) fn wrong(key: &str, problem: impl fmt::Display) -> Asked {
    Asked(format!("`{key}` {problem}"))
}

type Read<T> = Result<T, Asked>;

/// A method's keys.
pub(super) struct Input {
    method: String,
    pairs: Vec<(String, Node)>,
    used: RefCell<Vec<&'static str>>,
}

impl Input {
    /// Finds the method among those that there are.
    pub(super) fn new(node: Node, methods: &[&str]) -> Read<Self> {
        let Node::Object(mut pairs) = node else {
            return Err(Asked(format!("is {}, not an object with `method` and its data", node.kind())));
        };
        if let Some((key, _)) = pairs
            .iter()
            .enumerate()
            .find_map(|(at, pair)| pairs[..at].iter().any(|earlier| earlier.0 == pair.0).then_some(pair))
        {
            return Err(wrong(key, "is given twice"));
        }
        let there_are = || format!("there are {}", methods.join(", "));
        if let [(name, Node::Object(_))] = pairs.as_slice() {
            let (name, Some((_, Node::Object(pairs)))) = (name.clone(), pairs.pop()) else {
                return Err(Asked("is not an object".to_owned()));
            };
            return if methods.contains(&name.as_str()) {
                Ok(Self { method: name, pairs, used: RefCell::default() })
            } else {
                Err(wrong(&name, format!("is no method: {}", there_are())))
            };
        }
        let at = pairs.iter().position(|(key, _)| key == "method");
        let at = at.ok_or_else(|| wrong("method", format!("is missing: {}", there_are())))?;
        match pairs.remove(at).1 {
            Node::Text(method) if methods.contains(&method.as_str()) => {
                Ok(Self { method, pairs, used: RefCell::default() })
            }
            Node::Text(method) => {
                Err(wrong("method", format!("names `{method}`, which there is not: {}", there_are())))
            }
            other => Err(wrong("method", format!("is {}, not the name of a method", other.kind()))),
        }
    }

    pub(super) fn method(&self) -> &str {
        &self.method
    }

    /// A key that was never asked for is a mistake: a misspelt one would change the answer in silence.
    pub(super) fn all_used(&self) -> Read<()> {
        let used = self.used.borrow();
        match self.pairs.iter().find(|(key, _)| !used.contains(&key.as_str())) {
            Some((key, _)) => {
                Err(wrong(key, format!("is no key of {}: it has {}", self.method, used.join(", "))))
            }
            None => Ok(()),
        }
    }

    /// A key that may be absent or null.
    fn optional(&self, key: &'static str) -> Option<&Node> {
        let mut used = self.used.borrow_mut();
        if !used.contains(&key) {
            used.push(key);
        }
        drop(used);
        let node = self.pairs.iter().find(|pair| pair.0 == key).map(|pair| &pair.1);
        node.filter(|node| **node != Node::Null)
    }

    pub(super) fn node(&self, key: &'static str) -> Read<&Node> {
        self.optional(key).ok_or_else(|| wrong(key, "is missing"))
    }

    pub(super) fn number(&self, key: &'static str) -> Read<f64> {
        let node = self.node(key)?;
        node.number().ok_or_else(|| wrong(key, format!("is {}, not a number", node.kind())))
    }

    pub(super) fn number_or(&self, key: &'static str, or: f64) -> Read<f64> {
        if self.optional(key).is_some() { self.number(key) } else { Ok(or) }
    }

    pub(super) fn optional_number(&self, key: &'static str) -> Read<Option<f64>> {
        self.optional(key).map(|_| self.number(key)).transpose()
    }

    pub(super) fn flag_or(&self, key: &'static str, or: bool) -> Read<bool> {
        match self.optional(key) {
            None => Ok(or),
            Some(Node::Flag(flag)) => Ok(*flag),
            Some(other) => Err(wrong(key, format!("is {}, not true or false", other.kind()))),
        }
    }

    /// One of several words; the first when the key is absent.
    pub(super) fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Read<T> {
        let or = || {
            let words: Vec<&str> = words.iter().map(|word| word.0).collect();
            words.join(" or ")
        };
        match self.optional(key) {
            None => Ok(words[0].1),
            Some(Node::Text(text)) => match words.iter().find(|word| word.0 == text) {
                Some(word) => Ok(word.1),
                None => Err(wrong(key, format!("is `{text}`, not {}", or()))),
            },
            Some(other) => Err(wrong(key, format!("is {}, not {}", other.kind(), or()))),
        }
    }

    pub(super) fn level(&self) -> Read<Level> {
        let level = self.number_or("level", 0.95)?;
        Level::new(level).ok_or_else(|| wrong("level", "is not between 0 and 1, such as 0.95"))
    }

    fn list(&self, key: &'static str) -> Read<&[Node]> {
        match self.node(key)? {
            Node::List(nodes) => Ok(nodes),
            other => Err(wrong(key, format!("is {}, not a list", other.kind()))),
        }
    }

    pub(super) fn numbers(&self, key: &'static str) -> Read<Vec<f64>> {
        numbers(key, self.list(key)?)
    }

    /// A list of numbers with at least one in it.
    pub(super) fn some_numbers(&self, key: &'static str) -> Read<Vec<f64>> {
        let numbers = self.numbers(key)?;
        if numbers.is_empty() { Err(wrong(key, "is empty")) } else { Ok(numbers) }
    }

    /// A list as long as `exit`.
    fn as_long(&self, key: &'static str, wanted: usize) -> Read<&[Node]> {
        let list = self.list(key)?;
        if list.len() == wanted {
            return Ok(list);
        }
        Err(wrong(key, format!("has {} values where `exit` has {wanted}", list.len())))
    }

    /// Spells, whose outcome is read from one key; with how many rows there are.
    pub(super) fn spells(&self, outcome: impl FnOnce(&Self, usize) -> Read<Vec<u32>>) -> Read<Spells> {
        let exit = self.some_numbers("exit")?;
        let entry = match self.optional("entry") {
            Some(_) => Some(numbers("entry", self.as_long("entry", exit.len())?)?),
            None => None,
        };
        let outcome = outcome(self, exit.len())?;
        Spells::new(entry, exit, outcome).map_err(|problem| Asked(problem.to_string()))
    }

    /// Whether each spell ended with an event.
    pub(super) fn events(&self, wanted: usize) -> Read<Vec<u32>> {
        let event = |(place, node): (usize, &Node)| match node {
            Node::Flag(flag) => Ok(u32::from(*flag)),
            _ => match node.whole() {
                Some(event @ (0 | 1)) => Ok(u32::from(event == 1)),
                _ => Err(wrong("event", format!("is neither 0 nor 1 at place {place} (from 0)"))),
            },
        };
        self.as_long("event", wanted)?.iter().enumerate().map(event).collect()
    }

    /// Labels as long as `exit`, each as a number in order of label; and the labels.
    pub(super) fn labels(&self, key: &'static str, wanted: usize) -> Read<(Vec<u32>, Vec<Label>)> {
        let mut known: Vec<Label> = Vec::new();
        let label = |(place, node): (usize, &Node)| {
            node.label().ok_or_else(|| {
                wrong(key, format!("is {} at place {place} (from 0), not a label", node.kind()))
            })
        };
        let labels = self.as_long(key, wanted)?.iter().enumerate().map(label).collect::<Read<Vec<_>>>()?;
        for label in &labels {
            if let Err(at) = known.binary_search_by(|own| own.compare(label)) {
                known.insert(at, label.clone());
            }
        }
        let code = |label: &Label| known.binary_search_by(|own| own.compare(label)).unwrap_or_default();
        let codes = labels.iter().map(|label| u32::try_from(code(label)).unwrap_or(u32::MAX)).collect();
        Ok((codes, known))
    }

    pub(super) fn optional_labels(
        &self,
        key: &'static str,
        wanted: usize,
    ) -> Read<Option<(Vec<u32>, Vec<Label>)>> {
        self.optional(key).map(|_| self.labels(key, wanted)).transpose()
    }

    /// A key that may be absent.
    pub(super) fn optional_node(&self, key: &'static str) -> Option<&Node> {
        self.optional(key)
    }
}

/// Finite numbers of a list.
pub(super) fn numbers(key: &str, nodes: &[Node]) -> Read<Vec<f64>> {
    let number = |(place, node): (usize, &Node)| {
        node.number().ok_or_else(|| {
            wrong(key, format!("holds {} at place {place} (from 0), not a number", node.kind()))
        })
    };
    nodes.iter().enumerate().map(number).collect()
}
