//! A team's page and the agency register: posts with their holders, cover and vacancies, who starts and leaves when.

use std::collections::BTreeMap;

use workforce::Date;
use workforce::facts::{Work, WorkerNumber};
use workforce::period::Period;
use workforce::position::{Ask, By, Formula};
use workforce::quantity::{Days, Fte};
use workforce::records::{Absence, AbsenceKind, Basis, Occupancy};

use crate::answers::position::PositionAnswer;
use crate::error::OfficeError;
use crate::office::{Council, Known, Office};
use crate::people::{names, overlap};
use crate::policy::{Action, allows};
use crate::sight::Sight;
use crate::table::Table;

/// A unit's page.
#[derive(Debug, Clone)]
pub struct TeamAnswer {
    /// Its key.
    pub key: String,
    /// Its name on the day.
    pub name: String,
    /// The change as of which it was known.
    pub known_at: u64,
    /// Its position.
    pub position: PositionAnswer,
    /// The posts, with their holders.
    pub posts: Table,
    /// The people at work in it, with cases and days of sickness.
    pub people: Table,
    /// Who starts, leaves, returns and ends in the months around the day.
    pub events: Table,
    /// The workers named on it, in the order of the people.
    pub workers: Vec<String>,
    /// Whether names are shown, so that the look is to be noted.
    pub named: bool,
}

/// The agency register.
#[derive(Debug, Clone)]
pub struct AgencyAnswer {
    /// The register.
    pub table: Table,
    /// The workers on it, in its order.
    pub workers: Vec<String>,
    /// Whether names are shown.
    pub named: bool,
}

/// How a worker is shown: by name where it may be seen, and by key.
pub(crate) fn shown(names: &BTreeMap<String, String>, worker: &str) -> String {
    names.get(worker).map_or_else(|| worker.to_owned(), |name| format!("{name} ({worker})"))
}

/// The days by which the events around a day are looked for.
const AROUND: i64 = 92;

fn around(day: Date) -> Period {
    let by = |days: i64| day.checked_add(jiff::Span::new().days(days)).unwrap_or(day);
    Period::new(by(-AROUND), Some(by(AROUND)))
}

/// The year up to a day, which is in it.
fn year_to(day: Date) -> Period {
    let from = day.checked_sub(jiff::Span::new().years(1)).unwrap_or(day);
    Period::new(from.tomorrow().unwrap_or(from), day.tomorrow().ok())
}

impl Office {
    /// A unit's page on a day.
    pub async fn team(
        &self,
        council: &Council,
        unit: &str,
        day: Date,
        known_at: Option<&str>,
    ) -> Result<TeamAnswer, OfficeError> {
        self.confined(Action::ReadRecord)?;
        let known = self.known(council, known_at).await?;
        self.may_for(Action::ReadRecord, &known, (None, Some(unit)), day)?;
        let workforce = &known.workforce;
        let number = workforce.unit_named(unit, day)?;
        let ask =
            Ask { as_at: day, baseline: None, service: None, team: Some(unit.to_owned()), by: By::Role };
        let position = PositionAnswer::new(workforce.position(&ask)?, known.number.0, Formula::F1);
        let names = names(self, workforce.records());
        let inside =
            |team: Option<u32>, on: Date| team.is_some_and(|team| workforce.lies_in(team, number, on));
        let mut here: Vec<_> = workforce
            .works()
            .filter(|work| work.period().holds(day) && inside(work.on(day).team, day))
            .collect();
        here.sort_by_key(|work| (workforce.worker_key(work.worker()), work.occupancy().as_str()));
        let workers: Vec<String> = {
            let mut keys: Vec<String> =
                here.iter().map(|work| workforce.worker_key(work.worker()).to_owned()).collect();
            keys.dedup();
            keys
        };
        let answer = TeamAnswer {
            key: workforce.unit_key(number).to_owned(),
            name: workforce.name_of_unit(number, day).to_owned(),
            known_at: known.number.0,
            position,
            posts: posts(&known, &ask, &names)?,
            people: people(&known, &workers, number, day, &names),
            events: events(&known, day, &names, inside, allows(self.actor.role, Action::ReadAbsence)),
            workers,
            named: !names.is_empty(),
        };
        Ok(answer)
    }

    /// The agency workers on a day, with what they cover and when they are due to end.
    pub async fn agency(&self, council: &Council, day: Date) -> Result<AgencyAnswer, OfficeError> {
        let confined = self.confined(Action::ReadRecord)?;
        let known = self.known(council, None).await?;
        let workforce = &known.workforce;
        let sight = confined.then(|| Sight::new(workforce, &self.actor));
        let names = names(self, workforce.records());
        let mut all: Vec<&Occupancy> = workforce
            .records()
            .occupancies
            .values()
            .filter(|one| one.basis == Basis::Agency && Period::new(one.from, one.to).holds(day))
            .filter(|one| sight.as_ref().is_none_or(|sight| sight.occupancy(one.occupancy.as_str())))
            .collect();
        all.sort_by_key(|one| (one.expected_end.unwrap_or(Date::MAX), one.occupancy.to_string()));
        let headings =
            ["Worker", "Team", "Role", "#FTE", "Covers", "Post", "From", "#Weeks", "Due to end", "Supplier"];
        let mut table = Table::new(format!("Agency workers on {day}"), &headings);
        let places: BTreeMap<&str, _> =
            workforce.works().map(|work| (work.occupancy().as_str(), work.on(day))).collect();
        for one in &all {
            let place = places.get(one.occupancy.as_str()).copied().unwrap_or_default();
            let team = place.team.map(|team| workforce.name_of_unit(team, day).to_owned());
            let role = place.role.map(|role| workforce.title_of_role(role, day).to_owned());
            let due = one.expected_end.map_or_else(
                || "not known".to_owned(),
                |end| if end <= day { format!("{end} (overdue)") } else { end.to_string() },
            );
            table.rows.push(vec![
                shown(&names, one.worker.as_str()),
                team.unwrap_or_default(),
                role.unwrap_or_default(),
                one.fte.to_string(),
                one.cover.map(|cover| cover.code().replace('-', " ")).unwrap_or_default(),
                one.post.as_ref().map(ToString::to_string).unwrap_or_default(),
                one.from.to_string(),
                (days_between(one.from, day) / 7).to_string(),
                due,
                one.supplier.as_deref().unwrap_or_default().to_owned(),
            ]);
        }
        let fte: Fte = all.iter().map(|one| one.fte).sum();
        let mut total = vec![String::new(); headings.len()];
        (total[0], total[3]) = (format!("{} workers", all.len()), fte.to_string());
        table.total = Some(total);
        let workers = all.iter().map(|one| one.worker.to_string()).collect();
        Ok(AgencyAnswer { table, workers, named: !names.is_empty() })
    }
}

/// Every occupancy, by worker.
pub(crate) fn works_by_worker(known: &Known) -> BTreeMap<WorkerNumber, Vec<Work<'_>>> {
    let mut works: BTreeMap<WorkerNumber, Vec<Work<'_>>> = BTreeMap::new();
    for work in known.workforce.works() {
        works.entry(work.worker()).or_default().push(work);
    }
    works
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The posts of a question with their holders and cover, and since when a vacancy is as it is now.
fn posts(known: &Known, ask: &Ask, names: &BTreeMap<String, String>) -> Result<Table, OfficeError> {
    let workforce = &known.workforce;
    let day = ask.as_at;
    let mut stays: BTreeMap<&str, Vec<&Occupancy>> = BTreeMap::new();
    for occupancy in workforce.records().occupancies.values() {
        if let Some(post) = &occupancy.post {
            stays.entry(post.as_str()).or_default().push(occupancy);
        }
    }
    let headings = ["Post", "Role", "#Funded", "Held by", "Covered by", "#Vacant", "Vacant since", "#Days"];
    let mut table = Table::new(format!("Posts on {day}"), &headings);
    for post in workforce.posts_on(ask)? {
        let mut all = stays.get(post.post.as_str()).cloned().unwrap_or_default();
        all.sort_by_key(|one| (one.from, one.occupancy.to_string()));
        let now = |holds: bool| {
            let texts = all
                .iter()
                .filter(|one| Period::new(one.from, one.to).holds(day) && one.basis.holds() == holds);
            let text = |one: &&&Occupancy| format!("{} {}", shown(names, one.worker.as_str()), one.fte);
            texts.map(|one| text(&one)).collect::<Vec<_>>().join("; ")
        };
        let role =
            post.place.role.map(|role| workforce.title_of_role(role, day).to_owned()).unwrap_or_default();
        let is_vacant = post.vacant.is_ok_and(|vacant| vacant > Fte::ZERO);
        let since = is_vacant.then(|| vacant_since(&all, &post.source().record().key, day)).flatten();
        table.rows.push(vec![
            post.post.to_string(),
            role,
            post.funded.to_string(),
            now(true),
            now(false),
            workforce::position::show(post.vacant),
            since.map(|day| day.to_string()).unwrap_or_default(),
            since.map(|from| days_between(from, day).to_string()).unwrap_or_default(),
        ]);
    }
    table.notes = vec![
        "Vacant since: the day on which what is held of the post last changed, or on which the post began."
            .to_owned(),
    ];
    Ok(table)
}

/// The last day up to a day on which what is held of a post changed, or the first day of its row.
fn vacant_since(stays: &[&Occupancy], row: &str, day: Date) -> Option<Date> {
    let holders = stays.iter().filter(|one| one.basis.holds());
    let changes = holders.flat_map(|one| [Some(one.from), one.to]).flatten().filter(|change| *change <= day);
    let began =
        row.rsplit('@').next().and_then(|text| text.parse::<Date>().ok()).filter(|began| *began <= day);
    changes.chain(began).max()
}

/// The people at work in a unit, with cases held last and days of sickness in the year.
fn people(
    known: &Known,
    workers: &[String],
    unit: u32,
    day: Date,
    names: &BTreeMap<String, String>,
) -> Table {
    let workforce = &known.workforce;
    let records = workforce.records();
    let year = year_to(day);
    let works = works_by_worker(known);
    let headings = ["Worker", "Role", "Basis", "#FTE", "#Cases", "Counted on", "#Days sick in the year"];
    let mut table = Table::new(format!("People at work on {day}"), &headings);
    for key in workers {
        let mine = workforce.worker_number(key).and_then(|worker| works.get(&worker));
        let here: Vec<_> = mine
            .into_iter()
            .flatten()
            .filter(|work| work.period().holds(day))
            .filter(|work| work.on(day).team.is_some_and(|team| workforce.lies_in(team, unit, day)))
            .collect();
        let role =
            here.iter().filter_map(|work| work.on(day).role).map(|role| workforce.title_of_role(role, day));
        let role: Vec<&str> = role.collect();
        let basis: Vec<&str> = here.iter().map(|work| work.basis().code()).collect();
        let fte: Fte = here.iter().map(|work| work.fte()).sum();
        let cases = records
            .caseloads
            .values()
            .filter(|one| one.worker.as_str() == key && one.on <= day)
            .max_by_key(|one| one.on);
        let sick = records.absences.values().filter(|one| {
            one.worker.as_str() == key
                && one.kind == AbsenceKind::Sickness
                && overlap(Period::new(one.from, one.to), year)
        });
        table.rows.push(vec![
            shown(names, key),
            role.join("; "),
            basis.join("; "),
            fte.to_string(),
            cases.map(|one| one.total().to_string()).unwrap_or_default(),
            cases.map(|one| one.on.to_string()).unwrap_or_default(),
            days_lost(sick),
        ]);
    }
    table.notes = vec![
        "Days sick: as the council counts them, of sickness that falls into the twelve months to the day, whole spells.".to_owned(),
    ];
    table
}

/// The days lost of absences; blank where any was not counted.
fn days_lost<'a>(absences: impl Iterator<Item = &'a Absence>) -> String {
    let mut days = Days::ZERO;
    for absence in absences {
        match absence.days_lost {
            Some(lost) => days += lost,
            None => return "not counted".to_owned(),
        }
    }
    days.to_string()
}

/// What happens in the three months before and after a day.
fn events(
    known: &Known,
    day: Date,
    names: &BTreeMap<String, String>,
    inside: impl Fn(Option<u32>, Date) -> bool,
    reasons: bool,
) -> Table {
    let workforce = &known.workforce;
    let window = around(day);
    let mut table = Table::new("Three months before and after", &["On", "Worker", "What"]);
    for work in workforce.works() {
        let (period, worker) = (work.period(), workforce.worker_key(work.worker()).to_owned());
        let mut push = |on: Date, what: &str| {
            if window.holds(on) {
                table.rows.push(vec![on.to_string(), shown(names, &worker), what.to_owned()]);
            }
        };
        let spells = workforce.employments_of(work.worker());
        if inside(work.on(period.from).team, period.from) {
            let starts = spells.iter().any(|spell| spell.period.from == period.from);
            push(period.from, if starts { "starts with the council" } else { "comes to the team" });
        }
        if let Some(to) = period.to
            && inside(work.on(to.yesterday().unwrap_or(to)).team, to)
        {
            let leaves = spells.iter().any(|spell| spell.period.to == Some(to));
            push(to, if leaves { "has left the council" } else { "has left the post" });
        }
    }
    let works = works_by_worker(known);
    for absence in workforce.records().absences.values() {
        let Some(worker) = workforce.worker_number(absence.worker.as_str()) else { continue };
        let mut mine = works.get(&worker).into_iter().flatten();
        let here = mine.any(|work| {
            work.period().holds(absence.from) && inside(work.on(absence.from).team, absence.from)
        });
        if !here {
            continue;
        }
        let why = if reasons { absence.kind.code().replace('-', " ") } else { "absence".to_owned() };
        let mut push = |on: Date, what: String| {
            if window.holds(on) {
                table.rows.push(vec![on.to_string(), shown(names, absence.worker.as_str()), what]);
            }
        };
        push(absence.from, format!("away from then: {why}"));
        match (absence.to, absence.expected_return) {
            (Some(to), _) => push(to, format!("back: {why}")),
            (None, Some(expected)) => push(expected, format!("expected back: {why}")),
            (None, None) => {}
        }
    }
    table.rows.sort();
    table
}
