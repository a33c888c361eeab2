//! Chance with a seed: only whole numbers are drawn, by arithmetic of our own, so that a seed gives the same return on
//! every machine and with every version of the random number crates.

/// A stream of chance.
#[derive(Debug)]
pub(super) struct Chance(statistics::chance::Chance);

impl Chance {
    /// One stream of a seed; streams are independent of each other.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self(statistics::chance::Chance::new(seed, stream))
    }

    /// A whole number from 0 up to, not including, `limit`; 0 when the limit is 0.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.0.below(limit as usize)).expect("below a limit of 32 bits")
    }

    /// A whole number from `least` to `most`, both included.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// Whether something happens that does so this many times in a hundred.
    pub(super) fn hit(&mut self, in_a_hundred: u32) -> bool {
        self.below(100) < in_a_hundred
    }

    /// One of several.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(u32::try_from(from.len()).expect("a short list")) as usize]
    }

    /// One of several by weight.
    pub(super) fn weighted<T: Copy>(&mut self, from: &[(T, u32)]) -> T {
        let mut left = self.below(from.iter().map(|(_, weight)| weight).sum());
        for &(value, weight) in from {
            if left < weight {
                return value;
            }
            left -= weight;
        }
        from[0].0
    }
}
