//! Ways in («ورود»): links to enrol, passwords with one-time codes, sessions, and tokens of programs.

mod account;
mod enrol;
mod passkey;
mod program;
mod proof;
mod recognise;
mod recover;
mod sign_in;
#[cfg(test)]
mod tests;

pub use account::{Account, Session};
pub(crate) use enrol::new_link;
pub use enrol::{Enrolment, FirstLink};
pub use passkey::{Answered, BadAddress, Ceremony, Passkey, RelyingParty};
pub use program::{Program, ProgramToken};
pub(crate) use proof::prepare;
pub use recognise::SessionToken;
pub(crate) use recognise::officer_in;
pub(crate) use recover::stake;
pub use sign_in::Entered;
