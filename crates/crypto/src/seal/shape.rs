//! The shape of a contest, and the dimensions of its proof, which follow from it alone.

/// The most picks a contest may have.
const MOST_PICKS: u16 = 64;

/// Blanks and candidates together must be numbered by sixteen bits.
const MOST_NUMBERS: u32 = 65_536;

/// The inner-product argument stops halving here and sends what is left. Each further round would cost the
/// verifier two decompressions and save it only a few scalars on the wire.
const LONGEST_TAIL: usize = 6;

/// `S` picks among `M` candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    /// `S`: how many slots a ballot has, at least 1 and at most 64.
    pub picks: u16,
    /// `M`: how many candidates there are to pick from.
    pub candidates: u16,
}

/// Why no contest has this shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadShape {
    /// A contest without a pick, or with more than sixty-four.
    #[error("{picks} picks; a contest has 1 to 64")]
    Picks {
        /// How many were asked for.
        picks: u16,
    },
    /// More numbers than sixteen bits can tell apart.
    #[error("{numbers} blanks and candidates; a contest has at most 65536")]
    Numbers {
        /// How many there would be.
        numbers: u32,
    },
}

impl Shape {
    /// A contest of `picks` picks among `candidates` candidates.
    pub fn new(picks: u16, candidates: u16) -> Result<Self, BadShape> {
        let shape = Self { picks, candidates };
        shape.proper()?;
        Ok(shape)
    }

    /// The fields are public, so whoever takes a shape from a stranger asks again.
    pub(super) fn proper(&self) -> Result<(), BadShape> {
        if !(1..=MOST_PICKS).contains(&self.picks) {
            return Err(BadShape::Picks { picks: self.picks });
        }
        let numbers = u32::from(self.picks) + u32::from(self.candidates);
        if numbers > MOST_NUMBERS {
            return Err(BadShape::Numbers { numbers });
        }
        Ok(())
    }

    /// The greatest number a slot may hold, `S + M − 1`.
    pub fn max(&self) -> u16 {
        (u32::from(self.picks) + u32::from(self.candidates) - 1) as u16
    }

    /// How many different numbers a slot may hold, `S + M`.
    pub fn numbers(&self) -> usize {
        usize::from(self.picks) + usize::from(self.candidates)
    }

    /// `S` as a length.
    pub(super) fn slots(&self) -> usize {
        usize::from(self.picks)
    }

    /// `S + 1`: the first number, the gaps, and the distance of the last number from the end.
    pub(super) fn values(&self) -> usize {
        self.slots() + 1
    }

    /// `n`: the bits of one value. The values of an honest ballot add up to `M`, so none exceeds `M`.
    pub(super) fn bits(&self) -> usize {
        (u16::BITS - self.candidates.leading_zeros()).max(1) as usize
    }

    /// `n·(S + 1)`: all bits of all values.
    pub(super) fn width(&self) -> usize {
        self.bits() * self.values()
    }

    /// `k`: how often the inner-product argument halves.
    pub(super) fn rounds(&self) -> usize {
        (0..).find(|k| self.width().div_ceil(1 << k) <= LONGEST_TAIL).expect("halving shortens every length")
    }

    /// `e`: the length of the vectors that the inner-product argument ends with.
    pub(super) fn tail(&self) -> usize {
        self.width().div_ceil(1 << self.rounds())
    }

    /// `N = e·2^k`: the length of the vectors, the bits padded with zeros.
    pub(super) fn length(&self) -> usize {
        self.tail() << self.rounds()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_keeps_to_its_bounds() {
        assert_eq!(Shape::new(0, 5), Err(BadShape::Picks { picks: 0 }));
        assert_eq!(Shape::new(65, 5), Err(BadShape::Picks { picks: 65 }));
        assert_eq!(Shape::new(64, 65_473), Err(BadShape::Numbers { numbers: 65_537 }));
        assert_eq!(Shape::new(64, 65_472).unwrap().max(), u16::MAX);
        assert_eq!(Shape::new(1, u16::MAX).unwrap().numbers(), 65_536);
    }

    #[test]
    fn the_greatest_gap_fits_its_bits_and_the_padding_is_short() {
        for picks in 1..=64 {
            for candidates in [0, 1, 2, 3, 7, 8, 21, 255, 256, 2_294, 32_767, 32_768, 65_472] {
                let shape = Shape::new(picks, candidates).unwrap();
                assert!(u32::from(candidates) < 1 << shape.bits());
                assert!(shape.length() >= shape.width());
                assert!(shape.length() - shape.width() < 1 << shape.rounds());
            }
        }
    }

    #[test]
    fn the_council_of_tehran_needs_twelve_bits_and_six_rounds() {
        let tehran = Shape::new(21, 2_294).unwrap();
        assert_eq!((tehran.bits(), tehran.width()), (12, 264));
        assert_eq!((tehran.rounds(), tehran.tail(), tehran.length()), (6, 5, 320));
    }
}
