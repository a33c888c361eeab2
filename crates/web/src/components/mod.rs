//! The GOV.UK Design System's components that the pages are made of, as templates with the package's own options.
//!
//! Each is named and filled in as the design system documents it; `tests/components.rs` holds them against the package's
//! fixtures. Nothing here knows what a page is about.

mod choices;
mod fields;
mod furniture;
mod notices;

pub use choices::{Checkboxes, Choice, Radios};
pub use fields::{FileUpload, Input, Select, SelectItem, Suffix, Textarea};
pub use furniture::{
    Breadcrumbs, Crumb, GenericHeader, NavigationItem, PhaseBanner, ServiceNavigation, SkipLink, Table,
    TableCell, Tag,
};
pub use notices::{
    Button, Details, ErrorItem, ErrorSummary, InsetText, NotificationBanner, SummaryAction, SummaryActions,
    SummaryList, SummaryRow, SummaryValue, WarningText,
};

use serde::Deserialize;

/// The words of a label or a legend.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Label {
    pub text: String,
    pub classes: String,
    pub is_page_heading: bool,
}

/// Words that help to fill in a field.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Words {
    pub text: String,
    pub classes: String,
}

/// A set of fields under one legend.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Fieldset {
    pub legend: Label,
    pub classes: String,
    pub described_by: String,
}

/// A label with these words.
impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// Words without classes.
impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), classes: String::new() }
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self { text, classes: String::new() }
    }
}

/// The ids that describe a field, in the order in which they are read out.
fn described(by: &str, id: &str, hint: bool, error: bool) -> String {
    let mut ids: Vec<String> = vec![by.to_owned()];
    ids.extend(hint.then(|| format!("{id}-hint")));
    ids.extend(error.then(|| format!("{id}-error")));
    ids.retain(|id| !id.is_empty());
    ids.join(" ")
}

/// Classes after those that a component always has.
fn more(classes: &str) -> String {
    if classes.is_empty() { String::new() } else { format!(" {classes}") }
}
