//! Returns built from the record: sound, counted like the figures, and taken back in without loss.

use jiff::civil::date;
use measures::exact::Amount;
use measures::figure::Question;
use measures::ground::{Agreed, Ground};
use measures::registry;
use measures::span::Span;
use returns::csww::build::{Built, Plan, build, readiness};
use returns::csww::check::{Checked, Settings, check};
use returns::csww::document::{Part, Return};
use returns::csww::element::Element as E;
use returns::csww::finding::Level;
use returns::csww::read::Limits;
use returns::csww::sample::{Plan as Sample, sample};
use returns::csww::take::take;
use returns::csww::write::write;
use returns::csww::year::CensusYear;
use testkit::builders;
use testkit::wexcombe::{self, generate};
use workforce::Workforce;
use workforce::cell::{Flag, Key};
use workforce::records::{
    AbsenceKind, Basis, CensusRole, Origin, Record, Records, Role, ServiceSide, Spell, Unit, UnitKind,
};

fn year(number: i16) -> CensusYear {
    CensusYear::new(number).expect("a census year")
}

fn built(workforce: &Workforce, number: i16) -> Built {
    let made = "2026-01-05T10:00:00";
    build(workforce, &Plan { year: year(number), authority: "301", made })
        .expect("the plan names no baseline")
}

fn checked(built: &Built) -> Checked {
    let mut bytes = Vec::new();
    write(&built.content, built.year, &mut bytes).expect("memory takes it");
    check(|| Ok(bytes.as_slice()), &Settings::default()).expect("memory gives it back")
}

/// The summary of a built return and the figures of the same year have the same parts and values, measure by measure.
fn assert_counts_like_the_figures(workforce: &Workforce, built: &Built, checked: &Checked) {
    let end = built.year.end();
    let ground = Ground::new(workforce, end, Agreed::default());
    let question = Question { span: Span::year_ending(end), unit: None, baseline: None, by: None };
    for counted in checked.whole().summary().measures() {
        let measure = registry::find(counted.id).expect("the registry has every measure of the DfE");
        let figures = ground.figures(measure, &question).expect("the question names nothing");
        let figure = figures.first().expect("one figure");
        let numerator = counted.numerator.map(|part| Amount(part.into()));
        assert_eq!(figure.numerator, numerator, "{} of {}", counted.id, built.year);
        let shown = figure.value.as_ref().ok().map(ToString::to_string);
        assert_eq!(shown, counted.shown(), "{} of {}", counted.id, built.year);
    }
}

fn records(plan: &wexcombe::Plan) -> Records {
    generate(plan).into_iter().flat_map(|step| step.records).collect()
}

#[test]
fn the_synthetic_councils_returns_are_sound_and_counted_like_its_figures_and_come_back_from_their_files() {
    let workforce = Workforce::new(records(&wexcombe::Plan::wexcombe()));
    for number in 2021..=2025 {
        let sent = built(&workforce, number);
        let sound = checked(&sent);
        assert_eq!(sound.summary.error, 0, "{number}: {:#?}", sound.findings);
        assert!(sound.summary.query < 60, "{number}: {} queries", sound.summary.query);
        assert!(sent.content.workers.len() > 250, "{number}");
        assert_counts_like_the_figures(&workforce, &sent, &sound);
        let taken = take(&Records::default(), &sent.content, sent.year, "a test");
        assert_eq!(taken.left, [], "{number}");
        let again = built(&Workforce::new(taken.records), number);
        assert_same(&sent.content, &again.content, number);
    }
}

/// Nothing differs, told record by record.
fn assert_same(sent: &Return, again: &Return, number: i16) {
    assert_eq!(sent.totals, again.totals, "{number}");
    assert_eq!(sent.workers.len(), again.workers.len(), "{number}");
    for (sent, again) in sent.workers.iter().zip(&again.workers) {
        assert_eq!(sent, again, "{number}");
    }
}

#[test]
fn small_councils_of_many_seeds_are_counted_like_their_figures() {
    for seed in 1..=12 {
        let plan = wexcombe::Plan {
            seed,
            children_posts: 40,
            adult_posts: 12,
            from: date(2018, 10, 1),
            years: 4,
            ..wexcombe::Plan::wexcombe()
        };
        let workforce = Workforce::new(records(&plan));
        for number in [2020, 2022] {
            let sent = built(&workforce, number);
            assert_counts_like_the_figures(&workforce, &sent, &checked(&sent));
        }
    }
}

#[test]
fn years_taken_in_one_after_another_are_one_history() {
    let workforce = Workforce::new(records(&wexcombe::Plan::wexcombe()));
    let mut history = Records::default();
    for number in 2021..=2024 {
        let sent = built(&workforce, number);
        let taken = take(&history, &sent.content, sent.year, "a test");
        assert_eq!(taken.left, [], "{number}");
        history = taken.records;
        // The same return again changes nothing.
        let twice = take(&history, &sent.content, sent.year, "a test");
        assert_eq!(twice.records, history, "{number}");
    }
    let whole = Workforce::new(history);
    for number in 2021..=2024 {
        let (sent, again) = (built(&workforce, number), built(&whole, number));
        let counted = |built: &Built| checked(built).whole().summary().clone();
        assert_eq!(counted(&sent), counted(&again), "{number}");
    }
}

/// A service of one team with a role, to put people into.
fn frame() -> Vec<Record> {
    let from = date(2020, 1, 1);
    let service = Unit {
        side: Some(ServiceSide::Children),
        ..builders::unit("C", "Children", UnitKind::Service, from)
    };
    let team = Unit { parent: Some(Key::new("C")), ..builders::unit("T", "Team", UnitKind::Team, from) };
    let role = |key: &str, census_role| Role {
        census: Flag(true),
        census_role: Some(census_role),
        ..builders::role(key, "Social worker", from)
    };
    let senior = role("TM", CensusRole::FirstLineManager);
    let posts =
        ["P1", "P2", "P3"].map(|post| builders::post(post, "SW", "T", builders::fte(100), from).into());
    let mut all: Vec<Record> = vec![service.into(), team.into(), senior.into()];
    all.push(role("SW", CensusRole::CaseHolder).into());
    all.extend(posts);
    all
}

fn person(worker: &str, started: (i16, i8, i8), left: Option<(i16, i8, i8)>) -> Vec<Record> {
    let day = |(year, month, day)| date(year, month, day);
    let registration = Some(format!("SW{}", worker.trim_start_matches('W')).into());
    let spell = Spell {
        origin: Some(Origin::NewlyQualified),
        left: left.map(day),
        ..builders::spell(&format!("S{worker}"), worker, day(started))
    };
    vec![workforce::records::Worker { registration, ..builders::worker(worker) }.into(), spell.into()]
}

fn item(built: &Built, worker: usize, item: E) -> Option<&str> {
    built.content.workers[worker - 1].text(item)
}

#[test]
fn somebody_who_left_on_30_september_is_a_leaver_and_whoever_came_and_went_has_no_fte() {
    let mut all = frame();
    all.extend(person("W1", (2021, 3, 1), Some((2023, 9, 30))));
    all.push(builders::occupancy("O1", "W1", "P1", builders::fte(80), date(2021, 3, 1)).into());
    all.extend(person("W2", (2022, 11, 1), Some((2023, 5, 1))));
    all.push(builders::occupancy("O2", "W2", "P2", builders::fte(100), date(2022, 11, 1)).into());
    all.extend(person("W3", (2021, 3, 1), Some((2023, 10, 1))));
    all.push(builders::occupancy("O3", "W3", "P3", builders::fte(100), date(2021, 3, 1)).into());
    let workforce = Workforce::new(all.into_iter().collect());
    let built = built(&workforce, 2023);
    let row = |worker| [E::SweNo, E::Fte, E::Fte30, E::RoleEndDate].map(|of| item(&built, worker, of));
    assert_eq!(row(1), [Some("SW1"), Some("0.000000"), Some("0.800000"), Some("2023-09-30")]);
    assert_eq!(row(2), [Some("SW2"), Some("0.000000"), Some("0.000000"), Some("2023-05-01")]);
    // The first day away is 1 October: in post on the day.
    assert_eq!(row(3), [Some("SW3"), Some("1.000000"), Some("1.000000"), None]);
    assert_eq!(built.content.totals[0].text(E::NumberOfVacancies), Some("2.00"));
}

#[test]
fn two_roles_are_two_records_and_two_posts_of_one_role_are_one() {
    let mut all = frame();
    all.push(builders::post("M1", "TM", "T", builders::fte(100), date(2020, 1, 1)).into());
    all.extend(person("W1", (2021, 3, 1), None));
    for (key, post, hundredths) in [("O1", "M1", 40), ("O2", "P1", 35), ("O3", "P2", 25)] {
        all.push(builders::occupancy(key, "W1", post, builders::fte(hundredths), date(2021, 3, 1)).into());
    }
    let mut cases = builders::caseload("W1", date(2023, 9, 30));
    cases.untyped = Some(11);
    all.push(cases.into());
    all.push(builders::absence("A1", "W1", AbsenceKind::Sickness, date(2023, 3, 1)).into());
    let workforce = Workforce::new(all.into_iter().collect());
    let built = built(&workforce, 2023);
    let row = |worker| [E::OrgRole, E::Fte, E::Fte30, E::Cases30].map(|of| item(&built, worker, of));
    assert_eq!(row(1), [Some("3"), Some("0.400000"), Some("0.400000"), Some("5")]);
    assert_eq!(row(2), [Some("5"), Some("0.600000"), Some("0.600000"), Some("6")]);
    assert_counts_like_the_figures(&workforce, &built, &checked(&built));
}

#[test]
fn what_is_missing_is_left_out_and_said_with_its_team_and_where_it_goes() {
    let mut all = frame();
    all.extend(person("W1", (2021, 3, 1), None));
    all.push(builders::occupancy("O1", "W1", "P1", builders::fte(100), date(2021, 3, 1)).into());
    let agency = workforce::records::Occupancy {
        basis: Basis::Agency,
        ..builders::occupancy("O2", "A1", "P2", builders::fte(100), date(2023, 5, 1))
    };
    all.extend([builders::worker("A1").into(), agency.into()]);
    let workforce = Workforce::new(all.into_iter().collect());
    let built = built(&workforce, 2025);
    let todo = readiness::todo(&built).expect("memory takes it");
    let said: Vec<_> = todo
        .iter()
        .filter(|one| one.finding.level == Level::Error)
        .map(|one| {
            let team = one.team().map_or("-", |team| workforce.unit_key(team));
            let worker = one.subject.map_or("-", |subject| subject.worker.as_str());
            let home = one.home.map_or_else(String::new, |home| format!("{}.{}", home.kind, home.column));
            format!("{team} {worker} {home}")
        })
        .collect();
    let of_worker = [
        "identity.birth_date",
        "equality.sex",
        "equality.ethnicity",
        "qualification.level",
        "qualification.step_up",
        "qualification.frontline",
        "caseload.on",
        "absence.days_lost",
        "salary.annual",
    ];
    for home in of_worker {
        assert!(said.contains(&format!("T W1 {home}")), "{home}: {said:#?}");
    }
    assert!(said.contains(&"T A1 worker.registration".to_owned()), "{said:#?}");
    assert!(said.contains(&"- - incentive_offer.eligible".to_owned()), "{said:#?}");
    assert!(!said.iter().any(|one| one.contains("spell.origin")), "{said:#?}");
}

#[test]
fn every_value_but_the_headers_has_its_trace() {
    let plan = wexcombe::Plan { children_posts: 40, adult_posts: 0, ..wexcombe::Plan::wexcombe() };
    let workforce = Workforce::new(records(&plan));
    let built = built(&workforce, 2025);
    let values: usize =
        built.content.totals.iter().chain(&built.content.workers).map(|part| part.items().count()).sum();
    assert_eq!(built.traces.len(), values);
    for trace in &built.traces {
        assert!(
            !trace.records.is_empty() || trace.note.is_some() || trace.value.starts_with('0'),
            "{trace:?}"
        );
        for record in &trace.records {
            let known = workforce.records().get(record).is_some();
            // A role is named by its key alone, whichever of its dated rows holds.
            assert!(known || record.kind == "role", "{record}");
        }
    }
}

#[test]
fn returns_of_elsewhere_come_back_as_they_were() {
    for (number, seed) in (2021..=2025).zip(1..) {
        let plan = Sample { year: year(number), workers: 300, seed, defects: 0, authority: "301" };
        let mut bytes = Vec::new();
        sample(&plan, &mut bytes).expect("memory takes it");
        let sent = Return::read(bytes.as_slice(), &Limits::default()).expect("memory gives it back").content;
        let taken = take(&Records::default(), &sent, year(number), "a test");
        // One worker's two records may differ in what is one thing of the worker: told, and the only loss.
        let told: Vec<&str> = taken
            .left
            .iter()
            .map(|left| {
                assert_eq!((left.item, &left.value), (Some(E::CfkssStatus), &None), "{left:?}");
                left.worker.and_then(|at| sent.workers[at - 1].text(E::SweNo)).expect("a number")
            })
            .collect();
        let again = built(&Workforce::new(taken.records), number).content;
        assert_eq!(sent.totals, again.totals, "{number}");
        let key = |part: &Part| format!("{:?}", part.items().collect::<Vec<_>>());
        let sorted = |content: &Return| {
            let others = content
                .workers
                .iter()
                .filter(|part| !told.contains(&part.text(E::SweNo).unwrap_or_default()));
            let mut keys: Vec<String> = others.map(key).collect();
            keys.sort();
            keys
        };
        for (sent, again) in sorted(&sent).iter().zip(&sorted(&again)) {
            assert_eq!(sent, again, "{number}");
        }
        assert_eq!(sent.workers.len(), again.workers.len(), "{number}");
    }
}

#[test]
fn what_the_record_knows_better_stays() {
    let mut all = frame();
    all.extend(person("W1", (2021, 3, 1), None));
    all.push(builders::occupancy("O1", "W1", "P1", builders::fte(80), date(2021, 3, 1)).into());
    let existing: Records = all.into_iter().collect();
    let mut part = Part::new(E::Worker);
    let items = [
        (E::AgencyWorker, "0"),
        (E::SweNo, "sw1"),
        (E::Fte, "0.500000"),
        (E::PersonBirthDate, "1990-05-01"),
        (E::OrgRole, "5"),
        (E::RoleStartDate, "2020-02-01"),
        (E::StartOrigin, "2"),
        (E::Fte30, "0.500000"),
        (E::Cases30, "12"),
    ];
    for (item, text) in items {
        part.put(item, text);
    }
    let content = Return { workers: vec![part], ..Return::default() };
    let taken = take(&existing, &content, year(2023), "a test");
    let told: Vec<_> = taken.left.iter().map(|left| (left.worker, left.item)).collect();
    assert_eq!(told, [(Some(1), Some(E::RoleStartDate)), (Some(1), Some(E::Fte))]);
    assert_eq!(taken.records.spells, existing.spells);
    assert_eq!(taken.records.occupancies, existing.occupancies);
    assert_eq!(taken.records.workers, existing.workers);
    assert_eq!(taken.records.identities["W1"].birth_date, Some(date(1990, 5, 1)));
    assert_eq!(taken.records.caseloads.len(), 1);
}

#[test]
fn whoever_moved_to_adults_is_not_returned_and_is_told_of() {
    let mut all = frame();
    let adults = Unit {
        side: Some(ServiceSide::Adults),
        ..builders::unit("A", "Adults", UnitKind::Service, date(2020, 1, 1))
    };
    all.push(adults.into());
    all.push(builders::post("A1", "SW", "A", builders::fte(100), date(2020, 1, 1)).into());
    all.extend(person("W1", (2021, 3, 1), None));
    let until = |occupancy: workforce::records::Occupancy, day| workforce::records::Occupancy {
        to: Some(day),
        ..occupancy
    };
    let moved = date(2023, 2, 1);
    all.push(
        until(builders::occupancy("O1", "W1", "P1", builders::fte(100), date(2021, 3, 1)), moved).into(),
    );
    all.push(builders::occupancy("O2", "W1", "A1", builders::fte(100), moved).into());
    let workforce = Workforce::new(all.into_iter().collect());
    let built = built(&workforce, 2023);
    assert_eq!(built.content.workers, []);
    let told: Vec<_> = built.moved_away.iter().map(|one| one.worker.as_str()).collect();
    assert_eq!(told, ["W1"]);
}
