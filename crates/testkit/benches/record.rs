//! The record at the size of England, and one council's positions; `cargo xtask bench` runs this with its peers and
//! prints the ratios of `docs/performance.md`.
//!
//! Every council is synthetic. What the peers need is left in the folder that `MAINSTAY_BENCH_FOLDER` names.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use ledger::{Append, Store};
use serde::de::IgnoredAny;
use testkit::england::{Totals, council_changes};
use workforce::change::{Change, ChangeNumber, Content};
use workforce::position::{Ask, By};
use workforce::records::{LAYOUTS, Records};
use workforce::{Date, Workforce};

/// Councils of the synthetic England.
const COUNCILS: u64 = 150;
/// Months of positions.
const MONTHS: i32 = 120;

fn body(content: &Content) -> Option<&str> {
    match content {
        Content::Body(body) => Some(body),
        Content::Withdrawn | Content::Erased => None,
    }
}

fn bodies(changes: &[Change]) -> impl Iterator<Item = &str> {
    changes.iter().flat_map(|change| &change.entries).filter_map(|entry| body(&entry.content))
}

/// Folding all England, and merely parsing the same bytes.
fn fold(c: &mut Criterion) {
    let england: Vec<Vec<Change>> = (1..=COUNCILS).map(council_changes).collect();
    let mut totals = Totals::default();
    for changes in &england {
        totals.add(changes);
    }
    eprintln!("England: {totals}");
    let mut group = c.benchmark_group("england");
    group.sample_size(10).sampling_mode(SamplingMode::Flat).throughput(Throughput::Bytes(totals.bytes));
    group.bench_function("fold", |b| {
        b.iter(|| {
            for changes in &england {
                black_box(Records::fold(changes).expect("generated bodies are sound"));
            }
        });
    });
    group.bench_function("fold_and_index", |b| {
        b.iter(|| {
            for changes in &england {
                black_box(Workforce::new(Records::fold(changes).expect("generated bodies are sound")));
            }
        });
    });
    group.bench_function("parse_to_values", |b| {
        b.iter(|| {
            for body in england.iter().flat_map(|changes| bodies(changes)) {
                black_box(serde_json::from_str::<serde_json::Value>(body).expect("bodies are JSON"));
            }
        });
    });
    group.bench_function("parse_and_drop", |b| {
        b.iter(|| {
            for body in england.iter().flat_map(|changes| bodies(changes)) {
                black_box(serde_json::from_str::<IgnoredAny>(body).expect("bodies are JSON"));
            }
        });
    });
    group.finish();
}

/// The first day of the positions: the first whole month of the generated record.
fn first_day() -> Date {
    jiff::civil::date(2013, 10, 1)
}

/// Monthly positions by team over ten years.
fn monthly(workforce: &Workforce) -> Vec<(Date, workforce::position::Position)> {
    (0..MONTHS)
        .map(|month| {
            let day = first_day().checked_add(jiff::Span::new().months(month)).expect("ten years hence");
            let ask = Ask { by: By::Team, ..Ask::on(day) };
            (day, workforce.position(&ask).expect("the question names nothing"))
        })
        .collect()
}

fn positions(c: &mut Criterion) {
    let changes = council_changes(1);
    let records = Records::fold(&changes).expect("generated bodies are sound");
    leave_for_the_peers(&changes, &Workforce::new(records.clone()));
    let mut group = c.benchmark_group("council");
    let workforce = Workforce::new(records.clone());
    group.bench_function("monthly_positions", |b| b.iter(|| black_box(monthly(&workforce))));
    group.bench_function("index_and_monthly_positions", |b| {
        b.iter_batched(
            || records.clone(),
            |records| black_box(monthly(&Workforce::new(records))),
            criterion::BatchSize::LargeInput,
        );
    });
    group.bench_function("fold", |b| b.iter(|| black_box(Records::fold(&changes).expect("sound"))));
    group.finish();
}

/// Writes the store, the positions and the bodies that the peers read.
fn leave_for_the_peers(changes: &[Change], workforce: &Workforce) {
    let Some(folder) = std::env::var_os("MAINSTAY_BENCH_FOLDER").map(PathBuf::from) else { return };
    let mut rows = String::new();
    for (day, position) in monthly(workforce) {
        let mut lines = position.rows;
        lines.sort_by(|a, b| a.key.cmp(&b.key));
        for row in lines {
            let line = &row.line;
            let figure = |quantity: workforce::quantity::Quantity| quantity.expect("everything is collected");
            let figures = [
                figure(line.funded()),
                line.substantive(),
                figure(line.vacant()),
                line.covered(),
                figure(line.uncovered()),
                line.absent_cover(),
                line.above_establishment(),
                line.agency(),
            ];
            let shown = figures.map(|fte| fte.to_string()).join(",");
            writeln!(rows, "{day},{},{shown}", row.key).expect("writing to memory");
        }
    }
    std::fs::write(folder.join("positions.csv"), rows).expect("the bench's folder can be written");
    let lines: Vec<&str> = bodies(changes).collect();
    std::fs::write(folder.join("bodies.jsonl"), lines.join("\n")).expect("the bench's folder can be written");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let address = folder.join("council.db").display().to_string();
        let store = Store::open_or_create(&address).await.expect("a store is made");
        store.add_council("E001", "Synthetic 1").await.expect("a council is added");
        let mut head = ChangeNumber::default();
        for change in changes {
            let append = Append {
                expected_head: head,
                note: change.note.clone(),
                entries: change.entries.clone(),
                blobs: Vec::new(),
            };
            head = store.append("E001", append).await.expect("the change lands");
        }
        store.publish_views(LAYOUTS).await.expect("the views are made");
        store.close().await;
    });
}

criterion_group!(benches, fold, positions);
criterion_main!(benches);
