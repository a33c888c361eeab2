//! The published series by council and year.

use std::collections::BTreeMap;

use benchmarks::{Measure, Release};

/// A series that is forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// Leavers in the year, people.
    Leavers,
    /// In post on 30 September, FTE.
    InPost,
    /// Agency workers on 30 September, FTE.
    Agency,
    /// Vacancies on 30 September, FTE.
    Vacancies,
}

impl Series {
    /// Every series.
    pub const ALL: &'static [Self] = &[Self::Leavers, Self::InPost, Self::Agency, Self::Vacancies];

    /// The published measure.
    pub fn measure(self) -> Measure {
        match self {
            Self::Leavers => Measure::LeaversHeadcount,
            Self::InPost => Measure::InpostFte,
            Self::Agency => Measure::AgencyFte,
            Self::Vacancies => Measure::VacancyFte,
        }
    }

    /// The measure of a council's size that goes with it.
    fn size(self) -> Measure {
        match self {
            Self::Leavers => Measure::InpostHeadcount,
            Self::InPost | Self::Agency | Self::Vacancies => Measure::InpostFte,
        }
    }
}

/// A council's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Council {
    /// Its code; both codes of a joint return.
    pub code: String,
    /// Its name, as last printed.
    pub name: String,
}

/// Values by council and year. A cell without a number is none, never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    first: u16,
    years: usize,
    councils: Vec<Council>,
    /// By measure, council and year.
    values: BTreeMap<Measure, Vec<Vec<Option<f64>>>>,
}

/// Floating point begins here: forecasts are estimates.
#[expect(clippy::cast_precision_loss, reason = "millionths of a council's FTE are far below 2^53")]
fn number(millionths: i64) -> f64 {
    millionths as f64 / 1e6
}

impl Panel {
    /// The series of a release. None when it has no year.
    pub fn new(release: &Release) -> Option<Self> {
        let all = release.years();
        let (first, last) = (*all.first()?, *all.last()?);
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for year in first..=last {
            for row in release.authority_rows(year) {
                names.insert(row.code().to_owned(), row.name().to_owned());
            }
        }
        let councils: Vec<Council> = names.into_iter().map(|(code, name)| Council { code, name }).collect();
        let measures = Series::ALL.iter().flat_map(|series| [series.measure(), series.size()]);
        let mut values: BTreeMap<Measure, Vec<Vec<Option<f64>>>> = BTreeMap::new();
        for measure in measures {
            let cell = |council: &Council, year| {
                let row = release.row_coded(&council.code, year)?;
                row.value(measure).ok().map(|value| number(value.millionths()))
            };
            let series = |council| (first..=last).map(|year| cell(council, year)).collect();
            values.insert(measure, councils.iter().map(series).collect());
        }
        Some(Self { first, years: usize::from(last - first) + 1, councils, values })
    }

    /// The councils.
    pub fn councils(&self) -> &[Council] {
        &self.councils
    }

    /// The years.
    pub fn years(&self) -> std::ops::RangeInclusive<u16> {
        self.first..=self.last()
    }

    /// The first year.
    pub fn first(&self) -> u16 {
        self.first
    }

    /// The last year.
    pub fn last(&self) -> u16 {
        self.first + u16::try_from(self.years - 1).unwrap_or(u16::MAX)
    }

    /// The panel as it ended with a year, which is one of its own.
    #[must_use]
    pub fn until(&self, year: u16) -> Self {
        let years = usize::from(year.saturating_sub(self.first)) + 1;
        let years = years.min(self.years);
        let cut = |councils: &Vec<Vec<Option<f64>>>| {
            councils.iter().map(|values| values[..years].to_vec()).collect()
        };
        Self {
            first: self.first,
            years,
            councils: self.councils.clone(),
            values: self.values.iter().map(|(measure, councils)| (*measure, cut(councils))).collect(),
        }
    }

    fn at(&self, measure: Measure, council: usize, year: u16) -> Option<f64> {
        let year = usize::from(year.checked_sub(self.first)?);
        *self.values.get(&measure)?.get(council)?.get(year)?
    }

    /// A council's value in a year.
    pub fn value(&self, series: Series, council: usize, year: u16) -> Option<f64> {
        self.at(series.measure(), council, year)
    }

    /// A council's size in a year: in post, above zero; people for leavers, otherwise FTE.
    pub fn size(&self, series: Series, council: usize, year: u16) -> Option<f64> {
        self.at(series.size(), council, year).filter(|size| *size > 0.0)
    }

    /// A council's values so far, oldest first, with their years.
    pub fn history(&self, series: Series, council: usize) -> Vec<(u16, f64)> {
        self.years().filter_map(|year| Some((year, self.value(series, council, year)?))).collect()
    }

    /// Puts another value into a cell, to see what a forecast would have made of it.
    pub fn set(&mut self, series: Series, council: usize, year: u16, value: Option<f64>) {
        let at = usize::from(year.saturating_sub(self.first));
        let values = self.values.get_mut(&series.measure());
        if let Some(cell) =
            values.and_then(|councils| councils.get_mut(council)).and_then(|council| council.get_mut(at))
        {
            *cell = value;
        }
    }
}
