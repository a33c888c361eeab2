//! The simulator and the estimators at full size, each as one run of this program, so that its processor time and peak memory
//! are its own: `speed data FOLDER`, then `speed simulate|kaplan_meier|cox FOLDER`. Prints JSON.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use forecast::simulate::run::{By, Watch};
use forecast::simulate::{Belief, Measure, Plan, Rates, RoleRates, Slot, World, run};
use statistics::chance::Chance;
use statistics::interval::Level;
use statistics::survival::Spells;
use statistics::survival::cox::{Ties, fit};
use statistics::survival::curve::Curve;

const SPELLS: usize = 1_000_000;
const POSTS: u32 = 300;
const MONTHS: u16 = 60;
const TRIALS: u64 = 10_000;
/// Leavers a year by band of tenure, and the chance of filling a vacancy in a month. The peers have the same.
const LEAVING: [f64; 5] = [0.25, 0.22, 0.16, 0.11, 0.07];
const FILL: f64 = 0.2;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|own| !own.starts_with("--")).collect();
    let [task, folder] = arguments.as_slice() else {
        // `cargo bench` without a task has nothing to measure.
        return Ok(());
    };
    let folder = Path::new(folder);
    let answer = match task.as_str() {
        "data" => return data(folder),
        "simulate" => timed(|| Ok(simulate())),
        "kaplan_meier" => {
            let spells = spells(folder)?;
            timed(|| Ok(Curve::new(&spells, Level::P95).rows.last().map_or(0.0, |row| row.survival)))
        }
        "cox" => {
            let (spells, columns) = (spells(folder)?, columns(folder)?);
            timed(|| Ok(fit(&spells, &columns, Ties::Efron)?.fitted))
        }
        other => return Err(format!("there is no task {other}").into()),
    };
    writeln!(std::io::stdout(), "{}", answer?)?;
    Ok(())
}

/// Processor seconds so far, of all threads: the kernel counts in hundredths.
fn processor() -> Result<f64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/self/stat")?;
    let after = text.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<f64> =
        after.split_whitespace().skip(11).take(2).filter_map(|own| own.parse().ok()).collect();
    Ok(ticks.iter().sum::<f64>() / 100.0)
}

/// A task's answer with its times and the program's peak memory in KiB. A short task is done again until a second has gone,
/// for the kernel counts in hundredths.
fn timed(task: impl Fn() -> Result<f64, Box<dyn Error>>) -> Result<String, Box<dyn Error>> {
    let (before, clock) = (processor()?, Instant::now());
    let mut times = 0.0;
    let answer = loop {
        let answer = task()?;
        times += 1.0;
        if clock.elapsed().as_secs_f64() > 1.0 {
            break answer;
        }
    };
    let (seconds, wall) = ((processor()? - before) / times, clock.elapsed().as_secs_f64() / times);
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse()?;
    Ok(format!(r#"{{"cpu": {seconds}, "wall": {wall}, "peak_kib": {peak}, "answer": {answer}}}"#))
}

fn simulate() -> f64 {
    let slots = (0..POSTS).map(|id| Slot::held(id, u16::try_from(id).unwrap_or(0))).collect();
    let world = World { teams: vec!["T".into()], roles: vec!["R".into()], slots, ..World::default() };
    let role =
        RoleRates { leaving: LEAVING.map(Belief::Known), fill: Belief::Known(FILL), ..RoleRates::default() };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let plan = Plan {
        months: MONTHS,
        trials: TRIALS,
        seed: 1,
        cores,
        parameters: true,
        years: true,
        by: By::Nothing,
    };
    let outcome = run(&world, &Rates::plain(vec![role]), &plan, &[], &Watch::default());
    outcome.map_or(0.0, |outcome| outcome.counts(0, 0, Measure::InPost, MONTHS).mean())
}

/// Spells of whole days with late entry, and three drivers, as little-endian doubles.
fn data(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut chance = Chance::new(1, 0);
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); 6];
    for _ in 0..SPELLS {
        let drivers = [chance.normal(), chance.normal(), f64::from(u8::from(chance.share() < 0.4))];
        let rate = (0.2 * drivers[0] + 0.3 * drivers[2]).exp() / 1_500.0;
        let entry = (chance.share() * 4_000.0 - 1_000.0).max(0.0).floor();
        let stays = (-chance.share().ln() / rate).ceil();
        let until = 1.0 + (chance.share() * 3_000.0).floor();
        let row = [entry, entry + stays.min(until), f64::from(u8::from(stays <= until))];
        for (column, value) in columns.iter_mut().zip(row.into_iter().chain(drivers)) {
            column.push(value);
        }
    }
    for (column, name) in columns.iter().zip(["entry", "exit", "event", "x1", "x2", "x3"]) {
        let bytes: Vec<u8> = column.iter().flat_map(|value| value.to_le_bytes()).collect();
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

fn column(folder: &Path, name: &str) -> Result<Vec<f64>, Box<dyn Error>> {
    let bytes = fs::read(folder.join(name))?;
    Ok(bytes.chunks_exact(8).map(|own| f64::from_le_bytes(own.try_into().unwrap_or_default())).collect())
}

fn spells(folder: &Path) -> Result<Spells, Box<dyn Error>> {
    let events = column(folder, "event")?.iter().map(|event| u32::from(*event > 0.5)).collect();
    Ok(Spells::new(Some(column(folder, "entry")?), column(folder, "exit")?, events)?)
}

fn columns(folder: &Path) -> Result<Vec<Vec<f64>>, Box<dyn Error>> {
    ["x1", "x2", "x3"].into_iter().map(|name| column(folder, name)).collect()
}
