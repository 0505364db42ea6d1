//! What a branch that is cut off does: published before polling day, never decided by telephone.
//!
//! South Africa's permission to use the manual roll came by circular at 14:00 of polling day 2021; Iran's of June
//! 2021 verbally. Here the policy is data that boards sign with the set-up, and each use of it is an entry of the
//! branch's log with time and reason.

use serde::{Deserialize, Serialize};

/// What to do with a voter whom the headquarters cannot confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "when-alone", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Policy {
    /// Send the voter to another branch, or ask them to wait.
    Refuse,
    /// Take the ballot as pending, up to this many at one branch: each is a voter who may have to hear that an
    /// earlier vote counted, and each costs a little secrecy.
    Pending {
        /// The most pending ballots of one branch.
        most: u64,
    },
}

impl Policy {
    /// May one more voter be taken as pending?
    pub fn allows(self, pending: u64) -> bool {
        match self {
            Self::Refuse => false,
            Self::Pending { most } => pending < most,
        }
    }
}
