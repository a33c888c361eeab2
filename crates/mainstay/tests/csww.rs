//! Checking census returns as an analyst does who has nothing else of Mainstay: no store, only files.

use std::fs;
use std::path::Path;

use common::{Ran, ask_at};

mod common;

/// A leaver without a destination, under a header.
const RETURN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CSWW</Collection><Year>2025</Year><ReferenceDate>2025-09-30</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel><LEA>301</LEA><SoftwareCode>Example HR</SoftwareCode>
      <DateTime>2025-10-14T09:30:00</DateTime>
    </Source>
  </Header>
  <LALevel>
    <NumberOfVacancies>21.40</NumberOfVacancies>
    <NoAgencyFTE>0.00</NoAgencyFTE>
    <NoAgencyHeadcount>0</NoAgencyHeadcount>
    <RecruitmentBonus>0</RecruitmentBonus>
    <RetentionBonus>0</RetentionBonus>
    <PerformanceAward>0</PerformanceAward>
    <CarAllowance>0</CarAllowance>
    <RelocationPackage>0</RelocationPackage>
    <RegionalWeighting>0</RegionalWeighting>
    <CostSWE>0</CostSWE>
    <CostDBS>0</CostDBS>
    <OtherAllowances>None</OtherAllowances>
  </LALevel>
  <CSWWWorker>
    <AgencyWorker>0</AgencyWorker>
    <SWENo>SW24680</SWENo>
    <FTE>0.000000</FTE>
    <PersonBirthDate>1979-07-30</PersonBirthDate>
    <Sex>M</Sex>
    <Ethnicity>BCRB</Ethnicity>
    <QualLevel>1</QualLevel>
    <StepUpGrad>0</StepUpGrad>
    <OrgRole>4</OrgRole>
    <RoleStartDate>2016-04-04</RoleStartDate>
    <StartOrigin>4</StartOrigin>
    <RoleEndDate>2025-05-16</RoleEndDate>
    <ReasonLeave>1</ReasonLeave>
    <FTE30>0.600000</FTE30>
    <WorkingDaysLost>2</WorkingDaysLost>
    <FrontlineGrad>0</FrontlineGrad>
    <BaseSalary>46500.00</BaseSalary>
  </CSWWWorker>
</Message>
"#;

fn check(folder: &Path, arguments: &str) -> Ran {
    let store = folder.join("there-is-no-store.db");
    let ran = ask_at(&store.display().to_string(), folder, arguments);
    assert!(!store.exists(), "a check makes no store");
    ran
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let sound = RETURN
        .replace("    <ReasonLeave>", "    <LeaverDestination>1</LeaverDestination>\n    <ReasonLeave>");
    for (name, text) in
        [("leaver.xml", RETURN), ("sound.xml", &sound), ("broken.xml", &RETURN[..RETURN.len() - 120])]
    {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

#[test]
fn a_finding_says_what_where_and_how_to_put_it_right() {
    let folder = folder();
    let ran = check(folder.path(), "--format json csww check leaver.xml --rules CW-W63").coded(1);
    let answer = ran.json();
    assert_eq!(answer["file"], "leaver.xml");
    assert_eq!(answer["year"], 2025);
    assert_eq!(answer["authority"], "301");
    assert_eq!(answer["workers"], 1);
    assert_eq!(answer["summary"], serde_json::json!({ "error": 1, "query": 0 }));
    let finding = &answer["findings"][0];
    assert_eq!(finding["rule"], "CW-W63");
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["worker"], 1);
    assert_eq!(finding["swe"], "SW24680");
    assert_eq!(finding["item"], "LeaverDestination");
    assert!(finding["value"].is_null());
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(26), Some(3)));
    assert!(finding["message"].as_str().is_some_and(|text| text.ends_with('.')), "{finding}");
    assert!(finding["fix"].as_str().is_some_and(|text| text.contains("LeaverDestination")), "{finding}");
}

#[test]
fn codes_tell_sound_from_wrong_from_unreadable() {
    let folder = folder();
    check(folder.path(), "csww check sound.xml --only error").coded(0);
    check(folder.path(), "csww check leaver.xml").coded(1);
    let broken = check(folder.path(), "--format json csww check broken.xml").coded(3).json();
    assert!(broken["findings"].as_array().is_some_and(|all| all.iter().any(|one| one["rule"] == "CW-F01")));
    check(folder.path(), "csww check not-there.xml").coded(3);
    check(folder.path(), "csww check sound.xml --previous broken.xml").coded(3);
    check(folder.path(), "csww check sound.xml --previous not-there.xml").coded(3);
    check(folder.path(), "csww check sound.xml --rules CW-NONE").coded(2);
    check(folder.path(), "csww check sound.xml --year 1999").coded(2);
    check(folder.path(), "--format sarif csww rules").coded(2);
}

#[test]
fn several_files_are_each_reported_with_totals_last() {
    let folder = folder();
    let answer =
        check(folder.path(), "--format json csww check sound.xml leaver.xml not-there.xml").coded(3).json();
    let names: Vec<_> =
        answer["files"].as_array().expect("files").iter().map(|file| file["file"].clone()).collect();
    assert_eq!(names, ["sound.xml", "leaver.xml", "not-there.xml"]);
    assert_eq!(answer["totals"]["files"], 3);
    let listed = check(folder.path(), "--format csv csww check sound.xml leaver.xml").coded(1).out;
    assert!(listed.starts_with("file,line,column,level,rule,worker,swe,item,value,message,fix"), "{listed}");
    assert!(
        listed.lines().any(|line| line.starts_with("leaver.xml,26,3,error,CW-W63,1,SW24680")),
        "{listed}"
    );
}

#[test]
fn sarif_points_into_the_file() {
    let folder = folder();
    let sarif = check(folder.path(), "--format sarif csww check leaver.xml --only error").coded(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let result = results.iter().find(|one| one["ruleId"] == "CW-W63").expect("the finding");
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64()), (Some(26), Some(3)));
    let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
    assert_eq!(sarif["runs"][0]["tool"]["driver"]["rules"][index]["id"], "CW-W63");
}

#[test]
fn a_rule_tells_its_source_and_how_sure_it_is() {
    let folder = folder();
    let rules = check(folder.path(), "--format json csww rules cw-w63").coded(0).json();
    assert_eq!(rules[0]["id"], "CW-W63");
    assert_eq!(rules[0]["confidence"]["content"], "official");
    assert!(check(folder.path(), "csww rules CW-W63").coded(0).out.contains("Mainstay's own"));
    check(folder.path(), "csww rules CW-NONE").coded(2);
}

#[test]
fn a_sample_is_sound_and_each_planted_defect_is_found_and_nothing_else() {
    let folder = folder();
    let made = "csww sample --workers 300 --year 2025 --seed 7 --out sound-sample.xml";
    check(folder.path(), made).coded(0);
    let sound = check(folder.path(), "--format json csww check sound-sample.xml").coded(0).json();
    assert_eq!((sound["workers"].as_u64(), sound["findings"].as_array().map(Vec::len)), (Some(300), Some(0)));
    check(folder.path(), made).coded(3);

    check(folder.path(), "csww sample --workers 300 --year 2025 --seed 7 --defects 12 --out planted.xml")
        .coded(0);
    let side = fs::read_to_string(folder.path().join("planted.xml.defects.json")).expect("a side file");
    let planted: serde_json::Value = serde_json::from_str(&side).expect("JSON");
    let found = check(folder.path(), "--format json csww check planted.xml").json();
    let keys = |all: &serde_json::Value| {
        let key = |one: &serde_json::Value| (one["rule"].to_string(), one["worker"].as_u64());
        let mut keys: Vec<_> = all.as_array().expect("a list").iter().map(key).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&found["findings"]), keys(&planted));
    assert_eq!(keys(&planted).len(), 12);
    check(folder.path(), "csww sample --workers 3 --year 2019 --seed 7").coded(2);
    check(folder.path(), "csww sample --workers 3 --year 2025 --seed 7 --defects 1").coded(2);
}

#[test]
fn a_return_goes_into_tables_and_back_without_loss() {
    let folder = folder();
    check(folder.path(), "csww sample --workers 50 --year 2024 --seed 3 --out csww_301_2024.xml").coded(0);
    check(folder.path(), "csww to-csv csww_301_2024.xml --out tables").coded(0);
    check(folder.path(), "csww from-csv tables --out again.xml").coded(0);
    let read = |name: &str| fs::read(folder.path().join(name)).expect("a file");
    assert!(read("csww_301_2024.xml") == read("again.xml"), "the same bytes");
    let workers = folder.path().join("tables/workers.csv");
    let text = fs::read_to_string(&workers).expect("a table");
    fs::write(&workers, text.replacen("SWENo", "Number", 1)).expect("a table");
    let refused = check(folder.path(), "csww from-csv tables --out third.xml").coded(3);
    assert!(refused.err.contains("workers.csv"), "{refused:?}");
    assert!(!folder.path().join("third.xml").exists(), "nothing is half made");
}

#[test]
fn a_summary_counts_as_the_department_does() {
    let folder = folder();
    check(folder.path(), "csww sample --workers 200 --year 2025 --seed 5 --out return.xml").coded(0);
    let summary = check(folder.path(), "--format json csww summary return.xml").coded(0).json();
    let measures = summary["measures"].as_array().expect("measures");
    assert_eq!(measures.len(), 22);
    let turnover = measures.iter().find(|one| one["measure"] == "turnover_rate_fte").expect("turnover");
    assert_eq!((&turnover["status"], &turnover["unit"]), (&"number".into(), &"percent".into()));
    let part = |name: &str| -> f64 {
        turnover["unrounded"][name].as_str().and_then(|text| text.parse().ok()).expect("a part")
    };
    let shown: f64 = turnover["value"].as_str().and_then(|text| text.parse().ok()).expect("a value");
    assert!((100.0 * part("numerator") / part("denominator") - shown).abs() <= 0.05 + 1e-9, "{turnover}");
    assert!(check(folder.path(), "csww summary return.xml").coded(0).out.contains("caseload_fte"));
    check(folder.path(), "csww summary broken.xml").coded(3);
}

#[test]
fn a_return_is_set_beside_last_years_and_the_published_figures() {
    let folder = folder();
    for year in [2024, 2025] {
        let made = format!("csww sample --workers 400 --year {year} --seed 9 --out {year}.xml");
        check(folder.path(), &made).coded(0);
    }
    let answer =
        check(folder.path(), "--format json csww compare 2025.xml --previous 2024.xml").coded(0).json();
    assert_eq!((answer["year"].as_i64(), answer["previous_year"].as_i64()), (Some(2025), Some(2024)));
    let measures = answer["measures"].as_array().expect("measures");
    let turnover = measures.iter().find(|one| one["measure"] == "turnover_rate_fte").expect("turnover");
    assert!(turnover["previous"]["value"].is_string(), "{turnover}");
    let published = &turnover["published"];
    assert!(published["council"].is_string() && published["neighbours"].is_string(), "{turnover}");
    // The newest year that the program carries, told with the figure.
    assert_eq!((&published["year"], &published["england"]), (&2023.into(), &"15.9".into()));
    // The rules that compare are those of the check with --previous.
    let found = check(folder.path(), "--format json csww check 2025.xml --previous 2024.xml").json();
    assert_eq!(found["findings"], answer["findings"]);
    assert!(
        found["findings"].as_array().is_some_and(|all| !all.is_empty()),
        "two strangers have nobody in common"
    );
    check(folder.path(), "csww compare 2024.xml --previous 2025.xml").coded(3);
    assert!(
        check(folder.path(), "csww compare 2025.xml --previous 2024.xml").coded(0).out.contains("England")
    );
}
