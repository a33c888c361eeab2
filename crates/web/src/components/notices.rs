//! Buttons and what is said in boxes: errors, warnings, details, banners, summaries.

use askama::Template;
use serde::Deserialize;

use super::more;

/// A button, or a link that looks like one.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/button.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Button {
    pub text: String,
    pub name: String,
    pub value: String,
    pub classes: String,
    pub href: String,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub prevent_double_click: Option<bool>,
}

impl Button {
    fn kind(&self) -> &str {
        if self.kind.is_empty() { "submit" } else { &self.kind }
    }
}

/// Everything that is wrong with what was filled in.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/error-summary.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct ErrorSummary {
    pub title_text: String,
    pub description_text: String,
    pub error_list: Vec<ErrorItem>,
    pub classes: String,
}

/// One thing that is wrong, with a link to its field.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct ErrorItem {
    pub text: String,
    pub href: String,
}

/// Words that open on demand.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/details.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Details {
    pub id: String,
    pub summary_text: String,
    pub text: String,
    pub html: String,
    pub open: bool,
    pub classes: String,
}

/// Words set apart.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/inset-text.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct InsetText {
    pub id: String,
    pub text: String,
    pub html: String,
    pub classes: String,
}

/// A warning.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/warning-text.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct WarningText {
    pub text: String,
    pub icon_fallback_text: String,
    pub classes: String,
}

/// Something that has happened.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/notification-banner.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct NotificationBanner {
    #[serde(rename = "type")]
    pub kind: String,
    pub title_text: String,
    pub text: String,
    pub html: String,
    pub classes: String,
}

impl NotificationBanner {
    fn is_success(&self) -> bool {
        self.kind == "success"
    }

    fn title(&self) -> &str {
        match (self.title_text.is_empty(), self.is_success()) {
            (false, _) => &self.title_text,
            (true, true) => "Success",
            (true, false) => "Important",
        }
    }
}

/// Names with their values.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/summary-list.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct SummaryList {
    pub rows: Vec<SummaryRow>,
    pub classes: String,
}

/// One name with its value.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct SummaryRow {
    pub key: SummaryValue,
    pub value: SummaryValue,
    pub actions: SummaryActions,
    pub classes: String,
}

/// A name or a value.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct SummaryValue {
    pub text: String,
    pub html: String,
    pub classes: String,
}

/// What can be done about a value.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct SummaryActions {
    pub items: Vec<SummaryAction>,
}

/// One thing that can be done about a value.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct SummaryAction {
    pub href: String,
    pub text: String,
    pub visually_hidden_text: String,
}

impl SummaryList {
    fn any_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.items.is_empty())
    }
}

macro_rules! classes {
    ($($of:ident),+) => {
        $(impl $of {
            fn more(&self) -> String {
                more(&self.classes)
            }
        })+
    };
}

classes!(
    Button,
    ErrorSummary,
    Details,
    InsetText,
    WarningText,
    NotificationBanner,
    SummaryList,
    SummaryRow,
    SummaryValue
);
