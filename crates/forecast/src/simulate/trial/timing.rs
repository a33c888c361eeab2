//! When something happens, given the hazard of it: the month in which the sum of hazards reaches an exponential number.

use crate::simulate::rates::BANDS;
use crate::simulate::world::NEVER;

/// Places of the guide to a sum.
const GUIDE: usize = 64;

/// A hazard summed up to the end of each month, with a guide to the month in which the sum reaches a value.
#[derive(Clone, Debug)]
pub(crate) struct Rising {
    /// The sum at the end of each month; at 0 it is nought.
    sums: Vec<f64>,
    /// The first month at which the sum reaches each equal part of the whole.
    guide: [u16; GUIDE],
    /// Parts for each unit of hazard.
    scale: f64,
}

impl Default for Rising {
    /// Of no months.
    fn default() -> Self {
        Self { sums: vec![0.0], guide: [0; GUIDE], scale: 0.0 }
    }
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
        let mut month = 0;
        for (part, place) in self.guide.iter_mut().enumerate() {
            // A sum that is nought or without end has no parts: the search begins at the beginning.
            while month < months && self.sums[usize::from(month)] * self.scale < parts(part) {
                month += 1;
            }
            *place = month;
        }
    }

    /// The same as another, in the room that there is.
    pub(crate) fn copy(&mut self, other: &Self) {
        self.sums.clone_from(&other.sums);
        (self.guide, self.scale) = (other.guide, other.scale);
    }

    /// The last month.
    #[inline]
    fn last(&self) -> usize {
        self.sums.len() - 1
    }

    /// The first month from one to another at which the sum reaches a value, which it does by the last.
    #[inline]
    fn first(&self, from: usize, until: usize, value: f64) -> u16 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast saturates, and what is no number is nought"
        )]
        let part = (value * self.scale) as u32 as usize;
        // No month before the guide's can reach the value: rounding keeps the order of what is multiplied by the same.
        let mut at = usize::from(self.guide[part.min(GUIDE - 1)]).max(from);
        // The first step is taken or not without a branch, since which it is could not be foretold; more are seldom needed.
        at = (at + usize::from(self.sums[at] < value)).min(until);
        while at < until && self.sums[at] < value {
            at += 1;
        }
        month(at)
    }

    /// The month, from one on, by whose end so much hazard has come up; [`NEVER`] in the months that there are.
    #[inline]
    pub(crate) fn month(&self, from: usize, drawn: f64) -> u16 {
        let last = self.last();
        if from > last {
            return NEVER;
        }
        let reached = self.sums[from - 1] + drawn;
        if self.sums[last] >= reached { self.first(from, last, reached) } else { NEVER }
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

/// The month in which somebody who began in `since` leaves, at risk from a month on; [`NEVER`] in the months that there are.
/// The hazard of each month is the rate of the band of tenure times the month's weight.
#[inline]
pub(crate) fn leaving_month(
    leaving: &[f64; BANDS.len()],
    weight: &Rising,
    since: i32,
    from: u16,
    drawn: f64,
) -> u16 {
    let last = weight.last();
    let mut before = usize::from(from) - 1;
    let mut left = drawn;
    for ((_, high), rate) in BANDS.iter().zip(leaving) {
        // The last month in which tenure is still within the band.
        let end = (since + i32::from(*high)).max(0).unsigned_abs() as usize;
        if end <= before {
            continue;
        }
        let end = end.min(last);
        let sum = weight.sums[before];
        let hazard = rate * (weight.sums[end] - sum);
        if hazard >= left {
            return weight.first(before + 1, end, sum + left / rate);
        }
        if end == last {
            break;
        }
        left -= hazard;
        before = end;
    }
    NEVER
}

/// Numbers in 0 to 1 below which somebody at risk from the first month on surely stays in the months that there are, by band of
/// tenure in it: at the highest of the rates that are still to come.
pub(crate) fn surely_stays(leaving: &[f64; BANDS.len()], weight: &Rising) -> [f64; BANDS.len()] {
    let (mut stays, mut highest) = ([0.0; BANDS.len()], 0.0_f64);
    for band in (0..BANDS.len()).rev() {
        highest = highest.max(leaving[band]);
        // A little less, for the number that is compared with it is that of a rounded logarithm.
        stays[band] = (-highest * weight.sums[weight.last()]).exp() * (1.0 - 1e-9);
    }
    stays
}

/// The band of a tenure.
pub(crate) fn band(tenure: i32) -> usize {
    BANDS.iter().take(BANDS.len() - 1).filter(|(_, high)| tenure > i32::from(*high)).count()
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
                    let before = rising.sums[usize::from(from) - 1];
                    let plain =
                        (from..=months).find(|month| rising.sums[usize::from(*month)] >= before + drawn);
                    let plain = plain.unwrap_or(NEVER);
                    assert_eq!(rising.month(usize::from(from), drawn), plain, "{from} {drawn}");
                }
            }
        }
    }

    #[test]
    fn somebody_leaves_in_the_month_whose_hazard_reaches_the_number() {
        let leaving = [0.02, 0.03, 0.0, 0.015, 0.005];
        let mut weight = Rising::default();
        let step = |month: u16| 0.5 + f64::from(month % 12) / 10.0;
        weight.fill(40, step);
        let mut gone = 0;
        for from in 1..=41 {
            for since in [-150, -118, -30, -14, -3, i32::from(from) - 1] {
                for drawn in (1..100).map(|share| -(f64::from(share) / 100.0).ln()) {
                    let mut hazard = 0.0;
                    let plain = (from..=40).find(|month| {
                        let tenure = i32::from(*month) - since;
                        let band = BANDS.iter().filter(|(low, _)| tenure > i32::from(*low)).count() - 1;
                        hazard += leaving[band] * step(*month);
                        hazard >= drawn
                    });
                    gone += u32::from(plain.is_some());
                    let month = leaving_month(&leaving, &weight, since, from, drawn);
                    assert_eq!(month, plain.unwrap_or(NEVER), "{since} {from} {drawn}");
                }
            }
        }
        assert!(gone > 3_000, "{gone} of 24354");
    }

    #[test]
    fn whoever_surely_stays_would_not_have_left() {
        let leaving = [0.02, 0.03, 0.01, 0.015, 0.005];
        let mut weight = Rising::default();
        weight.fill(40, |month| 0.5 + f64::from(month % 12) / 10.0);
        let stays = surely_stays(&leaving, &weight);
        let mut sure = 0;
        for since in -150..=0 {
            for share in (1..1000).map(|share| f64::from(share) / 1000.0) {
                if share < stays[band(1 - since)] {
                    sure += 1;
                    assert_eq!(leaving_month(&leaving, &weight, since, 1, -share.ln()), NEVER);
                }
            }
        }
        assert!(sure > 50_000, "{sure} of 150849");
    }

    #[test]
    fn what_is_certain_happens_at_once_and_what_is_impossible_never() {
        let mut rising = Rising::default();
        rising.fill(12, |_| f64::INFINITY);
        assert_eq!((rising.month(1, 5.0), rising.month(7, 5.0)), (1, 7));
        rising.fill(12, |_| 0.0);
        assert_eq!(rising.month(1, 1e-9), NEVER);
        rising.fill(12, |_| 1.0);
        assert_eq!(rising.month(13, 0.5), NEVER);
    }
}
