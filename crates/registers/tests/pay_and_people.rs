//! Incentives to the penny, cohorts from starters, workload, renewals, supervision, leaving: each counted by hand.

#[path = "../../workforce/tests/common/mod.rs"]
mod common;

use common::records;
use registers::development::{coverage, mean_days, supervision};
use registers::incentives::{Standing as S, due, lines, scheme_costs, take_up, to_repay};
use registers::leaving::{exits, survey_results, surveys};
use registers::parameter::Parameters;
use registers::programmes::{MilestoneState, cohort_line, milestones, planned_end, terms};
use registers::renewals::{Columns, Register, RenewalState as R, reconcile, renewals};
use registers::workload::{LoadBy, groups, loads, spread, weighting};
use workforce::period::Period;
use workforce::quantity::{Fte, Pence};
use workforce::records::{Record, StageKind, Waiver};
use workforce::{Date, Workforce};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn pounds(text: &str) -> Pence {
    Pence::parse(text).expect("an amount")
}

const PEOPLE: &str = "
    unit unit=T from=2010-01-01 name=Duty kind=team
    unit unit=U from=2010-01-01 name=Court kind=team
    role role=SW from=2010-01-01 title=Social_worker qualified=yes census=yes census_role=case-holder
    role role=TM from=2010-01-01 title=Team_manager qualified=yes
    post post=P1 from=2010-01-01 role=SW team=T fte=1 funding=base
    post post=P2 from=2010-01-01 role=SW team=U fte=1 funding=base
    post post=P3 from=2010-01-01 role=TM team=T fte=1 funding=base
    worker worker=W1 registration=SW1001
    worker worker=W2 registration=SW1002
    worker worker=W3
    spell spell=S1 worker=W1 started=2022-01-03
    spell spell=S2 worker=W2 started=2022-01-03
    spell spell=S3 worker=W3 started=2020-01-06
    occupancy occupancy=O1 worker=W1 post=P1 fte=1 from=2022-01-03 basis=substantive
    occupancy occupancy=O2 worker=W2 post=P2 fte=0.5 from=2022-01-03 basis=substantive
    occupancy occupancy=O3 worker=W3 post=P3 fte=1 from=2020-01-06 basis=substantive
";

fn council(more: &str) -> Workforce {
    Workforce::new(records(&format!("{PEOPLE}{more}")))
}

/// A scheme of one instalment of 3,000.01 with a tie-in of two years.
fn instalment(taper: &str) -> workforce::records::IncentiveInstalment {
    let line = format!(
        "incentive_instalment scheme=G instalment=1 after_months=0 amount=3000.01 tie_in_months=24 {taper}"
    );
    match common::record(&line) {
        Record::IncentiveInstalment(one) => one,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_leaver_inside_the_tie_in_pays_back_to_the_penny() {
    let (paid, from) = (pounds("3000.01"), day("2022-01-03"));
    let owed = |taper: &str, left: &str| to_repay(paid, &instalment(taper), from, day(left)).to_string();
    // No taper: all of it until the tie-in ends on 3 January 2024.
    assert_eq!(owed("", "2022-01-03"), "3000.01");
    assert_eq!(owed("taper=none", "2024-01-02"), "3000.01");
    assert_eq!(owed("taper=none", "2024-01-03"), "0.00");
    // Linear: 730 days; 365 of them left on 3 January 2023: 1,500.005, half a penny away from zero.
    assert_eq!(owed("taper=linear", "2023-01-03"), "1500.01");
    // One day left: 4.1096...
    assert_eq!(owed("taper=linear", "2024-01-02"), "4.11");
    // 100 days left: 3,000.01 x 100 / 730 = 410.9602...
    assert_eq!(owed("taper=linear", "2023-09-25"), "410.96");
    // Stepped by years: all in the first, half in the second.
    assert_eq!(owed("taper=stepped", "2023-01-02"), "3000.01");
    assert_eq!(owed("taper=stepped", "2023-01-03"), "1500.01");
    // By half years: four steps, of which two are done after 12 months and three after 18.
    assert_eq!(owed("taper=stepped step_months=6", "2023-01-03"), "1500.01");
    assert_eq!(owed("taper=stepped step_months=6", "2023-07-03"), "750.00");
    assert_eq!(owed("taper=stepped step_months=6", "2023-07-02"), "1500.01");
}

const SCHEME: &str = "
    incentive_scheme scheme=G name=Golden_hello kind=golden-hello from=2022-01-01 roles=SW waivers=redundancy on_cost_hundredths=2080
    incentive_instalment scheme=G instalment=1 after_months=0 amount=1000 tie_in_months=6
    incentive_instalment scheme=G instalment=2 after_months=6 amount=2000 tie_in_months=12
    incentive_instalment scheme=G instalment=3 after_months=18 amount=3000 tie_in_months=24
    incentive_award award=A1 scheme=G spell=S1 awarded_on=2022-01-03
    payment payment=1 worker=W1 kind=recruitment-retention paid_on=2022-01-31 amount=1000 award=A1 instalment=1
    payment payment=2 worker=W1 kind=recruitment-retention paid_on=2022-07-31 amount=2000 award=A1 instalment=2
";

fn standings(workforce: &Workforce, on: &str) -> Vec<S> {
    lines(workforce.records(), day(on)).iter().map(|line| line.standing).collect()
}

#[test]
fn instalments_fall_due_one_after_another() {
    let workforce = council(SCHEME);
    assert_eq!(standings(&workforce, "2022-01-10"), [S::Due, S::Ahead, S::Ahead]);
    assert_eq!(standings(&workforce, "2022-06-01"), [S::Tied, S::Ahead, S::Ahead]);
    assert_eq!(standings(&workforce, "2022-07-03"), [S::Settled, S::Due, S::Ahead]);
    assert_eq!(standings(&workforce, "2022-08-01"), [S::Settled, S::Tied, S::Ahead]);
    let on = day("2023-07-03");
    let owed = due(workforce.records(), on);
    assert_eq!(
        owed.iter().map(|one| (one.instalment.as_str(), one.amount)).collect::<Vec<_>>(),
        [("3", pounds("3000"))]
    );
    // 3,000 paid and 3,000 committed, with 20.8% on top of both.
    let cost = &scheme_costs(workforce.records(), on)[0];
    assert_eq!((cost.paid, cost.committed, cost.on_costs), (pounds("3000"), pounds("3000"), pounds("1248")));
    assert_eq!(cost.awards, 1);
}

#[test]
fn someone_who_leaves_owes_what_is_tied_unless_it_is_waived() {
    let left = |more: &str| {
        let people = PEOPLE.replace(
            "spell=S1 worker=W1 started=2022-01-03",
            &format!("spell=S1 worker=W1 started=2022-01-03 {more}"),
        );
        Workforce::new(records(&format!("{people}{SCHEME}")))
    };
    // The first is past its six months, the second within its twelve, the third never falls due.
    let workforce = left("left=2023-03-01 reason=resignation");
    assert_eq!(standings(&workforce, "2023-03-01"), [S::Settled, S::ToRepay, S::Lapsed]);
    let owed = due(workforce.records(), day("2023-03-01"));
    assert_eq!((owed[0].to_repay, owed[0].waiver), (pounds("2000"), None));
    assert_eq!(scheme_costs(workforce.records(), day("2023-03-01"))[0].to_repay, pounds("2000"));
    // The day before nothing is known to be owed.
    assert_eq!(standings(&workforce, "2023-02-28"), [S::Settled, S::Tied, S::Lapsed]);
    let redundant = left("left=2023-03-01 reason=voluntary-redundancy");
    let owed = due(redundant.records(), day("2023-03-01"));
    assert_eq!((owed[0].standing, owed[0].waiver), (S::Waived, Some(Waiver::Redundancy)));
    // What is paid back is owed no more.
    let people = PEOPLE.replace(
        "spell=S1 worker=W1 started=2022-01-03",
        "spell=S1 worker=W1 started=2022-01-03 left=2023-03-01",
    );
    let back = "incentive_repayment repayment=R1 award=A1 paid_on=2023-04-01 amount=2000";
    let paid = Workforce::new(records(&format!("{people}{SCHEME}{back}")));
    assert_eq!(standings(&paid, "2023-03-31")[1], S::ToRepay);
    assert_eq!(standings(&paid, "2023-04-01")[1], S::Settled);
}

#[test]
fn take_up_is_of_those_who_are_eligible() {
    let workforce = council(SCHEME);
    let scheme = &workforce.records().incentive_schemes["G"];
    let told = take_up(&workforce, scheme, day("2023-07-01"), 12);
    assert_eq!((told.taken.part, told.taken.whole), (1, 2), "two social workers, one award");
    assert_eq!(
        told.stayed.iter().map(|share| (share.part, share.whole)).collect::<Vec<_>>(),
        [(2, 2), (1, 1)]
    );
    let (low, high) = told.taken.limits.expect("an interval");
    assert!((0.09..0.10).contains(&low) && (0.90..0.91).contains(&high), "Wilson of 1 in 2: {low} to {high}");
    assert!(told.before.is_none(), "nobody was eligible a year before the scheme began");
}

const PROGRAMME: &str = "
    programme programme=ASYE from=2010-01-01 name=ASYE kind=asye months=12 pro_rata=yes
    programme_stage programme=ASYE stage=r3 from=2010-01-01 kind=review name=Review_at_three_months at_months=3
    programme_stage programme=ASYE stage=r6 from=2010-01-01 kind=review name=Review_at_six_months at_months=6
    programme_stage programme=ASYE stage=final from=2010-01-01 kind=panel name=Panel at_months=12
    programme_stage programme=ASYE stage=weekly from=2010-01-01 kind=supervision name=Weekly at_weeks=0 to_weeks=6 every_days=7
    programme_stage programme=ASYE stage=fortnightly from=2010-01-01 kind=supervision name=Fortnightly at_weeks=6 to_months=6 every_days=14
    programme_stage programme=ASYE stage=load from=2010-01-01 kind=workload name=Less_work at_weeks=0 to_months=12 share=0.9
    cohort cohort=C1 programme=ASYE name=Cohort starts=2022-01-03 places=3
    enrolment enrolment=N1 cohort=C1 worker=W1 started=2022-01-03 outcome=passed outcome_on=2023-01-03
    enrolment enrolment=N2 cohort=C1 worker=W2 started=2022-01-03 fte=0.5
    programme_pause enrolment=N1 from=2022-03-01 to=2022-03-31
    milestone enrolment=N1 stage=r3 held_on=2022-05-04
";

#[test]
fn milestones_move_with_pauses_and_part_time() {
    let workforce = council(PROGRAMME);
    let records = workforce.records();
    let cohort = &records.cohorts["C1"];
    let of = |key: &str, on: &str| milestones(records, cohort, &records.enrolments[key], day(on));
    // 30 days of pause from before three months are over: 3 April becomes 3 May.
    let first = of("N1", "2022-06-01");
    assert_eq!(
        first.iter().map(|one| one.due.to_string()).collect::<Vec<_>>(),
        ["2022-05-03", "2022-08-02", "2023-02-02"]
    );
    assert_eq!(first[0].state, MilestoneState::Held);
    // Half time takes twice as long: 90 days to 3 April become 180.
    let second = of("N2", "2022-07-03");
    assert_eq!(second[0].due, day("2022-07-02"));
    assert_eq!((second[0].state, second[1].state), (MilestoneState::Overdue, MilestoneState::Ahead));
    assert_eq!(
        planned_end(records, cohort, &records.enrolments["N2"], day("2022-07-03")),
        Some(day("2024-01-03"))
    );
    // What was due before the end was never held; what came after it lapsed.
    let ended = of("N1", "2024-01-01");
    assert_eq!(ended[1].state, MilestoneState::Overdue);
    assert_eq!(ended[2].state, MilestoneState::Lapsed);
    let kinds = |on: &str| {
        let terms = terms(records, cohort, &records.enrolments["N1"], day(on));
        terms.iter().map(|term| (term.kind, term.every_days)).collect::<Vec<_>>()
    };
    assert_eq!(kinds("2022-02-13"), [(StageKind::Workload, None), (StageKind::Supervision, Some(7))]);
    assert_eq!(kinds("2022-02-14"), [(StageKind::Supervision, Some(14)), (StageKind::Workload, None)]);
}

#[test]
fn retention_is_told_from_starters() {
    let people = PEOPLE.replace(
        "spell=S2 worker=W2 started=2022-01-03",
        "spell=S2 worker=W2 started=2022-01-03 left=2022-12-31",
    );
    let workforce = Workforce::new(records(&format!("{people}{PROGRAMME}")));
    let line = cohort_line(&workforce, &workforce.records().cohorts["C1"], day("2024-06-01"));
    assert_eq!((line.started, line.places, line.passed_here, line.here), (2, Some(3), 1, 1));
    let told: Vec<(u32, u64, u64, u64)> =
        line.from_start.iter().map(|one| (one.months, one.here, one.of, one.ahead)).collect();
    assert_eq!(told, [(12, 1, 2, 0), (24, 1, 2, 0), (36, 0, 0, 2)]);
    let told: Vec<(u32, u64, u64, u64)> =
        line.from_end.iter().map(|one| (one.months, one.here, one.of, one.ahead)).collect();
    assert_eq!(told, [(12, 1, 1, 0), (24, 0, 0, 1), (36, 0, 0, 1)]);
    assert_eq!(line.moved, Some((0, 1)));
}

#[test]
fn cases_are_held_against_the_limit_and_points_against_capacity() {
    let workforce = council(
        "case_limit role=SW from=2020-01-01 cases=25
         caseload worker=W1 on=2022-06-01 child_in_need=20 looked_after=6
         caseload worker=W2 on=2022-06-01 child_in_need=11
         reduction worker=W2 reduction=asye from=2022-01-03 to=2023-01-03 kind=newly-qualified share=0.1
         weighting weighting=2020 name=First from=2020-01-01 to=2022-06-15 capacity=100 fixed=15
         weighting weighting=2022 name=Second from=2022-06-15 capacity=100
         weighting_points weighting=2020 case_type=child-in-need points=4
         weighting_points weighting=2020 case_type=looked-after points=5.5
         weighting_points weighting=2022 case_type=child-in-need points=3",
    );
    let records = workforce.records();
    let plain = loads(&workforce, day("2022-06-10"), None);
    // A full-time worker with 26 cases is one over 25; at half time and 90% the limit is 11.25.
    assert_eq!((plain[0].total(), plain[0].limit, plain[0].over()), (26, Some(25_000_000), Some(1_000_000)));
    assert_eq!(
        (plain[1].limit, plain[1].over(), plain[1].newly_qualified),
        (Some(11_250_000), Some(0), true)
    );
    let teams = groups(&plain, LoadBy::Team);
    let told: Vec<(&str, u64, u64, u64)> =
        teams.iter().map(|one| (one.key.as_str(), one.cases, one.within, one.judged)).collect();
    assert_eq!(told, [("T", 26, 0, 1), ("U", 11, 1, 1), ("all", 37, 1, 2)]);
    // 26 cases with one more FTE are 13 each; with one less there is nobody.
    assert_eq!((spread(&teams[0], Fte::ONE), spread(&teams[0], -Fte::ONE)), (Some(13_000_000), None));
    // 15 + 20 x 4 + 6 x 5.5 = 128 of 100; 15 + 44 = 59 of 45.
    let first = weighting(records, None, day("2022-06-10")).expect("one is in use");
    let points = loads(&workforce, day("2022-06-10"), Some(first));
    let told: Vec<(String, String)> = points
        .iter()
        .map(|one| (one.points.expect("points").to_string(), one.capacity.expect("capacity").to_string()))
        .collect();
    assert_eq!(told, [("128".into(), "100".into()), ("59".into(), "45".into())]);
    // The second version has no points for children looked after: nobody's total is made up.
    let second = weighting(records, None, day("2022-06-20")).expect("one is in use");
    let points = loads(&workforce, day("2022-06-20"), Some(second));
    assert_eq!((points[0].points, points[1].points.map(|one| one.to_string())), (None, Some("33".into())));
    assert_eq!(
        weighting(records, Some("2020"), day("2025-01-01")).map(|one| one.name.as_str()),
        Some("First")
    );
    // A count from long ago is none.
    assert_eq!(loads(&workforce, day("2022-12-01"), None)[0].counted, None);
}

#[test]
fn renewals_are_at_risk_in_november() {
    let workforce = council(
        "renewal worker=W1 year=2025 form_on=2025-09-10 pieces=2 peer=yes fee_on=2025-09-10 fee_by=council
         renewal worker=W2 year=2025 form_on=2025-10-01 pieces=2",
    );
    let parameters = Parameters::new(workforce.records(), None);
    let states = |on: &str| {
        let lines = renewals(&workforce, &parameters, day(on));
        lines.iter().map(|line| (line.worker.clone(), line.state)).collect::<Vec<_>>()
    };
    let told =
        |w3: R, w2: R| vec![("W2".to_owned(), w2), ("W3".to_owned(), w3), ("W1".to_owned(), R::Renewed)];
    assert_eq!(states("2025-10-31"), told(R::Open, R::Open));
    assert_eq!(states("2025-11-01"), told(R::AtRisk, R::AtRisk));
    assert_eq!(states("2025-12-01"), told(R::Lapsed, R::Lapsed));
    assert!(states("2025-08-31").iter().all(|(_, state)| *state == R::NotYet || *state == R::Renewed));
    let lines = renewals(&workforce, &parameters, day("2025-11-01"));
    assert_eq!(lines[0].missing, ["reflection with a peer", "fee"]);

    let file = "\u{feff}Registration number,Registration status,Registered until\nsw1001,Registered,30/11/2025\n\
                SW 1002,Conditions of practice,30/11/2025\nSW1002,Registered,\nnobody,Registered,\n";
    let register = Register::read(file.as_bytes(), &Columns::default());
    let problems: Vec<&str> = register.problems.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        problems,
        [
            "`SW1002` is on line 3, too: take one of the two away",
            "`NOBODY` is not a registration number such as SW12345: correct it",
        ]
    );
    let differences: Vec<String> =
        reconcile(&workforce, &lines, &register).into_iter().map(|one| one.message).collect();
    assert_eq!(
        differences,
        [
            "The register says `Conditions of practice`, until 30/11/2025 (line 3).",
            "The record has no registration number: add it to the worker.",
        ]
    );
    let other = Columns { number: "Reg No".to_owned(), ..Columns::default() };
    let unread = Register::read(file.as_bytes(), &other);
    assert!(unread.problems[0].message.contains("the headings are Registration number"), "{unread:?}");
}

#[test]
fn supervision_falls_due_by_role() {
    let workforce = council(
        "supervision_rule role=SW from=2020-01-01 every_days=14
         supervision worker=W1 on=2022-06-01 minutes=90 reflective=no
         supervision worker=W3 on=2022-06-05
         course course=SoS name=Signs_of_Safety roles=SW teams=T again_months=24
         course_completion course=SoS worker=W1 on=2022-02-01",
    );
    let parameters = Parameters::new(workforce.records(), None);
    let lines = supervision(&workforce, &parameters, day("2022-06-16"));
    let told: Vec<(&str, String, bool)> =
        lines.iter().map(|one| (one.worker.as_str(), one.due.to_string(), one.overdue)).collect();
    assert_eq!(
        told,
        [
            ("W2", "2022-01-17".to_owned(), true),
            ("W1", "2022-06-15".to_owned(), true),
            ("W3", "2022-07-03".to_owned(), false),
        ]
    );
    assert_eq!((lines[1].reflective, lines[2].reflective), (Some(false), None));
    assert_eq!(mean_days(&lines, day("2022-06-16")), Some(130), "15 and 11 days");
    let reached = &coverage(&workforce, day("2022-06-16"))[0];
    assert_eq!((reached.completed, reached.of), (1, 1), "only W1 is a social worker of that team");
    assert_eq!(coverage(&workforce, day("2024-02-01"))[0].completed, 0, "two years are over");
}

#[test]
fn interviews_are_told_above_the_threshold_only() {
    let leavers: Vec<String> = (1..=10)
        .map(|at| {
            let main = if at <= 6 { "workload-cases" } else { "pay-agency" };
            format!(
                "worker worker=L{at}
                 spell spell=X{at} worker=L{at} started=2020-01-06 left=2022-03-0{} reason=resignation
                 exit_interview spell=X{at} offered_on=2022-02-01 held_on=2022-02-20 held_by=hr main_reason={main} reasons=flexibility-commute avoidable={}",
                at % 9 + 1,
                if at <= 4 { "yes" } else { "no" },
            )
        })
        .collect();
    let workforce = council(&format!("{}\nspell spell=S9 worker=L1 started=2022-05-01", leavers.join("\n")));
    let year = Period::new(day("2022-01-01"), Some(day("2023-01-01")));
    let told = exits(&workforce, year, 10);
    assert_eq!((told.left, told.offered, told.held, told.independent, told.returned), (10, 10, 10, 10, 1));
    assert_eq!(told.themes, Some(vec![("flexibility", 0, 10), ("workload", 6, 6), ("pay", 4, 4)]));
    assert_eq!(told.said, Some([(0, 0), (4, 10), (0, 0)]));
    assert_eq!(told.reasons.map(|reasons| reasons.len()), Some(1), "reasons of fewer than ten are left out");
    let few = exits(&workforce, year, 11);
    assert_eq!((few.held, few.themes, few.reasons, few.said), (10, None, None, None));
}

#[test]
fn surveys_are_told_above_the_threshold_only() {
    let workforce = council(
        "survey survey=2022 name=Summer from=2022-06-01 asked=200 answered=120
         survey_result survey=2022 question=1 unit=T words=My_workload_is_safe standard=3 answered=10 agreed=4
         survey_result survey=2022 question=1 unit=U words=My_workload_is_safe standard=3 answered=9 agreed=9",
    );
    let records = workforce.records();
    let told = survey_results(records, surveys(records, day("2022-12-01"))[0], 10);
    assert_eq!(told.iter().map(|one| one.told).collect::<Vec<_>>(), [Some((10, Some(4))), None]);
}
