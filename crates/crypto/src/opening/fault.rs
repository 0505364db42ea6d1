//! Why an opening is refused, and who is to blame.

use crate::wire::Malformed;

/// What is wrong with a box, a partial opening, or a set of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A box without a slot: nothing would be checked, and nothing checked must never look like all well.
    #[error("the box is empty")]
    Empty,
    /// A ciphertext of the box is none.
    #[error("slot {slot} of the box: {why}")]
    Slot {
        /// Which, from 0.
        slot: usize,
        /// What is wrong with it.
        why: Malformed,
    },
    /// The verification key of a trustee is the neutral element.
    #[error("the verification key of trustee {trustee} is the neutral element")]
    NeutralKey {
        /// Whose it is.
        trustee: u16,
    },
    /// The trustee's own share does not fit its verification key.
    #[error("the share of trustee {trustee} does not fit its verification key")]
    ForeignShare {
        /// Whose it should be.
        trustee: u16,
    },
    /// Not one point per slot.
    #[error("trustee {trustee} opens {found} slots of {expected}")]
    Length {
        /// Whose partial opening it is.
        trustee: u16,
        /// How many points it has.
        found: usize,
        /// How many slots the box has.
        expected: usize,
    },
    /// A point of a partial opening is none, or neutral.
    #[error("trustee {trustee}, slot {slot}: {why}")]
    Point {
        /// Whose partial opening it is.
        trustee: u16,
        /// Which slot, from 0.
        slot: usize,
        /// What is wrong with it.
        why: Malformed,
    },
    /// The proof does not hold: at least one point is wrong, or it is for another statement.
    #[error("trustee {trustee} does not prove its partial opening")]
    Proof {
        /// Whose partial opening it is.
        trustee: u16,
    },
    /// Not exactly `t` partial openings.
    #[error("{found} partial openings where exactly {threshold} are combined")]
    Count {
        /// How many were given.
        found: usize,
        /// `t`
        threshold: u16,
    },
    /// A partial opening by somebody who is no trustee.
    #[error("there is no trustee {trustee}")]
    Stranger {
        /// The index.
        trustee: u16,
    },
    /// Two partial openings by one trustee.
    #[error("trustee {trustee} opens twice")]
    Twice {
        /// Who.
        trustee: u16,
    },
    /// A partial opening that was checked against another box.
    #[error("trustee {trustee} opened another box")]
    AnotherBox {
        /// Who.
        trustee: u16,
    },
    /// A table of no numbers, or of more than sixteen bits can hold.
    #[error("a table of {numbers} numbers cannot be made")]
    Table {
        /// How many were asked for.
        numbers: usize,
    },
}

impl Fault {
    /// The named check of `docs/protocol/opening.md` that failed.
    pub fn check(&self) -> &'static str {
        match self {
            Self::Empty | Self::Slot { .. } | Self::Length { .. } | Self::Point { .. } => "open.shape",
            Self::NeutralKey { .. } | Self::ForeignShare { .. } | Self::Proof { .. } => "open.partial",
            Self::Count { .. } | Self::Stranger { .. } | Self::Twice { .. } | Self::AnotherBox { .. } => {
                "open.combine"
            }
            Self::Table { .. } => "open.table",
        }
    }

    /// The trustee to blame; nobody where it is the box or the caller.
    pub fn culprits(&self) -> Vec<u16> {
        match *self {
            Self::Length { trustee, .. }
            | Self::Point { trustee, .. }
            | Self::Proof { trustee }
            | Self::Stranger { trustee }
            | Self::Twice { trustee }
            | Self::AnotherBox { trustee } => vec![trustee],
            Self::Empty
            | Self::Slot { .. }
            | Self::NeutralKey { .. }
            | Self::ForeignShare { .. }
            | Self::Count { .. }
            | Self::Table { .. } => vec![],
        }
    }
}
