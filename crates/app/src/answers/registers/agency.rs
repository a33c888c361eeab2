//! Agency rules, cost, dues and quarterly figures, as answers.

use ::registers::agency::rules::all;
use ::registers::agency::{Check, Cost, Due, DueKind, Finding, Level, QuarterReturn};
use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};
use workforce::Date;
use workforce::change::RecordId;
use workforce::quantity::Pence;

use super::{BarLine, Bars, Told, day, many, pounds};
use crate::table::Table;

/// What the agency rules found, in the shape of the census check.
#[derive(Debug, Clone)]
pub struct AgencyCheckAnswer {
    check: Check,
    region: Option<String>,
    known_at: u64,
}

/// A finding, as data.
#[derive(Debug, Serialize)]
struct FindingAnswer<'a> {
    rule: &'static str,
    level: Level,
    duty: &'static str,
    day: Date,
    record: &'a str,
    worker: Option<&'a str>,
    swe: Option<&'a str>,
    item: &'static str,
    value: Option<&'a str>,
    message: &'a str,
    fix: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

impl<'a> FindingAnswer<'a> {
    fn new(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule.id,
            level: finding.level,
            duty: finding.duty.code(),
            day: finding.day,
            record: &finding.record,
            worker: finding.worker.as_deref(),
            swe: finding.swe.as_deref(),
            item: finding.item,
            value: finding.value.as_deref(),
            message: &finding.message,
            fix: finding.rule.fix,
            note: finding.note.as_deref(),
        }
    }
}

impl AgencyCheckAnswer {
    pub(crate) fn new(check: Check, region: Option<String>, known_at: u64) -> Self {
        Self { check, region, known_at }
    }

    /// How many findings of a level there are.
    fn count(&self, level: Level) -> usize {
        self.check.findings.iter().filter(|one| one.level == level).count()
    }

    /// Whether a rule that binds the council is not met.
    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }

    /// The workers that it tells of, each once.
    pub fn workers(&self) -> Vec<String> {
        let all: BTreeSet<&String> =
            self.check.findings.iter().filter_map(|one| one.worker.as_ref()).collect();
        all.into_iter().cloned().collect()
    }

    /// What is not met, in a sentence; blank where nothing is found.
    pub fn due(&self) -> String {
        let (errors, queries) = (self.count(Level::Error), self.count(Level::Query));
        if errors + queries == 0 {
            return String::new();
        }
        format!("Agency rules: not met {errors} times, {queries} to look at.")
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let findings: Vec<_> = self.check.findings.iter().map(FindingAnswer::new).collect();
        json!({
            "from": self.check.from,
            "to": self.check.to,
            "region": self.region,
            "known_at": self.known_at,
            "engagements": self.check.engagements,
            "without_terms": self.check.without_terms,
            "summary": { "error": self.count(Level::Error), "query": self.count(Level::Query) },
            "rules": self.check.rules,
            "findings": findings,
        })
    }

    /// For spreadsheets: every finding in one table.
    pub fn list(&self) -> Table {
        let headings = [
            "level", "rule", "duty", "day", "record", "worker", "swe", "item", "value", "message", "fix",
            "note",
        ];
        let mut table = Table::new("", &headings);
        for one in &self.check.findings {
            let told = FindingAnswer::new(one);
            table.rows.push(vec![
                if one.level == Level::Error { "error" } else { "query" }.to_owned(),
                told.rule.to_owned(),
                told.duty.to_owned(),
                told.day.to_string(),
                told.record.to_owned(),
                told.worker.unwrap_or_default().to_owned(),
                told.swe.unwrap_or_default().to_owned(),
                told.item.to_owned(),
                told.value.unwrap_or_default().to_owned(),
                told.message.to_owned(),
                told.fix.to_owned(),
                told.note.unwrap_or_default().to_owned(),
            ]);
        }
        table
    }

    /// For people: how the rules fared, and what was found.
    pub fn tables(&self) -> Vec<Table> {
        let check = &self.check;
        let days = if check.from == check.to {
            format!("{}", check.to)
        } else {
            format!("{} to {}", check.from, check.to)
        };
        let title = format!(
            "Agency rules, {days}, {} engagements: {} errors, {} queries",
            check.engagements,
            self.count(Level::Error),
            self.count(Level::Query)
        );
        let mut rules = Table::new(
            title,
            &["Rule", "What must hold", "In force", "#Met", "#Allowed", "#Not met", "#Not known"],
        );
        for count in &check.rules {
            rules.rows.push(vec![
                count.rule.to_owned(),
                count.title.to_owned(),
                count.duty.unwrap_or("-").to_owned(),
                count.pass.to_string(),
                count.derogated.to_string(),
                count.fail.to_string(),
                count.unknown.to_string(),
            ]);
        }
        if self.region.is_none() {
            rules
                .notes
                .push("The council's region is not known: set the parameter `council.region`.".to_owned());
        }
        if !check.without_terms.is_empty() {
            rules.notes.push(format!(
                "No terms are recorded of {} agency occupancies, so that no rule can be asked of them: add `engagements` \
                 for {}.",
                check.without_terms.len(),
                few(&check.without_terms)
            ));
        }
        let headings = ["level", "rule", "record", "worker", "item", "value", "what is wrong"];
        let headings: &[&str] = if check.findings.is_empty() { &[] } else { &headings };
        let mut found = Table::new("Findings", headings);
        for one in &check.findings {
            let note = one.note.as_ref().map(|note| format!(" ALLOWED: {note}")).unwrap_or_default();
            found.rows.push(vec![
                if one.level == Level::Error { "error" } else { "query" }.to_owned(),
                one.rule.id.to_owned(),
                one.record.clone(),
                one.worker.clone().unwrap_or_default(),
                one.item.to_owned(),
                one.value.clone().unwrap_or_default(),
                format!("{}{note}", one.message),
            ]);
        }
        found.behind.insert(2, check.findings.iter().map(|one| RecordId::parse(&one.record)).collect());
        found.lead(3, "worker", check.findings.iter().map(|one| one.worker.as_deref().unwrap_or_default()));
        for rule in all().filter(|rule| check.findings.iter().any(|one| one.rule.id == rule.id)) {
            found.notes.push(format!("{}: {}", rule.id, rule.fix));
        }
        vec![rules, found]
    }
}

/// The first few of a list.
fn few(all: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN { format!("{shown} and {} more", all.len() - SHOWN) } else { shown }
}

/// What agency work cost.
pub(crate) fn cost(cost: &Cost, (from, to): (Date, Date), known_at: u64) -> Told {
    let headings = ["Group", "#Engagements", "#Weekdays", "#Cost", "#Employing the same", "#Premium"];
    let mut table = Table::new(format!("Agency work, {from} to {to}"), &headings);
    let row = |line: &::registers::agency::CostLine| {
        vec![
            line.name.clone(),
            line.engagements.to_string(),
            line.days.to_string(),
            pounds(line.cost),
            pounds(line.employed),
            pounds(line.premium()),
        ]
    };
    table.rows = cost.lines.iter().map(row).collect();
    table.total = Some(row(&cost.total));
    table.notes.push(
        "Every weekday of an engagement is taken to be worked. Employing is base salary with on-costs by the parameters \
         `cost.…`, over the weeks that an employee works; the premium is of the days of which both are known."
            .to_owned(),
    );
    if cost.uncompared > 0 {
        table.notes.push(format!(
            "Of {} weekdays what employing costs is not known: fewer than five salaries of the role are recorded, and no \
             `cost.salary.…` is set.",
            cost.uncompared
        ));
    }
    let lines = cost.lines.iter().map(|line| BarLine {
        name: line.name.clone(),
        value: Some(whole_pounds(line.cost)),
        shown: pounds(line.cost),
        interval: None,
    });
    let drawn = Bars {
        id: "cost",
        title: format!("What agency work cost, {from} to {to}"),
        unit: "£",
        lines: lines.collect(),
    };
    let mut tables = vec![table];
    if !cost.uncosted.is_empty() {
        let mut missing = Table::new("Not costed", &["Occupancy", "#Weekdays", "What is missing"]);
        missing.rows = cost
            .uncosted
            .iter()
            .map(|one| vec![one.occupancy.clone(), one.days.to_string(), one.missing.to_owned()])
            .collect();
        missing.lead(0, "occupancy", cost.uncosted.iter().map(|one| &one.occupancy));
        tables.push(missing);
    }
    Told::new(known_at, tables).drawn(drawn).with("from", from).with("to", to).with("cost", cost)
}

/// Pounds as a length on paper.
#[expect(clippy::cast_precision_loss, reason = "a length on paper, not a figure")]
fn whole_pounds(amount: Pence) -> f64 {
    amount.pence() as f64 / 100.0
}

/// What ends soon, and who might stay.
pub(crate) fn due(due: &[Due], on: Date, known_at: u64) -> Told {
    let headings = ["What", "Occupancy", "Worker", "Team", "Post", "Covers", "Since", "Planned end"];
    let mut table = Table::new(format!("Agency engagements due on {on}"), &headings);
    for one in due {
        table.rows.push(vec![
            one.kind.words().to_owned(),
            one.occupancy.clone(),
            one.worker.clone(),
            one.team.clone().unwrap_or_default(),
            one.post.clone().unwrap_or_default(),
            one.cover.map(|cover| cover.to_string()).unwrap_or_default(),
            one.from.to_string(),
            day(one.planned_end),
        ]);
    }
    table.lead(1, "occupancy", due.iter().map(|one| &one.occupancy));
    table.lead(2, "worker", due.iter().map(|one| &one.worker));
    table.lead(4, "post", due.iter().map(|one| one.post.as_deref().unwrap_or_default()));
    let count = |kinds: &[DueKind]| due.iter().filter(|one| kinds.contains(&one.kind)).count();
    let (ends, stay) =
        (count(&[DueKind::Overrun, DueKind::Ends, DueKind::NoEnd]), count(&[DueKind::Conversion]));
    let sentence = if ends + stay > 0 {
        format!(
            "{} soon, past their end or with none; {} be asked to stay.",
            many(ends, "engagement ends", "engagements end"),
            many(stay, "worker could", "workers could")
        )
    } else {
        String::new()
    };
    Told::new(known_at, vec![table])
        .about(due.iter().map(|one| one.worker.as_str()))
        .due(sentence)
        .with("as_at", on)
        .with("due", due)
}

/// A quarter's figures.
pub(crate) fn quarter(figures: &QuarterReturn, known_at: u64) -> Told {
    let headings = [
        "occupancy",
        "registration",
        "job_type",
        "hourly_pay",
        "from",
        "to",
        "packaged",
        "route",
        "agency",
        "hours",
        "reason",
        "missing",
    ];
    let mut table = Table::new(format!("Agency figures of {}", figures.quarter), &headings);
    for line in &figures.lines {
        table.rows.push(vec![
            line.occupancy.clone(),
            line.registration.clone().unwrap_or_default(),
            line.job_type.map(|job| job.to_string()).unwrap_or_default(),
            line.pay.map(|pay| pay.to_string()).unwrap_or_default(),
            line.from.to_string(),
            day(line.to),
            line.packaged.map(|yes| if yes { "yes" } else { "no" }.to_owned()).unwrap_or_default(),
            line.route.unwrap_or_default().to_owned(),
            line.supplier.clone().unwrap_or_default(),
            line.hours.clone().unwrap_or_default(),
            line.reason.unwrap_or_default().to_owned(),
            line.missing.join("; "),
        ]);
    }
    table.lead(0, "occupancy", figures.lines.iter().map(|line| &line.occupancy));
    table.notes.push(
        "The department's layout of the return was not available: this file is Mainstay's own, of the items that the press \
         listed and a few probable ones."
            .to_owned(),
    );
    let mut rules = Table::new(
        "How the rules were complied with",
        &["rule", "#met", "#allowed", "#not met", "#not known"],
    );
    for count in figures.check.rules.iter().filter(|count| count.duty.is_some()) {
        let counts = [count.pass, count.derogated, count.fail, count.unknown].map(|count| count.to_string());
        rules.rows.push([vec![count.rule.to_owned()], counts.to_vec()].concat());
    }
    let mut months = Table::new("Cost by month", &["month", "#cost"]);
    months.rows =
        figures.cost.lines.iter().map(|line| vec![line.key.clone(), line.cost.to_string()]).collect();
    Told::new(known_at, vec![table, rules, months])
        .with("quarter", figures.quarter)
        .with("assignments", &figures.lines)
        .with("rules", &figures.check.rules)
        .with("cost", &figures.cost)
        .with("explanation", &figures.explanation)
        .with("agencies", &figures.agencies)
}
