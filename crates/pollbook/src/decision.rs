//! The rule of a headquarters that is reached: what the desk is told.

use crate::entry::EntryId;
use election::id::BranchId;
use serde::{Deserialize, Serialize};

/// A check-in that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    /// Where.
    pub branch: BranchId,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// Under which receipt number.
    pub claim: EntryId,
}

/// What is known when a person stands at the desk.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The name on the roll, if the person is on it.
    pub name: Option<&'a str>,
    /// Are the polls of this branch open?
    pub open: bool,
    /// An earlier check-in of the same person, anywhere.
    pub earlier: Option<&'a CheckIn>,
    /// Has the desk's log told that this question ended without an answer?
    pub withdrawn: bool,
    /// Does another device stand in the place of the one that asks?
    pub superseded: bool,
    /// Was the person taken off the roll after it was frozen?
    pub taken_off: bool,
}

/// What the desk does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case")]
pub enum Decision {
    /// Let the voter draw a card.
    CheckedIn {
        /// The name to greet.
        name: String,
    },
    /// Refuse: this person has voted («رأی تکراری»).
    AlreadyVoted {
        /// Where and when.
        earlier: CheckIn,
    },
    /// Refuse: nobody of this number is entitled.
    NotOnRoll,
    /// Refuse: the polls of this branch are not open.
    PollsNotOpen,
    /// The desk itself has ended this question otherwise: it came late, and nobody waits for the answer.
    Withdrawn,
    /// Refuse: both officers put another device in the place of this one.
    Superseded,
}

/// The rule. A person who has voted is told so even when the polls are closed: it is what they ask.
pub fn decide(facts: &Facts<'_>) -> Decision {
    match facts {
        Facts { name: None, .. } => Decision::NotOnRoll,
        Facts { withdrawn: true, .. } => Decision::Withdrawn,
        Facts { earlier: Some(earlier), .. } => Decision::AlreadyVoted { earlier: (*earlier).clone() },
        // After the earlier check-in: who has voted is told so.
        Facts { taken_off: true, .. } => Decision::NotOnRoll,
        Facts { superseded: true, .. } => Decision::Superseded,
        Facts { open: false, .. } => Decision::PollsNotOpen,
        Facts { name: Some(name), .. } => Decision::CheckedIn { name: (*name).to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use election::bytes::Digest;

    const NOBODY: Facts<'_> = Facts {
        name: None,
        open: false,
        earlier: None,
        withdrawn: false,
        superseded: false,
        taken_off: false,
    };

    fn earlier() -> CheckIn {
        CheckIn {
            branch: BranchId::new("0007").expect("id"),
            at: "2026-05-01T08:00:00Z".into(),
            claim: EntryId::of_request(&Digest([7; 32])),
        }
    }

    #[test]
    fn a_voter_cannot_check_in_twice() {
        let once = decide(&Facts { name: Some("ن"), open: true, ..NOBODY });
        assert_eq!(once, Decision::CheckedIn { name: "ن".into() });
        let twice = decide(&Facts { name: Some("ن"), open: true, earlier: Some(&earlier()), ..NOBODY });
        assert_eq!(twice, Decision::AlreadyVoted { earlier: earlier() });
    }

    #[test]
    fn a_question_that_the_desk_took_back_checks_nobody_in() {
        let late = decide(&Facts { name: Some("ن"), open: true, withdrawn: true, ..NOBODY });
        assert_eq!(late, Decision::Withdrawn);
    }

    #[test]
    fn nobody_checks_in_off_the_roll_or_out_of_hours() {
        assert_eq!(decide(&Facts { open: true, ..NOBODY }), Decision::NotOnRoll);
        assert_eq!(decide(&Facts { name: Some("ن"), ..NOBODY }), Decision::PollsNotOpen);
    }

    #[test]
    fn f5_who_was_taken_off_the_roll_is_refused_and_who_had_voted_is_told_so() {
        let off = Facts { name: Some("ن"), open: true, taken_off: true, ..NOBODY };
        assert_eq!(decide(&off), Decision::NotOnRoll);
        let voted = decide(&Facts { earlier: Some(&earlier()), ..off });
        assert_eq!(voted, Decision::AlreadyVoted { earlier: earlier() });
    }

    #[test]
    fn nobody_checks_in_at_a_device_that_was_replaced() {
        let fenced = decide(&Facts { name: Some("ن"), open: true, superseded: true, ..NOBODY });
        assert_eq!(fenced, Decision::Superseded);
    }
}
