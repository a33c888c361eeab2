//! How programs get at the record: Power BI and Excel.

use axum::response::Response;

use crate::api::endpoints;
use crate::grid::Grid;
use crate::page::{Page, escape, link};
use crate::visit::Visit;

pub(crate) async fn show(visit: Visit) -> Response {
    let mut page = Page::new("Power BI, Excel and other programs").under(&[("Your account", "/account")]);
    let url = visit.site.settings().url();
    page.prose("A program asks the same questions as the pages, sees what you may see and no more, and gets JSON or CSV.");
    page.heading("Before you begin");
    page.raw(&format!(
        "<p class=\"govuk-body\">{} for the program. It is shown once; keep it like a password. End it when the program is \
         no longer used.</p>",
        link("/account", "Make a token")
    ));
    let example = format!("{url}/api/v1/position?as_at=2024-09-30&by=team&format=csv");
    page.heading("Excel and Power BI");
    page.raw(&format!(
        "<ol class=\"govuk-list govuk-list--number\">\
         <li>Choose <strong>Get data</strong>, then <strong>From web</strong>, then <strong>Advanced</strong>.</li>\
         <li>As the address, give <code class=\"mainstay-key\">{}</code></li>\
         <li>Add the header <code>Authorization</code> with the value <code>Bearer</code>, a space and your token.</li>\
         <li>Where it asks how to connect, choose <strong>Anonymous</strong>: the header says who you are.</li>\
         <li>Refresh when you like. Each answer says at which change it was known.</li></ol>",
        escape(&example)
    ));
    page.prose("Every table on every page has its CSV as well, under the table.");
    let mut table = app::table::Table::new("What can be asked", &["Path", "What it answers", "Asked by"]);
    table.rows = endpoints()
        .map(|endpoint| {
            let names: Vec<String> = endpoint
                .parameters
                .iter()
                .map(|one| if one.required { format!("{} (needed)", one.name) } else { one.name.to_owned() })
                .collect();
            vec![endpoint.path.to_owned(), endpoint.about.to_owned(), names.join(", ")]
        })
        .collect();
    page.table(&Grid::new(table));
    page.raw(&format!(
        "<p class=\"govuk-body\">{}</p>",
        link("/api/v1/openapi.json", "The OpenAPI document")
    ));
    visit.show(page)
}
