//! Radios and checkboxes.

use askama::Template;
use serde::Deserialize;

use super::{Fieldset, Label, Words, described, more};

/// One choice.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Choice {
    pub value: String,
    pub text: String,
    pub hint: Option<Words>,
    pub checked: bool,
    pub disabled: bool,
    pub id: String,
}

/// Several of these.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/checkboxes.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Checkboxes {
    pub id_prefix: String,
    pub name: String,
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Words>,
    pub error_message: Option<Words>,
    pub classes: String,
    pub described_by: String,
    pub items: Vec<Choice>,
}

/// One of these.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/radios.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Radios {
    pub id_prefix: String,
    pub name: String,
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Words>,
    pub error_message: Option<Words>,
    pub classes: String,
    pub items: Vec<Choice>,
}

macro_rules! choices {
    ($($of:ident: |$me:ident| $before:expr;)+) => {
        $(impl $of {
            fn key(&self) -> &str {
                if self.id_prefix.is_empty() { &self.name } else { &self.id_prefix }
            }

            /// The first is what an error links to.
            fn id(&self, choice: &Choice, at: usize) -> String {
                match (choice.id.is_empty(), at) {
                    (false, _) => choice.id.clone(),
                    (true, 0) => self.key().to_owned(),
                    (true, at) => format!("{}-{}", self.key(), at + 1),
                }
            }

            fn described(&self) -> String {
                let $me = self;
                let own = self.fieldset.as_ref().map_or("", |set| set.described_by.as_str());
                let before: &str = if own.is_empty() { $before } else { own };
                described(before, self.key(), self.hint.is_some(), self.error_message.is_some())
            }

            fn legend(&self) -> Option<&Label> {
                self.fieldset.as_ref().map(|set| &set.legend).filter(|legend| !legend.text.is_empty())
            }

            fn more(&self) -> String {
                more(&self.classes)
            }
        })+
    };
}

choices! {
    Checkboxes: |me| &me.described_by;
    Radios: |_me| "";
}

impl Checkboxes {
    fn shown(&self) -> impl Iterator<Item = Shown<'_>> {
        // With no fieldset to carry it, each box is described by the hint and the error.
        let shared = if self.fieldset.is_some() { String::new() } else { self.described() };
        self.items
            .iter()
            .enumerate()
            .map(move |(at, choice)| Shown::new(choice, self.id(choice, at), &shared))
    }
}

impl Radios {
    fn shown(&self) -> impl Iterator<Item = Shown<'_>> {
        self.items.iter().enumerate().map(|(at, choice)| Shown::new(choice, self.id(choice, at), ""))
    }
}

/// A choice with the ids that it is known by.
struct Shown<'a> {
    choice: &'a Choice,
    id: String,
    described: String,
}

impl<'a> Shown<'a> {
    fn new(choice: &'a Choice, id: String, shared: &str) -> Self {
        let own = choice.hint.as_ref().map(|_| format!("{id}-item-hint")).unwrap_or_default();
        let described =
            [shared, &own].iter().filter(|one| !one.is_empty()).copied().collect::<Vec<_>>().join(" ");
        Self { choice, id, described }
    }
}
