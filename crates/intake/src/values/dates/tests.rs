//! Tests of reading dates: single cells, and what a column tells.

use jiff::civil::date;
use proptest::prelude::*;

use super::super::Value;
use super::*;

fn read_in(
    column: &[&str],
    format: Option<&str>,
) -> (Vec<Option<String>>, Vec<&'static str>, Vec<&'static str>) {
    let format = format.map(|format| DateFormat::new(format).unwrap());
    let cells: Vec<Cell> = column.iter().map(|text| Cell::text(*text)).collect();
    let survey = DateColumn::survey(&cells, format.as_ref());
    let read: Vec<_> = cells.iter().map(|cell| survey.read(cell, &Blanks::default())).collect();
    let of_column = survey.problems().iter().map(|problem| problem.code.code).collect();
    let of_cells = read.iter().flat_map(|read| &read.problems).map(|problem| problem.code.code).collect();
    let values = read.into_iter().map(|read| read.value.known().map(|date| date.to_string())).collect();
    (values, of_column, of_cells)
}

fn read_one(text: &str) -> (Option<String>, Vec<&'static str>) {
    // A date that settles the order, so that the cell alone is tested.
    let (values, of_column, of_cells) = read_in(&[text, "31/12/2019"], None);
    assert_eq!(of_column, Vec::<&str>::new(), "{text}");
    (values[0].clone(), of_cells)
}

#[test]
fn reads_the_usual_forms() {
    for text in [
        "2019-04-03",
        "2019/4/3",
        "20190403",
        "03/04/2019",
        "3.4.2019",
        "3-4-2019",
        "3 April 2019",
        "03-Apr-2019",
        "3rd Apr 2019",
        "Wed 3 Apr 2019",
        "April 3, 2019",
        "2019-04-03T00:00:00",
        "03/04/2019 00:00",
        "3/4/2019 12:00:00 AM",
        " 03/04/2019\u{a0}",
        "2019-04-03T00:00:00Z",
    ] {
        assert_eq!(read_one(text), (Some("2019-04-03".to_owned()), vec![]), "{text}");
    }
}

#[test]
fn reads_with_a_query_what_lacks_something() {
    assert_eq!(read_one("03/04/19"), (Some("2019-04-03".to_owned()), vec!["two-digit-year"]));
    assert_eq!(read_one("3-Apr-65"), (Some("1965-04-03".to_owned()), vec!["two-digit-year"]));
    assert_eq!(read_one("3-Apr-29"), (Some("2029-04-03".to_owned()), vec!["two-digit-year"]));
    assert_eq!(read_one("03/04/2019 09:30"), (Some("2019-04-03".to_owned()), vec!["time-dropped"]));
    assert_eq!(read_one("03/04/2019 12:00"), (Some("2019-04-03".to_owned()), vec!["time-dropped"]));
    assert_eq!(read_one("03/04/2019 12:30 AM"), (Some("2019-04-03".to_owned()), vec!["time-dropped"]));
}

#[test]
fn refuses_what_is_no_date() {
    for (text, code) in [
        ("30/02/2019", "bad-date"),
        ("31/11/2019", "bad-date"),
        ("29/02/2019", "bad-date"),
        ("00/01/2019", "bad-date"),
        ("2019-13-01", "bad-date"),
        ("20191301", "bad-date"),
        ("31 June 2019", "bad-date"),
        ("April 2019", "bad-date"),
        ("soon", "bad-date"),
        ("1/2", "bad-date"),
        ("2019", "serial-date"),
        ("43558", "serial-date"),
        ("43558.5", "serial-date"),
        ("99999", "bad-date"),
        ("1234567", "bad-date"),
        ("31/12/9999", "year-out-of-range"),
        ("1819-04-03", "year-out-of-range"),
        ("n/a", "no-value-word"),
        ("09:30", "bad-date"),
        ("12", "serial-date"),
        ("3 Ap 2019", "bad-date"),
        ("-5", "bad-date"),
    ] {
        assert_eq!(read_one(text), (None, vec![code]), "{text}");
    }
}

#[test]
fn says_which_date_an_impossible_or_serial_one_would_be() {
    let none = Blanks::default();
    let survey = DateColumn::survey([], None);
    let message = |text: &str| survey.read(&Cell::text(text), &none).problems[0].message.clone();
    assert_eq!(message("30/02/2020"), "“30/02/2020” cannot be read as a date: February 2020 has 29 days.");
    assert!(message("43558").contains("2019-04-03"));
    let number = Cell::from(Content::Number("43558".into()));
    assert_eq!(survey.read(&number, &none).problems[0].code.code, "serial-date");
}

#[test]
fn the_column_settles_day_and_month() {
    let (values, column, cells) = read_in(&["03/04/2019", "25/12/2019"], None);
    assert_eq!((values[0].as_deref(), column, cells), (Some("2019-04-03"), vec![], vec![]));
    let (values, column, cells) = read_in(&["03/04/2019", "12/25/2019", "2019-01-01"], None);
    assert_eq!(
        (values, column, cells),
        (vec![None, None, Some("2019-01-01".to_owned())], vec!["us-dates"], vec![])
    );
    let (values, column, _) = read_in(&["13/04/2019", "12/25/2019", "1 May 2019"], None);
    assert_eq!((values, column), (vec![None, None, Some("2019-05-01".to_owned())], vec!["mixed-day-month"]));
    let (values, column, _) = read_in(&["03/04/2019", "05/05/2019"], None);
    assert_eq!((values[0].as_deref(), column), (Some("2019-04-03"), vec!["day-month-ambiguous"]));
    let (values, column, _) = read_in(&["05/05/2019", "01/01/2019"], None);
    assert_eq!((values[0].as_deref(), column), (Some("2019-05-05"), vec![]));
}

#[test]
fn a_format_settles_it_too() {
    let (values, column, cells) = read_in(&["03/04/2019", "12/25/2019", "2019-01-02"], Some("%m/%d/%Y"));
    assert_eq!(column, Vec::<&str>::new());
    assert_eq!(cells, Vec::<&str>::new());
    assert_eq!(values, ["2019-03-04", "2019-12-25", "2019-01-02"].map(|date| Some(date.to_owned())));
    let (values, _, cells) = read_in(&["03-APR-68", "3-Apr-19", "03/04/2019"], Some("%d-%b-%y"));
    assert_eq!(values[..2], ["1968-04-03", "2019-04-03"].map(|date| Some(date.to_owned())));
    assert_eq!(cells, ["two-digit-year", "two-digit-year", "bad-date"]);
}

#[test]
fn formats_that_lose_a_part_are_refused() {
    for format in ["%d/%m", "%H:%M", "d/m/y", "%Q", "%", "", "%Y"] {
        assert!(DateFormat::new(format).is_err(), "{format}");
    }
    for format in ["%d/%m/%Y", "%d %B %Y", "%Y%m%d", "%d.%m.%y", "%d/%m/%Y %H:%M:%S", "%F", "%A %e %b %Y"] {
        assert!(DateFormat::new(format).is_ok(), "{format}");
    }
}

#[test]
fn half_converted_columns_are_told() {
    let cells = [Content::Date(date(2019, 4, 3)).into(), Cell::text("25/03/2019")];
    let survey = DateColumn::survey(&cells, None);
    assert_eq!(
        survey.problems().iter().map(|problem| problem.code.code).collect::<Vec<_>>(),
        ["half-converted-dates"]
    );
    let cells = [Content::Date(date(2019, 4, 23)).into(), Cell::text("25/03/2019")];
    assert!(DateColumn::survey(&cells, None).problems().is_empty());
}

#[test]
fn true_dates_and_blanks() {
    let survey = DateColumn::survey([], None);
    let blanks = Blanks::new(["31/12/9999"]);
    assert_eq!(survey.read(&Content::Date(date(2019, 4, 3)).into(), &blanks), Read::is(date(2019, 4, 3)));
    let timed = survey.read(&Content::DateTime(date(2019, 4, 3).at(9, 0, 0, 0)).into(), &blanks);
    assert_eq!((timed.value, timed.problems[0].code.code), (Value::Is(date(2019, 4, 3)), "time-dropped"));
    assert_eq!(survey.read(&Cell::text("31/12/9999"), &blanks), Read::blank());
    assert_eq!(survey.read(&Cell::default(), &blanks), Read::blank());
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,20}", dated in "[0-9]{0,5}[-/. T:]?[0-9A-Za-z]{0,5}[-/. T:]?[0-9]{0,5}[ T]?[0-9:.]{0,8}") {
        for text in [text, dated] {
            let cells = [Cell::text(text)];
            let survey = DateColumn::survey(&cells, None);
            let read = survey.read(&cells[0], &Blanks::default());
            prop_assert_eq!(read.value == Value::Unreadable,
                !survey.problems().iter().chain(&read.problems).all(|p| p.code.level == crate::finding::Level::Query));
        }
    }

    #[test]
    fn dates_read_back_however_they_are_written(days in 0i64..73_000) {
        let day = serial_date(days + 61, false).unwrap();
        for format in ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d-%b-%Y", "%Y%m%d"] {
            let cells = [Cell::text(strtime::format(format, day).unwrap()), Cell::text("31/01/2019")];
            let survey = DateColumn::survey(&cells, None);
            prop_assert_eq!(survey.read(&cells[0], &Blanks::default()), Read::is(day));
        }
    }
}
