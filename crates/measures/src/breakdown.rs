//! What figures can be broken down by, and the bands.
//!
//! Bands are half-open: the lower bound is in, the upper is not; ages and years are completed. Age is taken on the day on
//! which a record counts: the last day for stocks and starters, the last day of employment for leavers. The bands of age
//! are the DfE's; those of time in service are attested at 2 and 5 years only and otherwise ours.

use workforce::Date;
use workforce::cell::Value;
use workforce::cell::codes;
use workforce::period::years_between;
use workforce::records::{Ethnicity, Sex};

use crate::ground::Ground;
use crate::part::Contribution;

codes! {
    /// What the groups of a figure are.
    Breakdown {
        /// Services.
        Service = "service",
        /// Teams.
        Team = "team",
        /// The council's roles.
        Role = "role",
        /// Census roles.
        CensusRole = "census-role",
        /// Reasons for leaving.
        Reason = "reason",
        /// Destinations of leavers.
        Destination = "destination",
        /// Origins of starters.
        Origin = "origin",
        /// Time in service.
        Tenure = "tenure",
        /// Age groups. Identity data.
        Age = "age",
        /// Sex. Equality data.
        Sex = "sex",
        /// Ethnicity groups. Equality data.
        Ethnicity = "ethnicity",
    }
}

impl Breakdown {
    /// Whether it is about how employment began or ended, so that stocks cannot be grouped by it.
    pub fn is_of_spells(self) -> bool {
        matches!(self, Self::Reason | Self::Destination | Self::Origin)
    }

    /// Whether its groups are places, in several of which one person may work.
    pub fn is_of_places(self) -> bool {
        matches!(self, Self::Team | Self::Service)
    }

    /// The groups that are there whether anybody is in them or not, in order, for breakdowns by personal attributes: where a
    /// group were left out when nobody is in it, leaving it out would say so. "Not known" is not among them.
    pub fn categories(self) -> Vec<Group> {
        match self {
            Self::Age => AGES.iter().map(|(below, _)| age(below - 1)).chain([age(i16::MAX)]).collect(),
            Self::Sex => [Sex::Female, Sex::Male].map(sex).to_vec(),
            Self::Ethnicity => {
                use Ethnicity as E;
                let one_of_each = [E::WhiteOther, E::MixedOther, E::AsianOther, E::BlackOther, E::Other];
                one_of_each.map(ethnic_group).to_vec()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it shows identity or equality data, in groups.
    pub fn is_personal(self) -> bool {
        matches!(self, Self::Age | Self::Sex | Self::Ethnicity)
    }
}

/// A group of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Its place in the order.
    order: u32,
    /// Its key or code.
    pub key: String,
    /// Its name for people.
    pub name: String,
}

impl Group {
    /// The group of those who did something in a year.
    pub(crate) fn of_year(year: i16) -> Self {
        let order = u32::try_from(year).unwrap_or_default();
        Self { order, key: year.to_string(), name: year.to_string() }
    }

    /// Whether it is of those whose group is not known.
    pub fn is_not_known(&self) -> bool {
        self.order == LAST
    }
}

/// The last place: what is not known.
const LAST: u32 = u32::MAX;

fn not_known() -> Group {
    Group { order: LAST, key: "not-known".to_owned(), name: "Not known".to_owned() }
}

fn coded<T: Value + Copy>(
    code: Option<T>,
    order: impl Fn(T) -> u32,
    name: impl Fn(T) -> &'static str,
) -> Group {
    code.map_or_else(not_known, |code| Group {
        order: order(code),
        key: code.show(),
        name: name(code).trim_end_matches('.').to_owned(),
    })
}

/// Time in service: upper bounds in years, and words.
const TENURES: &[(i16, &str)] = &[
    (2, "under 2"),
    (5, "2 to under 5"),
    (10, "5 to under 10"),
    (20, "10 to under 20"),
    (30, "20 to under 30"),
];
/// Ages: upper bounds in years, and words.
const AGES: &[(i16, &str)] =
    &[(20, "under 20"), (30, "20 to 29"), (40, "30 to 39"), (50, "40 to 49"), (60, "50 to 59")];

fn band(years: i16, bands: &[(i16, &str)], rest: &str) -> Group {
    let at = bands.iter().position(|(below, _)| years < *below).unwrap_or(bands.len());
    let name = bands.get(at).map_or(rest, |(_, name)| name);
    let order = u32::try_from(at).expect("there are few bands");
    Group { order, key: name.replace(' ', "-"), name: name.to_owned() }
}

fn age(years: i16) -> Group {
    band(years, AGES, "60 and over")
}

fn sex(sex: Sex) -> Group {
    match sex {
        Sex::NotKnown => not_known(),
        known => coded(Some(known), |sex| sex as u32, Sex::meaning),
    }
}

/// Completed years from a day to another; never below 0.
pub(crate) fn completed_years(from: Date, to: Date) -> i16 {
    years_between(from, to).max(0)
}

impl Ground<'_> {
    /// The group that a contribution belongs to.
    pub(crate) fn group(&self, by: Breakdown, one: &Contribution) -> Group {
        let workforce = self.workforce;
        let unit = |unit: Option<u32>| {
            unit.map_or_else(not_known, |unit| Group {
                order: 0,
                key: workforce.unit_key(unit).to_owned(),
                name: workforce.name_of_unit(unit, one.day).to_owned(),
            })
        };
        let spell = self.spell_of(one);
        match by {
            Breakdown::Team => unit(one.place.team),
            Breakdown::Service => unit(one.place.team.and_then(|team| workforce.service_on(team, one.day))),
            Breakdown::Role => one.place.role.map_or_else(not_known, |role| Group {
                order: workforce.role_on(role, one.day).map_or(LAST - 1, |facts| facts.rank.min(LAST - 1)),
                key: workforce.role_key(role).to_owned(),
                name: workforce.title_of_role(role, one.day).to_owned(),
            }),
            Breakdown::CensusRole => coded(
                self.census_role(one.place, one.day),
                |role| role as u32,
                workforce::records::CensusRole::meaning,
            ),
            Breakdown::Reason => coded(
                spell.and_then(|spell| spell.reason),
                |reason| reason as u32,
                workforce::records::LeavingReason::meaning,
            ),
            Breakdown::Destination => coded(
                spell.and_then(|spell| spell.destination),
                |destination| destination as u32,
                workforce::records::Destination::meaning,
            ),
            Breakdown::Origin => coded(
                spell.and_then(|spell| spell.origin),
                |origin| origin as u32,
                workforce::records::Origin::meaning,
            ),
            Breakdown::Tenure => spell.map_or_else(not_known, |spell| {
                band(completed_years(spell.period.from, one.day), TENURES, "30 and over")
            }),
            Breakdown::Age => {
                let identity = one
                    .worker
                    .and_then(|worker| workforce.records().identities.get(workforce.worker_key(worker)));
                let born = identity.and_then(|identity| identity.birth_date);
                born.map_or_else(not_known, |born| age(completed_years(born, one.day)))
            }
            Breakdown::Sex => {
                self.equality(one).and_then(|equality| equality.sex).map_or_else(not_known, sex)
            }
            Breakdown::Ethnicity => {
                let ethnicity = self.equality(one).and_then(|equality| equality.ethnicity);
                ethnicity.map_or_else(not_known, ethnic_group)
            }
        }
    }

    fn equality(&self, one: &Contribution) -> Option<&workforce::records::Equality> {
        let key = self.workforce.worker_key(one.worker?);
        self.workforce.records().equality.get(key)
    }
}

/// The group that the DfE publishes for an ethnicity.
fn ethnic_group(ethnicity: Ethnicity) -> Group {
    use Ethnicity as E;
    let (order, key, name) = match ethnicity {
        E::WhiteBritish | E::WhiteIrish | E::WhiteOther => (0, "white", "White"),
        E::WhiteAndBlackCaribbean | E::WhiteAndBlackAfrican | E::WhiteAndAsian | E::MixedOther => {
            (1, "mixed", "Mixed")
        }
        E::Indian | E::Pakistani | E::Bangladeshi | E::AsianOther | E::Chinese => {
            (2, "asian", "Asian or Asian British")
        }
        E::BlackCaribbean | E::BlackAfrican | E::BlackOther => (3, "black", "Black or Black British"),
        E::Other => (4, "other", "Other"),
        E::Refused | E::NotObtained => return not_known(),
    };
    Group { order, key: key.to_owned(), name: name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn bands_are_half_open_in_completed_years() {
        let tenure = |years| band(years, TENURES, "30 and over").name;
        assert_eq!(
            (tenure(1), tenure(2), tenure(30)),
            ("under 2".into(), "2 to under 5".into(), "30 and over".into())
        );
        assert_eq!(completed_years(date(2020, 9, 30), date(2022, 9, 30)), 2);
        assert_eq!(completed_years(date(2020, 10, 1), date(2022, 9, 30)), 1);
    }

    #[test]
    fn personal_breakdowns_have_their_categories_in_order() {
        for by in Breakdown::ALL.iter().copied() {
            let categories = by.categories();
            assert_eq!(by.is_personal(), !categories.is_empty(), "{by}");
            assert!(categories.is_sorted() && !categories.iter().any(Group::is_not_known), "{by}");
        }
        let ages: Vec<_> = Breakdown::Age.categories().into_iter().map(|group| group.name).collect();
        assert_eq!(ages, ["under 20", "20 to 29", "30 to 39", "40 to 49", "50 to 59", "60 and over"]);
    }
}
