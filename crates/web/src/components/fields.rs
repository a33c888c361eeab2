//! Fields: text input, select, textarea and file upload, each with its label, hint and error.

use askama::Template;
use serde::Deserialize;

use super::{Label, Words, described, more};

/// What stands after an input, such as a unit.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Suffix {
    pub text: String,
}

/// A text input.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/input.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Input {
    pub id: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub label: Label,
    pub hint: Option<Words>,
    pub error_message: Option<Words>,
    pub classes: String,
    pub value: String,
    pub described_by: String,
    pub autocomplete: String,
    pub inputmode: String,
    pub spellcheck: Option<bool>,
    pub suffix: Option<Suffix>,
}

/// A text area.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/textarea.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Textarea {
    pub id: String,
    pub name: String,
    pub label: Label,
    pub hint: Option<Words>,
    pub error_message: Option<Words>,
    pub classes: String,
    pub value: String,
    pub described_by: String,
    pub rows: Option<u32>,
    pub spellcheck: Option<bool>,
}

/// A file upload.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/file-upload.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct FileUpload {
    pub id: String,
    pub name: String,
    pub label: Label,
    pub hint: Option<Words>,
    pub error_message: Option<Words>,
    pub classes: String,
    pub described_by: String,
    pub multiple: bool,
}

/// A select.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/select.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Select {
    pub id: String,
    pub name: String,
    pub label: Label,
    pub hint: Option<Words>,
    pub error_message: Option<Words>,
    pub classes: String,
    pub described_by: String,
    pub items: Vec<SelectItem>,
}

/// One choice of a select.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct SelectItem {
    pub value: Option<String>,
    pub text: String,
    pub selected: bool,
    pub disabled: bool,
}

macro_rules! group {
    ($($field:ident),+) => {
        $(impl $field {
            /// The id that labels and errors refer to.
            fn key(&self) -> &str {
                if self.id.is_empty() { &self.name } else { &self.id }
            }

            fn described(&self) -> String {
                described(&self.described_by, self.key(), self.hint.is_some(), self.error_message.is_some())
            }

            fn more(&self) -> String {
                more(&self.classes)
            }
        })+
    };
}

group!(Input, Textarea, FileUpload, Select);

impl Input {
    fn kind(&self) -> &str {
        if self.kind.is_empty() { "text" } else { &self.kind }
    }
}
