//! Scores, shrinkage and money against scoringrules 0.10.0 and scipy 1.17.1; expected values beside the inputs in `data`.

mod common;

use common::{close, column, numbers, reference};
use proptest::prelude::*;
use statistics::interval::Level;
use statistics::money::{GREEN_BOOK, Payment, discount, present_value};
use statistics::score::{
    coverage, crps, crps_counts, crps_fair, crps_normal, interval_score, pinball, quantile,
};
use statistics::shrinkage::{Group, log_likelihood, weight_by_likelihood, weight_by_moments};

#[test]
fn scores_of_scoringrules() {
    let data = &reference("scores.json")["scores"];
    let observed = column(data, "obs");
    for (at, sample) in data["ensembles"].as_array().unwrap().iter().enumerate() {
        let mut sample: Vec<f64> = sample.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        let y = observed[at];
        close(crps(y, &sample).unwrap(), column(data, "crps_edf")[at], 1e-12);
        close(crps_fair(y, &sample).unwrap(), column(data, "crps_fair")[at], 1e-12);
        sample.sort_by(f64::total_cmp);
        let mut limits = Vec::new();
        for chance in ["0.1", "0.5", "0.9"] {
            let p: f64 = chance.parse().unwrap();
            let q = quantile(&sample, p).unwrap();
            close(q, column(&data["quantiles"], chance)[at], 1e-12);
            close(pinball(y, q, p), column(&data["pinball"], chance)[at], 1e-12);
            limits.push(q);
        }
        close(interval_score(y, limits[0], limits[2], 0.8), column(data, "interval80")[at], 1e-12);
    }
    let [y, mean, sd, value] = numbers(&data["crps_normal"], ["obs", "mu", "sigma", "value"]);
    close(crps_normal(y, mean, sd), value, 1e-12);
    // Poisson and negative binomial, their chances term by term.
    let [mean, value] = numbers(&data["crps_poisson"], ["mean", "value"]);
    let mut term = (-mean).exp();
    let poisson = (0..200).map(|k| {
        let own = term;
        term *= mean / f64::from(k + 1);
        own
    });
    close(crps_counts(21, poisson), value, 1e-9);
    let [size, mean, value] = numbers(&data["crps_negbin"], ["size", "mean", "value"]);
    let mut term = (size / (size + mean)).powf(size);
    let binomial = (0..600).map(|k| {
        let own = term;
        term *= (size + f64::from(k)) / f64::from(k + 1) * mean / (size + mean);
        own
    });
    close(crps_counts(21, binomial), value, 1e-9);
    // A count beyond the chances given.
    close(crps_counts(5, [1.0]), 5.0, 1e-12);
}

#[test]
fn coverage_counts_limits_as_within() {
    let intervals = [(1.0, 2.0), (1.0, 2.0), (1.0, 2.0), (1.0, 2.0)];
    assert_eq!(coverage(&intervals, &[1.0, 2.0, 1.5, 2.1]), Some(0.75));
    assert_eq!(coverage(&[], &[]), None);
    assert_eq!((crps(1.0, &[]), crps_fair(1.0, &[1.0]), crps(f64::NAN, &[1.0])), (None, None, None));
}

#[test]
fn ten_teams_shrunk() {
    let data = &reference("empirical_bayes.json")["teams"];
    let groups: Vec<Group> = column(data, "y")
        .into_iter()
        .zip(column(data, "E"))
        .map(|(seen, expected)| Group { seen, expected })
        .collect();
    let weight = weight_by_likelihood(&groups).unwrap();
    let [alpha, loglik, moments] = numbers(data, ["alpha_ml", "loglik", "alpha_mom"]);
    close(weight, alpha, 1e-6);
    close(log_likelihood(&groups, alpha), loglik, 1e-9);
    close(weight_by_moments(&groups).unwrap(), moments, 1e-9);
    for (at, group) in groups.iter().enumerate() {
        let ratio = group.ratio(alpha);
        let (low, high) = ratio.interval(Level::P95);
        close(ratio.mean(), column(data, "posterior_mean_ratio")[at], 1e-12);
        close(low, column(data, "lower")[at], 1e-10);
        close(high, column(data, "upper")[at], 1e-10);
        close(ratio.above(1.0), column(data, "prob_above_national")[at], 1e-10);
    }
    // Teams that differ less than chance would make them: no evidence of differences.
    let alike: Vec<Group> = (0..10).map(|_| Group { seen: 10.0, expected: 10.0 }).collect();
    assert_eq!((weight_by_likelihood(&alike), weight_by_moments(&alike)), (None, None));
}

#[test]
fn money_over_years() {
    let data = reference("finance.json");
    for (year, factor) in column(&data, "discount_factors").into_iter().enumerate() {
        close(discount(GREEN_BOOK, year), factor, 1e-9);
    }
    let npv = &data["npv"];
    close(
        present_value(&column(npv, "cash_flows"), GREEN_BOOK).unwrap(),
        npv["npv"].as_f64().unwrap(),
        // The reference was made with factors of ten decimals.
        1e-9,
    );
    assert_eq!(present_value(&[1.0], -1.0), None);
    for row in data["retention_payment"].as_array().unwrap() {
        let [people, leaving, hazard_ratio, gross, on_cost, leaver] = numbers(
            row,
            [
                "headcount",
                "annual_leaving_prob",
                "hazard_ratio",
                "gross_payment",
                "on_cost",
                "cost_per_leaver",
            ],
        );
        let payment = Payment { people, leaving, hazard_ratio, cost: gross * (1.0 + on_cost), leaver };
        let bought = payment.buys().unwrap();
        let [after, avoided, per_leaver, net, ratio, value] = numbers(
            row,
            [
                "new_leaving_prob",
                "leavers_avoided_per_year",
                "cost_per_leaver_avoided",
                "net_benefit_per_year",
                "break_even_hazard_ratio",
                "present_value",
            ],
        );
        close(bought.leaving, after, 1e-12);
        close(bought.avoided, avoided, 1e-12);
        close(bought.per_leaver.unwrap(), per_leaver, 1e-12);
        close(bought.net, net, 1e-12);
        close(bought.break_even_ratio.unwrap(), ratio, 1e-12);
        close(present_value(&[bought.net; 3], GREEN_BOOK).unwrap(), value, 1e-12);
        close(bought.deadweight, 0.85 / (1.0 - after), 1e-12);
    }
}

proptest! {
    #[test]
    fn crps_is_the_mean_distance_less_half_the_spread(
        sample in prop::collection::vec(-50.0_f64..50.0, 1..20),
        y in -60.0_f64..60.0,
    ) {
        let m = f64::from(u32::try_from(sample.len()).unwrap());
        let distance = sample.iter().map(|x| (x - y).abs()).sum::<f64>() / m;
        let pairs = sample.iter().flat_map(|a| sample.iter().map(move |b| (a - b).abs()));
        let spread = pairs.sum::<f64>() / (2.0 * m * m);
        let found = crps(y, &sample).unwrap();
        prop_assert!((found - (distance - spread)).abs() < 1e-10);
        prop_assert!(found >= -1e-12);
    }
}
