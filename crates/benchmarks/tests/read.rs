//! Reading a release's file: years that are not bundled, older names, everything wrong at once, and any text at all.

use benchmarks::cell::{Cell, CellProblem};
use benchmarks::read::{Note, Wrong};
use benchmarks::release::Provenance;
use benchmarks::table::{Level, Table};
use benchmarks::{Measure, Release, current, figure, read, to_csv};
use proptest::prelude::*;
use workforce::Date;

const HEADER: &str = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,\
    old_la_code,new_la_code,la_name,inpost_fte,inpost_headcount,starters_fte,starters_headcount,leavers_fte,\
    leavers_headcount,turnover_rate_fte,turnover_rate_headcount,agency_fte,agency_headcount,agency_rate_fte,\
    agency_rate_headcount,agency_cover_fte,agency_cover_rate_fte,vacancy_fte,vacancy_rate_fte,\
    vacancy_agency_cover_rate_fte,case_holders_fte,cases,caseload_fte,working_days_lost_fte,absence_rate_fte";

/// A synthetic authority.
fn line(year: &str, code: &str, name: &str) -> String {
    format!(
        "{year},Reporting year,Local authority,E92000001,England,E12000001,North East,{code},E0600{code},{name},100,110,\
         12,13,10,11,10,10,25,26,20,19.1,20,80,25,20,80,90,1440,16,759,3"
    )
}

fn file(lines: &[String]) -> String {
    format!("{HEADER}\n{}\n", lines.join("\n"))
}

fn provenance(label: &str) -> Provenance {
    Provenance {
        label: label.to_owned(),
        published: Date::constant(2027, 2, 25),
        title: "Synthetic".to_owned(),
        source: "Made up for a test".to_owned(),
        licence: "None".to_owned(),
    }
}

#[test]
fn later_years_load_with_no_change() {
    let lines = ["2024", "2025", "2030"].map(|year| line(year, "999", "Wexcombe"));
    let release = Release::read(provenance("later"), "later.csv", &file(&lines)).unwrap();
    assert_eq!(release.years().into_iter().collect::<Vec<_>>(), [2024, 2025, 2030]);
    for (year, absence) in [(2024, "2.99"), (2025, "3.00"), (2030, "3.00")] {
        // A council that is newer than the bundled list is found by the release's own name and codes.
        for area in ["Wexcombe", "999", "E0600999"] {
            let turnover = figure(&release, area, year, Measure::TurnoverRateFte).unwrap();
            assert_eq!(turnover.to_string(), "10");
        }
        let made = benchmarks::recompute(&release, Some(year));
        assert!(made.iter().all(|one| one.agrees), "{year}");
        let made = made.into_iter().find(|one| one.measure == Measure::AbsenceRateFte).unwrap();
        assert_eq!(made.recomputed.unwrap().rounded(2).to_string(), absence, "254 days in 2024");
    }
}

#[test]
fn a_mark_quotes_spaces_older_names_and_percent_signs_are_all_read() {
    let older = HEADER
        .replace("inpost_fte", "\"social_worker_fte\"")
        .replace("leavers_fte", "leaver_fte")
        .replace(",agency_rate_fte", ",agency_worker_rate_fte_%")
        .replace("turnover_rate_fte", "turnover_rate_fte_%");
    let text = format!("\u{feff}{older}\r\n{}\r\n", line("2022", "999", "\"Wexcombe, County of\""));
    let reading = read("older.csv", &text).unwrap();
    assert_eq!(reading.notes, []);
    assert_eq!(reading.table.rows[0].la_name, "Wexcombe, County of");
    assert_eq!(reading.table, read("same.csv", &to_csv(&reading.table)).unwrap().table);
}

#[test]
fn columns_may_come_in_any_order_and_unknown_ones_are_noted() {
    let text = format!("region_size,{HEADER}\nlarge,{}\n", line("2022", "999", "Wexcombe"));
    let reading = read("wide.csv", &text).unwrap();
    assert_eq!(reading.notes, [Note::UnknownColumn("region_size".to_owned())]);
    assert_eq!(reading.notes[0].to_string(), "column `region_size` is not known and was not read");
    assert_eq!(reading.table.rows[0].cell(Measure::Cases).unwrap().to_string(), "1440");
}

#[test]
fn the_oldest_release_has_no_starters_and_says_so() {
    let text = include_str!("../data/csww-headline-as-published-2023-02.csv");
    let reading = read("2023.csv", text).unwrap();
    assert_eq!(
        reading.notes,
        [Note::NoColumn(Measure::StartersFte), Note::NoColumn(Measure::StartersHeadcount)]
    );
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let good = line("2022", "999", "Wexcombe");
    let lines = [
        good.clone(),
        good.clone(),
        line("22", "998", "Other").replace(",1440,", ",\"1,440\","),
        line("2022", "997", "Third").replace(",759,3", ",k,3%"),
        line("2022", "996", "").replace("Local authority", "Council").replace(",1440,", ",1440.5,"),
        line("2022", "995", "Fifth").replace(",759,", ",,"),
        line("2022", "994", "Sixth, County of"),
        line("2022", "993", "Seventh").replace(",759,", ",-759,"),
        line("2022", "999 / 992", "Two"),
    ];
    let text = file(&lines).replacen(",absence_rate_fte", ",absence_rate", 1);
    let problems = read("bad.csv", &text).unwrap_err();
    let told: Vec<_> = problems.iter().map(|p| (p.line, &*p.column, &*p.value, p.wrong.clone())).collect();
    assert_eq!(
        told,
        [
            (1, "absence_rate_fte", "", Wrong::MissingColumn),
            (3, "", "Wexcombe", Wrong::AreaYearTwice(2)),
            (4, "time_period", "22", Wrong::NotAYear),
            (4, "cases", "1,440", Wrong::Cell(CellProblem::Thousands("1440".to_owned()))),
            (5, "working_days_lost_fte", "k", Wrong::Cell(CellProblem::UnknownSymbol)),
            (6, "geographic_level", "Council", Wrong::NotALevel),
            (6, "cases", "1440.5", Wrong::NotWhole),
            (7, "working_days_lost_fte", "", Wrong::Cell(CellProblem::Blank)),
            (8, "", "", Wrong::Ragged { found: 33, wanted: 32 }),
            (9, "working_days_lost_fte", "-759", Wrong::Cell(CellProblem::Negative)),
            (10, "", "Two", Wrong::AreaYearTwice(2)),
        ]
    );
    assert_eq!(
        problems[3].to_string(),
        "bad.csv, line 4, column `cases`, value `1,440`: there is a thousands separator; write 1440"
    );
}

#[test]
fn names_and_percent_signs_in_cells_are_checked_too() {
    let bad = [line("2022", "996", ""), line("2022", "997", "Third").replace(",759,3", ",759,3%")];
    let problems = read("bad.csv", &file(&bad)).unwrap_err();
    let told: Vec<_> = problems.iter().map(|p| (p.line, &*p.column, p.wrong.clone())).collect();
    assert_eq!(
        told,
        [(2, "la_name", Wrong::BlankArea), (3, "absence_rate_fte", Wrong::Cell(CellProblem::Percent))]
    );
}

#[test]
fn a_column_under_both_names_is_refused() {
    let text = file(&[line("2022", "999", "Wexcombe")]).replacen("agency_cover_fte", "leaver_fte", 1);
    let problems = read("twice.csv", &text).unwrap_err();
    assert!(problems.iter().any(|p| p.wrong == Wrong::ColumnTwice("leavers_fte".to_owned())), "{problems:?}");
    assert!(problems.iter().any(|p| p.wrong == Wrong::MissingColumn && p.column == "agency_cover_fte"));
}

#[test]
fn nothing_and_a_header_alone_are_refused() {
    assert_eq!(read("none.csv", "").unwrap_err()[0].wrong, Wrong::EmptyFile);
    assert_eq!(read("none.csv", "\u{feff}").unwrap_err()[0].wrong, Wrong::EmptyFile);
    assert_eq!(read("head.csv", HEADER).unwrap_err()[0].wrong, Wrong::NoRows);
}

#[test]
fn the_colon_of_2020_is_read_as_not_available() {
    let text = file(&[line("2020", "999", "Wexcombe").replace(",759,3", ",:,:")]);
    let release = Release::read(provenance("2021-02"), "colon.csv", &text).unwrap();
    let cell = figure(&release, "Wexcombe", 2020, Measure::AbsenceRateFte).unwrap();
    assert_eq!(cell.value(), Err(workforce::quantity::NoNumber::NotAvailable));
    assert_eq!(cell.to_string(), ":");
}

fn cell_text(places: u8) -> impl Strategy<Value = String> {
    let number = (0u32..40_000_000, 0..=places).prop_map(|(units, places)| match places {
        0 => units.to_string(),
        places => {
            let scale = 10u32.pow(places.into());
            format!("{}.{:0width$}", units / scale, units % scale, width = usize::from(places))
        }
    });
    prop_oneof![4 => number, 1 => prop::sample::select(vec!["c", "x", "z", "u", "low", ":"]).prop_map(str::to_owned)]
}

/// A table made by changing names and cells of bundled rows, so that every level and layout is in it.
fn table() -> impl Strategy<Value = Table> {
    let cells: Vec<_> = Measure::ALL.iter().map(|m| cell_text(if m.places() == 0 { 0 } else { 6 })).collect();
    let row = (0..current().rows().len(), 2000u16..=2100, "[a-z,\"/ é&]{0,12}[a-z]", cells);
    (prop::collection::vec(row, 1..12), any::<bool>()).prop_map(|(rows, starters)| {
        let measures = Measure::ALL.iter().copied().filter(|m| starters || !m.may_be_absent()).collect();
        let mut table = Table { measures, rows: Vec::new() };
        for (place, year, name, cells) in rows {
            let old = &current().rows()[place];
            let area: Vec<String> = [&old.region_code, &old.region_name, &old.la_code, &old.ons_code]
                .map(|text| format!("\"{text}\""))
                .into();
            let name =
                if old.level == Level::Authority { name.trim().replace('"', "\"\"") } else { String::new() };
            let printed: Vec<String> = Measure::ALL
                .iter()
                .zip(cells)
                .filter(|(m, _)| starters || !m.may_be_absent())
                .map(|(_, cell)| cell)
                .collect();
            let header: Vec<&str> =
                HEADER.split(',').filter(|name| starters || !name.starts_with("starters")).collect();
            let line = format!(
                "{year},Reporting year,{},E92000001,England,{},\"{name}\",{}",
                old.level.text(),
                area.join(","),
                printed.join(",")
            );
            let row = read("made.csv", &format!("{}\n{line}\n", header.join(",")))
                .expect("made to be read")
                .table
                .rows
                .remove(0);
            if !table.rows.iter().any(|one| (one.year, one.code()) == (row.year, row.code())) {
                table.rows.push(row);
            }
        }
        table
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_reads_back(table in table()) {
        let text = to_csv(&table);
        prop_assert_eq!(read("written.csv", &text).map(|reading| reading.table), Ok(table));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        let _ = read("any.csv", &text);
    }

    #[test]
    fn no_rows_under_a_good_header_make_it_panic(rows in "([0-9a-zA-Z,.\"%:\u{feff}-]|\n|Local authority){0,400}") {
        let _ = read("any.csv", &format!("{HEADER}\n{rows}"));
    }

    #[test]
    fn no_cell_panics_and_each_shows_as_printed(text in "[-0-9.,%a-z ]{0,12}") {
        if let Ok(cell) = Cell::parse(&text) {
            prop_assert_eq!(cell.to_string(), text);
        }
    }
}
