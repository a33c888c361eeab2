//! Published figures as answers.

use std::collections::BTreeSet;

use benchmarks::areas::Authority;
use benchmarks::measure::Shape;
use benchmarks::table::{Level, Row};
use benchmarks::{Group, Measure, Recomputed, Release, Screened, against};
use serde::Serialize;
use statistics::funnel::{self, Area, Kind, Position};

use crate::error::OfficeError;
use crate::table::Table;

/// An authority's published figures, as `mainstay benchmark show --format json` prints them.
#[derive(Debug, Clone, Serialize)]
pub struct ShowAnswer {
    /// The authority's code.
    pub authority: String,
    /// Its name.
    pub name: String,
    /// The release.
    pub release: ReleaseAnswer,
    /// The figures.
    pub figures: Vec<PublishedFigure>,
}

/// Where published figures come from.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct ReleaseAnswer {
    pub label: String,
    pub title: String,
    pub published: String,
    pub source: String,
    pub licence: String,
}

/// One published figure, beside others where asked.
#[derive(Debug, Clone, Serialize)]
pub struct PublishedFigure {
    /// The year ending 30 September.
    pub year: u16,
    /// The measure's id.
    pub measure: &'static str,
    /// As printed; `null` without a number.
    pub value: Option<String>,
    /// `number`, or the kind of no-number.
    pub status: &'static str,
    /// The council's own figure from the store's record, by the same definition, where the store holds the council.
    pub own: Option<OwnAnswer>,
    /// Its place among those with a number, 1 being the largest.
    pub rank: Option<usize>,
    /// How many have a number.
    pub of: Option<usize>,
    /// The group's rate: numerators over denominators.
    pub group: Option<String>,
    /// England's published figure.
    pub england: Option<String>,
    /// Where it lies in the funnel of all authorities of the year.
    pub funnel: Option<FunnelAnswer>,
    /// The others of the group.
    pub others: Vec<OtherAnswer>,
    /// What a reader should know.
    pub cautions: Vec<String>,
}

/// A figure computed from the record.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct OwnAnswer {
    pub value: Option<String>,
    pub status: &'static str,
    pub known_at: u64,
    pub cautions: Vec<String>,
}

/// A funnel position.
#[derive(Debug, Clone, Serialize)]
pub struct FunnelAnswer {
    /// `inside`, `low-95`, `high-95`, `low-99.8` or `high-99.8`.
    pub position: &'static str,
    /// How the limits were made.
    pub method: &'static str,
}

/// Another authority's figure.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct OtherAnswer {
    pub authority: String,
    pub name: String,
    pub value: Option<String>,
    pub status: &'static str,
}

fn number(cell: benchmarks::cell::Cell) -> (Option<String>, &'static str) {
    match cell.value() {
        Ok(_) => (Some(cell.to_string()), "number"),
        Err(none) => (None, none.code()),
    }
}

impl ShowAnswer {
    pub(crate) fn new(
        release: &Release,
        authority: &Authority,
        wanted: &[Measure],
        years: &BTreeSet<u16>,
        group: Option<Group>,
        asked_for_one_year: bool,
    ) -> Result<Self, OfficeError> {
        let usage = |problem: &dyn std::fmt::Display| OfficeError::Usage(problem.to_string());
        let mut figures = Vec::new();
        for &year in years {
            let row = match release.row(&authority.code, year) {
                Ok(row) => row,
                // A year before an authority was made, or after it was abolished, is only wrong when it was asked for.
                Err(problem) if asked_for_one_year => return Err(usage(&problem)),
                Err(_) => continue,
            };
            for &measure in wanted {
                let Some(cell) = row.cell(measure) else { continue };
                let (value, status) = number(cell);
                let mut one = PublishedFigure {
                    year,
                    measure: measure.column(),
                    value,
                    status,
                    own: None,
                    rank: None,
                    of: None,
                    group: None,
                    england: None,
                    funnel: None,
                    others: Vec::new(),
                    cautions: Vec::new(),
                };
                if authority.is_joint() {
                    one.cautions.push(format!("the row is that of a joint return ({})", row.name()));
                }
                if let Some(group) = group {
                    beside(&mut one, release, authority, year, measure, group)
                        .map_err(|problem| usage(&problem))?;
                }
                figures.push(one);
            }
        }
        let from = &release.provenance;
        Ok(Self {
            authority: authority.code.clone(),
            name: authority.name.clone(),
            release: ReleaseAnswer {
                label: from.label.clone(),
                title: from.title.clone(),
                published: from.published.to_string(),
                source: from.source.clone(),
                licence: from.licence.clone(),
            },
            figures,
        })
    }

    /// As tables.
    pub fn tables(&self) -> Vec<Table> {
        let title = format!("{} ({}), release {}", self.name, self.authority, self.release.label);
        let mut table = Table::new(
            title,
            &["Year", "Measure", "#Published", "#Own", "#Rank", "#Of", "#Group", "#England", "Funnel"],
        );
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let shown =
            |value: &Option<String>, status: &str| value.clone().unwrap_or_else(|| status.replace('_', " "));
        let mut others = Table::new("Beside", &["Year", "Measure", "Authority", "#Value"]);
        for one in &self.figures {
            table.rows.push(vec![
                one.year.to_string(),
                one.measure.to_owned(),
                shown(&one.value, one.status),
                one.own.as_ref().map_or_else(|| "-".to_owned(), |own| shown(&own.value, own.status)),
                or_dash(one.rank.map(|rank| rank.to_string())),
                or_dash(one.of.map(|of| of.to_string())),
                or_dash(one.group.clone()),
                or_dash(one.england.clone()),
                one.funnel.as_ref().map_or("-", |funnel| funnel.position).to_owned(),
            ]);
            others.rows.extend(one.others.iter().map(|other| {
                let value = shown(&other.value, other.status);
                vec![one.year.to_string(), one.measure.to_owned(), other.name.clone(), value]
            }));
        }
        table.notes.push(format!(
            "{}; published {}; {}.",
            self.release.title, self.release.published, self.release.source
        ));
        table.notes.push("Rank 1 is the largest number, not the best.".to_owned());
        if others.rows.is_empty() { vec![table] } else { vec![table, others] }
    }
}

fn beside(
    one: &mut PublishedFigure,
    release: &Release,
    authority: &Authority,
    year: u16,
    measure: Measure,
    group: Group,
) -> Result<(), benchmarks::against::NoStanding> {
    let standing = against(release, &authority.code, year, measure, group)?;
    one.rank = standing.rank;
    one.of = Some(standing.of);
    one.group = standing.group_rate.map(|rate| rate.to_string());
    one.england = standing.england.value().ok().map(|value| value.to_string());
    one.others = standing
        .others
        .iter()
        .map(|other| {
            let (value, status) = number(other.value);
            OtherAnswer { authority: other.code.clone(), name: other.name.clone(), value, status }
        })
        .collect();
    one.cautions.extend(standing.left_out.iter().map(|(name, why)| format!("{name} is left out: {why}")));
    one.funnel = funnel_of(release, authority, year, measure);
    Ok(())
}

/// Where an authority lies among all of the year. Council rates vary more than chance alone would have them, so the
/// limits are widened by the square root of the dispersion (Spiegelhalter 2005, multiplicative, winsorised at 10%).
fn funnel_of(release: &Release, authority: &Authority, year: u16, measure: Measure) -> Option<FunnelAnswer> {
    let parts = measure.parts()?;
    let kind = match (parts.shape, parts.numerator) {
        (Shape::Over, Measure::LeaversFte | Measure::LeaversHeadcount) => Kind::Rate,
        (Shape::Over | Shape::Share, _) => Kind::Proportion,
        (Shape::Mean | Shape::PerWorkingDay, _) => return None,
    };
    let area = |row: &Row| {
        #[expect(clippy::cast_precision_loss, reason = "statistics work on floating point; no figure does")]
        let read = |measure| row.value(measure).ok().map(|value| value.millionths() as f64 / 1e6);
        let (count, below) = (read(parts.numerator)?, read(parts.denominator)?);
        let denominator = if parts.shape == Shape::Share { count + below } else { below };
        (denominator > 0.0).then_some(Area { count, denominator })
    };
    let all: Vec<Area> = release.authority_rows(year).filter_map(area).collect();
    let own = area(release.row(&authority.code, year).ok()?)?;
    let dispersion = funnel::dispersion::dispersion(kind, &all)?;
    let position = match dispersion.position(own, funnel::dispersion::Adjustment::Multiplicative)? {
        Position::Low998 => "low-99.8",
        Position::Low95 => "low-95",
        Position::Inside => "inside",
        Position::High95 => "high-95",
        Position::High998 => "high-99.8",
    };
    Some(FunnelAnswer {
        position,
        method: "multiplicative over-dispersion (Spiegelhalter 2005), winsorised at 10%",
    })
}

/// Rates made again, as `mainstay benchmark recompute --format json` prints them.
#[derive(Debug, Clone, Serialize)]
pub struct RecomputeAnswer {
    /// The release.
    pub release: String,
    /// How many rates.
    pub rates: usize,
    /// How many agree.
    pub agree: usize,
    /// How many neither agree nor have a reason.
    pub unexplained: usize,
    /// Every rate.
    pub rows: Vec<RecomputedRow>,
}

/// One rate.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as `benchmarks::Recomputed`")]
pub struct RecomputedRow {
    pub authority: String,
    pub name: String,
    pub level: &'static str,
    pub year: u16,
    pub measure: &'static str,
    pub published: String,
    pub recomputed: Option<String>,
    pub agrees: bool,
    pub why: Option<String>,
}

impl RecomputeAnswer {
    pub(crate) fn new(release: &str, made: Vec<Recomputed>) -> Self {
        let agree = made.iter().filter(|one| one.agrees).count();
        let unexplained = made.iter().filter(|one| !one.agrees && one.why.is_none()).count();
        let row = |one: Recomputed| RecomputedRow {
            authority: one.code,
            name: one.area,
            level: match one.level {
                Level::National => "national",
                Level::Regional => "regional",
                Level::Authority => "authority",
            },
            year: one.year,
            measure: one.measure.column(),
            published: one.published.to_string(),
            recomputed: one.recomputed.map(|rate| rate.to_string()),
            agrees: one.agrees,
            why: one.why.map(|why| why.to_string()),
        };
        Self {
            release: release.to_owned(),
            rates: made.len(),
            agree,
            unexplained,
            rows: made.into_iter().map(row).collect(),
        }
    }

    /// As tables: those that do not agree.
    pub fn tables(&self) -> Vec<Table> {
        let title = format!(
            "Release {}: {} published rates made again from their published parts; {} agree, {} do not and have no reason",
            self.release, self.rates, self.agree, self.unexplained
        );
        let mut table = Table::new(title, &["Area", "Year", "Measure", "#Published", "#Recomputed", "Why"]);
        for row in self.rows.iter().filter(|row| !row.agrees) {
            table.rows.push(vec![
                row.name.clone(),
                row.year.to_string(),
                row.measure.to_owned(),
                row.published.clone(),
                row.recomputed.clone().unwrap_or_else(|| "-".to_owned()),
                row.why.clone().unwrap_or_default(),
            ]);
        }
        table.notes.push("Rates that agree are in the JSON and CSV answers' counts only.".to_owned());
        vec![table]
    }
}

/// What looks wrong, as `mainstay benchmark screen --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct ScreenAnswer {
    /// Nobody left or nobody started, says an authority of some size.
    pub zeros: Vec<ZeroRow>,
    /// What the flows leave unexplained.
    pub residuals: Vec<ResidualRow>,
    /// What a later release says otherwise.
    pub restated: Vec<RestatedRow>,
}

/// An implausible zero.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as `benchmarks::Screened`")]
pub struct ZeroRow {
    pub release: String,
    pub authority: String,
    pub name: String,
    pub year: u16,
    pub measure: &'static str,
    pub in_post: String,
}

/// A stock-flow residual.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as `benchmarks::Screened`")]
pub struct ResidualRow {
    pub release: String,
    pub authority: String,
    pub name: String,
    pub year: u16,
    pub residual: String,
    pub before: String,
    pub now: String,
}

/// A restatement.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as `benchmarks::Screened`")]
pub struct RestatedRow {
    pub authority: String,
    pub name: String,
    pub year: u16,
    pub measure: &'static str,
    pub old: String,
    pub new: String,
    pub old_release: String,
    pub new_release: String,
}

/// FTE of published figures, to the one decimal that they have.
fn one_decimal(fte: workforce::quantity::Fte) -> String {
    measures::exact::Amount(fte.millionths().into()).to_string()
}

impl ScreenAnswer {
    pub(crate) fn new(found: Vec<Screened>) -> Self {
        let mut answer = Self { zeros: Vec::new(), residuals: Vec::new(), restated: Vec::new() };
        for one in found {
            match one {
                Screened::Zero { release, area, year, measure, in_post } => answer.zeros.push(ZeroRow {
                    release,
                    authority: area.code,
                    name: area.name,
                    year,
                    measure: measure.column(),
                    in_post: in_post.to_string(),
                }),
                Screened::StockFlow { release, area, year, residual, before, now } => {
                    answer.residuals.push(ResidualRow {
                        release,
                        authority: area.code,
                        name: area.name,
                        year,
                        residual: one_decimal(residual),
                        before: one_decimal(before),
                        now: one_decimal(now),
                    });
                }
                Screened::Restated { area, year, measure, old, new, old_release, new_release } => {
                    answer.restated.push(RestatedRow {
                        authority: area.code,
                        name: area.name,
                        year,
                        measure: measure.column(),
                        old: old.to_string(),
                        new: new.to_string(),
                        old_release,
                        new_release,
                    });
                }
            }
        }
        answer
    }

    /// As tables.
    pub fn tables(&self) -> Vec<Table> {
        let mut zeros = Table::new("Implausible zeros", &["Authority", "Year", "Measure", "#In post"]);
        zeros.rows = self
            .zeros
            .iter()
            .map(|one| {
                vec![one.name.clone(), one.year.to_string(), one.measure.to_owned(), one.in_post.clone()]
            })
            .collect();
        let mut residuals = Table::new(
            "In post does not follow from starters and leavers, FTE",
            &["Authority", "Year", "#Before", "#Now", "#Residual"],
        );
        residuals.rows = self
            .residuals
            .iter()
            .map(|one| {
                vec![
                    one.name.clone(),
                    one.year.to_string(),
                    one.before.clone(),
                    one.now.clone(),
                    one.residual.clone(),
                ]
            })
            .collect();
        let mut restated = Table::new(
            "Restated between releases",
            &["Authority", "Year", "Measure", "#Old", "#New", "In", "Then in"],
        );
        restated.rows = self
            .restated
            .iter()
            .map(|one| {
                vec![
                    one.name.clone(),
                    one.year.to_string(),
                    one.measure.to_owned(),
                    one.old.clone(),
                    one.new.clone(),
                    one.old_release.clone(),
                    one.new_release.clone(),
                ]
            })
            .collect();
        vec![zeros, residuals, restated]
    }
}

/// A release that was kept, as `mainstay benchmark update --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct UpdateAnswer {
    /// Its label.
    pub release: String,
    /// The change that it made; `null` when the store held it already.
    pub change: Option<u64>,
    /// Its years.
    pub years: Vec<u16>,
    /// How many rows it has.
    pub rows: usize,
    /// What it says otherwise than the release before.
    pub restated: Vec<RestatedRow>,
}

impl UpdateAnswer {
    pub(crate) fn new(release: &Release, change: Option<u64>, restated: Vec<Screened>) -> Self {
        Self {
            release: release.label().to_owned(),
            change,
            years: release.years().into_iter().collect(),
            rows: release.rows().len(),
            restated: ScreenAnswer::new(restated).restated,
        }
    }

    /// As tables.
    pub fn tables(&self) -> Vec<Table> {
        let title = match self.change {
            Some(change) => format!("Kept release {} ({} rows) as change {change}", self.release, self.rows),
            None => format!("Release {} is there already", self.release),
        };
        let screen =
            ScreenAnswer { zeros: Vec::new(), residuals: Vec::new(), restated: self.restated.clone() };
        let mut tables = vec![Table::new(title, &[])];
        if !self.restated.is_empty() {
            tables.extend(screen.tables().pop());
        }
        tables
    }
}
