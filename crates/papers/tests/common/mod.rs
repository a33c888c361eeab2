//! A built paper with something of everything, and how workbooks are read back.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};
use papers::built::{Built, Cell, Column, NoNumber, Passport};
use papers::compose::{
    Answers, ForecastAnswer, Moved, Movement, Path, PathPoint, Point, PositionAnswer, Since, TableAnswer,
    build,
};

const PAPER: &str = r#"
id = "update"
title = "Social workers: an update & <more>"
committee = "Scrutiny"
as_at = 2022-09-30
meeting = "2023-02-02"

[[figure]]
id = "turnover"
measure = "turnover_rate_fte"

[[figure]]
id = "before"
measure = "turnover_rate_fte"
year_ending = 2021-09-30

[[table]]
id = "roles"
caption = "In post by role, in FTE"
by = "role"
total = true
notes = ["=1+1 is no formula"]
[[table.column]]
heading = "In post"
measure = "inpost_fte"
as_at = 2022-09-30

[[chart]]
id = "line"
title = "Turnover by year"
measure = "turnover_rate_fte"
from = 2020-10-01
to = 2022-09-30
series = "census"

[[position]]
id = "posts"
caption = "Posts and people by team"
by = "team"
columns = ["funded", "working"]

[[forecast]]
id = "nothing"
show = "path"
measure = "in_post_fte"
months = 2
notes = ["Begun from the position."]

[[section]]
heading = "Key issues"
text = """
Turnover **once more** {change turnover before}.

1. First
2. Second: {figure turnover}

{table roles}

{position posts}

{chart line}

{forecast nothing}

{changes}

{sign-off}
"""

[[sign_off]]
role = "Director"
"#;

fn figure(id: &str, unit: &str, value: Result<&str, NoNumber>) -> Passport {
    Passport {
        id: id.into(),
        measure: "turnover_rate_fte".into(),
        title: "Turnover".into(),
        value: value.ok().map(str::to_owned),
        none: value.err(),
        unit: unit.into(),
        numerator: Some("28.8".into()),
        denominator: None,
        population: "children's social workers".into(),
        period: "2021-10-01 to 2022-09-30".into(),
        length: "12 months".into(),
        definition: "Leavers over those in post.".into(),
        source: "DfE".into(),
        known_at: 7,
        cautions: vec!["small numbers: one person moves it".into()],
    }
}

/// Two months, as they are and beside a scenario.
fn path() -> Path {
    let point = |month: u16, middle: f64| PathPoint {
        month,
        middle,
        bands: [(middle - 0.5, middle + 0.5), (middle - 1.0, middle + 1.0), (middle - 2.5, middle + 2.5)],
        decimals: 1,
        in_table: true,
    };
    let case = |name: &str, by: f64| {
        (name.to_owned(), vec![point(0, 181.2), point(1, 180.0 + by), point(2, 178.4 + by)])
    };
    Path {
        measure: "In post, FTE".into(),
        start: "30 September 2022".into(),
        cases: vec![case("As it is", 0.0), case("A cohort of ten", 9.6)],
        verdict: "Better than the simulation: last value. Read that first.".into(),
        notes: vec!["500 trials with seed 1.".into()],
    }
}

/// The paper.
pub(crate) fn built() -> Built {
    let paper = papers::paper::read(PAPER).expect("the paper reads");
    let now = figure("turnover", "percent", Ok("15.9"));
    let before = figure("before", "percent", Ok("15.8"));
    let group = |key: &str, value| (key.to_owned(), format!("{key} role"), figure(key, "fte", value));
    let column = vec![group("SW", Ok("1181.25")), group("TM", Err(NoNumber::Suppressed))];
    let point = |label: &str, value| Point {
        label: label.into(),
        figure: figure("p", "percent", value),
        interval: None,
    };
    let number = |text: &str| Cell::Number(text.to_owned());
    let heading = |heading: &str, numbers| Column { heading: heading.into(), numbers };
    let position = PositionAnswer {
        columns: vec![heading("Team", false), heading("Funded", true), heading("Working", true)],
        rows: vec![
            vec![Cell::Text("Duty".into()), number("12.50"), Cell::None(NoNumber::Suppressed)],
            vec![Cell::Text("Total".into()), number("12.50"), number("9.75")],
        ],
        notes: Vec::new(),
    };
    let answers = Answers {
        council: "Wexcombe".into(),
        released: true,
        known_at: 7,
        version: 1,
        figures: BTreeMap::from([("turnover".into(), now.clone()), ("before".into(), before.clone())]),
        tables: BTreeMap::from([(
            "roles".into(),
            TableAnswer { columns: vec![column], totals: vec![figure("total", "fte", Ok("1200.50"))] },
        )]),
        charts: BTreeMap::from([("line".into(), vec![point("2021", Ok("15.8")), point("2022", Ok("15.9"))])]),
        positions: BTreeMap::from([("posts".into(), position)]),
        registers: BTreeMap::new(),
        forecasts: BTreeMap::from([("nothing".into(), ForecastAnswer::Path(path()))]),
        records: BTreeMap::new(),
        since: Some(Since {
            paper: "An earlier paper".into(),
            figures: vec![Moved { then: before.clone(), restated: Some(before), now }],
            establishment: Some(Movement {
                from: number("10.00"),
                posts: number("+2.50"),
                people: number("-1.25"),
                restated: number("0.00"),
                to: number("11.25"),
            }),
        }),
    };
    build(&paper, &answers)
}

/// Every cell of every sheet of a workbook, as text.
pub(crate) fn cells(bytes: Vec<u8>) -> Vec<(String, Vec<String>)> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).expect("the workbook opens");
    let names = book.sheet_names();
    let text = |cell: &Data| match cell {
        Data::Float(number) => format!("number {number}"),
        Data::Int(number) => format!("number {number}"),
        other => other.to_string(),
    };
    let read = |name: String| {
        let range = book.worksheet_range(&name).expect("the sheet reads");
        let all = range.rows().flatten().map(text).collect();
        (name, all)
    };
    names.into_iter().map(read).collect()
}
