//! A grid's cells are the figures that are asked for one by one.

use jiff::civil::date;
use measures::figure::Question;
use measures::grid::{Grid, GridAsk};
use measures::ground::{Agreed, Ground};
use measures::measure::Measure;
use measures::registry;
use measures::span::{Span, Step};
use proptest::prelude::*;
use testkit::any_record::any_records;
use testkit::builders;
use testkit::wexcombe::{Plan, generate};
use workforce::cell::Key;
use workforce::records::{Basis, CoverReason, Occupancy, Record};
use workforce::{Date, Workforce};

/// The measures, one by one where together they cannot be counted, as where two baselines cover the same posts.
fn grids_are_figures(workforce: &Workforce, spans: &[Span]) {
    let ground = Ground::new(workforce, date(2022, 1, 1), Agreed { case_limit: 14 });
    let all: Vec<&'static Measure> = registry::all().collect();
    let known = u32::try_from(workforce.unit_count()).expect("few units");
    let units: Vec<Option<u32>> = [None].into_iter().chain((0..known).map(Some)).collect();
    let ask = GridAsk { measures: &all, spans, units: &units, baseline: None };
    let together = ground.grid(&ask, |_, _| {});
    if together.is_ok() {
        grid_is_figures(&ground, &all, spans, &units);
        return;
    }
    for measure in all {
        grid_is_figures(&ground, &[measure], spans, &units);
    }
}

fn grid_is_figures(ground: &Ground<'_>, all: &[&'static Measure], spans: &[Span], units: &[Option<u32>]) {
    let ask = GridAsk { measures: all, spans, units, baseline: None };
    let mut given = 0;
    let counted = ground.grid(&ask, |at, grid| {
        assert_eq!(at, given, "every span in its turn");
        given += 1;
        for (place, &unit) in units.iter().enumerate() {
            cells_are_figures(
                ground,
                all,
                grid,
                place,
                &Question { span: spans[at], unit, baseline: None, by: None },
            );
        }
    });
    if let Err(problem) = counted {
        let question = |span| Question { span, unit: None, baseline: None, by: None };
        let alone = spans.iter().map(|span| ground.figures(all[0], &question(*span)));
        assert!(alone.filter_map(Result::err).any(|alone| alone == problem));
    } else {
        assert_eq!(given, spans.len());
    }
}

fn cells_are_figures(
    ground: &Ground<'_>,
    all: &[&'static Measure],
    grid: &Grid,
    place: usize,
    question: &Question<'_>,
) {
    let mut cells = grid.cells(place);
    for measure in all {
        for figure in ground.figures(measure, question).expect("the grid was counted") {
            let what = || format!("{} {question:?} {:?}", measure.id, figure.group);
            let cell = cells.next().unwrap_or_else(|| panic!("no cell: {}", what()));
            assert_eq!(all[cell.measure].id, measure.id, "{}", what());
            assert_eq!(grid.group(&cell), figure.group, "{}", what());
            assert_eq!(
                (cell.numerator, cell.denominator),
                (figure.numerator, figure.denominator),
                "{}",
                what()
            );
            assert_eq!(cell.value, figure.value, "{}", what());
        }
    }
    assert_eq!(cells.next(), None);
}

/// Months one after another, so that one closes on the day before the next; a year; days and spans out of order.
fn spans() -> Vec<Span> {
    let mut spans = Span::new(date(2018, 8, 1), date(2018, 12, 31)).expect("in order").cut(Step::Month);
    spans.push(Span::year_ending(date(2019, 9, 30)));
    spans.push(Span::day(date(2018, 9, 30)));
    spans.push(Span::new(date(2017, 11, 15), date(2019, 2, 3)).expect("in order"));
    spans
}

fn small_council(seed: u64) -> Vec<Record> {
    let plan =
        Plan { seed, children_posts: 40, adult_posts: 12, years: 4, caseload_months: 1, ..Plan::wexcombe() };
    generate(&plan).into_iter().flat_map(|step| step.records).collect()
}

#[test]
fn the_grid_of_a_council_is_its_figures() {
    grids_are_figures(&Workforce::new(small_council(999).into_iter().collect()), &spans());
}

/// A further occupancy of a worker who has one already, or of somebody unheard of.
#[derive(Debug, Clone)]
struct Further {
    worker: usize,
    team: usize,
    role: usize,
    hundredths: i64,
    from: i64,
    days: Option<i64>,
    basis: usize,
    cover: Option<usize>,
}

fn any_further() -> impl Strategy<Value = Further> {
    let when = (0i64..1_000, proptest::option::of(0i64..900));
    let what = (0usize..Basis::ALL.len(), proptest::option::of(0usize..CoverReason::ALL.len()));
    (0usize..80, 0usize..16, 0usize..7, 0i64..=100, when, what).prop_map(
        |(worker, team, role, hundredths, (from, days), (basis, cover))| Further {
            worker,
            team,
            role,
            hundredths,
            from,
            days,
            basis,
            cover,
        },
    )
}

impl Further {
    /// As a record; teams and roles beyond those that there are give one without.
    fn record(&self, number: usize, workers: &[String], teams: &[String], roles: &[String]) -> Record {
        let plus = |days: i64| -> Date {
            date(2017, 6, 1).checked_add(jiff::Span::new().days(days)).expect("within the calendar")
        };
        let worker = workers.get(self.worker).map_or("nobody", String::as_str);
        let basis = Basis::ALL[self.basis];
        let loose = builders::loose(
            &format!("F{number}"),
            worker,
            builders::fte(self.hundredths),
            plus(self.from),
            basis,
        );
        Occupancy {
            team: teams.get(self.team).map(Key::new),
            role: roles.get(self.role).map(Key::new),
            to: self.days.map(|days| plus(self.from + days)),
            cover: self.cover.map(|at| CoverReason::ALL[at]),
            ..loose
        }
        .into()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_grid_is_the_figures_whatever_the_record(records in any_records(40), year in 1970i16..2040) {
        let spans = [Span::year_ending(date(year, 9, 30)), Span::year_ending(date(year + 1, 9, 30))];
        grids_are_figures(&Workforce::new(records), &spans);
    }

    /// People with several posts at once, on any footing, in and out of scope, with and without a spell.
    #[test]
    fn the_grid_is_the_figures_where_people_work_in_several_places(
        seed in 0u64..4,
        further in proptest::collection::vec(any_further(), 0..60),
    ) {
        let mut records = small_council(seed);
        let keys = |take: fn(&Record) -> Option<String>| -> Vec<String> {
            records.iter().filter_map(take).collect()
        };
        let workers = keys(|record| if let Record::Worker(one) = record { Some(one.worker.to_string()) } else { None });
        let teams = keys(|record| if let Record::Unit(one) = record { Some(one.unit.to_string()) } else { None });
        let roles = keys(|record| if let Record::Role(one) = record { Some(one.role.to_string()) } else { None });
        records.extend(further.iter().enumerate().map(|(at, one)| one.record(at, &workers, &teams, &roles)));
        let spans = spans();
        grids_are_figures(&Workforce::new(records.into_iter().collect()), &[spans[1], spans[2], spans[5], spans[7]]);
    }
}
