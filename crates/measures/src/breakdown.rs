//! What figures can be broken down by, and the bands.
//!
//! Bands are half-open: the lower bound is in, the upper is not; ages and years are completed. Age is taken on the day on
//! which a record counts: the last day for stocks and starters, the last day of employment for leavers. The bands of age
//! are the DfE's; those of time in service are attested at 2 and 5 years only and otherwise ours.

use workforce::Date;
use workforce::cell::Value;
use workforce::cell::codes;
use workforce::facts::Source;
use workforce::period::years_between;
use workforce::records::{CensusRole, CoverReason, Destination, Ethnicity, LeavingReason, Origin, Sex};

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
        /// What agency and other temporary workers stand in for.
        Cover = "cover",
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

    /// The groups that are there whether anybody is in them or not, in order, where few people are not told: where a
    /// group were left out when nobody is in it, leaving it out would say so. "Not known" is not among them.
    pub fn categories(self) -> Vec<Group> {
        (0..self.always()).filter_map(|slot| self.group_at(Some(slot))).collect()
    }

    /// How many of its first groups are there whether anybody is in them or not.
    pub(crate) fn always(self) -> usize {
        if self.tells_of_people() { self.slots().unwrap_or_default() } else { 0 }
    }

    /// How many groups it has besides "not known", where they are the same for every council; their places run from 0.
    pub fn slots(self) -> Option<usize> {
        match self {
            Self::CensusRole => Some(CensusRole::ALL.len()),
            Self::Reason => Some(LeavingReason::ALL.len()),
            Self::Destination => Some(Destination::ALL.len()),
            Self::Origin => Some(Origin::ALL.len()),
            Self::Cover => Some(CoverReason::ALL.len()),
            Self::Tenure => Some(TENURES.len() + 1),
            Self::Age => Some(AGES.len() + 1),
            // All but "not known", which is last.
            Self::Sex => Some(Sex::ALL.len() - 1),
            Self::Ethnicity => Some(ETHNIC_GROUPS.len()),
            Self::Service | Self::Team | Self::Role => None,
        }
    }

    /// The group at one of these places, or "not known"; `None` where groups are each council's own.
    pub fn group_at(self, slot: Option<usize>) -> Option<Group> {
        let slots = self.slots()?;
        let Some(at) = slot.filter(|at| *at < slots) else { return Some(not_known()) };
        Some(match self {
            Self::CensusRole => coded(CensusRole::ALL[at], at, CensusRole::meaning),
            Self::Reason => coded(LeavingReason::ALL[at], at, LeavingReason::meaning),
            Self::Destination => coded(Destination::ALL[at], at, Destination::meaning),
            Self::Origin => coded(Origin::ALL[at], at, Origin::meaning),
            Self::Cover => coded(CoverReason::ALL[at], at, CoverReason::meaning),
            Self::Sex => coded(Sex::ALL[at], at, Sex::meaning),
            Self::Tenure => banded(at, TENURES, "30 and over"),
            Self::Age => banded(at, AGES, "60 and over"),
            _ => {
                let (key, name) = ETHNIC_GROUPS[at];
                Group { order: order(at), key: key.to_owned(), name: name.to_owned() }
            }
        })
    }

    /// Whether it shows identity or equality data, in groups.
    pub fn is_personal(self) -> bool {
        matches!(self, Self::Age | Self::Sex | Self::Ethnicity)
    }

    /// Whether it tells something of people that is not released of few: what is personal, and why the holder whom somebody
    /// covers is away.
    pub fn tells_of_people(self) -> bool {
        self.is_personal() || self == Self::Cover
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

fn order(at: usize) -> u32 {
    u32::try_from(at).expect("there are few groups")
}

fn coded<T: Value + Copy>(code: T, at: usize, name: impl Fn(T) -> &'static str) -> Group {
    Group { order: order(at), key: code.show(), name: name(code).trim_end_matches('.').to_owned() }
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

/// Ethnicity groups: keys and words.
const ETHNIC_GROUPS: &[(&str, &str)] = &[
    ("white", "White"),
    ("mixed", "Mixed"),
    ("asian", "Asian or Asian British"),
    ("black", "Black or Black British"),
    ("other", "Other"),
];

/// The group of those whose group is not known: the last.
pub fn not_known() -> Group {
    Group { order: LAST, key: "not-known".to_owned(), name: "Not known".to_owned() }
}

/// The place of the age group of completed years, for [`Breakdown::group_at`].
pub fn age(years: i16) -> usize {
    band(years, AGES)
}

/// The place of the group of completed years of service.
pub fn tenure(years: i16) -> usize {
    band(years, TENURES)
}

/// The place of the band that some years are in.
fn band(years: i16, bands: &[(i16, &str)]) -> usize {
    bands.iter().position(|(below, _)| years < *below).unwrap_or(bands.len())
}

fn banded(at: usize, bands: &[(i16, &str)], rest: &str) -> Group {
    let name = bands.get(at).map_or(rest, |(_, name)| name);
    Group { order: order(at), key: name.replace(' ', "-"), name: name.to_owned() }
}

/// Completed years from a day to another; never below 0.
pub fn completed_years(from: Date, to: Date) -> i16 {
    years_between(from, to).max(0)
}

impl Ground<'_> {
    /// The group that a contribution belongs to.
    pub(crate) fn group(&self, by: Breakdown, one: &Contribution<'_>) -> Group {
        if let Some(group) = by.group_at(self.slot(by, one)) {
            return group;
        }
        let workforce = self.workforce;
        let unit = |unit: Option<u32>| {
            unit.map_or_else(not_known, |unit| Group {
                order: 0,
                key: workforce.unit_key(unit).to_owned(),
                name: workforce.name_of_unit(unit, one.day).to_owned(),
            })
        };
        match by {
            Breakdown::Team => unit(one.place.team),
            Breakdown::Service => unit(one.place.team.and_then(|team| workforce.service_on(team, one.day))),
            _ => one.place.role.map_or_else(not_known, |role| Group {
                order: workforce.role_on(role, one.day).map_or(LAST - 1, |facts| facts.rank.min(LAST - 1)),
                key: workforce.role_key(role).to_owned(),
                name: workforce.title_of_role(role, one.day).to_owned(),
            }),
        }
    }

    /// The place of the group that a contribution belongs to, among those that every council has; `None` for "not known" and
    /// where groups are each council's own.
    pub(crate) fn slot(&self, by: Breakdown, one: &Contribution<'_>) -> Option<usize> {
        let workforce = self.workforce;
        match by {
            Breakdown::CensusRole => one.standing.census_role.map(|role| role as usize),
            Breakdown::Reason => self.spell_of(one)?.reason.map(|reason| reason as usize),
            Breakdown::Destination => self.spell_of(one)?.destination.map(|to| to as usize),
            Breakdown::Origin => self.spell_of(one)?.origin.map(|origin| origin as usize),
            Breakdown::Cover => match one.source {
                Source::Work(work) => work.cover().map(|cover| cover as usize),
                _ => None,
            },
            Breakdown::Tenure => Some(tenure(completed_years(self.spell_of(one)?.period.from, one.day))),
            Breakdown::Age => Some(age(completed_years(workforce.born(one.worker?)?, one.day))),
            Breakdown::Sex => {
                workforce.sex(one.worker?).filter(|sex| *sex != Sex::NotKnown).map(|sex| sex as usize)
            }
            Breakdown::Ethnicity => ethnic_group(workforce.ethnicity(one.worker?)?),
            Breakdown::Service | Breakdown::Team | Breakdown::Role => None,
        }
    }
}

/// The group that the DfE publishes for an ethnicity, by its place.
pub fn ethnic_group(ethnicity: Ethnicity) -> Option<usize> {
    use Ethnicity as E;
    match ethnicity {
        E::WhiteBritish | E::WhiteIrish | E::WhiteOther => Some(0),
        E::WhiteAndBlackCaribbean | E::WhiteAndBlackAfrican | E::WhiteAndAsian | E::MixedOther => Some(1),
        E::Indian | E::Pakistani | E::Bangladeshi | E::AsianOther | E::Chinese => Some(2),
        E::BlackCaribbean | E::BlackAfrican | E::BlackOther => Some(3),
        E::Other => Some(4),
        E::Refused | E::NotObtained => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn bands_are_half_open_in_completed_years() {
        let tenure = |years| banded(band(years, TENURES), TENURES, "30 and over").name;
        assert_eq!(
            (tenure(1), tenure(2), tenure(30)),
            ("under 2".into(), "2 to under 5".into(), "30 and over".into())
        );
        assert_eq!(completed_years(date(2020, 9, 30), date(2022, 9, 30)), 2);
        assert_eq!(completed_years(date(2020, 10, 1), date(2022, 9, 30)), 1);
    }

    #[test]
    fn breakdowns_that_tell_of_people_have_their_categories_in_order() {
        for by in Breakdown::ALL.iter().copied() {
            let categories = by.categories();
            assert_eq!(by.tells_of_people(), !categories.is_empty(), "{by}");
            assert!(categories.is_sorted() && !categories.iter().any(Group::is_not_known), "{by}");
        }
        let ages: Vec<_> = Breakdown::Age.categories().into_iter().map(|group| group.name).collect();
        assert_eq!(ages, ["under 20", "20 to 29", "30 to 39", "40 to 49", "50 to 59", "60 and over"]);
    }
}
