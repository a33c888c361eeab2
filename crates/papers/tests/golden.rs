//! The five papers: what must be found in each, by its own text.

use papers::claims::evidence::Evidence;
use papers::claims::{Claim, Kind, Report, Settings, Verdict, check};
use papers::read::read;

fn report(file: &str) -> Report {
    let path = format!("{}/tests/papers/{file}", env!("CARGO_MANIFEST_DIR"));
    let document =
        read(file, &std::fs::read(path).expect("the test's own data")).expect("the test's own data");
    let evidence = Evidence { releases: papers::benchmarks::releases().iter().collect(), own: None };
    check(&document, &Settings { evidence, ..Settings::default() })
}

/// The only claim that fits.
fn only(report: &Report, fits: impl Fn(&Claim) -> bool) -> Claim {
    let found: Vec<&Claim> = report.claims.iter().filter(|claim| fits(claim)).collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].clone()
}

/// The claims with a stated text and kind.
fn stated(report: &Report, kind: Kind, stated: &str) -> Claim {
    only(report, |claim| claim.kind == kind && claim.stated == stated)
}

fn herefordshire() -> Report {
    report("herefordshire-2013.txt")
}

fn manchester() -> Report {
    report("manchester-2010.txt")
}

fn northumberland() -> Report {
    report("northumberland-2023.txt")
}

/// G1.
#[test]
fn two_formulas_in_one_column_are_told_apart_and_the_odd_row_is_named() {
    let report = herefordshire();
    let total = stated(&report, Kind::TableCell, "-13.20");
    assert_eq!(total.verdict, Verdict::Contradicted);
    assert_eq!(total.computed.as_deref(), Some("-9.61"));
    assert!(total.because.contains("they mix two formulas: F1 gives -9.61, F2 -17.20"), "{}", total.because);
    assert!(total.because.contains("F1 alone: AP's. F2 alone: Assistant Team Manager, Social Workers"));
    let odd = only(&report, |claim| claim.because.starts_with("Two formulas in one column"));
    assert_eq!(
        (odd.verdict, odd.stated.as_str(), odd.computed.as_deref()),
        (Verdict::Imprecise, "4.00", Some("0.00"))
    );
    assert!(odd.because.contains("AP's follows F1"));
    // The year after, every row is F1.
    for value in ["11.00", "-9.00", "-7.47", "-1.47"] {
        let claim = only(&report, |claim| {
            claim.kind == Kind::TableCell && claim.stated == value && claim.because.contains("follows")
                || claim.stated == value && claim.because.contains("both formulas")
        });
        assert_eq!(claim.verdict, Verdict::Confirmed, "{value}");
        assert!(claim.because.contains("F1") || claim.because.contains("both"), "{}", claim.because);
    }
}

/// G2; A-04.
#[test]
fn the_movement_between_the_tables_is_of_posts_alone() {
    let movement = stated(&herefordshire(), Kind::Document, "+11.73");
    assert_eq!(movement.computed.as_deref(), Some("+8.14"));
    assert!(
        movement.because.contains("posts +8.14, people 0.00 (permanent 0.00, agency 0.00)"),
        "{}",
        movement.because
    );
}

///
#[test]
fn vacant_means_two_things_and_one_row_is_out() {
    let report = herefordshire();
    // The first of the two tables.
    let row = |start: &str, because: &str| {
        let fits = |claim: &&Claim| claim.because.starts_with(start) && claim.because.contains(because);
        report.claims.iter().find(fits).cloned().unwrap_or_else(|| panic!("nothing on {start}"))
    };
    assert_eq!(
        row("Service Manager: vacant is 6.00 posts less 4.00 permanent: 2.00", "").verdict,
        Verdict::Imprecise
    );
    assert_eq!(row("Assistant Team Manager: vacant is 9.00", "5.00").verdict, Verdict::Contradicted);
    assert_eq!(row("AP's: vacant is 8.00", "4.00").verdict, Verdict::Confirmed);
    let out = row("Social Workers: vacant is 56.05", "1.59 is printed (+0.20)");
    assert_eq!((out.verdict, out.computed.as_deref()), (Verdict::Contradicted, Some("1.39")));
}

/// G3.
#[test]
fn changes_that_no_decision_explains_are_listed() {
    let report = herefordshire();
    let change = |stated: &str| only(&report, |claim| claim.kind == Kind::Document && claim.stated == stated);
    let leaders = change("+3.00");
    assert_eq!(leaders.verdict, Verdict::Contradicted);
    assert!(leaders.because.starts_with("Team Leaders with assistant team manager"), "{}", leaders.because);
    assert!(leaders.because.contains("+1.00 is not explained"));
    let practitioners = change("-4.00");
    assert_eq!(practitioners.verdict, Verdict::Contradicted);
    assert!(practitioners.because.contains("-2.00 is not explained"));
    assert_eq!(change("+5.14").verdict, Verdict::Unsupported);
    let senior = change("+4.00");
    assert_eq!(senior.verdict, Verdict::Undefined);
    assert!(senior.because.contains("how many posts was not stated"));
}

/// G4.
#[test]
fn totals_hold_and_what_they_mix_is_told() {
    let report = manchester();
    for total in ["204", "198", "197", "210"] {
        let sum = only(&report, |claim| claim.kind == Kind::TableCell && claim.stated == total);
        assert_eq!(sum.verdict, Verdict::Confirmed);
    }
    for (text, row) in
        [("204", "Total"), ("197", "Total"), ("120", "Permanent Staff"), ("175", "Permanent Staff")]
    {
        let claim = only(&report, |claim| claim.kind == Kind::Figure && claim.stated == text);
        assert_eq!(claim.verdict, Verdict::Confirmed);
        assert!(claim.because.contains(row));
    }
    let posts = stated(&report, Kind::Document, "204 to 198");
    assert_eq!(posts.computed.as_deref(), Some("181 to 185"));
    assert!(
        posts.because.contains("+4, where the total says -6. Agency workers are 66 and 16"),
        "{}",
        posts.because
    );
    let share = only(&report, |claim| claim.stated == "8");
    assert_eq!((share.verdict, share.computed.as_deref()), (Verdict::Confirmed, Some("8.08")));
    assert!(share.because.contains("8.21%") && share.because.contains("6.7%"), "{}", share.because);
}

/// G5; A-10.
#[test]
fn each_is_false_where_one_did_not() {
    let each = only(&manchester(), |claim| claim.kind == Kind::Universal);
    assert_eq!((each.verdict, each.stated.as_str()), (Verdict::Contradicted, "each service"));
    for part in [
        "adult services agency did not fall",
        "from 9 to 18",
        "66 to 16 (32.4% to 8.1%",
        "22 to 24 (11.2% to 11.4%",
        "88 to 40",
    ] {
        assert!(each.because.contains(part), "{part}: {}", each.because);
    }
}

///
#[test]
fn missing_rows_internal_appointments_and_a_target_are_told() {
    let report = manchester();
    let rows = only(&report, |claim| claim.because.starts_with("The two tables have different rows"));
    assert!(rows.because.contains("adult services has no row for Vacant, Long term sickness"));
    assert!(rows.because.contains("children's services has no row for Act Ups"));
    let internal = stated(&report, Kind::Figure, "24 of 27");
    assert_eq!(internal.computed.as_deref(), Some("88.9%"));
    assert!(internal.because.contains("the service as a whole gained 3"));
    let target = only(&report, |claim| claim.because.starts_with("A target"));
    assert_eq!(target.verdict, Verdict::Unsupported);
    assert!(
        target.because.contains("7 December 2009") && target.because.contains("services 3, adult services 1")
    );
}

/// G6.
#[test]
fn a_councils_figures_are_confirmed_but_for_the_days() {
    let report = northumberland();
    let figure = |text: &str, year: u16| {
        only(&report, |claim| {
            claim.kind == Kind::Figure
                && claim.stated == text
                && claim.authority.as_deref() == Some("929")
                && claim.period.as_deref() == Some(&format!("year to 30 September {year}"))
                && !claim.text.starts_with("The rate of")
        })
    };
    for (text, year, measure) in [
        ("15.9", 2022, "turnover_rate_fte"),
        ("28.8", 2022, "leavers_fte"),
        ("15.8", 2021, "turnover_rate_fte"),
        ("12", 2022, "agency_fte"),
        ("6.2", 2022, "agency_rate_fte"),
        ("10.0", 2021, "agency_rate_fte"),
        ("1.9", 2022, "absence_rate_fte"),
        ("3.6", 2021, "absence_rate_fte"),
    ] {
        let claim = figure(text, year);
        assert_eq!((claim.verdict, claim.measure), (Verdict::Confirmed, Some(measure)), "{text}");
    }
    let days = figure("1302", 2022);
    assert_eq!((days.verdict, days.computed.as_deref()), (Verdict::Contradicted, Some("873.7")));
    assert!(days.because.contains("would be 2.84%"), "{}", days.because);
    assert_eq!(stated(&report, Kind::Figure, "3.5").verdict, Verdict::Unsupported);
}

/// G7.
#[test]
fn englands_figures_are_of_the_year_before_and_cut_off() {
    let report = northumberland();
    let in_post = stated(&report, Kind::Figure, "32502");
    assert_eq!((in_post.verdict, in_post.computed.as_deref()), (Verdict::Imprecise, Some("31634.1")));
    assert!(in_post.because.contains("32502 is the figure of 2021: another year"));
    assert_eq!(stated(&report, Kind::Figure, "4995").verdict, Verdict::Imprecise);
    let turnover = stated(&report, Kind::Figure, "15.3");
    assert_eq!(turnover.verdict, Verdict::Imprecise);
    assert!(
        turnover.because.contains("2021, another year, is 15.4; 15.3 is that cut off"),
        "{}",
        turnover.because
    );
    let profession =
        only(&report, |claim| claim.kind == Kind::Document && claim.stated == "left the profession");
    assert_eq!(profession.verdict, Verdict::Imprecise);
}

/// G8; A-22.
#[test]
fn the_lowest_is_confirmed_by_the_series() {
    let lowest = only(&northumberland(), |claim| claim.kind == Kind::Superlative);
    assert_eq!((lowest.verdict, lowest.computed.as_deref()), (Verdict::Confirmed, Some("1.9")));
    assert!(lowest.because.contains("2017 3.6") || lowest.because.contains("2019 4.9"), "{}", lowest.because);
}

///
#[test]
fn all_who_passed_is_not_all_who_started() {
    let report = northumberland();
    let passed = stated(&report, Kind::Universal, "all of 16");
    assert_eq!(passed.verdict, Verdict::Undefined);
    assert!(passed.because.contains("over all who started"));
    let cohort = stated(&report, Kind::Figure, "15");
    assert_eq!(cohort.verdict, Verdict::Unsupported);
    assert!(cohort.because.contains("30.1 FTE"), "{}", cohort.because);
}

/// G9; A-25.
#[test]
fn new_posts_people_to_recruit_and_money_are_kept_apart() {
    let report = report("devon-2021.txt");
    let need = stated(&report, Kind::Figure, "100 and six");
    assert_eq!(need.computed.as_deref(), Some("about 106"));
    assert!(need.because.contains("48 additional FTE"));
    let money = |text: &str| only(&report, |claim| claim.stated.contains(text)).because;
    assert!(money("3.4").contains("to be considered, not approved"));
    assert!(money("1.1").contains("was approved"));
    for (text, change) in [("780 to 806", "+3.3%"), ("530 to 590", "+11.3%")] {
        let demand = stated(&report, Kind::Comparison, text);
        assert_eq!((demand.verdict, demand.computed.as_deref()), (Verdict::Confirmed, Some(change)));
    }
}

/// G10.
#[test]
fn a_transfer_conserves_posts() {
    let transfer = stated(&herefordshire(), Kind::Figure, "2 + 4 + 3 + 1");
    assert_eq!(transfer.computed.as_deref(), Some("10"));
    assert!(transfer.because.contains("the total of the service does not change"));
}

/// G12 in part.
#[test]
fn words_without_numbers_stale_dates_and_small_counts_are_flagged() {
    let report = report("cheshire-east-2017.txt");
    let turnover = stated(&report, Kind::Comparison, "continued to reduce");
    assert_eq!((turnover.verdict, turnover.measure), (Verdict::Undefined, Some("turnover_rate_fte")));
    assert!(turnover.because.contains("20.7 in 2017"), "{}", turnover.because);
    assert_eq!(stated(&report, Kind::Comparison, "stable").verdict, Verdict::Undefined);
    let stale: Vec<&Claim> =
        report.claims.iter().filter(|claim| claim.because.contains("as yet to come")).collect();
    let days: Vec<&str> = stale.iter().map(|claim| claim.stated.as_str()).collect();
    assert_eq!(days, ["April", "April", "April", "5th April"]);
    assert!(stale[0].because.contains("3rd April"), "{}", stale[0].because);
    let small = only(&report, |claim| claim.stated == "two" && claim.text.contains("marginally over"));
    assert!(small.because.contains("fewer than 6"));
}

/// G13.
#[test]
fn what_is_missing_from_a_paper_is_told() {
    let attached = only(&herefordshire(), |claim| claim.text.contains("is attached"));
    assert_eq!((attached.kind, attached.verdict), (Kind::Document, Verdict::Contradicted));
    let devon = report("devon-2021.txt");
    assert!(devon.claims.iter().any(|claim| claim.because.contains("cut off here")));
    assert!(devon.claims.iter().any(|claim| claim.because.contains("not in this text")));
    let charts: Vec<String> = northumberland()
        .claims
        .into_iter()
        .filter(|claim| claim.because.contains("its figures were lost"))
        .map(|claim| claim.text)
        .collect();
    assert_eq!(
        charts,
        [
            "Percentage of FTE leavers in the year by time in service, England 2022",
            "Workload Weighting: % of social workers working within the desired level"
        ]
    );
    let link = only(&report("cheshire-east-2017.txt"), |claim| claim.stated == "https://greater.jobs/");
    assert_eq!(link.verdict, Verdict::Imprecise);
}

/// Every verdict on the five papers, reviewed and kept.
#[test]
fn every_verdict_is_as_reviewed() {
    for file in
        ["cheshire-east-2017", "devon-2021", "herefordshire-2013", "manchester-2010", "northumberland-2023"]
    {
        let report = report(&format!("{file}.txt"));
        let lines: Vec<String> = report
            .claims
            .iter()
            .map(|claim| {
                let words: Vec<&str> = claim.text.split_whitespace().collect();
                let text: String = words.join(" ").chars().take(70).collect();
                format!(
                    "{} {} | {} | {text} | {}",
                    claim.verdict.text(),
                    claim.kind.text(),
                    claim.stated,
                    claim.because
                )
            })
            .collect();
        insta::assert_snapshot!(file, lines.join("\n"));
    }
}

/// The text of a claim is that of its bytes.
#[test]
fn bytes_are_places_in_the_text() {
    for file in ["cheshire-east-2017.txt", "devon-2021.txt", "northumberland-2023.txt"] {
        let text = std::fs::read_to_string(format!("{}/tests/papers/{file}", env!("CARGO_MANIFEST_DIR")))
            .expect("the test's own data");
        let report = report(file);
        assert!(!report.claims.is_empty());
        for claim in report.claims {
            assert_eq!(claim.text, text[claim.start..claim.end]);
        }
    }
}
