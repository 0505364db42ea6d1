//! What the seal promises, and who tries to break it.
#![allow(clippy::unwrap_used)]

mod honest;

use super::*;
use crate::elgamal::ElectionKey;
use crate::group::{G, Scalar};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

pub(super) const CONTEXT: &[u8] = b"council|tehran|branch 7|device 3|serial 41";

pub(super) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub(super) fn key(seed: u64) -> ElectionKey {
    ElectionKey::new(Scalar::random(&mut rng(seed)) * G).unwrap()
}

/// Three picks among ten candidates, two of them used.
pub(super) fn village() -> (Shape, Selection) {
    let shape = Shape::new(3, 10).unwrap();
    (shape, Selection::new(shape, &[9, 4]).unwrap())
}
