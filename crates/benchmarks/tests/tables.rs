//! The other bundled tables: their sizes, figures of reference, and how they tie up with the main table.

use benchmarks::tables::demand::{Demand, demand};
use benchmarks::tables::ofsted::{Judgement, inspections, standing_on};
use benchmarks::tables::roles::{Role, in_role};
use benchmarks::tables::{attrition, ofsted, roles, year2016};
use benchmarks::{Measure, current};
use workforce::Date;
use workforce::quantity::Fte;

#[test]
fn every_line_is_there() {
    let sizes = [
        roles::rows().len(),
        benchmarks::tables::demand::rows().len(),
        attrition::rows().len(),
        year2016::rows().len(),
        ofsted::rows().len(),
    ];
    assert_eq!(sizes, [5635, 1310, 3, 163, 201]);
}

#[test]
fn england_by_role() {
    for (role, figures) in [
        (Role::SeniorManager, ["657.8 (670)", "679.3 (689)", "651.4 (660)"]),
        (Role::MiddleManager, ["1561.4 (1585)", "1619 (1653)", "1659.2 (1694)"]),
        (Role::FirstLineManager, ["4835.7 (5007)", "4815.2 (4991)", "5040.4 (5219)"]),
        (Role::SeniorPractitioner, ["5390.6 (5806)", "5281.3 (5681)", "5616.7 (6055)"]),
        (Role::CaseHolder, ["15729.6 (16737)", "14909.8 (15842)", "15482.2 (16350)"]),
        (Role::QualifiedWithoutCases, ["4326.9 (4815)", "4329.5 (4833)", "4669.2 (5221)"]),
    ] {
        for (year, figure) in (2021..).zip(figures) {
            let found = in_role("England", year, role).unwrap();
            assert_eq!(format!("{} ({})", found.fte, found.headcount), figure, "{role:?} {year}");
        }
    }
}

#[test]
fn roles_add_up_to_their_total_and_the_total_is_in_post() {
    let within = Fte::parse("0.1").unwrap();
    for total in roles::rows().iter().filter(|row| row.role == Role::Total) {
        let row = current().row(&total.code, total.year).unwrap();
        if let (Ok(in_post), Ok(printed)) = (row.value(Measure::InpostFte), total.fte.value()) {
            assert_eq!(in_post.millionths(), printed.millionths(), "{} {}", total.name, total.year);
        }
        let parts = Role::ALL.iter().filter(|role| **role != Role::Total);
        let parts: Option<Vec<Fte>> = parts
            .map(|role| {
                in_role(&total.code, total.year, *role)?.fte.number().map(benchmarks::cell::Decimal::fte)
            })
            .collect();
        if let (Some(parts), Some(printed)) = (parts, total.fte.number()) {
            let gap = parts.into_iter().sum::<Fte>() - printed.fte();
            assert!(gap <= within + within && -gap <= within + within, "{} {} {gap}", total.name, total.year);
        }
    }
    assert_eq!(in_role("Richmond upon Thames", 2022, Role::Total).unwrap().fte.to_string(), "125.4");
    assert_eq!(in_role("Cumbria", 2022, Role::Total), None, "the source does not have it");
}

#[test]
fn demand_has_rows_for_councils_that_send_one_workforce_return() {
    let shown = |area, year, what| demand(area, year).unwrap().cell(what).unwrap().to_string();
    assert_eq!(shown("Richmond upon Thames", 2022, Demand::Referrals), "1467");
    assert_eq!(shown("352", 2022, Demand::ClaAt31March), "1384");
    assert_eq!(shown("England", 2023, Demand::ClaAt31March), "83750");
    assert_eq!(shown("North East", 2023, Demand::Population), "538121");
    assert_eq!(demand("Cumbria", 2023).unwrap().code, "909");
    assert_eq!(demand("West Northamptonshire", 2021), None);
    assert_eq!(demand("Dorset", 2018).unwrap().name, "Dorset");
}

#[test]
fn attrition_and_movers_are_the_leavers() {
    let england = attrition::england(2021).unwrap();
    let fte = |cell: benchmarks::cell::Cell| cell.number().unwrap().fte();
    assert_eq!(
        fte(england.total_fte) + fte(england.movers_fte),
        Fte::parse("4994.6").unwrap(),
        "4,994.5, rounded"
    );
    assert_eq!(fte(attrition::england(2022).unwrap().inpost_fte), Fte::parse("31480.4").unwrap());
    assert_eq!(attrition::england(2020), None);
}

#[test]
fn the_year_2016_is_kept_apart() {
    assert_eq!(year2016::in_2016("England").unwrap().turnover_rate_fte.to_string(), "15.1");
    for area in ["Northumberland", "929", "E06000057"] {
        assert_eq!(year2016::in_2016(area).unwrap().turnover_rate_fte.to_string(), "13.9");
    }
    assert!(current().row("England", 2016).is_err());
}

#[test]
fn inspections_stand_until_the_next_report() {
    let sheffield = inspections("Sheffield");
    assert_eq!(sheffield.len(), 2, "under two ONS codes or one");
    assert_eq!(sheffield[1].care_leavers, Some(Judgement::Good));
    let before = standing_on("Sheffield", Date::constant(2023, 11, 2)).unwrap();
    assert_eq!(before.published, Date::constant(2019, 8, 27));
    assert_eq!(before.care_leavers, None);
    assert_eq!(standing_on("Northumberland", Date::constant(2022, 9, 30)).unwrap().overall, Judgement::Good);
    assert_eq!(standing_on("Northumberland", Date::constant(2018, 9, 30)), None);
}
