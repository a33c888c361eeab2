//! One small council over one census year, counted by hand: what every measure makes of it.

#[path = "../../workforce/tests/common/mod.rs"]
mod common;

use jiff::civil::date;
use measures::figure::{Figure, Question};
use measures::ground::{Agreed, Ground};
use measures::registry;
use measures::span::Span;
use testkit::builders::{
    absence, caseload, equality, fte, identity, loose, occupancy, post, role, spell, unit, worker,
};
use workforce::cell::{Flag, Key};
use workforce::quantity::Days;
use workforce::records::{
    AbsenceKind, Basis, Caseload, CensusRole, CoverReason, Equality, Ethnicity, Identity, Occupancy, Origin,
    Record, Records, Role, Spell, UnitKind, WorkerKey,
};
use workforce::{Date, Workforce};

const LONG_AGO: Date = date(2010, 1, 4);

fn in_census(name: &str, census_role: CensusRole, rank: u32) -> Role {
    let census_role = Some(census_role);
    Role { census: Flag(true), census_role, rank: Some(rank), ..role(name, name, LONG_AGO) }
}

fn from(name: &str, worker: &str, started: Date, origin: Origin) -> Spell {
    Spell { origin: Some(origin), ..spell(name, worker, started) }
}

fn until(to: Date, occupancy: Occupancy) -> Occupancy {
    Occupancy { to: Some(to), ..occupancy }
}

fn cases(worker: &str, untyped: u32) -> Caseload {
    Caseload { untyped: Some(untyped), ..caseload(worker, date(2022, 9, 30)) }
}

/// Ana moves team. Ben becomes a manager. Cal is a manager from another authority. Dee retires. Eva comes back, from agency
/// work. Fay comes and goes. Gus qualified in 2020 and moves in the second year. Huw has just qualified. Ida acts up. Two
/// agency workers: one covers a vacancy, one is additional. Kit is on loan from elsewhere.
fn council() -> Records {
    let mut all = places();
    all.extend(people());
    all.extend(work());
    all.extend(registers());
    all.into_iter().collect()
}

/// Units, roles and posts.
fn places() -> Vec<Record> {
    let mut all: Vec<Record> = Vec::new();
    all.push(unit("CHI", "Children", UnitKind::Service, LONG_AGO).into());
    for team in ["DUTY", "CARE"] {
        let mut team = unit(team, team, UnitKind::Team, LONG_AGO);
        team.parent = Some(Key::new("CHI"));
        all.push(team.into());
    }
    all.push(in_census("TM", CensusRole::FirstLineManager, 1).into());
    all.push(in_census("SSW", CensusRole::SeniorPractitioner, 2).into());
    all.push(in_census("SW", CensusRole::CaseHolder, 3).into());
    all.push(role("ADM", "Administrator", LONG_AGO).into());
    for (name, of, team) in [
        ("D1", "SW", "DUTY"),
        ("D2", "SW", "DUTY"),
        ("D3", "SW", "DUTY"),
        ("D4", "SW", "DUTY"),
        ("C1", "SW", "CARE"),
        ("C2", "SW", "CARE"),
        ("C3", "SW", "CARE"),
        ("C4", "SW", "CARE"),
        ("C5", "SW", "CARE"),
        ("M1", "TM", "DUTY"),
        ("M2", "TM", "CARE"),
        ("M3", "TM", "CARE"),
        ("S1", "SSW", "DUTY"),
        // Outside the census: counts nowhere.
        ("X1", "ADM", "DUTY"),
    ] {
        all.push(post(name, of, team, fte(100), LONG_AGO).into());
    }
    all
}

/// Workers, their spells and who is away.
fn people() -> Vec<Record> {
    let mut all: Vec<Record> = Vec::new();
    for name in ["Ana", "Ben", "Cal", "Dee", "Eva", "Fay", "Gus", "Huw", "Ida", "Jo", "Ken", "Kit", "Xan"] {
        all.push(worker(name).into());
    }
    for one in [
        spell("ana", "Ana", LONG_AGO),
        spell("ben", "Ben", LONG_AGO),
        from("cal", "Cal", date(2022, 2, 1), Origin::OtherAuthority),
        Spell { left: Some(date(2022, 5, 1)), ..spell("dee", "Dee", LONG_AGO) },
        Spell { left: Some(date(2018, 3, 1)), ..spell("eva-1", "Eva", LONG_AGO) },
        from("eva-2", "Eva", date(2022, 6, 1), Origin::Agency),
        Spell {
            left: Some(date(2022, 2, 15)),
            ..from("fay", "Fay", date(2021, 11, 1), Origin::NewlyQualified)
        },
        from("gus", "Gus", date(2020, 9, 1), Origin::NewlyQualified),
        from("huw", "Huw", date(2022, 9, 5), Origin::NewlyQualified),
        spell("ida", "Ida", LONG_AGO),
        spell("xan", "Xan", LONG_AGO),
    ] {
        all.push(one.into());
    }
    let born = |name: &str, born: Date| Identity {
        birth_date: Some(born),
        ..identity(&WorkerKey::new(name), name, "Example")
    };
    // Ana is 42 on the last day, Ben 59, Cal 60 that very day, Gus 27.
    all.push(born("Ana", date(1980, 9, 30)).into());
    all.push(born("Ben", date(1962, 10, 1)).into());
    all.push(born("Cal", date(1962, 9, 30)).into());
    all.push(born("Gus", date(1995, 1, 1)).into());
    for (name, ethnicity) in [
        ("Ana", Ethnicity::WhiteBritish),
        ("Ben", Ethnicity::WhiteIrish),
        ("Cal", Ethnicity::BlackAfrican),
        ("Eva", Ethnicity::Refused),
        ("Gus", Ethnicity::Chinese),
    ] {
        let ethnicity = Some(ethnicity);
        all.push(Equality { ethnicity, ..equality(&WorkerKey::new(name)) }.into());
    }
    let sick = |name: &str, who: &str, from: Date, to: Date, days: i64| {
        let mut sick = absence(name, who, AbsenceKind::Sickness, from);
        sick.to = Some(to);
        sick.days_lost = Some(Days::from_millionths(days * 1_000_000));
        sick
    };
    all.push(sick("a", "Ana", date(2022, 1, 1), date(2022, 1, 11), 6).into());
    // Half of its ten days lie before the year, so half of its four days lost do.
    all.push(sick("b", "Dee", date(2021, 9, 26), date(2021, 10, 6), 4).into());
    all
}

/// Occupancies and cases.
fn work() -> Vec<Record> {
    let mut all: Vec<Record> = Vec::new();
    let agency = |name: &str, who: &str, share: i64, cover: CoverReason| {
        let from = date(2022, 7, 1);
        Occupancy { cover: Some(cover), ..loose(name, who, fte(share), from, Basis::Agency) }
    };
    let acting = Occupancy {
        post: Some(Key::new("M3")),
        cover: Some(CoverReason::Vacancy),
        ..loose("ida-2", "Ida", fte(100), date(2022, 8, 1), Basis::ActingUp)
    };
    let on_loan = Occupancy {
        post: Some(Key::new("D1")),
        cover: Some(CoverReason::Vacancy),
        ..loose("kit-1", "Kit", fte(50), date(2022, 7, 1), Basis::SecondmentIn)
    };
    for one in [
        until(date(2022, 3, 1), occupancy("ana-1", "Ana", "D1", fte(60), LONG_AGO)),
        occupancy("ana-2", "Ana", "C1", fte(60), date(2022, 3, 1)),
        until(date(2022, 1, 10), occupancy("ben-1", "Ben", "D2", fte(100), LONG_AGO)),
        occupancy("ben-2", "Ben", "M1", fte(100), date(2022, 1, 10)),
        occupancy("cal-1", "Cal", "M2", fte(100), date(2022, 2, 1)),
        occupancy("dee-1", "Dee", "D3", fte(100), LONG_AGO),
        until(date(2018, 3, 1), occupancy("eva-1", "Eva", "C4", fte(100), LONG_AGO)),
        occupancy("eva-2", "Eva", "D3", fte(100), date(2022, 6, 1)),
        occupancy("fay-1", "Fay", "C2", fte(100), date(2021, 11, 1)),
        until(date(2021, 12, 1), occupancy("gus-1", "Gus", "C3", fte(100), date(2020, 9, 1))),
        occupancy("gus-2", "Gus", "D4", fte(100), date(2021, 12, 1)),
        occupancy("huw-1", "Huw", "C4", fte(100), date(2022, 9, 5)),
        occupancy("ida-1", "Ida", "S1", fte(100), LONG_AGO),
        acting,
        Occupancy { post: Some(Key::new("C5")), ..agency("jo-1", "Jo", 80, CoverReason::Vacancy) },
        Occupancy {
            team: Some(Key::new("DUTY")),
            role: Some(Key::new("SW")),
            ..agency("ken-1", "Ken", 100, CoverReason::AdditionalWorkload)
        },
        on_loan,
        occupancy("xan-1", "Xan", "X1", fte(100), LONG_AGO),
    ] {
        all.push(one.into());
    }
    for one in [cases("Ana", 20), cases("Eva", 28), cases("Jo", 26), cases("Huw", 0)] {
        all.push(one.into());
    }
    all
}

/// Two adverts with five applications, two of which ended in the starts of Cal and Eva; Ana supervised last week and Ben in
/// June; a limit of 25 cases for a full-time social worker; an interview with Dee; Fay and Huw on a programme.
fn registers() -> Vec<Record> {
    let lines = "
        channel channel=B name=Board
        advert advert=A1 channel=B role=TM team=CARE opened=2021-11-01
        advert advert=A2 channel=B role=SW opened=2022-03-01
        advert advert=A3 channel=B role=ADM opened=2022-03-01
        advert advert=A4 channel=B role=SW opened=2022-10-01
        application application=1 advert=A1 received=2022-01-20 spell=cal
        application application=2 advert=A1 received=2022-01-22
        application application=3 advert=A2 received=2022-04-01 spell=eva-2
        application application=4 advert=A2 received=2022-04-02
        application application=5 advert=A2 received=2022-10-02
        application application=6 advert=A3 received=2022-04-02
        application_stage application=1 stage=started on=2022-02-01
        application_stage application=3 stage=started on=2022-06-01
        application_stage application=4 stage=rejected on=2022-05-01
        application_stage application=6 stage=started on=2022-06-01
        engagement engagement=J occupancy=jo-1 hours=35
        engagement_rate engagement=J from=2022-07-01 pay=20
        salary worker=Ana from=2015-01-01 annual=36500
        parameter parameter=cost.ni-rate scope=council from=2021-01-01 value=0.1
        parameter parameter=cost.ni-threshold scope=council from=2021-01-01 value=0
        parameter parameter=cost.pension-rate scope=council from=2021-01-01 value=0.1
        parameter parameter=cost.levy-rate scope=council from=2021-01-01 value=0
        supervision worker=Ana on=2022-09-20
        supervision worker=Ben on=2022-06-01
        supervision worker=Ben on=2022-10-01
        case_limit role=SW from=2020-01-01 cases=25
        exit_interview spell=dee offered_on=2022-04-01 held_on=2022-04-20
        exit_interview spell=fay offered_on=2022-02-01
        programme programme=ASYE from=2015-01-01 name=First_year kind=asye months=12
        cohort cohort=C programme=ASYE name=Cohort starts=2021-10-01
        enrolment enrolment=1 cohort=C worker=Fay started=2021-11-08
        enrolment enrolment=2 cohort=C worker=Huw started=2022-09-12
        enrolment enrolment=3 cohort=C worker=Gus started=2020-09-01
        enrolment enrolment=4 cohort=C started=2022-01-10
    ";
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(common::record).collect()
}

/// A leaver on leave until the end is a leaver of the team that was left, though nobody sat in the post on the last day.
#[test]
fn a_leaver_counts_whose_occupancy_ended_first() {
    let mut records = council();
    records.put(until(date(2022, 2, 1), occupancy("dee-1", "Dee", "D3", fte(100), LONG_AGO)).into());
    let workforce = Workforce::new(records);
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let span = Span::year_ending(date(2022, 9, 30));
    let team = workforce.unit_named("DUTY", span.to).expect("the team is there");
    let question = Question { span, unit: Some(team), baseline: None, by: None };
    for (id, leavers) in [("leavers_headcount", "1"), ("leavers_fte", "1")] {
        let measure = registry::find(id).expect("the measure exists");
        let figure = ground.figures(measure, &question).expect("a plain question").remove(0);
        assert_eq!(figure.numerator.map(|part| part.to_string()).as_deref(), Some(leavers), "{id}");
    }
}

#[test]
fn every_measure_counts_it_as_by_hand() {
    let workforce = Workforce::new(council());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let span = Span::year_ending(date(2022, 9, 30));
    let by_hand = [
        ("inpost_fte", "6.6"),
        ("inpost_headcount", "7"),
        ("starters_fte", "3.0"),
        ("starters_headcount", "4"),
        ("leavers_fte", "1.0"),
        ("leavers_headcount", "2"),
        ("turnover_rate_fte", "15.2"),
        ("turnover_rate_headcount", "28.6"),
        ("agency_fte", "1.8"),
        ("agency_headcount", "2"),
        ("agency_rate_fte", "21.4"),
        ("agency_rate_headcount", "22.2"),
        ("agency_cover_fte", "0.8"),
        ("agency_cover_rate_fte", "44.4"),
        ("vacancy_fte", "6.4"),
        ("vacancy_rate_fte", "49.2"),
        ("vacancy_agency_cover_rate_fte", "12.5"),
        ("case_holders_fte", "2.4"),
        ("cases", "74"),
        ("caseload_fte", "30.8"),
        ("working_days_lost_fte", "8.0"),
        ("absence_rate_fte", "0.5"),
        ("turnover_average_fte", "17.9"),
        ("turnover_opening_fte", "21.7"),
        ("turnover_annualised_fte", "15.2"),
        ("stability_index", "80.0"),
        ("internal_turnover", "28.6"),
        ("moves_after_first_year", "1"),
        ("returners", "1"),
        ("starters_experienced_share", "50.0"),
        ("starters_other_authority_share", "25.0"),
        ("starters_newly_qualified_share", "50.0"),
        ("starters_agency_share", "25.0"),
        ("manager_turnover_headcount", "0.0"),
        ("manager_internal_share", "50.0"),
        ("vacancy_chain", "1.3"),
        ("sickness_calendar_rate", "0.6"),
        ("sickness_days_per_fte", "1.2"),
        ("cases_over_limit_workers", "2"),
        ("cases_beyond_limit", "4"),
        ("over_limit_share", "66.7"),
        ("within_limit_share", "33.3"),
        ("newly_qualified_per_experienced", "0.3"),
        ("span_of_control", "3.2"),
        ("establishment_fte", "13.0"),
        ("funded_fte", "13.0"),
        ("filled_fte", "8.4"),
        ("over_under_all_agency_fte", "-4.6"),
        ("over_under_cover_fte", "-5.6"),
        ("uncovered_vacancy_rate", "43.1"),
        ("supernumerary_agency_fte", "1.0"),
        ("net_flow_fte", "2.0"),
        // 6.6 held, Xan 1, Ida acting 1, Kit 0.5, Jo 0.8, Ken 1, and what nobody covers: 14 posts less 7.6 held and 2.3
        // covered. 1.8 of 15; without Ken, who is beyond the establishment, 0.8 of 14.
        ("agency_share_of_assignments", "12.0"),
        ("agency_share_within_establishment", "5.7"),
        ("cohort_retention_12", "75.0"),
        ("cohort_retention_24", "75.0"),
        ("cohort_retention_36", "75.0"),
        // Jo, 66 weekdays of 7 hours at £20: £9,240. Ana, £36,500 and a fifth on top: £43,800.
        ("agency_cost_share", "17.4"),
        // Five applications for A1 and A2, of which Cal came after 12 days and Eva after 61.
        ("applications_per_advert", "2.5"),
        ("mean_days_to_hire", "36.5"),
        // Ana was supervised ten days ago, Huw started 25 days ago; of the seven in post, Jo and Ken.
        ("supervision_in_time_share", "22.2"),
        // Of Ana (20 of 15), Eva (28 of 25), Jo (26 of 20) and Huw (none of 25).
        ("within_capacity_share", "25.0"),
        ("exit_interviews_held_share", "50.0"),
        // Fay left in February, Huw is here.
        ("programme_retention_12", "50.0"),
        ("programme_retention_24", "50.0"),
        // First line managers Ben and Cal, senior practitioner Ida, case holders Ana (0.6), Eva, Gus and Huw.
        ("role_mix_headcount", "28.6 14.3 57.1"),
        ("role_mix_fte", "30.3 15.2 54.5"),
        // Under 20 nobody, Gus, nobody, Ana, Ben, Cal; not known: Eva, Huw and Ida.
        ("age_mix_headcount", "0.0 14.3 0.0 14.3 14.3 14.3 42.9"),
        ("age_mix_fte", "0.0 15.2 0.0 9.1 15.2 15.2 45.5"),
        // White, mixed, Asian, black, other: of Ana, Ben, Cal and Gus.
        ("ethnicity_mix_headcount", "50.0 0.0 25.0 25.0 0.0"),
        ("ethnicity_mix_fte", "44.4 0.0 27.8 27.8 0.0"),
        ("ethnicity_known_share", "57.1"),
        // Under 2: Cal, Eva, Huw. 2 to under 5: Gus. 10 to under 20: Ana, Ben, Ida.
        ("time_in_service_mix_headcount", "42.9 14.3 42.9"),
        ("time_in_service_mix_fte", "45.5 15.2 39.4"),
    ];
    let question = Question { span, unit: None, baseline: None, by: None };
    let mut wrong = Vec::new();
    for (id, expected) in by_hand {
        let measure = registry::find(id).expect("the measure exists");
        let figures = ground.figures(measure, &question).expect("a plain question");
        let shown = |figure: &Figure| {
            figure.value.map_or_else(|none| none.words().to_owned(), |value| value.to_string())
        };
        let value = figures.iter().map(shown).collect::<Vec<_>>().join(" ");
        if value != expected {
            let parts: Vec<_> = figures
                .iter()
                .map(|one| [one.numerator, one.denominator].map(|part| part.map(|part| part.to_string())))
                .collect();
            wrong.push(format!("{id}: {value} {parts:?}, by hand {expected}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert_eq!(by_hand.len(), registry::all().count(), "every measure is in the story");
}
