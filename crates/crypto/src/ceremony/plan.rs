//! How many trustees there are, and how many of them open.

use super::Fault;

/// `n` trustees, `t` of whom are needed to open, and are enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    trustees: u16,
    threshold: u16,
}

impl Plan {
    /// The most trustees of one ceremony: a verdict marks the dealers it complains of in 64 bits.
    pub const MOST_TRUSTEES: u16 = 64;

    /// Requires `1 ≤ t ≤ n ≤ 64`.
    pub fn new(trustees: u16, threshold: u16) -> Result<Self, Fault> {
        if threshold == 0 || threshold > trustees || trustees > Self::MOST_TRUSTEES {
            return Err(Fault::Plan { trustees, threshold });
        }
        Ok(Self { trustees, threshold })
    }

    /// `n`, how many there are.
    pub fn trustees(self) -> u16 {
        self.trustees
    }

    /// `t`, how many open.
    pub fn threshold(self) -> u16 {
        self.threshold
    }

    /// `1 … n`. Nobody is number 0: the value of a polynomial at 0 is the secret itself.
    pub fn indices(self) -> std::ops::RangeInclusive<u16> {
        1..=self.trustees
    }

    /// Refuses an index that no trustee has.
    pub fn admit(self, index: u16) -> Result<(), Fault> {
        if self.indices().contains(&index) {
            Ok(())
        } else {
            Err(Fault::Index { index, trustees: self.trustees })
        }
    }
}
