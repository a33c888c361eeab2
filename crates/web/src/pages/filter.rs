//! Filters: what a room is asked by, as a form that asks again. What was asked stands in the address, so that a page can be
//! kept, sent and printed.

use app::office::Council;
use app::places::Places;
use app::workforce::Date;
use app::workforce::cell::Value;
use app::workforce::position::{By, Formula};

use crate::components::Button;
use crate::failure::Failure;
use crate::form::{Filled, date_input, input, select};
use crate::page::{Page, html};
use crate::visit::Visit;

/// A form that asks by an address.
pub(crate) fn form(action: &str, fields: &str, button: &str) -> String {
    let button = Button { text: button.to_owned(), ..Button::default() };
    format!(
        "<form class=\"mainstay-filter\" action=\"{action}\" method=\"get\" novalidate>\
         <div class=\"mainstay-filter__fields\">{fields}</div>{}</form>",
        html(&button)
    )
}

/// The fields of a filter as they are put together, with what was asked and what is wrong with it.
pub(crate) struct Filter<'a> {
    asked: &'a Filled,
    places: &'a Places,
    fields: String,
    /// Whether everything that was asked can be read.
    pub(crate) sound: bool,
}

/// The first item of a choice: none of those that follow.
pub(crate) fn all(words: &str) -> Vec<(String, String)> {
    vec![(String::new(), words.to_owned())]
}

/// What may be shown in rows, with its words.
const ROWS: &[(&str, &str)] = &[
    ("service", "Service"),
    ("team", "Team"),
    ("role", "Role"),
    ("basis", "Basis"),
    ("cover", "Cover reason"),
];

impl<'a> Filter<'a> {
    pub(crate) fn new(asked: &'a Filled, places: &'a Places) -> Self {
        Self { asked, places, fields: String::new(), sound: true }
    }

    /// A date, or the one that stands where none is asked.
    pub(crate) fn date(&mut self, page: &mut Page, name: &str, label: &str, otherwise: Date) -> Date {
        self.date_or_none(page, name, label, Some(otherwise)).unwrap_or(otherwise)
    }

    /// A date that may be left out.
    pub(crate) fn date_or_none(
        &mut self,
        page: &mut Page,
        name: &str,
        label: &str,
        otherwise: Option<Date>,
    ) -> Option<Date> {
        let read = self.asked.date(name);
        let shown = match (&read, self.asked.get(name)) {
            (Ok(Some(date)), _) => date.to_string(),
            (_, "") => otherwise.map(|date| date.to_string()).unwrap_or_default(),
            (_, text) => text.to_owned(),
        };
        let mut field = date_input(name, label, &shown);
        let date = read.unwrap_or_else(|problem| {
            self.sound = false;
            page.error(name, problem.clone());
            field.error_message = Some(problem.into());
            None
        });
        self.fields.push_str(&html(&field));
        date.or(otherwise)
    }

    /// A number of change, date or instant at which it was known.
    pub(crate) fn known_at(&mut self, name: &str, label: &str) -> Option<String> {
        let mut field = input(name, label, self.asked.get(name));
        "govuk-input--width-10".clone_into(&mut field.classes);
        field.hint = Some(format!("A change up to {} or a date", self.places.head).into());
        self.fields.push_str(&html(&field));
        self.asked.some(name)
    }

    /// The service and team.
    pub(crate) fn scope(&mut self) -> (Option<String>, Option<String>) {
        let services = self.places.services();
        if !services.is_empty() {
            let items = [all("All services"), services].concat();
            self.fields.push_str(&html(&select("service", "Service", &items, self.asked.get("service"))));
        }
        let items = [all("All teams"), self.places.teams()].concat();
        self.fields.push_str(&html(&select("team", "Team", &items, self.asked.get("team"))));
        (self.asked.some("service"), self.asked.some("team"))
    }

    /// The budget baseline.
    pub(crate) fn baseline(&mut self, name: &str, label: &str) -> Option<String> {
        if !self.places.baselines.is_empty() {
            let items = [all("In force on the day"), self.places.baselines.clone()].concat();
            self.fields.push_str(&html(&select(name, label, &items, self.asked.get(name))));
        }
        self.asked.some(name)
    }

    /// What the rows are.
    pub(crate) fn rows(&mut self, otherwise: By) -> By {
        self.code("by", "Rows", ROWS, otherwise)
    }

    /// One of several by code, with their words; the one that stands where none is asked.
    pub(crate) fn code<T: Value>(
        &mut self,
        name: &str,
        label: &str,
        items: &[(&str, &str)],
        otherwise: T,
    ) -> T {
        let items: Vec<_> =
            items.iter().map(|(code, words)| ((*code).to_owned(), (*words).to_owned())).collect();
        let asked = Some(self.asked.get(name)).filter(|text| !text.is_empty());
        let value = asked.and_then(|text| T::parse(text).ok()).unwrap_or(otherwise);
        self.fields.push_str(&html(&select(name, label, &items, &value.show())));
        value
    }

    /// A first and a last day; the year up to a day where none are asked.
    pub(crate) fn year(&mut self, page: &mut Page, to: Date, labels: (&str, &str)) -> (Date, Date) {
        let year_ago = to.saturating_sub(jiff::Span::new().years(1));
        let from = self.date(page, "from", labels.0, year_ago.tomorrow().unwrap_or(year_ago));
        (from, self.date(page, "to", labels.1, to))
    }

    /// The formula of over and under.
    pub(crate) fn formula(&mut self) -> Formula {
        let items = [("f1", "Funded less people (f1)"), ("f2", "Also less vacancies (f2)")]
            .map(|(code, words)| (code.to_owned(), words.to_owned()));
        let formula = <Formula as Value>::parse(self.asked.get("formula")).unwrap_or(Formula::F1);
        self.fields.push_str(&html(&select("formula", "Over or under", &items, formula.code())));
        formula
    }

    /// One of several, by code.
    pub(crate) fn choice(&mut self, name: &str, label: &str, items: &[(String, String)]) -> Option<String> {
        self.fields.push_str(&html(&select(name, label, items, self.asked.get(name))));
        self.asked.some(name)
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &str, label: &str) -> Option<String> {
        self.fields.push_str(&html(&input(name, label, self.asked.get(name))));
        self.asked.some(name)
    }

    /// Puts the form on the page.
    pub(crate) fn put(self, page: &mut Page, action: &str, button: &str) -> bool {
        page.raw(&form(action, &self.fields, button));
        self.sound
    }
}

/// The units and baselines that a visitor may ask about.
pub(crate) async fn places(visit: &Visit) -> Result<Places, Failure> {
    let council: &Council = visit.council();
    Ok(visit.office().places(council, visit.today()).await?)
}
