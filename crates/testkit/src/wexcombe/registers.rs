//! The generated council's registers: what is written down beside posts and people.
//!
//! They are made from the record once the years have been lived, with chance of their own, so that nothing here moves the
//! history of posts and people. Everything is invented, the caps of agency pay among it.

mod people;
mod recruiting;

use std::collections::BTreeMap;

use workforce::Date;
use workforce::records::{Basis, Occupancy, Record, Records, Spell, layout};

use crate::wexcombe::Plan;
use crate::wexcombe::chance::{Chance, plus, years_on};
use crate::wexcombe::journal::Journal;

/// A record from its columns' names and values; what is blank is left out.
pub(super) fn record(kind: &str, columns: &[(&str, &str)]) -> Record {
    let layout = layout(kind).expect("the generator writes kinds that there are");
    let value = |name: &str| columns.iter().find(|(column, _)| *column == name).map(|(_, value)| *value);
    let cells: Vec<Option<&str>> =
        layout.columns.iter().map(|column| value(column.name).filter(|value| !value.is_empty())).collect();
    let unknown = columns.iter().find(|(name, _)| layout.column(name).is_none());
    assert!(unknown.is_none(), "{kind} has no column {unknown:?}");
    match Record::from_row(kind, &cells) {
        Some(Ok(record)) => record,
        other => panic!("the generator writes sound rows: {kind} {columns:?}: {other:?}"),
    }
}

/// What the registers are written from.
struct Desk<'a> {
    plan: &'a Plan,
    journal: &'a mut Journal,
    records: Records,
    last: Date,
}

impl Desk<'_> {
    fn write(&mut self, known: Date, kind: &str, columns: &[(&str, &str)]) {
        self.journal.write(known, record(kind, columns));
    }

    fn chance(&self, stream: u64, key: &str) -> Chance {
        let number: u64 =
            key.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default();
        Chance::new(self.plan.seed, 3_000_000 + stream * 1_000_000 + number)
    }

    /// The occupancies of one basis that begin from a day on, by key.
    fn stays(&self, basis: Basis, from: Date) -> Vec<Occupancy> {
        let all = self.records.occupancies.values();
        let mut stays: Vec<Occupancy> =
            all.filter(|stay| stay.basis == basis && stay.from >= from).cloned().collect();
        stays.sort_unstable_by(|a, b| a.occupancy.cmp(&b.occupancy));
        stays
    }

    /// The spells that begin from a day on, by key.
    fn spells(&self, from: Date) -> Vec<Spell> {
        let all = self.records.spells.values();
        let mut spells: Vec<Spell> = all.filter(|spell| spell.started >= from).cloned().collect();
        spells.sort_unstable_by(|a, b| a.spell.cmp(&b.spell));
        spells
    }

    /// The role and team of the post that a worker first has.
    fn first_place(&self, worker: &str) -> Option<(String, String)> {
        let stays = self.records.occupancies.values();
        let stay = stays
            .filter(|stay| stay.worker.as_str() == worker)
            .min_by_key(|stay| (stay.from, stay.occupancy.clone()))?;
        let posts = self.records.posts.values();
        let post =
            posts.filter(|post| Some(&post.post) == stay.post.as_ref()).max_by_key(|post| post.from)?;
        Some((post.role.to_string(), post.team.to_string()))
    }
}

/// Writes the registers of a council whose years have been lived.
pub(super) fn write(journal: &mut Journal, plan: &Plan) {
    let last = years_on(plan.from, plan.years);
    let records = journal.all();
    let mut desk = Desk { plan, journal, records, last };
    parameters(&mut desk);
    agency(&mut desk);
    people::incentives(&mut desk);
    people::early_careers(&mut desk);
    people::registration(&mut desk);
    people::leavers(&mut desk);
    recruiting::recruiting(&mut desk);
    improvement(&mut desk);
    workload(&mut desk);
}

fn parameters(desk: &mut Desk<'_>) {
    let known = desk.plan.from;
    let note = "Invented for the example";
    let set = |name: &str, from: &str, value: &str| {
        record(
            "parameter",
            &[("parameter", name), ("scope", "council"), ("from", from), ("value", value), ("note", note)],
        )
    };
    desk.journal.write(known, set("council.region", "2017-10-01", "South West"));
    let caps = [("SW", "36.50"), ("SSW", "39.00"), ("AP", "42.00"), ("TM", "48.00"), ("IRO", "44.00")];
    for (job, cap) in caps {
        let name = format!("agency.cap.{job}");
        desk.journal.write(plus(desk.last, -30), set(&name, "2025-10-01", cap));
    }
}

/// Engagements of the last two years, with their rates, a derogation and the quarterly returns.
fn agency(desk: &mut Desk<'_>) {
    let pay: BTreeMap<&str, i64> =
        [("SW", 3_150), ("SSW", 3_400), ("AP", 3_700), ("TM", 4_300), ("IRO", 3_900)].into_iter().collect();
    let mut dear = Vec::new();
    for stay in desk.stays(Basis::Agency, years_on(desk.last, -2)) {
        let mut chance = desk.chance(1, stay.occupancy.as_str());
        let Some((role, _)) = desk.first_place(stay.worker.as_str()) else { continue };
        let engagement = format!("E{}", stay.occupancy.as_str().trim_start_matches('O'));
        let known = stay.from;
        let route = chance.weighted(&[("umbrella", 70), ("paye", 20), ("limited-company", 10)]);
        let offered = plus(stay.from, -chance.between(5, 20));
        let months = chance.between(30, 160).to_string();
        let references = if chance.hit(9_400) { "2" } else { "1" };
        let model = if chance.hit(500) { "project-team" } else { "individual" };
        let approved = if model == "individual" { "" } else { "yes" };
        let hours = if stay.fte == workforce::quantity::Fte::ONE { "37" } else { "22.2" };
        let shared = stay.to.filter(|_| chance.hit(8_000)).map(|to| plus(to, -3).max(stay.from).to_string());
        let columns = [
            ("engagement", engagement.as_str()),
            ("occupancy", stay.occupancy.as_str()),
            ("offered_on", &offered.to_string()),
            ("route", route),
            ("model", model),
            ("hours", hours),
            ("notice_weeks", chance.weighted(&[("4", 93), ("2", 7)])),
            ("left_checked", if chance.hit(9_000) { "yes" } else { "" }),
            ("experience_months", if chance.hit(9_500) { &months } else { "" }),
            ("references", references),
            ("approved_in_advance", approved),
            ("cost_told_apart", approved),
            ("council_controls", approved),
            ("contract_allows", "yes"),
        ];
        desk.write(known, "engagement", &columns);
        if let Some(shared) = shared {
            let known = stay.to.unwrap_or(known);
            let ended = [&columns[..], &[("end_reference_shared_on", shared.as_str())]].concat();
            desk.write(known, "engagement", &ended);
        }
        let pence = pay.get(role.as_str()).copied().unwrap_or(3_150) + chance.between(-6, 10) * 50;
        let amount = |pence: i64| format!("{}.{:02}", pence / 100, pence % 100);
        let ni = if route == "paye" { 0 } else { pence * 9 / 100 };
        let columns = [
            ("engagement", engagement.as_str()),
            ("from", &stay.from.to_string()),
            ("pay", &amount(pence)),
            ("employer_ni", &amount(ni)),
            ("levy", &amount(pence / 200)),
            ("margin", &amount(chance.between(150, 320))),
            ("fee", &amount(chance.between(20, 60))),
        ];
        desk.write(known, "engagement_rate", &columns);
        if pence + ni + pence / 200 > 3_900 && role == "SW" {
            dear.push((engagement, stay.from));
        }
    }
    if let Some((engagement, from)) = dear.last() {
        let signed = plus(*from, -2).to_string();
        let columns = [
            ("derogation", "D1"),
            ("rule", "AR-01"),
            ("engagement", engagement.as_str()),
            ("from", &from.to_string()),
            ("to", &plus(*from, 182).to_string()),
            ("director_signed_on", &signed),
            ("chief_executive_signed_on", &signed),
            ("reason", "Court work that nobody else would take"),
            ("quarter", "2025-Q4"),
        ];
        desk.write(*from, "derogation", &columns);
    }
    for (quarter, sent, map) in [
        ("2025-Q1", "2025-05-20", "2025-01-20"),
        ("2025-Q2", "2025-08-12", ""),
        ("2025-Q3", "2025-11-18", ""),
    ] {
        let known = sent.parse().unwrap_or(desk.last);
        desk.write(
            known,
            "agency_return",
            &[("quarter", quarter), ("sent_on", sent), ("job_map_sent_on", map)],
        );
    }
}

/// What the council set out to improve: a record a line, its kind and its columns.
const IMPROVEMENT: &str = include_str!("../../data/improvement.txt");

fn improvement(desk: &mut Desk<'_>) {
    let known = years_on(desk.last, -1);
    for line in IMPROVEMENT.lines() {
        let (kind, columns) = line.split_once('|').expect("a kind and its columns");
        let columns: Vec<(&str, &str)> =
            columns.split('|').filter_map(|column| column.split_once('=')).collect();
        let record = record(kind, &columns);
        // What happened later is known later.
        let dated = ["on", "ended_on", "closed_on", "noted_on", "to", "from"];
        let day = columns
            .iter()
            .filter(|(name, _)| dated.contains(name))
            .filter_map(|(_, value)| value.parse::<Date>().ok());
        // What is written of a day to come was known before it came.
        let known = day.filter(|day| *day <= desk.last).max().unwrap_or(known);
        desk.journal.write(known.max(known_parent(kind, known)), record);
    }
}

/// What others refer to is known from the first of them on.
fn known_parent(kind: &str, known: Date) -> Date {
    let early = matches!(kind, "strategy" | "improvement_source" | "governance_group" | "survey" | "risk");
    if early { known } else { known.max(jiff::civil::date(2024, 7, 1)) }
}

fn workload(desk: &mut Desk<'_>) {
    let known = years_on(desk.last, -2);
    for (role, cases) in [("SW", "22"), ("SSW", "18"), ("AP", "8")] {
        let columns = [
            ("role", role),
            ("from", "2023-10-01"),
            ("cases", cases),
            ("source", "Agreed with the unions (example)"),
        ];
        desk.write(known, "case_limit", &columns);
    }
    let points =
        [("child-in-need", "3"), ("child-protection", "5"), ("looked-after", "4.5"), ("adults", "4")];
    for (weighting, name, from, to, capacity) in [
        ("2023", "First weighting", "2023-10-01", "2024-10-01", "100"),
        ("2024", "Second weighting", "2024-10-01", "", "90"),
    ] {
        let columns = [
            ("weighting", weighting),
            ("name", name),
            ("from", from),
            ("to", to),
            ("capacity", capacity),
            ("fixed", "10"),
        ];
        desk.write(known, "weighting", &columns);
        for (case_type, points) in points {
            desk.write(
                known,
                "weighting_points",
                &[("weighting", weighting), ("case_type", case_type), ("points", points)],
            );
        }
    }
    let mut chance = Chance::new(desk.plan.seed, 2_999_999);
    let mut day = desk.plan.from;
    while day < desk.last {
        let end = plus(years_on(day, 1), -1);
        for (series, least, most) in
            [("referrals", 2_400, 3_100), ("children-in-need", 900, 1_300), ("looked-after", 330, 420)]
        {
            let figure = chance.between(least, most).to_string();
            let months = if series == "referrals" { "12" } else { "" };
            let columns = [
                ("series", series),
                ("unit", "CHI"),
                ("on", &end.to_string()),
                ("months", months),
                ("figure", &figure),
            ];
            desk.write(end, "demand", &columns);
        }
        day = years_on(day, 1);
    }
}
