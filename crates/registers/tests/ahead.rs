//! What lies ahead, by hand: rounds of interviews, vacancies beside workload, leave to remain, what a board looks at.

#[path = "../../workforce/tests/common/mod.rs"]
mod common;

use common::records;
use registers::development::{by_role, supervision};
use registers::improvement::{consultations, decided, groups, horizon, priorities};
use registers::parameter::Parameters;
use registers::programmes::enrolment_line;
use registers::recruitment::{RoundMonth, calendar};
use registers::renewals::leave;
use registers::workload::{LoadBy, groups as load_groups, loads, spread, with_vacancies};
use workforce::quantity::{Fte, Pence};
use workforce::records::{DecisionStatus, EnrolmentOutcome, PanelPool, WorkRight};
use workforce::{Date, Workforce};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Six posts of which one is held until 1 March and one for good: four are vacant, then five.
const POSTS: &str = "
    unit unit=T from=2010-01-01 name=Duty kind=team
    role role=SW from=2010-01-01 title=Social_worker qualified=yes
    post post=P1 from=2010-01-01 role=SW team=T fte=1 funding=base
    post post=P2 from=2010-01-01 role=SW team=T fte=1 funding=base
    post post=P3 from=2010-01-01 role=SW team=T fte=1 funding=base
    post post=P4 from=2010-01-01 role=SW team=T fte=1 funding=base
    post post=P5 from=2010-01-01 role=SW team=T fte=1 funding=base
    post post=P6 from=2010-01-01 role=SW team=T fte=1 funding=base
    worker worker=W1
    worker worker=W2
    spell spell=S1 worker=W1 started=2020-01-01 left=2024-03-01
    spell spell=S2 worker=W2 started=2020-01-01
    occupancy occupancy=O1 worker=W1 post=P1 fte=1 from=2020-01-01 basis=substantive
    occupancy occupancy=O2 worker=W2 post=P2 fte=1 from=2020-01-01 basis=substantive
    parameter parameter=recruitment.vacancies-a-round scope=council from=2024-01-01 value=2
    parameter parameter=recruitment.round-lead-days scope=council from=2024-01-01 value=14
    panel_members pool=staff from=2023-01-01 trained=1 rounds_a_month=1
    interview_round round=R0 on=2024-01-10 role=SW held=yes
    interview_round round=R1 on=2024-02-08 role=SW held=no
";

fn rounds(text: &str, months: u32) -> Vec<RoundMonth> {
    let workforce = Workforce::new(records(text));
    let parameters = Parameters::new(workforce.records(), None);
    calendar(&workforce, &parameters, day("2024-01-15"), months)
}

#[test]
fn rounds_follow_the_posts_that_will_be_vacant_as_far_as_panels_can_take_them() {
    let months = rounds(POSTS, 4);
    let told: Vec<(Option<usize>, usize, usize, usize, usize)> = months
        .iter()
        .map(|one| (one.vacant, one.open, one.needed, one.proposed.len(), one.waiting))
        .collect();
    // 15 January to 14 February: four posts are vacant, the round of 8 February takes two; a second is more than one panel
    // can do. By 14 March a fifth is vacant: three are left, and the panel takes two. The last one is taken in April.
    assert_eq!(
        told,
        [(Some(4), 4, 2, 0, 1), (Some(5), 3, 2, 1, 1), (Some(5), 1, 1, 1, 0), (Some(5), 0, 0, 0, 0)]
    );
    assert_eq!(months[0].planned, [day("2024-02-08")]);
    // The middle of the 21 weekdays from 15 February to 14 March.
    assert_eq!(months[1].proposed, [day("2024-02-29")]);
    assert_eq!((months[0].pools[0].pool, months[0].pools[0].enough), (PanelPool::Staff, false));
    assert!(months[2].pools[0].enough);
    // Without panels on record nothing is held back: four vacancies, a planned round and one more.
    let free = rounds(&POSTS.replace("pool=staff", "pool=young-people").replace("trained=1", "trained=9"), 1);
    assert_eq!((free[0].needed, free[0].proposed.len(), free[0].waiting), (2, 1, 0));
    assert!(free[0].proposed[0] >= day("2024-01-29"), "no sooner than fourteen days from now");
}

#[test]
fn filled_vacancies_share_the_cases() {
    let text = format!(
        "{POSTS}
        case_limit role=SW from=2020-01-01 cases=20
        caseload worker=W1 on=2024-01-10 child_in_need=18
        caseload worker=W2 on=2024-01-10 child_in_need=30"
    );
    let workforce = Workforce::new(records(&text));
    let on = day("2024-01-15");
    let loads = loads(&workforce, on, None);
    for (by, key) in [(LoadBy::Team, "T"), (LoadBy::Role, "SW")] {
        let mut groups = load_groups(&loads, by);
        with_vacancies(&workforce, &loads, &mut groups, by, on);
        assert_eq!(groups[0].key, key);
        assert!(
            groups.iter().all(|group| group.vacant == Some(Fte::from_millionths(4_000_000))),
            "{groups:?}"
        );
        // 48 cases of two workers; of six, eight each.
        assert_eq!(spread(&groups[0], Fte::ZERO), Some(24_000_000));
        assert_eq!(spread(&groups[0], Fte::from_millionths(4_000_000)), Some(8_000_000));
    }
    let mut workers = load_groups(&loads, LoadBy::Worker);
    with_vacancies(&workforce, &loads, &mut workers, LoadBy::Worker, on);
    assert!(workers.iter().all(|group| group.vacant.is_none()), "a worker has no vacancies");
}

#[test]
fn supervision_is_told_by_role_and_leave_by_its_end() {
    let text = format!(
        "{POSTS}
        supervision worker=W1 on=2024-01-05 reflective=yes
        supervision worker=W2 on=2023-11-01 reflective=no
        right_to_work worker=W1 ground=leave ends=2024-06-01 checked_on=2023-01-01
        right_to_work worker=W2 ground=sponsored ends=2024-01-10 keep_until=2024-01-01 council_pays=100
        right_to_work worker=W3 ground=leave ends=2024-01-20"
    );
    let workforce = Workforce::new(records(&text));
    let parameters = Parameters::new(workforce.records(), None);
    let on = day("2024-01-15");
    let roles = by_role(&supervision(&workforce, &parameters, on), on);
    assert_eq!((roles[0].title.as_str(), roles[0].of, roles[0].in_time), ("Social worker", 2, 1));
    // 10 and 75 days.
    assert_eq!((roles[0].reflective, roles[0].mean_days_tenths), ((1, 2), Some(425)));
    let lines = leave(&workforce, &parameters, on);
    let told: Vec<_> = lines.iter().map(|one| (one.worker.as_str(), one.days, one.pressing)).collect();
    assert_eq!(told, [("W2", -5, true), ("W1", 138, true)], "W3 does not work here");
    assert_eq!(
        (lines[0].ground, lines[0].council_pays, lines[0].kept_too_long),
        (WorkRight::Sponsored, true, true)
    );
    assert!(!leave(&workforce, &parameters, day("2023-11-30"))[1].pressing, "more than six months ahead");
}

#[test]
fn an_enrolment_says_what_holds_and_when_it_ends() {
    let text = format!(
        "{POSTS}
        programme programme=ASYE from=2015-01-01 name=First_year kind=asye months=12 pro_rata=yes
        programme_stage programme=ASYE from=2015-01-01 stage=load kind=workload name=Workload share=0.9
        programme_stage programme=ASYE from=2015-01-01 stage=mid kind=review name=Review at_months=3
        cohort cohort=C programme=ASYE name=Cohort starts=2023-09-01
        enrolment enrolment=N1 cohort=C worker=W1 started=2023-09-01 fte=0.5 team=T
        enrolment enrolment=N2 cohort=C worker=W2 started=2023-09-01 outcome=passed outcome_on=2024-01-10
        programme_pause enrolment=N2 from=2023-10-01 to=2023-10-11"
    );
    let workforce = Workforce::new(records(&text));
    let records = workforce.records();
    let line = |key: &str| {
        enrolment_line(&workforce, &records.cohorts["C"], &records.enrolments[key], day("2024-01-15"))
    };
    let (half, passed) = (line("N1"), line("N2"));
    // 366 days become 732.
    assert_eq!((half.planned_end, half.paused, half.overdue), (Some(day("2025-09-02")), 0, 0));
    assert_eq!((half.terms[0].share.as_deref(), half.team.as_deref()), (Some("0.90"), Some("Duty")));
    assert_eq!(passed.outcome, Some((EnrolmentOutcome::Passed, Some(day("2024-01-10")))));
    assert_eq!((passed.paused, passed.terms.len(), passed.planned_end), (10, 0, Some(day("2024-09-11"))));
}

#[test]
fn a_board_sees_priorities_decisions_what_slipped_and_who_should_have_met() {
    let records = records(
        "strategy strategy=S title=Plan from=2023-01-01 to=2025-01-01
         strategy strategy=OLD title=Old from=2020-01-01 to=2023-01-01
         priority priority=P1 strategy=S title=Recruit measures=vacancy_rate_fte rank=2
         priority priority=P2 strategy=S title=Retain measures=turnover_rate_fte rank=1
         priority priority=P0 strategy=OLD title=Gone
         action action=A1 title=a owner=x priorities=P1 status=under-way due=2024-01-01
         action action=A2 title=b owner=x priorities=P1;P2 status=planned due=2024-06-01
         action action=A3 title=c owner=x priorities=P1 status=done ended_on=2023-12-01
         expected_event event=E noted_on=2023-01-01 title=A_law expected_on=2023-06-01
         expected_event event=E noted_on=2023-05-01 title=A_law expected_on=2024-01-10
         expected_event event=F noted_on=2023-01-01 title=A_visit expected_on=2023-06-01
         expected_event event=F noted_on=2023-06-02 title=A_visit expected_on=2023-06-01 happened_on=2023-06-02
         governance_group group=G name=Board every_days=42
         governance_group group=H name=Task_group
         meeting group=G on=2022-12-01 decided=Old
         meeting group=G on=2023-11-01 decided=To_recruit
         consultation consultation=C title=Hours from=2023-12-01
         decision decision=D on=2023-10-01 title=Pay status=approved sought=approve amount=100
         decision decision=X on=2022-10-01 title=Older status=approved
         decision decision=Y on=2023-11-01 title=More status=to-be-considered amount=340",
    );
    let on = day("2024-01-15");
    let told: Vec<_> =
        priorities(&records, on).into_iter().map(|one| (one.priority, one.open, one.overdue)).collect();
    assert_eq!(told, [("P2".to_owned(), 1, 0), ("P1".to_owned(), 2, 1)]);
    let expected = horizon(&records, on);
    assert_eq!(expected.len(), 1, "the visit has happened");
    assert_eq!((&expected[0].before[..], expected[0].overdue), (&[day("2023-06-01")][..], true));
    assert_eq!(horizon(&records, day("2023-05-15")).len(), 2);
    let met = groups(&records, on);
    assert_eq!((met[0].due, met[0].overdue, met[0].meetings), (Some(day("2023-12-13")), true, 1));
    assert_eq!((met[1].last, met[1].due), (None, None));
    assert!(consultations(&records, on)[0].open);
    let money: Vec<_> =
        decided(&records, on).into_iter().map(|one| (one.decision, one.status, one.amount)).collect();
    let pence = |pounds: i64| Some(Pence::from_pence(pounds * 100));
    assert_eq!(
        money,
        [
            ("Y".to_owned(), DecisionStatus::ToBeConsidered, pence(340)),
            ("D".to_owned(), DecisionStatus::Approved, pence(100))
        ]
    );
}
