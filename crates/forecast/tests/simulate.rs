//! The simulator against exact results: Binomial cohorts, two-state posts, gamma hazards, and what must never change.

use forecast::simulate::run::{By, Watch};
use forecast::simulate::world::NEVER;
use forecast::simulate::{
    Altered, Belief, Carried, Demand, Effect, Engagement, Held, Measure, Mechanism, NewlyQualified, Outcome,
    Plan, Rates, RoleRates, Route, Slot, Start, World, run,
};

/// A hundred squared, so that standard errors come to a hundredth.
const TRIALS: u64 = 10_000;

fn plan(months: u16) -> Plan {
    Plan { months, trials: TRIALS, seed: 8, cores: 2, parameters: true, years: true, by: By::Nothing }
}

fn world(slots: Vec<Slot>) -> World {
    World { teams: vec!["T".to_owned()], roles: vec!["R".to_owned()], slots, ..World::default() }
}

fn cohort(people: u32, tenure: u16) -> World {
    world((0..people).map(|id| Slot::held(id, tenure)).collect())
}

/// Leaving with this chance a month, whatever the tenure.
fn leaving(monthly: f64) -> RoleRates {
    let yearly = -12.0 * (1.0 - monthly).ln();
    RoleRates { leaving: [Belief::Known(yearly); 5], ..RoleRates::default() }
}

fn ran(world: &World, rates: &Rates, plan: &Plan, scenarios: &[Vec<Effect>]) -> Outcome {
    let scenarios: Vec<Altered> = scenarios.iter().cloned().map(Altered::from).collect();
    run(world, rates, plan, &scenarios, &Watch::default()).expect("not stopped")
}

/// Mean and variance within four standard errors of the exact ones.
#[track_caller]
fn is_exact(outcome: &Outcome, measure: Measure, month: u16, mean: f64, variance: f64) {
    let counts = outcome.counts(0, 0, measure, month);
    let trials = 1e4;
    assert!(
        (counts.mean() - mean).abs() < 4.0 * (variance / trials).sqrt(),
        "{} is not {mean}",
        counts.mean()
    );
    let error = variance * (2.0 / trials).sqrt() * 1.1;
    assert!((counts.variance() - variance).abs() < 4.0 * error, "{} is not {variance}", counts.variance());
}

#[test]
fn a_closed_cohort_is_binomial() {
    let outcome = ran(&cohort(100, 30), &Rates::plain(vec![leaving(0.0138)]), &plan(60), &[]);
    is_exact(&outcome, Measure::InPost, 12, 84.640_843, 13.000_120);
    is_exact(&outcome, Measure::InPost, 60, 43.441_008, 24.569_796);
    is_exact(&outcome, Measure::Left, 60, 100.0 - 43.441_008, 24.569_796);
}

#[test]
fn posts_that_fall_vacant_and_are_filled_are_two_state_chains() {
    let slots = (0..100).map(|id| if id < 85 { Slot::held(id, 30) } else { Slot::vacant(id) }).collect();
    let rates = Rates::plain(vec![RoleRates { fill: Belief::Known(0.2), ..leaving(0.0138) }]);
    let outcome = ran(&world(slots), &rates, &plan(60), &[]);
    is_exact(&outcome, Measure::InPost, 1, 87.0616, 3.328_040);
    is_exact(&outcome, Measure::InPost, 12, 94.200_567, 5.419_964);
    is_exact(&outcome, Measure::InPost, 60, 94.768_758, 4.957_583);
}

#[test]
fn uncertain_rates_widen_the_forecast_exactly() {
    let mut role = RoleRates::default();
    // One draw for all: everybody is in the last band.
    role.leaving[4] = Belief::Gamma { shape: 16.0, rate: 100.0 };
    let (world, rates) = (cohort(100, 130), Rates::plain(vec![role]));
    let outcome = ran(&world, &rates, &plan(60), &[]);
    is_exact(&outcome, Measure::InPost, 12, 85.282_126, 23.854_629);
    is_exact(&outcome, Measure::InPost, 60, 45.811_152, 101.677_931);
    // Without it, chance alone: a quarter of the variance.
    let alone = ran(&world, &rates, &Plan { parameters: false, ..plan(60) }, &[]);
    let stays = (-0.16_f64 * 5.0).exp();
    is_exact(&alone, Measure::InPost, 60, 100.0 * stays, 100.0 * stays * (1.0 - stays));
}

#[test]
fn a_mix_of_tenures_leaves_as_each_person_would() {
    let tenures: Vec<u16> = (0..100).map(|at| at * 2).collect();
    let slots = tenures.iter().zip(0..).map(|(tenure, id)| Slot::held(id, *tenure)).collect();
    let yearly = [0.35, 0.25, 0.18, 0.12, 0.06];
    let rates = Rates::plain(vec![RoleRates { leaving: yearly.map(Belief::Known), ..RoleRates::default() }]);
    let outcome = ran(&world(slots), &rates, &plan(36), &[]);
    for month in [6, 12, 36] {
        let stays = |tenure: &u16| {
            let hazard: f64 = (tenure + 1..=tenure + month)
                .map(|served| yearly[[12, 24, 60, 120].iter().filter(|band| served > **band).count()] / 12.0)
                .sum();
            (-hazard).exp()
        };
        let mean: f64 = tenures.iter().map(stays).sum();
        let variance: f64 = tenures.iter().map(stays).map(|stays| stays * (1.0 - stays)).sum();
        is_exact(&outcome, Measure::InPost, month, mean, variance);
    }
}

#[test]
fn time_to_fill_is_geometric() {
    let goes = |id| Slot {
        start: Start::Held { tenure: 5, goes: 1, leaves: true, back: 0, full: 0 },
        ..Slot::held(id, 5)
    };
    let rates = Rates::plain(vec![RoleRates { fill: Belief::Known(0.2), ..RoleRates::default() }]);
    let outcome = ran(&world((0..50).map(goes).collect()), &rates, &plan(90), &[]);
    let vacant: f64 = (1..=90).map(|month| outcome.counts(0, 0, Measure::Vacant, month).mean()).sum();
    // A mean of 4 months for each of 50 posts, of variance 20.
    assert!((vacant / 50.0 - 4.0).abs() < 4.0 * (20.0_f64 / (50.0 * 1e4)).sqrt(), "{}", vacant / 50.0);
}

/// A busy council: two teams, two roles, known events, cover, absences, moves up, shut posts.
fn busy() -> (World, Rates) {
    let mut slots: Vec<Slot> = (0..80)
        .map(|id| Slot {
            team: u16::from(id % 2 == 0),
            role: u16::from(id % 4 == 0),
            ..if id % 9 == 0 {
                Slot::vacant(id)
            } else {
                Slot::held(id, u16::try_from(id * 2).expect("small"))
            }
        })
        .collect();
    slots[1].to = 7;
    slots[3].from = 4;
    slots[3].start = Start::Vacant { starts: 6, joins: true, covered: false };
    slots[5].start = Start::Held { tenure: 9, goes: 3, leaves: false, back: 0, full: 0 };
    slots[6].start = Start::Held { tenure: 9, goes: NEVER, leaves: true, back: 5, full: 0 };
    slots[9].start = Start::Vacant { starts: NEVER, joins: true, covered: true };
    let role = RoleRates {
        fill: Belief::Beta { a: 20.0, b: 80.0 },
        approval: 1,
        cover: Belief::Known(0.6),
        cover_delay: 1,
        conversion: Belief::Known(0.03),
        absence: Belief::Known(0.1),
        absence_months: 6.0,
        absence_cover: Belief::Known(0.5),
        ..leaving(0.015)
    };
    let senior = RoleRates { internal: Belief::Known(0.7), feeder: Some(0), ..role.clone() };
    let mut world = world(slots);
    world.teams.push("U".to_owned());
    world.roles.push("S".to_owned());
    world.engagements = (0..6)
        .map(|id| Engagement { id, team: 0, role: 0, fte: 1000, ends: if id == 0 { 4 } else { NEVER } })
        .collect();
    world.held = vec![Held { team: 0, role: 0, share: 0.6 }, Held { team: 1, role: 0, share: 0.4 }];
    world.carried = [(0, 0.9), (0, 1.2), (1, 1.0)]
        .map(|(team, load)| Carried { team, role: 0, fte: 1.0, load, limit: 18.0 })
        .to_vec();
    let rates = Rates {
        year_shape: Some(15.0),
        nation: 0.1,
        engagement_end: Belief::Known(0.1),
        newly_qualified: NewlyQualified {
            carried: 0.9,
            yearly: Belief::Gamma { shape: 20.0, rate: 5.0 },
            spread: in_month(9),
            roles: vec![0],
            ..NewlyQualified::default()
        },
        demand: Some(Demand {
            cases: 900.0,
            growth: Belief::Normal { mean: 0.02, spread: 0.02 },
            damping: 0.5,
            noise: 0.1,
        }),
        ..Rates::plain(vec![RoleRates { holds: 0.9, ..role }, RoleRates { holds: 0.0, ..senior }])
    };
    (world, rates)
}

/// All of a year's in one of the months from the first simulated on.
fn in_month(month: usize) -> [f64; 12] {
    let mut spread = [0.0; 12];
    spread[month - 1] = 1.0;
    spread
}

#[test]
fn nobody_appears_or_vanishes() {
    let (world, rates) = busy();
    for seed in 0..40 {
        let one = Plan { trials: 1, seed, ..plan(36) };
        let outcome = ran(&world, &rates, &one, &[]);
        let at = |measure, month| outcome.counts(0, 0, measure, month).mean();
        for month in 0..=36 {
            let funded: f64 = world.slots.iter().map(|slot| f64::from(u8::from(slot.is_funded(month)))).sum();
            let there = at(Measure::InPost, month) + at(Measure::Vacant, month);
            assert!((there - funded).abs() < 1e-9, "{seed} {month}: {there} of {funded}");
            assert!(at(Measure::Absent, month) <= at(Measure::InPost, month));
            if month > 0 {
                // One is known to have gone to another post of the council, outside the simulated ones.
                let moved = if month >= 3 { 1.0 } else { 0.0 };
                let explained =
                    at(Measure::InPost, 0) + at(Measure::Joined, month) - at(Measure::Left, month) - moved;
                assert!((at(Measure::InPost, month) - explained).abs() < 1e-9, "{seed} {month}");
            }
        }
    }
}

#[test]
fn known_events_happen_when_they_are_known_to() {
    let (mut world, _) = busy();
    world.slots.retain(|slot| slot.id < 10);
    world.engagements.truncate(1);
    let outcome =
        ran(&world, &Rates::plain(vec![RoleRates::default(); 2]), &Plan { trials: 10, ..plan(12) }, &[]);
    let path =
        |measure| -> Vec<f64> { (0..=8).map(|month| outcome.counts(0, 0, measure, month).mean()).collect() };
    // 0 and 9 are vacant; 3 begins in month 4 and is taken in 6; 5 falls vacant in 3; 1 is shut in 7 and its holder takes 0.
    assert_eq!(path(Measure::Vacant), [2.0, 2.0, 2.0, 3.0, 4.0, 4.0, 3.0, 2.0, 2.0]);
    assert_eq!(path(Measure::Absent), [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(path(Measure::Agency), [2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    assert_eq!(path(Measure::Joined), [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
}

#[test]
fn the_answer_does_not_depend_on_cores_or_on_the_order_of_posts() {
    let (world, rates) = busy();
    let small = |cores| Plan { trials: 200, cores, by: By::Team, ..plan(36) };
    let one = ran(&world, &rates, &small(1), &[]);
    assert_eq!(one, ran(&world, &rates, &small(5), &[]));
    let mut turned = world.clone();
    turned.slots.reverse();
    turned.engagements.reverse();
    assert_eq!(one, ran(&turned, &rates, &small(2), &[]));
    assert_ne!(one, ran(&world, &rates, &Plan { seed: 9, ..small(1) }, &[]));
    // Teams add up to the whole.
    let sums = |own: &Measure| !own.needs_demand() || *own == Measure::Holding;
    for measure in Measure::ALL.into_iter().filter(sums) {
        let whole = one.counts(0, 0, measure, 36).mean();
        let parts = one.counts(0, 1, measure, 36).mean() + one.counts(0, 2, measure, 36).mean();
        assert!((whole - parts).abs() < 1e-9, "{measure:?}");
    }
}

fn effect(mechanism: Mechanism, middle: f64) -> Effect {
    Effect {
        mechanism,
        route: None,
        roles: Vec::new(),
        teams: Vec::new(),
        middle,
        low: middle,
        high: middle,
        from: 1,
        to: NEVER,
        ramp: 1,
    }
}

/// Three times as many from abroad, who are three in ten of those from outside, is 1.6 times as many where nobody moves up; and where
/// half of the fills are from within, these go on as before.
#[test]
fn an_effect_on_one_route_is_as_strong_as_the_share_of_it() {
    let mut world = world((0..200).map(Slot::vacant).collect());
    world.roles.push("S".to_owned());
    let with = |internal: f64| {
        let role = RoleRates {
            fill: Belief::Known(0.05),
            internal: Belief::Known(internal),
            feeder: Some(1),
            routes: [0.5, 0.3, 0.2],
            ..RoleRates::default()
        };
        assert!((role.months_to_fill(Route::Abroad).unwrap() * 0.3 * (1.0 - internal) - 19.496).abs() < 0.01);
        Rates::plain(vec![role, RoleRates::default()])
    };
    let abroad = Effect { route: Some(Route::Abroad), ..effect(Mechanism::Fill, 3.0) };
    let plan = Plan { trials: 20, ..plan(12) };
    for (internal, ratio) in [(0.0, 1.6), (0.5, 1.3)] {
        let scenarios = [vec![abroad.clone()], vec![effect(Mechanism::Fill, ratio)]];
        let outcome = ran(&world, &with(internal), &plan, &scenarios);
        for month in 0..=12 {
            let counts = |variant| outcome.counts(variant, 0, Measure::InPost, month);
            assert_eq!(counts(1), counts(2), "{internal} {month}");
        }
        let mean = |variant| outcome.counts(variant, 0, Measure::InPost, 12).mean();
        assert!(mean(1) > mean(0) + 5.0, "{} and {}", mean(1), mean(0));
    }
}

#[test]
fn a_scenario_differs_through_its_interventions_only() {
    let (world, rates) = busy();
    let plan = Plan { trials: 500, ..plan(36) };
    let scenarios = [
        vec![effect(Mechanism::Leaving, 1.0)],
        vec![effect(Mechanism::Leaving, 0.5)],
        vec![effect(Mechanism::Joiners, 5.0)],
        vec![Effect { teams: vec![1], ..effect(Mechanism::Posts, 3.5) }],
        vec![effect(Mechanism::Fill, 2.0)],
        vec![effect(Mechanism::Leaving, 0.9)],
    ];
    let outcome = ran(&world, &rates, &plan, &scenarios);
    for measure in Measure::ALL {
        for month in 0..=36 {
            let nothing = outcome.difference(1, measure, month);
            assert_eq!((nothing.mean(), nothing.variance()), (0.0, 0.0));
        }
    }
    let more = |variant, measure| outcome.difference(variant, measure, 36).mean();
    assert!(
        more(2, Measure::Left) < -5.0 && more(2, Measure::InPost) > 1.0,
        "{:?}",
        Measure::ALL.map(|m| more(2, m))
    );
    let joined = outcome.difference(3, Measure::Joined, 1).mean();
    assert!(joined > 3.0, "{joined}");
    // The posts that are added are funded, held or vacant.
    assert!((more(4, Measure::InPost) + more(4, Measure::Vacant) - 3.5).abs() < 1e-9);
    assert!(more(5, Measure::Vacant) < -1.0);
    // The paired difference is narrower than that of two runs apart.
    let apart: f64 =
        [0, 6].iter().map(|variant| outcome.counts(*variant, 0, Measure::InPost, 12).variance()).sum();
    let paired = outcome.difference(6, Measure::InPost, 12).variance();
    assert!(paired < 0.5 * apart, "{paired} of {apart}");
}

#[test]
fn a_stopped_run_gives_nothing() {
    let watch = Watch::default();
    watch.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(run(&cohort(3, 0), &Rates::plain(vec![leaving(0.1)]), &plan(12), &[], &watch), None);
}
