//! Who may do what.
//!
//! A use case of the office asks for a [`Permit`]; only [`permit`] makes one, and the whole policy is the
//! one `match` below, printed as a table by a test.

use crate::id::BranchId;
use crate::signatory::Signatory;
use std::fmt;
use std::marker::PhantomData;

/// Somebody at a door, as the door recognised them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Anybody.
    Public,
    /// The operator of the headquarters, who holds the start-up token.
    Operator,
    /// Somebody whose signature under the request was checked.
    Signed(Signatory),
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// Everything that can be asked of the office.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Act { $($(#[$doc])* $name),* }
        impl Act {
            /// All acts, in the order of an election.
            pub const ALL: &[Act] = &[$(Act::$name),*];
        }
        impl fmt::Display for Act {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Act::$name => $text),* })
            }
        }
        /// One type an act, so that a permit for one is none for another.
        pub mod act {
            $($(#[$doc])* #[derive(Debug, Clone, Copy)] pub struct $name;
            impl super::Kind for $name { const ACT: super::Act = super::Act::$name; })*
        }
    };
}

/// A type that stands for an act.
pub trait Kind {
    /// Which.
    const ACT: Act;
}

actions! {
    /// Read what the record says.
    ReadRecord = "read the record",
    /// Bring in the headquarters' files.
    ImportCounty = "import the county's files",
    /// Freeze the set-up.
    FreezeSetup = "freeze the set-up",
    /// Put a signed entry on the record; the entry's own signatures are judged by the board's admission.
    AppendEntry = "append an entry to the record",
    /// Check a voter in at a branch.
    CheckIn = "check a voter in",
    /// Close the check-in ledger and publish its counts.
    CloseLedger = "close the check-in ledger",
    /// Compute and publish the count.
    Count = "count",
}

/// The right to do one thing once; cannot be made outside this file.
#[derive(Debug)]
pub struct Permit<A> {
    actor: Actor,
    act: PhantomData<A>,
}

impl<A> Permit<A> {
    /// Who holds it.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

impl Permit<act::CheckIn> {
    /// The branch whose machine asks.
    pub fn branch(&self) -> Option<&BranchId> {
        match &self.actor {
            Actor::Signed(Signatory::Branch(branch)) => Some(branch),
            _ => None,
        }
    }
}

/// The act is not this actor's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not allowed to {act}")]
pub struct Forbidden {
    /// What was asked.
    pub act: Act,
}

/// Asks for the right to do `A`.
pub fn permit<A: Kind>(actor: Actor) -> Result<Permit<A>, Forbidden> {
    if allowed(&actor, A::ACT) {
        Ok(Permit { actor, act: PhantomData })
    } else {
        Err(Forbidden { act: A::ACT })
    }
}

fn allowed(actor: &Actor, act: Act) -> bool {
    match act {
        Act::ReadRecord => true,
        Act::AppendEntry => true,
        Act::ImportCounty | Act::FreezeSetup | Act::CloseLedger | Act::Count => *actor == Actor::Operator,
        Act::CheckIn => matches!(actor, Actor::Signed(Signatory::Branch(_))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ContestId;
    use crate::signatory::Side;

    #[test]
    fn the_matrix_is_what_the_boards_signed() {
        let branch = BranchId::new("0001").expect("id");
        let council = ContestId::new("council").expect("id");
        let actors = [
            ("public", Actor::Public),
            ("operator", Actor::Operator),
            ("branch", Actor::Signed(Signatory::Branch(branch.clone()))),
            ("booth", Actor::Signed(Signatory::Booth(branch.clone(), 1))),
            ("officer", Actor::Signed(Signatory::Officer(branch, Side::Executive))),
            ("board", Actor::Signed(Signatory::Body(council, Side::Supervisory))),
            ("trustee", Actor::Signed(Signatory::Trustee(1))),
        ];
        let mut table = String::new();
        for act in Act::ALL {
            let who: Vec<&str> = actors.iter().filter(|a| allowed(&a.1, *act)).map(|a| a.0).collect();
            table.push_str(&format!("{act}: {}\n", who.join(" ")));
        }
        assert_eq!(
            table,
            "read the record: public operator branch booth officer board trustee\n\
             import the county's files: operator\n\
             freeze the set-up: operator\n\
             append an entry to the record: public operator branch booth officer board trustee\n\
             check a voter in: branch\n\
             close the check-in ledger: operator\n\
             count: operator\n"
        );
    }
}
