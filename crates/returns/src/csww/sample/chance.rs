//! Chance with a seed: only whole numbers are drawn, by arithmetic of our own, so that a seed gives the same return on
//! every machine and with every version of the random number crates.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// A stream of chance.
#[derive(Debug)]
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// One stream of a seed; streams are independent of each other.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let mut chacha = ChaCha8Rng::from_seed(bytes);
        chacha.set_stream(stream);
        Self(chacha)
    }

    /// A whole number from 0 up to, not including, `limit`; 0 when the limit is 0.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        let drawn = (u64::from(self.0.next_u32()) * u64::from(limit)) >> 32;
        u32::try_from(drawn).expect("below a limit of 32 bits")
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
