//! An authority among its neighbours, its region and England.

use benchmarks::against::NoStanding;
use benchmarks::{Group, Measure, Model, Standing, against, current, releases};

fn turnover(area: &str, year: u16, group: Group) -> Standing {
    against(current(), area, year, Measure::TurnoverRateFte, group).expect("has a standing")
}

fn rate(standing: &Standing) -> String {
    standing.group_rate.expect("a rate").rounded(3).to_string()
}

#[test]
fn northumberland_2022_stands_differently_by_model() {
    let old = turnover("Northumberland", 2022, Group::Neighbours(Model::Y2021));
    assert_eq!((old.own.to_string(), old.england.to_string()), ("15.9".to_owned(), "17.2".to_owned()));
    assert_eq!((old.rank, old.of, rate(&old)), (Some(4), 11, "15.043".to_owned()));
    assert_eq!(
        (&*old.others[0].name, old.others[0].value.to_string()),
        ("East Riding of Yorkshire", "11.9".to_owned())
    );
    let new = turnover("929", 2022, Group::Neighbours(Model::Y2025));
    // Another of the ten prints 15.9 too, and shares the first place.
    assert_eq!((new.rank, new.of, rate(&new)), (Some(1), 11, "13.352".to_owned()));
}

#[test]
fn a_region_and_england_hold_the_authority_and_leave_out_what_has_no_number() {
    let region = turnover("Northumberland", 2022, Group::Region);
    // Gateshead's leavers are `u`: it is listed, and in neither rank nor rate.
    assert_eq!((region.others.len(), region.rank, region.of), (11, Some(4), 11));
    assert_eq!(rate(&region), "14.792");
    let england = turnover("Northumberland", 2022, Group::England);
    assert_eq!((england.others.len(), england.rank, england.of), (149, Some(96), 148));
    assert_eq!(rate(&england), "17.220", "which is the published 17.2");
}

#[test]
fn joint_rows_count_once() {
    // Each of Kingston and Richmond is a neighbour of the other, and they are one row.
    let kingston = turnover("Kingston upon Thames", 2022, Group::Neighbours(Model::Y2021));
    assert_eq!((kingston.others.len(), kingston.rank, kingston.of), (9, Some(5), 10));
    assert_eq!(rate(&kingston), "20.774");
    let west = turnover("West Northamptonshire", 2022, Group::Neighbours(Model::Y2021));
    assert_eq!((west.others.len(), west.rank, rate(&west)), (9, Some(8), "14.374".to_owned()));
    let london = turnover("Sutton", 2022, Group::Region);
    assert_eq!(london.others.len() + 1, 32, "33 boroughs, 32 rows");
    // The oldest release lays joint returns out as two rows, one of them `z`.
    let older = against(&releases()[0], "Sutton", 2022, Measure::TurnoverRateFte, Group::Region).unwrap();
    assert_eq!(older.others.len() + 1, 32);
}

#[test]
fn abolished_neighbours_are_left_out_by_name() {
    let derbyshire = turnover("Derbyshire", 2023, Group::Neighbours(Model::Y2021));
    assert_eq!(derbyshire.left_out.len(), 1);
    assert_eq!(derbyshire.left_out[0].0, "Cumbria");
    assert_eq!(
        (derbyshire.others.len(), derbyshire.rank, rate(&derbyshire)),
        (9, Some(2), "14.545".to_owned())
    );
}

#[test]
fn counts_have_no_group_rate_and_no_number_no_rank() {
    let leavers = against(current(), "929", 2022, Measure::LeaversFte, Group::Region).unwrap();
    assert!(leavers.group_rate.is_none());
    let gateshead = turnover("Gateshead", 2022, Group::Region);
    assert_eq!((gateshead.own.to_string(), gateshead.rank, gateshead.of), ("u".to_owned(), None, 11));
}

#[test]
fn some_stand_against_nobody() {
    let ask = |area, group| against(current(), area, 2023, Measure::TurnoverRateFte, group).unwrap_err();
    let group = Group::Neighbours(Model::Y2021);
    assert_eq!(ask("Cumberland", group), NoStanding::NoNeighbours("Cumberland".to_owned()));
    assert_eq!(ask("North East", group), NoStanding::NotAnAuthority("North East".to_owned()));
    assert!(matches!(ask("Wexcombe", group), NoStanding::NoFigure(_)));
}
