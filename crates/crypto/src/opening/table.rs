//! From `m·U` back to `m`.

#![expect(non_snake_case, reason = "the letters of docs/protocol/opening.md")]

use super::Fault;
use crate::group::{Point, Scalar, vote_base};
use curve25519_dalek::traits::Identity;
use rayon::prelude::*;
use std::collections::HashMap;

/// How many points are encoded together.
const BATCH: usize = 256;

/// Every number that a slot may hold, by its point.
pub struct DecodeTable {
    /// By the encoding of `2·m·U`: many doubles are encoded together for a tenth of the price of each alone.
    numbers: HashMap<[u8; 32], u16>,
}

impl DecodeTable {
    /// The table of `0 … numbers − 1`: all blanks and candidates of a contest and not one more. At least one,
    /// and at most 65,536.
    pub fn new(numbers: usize) -> Result<Self, Fault> {
        Self::scaled(numbers, &Scalar::ONE)
    }

    /// The table of `m·(Δ·U)`, for points that come multiplied by `Δ`.
    pub(super) fn scaled(numbers: usize, Δ: &Scalar) -> Result<Self, Fault> {
        if numbers == 0 || numbers > usize::from(u16::MAX) + 1 {
            return Err(Fault::Table { numbers });
        }
        let U = vote_base() * Δ;
        let multiples: Vec<Point> =
            std::iter::successors(Some(Point::identity()), |sum| Some(sum + U)).take(numbers).collect();
        let doubles = Point::double_and_compress_batch(&multiples);
        let numbers = (0..=u16::MAX).zip(doubles).map(|(m, double)| (double.to_bytes(), m)).collect();
        Ok(Self { numbers })
    }

    /// `open.table`: the number of a point; none where the slot holds no number of this contest.
    pub fn read(&self, point: &Point) -> Option<u16> {
        self.numbers.get((point + point).compress().as_bytes()).copied()
    }

    /// The same for a whole box, on all cores.
    pub fn read_all(&self, points: &[Point]) -> Vec<Option<u16>> {
        points
            .par_chunks(BATCH)
            .flat_map_iter(|chunk| {
                let doubles = Point::double_and_compress_batch(chunk);
                doubles.into_iter().map(|double| self.numbers.get(double.as_bytes()).copied())
            })
            .collect()
    }
}

impl std::fmt::Debug for DecodeTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DecodeTable({} numbers)", self.numbers.len())
    }
}
