//! Every finding of mappings, rows and consistency, with its place: awkward files in, findings out.

mod common;

use std::collections::BTreeSet;

use common::{after, csv, day, fields, import, import_mapped, made, options, places};
use intake::codes::CODES;
use intake::finding::Finding;
use intake::proposal::{Options, propose};
use intake::row_codes;
use intake::source::{Limits, SourceFile};
use workforce::records::Records;

const POSTS: &str = "post,from,role,team,fte,funding";
const OCCUPANCIES: &str = "occupancy,worker,post,fte,from,to,basis,cover";

/// A team, a role, two posts, two workers with spells, and one occupancy: sound as it stands.
fn council() -> Vec<SourceFile> {
    vec![
        csv("units.csv", &["unit,from,name,kind", "duty,2015-01-01,Duty,team", "care,2015-01-01,Care,team"]),
        csv("roles.csv", &["role,from,title,qualified", "sw,2015-01-01,Social worker,yes"]),
        csv("posts.csv", &[POSTS, "P1,2015-01-01,sw,duty,1,base", "P2,2015-01-01,sw,duty,0.5,base"]),
        csv("workers.csv", &["worker", "W1", "W2", "W3"]),
        csv("spells.csv", &["spell,worker,started", "S1,W1,2016-01-01", "S2,W2,2016-01-01"]),
        csv("occupancies.csv", &[OCCUPANCIES, "O1,W1,P1,1,2016-01-01,,substantive,"]),
    ]
}

/// The findings of one more file beside the council.
fn beside(file: SourceFile) -> Vec<String> {
    places(&import(&made(&council()), &[file]).findings)
}

fn occupancy(row: &str) -> Vec<String> {
    beside(csv("occupancies.csv", &[OCCUPANCIES, row]))
}

fn mapped(toml: &str, lines: &[&str]) -> Vec<String> {
    places(&import_mapped(toml, csv("in.csv", lines)).findings)
}

const MAP: &str =
    "[[source]]\n[[source.record]]\nkind = \"worker\"\n[source.record.columns]\nworker = \"No\"\n";

#[test]
fn the_council_is_sound() {
    assert_eq!(places(&import(&Records::default(), &council()).findings), [""; 0]);
}

#[test]
fn columns() {
    assert_eq!(
        beside(csv("posts.csv", &["post,from,role,team,fte,fundng", "P3,2015-01-01,sw,duty,1,base"]))[0],
        "unknown-column posts.csv:1 fundng=fundng"
    );
    let proposal = import(&made(&council()), &[csv("posts.csv", &["post,from,rolle", "P1,2015-01-01,sw"])]);
    assert!(proposal.findings[0].message.contains("`role`"), "{:?}", proposal.findings[0]);
    assert_eq!(
        beside(csv("posts.csv", &["post,from,team,fte,funding", "P9,2015-01-01,duty,1,base"])),
        ["missing-required-column posts.csv:1 role"]
    );
    assert_eq!(
        beside(csv("posts.csv", &["from,fte", "2015-01-01,1"])),
        ["missing-required-column posts.csv:1 post"]
    );
    assert_eq!(beside(csv("payroll.csv", &["a,b", "1,2"]))[0], "unknown-sheet payroll.csv=payroll");
    assert_eq!(
        mapped(&MAP.replace("[[source]]", "[[source]]\nfile = \"x*\""), &["No", "1"]),
        ["sheet-not-mapped in.csv=in", "mapping-unused map.toml:1"]
    );
}

#[test]
fn cells() {
    let post = |row: &str| beside(csv("posts.csv", &[POSTS, row]));
    assert_eq!(post("P3,2015-13-01,sw,duty,1,base"), ["bad-date posts.csv:2 from=2015-13-01"]);
    assert_eq!(post("P3,03/04/2015,sw,duty,1,base"), ["day-month-ambiguous posts.csv:1 from"]);
    assert_eq!(
        post("P3,2015-01-01,sw,duty,\"1,000.5\",base")[0],
        "thousands-separator posts.csv:2 fte=1,000.5"
    );
    assert_eq!(post("P3,2015-01-01,sw,duty,£1,base"), ["currency-not-expected posts.csv:2 fte=£1"]);
    assert_eq!(post("P3,2015-01-01,sw,duty,\"0,5\",base"), ["decimal-comma posts.csv:2 fte=0,5"]);
    assert_eq!(post("P3,2015-01-01,sw,duty,,base"), ["missing-value posts.csv:2 fte"]);
    assert_eq!(post("P3,2015-01-01,sw,duty,tbc,base"), ["no-value-word posts.csv:2 fte=tbc"]);
    assert_eq!(post("P3,2015-01-01,sw,duty,1,basic"), ["unknown-code posts.csv:2 funding=basic"]);
    assert_eq!(post("1.23E+11,2015-01-01,sw,duty,1,base"), ["mangled-key posts.csv:2 post=1.23E+11"]);
    assert_eq!(post("P;3,2015-01-01,sw,duty,1,base"), ["bad-key posts.csv:2 post=P;3"]);
    assert_eq!(post("P3,2015-01-01,sw,duty,-1,base"), ["post-fte-negative posts.csv:2 fte=-1.00"]);
    assert_eq!(post("P3,2015-01-01,sw,duty,1,"), ["post-without-funding posts.csv:2 funding"]);
    assert_eq!(
        occupancy("O2,W2,P2,0.5,2016-01-01,,substative,"),
        ["unknown-code occupancies.csv:2 basis=substative"]
    );
}

#[test]
fn keys() {
    let posts = |rows: &[&str]| beside(csv("posts.csv", &[&[POSTS], rows].concat()));
    let row = "P3,2015-01-01,sw,duty,1,base";
    assert_eq!(posts(&[row, row]), ["repeated-row posts.csv:3=P3@2015-01-01"]);
    assert_eq!(
        posts(&[row, "P3,2015-01-01,sw,duty,0.5,base"]),
        ["duplicate-key posts.csv:3 fte=P3@2015-01-01"]
    );
    assert_eq!(
        occupancy("O2,W9,P2,0.5,2016-01-01,,agency,vacancy"),
        ["orphan-key occupancies.csv:2 worker=W9"]
    );
    assert_eq!(posts(&["P3,2015-01-01,xx,duty,1,base"]), ["orphan-key posts.csv:2 role=xx"]);
    assert_eq!(posts(&["P3,2015-01-01,sw,xx,1,base"]), ["orphan-key posts.csv:2 team=xx"]);
}

#[test]
fn people_and_posts() {
    assert_eq!(
        occupancy("O2,W2,P2,1.2,2016-01-01,,substantive,")[0],
        "fte-out-of-range occupancies.csv:2 fte=1.20"
    );
    assert_eq!(occupancy("O2,W3,P2,0,2016-01-01,,agency,vacancy"), ["fte-zero occupancies.csv:2 fte=0.00"]);
    assert_eq!(
        beside(csv("salaries.csv", &["worker,from,annual", "W1,2016-01-01,-1"])),
        ["salary-negative salaries.csv:2 annual=-1.00"]
    );
    assert_eq!(
        occupancy("O2,W1,P2,0.5,2016-01-01,,substantive,"),
        ["worker-fte-over-one occupancies.csv:2 fte=0.50"]
    );
    assert_eq!(
        occupancy("O2,W2,P1,0.5,2016-01-01,,substantive,"),
        ["over-held-post occupancies.csv:2 fte=0.50"]
    );
    assert_eq!(
        occupancy("O2,W2,P2,0.5,2016-02-01,2016-01-01,substantive,"),
        ["end-before-start occupancies.csv:2 to=2016-01-01"]
    );
    assert_eq!(
        occupancy("O2,W3,P2,0.5,2014-06-01,2014-09-01,agency,vacancy"),
        ["outside-post-dates occupancies.csv:2 from=2014-06-01"]
    );
    assert_eq!(
        occupancy("O2,W2,P2,0.5,2015-06-01,,substantive,"),
        ["outside-spell-dates occupancies.csv:2 from=2015-06-01"]
    );
    assert_eq!(
        occupancy("O2,W3,P2,0.5,2016-01-01,,agency,"),
        ["cover-without-reason occupancies.csv:2 cover"]
    );
    assert_eq!(
        occupancy("O2,W3,P2,0.5,2024-12-01,,agency,vacancy"),
        ["future-dated occupancies.csv:2 from=2024-12-01"]
    );
    assert_eq!(occupancy("O2,W3,,0.5,2016-01-01,,agency,vacancy"), ["no-place occupancies.csv:2 post"]);
    assert_eq!(
        beside(csv("spells.csv", &["spell,worker,started", "S9,W1,2017-01-01"]))[0],
        "overlapping-spells spells.csv:2 started=2017-01-01"
    );
    assert_eq!(
        beside(csv(
            "transfers.csv",
            &["transfer,post,on,from_team,to_team,fte_out,fte_in", "T1,P1,2020-01-01,duty,care,1,0.5"]
        ))[0],
        "transfer-not-conserved transfers.csv:2 fte_in=0.50"
    );
    assert_eq!(
        beside(csv("units.csv", &["unit,from,name,kind,parent", "duty,2015-01-01,Duty,team,duty"])),
        ["unit-loop units.csv:2 parent=duty"]
    );
}

#[test]
fn registers() {
    let council = made(&council());
    let found = |files: &[(&str, &[&str])]| {
        let files: Vec<SourceFile> = files.iter().map(|(name, lines)| csv(name, lines)).collect();
        places(&import(&council, &files).findings)
    };
    let has = |files: &[(&str, &[&str])], expected: &str| {
        let found = found(files);
        assert!(found.iter().any(|one| one == expected), "{expected} is not in {found:#?}");
    };
    let risk: (&str, &[&str]) = ("risks.csv", &["risk,title,owner,from", "R,Capacity,Director,2020-01-01"]);
    has(
        &[risk, ("risk-ratings.csv", &["risk,on,likelihood,impact", "R,2020-01-01,6,5"])],
        "number-out-of-range risk-ratings.csv:2 likelihood=6",
    );
    has(
        &[("engagements.csv", &["engagement,occupancy", "E,O1"])],
        "not-agency engagements.csv:2 occupancy=O1",
    );
    has(
        &[("agency-returns.csv", &["quarter", "2024-3"])],
        "quarter-form agency-returns.csv:2 quarter=2024-3",
    );
    let board: (&str, &[&str]) = ("channels.csv", &["channel,name", "C,Board"]);
    let advert: (&str, &[&str]) = ("adverts.csv", &["advert,channel,role,opened", "A,C,sw,2020-03-01"]);
    let applied: (&str, &[&str]) = ("applications.csv", &["application,advert,received", "1,A,2020-03-05"]);
    let stages: &[&str] = &["application,stage,on", "1,offered,2020-03-10", "1,interviewed,2020-03-11"];
    has(
        &[board, advert, applied, ("application-stages.csv", stages)],
        "stage-order application-stages.csv:2 on=2020-03-10",
    );
    has(
        &[
            ("incentive-schemes.csv", &["scheme,name,kind,from", "H,Hello,golden-hello,2020-01-01"]),
            ("incentive-awards.csv", &["award,scheme,spell,awarded_on", "A,H,S1,2020-01-01"]),
            (
                "payments.csv",
                &[
                    "payment,worker,kind,paid_on,amount,award,instalment",
                    "P,W1,recruitment-retention,2020-02-01,1,A,2",
                ],
            ),
        ],
        "unknown-within payments.csv:2 instalment=2",
    );
    has(
        &[
            ("programmes.csv", &["programme,from,name,kind,months", "ASYE,2020-01-01,ASYE,asye,12"]),
            ("cohorts.csv", &["cohort,programme,name,starts", "C,ASYE,Autumn,2020-09-01"]),
            ("enrolments.csv", &["enrolment,cohort,worker,started,outcome", "N,C,W1,2020-09-01,passed"]),
        ],
        "outcome-without-date enrolments.csv:2 outcome_on",
    );
    let same: &[&str] = &["channel,name,address", "A,One,jobs.example", "B,Other,jobs.example"];
    has(&[("channels.csv", same)], "shared-address channels.csv:3 address=jobs.example");
    has(
        &[
            ("spells.csv", &["spell,worker,started,left,reason", "S9,W3,2015-01-01,2016-01-01,retired"]),
            ("exit-interviews.csv", &["spell,main_reason", "S9,workload-cases"]),
        ],
        "census-reason-differs exit-interviews.csv:2 main_reason=workload-cases",
    );
}

#[test]
fn mappings() {
    let with = |line: &str| mapped(&format!("{MAP}{line}\n"), &["No,Other", "1,2"]);
    assert_eq!(mapped("[[source]", &["No"])[0], "mapping-syntax map.toml:1");
    assert_eq!(mapped("", &["No"])[0], "mapping-missing map.toml:1");
    assert_eq!(
        mapped(&MAP.replace("kind", "knd"), &["No"])[..2],
        ["mapping-missing map.toml:2 kind", "mapping-unknown-key map.toml:3 knd"]
    );
    assert_eq!(
        mapped(&MAP.replace("\"worker\"", "\"wurker\""), &["No"])[0],
        "mapping-unknown-kind map.toml:3 kind=wurker"
    );
    assert_eq!(with("note = 3")[0], "mapping-wrong-type map.toml:6 note");
    assert_eq!(with("nte = \"Other\"")[0], "mapping-unknown-column map.toml:6 nte=nte");
    assert_eq!(
        with("registered_from = { value = \"soon\" }")[0],
        "mapping-bad-value map.toml:6 registered_from=soon"
    );
    assert_eq!(with("note = \"Nickname\"")[0], "mapped-column-missing in.csv:1 Nickname=Nickname");
    assert_eq!(mapped(MAP, &["No,Other", "1,2"]), ["unknown-column in.csv:1 Other=Other"]);
    let fte = MAP
        .replace("worker\"", "occupancy\"")
        .replace("worker = \"No\"", "occupancy = \"No\"\nfte = { hours = \"H\", full_time = \"F\" }");
    assert!(mapped(&fte, &["No,H,F", "1,37,0"]).contains(&"bad-full-time in.csv:2 F=0".to_owned()));
    assert!(
        mapped(&fte, &["No,H,F", "1,1000000000,0.000001"])
            .contains(&"bad-value in.csv:2 H=1000000000".to_owned())
    );
    let code = MAP.replace("worker\"", "occupancy\"").replace(
        "worker = \"No\"",
        "occupancy = \"No\"\nbasis = { column = \"B\", codes = { \"Perm\" = \"permanent\" } }",
    );
    assert_eq!(mapped(&code, &["No,B", "1,Perm"])[0], "mapping-unknown-code map.toml:6 basis=permanent");
}

#[test]
fn complete_files() {
    let council = made(&council());
    let complete = |kind: &str, files: &[SourceFile]| {
        let options = Options { complete: vec![kind.to_owned()], ..options() };
        propose(&council, files, None, &options)
    };
    let proposal = complete(
        "occupancies",
        &[csv("occupancies.csv", &[OCCUPANCIES, "O2,W2,P2,0.5,2016-01-01,,substantive,"])],
    );
    assert_eq!(places(&proposal.findings), ["absent-so-ended occupancies.csv to=O1"]);
    let counts = proposal.counts["occupancy"];
    assert_eq!((counts.added, counts.ended), (1, 1));
    assert!(fields(&after(&council, &proposal), "occupancy:O1").contains(" to=2024-09-30"));
    assert_eq!(
        places(&complete("worker", &[csv("workers.csv", &["worker", "W1"])]).findings),
        ["absent-not-ended workers.csv=W2"]
    );
    assert_eq!(
        places(&complete("post", &[csv("workers.csv", &["worker", "W1"])]).findings),
        ["complete-without-rows workers.csv=post"]
    );
    assert_eq!(
        places(&complete("posst", &[csv("workers.csv", &["worker", "W1"])]).findings),
        ["not-a-kind workers.csv=posst"]
    );
}

#[test]
fn a_row_that_cannot_be_read_still_keeps_its_record_from_being_ended() {
    let council = made(&council());
    let options = Options { complete: vec!["occupancy".to_owned()], ..options() };
    let file = csv("occupancies.csv", &[OCCUPANCIES, "O1,W1,P1,one,2016-01-01,,substantive,"]);
    let proposal = propose(&council, &[file], None, &options);
    assert_eq!(places(&proposal.findings), ["bad-number occupancies.csv:2 fte=one"]);
    assert!(proposal.entries.is_empty());
}

#[test]
fn workbooks() {
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let file = SourceFile::new(name, std::fs::read(path).expect("a fixture"));
        places(&import(&Records::default(), &[file]).findings)
    };
    for name in ["awkward.xlsx", "awkward.ods", "awkward.xls"] {
        let found = read(name);
        for code in ["formula-cells", "merged-cells", "empty-sheet", "hidden-sheet"] {
            assert!(
                found.iter().any(|finding| finding.starts_with(&format!("{code} {name}!"))),
                "{name}: {code}"
            );
        }
    }
}

#[test]
fn files_that_are_not_what_they_should_be() {
    assert_eq!(beside(SourceFile::new("posts.xlsx", "post,from\n")), ["not-the-file-it-claims posts.xlsx"]);
    assert_eq!(beside(SourceFile::new("posts.csv", "")), ["empty-file posts.csv"]);
    assert_eq!(beside(csv("posts.csv", &[POSTS])), ["empty-sheet posts.csv"]);
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    let large = propose(&Records::default(), &council()[..1], None, &Options { limits, ..options() });
    assert_eq!(places(&large.findings), ["too-large units.csv"]);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let found = beside(csv(
        "posts.csv",
        &[
            POSTS,
            "P3,2015-13-01,sw,duty,x,basic",
            "P4,2015-01-01,xx,duty,1,base",
            ",2015-01-01,sw,duty,1,base",
        ],
    ));
    assert_eq!(
        found,
        [
            "bad-date posts.csv:2 from=2015-13-01",
            "no-value-word posts.csv:2 fte=x",
            "unknown-code posts.csv:2 funding=basic",
            "orphan-key posts.csv:3 role=xx",
            "missing-value posts.csv:4 post",
        ]
    );
}

/// Every code of mappings, rows and consistency is found by a test of this file.
#[test]
fn every_code_has_a_test() {
    let text = include_str!("findings.rs");
    // Expectations read `code file…`; workbooks are looked through for some codes in a list.
    let expected = |code: &str| text.contains(&format!("\"{code} "));
    let rules = workforce::check::RULES.iter().map(|rule| rule.code);
    let untested: Vec<_> =
        row_codes::CODES.iter().map(|code| code.code).chain(rules).filter(|code| !expected(code)).collect();
    assert_eq!(untested, [""; 0], "codes with no test here");
    let readers: BTreeSet<_> = CODES.iter().map(|code| code.code).collect();
    assert!(row_codes::CODES.iter().all(|code| !readers.contains(code.code)), "one code, one registry");
}

#[test]
fn what_a_file_does_not_say_stays() {
    let council = made(&council());
    let partial = csv("posts.csv", &["post,from,hard_to_recruit", "P1,2015-01-01,yes"]);
    let proposal = import(&council, &[partial]);
    assert_eq!(
        fields(&after(&council, &proposal), "post:P1@2015-01-01"),
        "post=P1 from=2015-01-01 role=sw team=duty fte=1.00 funding=base hard_to_recruit=yes"
    );
    let cleared = import(&council, &[csv("posts.csv", &["post,from,funding", "P1,2015-01-01,"])]);
    assert_eq!(places(&cleared.findings), ["post-without-funding posts.csv:2 funding"]);
    assert!(!fields(&after(&council, &cleared), "post:P1@2015-01-01").contains("funding"));
}

#[test]
fn the_same_files_again_change_nothing() {
    let council_files = council();
    let council = made(&council_files);
    let again = import(&council, &council_files);
    assert!(again.entries.is_empty() && again.changes.is_empty());
    assert!(again.counts.values().all(|counts| counts.added + counts.changed + counts.ended == 0));
    assert_eq!(again.counts["post"].unchanged, 2);
}

#[test]
fn a_breach_that_was_there_before_is_not_the_imports() {
    let council = made(&council());
    let held =
        import(&council, &[csv("occupancies.csv", &[OCCUPANCIES, "O2,W2,P1,0.5,2016-01-01,,substantive,"])]);
    let council = after(&council, &held);
    assert_eq!(places(&import(&council, &[csv("workers.csv", &["worker", "W8"])]).findings), [""; 0]);
}

/// Findings are sorted by file, sheet and row, whatever order they were met in.
#[test]
fn findings_come_in_the_order_of_the_files() {
    let files = [
        csv("posts.csv", &[POSTS, "P4,2015-01-01,sw,nowhere,1,base", "P5,soon,sw,duty,1,base"]),
        csv("workers.csv", &["worker", "W;7"]),
    ];
    let findings: Vec<Finding> = import(&made(&council()), &files).findings;
    assert_eq!(
        places(&findings),
        [
            "orphan-key posts.csv:2 team=nowhere",
            "bad-date posts.csv:3 from=soon",
            "bad-key workers.csv:2 worker=W;7",
        ]
    );
    assert_eq!(day("2024-09-30"), options().as_at);
}
