//! Caseload, workload and the newly qualified against exact results.

use forecast::simulate::run::{By, Watch};
use forecast::simulate::world::NEVER;
use forecast::simulate::{
    Altered, Belief, Carried, Demand, Effect, Held, Measure, Mechanism, NewlyQualified, Outcome, Plan, Rates,
    RoleRates, Slot, Start, World, run,
};

const TRIALS: u64 = 10_000;

fn plan(months: u16, trials: u64) -> Plan {
    Plan { months, trials, seed: 8, cores: 2, parameters: true, years: true, by: By::Nothing }
}

/// Demand that stays as it is.
fn still(cases: f64) -> Demand {
    Demand { cases, growth: Belief::Known(0.0), damping: 1.0, noise: 0.0 }
}

/// Two teams of ten social workers who never leave, with two thirds of the cases in the first.
fn two_teams() -> (World, Rates) {
    let slots = (0..20).map(|id| Slot { team: u16::from(id >= 10), ..Slot::held(id, 30) }).collect();
    let world = World {
        teams: vec!["T".to_owned(), "U".to_owned()],
        roles: vec!["R".to_owned()],
        slots,
        held: vec![Held { team: 0, role: 0, share: 2.0 / 3.0 }, Held { team: 1, role: 0, share: 1.0 / 3.0 }],
        ..World::default()
    };
    (world, Rates { demand: Some(still(300.0)), ..Rates::plain(vec![RoleRates::default()]) })
}

fn ran(world: &World, rates: &Rates, plan: &Plan, scenarios: &[Altered]) -> Outcome {
    run(world, rates, plan, scenarios, &Watch::default()).expect("not stopped")
}

/// A measure of a group in a month that is the same in every trial.
#[track_caller]
fn is_always(outcome: &Outcome, (variant, group): (usize, usize), measure: Measure, month: u16, value: f64) {
    let counts = outcome.counts(variant, group, measure, month);
    assert!(counts.trials() > 0, "{measure:?} is not reckoned");
    assert!((counts.mean() - value).abs() < 1e-9, "{measure:?} {month}: {} is not {value}", counts.mean());
    assert!(counts.variance().abs() < 1e-9, "{measure:?} {month} differs by trial");
}

#[test]
fn without_leavers_and_with_constant_demand_a_caseload_is_cases_over_fte() {
    let (world, rates) = two_teams();
    let outcome = ran(&world, &rates, &Plan { by: By::Team, ..plan(24, 50) }, &[]);
    for month in 0..=24 {
        is_always(&outcome, (0, 0), Measure::Caseload, month, 15.0);
        is_always(&outcome, (0, 1), Measure::Caseload, month, 20.0);
        is_always(&outcome, (0, 2), Measure::Caseload, month, 10.0);
        is_always(&outcome, (0, 0), Measure::Holding, month, 20.0);
        for none in [Measure::Above, Measure::Waiting] {
            assert_eq!(outcome.counts(0, 0, none, month).trials(), 0, "there is neither limit nor cap");
        }
    }
    // Without demand nothing is reckoned; nor for a team that holds none of it.
    let none = ran(&world, &Rates { demand: None, ..rates.clone() }, &plan(2, 5), &[]);
    assert!(Measure::ALL.iter().all(|own| own.needs_demand() == (none.counts(0, 0, *own, 1).trials() == 0)));
    let nought = Rates { demand: Some(still(0.0)), ..rates.clone() };
    assert_eq!(ran(&world, &nought, &plan(2, 5), &[]).counts(0, 0, Measure::Caseload, 1).trials(), 0);
    let mut one = world;
    one.held = vec![Held { team: 0, role: 0, share: 1.0 }];
    let outcome = ran(&one, &rates, &Plan { by: By::Team, ..plan(2, 5) }, &[]);
    is_always(&outcome, (0, 1), Measure::Caseload, 1, 30.0);
    assert_eq!(outcome.counts(0, 2, Measure::Caseload, 1).trials(), 0);
}

#[test]
fn whoever_is_away_holds_nothing_and_whoever_is_newly_qualified_less_until_the_year_is_over() {
    let (mut world, mut rates) = two_teams();
    rates.newly_qualified.carried = 0.9;
    for slot in &mut world.slots[..5] {
        slot.start = Start::Held { tenure: 5, goes: NEVER, leaves: true, back: 0, full: 7 };
    }
    world.slots[9].start = Start::Held { tenure: 50, goes: NEVER, leaves: true, back: 3, full: 0 };
    let outcome = ran(&world, &rates, &plan(12, 20), &[]);
    for (month, fte) in [(0, 18.5), (2, 18.5), (3, 19.5), (6, 19.5), (7, 20.0), (12, 20.0)] {
        is_always(&outcome, (0, 0), Measure::Holding, month, fte);
        let rounded = (300.0 / fte * 1000.0_f64).round() / 1000.0;
        is_always(&outcome, (0, 0), Measure::Caseload, month, rounded);
    }
    // Half of them hold cases: twice as many each.
    rates.roles[0].holds = 0.5;
    is_always(&ran(&world, &rates, &plan(12, 20), &[]), (0, 0), Measure::Caseload, 12, 30.0);
}

#[test]
fn the_newly_qualified_come_as_believed_and_carry_less_in_their_first_year() {
    let (mut world, mut rates) = two_teams();
    world.slots = (0..100).map(Slot::vacant).collect();
    world.held.truncate(1);
    world.held[0].share = 1.0;
    let mut spread = [0.0; 12];
    spread[2] = 1.0;
    rates.newly_qualified = NewlyQualified {
        carried: 0.8,
        yearly: Belief::Gamma { shape: 16.0, rate: 4.0 / 3.0 },
        spread,
        roles: vec![0],
        ..NewlyQualified::default()
    };
    let outcome = ran(&world, &rates, &plan(24, TRIALS), &[]);
    // Poisson about a gamma of mean 12 that is the same in both years: more spread than Poisson alone.
    for (month, mean, variance) in
        [(2, 0.0, 0.0), (3, 12.0, 12.0 + 9.0), (14, 12.0, 21.0), (15, 24.0, 24.0 + 36.0)]
    {
        let counts = outcome.counts(0, 0, Measure::Joined, month);
        let error = 4.0 * (variance / 1e4_f64).sqrt();
        assert!((counts.mean() - mean).abs() <= error, "{month}: {} is not {mean}", counts.mean());
        assert!((counts.variance() - variance).abs() <= 0.08 * variance, "{}", counts.variance());
        // The first year's carry a full load from its end on.
        let carry = if month < 15 { 0.8 * mean } else { 12.0 + 0.8 * 12.0 };
        let holding = outcome.counts(0, 0, Measure::Holding, month).mean();
        assert!((holding - carry).abs() <= error, "{month}: {holding} is not {carry}");
    }
    // Known cohorts come instead near their month, and no more than there are vacancies.
    rates.newly_qualified.known = vec![(4, 20), (16, 90)];
    let outcome = ran(&world, &rates, &plan(24, 50), &[]);
    for (month, joined) in [(3, 0.0), (4, 20.0), (15, 20.0), (16, 100.0)] {
        is_always(&outcome, (0, 0), Measure::Joined, month, joined);
    }
    is_always(&outcome, (0, 0), Measure::Holding, 16, 20.0 + 0.8 * 80.0);
}

#[test]
fn demand_grows_as_believed() {
    let (world, mut rates) = two_teams();
    let grown = |rates: &Rates, plan: &Plan| {
        let outcome = ran(&world, rates, plan, &[]);
        let counts = outcome.counts(0, 0, Measure::Caseload, 12);
        (counts.mean() / 15.0, counts.variance() / 225.0)
    };
    // Known and damped: a twelfth of it each month, of which by the end of a year half is left.
    rates.demand =
        Some(Demand { growth: Belief::Known(0.2), damping: 0.5, ..rates.demand.expect("there is some") });
    let left: f64 = (0..12).map(|month| 0.5_f64.powf(f64::from(month) / 12.0)).sum();
    let (mean, variance) = grown(&rates, &plan(24, 20));
    assert!((mean - (0.2 / 12.0 * left).exp()).abs() < 1e-4 && variance < 1e-9, "{mean} {variance}");
    // Uncertain, with years that differ: a log-normal number.
    let growth = Belief::Normal { mean: 0.05, spread: 0.08 };
    rates.demand = Some(Demand { cases: 300.0, growth, damping: 1.0, noise: 0.15 });
    for (parameters, years) in [(true, true), (true, false), (false, true)] {
        let spread = f64::from(u8::from(parameters)) * 0.0064 + f64::from(u8::from(years)) * 0.0225;
        let (mean, variance) = grown(&rates, &Plan { parameters, years, ..plan(12, TRIALS) });
        let exact = (0.05 + spread / 2.0).exp();
        assert!((mean - exact).abs() < 4.0 * exact * (spread / 1e4_f64).sqrt(), "{mean} is not {exact}");
        let exact = exact * exact * (spread.exp() - 1.0);
        assert!((variance - exact).abs() < 0.1 * exact, "{variance} is not {exact}");
    }
}

#[test]
fn the_share_above_the_limit_is_that_of_loads_that_lie_about_the_average_as_at_the_start() {
    let (mut world, mut rates) = two_teams();
    // Cases for each FTE at the start: 12, 15 and 18 of which the limit is 16.
    world.carried = [(0, 0.8, 1.0), (0, 1.2, 0.5), (1, 1.0, 0.5)]
        .map(|(team, load, fte)| Carried { team, role: 0, fte, load, limit: 16.0 })
        .to_vec();
    rates.demand = Some(Demand { growth: Belief::Known(1.4_f64.ln()), ..still(300.0) });
    let outcome = ran(&world, &rates, &Plan { by: By::Team, ..plan(12, 10) }, &[]);
    is_always(&outcome, (0, 0), Measure::Above, 0, 25.0);
    is_always(&outcome, (0, 1), Measure::Above, 0, 33.333);
    is_always(&outcome, (0, 2), Measure::Above, 0, 0.0);
    // A fifth more: 18 is reached; two fifths more: all are above.
    is_always(&outcome, (0, 0), Measure::Above, 6, 50.0);
    is_always(&outcome, (0, 2), Measure::Above, 6, 100.0);
    is_always(&outcome, (0, 0), Measure::Above, 12, 100.0);
}

fn effect(mechanism: Mechanism, middle: f64) -> Effect {
    let (roles, teams) = (Vec::new(), Vec::new());
    Effect {
        mechanism,
        route: None,
        roles,
        teams,
        middle,
        low: middle,
        high: middle,
        from: 3,
        to: NEVER,
        ramp: 1,
    }
}

#[test]
fn support_demand_and_caps_act_on_caseload_and_no_case_vanishes() {
    let (mut world, rates) = two_teams();
    world.carried = vec![Carried { team: 0, role: 0, fte: 1.0, load: 1.1, limit: 16.0 }];
    let one = |mechanism, middle| Altered::from(vec![effect(mechanism, middle)]);
    let team = Altered::from(vec![Effect { teams: vec![0], ..effect(Mechanism::Support, 1.25) }]);
    let scenarios = [
        one(Mechanism::Support, 1.25),
        one(Mechanism::Demand, 0.8),
        one(Mechanism::Cap, 12.0),
        team,
        one(Mechanism::Cap, 40.0),
        Altered { effects: Vec::new(), demand: Some(still(600.0)) },
    ];
    let outcome = ran(&world, &rates, &Plan { by: By::Team, ..plan(12, 10) }, &scenarios);
    for (variant, caseload) in [(0, 15.0), (1, 12.0), (2, 12.0), (3, 12.0), (5, 15.0), (6, 30.0)] {
        is_always(&outcome, (variant, 0), Measure::Caseload, 12, caseload);
        let before = if variant == 6 { 30.0 } else { 15.0 };
        is_always(&outcome, (variant, 0), Measure::Caseload, 2, before);
    }
    is_always(&outcome, (4, 1), Measure::Caseload, 12, 16.0);
    is_always(&outcome, (4, 2), Measure::Caseload, 12, 10.0);
    // What is above the cap waits: held and waiting are all cases there are. By team, the second has room.
    is_always(&outcome, (3, 0), Measure::Waiting, 12, 60.0);
    is_always(&outcome, (3, 1), Measure::Waiting, 12, 80.0);
    is_always(&outcome, (3, 2), Measure::Waiting, 12, 0.0);
    is_always(&outcome, (3, 2), Measure::Caseload, 12, 10.0);
    // Whoever is held below the agreed limit by a cap is not above it.
    is_always(&outcome, (0, 0), Measure::Above, 12, 100.0);
    is_always(&outcome, (3, 0), Measure::Above, 12, 0.0);
    is_always(&outcome, (5, 0), Measure::Above, 12, 100.0);
    let more = outcome.difference(2, Measure::Caseload, 12);
    assert_eq!((more.trials(), more.mean()), (10, -3.0));
}

#[test]
fn a_scenario_that_changes_nothing_has_the_baselines_caseload_and_joiners_may_be_newly_qualified() {
    let (mut world, mut rates) = two_teams();
    world.slots.extend((20..40).map(Slot::vacant));
    rates.newly_qualified.carried = 0.5;
    rates.roles[0].leaving = [Belief::Known(0.2); 5];
    let plan = plan(12, 200);
    let scenarios = [
        Altered::default(),
        Altered::from(vec![effect(Mechanism::Joiners, 10.0)]),
        Altered::from(vec![effect(Mechanism::NewlyQualified, 10.0)]),
    ];
    let outcome = ran(&world, &rates, &plan, &scenarios);
    for measure in Measure::ALL {
        let same = outcome.difference(1, measure, 12);
        assert_eq!((same.mean(), same.variance()), (0.0, 0.0), "{measure:?}");
    }
    let holding = |variant| outcome.difference(variant, Measure::Holding, 3).mean();
    assert!((holding(2) - 10.0).abs() < 1e-9, "{}", holding(2));
    assert!((holding(3) - 5.0).abs() < 1e-9, "{}", holding(3));
    // The whole is the same, whatever the groups are, and on however many cores.
    for other in [Plan { by: By::Team, ..plan }, Plan { by: By::Role, cores: 5, ..plan }] {
        let other = ran(&world, &rates, &other, &scenarios);
        for measure in Measure::ALL {
            assert_eq!(other.counts(3, 0, measure, 9), outcome.counts(3, 0, measure, 9), "{measure:?}");
        }
    }
}
