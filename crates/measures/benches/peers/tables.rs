//! What the peers start from: flat tables of numbers, as an analyst would have loaded them, the question, and the figures
//! that theirs must equal.
//!
//! Days are numbered from 1970; where the calendar matters, dates are numbers such as 20230930. Councils lie side by side:
//! workers, posts and teams are numbered across all of them.

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::date;
use measures::breakdown::Breakdown;
use measures::exact::Amount;
use measures::grid::GridAsk;
use measures::ground::{Agreed, Ground};
use measures::measure::{Measure, Term, Times};
use measures::span::Span;
use serde_json::{Value, json};
use workforce::facts::Where;
use workforce::period::Period;
use workforce::quantity::{Days, NoNumber};
use workforce::records::{AbsenceKind, Records};
use workforce::{Date, Workforce};

use crate::{Asked, KNOWN_ON};

/// The end of what has not ended.
const OPEN: i64 = 10_000_000;

/// Tables by name, as CSV.
#[derive(Default)]
struct Tables {
    csv: Vec<(&'static str, String)>,
    /// Where the numbers of the council begin.
    workers: i64,
    works: i64,
    teams: i64,
    posts: i64,
    units: i64,
}

fn day(day: Date) -> i64 {
    i64::from((day - date(1970, 1, 1)).get_days())
}

fn count(number: usize) -> i64 {
    i64::try_from(number).expect("the tables are small")
}

fn calendar(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

fn end(to: Option<Date>) -> i64 {
    to.map_or(OPEN, day)
}

/// A code as a number; -1 for none.
fn code<T>(code: Option<T>, number: impl Fn(T) -> i64) -> i64 {
    code.map_or(-1, number)
}

impl Tables {
    fn add(&mut self, table: &'static str, heads: &str, row: &[i64]) {
        let at = self.csv.iter().position(|(name, _)| *name == table).unwrap_or_else(|| {
            self.csv.push((table, format!("{heads}\n")));
            self.csv.len() - 1
        });
        let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
        writeln!(self.csv[at].1, "{}", cells.join(",")).expect("writing to memory");
    }

    /// A council; its units of the question are numbered after those that are there.
    fn council(&mut self, council: &Workforce, units: &[Option<u32>]) {
        let records = council.records();
        let team = |base: i64, place: Where| code(place.team, |team| base + i64::from(team));
        self.works(council);
        for unit in 0..u32::try_from(council.unit_count()).expect("few units") {
            for (at, above) in units.iter().enumerate() {
                let lies_in = |day| above.is_none_or(|above| council.lies_in(unit, above, day));
                assert_eq!(
                    lies_in(date(2013, 10, 1)),
                    lies_in(date(2023, 9, 30)),
                    "the tree does not change"
                );
                if lies_in(date(2023, 9, 30)) {
                    let row = [self.teams + i64::from(unit), self.units + count(at)];
                    self.add("unit", "team,unit", &row);
                }
            }
        }
        for spell in council.employments() {
            let begun = spell.period.from;
            let years = |years: i64| day(begun.saturating_add(jiff::Span::new().years(years)));
            let row = [
                self.workers + i64::from(spell.worker),
                day(begun),
                end(spell.period.to),
                code(spell.origin, |origin| origin as i64),
                calendar(begun),
                years(1),
                years(2),
                years(3),
            ];
            self.add("spell", "worker,start,finish,origin,start_date,year1,year2,year3", &row);
        }
        for worker in 0..u32::try_from(council.worker_count()).expect("few workers") {
            let row = [
                self.workers + i64::from(worker),
                code(council.born(worker), calendar),
                code(council.ethnicity(worker), |ethnicity| ethnicity as i64),
            ];
            self.add("person", "worker,born,ethnicity", &row);
        }
        self.sickness(council);
        for cases in records.caseloads.values() {
            let worker = council.worker_number(cases.worker.as_str()).expect("the worker is there");
            let row = [self.workers + i64::from(worker), day(cases.on), cases.total().into()];
            self.add("cases", "worker,day,cases", &row);
        }
        let teams = self.teams;
        self.posts(council, |place| team(teams, place));
        self.workers += count(council.worker_count());
        self.works += count(council.works().len());
        self.teams += count(council.unit_count());
        self.posts += count(records.posts.len());
        self.units += count(units.len());
    }

    /// Occupancies, one row for each place that each was in.
    fn works(&mut self, council: &Workforce) {
        let records = council.records();
        let posts = post_numbers(records);
        for (number, work) in council.works().enumerate() {
            let period = work.period();
            let moved = records.transfers.values().map(|transfer| transfer.on);
            let mut days: Vec<Date> = moved.filter(|day| period.from < *day && period.holds(*day)).collect();
            days.push(period.from);
            days.sort_unstable();
            days.dedup();
            for (at, &from) in days.iter().enumerate() {
                let to = days.get(at + 1).copied().or(period.to);
                let place = work.on(from);
                let role = place.role.expect("every occupancy has a role");
                let facts = council.role_on(role, from).expect("the role is there");
                let census = facts.census_role.expect("every role has a census role") as i64;
                let post = records.occupancies[work.occupancy().as_str()].post.as_ref();
                let post = post.and_then(|post| posts.binary_search(&post.as_str()).ok());
                let row = [
                    self.works + count(number),
                    self.workers + i64::from(work.worker()),
                    day(period.from),
                    day(from),
                    end(to),
                    self.teams + i64::from(place.team.expect("every occupancy has a team")),
                    i64::from(facts.census),
                    census,
                    i64::from(facts.rank),
                    census * 10_000 + i64::from(facts.rank),
                    work.fte().millionths(),
                    work.basis() as i64,
                    code(work.cover(), |cover| cover as i64),
                    code(post, |post| self.posts + count(post)),
                ];
                let heads = "work,worker,begun,start,finish,team,scope,census_role,rank,seniority,fte,basis,cover,post";
                self.add("work", heads, &row);
            }
        }
    }

    fn sickness(&mut self, council: &Workforce) {
        for absence in council.records().absences.values() {
            if absence.kind != AbsenceKind::Sickness {
                continue;
            }
            let worker = council.worker_number(absence.worker.as_str()).expect("the worker is there");
            let mask = absence.work_pattern.as_deref().unwrap_or("MTWTF--").bytes();
            let mask = mask.enumerate().fold(0, |mask, (at, day)| mask | i64::from(day != b'-') << at);
            let row = [
                self.workers + i64::from(worker),
                day(absence.from),
                end(absence.to),
                code(absence.days_lost, Days::millionths),
                mask,
            ];
            self.add("sickness", "worker,start,finish,days_lost,weekdays", &row);
        }
    }

    /// Posts, one row for each place that each was in, while they are funded.
    fn posts(&mut self, council: &Workforce, team: impl Fn(Where) -> i64) {
        let records = council.records();
        let numbers = post_numbers(records);
        assert_eq!(numbers.len(), records.posts.len(), "every post has one row");
        for (number, key) in numbers.iter().enumerate() {
            let post = records.posts.values().find(|post| post.post.as_str() == *key).expect("it is there");
            let moved = records.transfers.values().find(|transfer| transfer.post == post.post);
            let place = |unit: &str| Where { team: council.unit_named(unit, post.from).ok(), role: None };
            let funded = Period::new(post.from, workforce::period::earlier(post.to, post.funding_to));
            let mut rows = vec![(funded, place(post.team.as_str()))];
            if let Some(moved) = moved {
                rows[0].0.to = Some(moved.on);
                let to = moved.to_team.as_ref().expect("posts move to teams");
                rows.push((Period::new(moved.on, funded.to), place(to.as_str())));
            }
            let roles =
                records.roles.values().find(|role| role.role == post.role).expect("the role is there");
            for (period, place) in rows {
                let row = [
                    self.posts + count(number),
                    day(period.from),
                    end(period.to),
                    team(place),
                    post.fte.millionths(),
                    i64::from(roles.census.0),
                ];
                self.add("post", "post,start,finish,team,fte,scope", &row);
            }
        }
    }
}

fn post_numbers(records: &Records) -> Vec<&str> {
    let mut keys: Vec<&str> = records.posts.values().map(|post| post.post.as_str()).collect();
    keys.sort_unstable();
    keys
}

fn terms(terms: &[Term], asked: &Asked) -> Value {
    let term = |(times, part): &Term| {
        let factors: Vec<i64> = asked
            .spans
            .iter()
            .map(|span| match times {
                Times::Whole(times) => *times,
                Times::WorkingDays => span.dfe_working_days(),
                Times::CalendarDays => span.days(),
            })
            .collect();
        json!([format!("{part:?}"), factors])
    };
    terms.iter().map(term).collect()
}

/// The question: the measures with their formulas, the spans and how many units there are.
fn question(asked: &Asked, units: i64) -> Value {
    let measure = |measure: &&'static Measure| {
        json!({
            "id": measure.id,
            "numerator": terms(measure.numerator, asked),
            "denominator": terms(measure.denominator, asked),
            "scale": measure.scale,
            "places": measure.unit.places(),
            "annualised": measure.annualised,
            "groups": measure.groups.map(|by| format!("{by:?}")),
            "slots": measure.groups.and_then(Breakdown::slots),
        })
    };
    let span = |span: &Span| {
        let months: Vec<i64> =
            [12, 24, 36].map(|months| day(span.to.saturating_add(jiff::Span::new().months(months)))).to_vec();
        json!([day(span.from), day(span.to), calendar(span.to), span.months(), months])
    };
    let mut counted: Vec<i64> = asked
        .councils
        .iter()
        .flat_map(|council| council.records().caseloads.values().map(|caseload| day(caseload.on)))
        .collect();
    counted.sort_unstable();
    counted.dedup();
    json!({
        "measures": asked.measures.iter().map(measure).collect::<Vec<_>>(),
        "spans": asked.spans.iter().map(span).collect::<Vec<_>>(),
        "units": units,
        "counted": counted,
        "known_on": day(KNOWN_ON),
        "case_limit": Agreed::default().case_limit,
    })
}

/// Every cell of a council: measure, span, unit, group, numerator, denominator and value in units of the last place.
fn cells(asked: &Asked, council: &Workforce, first_unit: i64, rows: &mut String) {
    let units = asked.units(council);
    let ground = Ground::new(council, KNOWN_ON, Agreed::default());
    let ask = GridAsk { measures: &asked.measures, spans: &asked.spans, units: &units, baseline: None };
    let counted = ground.grid(&ask, |span, grid| {
        for (unit, cell) in (0..units.len()).flat_map(|unit| grid.cells(unit).map(move |cell| (unit, cell))) {
            let part = |part: Option<Amount>| part.map_or(String::new(), |part| part.0.to_string());
            let value = match cell.value {
                Ok(value) => value.to_string().replace('.', ""),
                Err(NoNumber::RoundsToZero) => "0".to_owned(),
                Err(_) => String::new(),
            };
            let slots = asked.measures[cell.measure].groups.and_then(Breakdown::slots);
            let slot = cell.slot.or(slots).unwrap_or(0);
            let (numerator, denominator) = (part(cell.numerator), part(cell.denominator));
            let place = format!("{},{span},{},{slot}", cell.measure, first_unit + count(unit));
            writeln!(rows, "{place},{numerator},{denominator},{value}").expect("writing to memory");
        }
    });
    counted.expect("the question names nothing");
}

/// Leaves all of it in a folder.
pub(crate) fn leave(asked: &Asked, folder: &Path) {
    let mut tables = Tables::default();
    let mut rows = "measure,span,unit,slot,numerator,denominator,value\n".to_owned();
    for council in &asked.councils {
        cells(asked, council, tables.units, &mut rows);
        tables.council(council, &asked.units(council));
    }
    let written = std::fs::create_dir_all(folder).and_then(|()| {
        std::fs::write(folder.join("question.json"), question(asked, tables.units).to_string())?;
        std::fs::write(folder.join("cells.csv"), &rows)?;
        tables
            .csv
            .iter()
            .try_for_each(|(name, rows)| std::fs::write(folder.join(format!("{name}.csv")), rows))
    });
    written.expect("the bench's folder can be written");
}
