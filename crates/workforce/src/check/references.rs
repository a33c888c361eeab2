//! Keys that lead nowhere, and trees that lead back to themselves.

use rustc_hash::FxHashSet;

use crate::cell::Key;
use crate::change::RecordId;
use crate::check::{Breach, NO_PLACE, ORPHAN_KEY, UNIT_LOOP};
use crate::layout::Shape;
use crate::record::Kind;
use crate::records::{LAYOUTS, Records, Unit};

/// The first parts of the keys of every kind that anything may refer to.
struct Known<'a> {
    units: FxHashSet<&'a str>,
    roles: FxHashSet<&'a str>,
    posts: FxHashSet<&'a str>,
    programmes: FxHashSet<&'a str>,
    records: &'a Records,
}

impl<'a> Known<'a> {
    fn new(records: &'a Records) -> Self {
        Self {
            units: records.units.values().map(|unit| unit.unit.as_str()).collect(),
            roles: records.roles.values().map(|role| role.role.as_str()).collect(),
            posts: records.posts.values().map(|post| post.post.as_str()).collect(),
            programmes: records.programmes.values().map(|row| row.programme.as_str()).collect(),
            records,
        }
    }

    /// Whether a record of the kind has this key; a kind that nothing is keyed by holds everything.
    fn holds(&self, kind: &str, key: &str) -> bool {
        match kind {
            "unit" => self.units.contains(key),
            "role" => self.roles.contains(key),
            "post" => self.posts.contains(key),
            "worker" => self.records.workers.contains_key(key),
            "spell" => self.records.spells.contains_key(key),
            "occupancy" => self.records.occupancies.contains_key(key),
            "decision" => self.records.decisions.contains_key(key),
            "baseline" => self.records.baselines.contains_key(key),
            "engagement" => self.records.engagements.contains_key(key),
            "incentive_scheme" => self.records.incentive_schemes.contains_key(key),
            "incentive_award" => self.records.incentive_awards.contains_key(key),
            "cohort" => self.records.cohorts.contains_key(key),
            "enrolment" => self.records.enrolments.contains_key(key),
            "strategy" => self.records.strategies.contains_key(key),
            "priority" => self.records.priorities.contains_key(key),
            "improvement_source" => self.records.improvement_sources.contains_key(key),
            "recommendation" => self.records.recommendations.contains_key(key),
            "action" => self.records.actions.contains_key(key),
            "risk" => self.records.risks.contains_key(key),
            "governance_group" => self.records.governance_groups.contains_key(key),
            "weighting" => self.records.weightings.contains_key(key),
            "vacancy" => self.records.vacancies.contains_key(key),
            "campaign" => self.records.campaigns.contains_key(key),
            "channel" => self.records.channels.contains_key(key),
            "advert" => self.records.adverts.contains_key(key),
            "application" => self.records.applications.contains_key(key),
            "course" => self.records.courses.contains_key(key),
            "survey" => self.records.surveys.contains_key(key),
            "programme" => self.programmes.contains(key),
            "published_table" => self.records.published_tables.contains_key(key),
            _ => true,
        }
    }
}

pub(super) fn check(records: &Records, found: &mut Vec<Breach>) {
    let known = Known::new(records);
    for layout in LAYOUTS {
        let refers = |shape: &Shape| matches!(shape, Shape::Reference(_) | Shape::References(_));
        if !layout.columns.iter().any(|column| refers(&column.shape)) {
            continue;
        }
        for record in records.of_kind(layout.kind) {
            let row = record.to_row();
            for (column, cell) in layout.columns.iter().zip(row) {
                let (Shape::Reference(kind) | Shape::References(kind), Some(text)) = (column.shape, cell)
                else {
                    continue;
                };
                for key in text.split(';').filter(|key| !known.holds(kind, key)) {
                    found.push(Breach {
                        rule: ORPHAN_KEY,
                        record: record.id(),
                        column: Some(column.name),
                        value: Some(key.to_owned()),
                        message: format!("There is no {} `{key}`", kind.replace('_', " ")),
                        others: Vec::new(),
                    });
                }
            }
        }
    }
    loops(records, found);
    places(records, found);
}

/// Units whose parents lead back to them.
fn loops(records: &Records, found: &mut Vec<Breach>) {
    let parent = |unit: &Key<Unit>| {
        let latest = records.units.values().filter(|row| row.unit == *unit).max_by_key(|row| row.from);
        latest.and_then(|row| row.parent.clone())
    };
    for unit in records.units.values() {
        let mut above = unit.parent.clone();
        for _ in 0..records.units.len() {
            let Some(key) = above else { break };
            if key == unit.unit {
                found.push(Breach {
                    rule: UNIT_LOOP,
                    record: RecordId::new(Unit::LAYOUT.kind, unit.key()),
                    column: Some("parent"),
                    value: unit.parent.as_ref().map(ToString::to_string),
                    message: format!("Unit `{}` is below itself", unit.unit),
                    others: Vec::new(),
                });
                break;
            }
            above = parent(&key);
        }
    }
}

/// Occupancies that belong nowhere.
fn places(records: &Records, found: &mut Vec<Breach>) {
    for occupancy in records.occupancies.values().filter(|occupancy| occupancy.post.is_none()) {
        if occupancy.team.is_none() || occupancy.role.is_none() {
            found.push(Breach {
                rule: NO_PLACE,
                record: RecordId::new("occupancy", occupancy.key()),
                column: Some("post"),
                value: None,
                message: format!(
                    "Occupancy `{}` names no post and not both a team and a role",
                    occupancy.occupancy
                ),
                others: Vec::new(),
            });
        }
    }
}
