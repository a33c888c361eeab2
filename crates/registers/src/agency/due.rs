//! Which engagements end soon or are past their planned end, and which might become permanent.

use serde::Serialize;
use workforce::position::{Ask, By};
use workforce::records::{Basis, CoverReason};
use workforce::{Date, Workforce};

use crate::days::{days_after, weeks_after};
use crate::parameter::Parameters;

/// What is due of an engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueKind {
    /// The planned end is over, and the worker is still here.
    Overrun,
    /// The planned end is near.
    Ends,
    /// No end is planned.
    NoEnd,
    /// Covers a vacancy for long enough that employing the worker could be talked about.
    Conversion,
}

impl DueKind {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Overrun => "past its planned end",
            Self::Ends => "ends soon",
            Self::NoEnd => "no planned end",
            Self::Conversion => "covers a vacancy: could be asked to stay",
        }
    }
}

/// Something due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// What.
    pub kind: DueKind,
    /// The occupancy.
    pub occupancy: String,
    /// The worker.
    pub worker: String,
    /// The post, where there is one.
    pub post: Option<String>,
    /// The team's name, where it is known.
    pub team: Option<String>,
    /// What it stands in for.
    pub cover: Option<CoverReason>,
    /// First day.
    pub from: Date,
    /// The planned end.
    pub planned_end: Option<Date>,
}

/// What is due on a day: ends first.
pub fn due(workforce: &Workforce, parameters: &Parameters<'_>, on: Date) -> Vec<Due> {
    let records = workforce.records();
    let soon = days_after(on, parameters.number("agency.ends-within-days", on).unwrap_or(28));
    let weeks = parameters.number("agency.conversion-weeks", on).unwrap_or(12);
    let vacant = vacant_posts(workforce, on);
    let mut found = Vec::new();
    for work in workforce.works_on(on).filter(|work| work.basis() == Basis::Agency) {
        let planned = records.occupancies.get(work.occupancy().as_str()).and_then(|one| one.expected_end);
        let end = match planned {
            None => DueKind::NoEnd,
            Some(day) if day <= on => DueKind::Overrun,
            Some(day) if day <= soon => DueKind::Ends,
            Some(_) => DueKind::Conversion,
        };
        let stays = work.post().is_some_and(|post| vacant.contains(&post.to_string()))
            && work.cover() == Some(CoverReason::Vacancy)
            && weeks_after(work.period().from, weeks) <= on;
        let kinds =
            [Some(end).filter(|kind| *kind != DueKind::Conversion), stays.then_some(DueKind::Conversion)];
        for kind in kinds.into_iter().flatten() {
            found.push(Due {
                kind,
                occupancy: work.occupancy().to_string(),
                worker: workforce.worker_key(work.worker()).to_owned(),
                post: work.post().map(ToString::to_string),
                team: work.on(on).team.map(|team| workforce.name_of_unit(team, on).to_owned()),
                cover: work.cover(),
                from: work.period().from,
                planned_end: planned,
            });
        }
    }
    found.sort_by(|a, b| (a.kind, a.planned_end, &a.occupancy).cmp(&(b.kind, b.planned_end, &b.occupancy)));
    found
}

/// Posts that nobody holds on a day.
fn vacant_posts(workforce: &Workforce, on: Date) -> std::collections::BTreeSet<String> {
    let ask = Ask { by: By::Team, ..Ask::on(on) };
    let posts = workforce.posts_on(&ask).unwrap_or_default();
    let held: std::collections::BTreeSet<String> = workforce
        .works_on(on)
        .filter(|work| work.basis().holds())
        .filter_map(|work| work.post().map(ToString::to_string))
        .collect();
    posts
        .iter()
        .map(|post| post.source().record().key.to_string())
        .map(|key| key.split_once('@').map_or(key.clone(), |(post, _)| post.to_owned()))
        .filter(|post| !held.contains(post))
        .collect()
}
