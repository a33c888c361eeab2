//! When something happens, given the hazard of it: the month in which the sum of hazards reaches an exponential number.

use crate::simulate::rates::BANDS;
use crate::simulate::world::NEVER;

/// Places of the guide to a sum.
const GUIDE: usize = 64;

/// A hazard summed up to the end of each month, with a guide to the month in which the sum reaches a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rising {
    /// The sum at the end of each month; at 0 it is nought.
    sums: Vec<f64>,
    /// The first month at which the sum reaches each equal part of the whole.
    guide: Vec<u16>,
    /// Parts for each unit of hazard.
    scale: f64,
}

impl Rising {
    /// Sums up hazards of months from 1.
    pub(crate) fn fill(&mut self, months: u16, step: impl Fn(u16) -> f64) {
        self.sums.clear();
        self.sums.push(0.0);
        let mut sum = 0.0;
        for month in 1..=months {
            sum += step(month);
            self.sums.push(sum);
        }
        self.scale = parts(GUIDE) / sum;
        self.guide.clear();
        let mut month = 0;
        for part in 0..GUIDE {
            // A sum that is nought or without end has no parts: the search begins at the beginning.
            while month < months && self.sums[usize::from(month)] * self.scale < parts(part) {
                month += 1;
            }
            self.guide.push(month);
        }
    }

    /// The sum at the end of a month.
    #[inline]
    pub(crate) fn at(&self, month: usize) -> f64 {
        self.sums[month]
    }

    /// The last month.
    #[inline]
    pub(crate) fn last(&self) -> usize {
        self.sums.len() - 1
    }

    /// The first month from one to another at which the sum reaches a value, which it does by the last.
    #[inline]
    fn first(&self, from: usize, until: usize, value: f64) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast saturates, and what is no number is nought"
        )]
        let part = ((value * self.scale) as usize).min(GUIDE - 1);
        let mut at = usize::from(self.guide[part]).max(from);
        // A value on the edge of a part may be a rounding short of it.
        while at > from && self.sums[at - 1] >= value {
            at -= 1;
        }
        while at < until && self.sums[at] < value {
            at += 1;
        }
        at
    }

    /// The month, from one on, by whose end so much hazard has come up; none in the months that there are.
    #[inline]
    pub(crate) fn month(&self, from: usize, drawn: f64) -> Option<u16> {
        let last = self.last();
        if from > last {
            return None;
        }
        let reached = self.sums[from - 1] + drawn;
        (self.sums[last] >= reached).then(|| month(self.first(from, last, reached)))
    }
}

/// A number of parts.
#[expect(clippy::cast_precision_loss, reason = "at most the guide's")]
fn parts(count: usize) -> f64 {
    count as f64
}

fn month(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(NEVER)
}

/// Numbers below which somebody surely does not leave in the months that there are, by year and band of tenure from which they
/// are at risk: at the highest of the rates that are still to come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stays(Vec<[f64; 5]>);

impl Stays {
    /// Given rates and weights.
    pub(crate) fn fill(&mut self, leaving: &[f64; 5], weight: &Rising) {
        self.0.clear();
        let (last, mut highest) = (weight.last(), *leaving);
        for band in (0..4).rev() {
            highest[band] = highest[band].max(highest[band + 1]);
        }
        for first in (0..=last).step_by(12) {
            let left = weight.at(last) - weight.at(first);
            self.0.push(highest.map(|rate| (-rate * left).exp()));
        }
    }

    /// Whether somebody at risk from a month on, who began in `since`, surely stays.
    #[inline]
    pub(crate) fn surely(&self, since: i32, from: u16, share: f64) -> bool {
        let tenure = i32::from(from) - since;
        let band = BANDS.iter().take(4).filter(|(_, high)| tenure > i32::from(*high)).count();
        self.0.get(usize::from((from - 1) / 12)).is_some_and(|year| share < year[band])
    }
}

/// The month in which somebody who began in `since` leaves, at risk from a month on. The hazard of each month is the rate of
/// the band of tenure times the month's weight.
#[inline]
pub(crate) fn leaving_month(
    leaving: &[f64; 5],
    weight: &Rising,
    since: i32,
    from: u16,
    drawn: f64,
) -> Option<u16> {
    let last = i32::try_from(weight.last()).ok()?;
    let mut left = drawn;
    let mut first = i32::from(from);
    for ((_, high), rate) in BANDS.iter().zip(leaving) {
        // The last month in which tenure is still within the band.
        let end = if *high == u16::MAX { last } else { (since + i32::from(*high)).min(last) };
        if end < first {
            continue;
        }
        let (start, until) = (usize::try_from(first).ok()?, usize::try_from(end).ok()?);
        let before = weight.at(start - 1);
        let hazard = rate * (weight.at(until) - before);
        if hazard >= left && *rate > 0.0 {
            return Some(month(weight.first(start, until, before + left / rate)));
        }
        left -= hazard;
        first = end + 1;
        if first > last {
            return None;
        }
    }
    None
}

/// The first whole month at or after a time; at least one.
pub(crate) fn first_month(time: f64) -> u16 {
    if time.is_nan() || time >= f64::from(NEVER) {
        return NEVER;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and NEVER")]
    let month = time.ceil().max(1.0) as u16;
    month
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_is_the_first_whose_sum_reaches_the_number() {
        for steps in [vec![0.02; 60], vec![0.5; 7], (0..120).map(|at| f64::from(at % 7) * 0.01).collect()] {
            let months = u16::try_from(steps.len()).expect("few");
            let mut rising = Rising::default();
            rising.fill(months, |month| steps[usize::from(month) - 1]);
            for from in 1..=months {
                for drawn in [1e-9, 0.01, 0.1, 0.37, 0.9, 2.0, 40.0] {
                    let before = rising.at(usize::from(from) - 1);
                    let plain =
                        (from..=months).find(|month| rising.at(usize::from(*month)) >= before + drawn);
                    assert_eq!(rising.month(usize::from(from), drawn), plain, "{from} {drawn}");
                }
            }
        }
    }

    #[test]
    fn whoever_surely_stays_would_not_have_left() {
        let leaving = [0.02, 0.03, 0.01, 0.015, 0.005];
        let (mut weight, mut stays) = (Rising::default(), Stays::default());
        weight.fill(40, |month| 0.5 + f64::from(month % 12) / 10.0);
        stays.fill(&leaving, &weight);
        let mut sure = 0;
        for from in 1..=40 {
            for since in [-150, -118, -30, -14, -3, i32::from(from) - 1] {
                for share in (1..100).map(|share| f64::from(share) / 100.0) {
                    if stays.surely(since, from, share) {
                        sure += 1;
                        assert_eq!(leaving_month(&leaving, &weight, since, from, -share.ln()), None);
                    }
                }
            }
        }
        assert!(sure > 8_000, "{sure} of 23760");
    }

    #[test]
    fn what_is_certain_happens_at_once_and_what_is_impossible_never() {
        let mut rising = Rising::default();
        rising.fill(12, |_| f64::INFINITY);
        assert_eq!((rising.month(1, 5.0), rising.month(7, 5.0)), (Some(1), Some(7)));
        rising.fill(12, |_| 0.0);
        assert_eq!(rising.month(1, 1e-9), None);
        rising.fill(12, |_| 1.0);
        assert_eq!(rising.month(13, 0.5), None);
    }
}
