//! How long people stay and where leavers go, as answers.

use measures::staying::{Left, Staying};
use serde::Serialize;
use statistics::interval::Level;
use statistics::survival::Spells;
use statistics::survival::curve::{Curve, Row};
use statistics::survival::destinations::incidence;
use statistics::survival::log_rank::{log_rank, permutation};
use workforce::cell::Value as _;
use workforce::records::Destination;

use crate::error::OfficeError;
use crate::staying::Stayed;
use crate::table::Table;

/// Days in a year of tenure.
const YEAR: f64 = 365.25;
/// Years at which tables show the curve.
const YEARS: [u8; 5] = [1, 2, 3, 5, 10];
/// Destinations of fewer leavers are shown together.
const FEWEST_LEAVERS: usize = 6;
/// Draws of the shuffling test, and their seed.
const DRAWS: u32 = 9_999;
const SEED: u64 = 8;

/// What both answers are about.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct WindowAnswer {
    pub from: String,
    pub to: String,
    pub by: Option<String>,
    pub known_at: u64,
    /// Fewest at risk where a curve speaks.
    pub floor: u64,
    /// What a reader must know.
    pub cautions: Vec<String>,
}

/// Survival curves, as `mainstay survival --format json` prints them.
#[derive(Debug, Clone, Serialize)]
pub struct SurvivalAnswer {
    /// What they are about.
    #[serde(flatten)]
    pub window: WindowAnswer,
    /// The curves; one of everybody without groups.
    pub groups: Vec<CurveAnswer>,
    /// The test between groups; none without.
    pub test: Option<TestAnswer>,
}

/// One curve. Shares are of those who reach `start_days`.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct CurveAnswer {
    pub group: Option<String>,
    pub name: String,
    pub people: usize,
    pub leavers: usize,
    pub start_days: f64,
    /// Where the curve ends: beyond, too few are at risk, or nobody left.
    pub end_days: Option<f64>,
    pub median_days: Option<f64>,
    pub median_lower_days: Option<f64>,
    pub median_upper_days: Option<f64>,
    pub rows: Vec<CurveRowAnswer>,
    #[serde(skip)]
    years: Vec<Option<Row>>,
}

/// A step of a curve.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct CurveRowAnswer {
    pub days: f64,
    pub at_risk: u64,
    pub left: u64,
    pub stay: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// The log-rank test between groups.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct TestAnswer {
    pub chisq: Option<f64>,
    pub df: usize,
    pub p: Option<f64>,
    /// Whether there are too few leavers for the chi-square; then the shuffled p is the one to read.
    pub approximate: bool,
    pub shuffled_p: Option<f64>,
    pub groups: Vec<TestGroupAnswer>,
}

/// A group's leavers against those expected at everybody's rate.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct TestGroupAnswer {
    pub group: Option<String>,
    pub observed: f64,
    pub expected: f64,
    pub ratio: Option<f64>,
}

/// Spells that do not hold together are a fault of ours; it is told, not hidden.
fn spells(staying: &Staying, outcome: impl Fn(Left) -> u32) -> Result<Spells, OfficeError> {
    staying.spells(outcome).map_err(|problem| OfficeError::Refused(format!("the record's spells: {problem}")))
}

impl WindowAnswer {
    fn new(stayed: &Stayed<'_>) -> Self {
        let staying = &stayed.staying;
        let mut cautions = Vec::new();
        if staying.half_days > 0 {
            cautions.push(format!(
                "{} left on the first day that they were observed, and count with half a day.",
                staying.half_days
            ));
        }
        if staying.unplaced > 0 {
            cautions.push(format!(
                "{} spells have no occupancy, so whether they were in children's social work is not known; they are left out.",
                staying.unplaced
            ));
        }
        Self {
            from: staying.window.from.to_string(),
            to: staying.window.to.to_string(),
            by: stayed.ask.by.map(|by| by.show()),
            known_at: stayed.known_at,
            floor: stayed.ask.floor,
            cautions,
        }
    }

    fn title(&self, what: &str) -> String {
        let by = self.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        format!("{what}{by}, observed {} to {}", self.from, self.to)
    }
}

fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

fn years(days: f64) -> String {
    format!("{:.1}", days / YEAR)
}

impl SurvivalAnswer {
    pub(crate) fn new(stayed: &Stayed<'_>) -> Result<Self, OfficeError> {
        let staying = &stayed.staying;
        let all = spells(staying, |_| 1)?;
        let groups = staying.groups();
        let codes = staying.codes(&groups);
        let parts = all.split(&codes, groups.len());
        let curves = groups.iter().zip(&parts).zip(0_u32..).map(|((group, part), code)| {
            let curve = Curve::with_floor(part, Level::P95, stayed.ask.floor);
            let own = staying.stretches.iter().zip(&codes).filter(|(_, own)| **own == code);
            let mut people: Vec<usize> = own.map(|(stretch, _)| stretch.spell).collect();
            people.sort_unstable();
            people.dedup();
            CurveAnswer::new(
                group.as_ref().map(|group| (group.key.clone(), group.name.clone())),
                part,
                &curve,
                people.len(),
                stayed.ask.floor,
            )
        });
        let curves: Vec<CurveAnswer> = curves.collect();
        let test = (groups.len() > 1).then(|| {
            let test = log_rank(&all, &codes, groups.len(), None);
            let approximate = test.is_approximate();
            let shuffled =
                approximate.then(|| permutation(&all, &codes, groups.len(), &cohorts(&all), DRAWS, SEED));
            let rows = groups.iter().zip(&test.groups).map(|(group, own)| TestGroupAnswer {
                group: group.as_ref().map(|group| group.key.clone()),
                observed: own.observed,
                expected: own.expected,
                ratio: (own.expected > 0.0).then(|| own.observed / own.expected),
            });
            TestAnswer {
                chisq: test.chisq,
                df: test.df,
                p: test.p,
                approximate,
                shuffled_p: shuffled.flatten(),
                groups: rows.collect(),
            }
        });
        Ok(Self { window: WindowAnswer::new(stayed), groups: curves, test })
    }

    /// As tables: the curves at whole years, and the test.
    pub fn tables(&self) -> Vec<Table> {
        let mut headings = vec!["Group".to_owned(), "#People".to_owned(), "#Left".to_owned()];
        headings.extend(YEARS.map(|year| format!("#{year} y")));
        headings.push("#Median, years".to_owned());
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new(self.window.title("Share who stay"), &headings);
        for curve in &self.groups {
            let mut row = vec![curve.name.clone(), curve.people.to_string(), curve.leavers.to_string()];
            let shown = |own: &Option<Row>| own.map_or_else(String::new, |own| percent(own.survival));
            row.extend(curve.years.iter().map(shown));
            row.push(curve.median_days.map_or_else(|| "not reached".to_owned(), years));
            table.rows.push(row);
            if curve.start_days > 0.0 && !curve.rows.is_empty() {
                table.notes.push(format!(
                    "{}: of those who reach {} years; fewer than {} are at risk before.",
                    curve.name,
                    years(curve.start_days),
                    self.window.floor
                ));
            }
        }
        table.notes.push(format!(
            "Kaplan-Meier with late entry. Empty: fewer than {} people are at risk, or nobody was observed so long.",
            self.window.floor
        ));
        table.notes.extend(self.window.cautions.iter().cloned());
        let mut tables = vec![table];
        tables.extend(self.test.as_ref().map(TestAnswer::table));
        tables
    }
}

/// Cohorts of entry within which labels may be shuffled: by year of tenure when observation began.
fn cohorts(spells: &Spells) -> Vec<u32> {
    let year = |entry: &f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small number of years"
        )]
        let year = (entry / YEAR).clamp(0.0, 100.0) as u32;
        year
    };
    spells.entry().map_or_else(|| vec![0; spells.len()], |entry| entry.iter().map(year).collect())
}

impl CurveAnswer {
    fn new(group: Option<(String, String)>, part: &Spells, curve: &Curve, people: usize, floor: u64) -> Self {
        let median = curve.quantile(0.5);
        let last = curve.rows.last().map(|row| row.time);
        let longest = part.exit().iter().copied().fold(0.0, f64::max);
        // Beyond the last step the curve goes on, flat, for as long as enough are observed.
        let reaches = |year: u8| {
            let at = f64::from(year) * YEAR;
            let at_risk = (0..part.len()).filter(|place| {
                part.exit()[*place] >= at && part.entry().is_none_or(|entry| entry[*place] < at)
            });
            let enough = at_risk.count() as u64 >= floor;
            curve.row(at).copied().filter(|_| at <= longest && enough)
        };
        Self {
            name: group.as_ref().map_or_else(|| "Everybody".to_owned(), |(_, name)| name.clone()),
            group: group.map(|(key, _)| key),
            people,
            leavers: part.outcome().iter().filter(|outcome| **outcome > 0).count(),
            start_days: curve.start,
            end_days: last,
            median_days: median.time,
            median_lower_days: median.lower,
            median_upper_days: median.upper,
            years: YEARS.iter().map(|year| reaches(*year)).collect(),
            rows: curve
                .rows
                .iter()
                .map(|row| CurveRowAnswer {
                    days: row.time,
                    at_risk: row.at_risk,
                    left: row.events,
                    stay: row.survival,
                    lower: row.interval.map(|(lower, _)| lower),
                    upper: row.interval.map(|(_, upper)| upper),
                })
                .collect(),
        }
    }
}

impl TestAnswer {
    fn table(&self) -> Table {
        let title = match (self.chisq, self.p) {
            (Some(chisq), Some(p)) => {
                format!("Differences between groups: log-rank {chisq:.2} on {} df, p = {p:.3}", self.df)
            }
            _ => "Differences between groups: no test, for nobody left where two groups were at risk"
                .to_owned(),
        };
        let mut table = Table::new(title, &["Group", "#Left", "#Expected", "#Ratio"]);
        table.rows = self
            .groups
            .iter()
            .map(|own| {
                vec![
                    own.group.clone().unwrap_or_default(),
                    format!("{:.0}", own.observed),
                    format!("{:.1}", own.expected),
                    own.ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}")),
                ]
            })
            .collect();
        if let Some(p) = self.shuffled_p {
            table.notes.push(format!(
                "Few leavers: read p = {p:.3}, from shuffling the groups within years of entry, not the chi-square."
            ));
        }
        table.notes.push(
            "All groups together are one test. No clear difference is not the same as alike.".to_owned(),
        );
        table
    }
}

/// Where leavers go, as `mainstay destinations --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct DestinationsAnswer {
    /// What it is about.
    #[serde(flatten)]
    pub window: WindowAnswer,
    /// Each destination in each group.
    pub curves: Vec<DestinationAnswer>,
}

/// The share gone to one destination.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct DestinationAnswer {
    pub group: Option<String>,
    pub group_name: String,
    /// The codes of the destinations taken together.
    pub destinations: Vec<String>,
    pub name: String,
    pub leavers: usize,
    pub rows: Vec<DestinationRowAnswer>,
}

/// A step of it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct DestinationRowAnswer {
    pub days: f64,
    pub gone: f64,
    pub var: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// Destinations taken together, with their name.
struct Kind {
    codes: Vec<Destination>,
    name: String,
}

/// The kinds of destination with enough leavers each, then those with few, then what is not known.
fn kinds(staying: &Staying) -> Vec<Kind> {
    let known = |own: &Destination| !matches!(own, Destination::NotKnown | Destination::NotYetCollected);
    let went = |own: Destination| {
        let left = staying.stretches.iter().filter_map(|stretch| stretch.left);
        left.filter(|left| left.to == Some(own)).count()
    };
    let there: Vec<Destination> =
        Destination::ALL.iter().copied().filter(|own| known(own) && went(*own) > 0).collect();
    let (many, few): (Vec<_>, Vec<_>) = there.into_iter().partition(|own| went(*own) >= FEWEST_LEAVERS);
    let mut kinds: Vec<Kind> = many
        .into_iter()
        .map(|own| Kind { codes: vec![own], name: own.meaning().trim_end_matches('.').to_owned() })
        .collect();
    if !few.is_empty() {
        kinds.push(Kind { codes: few, name: "Destinations of few leavers, together".to_owned() });
    }
    kinds.push(Kind {
        codes: vec![Destination::NotKnown, Destination::NotYetCollected],
        name: "Not known".to_owned(),
    });
    kinds
}

impl DestinationsAnswer {
    pub(crate) fn new(stayed: &Stayed<'_>) -> Result<Self, OfficeError> {
        let staying = &stayed.staying;
        let kinds = kinds(staying);
        let last = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
        let outcome = |left: Left| {
            let own = left.to.and_then(|to| kinds.iter().position(|kind| kind.codes.contains(&to)));
            own.map_or(last, |at| u32::try_from(at + 1).unwrap_or(last))
        };
        let all = spells(staying, outcome)?;
        let groups = staying.groups();
        let parts = all.split(&staying.codes(&groups), groups.len());
        let mut curves = Vec::new();
        for (group, part) in groups.iter().zip(&parts) {
            // The same rows as the survival curve: where enough are at risk.
            let speaks = Curve::with_floor(part, Level::P95, stayed.ask.floor);
            let part = from(part, speaks.start, speaks.rows.last().map(|row| row.time));
            for ((kind, rows), code) in
                kinds.iter().zip(incidence(&part, kinds.len(), Level::P95)).zip(1_u32..)
            {
                let leavers = part.outcome().iter().filter(|outcome| **outcome == code).count();
                if leavers == 0 {
                    continue;
                }
                curves.push(DestinationAnswer {
                    group: group.as_ref().map(|group| group.key.clone()),
                    group_name: group.as_ref().map_or("Everybody", |group| &group.name).to_owned(),
                    destinations: kind.codes.iter().map(Destination::show).collect(),
                    name: kind.name.clone(),
                    leavers,
                    rows: rows
                        .iter()
                        .map(|row| DestinationRowAnswer {
                            days: row.time,
                            gone: row.incidence,
                            var: row.variance,
                            lower: row.interval.map(|(lower, _)| lower),
                            upper: row.interval.map(|(_, upper)| upper),
                        })
                        .collect(),
                });
            }
        }
        Ok(Self { window: WindowAnswer::new(stayed), curves })
    }

    /// As a table: the shares gone at whole years.
    pub fn tables(&self) -> Vec<Table> {
        let mut headings = vec!["Group".to_owned(), "Gone to".to_owned(), "#Left".to_owned()];
        headings.extend(YEARS.map(|year| format!("#{year} y")));
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new(self.window.title("Where leavers go"), &headings);
        for curve in &self.curves {
            let mut row = vec![curve.group_name.clone(), curve.name.clone(), curve.leavers.to_string()];
            row.extend(YEARS.map(|year| {
                let at = f64::from(year) * YEAR;
                let until = curve.rows.partition_point(|row| row.days <= at);
                let beyond = curve.rows.last().is_none_or(|last| last.days < at);
                let own = until.checked_sub(1).filter(|_| !beyond);
                own.map_or_else(String::new, |own| percent(curve.rows[own].gone))
            }));
            table.rows.push(row);
        }
        table.notes.push(format!(
            "Aalen-Johansen with late entry, of those observed where at least {} are at risk; shares gone and the share \
             who stay add up to all. Destinations of fewer than {FEWEST_LEAVERS} leavers are shown together.",
            self.window.floor
        ));
        table.notes.extend(self.window.cautions.iter().cloned());
        vec![table]
    }
}

/// The spells as observed from one tenure to another.
fn from(part: &Spells, start: f64, end: Option<f64>) -> Spells {
    let end = end.unwrap_or(start);
    let inside = |place: &usize| {
        let entry = part.entry().map_or(0.0, |entry| entry[*place]);
        part.exit()[*place] > start && entry < end
    };
    let kept: Vec<usize> = (0..part.len()).filter(inside).collect();
    let entry = kept.iter().map(|place| part.entry().map_or(0.0, |entry| entry[*place]).max(start)).collect();
    let exit = kept.iter().map(|place| part.exit()[*place].min(end)).collect();
    let outcome =
        kept.iter().map(|place| if part.exit()[*place] > end { 0 } else { part.outcome()[*place] }).collect();
    Spells::new(Some(entry), exit, outcome).unwrap_or_default()
}
