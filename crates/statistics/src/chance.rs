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

    /// A standard normal number (Marsaglia's polar method).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.share() - 1.0, 2.0 * self.share() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// A gamma number of a shape above zero and rate one (Marsaglia & Tsang 2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            // A larger shape, taken down by a power.
            let down = self.share().powf(1.0 / shape);
            return self.gamma(shape + 1.0) * down;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.share().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// A Poisson number of a mean of at least nought, by searching from nought (Devroye 1986); a large mean is halved first.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        if mean > 500.0 {
            return self.poisson(mean / 2.0) + self.poisson(mean / 2.0);
        }
        let (mut left, mut step) = (self.share(), (-mean.max(0.0)).exp());
        let mut count = 0;
        loop {
            left -= step;
            // Steps that have become nothing add no more: what is left is rounding.
            if left < 0.0 || (f64::from(count) > mean && step < f64::EPSILON * f64::EPSILON) {
                return count;
            }
            count += 1;
            step *= mean / f64::from(count);
        }
    }

    /// A beta number of two shapes above zero.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y)
    }
}

/// Numbers by key: whoever asks for one of a key gets the same, whatever was asked for before. So two runs that differ in one
/// thing differ through that thing only, and no answer depends on the order of asking.
///
/// Within one stream of [`Chance`], which gives the beginning, numbers are those of SplitMix64 at the place that the key
/// names (Steele, Lea & Flood 2014): a counter, mixed. A stream of ChaCha for each key would cost twenty times as much.
#[derive(Clone, Copy, Debug)]
pub struct Keyed(u64);

impl Keyed {
    /// The numbers of a stream.
    pub fn new(chance: &mut Chance) -> Self {
        Self((u64::from(chance.bits()) << 32) | u64::from(chance.bits()))
    }

    /// The number of a key, in 0 to 1, neither included.
    #[inline]
    pub fn share(self, who: u32, turn: u16, what: u8) -> f64 {
        let place = (u64::from(who) << 24) | (u64::from(turn) << 8) | u64::from(what);
        let mut mixed = self.0.wrapping_add((place + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        // 52 bits after the point of a number from one to two, moved by half a step, less one. A conversion from a whole number
        // would wait for whatever its register held before, the number of the last key.
        f64::from_bits((mixed >> 12) | 1.0_f64.to_bits()) - (1.0 - f64::EPSILON / 2.0)
    }

    /// An exponential number of a key, of mean one.
    #[inline]
    pub fn exponential(self, who: u32, turn: u16, what: u8) -> f64 {
        exponential(self.share(who, turn, what))
    }
}

/// The exponential number of mean one that belongs to a number in 0 to 1, neither included: the smaller that, the larger it.
#[inline]
pub fn exponential(share: f64) -> f64 {
    minus_ln(share)
}

/// Minus the natural logarithm of a number in 0 to 1, neither included, to ten digits. The logarithm of a system's own
/// library differs from machine to machine in its last digit, and takes three times as long.
#[inline]
fn minus_ln(share: f64) -> f64 {
    /// The bits of the square root of a half, from which up to that of two the series is quick.
    const ROOT: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    let bits = share.to_bits();
    let twos = bits.wrapping_sub(ROOT).cast_signed() >> 52;
    let rest = f64::from_bits(bits.wrapping_sub((twos << 52).cast_unsigned()));
    // ln x = 2 artanh((x - 1) / (x + 1)), by the first six terms of its series, in pairs that do not wait for each other.
    let s = (rest - 1.0) / (rest + 1.0);
    let z = s * s;
    let (first, second, third) =
        (1.0 + z * (1.0 / 3.0), 1.0 / 5.0 + z * (1.0 / 7.0), 1.0 / 9.0 + z * (1.0 / 11.0));
    let series = first + z * z * (second + z * z * third);
    #[expect(clippy::cast_precision_loss, reason = "at most 1074")]
    let twos = twos as f64;
    -(twos * std::f64::consts::LN_2 + 2.0 * s * series)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithm_is_that_of_the_library() {
        let mut chance = Chance::new(1, 0);
        let near = [1e-300, 1e-16, 0.5, std::f64::consts::FRAC_1_SQRT_2, 1.0 - 1e-9, 1.0 - f64::EPSILON];
        for share in near.into_iter().chain((0..10_000).map(|_| chance.share())) {
            let exact = -share.ln();
            assert!((minus_ln(share) - exact).abs() <= 1e-10 * exact, "{share}");
        }
    }

    #[test]
    fn a_poisson_number_has_its_mean_and_variance() {
        let mut chance = Chance::new(2, 0);
        for mean in [0.0, 0.4, 12.0, 700.0] {
            let drawn: Vec<f64> = (0..20_000).map(|_| f64::from(chance.poisson(mean))).collect();
            let middle = drawn.iter().sum::<f64>() / 2e4;
            let spread = drawn.iter().map(|own| (own - middle).powi(2)).sum::<f64>() / 2e4;
            let error = (mean / 2e4_f64).sqrt();
            assert!((middle - mean).abs() <= 4.0 * error, "{middle} is not {mean}");
            assert!((spread - mean).abs() <= 0.06 * mean, "{spread} is not {mean}");
        }
    }
}
