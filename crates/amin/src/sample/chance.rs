//! Chance that can be repeated: every draw belongs to a seed, a purpose and a number.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

/// The draws of the `index`-th thing of one purpose. They depend on nothing drawn before, so voters can be
/// simulated in any order and by any number of threads.
pub(crate) fn of(seed: u64, purpose: &str, index: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&index.to_le_bytes());
    for (to, from) in key[16..].iter_mut().zip(purpose.bytes()) {
        *to = from;
    }
    ChaCha8Rng::from_seed(key)
}
