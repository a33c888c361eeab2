//! Keeping the record: erasing a person, copies, verification, templates.

mod common;

use std::process::Command;

use common::{ask, ask_at, file, json, places, run, small_council};
use testkit::stores::Place;

#[test]
fn an_erased_person_is_gone_and_the_count_stands() {
    for place in places() {
        small_council(&place);
        file(&place, "first/identities.csv", "worker,given_name,family_name\nW1,Zyxwvut,Quodlibet\n");
        file(&place, "first/equality.csv", "worker,sex\nW1,female\n");
        file(&place, "first/exit-interviews.csv", "spell,held_on,words\nS1,2024-01-02,Quodlibet said why\n");
        file(
            &place,
            "first/stay-interviews.csv",
            "worker,on,keeps\nW1,2023-05-01,Quodlibet likes the team\nW2,2023-05-01,Pay\n",
        );
        file(&place, "first/rights-to-work.csv", "worker,ground,occupation_code\nW1,leave,Quodlibet\n");
        ask(&place, "import first").coded(0);
        let before = json(&place, "position --as-at 2024-01-01");
        assert!(ask(&place, "show identity:W1").coded(0).out.contains("Quodlibet"));
        ask(&place, "erase W1").coded(2);
        let erased = ask(&place, "erase W1 --by 'Data protection officer' --reason 'Request 17'").coded(0);
        assert!(!erased.out.contains("Quodlibet"));
        for id in ["exit_interview:S1", "stay_interview:W1", "right_to_work:W1"] {
            assert!(erased.out.contains(id), "{id} is erased: {}", erased.out);
            assert!(!ask(&place, &format!("show {id}")).out.contains("Quodlibet"), "{id}");
            assert!(!ask(&place, &format!("show {id} --known-at 1")).out.contains("Quodlibet"), "{id}");
        }
        assert!(
            ask(&place, "show stay_interview:W2").coded(0).out.contains("Pay"),
            "others' interviews stay"
        );
        let shown = ask(&place, "show identity:W1");
        assert!(!shown.out.contains("Quodlibet"), "{shown:?}");
        assert!(!ask(&place, "show identity:W1 --known-at 1").out.contains("Quodlibet"));
        let mut after = json(&place, "position --as-at 2024-01-01");
        after["known_at"] = before["known_at"].clone();
        assert_eq!(after, before, "counts stand");
        ask(&place, "verify").coded(0);
        let log = json(&place, "log");
        assert_eq!(log["changes"][1]["by"], "Data protection officer");
        ask(&place, "erase W99 --by x --reason y").coded(2);
        if place.file("store.db").exists() {
            let bytes = std::fs::read(place.file("store.db")).expect("the store is a file");
            assert!(!bytes.windows(9).any(|part| part == b"Quodlibet"), "nothing is left in the file");
        }
    }
}

#[test]
fn a_copy_holds_the_same_record_on_either_engine() {
    for from in places() {
        small_council(&from);
        ask(&from, "import first").coded(0);
        ask(&from, "backup copy.mainstay").coded(0);
        ask(&from, "backup copy.mainstay").coded(3);
        for to in places() {
            std::fs::copy(from.file("copy.mainstay"), to.file("copy.mainstay")).expect("the copy is a file");
            ask(&to, "restore copy.mainstay").coded(0);
            ask(&to, "verify").coded(0);
            assert_eq!(json(&to, "log"), json(&from, "log"));
            assert_eq!(json(&to, "position --as-at 2024-01-01"), json(&from, "position --as-at 2024-01-01"));
            let again = ask(&to, "restore copy.mainstay");
            assert_ne!(again.code, 0, "a store that is not empty is not filled again");
        }
        file(&from, "broken.mainstay", "nonsense");
        let empty = Place::sqlite();
        let path = from.file("broken.mainstay").display().to_string();
        ask(&empty, &format!("restore '{path}'")).coded(3);
    }
}

#[test]
fn verify_finds_a_flipped_byte() {
    let place = Place::sqlite();
    small_council(&place);
    ask(&place, "import first").coded(0);
    let path = place.file("store.db");
    assert!(!place.file("store.db-wal").exists(), "a closed store is one file that can be copied");
    let mut bytes = std::fs::read(&path).expect("the store is a file");
    let wanted = br#""title":"Social worker""#;
    let at = bytes.windows(wanted.len()).position(|part| part == wanted).expect("the body is in the file");
    bytes[at + 12] ^= 1;
    std::fs::write(&path, bytes).expect("the store is written");
    let ran = ask(&place, "--format json verify").coded(1).json();
    assert_eq!(ran["ok"], false);
    assert_eq!(ran["councils"].as_array().map(Vec::len), Some(1));
    assert!(ran["problems"].to_string().contains("role"), "{ran}");
}

#[test]
fn what_is_exported_goes_back_in() {
    let place = Place::sqlite();
    ask(&place, "example load northumberland-2022").coded(0);
    ask(&place, "export --out out").coded(0);
    let copy = Place::sqlite();
    let path = place.file("out").display().to_string();
    ask(&copy, &format!("import '{path}'")).coded(0);
    let position = |place: &Place| {
        let mut answer = json(place, "position --as-at 2022-09-30 --by team");
        answer["known_at"] = 0.into();
        answer
    };
    assert_eq!(position(&copy), position(&place));
    assert_eq!(
        ask_at(&place.address, place.folder(), &format!("--format json import '{path}'")).coded(0).json()["change"],
        serde_json::Value::Null
    );
}

#[test]
fn templates_open_in_libreoffice_and_come_back_empty() {
    let place = Place::sqlite();
    ask(&place, "layout --out templates").coded(0);
    ask(&place, "layout --out templates").coded(0);
    let names: Vec<_> = std::fs::read_dir(place.file("templates"))
        .expect("the templates are there")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.iter().any(|name| name == "posts.csv"), "{names:?}");
    let book = names.iter().find(|name| name.to_lowercase().ends_with(".xlsx")).expect("a workbook");
    let Some(soffice) = std::env::var_os("MAINSTAY_TEST_SOFFICE") else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "in CI, LibreOffice must be there");
        eprintln!("not run: LibreOffice (MAINSTAY_TEST_SOFFICE is not set)");
        return;
    };
    let mut convert = Command::new(soffice);
    let profile = format!("-env:UserInstallation=file://{}", place.file("profile").display());
    convert.args([&profile, "--headless", "--convert-to", "ods", "--outdir"]).arg(place.file("converted"));
    convert.arg(place.file("templates").join(book));
    run(convert).coded(0);
    let converted = place.file("converted").join(book.replace(".xlsx", ".ods"));
    assert!(converted.is_file(), "LibreOffice opened it");
    let path = converted.display();
    let answer = ask(&place, &format!("--format json import '{path}' --dry-run")).coded(0).json();
    assert_eq!(answer["records"], serde_json::json!({}), "{answer}");
    let codes: std::collections::BTreeSet<_> =
        answer["findings"].as_array().expect("findings").iter().map(|one| one["code"].to_string()).collect();
    assert!(codes.iter().all(|code| code == "\"empty-sheet\""), "every heading survived: {codes:?}");
}
