//! Figures, the books and the published figures.

use std::sync::Arc;

use app::benchmarking::{self, Against, Shelf, ShowAsk, UpdateAsk};
use app::measures::ground::Agreed;
use app::measures::measure::Count;
use app::measures::span::Step;
use app::measuring::{BooksAsk, FigureAsk, When};
use app::office::Office;

use crate::args::{
    AgainstArg, BenchmarkCommand, BooksArgs, BooksUnit, CompareWithArgs, FigureArgs, Series, WhenArgs,
};
use crate::commands::{Desk, Done, now, say, today};
use crate::console::Console;
use crate::failure::Failure;
use crate::files;

/// The largest file of published figures that is read; those of today are below 1 MiB.
const LARGEST_RELEASE: u64 = 50 * 1024 * 1024;

/// When a figure is asked for; the command line has seen to it that one of the three is given.
fn when(args: &WhenArgs) -> Result<When, Failure> {
    match (args.as_at, args.year_ending, args.from, args.to) {
        (Some(day), ..) => Ok(When::AsAt(day)),
        (_, Some(day), ..) => Ok(When::YearEnding(day)),
        (_, _, Some(from), Some(to)) => Ok(When::Between(from, to)),
        _ => {
            Err(app::error::OfficeError::Usage("give --as-at, --year-ending, or --from and --to".to_owned())
                .into())
        }
    }
}

/// Prints a figure, or one for each group or step.
pub(crate) async fn figure(desk: &mut Desk<'_>, args: &FigureArgs, console: &mut Console) -> Done {
    let ask = FigureAsk {
        measure: args.measure.clone(),
        when: when(&args.when)?,
        service: args.scope.service.clone(),
        team: args.scope.team.clone(),
        baseline: args.baseline.clone(),
        by: args.by,
        series: args.series.map(|series| match series {
            Series::Month => Step::Month,
            Series::Quarter => Step::Quarter,
            Series::Census => Step::Census,
            Series::Financial => Step::Financial,
        }),
        known_at: args.known_at.clone(),
        evidence: args.evidence,
        release: args.release,
        at: now(),
        numerator: args.numerator,
        agreed: Agreed { case_limit: args.case_limit },
    };
    let (office, council) = desk.open_council().await?;
    if args.with.is_given() {
        let with = other(&ask, &args.with);
        let answer = office.figure_beside(&council, &ask, &with, args.although_unlike).await?;
        return say(console, &answer, &[answer.table()]);
    }
    let answer = office.figure(&council, &ask).await?;
    say(console, &answer, &answer.tables())
}

/// What a figure is compared with: the same question, but for what is given.
fn other(ask: &FigureAsk, with: &CompareWithArgs) -> FigureAsk {
    let mut other = ask.clone();
    if let Some(measure) = &with.compare {
        other.measure.clone_from(measure);
    }
    other.when = match (with.compare_as_at, with.compare_year_ending, with.compare_from, with.compare_to) {
        (Some(day), ..) => When::AsAt(day),
        (_, Some(day), ..) => When::YearEnding(day),
        (_, _, Some(from), Some(to)) => When::Between(from, to),
        _ => ask.when,
    };
    if with.compare_service.is_some() || with.compare_team.is_some() {
        (other.service, other.team) = (with.compare_service.clone(), with.compare_team.clone());
    }
    if with.compare_known_at.is_some() {
        other.known_at.clone_from(&with.compare_known_at);
    }
    other
}

/// Prints the books of a scope.
pub(crate) async fn books(desk: &mut Desk<'_>, args: &BooksArgs, console: &mut Console) -> Done {
    let ask = BooksAsk {
        from: args.from,
        to: args.to,
        service: args.scope.service.clone(),
        team: args.scope.team.clone(),
        count: match args.unit {
            BooksUnit::Fte => Count::Fte,
            BooksUnit::Headcount => Count::Headcount,
        },
        known_at: args.known_at.clone(),
    };
    let (office, council) = desk.open_council().await?;
    let answer = office.books(&council, &ask).await?;
    say(console, &answer, &answer.tables())
}

/// The releases at hand, the store's too where there is a store; and the store.
pub(crate) async fn shelf(desk: &mut Desk<'_>) -> Result<(Arc<Shelf>, Option<Office>), Failure> {
    match desk.open().await {
        Ok(office) => Ok((office.releases().await?, Some(office))),
        Err(error) if error.is_missing_store() => Ok((Arc::new(Shelf::carried()), None)),
        Err(error) => Err(error.into()),
    }
}

/// Prints published figures, or keeps newer ones.
pub(crate) async fn benchmark(desk: &mut Desk<'_>, args: &BenchmarkCommand, console: &mut Console) -> Done {
    match args {
        BenchmarkCommand::Show(args) => {
            let ask = ShowAsk {
                authority: args.authority.clone(),
                measure: args.measure.clone(),
                year: args.year,
                against: args.against.map(|against| match against {
                    AgainstArg::Neighbours => Against::Neighbours,
                    AgainstArg::Region => Against::Region,
                    AgainstArg::England => Against::England,
                }),
                release: args.release.clone(),
            };
            let (shelf, office) = shelf(desk).await?;
            let mut answer = benchmarking::show(&shelf, &ask)?;
            if let Some(office) = office {
                office.add_own(&mut answer).await?;
            }
            say(console, &answer, &answer.tables())
        }
        BenchmarkCommand::Recompute { year, release } => {
            let answer = benchmarking::recompute(&shelf(desk).await?.0, *year, release.as_deref())?;
            say(console, &answer, &answer.tables())
        }
        BenchmarkCommand::Update { file, label, published } => {
            let read = files::read_all(std::slice::from_ref(file), LARGEST_RELEASE)?;
            let [one] = read.as_slice() else {
                return Err(Failure::File(format!("{} is not one file", file.display())));
            };
            if one.bytes.len() as u64 > LARGEST_RELEASE {
                return Err(Failure::File(format!("{} is larger than 50 MiB", file.display())));
            }
            let ask = UpdateAsk {
                file: one.name.clone(),
                bytes: one.bytes.clone(),
                label: label.clone(),
                published: published.unwrap_or_else(today),
                at: now(),
            };
            let answer = desk.make().await?.update_benchmark(&ask).await?;
            say(console, &answer, &answer.tables())
        }
        BenchmarkCommand::Screen => {
            let answer = benchmarking::screen(&shelf(desk).await?.0);
            say(console, &answer, &answer.tables())
        }
    }
}
