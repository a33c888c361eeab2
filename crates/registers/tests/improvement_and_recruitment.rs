//! Funnels, vacancy chains, actions and recommendations: each counted by hand.

#[path = "../../workforce/tests/common/mod.rs"]
mod common;

use common::records;
use registers::improvement::{RecommendationState as R, actions, recommendations, risks};
use registers::recruitment::{
    FunnelAsk, FunnelBy, chains, enquiries, funnels, per_advert, rounds_needed, vacancy_ages,
};
use workforce::period::Period;
use workforce::quantity::Pence;
use workforce::records::{ActionStatus, PanelPool, Stage};
use workforce::{Date, Workforce};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

const FUNNEL: &str = "
    unit unit=T from=2010-01-01 name=Duty kind=team
    role role=SW from=2010-01-01 title=Social_worker qualified=yes
    post post=P1 from=2010-01-01 role=SW team=T fte=1 funding=base
    worker worker=W1
    worker worker=W2
    spell spell=S1 worker=W1 started=2022-04-01 left=2022-12-01
    spell spell=S2 worker=W2 started=2022-05-02
    channel channel=B name=Board
    channel channel=F name=Fair
    campaign campaign=C name=Spring kind=targeted from=2022-01-01 cost=500
    advert advert=A1 campaign=C channel=B role=SW team=T opened=2022-01-10 cost=1000
    advert advert=A2 campaign=C channel=F role=SW team=T opened=2022-02-01 cost=500
    advert advert=A3 channel=F role=SW opened=2021-12-31
    advert_views advert=A1 on=2022-01-11 views=120
    advert_views advert=A1 on=2022-01-12 views=80
    application application=1 advert=A1 received=2022-01-20 status=other-authority spell=S1
    application application=2 advert=A1 received=2022-01-22 status=agency-here spell=S2 incentive_decided=yes
    application application=3 advert=A1 received=2022-01-25 status=newly-qualified
    application application=4 advert=A2 received=2022-02-10 status=agency-here
    application_stage application=1 stage=shortlisted on=2022-01-30
    application_stage application=1 stage=interviewed on=2022-02-09
    application_stage application=1 stage=offered on=2022-02-10
    application_stage application=1 stage=started on=2022-04-01
    application_stage application=2 stage=offered on=2022-02-20
    application_stage application=2 stage=started on=2022-05-02
    application_stage application=3 stage=shortlisted on=2022-01-30
    application_stage application=3 stage=rejected on=2022-02-09
    application_stage application=4 stage=withdrawn on=2022-02-20
";

#[test]
fn a_funnel_is_counted_by_hand() {
    let workforce = Workforce::new(records(FUNNEL));
    let opened = Period::new(day("2022-01-01"), Some(day("2023-01-01")));
    let told = funnels(&workforce, &FunnelAsk::default(), opened, day("2023-06-01"), FunnelBy::Channel);
    let (board, fair, all) = (&told[0], &told[1], &told[2]);
    assert_eq!((board.name.as_str(), fair.name.as_str(), all.name.as_str()), ("Board", "Fair", "All"));
    assert_eq!((all.adverts, all.views, all.applications), (2, Some(200), 4));
    let reached: Vec<u64> = all.reached.iter().map(|(_, count)| *count).collect();
    assert_eq!(reached, [3, 2, 2, 2, 2, 2], "what was offered was shortlisted and interviewed");
    assert_eq!(all.dropped, [(Stage::Rejected, 1), (Stage::Withdrawn, 1), (Stage::Declined, 0)]);
    // 1 started on 1 April and left on 1 December: here at six months, gone at twelve.
    let still: Vec<(u32, u64, u64)> = all.still.iter().map(|one| (one.months, one.here, one.of)).collect();
    assert_eq!(still, [(6, 2, 2), (12, 1, 2), (24, 0, 0)]);
    // 71 and 100 days from application to start.
    let times = all.to_hire.expect("two starts");
    assert_eq!((times.of, times.median_halves, times.longest), (2, 171, 100));
    // 1,000 + 500 and the campaign's 500, over two starts; one of them stayed a year.
    assert_eq!(
        (all.cost, all.cost_per_start()),
        (Some(Pence::from_pence(200_000)), Some(Pence::from_pence(100_000)))
    );
    assert_eq!(all.cost_per_retained(), Some(Pence::from_pence(200_000)));
    assert_eq!((board.cost, fair.cost), (Some(Pence::from_pence(100_000)), Some(Pence::from_pence(50_000))));
    assert_eq!((all.converted, all.incentive_decided), ((1, 2), 1));
    let shortlisted = all.in_stage[0].1.expect("two shortlisted");
    assert_eq!((shortlisted.of, shortlisted.median_halves), (2, 15), "10 and 5 days");

    let by_status = funnels(&workforce, &FunnelAsk::default(), opened, day("2023-06-01"), FunnelBy::Status);
    let agency = by_status.iter().find(|one| one.key == "agency-here").expect("two of them");
    assert_eq!((agency.applications, agency.at(Stage::Started)), (2, 1));
    // Known earlier, less is known.
    let then = funnels(&workforce, &FunnelAsk::default(), opened, day("2022-04-15"), FunnelBy::Campaign);
    assert_eq!(then.last().map(|all| all.at(Stage::Started)), Some(1));
    let ask = FunnelAsk { channel: Some("F".into()), ..FunnelAsk::default() };
    let fair = funnels(&workforce, &ask, opened, day("2023-06-01"), FunnelBy::Role);
    assert_eq!(
        fair.last().map(|all| (all.applications, all.cost)),
        Some((1, Some(Pence::from_pence(50_000))))
    );
}

#[test]
fn enquiries_are_told_by_channel_and_by_when_they_were_answered() {
    let records = records(
        "channel channel=B name=Board
         enquiry enquiry=1 on=2022-01-05 channel=B campaign=C follow_up_due=2022-01-10 followed_up=2022-01-10
         enquiry enquiry=2 on=2022-01-06 channel=B campaign=C follow_up_due=2022-01-10 followed_up=2022-01-11 application=9
         enquiry enquiry=3 on=2022-01-07 channel=B campaign=C follow_up_due=2022-01-12 followed_up=2022-03-01
         enquiry enquiry=4 on=2022-01-08 followed_up=2022-01-09
         enquiry enquiry=5 on=2021-12-31 channel=B
         enquiry enquiry=6 on=2022-02-01 channel=B campaign=D follow_up_due=2022-02-05",
    );
    let came = Period::new(day("2022-01-01"), Some(day("2023-01-01")));
    let told = |ask: &FunnelAsk, known: &str| -> Vec<(String, [u64; 5])> {
        let lines = enquiries(&records, ask, came, day(known));
        lines
            .into_iter()
            .map(|one| (one.name, [one.enquiries, one.in_time, one.late, one.overdue, one.applied]))
            .collect()
    };
    let all = FunnelAsk::default();
    assert_eq!(
        told(&all, "2022-02-05"),
        [("Board".to_owned(), [4, 1, 1, 1, 1]), ("not recorded".to_owned(), [1, 1, 0, 0, 0])],
        "the last is due on the day, the third was answered later"
    );
    assert_eq!(told(&all, "2022-03-01")[0].1, [4, 1, 2, 1, 1]);
    let campaign = FunnelAsk { campaign: Some("D".into()), ..all };
    assert_eq!(told(&campaign, "2022-03-01"), [("Board".to_owned(), [1, 0, 0, 1, 0])]);
}

#[test]
fn applications_for_each_advert_have_a_trend() {
    let mut lines = String::from(
        "role role=SW from=2010-01-01 title=Social_worker qualified=yes\nchannel channel=B name=Board\n",
    );
    let quarters = [20, 19, 17, 16, 14, 13, 11, 10, 8, 7];
    for (at, applications) in quarters.iter().enumerate() {
        let opened = format!("{}-{:02}-01", 2020 + at / 4, at % 4 * 3 + 2);
        lines += &format!("advert advert=A{at} channel=B role=SW opened={opened}\n");
        for number in 0..*applications {
            lines += &format!("application application={at}-{number} advert=A{at} received={opened}\n");
        }
    }
    let trend = per_advert(&records(&lines), Some("SW"), day("2022-12-31"));
    let counts: Vec<(u64, u64)> =
        trend.quarters.iter().map(|(_, adverts, applications)| (*adverts, *applications)).collect();
    assert_eq!(counts, quarters.map(|applications| (1, applications)));
    let (slope, low, high) = trend.slope.expect("ten quarters");
    assert!((slope + 1.5).abs() < 0.01 && low <= slope && high < 0.0, "{slope} {low} {high}");
    assert!(trend.p.expect("a test") < 0.05);
}

#[test]
fn a_vacancy_filled_from_within_opens_another() {
    let records = records(
        "post post=P1 from=2010-01-01 role=TM team=T fte=1 funding=base
         vacancy vacancy=V1 post=P1 vacant_from=2022-01-01 closed_on=2022-03-01 leads_to=V2
         vacancy vacancy=V2 post=P2 vacant_from=2022-03-01 closed_on=2022-06-01 leads_to=V3
         vacancy vacancy=V3 post=P3 vacant_from=2022-06-01
         vacancy vacancy=V4 post=P4 vacant_from=2022-02-01 hard_to_recruit=yes
         panel_members pool=young-people from=2022-01-01 trained=2 rounds_a_month=1",
    );
    let found = chains(&records, day("2022-07-01"));
    assert_eq!(found[0].vacancies, ["V1", "V2", "V3"]);
    assert_eq!((found[0].internal, found[0].filled), (2, 2));
    assert_eq!((found[1].vacancies.len(), found[1].filled), (1, 0));
    let ages: Vec<(String, i64)> =
        vacancy_ages(&records, day("2022-07-01")).into_iter().map(|one| (one.vacancy, one.days)).collect();
    assert_eq!(ages, [("V4".to_owned(), 150), ("V3".to_owned(), 30)]);
    assert_eq!(rounds_needed(&records, day("2022-07-01"), 1), (2, vec![(PanelPool::YoungPeople, 2, true)]));
    assert_eq!(rounds_needed(&records, day("2022-07-01"), 4).0, 1);
}

const PLAN: &str = "
    improvement_source source=I kind=notice title=Notice on=2012-10-01
    recommendation recommendation=I7 source=I number=7 kind=requirement text=Fill_posts due=2013-03-31
    recommendation recommendation=I14 source=I number=14 kind=requirement text=Supervise due=2013-06-30 closed_on=2013-06-01
    recommendation recommendation=I19 source=I number=19 kind=requirement text=Train
    action action=A1 title=Recruit owner=Head_of_service recommendations=I7 agreed_on=2012-11-01 due=2013-03-31 status=done ended_on=2013-05-01 expected_measure=vacancy_rate_fte expected_figure=10% expected_by=2013-04-01
    action action=A2 title=Supervise_monthly owner=Team_managers recommendations=I14 due=2013-01-31 status=under-way
    evidence action=A1 evidence=a on=2013-03-31 shows=Posts_filled figure=24_of_27
    evidence action=A1 evidence=b on=2013-05-31 shows=Vacancies measure=vacancy_rate_fte figure=14% against=yes
    risk risk=R title=Too_few_workers owner=Director from=2012-01-01
    risk_rating risk=R on=2012-01-01 likelihood=5 impact=5 target=9
    risk_rating risk=R on=2013-01-01 likelihood=3 impact=5 target=9
";

#[test]
fn actions_and_recommendations_stand_as_on_the_day() {
    let records = records(PLAN);
    let told = |on: &str| {
        let lines = actions(&records, day(on), false);
        lines.iter().map(|one| (one.action.clone(), one.status, one.overdue)).collect::<Vec<_>>()
    };
    let (a1, a2) = ("A1".to_owned(), "A2".to_owned());
    assert_eq!(
        told("2013-04-10"),
        [(a2.clone(), ActionStatus::UnderWay, true), (a1.clone(), ActionStatus::UnderWay, true)]
    );
    assert_eq!(told("2013-05-01"), [(a2, ActionStatus::UnderWay, true), (a1, ActionStatus::Done, false)]);
    assert_eq!(actions(&records, day("2013-05-01"), true).len(), 1);
    // The expected effect is to be looked at from its day until someone does.
    let check = |on: &str| actions(&records, day(on), false).iter().any(|one| one.to_check.is_some());
    assert_eq!((check("2013-03-31"), check("2013-04-01"), check("2013-05-31")), (false, true, false));
    assert_eq!(actions(&records, day("2013-06-01"), false)[1].evidence, (1, 1));

    let states = |on: &str| {
        let lines = recommendations(&records, day(on));
        lines.iter().map(|one| (one.number.clone(), one.state, one.overdue)).collect::<Vec<_>>()
    };
    let line = |number: &str, state, overdue| (number.to_owned(), state, overdue);
    assert_eq!(
        states("2013-04-10"),
        [line("7", R::Open, true), line("14", R::Open, false), line("19", R::Unanswered, false)]
    );
    assert_eq!(
        states("2013-06-01"),
        [line("7", R::ActionsDone, true), line("14", R::Closed, false), line("19", R::Unanswered, false)]
    );
    assert!(states("2012-09-30").is_empty());
    let evidence = &recommendations(&records, day("2013-06-01"))[0].evidence;
    assert_eq!(evidence[1].1, "against: Vacancies (vacancy rate fte: 14%)");
    let risk = &risks(&records, day("2013-02-01"))[0];
    assert_eq!(
        (risk.history.iter().map(|(_, score)| *score).collect::<Vec<_>>(), risk.target),
        (vec![25, 15], Some(9))
    );
}
