//! Small symmetric systems: information matrices and variances. Private: it knows no statistics.
//!
//! Written here because they are a few rows wide, and what matters is what happens when they are singular.

/// A pivot below this share of its diagonal is zero: the row says nothing that earlier rows have not said. R's
/// `coxph` has the same rule.
const SINGULAR: f64 = 1.8e-12;

/// A symmetric matrix, of which the lower triangle is kept by rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Symmetric {
    size: usize,
    lower: Vec<f64>,
}

/// A matrix taken apart into L D L', where rows without a pivot are left out.
#[derive(Clone, Debug)]
pub(crate) struct Factor {
    matrix: Symmetric,
}

fn start(row: usize) -> usize {
    row * (row + 1) / 2
}

impl Symmetric {
    pub(crate) fn zero(size: usize) -> Self {
        Self { size, lower: vec![0.0; start(size)] }
    }

    pub(crate) fn get(&self, row: usize, column: usize) -> f64 {
        let (row, column) = if row < column { (column, row) } else { (row, column) };
        self.lower[start(row) + column]
    }

    /// The lower triangle by rows.
    pub(crate) fn lower_mut(&mut self) -> &mut [f64] {
        &mut self.lower
    }

    /// Adds `scale` times another matrix.
    pub(crate) fn add(&mut self, other: &Self, scale: f64) {
        self.lower.iter_mut().zip(&other.lower).for_each(|(own, other)| *own += scale * other);
    }

    /// Adds `scale` times the product of a column with itself.
    pub(crate) fn add_outer(&mut self, column: &[f64], scale: f64) {
        let mut lower = self.lower.iter_mut();
        for (row, left) in column.iter().enumerate() {
            let scaled = scale * left;
            for right in &column[..=row] {
                if let Some(cell) = lower.next() {
                    *cell += scaled * right;
                }
            }
        }
    }

    pub(crate) fn add_to_diagonal(&mut self, row: usize, value: f64) {
        self.lower[start(row) + row] += value;
    }

    /// Adds `spread` times the variance of one draw with these chances.
    pub(crate) fn add_multinomial(&mut self, shares: &[f64], spread: f64) {
        self.add_outer(shares, -spread);
        for (row, share) in shares.iter().enumerate() {
            self.add_to_diagonal(row, spread * share);
        }
    }

    pub(crate) fn factor(mut self, singular: f64) -> Factor {
        for column in 0..self.size {
            let diagonal = self.lower[start(column) + column];
            let mut pivot = diagonal;
            for inner in 0..column {
                let cell = self.lower[start(column) + inner];
                pivot -= cell * cell * self.lower[start(inner) + inner];
            }
            let kept = pivot > singular * diagonal && pivot.is_finite();
            self.lower[start(column) + column] = if kept { pivot } else { 0.0 };
            for row in column + 1..self.size {
                let mut cell = self.lower[start(row) + column];
                for inner in 0..column {
                    cell -= self.lower[start(row) + inner]
                        * self.lower[start(column) + inner]
                        * self.lower[start(inner) + inner];
                }
                self.lower[start(row) + column] = if kept { cell / pivot } else { 0.0 };
            }
        }
        Factor { matrix: self }
    }

    /// `v' M⁻ v` and the rank of M; none for an empty matrix.
    pub(crate) fn quadratic(self, column: &[f64]) -> Option<(f64, usize)> {
        if self.size == 0 {
            return None;
        }
        let factor = self.factor(1e-9);
        let rank = (0..column.len()).filter(|row| factor.keeps(*row)).count();
        let half = factor.halfway(column);
        let value = (0..column.len())
            .filter(|row| factor.keeps(*row))
            .map(|row| half[row] * half[row] / factor.matrix.lower[start(row) + row])
            .sum();
        Some((value, rank))
    }

    /// The factor by the rule that R's `coxph` has.
    pub(crate) fn information(self) -> Factor {
        self.factor(SINGULAR)
    }
}

impl Factor {
    /// Whether a row has a pivot.
    pub(crate) fn keeps(&self, row: usize) -> bool {
        self.matrix.lower[start(row) + row] > 0.0
    }

    /// Solves for L, leaving out rows without a pivot.
    fn halfway(&self, column: &[f64]) -> Vec<f64> {
        let mut solved = column.to_vec();
        for row in 0..solved.len() {
            let known: f64 =
                (0..row).map(|inner| self.matrix.lower[start(row) + inner] * solved[inner]).sum();
            solved[row] = if self.keeps(row) { solved[row] - known } else { 0.0 };
        }
        solved
    }

    /// Solves M x = v; x is 0 in rows without a pivot.
    pub(crate) fn solve(&self, column: &[f64]) -> Vec<f64> {
        let mut solved = self.halfway(column);
        for (row, value) in solved.iter_mut().enumerate() {
            *value = if self.keeps(row) { *value / self.matrix.lower[start(row) + row] } else { 0.0 };
        }
        for row in (0..solved.len()).rev() {
            let known: f64 = (row + 1..solved.len())
                .map(|outer| self.matrix.lower[start(outer) + row] * solved[outer])
                .sum();
            solved[row] = if self.keeps(row) { solved[row] - known } else { 0.0 };
        }
        solved
    }

    /// The diagonal of the inverse; none in rows without a pivot.
    pub(crate) fn inverse_diagonal(&self) -> Vec<Option<f64>> {
        let size = self.matrix.size;
        let unit = |row: usize| {
            let mut column = vec![0.0; size];
            column[row] = 1.0;
            self.solve(&column)[row]
        };
        (0..size).map(|row| self.keeps(row).then(|| unit(row))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Symmetric {
        let mut matrix = Symmetric::zero(3);
        matrix.lower_mut().copy_from_slice(&[4.0, 2.0, 5.0, 1.0, 3.0, 6.0]);
        matrix
    }

    #[test]
    fn solving_undoes_multiplying() {
        let matrix = three();
        let x = [1.5, -2.0, 0.25];
        let v: Vec<f64> =
            (0..3).map(|row| (0..3).map(|column| matrix.get(row, column) * x[column]).sum()).collect();
        let quadratic: f64 = x.iter().zip(&v).map(|(x, v)| x * v).sum();
        let solved = matrix.clone().information().solve(&v);
        assert!(solved.iter().zip(x).all(|(a, b)| (a - b).abs() < 1e-12), "{solved:?}");
        let (found, rank) = matrix.quadratic(&v).unwrap();
        assert!((found - quadratic).abs() < 1e-12 && rank == 3);
    }

    #[test]
    fn a_row_that_repeats_another_has_no_pivot() {
        let mut matrix = Symmetric::zero(3);
        matrix.add_outer(&[1.0, 2.0, 1.0], 1.0);
        matrix.add_outer(&[0.0, 0.0, 3.0], 1.0);
        let factor = matrix.information();
        assert_eq!([0, 1, 2].map(|row| factor.keeps(row)), [true, false, true]);
        assert_eq!(factor.inverse_diagonal()[1], None);
    }
}
