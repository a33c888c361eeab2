//! How a field of a record is written in a cell of a row, and read back.
//!
//! Cells hold one plain, canonical text each (ISO dates, decimals with a point). Turning what people really type into
//! that text is the work of `intake`, not of this module.

use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::ops::Deref;

use compact_str::CompactString;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::layout::Shape;
use crate::period::Date;
use crate::quantity::{Days, Fte, Hours, Pence, Points, Printed};

/// One value as text: a date, a quantity, a key, a code.
pub trait Value: Sized {
    /// What a column of it holds.
    const SHAPE: Shape;
    /// What a column of several of it, separated by `;`, holds.
    const LIST: Shape = Self::SHAPE;

    /// Reads the canonical text; the error completes the sentence "`x` …".
    fn parse(text: &str) -> Result<Self, String>;
    /// The canonical text.
    fn show(&self) -> String;
}

/// One cell of a row: a value, an optional value, or a list of values.
pub trait Cell: Sized {
    /// What the column holds.
    const SHAPE: Shape;
    /// Whether a blank is refused.
    const REQUIRED: bool;

    /// Reads a cell; `None` is a blank cell. The error completes the sentence "`x` …".
    fn read(text: Option<&str>) -> Result<Self, String>;
    /// The cell's text; `None` when blank.
    fn show(&self) -> Option<String>;
}

impl<T: Value> Cell for T {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = true;

    fn read(text: Option<&str>) -> Result<Self, String> {
        T::parse(text.ok_or("is blank, and the column is required")?)
    }

    fn show(&self) -> Option<String> {
        Some(Value::show(self))
    }
}

impl<T: Value> Cell for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = false;

    fn read(text: Option<&str>) -> Result<Self, String> {
        text.map(T::parse).transpose()
    }

    fn show(&self) -> Option<String> {
        self.as_ref().map(Value::show)
    }
}

/// Several values in one cell, separated by `;`. A missing list is an empty one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Value> Cell for List<T> {
    const SHAPE: Shape = T::LIST;
    const REQUIRED: bool = false;

    fn read(text: Option<&str>) -> Result<Self, String> {
        let parts = text.unwrap_or_default().split(';').map(str::trim).filter(|part| !part.is_empty());
        parts.map(T::parse).collect::<Result<_, _>>().map(Self)
    }

    fn show(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.iter().map(Value::show).collect::<Vec<_>>().join(";"))
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Through `Option`, because serde lets only an option be missing without a default on the field.
        Option::<Vec<T>>::deserialize(deserializer).map(|list| Self(list.unwrap_or_default()))
    }
}

/// A yes that need not be said: a blank or missing flag is no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flag(pub bool);

impl Cell for Flag {
    const SHAPE: Shape = Shape::YesNo;
    const REQUIRED: bool = false;

    fn read(text: Option<&str>) -> Result<Self, String> {
        text.map_or(Ok(Self(false)), |text| bool::parse(text).map(Self))
    }

    fn show(&self) -> Option<String> {
        self.0.then(|| "yes".to_owned())
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<bool>::deserialize(deserializer).map(|flag| Self(flag.unwrap_or_default()))
    }
}

impl Value for bool {
    const SHAPE: Shape = Shape::YesNo;

    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err("is neither yes nor no".to_owned()),
        }
    }

    fn show(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl Value for Date {
    const SHAPE: Shape = Shape::Date;

    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "is not a date of the form YYYY-MM-DD".to_owned())
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Value for u32 {
    const SHAPE: Shape = Shape::Count;

    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "is not a whole number, zero or more".to_owned())
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

/// Free text.
pub type Text = CompactString;

impl Value for Text {
    const SHAPE: Shape = Shape::Text;

    fn parse(text: &str) -> Result<Self, String> {
        Ok(text.into())
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

macro_rules! decimal_values {
    ($($name:ident => $shape:ident),*) => {$(
        impl Value for $name {
            const SHAPE: Shape = Shape::$shape;

            fn parse(text: &str) -> Result<Self, String> {
                Self::parse(text).map_err(|problem| problem.to_string())
            }

            fn show(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

decimal_values!(
    Fte => Fte,
    Days => Decimal,
    Hours => Decimal,
    Points => Decimal,
    Printed => Decimal,
    Pence => Money
);

/// The kind of record that a typed key names.
pub trait Names {
    /// The record kind's word.
    const KIND: &'static str;
}

/// Declares the typed keys of record kinds, with the kinds' words.
macro_rules! keys {
    ($( $(#[doc = $doc:literal])+ $key:ident of $kind:ident: $word:literal; )+) => { $(
        $(#[doc = $doc])+
        pub type $key = $crate::cell::Key<$kind>;

        impl $crate::cell::Names for $kind {
            const KIND: &'static str = $word;
        }
    )+ };
}
pub(crate) use keys;

/// A council's own key for a record of one kind: a post key cannot be passed where a worker key belongs.
pub struct Key<T> {
    text: CompactString,
    of: PhantomData<fn() -> T>,
}

impl<T> Key<T> {
    /// The longest key, in characters.
    pub const LONGEST: usize = 100;

    /// A key with this text, which the caller knows to be sound; text from outside goes through [`Value::parse`].
    pub fn new(text: impl Into<CompactString>) -> Self {
        Self { text: text.into(), of: PhantomData }
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Checks the text of a council's own key; the error completes the sentence "`x` …".
pub fn check_key(text: &str) -> Result<(), String> {
    if text.trim() != text || text.is_empty() {
        return Err("is blank or has spaces around it".to_owned());
    }
    if text.chars().any(|c| c.is_control() || c == ';') {
        return Err("holds a semicolon, a tab or a line break, which a key may not".to_owned());
    }
    // Spreadsheets hide how many spaces there are, so two keys may not differ in that alone.
    if text.contains("  ") {
        return Err("holds two spaces in a row, which a key may not".to_owned());
    }
    let length = text.chars().count();
    if length > Key::<()>::LONGEST {
        return Err(format!("is {length} characters long; a key has at most {}", Key::<()>::LONGEST));
    }
    Ok(())
}

impl<T: Names> Value for Key<T> {
    const SHAPE: Shape = Shape::Reference(T::KIND);
    const LIST: Shape = Shape::References(T::KIND);

    fn parse(text: &str) -> Result<Self, String> {
        check_key(text)?;
        Ok(Self::new(text))
    }

    fn show(&self) -> String {
        self.text.to_string()
    }
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Key<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Key<T> {}

impl<T> PartialOrd for Key<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Key<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Key<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.as_str().hash(state);
    }
}

impl<T> std::borrow::Borrow<str> for Key<T> {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<T> fmt::Display for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<T> Serialize for Key<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for Key<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsText<T>(PhantomData<T>);
        impl<T> Visitor<'_> for AsText<T> {
            type Value = Key<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Key<T>, E> {
                Ok(Key::new(text))
            }
        }
        deserializer.deserialize_str(AsText(PhantomData::<T>))
    }
}

/// Declares a closed list of codes: an enum whose variants read and show as their code, each with its meaning.
#[doc(hidden)]
#[macro_export]
macro_rules! __codes {
    ($(#[$doc:meta])* $name:ident { $( #[doc = $meaning:literal] $variant:ident = $code:literal, )+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( #[doc = $meaning] #[serde(rename = $code)] $variant, )+
        }

        impl $name {
            /// Every code of the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The codes with their meanings, for layouts.
            pub const CODES: &'static [$crate::layout::Code] =
                &[$($crate::layout::Code { code: $code, meaning: $meaning.trim_ascii() }),+];

            /// As stored and as written in files.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What it means, for people.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning.trim_ascii()),+ }
            }
        }

        impl $crate::cell::Value for $name {
            const SHAPE: $crate::layout::Shape = $crate::layout::Shape::Code(Self::CODES);
            const LIST: $crate::layout::Shape = $crate::layout::Shape::Codes(Self::CODES);

            fn parse(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|code| code.code() == text).ok_or_else(|| {
                    let codes: Vec<_> = Self::ALL.iter().map(|code| code.code()).collect();
                    format!("is not one of {}", codes.join(", "))
                })
            }

            fn show(&self) -> String {
                self.code().to_owned()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }
    };
}
#[doc(inline)]
pub use __codes as codes;
