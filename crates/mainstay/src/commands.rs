//! Asking the office what the command line asks, and printing its answer.

mod accounts;
mod casework;
mod claiming;
mod entry;
mod forecasting;
mod importing;
mod measuring;
mod papering;
mod reckoning;
mod registers;
mod returning;
mod serving;

use app::error::OfficeError;
use app::office::{CompareAsk, Council, Office};
use app::policy::Actor;
use app::workforce::Date;
use app::workforce::position::{Ask, By};

use crate::args::{
    Arguments, Command, CompareArgs, EraseArgs, ExampleCommand, PositionArgs, ProjectArgs, PublishedCommand,
    ScopeArgs,
};
use crate::console::Console;
use crate::demo;
use crate::failure::{Failure, Outcome};

type Done = Result<Outcome, Failure>;

/// Carries out a command, and closes what it opened however it ended.
pub(crate) async fn run(arguments: &Arguments, console: &mut Console) -> Done {
    let mut desk = Desk { arguments, opened: Vec::new() };
    let done = carry_out(&mut desk, console).await;
    desk.close().await;
    done
}

/// The store that a command works on. Closing it folds SQLite's log into the one file that people copy.
struct Desk<'a> {
    arguments: &'a Arguments,
    opened: Vec<Office>,
}

impl Desk<'_> {
    /// Opens the store, which must exist, for someone who signs.
    async fn open_as(&mut self, actor: Actor) -> Result<Office, OfficeError> {
        let office = Office::open(&self.arguments.store, actor).await?;
        self.opened.push(office.clone());
        Ok(office)
    }

    /// Opens the store for someone who signs, making it when there is none.
    async fn make_as(&mut self, actor: Actor) -> Result<Office, OfficeError> {
        let office = Office::open_or_create(&self.arguments.store, actor).await?;
        self.opened.push(office.clone());
        Ok(office)
    }

    async fn open(&mut self) -> Result<Office, OfficeError> {
        self.open_as(operator(None)).await
    }

    async fn make(&mut self) -> Result<Office, OfficeError> {
        self.make_as(operator(None)).await
    }

    /// Opens the store and finds the council that is meant.
    async fn open_council(&mut self) -> Result<(Office, Council), OfficeError> {
        let office = self.open().await?;
        let council = office.council(self.arguments.council.as_deref()).await?;
        Ok((office, council))
    }

    async fn close(self) {
        for office in self.opened {
            office.close().await;
        }
    }
}

async fn carry_out(desk: &mut Desk<'_>, console: &mut Console) -> Done {
    match &desk.arguments.command {
        Command::Demo(args) if args.serve => serving::demonstrate(desk.arguments, args).await,
        Command::Demo(_) => demo::run(&desk.make().await?, &desk.arguments.store).await,
        Command::Serve(args) => serving::serve(desk.arguments, args).await,
        Command::Account(command) => accounts::account(desk, command, console).await,
        Command::Example(ExampleCommand::List) => demo::list(console),
        Command::Example(ExampleCommand::Load { name }) => {
            demo::load(&desk.make().await?, name, console).await
        }
        Command::Layout(args) => importing::layout(args, console),
        Command::Import(args) => importing::import(desk, args, console).await,
        Command::Export(args) => importing::export(desk, args, console).await,
        Command::Position(args) => position(desk, args, console).await,
        Command::Published(args) => published(desk, args, console).await,
        Command::Compare(args) => compare(desk, args, console).await,
        Command::Decisions(args) => {
            let (office, council) = desk.open_council().await?;
            let answer = office.decisions(&council, &args.from_baseline, &args.to_baseline).await?;
            say(console, &answer, &[answer.table()])
        }
        Command::Project(args) => project(desk, args, console).await,
        Command::Figures { markdown: true } => {
            Console::print(&app::measures::docs::markdown())?;
            Ok(Outcome::Done)
        }
        Command::Figures { markdown: false } => {
            let answer = Office::measures();
            say(console, &answer, &[answer.table()])
        }
        Command::Figure(args) => measuring::figure(desk, args, console).await,
        Command::Books(args) => measuring::books(desk, args, console).await,
        Command::Benchmark(args) => measuring::benchmark(desk, args, console).await,
        Command::Csww(args) => returning::csww(desk, args, console).await,
        Command::Case(args) => casework::case(desk, args, console).await,
        Command::Forecast(args) => forecasting::forecast(desk, args, console).await,
        Command::Paper(args) => papering::paper(desk, args, console).await,
        Command::Claims(args) => claiming::claims(desk, args, console).await,
        Command::Survival(args) => {
            let (office, council) = desk.open_council().await?;
            let answer = office.survival(&council, &reckoning::stay_ask(args)).await?;
            say(console, &answer, &answer.tables())
        }
        Command::Destinations(args) => {
            let (office, council) = desk.open_council().await?;
            let answer = office.destinations(&council, &reckoning::stay_ask(args)).await?;
            say(console, &answer, &answer.tables())
        }
        Command::Parameters { as_at } => registers::parameters(desk, *as_at, console).await,
        Command::Agency(args) => registers::agency(desk, args, console).await,
        Command::Incentives(args) => registers::incentives(desk, args, console).await,
        Command::Cohort(args) => registers::cohort(desk, args, console).await,
        Command::Actions(args) => registers::actions(desk, args, console).await,
        Command::Workload(args) => registers::workload(desk, args, console).await,
        Command::Funnel(args) => registers::funnel(desk, args, console).await,
        Command::Vacancies(args) => registers::vacancies(desk, args, console).await,
        Command::Renewals(args) => registers::renewals(desk, args, console).await,
        Command::Supervision(args) => registers::supervision(desk, args, console).await,
        Command::Exits(args) => registers::exits(desk, args, console).await,
        Command::LeaveToRemain(args) => registers::leave_to_remain(desk, args, console).await,
        Command::Board(args) => registers::board(desk, args, console).await,
        Command::Mission { markdown: true } => {
            Console::print(&app::mission::markdown())?;
            Ok(Outcome::Done)
        }
        Command::Mission { markdown: false } => {
            say(console, &serde_json::json!({ "items": app::mission::items() }), &[app::mission::table()])
        }
        Command::Statistics { file } => reckoning::statistics(file, console),
        Command::Log(args) => log(desk, args.record.as_deref(), console).await,
        Command::Show(args) => {
            let (office, council) = desk.open_council().await?;
            let answer = office.show(&council, &args.record, args.known_at.as_deref()).await?;
            say(console, &answer, &answer.tables())
        }
        Command::Verify => {
            let answer = desk.open().await?.verify().await?;
            console.answer(&answer, &answer.tables())?;
            Ok(if answer.ok { Outcome::Done } else { Outcome::DataHasErrors })
        }
        Command::Backup { file } => {
            desk.open().await?.backup(file).await?;
            copied(console, &format!("Copied the store into {}", file.display()), file)
        }
        Command::Restore { file } => {
            desk.make().await?.restore(file).await?;
            copied(console, &format!("Filled the store from {}", file.display()), file)
        }
        Command::Erase(args) => erase(desk, args, console).await,
    }
}

fn say(console: &mut Console, data: &impl serde::Serialize, tables: &[app::table::Table]) -> Done {
    console.answer(data, tables)?;
    Ok(Outcome::Done)
}

fn copied(console: &mut Console, text: &str, file: &std::path::Path) -> Done {
    let table = app::table::Table::new(text, &[]);
    say(console, &serde_json::json!({ "file": file.display().to_string() }), &[table])
}

/// The name that changes are signed with when none is given: whoever runs the program.
fn operator(by: Option<&str>) -> Actor {
    let signed_in = || std::env::var("USER").ok().filter(|name| !name.is_empty());
    let name = by.map(str::to_owned).or_else(signed_in).unwrap_or_else(|| "operator".to_owned());
    Actor::operator(name, today())
}

/// The instant of now, as the ledger writes it.
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Today's date, in UTC.
fn today() -> Date {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date()
}

fn ask(as_at: Date, baseline: Option<&String>, scope: &ScopeArgs, by: By) -> Ask {
    let ScopeArgs { service, team } = scope;
    Ask { as_at, baseline: baseline.cloned(), service: service.clone(), team: team.clone(), by }
}

async fn position(desk: &mut Desk<'_>, args: &PositionArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    let ask = ask(args.as_at, args.baseline.as_ref(), &args.scope, args.by);
    let answer = office.position(&council, &ask, args.known_at.as_deref(), args.formula).await?;
    say(console, &answer, &[answer.table()])
}

async fn compare(desk: &mut Desk<'_>, args: &CompareArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    let asked = CompareAsk {
        from: ask(args.from, args.from_baseline.as_ref(), &args.scope, args.by),
        to: ask(args.to, args.to_baseline.as_ref(), &args.scope, args.by),
        from_known_at: args.from_known_at.clone(),
        to_known_at: args.to_known_at.clone(),
        formula: args.formula,
    };
    let answer = office.compare(&council, &asked).await?;
    say(console, &answer, &[answer.table()])
}

async fn project(desk: &mut Desk<'_>, args: &ProjectArgs, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    let ask = ask(args.as_at, args.baseline.as_ref(), &args.scope, args.by);
    let answer = office.project(&council, &ask, args.months, args.known_at.as_deref()).await?;
    say(console, &answer, &answer.tables())
}

async fn published(desk: &mut Desk<'_>, args: &PublishedCommand, console: &mut Console) -> Done {
    let office = desk.open().await?;
    let council = desk.arguments.council.as_deref();
    match args {
        PublishedCommand::List => {
            let answer = office.published(council).await?;
            say(console, &answer, &[answer.table()])
        }
        PublishedCommand::Check { id } => {
            let answer = office.check_published(council, id).await?;
            say(console, &answer, &answer.tables())
        }
    }
}

async fn log(desk: &mut Desk<'_>, record: Option<&str>, console: &mut Console) -> Done {
    let (office, council) = desk.open_council().await?;
    if let Some(record) = record {
        let answer = office.history(&council, record).await?;
        return say(console, &answer, &[answer.table()]);
    }
    let answer = office.log(&council).await?;
    say(console, &answer, &[answer.table()])
}

async fn erase(desk: &mut Desk<'_>, args: &EraseArgs, console: &mut Console) -> Done {
    let office = desk.open_as(operator(Some(&args.by))).await?;
    let council = office.council(desk.arguments.council.as_deref()).await?;
    let answer = office.erase(&council, &args.worker, now(), args.reason.clone()).await?;
    say(console, &answer, &[answer.table()])
}
