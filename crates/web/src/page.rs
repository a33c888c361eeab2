//! A page: its title, where it is, what is wrong, and its parts in order. Every table on it can be had as CSV.

use std::fmt::Write as _;

use app::table::Table;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::assets;
use crate::components::{
    Breadcrumbs, Crumb, ErrorItem, ErrorSummary, GenericHeader, NavigationItem, NotificationBanner,
    ServiceNavigation, SkipLink,
};
use crate::grid::{self, Grid};

/// A page that is being put together.
#[derive(Debug, Default)]
pub(crate) struct Page {
    title: String,
    caption: String,
    crumbs: Vec<Crumb>,
    errors: Vec<(String, String)>,
    banner: String,
    body: String,
    tables: Vec<Table>,
    status: StatusCode,
}

/// What stands around a page: whose it is and which rooms there are.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// Who is signed in, and as what.
    pub(crate) who: Option<String>,
    /// The rooms that they may enter.
    pub(crate) rooms: Vec<NavigationItem>,
    /// The council.
    pub(crate) council: String,
    /// Whether it is a demonstration.
    pub(crate) demonstration: bool,
    /// The page's own address with its question, for the links to its tables.
    pub(crate) address: String,
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    title: &'a str,
    caption: &'a str,
    error: Option<String>,
    banner: &'a str,
    body: &'a str,
    crumbs: String,
    skip: String,
    header: String,
    navigation: String,
    who: Option<&'a str>,
    demonstration: bool,
    icon: &'static str,
    frontend: &'static str,
    own: &'static str,
    script: &'static str,
}

/// A component as HTML. Writing into a string cannot fail, and the templates have no other way to.
pub(crate) fn html(component: &impl Template) -> String {
    component.render().unwrap_or_default()
}

/// Text made safe to stand in HTML, in a text or in a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A link.
pub(crate) fn link(href: &str, text: &str) -> String {
    format!("<a class=\"govuk-link\" href=\"{}\">{}</a>", escape(href), escape(text))
}

/// Text made safe to stand in one part of an address.
pub(crate) fn part(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    safe
}

/// An address with a question: blank values are left out.
pub(crate) fn address(path: &str, question: &[(&str, &str)]) -> String {
    let parts: Vec<String> = question
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", part(value)))
        .collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

impl Page {
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// What stands in small letters above the title.
    #[must_use]
    pub(crate) fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    /// The pages above this one.
    #[must_use]
    pub(crate) fn under(mut self, pages: &[(&str, &str)]) -> Self {
        let crumb =
            |(text, href): &(&str, &str)| Crumb { text: (*text).to_owned(), href: (*href).to_owned() };
        self.crumbs = [("Start", "/")].iter().chain(pages).map(crumb).collect();
        self
    }

    /// The code with which the page is sent.
    #[must_use]
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Something wrong, at a field where one is named.
    pub(crate) fn error(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push((field.to_owned(), message.into()));
        if self.status.is_success() {
            self.status = StatusCode::UNPROCESSABLE_ENTITY;
        }
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.errors.is_empty()
    }

    /// Several things wrong, each at its field.
    pub(crate) fn errors(&mut self, problems: &[(&'static str, String)]) {
        for (field, message) in problems {
            self.error(field, message.clone());
        }
    }

    /// Something that has been done.
    pub(crate) fn done(&mut self, text: &str) {
        let banner =
            NotificationBanner { kind: "success".to_owned(), text: text.to_owned(), ..Default::default() };
        self.banner = html(&banner);
    }

    pub(crate) fn heading(&mut self, text: &str) {
        let _ = write!(self.body, "<h2 class=\"govuk-heading-m\">{}</h2>", escape(text));
    }

    pub(crate) fn prose(&mut self, text: &str) {
        let _ = write!(self.body, "<p class=\"govuk-body\">{}</p>", escape(text));
    }

    pub(crate) fn put(&mut self, component: &impl Template) {
        self.body.push_str(&html(component));
    }

    /// Adds what is HTML already.
    pub(crate) fn raw(&mut self, html: &str) {
        self.body.push_str(html);
    }

    /// Adds the parts of another page.
    pub(crate) fn append(&mut self, other: &Self) {
        self.body.push_str(&other.body);
    }

    /// A list of links with a word about each.
    pub(crate) fn cards(&mut self, cards: &[(&str, String, String)]) {
        self.body.push_str("<ul class=\"mainstay-cards\">");
        for (href, title, words) in cards {
            let _ = write!(
                self.body,
                "<li class=\"mainstay-card\"><h2 class=\"govuk-heading-s govuk-!-margin-bottom-2\">{}</h2>\
                 <p class=\"govuk-body-s govuk-!-margin-bottom-0\">{}</p></li>",
                link(href, title),
                escape(words)
            );
        }
        self.body.push_str("</ul>");
    }

    /// A table, with its CSV. The address is filled in when the page is shown.
    pub(crate) fn table(&mut self, grid: &Grid) {
        let number = self.tables.len() + 1;
        let csv = format!(
            "<p class=\"govuk-body-s mainstay-noprint\"><a class=\"govuk-link\" href=\"\u{1}{number}\" \
            download>Download “{}” as CSV</a></p>",
            escape(&grid.table.title)
        );
        self.body.push_str(&grid.html());
        self.body.push_str(&csv);
        self.tables.push(grid.table.clone());
    }

    /// A table of a page that answers a form, and so has no address to ask again: its CSV goes with it.
    pub(crate) fn table_inside(&mut self, grid: &Grid) {
        self.body.push_str(&grid.html());
        let text = String::from_utf8_lossy(&grid::csv(&grid.table)).into_owned();
        let name = grid::file_name(&grid.table);
        let _ = write!(
            self.body,
            "<p class=\"govuk-body-s mainstay-noprint\"><a class=\"govuk-link\" download=\"{name}\" \
             href=\"data:text/csv;charset=utf-8,{}\">Download “{}” as CSV</a></p>",
            part(&text),
            escape(&grid.table.title)
        );
    }

    /// The number of a table's CSV, for tests and programs: the first is 1.
    fn csv(&self, number: usize) -> Response {
        let Some(table) = number.checked_sub(1).and_then(|at| self.tables.get(at)) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        grid::csv_response(table)
    }

    /// The page, or one of its tables as CSV.
    pub(crate) fn response(self, around: &Surroundings, csv: Option<usize>) -> Response {
        match csv {
            Some(number) if self.errors.is_empty() => self.csv(number),
            _ => self.page(around),
        }
    }

    fn page(mut self, around: &Surroundings) -> Response {
        let join = if around.address.contains('?') { "&amp;" } else { "?" };
        let csv = format!("{}{join}csv=", escape(&around.address));
        self.body = self.body.replace('\u{1}', &csv);
        let skip = SkipLink {
            text: "Skip to main content".to_owned(),
            href: "#main-content".to_owned(),
            classes: String::new(),
        };
        let header = GenericHeader { logo_text: "Mainstay".to_owned(), ..Default::default() };
        let navigation = ServiceNavigation {
            service_name: around.council.clone(),
            service_url: if around.council.is_empty() { String::new() } else { "/".to_owned() },
            navigation: around.rooms.clone(),
            classes: String::new(),
        };
        let error = (!self.errors.is_empty()).then(|| html(&summary(&self.errors)));
        let crumbs = Breadcrumbs { items: self.crumbs, collapse_on_mobile: true, classes: String::new() };
        let layout = Layout {
            title: &self.title,
            caption: &self.caption,
            error,
            banner: &self.banner,
            body: &self.body,
            crumbs: if crumbs.items.is_empty() { String::new() } else { html(&crumbs) },
            skip: html(&skip),
            header: html(&header),
            navigation: if around.council.is_empty() { String::new() } else { html(&navigation) },
            who: around.who.as_deref(),
            demonstration: around.demonstration,
            icon: assets::address("favicon.svg"),
            frontend: assets::address("govuk-frontend.css"),
            own: assets::address("mainstay.css"),
            script: assets::address("start.js"),
        };
        let mut response = (self.status, Html(html(&layout))).into_response();
        // A page holds the data of people: nobody else may find it in a cache.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

fn summary(errors: &[(String, String)]) -> ErrorSummary {
    let item = |(field, text): &(String, String)| ErrorItem {
        text: text.clone(),
        href: if field.is_empty() { String::new() } else { format!("#{field}") },
    };
    ErrorSummary {
        title_text: "There is a problem".to_owned(),
        error_list: errors.iter().map(item).collect(),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_text_wherever_it_stands() {
        let link = link("/people/\"><script>", "<script>alert('1')</script>");
        assert_eq!(
            link,
            "<a class=\"govuk-link\" href=\"/people/&quot;&gt;&lt;script&gt;\">\
             &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</a>"
        );
        assert_eq!(part("../a b&c=d"), "..%2Fa%20b%26c%3Dd");
        assert_eq!(address("/position", &[("team", "Ä&b"), ("by", "")]), "/position?team=%C3%84%26b");
    }
}
