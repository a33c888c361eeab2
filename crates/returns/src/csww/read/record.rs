//! One record of a return as its block of text has it: each item missing, empty or given.

use std::borrow::Cow;

use crate::csww::element::{Block, Element};

use super::parse::Issue;

/// An item of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Slot<'t> {
    /// The element is not there.
    #[default]
    Missing,
    /// The element is there without a value.
    Empty {
        /// Where its start tag begins, in bytes from the beginning of the block.
        at: usize,
    },
    /// The element has a value.
    Given {
        /// The value without spaces around it.
        text: Cow<'t, str>,
        /// Where its start tag begins, in bytes from the beginning of the block.
        at: usize,
    },
}

impl Slot<'_> {
    /// The value, if there is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Given { text, .. } => Some(text),
            Self::Missing | Self::Empty { .. } => None,
        }
    }

    /// Where the element begins, if it is there.
    pub fn at(&self) -> Option<usize> {
        match self {
            Self::Missing => None,
            Self::Empty { at } | Self::Given { at, .. } => Some(*at),
        }
    }
}

/// A header, the totals or a worker's record.
#[derive(Debug)]
pub struct Record<'t> {
    /// Which block it is.
    pub block: Block,
    /// The element that opened it: the totals have two names.
    pub element: Element,
    /// Where it begins, in bytes from the beginning of the block of text.
    pub at: usize,
    slots: [Slot<'t>; Element::WORKER_ITEMS],
    /// What appeared again, or is no item of the census, in the order of the file.
    pub extras: Vec<(Cow<'t, str>, Slot<'t>)>,
    /// What the reader has to say about it.
    pub issues: Vec<Issue>,
    pub(super) last: Option<Element>,
}

impl<'t> Record<'t> {
    /// An empty record.
    pub fn new(block: Block, element: Element, at: usize) -> Self {
        let slots = std::array::from_fn(|_| Slot::Missing);
        Self { block, element, at, slots, extras: Vec::new(), issues: Vec::new(), last: None }
    }

    /// The place of an element among the items of the record's block.
    fn index(&self, element: Element) -> Option<usize> {
        let index = (element as usize).checked_sub(Element::of(self.block)[0] as usize)?;
        (element.spec().block == self.block).then_some(index)
    }

    /// An item; one that belongs to another block is missing.
    pub fn slot(&self, element: Element) -> &Slot<'t> {
        self.index(element).map_or(&Slot::Missing, |index| &self.slots[index])
    }

    /// The value of an item.
    pub fn text(&self, element: Element) -> Option<&str> {
        self.slot(element).text()
    }

    /// Where an item begins, or the record where the item is not there.
    pub fn place(&self, element: Element) -> usize {
        self.slot(element).at().unwrap_or(self.at)
    }

    /// The items that are there, in the order of the specification.
    pub fn given(&self) -> impl Iterator<Item = (Element, &Slot<'t>)> {
        let items = Element::of(self.block).iter().copied().zip(&self.slots);
        items.filter(|(_, slot)| **slot != Slot::Missing)
    }

    /// Takes an item; says whether it is the first of its name.
    pub fn take(&mut self, element: Element, slot: Slot<'t>) -> bool {
        match self.index(element).map(|index| &mut self.slots[index]) {
            Some(place) if *place == Slot::Missing => {
                *place = slot;
                true
            }
            _ => {
                self.extras.push((Cow::Borrowed(element.name()), slot));
                false
            }
        }
    }
}
