//! What a voter chose, as the strictly increasing numbers that are sealed.

use super::shape::Shape;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `S` strictly increasing numbers of a contest: blanks first, then candidates.
///
/// It is the voter's secret: it prints as nothing and is wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Selection {
    #[zeroize(skip)]
    shape: Shape,
    numbers: Vec<u16>,
}

/// Why a choice is none. No variant says *which* candidate: an error may be written down, a vote may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSelection {
    /// The contest itself is impossible.
    #[error(transparent)]
    Shape(#[from] super::shape::BadShape),
    /// More candidates than picks.
    #[error("more candidates than the {picks} picks of the contest")]
    TooMany {
        /// `S`
        picks: u16,
    },
    /// A candidate chosen twice.
    #[error("a candidate is chosen twice")]
    Duplicate,
    /// A candidate or number that the contest does not have.
    #[error("a number outside the contest")]
    OutOfRange,
    /// Not exactly `S` numbers.
    #[error("not exactly {picks} numbers")]
    Count {
        /// `S`
        picks: u16,
    },
    /// Numbers that do not increase strictly.
    #[error("the numbers do not increase strictly")]
    Order,
}

impl Selection {
    /// The ballot of the candidates `chosen`, counted from 0, in any order; picks not used become blanks.
    pub fn new(shape: Shape, chosen: &[u16]) -> Result<Self, BadSelection> {
        shape.proper()?;
        if chosen.len() > shape.slots() {
            return Err(BadSelection::TooMany { picks: shape.picks });
        }
        if chosen.iter().any(|&candidate| candidate >= shape.candidates) {
            return Err(BadSelection::OutOfRange);
        }
        let blanks = shape.picks - chosen.len() as u16;
        // The vector never grows beyond its capacity, so no copy is left behind unwiped.
        let mut numbers = Vec::with_capacity(shape.slots());
        numbers.extend(0..blanks);
        numbers.extend(chosen.iter().map(|candidate| shape.picks + candidate));
        numbers.sort_unstable();
        let selection = Self { shape, numbers };
        if !selection.increases() {
            return Err(BadSelection::Duplicate);
        }
        Ok(selection)
    }

    /// Takes the numbers as they are to be sealed.
    pub fn from_numbers(shape: Shape, numbers: &[u16]) -> Result<Self, BadSelection> {
        shape.proper()?;
        if numbers.len() != shape.slots() {
            return Err(BadSelection::Count { picks: shape.picks });
        }
        if numbers.iter().any(|&number| number > shape.max()) {
            return Err(BadSelection::OutOfRange);
        }
        let selection = Self { shape, numbers: numbers.to_vec() };
        if !selection.increases() {
            return Err(BadSelection::Order);
        }
        Ok(selection)
    }

    /// The blank ballot.
    ///
    /// # Panics
    /// When `shape` did not come from [`Shape::new`] and no contest has it.
    pub fn blank(shape: Shape) -> Self {
        Self::new(shape, &[]).expect("a proper contest has a blank ballot")
    }

    /// The contest it belongs to.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// All numbers, blanks included.
    pub fn numbers(&self) -> &[u16] {
        &self.numbers
    }

    /// The candidates, counted from 0, in increasing order; blanks are passed over.
    pub fn candidates(&self) -> impl Iterator<Item = u16> {
        self.numbers.iter().filter_map(|number| number.checked_sub(self.shape.picks))
    }

    fn increases(&self) -> bool {
        self.numbers.windows(2).all(|pair| pair[0] < pair[1])
    }
}

impl std::fmt::Debug for Selection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Selection").field("picks", &self.shape.picks).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn village() -> Shape {
        Shape::new(3, 10).unwrap()
    }

    #[test]
    fn picks_not_used_become_distinct_blanks() {
        let selection = Selection::new(village(), &[9, 0]).unwrap();
        assert_eq!(selection.numbers(), [0, 3, 12]);
        assert_eq!(selection.candidates().collect::<Vec<_>>(), [0, 9]);
        assert_eq!(Selection::blank(village()).numbers(), [0, 1, 2]);
        assert_eq!(Selection::from_numbers(village(), &[0, 3, 12]).unwrap(), selection);
    }

    #[test]
    fn a_choice_outside_the_rules_is_refused() {
        assert_eq!(Selection::new(village(), &[1, 2, 1]), Err(BadSelection::Duplicate));
        assert_eq!(Selection::new(village(), &[1, 2, 3, 4]), Err(BadSelection::TooMany { picks: 3 }));
        assert_eq!(Selection::new(village(), &[10]), Err(BadSelection::OutOfRange));
        assert_eq!(Selection::from_numbers(village(), &[0, 1, 13]), Err(BadSelection::OutOfRange));
        assert_eq!(Selection::from_numbers(village(), &[0, 5, 5]), Err(BadSelection::Order));
        assert_eq!(Selection::from_numbers(village(), &[0, 5]), Err(BadSelection::Count { picks: 3 }));
    }

    #[test]
    fn a_selection_prints_no_choice() {
        let printed = format!("{:?}", Selection::new(village(), &[7]).unwrap());
        assert_eq!(printed, "Selection { picks: 3, .. }");
    }
}
