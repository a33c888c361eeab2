//! What was filled in, as names and values in order; a name may come several times.

use app::workforce::Date;
use axum::Form;
use axum::extract::{FromRequest, Query, Request};

use crate::components::{Input, Select, SelectItem, Words};
use crate::failure::Failure;
use crate::page::escape;

/// A form that was sent, or a question in an address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filled(pub(crate) Vec<(String, String)>);

impl Filled {
    /// The trimmed value of a name; empty when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The value of a name as it was sent.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// The value of a name, unless it is blank.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// Every value of a name.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(key, value)| key == name && !value.trim().is_empty());
        values.map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// A date, as people write it; `None` when it is blank, and what is wrong when it is no date.
    pub(crate) fn date(&self, name: &str) -> Result<Option<Date>, String> {
        match self.get(name) {
            "" => Ok(None),
            text => date(text)
                .map(Some)
                .ok_or_else(|| format!("`{text}` is not a date: write it like 2024-09-30 or 30/9/2024")),
        }
    }
}

/// A date as people write it: year first with hyphens, or day first with slashes, spaces or full stops.
fn date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', ' ', '-']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

impl<S: Send + Sync> FromRequest<S> for Filled {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let read = if request.method() == axum::http::Method::GET {
            let question = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
            question.map(|Query(pairs)| pairs).map_err(|problem| Failure::Unreadable(problem.body_text()))
        } else {
            let form = Form::<Vec<(String, String)>>::from_request(request, state).await;
            form.map(|Form(pairs)| pairs)
                .map_err(|problem| Failure::unread(problem.status(), problem.body_text()))
        };
        read.map(Self)
    }
}

/// A text input with its label.
pub(crate) fn input(name: &str, label: &str, value: &str) -> Input {
    Input {
        id: name.to_owned(),
        name: name.to_owned(),
        label: label.into(),
        value: value.to_owned(),
        classes: "govuk-input--width-20".to_owned(),
        ..Input::default()
    }
}

/// What goes with a form unseen.
pub(crate) fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
}

/// A date input with its label.
pub(crate) fn date_input(name: &str, label: &str, value: &str) -> Input {
    Input { classes: "govuk-input--width-10".to_owned(), ..input(name, label, value) }
}

/// A select with its label; each item is a value and its words.
pub(crate) fn select(name: &str, label: &str, items: &[(String, String)], value: &str) -> Select {
    let item = |(code, words): &(String, String)| SelectItem {
        value: Some(code.clone()),
        text: words.clone(),
        selected: code == value,
        disabled: false,
    };
    Select {
        id: name.to_owned(),
        name: name.to_owned(),
        label: label.into(),
        items: items.iter().map(item).collect(),
        ..Select::default()
    }
}

/// The error of a field among several.
pub(crate) fn error_of(problems: &[(&'static str, String)], field: &str) -> Option<Words> {
    problems.iter().find(|(name, _)| *name == field).map(|(_, message)| message.as_str().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in ["2024-09-30", "30/9/2024", "30 09 2024", "30.09.2024"] {
            assert_eq!(date(text).map(|date| date.to_string()), Some("2024-09-30".to_owned()), "{text}");
        }
        for text in ["30/9/24", "31/9/2024", "yesterday", "2024-13-01", "9/30/2024"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
