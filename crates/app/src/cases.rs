//! Business cases: checked, costed, and set beside what then happened.

use benchmarks::{Measure, figure};
use forecast::case::{Case, check, costed, read};
use measures::ground::{Agreed, Ground};
use workforce::period::census_year_before;

use crate::answers::cases::{CheckCaseAnswer, PathRow, ReportCaseAnswer, TrackCaseAnswer};
use crate::benchmarking::{Shelf, of_census_year};
use crate::error::OfficeError;
use crate::office::{Council, Office, may};
use crate::policy::{Action, Actor};

/// A case's file name and text.
pub type CaseFile = (String, String);

fn opened((name, text): &CaseFile) -> Result<Case, OfficeError> {
    read(text).map_err(|problem| OfficeError::Refused(format!("{name}: {problem}")))
}

/// Everything wrong with a case, and what its source does not state.
pub fn check_case(actor: &Actor, file: &CaseFile) -> Result<CheckCaseAnswer, OfficeError> {
    may(actor, Action::Forecast)?;
    let case = opened(file)?;
    Ok(CheckCaseAnswer::new(&case, check(&case)))
}

/// A case costed by year, with its options and what must be true. One with errors is refused.
pub fn report_case(actor: &Actor, file: &CaseFile) -> Result<ReportCaseAnswer, OfficeError> {
    may(actor, Action::Forecast)?;
    let case = opened(file)?;
    let findings = check(&case);
    let errors: Vec<String> = findings
        .iter()
        .filter(|finding| finding.level == "error")
        .map(|finding| format!("{}: {}: {}", file.0, finding.place, finding.message))
        .collect();
    if !errors.is_empty() {
        return Err(OfficeError::Refused(errors.join("\n")));
    }
    Ok(ReportCaseAnswer::new(&case, &costed(&case), findings))
}

/// A case's expected path beside what the DfE published of the council, from the year of the decision on.
pub fn track_case(actor: &Actor, shelf: &Shelf, file: &CaseFile) -> Result<TrackCaseAnswer, OfficeError> {
    may(actor, Action::Forecast)?;
    track(&opened(file)?, shelf, &file.0, 0)
}

impl Office {
    /// The same with the council's own figures beside the published ones, to the last census year that has ended.
    pub async fn track_case(
        &self,
        council: &Council,
        releases: &Shelf,
        file: &CaseFile,
    ) -> Result<TrackCaseAnswer, OfficeError> {
        self.may(Action::Forecast)?;
        let case = opened(file)?;
        let ended = u16::try_from(census_year_before(self.actor.on)).unwrap_or_default();
        let mut answer = track(&case, releases, &file.0, ended)?;
        if case.council != council.code {
            return Ok(answer);
        }
        self.may(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        let ground = Ground::new(&known.workforce, self.actor.on, Agreed::default());
        for row in &mut answer.path {
            let Some(measure) = measures::registry::find(row.measure) else { continue };
            let own = of_census_year(&ground, measure, row.year)?;
            row.own = own.value.ok().map(|value| value.to_string());
        }
        Ok(answer)
    }
}

fn track(case: &Case, shelf: &Shelf, name: &str, until: u16) -> Result<TrackCaseAnswer, OfficeError> {
    let release = shelf.release(None)?;
    let first = u16::try_from(case.decided.year()).unwrap_or_default();
    let published = release.years();
    let last = published.iter().copied().max().unwrap_or_default().max(until);
    let years: Vec<u16> = (first..=last).collect();
    let mut rows = Vec::new();
    for benefit in &case.benefits {
        let measure = Measure::from_column(&benefit.measure).ok_or_else(|| {
            OfficeError::Refused(format!("{}: `{}` is no published measure", name, benefit.measure))
        })?;
        for year in &years {
            let of = |area: &str| figure(release, area, *year, measure).ok().map(|cell| cell.to_string());
            let actual = if published.contains(year) {
                let actual = figure(release, &case.council, *year, measure);
                actual.map_err(|problem| OfficeError::Refused(format!("{name}: {problem}")))?.to_string()
            } else {
                "not published yet".to_owned()
            };
            rows.push(PathRow {
                measure: measure.column(),
                year: *year,
                expected: benefit.expected.get(&year.to_string()).copied(),
                actual,
                england: of("England"),
                own: None,
            });
        }
    }
    Ok(TrackCaseAnswer::new(case, release.label(), rows))
}

/// A case that comes with an example, by the example's name.
pub fn example_case(id: &str) -> Option<CaseFile> {
    crate::examples::case(id).map(|text| (format!("{id}/case.toml"), text))
}
