//! Accounts and the log of views.

use app::Account;
use app::accounts::{NewPerson, Unchanged, ViewingsFor};
use app::policy::{Action, Role};
use app::reception::Problems;
use app::table::Table;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, Checkboxes, Choice, Fieldset, Input, InsetText, Radios, WarningText};
use crate::failure::Failure;
use crate::form::{Filled, date_input, error_of, hidden, input};
use crate::grid::Grid;
use crate::page::{Page, escape, html, part};
use crate::visit::Visit;

const UNDER: (&str, &str) = ("Administration", "/administration");

pub(crate) async fn list(visit: Visit) -> Result<Response, Failure> {
    let accounts = visit.office().accounts(visit.council()).await?;
    let mut page = Page::new("Administration").under(&[]);
    let columns = ["Name", "Signs in as", "Role", "Teams", "Standing", "Signs in by"];
    let mut table = Table::new("Accounts", &columns);
    table.rows = accounts.iter().map(cells).collect();
    page.put(&Button {
        text: "Make an account".to_owned(),
        href: "/administration/accounts/new".to_owned(),
        ..Button::default()
    });
    page.table(
        &Grid::new(table)
            .linked(0, |at, _| Some(format!("/administration/accounts/{}", part(&accounts[at].id)))),
    );
    if visit.may(Action::ReadViewings) {
        page.raw("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"/administration/views\">Who looked at whose data</a></p>");
    }
    Ok(visit.show(page))
}

fn cells(account: &Account) -> Vec<String> {
    let standing = match (account.closed, &account.password) {
        (true, _) => "closed",
        (false, None) if !account.linked => "waits for a password",
        (false, _) => "open",
    };
    let means = match (account.linked, &account.password, account.codes) {
        (true, None, _) => "single sign-on",
        (_, _, true) => "password and code",
        _ => "password",
    };
    let role =
        Role::from_code(&account.role).map_or_else(|| account.role.clone(), |role| role.words().to_owned());
    let teams = account.teams.join(", ");
    vec![account.shown.clone(), account.name.clone(), role, teams, standing.to_owned(), means.to_owned()]
}

fn person(filled: &Filled) -> NewPerson {
    NewPerson {
        name: filled.get("name").to_owned(),
        shown: filled.get("shown").to_owned(),
        role: Role::from_code(filled.get("role")).unwrap_or(Role::Operator),
        teams: filled.all("teams"),
    }
}

/// The fields of an account; the name that someone signs in with is chosen once.
async fn fields(
    visit: &Visit,
    page: &mut Page,
    person: &NewPerson,
    is_new: bool,
    problems: &Problems,
) -> Result<(), Failure> {
    page.errors(problems);
    if is_new {
        page.put(&Input {
            error_message: error_of(problems, "name"),
            ..input("name", "Email address, to sign in with", &person.name)
        });
    }
    page.put(&Input {
        error_message: error_of(problems, "shown"),
        hint: Some("Changes are signed with it".into()),
        ..input("shown", "Full name", &person.shown)
    });
    let roles = Role::ALL.iter().filter(|role| **role != Role::Operator);
    page.put(&Radios {
        name: "role".to_owned(),
        fieldset: Some(Fieldset { legend: "Role".into(), ..Fieldset::default() }),
        error_message: error_of(problems, "role"),
        items: roles
            .map(|role| Choice {
                value: role.code().to_owned(),
                text: role.words().to_owned(),
                checked: *role == person.role,
                ..Choice::default()
            })
            .collect(),
        ..Radios::default()
    });
    let places = visit.office().places(visit.council(), visit.today()).await?;
    page.put(&Checkboxes {
        name: "teams".to_owned(),
        fieldset: Some(Fieldset { legend: "Teams of a team manager".into(), ..Fieldset::default() }),
        hint: Some("They see these and what is below them. Other roles see the whole council.".into()),
        error_message: error_of(problems, "teams"),
        classes: "govuk-checkboxes--small".to_owned(),
        items: places
            .units
            .iter()
            .filter(|place| place.exists)
            .map(|place| Choice {
                value: place.key.clone(),
                text: place.name.clone(),
                checked: person.teams.contains(&place.key),
                ..Choice::default()
            })
            .collect(),
        ..Checkboxes::default()
    });
    Ok(())
}

async fn making(visit: &Visit, person: &NewPerson, problems: &Problems) -> Result<Response, Failure> {
    let mut page = Page::new("Make an account").under(&[UNDER]);
    page.raw("<form action=\"/administration/accounts/new\" method=\"post\" novalidate>");
    fields(visit, &mut page, person, true, problems).await?;
    page.put(&Button { text: "Make the account".to_owned(), ..Button::default() });
    page.raw("</form>");
    Ok(visit.show(page))
}

pub(crate) async fn new(visit: Visit) -> Result<Response, Failure> {
    let nobody =
        NewPerson { name: String::new(), shown: String::new(), role: Role::Reader, teams: Vec::new() };
    making(&visit, &nobody, &Problems::new()).await
}

pub(crate) async fn add(visit: Visit, filled: Filled) -> Result<Response, Failure> {
    let person = person(&filled);
    match visit.office().add_account(visit.council(), &person, visit.now()).await? {
        Ok(link) => Ok(hand_over(&visit, &person.name, link.reveal())),
        Err(problems) => making(&visit, &person, &problems).await,
    }
}

/// The page with a link to hand over.
fn hand_over(visit: &Visit, name: &str, secret: &str) -> Response {
    let mut page = Page::new("Hand over the link").under(&[UNDER]);
    page.prose(&format!(
        "With this link {name} chooses a password. It works once, for 48 hours, and is not shown again."
    ));
    let link = format!("{}/set-up/{secret}", visit.site.settings().url());
    page.put(&InsetText {
        html: format!("<p class=\"mainstay-key\" id=\"link\">{}</p>", escape(&link)),
        ..InsetText::default()
    });
    page.put(&WarningText {
        text: "Whoever has the link has the account: hand it over in person or by a way that you trust."
            .to_owned(),
        ..WarningText::default()
    });
    visit.show(page)
}

pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let account = visit.office().account(visit.council(), &id).await?;
    let person = NewPerson {
        name: account.name.clone(),
        shown: account.shown.clone(),
        role: Role::from_code(&account.role).unwrap_or(Role::Reader),
        teams: account.teams.clone(),
    };
    changing(&visit, &account, &person, &Problems::new()).await
}

async fn changing(
    visit: &Visit,
    account: &Account,
    person: &NewPerson,
    problems: &Problems,
) -> Result<Response, Failure> {
    let mut page = Page::new(account.shown.clone()).caption(account.name.clone()).under(&[UNDER]);
    if account.linked {
        page.prose("Signs in with their council account, whose groups set the name, the role and the teams again each time.");
    }
    let version = hidden("version", &account.version.to_string());
    page.raw(&format!("<form method=\"post\" novalidate>{version}"));
    fields(visit, &mut page, person, false, problems).await?;
    page.put(&Checkboxes {
        name: "closed".to_owned(),
        classes: "govuk-checkboxes--small".to_owned(),
        items: vec![Choice {
            value: "yes".to_owned(),
            text: "Closed: nobody can sign in with it".to_owned(),
            checked: account.closed,
            ..Choice::default()
        }],
        ..Checkboxes::default()
    });
    page.put(&Button { text: "Save".to_owned(), ..Button::default() });
    page.raw("</form>");
    if !account.closed {
        page.heading("Forgotten password");
        page.prose("A new link ends the account’s sessions and earlier links.");
        page.raw(&act(account, "link", "Make a new link"));
    }
    if account.codes {
        page.heading("Lost device");
        page.prose(
            "Make sure that it is its owner who asks. Resetting ends the account’s one-time codes, recovery codes and \
             sessions: a password is then enough, until codes are set up again.",
        );
        page.raw(&act(account, "codes", "Reset one-time codes"));
    }
    Ok(visit.show(page))
}

/// A button that does something to an account.
fn act(account: &Account, what: &str, text: &str) -> String {
    let button =
        Button { text: text.to_owned(), classes: "govuk-button--secondary".to_owned(), ..Button::default() };
    format!(
        "<form action=\"/administration/accounts/{}/{what}\" method=\"post\">{}</form>",
        part(&account.id),
        html(&button)
    )
}

/// Ends the codes of somebody who has lost their device.
pub(crate) async fn reset_codes(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.office().reset_codes(visit.council(), &id).await?;
    Ok(Redirect::to(&format!("/administration/accounts/{}", part(&id))).into_response())
}

pub(crate) async fn change(
    visit: Visit,
    Path(id): Path<String>,
    filled: Filled,
) -> Result<Response, Failure> {
    let (office, person) = (visit.office(), person(&filled));
    let version = filled.get("version").parse().unwrap_or(0);
    let closed = filled.get("closed") == "yes";
    let changed = office.change_account(visit.council(), &id, version, &person, closed).await?;
    match changed {
        Ok(()) => Ok(Redirect::to("/administration").into_response()),
        Err(unchanged) => {
            let account = office.account(visit.council(), &id).await?;
            let problems = match unchanged {
                Unchanged::Problems(problems) => problems,
                Unchanged::ChangedMeanwhile => vec![(
                    "shown",
                    "Somebody else has changed this account since you opened it: look at it again and save"
                        .to_owned(),
                )],
            };
            changing(&visit, &account, &person, &problems).await
        }
    }
}

pub(crate) async fn link(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let office = visit.office();
    let name = office.account(visit.council(), &id).await?.name;
    let link = office.new_link(visit.council(), &id, visit.now()).await?;
    Ok(hand_over(&visit, &name, link.reveal()))
}

pub(crate) async fn viewings(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Who looked at whose data").under(&[UNDER]);
    let (mut days, mut fields) = ([None, None], String::new());
    for (at, (name, label)) in [("from", "From"), ("to", "To")].into_iter().enumerate() {
        let mut field = date_input(name, label, asked.get(name));
        match asked.date(name) {
            Ok(day) => days[at] = day,
            Err(problem) => {
                page.error(name, problem.clone());
                field.error_message = Some(problem.into());
            }
        }
        fields.push_str(&html(&field));
    }
    fields.push_str(&html(&input("worker", "Worker", asked.get("worker"))));
    fields.push_str(&html(&input("by", "Who looked", asked.get("by"))));
    page.raw(&super::filter::form("/administration/views", &fields, "Search"));
    let ask = ViewingsFor { from: days[0], to: days[1], worker: asked.some("worker"), by: asked.some("by") };
    let found = visit.office().viewings(visit.council(), &ask).await?;
    page.table(&Grid::new(found));
    Ok(visit.show(page))
}
