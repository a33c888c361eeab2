//! The position, by stories and by properties that hold on any workforce.

mod common;

use common::records;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use workforce::Workforce;
use workforce::position::{Ask, By, Formula, Line, Position, show};
use workforce::quantity::Fte;
use workforce::records::{Basis, CoverReason, Records};

const PLACE: &str = "
    unit unit=S from=2010-01-01 name=Children kind=service
    unit unit=T from=2010-01-01 name=North kind=team parent=S
    role role=SW from=2010-01-01 title=Social_worker qualified=yes rank=2
    role role=TM from=2010-01-01 title=Team_manager qualified=yes rank=1
";

fn workforce(text: &str) -> Workforce {
    Workforce::new(records(&format!("{PLACE}{text}")))
}

fn ask(by: By) -> Ask {
    Ask { by, ..Ask::on(date(2020, 6, 1)) }
}

/// `funded substantive vacant covered uncovered absent above agency away working f1`.
fn line(line: Line) -> String {
    let exact = |fte: Fte| fte.to_string();
    [
        show(line.funded()),
        exact(line.substantive()),
        show(line.vacant()),
        exact(line.covered()),
        show(line.uncovered()),
        exact(line.absent_cover()),
        exact(line.above_establishment()),
        exact(line.agency()),
        exact(line.away()),
        exact(line.working()),
        show(line.over_under(Formula::F1)),
    ]
    .join(" ")
}

fn total(text: &str) -> String {
    line(workforce(text).position(&ask(By::Role)).expect("the question names nothing").total.line)
}

#[test]
fn a_post_exists_when_nobody_is_in_it() {
    let text = "post post=A from=2020-01-01 role=SW team=T fte=1 funding=base";
    assert_eq!(total(text), "1.00 0.00 1.00 0.00 1.00 0.00 0.00 0.00 0.00 0.00 1.00");
}

#[test]
fn part_time_holders_leave_a_part_vacant_and_agency_covers_no_more_than_that() {
    let text = "
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        occupancy occupancy=1 worker=W1 post=A fte=0.6 from=2020-01-01 basis=substantive
        occupancy occupancy=2 worker=W2 post=A fte=1 from=2020-02-01 basis=agency cover=vacancy
    ";
    assert_eq!(total(text), "1.00 0.60 0.40 0.40 0.00 0.00 0.60 1.00 0.00 1.60 -0.60");
}

#[test]
fn cover_for_an_absent_holder_leaves_nothing_vacant_and_counts_one_at_work() {
    let text = "
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        occupancy occupancy=1 worker=W1 post=A fte=1 from=2020-01-01 basis=substantive
        absence absence=M worker=W1 kind=maternity from=2020-03-01 expected_return=2020-12-01
        occupancy occupancy=2 worker=W2 post=A fte=1 from=2020-03-01 basis=agency cover=maternity
    ";
    assert_eq!(total(text), "1.00 1.00 0.00 0.00 0.00 1.00 0.00 1.00 1.00 1.00 -1.00");
}

#[test]
fn cover_for_an_absent_holder_of_an_empty_post_is_above_establishment() {
    let text = "
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        occupancy occupancy=2 worker=W2 post=A fte=1 from=2020-03-01 basis=agency cover=maternity
    ";
    assert_eq!(total(text), "1.00 0.00 1.00 0.00 1.00 0.00 1.00 1.00 0.00 1.00 0.00");
}

#[test]
fn short_sickness_does_not_take_a_holder_away_and_four_weeks_do() {
    let text = "
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        occupancy occupancy=1 worker=W1 post=A fte=1 from=2020-01-01 basis=substantive
        absence absence=S worker=W1 kind=sickness from=2020-05-10
    ";
    let short = total(text);
    assert_eq!(short, "1.00 1.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 1.00 0.00");
    assert_eq!(total(&text.replace("05-10", "05-04")), short.replace("0.00 1.00 0.00", "1.00 0.00 0.00"));
}

#[test]
fn acting_up_covers_the_post_above_and_leaves_the_post_below_to_be_covered() {
    let text = "
        post post=M from=2020-01-01 role=TM team=T fte=1 funding=base
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        occupancy occupancy=1 worker=W1 post=A fte=1 from=2020-01-01 basis=substantive
        occupancy occupancy=2 worker=W1 post=M fte=1 from=2020-04-01 basis=acting-up cover=vacancy
        occupancy occupancy=3 worker=W2 post=A fte=1 from=2020-04-01 basis=agency cover=acting-up
    ";
    let position = workforce(text).position(&ask(By::Role)).expect("the question names nothing");
    let rows: Vec<_> = position.rows.iter().map(|row| (row.key.as_str(), line(row.line))).collect();
    assert_eq!(rows[0], ("TM", "1.00 0.00 1.00 1.00 0.00 0.00 0.00 0.00 0.00 1.00 1.00".to_owned()));
    assert_eq!(rows[1], ("SW", "1.00 1.00 0.00 0.00 0.00 1.00 0.00 1.00 1.00 1.00 -1.00".to_owned()));
    assert_eq!(position.total.headcount.working, 2);
}

#[test]
fn money_that_has_run_out_leaves_its_holder_above_establishment() {
    let text = "
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=grant funding_to=2020-06-01
        occupancy occupancy=1 worker=W1 post=A fte=1 from=2020-01-01 basis=substantive
    ";
    assert_eq!(total(text), "0.00 1.00 0.00 0.00 0.00 0.00 1.00 0.00 0.00 1.00 -1.00");
}

#[test]
fn a_leaver_is_not_in_post_on_the_leaving_date_and_the_spell_ends_the_occupancy() {
    let text = "
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        spell spell=1 worker=W1 started=2020-01-01 left=2020-06-01
        occupancy occupancy=1 worker=W1 post=A fte=1 from=2020-01-01 basis=substantive
    ";
    assert_eq!(total(text), "1.00 0.00 1.00 0.00 1.00 0.00 0.00 0.00 0.00 0.00 1.00");
}

#[test]
fn an_abolished_title_with_people_in_it_shows_as_above_establishment_under_the_new_budget() {
    let text = "
        baseline baseline=old name=19/20 from=2019-04-01 to=2020-06-02 roles=SW;TM
        baseline baseline=new name=20/21 from=2020-06-02 roles=SW;TM
        post post=A from=2020-01-01 to=2020-06-02 role=TM team=T fte=1 funding=base
        post post=B from=2020-06-02 role=SW team=T fte=1 funding=base
        occupancy occupancy=1 worker=W1 post=A fte=1 from=2020-01-01 basis=substantive
    ";
    let workforce = workforce(text);
    let under = |baseline: &str| {
        let asked = Ask { baseline: Some(baseline.to_owned()), ..ask(By::Role) };
        let position = workforce.position(&asked).expect("the baseline exists");
        position.rows.iter().map(|row| format!("{} {}", row.key, line(row.line))).collect::<Vec<_>>()
    };
    assert_eq!(under("19/20"), ["TM 1.00 1.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 1.00 0.00"]);
    assert_eq!(
        under("new"),
        [
            "TM 0.00 1.00 0.00 0.00 0.00 0.00 1.00 0.00 0.00 1.00 -1.00",
            "SW 1.00 0.00 1.00 0.00 1.00 0.00 0.00 0.00 0.00 0.00 1.00"
        ]
    );
}

#[test]
fn a_post_confined_to_a_proposed_budget_counts_only_there() {
    let text = "
        baseline baseline=now name=Now from=2019-04-01
        baseline baseline=proposed name=Proposed from=2021-04-01
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        post post=B from=2020-01-01 role=SW team=T fte=1 funding=base baselines=proposed
    ";
    let workforce = workforce(text);
    let funded = |baseline: Option<&str>| {
        let asked = Ask { baseline: baseline.map(str::to_owned), ..ask(By::Role) };
        show(workforce.position(&asked).expect("the baseline exists").total.line.funded())
    };
    assert_eq!(funded(None), "1.00");
    assert_eq!(funded(Some("now")), "1.00");
    assert_eq!(funded(Some("proposed")), "2.00");
}

#[test]
fn a_transfer_moves_posts_and_people_and_conserves_the_total() {
    let text = "
        unit unit=U from=2020-06-01 name=South kind=team parent=S
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        post post=B from=2020-01-01 role=SW team=T fte=0.5 funding=base
        occupancy occupancy=1 worker=W1 post=A fte=1 from=2020-01-01 basis=substantive
        transfer transfer=M post=A on=2020-06-01 from_team=T to_team=U fte_out=1 fte_in=1
    ";
    let workforce = workforce(text);
    let by_team = |day: Date| {
        let position = workforce.position(&Ask { as_at: day, ..ask(By::Team) }).expect("no names asked");
        let rows = position.rows.iter().map(|row| format!("{} {}", row.key, show(row.line.funded())));
        (rows.collect::<Vec<_>>(), line(position.total.line))
    };
    let before = by_team(date(2020, 5, 31));
    let after = by_team(date(2020, 6, 1));
    assert_eq!(before.0, ["T 1.50"]);
    assert_eq!(after.0, ["T 0.50", "U 1.00"]);
    assert_eq!(before.1, after.1);
}

#[test]
fn what_was_not_collected_is_not_zero() {
    let text = "
        baseline baseline=b name=B from=2020-01-01 service=S not_collected=vacant;maternity
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        occupancy occupancy=1 worker=W1 post=A fte=1 from=2020-01-01 basis=substantive
    ";
    let workforce = workforce(text);
    let position = |by| workforce.position(&ask(by)).expect("no names asked");
    assert_eq!(
        line(position(By::Role).total.line),
        "not collected 1.00 not collected 0.00 not collected 0.00 0.00 0.00 0.00 1.00 not collected"
    );
    let cover = position(By::Cover);
    let gaps = |key: &str| cover.row(key).map(|row| row.not_collected.len());
    assert_eq!((gaps("substantive"), gaps("uncovered"), gaps("maternity")), (Some(0), Some(1), Some(1)));
    assert_eq!(cover.row("substantive").map(|row| show(row.line.assignments())), Some("1.00".to_owned()));
}

#[test]
fn names_that_the_record_does_not_hold_are_refused_with_those_it_does() {
    let workforce = workforce("baseline baseline=b name=B from=2020-01-01");
    let asked = Ask { baseline: Some("c".to_owned()), ..ask(By::Role) };
    let refused = workforce.position(&asked).expect_err("there is no c").to_string();
    assert_eq!(refused, "there is no baseline `c`; the record has: b");
    let asked = Ask { team: Some("nowhere".to_owned()), ..ask(By::Role) };
    let refused = workforce.position(&asked).expect_err("there is no such team").to_string();
    assert_eq!(refused, "there is no service or team `nowhere`; the record has: S, T");
}

/// A random workforce: posts in two teams and roles, people on every basis, with and without posts, spells and leave.
fn any_workforce() -> impl Strategy<Value = Records> {
    let post = (0u32..120, proptest::option::of(1u32..200), 0u32..3, 0u32..2, 1i64..=10);
    let stay = (
        (0u32..12, proptest::option::of(0usize..8), 1i64..=10),
        (0u32..150, proptest::option::of(1u32..200)),
        (
            proptest::sample::select(Basis::ALL),
            proptest::option::of(proptest::sample::select(CoverReason::ALL)),
        ),
    );
    let leave = (0u32..12, 0u32..150, proptest::option::of(1u32..90));
    (
        proptest::collection::vec(post, 1..8),
        proptest::collection::vec(stay, 0..25),
        proptest::collection::vec(leave, 0..6),
        proptest::option::of(0u32..200),
    )
        .prop_map(|(posts, stays, leaves, funding_end)| {
            let mut text = PLACE.to_owned();
            text.push_str("unit unit=U from=2010-01-01 name=South kind=team parent=S\n");
            let day =
                |n: u32| date(2020, 1, 1).checked_add(jiff::Span::new().days(n)).expect("in the calendar");
            let end = |from: u32, length: Option<u32>, column: &str| {
                length.map_or(String::new(), |length| format!("{column}={}", day(from + length)))
            };
            let role = |n: u32| if n == 0 { "SW" } else { "TM" };
            let team = |n: u32| if n == 0 { "T" } else { "U" };
            for (at, (from, length, place, r, tenths)) in posts.iter().enumerate() {
                let fte = Fte::from_millionths(tenths * 100_000);
                let funding = if *place == 2 { end(0, funding_end, "funding_to") } else { String::new() };
                let (from_day, to) = (day(*from), end(*from, *length, "to"));
                text.push_str(&format!(
                    "post post=P{at} from={from_day} {to} role={} team={} fte={fte} funding=base {funding}\n",
                    role(*r),
                    team(*place % 2)
                ));
            }
            for (at, ((worker, post, tenths), (from, length), (basis, cover))) in stays.iter().enumerate() {
                let place = match post.filter(|post| *post < posts.len()) {
                    Some(post) => format!("post=P{post}"),
                    None => format!("team={} role={}", team(worker % 2), role(worker % 3 % 2)),
                };
                let cover = cover.map_or(String::new(), |cover| format!("cover={cover}"));
                let fte = Fte::from_millionths(tenths * 100_000);
                let (from_day, to) = (day(*from), end(*from, *length, "to"));
                text.push_str(&format!(
                    "occupancy occupancy=O{at} worker=W{worker} {place} fte={fte} from={from_day} {to} \
                     basis={basis} {cover}\n"
                ));
            }
            for (at, (worker, from, length)) in leaves.iter().enumerate() {
                let (from_day, to) = (day(*from), end(*from, *length, "to"));
                text.push_str(&format!(
                    "absence absence=A{at} worker=W{worker} kind=maternity from={from_day} {to}\n"
                ));
            }
            records(&text)
        })
}

fn identities(line: Line) -> Result<(), TestCaseError> {
    let funded = line.funded().expect("everything is collected here");
    let vacant = line.vacant().expect("everything is collected here");
    let uncovered = line.uncovered().expect("everything is collected here");
    prop_assert_eq!(funded, line.substantive() - line.held_above() + vacant);
    prop_assert_eq!(vacant, line.covered() + uncovered);
    for part in [vacant, uncovered, line.covered(), line.absent_cover(), line.working(), line.away()] {
        prop_assert!(part >= Fte::ZERO);
    }
    prop_assert!(line.held_above() <= line.above_establishment());
    Ok(())
}

/// What a plain reading of the records gives, with none of the index: funded, held and present FTE on a day.
fn plainly(records: &Records, day: Date) -> (Fte, Fte, Fte) {
    let holds = |from: Date, to: Option<Date>| from <= day && to.is_none_or(|to| day < to);
    let funded =
        records.posts.values().filter(|post| holds(post.from, post.to) && holds(post.from, post.funding_to));
    let here: Vec<_> = records.occupancies.values().filter(|o| holds(o.from, o.to)).collect();
    let held = here.iter().filter(|o| matches!(o.basis, Basis::Substantive | Basis::FixedTerm));
    (funded.map(|post| post.fte).sum(), held.map(|o| o.fte).sum(), here.iter().map(|o| o.fte).sum())
}

proptest! {
    #[test]
    fn the_position_adds_up_on_any_workforce(records in any_workforce(), day in 0u32..300) {
        let day = date(2020, 1, 1).checked_add(jiff::Span::new().days(day)).expect("in the calendar");
        let (funded, held, present) = plainly(&records, day);
        let workforce = Workforce::new(records);
        let asked = |by| Ask { by, ..Ask::on(day) };
        let positions: Vec<Position> =
            By::ALL.iter().map(|by| workforce.position(&asked(*by)).expect("no names asked")).collect();
        for position in &positions {
            prop_assert_eq!(position.total.line, positions[0].total.line);
            prop_assert_eq!(position.total.headcount, positions[0].total.headcount);
            identities(position.total.line)?;
            let sum = |pick: fn(Line) -> Fte| -> Fte { position.rows.iter().map(|row| pick(row.line)).sum() };
            prop_assert_eq!(sum(Line::substantive), position.total.line.substantive());
            prop_assert_eq!(sum(Line::working), position.total.line.working());
            prop_assert_eq!(sum(|line| line.funded().unwrap_or_default()), position.total.line.funded().unwrap_or_default());
            for row in &position.rows {
                identities(row.line)?;
            }
        }
        let total = positions[0].total.line;
        prop_assert_eq!(total.funded(), Ok(funded));
        prop_assert_eq!(total.substantive(), held);
        prop_assert_eq!(total.working() + total.away(), present);
    }

    #[test]
    fn comparison_parts_sum_to_the_total(then in any_workforce(), now in any_workforce(), from in 0u32..300, to in 0u32..300) {
        let day = |n: u32| date(2020, 1, 1).checked_add(jiff::Span::new().days(n)).expect("in the calendar");
        let (then, now) = (Workforce::new(then), Workforce::new(now));
        for by in By::ALL {
            let (from, to) = (Ask { by: *by, ..Ask::on(day(from)) }, Ask { by: *by, ..Ask::on(day(to)) });
            for formula in Formula::ALL {
                let compared = workforce::compare::compare(&then, &now, &from, &to, *formula).expect("no names asked");
                let mut sum = Fte::ZERO;
                for row in compared.rows.iter().chain([&compared.total]) {
                    let part = |quantity: workforce::quantity::Quantity| quantity.expect("everything is collected here");
                    let total = part(row.total);
                    prop_assert_eq!(part(row.posts_effect) + part(row.people_effect) + part(row.restated), total);
                    prop_assert_eq!(part(row.to) - part(row.from), total);
                    if row.key != "total" { sum += total; }
                }
                prop_assert_eq!(Ok(sum), compared.total.total);
            }
        }
    }
}
