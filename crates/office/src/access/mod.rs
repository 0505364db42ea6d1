//! Ways in («ورود»): links to enrol, passwords with one-time codes, sessions.

mod enrol;
mod proof;
mod recognise;
mod recover;
mod sign_in;

pub(crate) use enrol::new_link;
pub use enrol::{Enrolment, FirstLink};
pub use recognise::SessionToken;
pub use sign_in::Entered;
