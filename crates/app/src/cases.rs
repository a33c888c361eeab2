//! Business cases: checked, costed, and set beside what then happened.

use benchmarks::{Measure, figure};
use forecast::case::{Case, check, costed, read};

use crate::answers::cases::{CheckCaseAnswer, PathRow, ReportCaseAnswer, TrackCaseAnswer};
use crate::benchmarking::Shelf;
use crate::error::OfficeError;
use crate::office::may;
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
    let case = opened(file)?;
    let release = shelf.release(None)?;
    let first = u16::try_from(case.decided.year()).unwrap_or_default();
    let years: Vec<u16> = release.years().into_iter().filter(|year| *year >= first).collect();
    let mut rows = Vec::new();
    for benefit in &case.benefits {
        let measure = Measure::from_column(&benefit.measure).ok_or_else(|| {
            OfficeError::Refused(format!("{}: `{}` is no published measure", file.0, benefit.measure))
        })?;
        for year in &years {
            let of = |area: &str| figure(release, area, *year, measure).ok().map(|cell| cell.to_string());
            let actual = figure(release, &case.council, *year, measure);
            let actual = actual.map_err(|problem| OfficeError::Refused(format!("{}: {problem}", file.0)))?;
            rows.push(PathRow {
                measure: measure.column(),
                year: *year,
                expected: benefit.expected.get(&year.to_string()).copied(),
                actual: actual.to_string(),
                england: of("England"),
            });
        }
    }
    Ok(TrackCaseAnswer::new(&case, release.label(), rows))
}

/// A case that comes with an example, by the example's name.
pub fn example_case(id: &str) -> Option<CaseFile> {
    crate::examples::case(id).map(|text| (format!("{id}/case.toml"), text))
}
