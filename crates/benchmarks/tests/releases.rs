//! The bundled releases against figures of reference, and where they differ from each other.

use benchmarks::areas::NoRow;
use benchmarks::release::NoFigure;
use benchmarks::table::{Level, Row};
use benchmarks::{Measure, Release, current, figure, releases, to_csv};
use workforce::Date;
use workforce::quantity::Fte;

fn shown(release: &Release, area: &str, year: u16, measure: Measure) -> String {
    figure(release, area, year, measure).map_or_else(|problem| problem.to_string(), |cell| cell.to_string())
}

/// England, 2017 to 2023, as published in the current release.
const ENGLAND: [(Measure, [&str; 7]); 22] = [
    (Measure::InpostFte, ["28482.6", "29464.9", "30683.8", "31852.3", "32502", "31634.1", "33119.1"]),
    (Measure::InpostHeadcount, ["30646", "31653", "32851", "33928", "34620", "33689", "35199"]),
    (Measure::StartersFte, ["5500.5", "5209.7", "5928.9", "5202.4", "5518.7", "4825.6", "6027.5"]),
    (Measure::StartersHeadcount, ["5726", "5426", "6190", "5424", "5758", "5054", "6247"]),
    (Measure::LeaversFte, ["3811.8", "4451.6", "4607.5", "4294.2", "4994.5", "5422", "5254.6"]),
    (Measure::LeaversHeadcount, ["4204", "4827", "4963", "4618", "5388", "5796", "5640"]),
    (Measure::TurnoverRateFte, ["13.4", "15.1", "15", "13.5", "15.4", "17.2", "15.9"]),
    (Measure::TurnoverRateHeadcount, ["13.7", "15.2", "15.1", "13.6", "15.6", "17.3", "16"]),
    (Measure::AgencyFte, ["5343.2", "5356.3", "5753.5", "5800.9", "5969.5", "6759.7", "7178.5"]),
    (Measure::AgencyHeadcount, ["5689", "5529", "6090", "5969", "6139", "6969", "7429"]),
    (Measure::AgencyRateFte, ["15.8", "15.4", "15.8", "15.4", "15.5", "17.6", "17.9"]),
    (Measure::AgencyRateHeadcount, ["15.7", "14.9", "15.6", "15", "15.1", "17.1", "17.4"]),
    (Measure::AgencyCoverFte, ["3864.7", "4166.4", "4414", "4529", "4557.8", "5440.5", "5744.2"]),
    (Measure::AgencyCoverRateFte, ["74.2", "77.8", "76.7", "78.1", "76.4", "80.5", "79.8"]),
    (Measure::VacancyFte, ["5822.6", "5812.4", "6036.6", "6112.6", "6521.9", "7912.9", "7722.7"]),
    (Measure::VacancyRateFte, ["17", "16.5", "16.4", "16.1", "16.7", "20", "18.9"]),
    (Measure::VacancyAgencyCoverRateFte, ["67.5", "72.3", "73.1", "74.1", "69.9", "68.8", "74.4"]),
    (Measure::CaseHoldersFte, ["17840.6", "18787.3", "20003.8", "20530.8", "20548.9", "20206", "21111.4"]),
    (Measure::Cases, ["316647", "327313", "337202", "334706", "335201", "335563", "337055"]),
    (Measure::CaseloadFte, ["17.7", "17.4", "16.9", "16.3", "16.3", "16.6", "16"]),
    (
        Measure::WorkingDaysLostFte,
        ["224856.9", "234873.6", "241345.6", "231354.1", "257240.9", "283440.5", "270451"],
    ),
    (Measure::AbsenceRateFte, ["3.1", "3.2", "3.1", "2.9", "3.1", "3.5", "3.3"]),
];

#[test]
fn england_is_as_published() {
    for (measure, figures) in ENGLAND {
        for (year, figure) in (2017..).zip(figures) {
            assert_eq!(shown(current(), "England", year, measure), figure, "{measure} {year}");
        }
    }
}

#[test]
fn northumberland_2022() {
    for area in ["929", "E06000057", "Northumberland", " northumberland "] {
        assert_eq!(shown(current(), area, 2022, Measure::TurnoverRateFte), "15.9");
    }
}

#[test]
fn releases_differ_and_are_kept_apart() {
    let three =
        |year, measure| [0, 1, 2].map(|release| shown(&releases()[release], "England", year, measure));
    assert_eq!(three(2022, Measure::TurnoverRateFte), ["17.1", "17.1", "17.2"]);
    assert_eq!(three(2022, Measure::TurnoverRateHeadcount), ["18.1", "17.2", "17.3"]);
    assert_eq!(three(2022, Measure::LeaversFte), ["5422", "5421", "5422"]);
    assert_eq!(three(2022, Measure::LeaversHeadcount), ["6111", "5795", "5796"]);
    assert_eq!(three(2021, Measure::InpostHeadcount), ["34679", "34620", "34620"]);
    assert_eq!(three(2021, Measure::LeaversHeadcount), ["5729", "5388", "5388"]);
    assert_eq!(three(2021, Measure::TurnoverRateHeadcount), ["16.5", "15.6", "15.6"]);
    assert_eq!(three(2021, Measure::Cases), ["335510", "335201", "335201"]);
    assert_eq!(three(2021, Measure::WorkingDaysLostFte), ["258371.2", "257240.9", "257240.9"]);
    assert_eq!(three(2017, Measure::LeaversFte), ["3879.9", "3811.8", "3811.8"]);
    assert_eq!(shown(&releases()[1], "England", 2023, Measure::AgencyFte), "7173.5");
    assert_eq!(shown(&releases()[1], "England", 2023, Measure::AbsenceRateFte), "3.2");
}

#[test]
fn a_joint_return_is_found_under_either_council_in_every_layout() {
    for release in releases() {
        for area in [
            "314",
            "318",
            "Richmond upon Thames",
            "Kingston upon Thames",
            "E09000027",
            "314 / 318",
            "Kingston upon Thames / Richmond upon Thames",
        ] {
            assert_eq!(shown(release, area, 2022, Measure::InpostFte), "125.4", "{} {area}", release.label());
        }
        for area in ["940", "941", "North Northamptonshire", "West Northamptonshire"] {
            assert_eq!(shown(release, area, 2022, Measure::InpostFte), "337.9", "{} {area}", release.label());
        }
    }
}

#[test]
fn abolished_councils_have_their_years_and_name_their_successors() {
    assert!(figure(current(), "Cumbria", 2022, Measure::InpostFte).is_ok());
    let gone = figure(current(), "Cumbria", 2023, Measure::InpostFte).unwrap_err();
    let successors = vec!["942".to_owned(), "943".to_owned()];
    let why = NoRow::Abolished { last_year: 2022, successors };
    assert_eq!(gone, NoFigure::NoRow { area: "Cumbria".to_owned(), year: 2023, why });
    assert_eq!(gone.to_string(), "Cumbria, 2023: abolished after 2022; ask for its successors: 942, 943");
    let early = shown(current(), "West Northamptonshire", 2020, Measure::InpostFte);
    assert_eq!(early, "West Northamptonshire, 2020: nothing before 2021; ask for: 928");
    // Two councils were called Dorset.
    assert_eq!(current().row("Dorset", 2018).unwrap().code(), "835");
    assert_eq!(current().row("Dorset", 2019).unwrap().code(), "838");
    // And some changed their ONS code.
    assert_eq!(current().row("E10000027", 2023).unwrap().name(), "Somerset");
    assert_eq!(current().row("E06000066", 2017).unwrap().name(), "Somerset");
}

#[test]
fn regions_are_found_and_london_is_there_three_times() {
    let in_post = |area| shown(current(), area, 2023, Measure::InpostFte);
    assert_eq!(in_post("North East"), "2159.9");
    assert_eq!(in_post("E12000001"), "2159.9");
    let number = |area| figure(current(), area, 2023, Measure::InpostFte).unwrap().number().unwrap().fte();
    assert_eq!(number("London"), number("Inner London") + number("Outer London"));
    let regions = current().rows().iter().filter(|row| row.year == 2023 && row.level == Level::Regional);
    let in_post = |row: &Row| row.value(Measure::InpostFte).unwrap().fte();
    let part_of_london = |row: &&Row| ["Inner London", "Outer London"].contains(&row.name());
    let nine: Fte = regions.clone().filter(|row| !part_of_london(row)).map(in_post).sum();
    let eleven: Fte = regions.map(in_post).sum();
    assert_eq!(
        (nine.to_string(), number("England").to_string()),
        ("33119.30".to_owned(), "33119.10".to_owned())
    );
    assert_eq!(eleven, nine + number("London"), "London twice");
}

#[test]
fn what_is_not_there_says_so() {
    assert_eq!(shown(current(), "Wexcombe", 2022, Measure::Cases), "no area has the code or name `Wexcombe`");
    assert_eq!(
        shown(current(), "England", 2024, Measure::Cases),
        "release 2026-03 has no row for England in 2024"
    );
    let starters = shown(&releases()[0], "England", 2022, Measure::StartersFte);
    assert_eq!(starters, "release 2023-02 has no column starters_fte");
    assert_eq!(shown(current(), "Gateshead", 2022, Measure::LeaversFte), "u");
}

#[test]
fn releases_carry_their_provenance() {
    let shape: Vec<_> =
        releases().iter().map(|r| (r.label(), r.published(), r.rows().len(), r.years().len())).collect();
    let expected = [
        ("2023-02", Date::constant(2023, 2, 23), 978, 6),
        ("2024-02", Date::constant(2024, 2, 29), 1137, 7),
        ("2026-03", Date::constant(2026, 3, 19), 1137, 7),
    ];
    assert_eq!(shape, expected);
    assert_eq!(current().label(), "2026-03");
    assert!(releases().iter().all(|release| release.provenance.licence == "Open Government Licence v3.0"));
}

#[test]
fn a_release_written_is_the_file_it_was_read_from_byte_for_byte() {
    assert_eq!(
        to_csv(releases()[1].table()),
        include_str!("../data/csww-indicators-as-published-2024-02.csv")
    );
    assert_eq!(to_csv(current().table()), include_str!("../data/csww-indicators.csv"));
}
