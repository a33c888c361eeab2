//! What may be asked on the command line.

pub(crate) mod registers;
mod serving;

use std::net::SocketAddr;
use std::path::PathBuf;

use app::measures::breakdown::Breakdown;
use app::measures::exact::Amount;
use app::measures::staying::StayingBy;
use app::workforce::Date;
use app::workforce::cell::Value;
use app::workforce::position::{By, Formula};
use clap::{Args, Parser, Subcommand, ValueEnum};

use registers::{
    ActionsArgs, AgencyCommand, CohortCommand, ExitsArgs, FunnelArgs, IncentivesCommand, OnArgs,
    RenewalsArgs, WorkloadArgs,
};
pub(crate) use serving::{AccountCommand, LogForm, ServeArgs};

/// The workforce record and evidence base for social work services in English councils.
#[derive(Debug, Parser)]
#[command(name = "mainstay", version, about, max_term_width = 100)]
pub(crate) struct Arguments {
    /// The store: a SQLite file, or a postgres:// URL.
    #[arg(
        long,
        global = true,
        env = "MAINSTAY_STORE",
        hide_env_values = true,
        default_value = "mainstay.db"
    )]
    pub(crate) store: String,
    /// The council, by code or name, where the store holds several.
    #[arg(long, global = true)]
    pub(crate) council: Option<String>,
    /// How the answer is printed.
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
    /// For editors: SARIF 2.1.0, of the findings of a check.
    Sarif,
    /// For browsers: a paper, or a page with each claim of a paper marked in its place.
    Html,
    /// A paper for print and for ever: PDF/UA-1 and PDF/A-2a.
    Pdf,
    /// A paper for editing.
    Docx,
    /// The data of a paper as a workbook.
    Xlsx,
    /// The data of a paper as an OpenDocument spreadsheet.
    Ods,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Load the example councils and show the papers' tables computed from rows.
    Demo(DemoArgs),
    /// Serve the pages and the API.
    Serve(ServeArgs),
    /// The accounts of those who sign in.
    #[command(subcommand)]
    Account(AccountCommand),
    /// The example councils that the program carries.
    #[command(subcommand)]
    Example(ExampleCommand),
    /// The layouts that files may have; with --out, empty CSV and XLSX templates.
    Layout(LayoutArgs),
    /// Read files into the record: one change, all or nothing.
    Import(ImportArgs),
    /// Write the record out as CSV files in the standard layouts.
    Export(ExportArgs),
    /// The establishment position on a date.
    Position(PositionArgs),
    /// Tables that papers printed, and whether they hold.
    #[command(subcommand)]
    Published(PublishedCommand),
    /// Two positions compared: posts, people and what became known later.
    Compare(CompareArgs),
    /// Which changes between two budgets a decision explains.
    Decisions(DecisionsArgs),
    /// The position projected from known dated events.
    Project(ProjectArgs),
    /// The measures that there are.
    Figures {
        /// Print the measures' reference page.
        #[arg(long)]
        markdown: bool,
    },
    /// A figure with its definition, parts, interval and evidence.
    Figure(FigureArgs),
    /// The books: opening, joined, moved, left and closing, each line with its records.
    Books(BooksArgs),
    /// The published figures of every council.
    #[command(subcommand)]
    Benchmark(BenchmarkCommand),
    /// The children's social work workforce census.
    #[command(subcommand)]
    Csww(CswwCommand),
    /// Forecasts, and how good they would have been.
    #[command(subcommand)]
    Forecast(ForecastCommand),
    /// Business cases.
    #[command(subcommand)]
    Case(CaseCommand),
    /// Papers: begun, built from the record, published, produced again.
    #[command(subcommand)]
    Paper(PaperCommand),
    /// Which figures and claims of a paper hold.
    #[command(subcommand)]
    Claims(ClaimsCommand),
    /// How long people stay: survival curves with late entry, of everybody or by group.
    Survival(StayArgs),
    /// Where leavers go: the share gone to each destination by time in service.
    Destinations(StayArgs),
    /// Parameters of policy: what rules and guides set, from when, where, and how sure it is.
    Parameters {
        /// As they hold on a day; every dated row without.
        #[arg(long)]
        as_at: Option<Date>,
    },
    /// Agency workers: the statutory rules, cost, what ends soon, the quarterly figures.
    #[command(subcommand)]
    Agency(AgencyCommand),
    /// Incentives to recruit and keep: what is due, what schemes cost.
    #[command(subcommand)]
    Incentives(IncentivesCommand),
    /// Cohorts of early careers.
    #[command(subcommand)]
    Cohort(CohortCommand),
    /// Improvement actions, with recommendations and risks; or what is overdue.
    Actions(ActionsArgs),
    /// Cases against agreed limits, and weighted points against capacity.
    Workload(WorkloadArgs),
    /// The recruitment funnel: from views to applications to starts to still here.
    Funnel(FunnelArgs),
    /// Open vacancies with their age, and chains of vacancies filled from within.
    Vacancies(OnArgs),
    /// Registration with Social Work England: who is at risk before the window closes.
    Renewals(RenewalsArgs),
    /// Supervision due and held, and how far courses have reached.
    Supervision(OnArgs),
    /// What leavers said, by theme, and surveys: above a threshold only.
    Exits(ExitsArgs),
    /// Rights to work that end, for those who may read them.
    LeaveToRemain(OnArgs),
    /// What a board is given: priorities with their figures, actions, risks, decisions, what is expected, meetings.
    Board(OnArgs),
    /// What the five papers of councils ask for, and what serves each item.
    Mission {
        /// Print the reference page.
        #[arg(long)]
        markdown: bool,
    },
    /// Run one statistical method on given data and print its result as JSON. Needs no store.
    ///
    /// FILE holds a JSON object: `method`, and the method's keys beside it. Methods: kaplan_meier, log_rank, aalen_johansen,
    /// tenure_bands, cox, wilson, poisson_interval, funnel_proportion, funnel_rate, xmr, theil_sen, mann_kendall, crps, npv.
    /// docs/statistics.md says what each takes and gives.
    Statistics {
        /// The data; - is standard input.
        file: PathBuf,
    },
    /// The changes, or those that touched a record.
    Log(LogArgs),
    /// A record as it is, or as it was known.
    Show(ShowArgs),
    /// Check that the whole history is as it was written.
    Verify,
    /// Copy the live store into a new file.
    Backup {
        /// The file to make.
        file: PathBuf,
    },
    /// Fill an empty store from a backup.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Erase who a worker is; counts stand.
    Erase(EraseArgs),
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Serve the invented council of Wexcombe on this machine, with an account for each role that everyone may use.
    #[arg(long)]
    pub(crate) serve: bool,
    /// Where to listen, when serving.
    #[arg(long, value_name = "ADDRESS", requires = "serve", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExampleCommand {
    /// List the examples.
    List,
    /// Load an example into the store.
    Load {
        /// The example's name.
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PublishedCommand {
    /// List the published tables.
    List,
    /// Check a published table against itself and against the record.
    Check {
        /// The table's id.
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct LayoutArgs {
    /// Write empty templates into this folder.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Print the layouts' reference page.
    #[arg(long, conflicts_with_all = ["out", "findings"])]
    pub(crate) markdown: bool,
    /// Print the reference page of the findings that an import can give.
    #[arg(long, conflicts_with = "out")]
    pub(crate) findings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// Files, or folders of files: CSV, XLSX, XLS or ODS.
    #[arg(required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// How the files' columns and codes become the record's (TOML).
    #[arg(long)]
    pub(crate) mapping: Option<PathBuf>,
    /// Show what would change and every finding; change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Who signs the change.
    #[arg(long)]
    pub(crate) by: Option<String>,
    /// Why the change is made.
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// A kind of record that the files hold whole: those absent are ended. May be given several times.
    #[arg(long, value_name = "KIND")]
    pub(crate) complete: Vec<String>,
    /// The day that the files describe; today when not given. Endings take it.
    #[arg(long, value_parser = date)]
    pub(crate) as_at: Option<Date>,
    /// Begin a new council of this name with the code given by --council.
    #[arg(long, value_name = "NAME", requires = "council")]
    pub(crate) new_council: Option<String>,
    /// The largest file read, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=2000))]
    pub(crate) max_file: u64,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The folder to write into.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// As it was known at a change number, date or instant.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) known_at: Option<String>,
    /// Write identity and equality data too.
    #[arg(long)]
    pub(crate) personal: bool,
}

/// Which posts and people a question is about.
#[derive(Debug, Args)]
pub(crate) struct ScopeArgs {
    /// Only this service, by key or name.
    #[arg(long)]
    pub(crate) service: Option<String>,
    /// Only this team, by key or name.
    #[arg(long)]
    pub(crate) team: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PositionArgs {
    /// The date.
    #[arg(long, value_parser = date)]
    pub(crate) as_at: Date,
    /// As it was known at a change number, date or instant; the newest when not given.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) known_at: Option<String>,
    /// The budget baseline, by key or name; those in force when not given.
    #[arg(long)]
    pub(crate) baseline: Option<String>,
    #[command(flatten)]
    pub(crate) scope: ScopeArgs,
    /// What the rows are: service, team, role, basis or cover.
    #[arg(long, value_parser = code::<By>, default_value = "role")]
    pub(crate) by: By,
    /// How over and under establishment is worked out: f1 or f2.
    #[arg(long, value_parser = code::<Formula>, default_value = "f1")]
    pub(crate) formula: Formula,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// The first date.
    #[arg(long, value_parser = date)]
    pub(crate) from: Date,
    /// The second date.
    #[arg(long, value_parser = date)]
    pub(crate) to: Date,
    /// The first baseline.
    #[arg(long)]
    pub(crate) from_baseline: Option<String>,
    /// The second baseline.
    #[arg(long)]
    pub(crate) to_baseline: Option<String>,
    /// When the first position was known.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) from_known_at: Option<String>,
    /// When the second position was known.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) to_known_at: Option<String>,
    #[command(flatten)]
    pub(crate) scope: ScopeArgs,
    /// What the rows are.
    #[arg(long, value_parser = code::<By>, default_value = "role")]
    pub(crate) by: By,
    /// How over and under establishment is worked out.
    #[arg(long, value_parser = code::<Formula>, default_value = "f1")]
    pub(crate) formula: Formula,
}

#[derive(Debug, Args)]
pub(crate) struct DecisionsArgs {
    /// The earlier baseline.
    #[arg(long)]
    pub(crate) from_baseline: String,
    /// The later baseline.
    #[arg(long)]
    pub(crate) to_baseline: String,
}

#[derive(Debug, Args)]
pub(crate) struct ProjectArgs {
    /// The first day.
    #[arg(long, value_parser = date)]
    pub(crate) as_at: Date,
    /// How many months ahead.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(app::workforce::project::LONGEST_MONTHS)))]
    pub(crate) months: u32,
    /// As it was known at a change number, date or instant.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) known_at: Option<String>,
    /// The budget baseline.
    #[arg(long)]
    pub(crate) baseline: Option<String>,
    #[command(flatten)]
    pub(crate) scope: ScopeArgs,
    /// What the rows are.
    #[arg(long, value_parser = code::<By>, default_value = "team")]
    pub(crate) by: By,
}

/// When a figure is asked for: one of a day, a year and a period.
#[derive(Debug, Args)]
#[group(id = "when", required = true, multiple = true)]
pub(crate) struct WhenArgs {
    /// On this day.
    #[arg(long, value_parser = date, conflicts_with_all = ["year_ending", "from", "to"])]
    pub(crate) as_at: Option<Date>,
    /// Over the year that ends with this day; a stock on this day.
    #[arg(long, value_parser = date, conflicts_with_all = ["from", "to"])]
    pub(crate) year_ending: Option<Date>,
    /// From this first day …
    #[arg(long, value_parser = date, requires = "to")]
    pub(crate) from: Option<Date>,
    /// … to this last day, which is in it.
    #[arg(long, value_parser = date, requires = "from")]
    pub(crate) to: Option<Date>,
}

/// What a figure is compared with: it differs from the figure in what is given here.
#[derive(Debug, Args)]
#[group(id = "compared", required = false, multiple = true, conflicts_with_all = ["series", "numerator"])]
pub(crate) struct CompareWithArgs {
    /// Compare with this measure; the same when not given.
    #[arg(long, value_name = "ID")]
    pub(crate) compare: Option<String>,
    /// Compare with the figure on this day.
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with_all = ["compare_year_ending", "compare_from", "compare_to"])]
    pub(crate) compare_as_at: Option<Date>,
    /// Compare with the figure of the year that ends with this day.
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with_all = ["compare_from", "compare_to"])]
    pub(crate) compare_year_ending: Option<Date>,
    /// Compare with the figure from this first day …
    #[arg(long, value_name = "DATE", value_parser = date, requires = "compare_to")]
    pub(crate) compare_from: Option<Date>,
    /// … to this last day, which is in it.
    #[arg(long, value_name = "DATE", value_parser = date, requires = "compare_from")]
    pub(crate) compare_to: Option<Date>,
    /// Compare with the figure of this service.
    #[arg(long, value_name = "SERVICE")]
    pub(crate) compare_service: Option<String>,
    /// Compare with the figure of this team.
    #[arg(long, value_name = "TEAM")]
    pub(crate) compare_team: Option<String>,
    /// Compare with the figure as it was known at a change number, date or instant.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) compare_known_at: Option<String>,
}

impl CompareWithArgs {
    /// Whether anything is to be compared with.
    pub(crate) fn is_given(&self) -> bool {
        let texts = [&self.compare, &self.compare_service, &self.compare_team, &self.compare_known_at];
        let days = [self.compare_as_at, self.compare_year_ending, self.compare_from];
        texts.iter().any(|text| text.is_some()) || days.iter().any(Option::is_some)
    }
}

/// How a series is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Series {
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Census years, 1 October to 30 September.
    Census,
    /// Financial years, 1 April to 31 March.
    Financial,
}

#[derive(Debug, Args)]
pub(crate) struct FigureArgs {
    /// The measure's id, as `mainstay figures` lists it.
    #[arg(value_name = "ID")]
    pub(crate) measure: String,
    #[command(flatten)]
    pub(crate) when: WhenArgs,
    #[command(flatten)]
    pub(crate) scope: ScopeArgs,
    /// The budget baseline of the posts.
    #[arg(long)]
    pub(crate) baseline: Option<String>,
    /// Broken down: service, team, role, census-role, reason, destination, origin, tenure, age, sex or ethnicity. Measures of
    /// shares have groups of their own.
    #[arg(long, value_parser = code::<Breakdown>)]
    pub(crate) by: Option<Breakdown>,
    /// Cut the period into these.
    #[arg(long, value_enum)]
    pub(crate) series: Option<Series>,
    /// As it was known at a change number, date or instant.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) known_at: Option<String>,
    /// List the records behind it, with what each contributes.
    #[arg(long)]
    pub(crate) evidence: bool,
    /// What may leave the council: small counts are suppressed, no records are listed, and the release is remembered.
    #[arg(long, conflicts_with = "evidence")]
    pub(crate) release: bool,
    /// What the figure would be with this numerator, such as one that a paper prints.
    #[arg(long, value_name = "NUMBER", value_parser = amount, conflicts_with_all = ["by", "series", "release"])]
    pub(crate) numerator: Option<Amount>,
    /// The most cases that a worker should hold, for the measures about it.
    #[arg(long, value_name = "CASES", default_value_t = 25)]
    pub(crate) case_limit: u32,
    #[command(flatten)]
    pub(crate) with: CompareWithArgs,
    /// Compare figures of unlike definition, unit, population or period all the same; the answer says what is unlike.
    #[arg(long, requires = "compared")]
    pub(crate) although_unlike: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CaseCommand {
    /// Say what is wrong with a case, what its source does not state and what does not add up. Needs no store.
    Check {
        /// The case (TOML).
        file: PathBuf,
    },
    /// Cost a case by year, with its options and what must be true. Needs no store.
    Report {
        /// The case (TOML).
        file: PathBuf,
    },
    /// Set what happened after a decision beside what was expected.
    Track {
        /// A case's file, the name of an example that has a case, such as devon-2021, or the name that a case is kept by.
        id: String,
    },
    /// Keep a case with the record, by its id, in place of any of the same id.
    Keep {
        /// The case (TOML).
        file: PathBuf,
        /// Why.
        #[arg(long)]
        reason: Option<String>,
        /// Who.
        #[arg(long)]
        by: Option<String>,
    },
    /// The cases that are kept with the record.
    List,
    /// Keep a strand of a kept case as an action of improvement, with who answers for it, by when, and what is expected.
    Action {
        /// The name that the case is kept by.
        id: String,
        /// The strand's key.
        strand: String,
        /// Who answers for it, by role; as in the case without.
        #[arg(long)]
        owner: Option<String>,
        /// By when; as in the case without.
        #[arg(long)]
        due: Option<Date>,
        /// The benefit that is expected of it; the case's where it names one only.
        #[arg(long)]
        measure: Option<String>,
        /// Why.
        #[arg(long)]
        reason: Option<String>,
        /// Who.
        #[arg(long)]
        by: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ForecastCommand {
    /// Forecast the published series from earlier years and score them against naive rules. Needs no store.
    Backtest(BacktestArgs),
    /// Simulate the council's children's social work month by month; with a scenario, beside the baseline.
    Run(RunArgs),
    /// Every assumption of a simulation with its range and source.
    Assumptions(StartArgs),
}

/// From where a simulation starts.
#[derive(Debug, Args)]
pub(crate) struct StartArgs {
    /// The day of the start; the last day on which anybody joined or left when not given.
    #[arg(long, value_parser = date)]
    pub(crate) as_at: Option<Date>,
    /// The budget baseline of the posts.
    #[arg(long)]
    pub(crate) baseline: Option<String>,
    /// Other values for assumptions: a TOML file with lines such as "fill.SW" = 0.2.
    #[arg(long, value_name = "FILE")]
    pub(crate) assumptions: Option<PathBuf>,
    /// As it was known at a change number, date or instant.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) known_at: Option<String>,
}

/// The groups of a simulation's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GroupArg {
    /// Teams.
    Team,
    /// Roles.
    Role,
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// How many months ahead.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=120))]
    pub(crate) months: u16,
    /// How many trials.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(crate) trials: u64,
    /// The same seed gives the same answer.
    #[arg(long)]
    pub(crate) seed: u64,
    /// Interventions to set beside the baseline (TOML); may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Vec<PathBuf>,
    /// Also say what it turns on: each sort of assumption low and high.
    #[arg(long)]
    pub(crate) sensitivity: bool,
    /// Groups beside the whole.
    #[arg(long, value_enum)]
    pub(crate) by: Option<GroupArg>,
    #[command(flatten)]
    pub(crate) start: StartArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PaperCommand {
    /// List the papers to begin from. Needs no store.
    Templates,
    /// Begin a paper from a template. Needs no store.
    New(NewPaperArgs),
    /// Build a paper from the record in a format: html, docx, xlsx, ods or csv.
    Build(BuildPaperArgs),
    /// Publish a paper: its figures go through disclosure control and are frozen, and every format is kept.
    ///
    /// Publishing an id again is a correction, which says what it puts right: a line `correction = "…"` of the paper.
    Publish {
        /// The paper (TOML).
        file: PathBuf,
    },
    /// Give a published paper again, byte for byte.
    Reproduce(ReproduceArgs),
    /// What became known of a published paper's figures since. For use inside the council.
    Changes {
        /// The later published paper: its id, or id@version.
        id: String,
        /// The published paper whose figures are looked at; the same for everything known up to now.
        #[arg(long, value_name = "ID")]
        since: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct NewPaperArgs {
    /// The template.
    pub(crate) template: String,
    /// The date of the figures.
    #[arg(long, value_parser = date)]
    pub(crate) as_at: Date,
    /// The date of the meeting.
    #[arg(long, value_parser = date)]
    pub(crate) meeting: Date,
    /// A business case (TOML), for the template that takes one.
    #[arg(long, value_name = "FILE")]
    pub(crate) case: Option<PathBuf>,
    /// The file to make.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct BuildPaperArgs {
    /// The paper (TOML).
    pub(crate) file: PathBuf,
    /// As it may leave the council: small counts of people are withheld, and what is said is remembered.
    #[arg(long)]
    pub(crate) release: bool,
    /// The file to make.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ReproduceArgs {
    /// The published paper: its id for the newest version, or id@version.
    pub(crate) id: String,
    /// The file to make; standard output when not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClaimsCommand {
    /// Read a paper and report each figure and claim as confirmed, contradicted, imprecise, unsupported or undefined.
    ///
    /// Needs no store unless the record is asked. Exit code 1 when a claim is contradicted. docs/claims.md says what is read and
    /// how it is judged.
    Check(ClaimsCheckArgs),
    /// Say what a claim is of where it was bound wrongly or not at all, and keep it in a file for `claims check --corrections`.
    ///
    /// SENTENCE and STATED are `text` and `stated` of the claim in the report. The claim is still held against the figures.
    Correct(ClaimsCorrectArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ClaimsCorrectArgs {
    /// The file of corrections; made when it is not there.
    pub(crate) file: PathBuf,
    /// The sentence of the claim, as the report gives it.
    #[arg(long)]
    pub(crate) sentence: String,
    /// What the claim states, as the report gives it.
    #[arg(long)]
    pub(crate) stated: String,
    /// The measure that it is of, by its id; `none` when no published measure counts it.
    #[arg(long, value_name = "ID")]
    pub(crate) measure: Option<String>,
    /// The area that it is of: DfE code or name, a region's name, or `england`.
    #[arg(long, value_name = "CODE")]
    pub(crate) authority: Option<String>,
    /// The year ending 30 September that it is of.
    #[arg(long)]
    pub(crate) year: Option<u16>,
    /// Why it is of that.
    #[arg(long)]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct ClaimsCheckArgs {
    /// The paper: text, Markdown, HTML or DOCX; - is standard input.
    pub(crate) file: PathBuf,
    /// The authority that it is by: DfE code, ONS code or name; found in the paper when not given.
    #[arg(long, value_name = "CODE")]
    pub(crate) authority: Option<String>,
    /// When it was published; found in the paper when not given.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// What its claims are held against.
    #[arg(long, value_enum, default_value_t = HeldAgainst::Benchmarks)]
    pub(crate) against: HeldAgainst,
    /// A file that says what some claims are of, as `claims correct` keeps it.
    #[arg(long, value_name = "FILE")]
    pub(crate) corrections: Option<PathBuf>,
}

/// What claims are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HeldAgainst {
    /// The council's own record.
    Record,
    /// The DfE's published figures.
    Benchmarks,
    /// The record first, and the published figures.
    Both,
}

#[derive(Debug, Args)]
pub(crate) struct BacktestArgs {
    /// List one council's forecasts too, by DfE code, ONS code or name.
    #[arg(long, value_name = "CODE", conflicts_with = "all")]
    pub(crate) authority: Option<String>,
    /// Every council together, which is what is scored when no authority is given.
    #[arg(long)]
    pub(crate) all: bool,
    /// The council's own past instead, from its record as it was known then. Needs a store.
    #[arg(long, conflicts_with_all = ["authority", "all", "release"])]
    pub(crate) own: bool,
    /// So many years ahead; one and two when not given.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(1..=3))]
    pub(crate) horizon: Option<u16>,
    /// The release's label; the newest when not given.
    #[arg(long)]
    pub(crate) release: Option<String>,
}

/// Whose time in service is looked at, and when.
#[derive(Debug, Args)]
pub(crate) struct StayArgs {
    /// Groups: team, role, route (where people came from) or cohort (year of starting).
    #[arg(long, value_parser = code::<StayingBy>)]
    pub(crate) by: Option<StayingBy>,
    /// The first day under observation; the first leaving date in the record when not given.
    #[arg(long, value_parser = date)]
    pub(crate) from: Option<Date>,
    /// The last day under observation; the last day on which anybody joined or left when not given.
    #[arg(long, value_parser = date)]
    pub(crate) to: Option<Date>,
    /// Spells of one worker with no more than so many days between them count as one.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub(crate) gap: u16,
    /// Curves speak only where at least so many people are at risk.
    #[arg(long, value_name = "PEOPLE", default_value_t = 10)]
    pub(crate) floor: u64,
    /// As it was known at a change number, date or instant.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) known_at: Option<String>,
}

/// FTE or people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BooksUnit {
    /// Full-time equivalents.
    Fte,
    /// People.
    Headcount,
}

#[derive(Debug, Args)]
pub(crate) struct BooksArgs {
    /// The first day.
    #[arg(long, value_parser = date)]
    pub(crate) from: Date,
    /// The last day, which is in it.
    #[arg(long, value_parser = date)]
    pub(crate) to: Date,
    #[command(flatten)]
    pub(crate) scope: ScopeArgs,
    /// In FTE or people.
    #[arg(long, value_enum, default_value_t = BooksUnit::Fte)]
    pub(crate) unit: BooksUnit,
    /// As it was known at a change number, date or instant.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) known_at: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchmarkCommand {
    /// An authority's published figures, beside others.
    Show(BenchmarkShowArgs),
    /// Every published rate made again from its published parts.
    Recompute {
        /// One year ending 30 September.
        #[arg(long)]
        year: Option<u16>,
        /// The release's label; the newest when not given.
        #[arg(long)]
        release: Option<String>,
    },
    /// Keep a newer release of the published indicators file, and show what it restates.
    Update {
        /// The file, as the publisher prints it.
        file: PathBuf,
        /// A label for the release; the file's name when not given.
        #[arg(long)]
        label: Option<String>,
        /// The day on which it was published; today when not given.
        #[arg(long, value_parser = date)]
        published: Option<Date>,
    },
    /// Implausible zeros, stocks that do not follow from flows, restatements between releases.
    Screen,
}

/// Against whom an authority is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AgainstArg {
    /// Its statistical neighbours.
    Neighbours,
    /// Its region.
    Region,
    /// Every authority.
    England,
}

#[derive(Debug, Args)]
pub(crate) struct BenchmarkShowArgs {
    /// The authority, by DfE code, ONS code or name.
    #[arg(long, value_name = "CODE")]
    pub(crate) authority: String,
    /// One measure.
    #[arg(long, value_name = "ID")]
    pub(crate) measure: Option<String>,
    /// One year ending 30 September.
    #[arg(long)]
    pub(crate) year: Option<u16>,
    /// Beside neighbours, the region or England.
    #[arg(long, value_enum)]
    pub(crate) against: Option<AgainstArg>,
    /// The release's label; the newest when not given.
    #[arg(long)]
    pub(crate) release: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CswwCommand {
    /// Check returns against the rules of their year. Needs no store.
    Check(CswwCheckArgs),
    /// A return beside last year's and the published figures. Needs no store.
    Compare {
        /// The return.
        file: PathBuf,
        /// Last year's return.
        #[arg(long, value_name = "FILE")]
        previous: PathBuf,
    },
    /// Count a return as the DfE does: every measure with its parts, and who they are.
    Summary {
        /// The return.
        file: PathBuf,
    },
    /// Build the return of a year from the record.
    Build(CswwBuildArgs),
    /// What the record lacks for the return of a year.
    Readiness {
        /// The census year, such as 2025.
        #[arg(long)]
        year: i16,
        /// List what there is to do under the team that knows.
        #[arg(long, value_enum)]
        by: Option<ReadinessBy>,
        /// As it was known at a change number, date or instant; the newest when not given.
        #[arg(long, value_name = "N|RFC3339")]
        known_at: Option<String>,
    },
    /// Take a past return into the record.
    Import {
        /// The return.
        file: PathBuf,
        /// Say what would change; change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Who signs the change.
        #[arg(long)]
        by: Option<String>,
        /// Why the change is made.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Write a return as tables for a spreadsheet, without loss.
    ToCsv {
        /// The return.
        file: PathBuf,
        /// The folder to write into; the file's name without its ending when not given.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Make a return from such tables.
    FromCsv {
        /// The folder.
        folder: PathBuf,
        /// The return to write; named by authority and year when not given.
        #[arg(long)]
        out: Option<PathBuf>,
        /// The census year; that of the header when not given.
        #[arg(long)]
        year: Option<i16>,
    },
    /// Write a synthetic return: sound, or with defects planted and listed in a side file.
    Sample(CswwSampleArgs),
    /// The rules, or one of them.
    Rules {
        /// The rule, such as CW-W63.
        id: Option<String>,
        /// Write the rules' reference pages into this folder.
        #[arg(long, conflicts_with = "id")]
        out: Option<PathBuf>,
    },
}

/// How what there is to do is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadinessBy {
    /// Under the team that knows.
    Team,
}

#[derive(Debug, Args)]
pub(crate) struct CswwBuildArgs {
    /// The census year, such as 2025.
    #[arg(long)]
    pub(crate) year: i16,
    /// The council's three-digit number, as the DfE knows it.
    #[arg(long, value_name = "CODE")]
    pub(crate) authority: String,
    /// The file to write; printed when not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Say where each value comes from, in place of printing the return.
    #[arg(long)]
    pub(crate) explain: bool,
    /// As it was known at a change number, date or instant; the newest when not given.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) known_at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CswwSampleArgs {
    /// How many workers' records.
    #[arg(long)]
    pub(crate) workers: u64,
    /// The census year: 2021 to 2026.
    #[arg(long)]
    pub(crate) year: i16,
    /// The same seed gives the same file.
    #[arg(long)]
    pub(crate) seed: u64,
    /// How many defects are planted, each on a record of its own.
    #[arg(long, default_value_t = 0)]
    pub(crate) defects: usize,
    /// The council's number.
    #[arg(long, default_value = "301")]
    pub(crate) authority: String,
    /// The file to write; printed when not given. Planted defects go into FILE.defects.json.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// Which findings are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelArg {
    /// What must be put right.
    Error,
    /// What is put right or explained.
    Query,
}

#[derive(Debug, Args)]
pub(crate) struct CswwCheckArgs {
    /// The returns.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The census year, such as 2025; that of the header when not given.
    #[arg(long)]
    pub(crate) year: Option<i16>,
    /// Last year's return, to compare with.
    #[arg(long, value_name = "FILE")]
    pub(crate) previous: Option<PathBuf>,
    /// List only findings of this level; all are counted.
    #[arg(long, value_enum)]
    pub(crate) only: Option<LevelArg>,
    /// Only these rules, separated by commas; a rule that is off runs when it is named.
    #[arg(long, value_delimiter = ',', value_name = "CW-…")]
    pub(crate) rules: Vec<String>,
    /// The council's explanations of findings, and the queries that it turns off (TOML).
    #[arg(long, value_name = "FILE")]
    pub(crate) notes: Option<PathBuf>,
    /// The largest file read, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 4096, value_parser = clap::value_parser!(u64).range(1..=65_536))]
    pub(crate) max_file: u64,
    /// How deep elements may be nested.
    #[arg(long, value_name = "LEVELS", default_value_t = 32, value_parser = clap::value_parser!(u64).range(6..=1000))]
    pub(crate) max_depth: u64,
    /// The longest value read, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(300..=1_000_000))]
    pub(crate) max_text: u64,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Only the changes that touched this record, such as post:SW-001.
    #[arg(long, value_name = "ID")]
    pub(crate) record: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The record, such as post:SW-001@2012-04-01; post:SW-001 is every dated row of the post.
    #[arg(value_name = "RECORD-ID")]
    pub(crate) record: String,
    /// As it was known at a change number, date or instant.
    #[arg(long, value_name = "N|RFC3339")]
    pub(crate) known_at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct EraseArgs {
    /// The worker's key.
    #[arg(value_name = "WORKER-ID")]
    pub(crate) worker: String,
    /// Who signs the erasure.
    #[arg(long)]
    pub(crate) by: String,
    /// Why the person is erased; the reason is kept, so it must not name them.
    #[arg(long)]
    pub(crate) reason: String,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text)
}

fn amount(text: &str) -> Result<Amount, String> {
    Amount::parse(text).ok_or_else(|| "is not a plain decimal number such as 1302".to_owned())
}

fn code<T: Value>(text: &str) -> Result<T, String> {
    T::parse(text)
}
