//! The worked examples of `docs/mapping.md`, imported as they stand there.

mod common;

use std::path::Path;

use common::{after, csv, fields, import, import_mapped, places};
use intake::proposal::Proposal;
use intake::source::SourceFile;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use workforce::records::Records;

/// The fenced blocks of the page in a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/mapping.md");
    let page = std::fs::read_to_string(path).expect("the page is in the repository");
    let fence = format!("```{language}\n");
    let parts = page.split(&fence).skip(1);
    parts.map(|part| part.split("```").next().unwrap_or_default().to_owned()).collect()
}

fn hr() -> Proposal {
    let text = &blocks("csv")[0];
    import_mapped(&blocks("toml")[0], SourceFile::new("staff-2024-09.csv", windows_1252(text)))
}

/// The text as Excel saves it: the page's letters have the same numbers in Windows-1252 as in Unicode.
fn windows_1252(text: &str) -> Vec<u8> {
    let letters = text.replace('\n', "\r\n");
    letters.chars().map(|c| u8::try_from(u32::from(c)).expect("the page keeps to Latin-1")).collect()
}

#[test]
fn the_hr_export_goes_in_as_it_comes() {
    let proposal = hr();
    let counts: Vec<_> = proposal.counts.iter().map(|(kind, counts)| (*kind, counts.added)).collect();
    assert_eq!(counts, [("occupancy", 3), ("spell", 3), ("worker", 3)]);
    let records = after(&Records::default(), &proposal);
    assert_eq!(
        fields(&records, "spell:E101-1"),
        "spell=E101-1 worker=E101 started=2019-01-14 left=2024-10-01 reason=resignation"
    );
    assert_eq!(
        fields(&records, "occupancy:E101-1/P-0418"),
        "occupancy=E101-1/P-0418 worker=E101 post=P-0418 fte=0.60 from=2019-01-14 to=2024-10-01 basis=substantive"
    );
    assert_eq!(
        fields(&records, "occupancy:E102-1/P-0419"),
        "occupancy=E102-1/P-0419 worker=E102 post=P-0419 fte=0.50 from=2023-10-02 basis=fixed-term"
    );
    // The posts are finance's to bring in; until then each occupancy leads nowhere, at its own row.
    assert_eq!(
        places(&proposal.findings),
        [
            &format!(
                "windows-1252 staff-2024-09.csv:2={}",
                blocks("csv")[0].lines().nth(1).unwrap_or_default()
            ),
            "orphan-key staff-2024-09.csv:2 Position No=P-0417",
            "orphan-key staff-2024-09.csv:3 Position No=P-0418",
            "orphan-key staff-2024-09.csv:4 Position No=P-0419",
        ]
    );
}

/// The vendor's workbook as the page shows it: a title, a blank row, headings, typed cells.
fn vendor() -> SourceFile {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let day = |text: &str| ExcelDateTime::parse_from_str(text).expect("a date");
    let mut write = || -> Result<(), rust_xlsxwriter::XlsxError> {
        sheet.set_name("Live placements")?;
        sheet.write(0, 0, "Live placements as at 30 September 2024")?;
        let headings = [
            "Ref",
            "Candidate ID",
            "Client dept",
            "Start",
            "Est. end",
            "Hrs",
            "FT hrs",
            "Booking type",
            "Vacancy no.",
        ];
        for (column, heading) in (0u16..).zip(headings) {
            sheet.write(2, column, heading)?;
        }
        for (row, reference, candidate, start) in
            [(3, "PL-77", "C-9001", "2024-05-07"), (4, "PL-78", "C-9002", "2024-08-01")]
        {
            sheet.write(row, 0, reference)?.write(row, 1, candidate)?.write(row, 2, "DUTY")?;
            sheet.write_with_format(row, 3, day(start), &date)?;
        }
        sheet.write_with_format(3, 4, day("2024-11-29"), &date)?;
        sheet.write(3, 5, 37)?.write(3, 6, 37)?.write(3, 7, "Vacancy cover")?.write(3, 8, "P-0420")?;
        sheet.write(4, 4, "TBC")?.write(4, 5, 30)?.write(4, 6, 37.5)?.write(4, 7, "Additional")?;
        Ok(())
    };
    write().expect("the workbook is written");
    SourceFile::new("agency.xlsx", book.save_to_buffer().expect("the workbook is saved"))
}

#[test]
fn the_vendors_workbook_goes_in_as_it_comes() {
    let proposal = import_mapped(&blocks("toml")[1], vendor());
    let records = after(&Records::default(), &proposal);
    assert_eq!(
        fields(&records, "occupancy:PL-77"),
        "occupancy=PL-77 worker=C-9001 post=P-0420 team=duty-assessment fte=1.00 from=2024-05-07 \
         expected_end=2024-11-30 basis=agency cover=vacancy supplier=Northgate Staffing (invented)"
    );
    assert_eq!(
        fields(&records, "occupancy:PL-78"),
        "occupancy=PL-78 worker=C-9002 team=duty-assessment fte=0.80 from=2024-08-01 basis=agency \
         cover=additional-workload supplier=Northgate Staffing (invented)"
    );
    let codes: Vec<_> = proposal.findings.iter().map(|finding| finding.code).collect();
    assert!(codes.iter().all(|code| ["orphan-key", "no-place"].contains(code)), "{:#?}", proposal.findings);
    let orphan = &proposal.findings[0];
    assert_eq!((orphan.sheet.as_deref(), orphan.row), (Some("Live placements"), Some(4)));
}

#[test]
fn both_go_in_beside_the_posts_without_an_error() {
    let records = after(&after(&Records::default(), &hr()), &import_mapped(&blocks("toml")[1], vendor()));
    let posts = csv(
        "posts.csv",
        &[
            "post,from,role,team,fte,funding",
            "P-0417,2018-01-01,sw,duty-assessment,1,base",
            "P-0418,2018-01-01,sw,duty-assessment,1,base",
            "P-0419,2018-01-01,sw,duty-assessment,1,base",
            "P-0420,2018-01-01,sw,duty-assessment,1,base",
        ],
    );
    let units =
        csv("units.csv", &["unit,from,name,kind", "duty-assessment,2018-01-01,Duty and Assessment,team"]);
    let roles =
        csv("roles.csv", &["role,from,title,qualified,census", "sw,2018-01-01,Social worker,yes,yes"]);
    let proposal = import(&records, &[posts, units, roles]);
    assert!(!proposal.has_errors(), "{:#?}", proposal.findings);
}
