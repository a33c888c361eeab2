//! The measures of the published table: their columns, older column names, units, and what each rate is made of.
//!
//! A formula is stated here once. Nothing here holds a figure.

use std::fmt;

use serde::{Serialize, Serializer};

/// What a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Full-time equivalents, printed to one decimal.
    Fte,
    /// People.
    People,
    /// Per cent, printed to one decimal.
    Percent,
    /// Cases.
    Cases,
    /// Cases for each FTE that holds any, printed to one decimal.
    CasesPerFte,
    /// Working days, printed to one decimal.
    Days,
}

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident $column:literal $unit:ident $([$older:literal])?;)+) => {
        /// A measure of the published table. Its id is its column's name in the current release.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Measure {
            $($(#[$doc])* $name,)+
        }

        impl Measure {
            /// Every measure, in the order of the current file.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// Its id: its column in the current release.
            pub fn column(self) -> &'static str {
                match self { $(Self::$name => $column,)+ }
            }

            /// What it counts.
            pub fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)+ }
            }

            /// Its column in older releases, where that differed.
            pub fn older_column(self) -> Option<&'static str> {
                match self { $(Self::$name => [$($older)?].first().copied(),)+ }
            }
        }
    };
}

measures! {
    /// In post on 30 September, FTE, agency workers not included.
    InpostFte "inpost_fte" Fte ["social_worker_fte"];
    /// In post on 30 September, people.
    InpostHeadcount "inpost_headcount" People ["social_worker_headcount"];
    /// Started in the year, FTE.
    StartersFte "starters_fte" Fte ["starter_fte"];
    /// Started in the year, people.
    StartersHeadcount "starters_headcount" People ["starter_headcount"];
    /// Left in the year, FTE.
    LeaversFte "leavers_fte" Fte ["leaver_fte"];
    /// Left in the year, people.
    LeaversHeadcount "leavers_headcount" People ["leaver_headcount"];
    /// Leavers over in post at the end of the year, FTE.
    TurnoverRateFte "turnover_rate_fte" Percent;
    /// Leavers over in post at the end of the year, people.
    TurnoverRateHeadcount "turnover_rate_headcount" Percent;
    /// Agency workers on 30 September, FTE.
    AgencyFte "agency_fte" Fte;
    /// Agency workers on 30 September, people.
    AgencyHeadcount "agency_headcount" People;
    /// Agency over agency and in post, FTE.
    AgencyRateFte "agency_rate_fte" Percent ["agency_worker_rate_fte"];
    /// Agency over agency and in post, people.
    AgencyRateHeadcount "agency_rate_headcount" Percent ["agency_worker_rate_headcount"];
    /// Agency workers that cover a vacancy, FTE.
    AgencyCoverFte "agency_cover_fte" Fte;
    /// Agency workers that cover a vacancy over all agency workers.
    AgencyCoverRateFte "agency_cover_rate_fte" Percent;
    /// Vacancies on 30 September, FTE, those covered by agency workers included.
    VacancyFte "vacancy_fte" Fte;
    /// Vacancies over vacancies and in post.
    VacancyRateFte "vacancy_rate_fte" Percent;
    /// Agency workers that cover a vacancy over vacancies.
    VacancyAgencyCoverRateFte "vacancy_agency_cover_rate_fte" Percent;
    /// FTE of all that hold a case, agency workers and managers included. Not the role "case holder".
    CaseHoldersFte "case_holders_fte" Fte;
    /// Cases held on 30 September.
    Cases "cases" Cases;
    /// Cases over the FTE that holds them.
    CaseloadFte "caseload_fte" CasesPerFte;
    /// Working days lost to sickness in the year.
    WorkingDaysLostFte "working_days_lost_fte" Days;
    /// Days lost over in post times the working days of the year.
    AbsenceRateFte "absence_rate_fte" Percent;
}

/// How the parts make the rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// 100 times the numerator over the denominator.
    Over,
    /// 100 times the numerator over numerator and denominator together.
    Share,
    /// The numerator over the denominator.
    Mean,
    /// 100 times the numerator over the denominator times [`working_days`].
    PerWorkingDay,
}

/// What a published rate is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Above the line.
    pub numerator: Measure,
    /// Below the line.
    pub denominator: Measure,
    /// How they make the rate.
    pub shape: Shape,
}

impl Parts {
    /// The scaled numerator and the denominator of the rate, from the values of its parts.
    pub(crate) fn fraction(self, numerator: i128, denominator: i128, year: u16) -> (i128, i128) {
        match self.shape {
            Shape::Over => (100 * numerator, denominator),
            Shape::Share => (100 * numerator, numerator + denominator),
            Shape::Mean => (numerator, denominator),
            Shape::PerWorkingDay => (100 * numerator, denominator * i128::from(working_days(year))),
        }
    }
}

/// The working days by which a year's absence rate divides: 254 when 29 February falls in the 12 months to 30 September,
/// else 253. It is the publisher's constant. Counting weekdays gives other answers.
pub fn working_days(year: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    if leap { 254 } else { 253 }
}

impl Measure {
    /// The measure whose column it is, under the current or an older name, with or without the `%` older files end
    /// the names of rates with.
    pub fn from_column(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let name = name.strip_suffix('%').map_or(&*name, |name| name.trim_end_matches(['_', ' ']));
        Self::ALL.iter().copied().find(|m| m.column() == name || m.older_column() == Some(name))
    }

    /// Whether a file may leave it out: the releases before 2024 did not print starters.
    pub fn may_be_absent(self) -> bool {
        matches!(self, Self::StartersFte | Self::StartersHeadcount)
    }

    /// The decimal places it is printed to; a trailing `.0` is dropped in print, and still says as much.
    pub fn places(self) -> u8 {
        match self.unit() {
            Unit::People | Unit::Cases => 0,
            Unit::Fte | Unit::Percent | Unit::CasesPerFte | Unit::Days => 1,
        }
    }

    /// What the rate is made of; nothing for a count.
    pub fn parts(self) -> Option<Parts> {
        use Shape::{Mean, Over, PerWorkingDay, Share};
        let (numerator, denominator, shape) = match self {
            Self::TurnoverRateFte => (Self::LeaversFte, Self::InpostFte, Over),
            Self::TurnoverRateHeadcount => (Self::LeaversHeadcount, Self::InpostHeadcount, Over),
            Self::AgencyRateFte => (Self::AgencyFte, Self::InpostFte, Share),
            Self::AgencyRateHeadcount => (Self::AgencyHeadcount, Self::InpostHeadcount, Share),
            Self::AgencyCoverRateFte => (Self::AgencyCoverFte, Self::AgencyFte, Over),
            Self::VacancyRateFte => (Self::VacancyFte, Self::InpostFte, Share),
            Self::VacancyAgencyCoverRateFte => (Self::AgencyCoverFte, Self::VacancyFte, Over),
            Self::CaseloadFte => (Self::Cases, Self::CaseHoldersFte, Mean),
            Self::AbsenceRateFte => (Self::WorkingDaysLostFte, Self::InpostFte, PerWorkingDay),
            _ => return None,
        };
        Some(Parts { numerator, denominator, shape })
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.column())
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.column())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_names_and_percent_signs_are_known() {
        assert_eq!(Measure::from_column("turnover_rate_fte_%"), Some(Measure::TurnoverRateFte));
        assert_eq!(
            Measure::from_column("agency_worker_rate_headcount_%"),
            Some(Measure::AgencyRateHeadcount)
        );
        assert_eq!(Measure::from_column(" Leaver_FTE "), Some(Measure::LeaversFte));
        assert_eq!(Measure::from_column("leavers"), None);
        assert_eq!(Measure::COUNT, 22);
    }

    #[test]
    fn leap_years_have_one_more_working_day() {
        let leap: Vec<u16> = (2017..=2030).filter(|year| working_days(*year) == 254).collect();
        assert_eq!(leap, [2020, 2024, 2028]);
    }
}
