//! The incomplete gamma function, behind exact Poisson limits and the normal tail. Private: it knows no statistics.
//!
//! Written here because the crates that offer it bring linear algebra along, and iterate without a bound.

/// Terms after which a sum is taken as it stands. At the largest shape ever asked for, [`LARGEST_SHAPE`], about 3 000
/// are needed.
const MOST_TERMS: u32 = 20_000;

/// Largest shape whose quantile is worth the work; callers approximate beyond.
pub(crate) const LARGEST_SHAPE: f64 = 100_000.0;

/// Halvings of a bracket: more than the bits of a double's fraction, so that tiny quantiles come out small too.
const HALVINGS: u32 = 200;

/// ln Γ(x) for x > 0: Stirling's series, after moving x to where seven terms are exact to a double.
pub(crate) fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut product) = (x, 1.0);
    while x < 15.0 {
        product *= x;
        x += 1.0;
    }
    let square = x * x;
    let series = (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square) / square)
        / x;
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - product.ln()
}

/// The regularised incomplete gamma functions `(P(a, x), Q(a, x))`, which sum to one; a > 0, x >= 0.
/// The smaller one is computed, so it is exact relative to its size.
pub(crate) fn regularised(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    if x < a + 1.0 {
        let lower = (power(a, x) * series(a, x)).clamp(0.0, 1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (power(a, x) * a * fraction(a, x)).clamp(0.0, 1.0);
        (1.0 - upper, upper)
    }
}

/// x^a e^-x / Γ(a + 1): with Γ(a), a tiny shape would divide by nothing.
fn power(a: f64, x: f64) -> f64 {
    (a * x.ln() - x - ln_gamma(a + 1.0)).exp()
}

/// 1 + x/(a+1) + x²/((a+1)(a+2)) + …
fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut shape) = (1.0, 1.0, a);
    for _ in 0..MOST_TERMS {
        shape += 1.0;
        term *= x / shape;
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    sum
}

/// The continued fraction of Q by Lentz's method; x >= a + 1 keeps every denominator away from zero.
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut denominator = x + 1.0 - a;
    let mut ahead = 1.0 / TINY;
    let mut behind = 1.0 / away_from_zero(denominator);
    let mut result = behind;
    for step in 1..MOST_TERMS {
        let step = f64::from(step);
        let numerator = -step * (step - a);
        denominator += 2.0;
        behind = 1.0 / away_from_zero(numerator * behind + denominator);
        ahead = away_from_zero(denominator + numerator / ahead);
        let change = behind * ahead;
        result *= change;
        if (change - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    result
}

/// The x at which P(a, x) is `probability`, by halving: slow, never lost. 0 < probability < 1 and 0 <= a.
pub(crate) fn quantile(a: f64, probability: f64) -> f64 {
    if a <= 0.0 {
        return 0.0;
    }
    let below = |x: f64| {
        let (lower, upper) = regularised(a, x);
        if probability < 0.5 { lower < probability } else { upper > 1.0 - probability }
    };
    let mut low = 0.0;
    let mut high = a + 1.0;
    for _ in 0..HALVINGS {
        if !below(high) {
            break;
        }
        low = high;
        high *= 2.0;
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The chance that a standard normal value is at least `z` from zero, on either side.
pub(crate) fn normal_two_sided(z: f64) -> f64 {
    regularised(0.5, z * z / 2.0).1
}

/// The chance that a chi-square value with `df` degrees of freedom is at least `x`.
pub(crate) fn chi_square_tail(x: f64, df: usize) -> f64 {
    regularised(crate::real(df) / 2.0, x / 2.0).1
}

/// The z within which a standard normal value lies with this chance, on both sides of zero together.
pub(crate) fn normal_reach(chance: f64) -> f64 {
    (2.0 * quantile(0.5, chance)).sqrt()
}

/// The chance that a standard normal value is at most `z`.
pub(crate) fn normal_at_most(z: f64) -> f64 {
    let tail = normal_two_sided(z) / 2.0;
    if z > 0.0 { 1.0 - tail } else { tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-13 * b.abs().max(1e-3), "{a} is not {b}");
    }

    #[test]
    fn closed_forms_of_the_incomplete_gamma_function() {
        for x in [0.001, 0.5, 1.0, 3.0, 20.0] {
            // Shape 1 is the exponential distribution; shape 2 a sum of two.
            close(regularised(1.0, x).1, f64::exp(-x));
            close(regularised(2.0, x).1, (1.0 + x) * f64::exp(-x));
        }
        close(ln_gamma(0.5), 0.5 * std::f64::consts::PI.ln());
        close(ln_gamma(11.0), 3_628_800.0_f64.ln());
    }

    #[test]
    fn the_normal_tail_at_the_usual_levels() {
        close(normal_two_sided(1.959_963_984_540_054), 0.05);
        close(normal_two_sided(3.090_232_306_167_813_5), 0.002);
        close(normal_two_sided(0.0), 1.0);
        assert!(normal_two_sided(1e200) < f64::MIN_POSITIVE);
    }

    #[test]
    fn quantiles_undo_probabilities() {
        for a in [0.01, 0.5, 1.0, 9.3, 250.0, LARGEST_SHAPE] {
            for p in [0.001, 0.025, 0.975, 0.999] {
                let (lower, _) = regularised(a, quantile(a, p));
                // Tiny shapes have quantiles below the smallest double.
                assert!((lower - p).abs() < 1e-9 || a < 0.1, "{a} {p} {lower}");
            }
        }
    }
}
