//! Folds and indexes a synthetic England, keeps all of it in memory, and prints as JSON how much that took at most.
//! Linux only: the peak is the kernel's own (`VmHWM`).

use std::io::Write;

use testkit::england::{Totals, council_changes};
use workforce::Workforce;
use workforce::position::Ask;
use workforce::quantity::Fte;
use workforce::records::Records;

const COUNCILS: u64 = 150;

fn main() {
    let mut totals = Totals::default();
    let mut england = Vec::new();
    for council in 1..=COUNCILS {
        // One council's changes at a time, as a server would read them.
        let changes = council_changes(council);
        totals.add(&changes);
        england.push(Workforce::new(Records::fold(&changes).expect("generated bodies are sound")));
    }
    let day = jiff::civil::date(2023, 9, 30);
    let positions =
        england.iter().map(|workforce| workforce.position(&Ask::on(day)).expect("a plain question"));
    let (mut people, mut fte) = (0, Fte::ZERO);
    for position in positions {
        people += position.total.headcount.substantive;
        fte += position.total.line.substantive();
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim().to_owned();
    let answer = format!(
        "{{\"size\":\"{totals}\",\"in_post_headcount\":{people},\"in_post_fte\":\"{fte}\",\"peak\":\"{peak}\"}}\n"
    );
    std::io::stdout().write_all(answer.as_bytes()).expect("standard output takes the answer");
}
