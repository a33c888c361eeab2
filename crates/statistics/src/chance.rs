//! A documented, portable stream of chance: ChaCha with 8 rounds. The same seed and stream give the same numbers on every
//! machine and for ever, and streams are independent of each other.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// One stream of a seed.
#[derive(Clone, Debug)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// A stream from its beginning.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let mut chacha = ChaCha8Rng::from_seed(bytes);
        chacha.set_stream(stream);
        Self(chacha)
    }

    /// A whole number from 0 up to, not including, `limit`, which is below 2³²; 0 when the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).expect("a usize fits in 64 bits");
        let drawn = (u64::from(self.0.next_u32()) * limit) >> 32;
        usize::try_from(drawn).expect("below a limit that was a usize")
    }

    /// 32 bits.
    pub fn bits(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A number in 0 to 1, neither included.
    pub fn share(&mut self) -> f64 {
        // 53 bits, moved by half a step off zero.
        let drawn = self.0.next_u64() >> 11;
        #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
        let drawn = drawn as f64;
        (drawn + 0.5) / 9_007_199_254_740_992.0
    }
}
