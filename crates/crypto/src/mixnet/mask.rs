//! The random numbers of a mixer, drawn in one go from the caller's generator and wiped afterwards.

use super::commitment::rows;
use super::permutation::Permutation;
use crate::group::Scalar;
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

/// A list of secret numbers.
pub(super) type Secrets = Zeroizing<Vec<Scalar>>;

/// What makes the output: the order, and the randomness under which each slot was re-encrypted.
pub(super) struct Mixing {
    pub(super) order: Permutation,
    /// `r′_i`, of output slot `i`.
    pub(super) r_: Secrets,
}

impl Mixing {
    pub(super) fn draw(n: usize, rng: &mut impl CryptoRng) -> Self {
        Self { order: Permutation::draw(n, rng), r_: draw(n, rng) }
    }
}

/// What hides the order in the proof.
pub(super) struct Masks {
    /// `α_i`, of the places.
    pub(super) alpha: Secrets,
    /// `β_i`, of the fractions; they add up to nought.
    pub(super) beta: Secrets,
    /// `r_k, s_k, μ_k, ν_k`: blinding of the rows of `a`, `b`, `α`, `β`.
    pub(super) r: Secrets,
    pub(super) s: Secrets,
    pub(super) mu: Secrets,
    pub(super) nu: Secrets,
    /// `l, q, τ`: blinding of `L`, of `Q` and of the masked sums.
    pub(super) single: Zeroizing<[Scalar; 3]>,
}

impl Masks {
    pub(super) fn draw(n: usize, rng: &mut impl CryptoRng) -> Self {
        let m = rows(n);
        let mut beta = draw(n, rng);
        beta[n - 1] = -beta[..n - 1].iter().sum::<Scalar>();
        Self {
            alpha: draw(n, rng),
            beta,
            r: draw(m, rng),
            s: draw(m, rng),
            mu: draw(m, rng),
            nu: draw(m, rng),
            single: Zeroizing::new([Scalar::random(rng), Scalar::random(rng), Scalar::random(rng)]),
        }
    }
}

/// `n` numbers, each from 64 bytes, so that their bias is below `2⁻²⁵⁶`. The generator is asked for
/// many at a time, because some answer with a call into the kernel.
fn draw(n: usize, rng: &mut impl CryptoRng) -> Secrets {
    let mut drawn = Zeroizing::new(Vec::with_capacity(n));
    let mut bytes = [0; 64 * 64];
    while drawn.len() < n {
        let some = (n - drawn.len()).min(64);
        rng.fill_bytes(&mut bytes[..64 * some]);
        let (wide, _) = bytes[..64 * some].as_chunks::<64>();
        drawn.extend(wide.iter().map(Scalar::from_bytes_mod_order_wide));
    }
    bytes.zeroize();
    drawn
}
