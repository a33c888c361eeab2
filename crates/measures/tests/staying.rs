//! How long people stay, of a small council counted by hand.

use jiff::civil::date;
use measures::ground::{Agreed, Ground};
use measures::span::Span;
use measures::staying::{Left, Staying, StayingBy, Stretch};
use testkit::builders::{fte, occupancy, post, role, spell, unit, worker};
use workforce::cell::{Flag, Value as _};
use workforce::records::{CensusRole, Destination, Occupancy, Record, Records, Role, Spell, UnitKind};
use workforce::{Date, Workforce};

const LONG_AGO: Date = date(2010, 1, 1);
const WINDOW: Span = Span { from: date(2020, 1, 1), to: date(2020, 12, 31) };

fn left(spell: Spell, day: Date, destination: Destination) -> Spell {
    Spell { left: Some(day), destination: Some(destination), ..spell }
}

fn until(to: Date, occupancy: Occupancy) -> Occupancy {
    Occupancy { to: Some(to), ..occupancy }
}

/// Ana was there long before and stays. Ben starts in the year, moves team and leaves for agency work. Cal leaves on the first
/// day that is observed. Dee left before. Eve comes back after ten days. Fay is an administrator.
fn council() -> Workforce {
    let mut all: Vec<Record> = Vec::new();
    let census =
        Role { census: Flag(true), census_role: Some(CensusRole::CaseHolder), ..role("SW", "SW", LONG_AGO) };
    all.push(census.into());
    all.push(role("ADM", "Administrator", LONG_AGO).into());
    for team in ["CARE", "DUTY"] {
        all.push(unit(team, team, UnitKind::Team, LONG_AGO).into());
    }
    for (name, role, team) in [
        ("C1", "SW", "CARE"),
        ("C2", "SW", "CARE"),
        ("C3", "SW", "CARE"),
        ("D1", "SW", "DUTY"),
        ("D2", "SW", "DUTY"),
        ("X1", "ADM", "DUTY"),
    ] {
        all.push(post(name, role, team, fte(100), LONG_AGO).into());
    }
    all.extend(["ana", "ben", "cal", "dee", "eve", "fay"].map(|name| worker(name).into()));
    all.push(spell("ana", "ana", date(2019, 1, 1)).into());
    all.push(left(spell("ben", "ben", date(2020, 2, 1)), date(2020, 10, 1), Destination::Agency).into());
    all.push(
        left(spell("cal", "cal", date(2019, 12, 2)), date(2020, 1, 1), Destination::OtherAuthority).into(),
    );
    all.push(left(spell("dee", "dee", date(2019, 1, 1)), date(2019, 12, 31), Destination::Other).into());
    all.push(left(spell("eve1", "eve", date(2020, 1, 1)), date(2020, 3, 1), Destination::Other).into());
    all.push(spell("eve2", "eve", date(2020, 3, 11)).into());
    all.push(spell("fay", "fay", date(2020, 1, 1)).into());
    all.push(occupancy("ana", "ana", "C1", fte(100), date(2019, 1, 1)).into());
    all.push(until(date(2020, 5, 1), occupancy("ben1", "ben", "C2", fte(100), date(2020, 2, 1))).into());
    all.push(occupancy("ben2", "ben", "D1", fte(100), date(2020, 5, 1)).into());
    all.push(occupancy("cal", "cal", "D2", fte(100), date(2019, 12, 2)).into());
    all.push(until(date(2020, 3, 1), occupancy("eve1", "eve", "C3", fte(100), date(2020, 1, 1))).into());
    all.push(occupancy("eve2", "eve", "C3", fte(100), date(2020, 3, 11)).into());
    all.push(occupancy("fay", "fay", "X1", fte(100), date(2020, 1, 1)).into());
    Workforce::new(all.into_iter().collect::<Records>())
}

fn staying(by: Option<StayingBy>, gap: u16) -> Staying {
    let workforce = council();
    Ground::new(&workforce, WINDOW.to, Agreed::default()).staying(WINDOW, by, gap)
}

/// Group, entry, exit and destination, empty for those who stayed.
type Row = (String, f64, f64, String);

/// The stretches in order of entry, then exit.
fn rows(staying: &Staying) -> Vec<Row> {
    let row = |own: &Stretch| {
        let group = own.group.as_ref().map_or_else(String::new, |group| group.name.clone());
        let to = own.left.and_then(|left| left.to).map_or_else(String::new, |to| to.show());
        (group, own.entry, own.exit, to)
    };
    let mut rows: Vec<_> = staying.stretches.iter().map(row).collect();
    rows.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.2.total_cmp(&b.2)));
    rows
}

fn own(group: &str, entry: f64, exit: f64) -> Row {
    (group.to_owned(), entry, exit, String::new())
}

fn gone(group: &str, entry: f64, exit: f64, to: Destination) -> Row {
    (group.to_owned(), entry, exit, to.show())
}

#[test]
fn everybody_with_late_entry() {
    let staying = staying(None, 0);
    assert_eq!(
        rows(&staying),
        [
            gone("", 0.0, 60.0, Destination::Other),
            gone("", 0.0, 243.0, Destination::Agency),
            own("", 0.0, 295.0),
            // Cal, on the first observed day: half a day.
            gone("", 30.0, 30.5, Destination::OtherAuthority),
            // Ana had served 365 days; Dee was never observed, and Fay is no social worker.
            own("", 365.0, 730.0),
        ]
    );
    assert_eq!((staying.half_days, staying.unplaced, staying.leavers()), (1, 0, 3));
}

#[test]
fn a_short_gap_is_no_end() {
    let joined = staying(None, 10);
    assert_eq!(joined.leavers(), 2);
    assert!(rows(&joined).contains(&own("", 0.0, 365.0)));
    assert_eq!(staying(None, 9).leavers(), 3);
}

#[test]
fn a_move_goes_on_in_the_next_team_and_is_no_leaver() {
    let staying = staying(Some(StayingBy::Team), 0);
    let met = |row: &Row| (row.1 - 90.0).abs() < 0.1 || (row.2 - 90.0).abs() < 0.1;
    let bens: Vec<_> = rows(&staying).into_iter().filter(met).collect();
    assert_eq!(bens, [own("CARE", 0.0, 90.0), gone("DUTY", 90.0, 243.0, Destination::Agency)]);
    let groups = staying.groups();
    let names: Vec<&str> = groups.iter().flatten().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["CARE", "DUTY"]);
    // The spells are those of the statistics.
    let spells =
        staying.spells(|left| if left == (Left { to: Some(Destination::Agency) }) { 2 } else { 1 }).unwrap();
    assert_eq!(spells.causes(), 2);
    let parts = spells.split(&staying.codes(&groups), groups.len());
    assert_eq!((parts[0].len(), parts[1].len()), (4, 2));
}

#[test]
fn cohorts_and_the_days_that_are_recorded() {
    let groups = staying(Some(StayingBy::Cohort), 0).groups();
    let names: Vec<String> = groups.into_iter().flatten().map(|group| group.name).collect();
    assert_eq!(names, ["2019", "2020"]);
    let workforce = council();
    let ground = Ground::new(&workforce, WINDOW.to, Agreed::default());
    assert_eq!(ground.observed(), Span::new(date(2019, 12, 31), date(2020, 10, 1)));
}
