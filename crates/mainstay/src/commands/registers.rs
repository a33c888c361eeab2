//! The registers' commands.

use app::registering::{self, Looked};
use app::registers::agency::CostBy;
use app::registers::recruitment::{FunnelAsk, FunnelBy};
use app::registers::renewals::Columns;
use app::registers::workload::LoadBy;
use app::table::Table;
use app::workforce::Date;

use super::{Desk, Done, say, today};
use crate::args::Format;
use crate::args::registers::{
    ActionsArgs, AgencyCheckArgs, AgencyCommand, CohortCommand, CostByArg, ExitsArgs, FunnelArgs,
    FunnelByArg, IncentivesCommand, LoadByArg, OnArgs, RenewalsArgs, WorkloadArgs,
};
use crate::console::Console;
use crate::failure::Outcome;
use crate::files;

/// The largest register file that is read.
const LARGEST_REGISTER: u64 = 64 << 20;

fn on(args: &OnArgs) -> Date {
    args.as_at.unwrap_or_else(today)
}

fn told(console: &mut Console, answer: &app::answers::registers::Told) -> Done {
    say(console, answer, &answer.tables)
}

pub(super) async fn parameters(desk: &mut Desk<'_>, day: Option<Date>, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    told(console, &office.parameters(&council, day).await?)
}

pub(super) async fn agency(desk: &mut Desk<'_>, command: &AgencyCommand, console: &mut Console) -> Done {
    match command {
        AgencyCommand::Check(args) => check(desk, args, console).await,
        AgencyCommand::Cost(args) => {
            let (office, council) = desk.open_council().await?;
            let by = match args.by {
                CostByArg::Team => CostBy::Team,
                CostByArg::Month => CostBy::Month,
                CostByArg::Reason => CostBy::Reason,
                CostByArg::Supplier => CostBy::Supplier,
            };
            told(console, &office.agency_cost(&council, (args.days.from, args.days.to), by).await?)
        }
        AgencyCommand::Due(args) => {
            let (office, council) = desk.open_council().await?;
            told(console, &office.agency_due(&council, on(args)).await?)
        }
        AgencyCommand::Return { quarter } => {
            let quarter = registering::quarter(quarter)?;
            let (office, council) = desk.open_council().await?;
            told(console, &office.agency_quarter(&council, quarter).await?)
        }
        AgencyCommand::Rules { out: Some(folder) } => {
            files::write_all(folder, &registering::agency_rule_pages())?;
            Ok(Outcome::Done)
        }
        AgencyCommand::Rules { out: None } => {
            let rules: Vec<_> = app::registers::agency::rules::all().collect();
            let mut table = Table::new("Agency rules", &["Rule", "What must hold", "How sure", "Source"]);
            table.rows = rules
                .iter()
                .map(|rule| [rule.id, rule.title, rule.mark.code(), rule.source].map(str::to_owned).to_vec())
                .collect();
            let data: Vec<_> = rules
                .iter()
                .map(|rule| {
                    serde_json::json!({
                        "id": rule.id, "title": rule.title, "explanation": rule.explanation, "fix": rule.fix,
                        "source": rule.source, "mark": rule.mark.code(), "in_force": rule.duty(),
                    })
                })
                .collect();
            say(console, &serde_json::json!({ "rules": data }), &[table])
        }
    }
}

async fn check(desk: &mut Desk<'_>, args: &AgencyCheckArgs, console: &mut Console) -> Done {
    let looked = match &args.quarter {
        Some(quarter) => Looked::Quarter(registering::quarter(quarter)?),
        None => Looked::AsAt(args.as_at.unwrap_or_else(today)),
    };
    let (office, council) = desk.open_council().await?;
    let answer = office.agency_check(&council, looked).await?;
    match console.format() {
        Format::Csv => console.answer(&(), &[answer.list()])?,
        _ => console.answer(&answer.json(), &answer.tables())?,
    }
    Ok(if answer.has_errors() { Outcome::DataHasErrors } else { Outcome::Done })
}

pub(super) async fn incentives(
    desk: &mut Desk<'_>,
    command: &IncentivesCommand,
    console: &mut Console,
) -> Done {
    let (office, council) = desk.open_council().await?;
    match command {
        IncentivesCommand::Due(args) => told(console, &office.incentives_due(&council, on(args)).await?),
        IncentivesCommand::Cost { on: args, months } => {
            told(console, &office.incentives_cost(&council, on(args), *months).await?)
        }
    }
}

pub(super) async fn cohort(desk: &mut Desk<'_>, command: &CohortCommand, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    match command {
        CohortCommand::List(args) => told(console, &office.cohorts(&council, on(args)).await?),
        CohortCommand::Show { id, on: args } => told(console, &office.cohort(&council, id, on(args)).await?),
    }
}

pub(super) async fn actions(desk: &mut Desk<'_>, args: &ActionsArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    told(console, &office.actions(&council, on(&args.on), args.overdue).await?)
}

pub(super) async fn workload(desk: &mut Desk<'_>, args: &WorkloadArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    let by = match args.by {
        LoadByArg::Team => LoadBy::Team,
        LoadByArg::Role => LoadBy::Role,
        LoadByArg::Worker => LoadBy::Worker,
    };
    told(console, &office.workload(&council, on(&args.on), by, args.weighting.as_deref()).await?)
}

pub(super) async fn funnel(desk: &mut Desk<'_>, args: &FunnelArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    let by = match args.by {
        FunnelByArg::Campaign => FunnelBy::Campaign,
        FunnelByArg::Channel => FunnelBy::Channel,
        FunnelByArg::Role => FunnelBy::Role,
        FunnelByArg::Team => FunnelBy::Team,
        FunnelByArg::Status => FunnelBy::Status,
    };
    let ask =
        FunnelAsk { campaign: args.campaign.clone(), channel: args.channel.clone(), role: args.role.clone() };
    told(console, &office.funnel(&council, &ask, (args.days.from, args.days.to), by).await?)
}

pub(super) async fn vacancies(desk: &mut Desk<'_>, args: &OnArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    told(console, &office.vacancies(&council, on(args)).await?)
}

pub(super) async fn renewals(desk: &mut Desk<'_>, args: &RenewalsArgs, console: &mut Console) -> Done {
    let register =
        args.register.as_deref().map(|path| files::read_one(path, LARGEST_REGISTER)).transpose()?;
    let usual = Columns::default();
    let columns = Columns {
        number: args.number_column.clone().unwrap_or(usual.number),
        status: args.status_column.clone().unwrap_or(usual.status),
        until: args.until_column.clone().unwrap_or(usual.until),
    };
    let (office, council) = desk.open_council().await?;
    let file = register.as_ref().map(|file| (file.bytes.as_slice(), &columns));
    told(console, &office.renewals(&council, on(&args.on), file).await?)
}

pub(super) async fn supervision(desk: &mut Desk<'_>, args: &OnArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    told(console, &office.supervision(&council, on(args)).await?)
}

pub(super) async fn leave_to_remain(desk: &mut Desk<'_>, args: &OnArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    told(console, &office.leave_to_remain(&council, on(args)).await?)
}

pub(super) async fn board(desk: &mut Desk<'_>, args: &OnArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    told(console, &office.board(&council, on(args)).await?)
}

pub(super) async fn exits(desk: &mut Desk<'_>, args: &ExitsArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    let answer = match (args.years, args.from) {
        (Some(years), _) => office.exits_by_year(&council, args.to, years).await?,
        (None, from) => office.exits(&council, (from.unwrap_or(args.to), args.to)).await?,
    };
    told(console, &answer)
}
