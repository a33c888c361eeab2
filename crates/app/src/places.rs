//! What there is to choose from: the units, baselines and kinds of a council that someone may ask about.

use std::collections::BTreeMap;

use workforce::Date;
use workforce::records::UnitKind;

use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::policy::Action;
use crate::sight::own_units;

/// A unit that may be asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its key.
    pub key: String,
    /// Its name on the day.
    pub name: String,
    /// Where it stands in the tree.
    pub kind: UnitKind,
    /// Whether it exists on the day.
    pub exists: bool,
    /// The names of the units above it, the nearest first.
    pub above: Vec<String>,
}

/// What there is to choose from.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Units, by name; for someone confined to their teams, only theirs.
    pub units: Vec<Place>,
    /// Baselines by key, with their names, the newest first.
    pub baselines: Vec<(String, String)>,
    /// The number of the newest change.
    pub head: u64,
}

impl Places {
    /// The services, by key and name.
    pub fn services(&self) -> Vec<(String, String)> {
        self.of(|place| place.kind == UnitKind::Service)
    }

    /// Every other unit, by key and name.
    pub fn teams(&self) -> Vec<(String, String)> {
        self.of(|place| place.kind != UnitKind::Service)
    }

    fn of(&self, wanted: impl Fn(&Place) -> bool) -> Vec<(String, String)> {
        let label = |place: &Place| {
            if place.exists { place.name.clone() } else { format!("{} (ended)", place.name) }
        };
        self.units
            .iter()
            .filter(|place| wanted(place))
            .map(|place| (place.key.clone(), label(place)))
            .collect()
    }

    /// The name of a unit that may be asked about.
    pub fn name(&self, key: &str) -> Option<&str> {
        self.units.iter().find(|place| place.key == key).map(|place| place.name.as_str())
    }
}

impl Office {
    /// What someone may ask about on a day.
    pub async fn places(&self, council: &Council, day: Date) -> Result<Places, OfficeError> {
        let confined = self.confined(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        let workforce = &known.workforce;
        let own = confined.then(|| own_units(workforce, &self.actor));
        let mut units: BTreeMap<(String, String), Place> = BTreeMap::new();
        for number in workforce.unit_numbers() {
            let Some(kind) = workforce.kind_of_unit(number, day) else { continue };
            if own.as_ref().is_some_and(|own| !own.contains(&number)) {
                continue;
            }
            let key = workforce.unit_key(number).to_owned();
            let name = workforce.name_of_unit(number, day).to_owned();
            let exists = workforce.unit_exists(number, day);
            let above = workforce
                .units_above(number, day)
                .into_iter()
                .map(|above| workforce.name_of_unit(above, day).to_owned())
                .collect();
            units.insert((name.clone(), key.clone()), Place { key, name, kind, exists, above });
        }
        let mut baselines: Vec<_> = workforce.records().baselines.values().collect();
        baselines.sort_by(|a, b| (b.from, &b.baseline).cmp(&(a.from, &a.baseline)));
        let baselines = baselines
            .into_iter()
            .map(|baseline| (baseline.baseline.to_string(), baseline.name.to_string()))
            .collect();
        Ok(Places { units: units.into_values().collect(), baselines, head: known.number.0 })
    }
}
