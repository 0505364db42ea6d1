//! Many equations in one: `Σ λ^i·f(i)`.

use super::commitment::{ROW, rows};
use crate::group::Scalar;
use rayon::prelude::*;

/// `Σ λ^i·f(i)` for `i` below `n`: by Horner's rule inside a row, rows beside each other.
pub(super) fn fold(lambda: &Scalar, n: usize, f: impl Fn(usize) -> Scalar + Sync) -> Scalar {
    let horner = |terms: &mut dyn Iterator<Item = Scalar>, by: &Scalar| {
        terms.fold(Scalar::ZERO, |sum, term| sum * by + term)
    };
    let row = |k: usize| horner(&mut (k * ROW..n.min((k + 1) * ROW)).rev().map(&f), lambda);
    let of_rows: Vec<Scalar> = (0..rows(n)).into_par_iter().map(row).collect();
    let lambda_row = (0..ROW.ilog2()).fold(*lambda, |power, _| power * power);
    horner(&mut of_rows.into_iter().rev(), &lambda_row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_is_the_sum_it_claims_to_be_across_rows() {
        let lambda = Scalar::from(3u64);
        let n = 2 * ROW + 5;
        let (mut sum, mut power) = (Scalar::ZERO, Scalar::ONE);
        for i in 0..n {
            sum += power * Scalar::from(i as u64 + 7);
            power *= lambda;
        }
        assert_eq!(fold(&lambda, n, |i| Scalar::from(i as u64 + 7)), sum);
        assert_eq!(fold(&lambda, 1, |_| lambda), lambda);
    }
}
