//! Bindings that a person gives: they are held against the figures like any other, and every verdict says so.

use papers::claims::correction::{self, Correction, Written};
use papers::claims::evidence::Evidence;
use papers::claims::{Claim, Kind, Report, Settings, Verdict, check};
use papers::read::read;

fn report(paper: &str, corrections: &str) -> Report {
    let document = read("paper.txt", paper.as_bytes()).expect("the test's own data");
    let evidence = Evidence { releases: papers::benchmarks::releases().iter().collect(), own: None };
    let authority = Some(("383".to_owned(), String::new()));
    let published = "2024-06-18".parse().ok();
    let corrections = correction::read(corrections).expect("the test's own data");
    check(&document, &Settings { authority, published, evidence, corrections })
}

fn the<'a>(report: &'a Report, stated: &str) -> &'a Claim {
    report
        .claims
        .iter()
        .find(|claim| claim.stated == stated)
        .unwrap_or_else(|| panic!("{:#?}", report.claims))
}

const PAPER: &str = "At the census the position was 12.5 per cent.";

const HAND: &str =
    "[[correction]]\nsentence = \"At the census the position was\\n12.5 per cent.\"\nstated = \"12.5\"\n";

#[test]
fn a_number_bound_to_nothing_is_held_against_what_it_is_said_to_be_of() {
    assert_eq!(the(&report(PAPER, ""), "12.5").verdict, Verdict::Unsupported);
    let bound = |more: &str| report(PAPER, &format!("{HAND}{more}reason = \"The table above it.\"\n"));
    let right = bound("measure = \"vacancy_rate_fte\"\nyear = 2023\n");
    let claim = the(&right, "12.5");
    assert_eq!((claim.verdict, claim.measure), (Verdict::Confirmed, Some("vacancy_rate_fte")));
    assert!(
        claim.because.ends_with("The binding was given by hand (vacancy rate, 2023): The table above it."),
        "{}",
        claim.because
    );
    assert!(right.unused.is_empty(), "{:?}", right.unused);
    // It gives the binding and never the verdict.
    let wrong = bound("measure = \"vacancy_rate_fte\"\nyear = 2023\nauthority = \"England\"\n");
    let claim = the(&wrong, "12.5");
    assert_eq!((claim.verdict, claim.authority.as_deref()), (Verdict::Contradicted, Some("england")));
    assert_eq!(claim.computed.as_deref(), Some("18.9"));
}

#[test]
fn one_part_of_a_binding_is_corrected_and_the_others_stay() {
    let paper = "Turnover was 9.6% in 2023.";
    assert_eq!(the(&report(paper, ""), "9.6").verdict, Verdict::Imprecise);
    let hand = format!(
        "[[correction]]\nsentence = \"{paper}\"\nstated = \"9.6\"\nyear = 2022\nreason = \"A slip.\""
    );
    let corrected = report(paper, &hand);
    let claim = the(&corrected, "9.6");
    assert_eq!((claim.verdict, claim.measure), (Verdict::Confirmed, Some("turnover_rate_fte")));
    assert_eq!(claim.period.as_deref(), Some("year to 30 September 2022"));
}

#[test]
fn what_is_of_no_published_measure_is_left_alone() {
    let paper = "Our vacancy rate in 2023 was 9.1%.";
    assert_eq!(the(&report(paper, ""), "9.1").verdict, Verdict::Contradicted);
    let hand = format!(
        "[[correction]]\nsentence = \"{paper}\"\nstated = \"9.1\"\nmeasure = \"none\"\nreason = \"Of the front door.\""
    );
    let corrected = report(paper, &hand);
    assert_eq!(the(&corrected, "9.1").verdict, Verdict::Unsupported);
    assert!(corrected.unused.is_empty());
}

#[test]
fn a_comparison_is_bound_by_hand_too() {
    let paper = "Vacancies fell in 2023.";
    let hand = |year: u16| {
        format!(
            "[[correction]]\nsentence = \"{paper}\"\nstated = \"fell\"\nmeasure = \"turnover_rate_fte\"\n\
             authority = \"East Midlands\"\nyear = {year}\nreason = \"The heading.\""
        )
    };
    let plain = report(paper, "");
    assert_eq!(
        (the(&plain, "fell").kind, the(&plain, "fell").verdict),
        (Kind::Comparison, Verdict::Contradicted)
    );
    let corrected = report(paper, &hand(2023));
    let claim = the(&corrected, "fell");
    assert_eq!(
        (claim.measure, claim.authority.as_deref()),
        (Some("turnover_rate_fte"), Some("East Midlands"))
    );
    assert!(
        claim.because.contains("given by hand (turnover rate by FTE, East Midlands, 2023)"),
        "{}",
        claim.because
    );
    assert!(corrected.unused.is_empty(), "{:?}", corrected.unused);
}

#[test]
fn a_correction_that_no_claim_answers_to_is_told() {
    let hand =
        "[[correction]]\nsentence = \"Rewritten since.\"\nstated = \"9\"\nyear = 2022\nreason = \"Was so.\"";
    let report = report(PAPER, hand);
    assert_eq!(report.unused, ["no claim of the paper states `9` in the sentence `Rewritten since.`"]);
    assert!(report.claims.iter().all(|claim| !claim.because.contains("by hand")));
}

#[test]
fn everything_wrong_with_a_file_is_told_at_once_with_its_line() {
    let bad = "[[correction]]\nsentence = \"A.\"\nstated = \"1\"\nmeasure = \"moral\"\nyear = 22\nreason = \" \"\n\n\
               [[correction]]\nsentence = \"A.\"\nstated = \"2\"\nreason = \"B.\"\n\n\
               [[correction]]\nsentence = \"A.\"\nstated = \"3\"\nauthority = \"Nowhere\"\nreason = \"B.\"\n";
    let problems = correction::read(bad).unwrap_err();
    let starts = [
        "line 1: `reason`",
        "line 1: there is no measure `moral`",
        "line 1: `22`",
        "line 8: nothing",
        "line 13: there is no authority",
    ];
    assert_eq!(problems.len(), starts.len(), "{problems:#?}");
    for (problem, start) in problems.iter().zip(starts) {
        assert!(problem.starts_with(start), "{problem}");
    }
    let broken = correction::read("[[correction]]\nsentence = \"A.\"\nstatd = \"1\"\n").unwrap_err();
    assert!(broken[0].starts_with("line 3: unknown field `statd`"), "{broken:?}");
    assert!(correction::read("[[correction]]\nsentence = ").unwrap_err()[0].starts_with("line 2: "));
}

#[test]
fn corrections_are_added_to_what_stands_and_one_claim_has_one() {
    let written = Written {
        sentence: "The \"rate\"\nrose.".to_owned(),
        stated: "rose".to_owned(),
        measure: None,
        authority: None,
        year: Some(2022),
        reason: "The census year.".to_owned(),
    };
    let first = correction::with("# Of the paper of May.\n", &written).unwrap();
    assert!(first.starts_with("# Of the paper of May.\n\n[[correction]]\n"), "{first}");
    assert_eq!(correction::read(&first).unwrap(), [Correction::new(written.clone()).unwrap()]);
    let again = correction::with(&first, &written).unwrap_err();
    assert!(again[0].contains("corrected twice"), "{again:?}");
    let nothing = Written { year: None, ..written };
    assert!(correction::with("", &nothing).unwrap_err()[0].contains("nothing is corrected"));
}

/// A cell is named by its row and its column, so that another with the same number is left alone.
#[test]
fn a_cell_is_of_what_it_is_said_to_be_of() {
    let paper = "| Council | Position 2023 | Turnover 2023 |\n| --- | --- | --- |\n| Leeds | 11.3 | 13.1 |\n\
                 | Bradford | 11.3 | 19.0 |\n";
    let document = |corrections: &str| {
        let document = read("paper.md", paper.as_bytes()).expect("the test's own data");
        let evidence = Evidence { releases: papers::benchmarks::releases().iter().collect(), own: None };
        let authority = Some(("383".to_owned(), String::new()));
        let corrections = correction::read(corrections).expect("the test's own data");
        check(&document, &Settings { authority, published: "2024-06-18".parse().ok(), evidence, corrections })
    };
    let cells = |report: &Report, stated: &str| -> Vec<Claim> {
        let of = |claim: &&Claim| claim.kind == Kind::TableCell && claim.stated == stated;
        report.claims.iter().filter(of).cloned().collect()
    };
    let plain = document("");
    assert!(cells(&plain, "11.3").is_empty(), "{:#?}", plain.claims);
    let turnover = cells(&plain, "13.1");
    assert_eq!(turnover[0].named(), "Leeds | Turnover 2023");
    assert!(turnover[0].can_be_corrected() && turnover[0].verdict == Verdict::Confirmed, "{turnover:#?}");
    let corrected = document(
        "[[correction]]\nsentence = \"Leeds | Position 2023\"\nstated = \"11.3\"\nmeasure = \"vacancy_rate_fte\"\n\
         reason = \"The heading of the section.\"\n[[correction]]\nsentence = \"Leeds | Turnover 2023\"\nstated = \"13.1\"\n\
         measure = \"none\"\nreason = \"Of all staff.\"\n",
    );
    let own = cells(&corrected, "11.3");
    assert_eq!(own.len(), 1, "{:#?}", corrected.claims);
    assert_eq!((own[0].measure, own[0].authority.as_deref()), (Some("vacancy_rate_fte"), Some("383")));
    assert!(own[0].because.contains("given by hand (vacancy rate): The heading of the section."), "{own:#?}");
    assert_eq!(cells(&corrected, "13.1")[0].verdict, Verdict::Unsupported);
    assert!(corrected.unused.is_empty(), "{:?}", corrected.unused);
}
