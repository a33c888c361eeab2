//! What checking returns found, for programs and for people.

use std::collections::BTreeMap;
use std::io;

use measures::exact::{Amount, quotient};
use returns::csww::check::{Checked, Tally};
use returns::csww::finding::{Finding, Level};
use returns::csww::groups::{self, Breakdown, By, Of};
use returns::csww::notes::{Explanation, Notes};
use returns::csww::rules::{self, Rule};
use returns::csww::summary::{Measure, Unit};
use serde::Serialize;
use serde_json::{Value, json};

use crate::table::Table;

/// Returns that were checked.
#[derive(Debug)]
pub struct CheckAnswer {
    /// Each file, in the order in which they were named.
    pub files: Vec<FileAnswer>,
}

/// One return that was checked.
#[derive(Debug, Serialize)]
pub struct FileAnswer {
    /// The file.
    pub file: String,
    /// The census year by which it was checked.
    pub year: Option<i16>,
    /// The council's number.
    pub authority: Option<String>,
    /// How many workers' records it has.
    pub workers: usize,
    /// How many findings there are, listed or not.
    pub summary: Tally,
    /// How many queries are explained or turned off, where the council's notes were given; they are not counted as queries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noted: Option<NotedAnswer>,
    /// The findings that were asked for.
    pub findings: Vec<FindingAnswer>,
    /// The file cannot be read as a return, or broke off.
    #[serde(skip)]
    pub unreadable: bool,
    /// Why the file could not be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// What the council's notes say of a return.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NotedAnswer {
    /// Queries with an explanation.
    pub explained: u64,
    /// Queries that are turned off.
    pub off: u64,
    /// Explanations of which there is no finding: what they explain was put right, or they name it wrongly.
    pub idle: Vec<String>,
}

/// A finding with what the council says of it.
#[derive(Debug, Clone, Serialize)]
pub struct FindingAnswer {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// The council's explanation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Sets the council's notes against findings: those turned off go, and those explained keep their explanation.
fn set_against(findings: &mut Vec<FindingAnswer>, tally: &mut Tally, notes: &Notes) -> NotedAnswer {
    let mut told = NotedAnswer::default();
    let idle = |one: &&Explanation| !findings.iter().any(|known| one.explains(&known.finding));
    let name = |one: &Explanation| match &one.swe {
        Some(swe) => format!("{} of {swe}", one.rule),
        None => one.rule.clone(),
    };
    told.idle = notes.explain.iter().filter(idle).map(name).collect();
    findings.retain_mut(|one| {
        if notes.is_off(&one.finding) {
            told.off += 1;
            return false;
        }
        one.note = notes.of(&one.finding).map(str::to_owned);
        told.explained += u64::from(one.note.is_some() && one.finding.level == Level::Query);
        true
    });
    tally.query = tally.query.saturating_sub(told.off + told.explained);
    told
}

impl FileAnswer {
    pub(crate) fn new(name: &str, checked: Checked, only: Option<Level>, notes: Option<&Notes>) -> Self {
        let authority = checked.authority().map(str::to_owned);
        let mut summary = checked.summary;
        let findings = checked.findings.into_iter();
        let mut findings: Vec<FindingAnswer> =
            findings.map(|finding| FindingAnswer { finding, note: None }).collect();
        let said = notes.map(|notes| set_against(&mut findings, &mut summary, notes));
        findings.retain(|one| only.is_none_or(|level| one.finding.level == level));
        Self {
            file: name.to_owned(),
            year: Some(checked.year.number()),
            authority,
            workers: checked.entries.len(),
            summary,
            noted: said,
            findings,
            unreadable: checked.unreadable,
            problem: None,
        }
    }

    pub(crate) fn unopened(name: &str, problem: &io::Error) -> Self {
        Self {
            file: name.to_owned(),
            year: None,
            authority: None,
            workers: 0,
            summary: Tally::default(),
            noted: None,
            findings: Vec::new(),
            unreadable: true,
            problem: Some(problem.to_string()),
        }
    }

    fn title(&self) -> String {
        if let Some(problem) = &self.problem {
            return format!("{}: cannot be read: {problem}", self.file);
        }
        let authority =
            self.authority.as_deref().map_or_else(String::new, |code| format!(", authority {code}"));
        let year = self.year.map_or_else(String::new, |year| format!(", census {year}"));
        let noted = self.noted.as_ref().map_or_else(String::new, |noted| {
            format!(" ({} more are explained, {} turned off)", noted.explained, noted.off)
        });
        let broken = if self.unreadable { "; NOT READABLE to its end as a return" } else { "" };
        format!(
            "{}{year}{authority}, {} workers' records: {} errors, {} queries{noted}{broken}",
            self.file, self.workers, self.summary.error, self.summary.query
        )
    }

    /// The findings; for people, only the first few of each rule.
    fn table(&self, most: usize) -> Table {
        let headings =
            ["line", "column", "level", "rule", "worker", "SWE number", "item", "value", "what is wrong"];
        // A sound return needs no heading over nothing.
        let headings: &[&str] = if self.findings.is_empty() { &[] } else { &headings };
        let mut table = Table::new(self.title(), headings);
        let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
        let mut fixes: BTreeMap<&str, &str> = BTreeMap::new();
        for one in &self.findings {
            let finding = &one.finding;
            let number = shown.entry(finding.rule.id).or_default();
            *number += 1;
            fixes.insert(finding.rule.id, finding.fix());
            if *number <= most {
                let mut row = row(finding);
                if let (Some(said), Some(note)) = (row.last_mut(), &one.note) {
                    *said = format!("{said} EXPLAINED: {note}");
                }
                table.rows.push(row);
            }
        }
        let notes = fixes.into_iter().map(|(id, fix)| {
            let beyond = shown.get(id).copied().unwrap_or_default().saturating_sub(most);
            let more =
                if beyond > 0 { format!(" ({beyond} more like this are not shown)") } else { String::new() };
            format!("{id}: {fix}{more}")
        });
        if most < usize::MAX {
            table.notes = notes.collect();
            let idle = self.noted.iter().flat_map(|noted| &noted.idle);
            table.notes.extend(idle.map(|one| format!("The explanation of {one} explains nothing here.")));
        }
        table
    }
}

fn row(finding: &Finding) -> Vec<String> {
    let level = if finding.level == Level::Error { "error" } else { "query" };
    vec![
        finding.line.to_string(),
        finding.column.to_string(),
        level.to_owned(),
        finding.rule.id.to_owned(),
        finding.worker.map_or_else(String::new, |worker| worker.to_string()),
        finding.swe.as_ref().map_or_else(String::new, ToString::to_string),
        finding.item.as_ref().map_or_else(String::new, |item| item.name().to_owned()),
        finding.value.as_deref().unwrap_or_default().to_owned(),
        finding.message(),
    ]
}

impl CheckAnswer {
    /// All files together.
    pub fn totals(&self) -> Tally {
        let sum = |count: fn(&Tally) -> u64| self.files.iter().map(|file| count(&file.summary)).sum();
        Tally { error: sum(|one| one.error), query: sum(|one| one.query) }
    }

    /// Whether a file could not be read as a return.
    pub fn is_unreadable(&self) -> bool {
        self.files.iter().any(|file| file.unreadable)
    }

    /// For people: each file, totals last.
    pub fn tables(&self) -> Vec<Table> {
        /// Of each rule and file so many findings are enough to see what is wrong.
        const SHOWN: usize = 10;
        let mut tables: Vec<Table> = self.files.iter().map(|file| file.table(SHOWN)).collect();
        if self.files.len() > 1 {
            let totals = self.totals();
            let workers: usize = self.files.iter().map(|file| file.workers).sum();
            let count = self.files.len();
            let title = format!(
                "{count} files, {workers} workers' records: {} errors, {} queries",
                totals.error, totals.query
            );
            tables.push(Table::new(title, &[]));
        }
        tables
    }

    /// For spreadsheets: every finding in one table.
    pub fn list(&self) -> Table {
        let headings = [
            "file", "line", "column", "level", "rule", "worker", "swe", "item", "value", "message", "fix",
            "note",
        ];
        let mut table = Table::new("", &headings);
        for file in &self.files {
            for one in &file.findings {
                let mut row = row(&one.finding);
                row.insert(0, file.file.clone());
                row.push(one.finding.fix().to_owned());
                row.push(one.note.clone().unwrap_or_default());
                table.rows.push(row);
            }
        }
        table
    }

    /// For programs: a file's own object, or, for several files, each of them with totals last.
    pub fn json(&self) -> Value {
        match self.files.as_slice() {
            [one] => json!(one),
            files => json!({ "files": files, "totals": { "files": files.len(), "summary": self.totals() } }),
        }
    }

    /// As SARIF 2.1.0, which editors and code hosts show beside the file.
    pub fn sarif(&self) -> Value {
        let fired: BTreeMap<&str, &'static Rule> = self
            .files
            .iter()
            .flat_map(|file| &file.findings)
            .map(|one| (one.finding.rule.id, one.finding.rule))
            .collect();
        let ids: Vec<&str> = fired.keys().copied().collect();
        let rules: Vec<Value> = fired.values().map(|rule| sarif_rule(rule)).collect();
        let results: Vec<Value> = self
            .files
            .iter()
            .flat_map(|file| file.findings.iter().map(|one| sarif_result(file, one, &ids)))
            .collect();
        let problems = self.files.iter().filter_map(|file| {
            file.problem.as_ref().map(|problem| {
                json!({ "level": "error", "message": { "text": format!("{}: {problem}", file.file) } })
            })
        });
        let problems: Vec<Value> = problems.collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "mainstay csww check",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": problems.is_empty(),
                    "toolExecutionNotifications": problems,
                }],
                "results": results,
            }],
        })
    }
}

fn sarif_rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.explanation },
        "help": { "text": rule.fix },
    })
}

fn sarif_result(file: &FileAnswer, one: &FindingAnswer, ids: &[&str]) -> Value {
    let finding = &one.finding;
    // A finding that was explained is shown as such, and not among what is left to do.
    let explained: Vec<Value> = one
        .note
        .iter()
        .map(|note| json!({ "kind": "external", "status": "accepted", "justification": note }))
        .collect();
    json!({
        "suppressions": explained,
        "ruleId": finding.rule.id,
        "ruleIndex": ids.iter().position(|id| *id == finding.rule.id),
        "level": if finding.level == Level::Error { "error" } else { "warning" },
        "message": { "text": format!("{} {}", finding.message(), finding.fix()) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": file.file.replace(' ', "%20") },
            "region": { "startLine": finding.line, "startColumn": finding.column },
        } }],
        "properties": { "worker": finding.worker, "swe": finding.swe, "item": finding.item, "value": finding.value },
    })
}

/// The rules, for programs and for people.
#[derive(Debug)]
pub struct RulesAnswer {
    rules: Vec<&'static Rule>,
}

impl RulesAnswer {
    /// Every rule, or those of one id.
    pub fn new(id: Option<&str>) -> Option<Self> {
        let rules: Vec<&'static Rule> =
            rules::all().filter(|rule| id.is_none_or(|id| rule.id.eq_ignore_ascii_case(id))).collect();
        (!rules.is_empty()).then_some(Self { rules })
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let one = |rule: &&'static Rule| {
            json!({
                "id": rule.id,
                "level": rule.severity.to_string(),
                "years": rule.years.to_string(),
                "on": rule.on,
                "items": rule.items,
                "title": rule.title,
                "explanation": rule.explanation,
                "fix": rule.fix,
                "source": rule.source,
                "confidence": { "content": rule.content.word(), "level": rule.level_confidence.word() },
            })
        };
        self.rules.iter().map(one).collect()
    }

    /// For people.
    pub fn table(&self) -> Table {
        let mut table =
            Table::new("Rules of the census check", &["rule", "level", "years", "what must hold"]);
        for rule in &self.rules {
            let off = if rule.on { "" } else { " (off unless asked for)" };
            let cells = [rule.id.to_owned(), rule.severity.to_string(), rule.years.to_string()];
            table.rows.push(cells.into_iter().chain([format!("{}{off}", rule.title)]).collect());
        }
        if let [rule] = self.rules.as_slice() {
            let items: Vec<&str> = rule.items.iter().map(|item| item.name()).collect();
            table.notes = vec![
                rule.explanation.to_owned(),
                format!("How to put it right: {}", rule.fix),
                format!("Items: {}", items.join(", ")),
                format!(
                    "Source: {} (content {}, level {})",
                    rule.source,
                    rule.content.word(),
                    rule.level_confidence.word()
                ),
            ];
        }
        table.notes.push(
            "The ids are Mainstay's own: the DfE's numbered list of validation rules was not available."
                .to_owned(),
        );
        table
    }
}

/// A return counted.
#[derive(Debug, Serialize)]
pub struct SummaryAnswer {
    /// The file.
    pub file: String,
    /// The census year.
    pub year: i16,
    /// The council's number.
    pub authority: Option<String>,
    /// How many workers' records it has.
    pub workers: usize,
    /// Errors and queries: a figure of a return with errors may be wrong.
    pub summary: Tally,
    /// The DfE's measures.
    pub measures: Vec<MeasureAnswer>,
    /// Who they are, as the DfE's tables show them.
    pub tables: Vec<BreakdownAnswer>,
}

/// Some of a return's people by something.
#[derive(Debug, Serialize)]
pub struct BreakdownAnswer {
    /// Whom it is of.
    pub of: Of,
    /// By what.
    pub by: By,
    /// Its groups.
    pub rows: Vec<GroupAnswer>,
}

/// A group of people of a return.
#[derive(Debug, Serialize)]
pub struct GroupAnswer {
    /// The group's key or code.
    pub key: String,
    /// Its name.
    pub name: String,
    /// FTE.
    pub fte: String,
    /// People.
    pub headcount: usize,
    /// Its share of the people, in per cent; none where there are none.
    pub percent: Option<String>,
}

impl BreakdownAnswer {
    fn new(table: &Breakdown) -> Self {
        let people: usize = table.rows.iter().map(|row| row.people).sum();
        let share = |part: usize| {
            quotient(i128::try_from(part).ok()? * 100, i128::try_from(people).ok()?, 1)
                .map(|share| share.to_string())
        };
        let row = |row: &groups::Row| GroupAnswer {
            key: row.group.key.clone(),
            name: row.group.name.clone(),
            fte: Amount(row.fte.into()).to_string(),
            headcount: row.people,
            percent: share(row.people),
        };
        Self { of: table.of, by: table.by, rows: table.rows.iter().map(row).collect() }
    }

    fn table(&self) -> Table {
        let of = match self.of {
            Of::InPost => "In post",
            Of::Starters => "Starters",
            Of::Leavers => "Leavers",
        };
        let by = match self.by {
            By::Role => "role",
            By::Age => "age",
            By::TimeInService => "time in service, years",
            By::Ethnicity => "ethnicity",
            By::Sex => "sex",
            By::Origin => "origin",
            By::Destination => "destination",
            By::Reason => "reason",
        };
        let mut table = Table::new(format!("{of} by {by}"), &["group", "#FTE", "#people", "#% of people"]);
        table.rows = self
            .rows
            .iter()
            .map(|row| {
                let percent = row.percent.clone().unwrap_or_default();
                vec![row.name.clone(), row.fte.clone(), row.headcount.to_string(), percent]
            })
            .collect();
        table
    }
}

/// One measure of a return.
#[derive(Debug, Serialize)]
pub struct MeasureAnswer {
    /// The DfE's own column name.
    pub measure: &'static str,
    /// The value as it is published; none where there is no number.
    pub value: Option<String>,
    /// The parts before rounding; a count has no denominator.
    pub unrounded: PartsAnswer,
    /// How it is shown.
    pub unit: Unit,
    /// Whether there is a number.
    pub status: &'static str,
}

/// Parts before rounding.
#[derive(Debug, Serialize)]
pub struct PartsAnswer {
    /// The numerator.
    pub numerator: Option<String>,
    /// The denominator of a rate.
    pub denominator: Option<String>,
}

impl MeasureAnswer {
    fn new(measure: &Measure) -> Self {
        let exact = |millionths: i64| Amount(millionths.into()).to_string();
        let value = measure.shown();
        let is_rate = matches!(measure.unit, Unit::Percent | Unit::CasesPerFte);
        let status = match (&value, measure.numerator) {
            (Some(_), _) => "number",
            (None, None) => "not_available",
            (None, Some(_)) => "not_applicable",
        };
        Self {
            measure: measure.id,
            value,
            unrounded: PartsAnswer {
                numerator: measure.numerator.map(exact),
                denominator: is_rate.then(|| exact(measure.denominator)),
            },
            unit: measure.unit,
            status,
        }
    }
}

impl SummaryAnswer {
    pub(crate) fn new(name: &str, checked: &Checked) -> Self {
        Self {
            file: name.to_owned(),
            year: checked.year.number(),
            authority: checked.authority().map(str::to_owned),
            workers: checked.entries.len(),
            summary: checked.summary,
            measures: checked.whole().summary().measures().iter().map(MeasureAnswer::new).collect(),
            tables: groups::tables(&checked.whole()).iter().map(BreakdownAnswer::new).collect(),
        }
    }

    /// For people: the measures, then who they are.
    pub fn tables(&self) -> Vec<Table> {
        let groups = self.tables.iter().filter(|table| !table.rows.is_empty()).map(BreakdownAnswer::table);
        std::iter::once(self.table()).chain(groups).collect()
    }

    fn table(&self) -> Table {
        let authority =
            self.authority.as_deref().map_or_else(String::new, |code| format!(", authority {code}"));
        let title = format!("{}, census {}{authority}: as the DfE counts", self.file, self.year);
        let mut table = Table::new(title, &["measure", "#value", "#numerator", "#denominator", "unit"]);
        for one in &self.measures {
            let unit = serde_json::to_value(one.unit).ok();
            let cells = [
                Some(one.measure.to_owned()),
                one.value.clone().or_else(|| Some(one.status.to_owned())),
                one.unrounded.numerator.clone(),
                one.unrounded.denominator.clone(),
                unit.as_ref().and_then(Value::as_str).map(str::to_owned),
            ];
            table.rows.push(cells.into_iter().map(Option::unwrap_or_default).collect());
        }
        if self.summary.error > 0 {
            table
                .notes
                .push(format!("The return has {} errors, so figures may be wrong.", self.summary.error));
        }
        table
    }
}

/// A return beside last year's.
#[derive(Debug, Serialize)]
pub struct CompareReturnsAnswer {
    /// The file.
    pub file: String,
    /// Last year's file.
    pub previous: String,
    /// The census year.
    pub year: i16,
    /// Last year's.
    pub previous_year: i16,
    /// The council's number.
    pub authority: Option<String>,
    /// How many findings there are.
    pub summary: Tally,
    /// What the rules that compare found.
    pub findings: Vec<Finding>,
    /// The DfE's measures of both returns.
    pub measures: Vec<CompareLine>,
}

/// A measure of two returns, beside what is published.
#[derive(Debug, Serialize)]
pub struct CompareLine {
    /// This year's.
    #[serde(flatten)]
    pub now: MeasureAnswer,
    /// Last year's.
    pub previous: MeasureAnswer,
    /// The published figures of the newest year that is not after the return's; none where there are none.
    pub published: Option<PublishedAnswer>,
}

/// Published figures of one measure.
#[derive(Debug, Serialize)]
pub struct PublishedAnswer {
    /// The release.
    pub release: String,
    /// The year.
    pub year: u16,
    /// The council's.
    pub council: String,
    /// Of a rate: the statistical neighbours' together, numerators over denominators.
    pub neighbours: Option<String>,
    /// England's.
    pub england: String,
}

impl CompareLine {
    pub(crate) fn new(now: &Measure, before: &Measure, published: Option<PublishedAnswer>) -> Self {
        Self { now: MeasureAnswer::new(now), previous: MeasureAnswer::new(before), published }
    }
}

impl CompareReturnsAnswer {
    pub(crate) fn new(
        file: &str,
        previous: &str,
        now: &Checked,
        previous_year: i16,
        measures: Vec<CompareLine>,
    ) -> Self {
        Self {
            file: file.to_owned(),
            previous: previous.to_owned(),
            year: now.year.number(),
            previous_year,
            authority: now.authority().map(str::to_owned),
            summary: now.summary,
            findings: now.findings.clone(),
            measures,
        }
    }

    /// For people: the measures, then what to look into.
    pub fn tables(&self) -> Vec<Table> {
        let title =
            format!("{} (census {}) beside {} ({})", self.file, self.year, self.previous, self.previous_year);
        let published = self.measures.iter().find_map(|line| line.published.as_ref());
        let (now, before) = (format!("#{}", self.year), format!("#{}", self.previous_year));
        let mut headings = vec!["measure", &before, &now];
        if published.is_some() {
            headings.extend(["#published", "#neighbours", "#England"]);
        }
        let mut measures = Table::new(title, &headings);
        for line in &self.measures {
            let value = |one: &MeasureAnswer| one.value.clone().unwrap_or_else(|| one.status.to_owned());
            let mut row = vec![line.now.measure.to_owned(), value(&line.previous), value(&line.now)];
            if published.is_some() {
                let beside = line.published.as_ref();
                row.push(beside.map_or_else(String::new, |one| one.council.clone()));
                row.push(beside.and_then(|one| one.neighbours.clone()).unwrap_or_default());
                row.push(beside.map_or_else(String::new, |one| one.england.clone()));
            }
            measures.rows.push(row);
        }
        if let Some(one) = published {
            measures.notes.push(format!("Published: year {}, release {}.", one.year, one.release));
        }
        let mut findings = Table::new(
            format!("{} things to look into", self.findings.len()),
            &["line", "column", "level", "rule", "worker", "SWE number", "item", "value", "what is wrong"],
        );
        findings.rows = self.findings.iter().map(row).collect();
        if findings.rows.is_empty() { vec![measures] } else { vec![measures, findings] }
    }
}
