//! What may be asked of the registers.

use std::path::PathBuf;

use app::workforce::Date;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum AgencyCommand {
    /// Ask the statutory rules of every engagement. Ends with 1 when a binding rule is not met.
    Check(AgencyCheckArgs),
    /// What agency work cost, and its premium over employing.
    Cost(AgencyCostArgs),
    /// Engagements that end soon or are past their end, and those that might become permanent.
    Due(OnArgs),
    /// A quarter's figures, with what is missing: a layout of our own, since the official one was not available.
    Return {
        /// The quarter of data, such as 2025-Q1.
        #[arg(long)]
        quarter: String,
    },
    /// The rules; with --out, their pages.
    Rules {
        /// A folder for the pages.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct OnArgs {
    /// The day; today without.
    #[arg(long)]
    pub(crate) as_at: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct FromToArgs {
    /// The first day.
    #[arg(long)]
    pub(crate) from: Date,
    /// The last day, which counts.
    #[arg(long)]
    pub(crate) to: Date,
}

#[derive(Debug, Args)]
pub(crate) struct AgencyCheckArgs {
    /// The day; today without.
    #[arg(long, conflicts_with = "quarter")]
    pub(crate) as_at: Option<Date>,
    /// Every day of a quarter, such as 2025-Q1.
    #[arg(long)]
    pub(crate) quarter: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CostByArg {
    /// The team of the day.
    Team,
    /// The calendar month.
    Month,
    /// What is covered.
    Reason,
    /// The agency.
    Supplier,
}

#[derive(Debug, Args)]
pub(crate) struct AgencyCostArgs {
    #[command(flatten)]
    pub(crate) days: FromToArgs,
    /// The groups.
    #[arg(long, value_enum, default_value_t = CostByArg::Team)]
    pub(crate) by: CostByArg,
}

#[derive(Debug, Subcommand)]
pub(crate) enum IncentivesCommand {
    /// What is due to be paid, and what leavers are to pay back.
    Due(OnArgs),
    /// What schemes cost, who took them up, and who stayed after.
    Cost {
        #[command(flatten)]
        on: OnArgs,
        /// The months over which staying is looked at.
        #[arg(long, default_value_t = 12)]
        months: u32,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum CohortCommand {
    /// Every cohort, with retention from starters and from the programme's end.
    List(OnArgs),
    /// One cohort, with its reviews and panels.
    Show {
        /// The cohort.
        id: String,
        #[command(flatten)]
        on: OnArgs,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ActionsArgs {
    /// Only what is overdue.
    #[arg(long)]
    pub(crate) overdue: bool,
    #[command(flatten)]
    pub(crate) on: OnArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LoadByArg {
    /// The team.
    Team,
    /// The role.
    Role,
    /// Each worker.
    Worker,
}

#[derive(Debug, Args)]
pub(crate) struct WorkloadArgs {
    #[command(flatten)]
    pub(crate) on: OnArgs,
    /// The groups.
    #[arg(long, value_enum, default_value_t = LoadByArg::Team)]
    pub(crate) by: LoadByArg,
    /// A version of the weighting; the one in use on the day without.
    #[arg(long)]
    pub(crate) weighting: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FunnelByArg {
    /// The campaign.
    Campaign,
    /// The channel.
    Channel,
    /// The role.
    Role,
    /// The team.
    Team,
    /// What applicants did when they applied.
    Status,
}

#[derive(Debug, Args)]
pub(crate) struct FunnelArgs {
    #[command(flatten)]
    pub(crate) days: FromToArgs,
    /// Of one campaign.
    #[arg(long)]
    pub(crate) campaign: Option<String>,
    /// Of one channel.
    #[arg(long)]
    pub(crate) channel: Option<String>,
    /// Of one role.
    #[arg(long)]
    pub(crate) role: Option<String>,
    /// The groups.
    #[arg(long, value_enum, default_value_t = FunnelByArg::Campaign)]
    pub(crate) by: FunnelByArg,
}

#[derive(Debug, Args)]
pub(crate) struct RenewalsArgs {
    #[command(flatten)]
    pub(crate) on: OnArgs,
    /// A CSV file of the public register, as somebody downloaded it.
    #[arg(long)]
    pub(crate) register: Option<PathBuf>,
    /// The heading of its registration numbers.
    #[arg(long, requires = "register")]
    pub(crate) number_column: Option<String>,
    /// The heading of its statuses.
    #[arg(long, requires = "register")]
    pub(crate) status_column: Option<String>,
    /// The heading of until when.
    #[arg(long, requires = "register")]
    pub(crate) until_column: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ExitsArgs {
    /// The first day; with --years, not needed.
    #[arg(long, required_unless_present = "years")]
    pub(crate) from: Option<Date>,
    /// The last day, which counts.
    #[arg(long)]
    pub(crate) to: Date,
    /// So many years that end on that day of the year, side by side with turnover.
    #[arg(long, conflicts_with = "from", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub(crate) years: Option<u8>,
}
