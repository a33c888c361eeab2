//! The census built from the record, for programs and for people.

use std::collections::{BTreeMap, BTreeSet};

use returns::csww::build::readiness::Todo;
use returns::csww::build::{Built, Trace};
use returns::csww::element::Element;
use returns::csww::finding::{Finding, Level};
use returns::csww::take::{Left, Taken};
use serde::Serialize;
use workforce::Workforce;
use workforce::change::Entry;
use workforce::check::Breach;
use workforce::records::Records;

use crate::table::Table;

/// A return that was built.
#[derive(Debug, Serialize)]
pub struct BuiltAnswer {
    /// The file that was written; none when it was printed or only explained.
    pub file: Option<String>,
    /// The census year.
    pub year: i16,
    /// The council's number.
    pub authority: String,
    /// The change at which the record was known.
    pub known_at: u64,
    /// How many workers' records it has.
    pub workers: usize,
    /// What the check finds in it.
    pub summary: TodoCount,
    /// Every value of the totals and the workers, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Vec<TraceAnswer>>,
    #[serde(skip)]
    traces: Vec<TraceAnswer>,
}

/// Where a value of a return came from.
#[derive(Debug, Clone, Serialize)]
pub struct TraceAnswer {
    /// The worker's record in the return, from 1; none for the totals.
    pub worker: Option<usize>,
    /// The worker's registration number.
    pub swe: Option<String>,
    /// The item.
    pub item: Element,
    /// Its value.
    pub value: String,
    /// The records that it came from.
    pub records: Vec<String>,
    /// How it was arrived at, where that is not plain.
    pub note: Option<String>,
}

/// How much there is to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TodoCount {
    /// What keeps a return from being authorised.
    pub error: usize,
    /// What is put right or explained.
    pub query: usize,
}

impl TodoCount {
    fn of<'f>(findings: impl Iterator<Item = &'f Finding>) -> Self {
        let mut count = Self::default();
        for finding in findings {
            count.add(finding.level);
        }
        count
    }

    fn add(&mut self, level: Level) {
        match level {
            Level::Error => self.error += 1,
            Level::Query => self.query += 1,
        }
    }
}

impl BuiltAnswer {
    pub(crate) fn new(built: &Built, authority: &str, known_at: u64, todo: &[Todo<'_>]) -> Self {
        let swe =
            |worker: usize| built.content.workers.get(worker - 1)?.text(Element::SweNo).map(str::to_owned);
        let trace = |trace: &Trace| TraceAnswer {
            worker: trace.worker,
            swe: trace.worker.and_then(swe),
            item: trace.item,
            value: trace.value.clone(),
            records: trace.records.iter().map(ToString::to_string).collect(),
            note: trace.note.clone(),
        };
        Self {
            file: None,
            year: built.year.number(),
            authority: authority.to_owned(),
            known_at,
            workers: built.content.workers.len(),
            summary: TodoCount::of(todo.iter().map(|one| &one.finding)),
            explain: None,
            traces: built.traces.iter().map(trace).collect(),
        }
    }

    /// With every value's records.
    #[must_use]
    pub fn explained(mut self) -> Self {
        self.explain = Some(self.traces.clone());
        self
    }

    /// The workers that it is about, by key.
    pub fn worker_keys(&self) -> Vec<String> {
        let records = self.traces.iter().flat_map(|trace| &trace.records);
        let keys: BTreeSet<&str> = records.filter_map(|record| record.strip_prefix("worker:")).collect();
        keys.into_iter().map(str::to_owned).collect()
    }

    /// Where each value comes from, where a text is found in the value, its item, its records or how it was arrived at.
    pub fn traces(&self, find: &str) -> Vec<&TraceAnswer> {
        let wanted = find.to_lowercase();
        let holds = |text: &str| text.to_lowercase().contains(&wanted);
        let is_wanted = |trace: &&TraceAnswer| {
            holds(&trace.value)
                || holds(trace.item.name())
                || trace.swe.as_deref().is_some_and(holds)
                || trace.note.as_deref().is_some_and(holds)
                || trace.records.iter().any(|record| holds(record))
        };
        self.traces.iter().filter(is_wanted).collect()
    }

    /// For people.
    pub fn tables(&self) -> Vec<Table> {
        let TodoCount { error, query } = self.summary;
        let file = self.file.as_deref().unwrap_or("Not written");
        let title = format!(
            "{file}: census {}, authority {}, {} workers' records, from the record known at change {}",
            self.year, self.authority, self.workers, self.known_at
        );
        let mut about = Table::new(title, &[]);
        about.notes.push(match (error, query) {
            (0, 0) => "The check finds nothing.".to_owned(),
            _ => format!(
                "The check finds {error} errors and {query} queries: `mainstay csww readiness --year {}` lists them.",
                self.year
            ),
        });
        let Some(explain) = &self.explain else { return vec![about] };
        let mut table = Table::new(
            "Where each value comes from",
            &["worker", "SWE number", "item", "value", "records", "how"],
        );
        table.rows = explain
            .iter()
            .map(|one| {
                vec![
                    one.worker.map_or_else(String::new, |worker| worker.to_string()),
                    one.swe.clone().unwrap_or_default(),
                    one.item.name().to_owned(),
                    one.value.clone(),
                    one.records.join("; "),
                    one.note.clone().unwrap_or_default(),
                ]
            })
            .collect();
        vec![about, table]
    }
}

/// What is to be done before a return can be sent.
#[derive(Debug, Serialize)]
pub struct ReadinessAnswer {
    /// The census year.
    pub year: i16,
    /// The change at which the record was known.
    pub known_at: u64,
    /// How many workers' records the return would have.
    pub workers: usize,
    /// How many of them nothing is said of.
    pub ready: usize,
    /// How much there is to do.
    pub summary: TodoCount,
    /// Each team with how much it has to do; first what is the council's own.
    pub teams: Vec<TeamAnswer>,
    /// What there is to do, by team, errors first.
    pub todo: Vec<TodoAnswer>,
    /// Workers who were in post at the September before, and whose employment goes on outside children's social work: to
    /// be counted as leavers, as the census does, their spell needs an end with the reason `moved-within`.
    pub moved_away: Vec<MovedAnswer>,
}

/// A worker who moved out of children's social work.
#[derive(Debug, Serialize)]
pub struct MovedAnswer {
    /// The worker's key.
    pub worker: String,
    /// The team at the September before.
    pub team: Option<String>,
}

/// A team with how much it has to do.
#[derive(Debug, Serialize)]
pub struct TeamAnswer {
    /// The team's key; none for the council's totals and for workers without a team.
    pub team: Option<String>,
    /// Its name.
    pub name: String,
    /// How many workers' records.
    pub workers: usize,
    /// How many of them nothing is said of.
    pub ready: usize,
    /// How much there is to do.
    pub summary: TodoCount,
}

/// One thing to do.
#[derive(Debug, Serialize)]
pub struct TodoAnswer {
    /// The team that knows.
    pub team: Option<String>,
    /// The worker's key in the record; none for the council's totals.
    pub worker: Option<String>,
    /// The registration number.
    pub swe: Option<String>,
    /// The rule.
    pub rule: &'static str,
    /// How serious it is.
    pub level: Level,
    /// The item of the return.
    pub item: Option<String>,
    /// Its value.
    pub value: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to put it right.
    pub fix: &'static str,
    /// The kind of record, and the column, that holds it.
    pub record: Option<String>,
}

impl ReadinessAnswer {
    pub(crate) fn new(workforce: &Workforce, built: &Built, known_at: u64, todo: Vec<Todo<'_>>) -> Self {
        let name = |unit: Option<u32>| {
            unit.map_or_else(
                || "the council".to_owned(),
                |unit| workforce.name_of_unit(unit, built.year.end()).to_owned(),
            )
        };
        let key = |unit: Option<u32>| unit.map(|unit| workforce.unit_key(unit).to_owned());
        // By name and then key: a key alone says little to people.
        let mut teams: BTreeMap<(bool, String, Option<String>), TeamAnswer> = BTreeMap::new();
        let blank = |unit| TeamAnswer {
            team: key(unit),
            name: name(unit),
            workers: 0,
            ready: 0,
            summary: TodoCount::default(),
        };
        let place = |unit: Option<u32>| (unit.is_some(), name(unit), key(unit));
        let mut said: Vec<bool> = vec![false; built.subjects.len()];
        for one in &todo {
            teams
                .entry(place(one.team()))
                .or_insert_with(|| blank(one.team()))
                .summary
                .add(one.finding.level);
            if let Some(said) = one.finding.worker.and_then(|at| said.get_mut((at as usize).checked_sub(1)?))
            {
                *said = true;
            }
        }
        for (subject, said) in built.subjects.iter().zip(&said) {
            let team = teams.entry(place(subject.team)).or_insert_with(|| blank(subject.team));
            team.workers += 1;
            team.ready += usize::from(!said);
        }
        let summary = TodoCount::of(todo.iter().map(|one| &one.finding));
        let mut todo = todo;
        todo.sort_by_cached_key(|one| (place(one.team()), one.finding.level, one.finding.rule.id));
        let answer = |one: Todo<'_>| TodoAnswer {
            team: key(one.team()),
            worker: one.subject.map(|subject| subject.worker.clone()),
            swe: one.finding.swe.as_ref().map(ToString::to_string),
            rule: one.finding.rule.id,
            level: one.finding.level,
            item: one.finding.item.as_ref().map(|item| item.name().to_owned()),
            value: one.finding.value.as_ref().map(ToString::to_string),
            message: one.finding.message(),
            fix: one.finding.fix(),
            record: one.home.map(|home| format!("{}.{}", home.kind, home.column)),
        };
        Self {
            year: built.year.number(),
            known_at,
            workers: built.subjects.len(),
            ready: said.iter().filter(|said| !**said).count(),
            summary,
            teams: teams.into_values().collect(),
            todo: todo.into_iter().map(answer).collect(),
            moved_away: built
                .moved_away
                .iter()
                .map(|one| MovedAnswer { worker: one.worker.clone(), team: key(one.team) })
                .collect(),
        }
    }

    fn moved(&self) -> Option<String> {
        let workers: Vec<&str> = self.moved_away.iter().map(|one| one.worker.as_str()).collect();
        (!workers.is_empty()).then(|| {
            format!(
                "Moved out of children's social work and not returned: {}. If they left it in the year, end their spell \
                 with the reason moved-within.",
                workers.join(", ")
            )
        })
    }

    /// For people: by team, what each has to do, or all of it with how often each thing occurs.
    pub fn tables(&self, by_team: bool) -> Vec<Table> {
        let TodoCount { error, query } = self.summary;
        let title = format!(
            "Census {}: {} of {} workers' records have nothing to do; {error} errors, {query} queries (known at change {})",
            self.year, self.ready, self.workers, self.known_at
        );
        if !by_team {
            let mut kinds: BTreeMap<(Level, &str, &str), (usize, &TodoAnswer)> = BTreeMap::new();
            for one in &self.todo {
                let item = one.item.as_deref().unwrap_or_default();
                kinds.entry((one.level, one.rule, item)).or_insert((0, one)).0 += 1;
            }
            let mut table = Table::new(title, &["level", "rule", "item", "#how many", "what to do", "where"]);
            table.rows = kinds
                .into_iter()
                .map(|((level, rule, item), (count, one))| {
                    let cells = [word(level), rule, item].map(str::to_owned);
                    let rest =
                        [count.to_string(), one.fix.to_owned(), one.record.clone().unwrap_or_default()];
                    cells.into_iter().chain(rest).collect()
                })
                .collect();
            table.notes.extend(self.moved());
            table.notes.push("`--by team` lists each thing under the team that knows.".to_owned());
            return vec![table];
        }
        let mut teams = Table::new(title, &["team", "#workers", "#nothing to do", "#errors", "#queries"]);
        teams.rows = self
            .teams
            .iter()
            .map(|team| {
                let counts = [team.workers, team.ready, team.summary.error, team.summary.query];
                std::iter::once(team.name.clone()).chain(counts.map(|count| count.to_string())).collect()
            })
            .collect();
        teams.notes.extend(self.moved());
        let mut tables = vec![teams];
        for team in &self.teams {
            let mut table = Table::new(
                team.name.clone(),
                &["level", "worker", "SWE number", "item", "value", "what is wrong", "where"],
            );
            table.rows = self.todo.iter().filter(|one| one.team == team.team).map(TodoAnswer::row).collect();
            if !table.rows.is_empty() {
                tables.push(table);
            }
        }
        tables
    }
}

impl TodoAnswer {
    fn row(&self) -> Vec<String> {
        vec![
            word(self.level).to_owned(),
            self.worker.clone().unwrap_or_default(),
            self.swe.clone().unwrap_or_default(),
            self.item.clone().unwrap_or_default(),
            self.value.clone().unwrap_or_default(),
            format!("{} {}", self.message, self.fix),
            self.record.clone().unwrap_or_default(),
        ]
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Query => "query",
    }
}

/// A past return that was taken in, or would be.
#[derive(Debug, Serialize)]
pub struct TakenAnswer {
    /// The file.
    pub file: String,
    /// The census year.
    pub year: i16,
    /// The change that it made; none when it made none.
    pub change: Option<u64>,
    /// How many records of each kind are added and changed.
    pub records: BTreeMap<String, TakenCount>,
    /// What could not be taken in, or what the record knows better.
    pub left: Vec<Left>,
    /// Errors of the return, which keep it out.
    pub errors: Vec<Finding>,
    /// What cannot be, and would be brought in.
    pub breaches: Vec<String>,
}

/// How many records of a kind.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct TakenCount {
    /// New.
    pub added: usize,
    /// Changed.
    pub changed: usize,
}

impl TakenAnswer {
    pub(crate) fn refused(file: &str, year: i16, errors: Vec<Finding>, breaches: Vec<Breach>) -> Self {
        let breach = |breach: Breach| format!("{}: {}. {}", breach.record, breach.message, breach.rule.fix);
        Self {
            file: file.to_owned(),
            year,
            change: None,
            records: BTreeMap::new(),
            left: Vec::new(),
            errors,
            breaches: breaches.into_iter().map(breach).collect(),
        }
    }

    pub(crate) fn new(file: &str, year: i16, existing: &Records, taken: &Taken, entries: &[Entry]) -> Self {
        let mut records: BTreeMap<String, TakenCount> = BTreeMap::new();
        for entry in entries {
            let count = records.entry(entry.record.kind.to_string()).or_default();
            match existing.get(&entry.record) {
                None => count.added += 1,
                Some(_) => count.changed += 1,
            }
        }
        let (file, left) = (file.to_owned(), taken.left.clone());
        Self { file, year, change: None, records, left, errors: Vec::new(), breaches: Vec::new() }
    }

    /// Whether it is kept out.
    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty() || !self.breaches.is_empty()
    }

    /// For people.
    pub fn tables(&self, dry_run: bool) -> Vec<Table> {
        if self.is_refused() {
            let mut table = Table::new(
                format!("{}: refused, nothing was changed", self.file),
                &["line", "rule", "SWE number", "item", "what is wrong"],
            );
            table.rows = self
                .errors
                .iter()
                .map(|one| {
                    vec![
                        one.line.to_string(),
                        one.rule.id.to_owned(),
                        one.swe.as_ref().map_or_else(String::new, ToString::to_string),
                        one.item.as_ref().map_or_else(String::new, |item| item.name().to_owned()),
                        format!("{} {}", one.message(), one.fix()),
                    ]
                })
                .collect();
            table.notes.clone_from(&self.breaches);
            return vec![table];
        }
        let title = match (self.change, dry_run) {
            (_, true) => "Dry run: nothing was changed".to_owned(),
            (Some(change), _) => format!("Took in the return of {} as change {change}", self.year),
            (None, _) => "Nothing to change: the record says all this already".to_owned(),
        };
        let mut table = Table::new(title, &["Kind", "#Added", "#Changed"]);
        table.rows = self
            .records
            .iter()
            .map(|(kind, count)| vec![kind.clone(), count.added.to_string(), count.changed.to_string()])
            .collect();
        let mut left = Table::new("Not taken in", &["worker", "item", "value", "why"]);
        left.rows = self
            .left
            .iter()
            .map(|one| {
                vec![
                    one.worker.map_or_else(String::new, |worker| worker.to_string()),
                    one.item.map_or_else(String::new, |item| item.name().to_owned()),
                    one.value.clone().unwrap_or_default(),
                    one.why.clone(),
                ]
            })
            .collect();
        if left.rows.is_empty() { vec![table] } else { vec![table, left] }
    }
}
