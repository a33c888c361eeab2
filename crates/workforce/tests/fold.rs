//! Folding changes, and reading records back from rows and bodies.

mod common;

use common::{record, records};
use proptest::prelude::*;
use workforce::change::{Change, ChangeNumber, Content, Entry, Note};
use workforce::records::{LAYOUTS, Record, Records};

fn change(number: u64, entries: Vec<Entry>) -> Change {
    let note = Note { at: String::new(), by: String::new(), reason: String::new(), source: String::new() };
    Change { number: ChangeNumber(number), council: "000".to_owned(), note, entries }
}

fn any_changes() -> impl Strategy<Value = Vec<Change>> {
    let entry = (0u32..8, proptest::option::weighted(0.7, 1i64..=10));
    let entries = proptest::collection::vec(entry, 1..5);
    proptest::collection::vec(entries, 0..12).prop_map(|changes| {
        let entry = |(post, fte): &(u32, Option<i64>)| {
            let tenths = fte.unwrap_or(1);
            let line = format!("post post=P{post} from=2020-01-01 role=SW team=T fte=0.{}", tenths.min(9));
            let record = record(&line);
            let content = fte.map_or(Content::Withdrawn, |_| Content::Body(record.body()));
            Entry { record: record.id(), content }
        };
        let numbered = changes.iter().zip(1u64..);
        numbered.map(|(entries, number)| change(number, entries.iter().map(entry).collect())).collect()
    })
}

proptest! {
    #[test]
    fn folding_a_prefix_and_then_the_rest_is_folding_all(changes in any_changes(), cut in 0usize..12) {
        let cut = cut.min(changes.len());
        let mut folded = Records::fold(&changes[..cut]).expect("the bodies are whole");
        for change in &changes[cut..] {
            folded.apply_change(change).expect("the bodies are whole");
        }
        prop_assert_eq!(folded, Records::fold(&changes).expect("the bodies are whole"));
    }
}

#[test]
fn a_body_and_a_row_give_the_same_record_back() {
    let all = records(
        "
        unit unit=T from=2020-01-01 name=North_team kind=team parent=S successors=A;B
        role role=SW from=2020-01-01 title=Social_worker qualified=yes census=yes census_role=case-holder
        post post=A from=2020-01-01 role=SW team=T fte=0.812345 funding=grant hard_to_recruit=yes
        occupancy occupancy=1 worker=W1 post=A fte=0.5 from=2020-01-01 basis=agency cover=skill-mix
        absence absence=1 worker=W1 kind=sickness from=2020-01-01 days_lost=2.5
        caseload worker=W@1 on=2020-01-01 looked_after=3 other=0
        decision decision=D on=2020-01-01 title=T status=to-be-considered amount=3400000
        published_cell table=T row=R column=C printed=-13.20
        ",
    );
    for record in all.all() {
        let id = record.id();
        assert_eq!(Record::from_body(&id.kind, &record.body()), Ok(record.clone()));
        let row = record.to_row();
        let cells: Vec<Option<&str>> = row.iter().map(Option::as_deref).collect();
        assert_eq!(Record::from_row(&id.kind, &cells), Some(Ok(record)));
    }
    assert_eq!(record("caseload worker=W@1 on=2020-01-01").id().to_string(), "caseload:W@@1@2020-01-01");
}

#[test]
fn a_row_reports_everything_wrong_with_it() {
    let layout = workforce::records::layout("posts").expect("posts are a kind");
    let mut cells = vec![None; layout.columns.len()];
    cells[1] = Some("31/03/2020");
    cells[5] = Some("1,0");
    let problems = Record::from_row("post", &cells).expect("posts are a kind").expect_err("much is wrong");
    let found: Vec<_> =
        problems.iter().map(|p| (layout.columns[p.column].name, p.problem.as_str())).collect();
    insta::assert_debug_snapshot!(found, @r#"
    [
        (
            "post",
            "is blank, and the column is required",
        ),
        (
            "from",
            "is not a date of the form YYYY-MM-DD",
        ),
        (
            "role",
            "is blank, and the column is required",
        ),
        (
            "team",
            "is blank, and the column is required",
        ),
        (
            "fte",
            "is not a plain decimal number such as 0.8",
        ),
    ]
    "#);
}

#[test]
fn every_layout_is_documented_and_has_its_keys_first() {
    for layout in LAYOUTS {
        assert!(!layout.doc.is_empty(), "{}", layout.kind);
        let keys = layout.columns.iter().take_while(|column| column.key).count();
        assert!(keys > 0, "{}", layout.kind);
        assert!(layout.columns[keys..].iter().all(|column| !column.key), "{}", layout.kind);
        assert!(layout.columns.iter().all(|column| column.doc.ends_with('.')), "{}", layout.kind);
    }
}
