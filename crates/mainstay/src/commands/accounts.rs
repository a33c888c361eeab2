//! Accounts, for whoever runs the program: the last resort of administrators who cannot come in themselves.

use app::Account;
use app::accounts::NewPerson;
use app::office::{Council, Office};
use app::reception::Secret;
use app::table::Table;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::args::AccountCommand;
use crate::console::Console;
use crate::failure::Failure;

use super::{Desk, Done, entry, say};

pub(super) async fn account(desk: &mut Desk<'_>, command: &AccountCommand, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    match command {
        AccountCommand::List => list(&office, &council, console).await,
        AccountCommand::Add { name, shown, role, teams } => {
            let role = entry::role("--role", role).map_err(Failure::Settings)?;
            let (name, shown, teams) = (name.clone(), shown.clone(), teams.clone());
            let person = NewPerson { name, shown, role, teams };
            match office.add_account(&council, &person, Timestamp::now()).await? {
                Ok(link) => hand_over(console, &person.name, &link),
                Err(problems) => Err(Failure::Settings(
                    problems
                        .into_iter()
                        .map(|(field, why)| format!("{field}: {why}"))
                        .collect::<Vec<_>>()
                        .join("; "),
                )),
            }
        }
        AccountCommand::Link { name } => {
            let account = office.account_named(&council, name).await?;
            let link = office.new_link(&council, &account.id, Timestamp::now()).await?;
            hand_over(console, &account.name, &link)
        }
        AccountCommand::ResetCodes { name } => {
            let account = office.account_named(&council, name).await?;
            office.reset_codes(&council, &account.id).await?;
            let mut table = Table::new(format!("{} has no one-time codes any more", account.name), &[]);
            table.notes = vec!["The password is enough until codes are set up again.".to_owned()];
            say(console, &json!({ "name": account.name, "codes": false }), &[table])
        }
    }
}

/// Prints a link, which works once. Its address begins with that of the service, which is not known here.
fn hand_over(console: &mut Console, name: &str, link: &Secret) -> Done {
    let page = format!("/set-up/{}", link.reveal());
    let mut table = Table::new(format!("A link for {name}, once, within 48 hours"), &[]);
    table.notes = vec![format!("Under the address of the service: {page}")];
    say(console, &json!({ "name": name, "page": page }), &[table])
}

async fn list(office: &Office, council: &Council, console: &mut Console) -> Done {
    let accounts = office.accounts(council).await?;
    let mut table = Table::new("Accounts", &["Signs in as", "Name", "Role", "Standing", "One-time codes"]);
    let row = |account: &Account| {
        let standing = if account.closed { "closed" } else { "open" };
        let codes = if account.codes { "yes" } else { "no" };
        [&account.name, &account.shown, &account.role, standing, codes].map(str::to_owned).to_vec()
    };
    table.rows = accounts.iter().map(row).collect();
    let data = |account: &Account| -> Value {
        let Account { name, shown, role, teams, closed, codes, linked, .. } = account;
        json!({ "name": name, "shown": shown, "role": role, "teams": teams, "closed": closed, "codes": codes,
            "single_sign_on": linked })
    };
    say(console, &accounts.iter().map(data).collect::<Vec<_>>(), &[table])
}
