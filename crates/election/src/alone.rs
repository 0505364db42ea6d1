//! What a branch does that is cut off from the headquarters («شعبه جداافتاده»).
//!
//! Published before polling day, never decided by telephone. South Africa's permission to use the manual roll came by
//! circular at 14:00 of polling day 2021; Iran's of June 2021 verbally. Here the policy is data that boards sign with the
//! set-up, and each use of it is an entry of the branch's log with time and reason.

use serde::{Deserialize, Serialize};

/// What to do with a voter whom the headquarters cannot confirm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum WhenAlone {
    /// Send the voter to another branch, or ask them to wait. A set-up that says nothing says this.
    #[default]
    Refuse,
    /// Take the ballot as pending, up to this many at one branch: each is a voter who may have to hear that an
    /// earlier vote counted, and each costs a little secrecy.
    Pending {
        /// The most pending ballots of one branch.
        most: u64,
    },
}

impl WhenAlone {
    /// More than this at one branch is no exception any more.
    pub const MOST: u64 = 10_000;

    /// May one more voter be taken as pending?
    pub fn allows(self, pending: u64) -> bool {
        pending < self.most()
    }

    /// The most pending ballots of one branch.
    pub fn most(self) -> u64 {
        match self {
            Self::Refuse => 0,
            Self::Pending { most } => most,
        }
    }

    /// Does it refuse? Then a set-up does not mention it: one meaning has one spelling.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    pub fn refuses(&self) -> bool {
        *self == Self::Refuse
    }

    /// Is it one that boards may sign?
    pub fn is_sound(self) -> bool {
        match self {
            Self::Refuse => true,
            Self::Pending { most } => (1..=Self::MOST).contains(&most),
        }
    }
}
