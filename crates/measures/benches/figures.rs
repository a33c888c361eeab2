//! All measures over months and teams for one council, and the DfE's measures of all England; `cargo xtask bench figures`
//! runs this with its peers and prints the ratios of `docs/performance.md`.
//!
//! Every council is synthetic. The flat tables that the peers start from, and the figures that theirs must equal, are left in
//! the folder that `MAINSTAY_BENCH_FOLDER` names.

#[path = "peers/tables.rs"]
mod tables;

use std::hint::black_box;
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Instant;

use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use jiff::civil::date;
use measures::figure::Question;
use measures::grid::{Grid, GridAsk};
use measures::ground::{Agreed, Ground};
use measures::measure::{Measure, Owner};
use measures::registry;
use measures::span::{Span, Step};
use testkit::wexcombe::{Plan, generate};
use workforce::{Date, Workforce};

/// Councils of the synthetic England.
const COUNCILS: u64 = 150;
/// What the record is as known on: after the last span.
const KNOWN_ON: Date = date(2023, 12, 15);

/// What is asked of some councils.
struct Asked {
    name: &'static str,
    councils: Vec<Workforce>,
    measures: Vec<&'static Measure>,
    spans: Vec<Span>,
    /// Every unit besides the whole.
    by_unit: bool,
}

fn workforce(plan: &Plan) -> Workforce {
    Workforce::new(generate(plan).into_iter().flat_map(|step| step.records).collect())
}

impl Asked {
    /// Every measure but those of the registers, over the months of ten years, of a council like Wexcombe and each of its services and teams.
    fn council() -> Self {
        let plan = Plan { from: date(2013, 10, 1), years: 10, caseload_months: 1, ..Plan::wexcombe() };
        Self {
            name: "council",
            councils: vec![workforce(&plan)],
            measures: registry::all()
                .filter(|one| registry::of_registers().all(|own| own.id != one.id))
                .collect(),
            spans: ten_years().cut(Step::Month),
            by_unit: true,
        }
    }

    /// The DfE's measures of every council of the synthetic England, over ten census years.
    fn england() -> Self {
        let of_england = |council| workforce(&Plan { personal: true, ..Plan::of_england(council) });
        Self {
            name: "england",
            councils: (1..=COUNCILS).map(of_england).collect(),
            measures: registry::all().filter(|measure| measure.owner == Owner::Dfe).collect(),
            spans: ten_years().cut(Step::Census),
            by_unit: false,
        }
    }

    fn units(&self, council: &Workforce) -> Vec<Option<u32>> {
        let count = u32::try_from(council.unit_count()).expect("units were numbered as u32");
        let all = if self.by_unit { 0..count } else { 0..0 };
        [None].into_iter().chain(all.map(Some)).collect()
    }

    /// Every cell of one council, read; gives their number.
    fn read(&self, council: &Workforce) -> usize {
        let ground = Ground::new(council, KNOWN_ON, Agreed::default());
        let units = self.units(council);
        let ask = GridAsk { measures: &self.measures, spans: &self.spans, units: &units, baseline: None };
        let mut count = 0;
        let read = |_, grid: &Grid| {
            count += (0..units.len()).flat_map(|unit| grid.cells(unit)).map(black_box).count();
        };
        ground.grid(&ask, read).expect("the question names nothing");
        count
    }

    fn read_all(&self) -> usize {
        self.councils.iter().map(|council| self.read(council)).sum()
    }

    /// The same on every core, a share of the councils each.
    fn read_on_every_core(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let share = self.councils.len().div_ceil(cores);
        std::thread::scope(|scope| {
            let threads: Vec<_> = self
                .councils
                .chunks(share)
                .map(|councils| {
                    scope.spawn(|| councils.iter().map(|council| self.read(council)).sum::<usize>())
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("nothing panics")).sum()
        })
    }

    /// Figures with their evidence, intervals and cautions, one by one, for the first few spans; seconds and their number.
    fn with_evidence(&self, councils: usize, spans: usize) -> (f64, u32) {
        let begun = Instant::now();
        let mut count = 0;
        for council in &self.councils[..councils] {
            let ground = Ground::new(council, KNOWN_ON, Agreed::default());
            for &span in &self.spans[..spans] {
                for &unit in &self.units(council) {
                    let question = Question { span, unit, baseline: None, by: None };
                    for measure in &self.measures {
                        let figures = ground.figures(measure, &question).expect("a plain question");
                        count += u32::try_from(black_box(figures).len()).expect("a few groups");
                    }
                }
            }
        }
        (begun.elapsed().as_secs_f64(), count)
    }
}

/// How long this thread has been on a processor, in nanoseconds: unlike the time that passes, it hardly depends on what else
/// the machine does. Linux only; 0 elsewhere.
fn on_processor() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or_default()
}

/// The median processor time of reading all cells.
fn processor_time(asked: &Asked) -> u64 {
    let once = || {
        let begun = on_processor();
        black_box(asked.read_all());
        on_processor() - begun
    };
    let mut times: Vec<u64> = (0..11).map(|_| once()).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Ten census years: the whole of the generated record.
fn ten_years() -> Span {
    Span::new(date(2013, 10, 1), date(2023, 9, 30)).expect("in order")
}

fn figures(c: &mut Criterion) {
    let (council, england) = (Asked::council(), Asked::england());
    if let Some(folder) = std::env::var_os("MAINSTAY_BENCH_FOLDER").map(PathBuf::from) {
        for asked in [&council, &england] {
            tables::leave(asked, &folder.join(asked.name));
        }
        let (council_time, council_figures) = council.with_evidence(1, 12);
        let (england_time, england_figures) = england.with_evidence(15, england.spans.len());
        let said = serde_json::json!({
            "council_cells": council.read_all(),
            "england_cells": england.read_all(),
            "council_processor_ns": processor_time(&council),
            "england_processor_ns": processor_time(&england),
            "council_evidence_ns": council_time * 1e9 / f64::from(council_figures),
            "england_evidence_ns": england_time * 1e9 / f64::from(england_figures),
        });
        std::fs::write(folder.join("figures.json"), said.to_string())
            .expect("the bench's folder can be written");
    }
    let mut group = c.benchmark_group("figures");
    group.sample_size(20).sampling_mode(SamplingMode::Flat);
    group.bench_function("council", |b| b.iter(|| black_box(council.read_all())));
    group.bench_function("england", |b| b.iter(|| black_box(england.read_all())));
    group.bench_function("england_every_core", |b| b.iter(|| black_box(england.read_on_every_core())));
    group.finish();
}

criterion_group!(benches, figures);
criterion_main!(benches);
