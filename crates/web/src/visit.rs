//! A visit: who asks, for which council, and in which form the answer is wanted. Made once at the edge, by the guard.

use app::office::{Council, Office};
use app::policy::{Action, Reach, allows, reach};
use app::reception::{Secret, Visitor};
use app::workforce::Date;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use jiff::Timestamp;

use crate::components::NavigationItem;
use crate::failure::Failure;
use crate::page::{Page, Surroundings};
use crate::site::Site;

/// A visit by someone who is signed in, or by a program in their name.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) site: Site,
    pub(crate) visitor: Visitor,
    /// The session's secret; none when a token was shown.
    pub(crate) session: Option<Secret>,
    /// The page's address with its question, without the number of a table.
    pub(crate) address: String,
    /// The number of the table that is wanted as CSV.
    pub(crate) csv: Option<usize>,
}

/// The rooms, in the order of the navigation, and what each needs.
const ROOMS: &[(&str, &str, Action)] = &[
    ("/position", "Position", Action::ReadFigures),
    ("/figures", "Figures", Action::ReadFigures),
    ("/forecast", "Forecast", Action::Forecast),
    ("/released", "Released", Action::ReadReleased),
    ("/papers", "Papers", Action::ReadReleased),
    ("/published", "Published figures", Action::ReadReleased),
    ("/people", "People", Action::ReadRecord),
    ("/teams", "Posts and teams", Action::ReadRecord),
    ("/agency", "Agency", Action::ReadRecord),
    ("/registers", "Registers", Action::ReadFigures),
    ("/census", "Census", Action::CheckReturns),
    ("/data", "Data", Action::TryImport),
    ("/history", "History", Action::ReadLog),
    ("/administration", "Administration", Action::KeepAccounts),
];

impl Visit {
    /// The office, with this visitor acting.
    pub(crate) fn office(&self) -> Office {
        self.site.reception().office_of(&self.visitor, self.today())
    }

    pub(crate) fn council(&self) -> &Council {
        &self.visitor.council
    }

    pub(crate) fn today(&self) -> Date {
        self.site.today()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.site.now()
    }

    /// Whether the visitor's role may do something at all.
    pub(crate) fn may(&self, action: Action) -> bool {
        allows(self.visitor.role, action)
    }

    /// Whether the visitor's role may do something for the whole council.
    pub(crate) fn may_in_all(&self, action: Action) -> bool {
        reach(self.visitor.role, action) == Reach::Council
    }

    /// Whether the visitor may read every record of a kind.
    pub(crate) fn may_read_all(&self, kind: &str) -> bool {
        app::office::to_read(kind).iter().all(|action| self.may_in_all(*action))
    }

    /// The rooms that the visitor may enter, with the one that the page is in.
    fn rooms(&self) -> Vec<NavigationItem> {
        if self.visitor.must_set_up {
            return Vec::new();
        }
        let path = self.address.split('?').next().unwrap_or_default();
        let item = |(href, text, _): &(&str, &str, Action)| NavigationItem {
            href: (*href).to_owned(),
            text: (*text).to_owned(),
            current: path == *href,
            active: path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')),
        };
        ROOMS.iter().filter(|(_, _, action)| self.may(*action)).map(item).collect()
    }

    /// The cards of the start page: every room with what it is for.
    pub(crate) fn room_links(&self) -> Vec<NavigationItem> {
        self.rooms()
    }

    /// Shows a page, or the table of it that is wanted.
    pub(crate) fn show(&self, page: Page) -> Response {
        let Visitor { shown, role, council, .. } = &self.visitor;
        let around = Surroundings {
            who: Some(format!("{shown} ({role})")),
            rooms: self.rooms(),
            council: council.name.clone(),
            demonstration: self.site.settings().demonstration,
            address: self.address.clone(),
        };
        page.response(&around, self.csv)
    }

    /// Notes that people's data is about to be shown.
    pub(crate) async fn note(&self, workers: &[String], what: &str) -> Result<(), Failure> {
        let office = self.office();
        let noting = office.note_viewing(self.council(), &self.visitor.name, workers, what, self.now());
        Ok(noting.await?)
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = StatusCode;

    /// The guard has put it there; without it nobody is signed in.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
