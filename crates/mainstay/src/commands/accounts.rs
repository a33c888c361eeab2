//! Accounts, for whoever runs the program: the last resort of administrators who cannot come in themselves.

use app::Account;
use app::office::{Council, Office};
use app::table::Table;
use serde_json::{Value, json};

use crate::args::AccountCommand;
use crate::console::Console;

use super::{Desk, Done, say};

pub(super) async fn account(desk: &mut Desk<'_>, command: &AccountCommand, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    match command {
        AccountCommand::List => list(&office, &council, console).await,
        AccountCommand::Link { name } => {
            let account = office.account_named(&council, name).await?;
            let link = office.new_link(&council, &account.id, jiff::Timestamp::now()).await?;
            let page = format!("/set-up/{}", link.reveal());
            let mut table = Table::new(format!("A link for {}, once, within 48 hours", account.name), &[]);
            table.notes = vec![format!("Under the address of the service: {page}")];
            say(console, &json!({ "name": account.name, "page": page }), &[table])
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
