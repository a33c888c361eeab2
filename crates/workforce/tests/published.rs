//! Published tables, decisions against budgets, and projections, on small records.

mod common;

use common::records;
use jiff::civil::date;
use workforce::Workforce;
use workforce::decided::explain;
use workforce::position::{Ask, By, show};
use workforce::project::project;
use workforce::published::check;

const PLACE: &str = "
    unit unit=S from=2010-01-01 name=Children kind=service
    unit unit=T from=2010-01-01 name=North kind=team parent=S
    role role=SW from=2010-01-01 title=Social_worker qualified=yes rank=2
    role role=TM from=2010-01-01 title=Team_manager qualified=yes rank=1
";

fn workforce(text: &str) -> Workforce {
    Workforce::new(records(&format!("{PLACE}{text}")))
}

#[test]
fn a_printed_column_may_follow_one_formula_both_or_neither_and_sums_are_checked() {
    let mut text = "
        published_table table=t title=T paper=P as_at=2020-06-01 by=role
        published_line table=t axis=column heading=E place=1 means=funded
        published_line table=t axis=column heading=P place=2 means=substantive
        published_line table=t axis=column heading=A place=3 means=agency
        published_line table=t axis=column heading=V place=4 means=vacant
        published_line table=t axis=column heading=O place=5 means=over-under
        published_line table=t axis=row heading=Total place=9 total=yes
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
    "
    .to_owned();
    let rows = [
        ("both", "SW", [1, 1, 0, 0, 0]),
        ("first", "TM", [9, 4, 1, 2, 4]),
        ("second", "TM", [9, 4, 1, 2, 2]),
        ("neither", "TM", [9, 4, 1, 2, 3]),
        ("Total", "", [28, 13, 3, 6, 8]),
    ];
    for (place, (row, role, figures)) in rows.iter().enumerate() {
        if !role.is_empty() {
            text.push_str(&format!(
                "published_line table=t axis=row heading={row} place={place} role={role}\n"
            ));
        }
        for (column, figure) in ["E", "P", "A", "V", "O"].iter().zip(figures) {
            text.push_str(&format!("published_cell table=t row={row} column={column} printed={figure}\n"));
        }
    }
    let checked = check(&workforce(&text), "t").expect("the table is there");
    let follows: Vec<_> = checked.rows.iter().map(|row| (row.key.as_str(), row.derived.follows())).collect();
    assert_eq!(
        follows,
        [("both", vec!["f1", "f2"]), ("first", vec!["f1"]), ("second", vec!["f2"]), ("neither", vec![])]
    );
    assert_eq!(checked.total.f1.map(|f1| f1.to_string()), Some("12.00".to_owned()));
    assert_eq!(checked.total.f2.map(|f2| f2.to_string()), Some("6.00".to_owned()));
    let wrong: Vec<_> = checked.sums.iter().filter(|sum| sum.printed != sum.sum).collect();
    assert!(!checked.adds_up());
    assert_eq!(wrong.len(), 1);
    assert_eq!((wrong[0].column.as_str(), wrong[0].sum.to_string().as_str()), ("O", "9.00"));
    let of_both: Vec<_> = checked
        .differs_from_record
        .iter()
        .filter(|difference| difference.key == "both")
        .map(|difference| {
            format!("{} {} {}", difference.column, show(difference.printed), show(difference.record))
        })
        .collect();
    assert_eq!(of_both, ["P 1.00 0.00", "V 0.00 1.00"]);
}

#[test]
fn a_cell_that_nobody_collected_is_not_a_zero() {
    let text = "
        baseline baseline=b name=B from=2020-01-01 service=S not_collected=maternity
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        published_table table=t title=T paper=P as_at=2020-06-01 by=cover service=S
        published_line table=t axis=column heading=June place=1 means=assignments as_at=2020-06-01
        published_line table=t axis=row heading=Maternity place=1 means=maternity
        published_line table=t axis=row heading=Sickness place=2 means=long-term-sickness
        published_cell table=t row=Maternity column=June missing=not-collected
        published_cell table=t row=Sickness column=June missing=not-collected
    ";
    let checked = check(&workforce(text), "t").expect("the table is there");
    let differs: Vec<_> =
        checked.differs_from_record.iter().map(|d| (d.key.as_str(), show(d.record))).collect();
    assert_eq!(differs, [("Sickness", "0.00".to_owned())]);
}

#[test]
fn changes_between_budgets_are_set_against_what_was_decided() {
    let text = "
        role role=TL from=2010-01-01 title=Team_leader qualified=yes rank=0
        baseline baseline=old name=Old from=2020-04-01 to=2021-04-01
        baseline baseline=new name=New from=2021-04-01
        role_mapping from_role=TM to_role=TL on=2021-04-01
        post post=M1 from=2020-01-01 to=2021-04-01 role=TM team=T fte=1 funding=base
        post post=L1 from=2021-04-01 role=TL team=T fte=1 funding=base
        post post=L2 from=2021-04-01 role=TL team=T fte=1 funding=base
        post post=L3 from=2021-04-01 role=TL team=T fte=1 funding=base
        post post=A1 from=2021-04-01 role=SW team=T fte=0.5 funding=base
        decision decision=D1 on=2020-10-01 title=Leaders status=approved
        decision_effect decision=D1 effect=a kind=increase role=TL fte=1
        decision_effect decision=D1 effect=b kind=regrade role=TM fte=9
        decision decision=D2 on=2020-10-01 title=More status=to-be-considered
        decision_effect decision=D2 effect=a kind=create role=SW fte=0.5
        decision decision=D3 on=2020-03-31 title=Before status=approved
        decision_effect decision=D3 effect=a kind=create role=SW fte=0.5
    ";
    let explained = explain(&workforce(text), "old", "new").expect("both are there");
    let rows: Vec<_> = explained
        .iter()
        .map(|row| {
            let roles = row.roles.join("+");
            format!("{roles} {} {} {} {:?}", row.change, row.decided, row.unexplained, row.decisions)
        })
        .collect();
    assert_eq!(rows, ["TL+TM 2.00 1.00 1.00 [\"D1\"]", "SW 0.50 0.00 0.50 []"]);
}

#[test]
fn a_projection_follows_known_dates_and_ends_cover_when_its_holder_is_back() {
    let text = "
        post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
        post post=B from=2020-01-01 role=SW team=T fte=1 funding=grant funding_to=2020-09-10
        occupancy occupancy=1 worker=W1 post=A fte=1 from=2020-01-01 basis=substantive
        absence absence=M worker=W1 kind=maternity from=2020-03-01 expected_return=2020-08-15
        occupancy occupancy=2 worker=W2 post=A fte=1 from=2020-03-01 basis=agency cover=maternity
        occupancy occupancy=3 worker=W3 post=B fte=1 from=2020-07-05 basis=substantive
        occupancy occupancy=4 worker=W4 post=B fte=1 from=2020-02-01 expected_end=2020-07-05 basis=agency cover=vacancy
    ";
    let workforce = workforce(text);
    let ask = Ask { by: By::Team, ..Ask::on(date(2020, 6, 30)) };
    let months = project(&workforce, &ask, 3).expect("no names asked");
    let lines: Vec<_> = months
        .iter()
        .map(|month| {
            let line = month.position.total.line;
            let events: Vec<_> =
                month.events.iter().map(|event| format!("{} {}", event.on, event.kind)).collect();
            let (funded, agency) = (show(line.funded()), line.agency());
            format!(
                "{} {funded} {} {agency} {} {}",
                month.position.as_at,
                line.substantive(),
                line.working(),
                events.join(", ")
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "2020-06-30 2.00 1.00 2.00 2.00 ",
            "2020-07-30 2.00 2.00 1.00 2.00 2020-07-05 start, 2020-07-05 agency-end",
            "2020-08-30 2.00 2.00 0.00 2.00 2020-08-15 return, 2020-08-15 agency-end",
            "2020-09-30 1.00 2.00 0.00 2.00 2020-09-10 funding-end",
        ]
    );
    // What is planned is not yet true: the position itself still counts them.
    let later = workforce.position(&Ask::on(date(2020, 9, 30))).expect("no names asked");
    assert_eq!(later.total.line.agency().to_string(), "2.00");
}
