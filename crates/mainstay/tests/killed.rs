//! Imports that are killed, and imports that meet: nothing is half there and nothing is lost.

mod common;

use std::process::Stdio;
use std::time::Instant;

use common::{ask, file, json, mainstay, places, small_council};
use testkit::stores::Place;

/// How many workers one import brings.
const WORKERS: usize = 400;
/// How many moments an import is killed at.
const MOMENTS: u32 = 32;

/// A folder of files whose workers begin with a mark.
fn files(place: &Place, mark: &str) {
    let rows = |heading: &str, row: &dyn Fn(usize) -> String| {
        let rows: Vec<String> = (0..WORKERS).map(row).collect();
        format!("{heading}\n{}\n", rows.join("\n"))
    };
    file(place, &format!("{mark}/workers.csv"), &rows("worker", &|n| format!("{mark}-{n}")));
    file(
        place,
        &format!("{mark}/spells.csv"),
        &rows("spell,worker,started", &|n| format!("{mark}-S{n},{mark}-{n},2020-01-01")),
    );
}

fn head(place: &Place) -> usize {
    json(place, "log")["changes"].as_array().expect("changes").len()
}

/// How many workers with a mark the record holds.
fn workers(place: &Place, mark: &str) -> usize {
    let folder = "out";
    let _ = std::fs::remove_dir_all(place.file(folder));
    ask(place, &format!("export --out {folder}")).coded(0);
    let text = std::fs::read_to_string(place.file(folder).join("workers.csv")).expect("workers are exported");
    text.lines().filter(|line| line.starts_with(&format!("{mark}-"))).count()
}

#[test]
fn an_import_killed_at_any_moment_is_there_whole_or_not_at_all() {
    for place in places() {
        small_council(&place);
        ask(&place, "import first").coded(0);
        files(&place, "timed");
        let start = Instant::now();
        ask(&place, "import timed").coded(0);
        let whole = start.elapsed();
        let (mut landed, mut lost) = (0, 0);
        for moment in 0..MOMENTS {
            let mark = format!("K{moment}");
            files(&place, &mark);
            let before = head(&place);
            let mut command = mainstay(&place.address);
            command.current_dir(place.folder()).args(["import", &mark]);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
            // Most of the moments fall in the second half, where the change is written.
            let share = f64::from(moment) / f64::from(MOMENTS);
            std::thread::sleep(whole.mul_f64(0.2 + 0.9 * share));
            child.kill().expect("it is killed, or has ended");
            child.wait().expect("it has ended");
            // A server may go on with what it was told after its client has died, so look until two looks agree.
            let mut changes = head(&place);
            let found = loop {
                let found = workers(&place, &mark);
                let now = head(&place);
                if now == changes {
                    break found;
                }
                changes = now;
            };
            match changes - before {
                0 => assert_eq!(found, 0, "moment {moment}: no change, and workers of it"),
                1 => assert_eq!(found, WORKERS, "moment {moment}: a change, and not all workers of it"),
                more => panic!("moment {moment}: {more} changes from one import"),
            }
            if found == 0 {
                lost += 1;
            } else {
                landed += 1;
            }
            ask(&place, "verify").coded(0);
        }
        println!("{:?}: killed {MOMENTS} times: {landed} landed whole, {lost} left nothing", place.engine);
        // Whatever was killed can be done again.
        ask(&place, "import K0").coded(0);
        assert_eq!(json(&place, "import K0")["change"], serde_json::Value::Null);
    }
}

#[test]
fn two_programs_writing_at_once_lose_nothing() {
    for place in places() {
        small_council(&place);
        ask(&place, "import first").coded(0);
        let marks = ["A", "B", "C", "D"];
        for mark in marks {
            files(&place, mark);
        }
        let start = |mark: &str| {
            let mut command = mainstay(&place.address);
            command.current_dir(place.folder()).args(["import", mark]).stdout(Stdio::null());
            command.stderr(Stdio::piped()).spawn().expect("it starts")
        };
        let children: Vec<_> = marks.iter().map(|mark| start(mark)).collect();
        for child in children {
            let ended = child.wait_with_output().expect("it ends");
            assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
        }
        assert_eq!(head(&place), 1 + marks.len());
        for mark in marks {
            assert_eq!(workers(&place, mark), WORKERS);
        }
        ask(&place, "verify").coded(0);
    }
}

/// Two programs that change the same record: one lands; the other lands after it on what it left, or is refused by name.
#[test]
fn two_programs_writing_the_same_record_are_told_apart() {
    for place in places() {
        small_council(&place);
        ask(&place, "import first").coded(0);
        for (mark, fte) in [("x", "0.6"), ("y", "0.7")] {
            // Rows beyond the one that matters keep the programs busy while they overlap.
            let filler: Vec<String> = (0..WORKERS).map(|n| format!("{mark}-{n}")).collect();
            file(&place, &format!("{mark}/workers.csv"), &format!("worker\n{}\n", filler.join("\n")));
            file(&place, &format!("{mark}/occupancies.csv"), &format!("occupancy,fte\nO1,{fte}\n"));
        }
        let start = |mark: &str| {
            let mut command = mainstay(&place.address);
            command.current_dir(place.folder()).args(["import", mark, "--by", mark]).stdout(Stdio::null());
            command.stderr(Stdio::piped()).spawn().expect("it starts")
        };
        let children = [start("x"), start("y")];
        let mut landed = 0;
        for child in children {
            let ended = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            match ended.status.code() {
                Some(0) => landed += 1,
                Some(4) => assert!(
                    said.contains("occupancy:O1") && (said.contains("by x") || said.contains("by y")),
                    "the record and the author are named: {said}"
                ),
                code => panic!("{code:?}: {said}"),
            }
        }
        assert!(landed >= 1);
        assert_eq!(head(&place), 1 + landed);
    }
}
