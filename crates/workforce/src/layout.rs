//! Layouts: the flat, documented shape of every record kind.
//!
//! A layout is derived from the record type it describes (see `record!`), and everything that treats records as rows
//! reads it from here: import, export, the empty templates, `docs/layouts.md` and the ledger's flat SQL views. A layout
//! holds no data and does no reading of its own.

/// What one column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A council's own key for a record of this kind. Keys may not be blank or hold control characters.
    Key,
    /// A reference to a record of the named kind, by the first part of its key.
    Reference(&'static str),
    /// Several references to records of the named kind, separated by `;`.
    References(&'static str),
    /// Free text.
    Text,
    /// A civil date, `YYYY-MM-DD`.
    Date,
    /// Full-time equivalents: a decimal with at most six places.
    Fte,
    /// A plain decimal with at most six places (days, hours, printed figures).
    Decimal,
    /// Pounds and pence.
    Money,
    /// A whole number, zero or more.
    Count,
    /// `yes` or `no`.
    YesNo,
    /// One of a closed list of codes.
    Code(&'static [Code]),
    /// Several codes of a closed list, separated by `;`.
    Codes(&'static [Code]),
}

/// One code of a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// As stored and as written in files, such as `fixed-term`.
    pub code: &'static str,
    /// What it means, for people.
    pub meaning: &'static str,
}

/// One column of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The column's heading, which is also the field's name in the record's JSON body.
    pub name: &'static str,
    /// Whether a row without it is refused.
    pub required: bool,
    /// Whether it is part of the record's key.
    pub key: bool,
    /// What it may hold.
    pub shape: Shape,
    /// What it means, with units and source; from the field's doc comment.
    pub doc: &'static str,
}

/// The flat shape of one record kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The record kind's word, such as `post`.
    pub kind: &'static str,
    /// The name of the sheet or file, such as `posts`; also the flat view's name.
    pub name: &'static str,
    /// What one row is; from the type's doc comment.
    pub doc: &'static str,
    /// Whether the record holds identity, equality or health data, so that it can be kept apart and erased.
    pub personal: bool,
    /// The columns in order, key columns first.
    pub columns: &'static [Column],
}

impl Shape {
    /// The shape of a key column: its own kind's key, or a plain label, is a key; another kind's key stays a reference.
    pub(crate) const fn as_key_of(self, kind: &str) -> Self {
        match self {
            Self::Text => Self::Key,
            Self::Reference(named) if same(named, kind) => Self::Key,
            other => other,
        }
    }
}

/// Whether two texts are the same, where only constant evaluation is allowed.
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

impl Layout {
    /// The place of the named column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}
