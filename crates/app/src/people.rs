//! People: find a worker, and everything about one as they may see it who asks.

mod incentives;

use std::collections::BTreeMap;

use workforce::Date;
use workforce::cell::{Key, Value};
use workforce::change::RecordId;
use workforce::facts::Work;
use workforce::period::Period;
use workforce::records::{Basis, Identity, IncentiveAward, Record, Records};

use crate::changing::readable;
use crate::error::OfficeError;
use crate::office::{Council, Known, Office};
use crate::policy::{Action, allows};
use crate::sight::Sight;
use crate::table::Table;
use crate::teams::works_by_worker;

/// How many workers are listed at a time.
pub const PEOPLE_SHOWN: usize = 100;

/// The kinds of records that a worker has many of, in the order of the worker's page.
const OF_WORKERS: &[&str] = &[
    "spell",
    "occupancy",
    "absence",
    "caseload",
    "reduction",
    "qualification",
    "knowledge_status",
    "enrolment",
    "supervision",
    "course_completion",
    "renewal",
    "right_to_work",
    "practice_educator",
    "stay_interview",
    "salary",
    "payment",
];

/// Workers who were found.
#[derive(Debug, Clone)]
pub struct PeopleAnswer {
    /// Their keys, in the order of the table.
    pub workers: Vec<String>,
    /// Whether names are shown, so that the look is to be noted.
    pub named: bool,
    /// The workers, by key.
    pub table: Table,
}

/// Something dated in a worker's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub day: Date,
    /// What happened.
    pub what: String,
    /// More about it.
    pub detail: String,
    /// The record that says it.
    pub record: RecordId,
}

/// Everything about a worker that the asker may see.
#[derive(Debug, Clone)]
pub struct PersonAnswer {
    /// The worker's key.
    pub worker: String,
    /// The name, where it may be seen and is known.
    pub name: Option<String>,
    /// The change as of which it was known.
    pub known_at: u64,
    /// The worker's own fields, and identity and equality data where they may be seen, as name and value.
    pub fields: Vec<(String, String)>,
    /// What happened, the newest first.
    pub events: Vec<Event>,
    /// The records by kind.
    pub tables: Vec<Table>,
    /// The ids of the records in each table, row by row.
    pub records: Vec<Vec<RecordId>>,
}

/// A person's name in one text.
pub(crate) fn full_name(identity: &Identity) -> String {
    let parts = [&identity.given_name, &identity.family_name];
    parts.iter().filter_map(|part| part.as_deref()).collect::<Vec<_>>().join(" ")
}

/// The names of workers, where they may be seen.
pub(crate) fn names(office: &Office, records: &Records) -> BTreeMap<String, String> {
    if !allows(office.actor.role, Action::ReadIdentity) {
        return BTreeMap::new();
    }
    let name = |identity: &Identity| (identity.worker.to_string(), full_name(identity));
    records.identities.values().map(name).filter(|(_, name)| !name.is_empty()).collect()
}

/// Where a worker is on a day: the occupancies that hold, or the last one before.
fn standing(known: &Known, works: &[Work<'_>], day: Date) -> [String; 4] {
    let now: Vec<&Work<'_>> = works.iter().filter(|work| work.period().holds(day)).collect();
    let shown = if now.is_empty() {
        works
            .iter()
            .filter(|work| work.period().from <= day)
            .max_by_key(|work| work.period().from)
            .into_iter()
            .collect()
    } else {
        now.clone()
    };
    let workforce = &known.workforce;
    let join = |texts: Vec<String>| {
        let mut texts = texts;
        texts.dedup();
        texts.join("; ")
    };
    let team = shown
        .iter()
        .filter_map(|work| work.on(day).team)
        .map(|team| workforce.name_of_unit(team, day).to_owned());
    let role = shown
        .iter()
        .filter_map(|work| work.on(day).role)
        .map(|role| workforce.title_of_role(role, day).to_owned());
    let standing = match (now.is_empty(), shown.is_empty()) {
        (false, _) if now.iter().any(|work| work.basis() == Basis::Agency) => "agency".to_owned(),
        (false, _) => "at work".to_owned(),
        (true, false) => "was here".to_owned(),
        (true, true) => "not started".to_owned(),
    };
    let fte: workforce::quantity::Fte = now.iter().map(|work| work.fte()).sum();
    [join(team.collect()), join(role.collect()), fte.to_string(), standing]
}

impl Office {
    /// Workers whose key, name or registration holds a text, on a day.
    pub async fn people(
        &self,
        council: &Council,
        find: &str,
        day: Date,
    ) -> Result<PeopleAnswer, OfficeError> {
        let confined = self.confined(Action::ReadRecord)?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let sight = confined.then(|| Sight::new(&known.workforce, &self.actor));
        let names = names(self, records);
        let wanted = find.trim().to_lowercase();
        let works = works_by_worker(&known);
        let mut found: Vec<_> = records
            .workers
            .values()
            .filter(|worker| sight.as_ref().is_none_or(|sight| sight.worker(worker.worker.as_str())))
            .filter(|worker| {
                let name = names.get(worker.worker.as_str()).map(String::as_str).unwrap_or_default();
                let texts =
                    [worker.worker.as_str(), name, worker.registration.as_deref().unwrap_or_default()];
                texts.iter().any(|text| text.to_lowercase().contains(&wanted))
            })
            .collect();
        found.sort_unstable_by(|a, b| a.worker.cmp(&b.worker));
        let all = found.len();
        found.truncate(PEOPLE_SHOWN);
        let headings: &[&str] = &["Worker", "Name", "Team", "Role", "#FTE", "Standing"];
        let mut table = Table::new(format!("Workers on {day}"), headings);
        for worker in &found {
            let key = worker.worker.as_str();
            let mine = known.workforce.worker_number(key).and_then(|number| works.get(&number));
            let mine: Vec<Work<'_>> = mine
                .into_iter()
                .flatten()
                .copied()
                .filter(|work| sight.as_ref().is_none_or(|sight| sight.occupancy(work.occupancy().as_str())))
                .collect();
            let name = names.get(key).cloned().unwrap_or_else(|| "-".to_owned());
            let [team, role, fte, standing] = standing(&known, &mine, day);
            table.rows.push(vec![key.to_owned(), name, team, role, fte, standing]);
        }
        if all > PEOPLE_SHOWN {
            table.notes.push(format!("The first {PEOPLE_SHOWN} of {all}: write more of a name or key."));
        }
        let workers = found.iter().map(|worker| worker.worker.to_string()).collect();
        Ok(PeopleAnswer { workers, named: !names.is_empty(), table })
    }

    /// Everything about a worker that the asker may see, as it was known. Incentives stand as on a day, as a rule today.
    pub async fn person(
        &self,
        council: &Council,
        worker: &str,
        on: Date,
        known_at: Option<&str>,
    ) -> Result<PersonAnswer, OfficeError> {
        let confined = self.confined(Action::ReadRecord)?;
        let known = self.known(council, known_at).await?;
        let records = known.workforce.records();
        let sight = confined.then(|| Sight::new(&known.workforce, &self.actor));
        let unseen = |worker: &str| {
            if confined {
                OfficeError::NotYours(worker.to_owned())
            } else {
                OfficeError::Usage(format!("council {} has no worker `{worker}`", council.code))
            }
        };
        let Some(own) = records.workers.get(worker) else { return Err(unseen(worker)) };
        if sight.as_ref().is_some_and(|sight| !sight.worker(worker)) {
            return Err(unseen(worker));
        }
        let may = |action| allows(self.actor.role, action);
        let sees = |record: &Record| sight.as_ref().is_none_or(|sight| sight.record(record));
        let mut answer = PersonAnswer {
            worker: worker.to_owned(),
            name: records.identities.get(worker).filter(|_| may(Action::ReadIdentity)).map(full_name),
            known_at: known.number.0,
            fields: fields(&Record::from(own.clone())),
            events: Vec::new(),
            tables: Vec::new(),
            records: Vec::new(),
        };
        if let (true, Some(identity)) = (may(Action::ReadIdentity), records.identities.get(worker)) {
            answer.fields.extend(fields(&Record::from(identity.clone())));
        }
        if let (true, Some(equality)) = (may(Action::ReadEquality), records.equality.get(worker)) {
            answer.fields.extend(fields(&Record::from(equality.clone())));
        }
        // An absence is shown without its reason to those who may not read that; other kinds are shown or not.
        let kinds = OF_WORKERS.iter().filter(|kind| **kind == "absence" || readable(self, kind));
        for kind in kinds {
            let of_worker = |record: &Record| worker_of(record).is_some_and(|key| key == worker);
            let mine: Vec<Record> = records
                .of_kind(kind)
                .into_iter()
                .filter(|record| of_worker(record) && sees(record))
                .collect();
            answer.add(&known, kind, &mine, may(Action::ReadAbsence));
        }
        if readable(self, "incentive_award") {
            let awards = awards_of(records, worker).filter(|award| sees(&Record::from((*award).clone())));
            answer.add_incentives(records, &awards.cloned().collect::<Vec<_>>(), on);
        }
        answer.events.sort_by(|a, b| (b.day, &b.record).cmp(&(a.day, &a.record)));
        Ok(answer)
    }
}

/// The awards to a worker's spells, by key.
fn awards_of<'a>(records: &'a Records, worker: &str) -> impl Iterator<Item = &'a IncentiveAward> {
    let own = |award: &&IncentiveAward| {
        records.spells.get(award.spell.as_str()).is_some_and(|spell| spell.worker.as_str() == worker)
    };
    let mut found: Vec<_> = records.incentive_awards.values().filter(own).collect();
    found.sort_unstable_by(|a, b| a.award.cmp(&b.award));
    found.into_iter()
}

/// The worker that a record is about.
pub fn worker_of(record: &Record) -> Option<&str> {
    match record {
        Record::Worker(one) => Some(one.worker.as_str()),
        Record::Identity(one) => Some(one.worker.as_str()),
        Record::Equality(one) => Some(one.worker.as_str()),
        Record::Spell(one) => Some(one.worker.as_str()),
        Record::Occupancy(one) => Some(one.worker.as_str()),
        Record::Absence(one) => Some(one.worker.as_str()),
        Record::Caseload(one) => Some(one.worker.as_str()),
        Record::Qualification(one) => Some(one.worker.as_str()),
        Record::KnowledgeStatus(one) => Some(one.worker.as_str()),
        Record::Salary(one) => Some(one.worker.as_str()),
        Record::Payment(one) => Some(one.worker.as_str()),
        Record::Enrolment(one) => one.worker.as_ref().map(Key::as_str),
        Record::Reduction(one) => Some(one.worker.as_str()),
        Record::Supervision(one) => Some(one.worker.as_str()),
        Record::CourseCompletion(one) => Some(one.worker.as_str()),
        Record::Renewal(one) => Some(one.worker.as_str()),
        Record::RightToWork(one) => Some(one.worker.as_str()),
        Record::PracticeEducator(one) => Some(one.worker.as_str()),
        Record::StayInterview(one) => Some(one.worker.as_str()),
        _ => None,
    }
}

/// The filled fields of a record, by the names of its columns in words.
fn fields(record: &Record) -> Vec<(String, String)> {
    let layout = record.layout();
    let row = record.to_row();
    let columns = layout.columns.iter().zip(row).filter(|(column, _)| !column.key);
    columns.filter_map(|(column, value)| Some((in_words(column.name), value?))).collect()
}

/// A column's name in words.
pub fn in_words(name: &str) -> String {
    let words = name.replace('_', " ");
    if words == "fte" {
        return "FTE".to_owned();
    }
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

impl PersonAnswer {
    fn add(&mut self, known: &Known, kind: &str, mine: &[Record], reasons: bool) {
        if mine.is_empty() {
            return;
        }
        let layout = mine[0].layout();
        let hidden = |name: &str| name == "worker" || (kind == "absence" && name == "kind" && !reasons);
        let shown: Vec<usize> = (0..layout.columns.len())
            .filter(|at| !hidden(layout.columns[*at].name))
            .filter(|at| mine.iter().any(|record| record.to_row()[*at].is_some()))
            .collect();
        let headings: Vec<String> = shown.iter().map(|at| in_words(layout.columns[*at].name)).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new(in_words(layout.name), &headings);
        for record in mine {
            let row = record.to_row();
            table.rows.push(shown.iter().map(|at| row[*at].clone().unwrap_or_default()).collect());
            self.events.extend(events(known, record, reasons));
        }
        self.records.push(mine.iter().map(Record::id).collect());
        self.tables.push(table);
    }
}

fn events(known: &Known, record: &Record, reasons: bool) -> Vec<Event> {
    let workforce = &known.workforce;
    let event = |day: Date, what: String, detail: String| Event { day, what, detail, record: record.id() };
    let meaning = |text: &str| text.split('(').next().unwrap_or(text).trim().trim_end_matches('.').to_owned();
    let mut found = Vec::new();
    match record {
        Record::Spell(spell) => {
            let from = spell.origin.map(|origin| meaning(origin.meaning())).unwrap_or_default();
            found.push(event(spell.started, "Started".to_owned(), from));
            if let Some(left) = spell.left {
                let why = spell.reason.map(|reason| meaning(reason.meaning()));
                let to = spell.destination.map(|place| meaning(place.meaning()));
                let told: Vec<String> = why.into_iter().chain(to).collect();
                found.push(event(left, "Left".to_owned(), told.join("; ")));
            }
        }
        Record::Occupancy(occupancy) => {
            let work = workforce.works().find(|work| work.occupancy() == &occupancy.occupancy);
            let place = work.map(|work| work.on(occupancy.from)).unwrap_or_default();
            let team = place.team.map(|team| workforce.name_of_unit(team, occupancy.from).to_owned());
            let role = place.role.map(|role| workforce.title_of_role(role, occupancy.from).to_owned());
            let post = occupancy.post.as_ref().map(|post| format!("post {post}"));
            let told: Vec<String> = [role, team, post].into_iter().flatten().collect();
            let what = format!("{}, {} FTE", meaning(occupancy.basis.meaning()), occupancy.fte);
            found.push(event(occupancy.from, what, told.join(", ")));
            if let Some(to) = occupancy.to {
                found.push(event(to, "No longer in the post".to_owned(), told.join(", ")));
            }
        }
        Record::Absence(absence) => {
            let why = if reasons { meaning(absence.kind.meaning()) } else { "Away".to_owned() };
            let back =
                absence.to.map_or_else(|| "still away".to_owned(), |to| format!("back on {}", to.show()));
            found.push(event(absence.from, why, back));
        }
        _ => {}
    }
    found
}

/// Whether two periods have a day in common.
pub(crate) fn overlap(one: Period, other: Period) -> bool {
    one.to.is_none_or(|to| to > other.from) && other.to.is_none_or(|to| one.from < to)
}
