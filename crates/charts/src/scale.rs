//! Scales: from numbers to places, with round ticks.

/// A scale from a range of numbers to a range of places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

/// The step between ticks: 1, 2 or 5 times a power of ten, such that there are about as many as wanted.
fn step(range: f64, wanted: f64) -> f64 {
    let rough = (range / wanted).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(rough.log10().floor());
    let multiple = rough / power;
    let round = if multiple <= 1.0 {
        1.0
    } else if multiple <= 2.0 {
        2.0
    } else if multiple <= 5.0 {
        5.0
    } else {
        10.0
    };
    round * power
}

impl Scale {
    /// A scale that holds all of some numbers and goes from one place to another. It begins at zero where all numbers are
    /// on one side of it, so that lengths can be compared.
    pub fn holding(numbers: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for number in numbers.into_iter().filter(|number| number.is_finite()) {
            low = low.min(number);
            high = high.max(number);
        }
        if high - low <= f64::EPSILON {
            high = low + 1.0;
        }
        let step = step(high - low, 5.0);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, from, to }
    }

    /// The place of a number.
    pub fn at(&self, number: f64) -> f64 {
        self.from + (number - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Round numbers across the scale.
    pub fn ticks(&self) -> Vec<f64> {
        let step = step(self.high - self.low, 5.0);
        let mut ticks = Vec::new();
        let mut at = 0.0;
        // Counted rather than added up, so that zero is zero.
        while self.low + at * step <= self.high + step / 1e6 && ticks.len() < 20 {
            ticks.push(self.low + at * step);
            at += 1.0;
        }
        ticks
    }
}

/// A tick as text, without a point that says nothing.
pub fn text(number: f64) -> String {
    let rounded = (number * 100.0).round() / 100.0;
    let shown = format!("{rounded}");
    if shown == "-0" { "0".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_the_numbers() {
        let scale = Scale::holding([3.0, 87.4], 0.0, 100.0);
        assert_eq!(scale.ticks(), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert!((scale.at(50.0) - 50.0).abs() < 1e-9);
        let across = Scale::holding([-12.61, 4.0], 0.0, 100.0);
        assert_eq!(across.ticks(), [-15.0, -10.0, -5.0, 0.0, 5.0]);
        let nothing = Scale::holding([], 0.0, 100.0);
        assert!(nothing.at(0.5).is_finite());
        assert_eq!(text(0.300_000_000_004), "0.3");
        assert_eq!(text(-0.0), "0");
    }
}
