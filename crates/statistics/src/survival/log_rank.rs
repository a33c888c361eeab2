//! The log-rank test: whether groups leave at different rates, with late entry and strata.
//!
//! R's `survdiff` knows no late entry; the same figure is the score test of its Cox model with exact ties, and
//! statsmodels' `survdiff(entry=…)`.

use super::Spells;
use super::curve::Curve;
use super::risk::Sweep;
use crate::chance::Chance;
use crate::count;
use crate::gamma;
use crate::interval::Level;
use crate::linear::Symmetric;

/// What was seen and expected of one group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Group {
    /// Events seen.
    pub observed: f64,
    /// Events expected, had everyone at risk left at one rate.
    pub expected: f64,
}

/// The test.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRank {
    /// The statistic; none without an event at which two groups were at risk.
    pub chisq: Option<f64>,
    /// Degrees of freedom: the groups that could be compared, less one.
    pub df: usize,
    /// Chance of a statistic so large were there no difference.
    pub p: Option<f64>,
    /// The groups, in order.
    pub groups: Vec<Group>,
}

impl LogRank {
    /// Whether the chi-square is a poor approximation: under ten events, or a group of which under five were expected.
    pub fn is_approximate(&self) -> bool {
        let events: f64 = self.groups.iter().map(|group| group.observed).sum();
        events < 10.0 || self.groups.iter().any(|group| group.expected < 5.0)
    }
}

/// Sums over strata.
struct Sums {
    groups: Vec<Group>,
    variance: Symmetric,
}

/// The test of `groups` groups; `group` holds each spell's number below that. `stratum` is each spell's stratum, counted from
/// 0; one stratum without it.
pub fn log_rank(spells: &Spells, group: &[u32], groups: usize, stratum: Option<&[u32]>) -> LogRank {
    let mut sums = Sums { groups: vec![Group::default(); groups], variance: Symmetric::zero(groups) };
    match stratum {
        None => sums.add(spells, group),
        Some(stratum) => {
            let strata = stratum.iter().max().map_or(0, |most| *most as usize + 1);
            let mut labels = vec![Vec::new(); strata];
            for (group, stratum) in group.iter().zip(stratum) {
                labels[*stratum as usize].push(*group);
            }
            for (part, labels) in spells.split(stratum, strata).iter().zip(&labels) {
                sums.add(part, labels);
            }
        }
    }
    sums.finish()
}

impl Sums {
    /// Adds one stratum.
    fn add(&mut self, spells: &Spells, group: &[u32]) {
        let k = self.groups.len();
        let (all, _) = Sweep::new(spells, spells.causes());
        let parts: Vec<(Vec<u64>, Vec<u64>)> = spells
            .split(group, k)
            .iter()
            .map(|part| {
                let (own, sweep) = Sweep::new(part, part.causes());
                let mut at = 0;
                let events = all.times.iter().map(|time| {
                    if own.times.get(at).is_some_and(|own| own <= time) {
                        at += 1;
                        own.total[at - 1]
                    } else {
                        0
                    }
                });
                (events.collect(), sweep.at_risk(&all.times))
            })
            .collect();
        let mut shares = vec![0.0; k];
        for at in 0..all.times.len() {
            let n: f64 = count(parts.iter().map(|(_, risk)| risk[at]).sum());
            let d = count(all.total[at]);
            for (group, (share, (events, risk))) in self.groups.iter_mut().zip(shares.iter_mut().zip(&parts))
            {
                *share = count(risk[at]) / n;
                group.observed += count(events[at]);
                group.expected += d * *share;
            }
            if n > 1.0 {
                let spread = d * (n - d) / (n - 1.0);
                self.variance.add_multinomial(&shares, spread);
            }
        }
    }

    fn finish(self) -> LogRank {
        let difference: Vec<f64> = self.groups.iter().map(|group| group.observed - group.expected).collect();
        let solved = self.variance.quadratic(&difference);
        let chisq = solved.filter(|(_, rank)| *rank > 0);
        let p = chisq.map(|(chisq, rank)| gamma::chi_square_tail(chisq, rank));
        LogRank {
            chisq: chisq.map(|(chisq, _)| chisq),
            df: chisq.map_or(0, |(_, rank)| rank),
            p,
            groups: self.groups,
        }
    }
}

/// The p value by shuffling: the groups' labels are dealt again within each cohort, `draws` times, and the sum of
/// `(O - E)²/E` over the groups is set against what was seen. None where there is nothing to test. `cohorts` is any grouping
/// within which people could have been in either team, such as strata and times of entry.
pub fn permutation(
    spells: &Spells,
    group: &[u32],
    groups: usize,
    cohorts: &[u32],
    draws: u32,
    seed: u64,
) -> Option<f64> {
    let shares = Shares::new(spells);
    let actual = shares.distance(group, groups)?;
    let sorts = cohorts.iter().max().map_or(0, |most| *most as usize + 1);
    let mut places = vec![Vec::new(); sorts];
    for (place, cohort) in cohorts.iter().enumerate() {
        places[*cohort as usize].push(place);
    }
    let mut chance = Chance::new(seed, 0);
    let mut dealt = group.to_vec();
    let mut as_large = 0_u32;
    for _ in 0..draws {
        for places in &places {
            for last in (1..places.len()).rev() {
                dealt.swap(places[last], places[chance.below(last + 1)]);
            }
        }
        let shuffled = shares.distance(&dealt, groups).unwrap_or(0.0);
        // Equal but for rounding is as large.
        as_large += u32::from(shuffled >= actual * (1.0 - 1e-9));
    }
    Some(f64::from(as_large + 1) / f64::from(draws + 1))
}

/// Each spell's share in what is seen and expected: a group's are the sums of its members', whoever they are.
struct Shares(Vec<Group>);

impl Shares {
    fn new(spells: &Spells) -> Self {
        let curve = Curve::new(spells, Level::P95);
        let hazard = |time: f64| curve.row(time).map_or(0.0, |row| row.hazard);
        let share = |place: usize| Group {
            observed: f64::from(u8::from(spells.outcome()[place] > 0)),
            expected: hazard(spells.exit()[place]) - spells.entry().map_or(0.0, |entry| hazard(entry[place])),
        };
        Self((0..spells.len()).map(share).collect())
    }

    /// How far the groups are from what is expected; none when fewer than two could have had an event.
    fn distance(&self, group: &[u32], groups: usize) -> Option<f64> {
        let mut sums = vec![Group::default(); groups];
        for (group, share) in group.iter().zip(&self.0) {
            let sum = &mut sums[*group as usize];
            sum.observed += share.observed;
            sum.expected += share.expected;
        }
        let possible = sums.iter().filter(|sum| sum.expected > 0.0);
        let far = |sum: &Group| (sum.observed - sum.expected).powi(2) / sum.expected;
        (possible.clone().count() > 1).then(|| possible.map(far).sum())
    }
}
