//! Exact fractions for the audit. They must not round: on overflow they say so, and the caller suppresses more.

use std::cmp::Ordering;

/// The arithmetic outgrew 128 bits, or the search its allowance: nothing was proved either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stuck;

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rational {
    over: i128,
    under: i128,
}

impl Rational {
    pub(super) const ZERO: Self = Self { over: 0, under: 1 };
    pub(super) const ONE: Self = Self { over: 1, under: 1 };

    pub(super) fn whole(value: i64) -> Self {
        Self { over: i128::from(value), under: 1 }
    }

    fn lowest(over: i128, under: i128) -> Result<Self, Stuck> {
        if under == 1 {
            return Ok(Self { over, under });
        }
        let common = gcd(over.unsigned_abs(), under.unsigned_abs());
        let common = i128::try_from(common).map_err(|_| Stuck)?;
        if common == 0 || under == 0 {
            return Err(Stuck);
        }
        let (over, under) = (over / common, under / common);
        if under > 0 {
            return Ok(Self { over, under });
        }
        Ok(Self { over: over.checked_neg().ok_or(Stuck)?, under: under.checked_neg().ok_or(Stuck)? })
    }

    pub(super) fn is_zero(self) -> bool {
        self.over == 0
    }

    pub(super) fn sign(self) -> Ordering {
        self.over.cmp(&0)
    }

    pub(super) fn negated(self) -> Self {
        // Lowest terms come from checked products, which never reach `i128::MIN` in practice; saturate, not panic.
        Self { over: self.over.saturating_neg(), under: self.under }
    }

    pub(super) fn plus(self, other: Self) -> Result<Self, Stuck> {
        if self.under == other.under {
            return Self::lowest(self.over.checked_add(other.over).ok_or(Stuck)?, self.under);
        }
        let left = self.over.checked_mul(other.under).ok_or(Stuck)?;
        let right = other.over.checked_mul(self.under).ok_or(Stuck)?;
        let under = self.under.checked_mul(other.under).ok_or(Stuck)?;
        Self::lowest(left.checked_add(right).ok_or(Stuck)?, under)
    }

    pub(super) fn minus(self, other: Self) -> Result<Self, Stuck> {
        self.plus(other.negated())
    }

    pub(super) fn times(self, other: Self) -> Result<Self, Stuck> {
        let over = self.over.checked_mul(other.over).ok_or(Stuck)?;
        Self::lowest(over, self.under.checked_mul(other.under).ok_or(Stuck)?)
    }

    pub(super) fn divided_by(self, other: Self) -> Result<Self, Stuck> {
        let over = self.over.checked_mul(other.under).ok_or(Stuck)?;
        let under = self.under.checked_mul(other.over).ok_or(Stuck)?;
        if under == 0 {
            Err(Stuck)
        } else if under == -1 {
            Self::lowest(-over, 1)
        } else {
            Self::lowest(over, under)
        }
    }

    pub(super) fn compare(self, other: Self) -> Result<Ordering, Stuck> {
        Ok(self.minus(other)?.sign())
    }

    /// The whole number it is, if it is one.
    pub(super) fn as_whole(self) -> Option<i64> {
        if self.under == 1 { i64::try_from(self.over).ok() } else { None }
    }

    /// The greatest whole number not above it.
    pub(super) fn floor(self) -> Result<i64, Stuck> {
        i64::try_from(self.over.div_euclid(self.under)).map_err(|_| Stuck)
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(over: i64, under: i64) -> Rational {
        Rational::whole(over).divided_by(Rational::whole(under)).unwrap()
    }

    #[test]
    fn fractions_stay_in_lowest_terms() {
        assert_eq!(ratio(2, -4), ratio(-1, 2));
        assert_eq!(ratio(1, 3).plus(ratio(1, 6)).unwrap(), ratio(1, 2));
        assert_eq!(ratio(2, 3).times(ratio(3, 2)).unwrap(), Rational::ONE);
        assert_eq!(ratio(-1, 2).floor().unwrap(), -1);
        assert_eq!(ratio(6, -3).as_whole(), Some(-2));
        assert_eq!(ratio(1, 3).compare(ratio(1, 2)).unwrap(), Ordering::Less);
    }

    #[test]
    fn overflow_is_said() {
        let large = Rational { over: i128::MAX, under: 1 };
        assert_eq!(large.plus(Rational::ONE), Err(Stuck));
        assert_eq!(large.times(large), Err(Stuck));
        assert_eq!(Rational::ONE.divided_by(Rational::ZERO), Err(Stuck));
    }
}
