//! The positions, comparisons and checks that the program must show for the papers' examples.

#![expect(clippy::unwrap_used, reason = "a committed example has nothing wrong")]

use testkit::examples;
use workforce::compare::compare;
use workforce::position::{Ask, By, Formula, Position, show};
use workforce::quantity::{Fte, NoNumber};
use workforce::records::Records;
use workforce::{Workforce, decided, published};

fn load(name: &str) -> Workforce {
    Workforce::new(Records::fold(&examples::named(name).unwrap().changes()).unwrap())
}

fn ask(as_at: &str, baseline: &str, by: By) -> Ask {
    Ask { baseline: Some(baseline.to_owned()), by, ..Ask::on(as_at.parse().unwrap()) }
}

fn fte(text: &str) -> Fte {
    Fte::parse(text).unwrap()
}

/// Key, funded, permanent, agency, vacant and f1 of each row and the total.
fn by_role(position: &Position) -> Vec<String> {
    let rows = position.rows.iter().chain([&position.total]);
    rows.map(|row| {
        let line = row.line;
        let figures = [line.funded(), Ok(line.substantive()), Ok(line.agency()), line.vacant()];
        let over_under = line.over_under(Formula::F1);
        let shown: Vec<String> = figures.into_iter().chain([over_under]).map(show).collect();
        format!("{} {}", row.key, shown.join(" "))
    })
    .collect()
}

#[test]
fn herefordshire_by_role_on_both_budgets() {
    let workforce = load("herefordshire-2013");
    let position = workforce.position(&ask("2013-03-31", "2012-13", By::Role)).unwrap();
    assert_eq!(
        by_role(&position),
        [
            "SM 6.00 4.00 2.00 2.00 0.00",
            "ATM 9.00 4.00 6.00 5.00 -1.00",
            "AP 8.00 4.00 0.00 4.00 4.00",
            "SW 56.05 54.66 14.00 1.39 -12.61",
            "total 79.05 66.66 22.00 12.39 -9.61",
        ]
    );
    let position = workforce.position(&ask("2013-03-31", "2013-14", By::Role)).unwrap();
    assert_eq!(
        by_role(&position),
        [
            "SM 6.00 4.00 2.00 2.00 0.00",
            "TL 11.00 0.00 0.00 11.00 11.00",
            "ATM 1.00 4.00 6.00 0.00 -9.00",
            "AP 4.00 4.00 0.00 0.00 0.00",
            "SSW 4.00 0.00 0.00 4.00 4.00",
            "SW 61.19 54.66 14.00 6.53 -7.47",
            "total 87.19 66.66 22.00 23.53 -1.47",
        ]
    );
    assert_eq!(position.row("ATM").unwrap().line.above_establishment(), fte("9.00"));
}

#[test]
fn herefordshire_changed_posts_and_not_people() {
    let workforce = load("herefordshire-2013");
    let from = ask("2013-03-31", "2012-13", By::Role);
    let to = ask("2013-03-31", "2013-14", By::Role);
    let total = compare(&workforce, &workforce, &from, &to, Formula::F1).unwrap().total;
    assert_eq!(total.posts_effect, Ok(fte("8.14")));
    assert_eq!(total.people_effect, Ok(Fte::ZERO));
    assert_eq!(total.restated, Ok(Fte::ZERO));
}

#[test]
fn herefordshires_decisions_leave_four_things_unexplained() {
    let workforce = load("herefordshire-2013");
    let rows: Vec<String> = decided::explain(&workforce, "2012-13", "2013-14")
        .unwrap()
        .into_iter()
        .map(|row| {
            let mut roles = row.roles;
            roles.sort();
            format!("{} {} {} {}", roles.join("+"), row.change, row.unexplained, row.not_stated)
        })
        .collect();
    assert_eq!(
        rows,
        ["ATM+TL 3.00 1.00 false", "AP -4.00 -2.00 false", "SSW 4.00 4.00 true", "SW 5.14 5.14 false"]
    );
}

#[test]
fn herefordshires_printed_column_mixes_two_formulas() {
    let workforce = load("herefordshire-2013");
    let check = published::check(&workforce, "herefordshire-2013-12-13").unwrap();
    let follows: Vec<String> =
        check.rows.iter().map(|row| format!("{} {}", row.key, row.derived.follows().join("+"))).collect();
    assert_eq!(
        follows,
        ["Service Manager f1+f2", "Assistant Team Manager f2", "AP's f1", "Social Workers f2"]
    );
    let shown = |printed: Option<workforce::quantity::Printed>| printed.unwrap().to_string();
    assert_eq!(shown(check.total.printed), "-13.20");
    assert_eq!(shown(check.total.f1), "-9.61");
    assert_eq!(shown(check.total.f2), "-17.20");
    assert!(check.adds_up());
    let differs: Vec<String> = check
        .differs_from_record
        .iter()
        .map(|d| format!("{} {} {} {}", d.key, d.column, show(d.printed), show(d.record)))
        .collect();
    assert_eq!(
        differs,
        [
            "Service Manager Vacant 0.00 2.00",
            "Assistant Team Manager Vacant 2.00 5.00",
            "Social Workers Vacant 1.59 1.39",
            "Total Vacant 7.59 12.39",
        ]
    );
    let later = published::check(&workforce, "herefordshire-2013-13-14").unwrap();
    assert!(later.rows.iter().all(|row| row.derived.follows().contains(&"f1")));
    assert_eq!(shown(later.total.f1), "-1.47");
}

#[test]
fn the_mash_transfer_moves_ten_fte_between_teams_and_none_out_of_the_service() {
    let workforce = load("herefordshire-2013");
    let funded = |as_at: &str, team: &str| {
        let position = workforce.position(&Ask { by: By::Team, ..Ask::on(as_at.parse().unwrap()) }).unwrap();
        let row = position.row(team).map_or(Ok(Fte::ZERO), |row| row.line.funded()).unwrap();
        (row, position.total.line.funded().unwrap())
    };
    let (fast_before, all_before) = funded("2013-06-30", "FAST");
    let (fast_after, all_after) = funded("2013-07-01", "FAST");
    assert_eq!(fast_before - fast_after, fte("10"));
    assert_eq!(funded("2013-07-01", "MASH").0, fte("10"));
    assert_eq!(all_before, all_after);
}

/// Each reason's assignments, as the appendices count them.
fn by_cover(workforce: &Workforce, as_at: &str, baseline: &str) -> Vec<String> {
    let position = workforce.position(&ask(as_at, baseline, By::Cover)).unwrap();
    let row = |row: &workforce::position::Row| {
        let gap = row.not_collected.iter().any(|gap| gap.code() == row.key);
        let shown = if gap { Err(NoNumber::NotAvailable) } else { row.line.assignments() };
        format!("{} {}", row.key, show(shown))
    };
    position.rows.iter().map(row).collect()
}

#[test]
fn manchester_by_cover_at_both_dates() {
    let workforce = load("manchester-2009");
    assert_eq!(
        by_cover(&workforce, "2009-09-01", "2009-10-children"),
        [
            "substantive 120.00",
            "vacancy 43.00",
            "long-term-sickness 1.00",
            "maternity 3.00",
            "secondment 7.00",
            "acting-up not collected",
            "additional-workload 12.00",
            "uncovered 18.00",
        ]
    );
    assert_eq!(
        by_cover(&workforce, "2009-12-07", "2009-10-children"),
        [
            "substantive 179.00",
            "vacancy 3.00",
            "long-term-sickness 3.00",
            "maternity 3.00",
            "secondment 4.00",
            "acting-up not collected",
            "additional-workload 3.00",
            "uncovered 3.00",
        ]
    );
    assert_eq!(
        by_cover(&workforce, "2009-09-01", "2009-10-adults"),
        [
            "substantive 175.00",
            "vacancy 9.00",
            "long-term-sickness not collected",
            "maternity not collected",
            "secondment 6.00",
            "additional-workload 7.00",
            "uncovered not collected",
        ]
    );
    assert_eq!(
        by_cover(&workforce, "2009-12-07", "2009-10-adults"),
        [
            "substantive 186.00",
            "vacancy 18.00",
            "long-term-sickness not collected",
            "maternity not collected",
            "secondment 1.00",
            "acting-up 4.00",
            "additional-workload 1.00",
            "uncovered not collected",
        ]
    );
}

#[test]
fn manchesters_established_posts_rose_while_the_printed_total_fell() {
    let workforce = load("manchester-2009");
    let total = |as_at: &str| workforce.position(&ask(as_at, "2009-10-children", By::Role)).unwrap().total;
    assert_eq!(total("2009-09-01").line.funded(), Ok(fte("181")));
    assert_eq!(total("2009-12-07").line.funded(), Ok(fte("185")));
    assert_eq!(total("2009-09-01").line.assignments(), Ok(fte("204")));
    assert_eq!(total("2009-12-07").line.assignments(), Ok(fte("198")));
    assert_eq!(total("2009-12-07").line.agency(), fte("16"));
}

#[test]
fn manchesters_tables_agree_with_the_record() {
    let workforce = load("manchester-2009");
    for (table, variance) in [("manchester-2009-children", "-6.00"), ("manchester-2009-adults", "13.00")] {
        let check = published::check(&workforce, table).unwrap();
        assert!(check.adds_up(), "{table}");
        assert_eq!(check.total.printed.unwrap().to_string(), variance);
        assert_eq!(check.total.variance.unwrap().to_string(), variance);
        assert_eq!(check.differs_from_record, [], "{table}");
    }
}

#[test]
fn northumberland_and_devon_give_the_published_position() {
    for (name, as_at, baseline, funded, in_post, vacant, covered, agency) in [
        ("northumberland-2022", "2021-09-30", "2021-22", "214.9", "189.9", "25", "21", "21"),
        ("northumberland-2022", "2022-09-30", "2022-23", "197", "181.1", "15.9", "12", "12"),
        ("devon-2021", "2021-09-30", "2021-22", "410.5", "319.5", "91", "52", "89"),
    ] {
        let line = load(name).position(&ask(as_at, baseline, By::Role)).unwrap().total.line;
        assert_eq!((line.funded(), line.substantive()), (Ok(fte(funded)), fte(in_post)), "{name} {as_at}");
        assert_eq!((line.vacant(), line.covered()), (Ok(fte(vacant)), fte(covered)), "{name} {as_at}");
        assert_eq!(line.agency(), fte(agency), "{name} {as_at}");
    }
}

#[test]
fn cheshire_easts_macclesfield_is_fully_staffed_by_autumn() {
    let workforce = load("cheshire-east-2017");
    let ask = Ask { team: Some("MACC".to_owned()), ..Ask::on("2017-04-04".parse().unwrap()) };
    let months = workforce::project::project(&workforce, &ask, 6).unwrap();
    let vacant = |month: usize| months[month].position.total.line.vacant().unwrap();
    assert_eq!((vacant(0), vacant(6)), (fte("2.60"), fte("1.00")), "all but the Team Manager's post");
    assert_eq!(months[0].position.total.line.away(), fte("3"));
    assert_eq!(months[6].position.total.line.away(), Fte::ZERO);
}
