//! Sums of many multiples, `Σ s_i·P_i`, in chunks that fit the cache and over all cores.

use crate::group::{Point, Scalar};
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};
use rayon::prelude::*;

/// Beyond this many points the buckets no longer get cheaper, and the points leave the cache.
const CHUNK: usize = 8_192;

/// `Σ s_i·P_i`. Its time depends on the scalars; who may call it with secrets is argued in
/// `docs/protocol/mix.md`, "What time and memory give away".
pub(super) fn multiscalar(scalars: &[Scalar], points: &[Point]) -> Point {
    assert_eq!(scalars.len(), points.len(), "one scalar a point");
    let fair = scalars.len().div_ceil(rayon::current_num_threads()).max(256);
    let chunk = fair.min(CHUNK);
    scalars
        .par_chunks(chunk)
        .zip(points.par_chunks(chunk))
        .map(|(scalars, points)| Point::vartime_multiscalar_mul(scalars, points))
        .reduce(Point::identity, |sum, part| sum + part)
}
