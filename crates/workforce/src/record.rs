//! What every record kind shares: a layout, a key, a row and a body, all derived from one declaration (`record!`).
//!
//! The declaration of a type in `records/` is the only place where its fields are named. Its documentation, its columns,
//! its JSON body and the ledger's flat view follow from it, so they cannot drift apart.

use compact_str::CompactString;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::layout::Layout;

/// A cell that could not be read: the column's index and a problem that completes "`x` …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// Index into the layout's columns.
    pub column: usize,
    /// Completes the sentence "`value` …".
    pub problem: String,
}

/// A kind of record.
pub trait Kind: Sized + Clone + PartialEq + Serialize + DeserializeOwned {
    /// Its flat shape.
    const LAYOUT: Layout;

    /// The key within the kind. The parts of a compound key are joined by `@`, and an `@` inside a part is doubled.
    fn key(&self) -> CompactString;

    /// Reads a row with one canonical text per column of the layout; reports every cell that cannot be read.
    fn from_row(cells: &[Option<&str>]) -> Result<Self, Vec<CellProblem>>;

    /// The row of canonical texts, one per column of the layout.
    fn to_row(&self) -> Vec<Option<String>>;
}

/// Joins the parts of a compound key.
pub(crate) fn join_key(parts: &[String]) -> CompactString {
    match parts {
        [only] => only.into(),
        parts => parts.iter().map(|part| part.replace('@', "@@")).collect::<Vec<_>>().join("@").into(),
    }
}

/// Declares a record kind: its type, key, layout, row and body.
///
/// `key` fields come first and make up the record's key; `col` fields follow. Types say the rest: `Option` and `List`
/// may be blank, a `Flag` is no when blank, anything else is required.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        $name:ident: $kind:literal in $sheet:literal, personal $personal:literal
        { $( $(#[doc = $field_doc:literal])* $part:ident $field:ident: $ty:ty, )+ }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
        pub struct $name {
            $( $(#[doc = $field_doc])* pub $field: $ty, )+
        }

        impl $crate::record::Kind for $name {
            const LAYOUT: $crate::layout::Layout = $crate::layout::Layout {
                kind: $kind,
                name: $sheet,
                doc: concat!($($doc),*).trim_ascii(),
                personal: $personal,
                columns: &[$( $crate::layout::Column {
                    name: stringify!($field),
                    required: <$ty as $crate::cell::Cell>::REQUIRED,
                    key: $crate::record::part!($part: true, false),
                    shape: $crate::record::part!($part:
                        <$ty as $crate::cell::Cell>::SHAPE.as_key_of($kind),
                        <$ty as $crate::cell::Cell>::SHAPE),
                    doc: concat!($($field_doc),*).trim_ascii(),
                }, )+],
            };

            #[expect(clippy::vec_init_then_push, reason = "only some of the fields are parts of the key")]
            fn key(&self) -> compact_str::CompactString {
                let mut parts = Vec::new();
                $( $crate::record::part!($part: parts.push($crate::cell::Value::show(&self.$field)), ()); )+
                $crate::record::join_key(&parts)
            }

            fn from_row(cells: &[Option<&str>]) -> Result<Self, Vec<$crate::record::CellProblem>> {
                let mut problems = Vec::new();
                let mut column = 0;
                $( let $field = $crate::record::take::<$ty>(cells, &mut column, &mut problems); )+
                match ($($field,)+) {
                    ($(Some($field),)+) => Ok(Self { $($field,)+ }),
                    _ => Err(problems),
                }
            }

            fn to_row(&self) -> Vec<Option<String>> {
                vec![$( $crate::cell::Cell::show(&self.$field), )+]
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $( if $crate::cell::Cell::show(&self.$field).is_some() {
                    map.serialize_entry(stringify!($field), &self.$field)?;
                } )+
                map.end()
            }
        }
    };
}
pub(crate) use record;

/// Chooses by the word before a field: the first choice for `key`, the second for `col`.
macro_rules! part {
    (key: $key:expr, $col:expr) => {
        $key
    };
    (col: $key:expr, $col:expr) => {
        $col
    };
}
pub(crate) use part;

/// Reads the next cell of a row, noting a problem instead of stopping at it.
pub(crate) fn take<C: crate::cell::Cell>(
    cells: &[Option<&str>],
    column: &mut usize,
    problems: &mut Vec<CellProblem>,
) -> Option<C> {
    let at = *column;
    *column += 1;
    match C::read(cells.get(at).copied().flatten()) {
        Ok(value) => Some(value),
        Err(problem) => {
            problems.push(CellProblem { column: at, problem });
            None
        }
    }
}
